//! The check-list: its steps, and what was ticked for each event.

use rusqlite::params;

use crate::domain::event::announced::Announced;
use crate::domain::event::checklist::{Step, StepRole, Tick};
use crate::domain::id::{EventId, StepId};
use crate::domain::text::displayable::line;
use crate::store::error::Result;
use crate::store::sql::text::instant;
use crate::store::{Change, Store};

/// What a step says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepText {
    /// What is to be done.
    pub label: String,
    /// A word or two, for the head of a column; may be empty.
    pub short: String,
    /// How to do it.
    pub how: String,
    /// Days from the event's date to the day it is due; none when it has no day.
    pub days: Option<i32>,
}

impl Store {
    /// Every step in the user's order, the retired ones included.
    pub fn steps(&self) -> Result<Vec<Step>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, label, short, how, days, role, retired FROM step ORDER BY position, row",
        )?;
        let steps = statement.query_map([], |row| {
            let text = |index| -> rusqlite::Result<String> {
                Ok(line(&row.get::<_, String>(index)?).into_owned())
            };
            let id = StepId::parse(&row.get::<_, String>(0)?);
            let (label, short, how) = (text(1)?, text(2)?, text(3)?);
            let (days, retired) = (row.get(4)?, row.get(6)?);
            let role: Option<String> = row.get(5)?;
            Ok(id.map(|id| Step {
                id,
                label,
                short,
                how,
                days,
                role: role.and_then(|key| StepRole::from_key(&key)),
                retired,
            }))
        })?;
        let steps = steps.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(steps.into_iter().flatten().collect())
    }

    /// What was ticked for an event.
    pub fn ticks(&self, event: EventId) -> Result<Vec<Tick>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT step, at, told FROM tick
             WHERE event = (SELECT row FROM event WHERE id = ?1) ORDER BY row",
        )?;
        let ticks = statement.query_map([event.to_string()], |row| {
            let step = StepId::parse(&row.get::<_, String>(0)?);
            let at = instant(&row.get::<_, String>(1)?);
            let told: Option<String> = row.get(2)?;
            Ok(step.map(|step| Tick {
                step,
                at,
                announced: told.and_then(|told| read_told(&told)),
            }))
        })?;
        let ticks = ticks.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ticks.into_iter().flatten().collect())
    }
}

/// What was told of an event, cleaned as events are, so that the two compare.
pub(in crate::store) fn read_told(text: &str) -> Option<Announced> {
    let mut told: Announced = serde_json::from_str(text).ok()?;
    for text in [&mut told.venue, &mut told.address, &mut told.commune] {
        *text = line(text).into_owned();
    }
    Some(told)
}

impl Change<'_> {
    /// Ticks a step for an event; for the steps that tell contacts, keeps what they were told.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event or the step is not there any more.
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

    /// Takes a tick away; where there is none, does nothing.
    pub fn untick(&self, event: EventId, step: StepId) -> Result<()> {
        self.connection
            .prepare_cached(
                "DELETE FROM tick WHERE step = ?2 AND event = (SELECT row FROM event WHERE id = ?1)",
            )?
            .execute(params![event.to_string(), step.to_string()])?;
        Ok(())
    }

    /// Adds a step after the others.
    pub fn add_step(&self, id: StepId, text: &StepText) -> Result<()> {
        self.connection.execute(
            "INSERT INTO step (id, label, short, how, days, position, created_at, modified_at)
             SELECT ?1, ?2, ?3, ?4, ?5, coalesce(max(position), -1) + 1, ?6, ?6 FROM step",
            params![
                id.to_string(),
                text.label,
                text.short,
                text.how,
                text.days,
                self.stamp()
            ],
        )?;
        Ok(())
    }

    /// Words a step anew, or gives it another day; its ticks stay.
    pub fn reword_step(&self, id: StepId, text: &StepText) -> Result<()> {
        self.expect_one_row(self.connection.execute(
            "UPDATE step SET label = ?2, short = ?3, how = ?4, days = ?5, modified_at = ?6 WHERE id = ?1",
            params![id.to_string(), text.label, text.short, text.how, text.days, self.stamp()],
        )?)
    }
}
