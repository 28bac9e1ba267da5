//! Reads the sheets of an `.xlsx`.

use std::io::Cursor;

use calamine::{
    DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError, open_workbook_from_rs,
};

use super::cell;
use super::sheet::{Budget, Merged, SheetRows, name_of_place};
use crate::domain::text::typography::NARROW;
use crate::exchange::iso_8601::duration_as_clock;
use crate::exchange::table::TableProblem;

type XlsxBook<'b> = Xlsx<Cursor<&'b [u8]>>;

pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Vec<SheetRows>, TableProblem> {
    let mut book: XlsxBook<'_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| problem(&error))?;
    let mut sheets = Vec::new();
    for known in book.sheets_metadata().to_vec() {
        if known.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = SheetRows::new(&known.name, known.visible != SheetVisible::Visible);
        match read_sheet(&mut book, &mut sheet, budget) {
            Ok(()) => sheets.push(sheet),
            // A chart on a sheet of its own.
            Err(Stopped::Reader(XlsxError::NotAWorksheet(_))) => {}
            Err(Stopped::Reader(error)) => return Err(problem(&error)),
            Err(Stopped::Limit(limit)) => return Err(limit),
        }
    }
    Ok(sheets)
}

fn problem(error: &XlsxError) -> TableProblem {
    match error {
        XlsxError::Password => TableProblem::Protected,
        _ => TableProblem::Damaged,
    }
}

/// Why a sheet is not read to its end.
enum Stopped {
    Reader(XlsxError),
    Limit(TableProblem),
}

impl From<XlsxError> for Stopped {
    fn from(error: XlsxError) -> Self {
        Self::Reader(error)
    }
}

impl From<TableProblem> for Stopped {
    fn from(limit: TableProblem) -> Self {
        Self::Limit(limit)
    }
}

fn read_sheet(
    book: &mut XlsxBook<'_>,
    sheet: &mut SheetRows,
    budget: &mut Budget,
) -> Result<(), Stopped> {
    read_cells(book, sheet, budget)?;
    note_formulas(book, sheet, budget)?;
    let merged = book.merge_cells_by_sheet_name(&sheet.name)?;
    let merged = merged.into_iter().map(|cells| Merged {
        first: cells.start,
        last: cells.end,
    });
    sheet.merged = merged.collect();
    Ok(())
}

fn read_cells(
    book: &mut XlsxBook<'_>,
    sheet: &mut SheetRows,
    budget: &mut Budget,
) -> Result<(), Stopped> {
    let mut cells = book.worksheet_cells_reader(&sheet.name)?;
    while let Some((found, style)) = cells.next_cell_with_style_id()? {
        let place = found.get_position();
        let format = || {
            let style = cells.styles().get(style)?;
            Some(style.number_format.as_ref()?.format_code.as_str())
        };
        match found.get_value() {
            DataRef::Empty => {}
            // Most texts are shared between cells.
            DataRef::SharedString(text) => sheet.put(place, text, budget)?,
            DataRef::String(text) => sheet.put(place, text, budget)?,
            DataRef::Float(value) => {
                let text = cell::formatted(*value, format().unwrap_or_default());
                sheet.put(place, &text, budget)?;
            }
            DataRef::Int(value) => sheet.put(place, &value.to_string(), budget)?,
            DataRef::Bool(value) => sheet.put(place, cell::truth(*value), budget)?,
            DataRef::DateTime(value) => {
                let text = cell::date_time(value, format().is_some_and(cell::shows_hours));
                sheet.put(place, &text, budget)?;
            }
            DataRef::DateTimeIso(text) => sheet.put(place, &cell::iso_date(text), budget)?,
            DataRef::DurationIso(text) => sheet.put(place, &duration_as_clock(text), budget)?,
            DataRef::Error(error) => sheet.note_error(place, &error.to_string(), budget)?,
        }
    }
    Ok(())
}

/// Names the formulas that have no value: libraries that write them leave their values to the spreadsheet.
fn note_formulas(
    book: &mut XlsxBook<'_>,
    sheet: &mut SheetRows,
    budget: &mut Budget,
) -> Result<(), Stopped> {
    let mut cells = book.worksheet_cells_reader(&sheet.name)?;
    while let Some(found) = cells.next_cell_with_formula_metadata()? {
        if found.formula.is_some() && found.value == DataRef::Empty {
            let place = name_of_place(found.pos);
            let note = format!(
                "formule sans valeur en {place}{NARROW}: ouvrez le classeur dans le tableur, enregistrez-le, puis importez-le"
            );
            sheet.note(found.pos.0, note, budget)?;
        }
    }
    Ok(())
}
