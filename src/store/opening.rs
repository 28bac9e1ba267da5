//! Opens and creates the file. Opening never creates one, and never writes to a file that is not
//! known to be a store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::error::{BackupError, Result, StoreError};
use super::safety::backup::{self, not_a_store};
use super::safety::retention::Reason;
use super::safety::{siblings, stray_log};
use super::schema::migrate;
use super::sql::access::{self, Access, PrivateCopy};
use super::sql::connection::{BUSY_TIMEOUT, configure, connect, connect_in_memory, fold};
use super::sql::header::Header;
use super::sql::log::{LogOwner, log_owner};
use super::sql::owner_only;
use super::sql::owner_only::folder_of;
use super::sql::side_folder::SideFolder;
use super::{Note, Store};

/// The page size of a new store, in bytes. A change of one event writes some twenty pages, little of
/// each: with SQLite's usual 4096 it writes twice as much.
const PAGE_SIZE: i64 = 2048;

impl Store {
    /// Opens the store at `path`, or creates it where there is no file.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::create`].
    pub fn open_or_create(path: &Path) -> Result<Self> {
        Self::open_or_create_at(path, Utc::now())
    }

    /// As [`Store::open_or_create`], with the time passed in.
    pub fn open_or_create_at(path: &Path, now: DateTime<Utc>) -> Result<Self> {
        match Self::open_at(path, now) {
            Err(StoreError::Missing(_)) => match Self::create(path) {
                // Another process was faster.
                Err(StoreError::AlreadyThere(_)) => Self::open_at(path, now),
                created => created,
            },
            opened => opened,
        }
    }

    /// As [`Store::open_at`], at the present time.
    ///
    /// # Errors
    /// As [`Store::open_at`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_at(path, Utc::now())
    }

    /// Opens the store at `path`, and restricts it to its owner when other users could read it (see
    /// [`Store::notes`]). A store of an older schema is copied, then migrated. One that can't be written
    /// is opened to be read (see [`Store::is_read_only`]).
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAStore`] for an empty or foreign file,
    /// [`StoreError::Newer`], [`StoreError::NotCopied`]; in each case the file is untouched.
    pub fn open_at(path: &Path, now: DateTime<Utc>) -> Result<Self> {
        let unreadable = |error| StoreError::unreadable(path, error);
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() || !Header::read(path).map_err(unreadable)?.is_sqlite() {
            return Err(not_a_store(path));
        }
        match Self::open_to_write(path, now) {
            Err(error) if error.refuses_writing() => Self::open_to_read(path, now),
            opened => opened,
        }
    }

    fn open_to_write(path: &Path, now: DateTime<Utc>) -> Result<Self> {
        // Before SQLite reads it.
        let stray_log = stray_log::move_stray_log(path, now)?;
        let mut connection = connect(path)?;
        if connection.is_readonly("main")? {
            return Err(StoreError::OnlyRead);
        }
        let found = migrate::supported_version(path, &connection)?;
        let mut notes = restrict(path);
        notes.extend(stray_log);
        let conflicts = siblings::conflict_copies(path);
        if !conflicts.is_empty() {
            notes.push(Note::ConflictCopies(conflicts));
        }
        if found < migrate::NEWEST {
            let copied = backup::into_folder(&connection, path, Reason::Migration, now);
            copied.map_err(|error| match error {
                // Another process is migrating it: the caller waits.
                BackupError::Busy => StoreError::Busy,
                error => StoreError::NotCopied(Box::new(error)),
            })?;
        }
        configure(&connection)?;
        if found < migrate::NEWEST {
            migrate::migrate(&mut connection)?;
            // So that the file has its mark: what prevents it prevents nothing else.
            let _ = fold(&connection);
        }
        let store = Self::ready(connection, path.to_owned(), notes);
        store.watch.now.set(now);
        store.set_write_timeout(BUSY_TIMEOUT)?;
        Ok(store)
    }

    /// Opens a store that can't be written: nothing is changed there, nor next to it.
    fn open_to_read(path: &Path, now: DateTime<Utc>) -> Result<Self> {
        let has_stray_log = log_owner(path)? == LogOwner::Another;
        let has_log = !access::logs(path)?.is_empty();
        let mut access = Access::ReadOnly(path.to_owned());
        let found = match has_log {
            true => None,
            false => Some(migrate::supported_version(path, &access.connect()?)?),
        };
        let mut is_older = found.is_some_and(|found| found < migrate::NEWEST);
        if has_log || is_older {
            let copy = PrivateCopy::of(path)?;
            let mut connection = connect(&copy.path())?;
            is_older = migrate::supported_version(path, &connection)? < migrate::NEWEST;
            configure(&connection)?;
            migrate::migrate(&mut connection)?;
            fold(&connection)?;
            drop(connection);
            access = Access::PrivateCopy(Arc::new(copy));
        }
        let mut notes = vec![Note::ReadOnly {
            has_log,
            is_older,
            has_stray_log,
        }];
        let conflicts = siblings::conflict_copies(path);
        if !conflicts.is_empty() {
            notes.push(Note::ConflictCopies(conflicts));
        }
        let mut store = Self::ready(access.connect()?, path.to_owned(), notes);
        store.access = access;
        store.watch.now.set(now);
        Ok(store)
    }

    /// Sets how long a write waits for that of another process before it fails with
    /// [`StoreError::Busy`].
    pub fn set_write_timeout(&self, timeout: Duration) -> Result<()> {
        Ok(self.connection.busy_timeout(timeout)?)
    }

    /// Creates a store at `path` (0600), with its folder (0700). It is written in a side folder and
    /// renamed when it is complete: an interrupted creation leaves no file at `path`.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], and [`StoreError::Folder`] when the folder can't be written.
    pub fn create(path: &Path) -> Result<Self> {
        Self::create_filled(path, |_| Ok(()))?;
        Self::open(path)
    }

    /// As [`Store::create`], with what `fill` writes in it; the store is not opened.
    pub fn create_filled(path: &Path, fill: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            owner_only::create_folder(folder).map_err(|source| StoreError::Folder {
                path: folder.to_owned(),
                source,
            })?;
        }
        let refused = |source| StoreError::Folder {
            path: folder_of(path).to_owned(),
            source,
        };
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::AlreadyThere(path.to_owned()));
        }
        // Removes what an interrupted creation left.
        let _lock = owner_only::FolderLock::new(folder_of(path)).map_err(refused)?;
        let side = SideFolder::new(folder_of(path)).map_err(refused)?;
        let new = side.file(SideFolder::STORE);
        owner_only::create_file(&new).map_err(refused)?;
        let mut connection = connect(&new)?;
        connection.pragma_update(None, "page_size", PAGE_SIZE)?;
        configure(&connection)?;
        migrate::migrate(&mut connection)?;
        let mut store = Self::ready(connection, new.clone(), Vec::new());
        fill(&mut store)?;
        store.close_whole()?;
        let new = tempfile::TempPath::try_from_path(new).map_err(refused)?;
        new.persist_noclobber(path)
            .map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => StoreError::AlreadyThere(path.to_owned()),
                _ => refused(error.error),
            })
    }

    /// Creates an empty store in memory.
    pub fn in_memory() -> Result<Self> {
        let mut connection = connect_in_memory()?;
        configure(&connection)?;
        migrate::migrate(&mut connection)?;
        Ok(Self::ready(connection, PathBuf::new(), Vec::new()))
    }

    fn ready(connection: Connection, path: PathBuf, notes: Vec<Note>) -> Self {
        connection.set_prepared_statement_cache_capacity(64);
        let mut store = Self::over(connection, path, Arc::default());
        store.notes = notes;
        store
    }
}

/// Restricts what other users could read to its owner, and returns what to show of it.
fn restrict(path: &Path) -> Vec<Note> {
    let open = owner_only::loose_permissions(path);
    let (mended, left): (Vec<_>, Vec<_>) =
        open.into_iter().partition(owner_only::restrict_to_owner);
    let mut notes = Vec::new();
    if !mended.is_empty() {
        notes.push(Note::Mended(mended));
    }
    if !left.is_empty() {
        notes.push(Note::StillOpen(left));
    }
    notes
}
