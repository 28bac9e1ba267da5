//! Settings: one JSON value per key, changed inside an action like any row.

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::setting_rows::{PROFILE, read};
use crate::domain::profile::Profile;
use crate::domain::time::calendar::{SchoolHoliday, published_holidays};
use crate::domain::time::civil_time;
use crate::store::error::Result;
use crate::store::{Change, Store};

/// The key of the school holidays, present once the user edited them.
pub const HOLIDAYS: &str = "school_holidays";

impl Store {
    /// Returns the profile of the mediator; `None` until the form of the first run was filled or
    /// skipped.
    pub fn profile(&self) -> Result<Option<Profile>> {
        self.setting(PROFILE)
    }

    /// Returns the school holidays: the user's own, or the built-in ones.
    pub fn school_holidays(&self) -> Result<Vec<SchoolHoliday>> {
        Ok(self.setting(HOLIDAYS)?.unwrap_or_else(published_holidays))
    }

    /// Returns the setting of that key, if it was ever set.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        read(&self.connection, key)
    }
}

impl Change<'_> {
    /// Returns the day of this action in the time zone of the mediator.
    pub(in crate::store) fn today(&self) -> Result<String> {
        let profile: Profile = read(self.connection, PROFILE)?.unwrap_or_default();
        let zone = civil_time::zone(&profile.time_zone);
        Ok(civil_time::today_in(zone, self.now).to_string())
    }

    /// Sets the profile of the mediator.
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
