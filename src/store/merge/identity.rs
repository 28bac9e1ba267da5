//! What a row is matched by in another copy of the store, and its values with what they refer to: row
//! numbers are those of one file, and are replaced by identifiers.

use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::store::error::Result;
use crate::store::registry::Table;
use crate::store::schema::journal_triggers::{column_names, quoted};
use crate::store::undo::past_rows::{self, Columns};

/// The columns that only count or date changes.
const BOOKKEEPING: [&str; 3] = ["rev", "created_at", "modified_at"];

/// What a row is matched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// A column of its own.
    Column(&'static str),
    /// The event that has the same row number.
    SameEvent,
    /// The event in the column `event`, and another column.
    EventAnd(&'static str),
}

/// A table as it is compared and written.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) table: &'static Table,
    pub(super) identity: Identity,
    /// Every column but the row number.
    pub(super) columns: Vec<String>,
}

impl Shape {
    pub(super) fn of(connection: &Connection, table: &'static Table) -> Result<Self> {
        let mut columns = column_names(connection, table.name)?;
        columns.retain(|name| name != "row");
        Ok(Self {
            table,
            identity: match table.name {
                "setting" => Identity::Column("key"),
                "attestation" => Identity::SameEvent,
                "tick" => Identity::EventAnd("step"),
                "put_off" => Identity::EventAnd("notice"),
                _ => Identity::Column("id"),
            },
            columns,
        })
    }

    /// Whether its rows belong to an event, and are matched by it.
    pub(super) fn is_of_event(&self) -> bool {
        !matches!(self.identity, Identity::Column(_))
    }

    /// Returns the columns that say what the user wrote.
    pub(super) fn content(&self) -> impl Iterator<Item = &str> {
        let columns = self.columns.iter().map(String::as_str);
        columns.filter(|name| !BOOKKEEPING.contains(name))
    }

    /// Returns a query of the rows of a schema: `key`, every value as JSON (`whole`), and those that the
    /// user wrote (`content`). An event is referred to by its identifier.
    pub(super) fn select(&self, schema: &str) -> String {
        let value = |name: &str| match (self.is_of_event(), name) {
            (true, "event") => "e.id".to_owned(),
            _ => format!("t.{}", quoted(name)),
        };
        let json = |names: &[&str]| {
            let values: Vec<String> = names.iter().map(|name| value(name)).collect();
            format!("row_told('{}', {})", names.join(","), values.join(", "))
        };
        let mut all: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let (key, join) = match self.identity {
            Identity::Column(name) => (format!("t.{}", quoted(name)), String::new()),
            Identity::SameEvent => {
                all.push("event");
                let join = format!("JOIN {schema}.event e ON e.row = t.row");
                ("e.id".to_owned(), join)
            }
            Identity::EventAnd(name) => (
                format!("e.id || ' ' || t.{}", quoted(name)),
                format!("JOIN {schema}.event e ON e.row = t.event"),
            ),
        };
        let content: Vec<&str> = self.content().collect();
        format!(
            "SELECT {key} AS key, {} AS whole, {} AS content FROM {schema}.{} t {join}",
            json(&all),
            json(&content),
            self.table.name
        )
    }

    /// Returns the values of a row of the store, if it is there.
    pub(super) fn find(&self, connection: &Connection, key: &str) -> Result<Option<Columns>> {
        let sql = format!("{} WHERE t.row = {}", self.select("main"), self.row_of(1));
        let row = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(self.key_values(key)), |row| row.get(1))
            .optional()?;
        Ok(row.map(|json| past_rows::columns(Some(json))))
    }

    /// Returns the SQL that finds the number of a row by its key, whose values are parameters from
    /// `first` on.
    pub(super) fn row_of(&self, first: usize) -> String {
        let table = self.table.name;
        let event = format!("(SELECT row FROM main.event WHERE id = ?{first})");
        match self.identity {
            Identity::Column(name) => {
                let name = quoted(name);
                format!("(SELECT row FROM main.{table} WHERE {name} = ?{first})")
            }
            Identity::SameEvent => event,
            Identity::EventAnd(name) => format!(
                "(SELECT row FROM main.{table} WHERE event = {event} AND {} = ?{})",
                quoted(name),
                first + 1
            ),
        }
    }

    /// Returns the values of a key: one, or two for the rows of an event.
    pub(super) fn key_values(&self, key: &str) -> impl Iterator<Item = String> {
        let parts: Vec<&str> = match self.identity {
            Identity::EventAnd(_) => key.splitn(2, ' ').collect(),
            _ => vec![key],
        };
        parts
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Returns the key of a row from its values, where an event is referred to by its identifier.
    pub(super) fn key(&self, row: &Columns) -> String {
        match self.identity {
            Identity::Column(name) => text(row, name).to_owned(),
            Identity::SameEvent => text(row, "event").to_owned(),
            Identity::EventAnd(name) => format!("{} {}", text(row, "event"), text(row, name)),
        }
    }

    /// Whether two versions say the same, but for `but`.
    pub(super) fn same(&self, one: Option<&Columns>, other: Option<&Columns>, but: &str) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => self
                .content()
                .filter(|name| *name != but)
                .all(|name| one.get(name) == other.get(name)),
            (None, None) => true,
            _ => false,
        }
    }
}

/// Returns the text of a column; empty when it has none.
pub(super) fn text<'r>(row: &'r Columns, column: &str) -> &'r str {
    row.get(column)
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
}
