//! What comes in and goes out as files.

pub mod csv;
pub mod safe_file;
