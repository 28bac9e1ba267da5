//! Events: created, cloned, modified, deleted.

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

/// What a new event comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'o> {
    /// What was typed, with or without a model.
    Typed,
    /// Another event, of that title.
    Clone(&'o str),
}

/// An event as it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its identifier.
    pub id: EventId,
    /// Its state.
    pub publication: Publication,
}

/// Creates an event: a draft, unless it lacks nothing and the mediator wants to `enter` it on the site.
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

/// Modifies an event; with `sharing`, gives parts of it to other members of its series in the same act.
///
/// It keeps its state, but a draft that lacks nothing is to be entered on the site where the mediator wants to `enter` it, and one to
/// be entered that lacks something again is a draft.
///
/// # Errors
/// [`StoreError::Stale`] when the event was changed, or deleted, since `revision` was read.
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

/// Writes what an event now says and where it then stands, with its public page where one is given.
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
/// [`StoreError::Stale`] when one of them is not there any more: none is deleted then.
pub fn delete(store: &mut Store, now: DateTime<Utc>, targets: &Targets) -> Result<()> {
    let label = format!("suppression de {}", targets.subject());
    store.record(&label, now, |change| {
        let mut ids = targets.ids().iter();
        ids.try_for_each(|&id| change.delete_event(id))
    })
}

/// Why the day of an event deserves a second look: what the calendar says of it, and what else is held at the same hours.
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
    let Some(date) = content.date else {
        return Ok(Vec::new());
    };
    let Profile {
        departement, zone, ..
    } = profile;
    let mut warnings = date_warning::warnings(date, today, departement, zone, holidays);
    let clashes = store.clashes(content, None)?;
    if !clashes.is_empty() {
        warnings.push(DateWarning::Clash(clashes));
    }
    Ok(warnings)
}
