//! What a search asks for: words, and dates as people type them.

use chrono::{Datelike, NaiveDate};

use super::text::fold::fold;
use super::time::typed_date::{day_of_month, named_month, parse_weekday};

/// A part of a search, which an event matches by its words or by its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Folded words, all of which occur in the text.
    pub words: Vec<String>,
    /// The date that they may be.
    pub date: Option<SearchedDate>,
}

/// A date that lacks its year, `3 décembre`, or its day, `décembre 2026`, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchedDate {
    day: Option<u32>,
    month: u32,
    year: Option<i32>,
}

impl SearchedDate {
    /// Whether `date` is such a date.
    pub fn matches(self, date: NaiveDate) -> bool {
        self.day.is_none_or(|day| day == date.day())
            && self.month == date.month()
            && self.year.is_none_or(|year| year == date.year())
    }

    /// Returns the pattern of such dates for `LIKE`, written as `2026-12-03`.
    pub fn pattern(self) -> String {
        let year = self.year.map_or("____".to_owned(), |it| format!("{it:04}"));
        let day = self.day.map_or("__".to_owned(), |it| format!("{it:02}"));
        format!("{year}-{:02}-{day}", self.month)
    }
}

/// Whether a day is of that pattern of [`SearchedDate::pattern`].
pub fn is_like(pattern: &str, day: NaiveDate) -> bool {
    let day = day.to_string();
    day.len() == pattern.len()
        && day
            .bytes()
            .zip(pattern.bytes())
            .all(|(digit, asked)| asked == b'_' || asked == digit)
}

/// How many days of an event are searched, from its first one: a year has every day and month.
pub const MAX_SEARCHED_DAYS: usize = 366;

/// Whether a folded word is part of a link: links are searched by nothing else, since all events have much
/// of theirs in common.
pub fn is_of_link(word: &str) -> bool {
    let is_name = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic());
    word.starts_with("http")
        || word
            .split_once('.')
            .is_some_and(|(host, rest)| is_name(host) && is_name(rest))
}

/// Returns the terms of a search, each of which an event has to match.
pub fn terms(search: &str) -> Vec<Term> {
    let folded = fold(search);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut terms = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let (count, date) = match date_at(rest) {
            Some((count, date)) => (count, Some(date)),
            None => (1, None),
        };
        let (words, after) = rest.split_at(count);
        terms.push(Term {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            date,
        });
        rest = after;
    }
    terms
}

/// Returns the date that the words begin with, and how many words it takes.
fn date_at(words: &[&str]) -> Option<(usize, SearchedDate)> {
    // « jeudi 3 décembre »: the day of the week says nothing more.
    if let [first, rest @ ..] = words
        && parse_weekday(first).is_some()
        && let Some((count, date)) = date_at(rest)
        && date.day.is_some()
    {
        return Some((count + 1, date));
    }
    let word = |index: usize| words.get(index).copied().unwrap_or_default();
    let (day, year) = (day_of_month(words.first()?), long_year(word(2)));
    if let (Some(_), Some(month)) = (day, named_month(word(1))) {
        let count = if year.is_some() { 3 } else { 2 };
        return Some((count, SearchedDate { day, month, year }));
    }
    if let (Some(month), Some(year)) = (named_month(word(0)), long_year(word(1))) {
        let (day, year) = (None, Some(year));
        return Some((2, SearchedDate { day, month, year }));
    }
    Some((1, in_digits(word(0))?))
}

/// Parses `03/12`, `3/12/26`, `2026-12-03`.
fn in_digits(word: &str) -> Option<SearchedDate> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let (day, month, year) = match parts[..] {
        [day, month] => (day, month, None),
        [year, month, day] if year.len() == 4 => (day, month, Some(long_year(year)?)),
        [day, month, year] if year.len() == 2 => {
            (day, month, Some(2000 + year.parse::<i32>().ok()?))
        }
        [day, month, year] => (day, month, Some(long_year(year)?)),
        _ => return None,
    };
    let month = month
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let day = Some(day_of_month(day)?);
    Some(SearchedDate { day, month, year })
}

fn long_year(word: &str) -> Option<i32> {
    let year = word.parse().ok()?;
    (2000..2100).contains(&year).then_some(year)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_among_words_as_people_type_them() {
        let read = |search: &str| -> Vec<String> {
            let terms = terms(search).into_iter();
            let read = terms.map(|term| match term.date {
                Some(date) => format!("{} = {}", term.words.join(" "), date.pattern()),
                None => term.words.join(" "),
            });
            read.collect()
        };
        for (search, terms) in [
            ("3 décembre", &["3 decembre = ____-12-03"][..]),
            (
                "café 1er déc. Vesoul",
                &["cafe", "1er dec. = ____-12-01", "vesoul"],
            ),
            (
                "café 1er déc Vesoul",
                &["cafe", "1er dec = ____-12-01", "vesoul"],
            ),
            ("03/12", &["03/12 = ____-12-03"]),
            ("3/12/26", &["3/12/26 = 2026-12-03"]),
            ("03.12.2026", &["03.12.2026 = 2026-12-03"]),
            ("2026-12-03", &["2026-12-03 = 2026-12-03"]),
            (
                "jeudi 3 décembre 2026",
                &["jeudi 3 decembre 2026 = 2026-12-03"],
            ),
            ("décembre 2026", &["decembre 2026 = 2026-12-__"]),
            ("décembre", &["decembre"]),
            ("atelier 3", &["atelier", "3"]),
            ("3 jui", &["3", "jui"]),
            ("32/12 3/13 12/", &["32/12", "3/13", "12/"]),
            ("25000", &["25000"]),
            ("", &[]),
        ] {
            assert_eq!(read(search), terms, "{search}");
        }
    }

    #[test]
    fn a_link_is_neither_a_word_nor_a_date() {
        for word in ["https://exemple.fr", "http", "exemple.fr", "forms.gle/x"] {
            assert!(is_of_link(word), "{word}");
        }
        for word in [
            "exemple",
            "parents/enfants",
            "03.12",
            "18.30",
            "dec.",
            "m.",
            "1.5h",
        ] {
            assert!(!is_of_link(word), "{word}");
        }
    }

    #[test]
    fn a_date_matches_as_its_pattern_does() {
        let matches = |search: &str, date: &str| {
            let date = date.parse().unwrap();
            let searched = terms(search)[0].date.unwrap();
            assert_eq!(is_like(&searched.pattern(), date), searched.matches(date));
            searched.matches(date)
        };
        assert!(matches("3 décembre", "2024-12-03"));
        assert!(!matches("3 décembre", "2024-12-13"));
        assert!(matches("décembre 2026", "2026-12-13"));
        assert!(!matches("décembre 2026", "2025-12-13"));
    }
}
