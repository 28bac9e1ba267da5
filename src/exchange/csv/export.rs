//! Exports events as a CSV that a French spreadsheet opens with a double click.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use chrono::{DateTime, Utc};

use super::columns::CsvColumn;
use super::formula::neutralise;
use super::windows_1252::writable;
use crate::domain::event::Event;
use crate::domain::listing::Query;
use crate::domain::reference::References;
use crate::store::{Moment, Progress, RawEvents, Store, StoreError};

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// How many events are sent at a time to the thread that writes.
const BATCH_SIZE: usize = 128;

/// Writes the events of a query that are `wanted`, in its order, and returns how many; `progress` counts
/// them. The file is UTF-8 with a byte order mark, `;` and CRLF, as French Excel reads it (RFC 4180 for
/// the rest).
///
/// They are written on a thread while the next ones are read.
///
/// # Errors
/// [`ExportError`]; the file is then incomplete.
pub fn write_csv(
    store: &Store,
    query: &Query,
    moment: Moment,
    columns: &[CsvColumn],
    wanted: &(dyn Fn(&Event) -> bool + Sync),
    progress: &Progress,
    out: &mut (dyn Write + Send),
) -> Result<u64, ExportError> {
    let references = store.references()?;
    let export = Export {
        columns,
        references: &references,
        now: moment.now,
        wanted,
        progress,
    };
    thread::scope(|scope| {
        let (sender, batches) = sync_channel(2);
        let writing = thread::Builder::new()
            .name("export".into())
            .spawn_scoped(scope, || export.write(batches, out))?;
        // A writer that has failed receives no more, and returns why.
        let read = store.for_each_batch(query, moment, BATCH_SIZE, |batch| {
            sender.send(batch).is_ok()
        });
        drop(sender);
        let written = writing
            .join()
            .unwrap_or_else(|panic| resume_unwind(panic))?;
        read?;
        Ok(written)
    })
}

/// What is exported: columns, filter and the lists that name entries.
struct Export<'e> {
    columns: &'e [CsvColumn],
    references: &'e References,
    now: DateTime<Utc>,
    wanted: &'e (dyn Fn(&Event) -> bool + Sync),
    progress: &'e Progress,
}

impl Export<'_> {
    /// Writes the header, then the events as they come, and returns how many.
    fn write(&self, batches: Receiver<RawEvents>, out: &mut dyn Write) -> Result<u64, ExportError> {
        out.write_all(b"\xef\xbb\xbf")?;
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        writer
            .write_record(self.columns.iter().map(|column| column.header()))
            .map_err(system_error)?;
        let mut written = 0;
        for batch in batches {
            for event in batch.events() {
                let event = event?;
                if !(self.wanted)(&event) {
                    continue;
                }
                self.write_row(&event, &mut writer).map_err(system_error)?;
                written += 1;
                if !self.progress.advance() {
                    return Err(StoreError::Stopped.into());
                }
            }
        }
        writer.flush()?;
        Ok(written)
    }

    fn write_row(&self, event: &Event, writer: &mut csv::Writer<impl Write>) -> csv::Result<()> {
        for column in self.columns {
            let text = column.text(event, self.references, self.now);
            writer.write_field(neutralise(&writable(&text)).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)
    }
}

/// Returns the system error inside the CSV writer's, so that the user learns that the disk is full.
pub(super) fn system_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
