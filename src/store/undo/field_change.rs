//! One change of one part of a row: of what, which part, from what to what.

use crate::store::registry::{Column, Table};

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub table: &'static Table,
    /// Its name; may be empty.
    pub name: String,
}

/// Which part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it: it was made.
    Made,
    /// All of it: it was removed for good.
    Removed,
    /// A column.
    Column(&'static Column),
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Of what.
    pub subject: Subject,
    /// Which part.
    pub part: Part,
    /// What it said before, as the store writes it: identifiers, ranks and ISO dates. None where
    /// there was nothing yet.
    pub before: Option<String>,
    /// What it said after; none where nothing is left of it.
    pub after: Option<String>,
}

impl FieldChange {
    /// Whether it is of the column of that name.
    pub fn is_of(&self, column: &str) -> bool {
        matches!(self.part, Part::Column(known) if known.name == column)
    }
}
