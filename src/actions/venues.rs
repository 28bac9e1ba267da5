//! What is done to a place beyond what is done to any record.
//!
//! An event has its own text of the place. A place that is renamed, moved or merged changes no event
//! by itself: the events still to come follow where that is asked, and those that were attested
//! never do. A place named by an event that is saved, imported or repeated becomes a known one in the
//! same action (`store::Change::create_event`).

use chrono::{DateTime, NaiveDate, Utc};

use super::records::label;
use crate::domain::id::EventId;
use crate::domain::record::{Record as _, Stored};
use crate::domain::text::typography::quoted;
use crate::domain::venue::Venue;
use crate::store::{Result, Store};

/// The events that may follow when a place becomes `after`: those still to come that name it, where
/// what an event says of its place changes; none elsewhere.
pub fn followers(
    store: &Store,
    known: &Venue,
    after: &Venue,
    today: NaiveDate,
) -> Result<Vec<EventId>> {
    if known.of_event() == after.of_event() {
        return Ok(Vec::new());
    }
    store.events_ahead_at(known, today)
}

/// Has a place say something else, and the `followers` with it.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the place, or one of the events, was changed since.
pub fn modify(
    store: &mut Store,
    now: DateTime<Utc>,
    known: &Stored<Venue>,
    venue: &Venue,
    followers: &[EventId],
) -> Result<()> {
    let label = label("modification", Venue::NOUN, &venue.name);
    store.record(&label, now, |change| {
        change.expect(known)?;
        change.update(known.id, venue)?;
        let mut followers = followers.iter();
        followers.try_for_each(|event| change.hold_at(*event, venue))
    })
}

/// What stays of two places that are the same: the one that is kept, with what it does not say taken
/// from the other.
pub fn merged(kept: &Venue, other: &Venue) -> Venue {
    let mut merged = kept.clone();
    merged.complete_with(other);
    merged
}

/// Makes one place of two that are the same, and has the `followers` of the other be held there.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when one of them, or of the events, was changed since.
pub fn merge(
    store: &mut Store,
    now: DateTime<Utc>,
    kept: &Stored<Venue>,
    other: &Stored<Venue>,
    followers: &[EventId],
) -> Result<()> {
    let merged = merged(kept, other);
    let label = format!(
        "{} avec {}",
        label("fusion", Venue::NOUN, &other.name),
        quoted(&kept.name)
    );
    store.record(&label, now, |change| {
        change.expect(kept)?;
        change.expect(other)?;
        change.delete::<Venue>(other.id)?;
        change.update(kept.id, &merged)?;
        let mut followers = followers.iter();
        followers.try_for_each(|event| change.hold_at(*event, &merged))
    })
}
