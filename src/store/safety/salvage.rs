//! Salvages what can still be read of a damaged store into a new one next to it.
//!
//! Only a copy of the damaged file is opened: nothing is written to the file itself. The history is
//! left out: half of an action can't be undone.

use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags};

use super::salvage_table::{SalvagedTable, names, save_table};
use super::{backup, copy};
use crate::platform::files;
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::schema::{derived, journal_triggers};
use crate::store::sql::functions;
use crate::store::sql::header::SQLITE_MAGIC;
use crate::store::sql::log::{LogOwner, log_owner};
use crate::store::sql::owner_only;
use crate::store::sql::owner_only::{FolderLock, folder_of, with_suffix};
use crate::store::sql::side_folder::SideFolder;

/// The most rows that are probed one by one in a hole, whatever the size of the file.
const MAX_PROBED_ROWS: i64 = 500_000;

/// How much of a file is read to guess the size of its pages, in bytes.
const PAGE_SIZE_SAMPLE: u64 = 1 << 20;

/// A lower bound of the size of a row, in bytes.
const SMALLEST_ROW: u64 = 16;

/// A store made from what could be read of a damaged one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvaged {
    /// Its path.
    pub path: PathBuf,
    /// What was saved, table by table, without the empty ones.
    pub tables: Vec<SalvagedTable>,
    /// How many events it holds, without the deleted ones.
    pub events: u64,
}

/// Writes what can be read of the store at `path` into a new store next to it.
///
/// # Errors
/// [`StoreError::Damaged`] when nothing at all can be read; no file is left then.
pub fn salvage(path: &Path, now: DateTime<Utc>) -> Result<Salvaged> {
    let folder = folder_of(path);
    let _lock = FolderLock::new(folder)?.ok_or(StoreError::Busy)?;
    let side = SideFolder::new(folder)?;
    let copy = side.file(SideFolder::DAMAGED);
    owner_only::copy(path, &copy)?;
    let log = with_suffix(path, "-wal");
    if log.is_file() && log_owner(path)? != LogOwner::Another {
        owner_only::copy(&log, &with_suffix(&copy, "-wal"))?;
    }
    repair_header(&copy)?;
    let damaged = open_damaged(&copy)?;
    let known = names(
        &damaged,
        "SELECT name FROM sqlite_schema WHERE type = 'table'",
    )
    .map_err(|_| nothing())?;

    let size = fs::metadata(&copy)?.len();
    let most_probed = i64::try_from(size / SMALLEST_ROW).unwrap_or(MAX_PROBED_ROWS);
    let most_probed = most_probed.clamp(1_000, MAX_PROBED_ROWS);

    let fresh = side.file(SideFolder::FRESH);
    let mut store = Store::create(&fresh)?;
    store
        .connection
        .pragma_update(None, "foreign_keys", false)?;
    let transaction = store.connection.transaction()?;
    journal_triggers::drop_triggers(&transaction)?;
    let mut tables = Vec::new();
    for (name, _) in copy::counts(&transaction)? {
        if !NOT_SAVED.contains(&name.as_str()) && known.contains(&name) {
            tables.push(save_table(&damaged, &transaction, &name, most_probed)?);
        }
    }
    if tables.iter().all(|table| table.saved == 0) {
        return Err(nothing());
    }
    drop_dangling_references(&transaction, &mut tables)?;
    derived::rebuild(&transaction)?;
    journal_triggers::create_triggers(&transaction)?;
    transaction.commit()?;
    let events = copy::events(&store.connection)?;
    let day = backup::today(&store.connection, now);
    store.close_whole()?;
    files::sync_file(&fresh)?;
    let target = free_name(path, &day.to_string());
    files::rename(&fresh, &target)?;
    files::sync_folder(folder)?;
    tables.retain(|table| table.saved + table.lost > 0 || table.has_holes);
    Ok(Salvaged {
        path: target,
        tables,
        events,
    })
}

/// The history, and what is derived from the rest.
const NOT_SAVED: [&str; 5] = [
    "action",
    "journal",
    "recording",
    "event_list",
    "event_words",
];

fn nothing() -> StoreError {
    StoreError::Damaged("nothing can be read".to_owned())
}

fn free_name(path: &Path, day: &str) -> PathBuf {
    let stem = owner_only::stem(path);
    let mut name = path.with_file_name(format!("{stem}-recupere-{day}.db"));
    for number in 2.. {
        if name.symlink_metadata().is_err() {
            break;
        }
        name = path.with_file_name(format!("{stem}-recupere-{day}-{number}.db"));
    }
    name
}

/// Restores, in a copy, the bytes of the header that are the same in every store
/// (sqlite.org/fileformat.html, 1.3): one wrong bit there hides all the rest.
fn repair_header(copy: &Path) -> Result<()> {
    let mut file = fs::OpenOptions::new().read(true).write(true).open(copy)?;
    let mut header = [0u8; 100];
    if file.read_exact(&mut header).is_err() {
        return Err(nothing());
    }
    let length = file.metadata()?.len();
    let fixed: [(usize, &[u8]); 5] = [
        (0, SQLITE_MAGIC),
        (16, &page_size(&header, copy, length)?.to_be_bytes()),
        // Nothing reserved in a page, the fractions of its payload.
        (20, &[0, 64, 32, 32]),
        (44, &4u32.to_be_bytes()),
        // UTF-8.
        (56, &1u32.to_be_bytes()),
    ];
    for (place, bytes) in fixed {
        file.seek(SeekFrom::Start(place as u64))?;
        file.write_all(bytes)?;
    }
    for version in [18usize, 19] {
        if !matches!(header[version], 1 | 2) {
            file.seek(SeekFrom::Start(version as u64))?;
            file.write_all(&[2])?;
        }
    }
    Ok(())
}

/// Returns the size of the pages of a store, in bytes: from the count of pages in its header, or the
/// size there, or else guessed from the pages.
fn page_size(header: &[u8; 100], copy: &Path, length: u64) -> io::Result<u16> {
    // 4096 in a store made by an earlier version.
    let known = [2048u16, 4096];
    let stated = u16::from_be_bytes([header[16], header[17]]);
    let pages = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
    let fits = |size: &u16| u64::from(*size) * u64::from(pages) == length;
    if let Some(size) = known.into_iter().find(fits) {
        return Ok(size);
    }
    if known.contains(&stated) {
        return Ok(stated);
    }
    let mut bytes = Vec::new();
    fs::File::open(copy)?
        .take(PAGE_SIZE_SAMPLE)
        .read_to_end(&mut bytes)?;
    // The middle of a page of 4096 seldom looks like the start of a b-tree page
    // (sqlite.org/fileformat.html, 1.6).
    let starts_of_pages = |first: usize| {
        let pages = bytes.chunks_exact(2048).skip(first).step_by(2);
        pages
            .filter(|page| matches!(page[0], 2 | 5 | 10 | 13))
            .count()
    };
    Ok(if 2 * starts_of_pages(1) < starts_of_pages(2) {
        4096
    } else {
        2048
    })
}

/// Opens a damaged copy so that as much of it as possible can be read.
fn open_damaged(copy: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(copy, flags)?;
    functions::register(&connection)?;
    // So that a file that is too short, or whose schema has a wrong line, can be read.
    connection.pragma_update(None, "writable_schema", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Clears the references to lost rows, and removes the rows that need them.
fn drop_dangling_references(connection: &Connection, tables: &mut [SalvagedTable]) -> Result<()> {
    let mut check = connection.prepare(
        "SELECT c.\"table\", c.rowid, f.\"from\", i.\"notnull\" OR i.pk
         FROM pragma_foreign_key_check c
         JOIN pragma_foreign_key_list(c.\"table\") f ON f.id = c.fkid
         JOIN pragma_table_info(c.\"table\") i ON i.name = f.\"from\"",
    )?;
    let dangling = check.query_map([], |row| {
        let table: String = row.get(0)?;
        let key: i64 = row.get(1)?;
        let column: String = row.get(2)?;
        let is_needed: bool = row.get(3)?;
        Ok((table, key, column, is_needed))
    })?;
    let dangling = dangling.collect::<rusqlite::Result<Vec<_>>>()?;
    for (name, key, column, is_needed) in dangling {
        let sql = if is_needed {
            format!("DELETE FROM \"{name}\" WHERE rowid = ?1")
        } else {
            format!("UPDATE \"{name}\" SET \"{column}\" = NULL WHERE rowid = ?1")
        };
        let done = connection.execute(&sql, [key])? as u64;
        if let Some(table) = tables.iter_mut().find(|table| table.name == name) {
            if is_needed {
                table.saved = table.saved.saturating_sub(done);
                table.lost += done;
            } else {
                table.partial += done;
            }
        }
    }
    Ok(())
}
