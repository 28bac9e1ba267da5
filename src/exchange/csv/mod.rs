//! Tables of text: read whatever program wrote them, and written for spreadsheets.

pub mod columns;
pub mod export;
pub mod formula;
pub mod import;
pub mod records;
pub mod text_table;
pub mod windows_1252;
