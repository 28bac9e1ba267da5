//! Where events stand on the national site.

use chrono::{DateTime, Utc};

use super::Targets;
use crate::domain::event::EventField;
use crate::domain::event::publication::{Publication, Transition};
use crate::domain::id::EventId;
use crate::domain::text::typography::quoted;
use crate::store::{Result, Store};

/// What giving a state to some events would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Those that it brings further, or leaves where they are.
    pub onward: Vec<EventId>,
    /// Those that are further already, or cancelled.
    pub back: Vec<EventId>,
    /// How many lack something that the site asks for.
    pub too_early: usize,
    /// What the last of these lacks.
    pub missing: Vec<EventField>,
}

impl Reach {
    /// Sorts events by what giving them that state would do.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn of(state: Publication, targets: &Targets, store: &Store) -> Result<Self> {
        let mut reach = Self::default();
        for &id in targets.ids() {
            let Some(event) = store.event(id)? else {
                continue;
            };
            match event.publication.step_to(state, &event.content) {
                Transition::Onward => reach.onward.push(id),
                Transition::Back => reach.back.push(id),
                Transition::TooEarly => {
                    reach.too_early += 1;
                    reach.missing = event.content.missing();
                }
            }
        }
        Ok(reach)
    }

    /// Those that can be given the state, whatever it undoes.
    pub fn all(self) -> Vec<EventId> {
        [self.onward, self.back].concat()
    }
}

/// Moves events to a state, with the public page of the one that has one; `ids` are those of the targets that are to move. Returns
/// what they are called.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when one of them is not there any more: none is moved then.
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
