//! The words of the events: which there are, and in which events each stands.
//!
//! A word searched holds no space, so that it stands within a word of the text or nowhere: the few
//! thousand different words of a store are looked through, and not its text.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::bitset::Rows;
use crate::store::error::Result;

/// The words of the events.
#[derive(Debug, Default)]
pub(in crate::store) struct Words {
    /// Every different word, one after the other.
    text: String,
    /// Where each ends, in `text` and in `rows`.
    ends: Vec<(u32, u32)>,
    /// The rows in which each stands, rising: each as what it adds to the one before, seven bits a
    /// byte, the lowest first (as in protobuf.dev/programming-guides/encoding/#varints).
    rows: Vec<u8>,
}

/// The rows of a word while they are gathered.
#[derive(Default)]
struct Gathered {
    last: u32,
    rows: Vec<u8>,
}

impl Words {
    /// Reads them all; `None` for a store whose rows are numbered from afar.
    pub(in crate::store) fn load(connection: &Connection) -> Result<Option<Self>> {
        let mut gathered: HashMap<Box<str>, Gathered> = HashMap::new();
        let mut statement =
            connection.prepare("SELECT row, words FROM event_words ORDER BY row")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Ok(place) = u32::try_from(row.get::<_, i64>(0)?) else {
                return Ok(None);
            };
            let text = String::from_utf8_lossy(bytes(row.get_ref(1)?));
            for word in text.split(' ').filter(|word| !word.is_empty()) {
                match gathered.get_mut(word) {
                    Some(known) => known.add(place),
                    None => gathered.entry(word.into()).or_default().add(place),
                }
            }
        }
        let mut words = Self::default();
        words
            .rows
            .reserve_exact(gathered.values().map(|known| known.rows.len()).sum());
        for (word, known) in gathered {
            words.text.push_str(&word);
            words.rows.extend_from_slice(&known.rows);
            let (Ok(text), Ok(rows)) = (words.text.len().try_into(), words.rows.len().try_into())
            else {
                return Ok(None);
            };
            words.ends.push((text, rows));
        }
        Ok(Some(words))
    }

    /// The rows in which the word stands, within another perhaps.
    pub(in crate::store) fn holding(&self, word: &str, last: usize) -> Rows {
        let mut found = Rows::up_to(last);
        // All the words are looked through as one text, each match then given to its word.
        let mut from = 0;
        while let Some(ahead) = self.text.get(from..).and_then(|text| text.find(word)) {
            let begins = from + ahead;
            let place = self.ends.partition_point(|ends| ends.0 as usize <= begins);
            let Some(&(ends, rows_end)) = self.ends.get(place) else {
                break;
            };
            if begins + word.len() > ends as usize {
                // It begins in one word and ends in the next.
                from = begins + word.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let before = place
                .checked_sub(1)
                .and_then(|before| self.ends.get(before));
            let rows = before.map_or(0, |before| before.1) as usize..rows_end as usize;
            found.insert_all(self.rows.get(rows).unwrap_or_default());
            from = ends as usize;
        }
        found
    }
}

impl Gathered {
    fn add(&mut self, row: u32) {
        if row == self.last && !self.rows.is_empty() {
            return;
        }
        let mut more = row - self.last;
        while more >= 0x80 {
            self.rows.push((more & 0x7f) as u8 | 0x80);
            more >>= 7;
        }
        self.rows.push(more as u8);
        self.last = row;
    }
}

/// The bytes of a text, whatever they are: none of anything else.
fn bytes(value: ValueRef<'_>) -> &[u8] {
    match value {
        ValueRef::Text(bytes) => bytes,
        _ => &[],
    }
}
