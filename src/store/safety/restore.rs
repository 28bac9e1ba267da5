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

use super::backup::{self, Checked};
use super::compare::{self, Difference};
use super::copy;
use super::evidence::was_store;
use super::retention::Reason;
use super::stray_log;
use crate::platform::files;
use crate::store::Store;
use crate::store::background::Soundness;
use crate::store::error::{BackupError, Result, StoreError};
use crate::store::merge::MergePlan;
use crate::store::records::drafts::Draft;
use crate::store::schema::migrate;
use crate::store::sql::connection::confirm_damage;
use crate::store::sql::header::Header;
use crate::store::sql::log::{LogOwner, log_owner};
use crate::store::sql::owner_only::{FolderLock, backups_folder, folder_of, with_suffix};
use crate::store::sql::side_folder::SideFolder;
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
    _side: SideFolder,
    _lock: FolderLock,
}

/// The copy is the store now; what became of the one that was replaced.
#[derive(Debug)]
pub struct Replaced {
    /// The copy that was made of it, when it could be read whole.
    pub backup: Option<PathBuf>,
    /// Where it was moved, when it could not.
    pub moved_to: Option<PathBuf>,
    /// Where the log is kept of a store that was gone.
    pub log_kept: Option<PathBuf>,
    /// Why the disk failed to say that the store will stay there.
    pub not_flushed: Option<io::Error>,
}

impl Candidate {
    /// Checks the copy at `source`, before it takes the place of the store.
    pub fn read(source: &Path, store: &Path) -> Restored<Self> {
        let unreadable = |error| RestoreError::Unreadable {
            path: source.to_owned(),
            source: error,
        };
        let metadata = fs::metadata(source).map_err(unreadable)?;
        let file = files::resolve(store).unwrap_or_else(|_| store.to_owned());
        if files::resolve(source).is_ok_and(|path| path == file) {
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
        let side = SideFolder::new(folder).map_err(io)?;
        let copy = side.file(SideFolder::COPY);
        owner_only::copy(source, &copy).map_err(io)?;
        // A store that was in use, copied by hand with its log.
        let log = with_suffix(source, "-wal");
        if log.is_file() && log_owner(source).map_err(unreadable)? != LogOwner::Another {
            owner_only::copy(&log, &with_suffix(&copy, "-wal")).map_err(io)?;
        }
        let (older, events) = prepare(&copy).map_err(|error| {
            let error = match error {
                RestoreError::Store(error) => confirm_damage(&copy, error).into(),
                other => other,
            };
            about(error, source)
        })?;
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

    /// Returns what merging the copy into `present`, the store as it is, would do.
    pub fn plan_merge(&self, present: &Store) -> Result<MergePlan> {
        present.plan_merge(&self.copy)
    }

    /// Makes a copy of the store, then puts this one in its place, with what was typed and not saved.
    ///
    /// # Errors
    /// [`RestoreError::OpenElsewhere`] when another process has the store open, and others; the store is
    /// then as it was, where it was.
    pub fn put_in_place(self, now: DateTime<Utc>) -> Restored<Replaced> {
        let store = &self.file;
        // The candidate may have been read long ago.
        ensure_replaceable(store, &self.store)?;
        if !store.exists() {
            return self.replace(None, preserve_log(store, now)?);
        }
        ensure_closed_elsewhere(store)?;
        let backup = match copy_present(&self.store, now) {
            Ok((path, typed)) => {
                self.keep_drafts(typed, now)?;
                Some(path)
            }
            Err(RestoreError::Damaged(_)) => None,
            Err(error) => return Err(error),
        };
        ensure_closed_elsewhere(store)?;
        let log = with_suffix(store, "-wal");
        let is_whole = backup.is_some() && fs::metadata(&log).map_or(0, |log| log.len()) == 0;
        let kept = match is_whole {
            true => Kept::default(),
            false => preserve(store, &["", "-wal"], now)?,
        };
        self.replace(backup, kept)
    }

    /// Replaces the store, of which `kept` was kept, in one move: at any moment one is there.
    fn replace(&self, backup: Option<PathBuf>, kept: Kept) -> Restored<Replaced> {
        let io = |source| RestoreError::Io {
            path: self.store.clone(),
            source,
        };
        // SQLite would take the log of the store that is replaced for the copy's.
        let moved = remove_log(&self.file).and_then(|()| files::rename(&self.copy, &self.file));
        if let Err(source) = moved {
            kept.put_log_back(&self.file).map_err(io)?;
            kept.remove();
            return Err(io(source));
        }
        Ok(Replaced {
            backup,
            moved_to: kept.store(),
            log_kept: kept.lone_log(),
            not_flushed: files::sync_folder(folder_of(&self.file)).err(),
        })
    }

    /// Writes in the copy what was typed in the store and not saved: it is more recent.
    fn keep_drafts(&self, typed: Vec<Draft>, now: DateTime<Utc>) -> Restored<()> {
        if typed.is_empty() {
            return Ok(());
        }
        let connection = connection::connect(&self.copy)?;
        connection::configure(&connection)?;
        let copy = Store::over(connection, self.copy.clone(), known_sound());
        copy.amend_drafts(|drafts| *drafts = typed, now)?;
        copy.close_whole()?;
        sync(&self.copy)
    }
}

/// What was kept of a store, in the folder of the copies: suffixes of its name, each with where.
#[derive(Debug, Default)]
struct Kept(Vec<(&'static str, PathBuf)>);

impl Kept {
    /// Returns where the store itself is kept.
    fn store(&self) -> Option<PathBuf> {
        let mut files = self.0.iter();
        let store = files.find(|(suffix, _)| suffix.is_empty());
        store.map(|(_, path)| path.clone())
    }

    /// Returns where the log is kept, when it is without its store.
    fn lone_log(&self) -> Option<PathBuf> {
        match &self.0[..] {
            [("-wal", path)] => Some(path.clone()),
            _ => None,
        }
    }

    /// Puts the log of the store back.
    fn put_log_back(&self, store: &Path) -> io::Result<()> {
        for (suffix, path) in &self.0 {
            let original = with_suffix(store, suffix);
            if original.symlink_metadata().is_err() {
                link_or_copy(path, &original)?;
            }
        }
        Ok(())
    }

    fn remove(&self) {
        for (_, path) in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

fn remove_log(store: &Path) -> io::Result<()> {
    for suffix in ["-wal", "-shm"] {
        match fs::remove_file(with_suffix(store, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Gives a file a second name; where the disk has no such names, copies it.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| owner_only::copy(from, to))
}

fn sync(file: &Path) -> Restored<()> {
    Ok(files::sync_file(file).map_err(StoreError::Io)?)
}

/// The result of the check of a copy, which was checked whole when it was read.
fn known_sound() -> Arc<Soundness> {
    Arc::new(Soundness::from(None))
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
    Store::over(connection, copy.to_owned(), known_sound()).close_whole()?;
    sync(copy)?;
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

/// Makes a copy of the store that is about to be replaced, and returns where it is, and what was typed and
/// not saved.
///
/// # Errors
/// [`RestoreError::Damaged`] when it can't be read whole.
fn copy_present(store: &Path, now: DateTime<Utc>) -> Restored<(PathBuf, Vec<Draft>)> {
    let damaged = || RestoreError::Damaged(store.to_owned());
    let present =
        Store::open_at(store, now).map_err(|error| match confirm_damage(store, error) {
            StoreError::Damaged(_) | StoreError::NotAStore(_) | StoreError::Sqlite(_) => damaged(),
            other => other.into(),
        })?;
    let typed = present.drafts();
    let copied = present.back_up(Reason::Restore, now);
    let closed = present.close();
    match copied {
        Ok(written) => match closed {
            // Drafts that can't be parsed are in the copy as they are.
            Ok(()) => Ok((written.path, typed.unwrap_or_default())),
            Err(StoreError::Damaged(_) | StoreError::Sqlite(_)) => Err(damaged()),
            Err(error) => Err(error.into()),
        },
        // `back_up` confirms what it says of the store.
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

/// Keeps the log of a store that is gone, which may have its last changes, in the folder of the copies.
fn preserve_log(store: &Path, now: DateTime<Utc>) -> Restored<Kept> {
    let log = with_suffix(store, "-wal");
    if fs::metadata(&log).map_or(0, |log| log.len()) == 0 {
        return Ok(Kept::default());
    }
    let folder = backups_folder(store);
    let io = |source| RestoreError::Io {
        path: folder.clone(),
        source,
    };
    owner_only::create_folder(&folder).map_err(io)?;
    let to = stray_log::free_name(store, now);
    let kept = Kept(vec![("-wal", to.clone())]);
    if let Err(error) = link_or_copy(&log, &to).and_then(|()| files::sync_folder(&folder)) {
        kept.remove();
        return Err(io(error));
    }
    Ok(kept)
}

/// Keeps files of a store in the folder of the copies as they are, under other names; they stay where they
/// are too. `suffixes` are those of their names; a missing or empty one is left out.
fn preserve(store: &Path, suffixes: &[&'static str], now: DateTime<Utc>) -> Restored<Kept> {
    let is_there = |suffix: &&&'static str| {
        fs::metadata(with_suffix(store, suffix))
            .is_ok_and(|file| suffix.is_empty() || file.len() > 0)
    };
    let suffixes: Vec<&'static str> = suffixes.iter().filter(is_there).copied().collect();
    if suffixes.is_empty() {
        return Ok(Kept::default());
    }
    let folder = backups_folder(store);
    let io = |source| RestoreError::Io {
        path: folder.clone(),
        source,
    };
    owner_only::create_folder(&folder).map_err(io)?;
    let day = now.format("%Y-%m-%d");
    let stem = owner_only::stem(store);
    let is_free = |target: &PathBuf| {
        ["", "-wal"]
            .iter()
            .all(|suffix| with_suffix(target, suffix).symlink_metadata().is_err())
    };
    let mut target = folder.join(format!("{stem}-{day}-abime.db"));
    for number in 2.. {
        if is_free(&target) {
            break;
        }
        target = folder.join(format!("{stem}-{day}-abime-{number}.db"));
    }
    let mut kept = Kept::default();
    let linked = suffixes.into_iter().try_for_each(|suffix| {
        let to = with_suffix(&target, suffix);
        kept.0.push((suffix, to.clone()));
        link_or_copy(&with_suffix(store, suffix), &to)
    });
    if let Err(error) = linked.and_then(|()| files::sync_folder(&folder)) {
        kept.remove();
        return Err(io(error));
    }
    Ok(kept)
}
