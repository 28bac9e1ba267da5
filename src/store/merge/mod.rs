//! Merges another copy of the store into this one: two computers, or two files, that parted from the
//! same store and were both changed since.
//!
//! A row is matched by what identifies it in every copy. The two journals have the same actions up to
//! where the copies parted: what each has recorded since says who changed, added or deleted what.
//!
//! ```text
//! identity   what a row is matched by, and its values with what they refer to
//! past       rows as they were when the copies parted
//! plan       what is taken, asked or left, row by row; nothing is written
//! write      writes what was chosen, inside an action
//! tally      how many rows of each table are added, changed, deleted and left
//! ```

mod identity;
mod past;
mod plan;
mod tally;
mod write;

pub use tally::{MergeTally, TableTally};

use super::registry::{Column, Table};
use super::undo::past_rows::Columns;

/// What merging a copy would do: the rows that would change, and those to choose. All others stay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergePlan {
    /// The rows, events by their dates.
    pub rows: Vec<MergeRow>,
    /// How many rows the copy lacks though no history says that they were deleted: they are kept.
    pub kept: usize,
}

/// A row that differs in the copy, and may be taken from it.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeRow {
    /// Its table.
    pub table: &'static Table,
    /// Its name; may be empty.
    pub name: String,
    /// What taking it from the copy does.
    pub change: RowChange,
    /// What is to be chosen; `None` when it is taken without asking.
    pub asked: Option<Asked>,
    key: String,
    mine: Option<Columns>,
    theirs: Option<Columns>,
    /// The columns that no field shows, changed in the copy alone.
    hidden: Vec<String>,
}

/// What taking a row from the copy does to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowChange {
    /// It is added.
    Added,
    /// It is changed.
    Modified,
    /// It is deleted.
    Deleted,
}

/// What is asked of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The fields that differ; none when one side has deleted the row.
    pub fields: Vec<MergeField>,
    /// Whether the copy alone has changed the row: it is asked because the event is attested.
    pub is_theirs_alone: bool,
}

/// A field that differs between the two versions of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeField {
    /// Its column.
    pub column: &'static Column,
    /// Its value in the store, as stored.
    pub mine: String,
    /// Its value in the copy.
    pub theirs: String,
    /// Whether the copy alone has changed it.
    pub is_theirs_alone: bool,
}

/// The version of a row that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The store's.
    Mine,
    /// The copy's.
    Theirs,
    /// The store's, with these columns of the copy's.
    Fields(Vec<&'static str>),
}

impl MergePlan {
    /// Returns the rows that are to be chosen.
    pub fn asked(&self) -> impl Iterator<Item = &MergeRow> {
        self.rows.iter().filter(|row| row.asked.is_some())
    }
}

impl MergeRow {
    /// Returns the choice to offer first: what the copy alone has changed is taken.
    pub fn suggested(&self) -> Choice {
        match &self.asked {
            None => Choice::Theirs,
            Some(asked) if asked.is_theirs_alone => Choice::Theirs,
            Some(asked) => {
                let fields = asked.fields.iter();
                let theirs = fields.filter(|field| field.is_theirs_alone);
                let theirs: Vec<_> = theirs.map(|field| field.column.name).collect();
                match theirs.is_empty() {
                    true => Choice::Mine,
                    false => Choice::Fields(theirs),
                }
            }
        }
    }

    /// Whether the row, or the event that it belongs to, is deleted in the store or in the copy.
    pub fn is_deletion(&self) -> bool {
        self.asked
            .as_ref()
            .is_some_and(|asked| asked.fields.is_empty())
    }

    /// Whether it is the store that has deleted the row.
    pub fn is_deleted_here(&self) -> bool {
        self.is_deletion() && self.change == RowChange::Added
    }
}
