//! A demonstration: a carnet filled at once.

use chrono::{DateTime, Utc};

use crate::store::{Change, Result, Store};

/// Fills a carnet with what `fill` writes. It begins with that: there is nothing before it to go back to.
///
/// # Errors
/// The store could not be written.
pub fn begin(
    store: &mut Store,
    now: DateTime<Utc>,
    fill: impl FnOnce(&Change<'_>) -> Result<()>,
) -> Result<()> {
    store.record("création du carnet de démonstration", now, fill)?;
    store.forget_actions()
}
