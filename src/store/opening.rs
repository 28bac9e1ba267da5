//! Opening and creating the file, in an order that never writes before it knows.
//!
//! A file is never created by opening it, and what is not known to be a store is never written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::background::BackgroundTasks;
use super::error::{Result, StoreError};
use super::safety::backup;
use super::safety::retention::Reason;
use super::schema::migrate;
use super::sql::owner_only::folder_of;
use super::sql::{functions, owner_only};
use super::{BackupError, Note, Store};

/// How large the pages of a new store are, in bytes. A change of one event writes some twenty pages,
/// little of each: with SQLite's usual 4096 it writes twice as much.
const PAGE_SIZE: i64 = 2048;

/// How long to wait for another window's write.
pub(in crate::store) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long to wait for another program's hold while opening: whoever opens says that it waits, and
/// tries again.
const HELD_TIMEOUT: Duration = Duration::from_millis(400);

impl Store {
    /// Opens the store at `path`, or creates it where there is no file.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::create`].
    pub fn open_or_create(path: &Path) -> Result<Self> {
        Self::open_or_create_at(path, Utc::now())
    }

    /// As [`Store::open_or_create`], the time passed in.
    pub fn open_or_create_at(path: &Path, now: DateTime<Utc>) -> Result<Self> {
        match Self::open_at(path, now) {
            Err(StoreError::Missing(_)) => match Self::create(path) {
                // Another window was quicker.
                Err(StoreError::AlreadyThere(_)) => Self::open_at(path, now),
                created => created,
            },
            opened => opened,
        }
    }

    /// Opens the store at `path` now.
    ///
    /// # Errors
    /// As [`Store::open_at`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_at(path, Utc::now())
    }

    /// Opens the store at `path`, and gives it back to its owner alone where others could read it
    /// (see [`Store::notes`]). A store of an older schema is copied, then migrated.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAStore`] for an empty or foreign file,
    /// [`StoreError::Newer`], [`StoreError::NotCopied`]; in each case the file is untouched.
    pub fn open_at(path: &Path, now: DateTime<Utc>) -> Result<Self> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Missing(path.to_owned()));
            }
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(StoreError::ReadOnly(path.to_owned()));
            }
            Err(error) => return Err(error.into()),
        };
        if !metadata.is_file() || !has_sqlite_header(path)? {
            return Err(not_a_store(path));
        }
        let mut connection = connect(path)?;
        let found = recognise(path, &connection)?;
        let notes = mend(path);
        if found < migrate::NEWEST {
            let copied = backup::into_folder(&connection, path, Reason::Migration, now);
            copied.map_err(|error| match error {
                // Another window migrates: it is to be waited for.
                BackupError::Busy => StoreError::Busy,
                error => StoreError::NotCopied(Box::new(error)),
            })?;
        }
        configure(&connection)?;
        if found < migrate::NEWEST {
            migrate::migrate(&mut connection)?;
        }
        let store = Self::ready(connection, path.to_owned(), notes);
        store.set_patience(BUSY_TIMEOUT)?;
        Ok(store)
    }

    /// Has a write wait so long for that of another window before it answers [`StoreError::Busy`].
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn set_patience(&self, longest: Duration) -> Result<()> {
        Ok(self.connection.busy_timeout(longest)?)
    }

    /// Creates a store at `path`, its folder too (0700), the file readable by its owner alone
    /// (0600). It is made beside and takes its name whole: a creation cut short leaves no file
    /// there.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], and [`StoreError::Folder`] when the folder can't be written.
    pub fn create(path: &Path) -> Result<Self> {
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
        // FolderLock, so that what an earlier creation left unfinished is removed.
        let _held = owner_only::FolderLock::new(folder_of(path)).map_err(refused)?;
        let side = owner_only::side_folder(folder_of(path)).map_err(refused)?;
        let new = side.path().join("carnet.db");
        create_private(&new).map_err(refused)?;
        let mut connection = connect(&new)?;
        connection.pragma_update(None, "page_size", PAGE_SIZE)?;
        configure(&connection)?;
        migrate::migrate(&mut connection)?;
        Self::ready(connection, new.clone(), Vec::new()).close()?;
        let new = tempfile::TempPath::try_from_path(new).map_err(refused)?;
        new.persist_noclobber(path)
            .map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => StoreError::AlreadyThere(path.to_owned()),
                _ => refused(error.error),
            })?;
        Self::open(path)
    }

    /// Makes an empty store in memory.
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        functions::register(&connection)?;
        configure(&connection)?;
        migrate::migrate(&mut connection)?;
        Ok(Self::ready(connection, PathBuf::new(), Vec::new()))
    }

    fn ready(connection: Connection, path: PathBuf, notes: Vec<Note>) -> Self {
        connection.set_prepared_statement_cache_capacity(64);
        Self {
            identity: Identity::of(&path),
            connection,
            path,
            notes,
            backup_day: None,
            is_trimmed: false,
            soundness: Arc::default(),
            aside: BackgroundTasks::default(),
        }
    }
}

/// Which file stands at a path: its device and its number there; none where there is no file, and
/// on systems that let nobody move a file that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Identity(Option<(u64, u64)>);

impl Identity {
    #[cfg(unix)]
    pub(in crate::store) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = fs::metadata(path).ok();
        Self(metadata.map(|metadata| (metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(in crate::store) fn of(_: &Path) -> Self {
        Self(None)
    }
}

/// Gives what others could read back to its owner alone; answers what is to be told of it.
fn mend(path: &Path) -> Vec<Note> {
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

/// What a file without SQLite's header is: one that has copies beside it was a store.
pub(in crate::store) fn not_a_store(path: &Path) -> StoreError {
    match backup::backups(path) {
        Ok(copies) if path.is_file() && !copies.is_empty() => {
            StoreError::Damaged("its header is not SQLite's".to_owned())
        }
        _ => StoreError::NotAStore(path.to_owned()),
    }
}

/// Checks, without writing, that the file is a store this program can open; answers its schema.
pub(in crate::store) fn recognise(path: &Path, connection: &Connection) -> Result<i64> {
    let not_a_store = || StoreError::NotAStore(path.to_owned());
    let application: i64 =
        match connection.pragma_query_value(None, "application_id", |row| row.get(0)) {
            Ok(application) => application,
            Err(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == rusqlite::ErrorCode::NotADatabase =>
            {
                return Err(not_a_store());
            }
            Err(error) => return Err(error.into()),
        };
    if application != migrate::APPLICATION_ID {
        return Err(not_a_store());
    }
    let found = migrate::version(connection)?;
    if found > migrate::NEWEST {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: migrate::NEWEST,
        });
    }
    Ok(found)
}

/// Whether the file begins as SQLite's do (sqlite.org/fileformat.html, 1.3).
pub(in crate::store) fn has_sqlite_header(path: &Path) -> Result<bool> {
    use io::Read as _;
    let mut header = [0u8; 16];
    let mut file = fs::File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => StoreError::ReadOnly(path.to_owned()),
        _ => error.into(),
    })?;
    match file.read_exact(&mut header) {
        Ok(()) => Ok(&header == b"SQLite format 3\0"),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::store) fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| match &error {
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.code == rusqlite::ErrorCode::CannotOpen =>
        {
            StoreError::ReadOnly(path.to_owned())
        }
        _ => error.into(),
    })?;
    connection.busy_timeout(HELD_TIMEOUT)?;
    functions::register(&connection)?;
    Ok(connection)
}

pub(in crate::store) fn configure(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // A statement is planned once, whatever values it is then given: bundled with statistics of
    // values, SQLite would plan it again for each (sqlite.org/queryplanner-ng.html#qpstab).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    // The system keeps the file in memory already: this is enough for what is read again and again.
    connection.pragma_update(None, "cache_size", -512)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    // A network folder has no shared memory and keeps its own journal mode: EXTRA makes that one
    // as durable as FULL is with a WAL.
    let synchronous = if mode == "wal" { "FULL" } else { "EXTRA" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "journal_size_limit", 4 * 1024 * 1024)?;
    // A save is not the one that pays for folding the log into the file: leaving does that, and a
    // log of some 8 MiB.
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    Ok(())
}

/// Runs `work`, which goes through much of the file in another order than its own, with more of it
/// kept in memory: this many KiB, given back at the end.
pub(in crate::store) fn with_cache<T>(
    connection: &Connection,
    kib: i64,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let usual: i64 = connection.pragma_query_value(None, "cache_size", |row| row.get(0))?;
    connection.pragma_update(None, "cache_size", -kib)?;
    let done = work();
    connection.pragma_update(None, "cache_size", usual)?;
    connection.release_memory()?;
    done
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}
