//! The clock that the program passes to whoever needs the time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::domain::time::civil_time;
use crate::domain::time::zone::{PARIS, Zone};

/// The variable that stops the clock, for tests and demonstrations: `2026-11-24T10:00:00`.
pub const VARIABLE: &str = "CARNET_MAINTENANT";

/// The time as the program knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The system's.
    System,
    /// Stopped at an instant.
    Stopped(DateTime<Utc>),
}

impl Clock {
    /// A clock stopped where the text says, in the time of Paris; the system's clock for no text
    /// or one that is no instant.
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

    /// Now.
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Stopped(instant) => instant,
        }
    }

    /// The day it is in a time zone.
    pub fn today(self, zone: Zone) -> NaiveDate {
        civil_time::today_in(zone, self.now())
    }
}
