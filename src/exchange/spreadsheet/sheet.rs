//! The rows of a sheet as they are read, and the cells that were merged.

use std::collections::BTreeMap;

use csv::StringRecord;

use crate::domain::text::typography::quoted_in_brief;
use crate::exchange::csv::formula::{as_written, restore};
use crate::exchange::table::{RawRow, TableProblem};

/// How many cells a workbook may have, empty ones before others included.
const MAX_WORKBOOK_CELLS: usize = 8_000_000;

/// How much text a workbook may have, in bytes.
const MAX_TEXT: usize = 128 * 1024 * 1024;

/// How much more of a workbook can be read: a small file may unfold into one that memory can't hold.
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cells: MAX_WORKBOOK_CELLS,
            text: MAX_TEXT,
        }
    }
}

impl Budget {
    /// Takes what some cells need.
    ///
    /// # Errors
    /// [`TableProblem::TooManyCells`] when that much is not left.
    pub(super) fn take(&mut self, cells: usize, text: usize) -> Result<(), TableProblem> {
        match (self.cells.checked_sub(cells), self.text.checked_sub(text)) {
            (Some(cells), Some(text)) => {
                *self = Self { cells, text };
                Ok(())
            }
            _ => Err(TableProblem::TooManyCells),
        }
    }
}

/// A place in a sheet, from 0.
pub(super) type Place = (u32, u32);

/// Cells merged into one, over several rows: the first place and the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub(super) first: Place,
    pub(super) last: Place,
}

/// A sheet of a workbook.
#[derive(Debug, Default)]
pub(super) struct SheetRows {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) merged: Vec<Merged>,
    rows: BTreeMap<u32, RawRow>,
}

impl SheetRows {
    pub(super) fn new(name: &str, is_hidden: bool) -> Self {
        Self {
            name: name.to_owned(),
            is_hidden,
            ..Self::default()
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.values().all(RawRow::is_empty)
    }

    fn row(&mut self, row: u32) -> &mut RawRow {
        self.rows.entry(row).or_insert_with(|| RawRow {
            line: u64::from(row) + 1,
            ..RawRow::default()
        })
    }

    /// Writes the text of a cell.
    ///
    /// # Errors
    /// [`TableProblem::TooManyCells`] past the budget.
    pub(super) fn put(
        &mut self,
        (row, column): Place,
        text: &str,
        budget: &mut Budget,
    ) -> Result<(), TableProblem> {
        if text.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        let cells = &mut self.row(row).cells;
        let text = as_written(text);
        if column >= cells.len() {
            budget.take(column + 1 - cells.len(), text.len())?;
            while cells.len() < column {
                cells.push_field("");
            }
            cells.push_field(&text);
        } else {
            budget.take(cells.len(), text.len())?;
            let before = cells.iter().enumerate();
            let with = before.map(|(index, cell)| match index == column {
                true => &text,
                false => cell,
            });
            *cells = with.collect::<StringRecord>();
        }
        Ok(())
    }

    /// Adds a note to a row, a clause.
    ///
    /// # Errors
    /// [`TableProblem::TooManyCells`] past the budget.
    pub(super) fn note(
        &mut self,
        row: u32,
        note: String,
        budget: &mut Budget,
    ) -> Result<(), TableProblem> {
        budget.take(1, note.len())?;
        self.row(row).notes.push(note);
        Ok(())
    }

    /// Notes that the formula of a cell fails, and that the cell is read as empty.
    ///
    /// # Errors
    /// [`TableProblem::TooManyCells`] past the budget.
    pub(super) fn note_error(
        &mut self,
        place: Place,
        error: &str,
        budget: &mut Budget,
    ) -> Result<(), TableProblem> {
        let name = name_of_place(place);
        self.note(place.0, format!("{error} en {name}, lu vide"), budget)
    }

    /// Repeats on each row the text of a cell merged over several, and says so. A number is not: it may
    /// be that of all the rows together.
    ///
    /// # Errors
    /// [`TableProblem::TooManyCells`] past the budget.
    pub(super) fn repeat_merged(&mut self, budget: &mut Budget) -> Result<(), TableProblem> {
        for merged in std::mem::take(&mut self.merged) {
            let ((first, column), (last, _)) = (merged.first, merged.last);
            if first >= last {
                continue;
            }
            let cell = self.rows.get(&first);
            let cell = cell.and_then(|row| row.cells.get(column as usize));
            let Some(text) = cell
                .map(str::to_owned)
                .filter(|text| !text.trim().is_empty())
            else {
                continue;
            };
            let place = name_of_place(merged.first);
            let said = quoted_in_brief(restore(&text));
            let note = match is_label(&text) {
                true => format!("{said} repris de la cellule fusionnée {place}"),
                false => format!("{said} de la cellule fusionnée {place} n’est pas repris"),
            };
            let below: Vec<u32> = self
                .rows
                .range(first + 1..=last)
                .map(|(row, _)| *row)
                .collect();
            budget.take(below.len(), 0)?;
            for row in below {
                let cells = &self.row(row).cells;
                let is_taken = cells
                    .get(column as usize)
                    .is_some_and(|cell| !cell.is_empty());
                // A row without a cell of its own is only the height of the one above.
                if is_taken || self.row(row).is_empty() {
                    continue;
                }
                if is_label(&text) {
                    self.put((row, column), restore(&text), budget)?;
                }
                self.note(row, note.clone(), budget)?;
            }
        }
        Ok(())
    }

    /// Returns the rows that have a text.
    pub(super) fn into_rows(self) -> Vec<RawRow> {
        let rows = self.rows.into_values();
        rows.filter(|row| !row.is_empty()).collect()
    }
}

/// Whether a text says what a row is about, rather than how many: a postcode does.
fn is_label(text: &str) -> bool {
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b" ,.%".contains(&byte));
    !is_number || text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the name of a place as spreadsheets show it: `B12`.
pub(super) fn name_of_place((row, column): Place) -> String {
    let mut letters = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_spreadsheets_do() {
        for (place, name) in [
            ((0, 0), "A1"),
            ((11, 25), "Z12"),
            ((0, 26), "AA1"),
            ((1_048_575, 16_383), "XFD1048576"),
        ] {
            assert_eq!(name_of_place(place), name);
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let mut sheet = SheetRows::new("x", false);
        let mut budget = Budget::default();
        let put = (0..1000).try_for_each(|row| sheet.put((row, 16_383), "x", &mut budget));
        assert_eq!(put, Err(TableProblem::TooManyCells));
    }
}
