//! Identifiers that stay the same in every copy of a store.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

pub use super::event::step::StepId;
pub use super::model::ModelId;
pub use super::question::QuestionId;
pub use super::reference::EntryId;
pub use super::view::ViewId;

/// Identifies a `T`: a row of the table of a record.
///
/// A UUIDv7 in lower case. It identifies, and is never used to sort.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// Returns a new identifier, dated `now`.
    pub fn new(now: DateTime<Utc>) -> Self {
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let stamp = Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos());
        Self::from_uuid(Uuid::new_v7(stamp))
    }

    /// Wraps an identifier: the demonstration chooses its own, so that the same seed gives the same
    /// store.
    pub fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// Parses an identifier as written by `Display`; returns `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text.trim()).ok().map(Self::from_uuid)
    }
}

// Not derived: an identifier is copied and compared whatever `T` is.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.as_hyphenated())
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}

/// Identifies an event.
pub type EventId = Id<OfEvent>;

/// What an [`EventId`] is of.
pub enum OfEvent {}

/// How many of its last characters identify an event for a person: the first ones depend on the time.
pub const SHORT: usize = 8;

impl EventId {
    /// Returns its last [`SHORT`] characters, which a list shows and a command accepts.
    pub fn short(self) -> String {
        let whole = self.to_string();
        whole
            .get(whole.len().saturating_sub(SHORT)..)
            .unwrap_or_default()
            .to_owned()
    }
}

/// Identifies a form that was not saved.
pub type DraftId = Id<OfDraft>;

/// What a [`DraftId`] is of.
pub enum OfDraft {}

/// Identifies a series of events.
pub type SeriesId = Id<OfSeries>;

/// What a [`SeriesId`] is of.
pub enum OfSeries {}
