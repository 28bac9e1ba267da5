//! Places: those of events become known ones, and are offered again by their first letters.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::events::find;
use crate::domain::event::EventVenue;
use crate::domain::event::publication::Publication;
use crate::domain::id::{EntryId, EventId, VenueId};
use crate::domain::record::Stored;
use crate::domain::text::displayable::line;
use crate::domain::text::fold::sort_key;
use crate::domain::venue::Venue;
use crate::store::error::{Result, StoreError};
use crate::store::{Change, Store};

/// A place that is offered, and how often it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownVenue {
    /// What an event held there says of it.
    pub venue: EventVenue,
    /// By how many events.
    pub uses: usize,
}

impl Store {
    /// The places offered in whose name or commune a word begins with `typed`, the most used first.
    pub fn venues(&self, typed: &str, most: usize) -> Result<Vec<KnownVenue>> {
        let typed = sort_key(typed);
        let mut statement = self.connection.prepare_cached(
            "SELECT v.kind, v.name, v.address, v.postcode, v.commune, count(l.row) AS uses
             FROM venue v
             LEFT JOIN event_list l ON l.venue_key = v.name_key AND l.commune_key = v.commune_key
             WHERE v.retired = 0
               AND (instr(' ' || v.name_key, ' ' || ?1) > 0 OR instr(' ' || v.commune_key, ' ' || ?1) > 0)
             GROUP BY v.row
             ORDER BY uses DESC, coalesce(max(l.row), 0) DESC, v.row DESC LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let venues = statement.query_map(params![typed, most], |row| {
            Ok(KnownVenue {
                venue: event_venue(row)?,
                uses: usize::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
            })
        })?;
        Ok(venues.collect::<rusqlite::Result<_>>()?)
    }

    /// How many events are held at each place that has some.
    pub fn venue_uses(&self) -> Result<HashMap<VenueId, usize>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT v.id, count(*) FROM venue v
             JOIN event_list l ON l.venue_key = v.name_key AND l.commune_key = v.commune_key
             GROUP BY v.row",
        )?;
        let uses = statement.query_map([], |row| {
            let id = VenueId::parse(&row.get::<_, String>(0)?);
            let uses = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            Ok(id.map(|id| (id, uses)))
        })?;
        let uses = uses.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(uses.into_iter().flatten().collect())
    }

    /// The events still to come at a place, or without a date yet, those attested or cancelled
    /// aside: what may follow when the place is called something else.
    pub fn events_ahead_at(&self, venue: &Venue, today: NaiveDate) -> Result<Vec<EventId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id FROM event_list l JOIN event e ON e.row = l.row
             WHERE l.venue_key = ?1 AND l.commune_key = ?2 AND (l.date = '' OR l.date >= ?3)
               AND l.attestation_rank = 0 AND l.publication <> ?4
             ORDER BY l.date, l.starts, l.row",
        )?;
        let cancelled = Publication::Cancelled.rank();
        let values = params![
            sort_key(&venue.name),
            sort_key(&venue.commune),
            today.to_string(),
            cancelled
        ];
        let ids = statement.query_map(values, |row| row.get::<_, String>(0))?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ids.iter().filter_map(|id| EventId::parse(id)).collect())
    }

    /// The communes in which events were held, in alphabetical order: what a filter offers.
    pub fn communes(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.commune FROM (SELECT max(row) AS row, commune_key FROM event_list
                                    WHERE commune_key <> '' GROUP BY commune_key) AS known
             JOIN event e ON e.row = known.row ORDER BY known.commune_key",
        )?;
        let communes =
            statement.query_map([], |row| Ok(line(&row.get::<_, String>(0)?).into_owned()))?;
        Ok(communes.collect::<rusqlite::Result<_>>()?)
    }
}

/// A typology, a name, an address, a postcode and a commune, in that order.
fn event_venue(row: &Row<'_>) -> rusqlite::Result<EventVenue> {
    let text = |index| -> rusqlite::Result<String> {
        Ok(line(&row.get::<_, String>(index)?).into_owned())
    };
    let kind: Option<String> = row.get(0)?;
    Ok(EventVenue {
        kind: kind.and_then(|id| EntryId::parse(&id)),
        name: text(1)?,
        address: text(2)?,
        postcode: text(3)?,
        commune: text(4)?,
    })
}

impl Change<'_> {
    /// Makes the place of an event a known one. Of one known already, only what it does not say is
    /// taken from the event.
    pub(super) fn learn_venue(&self, event: EventId, venue: &EventVenue) -> Result<()> {
        if venue.name.is_empty() || self.learned_venues.borrow().contains(venue) {
            return Ok(());
        }
        self.learned_venues.borrow_mut().insert(venue.clone());
        let (name, commune) = (sort_key(&venue.name), sort_key(&venue.commune));
        if name.is_empty() {
            return Ok(());
        }
        let known: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT id FROM venue WHERE name_key = ?1 AND commune_key = ?2 ORDER BY row LIMIT 1",
            )?
            .query_row([name, commune], |row| row.get(0))
            .optional()?;
        let told = Venue::from(venue);
        let Some(known) = known.and_then(|id| VenueId::parse(&id)) else {
            // As those that the schema began with: the same event gives the same place everywhere.
            let own = VenueId::parse(&event.to_string()).unwrap_or(VenueId::new(self.now));
            let id = match self.row::<Venue>(own)? {
                Some(_) => VenueId::new(self.now),
                None => own,
            };
            return self.insert(id, &told);
        };
        let Some(Stored { record, .. }) = self.row::<Venue>(known)? else {
            return Ok(());
        };
        let mut completed = record.clone();
        completed.complete_with(&told);
        if completed == record {
            return Ok(());
        }
        self.update(known, &completed)
    }

    /// What an event says of its place.
    pub(super) fn venue_of(&self, event: EventId) -> Result<Option<EventVenue>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT venue_kind, venue_name, address, postcode, commune FROM event WHERE id = ?1",
        )?;
        Ok(statement
            .query_row([event.to_string()], event_venue)
            .optional()?)
    }

    /// Has an event be held at a place, as the place is now called.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event is not there any more.
    pub fn hold_at(&self, event: EventId, venue: &Venue) -> Result<()> {
        let Some(mut event) = find(self.connection, event)? else {
            return Err(StoreError::Stale);
        };
        event.content.venue = venue.of_event();
        self.modify_event(event.id, event.revision, &event.content)
    }
}
