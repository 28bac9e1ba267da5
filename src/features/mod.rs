//! Small records, one folder each: its screen, its columns and its keys.
//!
//! A record is described in `domain` and listed in the registry of the store; forms, lists and .csv
//! files work with any of them.
//!
//! ```text
//! files    .csv files of any record: exports and imports
//! venues   Lieux
//! ```

pub mod files;
pub mod venues;
