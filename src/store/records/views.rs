//! The views that the user saved.

use rusqlite::params;

use crate::domain::id::ViewId;
use crate::domain::text::displayable::line;
use crate::domain::view::{Layout, View, built_in_views};
use crate::store::error::Result;
use crate::store::{Change, Store};

impl Store {
    /// The built-in views, then the user's own in the order they were made.
    pub fn views(&self) -> Result<Vec<View>> {
        let mut views = built_in_views();
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, name, layout FROM saved_view ORDER BY position, row")?;
        let saved = statement.query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        for row in saved {
            let (id, name, layout) = row?;
            let layout: Option<Layout> = serde_json::from_str(&layout).ok();
            if let (Some(id), Some(layout)) = (ViewId::parse(&id), layout) {
                views.push(View {
                    id: Some(id),
                    name: line(&name).into_owned(),
                    layout,
                });
            }
        }
        Ok(views)
    }
}

impl Change<'_> {
    /// Keeps a view under a name, replacing the user's own of that name.
    pub fn save_view(&self, id: ViewId, name: &str, layout: &Layout) -> Result<()> {
        let layout = serde_json::to_string(layout)?;
        let replaced = self.connection.execute(
            "UPDATE saved_view SET layout = ?2 WHERE name = ?1",
            params![name, layout],
        )?;
        if replaced == 0 {
            self.connection.execute(
                "INSERT INTO saved_view (id, name, layout, position)
                 SELECT ?1, ?2, ?3, coalesce(max(position), -1) + 1 FROM saved_view",
                params![id.to_string(), name, layout],
            )?;
        }
        Ok(())
    }

    /// Deletes a view of the user's.
    pub fn delete_view(&self, id: ViewId) -> Result<()> {
        self.connection
            .execute("DELETE FROM saved_view WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }
}
