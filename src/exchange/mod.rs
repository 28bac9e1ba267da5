//! Files that are imported and exported.
//!
//! ```text
//! open          reads a table from a file of any kind
//! table         rows and their header; what is refused, and why
//! csv           a text of separated values; the columns of events and of records, and their import
//! spreadsheet   the workbooks: .xlsx, .xls, .ods
//! ics           the agendas
//! iso_8601      the durations of agendas and workbooks
//! table_writer  writes a table, as a text or a workbook
//! safe_file     a file is written whole, or what was there stays
//! ```

pub mod csv;
mod ics;
mod iso_8601;
mod open;
pub mod safe_file;
mod spreadsheet;
pub mod table;
pub mod table_writer;
