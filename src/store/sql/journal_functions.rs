//! The functions that the journal's triggers call: a row, or what changed in it, as JSON.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use serde_json::{Map, Value as Json};

/// Registers `row_told(names, value, …)`, which returns the values of a row by column as JSON; and
/// `changes_told(names, old, new, …)`, which returns the old values of the columns that changed, then
/// the new ones, as a JSON array of two objects.
pub(in crate::store) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("row_told", -1, flags, |cx| {
        let mut row = Map::new();
        for (name, index) in names(cx)?.split(',').zip(1..cx.len()) {
            row.insert(name.to_owned(), json(cx.get_raw(index)));
        }
        Ok(Json::Object(row).to_string())
    })?;
    connection.create_scalar_function("changes_told", -1, flags, |cx| {
        let (mut before, mut after) = (Map::new(), Map::new());
        for (name, index) in names(cx)?.split(',').zip((1..cx.len()).step_by(2)) {
            let (old, new) = (cx.get_raw(index), cx.get_raw(index + 1));
            if old != new {
                before.insert(name.to_owned(), json(old));
                after.insert(name.to_owned(), json(new));
            }
        }
        Ok(Json::from([Json::Object(before), Json::Object(after)].to_vec()).to_string())
    })
}

fn names<'c>(cx: &'c Context<'_>) -> rusqlite::Result<&'c str> {
    Ok(cx.get_raw(0).as_str()?)
}

/// Converts a value of a column; no column of the schema holds bytes.
fn json(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into(),
        ValueRef::Null | ValueRef::Blob(_) => Json::Null,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_listed_by_column() {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let computed = |sql: &str| -> String {
            let sql = format!("SELECT {sql}");
            connection.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(
            computed("row_told('a,b,c', 'é\"', 7, NULL)"),
            r#"{"a":"é\"","b":7,"c":null}"#
        );
        assert_eq!(
            computed("changes_told('a,b,c,d', 1, 1, NULL, 'x', 'y', NULL, '1', 1)"),
            r#"[{"b":null,"c":"y","d":"1"},{"b":"x","c":null,"d":1}]"#
        );
        assert_eq!(computed("changes_told('a', 'é', 'é')"), "[{},{}]");
        // A wrong bit spoils a letter and nothing else.
        assert_eq!(
            computed("row_told('a', CAST(x'436166e9' AS TEXT))"),
            "{\"a\":\"Caf\u{fffd}\"}"
        );
    }
}
