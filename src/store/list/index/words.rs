//! The words of the events, and the rows in which each occurs.
//!
//! A searched word has no space, so that it occurs within a word of the text or nowhere: the few
//! thousand different words of a store are searched, and not its text.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::bitset::RowSet;
use crate::store::error::Result;

/// The words of the events.
#[derive(Debug, Default)]
pub(in crate::store) struct Words {
    /// Every different word, concatenated.
    text: String,
    /// Where each ends, in `text` and in `rows`.
    ends: Vec<(u32, u32)>,
    /// The rows in which each occurs, ascending, each encoded as the difference with the one before,
    /// seven bits a byte, the lowest first (protobuf.dev/programming-guides/encoding/#varints).
    rows: Vec<u8>,
}

/// The rows of a word while they are read.
#[derive(Default)]
struct Encoder {
    last: u32,
    rows: Vec<u8>,
}

impl Words {
    /// Reads all words; returns `None` for a store whose row numbers are too large.
    pub(in crate::store) fn load(connection: &Connection) -> Result<Option<Self>> {
        let mut encoders: HashMap<Box<str>, Encoder> = HashMap::new();
        let mut statement =
            connection.prepare("SELECT row, words FROM event_words ORDER BY row")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Ok(number) = u32::try_from(row.get::<_, i64>(0)?) else {
                return Ok(None);
            };
            let text = String::from_utf8_lossy(bytes(row.get_ref(1)?));
            for word in text.split(' ').filter(|word| !word.is_empty()) {
                match encoders.get_mut(word) {
                    Some(rows) => rows.add(number),
                    None => encoders.entry(word.into()).or_default().add(number),
                }
            }
        }
        let mut words = Self::default();
        words
            .rows
            .reserve_exact(encoders.values().map(|encoder| encoder.rows.len()).sum());
        for (word, encoder) in encoders {
            words.text.push_str(&word);
            words.rows.extend_from_slice(&encoder.rows);
            let (Ok(text), Ok(rows)) = (words.text.len().try_into(), words.rows.len().try_into())
            else {
                return Ok(None);
            };
            words.ends.push((text, rows));
        }
        Ok(Some(words))
    }

    /// Returns the rows in which `searched` occurs, as a word or within one.
    pub(in crate::store) fn rows_with(&self, searched: &str, last: usize) -> RowSet {
        let mut found = RowSet::with_capacity(last);
        // All words are searched as one text; each match is then assigned to its word.
        let mut from = 0;
        while let Some(ahead) = self.text.get(from..).and_then(|text| text.find(searched)) {
            let begins = from + ahead;
            let place = self.ends.partition_point(|ends| ends.0 as usize <= begins);
            let Some(&(ends, rows_end)) = self.ends.get(place) else {
                break;
            };
            if begins + searched.len() > ends as usize {
                // The match spans two words.
                from = begins + searched.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let before = place
                .checked_sub(1)
                .and_then(|before| self.ends.get(before));
            let rows = before.map_or(0, |before| before.1) as usize..rows_end as usize;
            found.insert_encoded(self.rows.get(rows).unwrap_or_default());
            from = ends as usize;
        }
        found
    }
}

impl Encoder {
    fn add(&mut self, row: u32) {
        if row == self.last && !self.rows.is_empty() {
            return;
        }
        let mut difference = row - self.last;
        while difference >= 0x80 {
            self.rows.push((difference & 0x7f) as u8 | 0x80);
            difference >>= 7;
        }
        self.rows.push(difference as u8);
        self.last = row;
    }
}

/// Returns the bytes of a text, valid UTF-8 or not; none of any other value.
fn bytes(value: ValueRef<'_>) -> &[u8] {
    match value {
        ValueRef::Text(bytes) => bytes,
        _ => &[],
    }
}
