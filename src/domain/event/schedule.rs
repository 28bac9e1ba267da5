//! When an event takes place: its days, the instant it ends, and how they are written.
//!
//! An event has a date. It ends on that day; on the next one when its hours go past midnight, as 22 h – 1 h
//! do; on its end date when it has one.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::content::EventContent;
use crate::domain::text::typography;
use crate::domain::time::civil_time::to_utc_or_nearest;
use crate::domain::time::day_span::DaySpan;
use crate::domain::time::zone::Zone;

/// Hours that end before they start end the next day when they last less than this.
const LONGEST_NIGHT: TimeDelta = TimeDelta::hours(12);

/// The day and the hours of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The day it begins.
    pub date: Option<NaiveDate>,
    /// The day it ends, where neither its date nor its hours say it.
    pub end_date: Option<NaiveDate>,
    /// The hour it begins.
    pub starts: Option<NaiveTime>,
    /// The hour it ends.
    pub ends: Option<NaiveTime>,
}

impl Schedule {
    /// Whether its hours go past midnight: 22 h – 1 h.
    pub fn is_past_midnight(self) -> bool {
        let hours = self.starts.zip(self.ends);
        hours.is_some_and(|(starts, ends)| {
            ends < starts && starts - ends > TimeDelta::days(1) - LONGEST_NIGHT
        })
    }

    /// Returns the day it ends.
    pub fn ends_on(self) -> Option<NaiveDate> {
        let date = self.date?;
        match self.end_date {
            Some(end) if end > date => Some(end),
            _ if self.is_past_midnight() => date.succ_opt(),
            _ => Some(date),
        }
    }

    /// Returns the days written for it: a night is that of its date.
    pub fn days(self) -> Option<DaySpan> {
        let first = self.date?;
        let last = self.end_date.filter(|&end| end > first).unwrap_or(first);
        Some(DaySpan { first, last })
    }

    /// Returns the instant it ends: at its end, else at its beginning, else at the end of its day. One of
    /// several days without an end lasts until the end of the last one.
    pub fn ends_at(self, zone: Zone) -> Option<DateTime<Utc>> {
        let end_of_day = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let day = self.ends_on()?;
        let starts = self.starts.filter(|_| Some(day) == self.date);
        let time = self.ends.or(starts).unwrap_or(end_of_day);
        Some(to_utc_or_nearest(day, time, zone))
    }

    /// Returns the same without an end date that its date or its hours already say.
    pub fn simplified(self) -> Self {
        let plain = Self {
            end_date: None,
            ..self
        };
        match self.end_date {
            // An end on its own day says nothing more.
            Some(_) if self.date.is_none() || self.end_date == self.date => plain,
            Some(end) if Some(end) != plain.ends_on() => self,
            _ => plain,
        }
    }

    /// Returns its hours in words: « 18 h – 19 h 30 », « 22 h – 1 h le lendemain ».
    pub fn hours(self) -> Option<String> {
        let hours = typography::hours(self.starts?, self.ends);
        Some(match self.end_date.is_none() && self.is_past_midnight() {
            true => format!("{hours} le lendemain"),
            false => hours,
        })
    }

    /// Returns how long it lasts, where its hours say it.
    pub fn duration(self) -> Option<TimeDelta> {
        let (starts, ends) = self.starts.zip(self.ends)?;
        let days = match (self.date, self.ends_on()) {
            (Some(date), Some(last)) => last - date,
            _ => TimeDelta::days(i64::from(self.is_past_midnight())),
        };
        Some(ends - starts + days)
    }
}

impl EventContent {
    /// Returns its day and its hours.
    pub fn schedule(&self) -> Schedule {
        Schedule {
            date: self.date,
            end_date: self.end_date,
            starts: self.starts,
            ends: self.ends,
        }
    }

    /// Returns the day it ends, `None` without a date.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        self.schedule().ends_on()
    }

    /// Returns the day it ends, where it is another than its date.
    pub fn other_last_day(&self) -> Option<NaiveDate> {
        self.ends_on().filter(|&last| Some(last) != self.date)
    }

    /// Returns the days written for it, `None` without a date.
    pub fn days(&self) -> Option<DaySpan> {
        self.schedule().days()
    }

    /// Forgets an end date that its date or its hours already say.
    pub fn simplify_end(&mut self) {
        self.end_date = self.schedule().simplified().end_date;
    }

    /// Returns the end date of the same event at another date.
    pub fn end_date_from(&self, date: Option<NaiveDate>) -> Option<NaiveDate> {
        let offset = self.end_date? - self.date?;
        date?.checked_add_signed(offset)
    }

    /// Returns its hours in words: « 18 h – 19 h 30 », « 22 h – 1 h le lendemain ».
    pub fn hours(&self) -> Option<String> {
        self.schedule().hours()
    }

    /// Returns its hours in a list: « 18 h – 19 h 30 », « 22 h – 1 h ».
    pub fn short_hours(&self) -> Option<String> {
        let starts = self.starts?;
        Some(typography::hours(starts, self.ends))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::time::zone::PARIS;

    fn schedule(date: &str, end: &str, starts: &str, ends: &str) -> Schedule {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        Schedule {
            date: date.parse().ok(),
            end_date: end.parse().ok(),
            starts: time(starts),
            ends: time(ends),
        }
    }

    #[test]
    fn an_event_ends_once_all_of_it_is_over() {
        for (date, end, starts, ends, last, at) in [
            (
                "2026-12-03",
                "",
                "18:00",
                "20:00",
                "2026-12-03",
                "2026-12-03T19:00:00Z",
            ),
            (
                "2026-12-03",
                "",
                "18:00",
                "",
                "2026-12-03",
                "2026-12-03T17:00:00Z",
            ),
            (
                "2026-12-03",
                "",
                "",
                "",
                "2026-12-03",
                "2026-12-03T22:59:59Z",
            ),
            (
                "2026-12-03",
                "",
                "22:00",
                "01:00",
                "2026-12-04",
                "2026-12-04T00:00:00Z",
            ),
            (
                "2026-12-31",
                "",
                "22:00",
                "00:00",
                "2027-01-01",
                "2026-12-31T23:00:00Z",
            ),
            (
                "2026-12-03",
                "2026-12-05",
                "14:00",
                "10:00",
                "2026-12-05",
                "2026-12-05T09:00:00Z",
            ),
            (
                "2026-12-03",
                "2026-12-05",
                "14:00",
                "",
                "2026-12-05",
                "2026-12-05T22:59:59Z",
            ),
            (
                "2026-12-03",
                "2026-12-05",
                "",
                "",
                "2026-12-05",
                "2026-12-05T22:59:59Z",
            ),
            // The end of a file made by another program, before the beginning.
            (
                "2026-12-03",
                "2026-12-01",
                "14:00",
                "16:00",
                "2026-12-03",
                "2026-12-03T15:00:00Z",
            ),
            // The hour that is lived twice, on the last day.
            (
                "2026-10-24",
                "2026-10-25",
                "22:00",
                "02:30",
                "2026-10-25",
                "2026-10-25T01:30:00Z",
            ),
        ] {
            let schedule = schedule(date, end, starts, ends);
            assert_eq!(schedule.ends_on(), last.parse().ok(), "{schedule:?}");
            assert_eq!(schedule.ends_at(PARIS), at.parse().ok(), "{schedule:?}");
        }
        assert_eq!(
            schedule("", "2026-12-03", "22:00", "01:00").ends_at(PARIS),
            None
        );
    }

    #[test]
    fn only_a_night_of_less_than_twelve_hours_goes_past_midnight() {
        for (starts, ends, is_night) in [
            ("22:00", "01:00", true),
            ("20:00", "00:00", true),
            ("22:00", "09:59", true),
            ("22:00", "10:00", false),
            ("18:00", "17:00", false),
            ("18:00", "18:00", false),
            ("18:00", "20:00", false),
            ("22:00", "", false),
        ] {
            let schedule = schedule("2026-12-03", "", starts, ends);
            assert_eq!(schedule.is_past_midnight(), is_night, "{starts}-{ends}");
        }
    }

    #[test]
    fn an_end_that_is_already_said_is_forgotten() {
        for (date, end, starts, ends, kept) in [
            ("2026-12-03", "2026-12-03", "18:00", "20:00", ""),
            ("2026-12-03", "2026-12-04", "22:00", "01:00", ""),
            ("2026-12-03", "2026-12-03", "22:00", "01:00", ""),
            ("2026-12-03", "2026-12-05", "22:00", "01:00", "2026-12-05"),
            ("2026-12-03", "2026-12-04", "18:00", "17:00", "2026-12-04"),
            ("", "2026-12-04", "18:00", "20:00", ""),
            // Refused when it is saved, rather than forgotten.
            ("2026-12-03", "2026-12-01", "18:00", "20:00", "2026-12-01"),
        ] {
            let schedule = schedule(date, end, starts, ends);
            assert_eq!(
                schedule.simplified().end_date,
                kept.parse().ok(),
                "{schedule:?}"
            );
        }
    }

    #[test]
    fn hours_say_that_they_go_past_midnight() {
        let mut event = EventContent {
            starts: NaiveTime::from_hms_opt(22, 0, 0),
            ends: NaiveTime::from_hms_opt(1, 0, 0),
            ..EventContent::default()
        };
        let plain = |text: Option<String>| text.unwrap().replace(['\u{202f}', '\u{a0}'], " ");
        assert_eq!(plain(event.hours()), "22 h – 1 h le lendemain");
        assert_eq!(plain(event.short_hours()), "22 h – 1 h");
        assert_eq!(event.schedule().duration(), Some(TimeDelta::hours(3)));
        event.date = "2026-12-03".parse().ok();
        event.end_date = "2026-12-05".parse().ok();
        assert_eq!(plain(event.hours()), "22 h – 1 h");
        assert_eq!(event.schedule().duration(), Some(TimeDelta::hours(27)));
    }
}
