//! The small kinds of records, each under its own name, and how many events use each entry of a
//! list.

use std::collections::HashMap;

use crate::domain::event::step::Step;
use crate::domain::id::EntryId;
use crate::domain::model::Model;
use crate::domain::question::Question;
use crate::domain::record::Stored;
use crate::domain::reference::{ListKind, References};
use crate::domain::view::{SavedView, View, built_in_views};
use crate::store::Store;
use crate::store::error::Result;

impl Store {
    /// Returns every reference list, in the user's order.
    pub fn references(&self) -> Result<References> {
        Ok(References::new(self.rows()?))
    }

    /// Returns every question of the attestation in the user's order, the retired ones included.
    pub fn questions(&self) -> Result<Vec<Stored<Question>>> {
        self.rows()
    }

    /// Returns every step of the check-list in the user's order, the retired ones included.
    pub fn steps(&self) -> Result<Vec<Stored<Step>>> {
        self.rows()
    }

    /// Returns the models, by name.
    pub fn models(&self) -> Result<Vec<Stored<Model>>> {
        self.rows()
    }

    /// Returns the built-in views, then the user's own in the order they were created.
    pub fn views(&self) -> Result<Vec<View>> {
        let saved = self.rows::<SavedView>()?.into_iter().map(View::from);
        Ok(built_in_views().into_iter().chain(saved).collect())
    }

    /// Returns how many events use each entry of a list; unused entries are left out.
    pub fn uses(&self, list: ListKind) -> Result<HashMap<EntryId, usize>> {
        let columns: &[&str] = match list {
            ListKind::Category => &["category"],
            ListKind::Theme => &["theme", "second_theme"],
            ListKind::Audience => &["audience"],
            ListKind::VenueKind => &["venue_kind"],
        };
        let mut uses = HashMap::new();
        for column in columns {
            let sql = format!("SELECT {column}, count(*) FROM event_list GROUP BY {column}");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(id) = EntryId::parse(&row.get::<_, String>(0)?) {
                    let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
                    *uses.entry(id).or_insert(0) += count;
                }
            }
        }
        Ok(uses)
    }
}
