//! Whether parents can come with their children: the memento has it said of events out of school hours.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::EventContent;
use crate::domain::reference::References;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{NARROW, capitalised, hour};
use crate::domain::time::calendar::{SchoolHoliday, public_holiday};
use crate::domain::time::day_span::DaySpan;

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
    let Some(starts) = content.starts else {
        return false;
    };
    let is_for_both = || fold(references.label(content.category)).contains("enfant");
    !content.children_welcome
        && !is_for_both()
        && content.missing().is_empty()
        && fold(references.label(content.audience)).contains("parent")
        && is_out_on_some_day(content, starts, school)
}

/// Whether children are out of school on one of the days of an event.
fn is_out_on_some_day(content: &EventContent, starts: NaiveTime, school: SchoolTime<'_>) -> bool {
    let end_of_day = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(starts);
    let ends = content.ends.map(|ends| match ends < starts {
        true => end_of_day,
        false => ends,
    });
    // The first weekend ends it, however long the event is.
    let mut days = content.days().into_iter().flat_map(DaySpan::each);
    days.any(|day| school.is_out(day, starts, ends))
}

/// Returns the question to ask.
pub fn question(content: &EventContent) -> String {
    let when = match (content.days(), content.starts) {
        (Some(days), _) if days.is_several() => {
            format!(
                "{}, les enfants ne sont pas toujours",
                capitalised(&days.full())
            )
        }
        (Some(days), Some(starts)) => {
            format!(
                "Le {} à {}, les enfants ne sont pas",
                days.full(),
                hour(starts)
            )
        }
        _ => "Les enfants ne sont pas".to_owned(),
    };
    format!("{when} en classe. Leurs parents peuvent-ils venir avec eux{NARROW}?")
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
        let event = |date: &str, end: &str, starts: &str, ends: &str| EventContent {
            date: date.parse().ok(),
            end_date: end.parse().ok(),
            starts: Some(time(starts)),
            ends: Some(time(ends)),
            ..EventContent::default()
        };
        for (event, is_out) in [
            (event("2026-11-23", "2026-11-24", "09:00", "11:00"), false),
            // Until Saturday.
            (event("2026-11-26", "2026-11-28", "09:00", "11:00"), true),
            // Past midnight.
            (event("2026-11-24", "", "15:00", "00:30"), true),
        ] {
            let starts = event.starts.unwrap();
            assert_eq!(
                is_out_on_some_day(&event, starts, school),
                is_out,
                "{event:?}"
            );
        }
        let asked = question(&event("2026-11-26", "2026-11-28", "09:00", "11:00"));
        assert!(
            asked.starts_with(
                "Du jeudi 26 au samedi 28 novembre 2026, les enfants ne sont pas toujours en classe."
            ),
            "{asked}"
        );
    }
}
