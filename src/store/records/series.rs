//! Series: groups of events created together.

use rusqlite::params;

use crate::domain::event::Event;
use crate::domain::id::{EventId, SeriesId};
use crate::store::error::Result;
use crate::store::{Change, Store};

impl Store {
    /// Returns the members of the event's series that come after it, the nearest first.
    pub fn members_after(&self, event: &Event) -> Result<Vec<EventId>> {
        let (Some(series), Some(date)) = (event.series, event.content.date) else {
            return Ok(Vec::new());
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM event
             WHERE series = ?1 AND date > ?2 AND deleted_at IS NULL ORDER BY date, starts",
        )?;
        let ids = statement.query_map(params![series.to_string(), date.to_string()], |row| {
            row.get::<_, String>(0)
        })?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ids.iter().filter_map(|id| EventId::parse(id)).collect())
    }

    /// Returns the number of members of a series.
    pub fn members(&self, series: SeriesId) -> Result<usize> {
        let members: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM event WHERE series = ?1 AND deleted_at IS NULL")?
            .query_row([series.to_string()], |row| row.get(0))?;
        Ok(usize::try_from(members).unwrap_or(0))
    }
}

impl Change<'_> {
    /// Adds an event to a series.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event does not exist any more.
    pub fn join_series(&self, id: EventId, series: SeriesId) -> Result<()> {
        self.expect_one_row(
            self.connection
                .prepare_cached(
                    "UPDATE event SET series = ?1, modified_at = ?2, rev = rev + 1
                     WHERE id = ?3 AND deleted_at IS NULL",
                )?
                .execute(params![series.to_string(), self.stamp(), id.to_string()])?,
        )
    }
}
