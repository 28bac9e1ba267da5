//! Putting a copy in the place of the store: checked, compared, and only then moved there.
//!
//! Everything is done on a copy of the copy: what the user brings, on a key perhaps, is only read.

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
use super::retention::Reason;
use crate::store::Store;
use crate::store::background::Soundness;
use crate::store::error::{BackupError, Result, StoreError};
use crate::store::schema::migrate;
use crate::store::sql::header::Header;
use crate::store::sql::owner_only::{FolderLock, backups_folder, folder_of, with_suffix};
use crate::store::sql::{connection, owner_only};

/// Why a copy was not put in the place of the store; which is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The copy can't be read.
    #[error("{path} can't be read: {source}")]
    Unreadable {
        /// The copy.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Bytes have changed since the copy was written.
    #[error("{0} is not what its hash says")]
    Altered(PathBuf),
    /// The copy is no sound store.
    #[error("{0} is damaged")]
    Damaged(PathBuf),
    /// The copy is the store itself.
    #[error("{0} is the store itself")]
    Itself(PathBuf),
    /// Another window has the store open.
    #[error("another window has the store open")]
    OtherWindow,
    /// A file beside the store could not be written or moved.
    #[error("{path} can't be written: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The present store could not be copied first.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The copy is no store, is newer than this program, or the store can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Restored<T> = std::result::Result<T, RestoreError>;

/// A copy that was checked, brought to this program's schema, and may take the place of the store.
#[derive(Debug)]
pub struct Candidate {
    store: PathBuf,
    /// Where a link to the store leads: the file is moved, the link stays.
    file: PathBuf,
    copy: PathBuf,
    /// What its hash said.
    pub checked: Checked,
    /// Its schema, when it is older than this program's.
    pub older: Option<i64>,
    /// How many events it holds, deleted ones aside.
    pub events: u64,
    // The folder of `copy`, removed when this is dropped; and what holds the store's meanwhile.
    _side: TempDir,
    _held: FolderLock,
}

/// What was done with the store that stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The copy made of it, where it could be read whole.
    pub backup: Option<PathBuf>,
    /// Where it was moved as it was, where it could not.
    pub aside: Option<PathBuf>,
}

impl Candidate {
    /// Checks the copy `source`, to take the place of the store at `store`.
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
        let held = FolderLock::new(folder).map_err(io)?;
        let held = held.ok_or(RestoreError::OtherWindow)?;
        let side = owner_only::side_folder(folder).map_err(io)?;
        let copy = side.path().join("copie.db");
        owner_only::copy(source, &copy).map_err(io)?;
        // A store in use elsewhere, copied by hand with its log.
        let log = with_suffix(source, "-wal");
        if log.is_file() {
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
            _held: held,
        })
    }

    /// What would change in `present`, the store as it is.
    pub fn compare(&self, present: &Store) -> Result<Difference> {
        compare::compare(&present.connection, &self.copy)
    }

    /// Puts the copy in the place of the store, of which a copy is made first.
    ///
    /// # Errors
    /// [`RestoreError::OtherWindow`] when another window has the store open, and any other: the
    /// store is then where it was.
    pub fn put_in_place(self, now: DateTime<Utc>) -> Restored<Replaced> {
        let store = &self.file;
        if !store.exists() {
            // The log of a store that is gone is not the copy's: SQLite would read it as such.
            for suffix in ["-wal", "-shm"] {
                let _ = fs::remove_file(with_suffix(store, suffix));
            }
            self.move_in()?;
            return Ok(Replaced {
                backup: None,
                aside: None,
            });
        }
        alone(store)?;
        let backup = match copy_present(&self.store, now) {
            Ok(path) => Some(path),
            Err(RestoreError::Damaged(_)) => None,
            Err(error) => return Err(error),
        };
        alone(store)?;
        // Closed whole, the store is one file: the copy replaces it in one move.
        let log = with_suffix(store, "-wal");
        let is_whole = backup.is_some() && fs::metadata(&log).map_or(0, |log| log.len()) == 0;
        if is_whole {
            for suffix in ["-wal", "-shm"] {
                let _ = fs::remove_file(with_suffix(store, suffix));
            }
            self.move_in()?;
            return Ok(Replaced {
                backup,
                aside: None,
            });
        }
        let aside = move_aside(store, now)?;
        if let Err(error) = self.move_in() {
            move_all(&aside, store)?;
            return Err(error);
        }
        Ok(Replaced {
            backup,
            aside: Some(aside),
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

/// Checks the copy of the copy and migrates it; answers its schema where it was older, and how many
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
    Store::over(connection, copy.to_owned(), soundness).close()?;
    let synced = fs::File::open(copy).and_then(|file| file.sync_all());
    synced.map_err(StoreError::Io)?;
    Ok(((found < migrate::NEWEST).then_some(found), events))
}

/// The same error, said of the file that the user named.
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
/// [`RestoreError::Damaged`] when it can't be read whole: no copy of it would be one.
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

/// Makes sure that no other window has the store open. Nothing is written there.
fn alone(store: &Path) -> Restored<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let attempt = || -> rusqlite::Result<()> {
        let connection = Connection::open_with_flags(store, flags)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")
    };
    match attempt().map_err(StoreError::from) {
        Err(StoreError::Busy) => Err(RestoreError::OtherWindow),
        // One that is damaged is not open in another window: it would not open.
        _ => Ok(()),
    }
}

/// Moves the store with its log into the folder of the copies, as it is.
fn move_aside(store: &Path, now: DateTime<Utc>) -> Restored<PathBuf> {
    let folder = backups_folder(store);
    let io = |source| RestoreError::Io {
        path: folder.clone(),
        source,
    };
    owner_only::create_folder(&folder).map_err(io)?;
    let day = now.format("%Y-%m-%d");
    let stem = owner_only::stem(store);
    let mut aside = folder.join(format!("{stem}-{day}-abime.db"));
    for number in 2.. {
        if aside.symlink_metadata().is_err() {
            break;
        }
        aside = folder.join(format!("{stem}-{day}-abime-{number}.db"));
    }
    if let Err(error) = move_all(store, &aside) {
        // What was moved comes back.
        let _ = move_all(&aside, store);
        return Err(error);
    }
    owner_only::sync_folder(&folder).map_err(io)?;
    Ok(aside)
}

/// Renames a file with its log: the file first, a log alone can't be taken for another's.
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
