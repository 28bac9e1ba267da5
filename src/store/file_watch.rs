//! What was last seen of the file and of its log: another program may replace or overwrite either while
//! the store is open.

use std::cell::{Cell, OnceCell};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::sql::identity::{FileIdentity, FileState};
use super::sql::log::{self, LogOwner, Mark, log_owner};
use super::sql::owner_only::with_suffix;

/// What was last seen of the file and of its log.
#[derive(Debug, Default)]
pub(in crate::store) struct FileWatch {
    pub(super) file: Cell<FileState>,
    /// The mark of the file, past its log.
    mark_in_file: Cell<Option<Mark>>,
    /// The mark of the last action that the connection has committed.
    own_mark: Cell<Option<Mark>>,
    /// The mark that the connection read, and its counters of changes then.
    mark: Cell<(Option<Mark>, Counters)>,
    /// The log that the connection writes to.
    pub(super) log: Cell<FileIdentity>,
    /// The log as it was seen while idle, and since when.
    pub(super) idle: Cell<Option<(FileState, Instant)>>,
    /// Whether the file was found gone.
    pub(super) is_gone: Cell<bool>,
    /// The copy of what it held, when another took its place.
    pub(super) rescued: OnceCell<PathBuf>,
    /// The time that the caller last said it was.
    pub(super) now: Cell<DateTime<Utc>>,
}

/// What changes when another connection has committed, and when this one has written.
type Counters = (i64, u64);

fn counters(connection: &Connection) -> Counters {
    let version = connection.pragma_query_value(None, "data_version", |row| row.get(0));
    (version.unwrap_or(0), connection.total_changes())
}

/// Reads the mark of the file, past its log.
fn mark_in_file(connection: &Connection, path: &Path) -> Option<Mark> {
    let offset = log::mark_offset(connection)?;
    log::mark_in_file(path, offset).ok().flatten()
}

impl FileWatch {
    /// Begins to watch the file that was just opened.
    pub(super) fn begin(connection: &Connection, path: &Path) -> Self {
        let watch = Self::default();
        watch.now.set(Utc::now());
        if !path.as_os_str().is_empty() {
            watch.file.set(FileState::of(path));
            watch.mark_in_file.set(mark_in_file(connection, path));
            watch
                .mark
                .set((log::mark(connection), counters(connection)));
            watch.log.set(FileIdentity::of(&with_suffix(path, "-wal")));
        }
        watch
    }

    /// Whether the file is still the one that was opened, written to by Carnet alone.
    pub(super) fn is_same_file(&self, connection: &Connection, path: &Path) -> bool {
        let (found, seen) = (FileState::of(path), self.file.get());
        if found == seen {
            return true;
        }
        if found.identity != seen.identity || self.is_overwritten(connection, path) {
            return false;
        }
        self.file.set(found);
        self.mark_in_file.set(mark_in_file(connection, path));
        self.mark.set((log::mark(connection), counters(connection)));
        true
    }

    /// Whether the log that the connection writes to is no longer next to the file: what is written
    /// there vanishes when the program ends.
    pub(super) fn is_log_lost(&self, path: &Path) -> bool {
        let log = FileIdentity::of(&with_suffix(path, "-wal"));
        if self.log.get() == FileIdentity::default() {
            self.log.set(log);
        }
        self.log.get() != log
    }

    /// Notes the mark of an action that was committed.
    pub(super) fn note_commit(&self, mark: Mark) {
        self.own_mark.set(Some(mark));
    }

    /// Whether another program wrote to the file since it was last seen. Carnet itself only folds logs
    /// into it.
    fn is_overwritten(&self, connection: &Connection, path: &Path) -> bool {
        // The file has what this connection wrote last, and the log is the one it wrote to: the log was
        // folded. Reading it whole, some MiB, would say the same.
        if let Some(own) = self.own_mark.get()
            && self.log.get() == FileIdentity::of(&with_suffix(path, "-wal"))
            && mark_in_file(connection, path) == Some(own)
        {
            return false;
        }
        match log_owner(path) {
            Ok(LogOwner::Another) => return true,
            Ok(LogOwner::File) => return false,
            // The file can't be read: what is done next fails.
            Err(_) => return false,
            Ok(LogOwner::Nobody | LogOwner::Unknown) => {}
        }
        let found = mark_in_file(connection, path);
        if found == self.mark_in_file.get() {
            return false;
        }
        // When nothing was committed, what the connection reads may come from the overwritten file.
        let (mark, at) = self.mark.get();
        let mark = match counters(connection) == at {
            true => mark,
            false => log::mark(connection),
        };
        found != mark
    }
}
