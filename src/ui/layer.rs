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

/// A screen of any type, for callbacks that only need the session.
pub type AnyScreen = dyn Screen;

/// What is beneath a dialog.
pub struct Beneath<'a> {
    /// The layer below it, if there is one.
    pub layer: Option<&'a mut (dyn Layer + 'static)>,
    /// The screen on top.
    pub screen: &'a mut AnyScreen,
}

/// A callback with its answer, to run once the dialog has replied.
pub type Continuation = Box<dyn FnOnce(Beneath<'_>, &mut Session) -> Outcome>;

/// What the event loop does after a layer handled an input.
pub enum Reply {
    /// Keeps the layer open.
    Stay,
    /// Keeps the layer open and calls [`Layer::proceed`], which needs the session.
    Proceed,
    /// Keeps the layer open and runs the continuation on what is beneath it.
    Follow(Continuation),
    /// Closes the layer and runs the continuation; reopens the layer if that fails.
    Close(Continuation),
    /// Closes the layer and runs an action.
    Run(Action),
    /// Closes the layer, runs the continuation, then an action; reopens the layer if one fails.
    CloseAndRun(Continuation, Action),
}

impl Reply {
    /// Closes the layer, and nothing more.
    pub fn closed() -> Self {
        Self::Close(Box::new(|_, _| Ok(Vec::new())))
    }
}

/// A dialog: opens above a screen and takes every key.
pub trait Layer: Any {
    /// Returns the contexts in which keys are looked up, the most specific first.
    fn contexts(&self) -> &'static [Context];
    /// Runs an action of its contexts.
    fn act(&mut self, action: Action) -> Reply;
    /// Handles a key that is bound to no action: text, mostly.
    fn key(&mut self, _key: Key) -> Reply {
        Reply::Stay
    }
    /// Handles a pasted text.
    fn paste(&mut self, _text: &str) -> Reply {
        Reply::Stay
    }
    /// Returns the selected part of the text being typed, if there is one.
    fn selection(&self) -> Option<String> {
        None
    }
    /// Handles a click.
    fn click(&mut self, _hit: &ClickTarget) -> Reply {
        Reply::Stay
    }
    /// Runs what it replied [`Reply::Proceed`] for. The layer stays open unless the effects include
    /// [`super::effect::Effect::Close`].
    fn proceed(&mut self, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }
    /// Restores the unsaved text of the last time. Called when the layer opens.
    fn restore_draft(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Whether something typed is not stored yet: the loop calls [`Layer::autosave`] soon.
    fn needs_autosave(&self) -> bool {
        false
    }
    /// Stores unsaved text as a draft. Called when the user pauses, and when the program ends.
    fn autosave(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Draws it above the screen, which takes `area`.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect);
}
