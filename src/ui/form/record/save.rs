//! Checks a filled record and saves it.

use super::{OnSave, Pending, RecordForm};
use crate::domain::record::{Record, Value};
use crate::store::{Result, StoreError};
use crate::ui::dialog::Reply;
use crate::ui::dialog::versions::Versions;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::Texts;
use crate::ui::form::field::typed;
use crate::ui::session::Session;

impl<R: Record> RecordForm<R> {
    /// Returns the record that the fields describe, and what is wrong with it.
    fn filled(&self) -> (R, Vec<(&'static str, String)>) {
        let mut record = self.record.clone();
        let mut problems = Vec::new();
        for (field, typed) in R::FIELDS.iter().zip(self.form.fields()) {
            match typed.value(self.today) {
                Ok(value) => {
                    let is_missing = field.required && value == Value::Empty;
                    (field.set)(&mut record, value);
                    if is_missing {
                        let is_name = problems.is_empty() && field.key == R::FIELDS[0].key;
                        let sentence = if is_name {
                            "Un nom est nécessaire."
                        } else {
                            "Ce champ est nécessaire."
                        };
                        problems.push((field.key, sentence.to_owned()));
                    }
                }
                Err(sentence) => problems.push((field.key, sentence)),
            }
        }
        if problems.is_empty() {
            problems = record.problems();
        }
        if problems.is_empty() {
            problems.extend((self.check)(&record));
        }
        (record, problems)
    }

    /// Returns the texts of the fields for a record.
    pub(super) fn texts_of(&self, record: &R) -> Texts {
        let texts = R::FIELDS.iter().map(|field| {
            (
                field.key.to_owned(),
                typed(field.kind, &(field.get)(record)),
            )
        });
        texts.filter(|(_, text)| !text.is_empty()).collect()
    }

    pub(super) fn save(&mut self) -> Reply {
        let OnSave::Answer(answer) = &self.on_save else {
            return self.proceed_with(Pending::Write);
        };
        let answer = answer.clone();
        let (record, problems) = self.filled();
        if self.form.set_problems(&problems) {
            return Reply::Stay;
        }
        answer.close(record)
    }

    /// Saves the record, unless something is wrong or another window saved first.
    pub(super) fn write(&mut self, session: &mut Session) -> Outcome {
        let (record, problems) = self.filled();
        if self.form.set_problems(&problems) {
            return Ok(Vec::new());
        }
        if let Some(versions) = self.conflict(&record, session)? {
            return Ok(vec![Effect::open(versions)]);
        }
        let OnSave::Write(write) = &self.on_save else {
            return Ok(Vec::new());
        };
        let mut effects = vec![Effect::Close];
        effects.extend(write(&record, session)?);
        Ok(effects)
    }

    /// Returns the question to ask when another window has changed the record since it was opened.
    fn conflict(&mut self, record: &R, session: &Session) -> Result<Option<Versions>> {
        let Some(reread) = &self.reread else {
            return Ok(None);
        };
        let present = reread(session)?.ok_or(StoreError::Stale)?;
        let (mine, theirs) = (self.texts_of(record), self.texts_of(&present));
        self.record = present;
        if theirs == *self.form.opened() || theirs == mine {
            return Ok(None);
        }
        let fields = self.form.versions(&mine, &theirs);
        let title = format!("Deux versions {}", R::NOUN.of_the());
        Ok(Some(Versions::choose(
            title,
            fields,
            move |form: &mut Self, session, chosen: Vec<usize>| {
                form.form.merge(&chosen, theirs.clone());
                form.write(session)
            },
        )))
    }
}
