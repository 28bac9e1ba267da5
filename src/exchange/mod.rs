//! What comes in and goes out as files; each format writes to `impl Write`.

pub mod columns;
pub mod export;
pub mod formula;
pub mod import;
pub mod safe_file;
pub mod text_table;
pub mod windows_1252;
