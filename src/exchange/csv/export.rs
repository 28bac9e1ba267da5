//! Exports events as a table that a spreadsheet opens with a double click.

use std::collections::HashSet;
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use chrono::{DateTime, Utc};

use super::columns::CsvColumn;
use super::follow_up::FollowUp;
use crate::domain::event::Event;
use crate::domain::event::checklist::Tick;
use crate::domain::listing::Query;
use crate::exchange::table_writer::{CellKind, TableWriter};
use crate::store::{Moment, Progress, RawEvents, RawTicks, Store, StoreError};

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
/// them.
///
/// They are written on a thread while the next ones are read.
///
/// # Errors
/// [`ExportError`]; the file is then incomplete.
pub fn write_events(
    store: &Store,
    query: &Query,
    moment: Moment,
    columns: &[CsvColumn],
    wanted: &(dyn Fn(&Event) -> bool + Sync),
    progress: &Progress,
    out: TableWriter<'_>,
) -> Result<u64, ExportError> {
    let follow_up = FollowUp::read(store)?;
    let has_checklist = columns.iter().any(|column| column.is_of_checklist());
    let ticked = match has_checklist {
        true => store.ticked_rows()?,
        false => HashSet::new(),
    };
    let export = Export {
        columns,
        follow_up: &follow_up,
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
        let mut ticks_read = Ok(());
        let read = store.for_each_batch(query, moment, BATCH_SIZE, |events| {
            let ticks = match has_checklist {
                true => store.raw_ticks(events.rows(), &ticked),
                false => Ok(RawTicks::default()),
            };
            match ticks {
                Ok(ticks) => sender.send(Batch { events, ticks }).is_ok(),
                Err(error) => {
                    ticks_read = Err(error);
                    false
                }
            }
        });
        drop(sender);
        let written = writing
            .join()
            .unwrap_or_else(|panic| resume_unwind(panic))?;
        read?;
        ticks_read?;
        Ok(written)
    })
}

/// Events sent to the thread that writes.
struct Batch {
    events: RawEvents,
    /// Their ticks, if the check-list is exported.
    ticks: RawTicks,
}

/// What is exported: columns, filter and the lists that name entries.
struct Export<'e> {
    columns: &'e [CsvColumn],
    follow_up: &'e FollowUp,
    now: DateTime<Utc>,
    wanted: &'e (dyn Fn(&Event) -> bool + Sync),
    progress: &'e Progress,
}

impl Export<'_> {
    /// Writes the header, then the events as they come, and returns how many.
    fn write(
        &self,
        batches: Receiver<Batch>,
        mut out: TableWriter<'_>,
    ) -> Result<u64, ExportError> {
        let columns = self.columns.iter();
        let headers = columns.flat_map(|column| match column {
            CsvColumn::Answers => self.follow_up.answer_headers().collect(),
            column => vec![column.header().to_owned()],
        });
        out.header(&headers.collect::<Vec<String>>())?;
        let mut written = 0;
        for batch in batches {
            let mut ticks = batch.ticks.decode();
            for event in batch.events.events() {
                let (event, ticks) = (event?, ticks.next().unwrap_or_default());
                if !(self.wanted)(&event) {
                    continue;
                }
                self.write_row(&event, &ticks, &mut out)?;
                written += 1;
                if !self.progress.advance() {
                    return Err(StoreError::Stopped.into());
                }
            }
        }
        out.finish()?;
        Ok(written)
    }

    fn write_row(
        &self,
        event: &Event,
        ticks: &[Tick],
        out: &mut TableWriter<'_>,
    ) -> io::Result<()> {
        let has_checklist = self.columns.iter().any(|column| column.is_of_checklist());
        let (count, done) = match has_checklist {
            true => self.follow_up.steps_done(event, ticks),
            false => Default::default(),
        };
        for column in self.columns {
            match column {
                CsvColumn::Answers => {
                    let attestation = event.attestation.as_ref();
                    for question in &self.follow_up.questions {
                        let answer = attestation.and_then(|it| it.answers.get(&question.id));
                        out.cell(CellKind::Text, answer.map_or("", String::as_str))?;
                    }
                }
                CsvColumn::Checklist => out.cell(CellKind::Text, &count)?,
                CsvColumn::StepsDone => out.cell(CellKind::Text, &done)?,
                column => {
                    let text = column.text(event, &self.follow_up.references, self.now);
                    out.cell(column.cell_kind(), &text)?;
                }
            }
        }
        out.end_row()
    }
}
