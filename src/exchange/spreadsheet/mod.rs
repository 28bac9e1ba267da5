//! Reads the workbooks of spreadsheets, `.xlsx`, `.xls` and `.ods`, as tables of text.
//!
//! ```text
//! archive   the ZIP of an .xlsx or an .ods, within limits
//! cell      what a cell holds, as text
//! compound  the compound document of an .xls, within limits
//! ods       reads an .ods
//! sheet     the rows of a sheet, and its merged cells
//! xls       reads an .xls
//! xlsx      reads an .xlsx
//! ```

mod archive;
mod cell;
mod compound;
mod ods;
mod sheet;
mod xls;
mod xlsx;

use std::thread;

use super::table::{HeaderScore, RawRow, Table, TableProblem, find_header};
use crate::domain::text::fold::fold;
use crate::domain::text::typography::quoted;
use sheet::{Budget, SheetRows};

/// Whether the bytes are a ZIP or a compound document, as every workbook is.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    archive::is_zip(bytes) || compound::is_compound(bytes)
}

/// Reads a sheet of a workbook: `wanted`, or the one whose header names the most columns.
///
/// # Errors
/// [`TableProblem`] when it is damaged, protected, too large or something else than a workbook.
pub(super) fn read(
    bytes: &[u8],
    wanted: Option<&str>,
    score: HeaderScore,
) -> Result<Table, TableProblem> {
    // A damaged file may make a reader panic: on a thread of its own, which ends alone.
    let (kind, sheets) = thread::scope(|scope| {
        let thread = thread::Builder::new().name("classeur".into());
        let reading = thread.spawn_scoped(scope, || sheets(bytes));
        reading
            .ok()
            .and_then(|reading| reading.join().ok())
            .unwrap_or(Err(TableProblem::Damaged))
    })?;
    choose(sheets, wanted, score, kind)
}

/// Returns the extension of the workbook, and its sheets that have rows.
fn sheets(bytes: &[u8]) -> Result<(&'static str, Vec<SheetRows>), TableProblem> {
    let mut budget = Budget::default();
    let (kind, mut sheets) = if archive::is_zip(bytes) {
        match archive::kind(bytes)? {
            archive::Kind::Xlsx => (".xlsx", xlsx::read(bytes, &mut budget)?),
            archive::Kind::Ods(content) => (".ods", ods::read(&content, &mut budget)?),
        }
    } else {
        (".xls", xls::read(bytes, &mut budget)?)
    };
    for sheet in &mut sheets {
        sheet.repeat_merged(&mut budget)?;
    }
    sheets.retain(|sheet| !sheet.is_empty());
    Ok((kind, sheets))
}

/// A sheet, with its rows and how well its header is known.
struct Scored {
    name: String,
    is_hidden: bool,
    rows: Vec<RawRow>,
    score: usize,
}

impl Scored {
    fn new(sheet: SheetRows, score: HeaderScore) -> Self {
        let (name, is_hidden) = (sheet.name.clone(), sheet.is_hidden);
        let mut rows = sheet.into_rows();
        let found = find_header(rows.iter(), score);
        let above = found.map_or(0, |(above, _)| above);
        // A header of two rows has merged cells: nothing to tell.
        for row in rows.iter_mut().take(above + 1) {
            row.notes.clear();
        }
        Self {
            name,
            is_hidden,
            rows,
            score: found.map_or(0, |(_, score)| score),
        }
    }
}

fn choose(
    sheets: Vec<SheetRows>,
    wanted: Option<&str>,
    score: HeaderScore,
    kind: &str,
) -> Result<Table, TableProblem> {
    let mut sheets: Vec<Scored> = sheets
        .into_iter()
        .map(|sheet| Scored::new(sheet, score))
        .collect();
    let shown = sheets.iter().filter(|sheet| !sheet.is_hidden);
    let best = shown.clone().map(|sheet| sheet.score).max();
    // Where no header is known, any sheet may do.
    let could_be = |sheet: &&Scored| sheet.score > 0 || best == Some(0);
    let names: Vec<String> = shown
        .filter(could_be)
        .map(|sheet| sheet.name.clone())
        .collect();
    let index = match wanted {
        Some(wanted) => {
            let key = fold(wanted.trim());
            let found = sheets.iter().position(|sheet| sheet.name == wanted);
            found
                .or_else(|| {
                    sheets
                        .iter()
                        .position(|sheet| fold(sheet.name.trim()) == key)
                })
                .ok_or_else(|| TableProblem::NoSheet {
                    sheets: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
                })?
        }
        None => {
            let ranked = sheets.iter().enumerate();
            let best = ranked.min_by_key(|(_, sheet)| (sheet.is_hidden, usize::MAX - sheet.score));
            best.ok_or(TableProblem::Empty)?.0
        }
    };
    let sheet = sheets.swap_remove(index);
    let format = format!("classeur {kind}, feuille {}", quoted(&sheet.name));
    Ok(Table {
        sheet: sheet.name,
        sheets: names,
        ..Table::of_rows(sheet.rows, score, format)?
    })
}
