//! Copies of the store: made daily and on request, listed, thinned out.
//!
//! SQLite makes a copy itself (`VACUUM INTO`): the bytes of a file in use would lack what is in the
//! log of another process. A copy is read again and compared before it gets its name, so that a name
//! is a whole copy or nothing.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::Connection;

use super::conflicts;
use super::copy;
use super::copy::{BackupReport, hash_of};
use super::evidence::was_store;
use super::retention::{Reason, Taken, kept};
use crate::domain::time::civil_time;
use crate::domain::time::zone::Zone;
use crate::platform::files;
use crate::store::error::{BackupError, Result, StoreError};
use crate::store::records::setting_rows::zone;
use crate::store::sql::connection::confirm_damage;
use crate::store::sql::owner_only;
use crate::store::sql::owner_only::{FolderLock, backups_folder, folder_of};
use crate::store::sql::regular_file::open_regular;
use crate::store::{Note, Store};

/// The key of the last day that got its copy, in the table `memory`.
const DAILY_COPY_KEY: &str = "backup_day";

/// The size past which a file next to a copy is not its SHA-256, in bytes.
const MAX_HASH_FILE: u64 = 64 << 10;

/// A copy in the folder of the copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its path.
    pub path: PathBuf,
    /// When and why it was made, as its name says.
    pub taken: Taken,
    /// When it was last written, where the disk knows.
    pub written: Option<DateTime<Utc>>,
    /// Its size, in bytes.
    pub size: u64,
}

impl Backup {
    /// Returns the hour it was made, which its name lacks and the disk knows; `None` for a copy of the
    /// copy, written on another day.
    pub fn hour(&self, zone: Zone) -> Option<NaiveTime> {
        let written = self.written?.with_timezone(&zone);
        (written.date_naive() == self.taken.date).then(|| written.time())
    }
}

/// Whether a copy matches the SHA-256 next to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every byte is as it was written.
    Intact,
    /// Bytes have changed since.
    Altered,
    /// There is no SHA-256 next to it.
    Unknown,
}

/// Returns the copies of a store, the latest first. The store itself may be gone.
pub fn backups(store: &Path) -> Result<Vec<Backup>> {
    let folder = backups_folder(store);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let stem = owner_only::stem(store);
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let taken = name.to_str().and_then(|name| Taken::parse(name, &stem));
        if let (Some(taken), Ok(metadata)) = (taken, entry.metadata())
            && metadata.is_file()
        {
            found.push(Backup {
                path: folder.join(name),
                taken,
                written: metadata.modified().ok().map(DateTime::from),
                size: metadata.len(),
            });
        }
    }
    found.sort_by_key(|copy| std::cmp::Reverse((copy.taken.date, copy.written, copy.taken)));
    Ok(found)
}

/// Returns what can be put in the place of a store: the copies that a synchronisation left next to it, then
/// its own.
pub fn restorable(store: &Path) -> Result<Vec<Backup>> {
    let mut found = conflicts::beside(store);
    found.extend(backups(store)?);
    Ok(found)
}

/// Reads a whole copy, and compares it with the SHA-256 next to it.
pub fn check(copy: &Path) -> io::Result<Checked> {
    let mut text = String::new();
    let read = open_regular(&hash_of(copy))
        .and_then(|file| file.take(MAX_HASH_FILE).read_to_string(&mut text));
    match read {
        Ok(_) => {
            let expected = text.split_whitespace().next().unwrap_or_default();
            let is_same = expected.eq_ignore_ascii_case(&owner_only::sha256(copy)?);
            Ok(if is_same {
                Checked::Intact
            } else {
                Checked::Altered
            })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Checked::Unknown),
        // Bytes that are no text were not written by Carnet.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Checked::Altered),
        Err(error) => Err(error),
    }
}

impl Store {
    /// Returns the copies of this store, the latest first.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        if self.is_in_memory() {
            return Ok(Vec::new());
        }
        backups(&self.path)
    }

    /// Returns what can be put in the place of this store: see [`restorable`].
    pub fn restorable(&self) -> Result<Vec<Backup>> {
        if self.is_in_memory() {
            return Ok(Vec::new());
        }
        restorable(&self.path)
    }

    /// Makes a copy in the folder of the copies, then removes those that are too old.
    pub fn back_up(
        &self,
        reason: Reason,
        now: DateTime<Utc>,
    ) -> std::result::Result<BackupReport, BackupError> {
        if self.is_in_memory() {
            return Err(BackupError::InMemory);
        }
        self.ensure_not_read_only()?;
        into_folder(&self.connection, &self.path, reason, now)
    }

    /// Makes a copy where the user says: a file, or a folder, in which it is named by the day, and
    /// numbered when that name is taken. A file that is already there is replaced only when it is a
    /// store and `overwrite` is true.
    pub fn back_up_to(
        &self,
        target: &Path,
        overwrite: bool,
        now: DateTime<Utc>,
    ) -> std::result::Result<BackupReport, BackupError> {
        let target = if target.is_dir() {
            let stem = match self.path.file_stem() {
                Some(stem) => stem.to_string_lossy().into_owned(),
                None => "carnet".to_owned(),
            };
            let stem = format!("{stem}-{}", today(&self.connection, now));
            match overwrite {
                true => target.join(format!("{stem}.db")),
                false => free_name(target, &stem),
            }
        } else {
            target.to_owned()
        };
        if is_in_use(&target, &self.path) {
            return Err(BackupError::InUse(target));
        }
        if !overwrite && target.symlink_metadata().is_ok() {
            return Err(BackupError::AlreadyThere(target));
        }
        let io = |source| BackupError::Io {
            path: target.clone(),
            source,
        };
        match was_store(&target) {
            Ok(true) => {}
            Ok(false) => return Err(BackupError::NotACopy(target)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io(error)),
        }
        let lock = FolderLock::new(folder_of(&target)).map_err(io)?;
        let _lock = lock.ok_or(BackupError::Busy)?;
        let written = copy::write(&self.connection, &target, overwrite);
        written.map_err(|error| confirmed(error, &self.path))
    }

    /// Makes a copy before a large change. A failure is noted and prevents nothing: the change can be
    /// undone without the copy.
    pub fn back_up_before(&mut self, reason: Reason, now: DateTime<Utc>) {
        if self.is_in_memory() || self.is_blank() {
            return;
        }
        if let Err(error) = self.back_up(reason, now) {
            self.notes.push(Note::BackupFailed(error));
        }
    }

    /// Makes the daily copy, unless it was made. A failure is noted and tried again at the next change:
    /// the user's change comes first.
    pub(in crate::store) fn back_up_daily(&mut self, now: DateTime<Utc>) {
        if self.is_in_memory() {
            return;
        }
        self.gather();
        let day = today(&self.connection, now);
        if self.backup_day == Some(day) {
            return;
        }
        self.backup_day = Some(day);
        if !self.copy_in_background(now) {
            self.back_up_today(now);
        }
    }

    /// Makes the daily copy, unless another process did.
    pub(in crate::store) fn back_up_today(&mut self, now: DateTime<Utc>) {
        let day = today(&self.connection, now);
        if matches!(self.recall::<NaiveDate>(DAILY_COPY_KEY), Ok(Some(done)) if done == day) {
            return;
        }
        let made = if self.is_blank() {
            Ok(())
        } else {
            self.back_up(Reason::Daily, now).map(drop)
        };
        let remembered = made.and_then(|()| Ok(self.remember(DAILY_COPY_KEY, &day, now)?));
        match remembered {
            // Another process is making it, or it was stopped.
            Err(BackupError::Busy | BackupError::Store(StoreError::Busy | StoreError::Stopped)) => {
            }
            made => {
                self.finish_daily_copy(made.err().map(Note::BackupFailed).into_iter().collect())
            }
        }
    }

    /// Notes how the daily copy went: no note means that it was made.
    pub(in crate::store) fn finish_daily_copy(&mut self, notes: Vec<Note>) {
        if notes.is_empty() {
            self.notes.retain(|note| !is_failure(note));
            return;
        }
        self.backup_day = None;
        // Shown once, however many changes follow.
        if !self.notes.iter().any(is_failure) {
            self.notes.extend(notes);
        }
    }

    /// Whether the store has no file.
    pub(in crate::store) fn is_in_memory(&self) -> bool {
        self.path.as_os_str().is_empty()
    }

    /// Whether the user has done nothing yet.
    fn is_blank(&self) -> bool {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM action) AND NOT EXISTS (SELECT 1 FROM event)";
        let blank = self.connection.query_row(sql, [], |row| row.get(0));
        blank.unwrap_or(false)
    }
}

fn is_failure(note: &Note) -> bool {
    matches!(note, Note::BackupFailed(_))
}

/// Returns today's date in the time zone of the store's profile.
pub(in crate::store) fn today(connection: &Connection, now: DateTime<Utc>) -> NaiveDate {
    civil_time::today_in(zone(connection), now)
}

/// Makes a copy in the folder of the copies of `store`, then thins them out.
pub(in crate::store) fn into_folder(
    connection: &Connection,
    store: &Path,
    reason: Reason,
    now: DateTime<Utc>,
) -> std::result::Result<BackupReport, BackupError> {
    let folder = backups_folder(store);
    let io = |source| BackupError::Io {
        path: folder.clone(),
        source,
    };
    owner_only::create_folder(&folder).map_err(io)?;
    let lock = FolderLock::new(&folder).map_err(io)?;
    let _lock = lock.ok_or(BackupError::Busy)?;
    let date = today(connection, now);
    let others = backups(store)?;
    let same = others.iter().map(|other| other.taken);
    let same = same.filter(|other| other.date == date && other.reason == reason);
    let number = same.map(|other| other.number).max().unwrap_or(0) + 1;
    let taken = Taken {
        date,
        reason,
        number,
    };
    let target = folder.join(taken.file_name(&owner_only::stem(store)));
    let written =
        copy::write(connection, &target, false).map_err(|error| confirmed(error, store))?;
    thin_out(store, taken, date);
    Ok(written)
}

/// Removes the copies that are too old, but never the one just made. What can't be removed now is removed
/// another day.
fn thin_out(store: &Path, just_made: Taken, today: NaiveDate) {
    let copies = backups(store).unwrap_or_default();
    let taken: Vec<Taken> = copies.iter().map(|copy| copy.taken).collect();
    for (copy, kept) in copies.iter().zip(kept(&taken, today)) {
        if !kept && copy.taken != just_made && fs::remove_file(&copy.path).is_ok() {
            let _ = fs::remove_file(hash_of(&copy.path));
        }
    }
}

/// Returns the first name that is free in the folder: `carnet-2026-11-24.db`, then `…-2.db`.
fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let mut path = folder.join(format!("{stem}.db"));
    let mut number = 2;
    while path.symlink_metadata().is_ok() {
        path = folder.join(format!("{stem}-{number}.db"));
        number += 1;
    }
    path
}

/// Whether a path is the store itself, or a store that a process has open.
fn is_in_use(target: &Path, store: &Path) -> bool {
    let same = || Some(files::resolve(target).ok()? == files::resolve(store).ok()?);
    let is_open = owner_only::with_suffix(target, "-wal").exists();
    let of_the_store = ["-wal", "-shm"]
        .iter()
        .any(|s| owner_only::with_suffix(store, s) == target);
    same().unwrap_or(false) || is_open || of_the_store
}

/// Returns the error for a file without SQLite's header, that may have been a store.
pub(in crate::store) fn not_a_store(path: &Path) -> StoreError {
    match was_store(path) {
        Ok(true) => StoreError::Damaged("its header is not SQLite's".to_owned()),
        _ => StoreError::NotAStore(path.to_owned()),
    }
}

/// Returns what an error is worth that says that the store at `path` is damaged.
fn confirmed(error: BackupError, path: &Path) -> BackupError {
    match error {
        BackupError::Store(error) => confirm_damage(path, error).into(),
        other => other,
    }
}
