//! The .xlsx that is exported: what is in it, and that it comes back identical.

use std::io::{self, Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{EventContent, EventField};
use carnet::domain::id::EventId;
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::export::{ExportError, write_events};
use carnet::exchange::csv::import::RowOutcome;
use carnet::exchange::csv::records;
use carnet::exchange::safe_file::{self, WriteProblem};
use carnet::exchange::table_writer::{TableFormat, TableWriter, TooLargeForWorkbook};
use carnet::explain::Explain as _;
use carnet::store::{Progress, Store};
use proptest::prelude::*;
use zip::ZipArchive;

use super::{export_as, full_store, moment, now, plan};

/// A carnet with an event that has these.
fn store_of(content: &EventContent) -> Store {
    let mut store = Store::in_memory().unwrap();
    let put = store.record("création", now(), |change| {
        change.create_event(
            EventId::new(now()),
            content,
            Publication::Draft,
            "Europe/Paris",
        )
    });
    put.unwrap();
    store
}

fn part(workbook: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    let mut file = zip.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn days_hours_and_numbers_are_such_and_a_formula_stays_a_text() {
    let content = EventContent {
        title: "=1+1".to_owned(),
        description: "+33 3 84 00 00 00\n«\u{202f}deux\u{202f}» lignes".to_owned(),
        date: "2026-11-24".parse().ok(),
        starts: "18:30:00".parse().ok(),
        ends: "20:00:00".parse().ok(),
        seats: Some(12),
        ..EventContent::default()
    };
    let fields = [
        EventField::Date,
        EventField::Starts,
        EventField::Title,
        EventField::Seats,
        EventField::Description,
    ];
    let columns = fields.map(CsvColumn::Field);
    let bytes = export_as(TableFormat::Workbook, &store_of(&content), &columns);
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let range = book.worksheet_range("Carnet").unwrap();
    let row: Vec<&Data> = range.rows().nth(1).unwrap().iter().collect();
    assert!(matches!(row[0], Data::DateTime(day) if day.as_f64() == 46_350.0));
    assert!(matches!(row[1], Data::DateTime(hour) if (hour.as_f64() * 1440.0).round() == 1110.0));
    assert_eq!(row[2], &Data::String(content.title));
    assert_eq!(row[3], &Data::Float(12.0));
    assert_eq!(row[4], &Data::String(content.description));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("ySplit=\"1\""), "the header does not scroll");
    assert!(sheet.contains("<autoFilter ref=\"A1:E2\"/>"), "{sheet}");
    assert!(sheet.contains("<cols>"), "the columns have a width");
    assert!(!sheet.contains("<f>"), "no formula");
    assert!(part(&bytes, "xl/styles.xml").contains("<b/>"));
}

#[test]
fn a_workbook_comes_back_identical() {
    let store = full_store();
    let bytes = export_as(TableFormat::Workbook, &store, &CsvColumn::ALL);
    for row in plan(&store, &bytes).rows {
        assert_eq!(row.outcome, RowOutcome::Same, "{}", row.title);
        assert!(row.remarks.is_empty(), "{:?}", row.remarks);
    }
    // Without the carnet, the same events are made of it as of the .csv.
    let empty = Store::in_memory().unwrap();
    let columns: Vec<CsvColumn> = CsvColumn::importable()
        .filter(|&column| column != CsvColumn::Id)
        .collect();
    let of = |format| {
        let rows = plan(&empty, &export_as(format, &store, &columns)).rows;
        let outcomes = rows.into_iter().map(|row| (row.outcome, row.remarks));
        outcomes.collect::<Vec<_>>()
    };
    assert_eq!(of(TableFormat::Workbook), of(TableFormat::Text));
}

#[test]
fn records_are_written_as_a_workbook_too() {
    let store = full_store();
    let (questions, references) = (store.questions().unwrap(), store.references().unwrap());
    let mut bytes = Vec::new();
    let out = TableWriter::new(TableFormat::Workbook, &mut bytes);
    records::write(&questions, &references, out).unwrap();
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("Identifiant"), "{strings}");
    assert!(strings.contains(&questions[0].id.to_string()));
}

/// A text, even very long, is never cut.
#[test]
fn what_no_cell_can_hold_is_refused_whole() {
    let content = EventContent {
        title: "Long".to_owned(),
        notes: "x".repeat(40_000),
        ..EventContent::default()
    };
    let store = store_of(&content);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liste.xlsx");
    let written = safe_file::write_table(&path, false, |out| {
        let (query, progress) = (Default::default(), Progress::default());
        write_events(
            &store,
            &query,
            moment(),
            &CsvColumn::ALL,
            &|_| true,
            &progress,
            out,
        )
    });
    let Err(problem) = written else { panic!() };
    assert!(problem.explain().contains("choisissez un nom en .csv"));
    let WriteProblem::Content(ExportError::Io(error)) = problem else {
        panic!()
    };
    assert!(error.get_ref().unwrap().is::<TooLargeForWorkbook>());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_name_says_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        safe_file::write_table(&folder.path().join(name), false, |out| {
            records::write::<carnet::domain::venue::Venue>(&[], &Default::default(), out)
        })
    };
    write("lieux.xlsx").unwrap();
    write("lieux.CSV").unwrap();
    let begins = |name: &str| std::fs::read(folder.path().join(name)).unwrap()[..2].to_vec();
    assert_eq!(begins("lieux.xlsx"), b"PK");
    assert_eq!(begins("lieux.CSV"), b"\xef\xbb");
    for name in ["lieux.ods", "lieux.xls"] {
        assert!(matches!(
            write(name),
            Err(WriteProblem::<io::Error>::OtherSpreadsheet(_))
        ));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_comes_back_as_it_was(
        title in "[='+@a-c_x0-9A-F;\"<&é😀 -]{1,20}",
        notes in "(?s)[='+@a-c_x0-9A-F;\"<&é\n\t\u{202f}\u{a0}-]{0,40}",
    ) {
        let content = EventContent {
            title: title.trim().to_owned(),
            notes: notes.trim().to_owned(),
            ..EventContent::default()
        };
        prop_assume!(!content.title.is_empty());
        let store = store_of(&content);
        let bytes = export_as(TableFormat::Workbook, &store, &CsvColumn::ALL);
        for row in plan(&store, &bytes).rows {
            prop_assert_eq!(row.outcome, RowOutcome::Same);
        }
    }
}
