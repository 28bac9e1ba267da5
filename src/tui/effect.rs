//! What an update asks for: the loop does it, so that what a key does is tested without a terminal.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::widgets::Layer;
use crate::domain::attestation::AttestationState;
use crate::domain::event::Field;
use crate::domain::id::{EntryId, EventId, ViewId};
use crate::domain::listing::{Column, Period};
use crate::domain::publication::Publication;
use crate::domain::reference::ListKind;
use crate::exchange::columns::CsvColumn;
use crate::store::StoreError;

/// What an update asks for.
pub enum Effect {
    /// Opens a layer above the screen.
    Open(Box<dyn Layer>),
    /// Goes elsewhere.
    Go(Place),
    /// Says something for a while.
    Say(Toast),
    /// The store has changed: what is shown must be read again.
    Changed,
    /// Has the mouse told to the program, or leaves it to the terminal.
    Mouse(bool),
    /// Leaves the program.
    Quit,
}

/// What an update answers.
pub type Outcome = Result<Vec<Effect>, StoreError>;

/// Where to go.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A tab of the title bar.
    Tab(usize),
    /// An event shown whole.
    Detail(EventId),
    /// The form, for a new event or for one of the store.
    Form(Option<EventId>),
    /// The import of a file.
    Import(PathBuf),
    /// Where one came from.
    Back,
}

/// Something said for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
}

impl Effect {
    /// Says that something is done.
    pub fn say(text: impl Into<String>) -> Self {
        Self::Say(Toast {
            text: text.into(),
            is_error: false,
        })
    }

    /// Says that something went wrong.
    pub fn fail(text: impl Into<String>) -> Self {
        Self::Say(Toast {
            text: text.into(),
            is_error: true,
        })
    }

    /// Opens a layer.
    pub fn open(layer: impl Layer + 'static) -> Self {
        Self::Open(Box::new(layer))
    }
}

/// A facet of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Période.
    Period,
    /// A reference list.
    List(ListKind),
    /// Commune.
    Commune,
    /// Publication.
    Publication,
    /// Attestation.
    Attestation,
}

/// What a layer asks, and the screen below answers for.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the name says what is asked")]
pub enum Question {
    Help,
    Sort,
    Facet,
    Values(Facet),
    PeriodBetween,
    Search,
    Columns,
    View,
    ViewName,
    Publication,
    PublicLink,
    Delete,
    ExportColumns,
    ExportPath,
    ExportOver(PathBuf),
    ImportPath,
    ImportTarget(usize),
    ImportWrite,
    Field(Field),
    Leave,
    ResumeDraft,
    Profile,
    Entry(Option<EntryId>, ListKind),
    Holiday(Option<usize>),
}

/// Something offered by a layer.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the name says what is chosen")]
pub enum Choice {
    Nothing,
    Index(usize),
    Entry(EntryId),
    Column(Column),
    Facet(Facet),
    Chip(usize),
    Period(Period),
    PeriodBetween,
    Commune(String),
    Publication(Publication),
    Attestation(AttestationState),
    View(usize),
    SavedView(ViewId),
    SaveView,
    AllColumns,
    ShownColumns,
    CsvColumn(CsvColumn),
}

/// What the user answered to a layer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The first button of a question.
    Yes,
    /// The second button of a question.
    No,
    /// One thing among those offered.
    One(Choice),
    /// Those ticked, in their order.
    Many(Vec<Choice>),
    /// What was typed.
    Text(String),
    /// What was typed in each field.
    Texts(Vec<String>),
    /// A day.
    Day(NaiveDate),
    /// Something offered is to be deleted.
    Delete(Choice),
    /// Closed without an answer.
    Closed,
}
