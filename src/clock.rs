//! The clock: the system's, or stopped at an instant; passed to the code that needs the time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::domain::time::civil_time;
use crate::domain::time::zone::{PARIS, Zone};

/// The variable that stops the clock, for tests and demonstrations: `2026-11-24T10:00:00`.
pub const VARIABLE: &str = "CARNET_MAINTENANT";

/// Where the program gets the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Stopped at an instant.
    Stopped(DateTime<Utc>),
}

impl Clock {
    /// Returns a clock stopped at the instant that the text gives, in the time of Paris; the system's
    /// clock for no text, or one that is not an instant.
    pub fn stopped_at(text: Option<&str>) -> Self {
        let civil = text.and_then(|text| text.parse::<NaiveDateTime>().ok());
        civil.map_or(Self::System, |civil| {
            Self::Stopped(civil_time::to_utc_or_nearest(
                civil.date(),
                civil.time(),
                PARIS,
            ))
        })
    }

    /// Returns the present instant.
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Stopped(instant) => instant,
        }
    }

    /// Returns today's date in a time zone.
    pub fn today(self, zone: Zone) -> NaiveDate {
        civil_time::today_in(zone, self.now())
    }
}
