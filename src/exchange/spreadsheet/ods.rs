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
use super::sheet::{Budget, Merged, Sheet, name_of_place};
use crate::exchange::table::{MAX_CELL_LENGTH, TableProblem};

/// How many times a cell or a row that has a text may be repeated: a whole row of a sheet.
const MAX_REPEATS: u32 = 16_384;

/// The last row and the last column that a spreadsheet knows.
const MAX_PLACE: u32 = 1_048_576;

pub(super) fn read(content: &str, budget: &mut Budget) -> Result<Vec<Sheet>, TableProblem> {
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
    sheets: Vec<Sheet>,
    /// The sheet being read.
    open: Option<Sheet>,
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
fn is_beside(name: &str) -> bool {
    matches!(name, "office:annotation" | "draw:frame" | "table:shapes")
}

impl Parser<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), TableProblem> {
        let name = element.name().into_inner();
        if self.skipped > 0 || is_beside(name) {
            self.skipped += u32::from(is_beside(name));
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
                self.open = Some(Sheet::new(&name, is_hidden));
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
                let blanks = count(element, "text:c") as usize;
                self.text(&" ".repeat(blanks.min(MAX_CELL_LENGTH)));
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
        {
            cell.shown.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), TableProblem> {
        if self.skipped > 0 {
            self.skipped -= u32::from(is_beside(name));
            return Ok(());
        }
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.column = self.column.saturating_add(cell.repeats);
                    let is_filled = cell.value.is_some() || !cell.shown.is_empty();
                    if is_filled && self.column <= MAX_PLACE {
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
        if repeats > MAX_REPEATS || self.row > MAX_PLACE {
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
                        let place = name_of_place(place);
                        sheet.note(row, format!("{} en {place}, lu vide", cell.shown));
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
        "time" => given("office:time-value").map(|text| cell::iso_duration(&text)),
        "boolean" => {
            given("office:boolean-value").map(|text| cell::truth(text == "true").to_owned())
        }
        _ => given("office:string-value").map(Cow::into_owned),
    }
}
