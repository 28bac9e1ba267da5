//! An event: one animation for parents or mediators.
//!
//! ```text
//! content      what the mediator writes, its problems and copies
//! field        the fields, in the order of the form
//! schedule     its days, the instant it ends, and how they are written
//! publication  the state on the national site
//! attestation  attendance declared afterwards
//! children     whether parents can come with their children, out of school hours
//! doubt        what is doubtful in an attestation
//! announced    the details announced to contacts, and what has changed since
//! step         a step of the check-list, and the day it is due
//! checklist    the steps ticked or not, and their states
//! series       the same event at several dates
//! ```

pub mod announced;
pub mod attestation;
pub mod checklist;
pub mod children;
mod content;
pub mod doubt;
mod field;
pub mod publication;
pub mod schedule;
pub mod series;
pub mod step;

use chrono::{DateTime, NaiveDate, Utc};

use super::id::{EventId, SeriesId};
use super::reference::References;
use announced::{Announced, DetailChange};
use attestation::{Attestation, AttestationState};
pub use content::{ContentProblem, EventContent, EventVenue, MAX_SEATS, is_link};
pub use field::EventField;
use publication::Publication;

/// An event of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its identifier, the same in every store.
    pub id: EventId,
    /// Grows with each change: a save that read an older one is refused.
    pub revision: u32,
    /// When it was first saved.
    pub created_at: DateTime<Utc>,
    /// When it was last saved.
    pub modified_at: DateTime<Utc>,
    /// What the mediator wrote.
    pub content: EventContent,
    /// Its state on the national site.
    pub publication: Publication,
    /// Its page on the national site, once published.
    pub public_link: String,
    /// The day it was entered on the national site, if it was.
    pub submitted_on: Option<NaiveDate>,
    /// The series it is a member of.
    pub series: Option<SeriesId>,
    /// The details published on the national site, when they have changed since.
    pub site_snapshot: Option<Announced>,
    /// The instant it ends, `None` while it has no date.
    pub ends_at: Option<DateTime<Utc>>,
    /// What was declared afterwards.
    pub attestation: Option<Attestation>,
}

impl Event {
    /// Returns its present details, as they would be published or announced.
    pub fn announced(&self) -> Announced {
        Announced::of(&self.content, self.publication)
    }

    /// Returns the details published on the national site, when they may have changed since.
    fn published(&self) -> Option<&Announced> {
        match self.publication {
            Publication::Draft | Publication::ToEnter => None,
            _ => self.site_snapshot.as_ref(),
        }
    }

    /// Whether a detail has changed since it was published on the national site.
    pub fn is_to_correct(&self) -> bool {
        let published = self.published();
        published.is_some_and(|published| published.is_changed(&self.announced()))
    }

    /// Returns the details that have changed since they were published on the national site.
    pub fn to_correct(&self, references: &References) -> Vec<DetailChange> {
        self.published().map_or_else(Vec::new, |published| {
            published.changes(&self.announced(), references)
        })
    }

    /// Returns the day its attestation was entered on the national site, if it was.
    pub fn transmitted_on(&self) -> Option<NaiveDate> {
        self.attestation.as_ref()?.transmitted_on
    }

    /// Returns the state of its attestation at `now`.
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
