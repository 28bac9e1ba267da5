//! Lookup of existing events, used to spot duplicates during an import.

use std::collections::HashSet;

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
    alike: HashSet<String>,
}

impl ExistingEvents {
    /// Whether there is or was an event with that identifier, deleted ones included.
    pub fn has(&self, id: EventId) -> bool {
        self.ids.contains(&id)
    }

    /// Whether there is an event with that [`duplicate_key`]; one without an hour matches any event of
    /// that title and day.
    pub fn has_alike(&self, duplicate_key: &str) -> bool {
        self.alike.contains(duplicate_key)
    }
}

/// Returns what duplicates share: the title without case and accents, the day, and the hour.
pub fn duplicate_key(content: &EventContent) -> String {
    let date = content.date.map(|date| date.to_string());
    let starts = content.starts.map(hour_text);
    key(
        &sort_key(&content.title),
        &date.unwrap_or_default(),
        &starts.unwrap_or_default(),
    )
}

fn key(title_key: &str, date: &str, starts: &str) -> String {
    [title_key, date, starts].join("\0")
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
            .prepare("SELECT title_key, date, starts FROM event_list")?;
        let mut rows = statement.query([])?;
        let mut alike = HashSet::new();
        while let Some(row) = rows.next()? {
            let text =
                |index| Ok::<_, rusqlite::Error>(row.get_ref(index)?.as_str().unwrap_or_default());
            let (title_key, date) = (text(0)?, text(1)?);
            alike.insert(key(title_key, date, text(2)?));
            alike.insert(key(title_key, date, ""));
        }
        Ok(ExistingEvents {
            ids: ids.collect::<rusqlite::Result<_>>()?,
            alike,
        })
    }
}
