//! What an update asks for: the loop does it, so that what a key does is tested without a terminal.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::dialog::Layer;
use super::screen::Screen;
use super::tab::Tab;
use super::work::Work;
use crate::domain::id::{DraftId, EventId, ModelId};
use crate::domain::listing::Query;
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

/// Where to go.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// A tab of the title bar, with an event in hand.
    Tab(Tab, Option<EventId>),
    /// A list of its own, above the mediator's, that goes back where one came from.
    List(Query),
    /// An event shown whole, and the list that ← and → go through.
    Detail(EventId, Query),
    /// The form.
    Form(Start),
    /// The form of an attestation.
    Attest(EventId),
    /// The form of the oldest attestation to fill.
    AttestNext,
    /// The check-list of an event.
    Checklist(EventId),
    /// A series made of an event.
    Series(EventId),
    /// An event's fields in the order of the national site.
    Sheet(EventId),
    /// What was done, to one event or to the whole carnet.
    History(Option<EventId>),
    /// The import of a file.
    Import(PathBuf),
    /// The places where events are held.
    Venues,
    /// The copies of the carnet.
    Backups,
    /// What a purge before that day would remove.
    Purge(NaiveDate),
    /// Where one came from.
    Back,
}

/// What the form begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Nothing.
    Blank,
    /// An event of the store, to modify.
    Event(EventId),
    /// A copy of an event.
    Copy(EventId),
    /// A model.
    Model(ModelId),
    /// What was typed in a form and not saved.
    Draft(DraftId),
}

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
