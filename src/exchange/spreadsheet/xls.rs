//! Reads the sheets of an `.xls`.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::ops::Range;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError, open_workbook_from_rs};

use super::sheet::{Budget, Merged, Place, SheetRows};
use super::{cell, compound};
use crate::exchange::iso_8601::duration_as_clock;
use crate::exchange::table::TableProblem;

type XlsBook = Xls<Cursor<Vec<u8>>>;

/// How many cells the sheets of an .xls may span, empty ones included: all are in memory at once.
const MAX_SPAN: u64 = 2_000_000;

/// How many records are looked at, in all sheets.
const MAX_RECORDS: u32 = 20_000_000;

pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Vec<SheetRows>, TableProblem> {
    let mut stream = compound::workbook(bytes)?;
    let details = prepare(&mut stream)?;
    let plain = Cursor::new(compound::rewrap(&stream)?);
    drop(stream);
    let mut book: XlsBook = open_workbook_from_rs(plain).map_err(|error| problem(&error))?;
    let mut texts = HashMap::new();
    let mut sheets = Vec::new();
    for (index, known) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        if known.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = SheetRows::new(&known.name, known.visible != SheetVisible::Visible);
        let range = book
            .worksheet_range(&known.name)
            .map_err(|error| problem(&error))?;
        let (top, left) = range.start().unwrap_or_default();
        let cells = range.used_cells().map(|(row, column, value)| {
            let place = (
                top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)),
                left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX)),
            );
            (place, value)
        });
        for (place, value) in cells.clone() {
            if let (Data::String(text), Some(number)) =
                (value, details.first_labels.get(&(index, place)))
            {
                texts.insert(*number, text.clone());
            }
        }
        let with_hours = details.with_hours.get(index).map_or(&[][..], Vec::as_slice);
        let repeated = details
            .repeated_labels
            .get(index)
            .map_or(&[][..], Vec::as_slice);
        let mut repeated = repeated.iter().peekable();
        let text = |number| texts.get(number).map_or("", String::as_str);
        for (place, value) in cells {
            while let Some((before, number)) = repeated.next_if(|(before, _)| *before < place) {
                sheet.put(*before, text(number), budget)?;
            }
            match value {
                Data::Empty => {}
                Data::String(text) => sheet.put(place, text, budget)?,
                Data::Float(value) => sheet.put(place, &cell::number(*value), budget)?,
                Data::Int(value) => sheet.put(place, &value.to_string(), budget)?,
                Data::Bool(value) => sheet.put(place, cell::truth(*value), budget)?,
                Data::DateTime(value) => {
                    let text = cell::date_time(value, with_hours.binary_search(&place).is_ok());
                    sheet.put(place, &text, budget)?;
                }
                Data::DateTimeIso(text) => sheet.put(place, &cell::iso_date(text), budget)?,
                Data::DurationIso(text) => sheet.put(place, &duration_as_clock(text), budget)?,
                Data::Error(error) => sheet.note_error(place, &error.to_string(), budget)?,
            }
        }
        for (place, number) in repeated {
            sheet.put(*place, text(number), budget)?;
        }
        let merged = book.merge_cells_by_sheet_name(&known.name);
        let merged = merged.unwrap_or_default().into_iter().map(|cells| Merged {
            first: cells.start,
            last: cells.end,
        });
        sheet.merged = merged.collect();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn problem(error: &XlsError) -> TableProblem {
    match error {
        XlsError::Password => TableProblem::Protected,
        _ => TableProblem::Damaged,
    }
}

/// The records that are looked at ([MS-XLS] 2.3).
const END: u16 = 0x000A;
const BEGIN: u16 = 0x0809;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const LABEL: u16 = 0x00FD;
const FORMULA: u16 = 0x0006;
const BLANK: u16 = 0x0201;
const NUMBER: u16 = 0x0203;
const OWN_LABEL: u16 = 0x0204;
const BOOLEAN_OR_ERROR: u16 = 0x0205;
const SHORT_NUMBER: u16 = 0x027E;
const RICH_LABEL: u16 = 0x00D6;
const CELLS: [u16; 8] = [
    NUMBER,
    OWN_LABEL,
    RICH_LABEL,
    BOOLEAN_OR_ERROR,
    SHORT_NUMBER,
    LABEL,
    SEVERAL_NUMBERS,
    FORMULA,
];

/// The kind of a sheet of cells.
const WORKSHEET: u8 = 0;

/// The built-in formats of numbers that show hours ([MS-XLS] 2.5.165).
const FORMATS_WITH_HOURS: [u32; 8] = [18, 19, 20, 21, 22, 45, 46, 47];

/// What the reader doesn't say of the cells: which have a text that the workbook shares between cells, each
/// known by its number, and which show hours.
#[derive(Default)]
struct CellDetails {
    /// The only cells of a shared text that are left to the reader: the first of each, in which sheet and where.
    first_labels: HashMap<(usize, Place), u32>,
    /// The other cells of a shared text, sheet by sheet, sorted by place.
    repeated_labels: Vec<Vec<(Place, u32)>>,
    /// The cells whose format shows hours, sheet by sheet, sorted by place.
    with_hours: Vec<Vec<Place>>,
}

/// Refuses a workbook whose cells are so far from each other that memory can't hold what is between them,
/// and takes away what the reader would take much memory for: the size that a sheet declares, the formulas,
/// and all the cells of a shared text but the first, each of which would hold a copy of it.
fn prepare(stream: &mut [u8]) -> Result<CellDetails, TableProblem> {
    let mut sheets = Vec::new();
    let mut next = 0;
    while let Some((kind, at, length)) = record_at(stream, next) {
        next = at + length;
        match kind {
            BOUND_SHEET => {
                let start = number::<4>(stream, at).ok_or(TableProblem::Damaged)?;
                sheets.push((start, stream.get(at + 5) == Some(&WORKSHEET)));
            }
            END => break,
            _ => {}
        }
    }
    let styles = styles_with_hours(stream);
    let mut left = MAX_RECORDS;
    let mut span = 0u64;
    let mut details = CellDetails::default();
    let mut known = HashSet::new();
    for (index, (start, is_worksheet)) in sheets.into_iter().enumerate() {
        let mut depth = 0u32;
        let mut bounds: Option<[u32; 4]> = None;
        let mut repeated = Vec::new();
        let mut with_hours = Vec::new();
        let start = usize::try_from(start).map_err(|_| TableProblem::Damaged)?;
        let mut next = start;
        while let Some((kind, at, length)) = record_at(stream, next) {
            next = at + length;
            left = left.checked_sub(1).ok_or(TableProblem::TooManyCells)?;
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                DIMENSIONS => fill(stream, at..next),
                kind if CELLS.contains(&kind) => {
                    let row = number::<2>(stream, at);
                    let first = number::<2>(stream, at + 2);
                    let last = match kind {
                        SEVERAL_NUMBERS => number::<2>(stream, next.saturating_sub(2)),
                        _ => first,
                    };
                    let (Some(row), Some(first), Some(last)) = (row, first, last) else {
                        return Err(TableProblem::Damaged);
                    };
                    // Cells of a row in one record have six bytes each.
                    for (column, at) in (first..=last).zip((at + 4..next).step_by(6)) {
                        if number::<2>(stream, at).is_some_and(|style| styles.contains(&style)) {
                            with_hours.push((row, column));
                        }
                    }
                    if kind == FORMULA {
                        // How long it is; its value stands before.
                        fill(stream, (at + 20).min(next)..(at + 22).min(next));
                    }
                    if kind == LABEL {
                        let text = number::<4>(stream, at + 6).ok_or(TableProblem::Damaged)?;
                        let place = (row, first);
                        if is_worksheet && known.insert(text) {
                            details.first_labels.insert((index, place), text);
                        } else {
                            repeated.push((place, text));
                            put(stream, at - 4, BLANK);
                            continue;
                        }
                    }
                    let [top, bottom, left, right] = bounds.unwrap_or([u32::MAX, 0, u32::MAX, 0]);
                    bounds = Some([
                        top.min(row),
                        bottom.max(row),
                        left.min(first),
                        right.max(first).max(last),
                    ]);
                }
                _ => {}
            }
        }
        if let Some([top, bottom, left, right]) = bounds {
            let width = right.saturating_sub(left) + 1;
            span += u64::from(bottom - top + 1) * u64::from(width);
        }
        if span > MAX_SPAN {
            return Err(TableProblem::TooManyCells);
        }
        repeated.sort_unstable();
        details.repeated_labels.push(repeated);
        with_hours.sort_unstable();
        details.with_hours.push(with_hours);
    }
    Ok(details)
}

/// Returns the numbers of the styles of cells whose format shows hours.
fn styles_with_hours(stream: &[u8]) -> HashSet<u32> {
    let mut formats = HashSet::from(FORMATS_WITH_HOURS);
    let mut styles = HashSet::new();
    let (mut is_version_8, mut style, mut next) = (true, 0, 0);
    while let Some((kind, at, length)) = record_at(stream, next) {
        next = at + length;
        match (kind, number::<2>(stream, at)) {
            (BEGIN, version) => is_version_8 = version != Some(0x0500),
            (FORMAT, Some(format)) => {
                // After its number, its length and, since version 8, the size of its characters.
                let start = at + if is_version_8 { 5 } else { 3 };
                let text = stream.get(start..next).unwrap_or_default();
                let text = text.iter().filter(|&&byte| byte != 0);
                let text: String = text.map(|&byte| char::from(byte)).collect();
                match cell::shows_hours(&text) {
                    true => formats.insert(format),
                    false => formats.remove(&format),
                };
            }
            (STYLE, _) => {
                if number::<2>(stream, at + 2).is_some_and(|format| formats.contains(&format)) {
                    styles.insert(style);
                }
                style += 1;
            }
            (END, _) => break,
            _ => {}
        }
    }
    styles
}

fn fill(stream: &mut [u8], range: Range<usize>) {
    if let Some(bytes) = stream.get_mut(range) {
        bytes.fill(0);
    }
}

fn put(stream: &mut [u8], at: usize, number: u16) {
    if let Some(bytes) = stream.get_mut(at..at + 2) {
        bytes.copy_from_slice(&number.to_le_bytes());
    }
}

/// Reads a number of `N` bytes, four at most, the least first.
fn number<const N: usize>(stream: &[u8], at: usize) -> Option<u32> {
    let bytes = stream.get(at..at + N)?;
    let digits = bytes.iter().rev();
    Some(digits.fold(0, |number, &byte| number << 8 | u32::from(byte)))
}

/// Returns the record at a place of a stream: its kind, where its content is, and how long it is.
fn record_at(stream: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let kind = u16::try_from(number::<2>(stream, at)?).ok()?;
    let length = usize::try_from(number::<2>(stream, at + 2)?).ok()?;
    (at + 4 + length <= stream.len()).then_some((kind, at + 4, length))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
    }

    #[test]
    fn midnight_is_an_hour_where_the_format_shows_hours() {
        let begin = |kind: u8| record(BEGIN, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let format = |index: u8, text: &str| {
            let length = u8::try_from(text.len()).unwrap();
            record(
                FORMAT,
                &[&[index, 0, length, 0, 0], text.as_bytes()].concat(),
            )
        };
        let style = |format: u8| record(STYLE, &[&[0, 0, format, 0][..], &[0; 16]].concat());
        let globals = |start: u32| {
            let bound = [&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat();
            [
                begin(5),
                format(164, "dd/mm/yyyy"),
                format(165, "dd/mm/yyyy\\ hh:mm"),
                style(164),
                style(165),
                style(22),
                record(BOUND_SHEET, &bound),
                record(END, &[]),
            ]
            .concat()
        };
        let day = 46_350.0f64.to_le_bytes();
        let cell = |column: u8, style: u8| {
            record(0x0203, &[&[0, 0, column, 0, style, 0], &day[..]].concat())
        };
        // The same day as a whole number, twice in a record.
        let short = (46_350u32 << 2 | 2).to_le_bytes();
        let several = [&[0, 0, 3, 0][..], &[1, 0], &short, &[0, 0], &short, &[4, 0]];
        let sheet = [
            begin(0x10),
            cell(0, 0),
            cell(1, 1),
            cell(2, 2),
            record(SEVERAL_NUMBERS, &several.concat()),
            record(END, &[]),
        ]
        .concat();
        let start = u32::try_from(globals(0).len()).unwrap();
        let file = compound::rewrap(&[globals(start), sheet].concat()).unwrap();
        let sheets = read(&file, &mut Budget::default()).unwrap();
        let rows = sheets.into_iter().next().unwrap().into_rows();
        let cells: Vec<&str> = rows[0].cells.iter().collect();
        let (day, midnight) = ("2026-11-24", "2026-11-24 00:00");
        assert_eq!(cells, [day, midnight, midnight, midnight, day]);
    }
}
