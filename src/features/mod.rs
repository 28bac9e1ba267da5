//! Small records, one folder each: its screen, its columns, its keys.
//!
//! What a record is stands in `domain`, and is listed in the registry of the store; forms, lists,
//! files in and out are made for any of them.
//!
//! ```text
//! files    a .csv of any record, out and in
//! venues   Lieux
//! ```

pub mod files;
pub mod venues;
