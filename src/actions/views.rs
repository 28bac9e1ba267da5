//! Views: a filter, an order and columns of the list, kept under a name.

use chrono::{DateTime, Utc};

use crate::domain::id::ViewId;
use crate::domain::text::typography::quoted;
use crate::domain::view::Layout;
use crate::store::{Result, Store};

/// Keeps a view; the user's own of that name is replaced.
///
/// # Errors
/// The store could not be written.
pub fn save(store: &mut Store, now: DateTime<Utc>, name: &str, layout: &Layout) -> Result<()> {
    let label = format!("enregistrement de la vue {}", quoted(name));
    store.record(&label, now, |change| {
        change.save_view(ViewId::new(now), name, layout)
    })
}

/// Deletes a view of the user's.
///
/// # Errors
/// The store could not be written.
pub fn delete(store: &mut Store, now: DateTime<Utc>, id: ViewId) -> Result<()> {
    store.record("suppression d’une vue", now, |change| {
        change.delete_view(id)
    })
}
