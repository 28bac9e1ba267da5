//! Models: what an event says, kept under a name to begin others with.

use chrono::{DateTime, Utc};

use crate::domain::event::EventContent;
use crate::domain::id::ModelId;
use crate::domain::text::typography::quoted;
use crate::store::{Result, Store};

/// Keeps what an event says, but its date, as a model; one of that name is replaced.
///
/// # Errors
/// The store could not be written.
pub fn save(
    store: &mut Store,
    now: DateTime<Utc>,
    name: &str,
    content: &EventContent,
) -> Result<()> {
    let label = format!("enregistrement du modèle {}", quoted(name));
    store.record(&label, now, |change| {
        change.save_model(ModelId::new(now), name, content)
    })
}

/// Deletes a model; the events begun with it stay.
///
/// # Errors
/// The store could not be written.
pub fn delete(store: &mut Store, now: DateTime<Utc>, id: ModelId) -> Result<()> {
    store.record("suppression d’un modèle", now, |change| {
        change.delete_model(id)
    })
}
