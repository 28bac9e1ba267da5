//! The attestation: who came, declared after the event, on which payment depends.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::publication::Publication;

/// The most people one event can have had, whatever the keyboard says.
pub const MOST_ATTENDEES: u32 = 10_000;

/// Attendance declared for one event. It belongs to that event alone: nothing in
/// [`EventContent`](crate::domain::event::EventContent), which is all that a clone receives, can hold one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// How many came; for parents/enfants, both together (memento, IV.4).
    pub attendees: u32,
    /// Answers to the further questions, by the question's identifier.
    pub answers: BTreeMap<String, String>,
    /// A remark of the mediator's own.
    pub remark: String,
    /// When it was first filled.
    pub filled_at: DateTime<Utc>,
    /// The day it was entered on the national site, if it was.
    pub transmitted_on: Option<NaiveDate>,
}

/// Where the attestation of an event stands: derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AttestationState {
    /// The event is over and nothing was declared.
    #[serde(rename = "a-remplir")]
    ToFill,
    /// The event is not over yet, or has no date.
    #[serde(rename = "a-venir")]
    Upcoming,
    /// Declared in Carnet, not yet on the national site.
    #[serde(rename = "remplie")]
    Filled,
    /// Declared on the national site too.
    #[serde(rename = "transmise")]
    Transmitted,
    /// The event is cancelled: none is due.
    #[serde(rename = "sans-objet")]
    NotDue,
}

impl AttestationState {
    /// Every state, in the order of the column: what awaits the mediator first.
    pub const ALL: [Self; 5] = [
        Self::ToFill,
        Self::Upcoming,
        Self::Filled,
        Self::Transmitted,
        Self::NotDue,
    ];

    /// Derives the state. `ends` is the event's end, `None` while it has no date.
    pub fn derive(
        publication: Publication,
        ends: Option<DateTime<Utc>>,
        filled: bool,
        transmitted: bool,
        now: DateTime<Utc>,
    ) -> Self {
        if transmitted {
            Self::Transmitted
        } else if filled {
            Self::Filled
        } else if publication == Publication::Cancelled {
            Self::NotDue
        } else if ends.is_some_and(|ends| ends <= now) {
            Self::ToFill
        } else {
            Self::Upcoming
        }
    }

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::ToFill => "à remplir",
            Self::Upcoming => "à venir",
            Self::Filled => "remplie",
            Self::Transmitted => "transmise",
            Self::NotDue => "sans objet",
        }
    }

    /// The sign beside the words.
    pub fn sign(self) -> &'static str {
        match self {
            Self::ToFill => "!",
            Self::Upcoming => "·",
            Self::Filled => "✓",
            Self::Transmitted => "✔",
            Self::NotDue => "–",
        }
    }

    /// Reads the words back, accents and case aside.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = crate::domain::fold::sort_key(text);
        Self::ALL
            .into_iter()
            .find(|state| crate::domain::fold::sort_key(state.label()) == typed)
    }
}
