//! Opening and creating the file, in the order that `STORE` measurements settled.
//!
//! A file is never created by opening it, and never written before it is known to be a store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{Result, StoreError};
use super::{Store, functions, journal, migrate};

/// How long to wait for another window's write.
const BUSY: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the store at `path`, or creates it where there is no file.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::create`].
    pub fn open_or_create(path: &Path) -> Result<Self> {
        match Self::open(path) {
            Err(StoreError::Missing(_)) => match Self::create(path) {
                // Another window was quicker.
                Err(StoreError::AlreadyThere(_)) => Self::open(path),
                created => created,
            },
            opened => opened,
        }
    }

    /// Opens the store at `path`. A store of an older schema is copied beside itself, then migrated.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAStore`] for an empty or foreign file,
    /// [`StoreError::Newer`]; in each case the file is untouched.
    pub fn open(path: &Path) -> Result<Self> {
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
            return Err(StoreError::NotAStore(path.to_owned()));
        }
        let found = recognise(path)?;
        private_file(path)?;
        let mut connection = connect(path)?;
        if found < migrate::NEWEST {
            let copy = beside(path, &format!("avant-schema-{}", migrate::NEWEST));
            copy_to(&connection, &copy)?;
        }
        configure(&connection)?;
        migrate::migrate(&mut connection)?;
        Self::ready(connection, path.to_owned())
    }

    /// Creates a store at `path`, its folder too (0700), the file readable by its owner alone (0600).
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], and [`StoreError::Folder`] when the folder can't be written.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            private_folder(folder).map_err(|source| StoreError::Folder {
                path: folder.to_owned(),
                source,
            })?;
        }
        create_private(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::AlreadyThere(path.to_owned()),
            _ => StoreError::Folder {
                path: folder.unwrap_or(Path::new(".")).to_owned(),
                source: error,
            },
        })?;
        let created = connect(path).and_then(|mut connection| {
            configure(&connection)?;
            migrate::migrate(&mut connection)?;
            Self::ready(connection, path.to_owned())
        });
        if created.is_err() {
            // The file was ours and holds nothing yet: leave no empty store behind.
            let _ = fs::remove_file(path);
        }
        created
    }

    /// Makes a store in memory, for the demonstration's preview and for tests.
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        functions::register(&connection)?;
        configure(&connection)?;
        migrate::migrate(&mut connection)?;
        Self::ready(connection, PathBuf::new())
    }

    fn ready(connection: Connection, path: PathBuf) -> Result<Self> {
        connection.set_prepared_statement_cache_capacity(64);
        journal::trim(&connection)?;
        Ok(Self {
            identity: Identity::of(&path),
            connection,
            path,
        })
    }
}

/// Which file stands at a path: its device and its number there; none where there is no file, and
/// on systems that let nobody move a file that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Identity(Option<(u64, u64)>);

impl Identity {
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = fs::metadata(path).ok();
        Self(metadata.map(|metadata| (metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Self {
        Self(None)
    }
}

/// Checks, without writing, that the file is a store this program can open; answers its schema.
fn recognise(path: &Path) -> Result<i64> {
    let not_a_store = || StoreError::NotAStore(path.to_owned());
    let connection = connect(path)?;
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
    let found = migrate::version(&connection)?;
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
fn has_sqlite_header(path: &Path) -> Result<bool> {
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

fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| match &error {
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.code == rusqlite::ErrorCode::CannotOpen =>
        {
            StoreError::ReadOnly(path.to_owned())
        }
        _ => error.into(),
    })?;
    connection.busy_timeout(BUSY)?;
    functions::register(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
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
    Ok(())
}

/// Copies the store as it stands into a new private file, whole or not at all.
pub(super) fn copy_to(connection: &Connection, target: &Path) -> Result<()> {
    let side = beside(target, "tmp");
    let _ = fs::remove_file(&side);
    create_private(&side)?;
    let name = side.to_string_lossy();
    let copied = connection
        .execute("VACUUM INTO ?1", [name.as_ref()])
        .map_err(StoreError::from);
    let copied = copied.and_then(|_| {
        fs::File::open(&side)?.sync_all()?;
        Ok(fs::rename(&side, target)?)
    });
    if copied.is_err() {
        let _ = fs::remove_file(&side);
    }
    copied
}

/// `carnet.db` and `avant-schema-3` give `carnet.avant-schema-3.db`.
fn beside(path: &Path, word: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{word}.{extension}"))
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

/// Makes the folders that are missing, for the user alone; a folder already there is left as it is.
#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Gives the file back to its owner alone, where a copy or a restore opened it to others.
#[cfg(unix)]
fn private_file(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn private_file(_: &Path) -> Result<()> {
    Ok(())
}
