//! The school calendar: school years, public holidays and school holidays.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::record::{Field, FieldKind, Noun, Record, field};

use crate::domain::text::typography;

/// A school year: from 1 September to 31 August.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchoolYear {
    starts_in: i32,
}

/// Returns the school year a day belongs to.
pub fn school_year(day: NaiveDate) -> SchoolYear {
    SchoolYear {
        starts_in: day.year() - i32::from(day.month() < 9),
    }
}

impl SchoolYear {
    /// Returns the school year that begins in September of that year.
    pub fn starting_in(year: i32) -> Self {
        Self {
            // The years that a date can have, with room for the next.
            starts_in: year.clamp(-9_998, 9_998),
        }
    }

    /// Returns the year of its September.
    pub fn starts_in(self) -> i32 {
        self.starts_in
    }

    /// Returns 1 September.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.starts_in, 9, 1).unwrap_or_default()
    }

    /// Returns 31 August of the year after.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.starts_in + 1, 8, 31).unwrap_or_default()
    }

    /// Writes « 2026-2027 ».
    pub fn label(self) -> String {
        format!("{}-{}", self.starts_in, self.starts_in + 1)
    }
}

/// Returns Easter Sunday of a year of the Gregorian calendar (Meeus, *Astronomical Algorithms*, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(n / 31).ok()?,
        u32::try_from(n % 31 + 1).ok()?,
    )
}

/// Returns the name of the public holiday that falls on `day` in a département, if one does (Code
/// du travail, L3133-1; L3422-2 for overseas; L3134-13 for Alsace-Moselle).
pub fn public_holiday(day: NaiveDate, departement: &str) -> Option<&'static str> {
    let from_easter = easter(day.year()).map(|easter| (day - easter).num_days());
    let alsace_moselle = ["57", "67", "68"].contains(&departement);
    let moving = match from_easter {
        Some(-2) if alsace_moselle => Some("Vendredi saint"),
        Some(1) => Some("lundi de Pâques"),
        Some(39) => Some("Ascension"),
        Some(50) => Some("lundi de Pentecôte"),
        _ => None,
    };
    moving.or(match (day.day(), day.month()) {
        (1, 1) => Some("jour de l’An"),
        (1, 5) => Some("fête du Travail"),
        (8, 5) => Some("8 mai"),
        (14, 7) => Some("fête nationale"),
        (15, 8) => Some("Assomption"),
        (1, 11) => Some("Toussaint"),
        (11, 11) => Some("11 novembre"),
        (25, 12) => Some("Noël"),
        (26, 12) if alsace_moselle => Some("Saint-Étienne"),
        (27, 4) if departement == "976" => Some("abolition de l’esclavage"),
        (22, 5) if departement == "972" => Some("abolition de l’esclavage"),
        (27, 5) if departement == "971" => Some("abolition de l’esclavage"),
        (10, 6) if departement == "973" => Some("abolition de l’esclavage"),
        (20, 12) if departement == "974" => Some("abolition de l’esclavage"),
        _ => None,
    })
}

/// Holidays of the schools of some zones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolHoliday {
    /// The zones, separated by spaces: « A B C », « Corse ».
    pub zones: String,
    /// « Toussaint », « Hiver »...
    pub name: String,
    /// The first day without school.
    pub first_day: NaiveDate,
    /// The last day without school: the eve of the return.
    pub last_day: NaiveDate,
}

impl SchoolHoliday {
    /// Whether schools of `zone` are closed on `day` by these holidays.
    pub fn covers(&self, day: NaiveDate, zone: &str) -> bool {
        (self.first_day..=self.last_day).contains(&day)
            && self.zones.split_whitespace().any(|other| other == zone)
    }
}

impl Record for SchoolHoliday {
    const NOUN: Noun = Noun {
        one: "vacances",
        several: "vacances",
        feminine: true,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(name, "Nom", FieldKind::Line).required(),
        field!(zones, "Zones", FieldKind::Line),
        field!(first_day, "Premier jour", FieldKind::Date).required(),
        field!(last_day, "Dernier jour", FieldKind::Date).required(),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        let sentence = "Le dernier jour vient avant le premier.";
        let is_wrong = self.last_day < self.first_day;
        is_wrong
            .then(|| ("last_day", sentence.to_owned()))
            .into_iter()
            .collect()
    }
}

/// The holidays that travel with the program, to be edited in Réglages.
pub fn published_holidays() -> Vec<SchoolHoliday> {
    crate::domain::asset::records(include_str!("../../../assets/school_holidays.csv"))
}

/// Returns the weeks of a month, from Monday: days of the months before and after complete the first
/// and the last week.
pub fn weeks_of_month(month: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let first = month.with_day(1).unwrap_or(month);
    let mut monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    let mut weeks = Vec::new();
    while weeks.is_empty() || (monday.month(), monday.year()) == (first.month(), first.year()) {
        weeks.push(std::array::from_fn(|day| monday + Days::new(day as u64)));
        monday = monday + Days::new(7);
    }
    weeks
}

/// Writes a date as lists show it: with its year unless it is in the school year of `today`.
pub fn listed_date(date: NaiveDate, today: NaiveDate) -> String {
    if school_year(date) == school_year(today) {
        typography::short_date(date)
    } else {
        typography::long_date(date)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_school_year_begins_in_september() {
        assert_eq!(school_year(day("2026-08-31")).label(), "2025-2026");
        let year = school_year(day("2026-09-01"));
        assert_eq!(year, SchoolYear::starting_in(2026));
        assert_eq!(year.first_day(), day("2026-09-01"));
        assert_eq!(year.last_day(), day("2027-08-31"));
    }

    #[test]
    fn easter_falls_where_the_church_says() {
        for date in ["2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25"] {
            assert_eq!(easter(day(date).year()), Some(day(date)));
        }
    }

    #[test]
    fn public_holidays_follow_easter_and_the_departement() {
        assert_eq!(public_holiday(day("2026-05-14"), "25"), Some("Ascension"));
        assert_eq!(
            public_holiday(day("2027-03-29"), "25"),
            Some("lundi de Pâques")
        );
        assert_eq!(public_holiday(day("2026-11-11"), ""), Some("11 novembre"));
        assert_eq!(public_holiday(day("2027-05-27"), "25"), None);
        assert!(public_holiday(day("2027-05-27"), "971").is_some());
        assert!(public_holiday(day("2027-03-26"), "67").is_some());
        assert_eq!(public_holiday(day("2026-11-24"), "25"), None);
    }

    #[test]
    fn school_holidays_go_from_saturday_to_the_eve_of_the_return() {
        let holidays = published_holidays();
        let on = |text: &str, zone: &str| {
            let found = holidays
                .iter()
                .find(|holiday| holiday.covers(day(text), zone));
            found.map(|holiday| holiday.name.clone())
        };
        assert_eq!(on("2026-10-17", "A").as_deref(), Some("Toussaint"));
        assert_eq!(on("2026-11-01", "C").as_deref(), Some("Toussaint"));
        assert_eq!(on("2026-11-02", "C"), None);
        assert_eq!(on("2027-02-10", "C").as_deref(), Some("Hiver"));
        assert_eq!(on("2027-02-10", "A"), None);
        assert_eq!(on("2027-02-10", "Corse"), None);
    }

    #[test]
    fn no_holiday_of_the_table_is_lost_or_ends_before_it_begins() {
        let lines = include_str!("../../../assets/school_holidays.csv")
            .lines()
            .count();
        let holidays = published_holidays();
        assert_eq!(holidays.len(), lines - 1);
        assert!(
            holidays
                .iter()
                .all(|holiday| holiday.first_day <= holiday.last_day)
        );
    }

    #[test]
    fn a_month_is_whole_weeks() {
        let weeks = weeks_of_month(day("2026-11-24"));
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0][0], day("2026-10-26"));
        assert_eq!(weeks[5][6], day("2026-12-06"));
        assert_eq!(weeks_of_month(day("2027-02-01")).len(), 4);
    }
}
