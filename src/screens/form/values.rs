//! What was typed in the form, and the event it makes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::event::{EventContent, EventVenue, Field};
use crate::domain::id::EntryId;
use crate::domain::reference::ListKind;
use crate::domain::text::typography;
use crate::domain::time::typed_date::{parse_date, parse_end, parse_time};

/// How a field is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Lines,
    List(ListKind),
    Flag,
}

/// How `field` is filled.
pub(super) fn kind(field: Field) -> Kind {
    match field {
        Field::Category => Kind::List(ListKind::Category),
        Field::Theme | Field::SecondTheme => Kind::List(ListKind::Theme),
        Field::Audience => Kind::List(ListKind::Audience),
        Field::VenueKind => Kind::List(ListKind::VenueKind),
        Field::Description | Field::Notes => Kind::Lines,
        Field::ChildrenWelcome => Kind::Flag,
        _ => Kind::Line,
    }
}

/// What was typed and chosen, as it was, understood or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    texts: BTreeMap<Field, String>,
    entries: BTreeMap<Field, EntryId>,
    pub(super) children: bool,
}

impl Values {
    /// The values of an event.
    pub(super) fn of(content: &EventContent) -> Self {
        let mut values = Self {
            children: content.children_welcome,
            ..Self::default()
        };
        for (field, text) in [
            (Field::Title, content.title.clone()),
            (Field::VenueName, content.venue.name.clone()),
            (Field::Address, content.venue.address.clone()),
            (Field::Postcode, content.venue.postcode.clone()),
            (Field::Commune, content.venue.commune.clone()),
            (
                Field::Date,
                content.date.map(typography::long_date).unwrap_or_default(),
            ),
            (
                Field::Starts,
                content.starts.map(typography::hour).unwrap_or_default(),
            ),
            (
                Field::Ends,
                content.ends.map(typography::hour).unwrap_or_default(),
            ),
            (
                Field::Seats,
                content
                    .seats
                    .map(|seats| seats.to_string())
                    .unwrap_or_default(),
            ),
            (Field::SignupLink, content.signup_link.clone()),
            (Field::Description, content.description.clone()),
            (Field::Notes, content.notes.clone()),
        ] {
            values.set_text(field, text);
        }
        for (field, entry) in [
            (Field::Category, content.category),
            (Field::Theme, content.theme),
            (Field::SecondTheme, content.second_theme),
            (Field::Audience, content.audience),
            (Field::VenueKind, content.venue.kind),
        ] {
            values.set_entry(field, entry);
        }
        values
    }

    pub(super) fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    pub(super) fn set_text(&mut self, field: Field, text: String) {
        if text.is_empty() {
            self.texts.remove(&field);
        } else {
            self.texts.insert(field, text);
        }
    }

    pub(super) fn entry(&self, field: Field) -> Option<EntryId> {
        self.entries.get(&field).copied()
    }

    pub(super) fn set_entry(&mut self, field: Field, entry: Option<EntryId>) {
        match entry {
            Some(entry) => self.entries.insert(field, entry),
            None => self.entries.remove(&field),
        };
    }

    /// Whether a field says something.
    pub(super) fn has(&self, field: Field) -> bool {
        match kind(field) {
            Kind::List(_) => self.entry(field).is_some(),
            Kind::Flag => self.children,
            Kind::Line | Kind::Lines => !self.text(field).trim().is_empty(),
        }
    }

    /// Whether a field says the same in both.
    pub(super) fn same(&self, other: &Self, field: Field) -> bool {
        match kind(field) {
            Kind::List(_) => self.entry(field) == other.entry(field),
            Kind::Flag => self.children == other.children,
            Kind::Line | Kind::Lines => self.text(field) == other.text(field),
        }
    }

    /// Takes what a field says elsewhere.
    pub(super) fn take(&mut self, field: Field, from: &Self) {
        match kind(field) {
            Kind::List(_) => self.set_entry(field, from.entry(field)),
            Kind::Flag => self.children = from.children,
            Kind::Line | Kind::Lines => self.set_text(field, from.text(field).to_owned()),
        }
    }

    pub(super) fn set_venue(&mut self, venue: &EventVenue) {
        self.set_entry(Field::VenueKind, venue.kind);
        self.set_text(Field::VenueName, venue.name.clone());
        self.set_text(Field::Address, venue.address.clone());
        self.set_text(Field::Postcode, venue.postcode.clone());
        self.set_text(Field::Commune, venue.commune.clone());
    }

    /// What the next of many alike events keeps: place, type, themes, public, hours and places.
    pub(super) fn for_the_next(&self) -> Self {
        let mut next = self.clone();
        for field in [
            Field::Title,
            Field::Date,
            Field::Description,
            Field::Notes,
            Field::SignupLink,
        ] {
            next.texts.remove(&field);
        }
        next
    }

    /// The event that the values make, and a sentence for each that could not be understood.
    pub(super) fn content(&self, today: NaiveDate) -> (EventContent, Vec<(Field, String)>) {
        let mut problems = Vec::new();
        let text = |field: Field| self.text(field).trim().to_owned();
        let typed = |field: Field| Some(text(field)).filter(|text| !text.is_empty());
        let date = typed(Field::Date).and_then(|text| {
            let date = parse_date(&text, today);
            date.map_err(|problem| problems.push((Field::Date, problem.sentence())))
                .ok()
        });
        let starts = typed(Field::Starts).and_then(|text| {
            let time = parse_time(&text);
            time.map_err(|problem| problems.push((Field::Starts, problem.sentence())))
                .ok()
        });
        let ends = typed(Field::Ends).and_then(|text| {
            let time = parse_end(&text, starts);
            time.map_err(|problem| problems.push((Field::Ends, problem.sentence())))
                .ok()
        });
        let seats = typed(Field::Seats).and_then(|text| {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let sentence = || "Un nombre entier, par exemple 12.".to_owned();
            let seats = digits.parse();
            seats
                .map_err(|_| problems.push((Field::Seats, sentence())))
                .ok()
        });
        let content = EventContent {
            title: text(Field::Title),
            category: self.entry(Field::Category),
            theme: self.entry(Field::Theme),
            second_theme: self.entry(Field::SecondTheme),
            audience: self.entry(Field::Audience),
            description: self.text(Field::Description).trim_end().to_owned(),
            venue: EventVenue {
                kind: self.entry(Field::VenueKind),
                name: text(Field::VenueName),
                address: text(Field::Address),
                postcode: text(Field::Postcode),
                commune: text(Field::Commune),
            },
            date,
            starts,
            ends,
            seats,
            children_welcome: self.children,
            signup_link: text(Field::SignupLink),
            notes: self.text(Field::Notes).trim_end().to_owned(),
        };
        for problem in content.problems() {
            let field = problem.field();
            if problems.iter().all(|(known, _)| *known != field) {
                problems.push((field, problem.sentence().to_owned()));
            }
        }
        (content, problems)
    }

    /// What was understood of a date or an hour, in full, then in fewer words; nothing where what
    /// is typed says it all.
    pub(super) fn understood(&self, field: Field, today: NaiveDate) -> Vec<String> {
        let (content, _) = self.content(today);
        let typed = self.text(field);
        match (field, content.date) {
            (Field::Date, Some(date)) => {
                let (day, far) = (
                    typography::long_date(date),
                    typography::relative_day(date, today),
                );
                if day == typed {
                    vec![far]
                } else {
                    vec![format!("{day}, {far}"), day]
                }
            }
            (Field::Starts | Field::Ends, _) => {
                let time = match field {
                    Field::Starts => content.starts,
                    _ => content.ends,
                };
                let told = time.map(typography::hour).filter(|told| told != typed);
                told.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn typed(pairs: &[(Field, &str)]) -> Values {
        let mut values = Values::default();
        for (field, text) in pairs {
            values.set_text(*field, (*text).to_owned());
        }
        values
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let values = typed(&[
            (Field::Date, "31/02"),
            (Field::Starts, "25h"),
            (Field::Seats, "beaucoup"),
            (Field::SignupLink, "exemple"),
        ]);
        let (_, problems) = values.content(today());
        let fields: Vec<Field> = problems.into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                Field::Date,
                Field::Starts,
                Field::Seats,
                Field::Title,
                Field::SignupLink
            ]
        );
    }

    #[test]
    fn what_was_understood_is_said_in_full() {
        let values = typed(&[
            (Field::Date, "+3"),
            (Field::Starts, "1830"),
            (Field::Ends, "+90"),
        ]);
        let said = |field| values.understood(field, today()).remove(0);
        assert_eq!(said(Field::Date), "ven. 27 nov. 2026, dans 3 jours");
        assert_eq!(said(Field::Starts), "18\u{202f}h\u{202f}30");
        assert_eq!(said(Field::Ends), "20\u{202f}h");
    }

    #[test]
    fn the_next_of_many_alike_keeps_what_they_share() {
        let values = typed(&[
            (Field::Title, "Un"),
            (Field::Date, "+3"),
            (Field::Starts, "18h"),
            (Field::Commune, "Laon"),
        ]);
        let next = values.for_the_next();
        assert_eq!((next.text(Field::Title), next.text(Field::Date)), ("", ""));
        assert_eq!(
            (next.text(Field::Starts), next.text(Field::Commune)),
            ("18h", "Laon")
        );
    }

    proptest! {
        #[test]
        fn the_values_of_an_event_make_it_again(
            title in "[a-zé]{1,8}", days in 0i64..2_000, minutes in proptest::option::of(0u32..1439), seats in proptest::option::of(0u32..10_000)
        ) {
            let content = EventContent {
                title,
                date: today().checked_add_signed(chrono::TimeDelta::days(days)),
                starts: minutes.and_then(|minutes| chrono::NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)),
                seats,
                ..EventContent::default()
            };
            let (again, problems) = Values::of(&content).content(today());
            prop_assert_eq!(again, content);
            prop_assert!(problems.is_empty());
        }
    }
}
