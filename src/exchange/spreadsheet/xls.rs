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
    let labels = prepare(&mut stream)?;
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
            if let (Data::String(text), Some(number)) = (value, labels.first.get(&(index, place))) {
                texts.insert(*number, text.clone());
            }
        }
        let repeated = labels.repeated.get(index).map_or(&[][..], Vec::as_slice);
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
                Data::DateTime(value) => sheet.put(place, &cell::date_time(value, ""), budget)?,
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
const LABEL: u16 = 0x00FD;
const FORMULA: u16 = 0x0006;
const BLANK: u16 = 0x0201;
const CELLS: [u16; 8] = [
    0x0203,
    0x0204,
    0x00D6,
    0x0205,
    0x027E,
    LABEL,
    SEVERAL_NUMBERS,
    FORMULA,
];

/// The kind of a sheet of cells.
const WORKSHEET: u8 = 0;

/// The cells whose text is one of those that a workbook shares between cells, each known by its number.
#[derive(Default)]
struct Labels {
    /// The only cells of them that are left to the reader: the first of each text, in which sheet and where.
    first: HashMap<(usize, Place), u32>,
    /// The others, sheet by sheet, sorted by place.
    repeated: Vec<Vec<(Place, u32)>>,
}

/// Refuses a workbook whose cells are so far from each other that memory can't hold what is between them,
/// and takes away what the reader would take much memory for: the size that a sheet declares, the formulas,
/// and all the cells of a shared text but the first, each of which would hold a copy of it.
fn prepare(stream: &mut [u8]) -> Result<Labels, TableProblem> {
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
    let mut left = MAX_RECORDS;
    let mut span = 0u64;
    let mut labels = Labels::default();
    let mut known = HashSet::new();
    for (index, (start, is_worksheet)) in sheets.into_iter().enumerate() {
        let mut depth = 0u32;
        let mut bounds: Option<[u32; 4]> = None;
        let mut repeated = Vec::new();
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
                    if kind == FORMULA {
                        // How long it is; its value stands before.
                        fill(stream, (at + 20).min(next)..(at + 22).min(next));
                    }
                    if kind == LABEL {
                        let text = number::<4>(stream, at + 6).ok_or(TableProblem::Damaged)?;
                        let place = (row, first);
                        if is_worksheet && known.insert(text) {
                            labels.first.insert((index, place), text);
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
        labels.repeated.push(repeated);
    }
    Ok(labels)
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
