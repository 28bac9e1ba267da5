//! Effects: what screens ask the event loop to do, so that they can be tested without a terminal.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::dialog::Layer;
use super::screen::Screen;
use super::tab::Tab;
use super::work::Work;
use crate::domain::id::{DraftId, EventId, ModelId};
use crate::domain::listing::Query;
use crate::store::{Store, StoreError};

/// Something that a screen or a dialog asks the event loop to do.
pub enum Effect {
    /// Opens a dialog above the screen.
    Open(Box<dyn Layer>),
    /// Closes the dialog on top, whose text was saved: its draft is deleted.
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

/// A destination within the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// A tab of the title bar, with an event selected.
    Tab(Tab, Option<EventId>),
    /// A temporary list, above the mediator's own; leaving it returns to the tab it was opened from.
    List(Query),
    /// An event in full, and the list that ← and → go through.
    Detail(EventId, Query),
    /// The form.
    Form(Start),
    /// The form of an attestation.
    Attest(EventId),
    /// The form of the oldest attestation to fill.
    AttestNext,
    /// The check-list of an event.
    Checklist(EventId),
    /// The series to make of an event.
    Series(EventId),
    /// An event's fields in the order of the national site.
    Sheet(EventId),
    /// The history of one event, or of the whole carnet.
    History(Option<EventId>),
    /// The import of a file.
    Import(PathBuf),
    /// The places where events are held.
    Venues,
    /// The backups of the carnet.
    Backups,
    /// What a purge before that day would remove.
    Purge(NaiveDate),
    /// The previous screen.
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
