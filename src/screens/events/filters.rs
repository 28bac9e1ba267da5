//! The filters of the list: the chips that show them, and the dialogs that choose them.

use std::rc::Rc;

use chrono::NaiveDate;

use super::Events;
use crate::domain::event::attestation::AttestationState;
use crate::domain::event::publication::Publication;
use crate::domain::listing::{Filter, Period, Query, Sort};
use crate::domain::record::{Field, FieldKind, Noun, Record, field};
use crate::domain::reference::{ListKind, References};
use crate::domain::text::fold::sort_key;
use crate::domain::text::typography;
use crate::domain::text::typography::quoted;
use crate::domain::time::calendar::school_year;
use crate::store::{CountedBy, Result};
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::effect::Effect;
use crate::ui::form::{Edited, RecordForm};
use crate::ui::session::Session;

/// A facet of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    Period,
    List(ListKind),
    Commune,
    Publication,
    Attestation,
}

/// A part of the filter, which can be removed alone.
pub(super) struct Chip {
    /// Its facet, `None` for words: values of one facet are alternatives.
    pub(super) facet: Option<Facet>,
    /// Its text.
    pub(super) label: String,
    /// The filter without it.
    pub(super) without: Filter,
}

/// Returns the parts of a filter, in the order of the facets.
pub(super) fn chips(filter: &Filter, references: &References) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |facet: Option<Facet>, label: String, remove: &dyn Fn(&mut Filter)| {
        let mut without = filter.clone();
        remove(&mut without);
        chips.push(Chip {
            facet,
            label,
            without,
        });
    };
    if let Some(period) = filter.period {
        chip(Some(Facet::Period), period_label(period), &|filter| {
            filter.period = None;
        });
    }
    for (name, list) in LISTS {
        for (index, &id) in entries(filter, list).iter().enumerate() {
            let label = format!("{name} {}", quoted(references.short_label(Some(id))));
            chip(Some(Facet::List(list)), label, &move |filter| {
                entries_mut(filter, list).remove(index);
            });
        }
    }
    for (index, commune) in filter.communes.iter().enumerate() {
        chip(Some(Facet::Commune), commune.clone(), &move |filter| {
            filter.communes.remove(index);
        });
    }
    for (index, state) in filter.publications.iter().enumerate() {
        chip(
            Some(Facet::Publication),
            state.label().to_owned(),
            &move |filter| {
                filter.publications.remove(index);
            },
        );
    }
    for (index, state) in filter.attestations.iter().enumerate() {
        let label = format!("attestation {}", state.label());
        chip(Some(Facet::Attestation), label, &move |filter| {
            filter.attestations.remove(index);
        });
    }
    if !filter.words.trim().is_empty() {
        let label = quoted(filter.words.trim());
        chip(None, label, &|filter| filter.words.clear());
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

/// Returns a period in words: « à venir », « année scolaire 2025-2026 », « du 1er sept. au 31 déc. ».
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

/// An item of the list of facets.
#[derive(Clone, PartialEq)]
enum FacetChoice {
    /// Removes a part of the filter, and keeps this rest of it.
    Without(Box<Filter>),
    /// Chooses the values of a facet.
    Values(Facet),
}

/// Asks for a facet to filter by; the active filters come first, to be removed.
pub(super) fn facets(filter: &Filter, references: &References) -> Effect {
    let chips = chips(filter, references).into_iter();
    let off = chips.map(|chip| {
        let choice = FacetChoice::Without(Box::new(chip.without));
        Item::new(choice, format!("× {}", chip.label)).hint("enlever")
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
    let facets = facets.map(|(facet, label)| Item::new(FacetChoice::Values(facet), label));
    Effect::open(Picker::pick(
        "Filtrer par",
        open_at(off.chain(facets), &FacetChoice::Values(Facet::Period)),
        |list: &mut Events, session, choice| match choice {
            FacetChoice::Without(filter) => list.refilter(|present| *present = *filter, session),
            FacetChoice::Values(facet) => Ok(vec![values(facet, list, session)?]),
        },
    ))
}

/// Asks for the values of a facet, the active ones ticked; each has the count of events that the rest of
/// the filter leaves it.
fn values(facet: Facet, list: &Events, session: &Session) -> Result<Effect> {
    let filter = &list.query().filter;
    let (store, moment) = (&session.store, session.moment());
    let mut rest = filter.clone();
    Ok(match facet {
        Facet::Period => periods(session),
        Facet::List(kind) => {
            entries_mut(&mut rest, kind).clear();
            let counts = store.counts(CountedBy::List(kind), &rest, moment)?;
            let chosen = entries(filter, kind);
            let items = session
                .references
                .all(kind)
                .filter(|entry| !entry.retired || chosen.contains(&entry.id));
            let items = items.map(|entry| {
                let count = counts.get(&entry.id.to_string()).copied();
                Item::new(entry.id, &entry.label)
                    .counted(count.unwrap_or(0))
                    .ticked(chosen.contains(&entry.id))
            });
            ticks(kind.label(), items.collect(), list, move |filter, ids| {
                *entries_mut(filter, kind) = ids;
            })
        }
        Facet::Commune => {
            rest.communes.clear();
            let counts = store.counts(CountedBy::Commune, &rest, moment)?;
            let items = store.communes()?.into_iter().map(|commune| {
                let count = counts.get(&sort_key(&commune)).copied();
                let ticked = filter.communes.contains(&commune);
                Item::new(commune.clone(), commune)
                    .counted(count.unwrap_or(0))
                    .ticked(ticked)
            });
            ticks("Commune", items.collect(), list, |filter, communes| {
                filter.communes = communes;
            })
        }
        Facet::Publication => {
            let items = Publication::ALL.into_iter().map(|state| {
                rest.publications = vec![state];
                let label = format!("{} {}", state.sign(), state.label());
                let ticked = filter.publications.contains(&state);
                counted(Item::new(state, label).ticked(ticked), &rest, session)
            });
            let items = items.collect::<Result<_>>()?;
            ticks("Publication", items, list, |filter, states| {
                filter.publications = states;
            })
        }
        Facet::Attestation => {
            let items = AttestationState::ALL.into_iter().map(|state| {
                rest.attestations = vec![state];
                let label = format!("{} {}", state.sign(), state.label());
                let ticked = filter.attestations.contains(&state);
                counted(Item::new(state, label).ticked(ticked), &rest, session)
            });
            let items = items.collect::<Result<_>>()?;
            ticks("Attestation", items, list, |filter, states| {
                filter.attestations = states;
            })
        }
    })
}

/// Adds to an item how many events a filter shows.
fn counted<T>(item: Item<T>, filter: &Filter, session: &Session) -> Result<Item<T>> {
    let query = Query {
        filter: filter.clone(),
        sort: Sort::default(),
    };
    let count = session.store.count(&query, session.moment())?;
    Ok(item.counted(count))
}

/// Asks for the values of a facet; each tick filters the list at once.
fn ticks<T: Clone + PartialEq + 'static>(
    title: &str,
    items: Vec<Item<T>>,
    list: &Events,
    set: impl Fn(&mut Filter, Vec<T>) + 'static,
) -> Effect {
    let before = Rc::new(list.snapshot());
    let present = Rc::clone(&before);
    Effect::open(Picker::tick(
        title,
        items,
        move |list: &mut Events, session, values| {
            list.marks.clone_from(&present.marks);
            list.refilter(|filter| set(filter, values), session)
        },
        move |list: &mut Events, session| list.restore(&before, session),
    ))
}

/// An item of the list of periods.
#[derive(Clone, PartialEq)]
enum PeriodChoice {
    Within(Period),
    Between,
    All,
}

fn periods(session: &Session) -> Effect {
    let year = school_year(session.today()).starts_in();
    let mut items: Vec<Item<PeriodChoice>> = [
        (Period::Upcoming, "À venir".to_owned()),
        (Period::Past, "Passés".to_owned()),
        (Period::ThisMonth, "Ce mois".to_owned()),
        (
            Period::ThisSchoolYear,
            format!("Cette année scolaire ({year}-{})", year + 1),
        ),
    ]
    .into_iter()
    .map(|(period, label)| Item::new(PeriodChoice::Within(period), label))
    .collect();
    items.extend((1..=5).map(|back| {
        let year = year - back;
        let label = format!("Année scolaire {year}-{}", year + 1);
        Item::new(PeriodChoice::Within(Period::SchoolYear(year)), label)
    }));
    items.push(Item::new(PeriodChoice::Between, "Du… au…"));
    items.push(Item::new(PeriodChoice::All, "Toutes les dates"));
    Effect::open(Picker::pick(
        "Période",
        items,
        |list: &mut Events, session, dates| match dates {
            PeriodChoice::Within(period) => {
                list.refilter(|filter| filter.period = Some(period), session)
            }
            PeriodChoice::Between => Ok(vec![between(list.query().filter.period, session)]),
            PeriodChoice::All => list.refilter(|filter| filter.period = None, session),
        },
    ))
}

/// Asks for the first and last day of a period.
fn between(present: Option<Period>, session: &Session) -> Effect {
    let (from, to) = match present {
        Some(Period::Between(from, to)) => (from, to),
        _ => (None, None),
    };
    let text = "Chaque date comprise\u{202f}; l’une des deux peut manquer.";
    let span = Span { from, to };
    let edited = Edited::asked(span, |list: &mut Events, session, span: Span| {
        let period = Period::Between(span.from, span.to);
        list.refilter(|filter| filter.period = Some(period), session)
    });
    Effect::open(RecordForm::new(("Du… au…", text), edited, session))
}

/// The days of a period, both included.
#[derive(Clone, Default, PartialEq)]
struct Span {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Record for Span {
    const NOUN: Noun = Noun {
        one: "période",
        several: "périodes",
        feminine: true,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(from, "Du", FieldKind::Date),
        field!(to, "Au", FieldKind::Date),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        let is_wrong = self.to.is_some() && self.to < self.from;
        let sentence = "Cette date vient avant la première.";
        is_wrong
            .then(|| ("to", sentence.to_owned()))
            .into_iter()
            .collect()
    }
}
