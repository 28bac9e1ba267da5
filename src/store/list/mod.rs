//! Lists of events of any length: rows are read a few at a time, in the order of a query.
//!
//! ```text
//! query        what a filter and a sort are in SQL
//! pages        the rows around a place in that order
//! counts       how many events each value to filter by has
//! raw_events   undecoded rows, so that another thread can decode them
//! duplicates   lookup of existing events, used to spot duplicates during an import
//! index        an in-memory index of filters and words; without it lists are correct, slower
//! ```

pub(in crate::store) mod counts;
pub(in crate::store) mod duplicates;
pub(in crate::store) mod index;
pub(in crate::store) mod pages;
pub(in crate::store) mod query;
pub(in crate::store) mod raw_events;
