//! How many rows a merge adds, changes, deletes and leaves.

use super::{Choice, MergePlan, RowChange};
use crate::store::registry::Table;

/// How many rows of each table a merge added, changed, deleted and left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeTally(Vec<TableTally>);

/// How many rows of a table a merge added, changed, deleted and left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableTally {
    /// The table.
    pub table: &'static Table,
    /// How many were added.
    pub added: u64,
    /// How many were changed.
    pub modified: u64,
    /// How many were deleted.
    pub deleted: u64,
    /// How many were left as they are in the carnet, though the copy has another version.
    pub left: u64,
}

impl MergeTally {
    /// Counts what a plan does with these choices, one for each of its rows.
    pub fn of(plan: &MergePlan, choices: &[Choice]) -> Self {
        let mut tally = Self::default();
        for (row, choice) in plan.rows.iter().zip(choices) {
            let counts = tally.counts(row.table);
            match (choice, row.change) {
                (Choice::Mine, _) => counts.left += 1,
                (_, RowChange::Added) => counts.added += 1,
                (_, RowChange::Modified) => counts.modified += 1,
                (_, RowChange::Deleted) => counts.deleted += 1,
            }
        }
        // Events first: they are what one looks for.
        tally.0.sort_by_key(|counts| counts.table.name != "event");
        tally
    }

    /// Returns the counts of each table that has some, the events first.
    pub fn tables(&self) -> &[TableTally] {
        &self.0
    }

    /// Whether anything is written.
    pub fn writes(&self) -> bool {
        let written = |it: &TableTally| it.added + it.modified + it.deleted > 0;
        self.0.iter().any(written)
    }

    fn counts(&mut self, table: &'static Table) -> &mut TableTally {
        let known = self.0.iter().position(|it| it.table == table);
        let index = known.unwrap_or_else(|| {
            self.0.push(TableTally {
                table,
                added: 0,
                modified: 0,
                deleted: 0,
                left: 0,
            });
            self.0.len() - 1
        });
        &mut self.0[index]
    }
}
