//! Actions on places that change events too.
//!
//! An event stores its own copy of its place. Renaming, moving or merging places changes upcoming events
//! only when the user asks for it, and attested events never. A place typed in an event that is saved,
//! imported or repeated is created in the same action (`store::Change::create_event`).

use chrono::{DateTime, NaiveDate, Utc};

use super::records::label;
use crate::domain::id::EventId;
use crate::domain::record::{Record as _, Stored};
use crate::domain::text::typography::quoted;
use crate::domain::venue::Venue;
use crate::store::{Result, Store};

/// Returns the upcoming events at a place that may change when the place becomes `after`. None when the
/// change does not show in events.
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

/// Modifies a place, and the place of the `followers`.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the place or one of the events was changed since it was read.
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
        followers.try_for_each(|event| change.set_event_venue(*event, venue))
    })
}

/// Returns the place that results from a merge: the kept one, with its empty fields filled from the
/// other.
pub fn merged(kept: &Venue, other: &Venue) -> Venue {
    let mut merged = kept.clone();
    merged.complete_with(other);
    merged
}

/// Merges a place into another, and moves the `followers` of the merged one there.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when a place or an event was changed since it was read.
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
        followers.try_for_each(|event| change.set_event_venue(*event, &merged))
    })
}
