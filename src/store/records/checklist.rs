//! The check-list: the steps ticked for each event.

use std::collections::HashSet;

use rusqlite::{Row, params};

use crate::domain::event::announced::Announced;
use crate::domain::event::checklist::Tick;
use crate::domain::id::{EventId, StepId};
use crate::domain::text::displayable::{line, lines};
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
        let ticks = statement.query_map([event.to_string()], |row| Ok(read_raw(row)?.decode()))?;
        let ticks = ticks.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ticks.into_iter().flatten().collect())
    }

    /// Returns the rows of the events with ticks: the others need not be looked up.
    pub fn ticked_rows(&self) -> Result<HashSet<i64>> {
        let mut statement = self.connection.prepare("SELECT DISTINCT event FROM tick")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the ticks of the events of these rows, for another thread to decode; `ticked` has the
    /// rows with some.
    pub fn raw_ticks(
        &self,
        rows: impl Iterator<Item = i64>,
        ticked: &HashSet<i64>,
    ) -> Result<RawTicks> {
        let sql = "SELECT step, at, told FROM tick WHERE event = ?1 ORDER BY row";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ticks = rows.map(|row| match ticked.contains(&row) {
            true => statement.query_map([row], read_raw)?.collect(),
            false => Ok(Vec::new()),
        });
        Ok(RawTicks(ticks.collect::<rusqlite::Result<_>>()?))
    }
}

fn read_raw(row: &Row<'_>) -> rusqlite::Result<RawTick> {
    Ok(RawTick {
        step: row.get(0)?,
        at: row.get(1)?,
        announced: row.get(2)?,
    })
}

/// A tick as the store has it.
#[derive(Debug)]
struct RawTick {
    step: String,
    at: String,
    announced: Option<String>,
}

impl RawTick {
    fn decode(self) -> Option<Tick> {
        Some(Tick {
            step: StepId::parse(&self.step)?,
            at: instant(&self.at),
            announced: self.announced.and_then(|details| read_announced(&details)),
        })
    }
}

/// The undecoded ticks of some events.
#[derive(Debug, Default)]
pub struct RawTicks(Vec<Vec<RawTick>>);

impl RawTicks {
    /// Decodes the ticks of each event, in the order they were made.
    pub fn decode(self) -> impl Iterator<Item = Vec<Tick>> {
        let events = self.0.into_iter();
        events.map(|ticks| ticks.into_iter().filter_map(RawTick::decode).collect())
    }
}

/// Reads the details announced to contacts, cleaned as events are, so that the two compare.
pub(in crate::store) fn read_announced(text: &str) -> Option<Announced> {
    let mut announced: Announced = serde_json::from_str(text).ok()?;
    let mut texts = vec![
        &mut announced.venue,
        &mut announced.address,
        &mut announced.commune,
    ];
    texts.extend(announced.planning.as_mut().map(|part| &mut part.title));
    if let Some(part) = &mut announced.site {
        part.description = lines(&part.description).into_owned();
        texts.extend([&mut part.postcode, &mut part.signup_link]);
    }
    for text in texts {
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
                                 THEN (SELECT contacts FROM event_announced WHERE row = e.row) END
                     FROM event e JOIN step s ON s.id = ?2
                     WHERE e.id = ?1 AND e.deleted_at IS NULL
                     ON CONFLICT (event, step) DO UPDATE SET at = excluded.at, told = excluded.told",
                )?
                .execute(params![event.to_string(), step.to_string(), self.stamp()])?,
        )
    }

    /// Completes the details that an older version recorded as announced with those of the event
    /// before it changes: it recorded fewer.
    pub(in crate::store) fn complete_announced(&self, event: EventId) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE tick SET told = (SELECT json_insert(tick.told, '$.planning', json(contacts -> '$.planning'))
                                         FROM event_announced WHERE row = tick.event)
                 WHERE event = (SELECT row FROM event WHERE id = ?1)
                   AND told IS NOT NULL AND json_type(told, '$.planning') IS NULL",
            )?
            .execute([event.to_string()])?;
        Ok(())
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
