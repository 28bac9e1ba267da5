//! Days, hours and instants as the store writes them.
//!
//! Every event has eight of them, so that they are parsed digit by digit; chrono parses the other
//! forms that a hand-made store may hold.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};

/// The format of instants in the store: text that sorts.
pub(in crate::store) const INSTANT: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Parses `2026-11-24`.
pub(in crate::store) fn day(text: &str) -> Option<NaiveDate> {
    plain_day(text.as_bytes()).or_else(|| text.parse().ok())
}

/// Parses `18:30`.
pub(in crate::store) fn hour(text: &str) -> Option<NaiveTime> {
    plain_hour(text.as_bytes()).or_else(|| NaiveTime::parse_from_str(text, "%H:%M").ok())
}

/// Parses `2026-11-24T17:30:00Z`; returns the epoch for what can't be parsed.
pub(in crate::store) fn instant(text: &str) -> DateTime<Utc> {
    plain_instant(text.as_bytes())
        .or_else(|| text.parse().ok())
        .unwrap_or_default()
}

/// Writes an hour as [`hour`] parses it.
pub(in crate::store) fn hour_text(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Writes an instant as [`instant`] parses it.
pub(in crate::store) fn instant_text(instant: DateTime<Utc>) -> String {
    match instant.year() {
        year @ 0..=9999 => format!(
            "{year:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            instant.month(),
            instant.day(),
            instant.hour(),
            instant.minute(),
            // chrono keeps a leap second as more than a second's worth of nanoseconds.
            instant.second() + instant.nanosecond() / 1_000_000_000
        ),
        _ => instant.format(INSTANT).to_string(),
    }
}

fn plain_day(text: &[u8]) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
}

fn plain_hour(text: &[u8]) -> Option<NaiveTime> {
    let [h1, h2, b':', m1, m2] = text else {
        return None;
    };
    NaiveTime::from_hms_opt(number(&[*h1, *h2])?, number(&[*m1, *m2])?, 0)
}

fn plain_instant(text: &[u8]) -> Option<DateTime<Utc>> {
    let (day, rest) = text.split_at_checked(10)?;
    let [b'T', hour @ .., b':', s1, s2, b'Z'] = rest else {
        return None;
    };
    let seconds = chrono::TimeDelta::seconds(number(&[*s1, *s2]).filter(|&s| s < 60)?.into());
    let (time, _) = plain_hour(hour)?.overflowing_add_signed(seconds);
    Some(plain_day(day)?.and_time(time).and_utc())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'));
        Some(number * 10 + digit?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fast_path_parses_as_chrono_does(
            date in "[0-9]{3}[0-9x]-[0-3][0-9]-[0-9]{2}",
            time in "[0-2][0-9]:[0-6][0-9x]",
            seconds in "(:[0-6][0-9])?(Z|\\+01:00|)",
        ) {
            prop_assert_eq!(day(&date), date.parse().ok());
            prop_assert_eq!(hour(&time), NaiveTime::parse_from_str(&time, "%H:%M").ok());
            let text = format!("{date}T{time}{seconds}");
            let read: Option<DateTime<Utc>> = text.parse().ok();
            prop_assert_eq!(instant(&text), read.unwrap_or_default());
            let instant = instant(&text);
            prop_assert_eq!(instant_text(instant), instant.format(INSTANT).to_string());
            let time = instant.time();
            prop_assert_eq!(hour_text(time), time.format("%H:%M").to_string());
        }
    }
}
