//! The check-list: the steps ticked for each event.

use rusqlite::params;

use crate::domain::event::announced::Announced;
use crate::domain::event::checklist::Tick;
use crate::domain::id::{EventId, StepId};
use crate::domain::text::displayable::line;
use crate::store::error::Result;
use crate::store::sql::text::instant;
use crate::store::{Change, Store};

impl Store {
    /// Returns the ticks of an event, in the order they were made.
    pub fn ticks(&self, event: EventId) -> Result<Vec<Tick>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT step, at, told FROM tick
             WHERE event = (SELECT row FROM event WHERE id = ?1) ORDER BY row",
        )?;
        let ticks = statement.query_map([event.to_string()], |row| {
            let step = StepId::parse(&row.get::<_, String>(0)?);
            let at = instant(&row.get::<_, String>(1)?);
            let details: Option<String> = row.get(2)?;
            Ok(step.map(|step| Tick {
                step,
                at,
                announced: details.and_then(|details| read_announced(&details)),
            }))
        })?;
        let ticks = ticks.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ticks.into_iter().flatten().collect())
    }
}

/// Reads the details announced to contacts, cleaned as events are, so that the two compare.
pub(in crate::store) fn read_announced(text: &str) -> Option<Announced> {
    let mut announced: Announced = serde_json::from_str(text).ok()?;
    for text in [
        &mut announced.venue,
        &mut announced.address,
        &mut announced.commune,
    ] {
        *text = line(text).into_owned();
    }
    Some(announced)
}

impl Change<'_> {
    /// Ticks a step for an event. A step that informs contacts also saves the details they were
    /// given.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event or the step does not exist any more.
    pub fn tick(&self, event: EventId, step: StepId) -> Result<()> {
        self.expect_one_row(
            self.connection
                .prepare_cached(
                    "INSERT INTO tick (event, step, at, told)
                     SELECT e.row, s.id, ?3,
                            CASE WHEN s.role IN ('announce', 'changes')
                                 THEN (SELECT told FROM event_told WHERE row = e.row) END
                     FROM event e JOIN step s ON s.id = ?2
                     WHERE e.id = ?1 AND e.deleted_at IS NULL
                     ON CONFLICT (event, step) DO UPDATE SET at = excluded.at, told = excluded.told",
                )?
                .execute(params![event.to_string(), step.to_string(), self.stamp()])?,
        )
    }

    /// Removes a tick; does nothing where there is none.
    pub fn untick(&self, event: EventId, step: StepId) -> Result<()> {
        self.connection
            .prepare_cached(
                "DELETE FROM tick WHERE step = ?2 AND event = (SELECT row FROM event WHERE id = ?1)",
            )?
            .execute(params![event.to_string(), step.to_string()])?;
        Ok(())
    }
}
