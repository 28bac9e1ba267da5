//! Series: the same event at several dates, which can be changed together.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use super::EventContent;

/// The largest number of events that are created at once.
pub const MAX_OCCURRENCES: usize = 100;

/// How often an event comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every week.
    Weekly,
    /// Every two weeks.
    Fortnightly,
    /// Every month, on the same day of the same week: the second Tuesday.
    Monthly,
}

impl Rhythm {
    /// Every rhythm.
    pub const ALL: [Self; 3] = [Self::Weekly, Self::Fortnightly, Self::Monthly];

    /// Returns the words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Weekly => "chaque semaine",
            Self::Fortnightly => "toutes les deux semaines",
            Self::Monthly => "chaque mois, le même jour",
        }
    }

    /// Returns the `count` dates that follow `first`, at most [`MAX_OCCURRENCES`].
    pub fn after(self, first: NaiveDate, count: usize) -> Vec<NaiveDate> {
        (1..=count.min(MAX_OCCURRENCES))
            .filter_map(|step| {
                let step = u32::try_from(step).ok()?;
                match self {
                    Self::Weekly => first.checked_add_days(Days::new(7 * u64::from(step))),
                    Self::Fortnightly => first.checked_add_days(Days::new(14 * u64::from(step))),
                    Self::Monthly => same_day_of_month(first, step),
                }
            })
            .collect()
    }
}

/// Returns the same day of the same week of a later month; the last one when there is no fifth.
fn same_day_of_month(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    let month = first.with_day(1)?.checked_add_months(Months::new(months))?;
    let week = u8::try_from(first.day0() / 7 + 1).ok()?;
    let on = |week| {
        NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), first.weekday(), week)
    };
    on(week).or_else(|| on(week - 1))
}

/// The parts of an event that a change to one member of a series can give to those to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The place, all of it.
    pub venue: bool,
    /// Both hours.
    pub hours: bool,
    /// How many days it lasts.
    pub days: bool,
    /// The description.
    pub description: bool,
    /// Both themes.
    pub themes: bool,
}

impl Shared {
    /// Returns the parts that differ between two versions of an event.
    pub fn between(before: &EventContent, after: &EventContent) -> Self {
        Self {
            venue: before.venue != after.venue,
            hours: (before.starts, before.ends) != (after.starts, after.ends),
            days: end_date_offset(before) != end_date_offset(after),
            description: before.description != after.description,
            themes: (before.theme, before.second_theme) != (after.theme, after.second_theme),
        }
    }

    /// Whether there is any part.
    pub fn any(self) -> bool {
        self != Self::default()
    }

    /// Returns the names of the parts, for a question.
    pub fn labels(self) -> Vec<String> {
        [
            (self.venue, "lieu"),
            (self.hours, "heures"),
            (self.days, "nombre de jours"),
            (self.description, "description"),
            (self.themes, "thématiques"),
        ]
        .into_iter()
        .filter(|(differs, _)| *differs)
        .map(|(_, label)| label.to_owned())
        .collect()
    }

    /// Copies these parts of `from` to another member.
    pub fn give(self, from: &EventContent, to: &mut EventContent) {
        if self.venue {
            to.venue = from.venue.clone();
        }
        if self.hours {
            (to.starts, to.ends) = (from.starts, from.ends);
        }
        if self.days {
            to.end_date = from.end_date_from(to.date);
        }
        if self.hours || self.days {
            to.simplify_end();
        }
        if self.description {
            to.description.clone_from(&from.description);
        }
        if self.themes {
            (to.theme, to.second_theme) = (from.theme, from.second_theme);
        }
    }
}

/// Returns how long after its date an event has its end date.
fn end_date_offset(event: &EventContent) -> Option<TimeDelta> {
    Some(event.end_date? - event.date?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn after(rhythm: Rhythm, first: &str, count: usize) -> Vec<String> {
        let dates = rhythm.after(first.parse().unwrap(), count);
        dates.iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn each_rhythm_keeps_the_day_of_the_week() {
        assert_eq!(
            after(Rhythm::Weekly, "2026-12-22", 2),
            ["2026-12-29", "2027-01-05"]
        );
        assert_eq!(
            after(Rhythm::Fortnightly, "2026-12-22", 2),
            ["2027-01-05", "2027-01-19"]
        );
        // The second Tuesday of each month.
        assert_eq!(
            after(Rhythm::Monthly, "2026-12-08", 3),
            ["2027-01-12", "2027-02-09", "2027-03-09"]
        );
        // The fifth Tuesday, or the last one.
        assert_eq!(
            after(Rhythm::Monthly, "2026-12-29", 4),
            ["2027-01-26", "2027-02-23", "2027-03-30", "2027-04-27"]
        );
    }

    #[test]
    fn a_series_has_an_end() {
        assert_eq!(
            after(Rhythm::Weekly, "2026-12-22", 5_000).len(),
            MAX_OCCURRENCES
        );
    }

    #[test]
    fn what_was_changed_is_given_and_nothing_else() {
        let before = EventContent {
            title: "Un".to_owned(),
            ..EventContent::default()
        };
        let mut after = before.clone();
        after.title = "Deux".to_owned();
        assert!(!Shared::between(&before, &after).any());
        after.description = "Autre".to_owned();
        after.venue.name = "Jean Jaurès".to_owned();
        let shared = Shared::between(&before, &after);
        assert_eq!(shared.labels(), ["lieu", "description"]);
        let mut other = before.clone();
        shared.give(&after, &mut other);
        assert_eq!(
            (other.title.as_str(), other.description.as_str()),
            ("Un", "Autre")
        );
        assert_eq!(other.venue.name, "Jean Jaurès");
    }

    #[test]
    fn the_number_of_days_is_given_from_the_date_of_each() {
        let before = EventContent {
            date: "2026-12-03".parse().ok(),
            ..EventContent::default()
        };
        let mut after = before.clone();
        after.end_date = "2026-12-05".parse().ok();
        let shared = Shared::between(&before, &after);
        assert_eq!(shared.labels(), ["nombre de jours"]);
        let mut other = before.copied_to("2026-12-30".parse().ok());
        shared.give(&after, &mut other);
        assert_eq!(other.end_date, "2027-01-01".parse().ok());
        // Moved as a whole, it lasts as long.
        let moved = after.copied_to("2026-12-10".parse().ok());
        assert!(!Shared::between(&after, &moved).any());
    }
}
