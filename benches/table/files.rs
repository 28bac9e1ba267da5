//! Every event written to a .csv, and read back into a new carnet.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use carnet::domain::listing::Query;
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::export::write_events;
use carnet::exchange::table_writer::{TableFormat, TableWriter};
use carnet::store::{Progress, Store};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::data::{Carnet, command, moment, run};
use crate::report::{Limits, Row, Verdict};
use crate::stats::{Samples, timed};
use crate::terminal::Result;

/// The same columns in the same order, as they are stored.
const PLAIN: &str = "
    SELECT e.date, e.starts, e.ends, e.title, c.label, t.label, s.label, p.label, k.label, e.venue_name, e.address, e.postcode,
           e.commune, e.seats, e.children_welcome, e.signup_link, e.description, e.notes, e.publication, e.public_link,
           a.transmitted_on, a.attendees, a.answers, a.remark,
           (SELECT group_concat(step || ' ' || at) FROM tick WHERE event = e.row), e.id
    FROM event e
    LEFT JOIN entry c ON c.id = e.category
    LEFT JOIN entry t ON t.id = e.theme
    LEFT JOIN entry s ON s.id = e.second_theme
    LEFT JOIN entry p ON p.id = e.audience
    LEFT JOIN entry k ON k.id = e.venue_kind
    LEFT JOIN attestation a ON a.row = e.row
    WHERE e.deleted_at IS NULL
    ORDER BY e.date DESC, e.starts DESC, e.row DESC";

fn plain_export(connection: &Connection, path: &Path) -> Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_path(path)?;
    let mut statement = connection.prepare_cached(PLAIN)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Text(text) => writer.write_field(text)?,
                ValueRef::Integer(number) => writer.write_field(number.to_string())?,
                _ => writer.write_field("")?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}

fn export(store: &Store, path: &Path) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let all = CsvColumn::ALL;
    write_events(
        store,
        &Query::default(),
        moment(),
        &all,
        &|_| true,
        &Progress::default(),
        TableWriter::new(TableFormat::Text, &mut out),
    )?;
    Ok(out.flush()?)
}

/// What an export of everything costs, and what the plain loop does, taking turns.
pub fn exports(carnet: &Carnet, rounds: usize) -> Result<(Samples, Samples)> {
    let store = carnet.store()?;
    let plain = Connection::open(carnet.path())?;
    let path = carnet.beside("all.csv");
    let (mut ours, mut least) = (Samples::default(), Samples::default());
    for _ in 0..rounds {
        least.push(timed(|| plain_export(&plain, &path))?);
        ours.push(timed(|| export(&store, &path))?);
    }
    Ok((ours, least))
}

/// Measures the export.
pub fn measure_export(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let (ours, least) = exports(carnet, rounds)?;
    let name = format!("Export of {} events to .csv", carnet.events);
    Ok(vec![Row::against(name, &ours, &least, Limits::p50(1.3))])
}

/// Measures the import, by the command its user has, into a carnet that is not there yet.
pub fn measure_import(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let file = carnet.beside("import.csv");
    export(&carnet.store()?, &file)?;
    let mut samples = Samples::default();
    for _ in 0..rounds {
        let base = carnet.beside("imported.db");
        let import = [
            "importer".as_ref(),
            file.as_os_str(),
            "--base".as_ref(),
            base.as_os_str(),
        ];
        let sample = timed(|| run(command(&import)))?;
        let imported = Store::open(&base)?.count(&Query::default(), moment())?;
        if imported != carnet.events {
            return Err(format!("{imported} events were imported").into());
        }
        fs::remove_file(&base)?;
        samples.push(sample);
        // Rounds of that length are precise enough.
        if sample.wall > 8_000.0 {
            break;
        }
    }
    let speed = carnet.events as f64 / samples.wall(0.5) * 1e3;
    Ok(vec![Row::fact(
        format!("Import of {} rows of .csv, by the command", carnet.events),
        format!("{speed:.0} rows/s"),
        "≥ 50000 rows/s",
        Verdict::of(speed >= 50_000.0),
    )])
}
