//! Action that writes a planned import.

use chrono::{DateTime, Utc};

use super::events::rewrite;
use crate::domain::id::EventId;
use crate::domain::text::typography::count;
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::import::{Plan, PlannedRow, RowOutcome, Tally};
use crate::store::retention::Reason;
use crate::store::{Change, Progress, Result, Store, StoreError};

/// Writes a plan in full or not at all, after a backup of the carnet.
///
/// # Errors
/// [`StoreError::Stale`] when an event was changed since the plan was made, and [`StoreError::Stopped`] when `progress` was stopped.
pub fn write(
    store: &mut Store,
    now: DateTime<Utc>,
    plan: &Plan,
    progress: &Progress,
) -> Result<Tally> {
    let tally = plan.tally();
    let written = tally.created + tally.updated;
    if written == 0 {
        return Ok(tally);
    }
    store.back_up_before(Reason::Import, now);
    progress.start(plan.rows.len());
    let events = count(written as u64, "événement", "événements");
    let zone = store.profile()?.unwrap_or_default().time_zone;
    store.record(&format!("import de {events}"), now, |change| {
        change.in_bulk(written, || {
            for row in &plan.rows {
                write_row(change, row, &zone, now)?;
                if !progress.advance() {
                    return Err(StoreError::Stopped);
                }
            }
            Ok(())
        })
    })?;
    Ok(tally)
}

/// Writes a row. Without a state in the file, an existing event keeps its own and a new one is a draft; an incomplete event is a draft
/// whatever the file says.
fn write_row(
    change: &Change<'_>,
    row: &PlannedRow,
    time_zone: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let (id, incoming) = match &row.outcome {
        RowOutcome::Create(_) if row.is_skipped => return Ok(()),
        RowOutcome::Create(incoming) => {
            let id = incoming.id.unwrap_or_else(|| EventId::new(now));
            let content = &incoming.content;
            let publication = incoming.publication.unwrap_or_default();
            let publication = publication.once_saved(content, false);
            let link = incoming.public_link.as_deref();
            change.create_event_with_page(id, content, publication, link, time_zone)?;
            (id, incoming)
        }
        RowOutcome::Update {
            incoming,
            known,
            changed,
        } => {
            change.expect_event(known)?;
            let is_field = |column: &CsvColumn| matches!(column, CsvColumn::Field(_));
            let content = match changed.iter().any(is_field) {
                true => &incoming.content,
                false => &known.content,
            };
            let publication = incoming.publication.unwrap_or(known.publication);
            let publication = publication.once_saved(content, false);
            let link = incoming.public_link.as_deref();
            rewrite(change, known, content, publication, link)?;
            (known.id, incoming)
        }
        RowOutcome::Same | RowOutcome::Refuse(_) => return Ok(()),
    };
    match &incoming.attestation {
        Some(attestation) => change.attest(id, attestation),
        None => Ok(()),
    }
}
