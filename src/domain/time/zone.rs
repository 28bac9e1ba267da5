//! The time zones of the départements.
//!
//! Five of the six never change their clocks, and the sixth follows the European rule of 1996: the
//! database of all zones of the world would be a quarter of the program.

use std::fmt;
use std::str::FromStr;

use chrono::{
    Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone,
    Utc,
};

/// A time zone, by its IANA name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    name: &'static str,
    /// Its offset from UTC in winter, in hours.
    winter: i32,
    has_summer: bool,
}

/// The time zone of mainland France.
pub const PARIS: Zone = Zone {
    has_summer: true,
    ..zone("Europe/Paris", 1)
};

const ZONES: [Zone; 6] = [
    PARIS,
    zone("America/Guadeloupe", -4),
    zone("America/Martinique", -4),
    zone("America/Cayenne", -3),
    zone("Indian/Reunion", 4),
    zone("Indian/Mayotte", 3),
];

const fn zone(name: &'static str, winter: i32) -> Zone {
    Zone {
        name,
        winter,
        has_summer: false,
    }
}

/// No département has a time zone of that name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such time zone")]
pub struct UnknownZone;

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let mut zones = ZONES.into_iter();
        zones.find(|zone| zone.name == name).ok_or(UnknownZone)
    }
}

impl Zone {
    fn offset(self, is_summer: bool) -> ZoneOffset {
        let hours = self.winter + i32::from(is_summer);
        ZoneOffset {
            zone: self,
            ahead: FixedOffset::east_opt(hours * 3600).unwrap_or(Utc.fix()),
        }
    }

    /// Returns the offset at an instant of UTC.
    fn offset_at(self, utc: NaiveDateTime) -> ZoneOffset {
        let turns = |month| last_sunday(utc.year(), month).and_hms_opt(1, 0, 0);
        let is_summer = turns(3) <= Some(utc) && Some(utc) < turns(10);
        self.offset(self.has_summer && is_summer)
    }
}

/// Returns the last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let end = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or_default();
    end - TimeDelta::days(end.weekday().num_days_from_sunday().into())
}

/// The offset of a zone from UTC at an instant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: Zone,
    ahead: FixedOffset,
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(chrono::NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        // As summer time, an hour is an earlier instant.
        let [summer, winter] = [true, false].map(|is_summer| {
            let offset = self.offset(is_summer);
            let utc = local.checked_sub_offset(offset.ahead);
            utc.map(|utc| self.offset_at(utc))
                .filter(|there| *there == offset)
        });
        match (summer, winter) {
            (Some(earlier), Some(later)) => MappedLocalTime::Ambiguous(earlier, later),
            (Some(only), None) | (None, Some(only)) => MappedLocalTime::Single(only),
            (None, None) => MappedLocalTime::None,
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_at(utc.and_time(chrono::NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        self.offset_at(*utc)
    }
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.ahead
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.ahead, f)
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.ahead, f)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn each_zone_agrees_with_chrono_tz() {
        let first = "1996-01-01T00:30:00".parse::<NaiveDateTime>().unwrap();
        for zone in ZONES {
            let world: chrono_tz::Tz = zone.name.parse().unwrap();
            for hours in 0..24 * 365 * 45 {
                let hour = first + TimeDelta::hours(hours);
                let (ours, theirs) = (
                    zone.from_utc_datetime(&hour),
                    world.from_utc_datetime(&hour),
                );
                assert_eq!(ours.naive_local(), theirs.naive_local(), "{zone:?} {hour}");
                assert_eq!(
                    zone.from_local_datetime(&hour).map(|at| at.timestamp()),
                    world.from_local_datetime(&hour).map(|at| at.timestamp()),
                    "{zone:?} {hour}"
                );
            }
        }
    }

    #[test]
    fn a_name_of_elsewhere_is_no_zone() {
        assert_eq!("Europe/Brussels".parse::<Zone>(), Err(UnknownZone));
        assert_eq!("Europe/Paris".parse(), Ok(PARIS));
    }
}
