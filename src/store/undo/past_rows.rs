//! Rows as they were at a point of the journal, rebuilt from the changes since.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::store::error::Result;
use crate::store::registry;
use crate::store::schema::journal_triggers::{column_names, quoted};

/// The values of a row, by column.
pub(in crate::store) type Columns = serde_json::Map<String, Value>;

/// A row, by its table and its number.
pub(in crate::store) type Place = (String, i64);

/// Returns the rows in `places` as they were before the entry `first` of the journal or, for a row
/// inserted by it or later, as it was inserted.
pub(in crate::store) fn former_rows(
    connection: &Connection,
    first: i64,
    places: &HashSet<Place>,
) -> Result<HashMap<Place, Columns>> {
    let mut rows: HashMap<Place, Columns> = HashMap::new();
    let mut whole: HashSet<Place> = HashSet::new();
    let mut statement = connection.prepare_cached(
        r#"SELECT "table", row, op, old FROM journal WHERE id >= ?1 ORDER BY id"#,
    )?;
    let mut entries = statement.query([first])?;
    while let Some(entry) = entries.next()? {
        let place = (entry.get(0)?, entry.get(1)?);
        if !places.contains(&place) || whole.contains(&place) {
            continue;
        }
        let row = rows.entry(place.clone()).or_default();
        for (name, value) in columns(entry.get(3)?) {
            row.entry(name).or_insert(value);
        }
        // A row inserted later under the same number is another one.
        if entry.get::<_, String>(2)? == "delete" {
            whole.insert(place);
        }
    }
    for place in places.difference(&whole) {
        let row = rows.entry(place.clone()).or_default();
        for (name, value) in present(connection, place)? {
            row.entry(name).or_insert(value);
        }
    }
    Ok(rows)
}

/// Returns a row as it is now; empty when it is gone.
fn present(connection: &Connection, (table, row): &Place) -> Result<Columns> {
    let Some(table) = registry::table(table) else {
        return Ok(Columns::new());
    };
    let table = table.name;
    let pairs: Vec<String> = column_names(connection, table)?
        .iter()
        .map(|name| format!("'{name}', {}", quoted(name)))
        .collect();
    let sql = format!(
        "SELECT json_object({}) FROM {table} WHERE row = ?1",
        pairs.join(", ")
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([row], |row| row.get(0)).optional()?;
    Ok(columns(row))
}

/// Parses values by column; returns none when they can't be parsed.
pub(in crate::store) fn columns(json: Option<String>) -> Columns {
    json.and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}
