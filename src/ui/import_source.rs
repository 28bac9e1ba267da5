//! What an import reads: a file, or rows that were pasted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::exchange::table::{HeaderScore, Table};
use crate::explain::{Explain as _, shown, unreadable};

/// What an import reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportSource {
    /// A file.
    File(PathBuf),
    /// The rows copied from a spreadsheet, pasted.
    Pasted(Arc<str>),
}

impl ImportSource {
    /// Reads its table; `sheet` is that of a workbook. The error is a sentence.
    pub fn table(&self, sheet: Option<&str>, score: HeaderScore) -> Result<Table, String> {
        let table = match self {
            Self::File(path) => {
                Table::open(path, sheet, score).map_err(|error| unreadable(path, &error))?
            }
            Self::Pasted(text) => Table::read_below(text.as_bytes(), score),
        };
        table.map_err(|problem| problem.explain())
    }

    /// Returns its name, to show.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => shown(path),
            Self::Pasted(_) => "les lignes collées".to_owned(),
        }
    }

    /// Returns its name without its folder, to show where there is little room.
    pub fn short(&self) -> String {
        match self {
            Self::File(path) => shown(Path::new(path.file_name().unwrap_or_default())),
            Self::Pasted(_) => self.shown(),
        }
    }

    /// Returns what to type in the prompt to read it again.
    pub fn typed(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            Self::Pasted(_) => String::new(),
        }
    }
}
