//! Actions: every change of what the user owns has a name, and can be taken back and made again.
//!
//! Triggers generated from the schema write each changed row into `journal`, changed columns by
//! name. An undo is a new action that puts the old values back, and refuses when the present ones
//! are no longer those the action left. A redo takes the undo back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, params};

use super::Store;
use super::error::{Result, StoreError};
use super::functions::INSTANT;

/// The tables whose every change is recorded.
const JOURNALED: [&str; 10] = [
    "setting",
    "entry",
    "event",
    "attestation",
    "saved_view",
    "question",
    "step",
    "tick",
    "model",
    "put_off",
];

/// Columns that only count or stamp changes: an undo moves them forward like any other change.
const BOOKKEEPING: [&str; 2] = ["rev", "modified_at"];

/// How many actions can be taken back; older ones are forgotten when the store is opened.
pub const DEPTH: i64 = 2_000;

/// How many of the latest actions are kept whatever their age.
const LEAST_DEPTH: i64 = 200;

/// How old an action can be, in years before the latest one.
const YEARS: u32 = 2;

/// How much of old and new values the journal keeps, in bytes of JSON.
const MOST_BYTES: i64 = 64 * 1024 * 1024;

/// An action that was taken back or made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverted {
    /// What had been done, as the user was told: « suppression de 12 événements ».
    pub label: String,
}

impl Store {
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
        self.is_there()?;
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
        self.is_there()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((target, label)) = undo_target(&transaction)? else {
            return Ok(None);
        };
        let action = revert(&transaction, target, &label, now)?;
        transaction.execute(
            "UPDATE action SET undone = ?1 WHERE id = ?2",
            [action, target],
        )?;
        forget_current(&transaction)?;
        transaction.commit()?;
        Ok(Some(Reverted { label }))
    }

    /// Makes again the action last taken back; `None` when there is none, or when something new
    /// was done since.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn redo(&mut self, now: DateTime<Utc>) -> Result<Option<Reverted>> {
        self.is_there()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((original, undo, label)) = redo_target(&transaction)? else {
            return Ok(None);
        };
        revert(&transaction, undo, &label, now)?;
        transaction.execute("UPDATE action SET undone = NULL WHERE id = ?1", [original])?;
        forget_current(&transaction)?;
        transaction.commit()?;
        Ok(Some(Reverted { label }))
    }
}

/// An action being recorded: what the store's writers write through.
pub struct Change<'c> {
    pub(super) connection: &'c Connection,
    pub(super) now: DateTime<Utc>,
}

impl Change<'_> {
    /// The stamp of this action, as the store writes it.
    pub(super) fn stamp(&self) -> String {
        self.now.format(INSTANT).to_string()
    }
}

fn begin(
    connection: &Connection,
    label: &str,
    now: DateTime<Utc>,
    undoes: Option<i64>,
) -> Result<i64> {
    connection.execute(
        "INSERT INTO action (label, at_utc, undoes) VALUES (?1, ?2, ?3)",
        params![label, now.format(INSTANT).to_string(), undoes],
    )?;
    let action = connection.last_insert_rowid();
    connection.execute("UPDATE recording SET action = ?1", [action])?;
    Ok(action)
}

fn forget_current(connection: &Connection) -> Result<()> {
    connection.execute("UPDATE recording SET action = NULL", [])?;
    Ok(())
}

/// Keeps an action that changed something; one that wrote again what was there already, counters
/// and stamps aside, would be an undo that does nothing.
fn finish(transaction: Transaction<'_>, action: i64) -> Result<()> {
    forget_current(&transaction)?;
    let changed: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM journal WHERE action = ?1 AND (op <> 'update' OR old <> '{}'))",
        [action],
        |row| row.get(0),
    )?;
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

/// Records a new action that puts back what `target` changed, last change first.
fn revert(
    transaction: &Transaction<'_>,
    target: i64,
    label: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let action = begin(transaction, label, now, Some(target))?;
    let conflict = || StoreError::UndoConflict {
        label: label.to_owned(),
    };
    let mut entries = transaction.prepare(
        r#"SELECT "table", row, op, old, new FROM journal WHERE action = ?1 ORDER BY id DESC"#,
    )?;
    let mut entries = entries.query([target])?;
    while let Some(entry) = entries.next()? {
        let named: String = entry.get(0)?;
        let Some(table) = JOURNALED.into_iter().find(|&table| table == named) else {
            return Err(conflict());
        };
        let row: i64 = entry.get(1)?;
        let old = columns(entry.get(3)?)?;
        let new = columns(entry.get(4)?)?;
        let done = match entry.get::<_, String>(2)?.as_str() {
            "insert" => {
                transaction.execute(&format!("DELETE FROM {table} WHERE row = ?1"), [row])?
            }
            "delete" => put_back(transaction, table, &old)?,
            _ => set_back(transaction, table, row, &old, &new, now)?,
        };
        if done != 1 {
            return Err(conflict());
        }
    }
    Ok(action)
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
    Ok(connection.execute(&sql, rusqlite::params_from_iter(values))?)
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
    let sql = format!(
        "UPDATE {table} SET {} WHERE row = {row}{same}",
        sets.join(", ")
    );
    let values = old.values().chain(new.values()).map(Json);
    Ok(connection.execute(&sql, rusqlite::params_from_iter(values))?)
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

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn column_names(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

/// Takes the recording triggers away, so that a migration can change what they name.
pub(super) fn drop_triggers(connection: &Connection) -> Result<()> {
    for table in JOURNALED {
        for op in ["insert", "update", "delete"] {
            connection.execute_batch(&format!("DROP TRIGGER IF EXISTS journal_{table}_{op}"))?;
        }
    }
    Ok(())
}

/// Makes the recording triggers from the schema as it stands.
pub(super) fn create_triggers(connection: &Connection) -> Result<()> {
    for table in JOURNALED {
        let names = column_names(connection, table)?;
        let all: Vec<String> = names
            .iter()
            .map(|name| format!("'{name}', OLD.{}", quoted(name)))
            .collect();
        let changed = |side: &str| {
            let pairs: Vec<String> = names
                .iter()
                .filter(|name| !BOOKKEEPING.contains(&name.as_str()))
                .map(|name| {
                    let column = quoted(name);
                    format!("SELECT '{name}' AS k, {side}.{column} AS v WHERE OLD.{column} IS NOT NEW.{column}")
                })
                .collect();
            format!(
                "(SELECT json_group_object(k, v) FROM ({}))",
                pairs.join(" UNION ALL ")
            )
        };
        let write = r#"INSERT INTO journal (action, "table", row, op, old, new) VALUES ((SELECT action FROM recording),"#;
        connection.execute_batch(&format!(
            "CREATE TRIGGER journal_{table}_insert AFTER INSERT ON {table} BEGIN
                 {write} '{table}', NEW.row, 'insert', NULL, NULL);
             END;
             CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} BEGIN
                 {write} '{table}', NEW.row, 'update', {old}, {new});
             END;
             CREATE TRIGGER journal_{table}_delete AFTER DELETE ON {table} BEGIN
                 {write} '{table}', OLD.row, 'delete', json_object({all}), NULL);
             END;",
            old = changed("OLD"),
            new = changed("NEW"),
            all = all.join(", "),
        ))?;
    }
    Ok(())
}

/// How much of old and new values the journal holds.
fn bytes(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row(
        "SELECT coalesce(sum(coalesce(octet_length(old), 0) + coalesce(octet_length(new), 0)), 0) FROM journal",
        [],
        |row| row.get(0),
    )?)
}

/// Forgets the actions past [`DEPTH`], those of more than [`YEARS`] before the latest, and those
/// past [`MOST_BYTES`] of recorded values, the oldest first. Nothing is written when there is
/// nothing to forget.
///
/// The age is counted from the latest action and not from today: a clock that is wrong forgets
/// nothing by itself.
pub(super) fn trim(connection: &Connection) -> Result<()> {
    trim_to(connection, MOST_BYTES)
}

fn trim_to(connection: &Connection, most: i64) -> Result<()> {
    let by_age: Option<i64> = connection.query_row(
        "SELECT max(past) FROM (
             SELECT max(id) - ?1 AS past FROM action
             UNION ALL
             SELECT max(id) FROM action
             WHERE id <= (SELECT max(id) - ?2 FROM action)
               AND at_utc < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at_utc, ?3) FROM action
                             ORDER BY id DESC LIMIT 1))",
        params![DEPTH, LEAST_DEPTH, format!("-{YEARS} years")],
        |row| row.get(0),
    )?;
    // What the journal holds is within the file: a small file needs no counting.
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let size: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let by_size: Option<i64> = if pages.saturating_mul(size) <= most || bytes(connection)? <= most {
        None
    } else {
        // The latest action is kept, whatever its size.
        connection.query_row(
            "SELECT max(action) FROM (
                 SELECT action, sum(coalesce(octet_length(old), 0) + coalesce(octet_length(new), 0))
                                OVER (ORDER BY id DESC) AS total FROM journal)
             WHERE total > ?1 AND action < (SELECT max(id) FROM action)",
            [most],
            |row| row.get(0),
        )?
    };
    let Some(past) = by_age.max(by_size) else {
        return Ok(());
    };
    let any: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM action WHERE id <= ?1)",
        [past],
        |row| row.get(0),
    )?;
    if any {
        // With an action go its undo and its redo: alone, an undo would look like an action.
        connection.execute(
            "WITH RECURSIVE gone (id) AS (
                 SELECT id FROM action WHERE id <= ?1
                 UNION
                 SELECT action.id FROM action JOIN gone ON action.undoes = gone.id)
             DELETE FROM action WHERE id IN (SELECT id FROM gone)",
            [past],
        )?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::event::EventContent;
    use crate::domain::id::EventId;
    use crate::domain::publication::Publication;

    fn on(day: &str) -> DateTime<Utc> {
        format!("{day}T10:00:00Z").parse().unwrap()
    }

    fn create(store: &mut Store, title: &str, day: &str) -> EventId {
        let (now, id) = (on(day), EventId::new(on(day)));
        let content = EventContent {
            title: title.to_owned(),
            ..EventContent::default()
        };
        let created = store.record(&format!("création de {title}"), now, |change| {
            change.create_event(id, &content, Publication::Draft, "Europe/Paris")
        });
        created.unwrap();
        id
    }

    fn describe(store: &mut Store, id: EventId, many: usize, day: &str) {
        let event = store.event(id).unwrap().unwrap();
        let content = EventContent {
            description: "x".repeat(many),
            ..event.content
        };
        let label = format!("description de {many}");
        let changed = store.record(&label, on(day), |change| {
            change.modify_event(id, event.revision, &content)
        });
        changed.unwrap();
    }

    fn labels(store: &Store) -> Vec<String> {
        let sql = "SELECT label FROM action ORDER BY id";
        let mut statement = store.connection.prepare(sql).unwrap();
        let labels = statement.query_map([], |row| row.get(0)).unwrap();
        labels.map(|label| label.unwrap()).collect()
    }

    #[test]
    fn what_is_two_years_older_than_the_latest_is_forgotten_but_for_two_hundred() {
        let mut store = Store::in_memory().unwrap();
        for number in 0..5 {
            create(&mut store, &format!("vieux {number}"), "2023-01-10");
        }
        for number in 0..199 {
            create(&mut store, &format!("neuf {number}"), "2026-01-10");
        }
        trim(&store.connection).unwrap();
        // 199 of this year, and one to make two hundred.
        assert_eq!(labels(&store).len(), 200);
        assert_eq!(labels(&store)[0], "création de vieux 4");
        create(&mut store, "neuf 199", "2026-01-10");
        trim(&store.connection).unwrap();
        assert_eq!(labels(&store)[0], "création de neuf 0");
        // What is as old as the rest stays, however long ago that is.
        trim(&store.connection).unwrap();
        assert_eq!(labels(&store).len(), 200);
    }

    #[test]
    fn values_past_the_size_are_forgotten_the_oldest_first_and_the_latest_stays() {
        let mut store = Store::in_memory().unwrap();
        let id = create(&mut store, "gros", "2026-01-10");
        for many in [50_000, 40_000, 30_000, 20_000] {
            describe(&mut store, id, many, "2026-01-10");
        }
        // Each keeps the value before it too: 50, 90, 70 and 50 thousand bytes.
        trim_to(&store.connection, 130_000).unwrap();
        assert_eq!(
            labels(&store),
            ["description de 30000", "description de 20000"]
        );
        trim_to(&store.connection, 1_000).unwrap();
        assert_eq!(labels(&store), ["description de 20000"]);
        let content = store.event(id).unwrap().unwrap().content;
        assert_eq!(content.description.len(), 20_000);
        let left: i64 = store
            .connection
            .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 1);
    }

    #[test]
    fn an_undo_never_outlives_what_it_took_back() {
        let mut store = Store::in_memory().unwrap();
        create(&mut store, "premier", "2026-01-10");
        create(&mut store, "second", "2026-01-10");
        store.undo(on("2026-01-10")).unwrap();
        // The creation of the second, the third action from the end, is past the depth.
        let aged = format!(
            "PRAGMA foreign_keys = OFF;
             UPDATE journal SET action = action + {DEPTH} WHERE action > 2;
             UPDATE action SET undone = undone + {DEPTH} WHERE undone > 2;
             UPDATE action SET id = id + {DEPTH} WHERE id > 2;
             PRAGMA foreign_keys = ON;"
        );
        store.connection.execute_batch(&aged).unwrap();
        trim(&store.connection).unwrap();
        assert_eq!(labels(&store), [""; 0]);
        assert_eq!(store.undoable().unwrap(), None);
    }

    #[test]
    fn opening_writes_nothing_when_there_is_nothing_to_forget() {
        let mut store = Store::in_memory().unwrap();
        create(&mut store, "seul", "2026-01-10");
        let before = store.connection.total_changes();
        store
            .connection
            .pragma_update(None, "query_only", true)
            .unwrap();
        trim(&store.connection).unwrap();
        assert_eq!(store.connection.total_changes(), before);
    }
}
