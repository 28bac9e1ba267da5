//! Records actions, undoes and redoes them.
//!
//! Triggers generated from the schema write each changed row into `journal`, changed columns by
//! name. An undo is a new action that restores the old values, and fails when the present ones are no
//! longer those that the action wrote. A redo undoes the undo.

use std::cell::RefCell;
use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, params};

use super::bulk::bulk_write;
use super::commits::settle;
use super::past_rows::Columns;
use super::trim::trim;
use crate::domain::event::EventVenue;
use crate::domain::id::EventId;
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::registry;
use crate::store::schema::journal_triggers::{column_names, quoted};
use crate::store::sql::log::{Mark, NEXT_MARK};
use crate::store::sql::text::INSTANT;
use crate::store::sql::text::instant_text;

/// An action that was undone or redone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverted {
    /// Its label: « suppression de 12 événements ».
    pub label: String,
    /// The first of the events that are there again, if any.
    pub returned: Option<EventId>,
}

impl Store {
    /// Begins a change of the user's data.
    fn begin_change(&mut self, now: DateTime<Utc>) -> Result<Transaction<'_>> {
        self.watch.now.set(now);
        self.reopen_if_log_lost()?;
        self.ensure_writable()?;
        if !self.is_trimmed {
            trim(&self.connection)?;
            self.is_trimmed = true;
        }
        self.back_up_daily(now);
        let behavior = TransactionBehavior::Immediate;
        Ok(self.connection.transaction_with_behavior(behavior)?)
    }

    /// Runs `change` as one action with that label; all of it is written, or nothing.
    ///
    /// A change that leaves every row as it was records no action.
    ///
    /// # Errors
    /// Those of `change`, and [`StoreError::Busy`] when another process locks the file.
    pub fn record<T>(
        &mut self,
        label: &str,
        now: DateTime<Utc>,
        change: impl FnOnce(&Change<'_>) -> Result<T>,
    ) -> Result<T> {
        let (mut change, mut result) = (Some(change), Err(StoreError::Stale));
        self.record_change(label, now, &mut |action| {
            // Called once.
            if let Some(change) = change.take() {
                result = Ok(change(action)?);
            }
            Ok(())
        })?;
        result
    }

    /// Does what [`Store::record`] does, for a change of any type.
    fn record_change(
        &mut self,
        label: &str,
        now: DateTime<Utc>,
        change: &mut dyn FnMut(&Change<'_>) -> Result<()>,
    ) -> Result<()> {
        let transaction = self.begin_change(now)?;
        let (action, mark) = begin(&transaction, label, now, None)?;
        change(&Change {
            connection: &transaction,
            now,
            learned_venues: RefCell::default(),
        })?;
        // After a new action, what was undone before it can't be redone.
        transaction
            .prepare_cached("UPDATE action SET lost = 1 WHERE undone IS NOT NULL AND lost = 0")?
            .execute([])?;
        let finished = finish(transaction, action);
        let is_written = finished.map_err(|error| settle(&self.connection, error))?;
        match is_written {
            true => self.count_commit(mark),
            false => self.keep_log(),
        }
    }

    /// Called after the commit of an action, with its mark.
    fn count_commit(&self, mark: Mark) -> Result<()> {
        self.watch.note_commit(mark);
        self.keep_log()?;
        self.commits.add();
        Ok(())
    }

    /// Forgets every action: the data stays and can't be undone any more.
    pub fn forget_actions(&mut self) -> Result<()> {
        self.begin_write()?;
        self.connection.execute("DELETE FROM action", [])?;
        Ok(())
    }

    /// Returns the label of the action that the next undo would undo.
    pub fn undoable(&self) -> Result<Option<String>> {
        Ok(undo_target(&self.connection)?.map(|(_, label)| label))
    }

    /// Returns the label of the action that the next redo would redo.
    pub fn redoable(&self) -> Result<Option<String>> {
        Ok(redo_target(&self.connection)?.map(|(_, _, label)| label))
    }

    /// Undoes the latest action that is not undone; returns `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::UndoConflict`] when a row it changed was changed since by something outside this
    /// history; nothing is changed then.
    pub fn undo(&mut self, now: DateTime<Utc>) -> Result<Option<Reverted>> {
        let transaction = self.begin_change(now)?;
        let Some((target, label)) = undo_target(&transaction)? else {
            return Ok(None);
        };
        let conflict = || StoreError::UndoConflict {
            label: label.clone(),
        };
        let (action, mark) = revert(&transaction, target, &label, now, conflict)?;
        transaction.execute(
            "UPDATE action SET undone = ?1 WHERE id = ?2",
            [action, target],
        )?;
        forget_current(&transaction)?;
        let returned = returned(&transaction, action)?;
        let committed = transaction.commit().map_err(StoreError::from);
        committed.map_err(|error| settle(&self.connection, error))?;
        self.count_commit(mark)?;
        Ok(Some(Reverted { label, returned }))
    }

    /// Redoes the action that was undone last; returns `None` when there is none, or when a new action
    /// was recorded since.
    ///
    /// # Errors
    /// [`StoreError::RedoConflict`], as [`Store::undo`].
    pub fn redo(&mut self, now: DateTime<Utc>) -> Result<Option<Reverted>> {
        let transaction = self.begin_change(now)?;
        let Some((original, undo, label)) = redo_target(&transaction)? else {
            return Ok(None);
        };
        let conflict = || StoreError::RedoConflict {
            label: label.clone(),
        };
        let (action, mark) = revert(&transaction, undo, &label, now, conflict)?;
        transaction.execute("UPDATE action SET undone = NULL WHERE id = ?1", [original])?;
        forget_current(&transaction)?;
        let returned = returned(&transaction, action)?;
        let committed = transaction.commit().map_err(StoreError::from);
        committed.map_err(|error| settle(&self.connection, error))?;
        self.count_commit(mark)?;
        Ok(Some(Reverted { label, returned }))
    }
}

/// An action being recorded: every write of the user's data is one of its methods.
pub struct Change<'c> {
    pub(in crate::store) connection: &'c Connection,
    pub(in crate::store) now: DateTime<Utc>,
    /// The places that this action already made known: an import names few, thousands of times.
    pub(in crate::store) learned_venues: RefCell<HashSet<EventVenue>>,
}

impl Change<'_> {
    /// Runs `work`, which writes about `count` rows: the same rows are written as without this,
    /// faster for thousands of them.
    pub fn in_bulk<T>(&self, count: usize, work: impl FnOnce() -> Result<T>) -> Result<T> {
        bulk_write(self.connection, count, work)
    }

    /// Returns the time of this action, as the store writes it.
    pub(in crate::store) fn stamp(&self) -> String {
        instant_text(self.now)
    }
}

/// Begins an action, and returns its number and its mark in the log.
fn begin(
    connection: &Connection,
    label: &str,
    now: DateTime<Utc>,
    undoes: Option<i64>,
) -> Result<(i64, Mark)> {
    connection
        .prepare_cached("INSERT INTO action (label, at_utc, undoes) VALUES (?1, ?2, ?3)")?
        .execute(params![label, now.format(INSTANT).to_string(), undoes])?;
    let action = connection.last_insert_rowid();
    let sql = format!(
        "UPDATE recording SET action = ?1, mark = {NEXT_MARK} RETURNING substr(mark, 9, 16)"
    );
    let mark = connection
        .prepare_cached(&sql)?
        .query_row([action], |row| row.get(0))?;
    Ok((action, mark))
}

fn forget_current(connection: &Connection) -> Result<()> {
    connection
        .prepare_cached("UPDATE recording SET action = NULL")?
        .execute([])?;
    Ok(())
}

/// Commits an action that changed something, and returns whether it did. One that changed only counters and times is rolled back:
/// its undo would do nothing.
fn finish(transaction: Transaction<'_>, action: i64) -> Result<bool> {
    forget_current(&transaction)?;
    let changed: bool = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM journal WHERE action = ?1 AND (op <> 'update' OR old <> '{}'))",
        )?
        .query_row([action], |row| row.get(0))?;
    if changed {
        transaction.commit()?
    } else {
        transaction.rollback()?
    }
    Ok(changed)
}

/// Returns the latest action of the user that is not undone.
fn undo_target(connection: &Connection) -> Result<Option<(i64, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, label FROM action WHERE undoes IS NULL AND undone IS NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Returns the earliest action undone with no new action since, and the undo to undo.
fn redo_target(connection: &Connection) -> Result<Option<(i64, i64, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, undone, label FROM action
             WHERE undoes IS NULL AND undone IS NOT NULL AND lost = 0 ORDER BY id LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?)
}

/// Records a new action that restores what `target` changed, last change first, and returns its number
/// and its mark; fails with `conflict` when the present values are others.
fn revert(
    transaction: &Transaction<'_>,
    target: i64,
    label: &str,
    now: DateTime<Utc>,
    conflict: impl Fn() -> StoreError,
) -> Result<(i64, Mark)> {
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let (action, mark) = begin(transaction, label, now, Some(target))?;
    let count = "SELECT count(*) FROM journal WHERE action = ?1";
    let count: i64 = transaction
        .prepare_cached(count)?
        .query_row([target], |row| row.get(0))?;
    let count = usize::try_from(count).unwrap_or(0);
    bulk_write(transaction, count, || {
        restore_all(transaction, target, now, conflict)
    })?;
    Ok((action, mark))
}

fn restore_all(
    transaction: &Transaction<'_>,
    target: i64,
    now: DateTime<Utc>,
    conflict: impl Fn() -> StoreError,
) -> Result<()> {
    let mut entries = transaction.prepare(
        r#"SELECT "table", row, op, old, new FROM journal WHERE action = ?1 ORDER BY id DESC"#,
    )?;
    let mut entries = entries.query([target])?;
    while let Some(entry) = entries.next()? {
        let named: String = entry.get(0)?;
        let Some(table) = registry::table(&named) else {
            return Err(conflict());
        };
        let table = table.name;
        let row: i64 = entry.get(1)?;
        let old = columns(entry.get(3)?)?;
        let new = columns(entry.get(4)?)?;
        let done = match entry.get::<_, String>(2)?.as_str() {
            "insert" => transaction
                .prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1"))?
                .execute([row])?,
            "delete" => reinsert(transaction, table, &old)?,
            _ => restore_values(transaction, table, row, &old, &new, now)?,
        };
        if done != 1 {
            return Err(conflict());
        }
    }
    Ok(())
}

/// Returns the first, in the order of the list, of the events that an action restored.
fn returned(connection: &Connection, action: i64) -> Result<Option<EventId>> {
    let id: Option<String> = connection
        .prepare_cached(
            r#"SELECT e.id FROM journal j JOIN event e ON e.row = j.row
               WHERE j.action = ?1 AND j."table" = 'event' AND e.deleted_at IS NULL
                 AND (j.op = 'insert' OR j.old ->> 'deleted_at' IS NOT NULL)
               ORDER BY e.date DESC, e.starts DESC LIMIT 1"#,
        )?
        .query_row([action], |row| row.get(0))
        .optional()?;
    Ok(id.as_deref().and_then(EventId::parse))
}

/// Parses the values of a row by column.
fn columns(json: Option<String>) -> Result<Columns> {
    Ok(json
        .map(|json| serde_json::from_str(&json))
        .transpose()?
        .unwrap_or_default())
}

/// Inserts a deleted row again, under its own row id.
fn reinsert(connection: &Connection, table: &str, old: &Columns) -> Result<usize> {
    let names: Vec<String> = old.keys().map(|name| quoted(name)).collect();
    let places = vec!["?"; old.len()].join(", ");
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({places})",
        names.join(", ")
    );
    let values = old.values().map(Json);
    Ok(connection
        .prepare_cached(&sql)?
        .execute(rusqlite::params_from_iter(values))?)
}

/// Restores the old values where the present ones are the new ones; returns 0 where they are not.
fn restore_values(
    connection: &Connection,
    table: &str,
    row: i64,
    old: &Columns,
    new: &Columns,
    now: DateTime<Utc>,
) -> Result<usize> {
    // An entry that a purge emptied changes nothing, while its row is there.
    if old.is_empty() {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE row = ?1)");
        let there: bool = connection.query_row(&sql, [row], |row| row.get(0))?;
        return Ok(usize::from(there));
    }
    let mut sets: Vec<String> = old
        .keys()
        .map(|name| format!("{} = ?", quoted(name)))
        .collect();
    let present = column_names(connection, table)?;
    if present.iter().any(|name| name == "rev") {
        sets.push("rev = rev + 1".to_owned());
    }
    if present.iter().any(|name| name == "modified_at") {
        sets.push(format!("modified_at = '{}'", now.format(INSTANT)));
    }
    let same: String = new
        .keys()
        .map(|name| format!(" AND {} IS ?", quoted(name)))
        .collect();
    let sql = format!("UPDATE {table} SET {} WHERE row = ?{same}", sets.join(", "));
    let row = serde_json::Value::from(row);
    let values = old.values().chain([&row]).chain(new.values()).map(Json);
    Ok(connection
        .prepare_cached(&sql)?
        .execute(rusqlite::params_from_iter(values))?)
}

/// A JSON value bound as the SQLite value that it comes from.
pub(in crate::store) struct Json<'v>(pub(in crate::store) &'v serde_json::Value);

impl ToSql for Json<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            serde_json::Value::String(text) => {
                ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
            }
            serde_json::Value::Number(number) => ToSqlOutput::Owned(match number.as_i64() {
                Some(integer) => Value::Integer(integer),
                None => Value::Real(number.as_f64().unwrap_or_default()),
            }),
            serde_json::Value::Bool(flag) => ToSqlOutput::Owned(Value::Integer(i64::from(*flag))),
            _ => ToSqlOutput::Owned(Value::Null),
        })
    }
}
