//! The workbooks of spreadsheets: .xlsx, .xls and .ods.

use std::io::{Cursor, Read as _, Write as _};

use carnet::exchange::csv::columns::header_score;
use carnet::exchange::csv::import::RowOutcome;
use carnet::exchange::table::{OtherKind, Table, TableProblem};
use carnet::store::Store;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::plan;

const XLS: &[u8] = include_bytes!("../data/sheets/ateliers.xls");

const HEADER: [&str; 6] = ["Date", "Début", "Fin", "Titre", "Lieu", "Places"];

/// The three workshops that each workbook has, under a title.
const ROWS: [[&str; 6]; 3] = [
    [
        "2026-11-24",
        "18:30",
        "20:00",
        "Café des parents",
        "École Jean Jaurès",
        "12",
    ],
    [
        "2026-12-01",
        "09:00",
        "10:30",
        "ENT : premiers pas",
        "École Jean Jaurès",
        "8",
    ],
    [
        "2026-12-08",
        "14:00",
        "15:30",
        "Écrans",
        "Médiathèque",
        "20",
    ],
];

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().unwrap()
}

/// Writes the workshops as a spreadsheet does: days, hours and numbers, and a place merged over two rows.
fn fill(sheet: &mut Worksheet) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let hour = Format::new().set_num_format("hh:mm");
    sheet
        .merge_range(0, 0, 0, 5, "Planning 2026-2027", &Format::new())
        .unwrap();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write(2, column, name).unwrap();
    }
    for (row, [date, starts, ends, title, venue, seats]) in (3..).zip(ROWS) {
        let time = |text| ExcelDateTime::parse_from_str(text).unwrap();
        sheet.write_with_format(row, 0, time(date), &day).unwrap();
        sheet
            .write_with_format(row, 1, time(starts), &hour)
            .unwrap();
        sheet.write_with_format(row, 2, time(ends), &hour).unwrap();
        sheet.write(row, 3, title).unwrap();
        if row > 4 {
            sheet.write(row, 4, venue).unwrap();
        }
        let formula = Formula::new("=40/2").set_result(seats);
        match row {
            5 => sheet.write(row, 5, formula).unwrap(),
            _ => sheet.write(row, 5, seats.parse::<f64>().unwrap()).unwrap(),
        };
    }
    sheet
        .merge_range(3, 4, 4, 4, ROWS[0][4], &Format::new())
        .unwrap();
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("Lisez-moi").unwrap();
    notes.write(0, 0, "Un mot pour les collègues").unwrap();
    fill(book.add_worksheet().set_name("Ateliers").unwrap());
    let hidden = book.add_worksheet().set_name("Archives").unwrap();
    hidden.set_hidden(true).write(0, 0, "Titre").unwrap();
    hidden
        .write(0, 1, "Date")
        .unwrap()
        .write(1, 0, "Vieux")
        .unwrap();
    saved(book)
}

/// Writes a ZIP of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The .ods of these sheets, in XML.
fn ods_of(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"ta1\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>\
         </office:body></office:document-content>"
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

fn text_cell(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

/// The workshops as LibreOffice writes them.
fn ods() -> Vec<u8> {
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let typed = |kind: &str, name: &str, value: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{name}=\"{value}\"><text:p>vu</text:p></table:table-cell>"
        )
    };
    let mut rows = row(format!(
        "{}<table:covered-table-cell table:number-columns-repeated=\"5\"/>",
        text_cell("Planning 2026-2027")
    ));
    rows += "<table:table-row table:number-rows-repeated=\"1\"><table:table-cell table:number-columns-repeated=\"6\"/></table:table-row>";
    rows += &row(HEADER.map(text_cell).concat());
    for (index, [date, starts, ends, title, venue, seats]) in ROWS.into_iter().enumerate() {
        let hour = |text: &str| {
            let (hours, minutes) = text.split_once(':').unwrap();
            typed("time", "time-value", &format!("PT{hours}H{minutes}M00S"))
        };
        let place = match index {
            0 => "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>École <text:span>Jean</text:span> Jaurès</text:p><office:annotation><text:p>à vérifier</text:p></office:annotation></table:table-cell>".to_owned(),
            1 => "<table:covered-table-cell/>".to_owned(),
            _ => text_cell(venue),
        };
        rows += &row([
            typed("date", "date-value", date),
            hour(starts),
            hour(ends),
            text_cell(title),
            place,
            typed("float", "value", seats),
        ]
        .concat());
    }
    rows += "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    ods_of(&format!(
        "<table:table table:name=\"Lisez-moi\" table:style-name=\"ta1\">{}</table:table>\
         <table:table table:name=\"Ateliers\" table:style-name=\"ta1\">{rows}</table:table>\
         <table:table table:name=\"Archives\" table:style-name=\"ta2\">{}{}</table:table>",
        row(text_cell("Un mot pour les collègues")),
        row(text_cell("Titre") + &text_cell("Date")),
        row(text_cell("Vieux")),
    ))
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter().map(|row| row.cells.as_ref().unwrap());
    rows.map(|cells| cells.iter().collect()).collect()
}

fn open(bytes: &[u8], sheet: Option<&str>) -> Result<Table, TableProblem> {
    Table::from_reader(bytes, sheet, header_score).unwrap()
}

/// A cell of a row, of its only sheet.
fn first_cells(bytes: &[u8]) -> Vec<String> {
    let table = open(bytes, None).unwrap();
    cells(&table)[0]
        .iter()
        .map(|cell| (*cell).to_owned())
        .collect()
}

#[test]
fn the_same_table_is_read_from_every_kind_of_workbook() {
    for (kind, bytes) in [(".xlsx", xlsx()), (".xls", XLS.to_vec()), (".ods", ods())] {
        let table = open(&bytes, None).unwrap();
        assert_eq!(
            table.format,
            format!("classeur {kind}, feuille «\u{202f}Ateliers\u{202f}»")
        );
        assert_eq!(table.sheets, ["Ateliers"], "{kind}");
        assert_eq!(table.header, HEADER, "{kind}");
        assert_eq!(cells(&table), ROWS, "{kind}");
        let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [4, 5, 6], "as the sheet numbers them");
        assert_eq!(
            table.notes,
            [
                "1 ligne laissée au-dessus de l’en-tête\u{202f}: «\u{202f}Planning 2026-2027\u{202f}»."
            ]
        );
        let notes: Vec<usize> = table.rows.iter().map(|row| row.notes.len()).collect();
        assert_eq!(notes, [0, 1, 0], "{kind}");
        assert_eq!(
            table.rows[1].notes[0].replace('\u{202f}', " "),
            "« École Jean Jaurès » repris de la cellule fusionnée E4"
        );
    }
}

#[test]
fn events_are_planned_from_a_workbook_as_from_a_text() {
    let store = Store::in_memory().unwrap();
    for bytes in [xlsx(), XLS.to_vec(), ods()] {
        let plan = plan(&store, &bytes);
        let contents: Vec<_> = plan
            .rows
            .iter()
            .map(|row| match &row.outcome {
                RowOutcome::Create(incoming) => &incoming.content,
                other => panic!("{other:?}"),
            })
            .collect();
        for (content, [date, starts, ends, title, venue, seats]) in contents.iter().zip(ROWS) {
            assert_eq!(content.date, date.parse().ok());
            assert_eq!(content.starts, format!("{starts}:00").parse().ok());
            assert_eq!(content.ends, format!("{ends}:00").parse().ok());
            assert_eq!(content.title, title);
            assert_eq!(content.venue.name, venue);
            assert_eq!(content.seats, seats.parse().ok());
        }
        // A real day is no guess: nothing is told of it.
        assert!(
            plan.rows[0].remarks.is_empty(),
            "{:?}",
            plan.rows[0].remarks
        );
    }
}

#[test]
fn a_real_day_is_exact_even_among_american_ones() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("m/d/yyyy h:mm AM/PM");
    sheet
        .write(0, 0, "Titre")
        .unwrap()
        .write(0, 1, "Date")
        .unwrap();
    let dates = ["11/24/2026", "12/25/2026", "11/30/2026", "12/31/2026"];
    for (row, date) in (1..).zip(dates) {
        sheet.write(row, 0, format!("Atelier {row}")).unwrap();
        sheet.write(row, 1, date).unwrap();
    }
    let exact = ExcelDateTime::parse_from_str("2026-12-05T18:30").unwrap();
    sheet
        .write(5, 0, "Exact")
        .unwrap()
        .write_with_format(5, 1, exact, &day)
        .unwrap();
    let plan = plan(&Store::in_memory().unwrap(), &saved(book));
    let RowOutcome::Create(incoming) = &plan.rows[4].outcome else {
        panic!()
    };
    assert_eq!(incoming.content.date, "2026-12-05".parse().ok());
    assert_eq!(incoming.content.starts, "18:30:00".parse().ok());
    assert!(
        plan.rows[4].remarks.is_empty(),
        "{:?}",
        plan.rows[4].remarks
    );
    assert!(!plan.rows[0].remarks.is_empty());
}

#[test]
fn an_end_at_midnight_is_read_as_that_of_a_text() {
    for name in ["Date de fin", "Fin"] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let day = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        sheet.write_row(0, 0, ["Titre", "Date", name]).unwrap();
        sheet.write(1, 0, "Un").unwrap();
        for (column, text) in [(1, "2026-12-03T20:00:00"), (2, "2026-12-04")] {
            let time = ExcelDateTime::parse_from_str(text).unwrap();
            sheet.write_with_format(1, column, time, &day).unwrap();
        }
        let date = |value: &str| {
            format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{value}\"/>")
        };
        let header = ["Titre", "Date", name].map(text_cell).concat();
        let row = [
            text_cell("Un"),
            date("2026-12-03T20:00:00"),
            date("2026-12-04T00:00:00"),
        ]
        .concat();
        let ods = ods_of(&format!(
            "<table:table table:name=\"x\"><table:table-row>{header}</table:table-row><table:table-row>{row}</table:table-row></table:table>"
        ));
        let text = format!("Titre;Date;{name}\nUn;2026-12-03 20:00;2026-12-04 00:00\n");
        for bytes in [text.as_bytes().to_vec(), saved(book), ods] {
            let plan = plan(&Store::in_memory().unwrap(), &bytes);
            let RowOutcome::Create(incoming) = &plan.rows[0].outcome else {
                panic!()
            };
            let content = &incoming.content;
            assert_eq!(content.starts, "20:00:00".parse().ok(), "{name}");
            assert_eq!(content.ends, "00:00:00".parse().ok(), "{name}");
        }
    }
}

#[test]
fn a_sheet_is_asked_for_by_its_name() {
    for bytes in [xlsx(), XLS.to_vec(), ods()] {
        assert_eq!(open(&bytes, Some("ateliers ")).unwrap().sheet, "Ateliers");
        // A hidden one too, but only then.
        let hidden = open(&bytes, Some("Archives")).unwrap();
        assert_eq!(cells(&hidden), [["Vieux", ""]]);
        assert_eq!(
            open(&bytes, Some("Autre")),
            Err(TableProblem::NoSheet {
                sheets: ["Lisez-moi", "Ateliers", "Archives"]
                    .map(str::to_owned)
                    .to_vec()
            })
        );
    }
    let none = TableProblem::NoSheet { sheets: Vec::new() };
    assert_eq!(open(b"titre;date\n", Some("Ateliers")), Err(none));
}

#[test]
fn the_sheet_whose_header_is_known_best_is_read_and_the_others_that_could_be_are_named() {
    let mut book = Workbook::new();
    for (name, header) in [
        ("2024", &["Titre", "Date"][..]),
        ("2025", &["Titre", "Date", "Lieu"]),
        ("Graphique", &["x", "y"]),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, header.iter().copied()).unwrap();
        sheet.write(1, 0, name).unwrap();
    }
    let table = open(&saved(book), None).unwrap();
    assert_eq!((table.sheet.as_str(), table.sheets.len()), ("2025", 2));
    assert_eq!(table.sheets, ["2024", "2025"]);
}

#[test]
fn what_a_cell_holds_is_read_as_it_was_typed() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let with = |format: &str| Format::new().set_num_format(format);
    sheet
        .write_row(0, 0, ["Titre", "Date", "c", "d", "e", "f", "g", "h"])
        .unwrap();
    sheet.write(1, 0, "'=a").unwrap();
    let day = ExcelDateTime::parse_from_str("2026-11-24").unwrap();
    sheet
        .write_with_format(1, 1, day, &with("[$-40C]dddd d mmmm yyyy"))
        .unwrap();
    sheet.write(1, 2, 12.5).unwrap();
    sheet.write_with_format(1, 3, 0.25, &with("0%")).unwrap();
    sheet.write(1, 4, true).unwrap();
    sheet.write_with_format(1, 5, 1170, &with("00000")).unwrap();
    sheet
        .write(1, 6, Formula::new("=A1").set_result("vu"))
        .unwrap();
    sheet.write_with_format(1, 7, 1.5, &with("[h]:mm")).unwrap();
    assert_eq!(
        first_cells(&saved(book)),
        [
            "''=a",
            "2026-11-24",
            "12,5",
            "25 %",
            "VRAI",
            "01170",
            "vu",
            "36:00"
        ]
    );
}

#[test]
fn the_other_count_of_days_is_known() {
    let mut files = unzipped(&xlsx());
    edit(
        &mut files,
        "xl/workbook.xml",
        "<workbookPr ",
        "<workbookPr date1904=\"1\" ",
    );
    edit(
        &mut files,
        "xl/worksheets/sheet2.xml",
        "<v>46350</v>",
        "<v>44888</v>",
    );
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    assert_eq!(first_cells(&zipped(&files))[..2], ["2026-11-24", "18:30"]);
}

#[test]
fn a_formula_that_fails_or_has_no_value_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Titre", "Date", "Places"]).unwrap();
    sheet.write(1, 0, "Un").unwrap();
    sheet
        .write(1, 2, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    sheet.write(2, 0, "Deux").unwrap();
    sheet
        .write(2, 2, Formula::new("=A1").set_result("à retirer"))
        .unwrap();
    let mut files = unzipped(&saved(book));
    edit(
        &mut files,
        "xl/worksheets/sheet1.xml",
        "<v>à retirer</v>",
        "",
    );
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let table = open(&zipped(&files), None).unwrap();
    assert_eq!(cells(&table), [["Un", "", ""], ["Deux", "", ""]]);
    assert_eq!(table.rows[0].notes, ["#DIV/0! en C2, lu vide"]);
    assert!(table.rows[1].notes[0].starts_with("formule sans valeur en C3"));
}

#[test]
fn a_number_of_merged_cells_is_not_repeated() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["Titre", "Date", "Présents", "Code postal"])
        .unwrap();
    sheet
        .write(1, 0, "Un")
        .unwrap()
        .write(2, 0, "Deux")
        .unwrap();
    let plain = Format::new();
    sheet
        .merge_range(1, 2, 2, 2, "", &plain)
        .unwrap()
        .write(1, 2, 12)
        .unwrap();
    sheet
        .merge_range(1, 3, 2, 3, "", &plain)
        .unwrap()
        .write(1, 3, 25000)
        .unwrap();
    // The height of a row, merged whole.
    sheet.write(3, 0, "Trois").unwrap();
    sheet.merge_range(3, 0, 4, 0, "Trois", &plain).unwrap();
    let table = open(&saved(book), None).unwrap();
    assert_eq!(
        cells(&table),
        [
            ["Un", "", "12", "25000"],
            ["Deux", "", "", "25000"],
            ["Trois", "", "", ""]
        ]
    );
    assert_eq!(
        table.rows[1].notes[0].replace('\u{202f}', " "),
        "« 12 » de la cellule fusionnée C2 n’est pas repris"
    );
}

#[test]
fn a_header_of_two_rows_is_read_whole() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 1, 0, "Date", &plain).unwrap();
    sheet.merge_range(0, 1, 0, 2, "Horaires", &plain).unwrap();
    sheet.merge_range(0, 3, 1, 3, "Titre", &plain).unwrap();
    sheet.write_row(1, 1, ["Début", "Fin"]).unwrap();
    sheet
        .write_row(2, 0, ["24/11/2026", "18:30", "20:00", "Un"])
        .unwrap();
    let table = open(&saved(book), None).unwrap();
    assert_eq!(table.header, ["Date", "Début", "Fin", "Titre"]);
    assert_eq!(table.notes.len(), 1, "{:?}", table.notes);
}

#[test]
fn a_file_is_read_for_what_it_is_whatever_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, notes) in [
        ("a.xlsx", b"titre;date\nUn;24/11/2026\n".to_vec(), 1),
        ("b.csv", xlsx(), 2),
        ("c.ods", xlsx(), 1),
        ("d.txt", b"titre;date\n".to_vec(), 0),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let table = Table::open(&path, None, header_score).unwrap().unwrap();
        assert_eq!(table.notes.len(), notes, "{name}: {:?}", table.notes);
    }
}

#[test]
fn what_is_no_workbook_is_named() {
    let word: &[(&str, &[u8])] = &[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")];
    let binary: &[(&str, &[u8])] = &[("[Content_Types].xml", b"x"), ("xl/workbook.bin", b"x")];
    let odt: &[(&str, &[u8])] = &[("mimetype", b"application/vnd.oasis.opendocument.text")];
    for (bytes, kind) in [
        (zipped(word), OtherKind::Document),
        (zipped(binary), OtherKind::Xlsb),
        (zipped(odt), OtherKind::Document),
        (zipped(&[("photo.jpg", b"x")]), OtherKind::Archive),
        (b"%PDF-1.7\n".to_vec(), OtherKind::Pdf),
    ] {
        assert_eq!(open(&bytes, None), Err(TableProblem::Other(kind)));
    }
    let protected = zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ("content.xml", b"\x12"),
    ]);
    assert_eq!(open(&protected, None), Err(TableProblem::Protected));
    for cut in [&xlsx()[..2000], &XLS[..2000], &ods()[..900]] {
        assert_eq!(open(cut, None), Err(TableProblem::Damaged));
    }
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let files = (0..zip.len()).map(|index| {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (name, content)
    });
    files.collect()
}

fn edit(files: &mut [(String, Vec<u8>)], name: &str, from: &str, to: &str) {
    let (_, content) = files.iter_mut().find(|(known, _)| known == name).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    *content = text.replace(from, to).into_bytes();
}

#[test]
fn what_would_fill_the_memory_is_refused() {
    let row = |repeats: &str, cell: &str| {
        ods_of(&format!(
            "<table:table table:name=\"x\"><table:table-row table:number-rows-repeated=\"{repeats}\">{cell}</table:table-row></table:table>"
        ))
    };
    let long = "x".repeat(100_000);
    for (bytes, problem) in [
        (row("1000000", &text_cell("x")), TableProblem::TooManyCells),
        (row("10000", &text_cell(&long)), TableProblem::TooManyCells),
        (
            row(
                "10000",
                &text_cell("x").replace(
                    "<table:table-cell",
                    "<table:table-cell table:number-columns-repeated=\"16384\"",
                ),
            ),
            TableProblem::TooManyCells,
        ),
        (
            zipped(&[("mimetype", &vec![0; 300_000_000])]),
            TableProblem::TooManyCells,
        ),
    ] {
        assert!(bytes.len() < 1_000_000);
        assert_eq!(open(&bytes, None), Err(problem));
    }
    // A text of as many blanks as a number says.
    let blanks = row("1", &text_cell("a<text:s text:c=\"4000000000\"/>b"));
    assert!(open(&blanks, None).is_ok());
    // A sheet that is never closed.
    assert_eq!(
        open(&ods_of("<table:table><table:table-row>"), None),
        Err(TableProblem::Damaged)
    );
    // A table of texts as long as it says.
    let mut files = unzipped(&xlsx());
    edit(
        &mut files,
        "xl/sharedStrings.xml",
        "uniqueCount=\"",
        "uniqueCount=\"99999999",
    );
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    assert_eq!(open(&zipped(&files), None), Err(TableProblem::Damaged));
}

/// Replaces bytes at some places.
fn damaged(bytes: &[u8], changes: &[(usize, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(place, byte) in changes {
        let length = bytes.len();
        bytes[place % length] = byte;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_damaged_workbook_stops_the_program(
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8),
        which in any::<prop::sample::Index>(),
    ) {
        let _ = open(&damaged(XLS, &changes), None);
        let _ = open(&damaged(&xlsx(), &changes), None);
        // Within the archive, whose checksums would tell.
        for whole in [xlsx(), ods()] {
            let mut files = unzipped(&whole);
            let index = which.index(files.len());
            files[index].1 = damaged(&files[index].1, &changes);
            let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            let _ = open(&zipped(&files), None);
        }
    }
}
