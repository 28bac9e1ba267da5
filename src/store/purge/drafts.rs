//! What was typed and not saved, without the texts that go.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::{Loss, Plan};
use crate::domain::listing::Moment;
use crate::domain::time::typed_date::parse_date;
use crate::store::error::Result;

/// Under which forms not saved are remembered.
const DRAFTS: &str = "form_drafts";

/// Under which attestations not saved are, by event.
const ATTESTATION_DRAFTS: &str = "attestation_drafts";

/// Under which forms of Réglages not saved are.
const SETTINGS_DRAFTS: &str = "settings_drafts";

impl Plan {
    pub(super) fn find_drafts(
        &mut self,
        connection: &Connection,
        before: NaiveDate,
        at: Moment,
    ) -> Result<()> {
        let mut statement = connection.prepare("SELECT value FROM memory WHERE key = ?1")?;
        let mut rows = statement.query([DRAFTS])?;
        let Some(text) = rows
            .next()?
            .map(|row| row.get::<_, String>(0))
            .transpose()?
        else {
            return Ok(());
        };
        let Ok(Value::Array(mut drafts)) = serde_json::from_str(&text) else {
            return Ok(());
        };
        let mut row_of = connection.prepare("SELECT row FROM event WHERE id = ?1")?;
        let mut gone = 0;
        let mut left = Vec::new();
        for mut draft in drafts.drain(..) {
            let typed = draft["values"]["texts"]["date"].as_str();
            let date = typed.and_then(|typed| parse_date(typed, at.today).ok());
            let is_before = date.is_some_and(|date| date < before);
            let loss = match draft["event"][0].as_str() {
                Some(id) => {
                    let mut rows = row_of.query([id])?;
                    let row = rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()?;
                    match row {
                        Some(row) => self.loss(row, i64::MAX),
                        // One whose creation was taken back: its form could make another.
                        None => is_before.then_some(Loss::All),
                    }
                }
                None => is_before.then_some(Loss::Notes),
            };
            match loss {
                Some(Loss::All) => {
                    gone += 1;
                    continue;
                }
                Some(Loss::Notes) => {
                    let mut had_some = false;
                    // As typed, and as the form was opened.
                    for texts in ["/values/texts", "/opened/texts"] {
                        let texts = draft.pointer_mut(texts).and_then(Value::as_object_mut);
                        had_some |= texts.is_some_and(|texts| texts.remove("notes").is_some());
                    }
                    gone += usize::from(had_some);
                }
                None => {}
            }
            left.push(draft);
        }
        if gone > 0 {
            self.told.drafts += gone;
            self.drafts = Some(serde_json::to_string(&left)?);
        }
        Ok(())
    }

    /// What was typed of an attestation goes whole: its remark stands among its other answers.
    pub(super) fn find_attestation_drafts(&mut self, connection: &Connection) -> Result<()> {
        let sql = "SELECT value FROM memory WHERE key = ?1";
        let text: Option<String> = connection
            .query_row(sql, [ATTESTATION_DRAFTS], |row| row.get(0))
            .optional()?;
        let drafts = text.and_then(|text| serde_json::from_str(&text).ok());
        let Some(Value::Object(mut drafts)) = drafts else {
            return Ok(());
        };
        let before = drafts.len();
        let mut row_of = connection.prepare("SELECT row FROM event WHERE id = ?1")?;
        for id in drafts.keys().cloned().collect::<Vec<_>>() {
            let row: Option<i64> = row_of.query_row([&id], |row| row.get(0)).optional()?;
            if row.is_none_or(|row| self.loss(row, i64::MAX).is_some()) {
                drafts.remove(&id);
            }
        }
        if drafts.len() < before {
            self.told.drafts += before - drafts.len();
            self.attestation_drafts = Some(Value::Object(drafts).to_string());
        }
        Ok(())
    }

    /// What was typed in Réglages is of no event and of no day: it goes whole.
    pub(super) fn find_settings_drafts(&mut self, connection: &Connection) -> Result<()> {
        let sql = "SELECT count(*) FROM memory,
                       json_each(iif(json_valid(memory.value), memory.value, '[0]'))
                   WHERE memory.key = ?1";
        let many: i64 = connection.query_row(sql, [SETTINGS_DRAFTS], |row| row.get(0))?;
        self.told.drafts += usize::try_from(many).unwrap_or(0);
        self.settings_drafts = many > 0;
        Ok(())
    }

    pub(super) fn write_drafts(&self, connection: &Connection) -> Result<()> {
        for (key, drafts) in [
            (DRAFTS, &self.drafts),
            (ATTESTATION_DRAFTS, &self.attestation_drafts),
        ] {
            if let Some(drafts) = drafts {
                connection.execute(
                    "UPDATE memory SET value = ?2 WHERE key = ?1",
                    params![key, drafts],
                )?;
            }
        }
        if self.settings_drafts {
            connection.execute("DELETE FROM memory WHERE key = ?1", [SETTINGS_DRAFTS])?;
        }
        Ok(())
    }
}
