//! Puts a copy in the place of the store: it is checked, compared, then moved there.
//!
//! All work is done on a copy of the copy: the file that the user brings, perhaps on a USB key, is only
//! read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::backup::{self, Checked};
use super::compare::{self, Difference};
use super::copy;
use super::evidence::was_store;
use super::retention::Reason;
use crate::store::Store;
use crate::store::background::Soundness;
use crate::store::error::{BackupError, Result, StoreError};
use crate::store::schema::migrate;
use crate::store::sql::header::Header;
use crate::store::sql::log::{LogOwner, log_owner};
use crate::store::sql::owner_only::{FolderLock, backups_folder, folder_of, with_suffix};
use crate::store::sql::{connection, owner_only};

/// Why a copy was not put in the place of the store. The store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The copy can't be read.
    #[error("{path} can't be read: {source}")]
    Unreadable {
        /// The copy.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// Bytes have changed since the copy was written.
    #[error("{0} is not what its hash says")]
    Altered(PathBuf),
    /// The copy is not a sound store.
    #[error("{0} is damaged")]
    Damaged(PathBuf),
    /// What the copy would replace is not a store, and never was.
    #[error("{0} is not a store")]
    NotReplaced(PathBuf),
    /// The copy is the store itself.
    #[error("{0} is the store itself")]
    Itself(PathBuf),
    /// Another process has the store open.
    #[error("another process has the store open")]
    OpenElsewhere,
    /// A file next to the store could not be written or moved.
    #[error("{path} can't be written: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The present store could not be copied first.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The copy is not a store or is newer than this program, or the store can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Restored<T> = std::result::Result<T, RestoreError>;

/// A copy that was checked, brought to this program's schema, and may take the place of the store.
#[derive(Debug)]
pub struct Candidate {
    store: PathBuf,
    /// Where a link to the store leads: the file is replaced, the link stays.
    file: PathBuf,
    copy: PathBuf,
    /// Whether it matched its hash.
    pub checked: Checked,
    /// Its schema, when it is older than this program's.
    pub older: Option<i64>,
    /// How many events it holds, without the deleted ones.
    pub events: u64,
    // The folder of `copy`, removed when this is dropped, and the lock of the store's.
    _side: TempDir,
    _lock: FolderLock,
}

/// What became of the store that was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The copy that was made of it, when it could be read whole.
    pub backup: Option<PathBuf>,
    /// Where it was moved, when it could not.
    pub moved_to: Option<PathBuf>,
}

impl Candidate {
    /// Checks the copy at `source`, before it takes the place of the store.
    pub fn read(source: &Path, store: &Path) -> Restored<Self> {
        let unreadable = |error| RestoreError::Unreadable {
            path: source.to_owned(),
            source: error,
        };
        let metadata = fs::metadata(source).map_err(unreadable)?;
        let file = fs::canonicalize(store).unwrap_or_else(|_| store.to_owned());
        if fs::canonicalize(source).is_ok_and(|path| path == file) {
            return Err(RestoreError::Itself(source.to_owned()));
        }
        ensure_replaceable(&file, store)?;
        let is_sqlite = || Header::read(source).map(|header| header.is_sqlite());
        if !metadata.is_file() || !is_sqlite().map_err(unreadable)? {
            return Err(StoreError::NotAStore(source.to_owned()).into());
        }
        let checked = backup::check(source).map_err(unreadable)?;
        if checked == Checked::Altered {
            return Err(RestoreError::Altered(source.to_owned()));
        }
        let io = |source| RestoreError::Io {
            path: store.to_owned(),
            source,
        };
        let folder = folder_of(&file);
        owner_only::create_folder(folder).map_err(io)?;
        let lock = FolderLock::new(folder).map_err(io)?;
        let lock = lock.ok_or(RestoreError::OpenElsewhere)?;
        let side = owner_only::side_folder(folder).map_err(io)?;
        let copy = side.path().join("copie.db");
        owner_only::copy(source, &copy).map_err(io)?;
        // A store that was in use, copied by hand with its log.
        let log = with_suffix(source, "-wal");
        if log.is_file() && log_owner(source).map_err(unreadable)? != LogOwner::Another {
            owner_only::copy(&log, &with_suffix(&copy, "-wal")).map_err(io)?;
        }
        let (older, events) = prepare(&copy).map_err(|error| about(error, source))?;
        Ok(Self {
            store: store.to_owned(),
            file,
            copy,
            checked,
            older,
            events,
            _side: side,
            _lock: lock,
        })
    }

    /// Returns what would change in `present`, the store as it is.
    pub fn compare(&self, present: &Store) -> Result<Difference> {
        compare::compare(&present.connection, &self.copy)
    }

    /// Makes a copy of the store, then puts this one in its place.
    ///
    /// # Errors
    /// [`RestoreError::OpenElsewhere`] when another process has the store open, and others; the store is
    /// then where it was.
    pub fn put_in_place(self, now: DateTime<Utc>) -> Restored<Replaced> {
        let store = &self.file;
        // The candidate may have been read long ago.
        ensure_replaceable(store, &self.store)?;
        if !store.exists() {
            // SQLite would take the log of the store that is gone for the copy's.
            for suffix in ["-wal", "-shm"] {
                let _ = fs::remove_file(with_suffix(store, suffix));
            }
            self.move_in()?;
            return Ok(Replaced {
                backup: None,
                moved_to: None,
            });
        }
        ensure_closed_elsewhere(store)?;
        let backup = match copy_present(&self.store, now) {
            Ok(path) => Some(path),
            Err(RestoreError::Damaged(_)) => None,
            Err(error) => return Err(error),
        };
        ensure_closed_elsewhere(store)?;
        // A store without a log is one file: the copy replaces it in one move.
        let log = with_suffix(store, "-wal");
        let is_whole = backup.is_some() && fs::metadata(&log).map_or(0, |log| log.len()) == 0;
        if is_whole {
            for suffix in ["-wal", "-shm"] {
                let _ = fs::remove_file(with_suffix(store, suffix));
            }
            self.move_in()?;
            return Ok(Replaced {
                backup,
                moved_to: None,
            });
        }
        let moved_to = move_to_backups(store, now)?;
        if let Err(error) = self.move_in() {
            move_all(&moved_to, store)?;
            return Err(error);
        }
        Ok(Replaced {
            backup,
            moved_to: Some(moved_to),
        })
    }

    fn move_in(&self) -> Restored<()> {
        let io = |source| RestoreError::Io {
            path: self.store.clone(),
            source,
        };
        fs::rename(&self.copy, &self.file).map_err(io)?;
        owner_only::sync_folder(folder_of(&self.file)).map_err(io)
    }
}

/// Fails unless there is nothing at `file`, or a store, damaged perhaps. `store` is how the user named
/// it.
fn ensure_replaceable(file: &Path, store: &Path) -> Restored<()> {
    // A link that leads nowhere now leads to the store on another day: a key that is not plugged in.
    if file.symlink_metadata().is_err() {
        return Ok(());
    }
    match was_store(file) {
        Ok(true) => Ok(()),
        Ok(false) => Err(RestoreError::NotReplaced(store.to_owned())),
        Err(source) => Err(RestoreError::Unreadable {
            path: store.to_owned(),
            source,
        }),
    }
}

/// Checks the copy of the copy, migrates it, and returns its schema when it was older, and how many
/// events it holds.
fn prepare(copy: &Path) -> Restored<(Option<i64>, u64)> {
    let mut connection = connection::connect(copy)?;
    let found = migrate::supported_version(copy, &connection)?;
    connection::configure(&connection)?;
    if !connection::integrity_check(&connection, 1)?.is_empty() {
        return Err(RestoreError::Damaged(copy.to_owned()));
    }
    migrate::migrate(&mut connection)?;
    let events = copy::events(&connection).map_err(StoreError::from)?;
    // Checked whole just above.
    let soundness = Arc::new(Soundness::from(None));
    Store::over(connection, copy.to_owned(), soundness).close_whole()?;
    let synced = fs::File::open(copy).and_then(|file| file.sync_all());
    synced.map_err(StoreError::Io)?;
    Ok(((found < migrate::NEWEST).then_some(found), events))
}

/// Returns the same error with the path that the user gave.
fn about(error: RestoreError, source: &Path) -> RestoreError {
    let path = source.to_owned();
    match error {
        RestoreError::Damaged(_) => RestoreError::Damaged(path),
        RestoreError::Store(error) => match error {
            StoreError::NotAStore(_) => StoreError::NotAStore(path).into(),
            StoreError::Newer { found, known, .. } => {
                StoreError::Newer { path, found, known }.into()
            }
            StoreError::Damaged(_) | StoreError::Sqlite(_) => RestoreError::Damaged(path),
            other => other.into(),
        },
        other => other,
    }
}

/// Makes a copy of the store that is about to be replaced.
///
/// # Errors
/// [`RestoreError::Damaged`] when it can't be read whole.
fn copy_present(store: &Path, now: DateTime<Utc>) -> Restored<PathBuf> {
    let damaged = || RestoreError::Damaged(store.to_owned());
    let present = Store::open_at(store, now).map_err(|error| match error {
        StoreError::Damaged(_) | StoreError::NotAStore(_) | StoreError::Sqlite(_) => damaged(),
        other => other.into(),
    })?;
    let copied = present.back_up(Reason::Restore, now);
    let closed = present.close();
    match copied {
        Ok(written) => match closed {
            Ok(()) => Ok(written.path),
            Err(StoreError::Damaged(_) | StoreError::Sqlite(_)) => Err(damaged()),
            Err(error) => Err(error.into()),
        },
        Err(
            BackupError::Unfaithful(_)
            | BackupError::Store(StoreError::Damaged(_) | StoreError::Sqlite(_)),
        ) => Err(damaged()),
        Err(error) => Err(error.into()),
    }
}

/// Fails when another process has the store open. Nothing is written there.
fn ensure_closed_elsewhere(store: &Path) -> Restored<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let attempt = || -> rusqlite::Result<()> {
        let connection = Connection::open_with_flags(store, flags)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")
    };
    match attempt().map_err(StoreError::from) {
        Err(StoreError::Busy) => Err(RestoreError::OpenElsewhere),
        // A damaged store is not open elsewhere: it would not open.
        _ => Ok(()),
    }
}

/// Moves the store with its log into the folder of the copies, as it is.
fn move_to_backups(store: &Path, now: DateTime<Utc>) -> Restored<PathBuf> {
    let folder = backups_folder(store);
    let io = |source| RestoreError::Io {
        path: folder.clone(),
        source,
    };
    owner_only::create_folder(&folder).map_err(io)?;
    let day = now.format("%Y-%m-%d");
    let stem = owner_only::stem(store);
    let mut target = folder.join(format!("{stem}-{day}-abime.db"));
    for number in 2.. {
        if target.symlink_metadata().is_err() {
            break;
        }
        target = folder.join(format!("{stem}-{day}-abime-{number}.db"));
    }
    if let Err(error) = move_all(store, &target) {
        // Moves back what was moved.
        let _ = move_all(&target, store);
        return Err(error);
    }
    owner_only::sync_folder(&folder).map_err(io)?;
    Ok(target)
}

/// Renames a file, then its log: a log alone can't be taken for another store's.
fn move_all(from: &Path, to: &Path) -> Restored<()> {
    for suffix in ["", "-wal", "-shm"] {
        let (from, to) = (with_suffix(from, suffix), with_suffix(to, suffix));
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !suffix.is_empty() => {}
            moved => moved.map_err(|source| RestoreError::Io { path: from, source })?,
        }
    }
    Ok(())
}
