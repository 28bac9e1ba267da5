//! Rows as they were when two copies of the store parted, found in the journal of one of them.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::identity::Shape;
use crate::store::error::Result;
use crate::store::schema::journal_triggers::quoted;
use crate::store::undo::past_rows::{Columns, columns};

/// The rows that a copy has changed since, by table and key: each as it was, or `None` when it was
/// not there yet.
#[derive(Debug, Default)]
pub(super) struct Past(HashMap<(&'static str, String), Option<Columns>>);

impl Past {
    /// Returns a row as it was; `None` when the journal does not name it.
    pub(super) fn get(&self, table: &'static str, key: &str) -> Option<Option<&Columns>> {
        let row = self.0.get(&(table, key.to_owned()))?;
        Some(row.as_ref())
    }
}

/// Returns the last action that two copies have in common; `None` when they have none.
pub(super) fn parting(connection: &Connection) -> Result<Option<i64>> {
    // Each action is numbered after the one before it, in both copies: from the first that differs on,
    // numbers say nothing. Two computers may do the same in the same second, to different rows.
    let changes = |schema: &str, action: &str| {
        format!(
            "(SELECT group_concat(\"table\" || row || op || coalesce(new, ''))
              FROM {schema}.journal WHERE action = {action})"
        )
    };
    let same = format!(
        "(m.at_utc = o.at_utc AND m.label = o.label AND {} IS {})",
        changes("main", "m.id"),
        changes("other", "o.id")
    );
    let sql = format!(
        "SELECT max(id) FILTER (WHERE is_same AND id < first) FROM (
             SELECT id, is_same, coalesce(min(id) FILTER (WHERE NOT is_same) OVER (), id + 1) AS first
             FROM (SELECT m.id, {same} AS is_same FROM main.action m JOIN other.action o ON o.id = m.id))"
    );
    Ok(connection.query_row(&sql, [], |row| row.get(0))?)
}

/// A row from its insertion, or from where the journal is read, to its deletion: row numbers are used
/// again.
struct Life {
    table: usize,
    row: i64,
    is_inserted: bool,
    /// The entry that deleted it.
    deleted_by: Option<i64>,
    old: Columns,
}

/// Reads the journal of a schema after the action `parting`.
pub(super) fn past(
    connection: &Connection,
    schema: &str,
    shapes: &[Shape],
    parting: i64,
) -> Result<Past> {
    let mut lives: Vec<Life> = Vec::new();
    let mut open: HashMap<(usize, i64), usize> = HashMap::new();
    let mut statement = connection.prepare(&format!(
        r#"SELECT id, "table", row, op, old FROM {schema}.journal WHERE action > ?1 ORDER BY id"#
    ))?;
    let mut entries = statement.query([parting])?;
    while let Some(entry) = entries.next()? {
        let named: String = entry.get(1)?;
        let mut known = shapes.iter();
        let Some(table) = known.position(|shape| shape.table.name == named) else {
            continue;
        };
        let (row, op): (i64, String) = (entry.get(2)?, entry.get(3)?);
        let life = match (open.get(&(table, row)), op.as_str()) {
            (Some(life), "update" | "delete") => *life,
            _ => {
                lives.push(Life {
                    table,
                    row,
                    is_inserted: op == "insert",
                    deleted_by: None,
                    old: Columns::new(),
                });
                open.insert((table, row), lives.len() - 1);
                lives.len() - 1
            }
        };
        for (name, value) in columns(entry.get(4)?) {
            lives[life].old.entry(name).or_insert(value);
        }
        if op == "delete" {
            lives[life].deleted_by = Some(entry.get(0)?);
            open.remove(&(table, row));
        }
    }
    let events = deleted_events(&lives, shapes);
    let mut past = Past::default();
    for life in lives {
        let shape = &shapes[life.table];
        let Some(row) = complete(connection, schema, shape, &life, &events)? else {
            continue;
        };
        let key = (shape.table.name, shape.key(&row));
        past.0
            .entry(key)
            .or_insert((!life.is_inserted).then_some(row));
    }
    Ok(past)
}

/// Returns the events that were deleted: by which entry, and the identifier of each.
fn deleted_events(lives: &[Life], shapes: &[Shape]) -> HashMap<i64, Vec<(i64, String)>> {
    let mut events: HashMap<i64, Vec<(i64, String)>> = HashMap::new();
    for life in lives {
        if let Some(entry) = life.deleted_by
            && shapes[life.table].table.name == "event"
            && let Some(id) = life.old.get("id").and_then(Value::as_str)
        {
            let deleted = events.entry(life.row).or_default();
            deleted.push((entry, id.to_owned()));
        }
    }
    events
}

/// Returns a row as it was, from what the journal says and, where it is still there, from the table.
fn complete(
    connection: &Connection,
    schema: &str,
    shape: &Shape,
    life: &Life,
    events: &HashMap<i64, Vec<(i64, String)>>,
) -> Result<Option<Columns>> {
    let mut row = life.old.clone();
    if life.deleted_by.is_none() {
        let values: Vec<String> = shape.columns.iter().map(|name| quoted(name)).collect();
        let sql = format!(
            "SELECT row_told('{}', {}) FROM {schema}.{} WHERE row = ?1",
            shape.columns.join(","),
            values.join(", "),
            shape.table.name
        );
        let json = connection
            .prepare_cached(&sql)?
            .query_row([life.row], |row| row.get(0))
            .optional()?;
        let Some(json) = json else {
            return Ok(None);
        };
        for (name, value) in columns(Some(json)) {
            row.entry(name).or_insert(value);
        }
    }
    if shape.is_of_event() {
        let event = match row.get("event") {
            Some(event) => event.as_i64(),
            None => Some(life.row),
        };
        let Some(event) = event else {
            return Ok(None);
        };
        // The event may have been deleted since, and its number given to another.
        let mut deleted = events.get(&event).into_iter().flatten();
        let then = deleted.find(|(entry, _)| life.deleted_by.is_some_and(|own| own < *entry));
        let id = match then {
            Some((_, id)) => Some(id.clone()),
            None => connection
                .prepare_cached(&format!("SELECT id FROM {schema}.event WHERE row = ?1"))?
                .query_row(params![event], |row| row.get(0))
                .optional()?,
        };
        let Some(id) = id else {
            return Ok(None);
        };
        row.insert("event".to_owned(), Value::String(id));
    }
    row.remove("row");
    Ok(Some(row))
}
