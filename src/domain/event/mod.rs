//! An event: one animation for parents or mediators.

pub mod announced;
pub mod attestation;
pub mod checklist;
mod content;
pub mod doubt;
mod field;
pub mod publication;
pub mod series;

use chrono::{DateTime, NaiveDate, Utc};

use super::id::{EventId, SeriesId};
use announced::{Announced, DetailChange};
use attestation::{Attestation, AttestationState};
pub use content::{ContentProblem, EventContent, EventVenue, MAX_SEATS, is_link};
pub use field::Field;
use publication::Publication;

/// An event of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name in every store.
    pub id: EventId,
    /// Grows with each change: a save that read an older one is refused.
    pub revision: u32,
    /// When it was first saved.
    pub created_at: DateTime<Utc>,
    /// When it was last saved.
    pub modified_at: DateTime<Utc>,
    /// What the mediator wrote.
    pub content: EventContent,
    /// Where it stands on the national site.
    pub publication: Publication,
    /// Its page on the national site, once published.
    pub public_link: String,
    /// The day it was entered on the national site, if it was.
    pub submitted_on: Option<NaiveDate>,
    /// The series it is a member of.
    pub series: Option<SeriesId>,
    /// What the national site says of it, where it was changed since it was entered there.
    pub site_snapshot: Option<Announced>,
    /// The instant it ends, `None` while it has no date.
    pub ends_at: Option<DateTime<Utc>>,
    /// What was declared afterwards.
    pub attestation: Option<Attestation>,
}

impl Event {
    /// Returns what contacts would be told of it now.
    pub fn announced(&self) -> Announced {
        Announced::of(&self.content, self.publication)
    }

    /// Returns the details that the national site publishes and that have changed since.
    pub fn to_correct(&self) -> Vec<DetailChange> {
        match (&self.site_snapshot, self.publication) {
            (None, _) | (_, Publication::Draft | Publication::ToEnter) => Vec::new(),
            (Some(site_snapshot), _) => site_snapshot.changes(&self.announced()),
        }
    }

    /// The day its attestation was entered on the national site, if it was.
    pub fn transmitted_on(&self) -> Option<NaiveDate> {
        self.attestation.as_ref()?.transmitted_on
    }

    /// Where its attestation stands at `now`.
    pub fn attestation_state(&self, now: DateTime<Utc>) -> AttestationState {
        AttestationState::derive(
            self.publication,
            self.ends_at,
            self.attestation.is_some(),
            self.transmitted_on().is_some(),
            now,
        )
    }
}
