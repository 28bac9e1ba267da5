//! Small records, one folder each: its columns, its sentences, its own keys.
//!
//! A record is described in `domain` and listed in the registry of the store; forms, lists and .csv
//! files work with any of them.
//!
//! ```text
//! record_place   the place of any kind of record, and what a kind adds to it
//! files          a .csv of any record, out and in
//! venues         Lieux
//! ```

pub mod files;
pub mod record_place;
pub mod venues;
