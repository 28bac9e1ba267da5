//! Actions: every change of what the user owns has a name, and can be taken back and made again.
//!
//! Triggers generated from the schema write each changed row into `journal`, changed columns by
//! name. An undo is a new action that puts the old values back, and refuses when the present ones
//! are no longer those the action left. A redo takes the undo back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, params};

use super::bulk::bulk_write;
use super::trim::trim;
use crate::domain::id::EventId;
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::registry;
use crate::store::schema::journal_triggers::{column_names, quoted};
use crate::store::sql::text::INSTANT;
use crate::store::sql::text::instant_text;

/// An action that was taken back or made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverted {
    /// What had been done, as the user was told: « suppression de 12 événements ».
    pub label: String,
    /// The first of the events that are there again, if some are.
    pub returned: Option<EventId>,
}

impl Store {
    /// What comes before every change of what the user owns.
    fn before_change(&mut self, now: DateTime<Utc>) -> Result<()> {
        self.ensure_writable()?;
        if !self.is_trimmed {
            trim(&self.connection)?;
            self.is_trimmed = true;
        }
        self.back_up_daily(now);
        Ok(())
    }

    /// Runs `change` as one action named `label`; all of it is kept, or nothing.
    ///
    /// A change that leaves every row as it was leaves no action behind.
    ///
    /// # Errors
    /// Whatever `change` answers, and [`StoreError::Busy`] when another program holds the file.
    pub fn record<T>(
        &mut self,
        label: &str,
        now: DateTime<Utc>,
        change: impl FnOnce(&Change<'_>) -> Result<T>,
    ) -> Result<T> {
        self.before_change(now)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let action = begin(&transaction, label, now, None)?;
        let answer = change(&Change {
            connection: &transaction,
            now,
        })?;
        // Something new was done: what was taken back before it can't be made again.
        transaction
            .prepare_cached("UPDATE action SET lost = 1 WHERE undone IS NOT NULL AND lost = 0")?
            .execute([])?;
        finish(transaction, action)?;
        Ok(answer)
    }

    /// Forgets every action: what was done stays and can't be taken back any more.
    pub fn forget_actions(&mut self) -> Result<()> {
        self.ensure_writable()?;
        self.connection.execute("DELETE FROM action", [])?;
        Ok(())
    }

    /// What the next undo would take back, as a label.
    pub fn undoable(&self) -> Result<Option<String>> {
        Ok(undo_target(&self.connection)?.map(|(_, label)| label))
    }

    /// What the next redo would make again, as a label.
    pub fn redoable(&self) -> Result<Option<String>> {
        Ok(redo_target(&self.connection)?.map(|(_, _, label)| label))
    }

    /// Takes back the latest action that stands; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::UndoConflict`] when a row it touched was changed since by something that is
    /// not part of this history; nothing is changed then.
    pub fn undo(&mut self, now: DateTime<Utc>) -> Result<Option<Reverted>> {
        self.before_change(now)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((target, label)) = undo_target(&transaction)? else {
            return Ok(None);
        };
        let conflict = || StoreError::UndoConflict {
            label: label.clone(),
        };
        let action = revert(&transaction, target, &label, now, conflict)?;
        transaction.execute(
            "UPDATE action SET undone = ?1 WHERE id = ?2",
            [action, target],
        )?;
        forget_current(&transaction)?;
        let returned = returned(&transaction, action)?;
        transaction.commit()?;
        Ok(Some(Reverted { label, returned }))
    }

    /// Makes again the action last taken back; `None` when there is none, or when something new
    /// was done since.
    ///
    /// # Errors
    /// [`StoreError::RedoConflict`], as [`Store::undo`].
    pub fn redo(&mut self, now: DateTime<Utc>) -> Result<Option<Reverted>> {
        self.before_change(now)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((original, undo, label)) = redo_target(&transaction)? else {
            return Ok(None);
        };
        let conflict = || StoreError::RedoConflict {
            label: label.clone(),
        };
        let action = revert(&transaction, undo, &label, now, conflict)?;
        transaction.execute("UPDATE action SET undone = NULL WHERE id = ?1", [original])?;
        forget_current(&transaction)?;
        let returned = returned(&transaction, action)?;
        transaction.commit()?;
        Ok(Some(Reverted { label, returned }))
    }
}

/// An action being recorded: what the store's writers write through.
pub struct Change<'c> {
    pub(in crate::store) connection: &'c Connection,
    pub(in crate::store) now: DateTime<Utc>,
}

impl Change<'_> {
    /// Runs `work`, which writes about `count` rows: the same rows are written as without this,
    /// faster for thousands of them.
    pub fn in_bulk<T>(&self, count: usize, work: impl FnOnce() -> Result<T>) -> Result<T> {
        bulk_write(self.connection, count, work)
    }

    /// The stamp of this action, as the store writes it.
    pub(in crate::store) fn stamp(&self) -> String {
        instant_text(self.now)
    }
}

fn begin(
    connection: &Connection,
    label: &str,
    now: DateTime<Utc>,
    undoes: Option<i64>,
) -> Result<i64> {
    connection
        .prepare_cached("INSERT INTO action (label, at_utc, undoes) VALUES (?1, ?2, ?3)")?
        .execute(params![label, now.format(INSTANT).to_string(), undoes])?;
    let action = connection.last_insert_rowid();
    connection
        .prepare_cached("UPDATE recording SET action = ?1")?
        .execute([action])?;
    Ok(action)
}

fn forget_current(connection: &Connection) -> Result<()> {
    connection
        .prepare_cached("UPDATE recording SET action = NULL")?
        .execute([])?;
    Ok(())
}

/// Keeps an action that changed something; one that wrote again what was there already, counters
/// and stamps aside, would be an undo that does nothing.
fn finish(transaction: Transaction<'_>, action: i64) -> Result<()> {
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
    Ok(())
}

/// The latest action of the user's that stands.
fn undo_target(connection: &Connection) -> Result<Option<(i64, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, label FROM action WHERE undoes IS NULL AND undone IS NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// The earliest action taken back with nothing new done since, and the undo to take back.
fn redo_target(connection: &Connection) -> Result<Option<(i64, i64, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, undone, label FROM action
             WHERE undoes IS NULL AND undone IS NOT NULL AND lost = 0 ORDER BY id LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?)
}

/// Records a new action that puts back what `target` changed, last change first; answers with
/// `conflict` where something else stands there now.
fn revert(
    transaction: &Transaction<'_>,
    target: i64,
    label: &str,
    now: DateTime<Utc>,
    conflict: impl Fn() -> StoreError,
) -> Result<i64> {
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let action = begin(transaction, label, now, Some(target))?;
    let many = "SELECT count(*) FROM journal WHERE action = ?1";
    let many: i64 = transaction
        .prepare_cached(many)?
        .query_row([target], |row| row.get(0))?;
    let many = usize::try_from(many).unwrap_or(0);
    bulk_write(transaction, many, || {
        put_all_back(transaction, target, now, conflict)
    })?;
    Ok(action)
}

fn put_all_back(
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
            "delete" => put_back(transaction, table, &old)?,
            _ => set_back(transaction, table, row, &old, &new, now)?,
        };
        if done != 1 {
            return Err(conflict());
        }
    }
    Ok(())
}

/// The first, in the order of the list, of the events that an action put back in the carnet.
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

type Columns = BTreeMap<String, serde_json::Value>;

fn columns(json: Option<String>) -> Result<Columns> {
    Ok(json
        .map(|json| serde_json::from_str(&json))
        .transpose()?
        .unwrap_or_default())
}

/// Inserts a row that had been deleted, under its own row id.
fn put_back(connection: &Connection, table: &str, old: &Columns) -> Result<usize> {
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

/// Puts the old values back where the new ones still stand; answers 0 where they don't.
fn set_back(
    connection: &Connection,
    table: &str,
    row: i64,
    old: &Columns,
    new: &Columns,
    now: DateTime<Utc>,
) -> Result<usize> {
    // An entry that a purge emptied changes nothing, as long as its row is there.
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

/// A JSON value bound as the SQLite value it was made from.
struct Json<'v>(&'v serde_json::Value);

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
