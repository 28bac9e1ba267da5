//! Small records, one folder each: its columns, its sentences, its own keys.
//!
//! What a record is stands in `domain`, and is listed in the registry of the store; forms, lists,
//! files in and out are made for any of them.
//!
//! ```text
//! record_place   the place of any kind of record, and what a kind adds to it
//! files          a .csv of any record, out and in
//! venues         Lieux
//! ```

pub mod files;
pub mod record_place;
pub mod venues;
