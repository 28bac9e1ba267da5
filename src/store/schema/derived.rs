//! What the store derives from its other tables: forgotten or rebuilt at any time, nothing is lost.

use rusqlite::Connection;

/// The tables made from the others; each has a view of that name and `_source`.
pub(in crate::store) const DERIVED: [&str; 2] = ["event_list", "event_words"];

/// The key in the table `memory` of the cached counts of the home screen. Triggers of the schema
/// delete that row too, at every action.
pub(in crate::store) const HOME_CACHE_KEY: &str = "account";

/// Rebuilds the derived tables from their views, and forgets what was counted from them.
pub(in crate::store) fn rebuild(connection: &Connection) -> rusqlite::Result<()> {
    for table in DERIVED {
        connection.execute_batch(&format!(
            "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {table}_source"
        ))?;
    }
    forget_home_cache(connection)
}

/// Forgets the cached counts of the home screen.
pub(in crate::store) fn forget_home_cache(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "DELETE FROM memory WHERE key = ?1";
    connection.execute(sql, [HOME_CACHE_KEY]).map(drop)
}
