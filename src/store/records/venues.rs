//! Places remembered: every place an event was ever held at, offered again by its first letters.

use rusqlite::params;

use crate::domain::event::EventVenue;
use crate::domain::id::EntryId;
use crate::domain::text::displayable::line;
use crate::domain::text::fold::sort_key;
use crate::store::Store;
use crate::store::error::Result;

/// A place, and how often it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownVenue {
    /// As it was written the last time.
    pub venue: EventVenue,
    /// By how many events.
    pub uses: usize,
}

impl Store {
    /// The places in whose name or commune a word begins with `typed`, the most used first.
    pub fn venues(&self, typed: &str, most: usize) -> Result<Vec<KnownVenue>> {
        let typed = sort_key(typed);
        let mut statement = self.connection.prepare_cached(
            "SELECT e.venue_kind, e.venue_name, e.address, e.postcode, e.commune, known.uses
             FROM (SELECT max(row) AS row, count(*) AS uses FROM event_list
                   WHERE venue_key <> ''
                     AND (instr(' ' || venue_key, ' ' || ?1) > 0 OR instr(' ' || commune_key, ' ' || ?1) > 0)
                   GROUP BY venue_key, commune_key ORDER BY uses DESC, row DESC LIMIT ?2) AS known
             JOIN event e ON e.row = known.row
             ORDER BY known.uses DESC, known.row DESC",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let venues = statement.query_map(params![typed, most], |row| {
            let text = |index| -> rusqlite::Result<String> {
                Ok(line(&row.get::<_, String>(index)?).into_owned())
            };
            Ok(KnownVenue {
                venue: EventVenue {
                    kind: row
                        .get::<_, Option<String>>(0)?
                        .and_then(|id| EntryId::parse(&id)),
                    name: text(1)?,
                    address: text(2)?,
                    postcode: text(3)?,
                    commune: text(4)?,
                },
                uses: usize::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
            })
        })?;
        Ok(venues.collect::<rusqlite::Result<_>>()?)
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
