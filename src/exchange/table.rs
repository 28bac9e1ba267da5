//! A table of text, whatever file it was read from: its header, its rows, and what was read otherwise
//! than written.

use std::borrow::Cow;

use csv::StringRecord;

use crate::domain::text::displayable;
use crate::domain::text::typography::{NARROW, count, quoted};

/// The longest cell that is read, in characters: much longer than a description, much shorter than a
/// file.
pub const MAX_CELL_LENGTH: usize = 20_000;

/// The largest file that is read, in bytes.
pub const MAX_FILE_SIZE: u64 = 64 * 1024 * 1024;

/// How many cells a table has at most, those left out at the end of a row included.
const MAX_TABLE_CELLS: usize = 100_000_000;

/// How many rows are searched for the header.
pub const HEADER_SEARCH_ROWS: usize = 10;

/// Returns how many columns a row names when it is the header, or 0 when it can't be.
pub type HeaderScore = fn(&StringRecord) -> usize;

/// A table of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How the file is written, to show: « UTF-8, « ; » ».
    pub format: String,
    /// The sheet that was read, of a workbook.
    pub sheet: String,
    /// The sheets of a workbook that could be read, that one included, in their order.
    pub sheets: Vec<String>,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows below it, without empty ones.
    pub rows: Vec<Row>,
    /// What was read otherwise than written, or not read, in the file as a whole; each a sentence.
    pub notes: Vec<String>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file where it begins, from 1.
    pub line: u64,
    /// Its cells, as many as the header has.
    pub cells: Result<StringRecord, RowProblem>,
    /// What was read otherwise than written in it; each a clause without a final point.
    pub notes: Vec<String>,
}

/// A row as a file gives it, before the header is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRow {
    /// The line of the file where it begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// As [`Row::notes`].
    pub notes: Vec<String>,
}

/// Why a row can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// More cells with a text than the header has.
    #[error("{found} cells, {expected} expected")]
    Ragged {
        /// How many cells it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// A cell longer than [`MAX_CELL_LENGTH`], in the column of that name.
    #[error("a cell is too long")]
    TooLong {
        /// The column.
        column: String,
    },
    /// A NUL character: the row is damaged, or not text.
    #[error("NUL character")]
    Nul,
}

/// Why a whole file can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableProblem {
    /// It is empty.
    #[error("empty file")]
    Empty,
    /// A workbook, or what looks like one, that can't be read.
    #[error("damaged workbook")]
    Damaged,
    /// A workbook under a password.
    #[error("protected workbook")]
    Protected,
    /// A workbook without a sheet of the name that was asked for; those that it has.
    #[error("no sheet of that name")]
    NoSheet {
        /// The names of its sheets.
        sheets: Vec<String>,
    },
    /// Another kind of file, which has no rows.
    #[error("{}, not a table", .0.name())]
    Other(OtherKind),
    /// Larger than [`MAX_FILE_SIZE`].
    #[error("file too large")]
    TooLarge,
    /// More cells, or more text in them, than memory can hold.
    #[error("too many cells")]
    TooManyCells,
}

/// A kind of file that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    /// `.json`.
    Json,
    /// `.html`.
    Page,
    /// `.xml`.
    Xml,
    /// `.pdf`.
    Pdf,
    /// A text or a presentation: `.docx`, `.odt`, `.doc`.
    Document,
    /// `.zip`.
    Archive,
    /// `.xlsb`.
    Xlsb,
}

impl OtherKind {
    /// Returns its usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Page => "HTML",
            Self::Xml => "XML",
            Self::Pdf => "PDF",
            Self::Document => "office document",
            Self::Archive => "ZIP",
            Self::Xlsb => "binary workbook",
        }
    }
}

impl RawRow {
    /// Whether no cell has a text.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Returns how many of the first rows stand above the header, and its score; the header is the row that
/// names the most columns, the first of equals.
pub fn find_header<'r>(
    rows: impl Iterator<Item = &'r RawRow>,
    score: HeaderScore,
) -> Option<(usize, usize)> {
    let scores = rows
        .take(HEADER_SEARCH_ROWS)
        .map(|row| score(&row.cells))
        .enumerate();
    scores
        .filter(|&(_, score)| score > 0)
        .min_by_key(|&(_, score)| std::cmp::Reverse(score))
}

/// Returns how many rows of one cell, which are titles, stand above the first row of several.
fn titles(rows: &[RawRow]) -> usize {
    let filled = |row: &RawRow| {
        row.cells
            .iter()
            .filter(|cell| !cell.trim().is_empty())
            .count()
    };
    let near = rows.iter().take(HEADER_SEARCH_ROWS);
    near.clone()
        .position(|row| filled(row) > 1)
        .filter(|&above| near.clone().take(above).all(|row| filled(row) == 1))
        .unwrap_or(0)
}

impl Table {
    /// Returns the table of the rows of a file that are not empty.
    ///
    /// # Errors
    /// [`TableProblem::Empty`] when there is none, [`TableProblem::TooManyCells`] when the header is so
    /// wide that the rows would not fit in memory.
    pub fn of_rows(
        mut rows: Vec<RawRow>,
        score: HeaderScore,
        format: String,
    ) -> Result<Self, TableProblem> {
        let above = match find_header(rows.iter(), score) {
            Some((above, _)) => above,
            None => titles(&rows),
        };
        let below = rows.split_off((above + 1).min(rows.len()));
        let header = rows.pop().ok_or(TableProblem::Empty)?;
        let mut names = header.cells.clone();
        names.trim();
        let names: Vec<String> = names
            .iter()
            .map(|cell| displayable::line(cell).into_owned())
            .collect();
        let mut notes = header.notes;
        if !rows.is_empty() {
            let lines: Vec<String> = rows.iter().map(|row| quoted(&text(row))).collect();
            notes.push(format!(
                "{} au-dessus de l’en-tête{NARROW}: {}.",
                count(rows.len() as u64, "ligne laissée", "lignes laissées"),
                lines.join(", ")
            ));
        }
        if names.len().saturating_mul(below.len()) > MAX_TABLE_CELLS {
            return Err(TableProblem::TooManyCells);
        }
        let mut repeated = 0;
        let mut is_new = |row: &RawRow| {
            // A long table repeats its header at the top of each page.
            let is_header = names.len() > 1 && row.cells == header.cells;
            repeated += u64::from(is_header);
            !is_header
        };
        let below = below.into_iter().filter(|row| is_new(row));
        let rows = below.map(|row| Row {
            line: row.line,
            cells: fit(row.cells, &names),
            notes: row.notes,
        });
        let rows = rows.collect();
        if repeated > 0 {
            notes.push(format!(
                "L’en-tête est répété sur {}.",
                count(repeated, "autre ligne", "autres lignes")
            ));
        }
        Ok(Self {
            format,
            header: names,
            rows,
            notes,
            ..Self::default()
        })
    }
}

/// Returns the cells of a row that have a text.
fn text(row: &RawRow) -> String {
    let cells = row.cells.iter().map(str::trim);
    let cells: Vec<Cow<'_, str>> = cells
        .filter(|cell| !cell.is_empty())
        .map(displayable::line)
        .collect();
    cells.join(" · ")
}

/// Returns the cells, as many as the header has: spreadsheets leave out the empty ones at the end of a
/// row, or add some.
fn fit(mut cells: StringRecord, names: &[String]) -> Result<StringRecord, RowProblem> {
    for (index, cell) in cells.iter().enumerate() {
        if cell.len() > MAX_CELL_LENGTH && cell.chars().count() > MAX_CELL_LENGTH {
            let column = names.get(index).cloned().unwrap_or_default();
            return Err(RowProblem::TooLong { column });
        }
        if cell.contains('\0') {
            return Err(RowProblem::Nul);
        }
    }
    while cells.len() < names.len() {
        cells.push_field("");
    }
    if cells.len() > names.len() {
        cells = with_entities(&cells, names.len());
    }
    if cells.len() > names.len() {
        let extra = cells.iter().skip(names.len());
        let filled = extra.filter(|cell| !cell.trim().is_empty()).count();
        if filled > 0 {
            return Err(RowProblem::Ragged {
                found: cells.len(),
                expected: names.len(),
            });
        }
        cells.truncate(names.len());
    }
    Ok(cells)
}

/// Joins the cells that the `;` of an entity of a web page cut in two, `A &amp; B`, while there are more
/// than `width`.
fn with_entities(cells: &StringRecord, width: usize) -> StringRecord {
    let mut joined: Vec<String> = Vec::with_capacity(cells.len());
    let mut left = cells.len();
    for cell in cells {
        let last = joined
            .last_mut()
            .filter(|last| left > width && ends_in_entity(last));
        match last {
            Some(last) => {
                last.push(';');
                last.push_str(cell);
                left -= 1;
            }
            None => joined.push(cell.to_owned()),
        }
    }
    joined.into()
}

fn ends_in_entity(cell: &str) -> bool {
    let Some((_, name)) = cell.rsplit_once('&') else {
        return false;
    };
    let name = name.strip_prefix('#').unwrap_or(name);
    (2..=8).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
