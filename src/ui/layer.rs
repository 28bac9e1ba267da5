//! What stands above a screen and takes every key, what it stands on, and what it replies.

use std::any::Any;

use ratatui::layout::Rect;

use super::canvas::{Canvas, ClickTarget};
use super::effect::Outcome;
use super::keymap::{Action, Context};
use super::screen::Screen;
use super::session::Session;
use crate::store::Result;
use crate::terminal::key::Key;

/// A screen of any kind: what a closure takes when it only needs the session.
pub type AnyScreen = dyn Screen;

/// What a dialog stands on.
pub struct Beneath<'a> {
    /// The layer below it, if there is one.
    pub layer: Option<&'a mut (dyn Layer + 'static)>,
    /// The screen on top.
    pub screen: &'a mut AnyScreen,
}

/// What goes on once a dialog has its answer.
pub type Continuation = Box<dyn FnOnce(Beneath<'_>, &mut Session) -> Outcome>;

/// What a layer says of a gesture.
pub enum Reply {
    /// It stays.
    Stay,
    /// It has something to do with the session: [`Layer::proceed`] does it.
    Proceed,
    /// It stays, and what it stands on follows at once.
    Follow(Continuation),
    /// It closes, and this goes on; should that fail, it is there again.
    Close(Continuation),
    /// It stays, and [`super::dialog::confirm::Confirm::leaving`] asks what becomes of what is typed in it.
    AskToLeave,
    /// It closes, and this becomes of what is typed in the layer beneath.
    Leave(Leaving),
    /// It closes, and what a key does is done.
    Run(Action),
}

/// What becomes of what is typed in a layer, and not saved, as it closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// It is saved.
    Save,
    /// It is kept for the next time.
    Keep,
    /// It is thrown away.
    Discard,
}

/// Something that stands above a screen and takes every key.
pub trait Layer: Any {
    /// Where its keys have their meaning, the nearest first.
    fn contexts(&self) -> &'static [Context];
    /// Does what a key of the table says.
    fn act(&mut self, action: Action) -> Reply;
    /// Takes a key that the table does not know: text, mostly.
    fn key(&mut self, _key: Key) -> Reply {
        Reply::Stay
    }
    /// Takes a text pasted.
    fn paste(&mut self, _text: &str) -> Reply {
        Reply::Stay
    }
    /// What is selected of the text being typed, if something is.
    fn selection(&self) -> Option<String> {
        None
    }
    /// Takes a click.
    fn click(&mut self, _hit: &ClickTarget) -> Reply {
        Reply::Stay
    }
    /// Does what it replied [`Reply::Proceed`] for. It stays, unless [`super::effect::Effect::Close`]
    /// is among the effects.
    fn proceed(&mut self, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }
    /// What closing it without an answer does.
    fn on_close(&self) -> Continuation {
        Box::new(|_, _| Ok(Vec::new()))
    }
    /// Goes on, as it opens, with what was typed in it and not saved.
    fn take_up(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Whether something typed waits for a pause to be kept.
    fn is_typing(&self) -> bool {
        false
    }
    /// Keeps what was typed: the typing pauses, or the program stops.
    fn pause(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Keeps what was typed for later: any window may go on with it.
    fn put_off(&mut self, session: &Session) -> Result<()> {
        self.pause(session)
    }
    /// Forgets what was kept: it was answered, or is thrown away.
    fn forget(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Draws it above the screen.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect);
}
