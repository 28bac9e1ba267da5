//! The event that a screen is about, which another process or an undo may delete meanwhile.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::domain::event::Event;
use crate::domain::event::attestation::AttestationState;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::store::{Result, StoreError};
use crate::ui::canvas::Canvas;
use crate::ui::keymap::{self, Action, Context};
use crate::ui::session::Session;

/// An event as it was last read.
pub struct OpenEvent {
    event: Event,
    is_deleted: bool,
}

impl OpenEvent {
    /// Reads an event.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it no longer exists.
    pub fn new(id: EventId, session: &Session) -> Result<Self> {
        Ok(Self {
            event: session.store.event(id)?.ok_or(StoreError::Stale)?,
            is_deleted: false,
        })
    }

    /// Reads it again from the store.
    pub fn reload(&mut self, session: &Session) -> Result<()> {
        let event = session.store.event(self.event.id)?;
        self.is_deleted = event.is_none();
        if let Some(event) = event {
            self.event = event;
        }
        Ok(())
    }

    /// Whether it was deleted: the screen can only be left then.
    pub fn is_deleted(&self) -> bool {
        self.is_deleted
    }
}

impl Deref for OpenEvent {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.event
    }
}

/// Returns the action that an event needs now: its attestation, or its entry on the national site.
pub fn due(event: &Event, now: DateTime<Utc>) -> Option<Action> {
    match (event.attestation_state(now), event.publication) {
        (AttestationState::ToFill, _) => Some(Action::Attest),
        (AttestationState::Filled, _) | (_, Publication::ToEnter) => Some(Action::Sheet),
        _ => None,
    }
}

/// Whether an action is about the event shown or selected.
pub fn is_about_event(action: Action) -> bool {
    let mut about_event = keymap::own_bindings(Context::Event).map(|binding| binding.action);
    // Models can be chosen without an event.
    action != Action::Models && about_event.any(|other| other == action)
}

/// Draws the message that the event was deleted.
pub fn draw_deleted(canvas: &mut Canvas<'_>, area: Rect) {
    let text = "Cet événement a été supprimé. Échap revient d’où l’on vient.";
    let width = area.width.saturating_sub(2);
    canvas.text(area.x + 2, area.y + 1, width, text, canvas.theme.muted());
}
