//! Moves away a log that is not that of the file next to it (`sql::log`), before SQLite reads it.
//!
//! Both versions are kept. Where the file that the log belongs to is still near (another program renamed
//! it, or made a copy of it), the former store is rebuilt from both as one of the copies, which can be
//! compared and put back; else the log itself is kept among them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::backup;
use super::retention::Reason;
use crate::platform::files;
use crate::store::Note;
use crate::store::error::{BackupError, Result, StoreError};
use crate::store::schema::migrate;
use crate::store::sql::header::Header;
use crate::store::sql::log::{Log, LogOwner, log_owner};
use crate::store::sql::owner_only::{backups_folder, folder_of, with_suffix};
use crate::store::sql::side_folder::SideFolder;
use crate::store::sql::{connection, owner_only};

/// Moves the log next to the store away, unless it is the store's, and returns what to show of it.
///
/// # Errors
/// [`StoreError::Folder`] when it can be put nowhere; it is then where it was.
pub(in crate::store) fn move_stray_log(store: &Path, now: DateTime<Utc>) -> Result<Option<Note>> {
    if log_owner(store)? != LogOwner::Another {
        return Ok(None);
    }
    let folder = backups_folder(store);
    let refused = |source| StoreError::Folder {
        path: folder.clone(),
        source,
    };
    owner_only::create_folder(&folder).map_err(refused)?;
    let log = with_suffix(store, "-wal");
    let note = match rebuild(store, &log, now) {
        Some(copy) => {
            remove(&log).map_err(refused)?;
            Note::FormerRebuilt(copy)
        }
        None => {
            let kept = free_name(store, now);
            match files::rename(&log, &kept) {
                // Another process was faster.
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                moved => moved.map_err(refused)?,
            }
            Note::StrayLogKept(kept)
        }
    };
    // The index of the log: a process that still has the former file keeps its own.
    remove(&with_suffix(store, "-shm")).map_err(refused)?;
    files::sync_folder(&folder).map_err(refused)?;
    files::sync_folder(folder_of(store)).map_err(refused)?;
    Ok(Some(note))
}

/// Rebuilds the store that the log belongs to, as one of the copies. What prevents it leaves the log to
/// be kept.
fn rebuild(store: &Path, log: &Path, now: DateTime<Utc>) -> Option<PathBuf> {
    let read = Log::read(log).ok()??;
    let is_its_file = |file: &PathBuf| {
        Header::read(file).is_ok_and(|header| header.is_sqlite())
            && matches!(read.owner(file), Ok(LogOwner::File))
    };
    let former = near(store).into_iter().find(is_its_file)?;
    let side = SideFolder::new(folder_of(store)).ok()?;
    let copy = side.file(SideFolder::COPY);
    owner_only::copy(&former, &copy).ok()?;
    owner_only::copy(log, &with_suffix(&copy, "-wal")).ok()?;
    let written = || -> std::result::Result<PathBuf, BackupError> {
        let connection = connection::connect(&copy)?;
        migrate::supported_version(&copy, &connection)?;
        Ok(backup::into_folder(&connection, store, Reason::Replaced, now)?.path)
    };
    written().ok()
}

/// Returns the other files of the store's folder, and its copies.
fn near(store: &Path) -> Vec<PathBuf> {
    let files = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let mut paths: Vec<PathBuf> = paths
            .filter(|path| path.is_file() && path != store)
            .collect();
        paths.sort();
        paths
    };
    [files(folder_of(store)), files(&backups_folder(store))].concat()
}

/// Returns a free name for a log, that SQLite never takes for the log of a copy.
pub(super) fn free_name(store: &Path, now: DateTime<Utc>) -> PathBuf {
    let stem = format!(
        "{}-{}-journal",
        owner_only::stem(store),
        now.format("%Y-%m-%d")
    );
    let folder = backups_folder(store);
    let mut path = folder.join(format!("{stem}.wal"));
    for number in 2.. {
        if path.symlink_metadata().is_err() {
            break;
        }
        path = folder.join(format!("{stem}-{number}.wal"));
    }
    path
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
