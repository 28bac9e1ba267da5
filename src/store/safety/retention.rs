//! How copies of the store are named, and which are kept.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

/// How many days, weeks and months keep their last daily copy, of those that have one.
const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;

/// How many copies of each other reason are kept among those of the last [`DAYS`].
const MAX_PER_REASON: usize = 10;

/// Why a copy was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The first change of a day.
    Daily,
    /// The schema was about to change.
    Migration,
    /// A file was about to be imported.
    Import,
    /// Another copy was about to be merged into the store.
    Merge,
    /// Another copy was about to take the store's place.
    Restore,
    /// Another program put another file in its place.
    Replaced,
    /// The user asked for it.
    Asked,
    /// A synchronisation made it, next to the store: no name in the folder of the copies says so.
    Conflict,
}

impl Reason {
    /// The reasons of the copies that Carnet makes.
    pub const ALL: [Self; 7] = [
        Self::Daily,
        Self::Migration,
        Self::Import,
        Self::Merge,
        Self::Restore,
        Self::Replaced,
        Self::Asked,
    ];

    /// Returns the word in the name of the file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Daily => "quotidienne",
            Self::Migration => "avant-migration",
            Self::Import => "avant-import",
            Self::Merge => "avant-fusion",
            Self::Restore => "avant-restauration",
            Self::Replaced => "avant-remplacement",
            Self::Asked => "manuelle",
            Self::Conflict => "conflit",
        }
    }

    /// Returns the word in a list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Daily => "quotidienne",
            Self::Migration => "avant une mise à jour",
            Self::Import => "avant un import",
            Self::Merge => "avant une fusion",
            Self::Restore => "avant une restauration",
            Self::Replaced => "avant un remplacement",
            Self::Asked => "demandée",
            Self::Conflict => "autre ordinateur",
        }
    }
}

/// When and why a copy was made: what its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Taken {
    /// The day, where the mediator was.
    pub date: NaiveDate,
    /// Why.
    pub reason: Reason,
    /// 1 for the first of that day and reason, then 2...
    pub number: u32,
}

impl Taken {
    /// Returns the name of the file: `carnet-2026-11-24-quotidienne.db`, then `…-quotidienne-2.db`.
    pub fn file_name(self, stem: &str) -> String {
        let number = match self.number {
            0 | 1 => String::new(),
            number => format!("-{number}"),
        };
        format!("{stem}-{}-{}{number}.db", self.date, self.reason.key())
    }

    /// Reads a name that [`Taken::file_name`] wrote for the same `stem`; `None` for any other.
    pub fn parse(name: &str, stem: &str) -> Option<Self> {
        let rest = name.strip_prefix(stem)?.strip_prefix('-')?;
        let date = rest.get(..10)?.parse().ok()?;
        let word = rest.get(10..)?.strip_prefix('-')?.strip_suffix(".db")?;
        let taken = Reason::ALL.into_iter().find_map(|reason| {
            let number = match word.strip_prefix(reason.key())? {
                "" => 1,
                number => number.strip_prefix('-')?.parse().ok()?,
            };
            Some(Self {
                date,
                reason,
                number,
            })
        })?;
        (taken.file_name(stem) == name).then_some(taken)
    }
}

/// Returns, for each copy, whether it is kept: of the daily ones the last of each of the last 7 days,
/// 4 weeks and 12 months that have one; all those that the user asked for; of each other reason the last
/// one, and the last 10 of the last 7 days, with the first of each of these days before a restoration.
///
/// A copy dated after `today` comes from a wrong clock: it is kept, and does not count.
pub fn kept(copies: &[Taken], today: NaiveDate) -> Vec<bool> {
    let mut newest_first: Vec<usize> = (0..copies.len()).collect();
    newest_first.sort_by_key(|&index| std::cmp::Reverse(copies[index]));
    let mut kept: Vec<bool> = copies.iter().map(|copy| copy.date > today).collect();

    let daily = |&index: &usize| copies[index].reason == Reason::Daily && !kept[index];
    let dailies: Vec<usize> = newest_first.iter().copied().filter(daily).collect();
    let others: Vec<usize> = newest_first
        .iter()
        .copied()
        .filter(|&index| copies[index].reason != Reason::Daily && !kept[index])
        .collect();

    let date = |index: usize| copies[index].date;
    type Slot = fn(NaiveDate) -> (i32, u32);
    let slots: [(usize, Slot); 3] = [
        (DAYS, |date| (date.year(), date.ordinal())),
        (WEEKS, |date| {
            (date.iso_week().year(), date.iso_week().week())
        }),
        (MONTHS, |date| (date.year(), date.month())),
    ];
    for (limit, slot) in slots {
        let mut filled = BTreeSet::new();
        for &index in &dailies {
            if filled.len() < limit && filled.insert(slot(date(index))) {
                kept[index] = true;
            }
        }
    }

    let days: BTreeSet<NaiveDate> = dailies.iter().chain(&others).map(|&i| date(i)).collect();
    let since = days.iter().rev().nth(DAYS - 1).or(days.first());
    for reason in Reason::ALL {
        let of_it = others
            .iter()
            .filter(|&&index| copies[index].reason == reason);
        for (place, &index) in of_it.enumerate() {
            let is_recent = since.is_some_and(|&since| date(index) >= since);
            let is_among = place < MAX_PER_REASON || is_first_restore(copies, index);
            kept[index] = reason == Reason::Asked || place == 0 || (is_recent && is_among);
        }
    }
    kept
}

/// Whether a copy was made before the first restoration of its day: what the store was before any.
fn is_first_restore(copies: &[Taken], index: usize) -> bool {
    let copy = copies[index];
    let is_earlier = |other: &Taken| {
        (other.reason, other.date) == (copy.reason, copy.date) && other.number < copy.number
    };
    copy.reason == Reason::Restore && !copies.iter().any(is_earlier)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_name_says_when_and_why() {
        for reason in Reason::ALL {
            for number in [1, 2, 30] {
                let date = day("2026-11-24");
                let taken = Taken {
                    date,
                    reason,
                    number,
                };
                let name = taken.file_name("carnet");
                assert_eq!(Taken::parse(&name, "carnet"), Some(taken), "{name}");
                assert_eq!(Taken::parse(&name, "essai"), None);
            }
        }
        for name in [
            "carnet.db",
            "carnet-2026-11-24.db",
            "carnet-2026-11-24-quotidienne.db.sha256",
            "carnet-2026-11-24-quotidienne-1.db",
            "carnet-2026-11-24-quotidienne-02.db",
            "carnet-2026-13-24-quotidienne.db",
            "carnet-2026-11-24-autre.db",
            "carnet-é-quotidienne.db",
        ] {
            assert_eq!(Taken::parse(name, "carnet"), None, "{name}");
        }
    }

    #[test]
    fn a_year_of_days_keeps_7_then_4_weeks_then_12_months() {
        let daily = |date| Taken {
            date,
            reason: Reason::Daily,
            number: 1,
        };
        let copies: Vec<Taken> = day("2025-01-01")
            .iter_days()
            .take_while(|date| *date <= day("2026-11-24"))
            .map(daily)
            .collect();
        let kept = kept(&copies, day("2026-11-24"));
        let dates: Vec<String> = copies
            .iter()
            .zip(kept)
            .filter(|(_, kept)| *kept)
            .map(|(copy, _)| copy.date.to_string())
            .collect();
        assert_eq!(
            dates,
            [
                "2025-12-31",
                "2026-01-31",
                "2026-02-28",
                "2026-03-31",
                "2026-04-30",
                "2026-05-31",
                "2026-06-30",
                "2026-07-31",
                "2026-08-31",
                "2026-09-30",
                "2026-10-31",
                "2026-11-08",
                "2026-11-15",
                "2026-11-18",
                "2026-11-19",
                "2026-11-20",
                "2026-11-21",
                "2026-11-22",
                "2026-11-23",
                "2026-11-24",
            ]
        );
    }
}
