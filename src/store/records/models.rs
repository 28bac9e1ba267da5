//! Models: events kept under a name, to begin new ones with.

use rusqlite::params;

use crate::domain::event::EventContent;
use crate::domain::id::ModelId;
use crate::domain::text::displayable::line;
use crate::store::error::Result;
use crate::store::{Change, Store};

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name in every store.
    pub id: ModelId,
    /// Its name on the screen.
    pub name: String,
    /// What an event begun with it says.
    pub content: EventContent,
}

impl Store {
    /// The models, by their names.
    pub fn models(&self) -> Result<Vec<Model>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, name, content FROM model ORDER BY sort_key(name), row")?;
        let models = statement.query_map([], |row| {
            let id = ModelId::parse(&row.get::<_, String>(0)?);
            let name = line(&row.get::<_, String>(1)?).into_owned();
            let content: Option<EventContent> =
                serde_json::from_str(&row.get::<_, String>(2)?).ok();
            Ok(id
                .zip(content)
                .map(|(id, content)| Model { id, name, content }))
        })?;
        let models = models.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(models.into_iter().flatten().collect())
    }
}

impl Change<'_> {
    /// Keeps what an event says, its date aside, as a model; one of that name is replaced.
    pub fn save_model(&self, id: ModelId, name: &str, content: &EventContent) -> Result<()> {
        let content = serde_json::to_string(&content.copied_to(None))?;
        let replaced = self.connection.execute(
            "UPDATE model SET content = ?2, modified_at = ?3 WHERE name = ?1",
            params![name, content, self.stamp()],
        )?;
        if replaced == 0 {
            self.connection.execute(
                "INSERT INTO model (id, name, content, created_at, modified_at)
                 VALUES (?1, ?2, ?3, ?4, ?4)",
                params![id.to_string(), name, content, self.stamp()],
            )?;
        }
        Ok(())
    }

    /// Deletes a model; the events begun with it stay.
    pub fn delete_model(&self, id: ModelId) -> Result<()> {
        self.connection
            .execute("DELETE FROM model WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }
}
