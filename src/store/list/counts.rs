//! How many events each value of a facet has, under a filter: what ticking it would show.

use std::collections::HashMap;

use rusqlite::params_from_iter;

use super::query::Condition;
use crate::domain::listing::{Filter, Moment};
use crate::domain::reference::ListKind;
use crate::store::Store;
use crate::store::error::Result;

/// What events are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedBy {
    /// The entries of a list, by their identifiers. An event counts for each of its themes.
    List(ListKind),
    /// The communes, by their sort keys.
    Commune,
}

impl CountedBy {
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::List(ListKind::Category) => &["category"],
            Self::List(ListKind::Theme) => &["theme", "second_theme"],
            Self::List(ListKind::Audience) => &["audience"],
            Self::List(ListKind::VenueKind) => &["venue_kind"],
            Self::Commune => &["commune_key"],
        }
    }
}

impl Store {
    /// Counts the events of a filter by a value of theirs. A value that no event has is absent.
    pub fn counts(
        &self,
        by: CountedBy,
        filter: &Filter,
        moment: Moment,
    ) -> Result<HashMap<String, usize>> {
        let condition = Condition::of(filter, moment, &self.connection);
        let (sql, values) = (condition.sql(), condition.values);
        let columns = by.columns();
        let parts = columns
            .iter()
            .map(|column| format!("SELECT row, {column} AS value FROM event_list {sql}"));
        // An event whose two themes are the same is one event.
        let union = parts.collect::<Vec<_>>().join(" UNION ");
        let sql = format!("SELECT value, count(*) FROM ({union}) WHERE value <> '' GROUP BY value");
        let values = columns.iter().flat_map(|_| &values);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut counts = HashMap::new();
        while let Some(row) = rows.next()? {
            let count: i64 = row.get(1)?;
            counts.insert(row.get(0)?, usize::try_from(count).unwrap_or(0));
        }
        Ok(counts)
    }
}
