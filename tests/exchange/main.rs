//! What comes in and goes out as .csv.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agendas;
mod exporting;
mod files;
mod importing;
mod reading_again;
mod workbooks;
mod workbooks_written;

use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent, EventVenue};
use carnet::domain::id::EventId;
use carnet::domain::listing::Query;
use carnet::domain::reference::ListKind;
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::export::write_events;
use carnet::exchange::csv::import::{Mapping, Plan, RowOutcome, Tally};
use carnet::exchange::table::Table;
use carnet::exchange::table_writer::{TableFormat, TableWriter};
use carnet::store::{Moment, Progress, Store};
use chrono::{DateTime, NaiveTime, Utc};

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn moment() -> Moment {
    Moment {
        now: now(),
        today: now().date_naive(),
    }
}

fn plan(store: &Store, bytes: &[u8]) -> Plan {
    let table = Table::read(bytes).unwrap();
    Plan::new(
        &table,
        &Mapping::guess(&table, moment().today).0,
        store,
        moment(),
        &Progress::default(),
    )
    .unwrap()
}

fn import(store: &mut Store, bytes: &[u8]) -> Tally {
    let plan = plan(store, bytes);
    carnet::actions::import::write(store, now(), &plan, &Progress::default()).unwrap()
}

fn all(store: &Store) -> Vec<Event> {
    store.window(&Query::default(), moment(), 0, 60).unwrap()
}

fn export(store: &Store, columns: &[CsvColumn]) -> Vec<u8> {
    export_as(TableFormat::Text, store, columns)
}

fn export_as(format: TableFormat, store: &Store, columns: &[CsvColumn]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_events(
        store,
        &Query::default(),
        moment(),
        columns,
        &|_| true,
        &Progress::default(),
        TableWriter::new(format, &mut bytes),
    )
    .unwrap();
    bytes
}

fn full_store() -> Store {
    let mut store = Store::in_memory().unwrap();
    let references = store.references().unwrap();
    let entry = |list, index| references.offered(list).nth(index).map(|entry| entry.id);
    for index in 0..6usize {
        let content = EventContent {
            title: [
                "=HYPERLINK(\"x\")",
                "+33",
                "Café ; « l’ENT »",
                "'=déjà",
                "  Deux  espaces ",
                "@x",
            ][index]
                .into(),
            category: entry(ListKind::Category, index),
            theme: entry(ListKind::Theme, 8),
            second_theme: entry(ListKind::Theme, 9),
            audience: entry(ListKind::Audience, 0),
            description: "Une ligne\n=et une autre\n\nfin &amp; suite".into(),
            venue: EventVenue {
                kind: entry(ListKind::VenueKind, 3),
                name: "Jean Jaurès".into(),
                address: "-".into(),
                postcode: "02100".into(),
                commune: "Laon".into(),
            },
            date: "2026-11-17".parse().ok(),
            end_date: ["", "2026-11-19"][index % 2].parse().ok(),
            starts: NaiveTime::from_hms_opt(18, 0, 0),
            ends: NaiveTime::from_hms_opt(19, 30, 0),
            seats: Some(12),
            children_welcome: index % 2 == 0,
            signup_link: "https://exemple.fr".into(),
            notes: "\"guillemets\"".into(),
        };
        store
            .record("création", now(), |change| {
                change.create_event(
                    EventId::new(now()),
                    &content,
                    Publication::Submitted,
                    "Europe/Paris",
                )
            })
            .unwrap();
    }
    store
}

fn refusals(plan: &Plan) -> Vec<(u64, String)> {
    plan.rows
        .iter()
        .filter_map(|row| match &row.outcome {
            RowOutcome::Refuse(reason) => Some((row.line, reason.replace('\u{202f}', " "))),
            _ => None,
        })
        .collect()
}
