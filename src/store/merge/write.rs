//! Writes what was chosen of a merge, inside an action: it is undone as any other.

use rusqlite::params_from_iter;
use serde_json::Value;

use super::identity::{Identity, Shape, text};
use super::{Choice, MergePlan, MergeRow};
use crate::domain::id::EventId;
use crate::store::Change;
use crate::store::error::{Result, StoreError};
use crate::store::schema::journal_triggers::quoted;
use crate::store::undo::journal::Json;
use crate::store::undo::past_rows::Columns;

impl Change<'_> {
    /// Writes the rows of a merge, each in the version that was chosen.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when one of them was changed since the merge was planned.
    pub fn merge(&self, plan: &MergePlan, choices: &[Choice]) -> Result<()> {
        // A row may refer to another that is written after it.
        let deferred = "defer_foreign_keys";
        self.connection.pragma_update(None, deferred, true)?;
        self.in_bulk(plan.rows.len(), || {
            for (row, choice) in plan.rows.iter().zip(choices) {
                if *choice != Choice::Mine {
                    self.merge_row(row, choice)?;
                }
            }
            Ok(())
        })
    }

    fn merge_row(&self, row: &MergeRow, choice: &Choice) -> Result<()> {
        let shape = Shape::of(self.connection, row.table)?;
        let present = shape.find(self.connection, &row.key)?;
        if !shape.same(present.as_ref(), row.mine.as_ref(), "") {
            return Err(StoreError::Stale);
        }
        match (&row.mine, &row.theirs) {
            // The event that it belongs to is left.
            (None, Some(theirs)) if !self.has_event_of(&shape, theirs)? => Ok(()),
            (None, Some(theirs)) => self.add_row(&shape, theirs),
            (Some(_), None) => self.delete_row_of(&shape, &row.key),
            (Some(mine), Some(theirs)) => {
                let merged = match choice {
                    Choice::Fields(names) => self.mixed(row, mine, theirs, names),
                    _ => theirs.clone(),
                };
                self.replace_row(&shape, &row.key, mine, &merged)
            }
            (None, None) => Ok(()),
        }
    }

    fn has_event_of(&self, shape: &Shape, row: &Columns) -> Result<bool> {
        if !shape.is_of_event() {
            return Ok(true);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM event WHERE id = ?1)";
        let mut found = self.connection.prepare_cached(sql)?;
        Ok(found.query_row([text(row, "event")], |row| row.get(0))?)
    }

    /// Returns the store's version with some columns of the copy's.
    fn mixed(&self, row: &MergeRow, mine: &Columns, theirs: &Columns, names: &[&str]) -> Columns {
        let mut merged = mine.clone();
        let hidden = row.hidden.iter().map(String::as_str);
        for name in names.iter().copied().chain(hidden) {
            if let Some(value) = theirs.get(name) {
                merged.insert(name.to_owned(), value.clone());
            }
        }
        if let Some(modified) = merged.get_mut("modified_at") {
            *modified = Value::String(self.stamp());
        }
        merged
    }

    fn add_row(&self, shape: &Shape, row: &Columns) -> Result<()> {
        let mut names: Vec<String> = Vec::new();
        let mut values: Vec<String> = Vec::new();
        for (number, name) in (1..).zip(&shape.columns) {
            names.push(quoted(name));
            values.push(match (shape.identity, name.as_str()) {
                (Identity::EventAnd(_), "event") => event_row(number),
                _ => format!("?{number}"),
            });
        }
        let mut cells: Vec<Json<'_>> = cells(shape, row).collect();
        if shape.identity == Identity::SameEvent {
            names.push("row".to_owned());
            values.push(event_row(shape.columns.len() + 1));
            cells.push(Json(row.get("event").unwrap_or(&Value::Null)));
        }
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            shape.table.name,
            names.join(", "),
            values.join(", ")
        );
        let mut insert = self.connection.prepare_cached(&sql)?;
        self.expect_one_row(insert.execute(params_from_iter(cells))?)
    }

    /// Replaces the values of a row. An event is in the list as long as it is not deleted: its other
    /// values change while it is there.
    fn replace_row(&self, shape: &Shape, key: &str, mine: &Columns, row: &Columns) -> Result<()> {
        const DELETED: &str = "deleted_at";
        let (before, after) = (mine.get(DELETED), row.get(DELETED));
        if before == after {
            return self.set_row(shape, key, row);
        }
        let mut listed = row.clone();
        listed.insert(DELETED.to_owned(), Value::Null);
        if before != Some(&Value::Null) {
            let mut revived = mine.clone();
            revived.insert(DELETED.to_owned(), Value::Null);
            self.set_row(shape, key, &revived)?;
        }
        self.set_row(shape, key, &listed)?;
        match after {
            Some(Value::Null) | None => Ok(()),
            Some(_) => self.set_row(shape, key, row),
        }
    }

    fn set_row(&self, shape: &Shape, key: &str, row: &Columns) -> Result<()> {
        let sets = (1..).zip(&shape.columns).map(|(number, name)| {
            let value = match (shape.identity, name.as_str()) {
                (Identity::EventAnd(_), "event") => event_row(number),
                // A window that has read the row must see that it is another one.
                (_, "rev") => format!("max(rev, ?{number}) + 1"),
                _ => format!("?{number}"),
            };
            format!("{} = {value}", quoted(name))
        });
        let sql = format!(
            "UPDATE {} SET {} WHERE row = {}",
            shape.table.name,
            sets.collect::<Vec<_>>().join(", "),
            shape.row_of(shape.columns.len() + 1)
        );
        let key = shape.key_values(key).map(Value::String);
        let key: Vec<Value> = key.collect();
        let cells = cells(shape, row).chain(key.iter().map(Json));
        let mut update = self.connection.prepare_cached(&sql)?;
        self.expect_one_row(update.execute(params_from_iter(cells))?)
    }

    fn delete_row_of(&self, shape: &Shape, key: &str) -> Result<()> {
        if shape.table.name == "event" {
            // What was added to it here stays with it.
            return match EventId::parse(key) {
                Some(id) => self.delete_event(id),
                None => Err(StoreError::Stale),
            };
        }
        let sql = format!(
            "DELETE FROM {} WHERE row = {}",
            shape.table.name,
            shape.row_of(1)
        );
        let mut delete = self.connection.prepare_cached(&sql)?;
        self.expect_one_row(delete.execute(params_from_iter(shape.key_values(key)))?)
    }
}

/// Returns the values of a row, in the order of its table.
fn cells<'r>(shape: &'r Shape, row: &'r Columns) -> impl Iterator<Item = Json<'r>> {
    let columns = shape.columns.iter();
    columns.map(|name| Json(row.get(name).unwrap_or(&Value::Null)))
}

/// The SQL that finds the number of an event by its identifier.
fn event_row(parameter: usize) -> String {
    format!("(SELECT row FROM event WHERE id = ?{parameter})")
}
