//! What the program remembers between two sessions, outside the undo history. Where the store can only be
//! read, it remembers nothing, silently: the user asked for none of it.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::Store;
use crate::store::error::Result;
use crate::store::sql::text::INSTANT;

impl Store {
    /// Returns the value remembered under a key. A value that another version of Carnet wrote in
    /// another format is ignored rather than reported as an error.
    pub fn recall<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM memory WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// Remembers a value, outside any action: an undo does not touch it.
    pub fn remember<T: Serialize>(&self, key: &str, value: &T, now: DateTime<Utc>) -> Result<()> {
        if self.is_read_only() {
            return Ok(());
        }
        self.begin_write()?;
        self.connection
            .prepare_cached("REPLACE INTO memory (key, value, updated_at) VALUES (?1, ?2, ?3)")?
            .execute(params![
                key,
                serde_json::to_string(value)?,
                now.format(INSTANT).to_string()
            ])?;
        self.keep_log()
    }

    /// Changes a remembered value, or the default where there is none. The read and the write are
    /// one transaction, so that two windows do not lose each other's changes.
    pub fn amend<T: DeserializeOwned + Serialize + Default>(
        &self,
        key: &str,
        amend: impl FnOnce(&mut T),
        now: DateTime<Utc>,
    ) -> Result<()> {
        if self.is_read_only() {
            return Ok(());
        }
        self.begin_write()?;
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let mut value: T = self.recall(key)?.unwrap_or_default();
        amend(&mut value);
        self.remember(key, &value, now)?;
        transaction.commit()?;
        self.keep_log()
    }

    /// Forgets a value.
    pub fn forget(&self, key: &str) -> Result<()> {
        if self.is_read_only() {
            return Ok(());
        }
        self.begin_write()?;
        self.connection
            .execute("DELETE FROM memory WHERE key = ?1", [key])?;
        self.keep_log()
    }
}
