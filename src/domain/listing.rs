//! What a list of events shows: its columns, its filter and its order.
//!
//! One [`Query`] describes the screen, the export and `carnet liste` alike, so that they agree.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::event::attestation::AttestationState;
use super::event::publication::Publication;
use super::id::EntryId;
use super::time::calendar::{SchoolYear, school_year};

/// A column of « Mes événements ».
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Date.
    Date,
    /// Heure.
    Hours,
    /// Titre.
    Title,
    /// Type.
    Category,
    /// Thématique(s).
    Themes,
    /// Public.
    Audience,
    /// Lieu.
    Venue,
    /// Commune.
    Commune,
    /// Places.
    Seats,
    /// Publication.
    Publication,
    /// Attestation.
    Attestation,
    /// Présents.
    Attendees,
}

impl Column {
    /// Every column, in the order they first appear.
    pub const ALL: [Self; 12] = [
        Self::Date,
        Self::Hours,
        Self::Title,
        Self::Category,
        Self::Themes,
        Self::Audience,
        Self::Venue,
        Self::Commune,
        Self::Seats,
        Self::Publication,
        Self::Attestation,
        Self::Attendees,
    ];

    /// Returns the header on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Hours => "Heure",
            Self::Title => "Titre",
            Self::Category => "Type",
            Self::Themes => "Thématique(s)",
            Self::Audience => "Public",
            Self::Venue => "Lieu",
            Self::Commune => "Commune",
            Self::Seats => "Places",
            Self::Publication => "Publication",
            Self::Attestation => "Attestation",
            Self::Attendees => "Présents",
        }
    }

    /// Finds a column by its name in options and settings, without regard to accents and case.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = crate::domain::text::fold::sort_key(text);
        Self::ALL.into_iter().find(|column| {
            let label = crate::domain::text::fold::sort_key(column.label());
            label == typed || label.trim_end_matches(" s") == typed
        })
    }
}

/// Up or down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest, earliest or first in the alphabet at the top.
    #[default]
    Ascending,
    /// The other way round.
    Descending,
}

impl Direction {
    /// Returns the other direction.
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }

    /// Returns the arrow next to the column's name.
    pub fn arrow(self) -> &'static str {
        match self {
            Self::Ascending => "↑",
            Self::Descending => "↓",
        }
    }
}

/// The order of a list: a column, then date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column that decides first.
    pub column: Column,
    /// Its direction; events equal in it follow by date, the latest first when descending.
    pub direction: Direction,
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            column: Column::Date,
            direction: Direction::Descending,
        }
    }
}

/// A span of days, which may depend on today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// From today on.
    Upcoming,
    /// Before today.
    Past,
    /// The month of today.
    ThisMonth,
    /// The school year that begins in September of that year.
    SchoolYear(i32),
    /// The school year of today.
    ThisSchoolYear,
    /// From a day to another, both included; either may be left open.
    Between(Option<NaiveDate>, Option<NaiveDate>),
}

/// Days from one to another, both included; either may be left open.
pub type Days = (Option<NaiveDate>, Option<NaiveDate>);

impl Period {
    /// Returns the days of the period.
    pub fn days(self, today: NaiveDate) -> Days {
        let of = |year: SchoolYear| (Some(year.first_day()), Some(year.last_day()));
        match self {
            Self::Upcoming => (Some(today), None),
            Self::Past => (None, today.pred_opt()),
            Self::ThisMonth => days_of_month(today),
            Self::SchoolYear(year) => of(SchoolYear::starting_in(year)),
            Self::ThisSchoolYear => of(school_year(today)),
            Self::Between(from, to) => (from, to),
        }
    }
}

fn days_of_month(day: NaiveDate) -> Days {
    let first = day.with_day(1);
    let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
    (first, next.and_then(|next| next.pred_opt()))
}

/// What a list depends on besides its query: the time, passed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Now, which separates attestations to fill from those to come.
    pub now: DateTime<Utc>,
    /// Today where the mediator is, which separates upcoming events from past ones.
    pub today: NaiveDate,
}

/// Which events a list shows: those that match every facet. A facet matches any of its values, and
/// everything when it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The period of the events.
    pub period: Option<Period>,
    /// Types d'événement.
    pub categories: Vec<EntryId>,
    /// Thématiques, main or second.
    pub themes: Vec<EntryId>,
    /// Publics cibles.
    pub audiences: Vec<EntryId>,
    /// Typologies de lieu.
    pub venue_kinds: Vec<EntryId>,
    /// Communes, as written, compared folded.
    pub communes: Vec<String>,
    /// Publication states.
    pub publications: Vec<Publication>,
    /// Attestation states.
    pub attestations: Vec<AttestationState>,
    /// Words, each of which occurs in a text of the event, and dates.
    pub words: String,
    /// Whether a step of the check-list is late. Views do not keep it.
    #[serde(skip)]
    pub late: Option<bool>,
}

impl Filter {
    /// Whether there is no filter at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Which events a list shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// The filter.
    pub filter: Filter,
    /// The order.
    pub sort: Sort,
}

impl Query {
    /// Returns the attestations to fill, the oldest first.
    pub fn to_attest() -> Self {
        Self::attested(AttestationState::ToFill)
    }

    /// Returns the attestations in a state, the oldest first.
    pub fn attested(state: AttestationState) -> Self {
        Self {
            filter: Filter {
                attestations: vec![state],
                ..Filter::default()
            },
            sort: Sort {
                column: Column::Attestation,
                direction: Direction::Ascending,
            },
        }
    }

    /// Returns the attestations that await something: those to fill, then those filled, the oldest
    /// first.
    pub fn attestations_to_do() -> Self {
        let mut query = Self::to_attest();
        query.filter.attestations.push(AttestationState::Filled);
        query
    }

    /// Returns the attestations transmitted, the newest first.
    pub fn attestations_done() -> Self {
        let mut query = Self::attested(AttestationState::Transmitted);
        query.sort.direction = Direction::Descending;
        query
    }

    /// Returns the events to come that are not cancelled, the next first.
    pub fn upcoming_not_cancelled() -> Self {
        let mut query = Self::upcoming();
        query.filter.publications = Publication::ALL
            .into_iter()
            .filter(|state| *state != Publication::Cancelled)
            .collect();
        query
    }

    /// Returns the events to come that are not cancelled, and of whose check-list a step is late or
    /// none is, the next first.
    pub fn upcoming_late(late: bool) -> Self {
        let mut query = Self::upcoming_not_cancelled();
        query.filter.late = Some(late);
        query
    }

    /// Returns the events to come, the next first.
    pub fn upcoming() -> Self {
        Self {
            filter: Filter {
                period: Some(Period::Upcoming),
                ..Filter::default()
            },
            sort: Sort {
                column: Column::Date,
                direction: Direction::Ascending,
            },
        }
    }
}
