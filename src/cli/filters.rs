//! The options that choose and sort events: the filters of the screen.

use crate::cli::command::Kind::{Text, Words};
use crate::cli::command::{Group, Opt};
use crate::cli::context::Failure;
use crate::cli::values::Values;
use crate::domain::event::attestation::AttestationState;
use crate::domain::event::publication::Publication;
use crate::domain::id::EntryId;
use crate::domain::listing::{Column, Direction, Period, Query, Sort};
use crate::domain::reference::{ListKind, References};
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{list, long_date, quoted};
use crate::domain::time::typed_date::parse_date;
use crate::domain::view::Layout;
use crate::store::{Moment, Store};

/// The view of the attestations to fill, oldest first.
const TO_ATTEST: &str = "À attester";

const PERIODS: &[&str] = &["a-venir", "passes", "ce-mois", "annee"];
const PUBLICATIONS: &[&str] = &["brouillon", "a-saisir", "soumis", "publie", "annule"];
const ATTESTATIONS: &[&str] = &["a-remplir", "a-venir", "remplie", "transmise", "sans-objet"];
const COLUMNS: &[&str] = &[
    "date",
    "heure",
    "titre",
    "type",
    "thematique",
    "public",
    "lieu",
    "commune",
    "places",
    "publication",
    "attestation",
    "presents",
];

/// The options of `liste` and `exporter`.
pub(in crate::cli) static FILTERS: Group = Group {
    title: "Quels événements, et dans quel ordre",
    options: &[
        Opt::switch(
            "a-attester",
            "les attestations à remplir, la plus ancienne d’abord",
        ),
        Opt::value(
            "vue",
            "NOM",
            Text,
            "commence par une vue (par exemple « À venir »)",
        ),
        Opt::value(
            "periode",
            "PÉRIODE",
            Words(PERIODS),
            "une période, une année scolaire (annee:2025) ou deux dates (1/9/2026..31/12/2026)",
        ),
        Opt::value("type", "TEXTE", Text, "le type d’événement").repeatable(),
        Opt::value("thematique", "TEXTE", Text, "la thématique").repeatable(),
        Opt::value("public", "TEXTE", Text, "le public").repeatable(),
        Opt::value("typologie", "TEXTE", Text, "la typologie du lieu").repeatable(),
        Opt::value("commune", "TEXTE", Text, "la commune").repeatable(),
        Opt::value(
            "publication",
            "ÉTAT",
            Words(PUBLICATIONS),
            "l’état de publication",
        )
        .repeatable(),
        Opt::value(
            "attestation",
            "ÉTAT",
            Words(ATTESTATIONS),
            "l’état de l’attestation",
        )
        .repeatable(),
        Opt::value(
            "mots",
            "TEXTE",
            Text,
            "tous ces mots, sans accents ni majuscules",
        ),
        Opt::value(
            "tri",
            "COLONNE[:desc]",
            Words(COLUMNS),
            "l’ordre (par exemple titre, ou date:desc du plus récent au plus ancien)",
        ),
    ],
    note: "Une option répétée élargit (l’un ou l’autre), sauf --vue, --periode, --mots et --tri ; des options différentes se combinent.",
};

/// The options as they were typed.
pub(in crate::cli) struct Filters {
    view: Option<String>,
    to_attest: bool,
    sort: Option<String>,
    period: Option<String>,
    words: Option<String>,
    categories: Vec<String>,
    themes: Vec<String>,
    audiences: Vec<String>,
    venue_kinds: Vec<String>,
    communes: Vec<String>,
    publications: Vec<String>,
    attestations: Vec<String>,
}

impl Filters {
    /// Reads the options of the group.
    pub(in crate::cli) fn read(values: &mut Values) -> Self {
        Self {
            view: values.text("vue"),
            to_attest: values.switch("a-attester"),
            sort: values.text("tri"),
            period: values.text("periode"),
            words: values.text("mots"),
            categories: values.texts("type"),
            themes: values.texts("thematique"),
            audiences: values.texts("public"),
            venue_kinds: values.texts("typologie"),
            communes: values.texts("commune"),
            publications: values.texts("publication"),
            attestations: values.texts("attestation"),
        }
    }

    /// Returns the filter, the order and the columns that they ask for, on top of those of a view.
    pub(in crate::cli) fn layout(&self, store: &Store, moment: Moment) -> Result<Layout, Failure> {
        let references = store.references()?;
        let view = match (self.to_attest, self.view.as_deref()) {
            (false, view) => view,
            (true, None) => Some(TO_ATTEST),
            (true, Some(_)) => {
                return Err(Failure::Usage(
                    "--a-attester est déjà une vue\u{202f}: sans --vue.".to_owned(),
                ));
            }
        };
        let mut layout = match view {
            None => Layout::default(),
            Some(name) => {
                let views = store.views()?;
                let names: Vec<String> = views.iter().map(|view| quoted(&view.name)).collect();
                let found = views
                    .into_iter()
                    .find(|view| fold(&view.name) == fold(name));
                found
                    .map(|view| view.layout)
                    .ok_or_else(|| unknown("vue", name, &names))?
            }
        };
        let Query { filter, sort } = &mut layout.query;
        if let Some(period) = &self.period {
            filter.period = Some(parse_period(period, moment)?);
        }
        if let Some(words) = &self.words {
            filter.words.clone_from(words);
        }
        if let Some(text) = &self.sort {
            *sort = parse_sort(text)?;
        }
        for (list, texts, entries) in [
            (ListKind::Category, &self.categories, &mut filter.categories),
            (ListKind::Theme, &self.themes, &mut filter.themes),
            (ListKind::Audience, &self.audiences, &mut filter.audiences),
            (
                ListKind::VenueKind,
                &self.venue_kinds,
                &mut filter.venue_kinds,
            ),
        ] {
            for text in texts {
                entries.push(entry(&references, list, text)?);
            }
        }
        filter.communes.extend(self.communes.iter().cloned());
        for text in &self.publications {
            let names = Publication::ALL.map(|state| quoted(state.label()));
            let state =
                Publication::parse(text).ok_or_else(|| unknown("publication", text, &names))?;
            filter.publications.push(state);
        }
        for text in &self.attestations {
            let names = AttestationState::ALL.map(|state| quoted(state.label()));
            let state = AttestationState::parse(text)
                .ok_or_else(|| unknown("attestation", text, &names))?;
            filter.attestations.push(state);
        }
        Ok(layout)
    }
}

fn entry(references: &References, list: ListKind, text: &str) -> Result<EntryId, Failure> {
    let names: Vec<String> = references
        .offered(list)
        .map(|entry| quoted(entry.short_label()))
        .collect();
    let found = references.find(list, text).map(|entry| entry.id);
    found.ok_or_else(|| unknown(&list.label().to_lowercase(), text, &names))
}

fn unknown(what: &str, text: &str, names: &[String]) -> Failure {
    Failure::Usage(format!(
        "Inconnu pour {what}\u{202f}: {}. Au choix\u{202f}: {}.",
        quoted(text),
        list(names)
    ))
}

/// `titre`, `date:desc`.
fn parse_sort(text: &str) -> Result<Sort, Failure> {
    let (name, direction) = text.split_once(':').unwrap_or((text, "asc"));
    let direction = match direction {
        "asc" | "croissant" => Direction::Ascending,
        "desc" | "decroissant" => Direction::Descending,
        other => {
            return Err(unknown(
                "le sens du tri",
                other,
                &[quoted("asc"), quoted("desc")],
            ));
        }
    };
    let names = Column::ALL.map(|column| quoted(column.label()));
    let column = Column::parse(name).ok_or_else(|| unknown("le tri", name, &names))?;
    Ok(Sort { column, direction })
}

/// `a-venir`, `passes`, `ce-mois`, `annee`, `annee:2025`, `2026-09-01..2026-12-31`.
fn parse_period(text: &str, moment: Moment) -> Result<Period, Failure> {
    let names = [
        "a-venir",
        "passes",
        "ce-mois",
        "annee",
        "annee:2025",
        "1/9/2026..31/12/2026",
    ];
    let refused = || unknown("la période", text, &names.map(quoted));
    if let Some((from, to)) = text.split_once("..") {
        let day = |text: &str| match text.trim() {
            "" => Ok(None),
            text => parse_date(text, moment.today)
                .map(Some)
                .map_err(|_| refused()),
        };
        return match (day(from)?, day(to)?) {
            (Some(from), Some(to)) if to < from => Err(Failure::Usage(format!(
                "La période finit avant de commencer\u{202f}: du {} au {}.",
                long_date(from),
                long_date(to)
            ))),
            (from, to) => Ok(Period::Between(from, to)),
        };
    }
    match fold(text).as_str() {
        "a-venir" => Ok(Period::Upcoming),
        "passes" => Ok(Period::Past),
        "ce-mois" => Ok(Period::ThisMonth),
        "annee" => Ok(Period::ThisSchoolYear),
        other => {
            let year = other
                .strip_prefix("annee:")
                .and_then(|year| year.parse().ok());
            year.map(Period::SchoolYear).ok_or_else(refused)
        }
    }
}
