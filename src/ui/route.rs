//! Where to go: the places of the program, and what each is opened with.

use chrono::NaiveDate;

use super::import_source::ImportSource;
use super::tab::Tab;
use crate::domain::id::{DraftId, EventId, ModelId};
use crate::domain::listing::Query;
use crate::domain::record::RecordKind;
use crate::domain::reference::ListKind;

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
    /// An import, shown before it is written.
    Import(ImportSource),
    /// The place of a kind of record.
    Records(&'static RecordKind),
    /// The entries of a reference list.
    Entries(ListKind),
    /// The backups of the carnet.
    Backups,
    /// What a purge before that day would remove.
    Purge(NaiveDate),
    /// The previous screen.
    Back,
}

impl Route {
    /// Whether it is only of use to change the carnet.
    pub fn writes(&self) -> bool {
        matches!(
            self,
            Self::Form(_)
                | Self::Attest(_)
                | Self::AttestNext
                | Self::Series(_)
                | Self::Import(_)
                | Self::Purge(_)
        )
    }
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
