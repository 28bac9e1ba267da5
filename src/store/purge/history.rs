//! Removes from the history the texts that a purge erases, and the actions whose undo would restore
//! them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value;

use super::{ERASED, Loss, Plan, TEXTS};
use crate::store::error::Result;

impl Plan {
    /// Finds the events whose creation was undone: only the journal still has them.
    pub(super) fn find_undone(&mut self, connection: &Connection, before: NaiveDate) -> Result<()> {
        let mut statement = connection.prepare(
            r#"SELECT j.row, max(j.id) FROM journal j JOIN action a ON a.id = j.action
               WHERE j."table" = 'event' AND j.op = 'delete'
                 AND coalesce(j.old ->> 'date', substr(a.at_utc, 1, 10)) < ?1
                 AND NOT EXISTS (SELECT 1 FROM event WHERE id = j.old ->> 'id')
               GROUP BY j.row"#,
        )?;
        let undone =
            statement.query_map([before.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.undone = undone.collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    pub(super) fn find_former(&mut self, connection: &Connection) -> Result<()> {
        // An entry about a tick does not always name the event.
        let mut ticks: HashMap<i64, i64> = HashMap::new();
        for sql in [
            "SELECT row, event FROM tick",
            r#"SELECT row, old ->> 'event' FROM journal WHERE "table" = 'tick' AND op = 'delete'"#,
        ] {
            let mut statement = connection.prepare(sql)?;
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            ticks.extend(pairs.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?);
        }
        let mut named: HashSet<i64> = HashSet::new();
        let mut emptied: HashMap<i64, i64> = HashMap::new();
        let mut statement = connection.prepare(
            r#"SELECT id, action, "table", row, op, old, new FROM journal
               WHERE "table" IN ('event', 'attestation', 'tick') ORDER BY id"#,
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, table): (i64, String) = (row.get(0)?, row.get(2)?);
            let place: i64 = row.get(3)?;
            let event = match table.as_str() {
                "tick" => ticks.get(&place).copied(),
                _ => Some(place),
            };
            let Some(loss) = event.and_then(|event| self.loss(event, id)) else {
                continue;
            };
            let action: i64 = row.get(1)?;
            if loss == Loss::All {
                named.insert(action);
            }
            // An event whose creation was undone is not one of them: it can't be redone afterwards.
            if event.is_some_and(|event| self.deleted.contains(&event)) {
                self.past = self.past.max(Some(action));
            }
            let whole = row.get::<_, String>(4)? == "delete";
            let (old, new): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
            let changed_values = (
                without(old.as_deref(), &table, loss, whole)?,
                without(new.as_deref(), &table, loss, whole)?,
            );
            if changed_values != (old, new) {
                let is_empty = changed_values.0.as_deref() == Some("{}");
                *emptied.entry(action).or_default() += i64::from(is_empty);
                self.entries.push((id, changed_values.0, changed_values.1));
            }
        }
        self.find_former_models(connection)?;
        self.find_former_records(connection, &named)?;
        let mut total = connection.prepare("SELECT count(*) FROM journal WHERE action = ?1")?;
        for (action, count) in emptied {
            let total: i64 = total.query_row([action], |row| row.get(0))?;
            if count == total {
                self.emptied.push(action);
            }
        }
        let mut statement = connection.prepare("SELECT label FROM action WHERE id = ?1")?;
        for action in named {
            let label: String = statement.query_row([action], |row| row.get(0))?;
            if let Some(new_label) = nameless(&label) {
                self.labels.push((action, new_label));
            }
        }
        self.purgeable.former = self.entries.len() + self.labels.len();
        Ok(())
    }

    /// Erases the former contents of models, whatever their date. The notes that a model still has
    /// are kept.
    fn find_former_models(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare(
            r#"SELECT j.id, j.old, j.new, m.content FROM journal j LEFT JOIN model m ON m.row = j.row
               WHERE j."table" = 'model' ORDER BY j.id"#,
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (old, new): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
            let kept: Option<String> = row.get(3)?;
            let changed_values = (
                without_former_notes(old.as_deref(), kept.as_deref())?,
                without_former_notes(new.as_deref(), kept.as_deref())?,
            );
            if changed_values != (old, new) {
                self.entries
                    .push((row.get(0)?, changed_values.0, changed_values.1));
            }
        }
        Ok(())
    }

    /// Counts the actions in effect that are to be forgotten.
    pub(super) fn count_forgotten(&mut self, connection: &Connection) -> Result<()> {
        let mut statement =
            connection.prepare("SELECT id FROM action WHERE undoes IS NULL AND undone IS NULL")?;
        let mut in_effect = statement.query([])?;
        while let Some(row) = in_effect.next()? {
            let action: i64 = row.get(0)?;
            let is_past = self.past.is_some_and(|past| action <= past);
            self.purgeable.forgotten += usize::from(is_past || self.emptied.contains(&action));
        }
        Ok(())
    }
}

/// Returns the values of an entry about a model, without the notes unless they are the current
/// ones.
fn without_former_notes(json: Option<&str>, kept: Option<&str>) -> Result<Option<String>> {
    let Some(json) = json else { return Ok(None) };
    let mut values: Value = serde_json::from_str(json)?;
    if let Some(content) = values.get_mut("content")
        && let Some(text) = content.as_str()
        && Some(text) != kept
        && let Ok(mut said) = serde_json::from_str::<Value>(text)
        && let Some(notes) = said.get_mut("notes")
        && notes != ""
    {
        *notes = Value::from("");
        *content = Value::from(said.to_string());
        return Ok(Some(values.to_string()));
    }
    Ok(Some(json.to_owned()))
}

/// Returns the values of an entry without the erased texts. In a whole row, which an undo would
/// restore, they are blank; elsewhere they are removed, so that an undo changes only the rest.
fn without(json: Option<&str>, table: &str, loss: Loss, whole: bool) -> Result<Option<String>> {
    let Some(json) = json else { return Ok(None) };
    let mut values: Value = serde_json::from_str(json)?;
    let gone: Vec<&str> = match (table, loss) {
        ("event", Loss::Notes) => vec!["notes"],
        ("event", Loss::All) => [&TEXTS[..], &["on_site"]].concat(),
        ("attestation", Loss::Notes) => vec!["remark"],
        ("attestation", Loss::All) => vec!["remark", "answers"],
        (_, Loss::All) => vec!["told"],
        (_, Loss::Notes) => Vec::new(),
    };
    let mut changed = false;
    if let Some(values) = values.as_object_mut() {
        for name in gone {
            if whole {
                let blank = match name {
                    "title" => Value::from(ERASED),
                    "answers" => Value::from("{}"),
                    "told" | "on_site" => Value::Null,
                    _ => Value::from(""),
                };
                if let Some(value) = values.get_mut(name)
                    && *value != blank
                {
                    *value = blank;
                    changed = true;
                }
            } else {
                changed |= values.remove(name).is_some();
            }
        }
    }
    // The exact text is kept when nothing is erased.
    Ok(Some(if changed {
        values.to_string()
    } else {
        json.to_owned()
    }))
}

/// Returns the label of an action without what it quotes; none when it quotes nothing.
fn nameless(label: &str) -> Option<String> {
    let from = label.find('«')? + '«'.len_utf8();
    let to = label.rfind('»').filter(|&to| to > from)?;
    let new_label = format!("{}\u{202f}{ERASED}\u{202f}{}", &label[..from], &label[to..]);
    (new_label != label).then_some(new_label)
}
