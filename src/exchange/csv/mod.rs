//! CSV files: read whatever program wrote them, and written for French spreadsheets.
//!
//! ```text
//! columns       the columns of a CSV of events
//! export        writes events
//! follow_up     what is written of an event besides itself
//! import        plans which events a file creates and changes
//! text_table    reads any CSV as a table of text
//! encoding      the encoding of a file
//! formula       cells that a spreadsheet would run
//! windows_1252  what a file loses in that encoding
//! ```

pub mod columns;
pub(super) mod encoding;
pub mod export;
pub mod follow_up;
pub mod formula;
pub mod import;
pub mod records;
pub(super) mod text_table;
pub mod windows_1252;
