//! Copies of the store: written beside it, checked, thinned out.
//!
//! A copy is made by SQLite itself (`VACUUM INTO`): the bytes of a file in use are not the store,
//! what is in the log of another window would be missing. It is read again and compared before it
//! takes its name, so that a name is a whole copy or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::Connection;

use super::copy;
use super::copy::{BackupReport, hash_of};
use super::retention::{Reason, Taken, kept};
use crate::domain::time::civil_time;
use crate::domain::time::zone::Zone;
use crate::store::error::{BackupError, Result, StoreError};
use crate::store::records::settings;
use crate::store::schema::migrate;
use crate::store::sql::owner_only::{FolderLock, backups_folder, folder_of};
use crate::store::sql::{connection, owner_only};
use crate::store::{Note, Store};

/// Under which the last day that got its copy is remembered.
const DAY: &str = "backup_day";

/// A copy beside the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where.
    pub path: PathBuf,
    /// When and why it was made, as its name says.
    pub taken: Taken,
    /// When it was last written, where the disk knows.
    pub written: Option<DateTime<Utc>>,
    /// Its size, in bytes.
    pub size: u64,
}

impl Backup {
    /// The hour it was made: a name tells the day alone, and the disk the rest, unless it is a copy of
    /// the copy, which bears another day.
    pub fn hour(&self, zone: Zone) -> Option<NaiveTime> {
        let written = self.written?.with_timezone(&zone);
        (written.date_naive() == self.taken.date).then(|| written.time())
    }
}

/// What the SHA-256 beside a copy says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every byte is as it was written.
    Intact,
    /// Bytes have changed since.
    Altered,
    /// Nothing stands beside it.
    Unknown,
}

/// The copies of the store at `path`, the latest first. The store itself need not be there.
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

/// Reads a copy whole, and compares it with the SHA-256 beside it.
pub fn check(copy: &Path) -> io::Result<Checked> {
    match fs::read_to_string(hash_of(copy)) {
        Ok(text) => {
            let told = text.split_whitespace().next().unwrap_or_default();
            let is_same = told.eq_ignore_ascii_case(&owner_only::sha256(copy)?);
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
    /// The copies of this store, the latest first.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        if self.is_in_memory() {
            return Ok(Vec::new());
        }
        backups(&self.path)
    }

    /// Makes a copy in the folder of the copies, then removes those that are kept no longer.
    pub fn back_up(
        &self,
        reason: Reason,
        now: DateTime<Utc>,
    ) -> std::result::Result<BackupReport, BackupError> {
        if self.is_in_memory() {
            return Err(BackupError::InMemory);
        }
        into_folder(&self.connection, &self.path, reason, now)
    }

    /// Makes a copy where the user says: a file, or a folder that gets one named by the day, and
    /// numbered where that name is taken. What stands there stays, unless it is a store and
    /// `overwrite` asks for its place.
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
        if target.exists()
            && matches!(
                connection::connect(&target)
                    .and_then(|there| migrate::supported_version(&target, &there)),
                Err(StoreError::NotAStore(_))
            )
        {
            return Err(BackupError::NotACopy(target));
        }
        let io = |source| BackupError::Io {
            path: target.clone(),
            source,
        };
        let held = FolderLock::new(folder_of(&target)).map_err(io)?;
        let _held = held.ok_or(BackupError::Busy)?;
        copy::write(&self.connection, &target, overwrite)
    }

    /// Makes a copy before something that changes much. A failure is noted, and stops nothing: what
    /// is about to be done can be taken back without it.
    pub fn back_up_before(&mut self, reason: Reason, now: DateTime<Utc>) {
        if self.is_in_memory() || self.is_blank() {
            return;
        }
        if let Err(error) = self.back_up(reason, now) {
            self.notes.push(Note::BackupFailed(error));
        }
    }

    /// Makes the day's copy, unless it was made. A failure is noted, and tried again at the next
    /// change: the user's comes first.
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
        if !self.copy_aside(now) {
            self.back_up_today(now);
        }
    }

    /// Makes the day's copy, unless another window did.
    pub(in crate::store) fn back_up_today(&mut self, now: DateTime<Utc>) {
        let day = today(&self.connection, now);
        if matches!(self.recall::<NaiveDate>(DAY), Ok(Some(done)) if done == day) {
            return;
        }
        let made = if self.is_blank() {
            Ok(())
        } else {
            self.back_up(Reason::Daily, now).map(drop)
        };
        let remembered = made.and_then(|()| Ok(self.remember(DAY, &day, now)?));
        match remembered {
            // Another window is at it, or it was given up.
            Err(BackupError::Busy | BackupError::Store(StoreError::Busy | StoreError::Stopped)) => {
            }
            made => self.copied(made.err().map(Note::BackupFailed).into_iter().collect()),
        }
    }

    /// Takes in what is to be told of the day's copy: nothing when it was made.
    pub(in crate::store) fn copied(&mut self, notes: Vec<Note>) {
        if notes.is_empty() {
            self.notes.retain(|note| !is_failure(note));
            return;
        }
        self.backup_day = None;
        // Said once, however many changes follow.
        if !self.notes.iter().any(is_failure) {
            self.notes.extend(notes);
        }
    }

    pub(in crate::store) fn is_in_memory(&self) -> bool {
        self.path.as_os_str().is_empty()
    }

    /// Whether nobody has done anything here yet.
    fn is_blank(&self) -> bool {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM action) AND NOT EXISTS (SELECT 1 FROM event)";
        let blank = self.connection.query_row(sql, [], |row| row.get(0));
        blank.unwrap_or(false)
    }
}

fn is_failure(note: &Note) -> bool {
    matches!(note, Note::BackupFailed(_))
}

/// The day it is where the mediator is, as far as the store says.
pub(in crate::store) fn today(connection: &Connection, now: DateTime<Utc>) -> NaiveDate {
    civil_time::today_in(settings::zone(connection), now)
}

/// Makes a copy in the folder of the copies of the store at `path`, then thins them out.
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
    let held = FolderLock::new(&folder).map_err(io)?;
    let _held = held.ok_or(BackupError::Busy)?;
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
    let written = copy::write(connection, &target, false)?;
    thin_out(store, taken, date)?;
    Ok(written)
}

/// Removes the copies that are kept no longer; never the one just made.
fn thin_out(store: &Path, just_made: Taken, today: NaiveDate) -> Result<()> {
    let copies = backups(store)?;
    let taken: Vec<Taken> = copies.iter().map(|copy| copy.taken).collect();
    for (copy, kept) in copies.iter().zip(kept(&taken, today)) {
        // One that can't be removed now is removed another day.
        if !kept && copy.taken != just_made && fs::remove_file(&copy.path).is_ok() {
            let _ = fs::remove_file(hash_of(&copy.path));
        }
    }
    Ok(())
}

/// The first name that nothing bears in the folder: `carnet-2026-11-24.db`, then `…-2.db`.
fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let mut path = folder.join(format!("{stem}.db"));
    let mut number = 2;
    while path.symlink_metadata().is_ok() {
        path = folder.join(format!("{stem}-{number}.db"));
        number += 1;
    }
    path
}

/// Whether a name is the store's own, or that of a store some window has open.
fn is_in_use(target: &Path, store: &Path) -> bool {
    let same = || Some(fs::canonicalize(target).ok()? == fs::canonicalize(store).ok()?);
    let is_open = owner_only::with_suffix(target, "-wal").exists();
    let of_the_store = ["-wal", "-shm"]
        .iter()
        .any(|s| owner_only::with_suffix(store, s) == target);
    same().unwrap_or(false) || is_open || of_the_store
}

/// What a file without SQLite's header is: one that has copies beside it was a store.
pub(in crate::store) fn not_a_store(path: &Path) -> StoreError {
    match backups(path) {
        Ok(copies) if path.is_file() && !copies.is_empty() => {
            StoreError::Damaged("its header is not SQLite's".to_owned())
        }
        _ => StoreError::NotAStore(path.to_owned()),
    }
}
