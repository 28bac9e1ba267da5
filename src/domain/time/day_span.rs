//! The days of an event: one, or several from the first to the last.

use chrono::{Datelike as _, NaiveDate};

use super::calendar::{listed_date, school_year};
use crate::domain::text::typography;

/// One day, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub first: NaiveDate,
    /// The last one, the same for one day.
    pub last: NaiveDate,
}

impl From<NaiveDate> for DaySpan {
    fn from(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
        }
    }
}

impl DaySpan {
    /// Whether it is more than one day.
    pub fn is_several(self) -> bool {
        self.first < self.last
    }

    /// Returns how many days it is.
    pub fn count(self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// Returns the same number of days, starting on `first`.
    pub fn moved_to(self, first: NaiveDate) -> Self {
        let last = first.checked_add_signed(self.last - self.first);
        Self {
            first,
            last: last.unwrap_or(first),
        }
    }

    /// Returns each day in turn.
    pub fn each(self) -> impl Iterator<Item = NaiveDate> {
        self.first
            .iter_days()
            .take_while(move |&day| day <= self.last)
    }

    /// Writes « jeu. 3 déc. 2026 », « 3–5 déc. 2026 », « 30 nov. – 2 déc. 2026 ».
    pub fn long(self) -> String {
        match self.is_several() {
            false => typography::long_date(self.first),
            true if self.first.year() == self.last.year() => {
                format!("{} {}", self.compact("", " – "), self.last.year())
            }
            true => {
                let year = format!(" {}", self.first.year());
                format!("{} {}", self.compact(&year, " – "), self.last.year())
            }
        }
    }

    /// Writes « jeu. 3 déc. », « 3–5 déc. », « 30 nov.–2 déc. » for a list: with the year unless it is this
    /// school year.
    pub fn listed(self, today: NaiveDate) -> String {
        if !self.is_several() {
            return listed_date(self.first, today);
        }
        let [first, last, this] = [self.first, self.last, today].map(school_year);
        let year = match first == this && last == this {
            true => String::new(),
            false => format!(" {}", self.last.year()),
        };
        let days = self.compact("", "–");
        format!("{days}{year}")
    }

    /// Writes « jeudi 3 décembre 2026 », « du jeudi 3 au samedi 5 décembre 2026 ».
    pub fn full(self) -> String {
        let (first, last) = (self.first, self.last);
        if !self.is_several() {
            return typography::full_date(first);
        }
        let weekday = typography::weekday(first.weekday());
        let day = typography::day_of_month(first);
        let mut begins = format!("{weekday} {day}");
        if (first.year(), first.month()) != (last.year(), last.month()) {
            begins.push_str(&format!(" {}", typography::month(first.month())));
        }
        if first.year() != last.year() {
            begins.push_str(&format!(" {}", first.year()));
        }
        format!("du {begins} au {}", typography::full_date(last))
    }

    /// Writes « 3–5 déc. », « 30 nov. – 2 déc. » with `between` its months, and `year` after the first one.
    fn compact(self, year: &str, between: &str) -> String {
        let (first, last) = (self.first, self.last);
        let day = typography::day_of_month;
        let month = |date: NaiveDate| typography::short_month(date.month());
        let ends = format!("{} {}", day(last), month(last));
        match (first.year(), first.month()) == (last.year(), last.month()) {
            true => format!("{}–{ends}", day(first)),
            false => format!("{} {}{year}{between}{ends}", day(first), month(first)),
        }
    }

    /// Writes how far it is: « dans 3 jours », « en cours », « il y a 2 mois ».
    pub fn relative(self, today: NaiveDate) -> String {
        match today {
            today if self.is_several() && self.first <= today && today <= self.last => {
                "en cours".to_owned()
            }
            today if today > self.last => typography::relative_day(self.last, today),
            today => typography::relative_day(self.first, today),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn days_are_written_as_briefly_as_they_are_clear() {
        let span = |first: &str, last: &str| DaySpan {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        };
        for (first, last, long, listed, full) in [
            (
                "2026-12-03",
                "2026-12-03",
                "jeu. 3 déc. 2026",
                "jeu. 3 déc.",
                "jeudi 3 décembre 2026",
            ),
            (
                "2026-12-03",
                "2026-12-04",
                "3–4 déc. 2026",
                "3–4 déc.",
                "du jeudi 3 au vendredi 4 décembre 2026",
            ),
            (
                "2026-11-30",
                "2026-12-02",
                "30 nov. – 2 déc. 2026",
                "30 nov.–2 déc.",
                "du lundi 30 novembre au mercredi 2 décembre 2026",
            ),
            (
                "2026-12-30",
                "2027-01-02",
                "30 déc. 2026 – 2 janv. 2027",
                "30 déc.–2 janv.",
                "du mercredi 30 décembre 2026 au samedi 2 janvier 2027",
            ),
            (
                "2028-03-01",
                "2028-03-03",
                "1er–3 mars 2028",
                "1er–3 mars 2028",
                "du mercredi 1er au vendredi 3 mars 2028",
            ),
        ] {
            let span = span(first, last);
            assert_eq!(span.long(), long);
            assert_eq!(span.listed(today()), listed);
            assert_eq!(span.full(), full);
        }
        assert_eq!(
            span("2026-11-23", "2026-11-25").relative(today()),
            "en cours"
        );
        assert_eq!(span("2026-11-20", "2026-11-23").relative(today()), "hier");
        assert_eq!(span("2026-11-25", "2026-11-27").relative(today()), "demain");
        assert_eq!(span("2026-12-03", "2026-12-05").each().count(), 3);
        assert_eq!(span("2026-12-03", "2026-12-05").count(), 3);
        let moved = span("2026-12-03", "2026-12-05").moved_to(today());
        assert_eq!(moved, span("2026-11-24", "2026-11-26"));
    }
}
