//! Files that are imported and exported.

pub mod csv;
mod ics;
mod iso_8601;
mod open;
pub mod safe_file;
mod spreadsheet;
pub mod table;
pub mod table_writer;
