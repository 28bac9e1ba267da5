//! The index once it is read: follows the store through its journal, and applies filters.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::bitset::RowSet;
use super::facets::Facets;
use super::words::Words;
use crate::domain::listing::{Filter, Moment};
use crate::domain::search;
use crate::store::error::Result;

/// How many rows can change before the whole index is read again.
const MAX_CHANGED_ROWS: usize = 1_000;

/// What lists are filtered and searched by, as of `stamp`.
#[derive(Debug)]
pub(in crate::store) struct Loaded {
    facets: Facets,
    words: Option<Words>,
    /// The rows whose words have changed since they were read.
    reworded: Vec<i64>,
    stamp: Stamp,
    /// The last filter, and its result.
    last: Option<(Filter, Moment, Arc<Matching>)>,
}

/// The events that a filter shows.
#[derive(Debug)]
pub(in crate::store) struct Matching {
    /// Their rows.
    rows: RowSet,
    /// How many there are.
    pub(in crate::store) count: usize,
    /// Their first and last day, when each has a date.
    pub(in crate::store) days: Option<(NaiveDate, NaiveDate)>,
}

impl Matching {
    /// Returns the rows of the events, in their order.
    pub(in crate::store) fn rows(&self) -> impl Iterator<Item = usize> {
        self.rows.iter()
    }

    /// Whether the event of that row is shown.
    pub(in crate::store) fn has(&self, row: i64) -> bool {
        usize::try_from(row).is_ok_and(|row| self.rows.contains(row))
    }
}

/// A state of the store, up to which the index follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Stamp {
    /// The last entry of the journal.
    journal: i64,
    /// Changes when triggers are recreated or the file is rewritten: a purge is not in the journal.
    schema: i64,
}

impl Stamp {
    /// Reads the present state.
    pub(in crate::store) fn of(connection: &Connection) -> Result<Self> {
        Ok(Self {
            journal: connection
                .prepare_cached("SELECT coalesce(max(id), 0) FROM journal")?
                .query_row([], |row| row.get(0))?,
            schema: connection.pragma_query_value(None, "schema_version", |row| row.get(0))?,
        })
    }
}

/// Counts the events, and returns the state in which they were counted.
pub(in crate::store) fn count(connection: &Connection) -> Result<(Stamp, usize)> {
    let transaction = connection.unchecked_transaction()?;
    let stamp = Stamp::of(&transaction)?;
    let sql = "SELECT count(*) FROM event_list";
    let count: i64 = transaction.query_row(sql, [], |row| row.get(0))?;
    Ok((stamp, usize::try_from(count).unwrap_or(0)))
}

/// Whether what a filter shows may change within a day, though no event does.
fn depends_on_now(filter: &Filter) -> bool {
    !filter.attestations.is_empty() || filter.late.is_some()
}

impl Loaded {
    /// Reads the index, with the words if asked; returns `None` for a store that it can't represent.
    pub(in crate::store) fn load(
        connection: &Connection,
        with_words: bool,
    ) -> Result<Option<Self>> {
        // One snapshot for all of it.
        let transaction = connection.unchecked_transaction()?;
        let stamp = Stamp::of(&transaction)?;
        let Some(facets) = Facets::load(&transaction)? else {
            return Ok(None);
        };
        let words = match with_words {
            true => match Words::load(&transaction)? {
                None => return Ok(None),
                words => words,
            },
            false => None,
        };
        Ok(Some(Self {
            facets,
            words,
            reworded: Vec::new(),
            stamp,
            last: None,
        }))
    }

    /// Follows the store to its present state; returns `None` when the index has to be read again.
    pub(in crate::store) fn follow(&mut self, connection: &Connection) -> Result<Option<()>> {
        let stamp = Stamp::of(connection)?;
        if stamp == self.stamp {
            return Ok(Some(()));
        }
        if stamp.schema != self.stamp.schema || stamp.journal < self.stamp.journal {
            return Ok(None);
        }
        let mut changed = connection.prepare_cached(
            r#"SELECT DISTINCT row FROM journal WHERE id > ?1 AND "table" IN ('event', 'attestation')"#,
        )?;
        let changed = changed.query_map([self.stamp.journal], |row| row.get(0))?;
        let changed = changed.collect::<rusqlite::Result<Vec<i64>>>()?;
        if changed.len() + self.reworded.len() > MAX_CHANGED_ROWS {
            return Ok(None);
        }
        for row in changed {
            if self.facets.reload(row, connection)?.is_none() {
                return Ok(None);
            }
            if !self.reworded.contains(&row) {
                self.reworded.push(row);
            }
        }
        self.stamp = stamp;
        self.last = None;
        Ok(Some(()))
    }

    /// Returns how many events there are.
    pub(in crate::store) fn count(&self) -> usize {
        self.facets.count()
    }

    /// Returns the events that the filter shows; `None` when the index does not know.
    pub(in crate::store) fn matching(
        &mut self,
        filter: &Filter,
        moment: Moment,
        connection: &Connection,
    ) -> Result<Option<Arc<Matching>>> {
        if let Some((known, then, matching)) = &self.last
            && known == filter
            && (*then == moment || !depends_on_now(filter) && then.today == moment.today)
        {
            return Ok(Some(Arc::clone(matching)));
        }
        let Some(mut rows) = self.facets.matching(filter, moment, connection)? else {
            return Ok(None);
        };
        for term in search::terms(&filter.words) {
            let mut found: Option<RowSet> = None;
            for word in &term.words {
                let Some(with_word) = self.rows_with(word, connection)? else {
                    return Ok(None);
                };
                match &mut found {
                    Some(found) => found.intersect(&with_word),
                    None => found = Some(with_word),
                }
            }
            let mut found = found.unwrap_or_default();
            if let Some(date) = term.date {
                self.facets.add_days(&mut found, |day| date.matches(day));
            }
            rows.intersect(&found);
        }
        let matching = Arc::new(Matching {
            count: rows.count(),
            days: self.facets.days(&rows),
            rows,
        });
        self.last = Some((filter.clone(), moment, Arc::clone(&matching)));
        Ok(Some(matching))
    }

    /// Returns the rows whose text has `word`; `None` when the index does not know.
    fn rows_with(&self, word: &str, connection: &Connection) -> Result<Option<RowSet>> {
        let Some(words) = &self.words else {
            return Ok(None);
        };
        let mut with_word = words.rows_with(word, self.facets.last());
        for row in &self.reworded {
            let sql = "SELECT instr(words, ?2) > 0 FROM event_words WHERE row = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let mut found = statement.query((row, word))?;
            let has_word = match found.next()? {
                Some(found) => found.get(0)?,
                None => false,
            };
            let Ok(row) = usize::try_from(*row) else {
                return Ok(None);
            };
            match has_word {
                true => with_word.insert(row),
                false => with_word.remove(row),
            }
        }
        // Nearly each link is another one: they are not kept in memory.
        if search::is_of_link(word) {
            let sql = "SELECT row FROM event_words WHERE instr(links, ?1) > 0";
            let mut statement = connection.prepare_cached(sql)?;
            let mut found = statement.query([word])?;
            while let Some(row) = found.next()? {
                if let Ok(row) = usize::try_from(row.get::<_, i64>(0)?) {
                    with_word.insert(row);
                }
            }
        }
        Ok(Some(with_word))
    }
}
