//! Small records, one folder each: the columns, texts and keys specific to each kind.
//!
//! A record is described in `domain` and listed in the registry of the store; forms, lists and .csv
//! files work with any of them.
//!
//! ```text
//! record_place   the screen of any kind of record, and what a kind adds to it
//! files          .csv files of any record: exports and imports
//! venues         Lieux
//! ```

pub mod files;
pub mod record_place;
pub mod venues;
