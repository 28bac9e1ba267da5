//! The details of an event announced to contacts, and what has changed since (memento, last page:
//! « tenir informés vos contacts de tout changement »).

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::content::EventContent;
use super::publication::Publication;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;

/// The details of an event at the time they were announced or published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Announced {
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Its beginning.
    pub starts: Option<NaiveTime>,
    /// Its end.
    pub ends: Option<NaiveTime>,
    /// Nom du lieu.
    pub venue: String,
    /// Adresse.
    pub address: String,
    /// Commune.
    pub commune: String,
    /// Whether it was cancelled.
    pub cancelled: bool,
}

/// The name of the detail that says whether the event takes place.
const TAKES_PLACE: &str = "événement";

/// A detail that was announced and has changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailChange {
    /// « date », « heures », « lieu » or « événement ».
    pub what: &'static str,
    /// As it was announced.
    pub from: String,
    /// As it is now.
    pub to: String,
}

impl Announced {
    /// Returns the present details of an event.
    pub fn of(content: &EventContent, publication: Publication) -> Self {
        Self {
            date: content.date,
            starts: content.starts,
            ends: content.ends,
            venue: content.venue.name.clone(),
            address: content.venue.address.clone(),
            commune: content.venue.commune.clone(),
            cancelled: publication == Publication::Cancelled,
        }
    }

    /// Returns what has changed between these details and `now`.
    pub fn changes(&self, now: &Self) -> Vec<DetailChange> {
        // Compared part by part, as the store does: two different places may read alike.
        let place = |details: &Self| {
            let parts = [&details.venue, &details.address, &details.commune];
            parts.map(String::clone)
        };
        let changed = |is_other: bool, what, word: fn(&Self) -> String| {
            is_other.then(|| DetailChange {
                what,
                from: word(self),
                to: word(now),
            })
        };
        [
            changed(self.date != now.date, "date", Self::day),
            changed(
                (self.starts, self.ends) != (now.starts, now.ends),
                "heures",
                Self::hours,
            ),
            changed(place(self) != place(now), "lieu", Self::place),
            changed(
                self.cancelled != now.cancelled,
                TAKES_PLACE,
                Self::takes_place,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn day(&self) -> String {
        self.date
            .map_or_else(|| "sans date".to_owned(), typography::long_date)
    }

    fn hours(&self) -> String {
        self.starts.map_or_else(
            || "sans heure".to_owned(),
            |starts| typography::hours(starts, self.ends),
        )
    }

    fn takes_place(&self) -> String {
        let word = if self.cancelled {
            "annulé"
        } else {
            "maintenu"
        };
        word.to_owned()
    }

    fn place(&self) -> String {
        let parts: Vec<&str> = [&self.venue, &self.address, &self.commune]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            "sans lieu".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

impl DetailChange {
    /// Returns the change in words: « date : mar. 24 nov. 2026 → jeu. 26 nov. 2026 ».
    pub fn sentence(&self) -> String {
        if self.what == TAKES_PLACE {
            return format!("événement {}", self.to);
        }
        format!("{}{NARROW}: {} → {}", self.what, self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_moved_from_one_part_of_the_place_to_another_is_a_change() {
        let announced = Announced {
            venue: "École Jaurès, 3 rue Haute".to_owned(),
            ..Announced::default()
        };
        let now = Announced {
            venue: "École Jaurès".to_owned(),
            address: "3 rue Haute".to_owned(),
            ..Announced::default()
        };
        let changed = announced.changes(&now);
        assert_eq!(changed.len(), 1);
        assert_eq!(changed.first().map(|changed| changed.what), Some("lieu"));
        assert_eq!(announced.changes(&announced), []);
    }
}
