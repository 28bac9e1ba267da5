//! The trait of screens: contexts, actions, keys and clicks, drafts, drawing.

use std::any::Any;

use ratatui::layout::Rect;

use super::canvas::{Canvas, ClickTarget};
use super::effect::Outcome;
use super::keymap::{Action, Context};
use super::session::Session;
use crate::domain::id::{DraftId, EventId};
use crate::store::Result;
use crate::terminal::key::Key;

/// A screen: everything between the title bar and the foot.
pub trait Screen: Any {
    /// Returns the contexts in which keys are looked up, the most specific first.
    fn contexts(&self) -> &'static [Context];

    /// Reads again from the store everything it shows.
    fn refresh(&mut self, session: &mut Session) -> Result<()>;

    /// Updates counts that were not available at the last refresh. Called when the store's background
    /// work has advanced.
    fn recount(&mut self, _session: &mut Session) -> Result<()> {
        Ok(())
    }

    /// Returns the event that the whole screen is about, if there is one.
    fn subject(&self) -> Option<EventId> {
        None
    }

    /// Returns the identifier under which its unsaved text is stored.
    fn draft(&self) -> Option<DraftId> {
        None
    }

    /// Selects an event. Returns false when a filter hides it.
    fn show(&mut self, _id: EventId, _session: &mut Session) -> Result<bool> {
        Ok(true)
    }

    /// Removes the marks. Called once the command that they were for is done.
    fn unmark(&mut self) {}

    /// Whether an action of its contexts can be done now. The foot and the palette hide the others.
    fn is_available(&self, _action: Action) -> bool {
        true
    }

    /// Whether an action of its contexts changes the carnet, or opens what does, on what is selected: it
    /// is refused, and the foot, the palette and the help hide it, where the carnet can only be read.
    fn writes(&self, action: Action, _session: &Session) -> bool {
        let mut contexts = self.contexts().iter();
        contexts.any(|context| action.writes_in(*context))
    }

    /// Returns the action that the event shown or selected needs now: the foot shows it first.
    fn due(&self, _session: &Session) -> Option<Action> {
        None
    }

    /// Runs an action of its contexts.
    fn act(&mut self, action: Action, session: &mut Session) -> Outcome;

    /// Handles a key that is bound to no action: text, mostly.
    fn key(&mut self, _key: Key, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }

    /// Handles a pasted text.
    fn paste(&mut self, _text: &str, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }

    /// Handles a click.
    fn click(&mut self, _hit: &ClickTarget, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }

    /// Returns the selected part of the text being typed, if there is one.
    fn selection(&self) -> Option<String> {
        None
    }

    /// Whether something typed or chosen is not stored yet: the loop calls [`Screen::autosave`] soon.
    fn needs_autosave(&self) -> bool {
        false
    }

    /// Whether text typed in it is not saved: it must not be closed without asking.
    fn has_unsaved_text(&self) -> bool {
        false
    }

    /// Stores unsaved text as a draft. Called when the user pauses, and when the program ends.
    fn autosave(&mut self, _session: &mut Session) -> Result<()> {
        Ok(())
    }

    /// Draws it in `area`.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session);
}
