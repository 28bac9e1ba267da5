//! Actions on records of any kind, labelled in the history with the noun of the kind.

use chrono::{DateTime, Utc};

use crate::domain::id::Id;
use crate::domain::record::{Entity, Noun, Stored};
use crate::domain::text::typography::{count, quoted};
use crate::exchange::csv::records::{RecordOutcome, RecordPlan, RecordTally};
use crate::store::retention::Reason;
use crate::store::{Result, Store};

/// Returns the label of an action: « ajout de la question « Combien ? » ».
pub(super) fn label(act: &str, noun: Noun, name: &str) -> String {
    format!("{act} {} {}", noun.of_the(), quoted(name))
}

/// Creates a record, at the end of its list if it has an order. Returns its identifier.
pub fn create<R: Entity>(store: &mut Store, now: DateTime<Utc>, record: &R) -> Result<Id<R>> {
    let id = Id::<R>::new(now);
    let label = label("ajout", R::NOUN, &record.name());
    store.record(&label, now, |change| change.insert(id, record))?;
    Ok(id)
}

/// Modifies the record that was read as `known`.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when it was changed since it was read.
pub fn modify<R: Entity>(
    store: &mut Store,
    now: DateTime<Utc>,
    known: &Stored<R>,
    record: &R,
) -> Result<()> {
    let label = label("modification", R::NOUN, &record.name());
    store.record(&label, now, |change| {
        change.expect(known)?;
        change.update(known.id, record)
    })
}

/// Saves a record; replaces the one of the same name.
pub fn save_by_name<R: Entity>(store: &mut Store, now: DateTime<Utc>, record: &R) -> Result<()> {
    let label = label("enregistrement", R::NOUN, &record.name());
    store.record(&label, now, |change| change.put(Id::<R>::new(now), record))
}

/// Retires a record, or offers it again.
pub fn retire<R: Entity>(
    store: &mut Store,
    now: DateTime<Utc>,
    row: &Stored<R>,
    retired: bool,
) -> Result<()> {
    let act = if retired { "retrait" } else { "retour" };
    let label = label(act, R::NOUN, &row.name());
    store.record(&label, now, |change| change.retire::<R>(row.id, retired))
}

/// Moves a record up (`true`) or down by one place in its list.
pub fn shift<R: Entity>(
    store: &mut Store,
    now: DateTime<Utc>,
    row: &Stored<R>,
    up: bool,
) -> Result<()> {
    let label = label("déplacement", R::NOUN, &row.name());
    store.record(&label, now, |change| change.shift::<R>(row.id, up))
}

/// Deletes a record that no other one refers to.
///
/// # Errors
/// [`crate::store::StoreError::InUse`] when another record refers to it: it can only be retired.
pub fn delete<R: Entity>(store: &mut Store, now: DateTime<Utc>, row: &Stored<R>) -> Result<()> {
    let label = label("suppression", R::NOUN, &row.name());
    store.record(&label, now, |change| change.delete::<R>(row.id))
}

/// Writes the plan of an import in full or not at all, as one action.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when a row was changed since the plan was made.
pub fn import<R: Entity>(
    store: &mut Store,
    now: DateTime<Utc>,
    plan: &RecordPlan<R>,
) -> Result<RecordTally> {
    let tally = plan.tally();
    let written = (tally.created + tally.updated) as u64;
    if written == 0 {
        return Ok(tally);
    }
    store.back_up_before(Reason::Import, now);
    let label = format!("import de {}", count(written, R::NOUN.one, R::NOUN.several));
    store.record(&label, now, |change| {
        for row in &plan.rows {
            match &row.outcome {
                RecordOutcome::Create {
                    id,
                    record,
                    retired,
                } => {
                    let id = id.unwrap_or_else(|| Id::<R>::new(now));
                    change.insert(id, &**record)?;
                    if *retired {
                        change.retire::<R>(id, true)?;
                    }
                }
                RecordOutcome::Update { known, becomes, .. } => {
                    change.expect(known)?;
                    change.update(known.id, &becomes.record)?;
                    if becomes.retired != known.retired {
                        change.retire::<R>(known.id, becomes.retired)?;
                    }
                }
                RecordOutcome::Same | RecordOutcome::Refuse(_) => {}
            }
        }
        Ok(())
    })?;
    Ok(tally)
}
