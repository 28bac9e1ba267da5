//! Reads a CSV of any program as rows of text: finds its encoding and separator, and reports each row
//! that can't be read with its line and the reason.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use csv::StringRecord;
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::columns::CsvColumn;
use crate::domain::event::EventField;
use crate::domain::text::displayable;

/// The longest cell that is read, in characters: much longer than a description, much shorter than a
/// file after an unclosed quote.
pub const MAX_CELL_LENGTH: usize = 20_000;

/// The largest file that is read, in bytes.
pub const MAX_FILE_SIZE: u64 = 64 * 1024 * 1024;

/// A table of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTable {
    /// How the file was written: « UTF-8 », « Windows-1252 »...
    pub encoding: &'static str,
    /// What separates cells: `;`, `,` or a tab.
    pub delimiter: char,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows below it, without empty ones.
    pub rows: Vec<TextRow>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// The line of the file where it begins, from 1.
    pub line: u64,
    /// Its cells, as many as the header has.
    pub cells: Result<StringRecord, RowProblem>,
}

/// Why a row can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// More or fewer cells than the header.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableProblem {
    /// It is empty.
    #[error("empty file")]
    Empty,
    /// A spreadsheet's own format.
    #[error("a spreadsheet, not a CSV")]
    Spreadsheet,
    /// Larger than [`MAX_FILE_SIZE`].
    #[error("file too large")]
    TooLarge,
}

impl TextTable {
    /// Reads a file, up to [`MAX_FILE_SIZE`].
    ///
    /// # Errors
    /// The file can't be read; otherwise, as [`TextTable::read`].
    pub fn open(path: &Path) -> io::Result<Result<Self, TableProblem>> {
        Self::open_below(path, names_events)
    }

    /// As [`TextTable::open`], its header being the first row that `is_header` knows for one.
    ///
    /// # Errors
    /// As [`TextTable::open`].
    pub fn open_below(
        path: &Path,
        is_header: fn(&StringRecord) -> bool,
    ) -> io::Result<Result<Self, TableProblem>> {
        let mut bytes = Vec::new();
        let file = File::open(path)?;
        file.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes)?;
        Ok(Self::read_below(&bytes, is_header))
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// [`TableProblem`] when there is no table; a row that can't be read is not an error.
    pub fn read(bytes: &[u8]) -> Result<Self, TableProblem> {
        Self::read_below(bytes, names_events)
    }

    /// As [`TextTable::read`], its header being the first row that `is_header` knows for one.
    ///
    /// # Errors
    /// As [`TextTable::read`].
    pub fn read_below(
        bytes: &[u8],
        is_header: fn(&StringRecord) -> bool,
    ) -> Result<Self, TableProblem> {
        if bytes.len() as u64 > MAX_FILE_SIZE {
            return Err(TableProblem::TooLarge);
        }
        // A .xlsx or .ods is a ZIP, a .xls a compound document.
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(TableProblem::Spreadsheet);
        }
        let (text, encoding) = decode(bytes);
        let likely = delimiter(&text);
        // A title line above the header can mislead the detection, so the other delimiters are tried too.
        let (delimiter, above) = [likely, b';', b',', b'\t']
            .into_iter()
            .find_map(|delimiter| Some((delimiter, rows_above(&text, delimiter, is_header)?)))
            .unwrap_or((likely, 0));
        let mut records = records(&text, delimiter).skip(above);
        let (_, header) = records.next().ok_or(TableProblem::Empty)?;
        let header = header.iter().map(|cell| displayable::line(cell.trim()));
        let header: Vec<String> = header.map(Cow::into_owned).collect();
        let rows = records.map(|(line, record)| TextRow {
            line,
            cells: cells(record, &header),
        });
        Ok(Self {
            encoding,
            delimiter: char::from(delimiter),
            rows: rows.collect(),
            header,
        })
    }
}

/// How many rows are searched for the header.
const HEADER_SEARCH_ROWS: usize = 10;

/// How many rows stand above the first that is a header; `None` where none is.
fn rows_above(text: &str, delimiter: u8, is_header: fn(&StringRecord) -> bool) -> Option<usize> {
    records(text, delimiter)
        .take(HEADER_SEARCH_ROWS)
        .position(|(_, record)| is_header(&record))
}

/// Whether a row names the title of events and another of their columns.
fn names_events(record: &StringRecord) -> bool {
    let named: HashSet<CsvColumn> = record.iter().filter_map(CsvColumn::named).collect();
    named.contains(&CsvColumn::Field(EventField::Title)) && named.len() > 1
}

/// Returns the rows that are not empty, with the line where each begins.
fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (u64, StringRecord)> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // Reading from memory can't fail; if it did, the rest would be missing.
    let records = reader.into_records().map_while(Result::ok);
    records.filter_map(move |mut record| {
        let start = record.position();
        let line = start.map_or(0, |start| first_line(start, text));
        // So that rows with the same cells are equal, wherever they are.
        record.set_position(None);
        let is_empty = record.iter().all(|cell| cell.trim().is_empty());
        (!is_empty).then_some((line, record))
    })
}

/// Returns the line of a record: the reader includes the empty lines before it.
fn first_line(start: &csv::Position, text: &str) -> u64 {
    let from = usize::try_from(start.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    start.line() + empty.filter(|&&byte| byte == b'\n').count() as u64
}

fn cells(record: StringRecord, header: &[String]) -> Result<StringRecord, RowProblem> {
    for (index, cell) in record.iter().enumerate() {
        if cell.len() > MAX_CELL_LENGTH && cell.chars().count() > MAX_CELL_LENGTH {
            let column = header.get(index).cloned().unwrap_or_default();
            return Err(RowProblem::TooLong { column });
        }
        if cell.contains('\0') {
            return Err(RowProblem::Nul);
        }
    }
    if record.len() != header.len() {
        return Err(RowProblem::Ragged {
            found: record.len(),
            expected: header.len(),
        });
    }
    Ok(record)
}

/// Decodes UTF-8 or UTF-16 when a byte order mark says so or the bytes allow it, otherwise
/// Windows-1252, in which Excel writes on a French Windows and any byte is a character.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    for encoding in [UTF_8, UTF_16LE, UTF_16BE] {
        let mark: &[u8] = match encoding.name() {
            "UTF-8" => b"\xef\xbb\xbf",
            "UTF-16LE" => b"\xff\xfe",
            _ => b"\xfe\xff",
        };
        if bytes.starts_with(mark) {
            return (encoding.decode_with_bom_removal(bytes).0, encoding.name());
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), "UTF-8"),
        Err(_) => (
            WINDOWS_1252.decode_without_bom_handling(bytes).0,
            "Windows-1252",
        ),
    }
}

/// Returns the separator that gives the header the most cells, without regard to quoted text.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b';', 0), (b',', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(*delimiter == byte);
                }
            }
        }
    }
    // The first of equals: `;`, which French spreadsheets write.
    let max = counts.iter().map(|&(_, count)| count).max().unwrap_or(0);
    counts
        .into_iter()
        .find(|&(_, count)| count == max)
        .map_or(b';', |(delimiter, _)| delimiter)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> TextTable {
        TextTable::read(bytes).unwrap()
    }

    fn good(table: &TextTable) -> Vec<Vec<&str>> {
        let good = table.rows.iter().filter_map(|row| row.cells.as_ref().ok());
        good.map(|cells| cells.iter().collect()).collect()
    }

    #[test]
    fn the_encoding_and_the_separator_are_found() {
        let windows = WINDOWS_1252
            .encode("titre;lieu\nCafé à l’école;Vesoul\n")
            .0
            .into_owned();
        let utf16: Vec<u8> = "\u{feff}titre\tlieu\r\nCafé à l’école\tVesoul"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let marked = "\u{feff}titre,lieu\r\n\"Café à l’école\",Vesoul\r\n".as_bytes();
        for (bytes, encoding, delimiter) in [
            (windows.as_slice(), "Windows-1252", ';'),
            (utf16.as_slice(), "UTF-16LE", '\t'),
            (marked, "UTF-8", ','),
        ] {
            let table = read(bytes);
            assert_eq!((table.encoding, table.delimiter), (encoding, delimiter));
            assert_eq!(table.header, ["titre", "lieu"]);
            assert_eq!(good(&table), [["Café à l’école", "Vesoul"]]);
        }
        assert_eq!(read(b"\"a;b;c\",d\n").delimiter, ',');
    }

    #[test]
    fn a_header_is_found_below_a_title() {
        for text in [
            "Liste des ateliers 2026-2027;;;\n;;;\nDate;Titre;Heure;Public\n1/12;Un;18h;Parents\n",
            "Ateliers, rencontres, cafés\n\nDate;Titre;Heure;Public\n1/12;Un;18h;Parents\n",
        ] {
            let table = read(text.as_bytes());
            assert_eq!(table.header, ["Date", "Titre", "Heure", "Public"]);
            assert_eq!(good(&table), [["1/12", "Un", "18h", "Parents"]]);
            assert_eq!(table.rows[0].line, 4);
        }
        // The first row, when no row near the top names the title.
        assert_eq!(read(b"a;b\n1;2\n").header, ["a", "b"]);
        let far = format!("{}Date;Titre\n", "a;b\n".repeat(10));
        assert_eq!(read(far.as_bytes()).header, ["a", "b"]);
    }

    #[test]
    fn a_row_that_cannot_be_read_keeps_its_line_and_its_reason() {
        let long = "x".repeat(2_000_000);
        let text = format!("a;b\n1;2\n\n3\n\"4\n4\";5\n6;7;8\n{long};9\n\0;10\n11;12\n");
        let table = read(text.as_bytes());
        let problems: Vec<_> = table
            .rows
            .iter()
            .filter_map(|row| Some((row.line, row.cells.as_ref().err()?.clone())))
            .collect();
        assert_eq!(
            problems,
            [
                (
                    4,
                    RowProblem::Ragged {
                        found: 1,
                        expected: 2
                    }
                ),
                (
                    7,
                    RowProblem::Ragged {
                        found: 3,
                        expected: 2
                    }
                ),
                (
                    8,
                    RowProblem::TooLong {
                        column: "a".to_owned()
                    }
                ),
                (9, RowProblem::Nul),
            ]
        );
        assert_eq!(good(&table), [["1", "2"], ["4\n4", "5"], ["11", "12"]]);
    }

    #[test]
    fn a_file_that_is_not_a_table_is_refused() {
        assert_eq!(TextTable::read(b""), Err(TableProblem::Empty));
        assert_eq!(TextTable::read(b"\n \n"), Err(TableProblem::Empty));
        assert_eq!(
            TextTable::read(b"PK\x03\x04..."),
            Err(TableProblem::Spreadsheet)
        );
    }

    #[test]
    fn two_hundred_columns_are_read() {
        let row = vec!["x"; 200].join(";");
        let table = read(format!("{row}\n{row}\n").as_bytes());
        assert_eq!(good(&table)[0].len(), 200);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(table) = TextTable::read(&bytes) {
                for row in table.rows {
                    if let Ok(cells) = row.cells {
                        prop_assert_eq!(cells.len(), table.header.len());
                    }
                }
            }
        }
    }
}
