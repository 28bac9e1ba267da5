//! Lookup of existing events, used to spot duplicates during an import.

use std::collections::{HashMap, HashSet};

use crate::domain::event::EventContent;
use crate::domain::id::EventId;
use crate::domain::text::fold::sort_key;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::sql::text::hour_text;

/// The events of a store, as far as duplicates are recognised by.
#[derive(Clone, Debug, Default)]
pub struct ExistingEvents {
    ids: HashSet<EventId>,
    /// The hours and the places of the events, by their titles and days.
    alike: HashMap<String, Vec<Occasion>>,
}

/// The hour and the place of an event; either may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Occasion {
    starts: String,
    place: String,
}

impl ExistingEvents {
    /// Whether there is or was an event with that identifier, deleted ones included.
    pub fn has(&self, id: EventId) -> bool {
        self.ids.contains(&id)
    }

    /// Whether there is an event of that title and day, at the same hour and place; one without an hour
    /// or a place may be any of that title and day.
    pub fn has_alike(&self, content: &EventContent) -> bool {
        let (starts, place) = (starts_of(content), place_of(content));
        let may_be = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
        let known = self.alike.get(&title_and_day(content));
        known.is_some_and(|known| {
            let mut known = known.iter();
            known.any(|it| (it.starts == starts || starts.is_empty()) && may_be(&it.place, &place))
        })
    }
}

/// Returns what duplicates in a file share: the title, the day, the hour and the place, without case and
/// accents.
pub fn duplicate_key(content: &EventContent) -> String {
    let key = title_and_day(content);
    [key, starts_of(content), place_of(content)].join("\0")
}

fn title_and_day(content: &EventContent) -> String {
    let date = content.date.map(|date| date.to_string());
    key(&sort_key(&content.title), &date.unwrap_or_default())
}

fn key(title_key: &str, date: &str) -> String {
    [title_key, date].join("\0")
}

fn starts_of(content: &EventContent) -> String {
    content.starts.map(hour_text).unwrap_or_default()
}

/// Returns the name of the place, or its commune where it has no name.
fn place_of(content: &EventContent) -> String {
    place(
        &sort_key(&content.venue.name),
        &sort_key(&content.venue.commune),
    )
}

fn place(name_key: &str, commune_key: &str) -> String {
    match name_key {
        "" => commune_key.to_owned(),
        name => name.to_owned(),
    }
}

impl Store {
    /// Reads what duplicates are recognised by.
    pub fn existing_events(&self) -> Result<ExistingEvents> {
        let mut statement = self.connection.prepare("SELECT id FROM event")?;
        let ids = statement.query_map([], |row| {
            Ok(row.get_ref(0)?.as_str().ok().and_then(EventId::parse))
        })?;
        let ids = ids.filter_map(|id| id.transpose());
        let mut statement = self
            .connection
            .prepare("SELECT title_key, date, starts, venue_key, commune_key FROM event_list")?;
        let mut rows = statement.query([])?;
        let mut alike: HashMap<String, Vec<Occasion>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let text =
                |index| Ok::<_, rusqlite::Error>(row.get_ref(index)?.as_str().unwrap_or_default());
            let occasion = Occasion {
                starts: text(2)?.to_owned(),
                place: place(text(3)?, text(4)?),
            };
            alike
                .entry(key(text(0)?, text(1)?))
                .or_default()
                .push(occasion);
        }
        Ok(ExistingEvents {
            ids: ids.collect::<rusqlite::Result<_>>()?,
            alike,
        })
    }
}
