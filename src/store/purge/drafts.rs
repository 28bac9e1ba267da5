//! Removes from drafts the texts that a purge erases.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::{Loss, Plan};
use crate::domain::event::EventField;
use crate::domain::listing::Moment;
use crate::domain::time::typed_days::parse_days;
use crate::store::error::Result;
use crate::store::records::drafts;

impl Plan {
    /// Finds the drafts that lose texts, and what remains of them.
    pub(super) fn find_drafts(
        &mut self,
        connection: &Connection,
        before: NaiveDate,
        moment: Moment,
    ) -> Result<()> {
        let mut row_of = connection.prepare("SELECT row FROM event WHERE id = ?1")?;
        let (mut removed, mut left) = (0, Vec::new());
        for mut draft in drafts::read(connection)? {
            let event = draft.event().map(|id| id.to_string());
            let row: Option<i64> = match &event {
                Some(id) => row_of.query_row([id], |row| row.get(0)).optional()?,
                None => None,
            };
            let loss = row.and_then(|row| self.loss(row, i64::MAX));
            let days = parse_days(draft.text(EventField::Date.key()), moment.today);
            let is_before = days.is_ok_and(|days| days.last < before);
            let loss = match (draft.form.as_str(), row, event) {
                (drafts::EVENT_FORM, Some(_), _) => loss,
                // Its creation was undone: saving the form would create it again.
                (drafts::EVENT_FORM, None, Some(_)) => is_before.then_some(Loss::All),
                (drafts::EVENT_FORM, None, None) => is_before.then_some(Loss::Notes),
                // The remark of an attestation is one of its answers.
                (drafts::ATTESTATION_FORM, Some(_), _) => loss.map(|_| Loss::All),
                // A draft about no event has no day.
                _ => Some(Loss::All),
            };
            match loss {
                Some(Loss::All) => {
                    removed += 1;
                    continue;
                }
                Some(Loss::Notes) => {
                    let notes = EventField::Notes.key();
                    let opened = draft.opened.as_mut();
                    // As typed, and as the form was opened.
                    let was_there = [
                        draft.texts.remove(notes),
                        opened.and_then(|opened| opened.remove(notes)),
                    ];
                    removed += usize::from(was_there.iter().any(Option::is_some));
                }
                None => {}
            }
            left.push(draft);
        }
        if removed > 0 {
            self.purgeable.drafts += removed;
            self.drafts = Some(left);
        }
        Ok(())
    }

    pub(super) fn write_drafts(&self, connection: &Connection, moment: Moment) -> Result<()> {
        if let Some(kept) = &self.drafts {
            drafts::write(connection, kept, moment.now)?;
        }
        Ok(())
    }
}
