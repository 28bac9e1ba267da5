//! Lists read page by page, each from a place in the order: as fast in the middle of a long list as
//! at its start.
//!
//! Delete this file and read lists with [`Store::window`], by their offset: correct, slower far into
//! a long list.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::index::{Detail, Matching};
use super::query::{Condition, keys};
use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::{Column, Direction, Filter, Moment, Query};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::records::events;

/// Up to this many matching events are looked up and sorted; beyond, all events are read in order and
/// filtered on the way.
const SMALL_RESULT: usize = 500;

/// Up to this many events are counted while the caller waits.
const QUICKLY_COUNTED: i64 = 20_000;

/// An event in a list, and its place in the order.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The event.
    pub event: Event,
    /// Its place in the order.
    pub place: OrderPlace,
}

/// A place in the order of a list, which stays valid when the event that was there is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderPlace(Vec<Value>);

/// Where a page begins or ends.
#[derive(Clone, Copy, Debug)]
pub enum Edge<'p> {
    /// The first events.
    First,
    /// The last ones.
    Last,
    /// Those from a place on.
    At(&'p OrderPlace),
    /// Those after a place.
    After(&'p OrderPlace),
    /// Those just before a place.
    Before(&'p OrderPlace),
}

impl Edge<'_> {
    /// Whether the events are read from the last to the first.
    pub fn is_read_backwards(self) -> bool {
        matches!(self, Self::Last | Self::Before(_))
    }
}

/// Which events a query shows, as its pages are read.
enum Extent {
    All,
    /// Among these few.
    Few(Arc<Matching>),
    /// Among these, found on the way through all of them.
    Many(Arc<Matching>),
    /// Those that SQLite finds.
    Filtered,
}

impl Store {
    /// Returns up to `count` events of the query from an edge, in the order of the list.
    pub fn page(
        &self,
        query: &Query,
        moment: Moment,
        edge: Edge<'_>,
        count: usize,
    ) -> Result<Vec<Placed>> {
        if count == 0 {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = keys(query.sort.column)
            .into_iter()
            .map(|key| format!("event_list.{key}"))
            .collect();
        let is_ascending = query.sort.direction == Direction::Ascending;
        let forwards = is_ascending != edge.is_read_backwards();
        let (than, way) = if forwards {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        let shown = self.shown_by(&query.filter, moment)?;
        let mut condition = shown.condition(query, moment, &self.connection)?;
        if let Edge::At(place) | Edge::After(place) | Edge::Before(place) = edge {
            let or_same = if matches!(edge, Edge::At(_)) { "=" } else { "" };
            let places = vec!["?"; place.0.len()].join(", ");
            let beyond = format!("({}) {than}{or_same} ({places})", keys.join(", "));
            condition.terms.push(beyond);
            condition.values.extend(place.0.iter().cloned());
        }
        // In the order of dates, the days before the first and after the last are skipped.
        let days = match &shown {
            Extent::Many(among) if query.sort.column == Column::Date => among.days,
            _ => None,
        };
        let days = days.map(|(first, last)| match forwards {
            true => (first.to_string(), last.to_string()),
            false => (last.to_string(), first.to_string()),
        });
        if let (Some((near, _)), Edge::First | Edge::Last) = (&days, edge) {
            condition.terms.push(format!("event_list.date {than}= ?"));
            condition.values.push(Value::Text(near.clone()));
        }
        let order: Vec<String> = keys.iter().map(|key| format!("{key} {way}")).collect();
        // Without a limit when rows are filtered on the way: reading stops when the page is full.
        let limit = match shown {
            Extent::Many(_) => String::new(),
            _ => format!("LIMIT {count}"),
        };
        let sql = format!(
            "SELECT {} FROM event_list {} ORDER BY {} {limit}",
            keys.join(", "),
            condition.sql(),
            order.join(", ")
        );
        let mut one = events::by_row(&self.connection)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&condition.values))?;
        let mut page = Vec::with_capacity(count);
        while page.len() < count
            && let Some(row) = rows.next()?
        {
            if let Some((_, far)) = &days {
                let day = row.get_ref(0)?;
                let day = day.as_str().unwrap_or_default();
                if forwards && day > far.as_str() || !forwards && day < far.as_str() {
                    break;
                }
            }
            if let Extent::Many(among) = &shown
                && !among.has(row.get(keys.len() - 1)?)
            {
                continue;
            }
            let place = OrderPlace::read(row, keys.len())?;
            // While the list is read the file is locked once for all of its events, and none of them
            // can be deleted.
            let event = one.query_row([place.0.last()], events::read)?;
            page.push(Placed { event, place });
        }
        if edge.is_read_backwards() {
            page.reverse();
        }
        Ok(page)
    }

    /// Returns the place of an event in the query; `None` when the query hides it.
    pub fn place(&self, query: &Query, moment: Moment, id: EventId) -> Result<Option<OrderPlace>> {
        let shown = self.shown_by(&query.filter, moment)?;
        let mut condition = shown.condition(query, moment, &self.connection)?;
        condition
            .terms
            .push("event_list.row = (SELECT row FROM event WHERE id = ?)".to_owned());
        condition.values.push(Value::Text(id.to_string()));
        let keys = keys(query.sort.column);
        let sql = format!(
            "SELECT {} FROM event_list {}",
            keys.join(", "),
            condition.sql()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&condition.values))?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        if let Extent::Many(among) = &shown
            && !among.has(row.get(keys.len() - 1)?)
        {
            return Ok(None);
        }
        OrderPlace::read(row, keys.len()).map(Some)
    }

    /// Returns how many events the query shows; `None` when counting them takes long, and the count is
    /// known once there is something to [`Store::gather`].
    pub fn count_if_known(&self, query: &Query, moment: Moment) -> Result<Option<usize>> {
        match self.shown_by(&query.filter, moment)? {
            Extent::Few(among) | Extent::Many(among) => return Ok(Some(among.count)),
            Extent::All => {
                if let Some(count) = self.background.index.total(&self.connection)? {
                    return Ok(Some(count));
                }
            }
            Extent::Filtered => {}
        }
        let last = "SELECT coalesce(max(row), 0) FROM event_list";
        let last: i64 = self
            .connection
            .prepare_cached(last)?
            .query_row([], |row| row.get(0))?;
        if last > QUICKLY_COUNTED && self.background.index.is_reading() {
            return Ok(None);
        }
        match query.filter.is_empty() {
            true => self
                .background
                .index
                .count_total(&self.connection)
                .map(Some),
            false => self.count(query, moment).map(Some),
        }
    }

    /// Reads on a thread what lists are filtered by, unless it was: a filter is about to be chosen.
    ///
    /// # Errors
    /// The thread can't be started.
    pub fn prepare_filter(&self) -> Result<()> {
        self.background.index.prepare(Detail::Facets)
    }

    /// As [`Store::prepare_filter`], with the words of the events: a search is about to begin.
    ///
    /// # Errors
    /// The thread can't be started.
    pub fn prepare_search(&self) -> Result<()> {
        self.background.index.prepare(Detail::Words)
    }

    /// Reads at once what lists are filtered and searched by.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn read_index(&self) -> Result<()> {
        self.background.index.read_now(&self.connection)
    }

    fn shown_by(&self, filter: &Filter, moment: Moment) -> Result<Extent> {
        if filter.is_empty() {
            return Ok(Extent::All);
        }
        Ok(
            match self
                .background
                .index
                .matching(&self.connection, filter, moment)?
            {
                None => Extent::Filtered,
                Some(among) if among.count <= SMALL_RESULT => Extent::Few(among),
                Some(among) => Extent::Many(among),
            },
        )
    }
}

impl Extent {
    /// Returns the part of the filter that is left to SQL.
    fn condition(
        &self,
        query: &Query,
        moment: Moment,
        connection: &Connection,
    ) -> Result<Condition> {
        let mut condition = Condition::default();
        match self {
            Self::All => {}
            Self::Filtered => return Ok(Condition::of(&query.filter, moment, connection)),
            Self::Few(among) => {
                let rows: Vec<usize> = among.rows().collect();
                let few = "event_list.row IN (SELECT value FROM json_each(?))";
                condition.terms.push(few.to_owned());
                let rows = serde_json::to_string(&rows)?;
                condition.values.push(Value::Text(rows));
            }
            Self::Many(_) => {}
        }
        Ok(condition)
    }
}

impl OrderPlace {
    fn read(row: &Row<'_>, keys: usize) -> Result<Self> {
        let values: rusqlite::Result<_> = (0..keys).map(|index| row.get(index)).collect();
        Ok(Self(values?))
    }
}
