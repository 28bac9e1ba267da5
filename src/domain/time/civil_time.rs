//! Converts civil dates and hours of a place to instants.

use chrono::{
    DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};

use super::zone::{PARIS, Zone};

/// Returns the time zone of that IANA name; that of Paris when no département has it.
pub fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(PARIS)
}

/// Returns the date in `zone` at `now`.
pub fn today_in(zone: Zone, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// Returns the instant of a civil date and hour. For an hour that occurs twice (the clocks go back) it
/// is the later one, for one that does not occur (they go forward) the first instant after: an event is
/// not over too early.
pub fn to_utc_or_nearest(date: NaiveDate, time: NaiveTime, zone: Zone) -> DateTime<Utc> {
    let civil = date.and_time(time);
    match zone.from_local_datetime(&civil) {
        MappedLocalTime::Single(instant) => instant.to_utc(),
        MappedLocalTime::Ambiguous(_, later) => later.to_utc(),
        MappedLocalTime::None => after_the_gap(civil, zone),
    }
}

/// How often an hour of a day occurs in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// Once, like most.
    Once,
    /// The clocks go back that night.
    Twice,
    /// The clocks go forward that night: the first hour after.
    Never(NaiveTime),
}

/// Returns how often an hour of a day occurs in `zone`.
pub fn occurrence(date: NaiveDate, time: NaiveTime, zone: Zone) -> Occurrence {
    let civil = date.and_time(time);
    match zone.from_local_datetime(&civil) {
        MappedLocalTime::Single(_) => Occurrence::Once,
        MappedLocalTime::Ambiguous(..) => Occurrence::Twice,
        MappedLocalTime::None => {
            let after = after_the_gap(civil, zone).with_timezone(&zone).time();
            Occurrence::Never(after)
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
        let occurs = |date: &str, hour| {
            let time = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
            occurrence(date.parse().unwrap(), time, zone("Europe/Paris"))
        };
        let three = NaiveTime::from_hms_opt(3, 0, 0).unwrap();
        assert_eq!(occurs("2026-03-29", 2), Occurrence::Never(three));
        assert_eq!(occurs("2026-10-25", 2), Occurrence::Twice);
        assert_eq!(occurs("2026-10-25", 18), Occurrence::Once);
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
