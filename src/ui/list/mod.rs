//! Lists: the rows in sight of a query, and the columns they are drawn in.

pub mod cursor;
pub mod grid;
