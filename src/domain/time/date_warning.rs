//! Warnings about a date that may be a mistake; it is accepted anyway.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::{SchoolHoliday, public_holiday};
use crate::domain::text::typography::{NARROW, list};

/// Why a date may be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateWarning {
    /// Before today.
    Past,
    /// A Sunday.
    Sunday,
    /// The public holiday of that name.
    PublicHoliday(&'static str),
    /// The school holidays of that name.
    SchoolHoliday(String),
    /// The mediator is elsewhere: titles of the events at the same hours.
    Clash(Vec<String>),
}

impl DateWarning {
    /// Returns the sentence to show below the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::Past => "Cette date est passée.".to_owned(),
            Self::Sunday => "C’est un dimanche.".to_owned(),
            Self::PublicHoliday(name) => format!("Jour férié{NARROW}: {name}."),
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

/// Returns the warnings about `date`, for a mediator of `departement` in the school zone `zone`.
pub fn warnings(
    date: NaiveDate,
    today: NaiveDate,
    departement: &str,
    zone: &str,
    holidays: &[SchoolHoliday],
) -> Vec<DateWarning> {
    let mut warnings = Vec::new();
    if date < today {
        warnings.push(DateWarning::Past);
    }
    if let Some(name) = public_holiday(date, departement) {
        warnings.push(DateWarning::PublicHoliday(name));
    } else if date.weekday() == Weekday::Sun {
        warnings.push(DateWarning::Sunday);
    }
    if let Some(holiday) = holidays.iter().find(|holiday| holiday.covers(date, zone)) {
        warnings.push(DateWarning::SchoolHoliday(holiday.name.clone()));
    }
    warnings
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::time::calendar::published_holidays;

    fn sentences(date: &str, zone: &str) -> String {
        let today = "2026-11-24".parse().unwrap();
        let all = warnings(
            date.parse().unwrap(),
            today,
            "25",
            zone,
            &published_holidays(),
        );
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
}
