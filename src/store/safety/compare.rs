//! What differs between two stores, in events and rows.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::store::error::Result;
use crate::store::registry::TABLES;
use crate::store::sql::connection::sqlite_name;

/// How many titles are listed for each kind of difference.
const MAX_TITLES: usize = 5;

/// The columns that only count or date changes, and the number of a row in its own file.
const NOT_CONTENT: [&str; 4] = ["row", "rev", "created_at", "modified_at"];

/// What putting a copy in the place of the store would change, except its history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Events that the copy has and the store has not.
    pub more: Events,
    /// Events that the store has and the copy has not.
    pub fewer: Events,
    /// Events whose content or attestation differs.
    pub changed: Events,
    /// How many rows differ in the lists, the settings, the ticks...
    pub others: u64,
}

/// Some events: how many, and the titles of the first few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// How many there are.
    pub count: u64,
    /// The titles of the first, by their dates.
    pub titles: Vec<String>,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares the store with the one at `other`, both of this program's schema.
pub(in crate::store) fn compare(connection: &Connection, other: &Path) -> Result<Difference> {
    let name = sqlite_name(other)?;
    let name = ToSqlOutput::Borrowed(ValueRef::Text(&name));
    connection.execute("ATTACH ?1 AS other", [name])?;
    let difference = difference(connection);
    connection.execute_batch("DETACH other")?;
    difference
}

/// Compares the store with the one attached as `other`.
fn difference(connection: &Connection) -> Result<Difference> {
    let only_in = |one: &str, other: &str| {
        format!(
            "FROM {one}.event e WHERE e.deleted_at IS NULL
             AND e.id NOT IN (SELECT id FROM {other}.event WHERE deleted_at IS NULL)"
        )
    };
    let differs = |table: &str, one: &str, other: &str| -> rusqlite::Result<Vec<String>> {
        let columns = columns(connection, table)?.into_iter();
        let pairs = columns.map(|column| format!("{one}.\"{column}\" IS NOT {other}.\"{column}\""));
        Ok(pairs.collect())
    };
    let mut differences = differs("event", "e", "f")?;
    differences.extend(differs("attestation", "a", "b")?);
    differences.push("(a.row IS NULL) <> (b.row IS NULL)".to_owned());
    let changed = format!(
        "FROM main.event e JOIN other.event f ON f.id = e.id
         LEFT JOIN main.attestation a ON a.row = e.row LEFT JOIN other.attestation b ON b.row = f.row
         WHERE e.deleted_at IS NULL AND f.deleted_at IS NULL AND ({})",
        differences.join(" OR ")
    );
    Ok(Difference {
        more: events(connection, &only_in("other", "main"))?,
        fewer: events(connection, &only_in("main", "other"))?,
        changed: events(connection, &changed)?,
        others: others(connection)?,
    })
}

fn events(connection: &Connection, from: &str) -> Result<Events> {
    let count: i64 =
        connection.query_row(&format!("SELECT count(*) {from}"), [], |row| row.get(0))?;
    let sql = format!("SELECT e.title {from} ORDER BY e.date, e.starts, e.id LIMIT {MAX_TITLES}");
    let mut titles = connection.prepare(&sql)?;
    let titles = titles.query_map([], |row| row.get::<_, String>(0))?;
    Ok(Events {
        count: u64::try_from(count).unwrap_or(0),
        titles: titles.collect::<rusqlite::Result<_>>()?,
    })
}

/// Returns how many rows of the other tables are not the same on both sides.
fn others(connection: &Connection) -> Result<u64> {
    let mut differing = 0;
    let others = TABLES.map(|table| table.name).into_iter();
    for table in others.filter(|name| !["event", "attestation"].contains(name)) {
        let columns = columns(connection, table)?;
        let columns: Vec<String> = columns.iter().map(|it| format!("\"{it}\"")).collect();
        let columns = columns.join(", ");
        let more = |one: &str, other: &str| -> rusqlite::Result<i64> {
            let sql = format!(
                "SELECT count(*) FROM (SELECT {columns} FROM {one}.\"{table}\"
                                       EXCEPT SELECT {columns} FROM {other}.\"{table}\")"
            );
            connection.query_row(&sql, [], |row| row.get(0))
        };
        // A changed row is found on each side.
        differing += more("main", "other")?.max(more("other", "main")?);
    }
    Ok(u64::try_from(differing).unwrap_or(0))
}

/// Returns the columns that hold what the user wrote.
fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut names = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = names.query_map([table], |row| row.get::<_, String>(0))?;
    let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
    let is_content = |name: &String| !NOT_CONTENT.contains(&name.as_str());
    Ok(names.into_iter().filter(is_content).collect())
}
