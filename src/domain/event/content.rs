//! What the mediator writes about an event: its fields, what is wrong or missing, and its copies.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::field::EventField;
use crate::domain::id::EntryId;

/// The largest number of places that is accepted.
pub const MAX_SEATS: u32 = 10_000;

/// Where an event takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct EventVenue {
    /// Typologie du lieu.
    pub kind: Option<EntryId>,
    /// Nom du lieu: « Jean Jaurès » for a school.
    pub name: String,
    /// Street address.
    pub address: String,
    /// Postcode, kept as text: it may begin with a zero.
    pub postcode: String,
    /// Commune.
    pub commune: String,
}

/// What the mediator writes about an event, and all that a clone, a model or a series receives.
///
/// Publication, attestation and checklist are not here, so that they can't be copied (memento, IV.4,
/// « À noter »).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventContent {
    /// Titre: the only field a draft needs.
    pub title: String,
    /// Type d'événement.
    pub category: Option<EntryId>,
    /// Thématique principale.
    pub theme: Option<EntryId>,
    /// Thématique secondaire, never the same as the main one.
    pub second_theme: Option<EntryId>,
    /// Public cible.
    pub audience: Option<EntryId>,
    /// Description, of several lines.
    pub description: String,
    /// Lieu.
    pub venue: EventVenue,
    /// Civil date, in the event's own time zone.
    pub date: Option<NaiveDate>,
    /// The day it ends, where neither its date nor its hours say it: [`EventContent::ends_on`].
    pub end_date: Option<NaiveDate>,
    /// Hour of the beginning.
    pub starts: Option<NaiveTime>,
    /// Hour of the end.
    pub ends: Option<NaiveTime>,
    /// Nombre de places.
    pub seats: Option<u32>,
    /// Whether parents may come with their children.
    pub children_welcome: bool,
    /// Where parents sign up.
    pub signup_link: String,
    /// Notes for the mediator alone.
    pub notes: String,
}

/// What is wrong with a field; the event can't be saved with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentProblem {
    /// The title is empty.
    #[error("no title")]
    NoTitle,
    /// The two themes are the same.
    #[error("same theme twice")]
    SameThemeTwice,
    /// The end is not after the beginning.
    #[error("ends before it starts")]
    EndsBeforeItStarts,
    /// The end date is before the date.
    #[error("ends on a day before it starts")]
    EndsOnADayBefore,
    /// There is an end without a beginning.
    #[error("end without start")]
    EndWithoutStart,
    /// More places than [`MAX_SEATS`].
    #[error("too many seats")]
    TooManySeats,
    /// Not the address of a web page.
    #[error("not a link")]
    NotALink,
    /// Not five digits.
    #[error("not a postcode")]
    NotAPostcode,
}

impl ContentProblem {
    /// Returns the field it is about.
    pub fn field(self) -> EventField {
        match self {
            Self::NoTitle => EventField::Title,
            Self::SameThemeTwice => EventField::SecondTheme,
            Self::EndsOnADayBefore => EventField::Date,
            Self::EndsBeforeItStarts | Self::EndWithoutStart => EventField::Ends,
            Self::TooManySeats => EventField::Seats,
            Self::NotALink => EventField::SignupLink,
            Self::NotAPostcode => EventField::Postcode,
        }
    }

    /// Returns the sentence to show at the field.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoTitle => "Un titre est nécessaire pour enregistrer l’événement.",
            Self::SameThemeTwice => "La thématique secondaire est la même que la principale.",
            Self::EndsBeforeItStarts => "L’événement finit avant de commencer.",
            Self::EndsOnADayBefore => "Le dernier jour est avant le premier.",
            Self::EndWithoutStart => "L’heure de fin est donnée sans l’heure de début.",
            Self::TooManySeats => "Pas plus de 10\u{202f}000 places.",
            Self::NotALink => {
                "Un lien commence par https://, par exemple https://exemple.fr/inscription."
            }
            Self::NotAPostcode => "Un code postal a cinq chiffres, par exemple 25000.",
        }
    }
}

impl EventContent {
    /// Returns what the title says besides its type, whose label is `category`: « Grandir avec les écrans » of
    /// « Café des parents – Grandir avec les écrans ».
    pub fn title_without(&self, category: &str) -> &str {
        const SEPARATORS: [&str; 4] = [" – ", " - ", "\u{202f}: ", " : "];
        let rest = self
            .title
            .strip_prefix(category)
            .filter(|_| !category.is_empty());
        let rest = rest.and_then(|rest| {
            let mut rests = SEPARATORS.iter().map(|between| rest.strip_prefix(between));
            rests.find_map(|rest| rest.filter(|rest| !rest.is_empty()))
        });
        rest.unwrap_or(&self.title)
    }

    /// Returns what prevents the event from being saved; a draft needs a title, and no contradiction.
    pub fn problems(&self) -> Vec<ContentProblem> {
        let mut problems = Vec::new();
        if self.title.trim().is_empty() {
            problems.push(ContentProblem::NoTitle);
        }
        if self.theme.is_some() && self.theme == self.second_theme {
            problems.push(ContentProblem::SameThemeTwice);
        }
        if self
            .date
            .is_some_and(|date| self.end_date.is_some_and(|end| end < date))
        {
            problems.push(ContentProblem::EndsOnADayBefore);
        }
        match self.schedule().duration() {
            Some(duration) if duration <= TimeDelta::zero() => {
                problems.push(ContentProblem::EndsBeforeItStarts)
            }
            None if self.ends.is_some() => problems.push(ContentProblem::EndWithoutStart),
            _ => {}
        }
        if self.seats.is_some_and(|seats| seats > MAX_SEATS) {
            problems.push(ContentProblem::TooManySeats);
        }
        if !self.signup_link.is_empty() && !is_link(&self.signup_link) {
            problems.push(ContentProblem::NotALink);
        }
        let postcode = &self.venue.postcode;
        if !postcode.is_empty()
            && (postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()))
        {
            problems.push(ContentProblem::NotAPostcode);
        }
        problems
    }

    /// Returns the content of a copy of this event at another date: all but its signup link (memento,
    /// IV.4, « À noter »).
    pub fn copied_to(&self, date: Option<NaiveDate>) -> Self {
        Self {
            date,
            end_date: self.end_date_from(date),
            signup_link: String::new(),
            ..self.clone()
        }
    }

    /// Returns the content of a clone made on `today`: a week after an event to come; for a past one, on
    /// the same day of the week in the coming days. Hours are civil: a change of clocks moves nothing.
    pub fn cloned_on(&self, today: NaiveDate) -> Self {
        let date = self.date.and_then(|date| {
            if date >= today {
                return date.checked_add_days(Days::new(7));
            }
            let ahead = u64::from(date.weekday().days_since(today.weekday()));
            today.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead }))
        });
        self.copied_to(date)
    }

    /// Returns the fields that the national site requires and that are empty.
    pub fn missing(&self) -> Vec<EventField> {
        EventField::REQUIRED
            .into_iter()
            .filter(|&field| !self.has(field))
            .collect()
    }

    /// Whether the field is filled.
    pub fn has(&self, field: EventField) -> bool {
        !(field.definition().get)(self).is_blank()
    }
}

/// Whether `text` can be the address of a web page: http(s), a host, no white space.
pub fn is_link(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.starts_with(['/', '.', '?', '#'])
            && host.contains('.')
            && !host.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_goes_a_week_later_or_to_the_coming_days() {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        for (date, clone) in [
            ("2026-11-24", "2026-12-01"),
            ("2026-12-10", "2026-12-17"),
            ("2026-11-23", "2026-11-30"),
            ("2026-11-17", "2026-12-01"),
            ("2025-06-05", "2026-11-26"),
        ] {
            let event = EventContent {
                date: date.parse().ok(),
                signup_link: "https://exemple.fr".to_owned(),
                ..EventContent::default()
            };
            let copy = event.cloned_on(today);
            assert_eq!(copy.date, clone.parse().ok(), "{date}");
            assert!(copy.signup_link.is_empty());
        }
        assert_eq!(EventContent::default().cloned_on(today).date, None);
    }

    #[test]
    fn a_clone_lasts_as_many_days() {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let mut event = EventContent {
            date: "2026-12-30".parse().ok(),
            end_date: "2027-01-02".parse().ok(),
            ..EventContent::default()
        };
        let copy = event.cloned_on(today);
        assert_eq!(copy.date, "2027-01-06".parse().ok());
        assert_eq!(copy.end_date, "2027-01-09".parse().ok());
        assert_eq!(event.copied_to(None).end_date, None);
        event.date = None;
        assert_eq!(event.copied_to(Some(today)).end_date, None);
    }

    #[test]
    fn an_end_is_after_the_beginning_on_its_own_day() {
        let problems = |date: &str, end: &str, starts: u32, ends: u32| {
            let event = EventContent {
                title: "Veillée".to_owned(),
                date: date.parse().ok(),
                end_date: end.parse().ok(),
                starts: NaiveTime::from_hms_opt(starts, 0, 0),
                ends: NaiveTime::from_hms_opt(ends, 0, 0),
                ..EventContent::default()
            };
            event.problems()
        };
        assert_eq!(problems("2026-12-03", "", 22, 1), []);
        assert_eq!(problems("", "", 22, 1), []);
        assert_eq!(problems("2026-12-03", "2026-12-04", 18, 17), []);
        let before = [ContentProblem::EndsBeforeItStarts];
        assert_eq!(problems("2026-12-03", "", 18, 17), before);
        assert_eq!(problems("2026-12-03", "", 18, 18), before);
        let before = [ContentProblem::EndsOnADayBefore];
        assert_eq!(problems("2026-12-03", "2026-12-02", 18, 20), before);
    }

    #[test]
    fn the_clone_of_a_clone_is_that_clone_but_for_the_date() {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let event = EventContent {
            title: "Café".to_owned(),
            date: Some(today),
            starts: NaiveTime::from_hms_opt(18, 0, 0),
            seats: Some(12),
            ..EventContent::default()
        };
        let once = event.cloned_on(today);
        let twice = once.cloned_on(today);
        assert_eq!(twice.copied_to(once.date), once);
    }
}
