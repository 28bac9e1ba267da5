//! Reads the sheets of an `.xls`.

use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError, open_workbook_from_rs};

use super::sheet::{Budget, Merged, Sheet};
use super::{cell, compound, xlsx};
use crate::exchange::table::TableProblem;

type Book = Xls<Cursor<Vec<u8>>>;

/// How many cells the sheets of an .xls may span, empty ones included: all are in memory at once.
const MAX_SPAN: u64 = 4_000_000;

/// How many records are looked at, in all sheets.
const MAX_RECORDS: u32 = 20_000_000;

pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, TableProblem> {
    let mut stream = compound::workbook(bytes)?;
    check(&mut stream)?;
    let again = Cursor::new(compound::of_workbook(&stream));
    let mut book: Book = open_workbook_from_rs(again).map_err(|error| problem(&error))?;
    let mut sheets = Vec::new();
    for known in book.sheets_metadata().to_vec() {
        if known.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = Sheet::new(&known.name, known.visible != SheetVisible::Visible);
        let range = book
            .worksheet_range(&known.name)
            .map_err(|error| problem(&error))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (
                top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)),
                left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX)),
            );
            match value {
                Data::Empty => {}
                Data::String(text) => sheet.put(place, text, budget)?,
                Data::Float(value) => sheet.put(place, &cell::number(*value), budget)?,
                Data::Int(value) => sheet.put(place, &value.to_string(), budget)?,
                Data::Bool(value) => sheet.put(place, cell::truth(*value), budget)?,
                Data::DateTime(value) => sheet.put(place, &cell::date_time(value), budget)?,
                Data::DateTimeIso(text) => sheet.put(place, &cell::iso_date(text), budget)?,
                Data::DurationIso(text) => sheet.put(place, &cell::iso_duration(text), budget)?,
                Data::Error(error) => xlsx::note_error(&mut sheet, place, error),
            }
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
const CELLS: [u16; 8] = [
    0x0203,
    0x0204,
    0x00D6,
    0x0205,
    0x027E,
    0x00FD,
    SEVERAL_NUMBERS,
    0x0006,
];

/// Refuses a workbook whose cells are so far from each other that memory can't hold what is between them,
/// and empties the dimensions that it declares, for which a reader takes memory.
fn check(stream: &mut [u8]) -> Result<(), TableProblem> {
    let mut starts = Vec::new();
    let mut records = Records::new(stream, 0);
    for (kind, at, length) in records.by_ref() {
        match kind {
            BOUND_SHEET => starts.extend(number::<4>(stream, at)),
            END => break,
            _ => {}
        }
        let _ = length;
    }
    let mut left = MAX_RECORDS;
    let mut span = 0u64;
    let mut dimensions = Vec::new();
    for start in starts {
        let mut depth = 0u32;
        let mut bounds: Option<[u64; 4]> = None;
        for (kind, at, length) in Records::new(stream, start as usize) {
            left = left.checked_sub(1).ok_or(TableProblem::TooManyCells)?;
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                DIMENSIONS => dimensions.push(at..at + length),
                kind if CELLS.contains(&kind) => {
                    let row = number::<2>(stream, at);
                    let first = number::<2>(stream, at + 2);
                    let last = match kind {
                        SEVERAL_NUMBERS => number::<2>(stream, (at + length).saturating_sub(2)),
                        _ => first,
                    };
                    let (Some(row), Some(first), Some(last)) = (row, first, last) else {
                        return Err(TableProblem::Damaged);
                    };
                    let [top, bottom, left, right] = bounds.unwrap_or([u64::MAX, 0, u64::MAX, 0]);
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
            span += (bottom - top + 1) * (right.saturating_sub(left) + 1);
        }
        if span > MAX_SPAN {
            return Err(TableProblem::TooManyCells);
        }
    }
    for range in dimensions {
        if let Some(bytes) = stream.get_mut(range) {
            bytes.fill(0);
        }
    }
    Ok(())
}

/// Reads a number of `N` bytes, the least first.
fn number<const N: usize>(stream: &[u8], at: usize) -> Option<u64> {
    let bytes = stream.get(at..at + N)?;
    let digits = bytes.iter().rev();
    Some(digits.fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// The records of a stream: their kinds, where their content is, and how long it is.
struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl Iterator for Records<'_> {
    type Item = (u16, usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = number::<2>(self.stream, self.at)?;
        let length = usize::try_from(number::<2>(self.stream, self.at + 2)?).ok()?;
        let at = self.at + 4;
        self.at = at + length;
        (self.at <= self.stream.len()).then_some((u16::try_from(kind).ok()?, at, length))
    }
}
