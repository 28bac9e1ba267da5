//! What the list is filtered by: said in chips, chosen in lists.

use crate::domain::event::attestation::AttestationState;
use crate::domain::event::publication::Publication;
use crate::domain::listing::{Filter, Period};
use crate::domain::reference::{ListKind, References};
use crate::domain::text::typography;
use crate::domain::text::typography::quoted;
use crate::domain::time::calendar::school_year;
use crate::domain::time::typed_date::parse_date;
use crate::store::Result;
use crate::ui::dialog::fields::Fields;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::effect::{Choice, Facet, Question};
use crate::ui::session::Session;

/// A part of the filter that can be taken off alone.
pub(super) struct Chip {
    /// The facet it belongs to: values of one facet are alternatives.
    pub(super) facet: Facet,
    /// What it says.
    pub(super) label: String,
    /// The filter without it.
    pub(super) without: Filter,
}

/// The parts of a filter, in the order of the facets.
pub(super) fn chips(filter: &Filter, references: &References) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |facet: Facet, label: String, take: &dyn Fn(&mut Filter)| {
        let mut without = filter.clone();
        take(&mut without);
        chips.push(Chip {
            facet,
            label,
            without,
        });
    };
    if let Some(period) = filter.period {
        chip(Facet::Period, period_label(period), &|filter| {
            filter.period = None;
        });
    }
    for (name, list) in LISTS {
        for (index, &id) in entries(filter, list).iter().enumerate() {
            let label = format!("{name} {}", quoted(references.short_label(Some(id))));
            chip(Facet::List(list), label, &move |filter| {
                entries_mut(filter, list).remove(index);
            });
        }
    }
    for (index, commune) in filter.communes.iter().enumerate() {
        chip(Facet::Commune, commune.clone(), &move |filter| {
            filter.communes.remove(index);
        });
    }
    for (index, state) in filter.publications.iter().enumerate() {
        chip(
            Facet::Publication,
            state.label().to_owned(),
            &move |filter| {
                filter.publications.remove(index);
            },
        );
    }
    for (index, state) in filter.attestations.iter().enumerate() {
        let label = format!("attestation {}", state.label());
        chip(Facet::Attestation, label, &move |filter| {
            filter.attestations.remove(index);
        });
    }
    if !filter.words.trim().is_empty() {
        let label = quoted(filter.words.trim());
        chip(Facet::Words, label, &|filter| filter.words.clear());
    }
    chips
}

const LISTS: [(&str, ListKind); 4] = [
    ("type", ListKind::Category),
    ("thème", ListKind::Theme),
    ("public", ListKind::Audience),
    ("typologie", ListKind::VenueKind),
];

fn entries(filter: &Filter, list: ListKind) -> &[crate::domain::id::EntryId] {
    match list {
        ListKind::Category => &filter.categories,
        ListKind::Theme => &filter.themes,
        ListKind::Audience => &filter.audiences,
        ListKind::VenueKind => &filter.venue_kinds,
    }
}

fn entries_mut(filter: &mut Filter, list: ListKind) -> &mut Vec<crate::domain::id::EntryId> {
    match list {
        ListKind::Category => &mut filter.categories,
        ListKind::Theme => &mut filter.themes,
        ListKind::Audience => &mut filter.audiences,
        ListKind::VenueKind => &mut filter.venue_kinds,
    }
}

/// « à venir », « année scolaire 2025-2026 », « du 1er sept. au 31 déc. ».
fn period_label(period: Period) -> String {
    match period {
        Period::Upcoming => "à venir".to_owned(),
        Period::Past => "passés".to_owned(),
        Period::ThisMonth => "ce mois".to_owned(),
        Period::ThisSchoolYear => "cette année scolaire".to_owned(),
        Period::SchoolYear(year) => format!("année scolaire {year}-{}", year + 1),
        Period::Between(from, to) => match (
            from.map(typography::long_date),
            to.map(typography::long_date),
        ) {
            (Some(from), Some(to)) => format!("du {from} au {to}"),
            (Some(from), None) => format!("depuis le {from}"),
            (None, Some(to)) => format!("jusqu’au {to}"),
            (None, None) => "avec une date".to_owned(),
        },
    }
}

/// The facets, after the filters in force, which can be taken off.
pub(super) fn facets(filter: &Filter, references: &References) -> Picker {
    let taken = chips(filter, references).into_iter().enumerate();
    let off = taken.map(|(index, chip)| {
        Item::new(Choice::Chip(index), format!("× {}", chip.label)).hint("enlever")
    });
    let facets = [
        (Facet::Period, "Période"),
        (Facet::List(ListKind::Category), "Type d’événement"),
        (Facet::List(ListKind::Theme), "Thématique"),
        (Facet::List(ListKind::Audience), "Public cible"),
        (Facet::List(ListKind::VenueKind), "Typologie du lieu"),
        (Facet::Commune, "Commune"),
        (Facet::Publication, "Publication"),
        (Facet::Attestation, "Attestation"),
    ];
    let facets = facets.map(|(facet, label)| Item::new(Choice::Facet(facet), label));
    Picker::new(Question::Facet, "Filtrer par", off.chain(facets).collect())
        .at(&Choice::Facet(Facet::Period))
}

/// The values of a facet, those in force ticked.
pub(super) fn values(facet: Facet, filter: &Filter, session: &Session) -> Result<Picker> {
    let question = Question::Values(facet);
    Ok(match facet {
        Facet::Words => Picker::new(question, "Mots", Vec::new()),
        Facet::Period => {
            let year = school_year(session.today()).starts_in();
            let mut items: Vec<Item> = [
                (Period::Upcoming, "À venir".to_owned()),
                (Period::Past, "Passés".to_owned()),
                (Period::ThisMonth, "Ce mois".to_owned()),
                (
                    Period::ThisSchoolYear,
                    format!("Cette année scolaire ({year}-{})", year + 1),
                ),
            ]
            .into_iter()
            .map(|(period, label)| Item::new(Choice::Period(period), label))
            .collect();
            items.extend((1..=5).map(|back| {
                let year = year - back;
                let label = format!("Année scolaire {year}-{}", year + 1);
                Item::new(Choice::Period(Period::SchoolYear(year)), label)
            }));
            items.push(Item::new(Choice::PeriodBetween, "Du… au…"));
            items.push(Item::new(Choice::Nothing, "Toutes les dates"));
            Picker::new(question, "Période", items)
        }
        Facet::List(list) => {
            let chosen = entries(filter, list);
            let items = session
                .references
                .all(list)
                .filter(|entry| !entry.retired || chosen.contains(&entry.id));
            let items = items.map(|entry| {
                Item::new(Choice::Entry(entry.id), &entry.label).ticked(chosen.contains(&entry.id))
            });
            Picker::new(question, list.label(), items.collect()).ticks()
        }
        Facet::Commune => {
            let items = session.store.communes()?.into_iter().map(|commune| {
                let ticked = filter.communes.contains(&commune);
                Item::new(Choice::Commune(commune.clone()), commune).ticked(ticked)
            });
            Picker::new(question, "Commune", items.collect()).ticks()
        }
        Facet::Publication => {
            let items = Publication::ALL.map(|state| {
                let label = format!("{} {}", state.sign(), state.label());
                Item::new(Choice::Publication(state), label)
                    .ticked(filter.publications.contains(&state))
            });
            Picker::new(question, "Publication", items.to_vec()).ticks()
        }
        Facet::Attestation => {
            let items = AttestationState::ALL.map(|state| {
                let label = format!("{} {}", state.sign(), state.label());
                Item::new(Choice::Attestation(state), label)
                    .ticked(filter.attestations.contains(&state))
            });
            Picker::new(question, "Attestation", items.to_vec()).ticks()
        }
    })
}

/// Asks for both ends of a period.
pub(super) fn between(present: Option<Period>, session: &Session) -> Fields {
    let (from, to) = match present {
        Some(Period::Between(from, to)) => (from, to),
        _ => (None, None),
    };
    let texts = [from, to].map(|day| day.map(typography::long_date).unwrap_or_default());
    let today = session.today();
    let text = "Chaque date comprise\u{202f}; l’une des deux peut manquer.";
    Fields::new(
        Question::PeriodBetween,
        "Du… au…",
        text,
        &["Du", "Au"],
        &texts,
    )
    .checked(move |texts| {
        let typed = texts
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty());
        let mut days = Vec::new();
        for (index, text) in typed {
            match parse_date(text, today) {
                Ok(day) => days.push(day),
                Err(problem) => return Some((index, problem.sentence())),
            }
        }
        (days.len() == 2 && days[1] < days[0])
            .then(|| (1, "Cette date vient avant la première.".to_owned()))
    })
    .explained(move |_, text| {
        let day = parse_date(text, today).ok();
        day.map(|day| format!("→ {}", typography::long_date(day)))
            .unwrap_or_default()
    })
}

/// Puts the values ticked for a facet into the filter.
pub(super) fn apply(facet: Facet, choices: &[Choice], filter: &mut Filter) {
    match facet {
        // Words are typed, not chosen.
        Facet::Words => {}
        Facet::Period => {
            filter.period = choices.iter().find_map(|choice| match choice {
                Choice::Period(period) => Some(*period),
                _ => None,
            });
        }
        Facet::List(list) => {
            *entries_mut(filter, list) = take(choices, |choice| match choice {
                Choice::Entry(id) => Some(*id),
                _ => None,
            });
        }
        Facet::Commune => {
            filter.communes = take(choices, |choice| match choice {
                Choice::Commune(commune) => Some(commune.clone()),
                _ => None,
            });
        }
        Facet::Publication => {
            filter.publications = take(choices, |choice| match choice {
                Choice::Publication(state) => Some(*state),
                _ => None,
            });
        }
        Facet::Attestation => {
            filter.attestations = take(choices, |choice| match choice {
                Choice::Attestation(state) => Some(*state),
                _ => None,
            });
        }
    }
}

fn take<T>(choices: &[Choice], each: impl Fn(&Choice) -> Option<T>) -> Vec<T> {
    choices.iter().filter_map(each).collect()
}
