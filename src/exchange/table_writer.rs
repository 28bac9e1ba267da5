//! Writes a table as a text that spreadsheets open, or as an `.xlsx`.

use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::csv::formula::neutralise;
use super::csv::windows_1252::writable;
use crate::domain::record::FieldKind;

/// What the cells of a column hold, which a spreadsheet sorts and adds up as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    /// A text, whatever it looks like.
    Text,
    /// A day, written « 24/11/2026 ».
    Day,
    /// An hour, written « 18:30 ».
    Hour,
    /// A whole number.
    Number,
}

impl CellKind {
    /// Returns what the cells of a field of that kind hold.
    pub(super) fn of(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Date => Self::Day,
            FieldKind::Time => Self::Hour,
            FieldKind::Number { .. } => Self::Number,
            _ => Self::Text,
        }
    }
}

/// A workbook has no room for that text, or for that many rows.
#[derive(Debug, thiserror::Error)]
#[error("too large for a workbook")]
pub struct TooLargeForWorkbook;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// UTF-8 with a byte order mark, `;` and CRLF, as Excel in French reads it (RFC 4180 for the rest).
    Text,
    /// An .xlsx, whole in memory until its end.
    Workbook,
}

impl TableFormat {
    /// Returns the format that the name of a file says, or `None` when it is that of another spreadsheet.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension().unwrap_or_default();
        let is = |known: &str| extension.eq_ignore_ascii_case(known);
        match is("xlsx") {
            true => Some(Self::Workbook),
            false => (!is("xls") && !is("ods")).then_some(Self::Text),
        }
    }
}

type Output<'o> = &'o mut (dyn Write + Send);

/// A table that is being written: its header, then its rows, cell by cell.
pub struct TableWriter<'o>(Inner<'o>);

enum Inner<'o> {
    Text(Box<csv::Writer<Output<'o>>>),
    Workbook(Box<WorkbookWriter<'o>>),
}

impl<'o> TableWriter<'o> {
    /// Begins a table.
    pub fn new(format: TableFormat, out: Output<'o>) -> Self {
        Self(match format {
            TableFormat::Text => {
                let mut builder = csv::WriterBuilder::new();
                builder.delimiter(b';').terminator(csv::Terminator::CRLF);
                Inner::Text(Box::new(builder.from_writer(out)))
            }
            TableFormat::Workbook => Inner::Workbook(Box::new(WorkbookWriter::new(out))),
        })
    }

    /// Writes the names of the columns.
    ///
    /// # Errors
    /// The system error; [`TooLargeForWorkbook`] as the inner one.
    pub(super) fn header(&mut self, names: &[String]) -> io::Result<()> {
        match &mut self.0 {
            Inner::Text(writer) => {
                let mut mark = "\u{feff}";
                for name in names {
                    let cell = neutralise(&writable(name)).into_owned();
                    let cell = [std::mem::take(&mut mark), &cell].concat();
                    writer.write_field(cell).map_err(system_error)?;
                }
            }
            Inner::Workbook(writer) => writer.header(names).map_err(workbook_error)?,
        }
        self.end_row()
    }

    /// Writes the next cell of the row.
    ///
    /// # Errors
    /// As [`TableWriter::header`].
    pub(super) fn cell(&mut self, kind: CellKind, text: &str) -> io::Result<()> {
        match &mut self.0 {
            Inner::Text(writer) => writer
                .write_field(neutralise(&writable(text)).as_bytes())
                .map_err(system_error),
            Inner::Workbook(writer) => writer.cell(kind, text).map_err(workbook_error),
        }
    }

    /// Ends the row.
    ///
    /// # Errors
    /// As [`TableWriter::header`].
    pub(super) fn end_row(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Inner::Text(writer) => writer.write_record(None::<&[u8]>).map_err(system_error),
            Inner::Workbook(writer) => {
                writer.row += 1;
                writer.column = 0;
                Ok(())
            }
        }
    }

    /// Ends the table.
    ///
    /// # Errors
    /// As [`TableWriter::header`].
    pub(super) fn finish(self) -> io::Result<()> {
        match self.0 {
            Inner::Text(mut writer) => writer.flush(),
            Inner::Workbook(writer) => writer.finish(),
        }
    }
}

/// The narrowest column, and the widest, in characters.
const WIDTHS: (usize, usize) = (8, 60);

/// A sheet being filled.
struct WorkbookWriter<'o> {
    out: Output<'o>,
    sheet: Worksheet,
    day: Format,
    hour: Format,
    row: u32,
    column: u16,
    /// The longest text of each column, in characters.
    widths: Vec<usize>,
}

impl<'o> WorkbookWriter<'o> {
    fn new(out: Output<'o>) -> Self {
        Self {
            out,
            sheet: Worksheet::new(),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            hour: Format::new().set_num_format("hh:mm"),
            row: 0,
            column: 0,
            widths: Vec::new(),
        }
    }

    fn header(&mut self, names: &[String]) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        for (column, name) in (0..).zip(names) {
            self.sheet
                .write_string_with_format(0, column, name, &bold)?;
            // Room for the arrow of the filter.
            self.widths.push(name.chars().count() + 2);
        }
        Ok(())
    }

    fn cell(&mut self, kind: CellKind, text: &str) -> Result<(), XlsxError> {
        let (row, column) = (self.row, self.column);
        self.column += 1;
        if text.is_empty() {
            return Ok(());
        }
        if let Some(width) = self.widths.get_mut(usize::from(column)) {
            let longest = text.lines().map(|line| line.chars().count()).max();
            *width = longest.unwrap_or(0).max(*width);
        }
        let sheet = &mut self.sheet;
        match kind {
            CellKind::Day if let Some(day) = day(text) => {
                sheet.write_datetime_with_format(row, column, day, &self.day)?
            }
            CellKind::Hour if let Some(hour) = hour(text) => {
                sheet.write_datetime_with_format(row, column, hour, &self.hour)?
            }
            CellKind::Number if let Ok(number) = text.parse::<u32>() => {
                sheet.write_number(row, column, number)?
            }
            _ => sheet.write_string(row, column, text)?,
        };
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        let bytes = self.save().map_err(workbook_error)?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }

    fn save(&mut self) -> Result<Vec<u8>, XlsxError> {
        let mut sheet = std::mem::take(&mut self.sheet);
        sheet.set_name("Carnet")?.set_freeze_panes(1, 0)?;
        for (column, width) in (0..).zip(&self.widths) {
            let width = u32::try_from((*width).clamp(WIDTHS.0, WIDTHS.1)).unwrap_or_default();
            sheet.set_column_width(column, width)?;
        }
        let last = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
        if let Some(last) = last.checked_sub(1) {
            sheet.autofilter(0, 0, self.row.saturating_sub(1), last)?;
        }
        let mut book = Workbook::new();
        book.push_worksheet(sheet);
        book.save_to_buffer()
    }
}

/// Reads a day, « 24/11/2026 », that a workbook can hold.
fn day(text: &str) -> Option<ExcelDateTime> {
    let mut parts = text.splitn(3, '/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    ExcelDateTime::from_ymd(year.parse().ok()?, month, day).ok()
}

/// Reads an hour, « 18:30 ».
fn hour(text: &str) -> Option<ExcelDateTime> {
    let (hours, minutes) = text.split_once(':')?;
    ExcelDateTime::from_hms(hours.parse().ok()?, minutes.parse().ok()?, 0).ok()
}

/// Returns the system error inside the CSV writer's, so that the user learns that the disk is full.
fn system_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn workbook_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::MaxStringLengthExceeded | XlsxError::RowColumnLimitError => {
            io::Error::other(TooLargeForWorkbook)
        }
        other => io::Error::other(other),
    }
}
