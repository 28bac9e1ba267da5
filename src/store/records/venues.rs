//! Places: learned from the events, and offered again by their first letters.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::events::find;
use crate::domain::event::EventVenue;
use crate::domain::event::publication::Publication;
use crate::domain::id::{EntryId, EventId};
use crate::domain::record::Stored;
use crate::domain::text::displayable::line;
use crate::domain::text::fold::{plain_key, sort_key};
use crate::domain::venue::{Venue, VenueId};
use crate::store::error::{Result, StoreError};
use crate::store::{Change, Store};

/// A place to offer, and how often it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownVenue {
    /// The place as an event has it.
    pub venue: EventVenue,
    /// The number of events there.
    pub uses: usize,
}

impl Store {
    /// Returns the places, not retired, of which a word of the name or commune begins with `typed`,
    /// the most used first.
    pub fn venues(&self, typed: &str, max: usize) -> Result<Vec<KnownVenue>> {
        let typed = plain_key(typed);
        let mut statement = self.connection.prepare_cached(
            "SELECT v.kind, v.name, v.address, v.postcode, v.commune, count(l.row) AS uses
             FROM venue v
             LEFT JOIN event_list l ON l.venue_key = v.name_key AND l.commune_key = v.commune_key
             WHERE v.retired = 0
               AND (instr(' ' || plain_key(v.name), ' ' || ?1) > 0
                    OR instr(' ' || plain_key(v.commune), ' ' || ?1) > 0)
             GROUP BY v.row
             ORDER BY uses DESC, coalesce(max(l.row), 0) DESC, v.row DESC LIMIT ?2",
        )?;
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let venues = statement.query_map(params![typed, max], |row| {
            Ok(KnownVenue {
                venue: event_venue(row)?,
                uses: usize::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
            })
        })?;
        Ok(venues.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the events at a place that are still to come or without a date, neither attested nor
    /// cancelled: those that may follow when the place is renamed.
    pub fn events_ahead_at(&self, venue: &Venue, today: NaiveDate) -> Result<Vec<EventId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id FROM event_list l JOIN event e ON e.row = l.row
             WHERE l.venue_key = ?1 AND l.commune_key = ?2 AND (l.date = '' OR l.last_day >= ?3)
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

    /// Returns the communes of the events, in alphabetical order, for the filter.
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

/// Reads a kind of place, a name, an address, a postcode and a commune, in that order.
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
    /// Adds the place of an event to the known places. A place already known only gets the fields
    /// that it lacks.
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
        let learned = Venue::from(venue);
        let Some(known) = known.and_then(|id| VenueId::parse(&id)) else {
            // As in the migration that created the table: the same event gives the same place in
            // every copy.
            let own = VenueId::parse(&event.to_string()).unwrap_or(VenueId::new(self.now));
            let id = match self.row::<Venue>(own)? {
                Some(_) => VenueId::new(self.now),
                None => own,
            };
            return self.insert(id, &learned);
        };
        let Some(Stored { record, .. }) = self.row::<Venue>(known)? else {
            return Ok(());
        };
        let mut completed = record.clone();
        completed.complete_with(&learned);
        if completed == record {
            return Ok(());
        }
        self.update(known, &completed)
    }

    /// Returns the place of an event.
    pub(super) fn venue_of(&self, event: EventId) -> Result<Option<EventVenue>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT venue_kind, venue_name, address, postcode, commune FROM event WHERE id = ?1",
        )?;
        Ok(statement
            .query_row([event.to_string()], event_venue)
            .optional()?)
    }

    /// Sets the place of an event, with its current name and address.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event does not exist any more.
    pub fn set_event_venue(&self, event: EventId, venue: &Venue) -> Result<()> {
        let Some(mut event) = find(self.connection, event)? else {
            return Err(StoreError::Stale);
        };
        event.content.venue = venue.of_event();
        self.modify_event(event.id, event.revision, &event.content)
    }
}
