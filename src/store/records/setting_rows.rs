//! Reads settings from a connection, and the time zone among them.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use crate::domain::profile::Profile;
use crate::domain::time::civil_time;
use crate::domain::time::zone::{PARIS, Zone};
use crate::store::error::Result;
use crate::store::sql::connection::connect_read_only;

/// The key of the profile.
pub const PROFILE: &str = "profile";

/// Returns the setting of that key, if it was ever set.
pub(super) fn read<T: DeserializeOwned>(connection: &Connection, key: &str) -> Result<Option<T>> {
    let value: Option<String> = connection
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(value
        .map(|value| serde_json::from_str(&value))
        .transpose()?)
}

/// Returns the time zone of the mediator whose store is at `path`, or that of Paris where the store
/// is missing, damaged or has none.
pub fn zone_of(path: &Path) -> Zone {
    connect_read_only(path).map_or(PARIS, |connection| zone(&connection))
}

/// Returns the time zone of the mediator, or that of Paris where the store has none.
pub(in crate::store) fn zone(connection: &Connection) -> Zone {
    let profile: Option<Profile> = read(connection, PROFILE).ok().flatten();
    civil_time::zone(&profile.unwrap_or_default().time_zone)
}
