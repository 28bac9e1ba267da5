//! The reference lists, and what Réglages does to them.

use std::collections::HashMap;

use rusqlite::params;

use crate::domain::id::EntryId;
use crate::domain::reference::{Entry, ListKind, References};
use crate::domain::text::displayable::line;
use crate::store::error::Result;
use crate::store::{Change, Store};

/// What an entry says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryText {
    /// What the national site calls it.
    pub label: String,
    /// A shorter label for narrow columns; may be empty.
    pub short: String,
    /// What it means.
    pub definition: String,
}

impl Store {
    /// Every list, in the user's order.
    pub fn references(&self) -> Result<References> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, list, label, short, definition, retired FROM entry ORDER BY list, position, row",
        )?;
        let entries = statement.query_map([], |row| {
            let id = EntryId::parse(&row.get::<_, String>(0)?);
            let list = ListKind::from_key(&row.get::<_, String>(1)?);
            let text = |index| -> rusqlite::Result<String> {
                Ok(line(&row.get::<_, String>(index)?).into_owned())
            };
            let (label, short, definition) = (text(2)?, text(3)?, text(4)?);
            let retired = row.get(5)?;
            Ok(id.zip(list).map(|(id, list)| Entry {
                id,
                list,
                label,
                short,
                definition,
                retired,
            }))
        })?;
        let entries = entries.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(References::new(entries.into_iter().flatten().collect()))
    }

    /// How many events bear each entry of a list; entries that none bears are left out.
    pub fn uses(&self, list: ListKind) -> Result<HashMap<EntryId, usize>> {
        let columns: &[&str] = match list {
            ListKind::Category => &["category"],
            ListKind::Theme => &["theme", "second_theme"],
            ListKind::Audience => &["audience"],
            ListKind::VenueKind => &["venue_kind"],
        };
        let mut uses = HashMap::new();
        for column in columns {
            let sql = format!("SELECT {column}, count(*) FROM event_list GROUP BY {column}");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(id) = EntryId::parse(&row.get::<_, String>(0)?) {
                    let many = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
                    *uses.entry(id).or_insert(0) += many;
                }
            }
        }
        Ok(uses)
    }
}

impl Change<'_> {
    /// Adds an entry at the end of its list.
    pub fn add_entry(&self, id: EntryId, list: ListKind, text: &EntryText) -> Result<()> {
        self.connection.execute(
            "INSERT INTO entry (id, list, label, short, definition, position, created_at, modified_at)
             SELECT ?1, ?2, ?3, ?4, ?5, coalesce(max(position), -1) + 1, ?6, ?6 FROM entry WHERE list = ?2",
            params![id.to_string(), list.key(), text.label, text.short, text.definition, self.stamp()],
        )?;
        Ok(())
    }

    /// Renames an entry; the events that bear it follow.
    pub fn rename_entry(&self, id: EntryId, text: &EntryText) -> Result<()> {
        self.expect_one_row(self.connection.execute(
            "UPDATE entry SET label = ?2, short = ?3, definition = ?4, modified_at = ?5 WHERE id = ?1",
            params![id.to_string(), text.label, text.short, text.definition, self.stamp()],
        )?)
    }
}
