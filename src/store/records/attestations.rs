//! Attestations: declares, corrects, transmits and withdraws them.

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::event::attestation::Attestation;
use crate::domain::id::EventId;
use crate::store::Change;
use crate::store::error::Result;
use crate::store::sql::text::instant_text;

/// The key in the table `memory` of the number of attestations with an answer that an older version
/// may have recorded though nobody gave it: there until the user has read so.
pub const OFFERED_ANSWERS: &str = "offered_answers";

impl Change<'_> {
    /// Declares the attendance of an event, or corrects what was declared.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event does not exist any more.
    pub fn attest(&self, id: EventId, attestation: &Attestation) -> Result<()> {
        self.expect_one_row(
            self.connection
                .prepare_cached(
                    "INSERT INTO attestation
                         (row, attendees, answers, remark, filled_at, corrected_at, transmitted_on)
                     SELECT row, ?2, ?3, ?4, ?5, ?6, ?7 FROM event WHERE id = ?1 AND deleted_at IS NULL
                     ON CONFLICT (row) DO UPDATE SET attendees = excluded.attendees,
                         answers = excluded.answers, remark = excluded.remark,
                         corrected_at = excluded.corrected_at,
                         transmitted_on = excluded.transmitted_on",
                )?
                .execute(params![
                    id.to_string(),
                    attestation.attendees,
                    serde_json::to_string(&attestation.answers)?,
                    attestation.remark,
                    instant_text(attestation.filled_at),
                    attestation.corrected_at.map(instant_text),
                    attestation.transmitted_on.map(|day| day.to_string()),
                ])?,
        )
    }

    /// Records the day an attestation was entered on the national site; `None` clears it.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when nothing was declared for the event.
    pub fn transmit(&self, id: EventId, on: Option<NaiveDate>) -> Result<()> {
        self.expect_one_row(
            self.connection
                .prepare_cached(
                    "UPDATE attestation SET transmitted_on = ?2
                     WHERE row = (SELECT row FROM event WHERE id = ?1 AND deleted_at IS NULL)",
                )?
                .execute(params![id.to_string(), on.map(|day| day.to_string())])?,
        )
    }

    /// Deletes an attestation: it was declared by mistake, for an event that did not take place.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when nothing was declared for the event.
    pub fn withdraw_attestation(&self, id: EventId) -> Result<()> {
        self.expect_one_row(
            self.connection
                .prepare_cached(
                    "DELETE FROM attestation
                     WHERE row = (SELECT row FROM event WHERE id = ?1 AND deleted_at IS NULL)",
                )?
                .execute([id.to_string()])?,
        )
    }
}
