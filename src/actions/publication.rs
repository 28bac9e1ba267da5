//! Action on the publication state of events on the national site.

use chrono::{DateTime, Utc};

use super::Targets;
use crate::domain::event::EventField;
use crate::domain::event::publication::{Publication, Transition};
use crate::domain::id::EventId;
use crate::domain::text::typography::quoted;
use crate::store::{Result, Store};

/// What giving a publication state to some events would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateChange {
    /// Events that would move forward, or stay in that state.
    pub onward: Vec<EventId>,
    /// Events already further, or cancelled, that would move back.
    pub back: Vec<EventId>,
    /// How many events lack a field that the site requires.
    pub too_early: usize,
    /// The fields that the last of these lacks.
    pub missing: Vec<EventField>,
}

impl StateChange {
    /// Works out what giving them that state would do.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn of(state: Publication, targets: &Targets, store: &Store) -> Result<Self> {
        let mut changes = Self::default();
        for &id in targets.ids() {
            let Some(event) = store.event(id)? else {
                continue;
            };
            match event.publication.step_to(state, &event.content) {
                Transition::Onward => changes.onward.push(id),
                Transition::Back => changes.back.push(id),
                Transition::TooEarly => {
                    changes.too_early += 1;
                    changes.missing = event.content.missing();
                }
            }
        }
        Ok(changes)
    }

    /// Returns all events that can be given the state, forward or back.
    pub fn all(self) -> Vec<EventId> {
        [self.onward, self.back].concat()
    }
}

/// Sets the publication state of the events `ids` of the targets, and their public page if there is one. Returns the phrase that names
/// these events in a message.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when one of them no longer exists: none is changed then.
pub fn publish(
    store: &mut Store,
    now: DateTime<Utc>,
    targets: &Targets,
    ids: &[EventId],
    state: Publication,
    link: Option<&str>,
) -> Result<String> {
    let subject = targets.subject_of(ids.len());
    let label = format!("passage à {} de {subject}", quoted(state.label()));
    store.record(&label, now, |change| {
        ids.iter()
            .try_for_each(|&id| change.publish_event(id, state, link))
    })?;
    Ok(subject)
}
