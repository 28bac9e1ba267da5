//! Writes one copy of the store: SQLite writes it, it is read again and compared, and then gets its name.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tempfile::TempPath;

use crate::store::error::{BackupError, StoreError};
use crate::store::sql::owner_only::{Flush, folder_of};
use crate::store::sql::side_folder::SideFolder;
use crate::store::sql::{connection, log, owner_only};

/// A copy that was just made and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// Its path.
    pub path: PathBuf,
    /// Its size, in bytes.
    pub size: u64,
    /// How many events it holds, without the deleted ones.
    pub events: u64,
}

/// Returns the path of the SHA-256 of a copy.
pub(in crate::store) fn hash_of(copy: &Path) -> PathBuf {
    owner_only::with_suffix(copy, ".sha256")
}

/// Writes a copy in a side folder, checks it, then renames it to `target`.
pub(in crate::store) fn write(
    connection: &Connection,
    target: &Path,
    overwrite: bool,
) -> std::result::Result<BackupReport, BackupError> {
    let io = |source| BackupError::Io {
        path: target.to_owned(),
        source,
    };
    let side = SideFolder::new(folder_of(target)).map_err(io)?;
    let copy = side.file(SideFolder::COPY);
    owner_only::create_file(&copy).map_err(io)?;
    let events = copy_checked(connection, &copy)?;
    let size = fs::metadata(&copy).map_err(io)?.len();
    let hash = owner_only::sha256(&copy).map_err(io)?;

    // A copy without a hash is still a copy; one next to another's hash would pass for damaged.
    if overwrite {
        remove(&hash_of(target)).map_err(io)?;
    }
    let place = |from: PathBuf, to: &Path, overwrite| {
        let from = TempPath::try_from_path(from)?;
        owner_only::put_in_place(from, to, overwrite)
    };
    let placed = place(copy, target, overwrite).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::AlreadyThere(target.to_owned()),
        _ => io(error),
    })?;
    // From here on, the copy is there.
    let hashed =
        write_hash(&side, target, &hash).and_then(|hash| place(hash, &hash_of(target), true));
    match (placed, hashed) {
        (Flush::Done, Ok(Flush::Done)) => Ok(BackupReport {
            path: target.to_owned(),
            size,
            events,
        }),
        (Flush::Failed(source), _) | (_, Ok(Flush::Failed(source)) | Err(source)) => {
            Err(BackupError::NotFlushed {
                path: target.to_owned(),
                source,
            })
        }
    }
}

/// Writes the SHA-256 of a copy as `sha256sum` does, in the side folder.
fn write_hash(side: &SideFolder, copy: &Path, hash: &str) -> io::Result<PathBuf> {
    let name = copy.file_name().unwrap_or_default().to_string_lossy();
    let path = side.file(SideFolder::HASH);
    let mut file = owner_only::create_file(&path)?;
    file.write_all(format!("{hash}  {name}\n").as_bytes())?;
    Ok(path)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies the store into the empty file `side`, compares, and returns how many events it has.
fn copy_checked(source: &Connection, side: &Path) -> std::result::Result<u64, BackupError> {
    let version = || source.pragma_query_value(None, "data_version", |row| row.get(0));
    let name = connection::sqlite_name(side).map_err(StoreError::Io)?;
    let before: i64 = version()?;
    source.execute(
        "VACUUM INTO ?1",
        [ToSqlOutput::Borrowed(ValueRef::Text(&name))],
    )?;
    draw_mark_of_copy(side)?;
    let live = counts(source)?;
    let has_changed = version()? != before;
    let copy = connection::open_unchanging(side)?;
    if let Some(wrong) = connection::integrity_check(&copy, 1)?.into_iter().next() {
        return Err(BackupError::Unfaithful(wrong));
    }
    // When another process wrote in the meantime, the copy is sound, and as of the moment it began.
    let copied = counts(&copy)?;
    if copied != live && !has_changed {
        let wrong = format!("{copied:?} rows, not {live:?}");
        return Err(BackupError::Unfaithful(wrong));
    }
    Ok(events(&copy)?)
}

/// Gives a copy, whose rows are on other pages than in the store, a mark of its own: the store's log
/// must not pass for the copy's.
fn draw_mark_of_copy(copy: &Path) -> Result<(), BackupError> {
    let copy = connection::connect(copy)?;
    // The whole file is flushed, or removed.
    copy.pragma_update(None, "synchronous", "OFF")?;
    copy.pragma_update(None, "journal_mode", "MEMORY")?;
    // The copy before a migration may have no marks yet.
    if copy.column_exists(None, "recording", "mark")? {
        log::draw_mark(&copy)?;
    }
    Ok(())
}

/// Returns how many rows each table has, by its name.
pub(in crate::store) fn counts(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut tables = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'
         ORDER BY name",
    )?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?;
    names
        .map(|name| {
            let name = name?;
            let quoted = name.replace('"', "\"\"");
            let sql = format!("SELECT count(*) FROM \"{quoted}\"");
            Ok((name, connection.query_row(&sql, [], |row| row.get(0))?))
        })
        .collect()
}

/// Returns how many events there are, without the deleted ones; 0 in a schema older than events.
pub(in crate::store) fn events(connection: &Connection) -> rusqlite::Result<u64> {
    if !connection.table_exists(None, "event")? {
        return Ok(0);
    }
    let sql = "SELECT count(*) FROM event WHERE deleted_at IS NULL";
    let events: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(u64::try_from(events).unwrap_or(0))
}
