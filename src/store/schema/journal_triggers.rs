//! The triggers that write the journal, generated from the schema: whoever changes a row, it is
//! recorded.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use serde_json::{Map, Value as Json};

use crate::store::error::Result;
use crate::store::registry::TABLES;

/// Columns that only count or stamp changes: an undo moves them forward like any other change.
const BOOKKEEPING: [&str; 2] = ["rev", "modified_at"];

/// Takes the recording triggers away, so that a migration can change what they name.
pub(in crate::store) fn drop_triggers(connection: &Connection) -> Result<()> {
    for table in TABLES.map(|table| table.name) {
        for op in ["insert", "update", "delete"] {
            connection.execute_batch(&format!("DROP TRIGGER IF EXISTS journal_{table}_{op}"))?;
        }
    }
    Ok(())
}

/// Makes the recording triggers from the schema as it stands. Their text is short, since SQLite reads
/// all of it at each opening: what they write is told by [`register`]'s functions.
pub(in crate::store) fn create_triggers(connection: &Connection) -> Result<()> {
    for table in TABLES.map(|table| table.name) {
        let names = column_names(connection, table)?;
        let (told, values) = listed(&names, |column| format!("OLD.{column}"));
        let compared: Vec<String> = names
            .into_iter()
            .filter(|name| !BOOKKEEPING.contains(&name.as_str()))
            .collect();
        let (changing, pairs) = listed(&compared, |column| format!("OLD.{column}, NEW.{column}"));
        let write = r#"INSERT INTO journal (action, "table", row, op, old, new)"#;
        let action = "(SELECT action FROM recording)";
        connection.execute_batch(&format!(
            "CREATE TRIGGER journal_{table}_insert AFTER INSERT ON {table} BEGIN
                 {write} VALUES ({action}, '{table}', NEW.row, 'insert', NULL, NULL);
             END;
             CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} BEGIN
                 {write} SELECT {action}, '{table}', NEW.row, 'update', both -> 0, both -> 1
                 FROM (SELECT changes_told('{changing}', {pairs}) AS both);
             END;
             CREATE TRIGGER journal_{table}_delete AFTER DELETE ON {table} BEGIN
                 {write} VALUES ({action}, '{table}', OLD.row, 'delete', row_told('{told}', {values}), NULL);
             END;"
        ))?;
    }
    Ok(())
}

/// The names of columns as the functions below take them, and what is made of each as SQL.
fn listed(names: &[String], sql: impl Fn(&str) -> String) -> (String, String) {
    let values: Vec<String> = names.iter().map(|name| sql(&quoted(name))).collect();
    (names.join(","), values.join(", "))
}

/// Registers what the triggers call: `row_told(names, value, …)`, the values of a row by the names of
/// their columns, as JSON; and `changes_told(names, old, new, …)`, the old values of those that
/// changed, then the new ones, as a JSON array of two objects.
pub(in crate::store) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("row_told", -1, flags, |cx| {
        let mut told = Map::new();
        for (name, at) in names(cx)?.split(',').zip(1..cx.len()) {
            told.insert(name.to_owned(), json(cx.get_raw(at)));
        }
        Ok(Json::Object(told).to_string())
    })?;
    connection.create_scalar_function("changes_told", -1, flags, |cx| {
        let (mut was, mut is) = (Map::new(), Map::new());
        for (name, at) in names(cx)?.split(',').zip((1..cx.len()).step_by(2)) {
            let (old, new) = (cx.get_raw(at), cx.get_raw(at + 1));
            if old != new {
                was.insert(name.to_owned(), json(old));
                is.insert(name.to_owned(), json(new));
            }
        }
        Ok(Json::from([Json::Object(was), Json::Object(is)].to_vec()).to_string())
    })
}

fn names<'c>(cx: &'c Context<'_>) -> rusqlite::Result<&'c str> {
    Ok(cx.get_raw(0).as_str()?)
}

/// A value of a column; no column of the schema holds bytes.
fn json(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into(),
        ValueRef::Null | ValueRef::Blob(_) => Json::Null,
    }
}

/// A name as SQL quotes it.
pub(in crate::store) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns of a table, in its order.
pub(in crate::store) fn column_names(
    connection: &Connection,
    table: &str,
) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_by_name() {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let told = |sql: &str| -> String {
            let sql = format!("SELECT {sql}");
            connection.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(
            told("row_told('a,b,c', 'é\"', 7, NULL)"),
            r#"{"a":"é\"","b":7,"c":null}"#
        );
        assert_eq!(
            told("changes_told('a,b,c,d', 1, 1, NULL, 'x', 'y', NULL, '1', 1)"),
            r#"[{"b":null,"c":"y","d":"1"},{"b":"x","c":null,"d":1}]"#
        );
        assert_eq!(told("changes_told('a', 'é', 'é')"), "[{},{}]");
        // A wrong bit spoils a letter and nothing else.
        assert_eq!(
            told("row_told('a', CAST(x'436166e9' AS TEXT))"),
            "{\"a\":\"Caf\u{fffd}\"}"
        );
    }
}
