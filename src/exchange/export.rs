//! Events written as a .csv that a spreadsheet in French opens with a double click.

use std::io::{self, Write};

use crate::domain::event::Event;
use crate::domain::listing::Query;
use crate::exchange::columns::CsvColumn;
use crate::exchange::formula::neutralise;
use crate::store::{Moment, Progress, Store, StoreError};

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

/// Writes the events of a query that are `wanted`, in its order, counted in `progress`, and answers
/// how many: UTF-8 with its mark, `;`,
/// CRLF, as Excel in French reads them (RFC 4180 for the rest).
///
/// # Errors
/// [`ExportError`]; what was written before it is not whole.
pub fn write_csv(
    store: &Store,
    query: &Query,
    at: Moment,
    columns: &[CsvColumn],
    wanted: &dyn Fn(&Event) -> bool,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<u64, ExportError> {
    let references = store.references()?;
    out.write_all(b"\xef\xbb\xbf")?;
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer
        .write_record(columns.iter().map(|column| column.header()))
        .map_err(of_the_system)?;
    let mut written = 0;
    let mut failed = None;
    store.for_each(query, at, |event| {
        if !wanted(&event) {
            return true;
        }
        let cells = columns.iter().try_for_each(|column| {
            let text = column.text(&event, &references, at.now);
            writer.write_field(neutralise(&text).as_bytes())
        });
        match cells.and_then(|()| writer.write_record(None::<&[u8]>)) {
            Ok(()) => {
                written += 1;
                progress.one_more()
            }
            Err(error) => {
                failed = Some(error);
                false
            }
        }
    })?;
    if progress.is_stopped() {
        return Err(StoreError::Stopped.into());
    }
    if let Some(error) = failed {
        return Err(ExportError::Io(of_the_system(error)));
    }
    writer.flush()?;
    Ok(written)
}

/// What the system said, which the writer of .csv wraps: "disk full" is not to become "something".
fn of_the_system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
