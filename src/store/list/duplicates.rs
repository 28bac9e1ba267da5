//! What a carnet holds already, for whoever compares many events with it.

use std::collections::HashSet;

use crate::domain::event::EventContent;
use crate::domain::id::EventId;
use crate::domain::text::fold::sort_key;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::sql::text::hour_text;

/// The events of a carnet, as far as others are told from them.
#[derive(Clone, Debug, Default)]
pub struct ExistingEvents {
    ids: HashSet<EventId>,
    alike: HashSet<String>,
}

impl ExistingEvents {
    /// Whether an event of that name was ever here, deleted ones included.
    pub fn has(&self, id: EventId) -> bool {
        self.ids.contains(&id)
    }

    /// Whether an event of that [`duplicate_key`] is here: without an hour, any of that title and day.
    pub fn has_alike(&self, duplicate_key: &str) -> bool {
        self.alike.contains(duplicate_key)
    }
}

/// What events share that have the same title, accents and case aside, and are held the same day at
/// the same hour.
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
    /// What is here now.
    pub fn known(&self) -> Result<ExistingEvents> {
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
            let text = |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str().unwrap_or_default());
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
