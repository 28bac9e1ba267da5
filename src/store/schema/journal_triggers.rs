//! The triggers that write the journal, generated from the schema: every change of a row is recorded,
//! whatever makes it.

use rusqlite::Connection;

use crate::store::error::Result;
use crate::store::registry::TABLES;

/// Columns that only count or date changes: an undo moves them forward like any other change.
const BOOKKEEPING: [&str; 2] = ["rev", "modified_at"];

/// Drops the triggers, so that a migration can change the tables.
pub(in crate::store) fn drop_triggers(connection: &Connection) -> Result<()> {
    for table in TABLES.map(|table| table.name) {
        for op in ["insert", "update", "delete"] {
            connection.execute_batch(&format!("DROP TRIGGER IF EXISTS journal_{table}_{op}"))?;
        }
    }
    Ok(())
}

/// Creates the triggers for the present schema. Their text is short, since SQLite reads all of it at
/// each opening: functions of `sql::journal_functions` compute what they write.
pub(in crate::store) fn create_triggers(connection: &Connection) -> Result<()> {
    for table in TABLES.map(|table| table.name) {
        let names = column_names(connection, table)?;
        let (columns, values) = listed(&names, |column| format!("OLD.{column}"));
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
                 {write} VALUES ({action}, '{table}', OLD.row, 'delete', row_told('{columns}', {values}), NULL);
             END;"
        ))?;
    }
    Ok(())
}

/// Returns the names of columns as those functions take them, and the SQL for each.
fn listed(names: &[String], sql: impl Fn(&str) -> String) -> (String, String) {
    let values: Vec<String> = names.iter().map(|name| sql(&quoted(name))).collect();
    (names.join(","), values.join(", "))
}

/// Returns a name quoted for SQL.
pub(in crate::store) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Returns the columns of a table, in its order.
pub(in crate::store) fn column_names(
    connection: &Connection,
    table: &str,
) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}
