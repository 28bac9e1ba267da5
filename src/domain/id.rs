//! Identifiers that stay the same in every copy of a store.

use std::fmt;
use std::hash::Hash;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

/// What names a row of a table of records.
pub trait RecordId: Copy + Eq + Hash + fmt::Debug + fmt::Display + 'static {
    /// Returns an identifier never given before, stamped with `now`.
    fn generate(now: DateTime<Utc>) -> Self;

    /// Reads an identifier as written by `Display`; `None` for any other text.
    fn read(text: &str) -> Option<Self>;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// A UUIDv7 in lower case. It identifies, and is never used to sort.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Returns a new identifier, dated `now`.
            pub fn new(now: DateTime<Utc>) -> Self {
                let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
                let stamp = Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos());
                Self(Uuid::new_v7(stamp))
            }

            /// Wraps an identifier: the demonstration chooses its own, so that the same seed gives the
            /// same store.
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Parses an identifier as written by `Display`; returns `None` for any other text.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text.trim()).ok().map(Self)
            }
        }

        impl RecordId for $name {
            fn generate(now: DateTime<Utc>) -> Self {
                Self::new(now)
            }

            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.as_hyphenated())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.as_hyphenated())
            }
        }
    };
}

id!(
    /// Identifies an event.
    EventId
);
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

id!(
    /// Identifies an entry of a reference list.
    EntryId
);
id!(
    /// Identifies a view of « Mes événements ».
    ViewId
);
id!(
    /// Identifies a form that was not saved.
    DraftId
);
id!(
    /// Identifies a further question of the attestation.
    QuestionId
);
id!(
    /// Identifies a step of the check-list.
    StepId
);
id!(
    /// Identifies a model.
    ModelId
);
id!(
    /// Identifies a series of events.
    SeriesId
);
id!(
    /// Names a place.
    VenueId
);
