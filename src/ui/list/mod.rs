//! Lists: the rows in sight of a query, small records, and the columns they are drawn in.

pub mod cursor;
pub mod grid;
pub mod records;
