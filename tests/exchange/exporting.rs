//! What an export writes, and how it ends when it can't go on.

use std::io::{self, Write};

use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent, EventField};
use carnet::domain::id::EventId;
use carnet::domain::listing::{Column, Query};
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::export::{ExportError, write_events};
use carnet::exchange::table_writer::{TableFormat, TableWriter};
use carnet::store::{Progress, Store, StoreError};
use chrono::NaiveTime;

use super::{export, full_store, moment, now};

/// A carnet of so many events, a minute after one another.
fn carnet_of(count: u32) -> Store {
    let mut store = Store::in_memory().unwrap();
    let created = store.record("beaucoup", now(), |change| {
        (0..count).try_for_each(|number| {
            let content = EventContent {
                title: format!("Événement nº {number}"),
                date: Some(now().date_naive()),
                starts: NaiveTime::from_hms_opt(number / 60, number % 60, 0),
                ..EventContent::default()
            };
            let state = Publication::Draft;
            change.create_event(EventId::new(now()), &content, state, "Europe/Paris")
        })
    });
    created.unwrap();
    store
}

/// Takes so many bytes, then the disk is full.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.checked_sub(bytes.len());
        self.0 = left.ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_of_many_is_whole_and_in_order() {
    let store = carnet_of(1_000);
    let bytes = export(&store, &[CsvColumn::Field(EventField::Title)]);
    let text = String::from_utf8(bytes).unwrap();
    let written: Vec<&str> = text.lines().skip(1).collect();
    let mut listed = Vec::new();
    let all = store.for_each(&Query::default(), moment(), |event| {
        listed.push(event.content.title);
        true
    });
    all.unwrap();
    assert_eq!(listed.len(), 1_000);
    assert_eq!(written, listed);
}

#[test]
fn an_export_that_cannot_go_on_says_why() {
    let store = carnet_of(1_000);
    let columns = [CsvColumn::Field(EventField::Title)];
    let export = |wanted: &(dyn Fn(&Event) -> bool + Sync), progress: &Progress, out: &mut Full| {
        let query = Query::default();
        let out = TableWriter::new(TableFormat::Text, out);
        write_events(&store, &query, moment(), &columns, wanted, progress, out)
    };
    let full = export(&|_| true, &Progress::default(), &mut Full(9_000));
    match full {
        Err(ExportError::Io(error)) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
        other => panic!("{other:?}"),
    }
    let progress = Progress::default();
    let stops = |event: &Event| {
        if event.content.title.ends_with("nº 500") {
            progress.stop();
        }
        true
    };
    let stopped = export(&stops, &progress, &mut Full(1_000_000));
    assert!(
        matches!(stopped, Err(ExportError::Store(StoreError::Stopped))),
        "{stopped:?}"
    );
}

#[test]
fn an_export_opens_in_a_french_spreadsheet() {
    let store = full_store();
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(text.starts_with("\u{feff}Date;Début;Fin;Date de fin;Titre;"));
    assert!(text.contains("\r\n17/11/2026;18:00;19:30;"));
    assert!(text.contains(";'+33;"));
    assert!(text.contains(";'@x;"));
    assert!(text.contains(";à remplir;"));
    let shown = CsvColumn::of_list(&[Column::Title, Column::Hours]);
    let text = String::from_utf8(export(&store, &shown)).unwrap();
    assert!(text.starts_with("\u{feff}Titre;Début;Fin;Identifiant\r\n"));
}
