//! What was done: the actions of the journal, and what each changed.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::Store;
use super::error::Result;
use super::events::instant;
use crate::domain::displayable::{line, lines};
use crate::domain::id::EventId;
use crate::domain::trace::{Aspect, Subject, Trace};

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    /// It stands.
    Standing,
    /// It was taken back, and can be made again.
    TakenBack,
    /// It was taken back, and something else was done since.
    Lost,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its number: later deeds have greater ones.
    pub id: i64,
    /// What it was, as the user was told.
    pub label: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where it stands.
    pub state: ActionState,
}

/// Which actions: all of the user's, or those that touched an event.
const OF_EVENT: &str = "id IN (
    SELECT action FROM journal
    WHERE \"table\" IN ('event', 'attestation') AND row = (SELECT row FROM event WHERE id = ?1)
       OR \"table\" = 'tick' AND (
              json_extract(old, '$.event') = (SELECT row FROM event WHERE id = ?1)
              OR row IN (SELECT t.row FROM tick t JOIN event e ON e.row = t.event WHERE e.id = ?1)))";

impl Store {
    /// How many deeds are remembered, of the whole carnet or of an event.
    pub fn count_deeds(&self, event: Option<EventId>) -> Result<usize> {
        let sql = format!(
            "SELECT count(*) FROM action WHERE undoes IS NULL AND (?1 IS NULL OR {OF_EVENT})"
        );
        let many: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row([event.map(|id| id.to_string())], |row| row.get(0))?;
        Ok(usize::try_from(many).unwrap_or(0))
    }

    /// The deed of that number, while it is remembered.
    pub fn deed(&self, id: i64) -> Result<Option<Deed>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT id, label, at_utc, undone IS NOT NULL, lost FROM action
                 WHERE undoes IS NULL AND id = ?1",
            )?
            .query_row([id], read)
            .optional()?)
    }

    /// The `many` deeds from the `first` on, the latest first.
    pub fn deeds(&self, event: Option<EventId>, first: usize, many: usize) -> Result<Vec<Deed>> {
        let sql = format!(
            "SELECT id, label, at_utc, undone IS NOT NULL, lost FROM action
             WHERE undoes IS NULL AND (?1 IS NULL OR {OF_EVENT})
             ORDER BY id DESC LIMIT {many} OFFSET {first}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let deeds = statement.query_map([event.map(|id| id.to_string())], read)?;
        Ok(deeds.collect::<rusqlite::Result<_>>()?)
    }

    /// What a deed changed, `most` traces at most, in the order it was done.
    pub fn traces(&self, deed: i64, most: usize) -> Result<Vec<Trace>> {
        let mut statement = self.connection.prepare_cached(
            r#"SELECT "table", row, op, old, new FROM journal WHERE action = ?1 ORDER BY id"#,
        )?;
        let mut rows = statement.query([deed])?;
        let mut traces = Vec::new();
        while let Some(row) = rows.next()? {
            let table: String = row.get(0)?;
            let number: i64 = row.get(1)?;
            let subject = subject(&self.connection, &table, number, row.get(3)?)?;
            let push = |traces: &mut Vec<Trace>, aspect, before, after| {
                traces.push(Trace {
                    subject: subject.clone(),
                    aspect,
                    before,
                    after,
                });
            };
            match row.get::<_, String>(2)?.as_str() {
                "insert" => push(&mut traces, Aspect::Made, String::new(), String::new()),
                "delete" => push(&mut traces, Aspect::Removed, String::new(), String::new()),
                _ => {
                    let old: serde_json::Map<String, Value> = json(row.get(3)?);
                    let new: serde_json::Map<String, Value> = json(row.get(4)?);
                    for (column, before) in old {
                        let after = new.get(&column).cloned().unwrap_or_default();
                        let aspect = Aspect::of_column(&table, &column);
                        push(&mut traces, aspect, text(&before), text(&after));
                    }
                }
            }
            if traces.len() >= most {
                traces.truncate(most);
                break;
            }
        }
        Ok(traces)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Deed> {
    let (undone, lost): (bool, bool) = (row.get(3)?, row.get(4)?);
    Ok(Deed {
        id: row.get(0)?,
        label: line(&row.get::<_, String>(1)?).into_owned(),
        at: instant(&row.get::<_, String>(2)?),
        state: match (undone, lost) {
            (false, _) => ActionState::Standing,
            (true, false) => ActionState::TakenBack,
            (true, true) => ActionState::Lost,
        },
    })
}

fn json(text: Option<String>) -> serde_json::Map<String, Value> {
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => lines(text).into_owned(),
        other => other.to_string(),
    }
}

/// What a row of the journal is about, by the name it has now, or had when it was deleted.
fn subject(connection: &Connection, table: &str, row: i64, old: Option<String>) -> Result<Subject> {
    let sql = match table {
        "event" | "attestation" => "SELECT title FROM event WHERE row = ?1",
        "tick" => {
            "SELECT s.label || ' · ' || e.title FROM tick t
             JOIN step s ON s.id = t.step JOIN event e ON e.row = t.event WHERE t.row = ?1"
        }
        "entry" => "SELECT label FROM entry WHERE row = ?1",
        "question" => "SELECT label FROM question WHERE row = ?1",
        "step" => "SELECT label FROM step WHERE row = ?1",
        "model" => "SELECT name FROM model WHERE row = ?1",
        "saved_view" => "SELECT name FROM saved_view WHERE row = ?1",
        _ => "SELECT NULL WHERE ?1 IS NULL",
    };
    let name: Option<String> = connection
        .prepare_cached(sql)?
        .query_row(params![row], |row| row.get(0))
        .optional()?
        .flatten();
    let old = json(old);
    let had = ["title", "label", "name"]
        .into_iter()
        .find_map(|column| old.get(column)?.as_str().map(str::to_owned));
    Ok(Subject {
        is_event: table == "event",
        kind: kind(table),
        name: line(&name.or(had).unwrap_or_default()).into_owned(),
    })
}

fn kind(table: &str) -> &'static str {
    match table {
        "event" => "événement",
        "attestation" => "attestation",
        "tick" => "étape cochée",
        "entry" => "entrée de liste",
        "question" => "question",
        "step" => "étape",
        "model" => "modèle",
        "saved_view" => "vue",
        "put_off" => "notification",
        _ => "réglage",
    }
}
