//! Whether parents can come with their children: the memento has it said of events out of school hours.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::EventContent;
use crate::domain::reference::References;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{NARROW, full_date, hour};
use crate::domain::time::calendar::{SchoolHoliday, public_holiday};

/// The days without school of a place.
#[derive(Clone, Copy, Debug)]
pub struct SchoolTime<'c> {
    /// The code of its département, which decides public holidays.
    pub departement: &'c str,
    /// Its zone of school holidays.
    pub zone: &'c str,
    /// The school holidays.
    pub holidays: &'c [SchoolHoliday],
}

impl SchoolTime<'_> {
    /// Whether children have school neither at the beginning nor until the end.
    ///
    /// Schools choose their hours: these are those that hardly any has, 8 h to 16 h 30, and noon on
    /// Wednesday.
    fn is_out(&self, date: NaiveDate, starts: NaiveTime, ends: Option<NaiveTime>) -> bool {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        let last = match date.weekday() {
            Weekday::Sat | Weekday::Sun => return true,
            Weekday::Wed => at(12, 0),
            _ => at(16, 30),
        };
        public_holiday(date, self.departement).is_some()
            || self
                .holidays
                .iter()
                .any(|holiday| holiday.covers(date, self.zone))
            || starts < at(8, 0)
            || starts >= last
            || ends.is_some_and(|ends| ends > last)
    }
}

/// Whether to ask if parents may come with their children: the event is complete for the site, for
/// parents and out of school hours, and does not say that they may.
pub fn is_to_ask(content: &EventContent, references: &References, school: SchoolTime<'_>) -> bool {
    let (Some(date), Some(starts)) = (content.date, content.starts) else {
        return false;
    };
    let is_for_both = || fold(references.label(content.category)).contains("enfant");
    !content.children_welcome
        && !is_for_both()
        && content.missing().is_empty()
        && fold(references.label(content.audience)).contains("parent")
        && school.is_out(date, starts, content.ends)
}

/// Returns the question to ask.
pub fn question(content: &EventContent) -> String {
    let when = match (content.date, content.starts) {
        (Some(date), Some(starts)) => format!("{} à {}", full_date(date), hour(starts)),
        _ => String::new(),
    };
    format!(
        "Le {when}, les enfants ne sont pas en classe. Leurs parents peuvent-ils venir avec eux{NARROW}?"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::time::calendar::published_holidays;

    #[test]
    fn school_is_out_in_the_evening_on_days_off_and_in_the_holidays() {
        let holidays = published_holidays();
        let school = SchoolTime {
            departement: "25",
            zone: "A",
            holidays: &holidays,
        };
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        for (date, starts, ends, is_out) in [
            // A Tuesday in term.
            ("2026-11-24", "09:00", Some("10:30"), false),
            ("2026-11-24", "14:00", None, false),
            ("2026-11-24", "15:00", Some("16:30"), false),
            ("2026-11-24", "16:30", None, true),
            ("2026-11-24", "16:00", Some("17:30"), true),
            ("2026-11-24", "18:00", Some("19:30"), true),
            ("2026-11-24", "07:30", Some("08:30"), true),
            // A Wednesday.
            ("2026-11-25", "09:00", Some("10:30"), false),
            ("2026-11-25", "14:00", None, true),
            // A Saturday, a public holiday, the holidays of zone A.
            ("2026-11-28", "10:00", None, true),
            ("2026-11-11", "10:00", None, true),
            ("2026-10-20", "10:00", None, true),
        ] {
            let found = school.is_out(date.parse().unwrap(), time(starts), ends.map(time));
            assert_eq!(found, is_out, "{date} {starts}");
        }
    }
}
