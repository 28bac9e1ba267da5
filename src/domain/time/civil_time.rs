//! Civil dates and hours of a place, and the instants they are.

use chrono::{
    DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};

use super::zone::{PARIS, Zone};

/// The time zone of that IANA name; that of Paris where no département has it.
pub fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(PARIS)
}

/// The day it is in `zone` at `now`.
pub fn today_in(zone: Zone, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// The instant of a civil date and hour. Of an hour lived twice (the clocks go back) it is the
/// later, of an hour never lived (they go forward) the first instant after: an event is not over
/// before it can be.
pub fn to_utc_or_nearest(date: NaiveDate, time: NaiveTime, zone: Zone) -> DateTime<Utc> {
    let civil = date.and_time(time);
    match zone.from_local_datetime(&civil) {
        MappedLocalTime::Single(instant) => instant.to_utc(),
        MappedLocalTime::Ambiguous(_, later) => later.to_utc(),
        MappedLocalTime::None => after_the_gap(civil, zone),
    }
}

/// How often an hour of a day is lived in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lived {
    /// As others are.
    Once,
    /// The clocks go back that night.
    Twice,
    /// The clocks go forward that night: the first hour after.
    Never(NaiveTime),
}

/// How often an hour of a day is lived in `zone`.
pub fn lived(date: NaiveDate, time: NaiveTime, zone: Zone) -> Lived {
    let civil = date.and_time(time);
    match zone.from_local_datetime(&civil) {
        MappedLocalTime::Single(_) => Lived::Once,
        MappedLocalTime::Ambiguous(..) => Lived::Twice,
        MappedLocalTime::None => {
            let after = after_the_gap(civil, zone).with_timezone(&zone).time();
            Lived::Never(after)
        }
    }
}

fn after_the_gap(civil: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
    // No zone has ever skipped more than a day.
    (1..=96)
        .filter_map(|quarters| civil.checked_add_signed(TimeDelta::minutes(15 * quarters)))
        .find_map(|later| zone.from_local_datetime(&later).earliest())
        .map_or_else(|| civil.and_utc(), |instant| instant.to_utc())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn paris(date: &str, time: &str) -> String {
        let date = date.parse().unwrap();
        let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
        to_utc_or_nearest(date, time, zone("Europe/Paris")).to_rfc3339()
    }

    #[test]
    fn summer_and_winter_have_their_own_offset() {
        assert_eq!(paris("2026-11-24", "18:30"), "2026-11-24T17:30:00+00:00");
        assert_eq!(paris("2026-06-24", "18:30"), "2026-06-24T16:30:00+00:00");
    }

    #[test]
    fn hours_lived_twice_or_never_have_an_instant() {
        assert_eq!(paris("2026-10-25", "02:30"), "2026-10-25T01:30:00+00:00");
        assert_eq!(paris("2026-03-29", "02:30"), "2026-03-29T01:00:00+00:00");
        let lived = |date: &str, hour| {
            let time = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
            lived(date.parse().unwrap(), time, zone("Europe/Paris"))
        };
        let three = NaiveTime::from_hms_opt(3, 0, 0).unwrap();
        assert_eq!(lived("2026-03-29", 2), Lived::Never(three));
        assert_eq!(lived("2026-10-25", 2), Lived::Twice);
        assert_eq!(lived("2026-10-25", 18), Lived::Once);
    }

    #[test]
    fn the_day_is_that_of_the_place() {
        let now = "2026-11-24T23:30:00Z".parse().unwrap();
        assert_eq!(
            today_in(zone("Europe/Paris"), now).to_string(),
            "2026-11-25"
        );
        assert_eq!(
            today_in(zone("America/Guadeloupe"), now).to_string(),
            "2026-11-24"
        );
        assert_eq!(today_in(zone("Nulle/Part"), now).to_string(), "2026-11-25");
    }
}
