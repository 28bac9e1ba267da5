//! The history: the actions of the journal, and what each changed.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use serde_json::Value;

use super::field_change::{FieldChange, Part, Subject};
use super::past_rows::{Columns, Place, columns, former_rows};
use crate::domain::id::EventId;
use crate::domain::text::displayable::{line, lines};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::registry::{Format, InHistory, Table, Title, table};
use crate::store::sql::text::instant;

/// Whether an action is in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    /// It is in effect.
    InEffect,
    /// It was undone, and can be redone.
    Undone,
    /// It was undone, and can't be redone: another action was made since.
    Lost,
}

/// An action, as the history lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number, which grows with each action.
    pub id: i64,
    /// Its label on the screen.
    pub label: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Whether it is in effect.
    pub state: ActionState,
}

/// Selects the actions that changed an event, undone or not. A deleted row is identified by the
/// entry of its deletion, since its number may now be that of another row.
const OF_EVENT: &str = r#"id IN (
    WITH mine AS (SELECT coalesce(
             (SELECT row FROM event WHERE id = ?1),
             (SELECT row FROM journal WHERE "table" = 'event' AND op = 'delete' AND old ->> 'id' = ?1)
         ) AS row),
         gone AS MATERIALIZED (
             SELECT id, old ->> 'id' AS event FROM journal
             WHERE "table" = 'event' AND op = 'delete' AND row = (SELECT row FROM mine)),
         entry AS (
             SELECT id, action, "table", row,
                    min(iif(op = 'delete', id, NULL)) OVER (
                        PARTITION BY "table", row ORDER BY id
                        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                    ) AS deleted
             FROM journal
             WHERE "table" = 'tick' OR "table" IN ('event', 'attestation') AND row = (SELECT row FROM mine))
    SELECT action FROM entry
    WHERE ("table" <> 'tick' OR (SELECT row FROM mine) = coalesce(
              (SELECT old ->> 'event' FROM journal WHERE id = deleted),
              (SELECT event FROM tick WHERE tick.row = entry.row)))
      AND ?1 = coalesce((SELECT event FROM gone WHERE gone.id >= entry.id ORDER BY gone.id LIMIT 1), ?1))"#;

impl Store {
    /// Returns the number of actions recorded, for the whole carnet or for an event.
    pub fn count_history(&self, event: Option<EventId>) -> Result<usize> {
        let sql = format!(
            "SELECT count(*) FROM action WHERE undoes IS NULL AND (?1 IS NULL OR {OF_EVENT})"
        );
        let count: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row([event.map(|id| id.to_string())], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Returns an action by its number, while it is recorded.
    pub fn history_entry(&self, id: i64) -> Result<Option<HistoryEntry>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT id, label, at_utc, undone IS NOT NULL, lost FROM action
                 WHERE undoes IS NULL AND id = ?1",
            )?
            .query_row([id], read)
            .optional()?)
    }

    /// Returns at most `count` actions from the `first` on, the latest first.
    pub fn history(
        &self,
        event: Option<EventId>,
        first: usize,
        count: usize,
    ) -> Result<Vec<HistoryEntry>> {
        let sql = format!(
            "SELECT id, label, at_utc, undone IS NOT NULL, lost FROM action
             WHERE undoes IS NULL AND (?1 IS NULL OR {OF_EVENT})
             ORDER BY id DESC LIMIT {count} OFFSET {first}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let entries = statement.query_map([event.map(|id| id.to_string())], read)?;
        Ok(entries.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the labels of the actions to undo to go back to before an action in effect, or to
    /// redo to reach an undone one, in that order.
    pub fn steps_to(&self, entry: &HistoryEntry) -> Result<Vec<String>> {
        let sql = match entry.state {
            ActionState::InEffect => {
                "SELECT label FROM action
                 WHERE undoes IS NULL AND undone IS NULL AND id >= ?1 ORDER BY id DESC"
            }
            ActionState::Undone => {
                "SELECT label FROM action
                 WHERE undoes IS NULL AND undone IS NOT NULL AND lost = 0 AND id <= ?1 ORDER BY id"
            }
            ActionState::Lost => return Ok(Vec::new()),
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let labels = statement.query_map([entry.id], |row| {
            Ok(line(&row.get::<_, String>(0)?).into_owned())
        })?;
        Ok(labels.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns what an action changed, `max` changes at most, in the order they were made. A row
    /// created or deleted has a change for each of its values.
    pub fn field_changes(&self, action: i64, max: usize) -> Result<Vec<FieldChange>> {
        let entries = self.entries(action, max)?;
        let Some(first) = entries.first().map(|entry| entry.id) else {
            return Ok(Vec::new());
        };
        let places = entries.iter().map(|entry| entry.place.clone()).collect();
        let rows = former_rows(&self.connection, first, &places)?;
        let nothing = Columns::new();
        let mut changes = Vec::new();
        for entry in entries {
            // No version of Carnet wrote other tables.
            let Some(table) = table(&entry.place.0) else {
                continue;
            };
            let row = rows.get(&entry.place).unwrap_or(&nothing);
            let subject = subject(&self.connection, table, entry.place.1, row)?;
            let mut push = |part, before, after| {
                changes.push(FieldChange {
                    subject: subject.clone(),
                    part,
                    before,
                    after,
                });
            };
            match entry.op.as_str() {
                "insert" => {
                    push(Part::Created, None, None);
                    values(table, row).for_each(|(part, value)| push(part, None, Some(value)));
                }
                "delete" => {
                    push(Part::Deleted, None, None);
                    values(table, row).for_each(|(part, value)| push(part, Some(value), None));
                }
                _ => {
                    for column in table.columns {
                        if column.history != InHistory::Never
                            && let Some(before) = entry.old.get(column.name)
                        {
                            let after = entry.new.get(column.name).map(text).unwrap_or_default();
                            push(Part::Column(column), Some(text(before)), Some(after));
                        }
                    }
                    let deleted = entry.new.get("deleted_at");
                    if deleted.is_some_and(|at| !at.is_null()) {
                        values(table, row).for_each(|(part, value)| push(part, Some(value), None));
                    }
                }
            }
            if changes.len() >= max {
                changes.truncate(max);
                break;
            }
        }
        Ok(changes)
    }

    /// Returns the first entries of the journal written by an action, `max` at most.
    fn entries(&self, action: i64, max: usize) -> Result<Vec<Entry>> {
        let mut statement = self.connection.prepare_cached(
            r#"SELECT id, "table", row, op, old, new FROM journal WHERE action = ?1 ORDER BY id LIMIT ?2"#,
        )?;
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let entries = statement.query_map([action, max], |row| {
            Ok(Entry {
                id: row.get(0)?,
                place: (row.get(1)?, row.get(2)?),
                op: row.get(3)?,
                old: columns(row.get(4)?),
                new: columns(row.get(5)?),
            })
        })?;
        Ok(entries.collect::<rusqlite::Result<_>>()?)
    }
}

/// An entry of the journal.
struct Entry {
    id: i64,
    place: Place,
    op: String,
    old: Columns,
    new: Columns,
}

fn read(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    let (undone, lost): (bool, bool) = (row.get(3)?, row.get(4)?);
    Ok(HistoryEntry {
        id: row.get(0)?,
        label: line(&row.get::<_, String>(1)?).into_owned(),
        at: instant(&row.get::<_, String>(2)?),
        state: match (undone, lost) {
            (false, _) => ActionState::InEffect,
            (true, false) => ActionState::Undone,
            (true, true) => ActionState::Lost,
        },
    })
}

/// Returns the values of a row, column by column, without the empty ones.
fn values<'r>(table: &Table, row: &'r Columns) -> impl Iterator<Item = (Part, String)> + 'r {
    let shown = table
        .columns
        .iter()
        .filter(|it| it.history == InHistory::Always);
    shown.filter_map(|column| {
        let value = text(row.get(column.name)?);
        let is_shown = !value.is_empty() && (column.format != Format::Flag || value != "0");
        is_shown.then_some((Part::Column(column), value))
    })
}

/// Returns a value of a row as text.
pub(in crate::store) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => lines(text).into_owned(),
        other => other.to_string(),
    }
}

/// Returns the subject of a journal row: its table, and its current or last name.
fn subject(
    connection: &Connection,
    table: &'static Table,
    number: i64,
    row: &Columns,
) -> Result<Subject> {
    let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default();
    let event = || row.get("event").and_then(Value::as_i64);
    let name = match table.title {
        Title::Column(column) if row.contains_key("id") => {
            // A row number is reused after a deletion: the current name is right only for the same
            // identifier.
            let sql = format!(
                "SELECT {column} FROM {} WHERE row = ?1 AND id = ?2",
                table.name
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let name = statement
                .query_row(params![number, text("id")], |row| row.get(0))
                .optional()?;
            name.unwrap_or_else(|| text(column).to_owned())
        }
        Title::Column(column) => text(column).to_owned(),
        Title::SameEvent => title(connection, number)?.unwrap_or_default(),
        Title::Event => {
            let event = event().map(|row| title(connection, row)).transpose()?;
            event.flatten().unwrap_or_default()
        }
        Title::StepAndEvent => {
            let sql = "SELECT label FROM step WHERE id = ?1";
            let step = named(connection, sql, text("step"))?;
            let event = event().map(|row| title(connection, row)).transpose()?;
            let parts = [step, event.flatten()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    Ok(Subject {
        table,
        name: line(&name).into_owned(),
    })
}

/// Returns the title of an event, even of one whose creation was undone.
fn title(connection: &Connection, row: i64) -> Result<Option<String>> {
    let sql = r#"SELECT coalesce(
        (SELECT title FROM event WHERE row = ?1),
        (SELECT old ->> 'title' FROM journal
         WHERE "table" = 'event' AND row = ?1 AND op = 'delete' ORDER BY id DESC LIMIT 1))"#;
    named(connection, sql, row)
}

fn named(connection: &Connection, sql: &str, key: impl ToSql) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(sql)?;
    let name = statement.query_row([key], |row| row.get(0)).optional()?;
    Ok(name.flatten())
}
