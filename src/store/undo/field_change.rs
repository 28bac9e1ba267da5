//! One change of one field: its subject, the field, and the values before and after.

use crate::store::registry::{Column, Table};

/// A row that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its table.
    pub table: &'static Table,
    /// Its name; may be empty.
    pub name: String,
}

/// The part of a row that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole row: it was created.
    Created,
    /// The whole row: it was deleted for good.
    Deleted,
    /// A column.
    Column(&'static Column),
}

/// A change of a row or of one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The row that was changed.
    pub subject: Subject,
    /// The part of it that was changed.
    pub part: Part,
    /// The value before, as stored: identifiers, ranks and ISO dates. None where there was nothing
    /// yet.
    pub before: Option<String>,
    /// The value after; none where nothing is left.
    pub after: Option<String>,
}

impl FieldChange {
    /// Whether it is a change of that column.
    pub fn is_of(&self, column: &str) -> bool {
        matches!(self.part, Part::Column(known) if known.name == column)
    }
}
