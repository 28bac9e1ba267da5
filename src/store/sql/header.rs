//! The first bytes of a file: whether SQLite wrote it, and whether it is a store.

use std::io;
use std::path::Path;

use super::kept_open::read_at;

/// `Crnt`: the application identifier that marks a Carnet store.
pub(in crate::store) const APPLICATION_ID: i64 = 0x4372_6e74;

/// How every SQLite file begins (sqlite.org/fileformat.html, 1.3).
pub(in crate::store) const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// The length of an SQLite header.
const LENGTH: usize = 100;

/// The header of a file, or as much of it as the file is long.
#[derive(Debug)]
pub struct Header(Vec<u8>);

impl Header {
    /// Reads the header of the file at `path`.
    pub fn read(path: &Path) -> io::Result<Self> {
        read_at(path, 0, LENGTH).map(Self)
    }

    /// Whether the file begins as SQLite's do.
    pub fn is_sqlite(&self) -> bool {
        self.0.starts_with(SQLITE_MAGIC)
    }

    /// Whether the file has the mark of a store, damaged perhaps.
    pub(in crate::store) fn has_mark(&self) -> bool {
        let application = (APPLICATION_ID as u32).to_be_bytes();
        self.0.len() == LENGTH && self.0[68..72] == application
    }

    /// Whether the file is a store, damaged perhaps: one of the two marks of its header is enough.
    pub(in crate::store) fn may_be_store(&self) -> bool {
        self.0.len() == LENGTH && (self.is_sqlite() || self.has_mark())
    }
}
