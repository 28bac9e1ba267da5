//! The further questions of the attestation.

use rusqlite::params;

use crate::domain::id::QuestionId;
use crate::domain::question::{Question, QuestionKind};
use crate::domain::text::displayable::line;
use crate::store::error::Result;
use crate::store::{Change, Store};

/// What separates the choices of a question in its row.
const BETWEEN: char = '|';

/// What a question says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionText {
    /// Its wording.
    pub label: String,
    /// What an answer is.
    pub kind: QuestionKind,
    /// What can be answered, when that is a choice.
    pub choices: Vec<String>,
    /// The answer offered first; may be empty.
    pub usual: String,
}

impl Store {
    /// Every question in the user's order, the retired ones included.
    pub fn questions(&self) -> Result<Vec<Question>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, label, kind, choices, usual, retired FROM question ORDER BY position, row",
        )?;
        let questions = statement.query_map([], |row| {
            let text = |index| -> rusqlite::Result<String> {
                Ok(line(&row.get::<_, String>(index)?).into_owned())
            };
            let id = QuestionId::parse(&row.get::<_, String>(0)?);
            let choices = text(3)?;
            let (label, usual, retired) = (text(1)?, text(4)?, row.get(5)?);
            let kind = QuestionKind::from_key(&row.get::<_, String>(2)?).unwrap_or_default();
            Ok(id.map(|id| Question {
                id,
                label,
                kind,
                choices: choices
                    .split(BETWEEN)
                    .map(|choice| choice.trim().to_owned())
                    .filter(|choice| !choice.is_empty())
                    .collect(),
                usual,
                retired,
            }))
        })?;
        let questions = questions.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(questions.into_iter().flatten().collect())
    }
}

impl Change<'_> {
    /// Adds a question after the others.
    pub fn add_question(&self, id: QuestionId, text: &QuestionText) -> Result<()> {
        self.connection.execute(
            "INSERT INTO question (id, label, kind, choices, usual, position, created_at, modified_at)
             SELECT ?1, ?2, ?3, ?4, ?5, coalesce(max(position), -1) + 1, ?6, ?6 FROM question",
            params![
                id.to_string(),
                text.label,
                text.kind.key(),
                text.choices.join(&BETWEEN.to_string()),
                text.usual,
                self.stamp()
            ],
        )?;
        Ok(())
    }

    /// Words a question anew; the answers already given stay.
    pub fn reword_question(&self, id: QuestionId, text: &QuestionText) -> Result<()> {
        self.expect_one_row(self.connection.execute(
            "UPDATE question SET label = ?2, kind = ?3, choices = ?4, usual = ?5, modified_at = ?6
             WHERE id = ?1",
            params![
                id.to_string(),
                text.label,
                text.kind.key(),
                text.choices.join(&BETWEEN.to_string()),
                text.usual,
                self.stamp()
            ],
        )?)
    }
}
