//! What is doubtful in an attestation: the one rule of every way to declare it. A form asks before it is
//! saved, a command refuses without `--oui`, an import leaves it out unless it is confirmed.

use chrono::{DateTime, NaiveDate, Utc};

use super::attestation::Attestation;
use super::publication::Publication;
use super::{Event, EventContent};
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;

/// Something doubtful in an attestation: the mediator is asked once, and can save it anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The event is cancelled.
    Cancelled,
    /// The event has no date.
    NoDate,
    /// The event is not over.
    NotOver,
    /// More people than places.
    AboveSeats {
        /// Those who came.
        attendees: u32,
        /// The places.
        seats: u32,
    },
    /// Nobody came.
    Nobody,
    /// Entered on the national site before the day of the event.
    TransmittedBefore(NaiveDate),
    /// Entered on the national site while the event went on.
    TransmittedDuring(NaiveDate),
}

/// The event that an attestation is declared for.
#[derive(Clone, Copy, Debug)]
pub struct Attested<'e> {
    /// Its content.
    pub content: &'e EventContent,
    /// Its state on the national site.
    pub publication: Publication,
    /// The instant it ends, `None` while it has no date.
    pub ends_at: Option<DateTime<Utc>>,
    /// The attestation declared before, if any.
    pub before: Option<&'e Attestation>,
}

impl<'e> From<&'e Event> for Attested<'e> {
    fn from(event: &'e Event) -> Self {
        Self {
            content: &event.content,
            publication: event.publication,
            ends_at: event.ends_at,
            before: event.attestation.as_ref(),
        }
    }
}

impl Doubt {
    /// Returns what is doubtful in declaring `after` at `now`: in the attendance when it is new or another
    /// than before, in the day of transmission when that is.
    pub fn of(event: Attested<'_>, after: &Attestation, now: DateTime<Utc>) -> Vec<Self> {
        let mut doubts = Vec::new();
        let (attendees, content) = (after.attendees, event.content);
        if event.before.map(|before| before.attendees) != Some(attendees) {
            if event.publication == Publication::Cancelled {
                doubts.push(Self::Cancelled);
            }
            match event.ends_at {
                None => doubts.push(Self::NoDate),
                Some(ends) if ends > now => doubts.push(Self::NotOver),
                Some(_) => {}
            }
            match content.seats {
                Some(seats) if attendees > seats => {
                    doubts.push(Self::AboveSeats { attendees, seats });
                }
                _ => {}
            }
            if attendees == 0 {
                doubts.push(Self::Nobody);
            }
        }
        let transmitted_before = event.before.and_then(|before| before.transmitted_on);
        if let (Some(day), Some(date)) = (after.transmitted_on, content.date)
            && content.ends_on().is_some_and(|last| day < last)
            && transmitted_before != Some(day)
        {
            let day = match day < date {
                true => Self::TransmittedBefore(day),
                false => Self::TransmittedDuring(day),
            };
            doubts.push(day);
        }
        doubts
    }

    /// Returns the sentences to show.
    pub fn sentences(doubts: &[Self]) -> Vec<String> {
        doubts.iter().map(|doubt| doubt.sentence()).collect()
    }

    fn sentence(self) -> String {
        let end = match self {
            // The number may be a typing error: the sentence repeats it.
            Self::AboveSeats { .. } => format!("{NARROW}?"),
            _ => ".".to_owned(),
        };
        typography::capitalised(&self.clause()) + &end
    }

    /// Returns what is doubtful in a clause.
    fn clause(self) -> String {
        match self {
            Self::Cancelled => "l’événement est annulé".to_owned(),
            Self::NoDate => "l’événement n’a pas de date".to_owned(),
            Self::NotOver => "l’événement n’est pas encore terminé".to_owned(),
            Self::AboveSeats { attendees, seats } => {
                let attendees = typography::count(attendees.into(), "présent", "présents");
                let seats = typography::count(seats.into(), "place", "places");
                format!("{attendees} pour {seats}")
            }
            Self::Nobody => "personne n’est venu".to_owned(),
            Self::TransmittedBefore(day) => format!(
                "transmise le {}, avant l’événement",
                typography::full_date(day)
            ),
            Self::TransmittedDuring(day) => format!(
                "transmise le {}, avant la fin de l’événement",
                typography::full_date(day)
            ),
        }
    }

    /// Returns all that is doubtful in one clause: « l’événement n’a pas de date et personne n’est venu ».
    pub fn clauses(doubts: &[Self]) -> String {
        let clauses: Vec<String> = doubts.iter().map(|doubt| doubt.clause()).collect();
        typography::list(&clauses)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_attestation_is_not_transmitted_before_the_last_day() {
        let content = EventContent {
            date: "2026-12-03".parse().ok(),
            end_date: "2026-12-05".parse().ok(),
            ..EventContent::default()
        };
        let event = Attested {
            content: &content,
            publication: Publication::Published,
            ends_at: None,
            before: None,
        };
        let now = "2026-12-06T10:00:00Z".parse().unwrap();
        for (day, doubt) in [
            (
                "2026-12-02",
                "transmise le mercredi 2 décembre 2026, avant l’événement",
            ),
            (
                "2026-12-04",
                "transmise le vendredi 4 décembre 2026, avant la fin de l’événement",
            ),
            ("2026-12-05", ""),
        ] {
            let mut attestation =
                Attestation::declared(None, 9, Default::default(), String::new(), now);
            attestation.transmitted_on = day.parse().ok();
            let doubts = Doubt::of(event, &attestation, now);
            let about_day = doubts.iter().filter(|doubt| **doubt != Doubt::NoDate);
            let said: Vec<String> = about_day.map(|doubt| doubt.clause()).collect();
            assert_eq!(said.join(", "), doubt);
        }
    }
}
