//! Actions on series: repeat an event on other days, and share a change of one member with the others.

use chrono::{DateTime, NaiveDate, Utc};

use super::events::rewrite;
use crate::domain::event::series::Shared;
use crate::domain::event::{Event, EventContent};
use crate::domain::id::{EventId, SeriesId};
use crate::domain::text::typography::{count, quoted};
use crate::store::{Change, Result, Store};

/// Parts of an event, and the members of its series that receive them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// The parts.
    pub parts: Shared,
    /// The later members of the series.
    pub members: Vec<EventId>,
}

/// Repeats an event on other days, as members of its series: drafts without attestation or public page.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the event no longer exists.
pub fn repeat(
    store: &mut Store,
    now: DateTime<Utc>,
    event: &Event,
    dates: &[NaiveDate],
) -> Result<()> {
    let created = count(dates.len() as u64, "événement", "événements");
    let label = format!(
        "série de {created} d’après {}",
        quoted(&event.content.title)
    );
    let zone = store.profile()?.unwrap_or_default().time_zone;
    store.record(&label, now, |change| {
        let series = match event.series {
            Some(series) => series,
            None => {
                let series = SeriesId::new(now);
                change.join_series(event.id, series)?;
                series
            }
        };
        dates.iter().try_for_each(|&date| {
            let content = event.content.copied_to(Some(date));
            change.create_member(EventId::new(now), &content, &zone, series)
        })
    })
}

/// Returns the changed parts that could be shared with the later members of the series when an event gets a new content. `None` when
/// there is nothing to share.
///
/// # Errors
/// The store could not be read.
pub fn sharing(store: &Store, id: EventId, content: &EventContent) -> Result<Option<Sharing>> {
    let Some(event) = store.event(id)? else {
        return Ok(None);
    };
    let parts = Shared::between(&event.content, content);
    if !parts.any() {
        return Ok(None);
    }
    let members = store.members_after(&event)?;
    Ok((!members.is_empty()).then_some(Sharing { parts, members }))
}

/// Copies parts of one member to others. When `enter` is true, those that become complete are « à saisir ». Called within the action
/// that modifies the member.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when one of them no longer exists.
pub fn share(
    change: &Change<'_>,
    sharing: &Sharing,
    from: &EventContent,
    enter: bool,
) -> Result<()> {
    sharing.members.iter().try_for_each(|&member| {
        let known = change.event(member)?;
        let mut content = known.content.clone();
        sharing.parts.give(from, &mut content);
        let publication = known.publication.once_saved(&content, enter);
        rewrite(change, &known, &content, publication, None)
    })
}
