//! Settings: one JSON value a key, changed like everything else inside an action.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Result;
use super::{Change, Store};
use crate::domain::profile::Profile;

const PROFILE: &str = "profile";

impl Store {
    /// Who keeps this carnet; `None` until the first run's form was answered or skipped.
    pub fn profile(&self) -> Result<Option<Profile>> {
        self.setting(PROFILE)
    }

    /// The setting of that key, if it was ever set.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        Ok(value
            .map(|value| serde_json::from_str(&value))
            .transpose()?)
    }
}

impl Change<'_> {
    /// Says who keeps this carnet.
    pub fn set_profile(&self, profile: &Profile) -> Result<()> {
        self.set(PROFILE, profile)
    }

    /// Sets a setting.
    pub fn set<T: Serialize>(&self, key: &str, value: &T) -> Result<()> {
        self.connection.execute(
            "INSERT INTO setting (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, serde_json::to_string(value)?],
        )?;
        Ok(())
    }
}
