//! Lists: the visible page of a query, lists of small records, and the table they are drawn in.

pub mod cursor;
pub mod grid;
pub mod records;
