//! Effects: what screens ask the event loop to do, so that they can be tested without a terminal.

use super::layer::Layer;
use super::route::Route;
use super::screen::Screen;
use super::work::Work;
use crate::store::{Store, StoreError};

/// Something that a screen or a dialog asks the event loop to do.
pub enum Effect {
    /// Opens a dialog above the screen.
    Open(Box<dyn Layer>),
    /// Closes the dialog on top.
    Close,
    /// Goes to another screen.
    Navigate(Route),
    /// Pushes a screen above the current one.
    Show(Box<dyn Screen>),
    /// Shows a message until the next key.
    Toast(Toast),
    /// The store has changed: every screen reads it again.
    Changed,
    /// Turns mouse capture on or off.
    Mouse(bool),
    /// Sends a text to the terminal's clipboard.
    Copy(String),
    /// Replaces the session's store; the program ends when it could not be opened.
    Reopen(Result<Box<Store>, StoreError>),
    /// Runs long work on another thread.
    Work(Work),
    /// Leaves the program.
    Quit,
}

/// What handling an input returns: effects, or an error of the store.
pub type Outcome = Result<Vec<Effect>, StoreError>;

/// A message shown until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// What kind of message it is.
    pub tone: Tone,
}

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Success,
    /// Information, or why nothing was done.
    Info,
    /// Something went wrong.
    Error,
}

impl Toast {
    /// A message of a kind.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

impl Effect {
    /// Shows a message that something was done.
    pub fn success(text: impl Into<String>) -> Self {
        Self::Toast(Toast::new(text, Tone::Success))
    }

    /// Shows an information, or why nothing was done.
    pub fn info(text: impl Into<String>) -> Self {
        Self::Toast(Toast::new(text, Tone::Info))
    }

    /// Shows what went wrong.
    pub fn error(text: impl Into<String>) -> Self {
        Self::Toast(Toast::new(text, Tone::Error))
    }

    /// Opens a dialog.
    pub fn open(layer: impl Layer + 'static) -> Self {
        Self::Open(Box::new(layer))
    }
}
