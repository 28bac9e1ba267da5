//! Undecoded event rows, so that another thread than the one that reads them can decode them.
//!
//! Delete this file and export with [`crate::store::Store::for_each`]: the same file, written more slowly.

use std::ops::Range;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::domain::event::Event;
use crate::store::error::Result;
use crate::store::records::events;
use crate::store::records::events::EventRow;

/// Undecoded rows of events.
#[derive(Debug, Default)]
pub struct RawEvents {
    texts: Vec<u8>,
    values: Vec<RawValue>,
    columns: usize,
}

/// A value; a text by its place in `texts`.
#[derive(Debug)]
enum RawValue {
    Null,
    Integer(i64),
    Text(Range<usize>),
}

impl RawEvents {
    /// Adds a row of [`events::COLUMNS`], then the row number.
    pub(in crate::store) fn push(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        self.columns = row.as_ref().column_count();
        for index in 0..self.columns {
            self.values.push(match row.get_ref(index)? {
                ValueRef::Integer(number) => RawValue::Integer(number),
                ValueRef::Text(text) => {
                    let start = self.texts.len();
                    self.texts.extend_from_slice(text);
                    RawValue::Text(start..self.texts.len())
                }
                // No column holds anything else.
                _ => RawValue::Null,
            });
        }
        Ok(())
    }

    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// Returns their row numbers, in their order.
    pub fn rows(&self) -> impl Iterator<Item = i64> {
        let rows = self.values.chunks_exact(self.columns.max(1));
        rows.map(|values| match values.last() {
            Some(RawValue::Integer(row)) => *row,
            _ => 0,
        })
    }

    /// Decodes the events.
    pub fn events(&self) -> impl Iterator<Item = Result<Event>> {
        let rows = self.values.chunks_exact(self.columns.max(1));
        rows.map(|values| {
            let texts = &self.texts;
            Ok(events::of_columns(&RawRow { texts, values })?)
        })
    }
}

struct RawRow<'s> {
    texts: &'s [u8],
    values: &'s [RawValue],
}

impl EventRow for RawRow<'_> {
    fn value(&self, index: usize) -> rusqlite::Result<ValueRef<'_>> {
        Ok(match self.values.get(index) {
            Some(RawValue::Integer(number)) => ValueRef::Integer(*number),
            Some(RawValue::Text(place)) => {
                ValueRef::Text(self.texts.get(place.clone()).unwrap_or_default())
            }
            Some(RawValue::Null) | None => ValueRef::Null,
        })
    }
}
