//! What contacts were told of an event, and what has changed since (memento, last page: « tenir
//! informés vos contacts de tout changement »).

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::content::EventContent;
use super::publication::Publication;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;

/// What contacts were told of an event.
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
    /// That it will not be held.
    pub cancelled: bool,
}

/// What a change of holding the event or not is called.
const HOLDING: &str = "événement";

/// Something that contacts were told and that has changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailChange {
    /// « date », « heures », « lieu » or « événement ».
    pub what: &'static str,
    /// As they were told.
    pub from: String,
    /// As it is now.
    pub to: String,
}

impl Announced {
    /// Returns what contacts would be told of an event that says this.
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

    /// What has changed between this and `now`.
    pub fn changes(&self, now: &Self) -> Vec<DetailChange> {
        // Compared part by part, as the store does: two places may read alike.
        let place = |told: &Self| {
            let parts = [&told.venue, &told.address, &told.commune];
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
            changed(self.cancelled != now.cancelled, HOLDING, Self::holding),
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

    fn holding(&self) -> String {
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
    /// « date : mar. 24 nov. 2026 → jeu. 26 nov. 2026 ».
    pub fn sentence(&self) -> String {
        if self.what == HOLDING {
            return format!("événement {}", self.to);
        }
        format!("{}{NARROW}: {} → {}", self.what, self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_from_a_part_of_the_place_to_another_is_a_change() {
        let told = Announced {
            venue: "École Jaurès, 3 rue Haute".to_owned(),
            ..Announced::default()
        };
        let now = Announced {
            venue: "École Jaurès".to_owned(),
            address: "3 rue Haute".to_owned(),
            ..Announced::default()
        };
        let changed = told.changes(&now);
        assert_eq!(changed.len(), 1);
        assert_eq!(changed.first().map(|changed| changed.what), Some("lieu"));
        assert_eq!(told.changes(&told), []);
    }
}
