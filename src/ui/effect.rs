//! What an update asks for: the loop does it, so that what a key does is tested without a terminal.

use super::layer::Layer;
use super::route::Route;
use super::screen::Screen;
use super::work::Work;
use crate::store::{Store, StoreError};

/// What an update asks for.
pub enum Effect {
    /// Opens a layer above the screen.
    Open(Box<dyn Layer>),
    /// Closes the layer on top: what was typed there is saved.
    Close,
    /// Goes elsewhere.
    Navigate(Route),
    /// Shows a screen above the one in hand.
    Show(Box<dyn Screen>),
    /// Says something for a while.
    Say(Toast),
    /// The store has changed: what is shown must be read again.
    Changed,
    /// Has the mouse told to the program, or leaves it to the terminal.
    Mouse(bool),
    /// Sends a text to the terminal's clipboard.
    Copy(String),
    /// Goes on with the store opened anew; where it could not be, nothing can go on.
    Reopen(Result<Box<Store>, StoreError>),
    /// Does long work beside the loop.
    Work(Work),
    /// Leaves the program.
    Quit,
}

/// What an update answers.
pub type Outcome = Result<Vec<Effect>, StoreError>;

/// Something said for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// What kind of news it is.
    pub tone: Tone,
}

/// What kind of news something said is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Done,
    /// Nothing was done, and here is why.
    Plain,
    /// Something went wrong.
    Wrong,
}

impl Toast {
    /// Something to say.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

impl Effect {
    /// Says that something is done.
    pub fn success(text: impl Into<String>) -> Self {
        Self::Say(Toast::new(text, Tone::Done))
    }

    /// Says why nothing was done.
    pub fn info(text: impl Into<String>) -> Self {
        Self::Say(Toast::new(text, Tone::Plain))
    }

    /// Says that something went wrong.
    pub fn error(text: impl Into<String>) -> Self {
        Self::Say(Toast::new(text, Tone::Wrong))
    }

    /// Opens a layer.
    pub fn open(layer: impl Layer + 'static) -> Self {
        Self::Open(Box::new(layer))
    }
}
