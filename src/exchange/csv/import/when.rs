//! What a cell says of the time of an event, and the parts of a text that days and hours share.

use chrono::{NaiveDate, NaiveTime, Weekday};

use crate::domain::text::typography;

/// What a cell says of the time of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::exchange::csv) struct When {
    /// The day.
    pub(in crate::exchange::csv) date: Option<NaiveDate>,
    /// The hour of the beginning.
    pub(in crate::exchange::csv) starts: Option<NaiveTime>,
    /// The hour of the end.
    pub(in crate::exchange::csv) ends: Option<NaiveTime>,
    /// The offset of the hours from UTC, in minutes.
    pub(in crate::exchange::csv) offset: Option<i32>,
    /// Whether it is not obvious from the text, so that the user should check it.
    pub(in crate::exchange::csv) is_inferred: bool,
    /// Whether the text says more, and has to be kept.
    pub(in crate::exchange::csv) is_partial: bool,
}

impl When {
    /// Writes it as a French reader does: « 24/11/2026 18:30-20:00 ».
    pub(in crate::exchange::csv) fn written(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.date.map(|date| date.format("%d/%m/%Y").to_string()));
        let hour = |time: NaiveTime| time.format("%H:%M").to_string();
        match (self.starts, self.ends) {
            (Some(starts), Some(ends)) => parts.push(format!("{}-{}", hour(starts), hour(ends))),
            (starts, ends) => parts.extend(starts.or(ends).map(hour)),
        }
        parts.join(" ")
    }
}

/// A folded text that is read from its beginning.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t>(pub(super) &'t str);

impl<'t> Cursor<'t> {
    pub(super) fn take(&mut self, is_it: impl Fn(char) -> bool) -> &'t str {
        let rest = self.0.trim_start_matches(is_it);
        let (taken, rest) = self.0.split_at(self.0.len() - rest.len());
        self.0 = rest;
        taken
    }

    pub(super) fn blanks(&mut self) {
        self.take(|c| c == ' ');
    }

    /// Reads digits: their value and how many they are.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.take(|c| c.is_ascii_digit());
        Some((digits.parse().ok()?, digits.len()))
    }

    pub(super) fn word(&mut self) -> &'t str {
        self.take(char::is_alphabetic)
    }

    /// Reads one of these words, whole.
    pub(super) fn one_of(&mut self, words: &[&str]) -> bool {
        let mut after = *self;
        let is_one = words.contains(&after.word());
        if is_one {
            *self = after;
        }
        is_one
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

/// Reads an hour as a fraction of the day, rounded to the minute.
pub(super) fn fraction_of_day(text: &str) -> Option<NaiveTime> {
    let digits = text.strip_prefix("0,").or(text.strip_prefix("0."))?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: f64 = format!("0.{digits}").parse().ok()?;
    let minutes = (fraction * 1440.0).round();
    // From 0 to 1440: no minute is lost.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let minutes = minutes as u32;
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
}

/// Reads the day of the week before a date: « mar. », « Tuesday, », « Fr., ».
pub(super) fn weekday_at(cursor: &mut Cursor<'_>) -> Vec<Weekday> {
    let mut after = *cursor;
    let weekdays = weekdays(after.word());
    if !weekdays.is_empty() {
        after.take(|c| c == '.' || c == ',' || c == ' ');
        *cursor = after;
    }
    weekdays
}

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The days of the week in English and German.
const FOREIGN_WEEKDAYS: [[&str; 2]; 7] = [
    ["monday", "montag"],
    ["tuesday", "dienstag"],
    ["wednesday", "mittwoch"],
    ["thursday", "donnerstag"],
    ["friday", "freitag"],
    ["saturday", "samstag"],
    ["sunday", "sonntag"],
];

/// The days that an abbreviation may mean: « di » is dimanche in French, Dienstag in German.
fn weekdays(word: &str) -> Vec<Weekday> {
    if word.len() < 2 {
        return Vec::new();
    }
    let is_it = |(day, foreign): &(Weekday, [&str; 2])| {
        let name = typography::weekday(*day);
        name.starts_with(word)
            || word.strip_suffix('s') == Some(name)
            || foreign.iter().any(|name| name.starts_with(word))
    };
    let named = WEEKDAYS.into_iter().zip(FOREIGN_WEEKDAYS);
    named.filter(is_it).map(|(day, _)| day).collect()
}
