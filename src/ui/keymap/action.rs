//! What a key does, and what that is for.

use super::Context;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table says what each does")]
pub enum Action {
    Help,
    Palette,
    Menu,
    Quit,
    Undo,
    Redo,
    /// Goes to the place of that index in [`crate::ui::place::PLACES`].
    Go(usize),
    Back,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    Accept,
    New,
    Modify,
    Publication,
    Mark,
    MarkAll,
    Delete,
    Filter,
    Search,
    ClearFilters,
    Sort,
    Views,
    Columns,
    Export,
    Import,
    Next,
    Previous,
    /// Takes the selected choice of a list or a month that a field opened, and goes to the next field.
    NextField,
    /// The same, and goes to the previous field.
    PreviousField,
    Choose,
    Save,
    SaveAndNew,
    Tick,
    MoveUp,
    MoveDown,
    Yes,
    No,
    Add,
    Retire,
    Merge,
    Clear,
    UndoText,
    RedoText,
    Attest,
    Transmit,
    Withdraw,
    Clone,
    Repeat,
    Models,
    Checklist,
    Sheet,
    Submit,
    Snooze,
    Dismiss,
    Unsnooze,
    TryExamples,
    ToFile,
    BackUp,
    CopyElsewhere,
    Verify,
}

impl Action {
    /// Whether it changes the carnet, or opens what does, on whatever screen.
    fn writes(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::New
                | Self::Modify
                | Self::Publication
                | Self::Delete
                | Self::Import
                | Self::Save
                | Self::SaveAndNew
                | Self::Tick
                | Self::MoveUp
                | Self::MoveDown
                | Self::Add
                | Self::Retire
                | Self::Merge
                | Self::Attest
                | Self::Transmit
                | Self::Withdraw
                | Self::Clone
                | Self::Repeat
                | Self::Models
                | Self::Submit
                | Self::Snooze
                | Self::Dismiss
                | Self::Unsnooze
                | Self::BackUp
        )
    }

    /// Whether it changes the carnet where it comes from this context, or opens what does.
    pub fn writes_in(self, context: Context) -> bool {
        match (context, self) {
            // Modifies the record, puts the copy back, undoes down to there.
            (Context::Records(_) | Context::Backups | Context::History, Self::Accept) => true,
            // What is ticked and ordered in a dialog is how a list is shown.
            (Context::Ticks | Context::Order, _) => false,
            _ => self.writes(),
        }
    }

    /// Returns what it is for.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Go(_)
            | Self::Menu
            | Self::Back
            | Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::Next
            | Self::Previous
            | Self::NextField
            | Self::PreviousField
            | Self::Accept => Purpose::Move,
            Self::New
            | Self::Modify
            | Self::Delete
            | Self::Choose
            | Self::Save
            | Self::SaveAndNew
            | Self::Tick
            | Self::MoveUp
            | Self::MoveDown
            | Self::Yes
            | Self::No
            | Self::Add
            | Self::Retire
            | Self::Merge
            | Self::Clear
            | Self::UndoText
            | Self::RedoText
            | Self::Clone
            | Self::Repeat
            | Self::Models
            | Self::Checklist => Purpose::Edit,
            Self::Publication | Self::Sheet | Self::Submit => Purpose::Publish,
            Self::Attest | Self::Transmit | Self::Withdraw => Purpose::Attest,
            Self::Mark
            | Self::MarkAll
            | Self::Filter
            | Self::Search
            | Self::ClearFilters
            | Self::Sort
            | Self::Views
            | Self::Columns => Purpose::Find,
            Self::Export
            | Self::Import
            | Self::ToFile
            | Self::BackUp
            | Self::CopyElsewhere
            | Self::Verify => Purpose::Files,
            Self::Help
            | Self::Palette
            | Self::Quit
            | Self::Undo
            | Self::Redo
            | Self::Snooze
            | Self::Dismiss
            | Self::Unsnooze
            | Self::TryExamples => Purpose::Carnet,
        }
    }
}

/// What an action is for: the groups of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Moving from line to line, field to field, place to place.
    Move,
    /// Creating and modifying records.
    Edit,
    /// Publishing on the national site.
    Publish,
    /// The form of an attestation.
    Attest,
    /// Searching, filtering and sorting a list.
    Find,
    /// Reading and writing files.
    Files,
    /// The program and the carnet as a whole.
    Carnet,
}

impl Purpose {
    /// Every purpose, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Edit,
        Self::Publish,
        Self::Attest,
        Self::Find,
        Self::Files,
        Self::Carnet,
        Self::Move,
    ];

    /// Returns its title in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Se déplacer",
            Self::Edit => "Créer et modifier",
            Self::Publish => "Publier",
            Self::Attest => "Attester",
            Self::Find => "Chercher et trier",
            Self::Files => "Fichiers",
            Self::Carnet => "Carnet",
        }
    }
}
