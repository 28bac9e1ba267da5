//! Removes from the history the former personal values of small records, and erases the places that
//! only erased events ever used.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::{ERASED, Plan};
use crate::store::error::Result;
use crate::store::registry::{Column, Format, TABLES};

/// Tables whose texts the purge handles by code, not by column description.
const BY_HAND: [&str; 3] = ["event", "attestation", "model"];

/// The texts of a place, all erased together.
const VENUE_TEXTS: [&str; 11] = [
    "name",
    "address",
    "postcode",
    "commune",
    "uai",
    "contact",
    "access",
    "equipment",
    "remark",
    "name_key",
    "commune_key",
];

impl Plan {
    /// Finds the places used only by events that lose all their texts, and that the mediator did
    /// not complete.
    pub(super) fn find_venues(&mut self, connection: &Connection) -> Result<()> {
        let mut keys = connection
            .prepare("SELECT sort_key(venue_name), sort_key(commune) FROM event WHERE row = ?1")?;
        let mut lonely = connection.prepare(
            "SELECT v.row FROM venue v
             WHERE v.name_key = ?1 AND v.commune_key = ?2
               AND v.uai || v.contact || v.access || v.equipment || v.remark = ''
               AND NOT EXISTS (SELECT 1 FROM event_list l
                               WHERE l.venue_key = v.name_key AND l.commune_key = v.commune_key)",
        )?;
        for event in &self.deleted {
            let (name, commune): (String, String) =
                keys.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let rows = lonely.query_map([name, commune], |row| row.get::<_, i64>(0))?;
            self.venues
                .extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        Ok(())
    }

    /// Erases the former values of records in the journal; `erasing` are the actions about an event
    /// that loses all its texts.
    pub(super) fn find_former_records(
        &mut self,
        connection: &Connection,
        erasing: &HashSet<i64>,
    ) -> Result<()> {
        for table in TABLES.iter().filter(|table| !BY_HAND.contains(&table.name)) {
            let personal: Vec<&str> = table
                .columns
                .iter()
                .filter(|column| column.personal && column.format == Format::Text)
                .map(|column: &Column| column.name)
                .collect();
            if personal.is_empty() {
                continue;
            }
            let live = live(connection, table.name, &personal)?;
            let mut statement = connection.prepare(
                r#"SELECT id, action, row, op = 'delete', old, new FROM journal
                   WHERE "table" = ?1 ORDER BY id"#,
            )?;
            let mut rows = statement.query([table.name])?;
            while let Some(row) = rows.next()? {
                let (id, action, place): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let whole: bool = row.get(3)?;
                let (old, new): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
                let is_venue = table.name == "venue";
                if is_venue && self.venues.contains(&place) {
                    self.past = self.past.max(Some(action));
                }
                let kept = live.get(&place);
                let is_erased = is_venue
                    && (self.venues.contains(&place)
                        || erasing.contains(&action) && kept.is_none());
                let without = |json: Option<&str>| -> Result<Option<String>> {
                    let Some(json) = json else { return Ok(None) };
                    let mut values: Map<String, Value> = serde_json::from_str(json)?;
                    let goes = |name: &str, values: &Map<String, Value>| {
                        is_erased || kept.and_then(|kept| kept.get(name)) != values.get(name)
                    };
                    let texts = if is_erased {
                        &VENUE_TEXTS[..]
                    } else {
                        &personal
                    };
                    let mut is_changed = false;
                    for name in texts {
                        if values.contains_key(*name) && goes(name, &values) {
                            is_changed |= erase(&mut values, name, whole);
                        }
                    }
                    // The exact text is kept when nothing is erased.
                    Ok(Some(match is_changed {
                        true => Value::Object(values).to_string(),
                        false => json.to_owned(),
                    }))
                };
                let changed_values = (without(old.as_deref())?, without(new.as_deref())?);
                if changed_values != (old, new) {
                    self.entries.push((id, changed_values.0, changed_values.1));
                }
            }
        }
        Ok(())
    }
}

/// Blanks a text of a whole row, which an undo would restore; removes it elsewhere, so that an undo
/// changes only the rest. Returns whether there was a text.
fn erase(values: &mut Map<String, Value>, name: &str, whole: bool) -> bool {
    if !whole {
        return values.remove(name).is_some();
    }
    let blank = Value::from(if name == "name" { ERASED } else { "" });
    values
        .insert(name.to_owned(), blank.clone())
        .is_some_and(|before| before != blank)
}

/// Returns the current values of some columns of a table, by row number.
fn live(
    connection: &Connection,
    table: &str,
    columns: &[&str],
) -> Result<HashMap<i64, Map<String, Value>>> {
    let sql = format!("SELECT row, {} FROM {table}", columns.join(", "));
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([], |row| {
        let mut values = Map::new();
        for (index, name) in (1..).zip(columns) {
            let text: Option<String> = row.get(index)?;
            values.insert((*name).to_owned(), text.map_or(Value::Null, Value::from));
        }
        Ok((row.get(0)?, values))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
