//! Files that are imported and exported.

pub mod csv;
pub mod safe_file;
pub mod table;
