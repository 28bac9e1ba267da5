//! Actions on events: create, clone, modify, delete.

use chrono::{DateTime, NaiveDate, Utc};

use super::Targets;
use super::series::{Sharing, share};
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventContent};
use crate::domain::id::EventId;
use crate::domain::profile::Profile;
use crate::domain::text::typography::quoted;
use crate::domain::time::calendar::SchoolHoliday;
use crate::domain::time::date_warning::{self, DateWarning};
use crate::store::{Change, Result, Store, StoreError};

/// How a new event was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'o> {
    /// Typed, with or without a model.
    Typed,
    /// Cloned from the event of that title.
    Clone(&'o str),
}

/// The result of saving an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its identifier.
    pub id: EventId,
    /// Its state.
    pub publication: Publication,
}

/// Creates an event. It is a draft, unless it is complete and `enter` asks to enter it on the site.
///
/// # Errors
/// The store could not be written.
pub fn create(
    store: &mut Store,
    now: DateTime<Utc>,
    origin: Origin<'_>,
    content: &EventContent,
    enter: bool,
) -> Result<Saved> {
    let label = match origin {
        Origin::Typed => format!("création de {}", quoted(&content.title)),
        Origin::Clone(original) => format!("clonage de {}", quoted(original)),
    };
    let publication = Publication::Draft.once_saved(content, enter);
    let id = EventId::new(now);
    let zone = store.profile()?.unwrap_or_default().time_zone;
    store.record(&label, now, |change| {
        change.create_event(id, content, publication, &zone)
    })?;
    Ok(Saved { id, publication })
}

/// Modifies an event and, with `sharing`, other members of its series in the same action.
///
/// The publication state stays, except that a complete draft becomes « à saisir » when `enter` is true, and that an incomplete event
/// « à saisir » becomes a draft again.
///
/// # Errors
/// [`StoreError::Stale`] when the event was changed or deleted since `revision` was read.
pub fn modify(
    store: &mut Store,
    now: DateTime<Utc>,
    (id, revision): (EventId, u32),
    content: &EventContent,
    enter: bool,
    sharing: Option<&Sharing>,
) -> Result<Saved> {
    let label = format!("modification de {}", quoted(&content.title));
    store.record(&label, now, |change| {
        let known = change.event(id)?;
        if known.revision != revision {
            return Err(StoreError::Stale);
        }
        let publication = known.publication.once_saved(content, enter);
        rewrite(change, &known, content, publication, None)?;
        if let Some(sharing) = sharing {
            share(change, sharing, content, enter)?;
        }
        Ok(Saved { id, publication })
    })
}

/// Writes the new content, state and public page of an event, skipping what has not changed.
pub(super) fn rewrite(
    change: &Change<'_>,
    known: &Event,
    content: &EventContent,
    publication: Publication,
    link: Option<&str>,
) -> Result<()> {
    if *content != known.content {
        change.modify_event(known.id, known.revision, content)?;
    }
    if publication != known.publication || link.is_some() {
        change.publish_event(known.id, publication, link)?;
    }
    Ok(())
}

/// Deletes events.
///
/// # Errors
/// [`StoreError::Stale`] when one of them no longer exists: none is deleted then.
pub fn delete(store: &mut Store, now: DateTime<Utc>, targets: &Targets) -> Result<()> {
    let label = format!("suppression de {}", targets.subject());
    store.record(&label, now, |change| {
        let mut ids = targets.ids().iter();
        ids.try_for_each(|&id| change.delete_event(id))
    })
}

/// Returns the warnings about the date of an event: those of the calendar, and other events at the same hours.
///
/// # Errors
/// The store could not be read.
pub fn date_warnings(
    store: &Store,
    profile: &Profile,
    holidays: &[SchoolHoliday],
    content: &EventContent,
    today: NaiveDate,
) -> Result<Vec<DateWarning>> {
    let Some(days) = content.days() else {
        return Ok(Vec::new());
    };
    let Profile {
        departement, zone, ..
    } = profile;
    let mut warnings = date_warning::warnings(days, today, departement, zone, holidays);
    let clashes = store.clashes(content, None)?;
    if !clashes.is_empty() {
        warnings.push(DateWarning::Clash(clashes));
    }
    Ok(warnings)
}
