//! Connections to the file: how each kind is opened, set up and checked.

use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::functions;
use super::header::{APPLICATION_ID, Header};
use super::kept_open::read_at;
use super::owner_only::with_suffix;
use super::regular_file::ensure_database;
use crate::platform::{files, names};
use crate::store::error::{Result, StoreError};

/// How long a write waits for that of another process.
pub(in crate::store) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long opening waits for another process: the caller says that it waits, and tries again.
const OPENING_TIMEOUT: Duration = Duration::from_millis(400);

/// Opens the file to read and write it. It is not set up yet: see [`configure`].
pub(in crate::store) fn connect(path: &Path) -> Result<Connection> {
    ensure_database(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| match &error {
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.code == rusqlite::ErrorCode::CannotOpen =>
        {
            let opened = std::fs::OpenOptions::new().write(true).open(path);
            match opened {
                // An antivirus or a sync client: waited for, as another window is.
                Err(error) if files::is_in_use(&error) && path.exists() => StoreError::Busy,
                _ => StoreError::ReadOnly(path.to_owned()),
            }
        }
        _ => error.into(),
    })?;
    connection.busy_timeout(OPENING_TIMEOUT)?;
    functions::register(&connection)?;
    Ok(connection)
}

/// Opens the file for a thread that reads it once: with a small cache, as fast for that.
pub(in crate::store) fn connect_light(path: &Path) -> Result<Connection> {
    let connection = connect(path)?;
    connection.pragma_update(None, "cache_size", -256)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Opens the file to read it, with the log of other processes where there is one, and without
/// folding that log into the file at the end.
pub(in crate::store) fn connect_read_only(path: &Path) -> Result<Connection> {
    ensure_database(path)?;
    if !with_suffix(path, "-wal").exists() {
        return open_unchanging(path);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    functions::register(&connection)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Opens a file that no process writes, to read it: nothing is written there, nor next to it.
pub(in crate::store) fn open_unchanging(path: &Path) -> Result<Connection> {
    ensure_database(path)?;
    let uri = unchanging_uri(&sqlite_name(path)?);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    functions::register(&connection)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Returns the URI of a file that no process writes (sqlite.org/uri.html). Each byte of its name that is not
/// plain is encoded, `\` too: read as `/`, that of a share of Windows would lose its server.
fn unchanging_uri(name: &[u8]) -> String {
    let mut uri = "file:".to_owned();
    for &byte in name {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// Opens an empty database in memory.
pub(in crate::store) fn connect_in_memory() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    functions::register(&connection)?;
    Ok(connection)
}

/// Returns a path as the text that SQLite takes for a file name, whatever its bytes; never one that
/// it reads as a URI.
pub(in crate::store) fn sqlite_name(path: &Path) -> io::Result<Vec<u8>> {
    let path = std::path::absolute(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        Ok(path.as_os_str().as_bytes().to_vec())
    }
    #[cfg(not(unix))]
    {
        let text = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
        Ok(text.as_bytes().to_vec())
    }
}

/// Sets a connection up to read and write a store.
pub(in crate::store) fn configure(connection: &Connection) -> Result<()> {
    configure_reading(connection)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // On a network share, each computer has shared memory of its own: with a WAL they would not see each
    // other's changes (sqlite.org/wal.html, "all processes must be on the same host").
    let wished = if is_on_share(connection) {
        "DELETE"
    } else {
        "WAL"
    };
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", wished, |row| row.get(0))?;
    // A network folder has no shared memory and keeps its own journal mode: EXTRA makes that one
    // as durable as FULL is with a WAL.
    let synchronous = if mode == "wal" { "FULL" } else { "EXTRA" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "journal_size_limit", 4 * 1024 * 1024)?;
    // A save does not pay for folding the log into the file: leaving does, and a log of some 8 MiB.
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    Ok(())
}

/// Whether the file is on a share of Windows, or on a disk that is one.
fn is_on_share(connection: &Connection) -> bool {
    let path = connection.path().filter(|_| cfg!(windows));
    let resolved = path.and_then(|path| files::resolve(Path::new(path)).ok());
    resolved.is_some_and(|path| names::is_on_share(&path.to_string_lossy()))
}

/// Sets a connection up to read a store.
pub(in crate::store) fn configure_reading(connection: &Connection) -> Result<()> {
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
    Ok(())
}

/// Folds the log into the file and empties it, and returns whether another process did not prevent it
/// (sqlite.org/pragma.html#pragma_wal_checkpoint).
pub(in crate::store) fn fold(connection: &Connection) -> Result<bool> {
    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
    let is_busy: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(is_busy == 0)
}

/// Runs `work`, which reads much of the file in another order than its own, with a cache of `kib`
/// KiB, freed at the end.
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

/// Whether the database carries the mark of a Carnet store.
pub(in crate::store) fn is_store(connection: &Connection) -> rusqlite::Result<bool> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(application == APPLICATION_ID)
}

/// Returns what `integrity_check` finds wrong, up to `limit` lines; nothing for a sound file.
pub(in crate::store) fn integrity_check(
    connection: &Connection,
    limit: usize,
) -> Result<Vec<String>> {
    check(connection, "integrity_check", limit)
}

/// Returns the first thing that `quick_check` finds wrong (sqlite.org/pragma.html#pragma_quick_check).
pub(in crate::store) fn quick_check(connection: &Connection) -> Result<Option<String>> {
    Ok(check(connection, "quick_check", 1)?.into_iter().next())
}

fn check(connection: &Connection, pragma: &str, limit: usize) -> Result<Vec<String>> {
    let wrong = lines(connection, pragma, limit)?;
    if wrong.is_empty() {
        return Ok(wrong);
    }
    // A page that the disk fails to give is reported as a damaged one.
    if let Some(path) = connection.path().filter(|path| !path.is_empty()) {
        read_whole(Path::new(path)).map_err(|error| StoreError::Disk(error.to_string()))?;
    }
    Ok(lines(connection, pragma, limit)?)
}

fn lines(connection: &Connection, pragma: &str, limit: usize) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA {pragma}({limit})"))?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let lines = lines.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Reads every byte of the file, and fails when the disk does.
pub(in crate::store) fn read_whole(path: &Path) -> io::Result<()> {
    const PIECE: usize = 64 << 10;
    let mut at = 0;
    while read_at(path, at, PIECE)?.len() == PIECE {
        at += PIECE as u64;
    }
    Ok(())
}

/// Returns what an error that says that the file at `path` is damaged is worth: a page that the disk fails
/// to give can look damaged.
pub fn confirm_damage(path: &Path, error: StoreError) -> StoreError {
    let StoreError::Damaged(damage) = error else {
        return error;
    };
    // SQLite takes an empty file for a sound one.
    if Header::read(path).is_ok_and(|header| !header.is_sqlite()) {
        return StoreError::Damaged(damage);
    }
    let again = read_whole(path)
        .map_err(StoreError::from)
        .and_then(|()| connect_light(path))
        .and_then(|connection| quick_check(&connection));
    match again {
        Ok(None) | Err(StoreError::Disk(_) | StoreError::Io(_)) => StoreError::Disk(damage),
        _ => StoreError::Damaged(damage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_keeps_its_server_in_a_uri() {
        for (name, uri) in [
            (
                r"\\nas\commun\é.db",
                "file:%5C%5Cnas%5Ccommun%5C%C3%A9.db?immutable=1",
            ),
            (
                r"C:\Users\carnet.db",
                "file:C%3A%5CUsers%5Ccarnet.db?immutable=1",
            ),
            ("/home/eve/a b.db", "file:/home/eve/a%20b.db?immutable=1"),
        ] {
            assert_eq!(unchanging_uri(name.as_bytes()), uri);
        }
    }
}
