//! Warnings about a date that may be a mistake; it is accepted anyway.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::{SchoolHoliday, public_holiday};
use super::day_span::DaySpan;
use crate::domain::text::typography::{NARROW, count, list, short_date};

/// Why a date may be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateWarning {
    /// Before today.
    Past,
    /// A Sunday.
    Sunday,
    /// These Sundays, among several days.
    Sundays(Vec<NaiveDate>),
    /// The public holiday of that name, and its day among several.
    PublicHoliday(&'static str, Option<NaiveDate>),
    /// The school holidays of that name.
    SchoolHoliday(String),
    /// More days than an event usually lasts.
    Long(i64),
    /// The mediator is elsewhere: titles of the events at the same hours.
    Clash(Vec<String>),
}

impl DateWarning {
    /// Returns the sentence to show below the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::Past => "Cette date est passée.".to_owned(),
            Self::Sunday => "C’est un dimanche.".to_owned(),
            Self::Sundays(days) => {
                let days: Vec<String> = days.iter().map(|&day| short_date(day)).collect();
                match days.len() {
                    1 => sentence(&format!("Dont un dimanche{NARROW}: {}", list(&days))),
                    _ => sentence(&format!("Dont des dimanches{NARROW}: {}", list(&days))),
                }
            }
            Self::PublicHoliday(name, None) => format!("Jour férié{NARROW}: {name}."),
            Self::PublicHoliday(name, Some(day)) => sentence(&format!(
                "Jour férié{NARROW}: {name}, le {}",
                short_date(*day)
            )),
            Self::Long(days) => {
                format!(
                    "{} de suite{NARROW}: le dernier jour est-il le bon{NARROW}?",
                    count(days.unsigned_abs(), "jour", "jours")
                )
            }
            Self::SchoolHoliday(name) => format!("Vacances scolaires{NARROW}: {name}."),
            Self::Clash(titles) => {
                let quoted: Vec<String> = titles
                    .iter()
                    .map(|title| format!("«{NARROW}{title}{NARROW}»"))
                    .collect();
                format!("Au même moment{NARROW}: {}.", list(&quoted))
            }
        }
    }
}

/// Ends a sentence, unless the abbreviation of a month does.
fn sentence(text: &str) -> String {
    match text.ends_with('.') {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}

/// How many days of an event are looked at, from its first one.
const MAX_CHECKED_DAYS: usize = 62;

/// An event of more days than this is doubtful.
pub const USUAL_DAYS: i64 = 31;

/// Returns the warnings about a day or several, for a mediator of `departement` in the school zone `zone`.
pub fn warnings(
    days: DaySpan,
    today: NaiveDate,
    departement: &str,
    zone: &str,
    holidays: &[SchoolHoliday],
) -> Vec<DateWarning> {
    let mut warnings = Vec::new();
    if days.last < today {
        warnings.push(DateWarning::Past);
    }
    if days.count() > USUAL_DAYS {
        warnings.push(DateWarning::Long(days.count()));
    }
    // A year of days says no more than its first months.
    let is_several = days.is_several();
    let mut sundays = Vec::new();
    for day in days.each().take(MAX_CHECKED_DAYS) {
        if let Some(name) = public_holiday(day, departement) {
            warnings.push(DateWarning::PublicHoliday(name, is_several.then_some(day)));
        } else if day.weekday() == Weekday::Sun {
            sundays.push(day);
        }
    }
    match sundays.is_empty() {
        false if is_several => warnings.push(DateWarning::Sundays(sundays)),
        false => warnings.push(DateWarning::Sunday),
        true => {}
    }
    for holiday in holidays {
        let mut days = days.each().take(MAX_CHECKED_DAYS);
        let warning = DateWarning::SchoolHoliday(holiday.name.clone());
        if days.any(|day| holiday.covers(day, zone)) && !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    warnings
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::time::calendar::published_holidays;

    fn days_of(text: &str) -> DaySpan {
        match text.split_once('/') {
            Some((first, last)) => DaySpan {
                first: first.parse().unwrap(),
                last: last.parse().unwrap(),
            },
            None => text.parse::<NaiveDate>().unwrap().into(),
        }
    }

    fn sentences(date: &str, zone: &str) -> String {
        let today = "2026-11-24".parse().unwrap();
        let all = warnings(days_of(date), today, "25", zone, &published_holidays());
        all.iter()
            .map(DateWarning::sentence)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn each_slip_has_its_sentence() {
        assert_eq!(sentences("2026-11-25", "A"), "");
        assert_eq!(sentences("2026-11-23", "A"), "Cette date est passée.");
        assert_eq!(sentences("2026-11-29", "A"), "C’est un dimanche.");
        let christmas = sentences("2026-12-25", "A");
        assert_eq!(
            christmas,
            "Jour férié\u{202f}: Noël. Vacances scolaires\u{202f}: Noël."
        );
        assert_eq!(
            sentences("2027-02-15", "A"),
            "Vacances scolaires\u{202f}: Hiver."
        );
        assert_eq!(sentences("2027-02-15", "B"), "");
    }

    #[test]
    fn each_of_several_days_has_its_warnings() {
        let said = |days: &str| sentences(days, "A").replace('\u{202f}', " ");
        assert_eq!(said("2026-11-25/2026-11-26"), "");
        assert_eq!(said("2026-11-23/2026-11-25"), "");
        assert_eq!(said("2026-11-20/2026-11-21"), "Cette date est passée.");
        assert_eq!(
            said("2026-11-28/2026-11-30"),
            "Dont un dimanche : dim. 29 nov."
        );
        assert_eq!(
            said("2026-12-18/2026-12-26"),
            "Jour férié : Noël, le ven. 25 déc. Dont un dimanche : dim. 20 déc. Vacances scolaires : Noël."
        );
        assert!(
            said("2027-01-04/2027-02-04")
                .starts_with("32 jours de suite : le dernier jour est-il le bon ?")
        );
        assert!(!said("2027-01-04/2027-02-03").contains("de suite"));
    }
}
