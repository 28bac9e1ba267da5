//! What every screen does: takes keys, answers to its dialogs, and draws itself.

use std::any::Any;

use ratatui::layout::Rect;

use super::canvas::{Canvas, ClickTarget};
use super::effect::Outcome;
use super::keymap::{Action, Context};
use super::session::Session;
use crate::domain::id::{DraftId, EventId};
use crate::store::Result;
use crate::terminal::key::Key;

/// A screen: what stands below the title bar and above the keys.
pub trait Screen: Any {
    /// Where its keys have their meaning, the nearest first.
    fn contexts(&self) -> &'static [Context];

    /// Reads again what it shows.
    fn refresh(&mut self, session: &mut Session) -> Result<()>;

    /// Counts again what could not be counted while one waits.
    fn recount(&mut self, _session: &mut Session) -> Result<()> {
        Ok(())
    }

    /// The one event it is about, if it is about one.
    fn subject(&self) -> Option<EventId> {
        None
    }

    /// Under which name what is typed in it is kept, until it is saved.
    fn draft(&self) -> Option<DraftId> {
        None
    }

    /// Puts an event in hand; answers false where it is hidden by a filter.
    fn show(&mut self, _id: EventId, _session: &mut Session) -> Result<bool> {
        Ok(true)
    }

    /// Unmarks what is marked: the command that it was for is done.
    fn unmark(&mut self) {}

    /// Whether an action of its contexts can be done now: the foot and the palette offer no other.
    fn is_available(&self, _action: Action) -> bool {
        true
    }

    /// The action that what is shown or selected needs now: the foot offers it first.
    fn due(&self, _session: &Session) -> Option<Action> {
        None
    }

    /// Does what a key of the table says.
    fn act(&mut self, action: Action, session: &mut Session) -> Outcome;

    /// Takes a key that the table does not know: text, mostly.
    fn key(&mut self, _key: Key, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }

    /// Takes a text pasted.
    fn paste(&mut self, _text: &str, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }

    /// Takes a click.
    fn click(&mut self, _hit: &ClickTarget, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }

    /// What is selected of the text in hand, if something is.
    fn selection(&self) -> Option<String> {
        None
    }

    /// Whether something typed, or chosen, waits for a pause to be kept.
    fn is_typing(&self) -> bool {
        false
    }

    /// Whether it holds something typed and not saved: it is not to be closed unasked.
    fn holds_text(&self) -> bool {
        false
    }

    /// Keeps what was typed: the typing pauses, or the program stops.
    fn pause(&mut self, _session: &mut Session) -> Result<()> {
        Ok(())
    }

    /// Draws it.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session);
}
