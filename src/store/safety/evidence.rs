//! Whether a file is a store, or was one before it was damaged: nothing else is ever replaced.

use std::fs;
use std::io;
use std::path::Path;

use super::backup;
use crate::store::registry;
use crate::store::sql::header::Header;
use crate::store::sql::kept_open::read_at;
use crate::store::sql::regular_file::ensure_regular;

/// How the text of a trigger of the journal begins: every store has some for each table.
const TRIGGER: &[u8] = b"CREATE TRIGGER journal_";

/// How much of a file is searched for a trigger, in bytes.
const SEARCHED: u64 = 256 << 20;

/// How many bytes are searched at once, and how many of the next ones with them: more than the longest
/// beginning of a trigger.
const PIECE: usize = 1 << 20;
const OVERLAP: usize = 128;

/// How many bytes tell a text from another file.
const HEAD: usize = 8 << 10;

/// Whether the file at `path` is a store, or what is left of one: by the mark of its header; or else by
/// the triggers that are still in it; or else, where it can't be said to be anything else, by the copies
/// that were made of it.
///
/// # Errors
/// The file can't be read.
pub fn was_store(path: &Path) -> io::Result<bool> {
    let metadata = fs::metadata(path)?;
    if ensure_regular(&metadata).is_err() {
        return Ok(false);
    }
    let header = Header::read(path)?;
    if header.has_mark() || has_triggers(path)? {
        return Ok(true);
    }
    // Next to carnet.db, carnet.csv has the same copies.
    let has_name = path.extension().is_some_and(|it| it == "db");
    Ok(has_name
        && !header.is_sqlite()
        && !is_text(path)?
        && backup::backups(path).is_ok_and(|copies| !copies.is_empty()))
}

fn has_triggers(path: &Path) -> io::Result<bool> {
    let names: Vec<String> = registry::TABLES
        .iter()
        .map(|table| format!("{}_", table.name))
        .collect();
    let mut at = 0;
    while at < SEARCHED {
        let bytes = read_at(path, at, PIECE + OVERLAP)?;
        let mut found = bytes.windows(TRIGGER.len()).enumerate();
        let is_trigger = |(at, window): (usize, &[u8])| {
            let rest = &bytes[at + TRIGGER.len()..];
            window == TRIGGER && names.iter().any(|name| rest.starts_with(name.as_bytes()))
        };
        if found.any(is_trigger) {
            return Ok(true);
        }
        if bytes.len() <= PIECE {
            break;
        }
        at += PIECE as u64;
    }
    Ok(false)
}

/// Whether the file is written text: it has something, and no byte that is zero.
fn is_text(path: &Path) -> io::Result<bool> {
    let head = read_at(path, 0, HEAD)?;
    Ok(!head.is_empty() && !head.contains(&0))
}
