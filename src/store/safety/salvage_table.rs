//! Reads the rows of one table of a damaged store, around what can't be read.

use std::collections::HashSet;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

use crate::store::error::Result;

/// The title of an event whose title can't be read.
const LOST_TITLE: &str = "Événement récupéré (titre perdu)";

/// What was read of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalvagedTable {
    /// Its name.
    pub name: String,
    /// Rows written into the new store.
    pub saved: u64,
    /// Of those, rows that lack a value that can't be read, or a reference to a lost row.
    pub partial: u64,
    /// Rows that were found and could not be saved.
    pub lost: u64,
    /// Whether part of the table can't be read, so that the number of lost rows is unknown.
    pub has_holes: bool,
}

/// Returns the names that a query gives, as far as they can be read; an error when there is none.
pub(in crate::store) fn names(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut names = Vec::new();
    // The first name that can't be read hides those after it.
    while let Ok(Some(row)) = rows.next() {
        if let Ok(ValueRef::Text(name)) = row.get_ref(0) {
            names.push(String::from_utf8_lossy(name).into_owned());
        }
    }
    if names.is_empty() {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    }
    Ok(names)
}

/// The salvage of one table: where its rows come from and where they go.
struct TableSalvage<'c> {
    from: &'c Connection,
    to: &'c Connection,
    table: SalvagedTable,
    columns: Vec<String>,
    seen: HashSet<i64>,
    most_probed: i64,
}

/// Saves what can be read of a table; in a hole, at most `most_probed` rows are tried one by one.
pub(in crate::store) fn save_table(
    from: &Connection,
    to: &Connection,
    name: &str,
    most_probed: i64,
) -> Result<SalvagedTable> {
    let columns = format!("SELECT name FROM pragma_table_info('{name}')");
    let mut table = SalvagedTable {
        name: name.to_owned(),
        ..SalvagedTable::default()
    };
    let Ok(there) = names(from, &columns) else {
        table.has_holes = true;
        return Ok(table);
    };
    let mut here = names(to, &columns)?;
    here.retain(|column| there.contains(column));
    // A new store has seeded lists; those of the damaged store replace them.
    let begun = format!("SAVEPOINT begun; DELETE FROM \"{name}\"");
    to.execute_batch(&begun)?;
    let mut rows = TableSalvage {
        from,
        to,
        table,
        columns: here,
        seen: HashSet::new(),
        most_probed,
    };
    rows.save();
    if rows.table.has_holes {
        // A seeded row may be missing: the seeds are restored, and the saved rows written over them.
        to.execute_batch("ROLLBACK TO begun")?;
        rows.table = SalvagedTable {
            name: name.to_owned(),
            ..SalvagedTable::default()
        };
        rows.seen.clear();
        rows.save();
    }
    to.execute_batch("RELEASE begun")?;
    Ok(rows.table)
}

impl TableSalvage<'_> {
    /// Reads forward, around each row that can't be read; when a whole page can't be, backward from the
    /// end, then one by one what is left between.
    fn save(&mut self) {
        let mut last = i64::MIN;
        loop {
            if self.scan("rowid > ?1 ORDER BY rowid", &mut last) {
                return;
            }
            // A row whose text is on other pages can be read in pieces.
            match self.next_key(last) {
                Some(row) if row > last => {
                    self.save_in_pieces(row);
                    last = row;
                }
                _ => break,
            }
        }
        self.table.has_holes = true;
        let mut first = i64::MAX;
        self.scan("rowid < ?1 ORDER BY rowid DESC", &mut first);
        let from = last.saturating_add(1).max(1);
        for row in from..first.min(from.saturating_add(self.most_probed)) {
            if self.seen.contains(&row) || self.scan_one(row) {
                continue;
            }
            if self.next_key(row - 1) == Some(row) {
                self.save_in_pieces(row);
            }
        }
    }

    /// Saves rows as far as they can be read, and returns whether the end was reached.
    fn scan(&mut self, which: &str, last: &mut i64) -> bool {
        let sql = self.select(which);
        let from = self.from;
        let Ok(mut statement) = from.prepare_cached(&sql) else {
            return false;
        };
        let Ok(mut rows) = statement.query([*last]) else {
            return false;
        };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let Ok(key) = row.get::<_, i64>(0) else {
                        return false;
                    };
                    *last = key;
                    self.save_row(key, row);
                }
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }

    /// Saves the row of that key, and returns false when it is there and can't be read.
    fn scan_one(&mut self, key: i64) -> bool {
        let mut same = key;
        self.scan("rowid = ?1", &mut same)
    }

    fn next_key(&self, last: i64) -> Option<i64> {
        let sql = format!(
            "SELECT rowid FROM \"{}\" WHERE rowid > ?1 ORDER BY rowid LIMIT 1",
            self.table.name
        );
        let mut key = self.from.prepare_cached(&sql).ok()?;
        key.query_row([last], |row| row.get(0)).ok()
    }

    fn select(&self, which: &str) -> String {
        let columns: Vec<String> = self.columns.iter().map(|it| format!("\"{it}\"")).collect();
        format!(
            "SELECT rowid, {} FROM \"{}\" WHERE {which}",
            columns.join(", "),
            self.table.name
        )
    }

    fn save_row(&mut self, key: i64, row: &Row<'_>) {
        let mut values = Vec::with_capacity(self.columns.len());
        let mut is_partial = false;
        for (index, column) in self.columns.iter().enumerate() {
            match row.get_ref(index + 1) {
                Ok(value) => values.push((column.clone(), owned(value, &mut is_partial))),
                Err(_) => is_partial = true,
            }
        }
        self.insert(key, values, is_partial);
    }

    /// Saves what can be read of a row, one value at a time.
    fn save_in_pieces(&mut self, key: i64) {
        let mut values = Vec::new();
        let mut is_repaired = false;
        for column in &self.columns {
            let sql = format!(
                "SELECT \"{column}\" FROM \"{}\" WHERE rowid = ?1",
                self.table.name
            );
            let value = self.from.query_row(&sql, [key], |row| {
                Ok(owned(row.get_ref(0)?, &mut is_repaired))
            });
            if let Ok(value) = value {
                values.push((column.clone(), value));
            }
        }
        // The key alone says nothing of the row: it is the one that was asked for.
        if values.iter().any(|(column, _)| column != "row") {
            if self.table.name == "event" && !values.iter().any(|(column, _)| column == "title") {
                values.push(("title".to_owned(), Value::Text(LOST_TITLE.to_owned())));
            }
            self.insert(key, values, true);
        }
    }

    fn insert(&mut self, key: i64, values: Vec<(String, Value)>, is_partial: bool) {
        if !self.seen.insert(key) {
            return;
        }
        let names: Vec<String> = values
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        let sql = format!(
            "INSERT OR REPLACE INTO \"{}\" ({}) VALUES ({})",
            self.table.name,
            names.join(", "),
            vec!["?"; names.len()].join(", ")
        );
        let values = values.into_iter().map(|(_, value)| value);
        let inserted = self
            .to
            .prepare_cached(&sql)
            .and_then(|mut insert| insert.execute(params_from_iter(values)));
        match inserted {
            Ok(_) => {
                self.table.saved += 1;
                self.table.partial += u64::from(is_partial);
            }
            // The schema refuses it: an empty title, a value of another type.
            Err(_) => self.table.lost += 1,
        }
    }
}

/// Returns a value that can be written; a text that is not UTF-8 is repaired.
fn owned(value: ValueRef<'_>, is_repaired: &mut bool) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Text(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            *is_repaired |= matches!(text, std::borrow::Cow::Owned(_));
            Value::Text(text.into_owned())
        }
    }
}
