//! Reads a CSV of any program as a table of text: finds its encoding, its separator and the quotes that
//! were never closed.

use std::borrow::Cow;

use super::encoding::Decoded;
use crate::domain::text::typography::{quoted, quoted_in_brief};
use crate::exchange::table::{
    HEADER_SEARCH_ROWS, HeaderScore, OtherKind, RawRow, Table, TableProblem, find_header,
};

/// The separators, the most likely first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Reads a text.
///
/// # Errors
/// [`TableProblem`] when there is no table; a row that can't be read is not an error.
pub(in crate::exchange) fn read_text(
    decoded: &Decoded<'_>,
    score: HeaderScore,
) -> Result<Table, TableProblem> {
    if let Some(kind) = other_kind(&decoded.text) {
        return Err(TableProblem::Other(kind));
    }
    let delimiter = delimiter(decoded, score);
    let rows = Records::new(decoded, delimiter).collect();
    let separator = match delimiter {
        b'\t' => "tabulations".to_owned(),
        other => quoted(char::from(other).encode_utf8(&mut [0; 4])),
    };
    let format = format!("{}, {separator}", decoded.encoding);
    let mut table = Table::of_rows(rows, score, format)?;
    if decoded.is_guess {
        let encoding = decoded.encoding;
        table
            .notes
            .push(format!("Le fichier est lu comme du {encoding}."));
    }
    Ok(table)
}

/// Returns what a text is when it is known not to be a table.
fn other_kind(text: &str) -> Option<OtherKind> {
    let text = text.trim_start();
    let begins = |start: &str| {
        let head = text.get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    if begins("%PDF") {
        Some(OtherKind::Pdf)
    } else if begins("<?xml") {
        Some(OtherKind::Xml)
    } else if begins("<!doctype html") || begins("<html") {
        Some(OtherKind::Page)
    } else if text.starts_with('{') || text.starts_with("[{") {
        Some(OtherKind::Json)
    } else {
        None
    }
}

/// Returns the separator that `sep=;` names on the first line, as Excel writes it.
fn declared_delimiter(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches('"');
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if delimiter.is_ascii() => {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// Returns the separator: the declared one, that of the best header, or else the most frequent of the
/// first line.
fn delimiter(decoded: &Decoded<'_>, score: HeaderScore) -> u8 {
    if let Some(declared) = declared_delimiter(&decoded.text) {
        return declared;
    }
    let likely = likely_delimiter(&decoded.text);
    // A title line above the header can mislead the count, so every separator is tried.
    let tried = [likely].into_iter().chain(DELIMITERS);
    let scored = tried.filter_map(|delimiter| {
        let rows: Vec<RawRow> = Records::new(decoded, delimiter)
            .take(HEADER_SEARCH_ROWS)
            .collect();
        let (_, score) = find_header(rows.iter(), score)?;
        Some((delimiter, score))
    });
    let best = scored.min_by_key(|&(_, score)| std::cmp::Reverse(score));
    best.map_or(likely, |(delimiter, _)| delimiter)
}

/// Returns the separator that gives the header the most cells, without regard to quoted text.
fn likely_delimiter(text: &str) -> u8 {
    let mut counts = DELIMITERS.map(|delimiter| (delimiter, 0));
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
    let best = counts
        .into_iter()
        .min_by_key(|&(_, count)| std::cmp::Reverse(count));
    best.map_or(b';', |(delimiter, _)| delimiter)
}

/// How many bytes can be read in vain after quotes that are never closed, in a whole file: past that, no
/// quoted cell has several lines.
const LOST_BYTES: usize = 64 * 1024 * 1024;

/// The rows of a text that are not empty.
struct Records<'t> {
    decoded: &'t Decoded<'t>,
    delimiter: u8,
    /// The byte where the next row begins.
    at: usize,
    /// Its line.
    line: u64,
    /// How many more bytes can be read in vain.
    budget: usize,
    /// The next of the damaged characters.
    damaged: usize,
}

/// A cell that begins with a quote.
enum Quoted<'t> {
    /// It is closed: its text, and its length with its quotes.
    Closed(Cow<'t, str>, usize),
    /// It is closed before its end: `"cité" après`. It is read as it is written.
    Literal,
    /// It is never closed, or only by a quote of another row.
    Unclosed,
}

impl<'t> Records<'t> {
    fn new(decoded: &'t Decoded<'t>, delimiter: u8) -> Self {
        let mut records = Self {
            decoded,
            delimiter,
            at: 0,
            line: 1,
            budget: LOST_BYTES,
            damaged: 0,
        };
        if declared_delimiter(&decoded.text).is_some() {
            records.read();
        }
        records
    }

    fn text(&self) -> &'t str {
        &self.decoded.text
    }

    fn read(&mut self) -> RawRow {
        let start = self.at;
        let mut row = RawRow {
            line: self.line,
            ..RawRow::default()
        };
        loop {
            let rest = self.text().get(self.at..).unwrap_or_default();
            let quoted = match rest.starts_with('"') {
                true => self.quoted(rest, start),
                false => Quoted::Literal,
            };
            let length = match quoted {
                Quoted::Closed(text, length) => {
                    row.cells.push_field(&text);
                    length
                }
                Quoted::Literal => {
                    let cell = self.literal(rest);
                    row.cells.push_field(cell);
                    cell.len()
                }
                Quoted::Unclosed => {
                    let cell = self.literal(rest);
                    let text = cell.get(1..).unwrap_or_default();
                    row.cells.push_field(text);
                    row.notes.push(format!(
                        "guillemet jamais refermé devant {}, lu sans lui",
                        quoted_in_brief(text)
                    ));
                    cell.len()
                }
            };
            self.at += length;
            match self.text().as_bytes().get(self.at) {
                Some(&byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') if self.text().as_bytes().get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    break;
                }
                Some(_) => {
                    self.at += 1;
                    break;
                }
                None => break,
            }
        }
        let read = self.text().as_bytes().get(start..self.at);
        let ends = read
            .unwrap_or_default()
            .iter()
            .filter(|&&byte| byte == b'\n');
        self.line += ends.count() as u64;
        while let Some((line, c)) = self.decoded.damaged.get(self.damaged)
            && *line < self.line.max(row.line + 1)
        {
            row.notes.push(format!(
                "octet qui n’est pas de l’UTF-8, lu comme {}",
                quoted_in_brief(&c.to_string())
            ));
            self.damaged += 1;
        }
        row
    }

    /// Returns the text up to the next separator or end of line.
    fn literal(&self, rest: &'t str) -> &'t str {
        let ends = |&byte: &u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let end = rest.as_bytes().iter().position(ends);
        end.and_then(|end| rest.get(..end)).unwrap_or(rest)
    }

    /// Reads a cell that begins with a quote, in the row that begins at `start`.
    fn quoted(&mut self, rest: &'t str, start: usize) -> Quoted<'t> {
        let bytes = rest.as_bytes();
        let mut at = 1;
        let mut is_escaped = false;
        while let Some(found) = rest.get(at..).and_then(|rest| rest.find('"')) {
            let quote = at + found;
            match bytes.get(quote + 1) {
                Some(b'"') => {
                    is_escaped = true;
                    at = quote + 2;
                    continue;
                }
                Some(&byte) if byte != self.delimiter && byte != b'\n' && byte != b'\r' => {}
                _ => {
                    let text = rest.get(1..quote).unwrap_or_default();
                    if text.len() > self.budget && text.contains('\n') {
                        return Quoted::Unclosed;
                    }
                    let text = match is_escaped {
                        true => Cow::Owned(text.replace("\"\"", "\"")),
                        false => Cow::Borrowed(text),
                    };
                    return Quoted::Closed(text, quote + 1);
                }
            }
            match rest.find('\n').filter(|&end| end < quote) {
                None => return Quoted::Literal,
                // Where the line below has as many cells, the quote found is its own.
                Some(end) if self.is_row(rest.get(end + 1..).unwrap_or_default(), start) => {
                    self.budget = self.budget.saturating_sub(quote);
                    return Quoted::Unclosed;
                }
                // A quote within a text of several lines.
                Some(_) => at = quote + 1,
            }
        }
        self.budget = self.budget.saturating_sub(rest.len());
        Quoted::Unclosed
    }

    /// Whether `below`, the line under that of an opening quote, looks like a row: it has as many
    /// separators as the row that begins at `start`.
    fn is_row(&self, below: &str, start: usize) -> bool {
        let separators = |text: &str| {
            let line = text.lines().next().unwrap_or_default();
            line.bytes().filter(|&byte| byte == self.delimiter).count()
        };
        let first = separators(self.text().get(start..).unwrap_or_default());
        first > 0 && separators(below) == first
    }
}

impl Iterator for Records<'_> {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        while self.at < self.text().len() {
            let row = self.read();
            if !row.is_empty() {
                return Some(row);
            }
        }
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::exchange::table::RowProblem;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Table {
        Table::read(bytes).unwrap()
    }

    fn good(table: &Table) -> Vec<Vec<&str>> {
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
            (windows.as_slice(), "Windows-1252", "«\u{202f};\u{202f}»"),
            (utf16.as_slice(), "UTF-16LE", "tabulations"),
            (marked, "UTF-8", "«\u{202f},\u{202f}»"),
        ] {
            let table = read(bytes);
            assert_eq!(table.format, format!("{encoding}, {delimiter}"));
            assert_eq!(table.header, ["titre", "lieu"]);
            assert_eq!(good(&table), [["Café à l’école", "Vesoul"]]);
        }
        assert_eq!(read(b"\"a;b;c\",d\n").header, ["a;b;c", "d"]);
        assert_eq!(read(b"titre|lieu\n").header, ["titre", "lieu"]);
        assert_eq!(read(b"sep=/\na;b/c\n").header, ["a;b", "c"]);
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
        let text = format!("a;b\n1;2\n\n3;;4\n\"4\n4\";5\n6;7;8\n{long};9\n\0;10\n11;12\n");
        let ragged = RowProblem::Ragged {
            found: 3,
            expected: 2,
        };
        let table = read(text.as_bytes());
        let problems: Vec<_> = table
            .rows
            .iter()
            .filter_map(|row| Some((row.line, row.cells.as_ref().err()?.clone())))
            .collect();
        assert_eq!(
            problems,
            [
                (4, ragged.clone()),
                (7, ragged),
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
        assert_eq!(Table::read(b""), Err(TableProblem::Empty));
        assert_eq!(Table::read(b"\n \n"), Err(TableProblem::Empty));
        assert_eq!(Table::read(b"PK\x03\x04..."), Err(TableProblem::Damaged));
    }

    #[test]
    fn two_hundred_columns_are_read() {
        let row = vec!["x"; 200].join(";");
        let table = read(format!("{row}\n{}\n", row.replace('x', "y")).as_bytes());
        assert_eq!(good(&table)[0].len(), 200);
    }

    #[test]
    fn cells_left_out_or_added_at_the_end_of_a_row_are_empty() {
        let table = read(b"a;b;c\n1;2\n1;2;3;;\na;b;c\n4\n");
        let rows = [["1", "2", ""], ["1", "2", "3"], ["4", "", ""]];
        assert_eq!(good(&table), rows);
        assert_eq!(table.notes, ["L’en-tête est répété sur 1 autre ligne."]);
    }

    #[test]
    fn a_quote_never_closed_spoils_its_row_alone() {
        for (text, rows, lines) in [
            (
                "1;\"Caf\u{e9};x\n2;Deux;y\n3;Trois;z\n",
                [["1", "Café", "x"], ["2", "Deux", "y"], ["3", "Trois", "z"]],
                vec![2],
            ),
            (
                "1;Un;\"x\n2;Deux;y\n3;Trois;z\n",
                [["1", "Un", "x"], ["2", "Deux", "y"], ["3", "Trois", "z"]],
                vec![2],
            ),
            (
                "1;\"Un;x\n2;\"Deux\";y\n3;Trois;\"z\n",
                [["1", "Un", "x"], ["2", "Deux", "y"], ["3", "Trois", "z"]],
                vec![2, 4],
            ),
            // Closed, on several lines, or within a cell.
            (
                "1;Un;\"x\n2\"\n2;\"De \"\"ux\";y\n3;\"cité\" ici;z\n",
                [
                    ["1", "Un", "x\n2"],
                    ["2", "De \"ux", "y"],
                    ["3", "\"cité\" ici", "z"],
                ],
                vec![],
            ),
            (
                "1;Un;\"une \"x\"\nligne \"deux\" et fin\"\n2;b;\n3;c;\n",
                [
                    ["1", "Un", "\"une \"x\""],
                    ["ligne \"deux\" et fin\"", "", ""],
                    ["2", "b", ""],
                ],
                vec![],
            ),
            (
                "1;Un;\"une\nligne \"deux\" et fin\"\n2;b;\n3;c;\n",
                [
                    ["1", "Un", "une\nligne \"deux\" et fin"],
                    ["2", "b", ""],
                    ["3", "c", ""],
                ],
                vec![],
            ),
        ] {
            let table = read(format!("a;b;c\n{text}").as_bytes());
            assert_eq!(good(&table)[..3], rows, "{text}");
            let noted = table.rows.iter().filter(|row| !row.notes.is_empty());
            let noted: Vec<u64> = noted.map(|row| row.line).collect();
            assert_eq!(noted, lines, "{text}");
        }
    }

    #[test]
    fn the_header_is_the_row_that_names_most_columns() {
        let table = read(
            "Planning 2026-2027;;\nnom;date_debut;lieu\nFête;21/06/2026;Événement\n".as_bytes(),
        );
        assert_eq!(table.header, ["nom", "date_debut", "lieu"]);
        assert_eq!(
            table.notes,
            [
                "1 ligne laissée au-dessus de l’en-tête\u{202f}: «\u{202f}Planning 2026-2027\u{202f}»."
            ]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(table) = Table::read(&bytes) {
                for row in table.rows {
                    if let Ok(cells) = row.cells {
                        prop_assert_eq!(cells.len(), table.header.len());
                    }
                }
            }
        }
    }
}
