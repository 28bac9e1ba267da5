//! `found(row)`: whether a row is among those that a filter shows, for SQLite to ask on its way
//! through a list.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::catalogue::Rows;

/// The rows that `found(row)` finds.
#[derive(Clone, Debug, Default)]
pub(super) struct Found(Arc<Mutex<Arc<Rows>>>);

impl Found {
    /// Registers the function.
    pub(super) fn registered(connection: &Connection) -> rusqlite::Result<Self> {
        let found = Self::default();
        let shown = found.clone();
        connection.create_scalar_function("found", 1, FunctionFlags::SQLITE_UTF8, move |cx| {
            let row = cx.get::<i64>(0)?;
            let rows = shown.0.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(rows.contains(row))
        })?;
        Ok(found)
    }

    /// Has the function find these.
    pub(super) fn show(&self, rows: Arc<Rows>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = rows;
    }
}
