//! Reads a table from a file of any kind that has one: a text, an agenda, or the
//! workbook of a spreadsheet.

use std::io::{self, Read};
use std::path::Path;

use super::csv::columns::header_score;
use super::csv::encoding::decode;
use super::csv::text_table::read_text;
use super::ics;
use super::safe_file::is_spreadsheet;
use super::spreadsheet;
use super::table::{HeaderScore, MAX_FILE_SIZE, Table, TableProblem};
use crate::domain::text::typography::NARROW;
use crate::store::open_regular;

impl Table {
    /// Reads a file up to [`MAX_FILE_SIZE`]; `sheet` is that of a workbook, by default the one whose header
    /// names the most columns.
    ///
    /// # Errors
    /// The file can't be read; otherwise, as [`Table::read`].
    pub fn open(
        path: &Path,
        sheet: Option<&str>,
        score: HeaderScore,
    ) -> io::Result<Result<Self, TableProblem>> {
        let mut table = Self::from_reader(open_regular(path)?, sheet, score)?;
        if let Ok(table) = &mut table {
            table.notes.extend(table.misnamed(path));
        }
        Ok(table)
    }

    /// Reads what `reader` gives, up to [`MAX_FILE_SIZE`].
    ///
    /// # Errors
    /// As [`Table::open`].
    pub fn from_reader(
        reader: impl Read,
        sheet: Option<&str>,
        score: HeaderScore,
    ) -> io::Result<Result<Self, TableProblem>> {
        let mut bytes = Vec::new();
        reader.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes)?;
        Ok(Self::read_sheet(&bytes, sheet, score))
    }

    /// Reads the bytes of a file of events.
    ///
    /// # Errors
    /// [`TableProblem`] when there is no table; a row that can't be read is not an error.
    pub fn read(bytes: &[u8]) -> Result<Self, TableProblem> {
        Self::read_below(bytes, header_score)
    }

    /// As [`Table::read`], for other records than events.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub fn read_below(bytes: &[u8], score: HeaderScore) -> Result<Self, TableProblem> {
        Self::read_sheet(bytes, None, score)
    }

    fn read_sheet(
        bytes: &[u8],
        sheet: Option<&str>,
        score: HeaderScore,
    ) -> Result<Self, TableProblem> {
        if bytes.len() as u64 > MAX_FILE_SIZE {
            return Err(TableProblem::TooLarge);
        }
        match sheet {
            _ if spreadsheet::is_workbook(bytes) => spreadsheet::read(bytes, sheet, score),
            Some(_) => Err(TableProblem::NoSheet { sheets: Vec::new() }),
            None => {
                let decoded = decode(bytes);
                match ics::is_calendar(&decoded.text) {
                    true => ics::read(&decoded.text, score),
                    false => read_text(&decoded, score),
                }
            }
        }
    }

    /// Says that the name of the file is that of another kind.
    fn misnamed(&self, path: &Path) -> Option<String> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let is_text = self.sheet.is_empty();
        let read = match (is_text, is_spreadsheet(path)) {
            (true, true) => "du texte",
            (false, false) => "un classeur",
            _ => return None,
        };
        Some(format!(
            "Le nom du fichier finit par .{extension}, mais c’est {read}{NARROW}: il est lu comme tel."
        ))
    }
}
