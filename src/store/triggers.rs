//! The triggers that write the journal, generated from the schema: whoever changes a row, it is
//! recorded.

use rusqlite::Connection;

use super::error::Result;

/// The tables whose every change is recorded.
pub(super) const JOURNALED: [&str; 10] = [
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

/// A name as SQL quotes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns of a table, in its order.
pub(super) fn column_names(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}
