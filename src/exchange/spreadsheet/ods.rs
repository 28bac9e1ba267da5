//! Reads the sheets of an `.ods` (OpenDocument 1.3, part 3, chapter 9).
//!
//! Not with `calamine`, whose reader of this format gives no merged cells, does not end on a text that is
//! cut short, refuses blanks between two cells and reads 25 % as 0,25.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::cell;
use super::sheet::{Budget, Merged, SheetRows};
use crate::exchange::iso_8601::duration_as_clock;
use crate::exchange::table::{MAX_CELL_LENGTH, TableProblem};

/// How many times a cell or a row that has a text may be repeated: a whole row of a sheet.
const MAX_REPEATS: u32 = 16_384;

/// How much text of a cell is kept, in bytes: past it, a cell has too many characters to be read, whichever
/// they are.
const MAX_SHOWN: usize = MAX_CELL_LENGTH * 4;

/// The last row and the last column that a spreadsheet knows.
const MAX_ROW_OR_COLUMN: u32 = 1_048_576;

pub(super) fn read(content: &str, budget: &mut Budget) -> Result<Vec<SheetRows>, TableProblem> {
    let mut reader = Reader::from_str(content);
    reader.config_mut().expand_empty_elements = true;
    let mut parser = Parser {
        hidden: HashSet::new(),
        style: String::new(),
        sheets: Vec::new(),
        open: None,
        cell: None,
        row: 0,
        row_repeats: 1,
        row_cells: Vec::new(),
        column: 0,
        skipped: 0,
        budget,
    };
    loop {
        match reader.read_event().map_err(|_| TableProblem::Damaged)? {
            Event::Start(element) => parser.start(&element)?,
            Event::End(element) => parser.end(element.name().into_inner())?,
            Event::Text(text) => parser.text(&text.xml10_content()),
            Event::CData(text) => parser.text(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => parser.text(c.encode_utf8(&mut [0; 4])),
                _ => parser.text(resolve_predefined_entity(&name).unwrap_or_default()),
            },
            // A sheet that is not closed is cut short.
            Event::Eof if parser.open.is_some() => return Err(TableProblem::Damaged),
            Event::Eof => return Ok(parser.sheets),
            _ => {}
        }
    }
}

/// A cell being read.
#[derive(Clone, Default)]
struct Cell {
    column: u32,
    repeats: u32,
    /// How many rows it is merged over.
    rows: u32,
    /// Its value, when its attributes give it.
    value: Option<String>,
    /// What is written in it.
    shown: String,
    has_paragraph: bool,
    is_error: bool,
}

impl Cell {
    fn text(&self) -> &str {
        match &self.value {
            // A postcode that is a number is shown with its zero.
            Some(value) if !value.is_empty() && self.shown.trim_start_matches('0') == value => {
                &self.shown
            }
            Some(value) => value,
            None => &self.shown,
        }
    }
}

struct Parser<'b> {
    /// The styles of hidden sheets.
    hidden: HashSet<String>,
    /// The style being read.
    style: String,
    sheets: Vec<SheetRows>,
    /// The sheet being read.
    open: Option<SheetRows>,
    cell: Option<Cell>,
    row: u32,
    row_repeats: u32,
    row_cells: Vec<Cell>,
    column: u32,
    /// How deep in a part that is no text of the cell: a comment, a drawing.
    skipped: u32,
    budget: &'b mut Budget,
}

fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(Cow::Owned(value.into_owned()))
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    let written = attribute(element, name);
    written.map_or(1, |written| written.parse().unwrap_or(1))
}

/// Whether the text of an element is about the cell rather than in it.
fn is_not_cell_text(name: &str) -> bool {
    name.starts_with("draw:") || matches!(name, "office:annotation" | "table:shapes")
}

impl Parser<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), TableProblem> {
        let name = element.name().into_inner();
        if self.skipped > 0 || is_not_cell_text(name) {
            self.skipped += u32::from(is_not_cell_text(name));
            return Ok(());
        }
        match name {
            "style:style" => {
                self.style = attribute(element, "style:name").unwrap_or_default().into();
            }
            "style:table-properties"
                if attribute(element, "table:display").as_deref() == Some("false") =>
            {
                self.hidden.insert(self.style.clone());
            }
            "table:table" => {
                let style = attribute(element, "table:style-name").unwrap_or_default();
                let name = attribute(element, "table:name").unwrap_or_default();
                let is_hidden = self.hidden.contains(style.as_ref());
                self.open = Some(SheetRows::new(&name, is_hidden));
                self.row = 0;
            }
            "table:table-row" => {
                self.row_repeats = count(element, "table:number-rows-repeated");
                self.column = 0;
                self.row_cells.clear();
            }
            "table:table-cell" | "table:covered-table-cell" if self.open.is_some() => {
                self.cell = Some(Cell {
                    column: self.column,
                    repeats: count(element, "table:number-columns-repeated"),
                    rows: count(element, "table:number-rows-spanned"),
                    value: value(element),
                    is_error: attribute(element, "calcext:value-type").as_deref() == Some("error"),
                    ..Cell::default()
                });
            }
            "text:p" => {
                if let Some(cell) = &mut self.cell {
                    if cell.has_paragraph {
                        cell.shown.push('\n');
                    }
                    cell.has_paragraph = true;
                }
            }
            "text:s" => {
                let blanks = (count(element, "text:c") as usize).min(MAX_CELL_LENGTH);
                // Some bytes of the file for all of them.
                self.budget.take(0, blanks)?;
                self.text(&" ".repeat(blanks));
            }
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.skipped == 0)
            && cell.has_paragraph
            && cell.shown.len() <= MAX_SHOWN
        {
            cell.shown.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), TableProblem> {
        if self.skipped > 0 {
            self.skipped -= u32::from(is_not_cell_text(name));
            return Ok(());
        }
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.column = self.column.saturating_add(cell.repeats);
                    let is_filled = cell.is_error || !cell.text().is_empty();
                    if is_filled && self.column <= MAX_ROW_OR_COLUMN {
                        self.row_cells.push(cell);
                    }
                }
            }
            "table:table-row" => self.end_row()?,
            "table:table" => self.sheets.extend(self.open.take()),
            _ => {}
        }
        Ok(())
    }

    /// Writes the cells of the row that ends.
    fn end_row(&mut self) -> Result<(), TableProblem> {
        let cells = std::mem::take(&mut self.row_cells);
        let repeats = std::mem::replace(&mut self.row_repeats, 1);
        let first = self.row;
        self.row = first.saturating_add(repeats);
        let Some(sheet) = self.open.as_mut().filter(|_| !cells.is_empty()) else {
            return Ok(());
        };
        if repeats > MAX_REPEATS || self.row > MAX_ROW_OR_COLUMN {
            return Err(TableProblem::TooManyCells);
        }
        for row in first..self.row {
            for cell in &cells {
                if cell.repeats > MAX_REPEATS {
                    return Err(TableProblem::TooManyCells);
                }
                for column in cell.column..cell.column + cell.repeats {
                    let place = (row, column);
                    if cell.is_error {
                        sheet.note_error(place, &cell.shown, self.budget)?;
                        continue;
                    }
                    sheet.put(place, cell.text(), self.budget)?;
                    if cell.rows > 1 {
                        sheet.merged.push(Merged {
                            first: place,
                            last: (row.saturating_add(cell.rows - 1), column),
                        });
                    }
                }
            }
        }
        Ok(())
    }
}

/// Returns the value that the attributes of a cell give, as text.
fn value(element: &BytesStart<'_>) -> Option<String> {
    let given = |name| attribute(element, name);
    let number = || given("office:value")?.parse::<f64>().ok();
    match given("office:value-type")?.as_ref() {
        "float" | "currency" => number().map(cell::number),
        "percentage" => number().map(|value| cell::formatted(value, "%")),
        "date" => given("office:date-value").map(|text| cell::iso_date(&text)),
        "time" => given("office:time-value").map(|text| duration_as_clock(&text)),
        "boolean" => {
            given("office:boolean-value").map(|text| cell::truth(text == "true").to_owned())
        }
        _ => given("office:string-value").map(Cow::into_owned),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sheet(rows: &str) -> String {
        format!("<table:table table:name=\"x\">{rows}</table:table>")
    }

    /// Reads these rows with room for a thousand cells.
    fn read_in_little(rows: &str) -> Result<Vec<SheetRows>, TableProblem> {
        let mut budget = Budget::default();
        budget.take(7_999_000, 0).unwrap();
        read(&sheet(rows), &mut budget)
    }

    fn first_cell(cell: &str) -> String {
        let content = sheet(&format!("<table:table-row>{cell}</table:table-row>"));
        let sheets = read(&content, &mut Budget::default()).unwrap();
        let rows = sheets.into_iter().next().unwrap().into_rows();
        let cell = rows.first().and_then(|row| row.cells.get(0));
        cell.unwrap_or_default().to_owned()
    }

    #[test]
    fn repeated_errors_do_not_fill_the_memory() {
        let rows = "<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell table:number-columns-repeated=\"1000\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell></table:table-row>";
        assert_eq!(
            read_in_little(rows).map(|_| ()),
            Err(TableProblem::TooManyCells)
        );
    }

    #[test]
    fn an_empty_text_is_no_cell_however_often_it_is_repeated() {
        let rows = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\" office:string-value=\"\"/></table:table-row>";
        let sheets = read_in_little(rows).unwrap();
        assert!(sheets.iter().all(SheetRows::is_empty));
    }

    #[test]
    fn blanks_do_not_fill_the_memory() {
        let blanks = "<text:s text:c=\"4000000000\"/>";
        let cell = |count: usize| {
            format!(
                "<table:table-cell><text:p>a{}</text:p></table:table-cell>",
                blanks.repeat(count)
            )
        };
        let length = first_cell(&cell(50)).len();
        assert!(
            length > MAX_CELL_LENGTH && length <= MAX_SHOWN + MAX_CELL_LENGTH,
            "{length}"
        );
        // Nor do those of many cells of one row.
        let row = format!(
            "<table:table-row>{}</table:table-row>",
            cell(1).repeat(10_000)
        );
        let read = read(&sheet(&row), &mut Budget::default());
        assert_eq!(read.map(|_| ()), Err(TableProblem::TooManyCells));
    }

    #[test]
    fn a_long_text_is_not_cut() {
        let text = "é".repeat(MAX_CELL_LENGTH);
        let halves = text.split_at(MAX_CELL_LENGTH);
        let cell = format!(
            "<table:table-cell><text:p>{}<text:span>{}</text:span></text:p></table:table-cell>",
            halves.0, halves.1
        );
        assert_eq!(first_cell(&cell), text);
    }

    #[test]
    fn the_text_of_a_drawing_or_a_comment_is_not_that_of_the_cell() {
        for other in [
            "<draw:custom-shape><text:p>à voir</text:p></draw:custom-shape>",
            "<draw:frame><draw:text-box><text:p>à voir</text:p></draw:text-box></draw:frame>",
            "<draw:g><draw:rect><text:p>à voir</text:p></draw:rect></draw:g>",
            "<office:annotation><text:p>à voir</text:p></office:annotation>",
            "<table:shapes><draw:line><text:p>à voir</text:p></draw:line></table:shapes>",
        ] {
            let cell = format!("<table:table-cell><text:p>Un</text:p>{other}</table:table-cell>");
            assert_eq!(first_cell(&cell), "Un", "{other}");
        }
    }
}
