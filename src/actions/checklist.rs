//! Action on the check-list of an event: tick or untick a step.

use chrono::{DateTime, Utc};

use crate::domain::event::Event;
use crate::domain::event::checklist::{Line, StepState};
use crate::domain::event::step::{Step, StepRole};
use crate::domain::record::Stored;
use crate::domain::text::typography::quoted;
use crate::store::{Result, Store};

/// Ticks a step of an event, or unticks it. For the publication step, records instead that the national site is up to date.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the event or the step no longer exists.
pub fn toggle(
    store: &mut Store,
    now: DateTime<Utc>,
    event: &Event,
    step: &Stored<Step>,
    line: &Line,
) -> Result<()> {
    let title = quoted(&event.content.title);
    if step.role == Some(StepRole::Publication) {
        let label = format!("correction sur le site de {title}");
        return store.record(&label, now, |change| change.correct_on_site(event.id));
    }
    let step_label = quoted(&step.label);
    if line.state == StepState::Done {
        let label = format!("retour sur {step_label} de {title}");
        store.record(&label, now, |change| change.untick(event.id, step.id))
    } else {
        let label = format!("étape {step_label} de {title}");
        store.record(&label, now, |change| change.tick(event.id, step.id))
    }
}
