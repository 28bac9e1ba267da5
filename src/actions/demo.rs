//! Action that fills a demonstration carnet.

use chrono::{DateTime, Utc};

use crate::store::{Change, Result, Store};

/// Fills a carnet with what `fill` writes, then empties the history, so that the demonstration can't be undone.
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
