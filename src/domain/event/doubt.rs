//! What is doubtful in an attestation, and asked about before it is saved.

use chrono::{DateTime, Utc};

use super::Event;
use super::publication::Publication;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;

/// Something doubtful in an attestation: the mediator is asked once, and can save it anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The event is cancelled.
    Cancelled,
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
}

impl Doubt {
    /// Returns what is doubtful in `attendees` declared for an event at `now`.
    pub fn of(event: &Event, attendees: u32, now: DateTime<Utc>) -> Vec<Self> {
        let mut doubts = Vec::new();
        if event.publication == Publication::Cancelled {
            doubts.push(Self::Cancelled);
        }
        if event.ends_at.is_none_or(|ends| ends > now) {
            doubts.push(Self::NotOver);
        }
        match event.content.seats {
            Some(seats) if attendees > seats => doubts.push(Self::AboveSeats { attendees, seats }),
            _ => {}
        }
        if attendees == 0 {
            doubts.push(Self::Nobody);
        }
        doubts
    }

    /// Returns the sentence to show.
    pub fn sentence(self) -> String {
        match self {
            Self::Cancelled => "L’événement est annulé.".to_owned(),
            Self::NotOver => "L’événement n’est pas encore terminé.".to_owned(),
            // The number may be a typing error: the sentence repeats it.
            Self::AboveSeats { attendees, seats } => {
                let attendees = typography::count(attendees.into(), "présent", "présents");
                let seats = typography::count(seats.into(), "place", "places");
                format!("{attendees} pour {seats}{NARROW}?")
            }
            Self::Nobody => "Personne n’est venu.".to_owned(),
        }
    }
}
