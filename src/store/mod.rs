//! The store: one SQLite file of the user's own.
//!
//! Reads are methods of [`Store`]; every change of what the user owns goes through
//! [`Store::record`], which names it and makes it undoable, and is a method of [`Change`].

mod background;
mod error;
mod home;
mod home_cache;
mod list;
mod opening;
mod progress;
mod purge;
mod records;
pub mod registry;
mod safety;
mod schema;
mod sql;
mod undo;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use background::{BackgroundTasks, Soundness};
use sql::identity::FileIdentity;

pub use crate::domain::home::HomeSummary;
pub use crate::domain::listing::Moment;
pub use error::{BackupError, Result, StoreError};
pub use list::duplicates::{ExistingEvents, duplicate_key};
pub use list::pages::{Edge, OrderPlace, Placed};
pub use list::query::ListRow;
pub use list::raw_events::RawEvents;
pub use progress::Progress;
pub use purge::{Purgeable, PurgeableEvent, Purged};
pub use records::drafts::{ATTESTATION_FORM, Draft, EVENT_FORM};
pub use records::settings::{HOLIDAYS, PROFILE, zone_of};
pub use records::venues::KnownVenue;
pub use safety::backup::{Backup, Checked, backups, check as check_backup};
pub use safety::compare::{Difference, Events};
pub use safety::copy::BackupReport;
pub use safety::repair::{Repaired, repair};
pub use safety::restore::{Candidate, Replaced, RestoreError};
pub use safety::retention;
pub use safety::salvage::{Salvaged, salvage};
pub use safety::salvage_table::SalvagedTable;
pub use safety::siblings::sibling_copies;
pub use safety::verify::{Finding, Report, SchemaObject, recognise, verify};
pub use sql::header::Header;
pub use sql::owner_only::{LoosePermissions, backups_folder, put_in_place, side_file};
pub use undo::field_change;
pub use undo::history::{ActionState, HistoryEntry};
pub use undo::journal::{Change, Reverted};
pub use undo::trim::DEPTH;

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    identity: FileIdentity,
    notes: Vec<Note>,
    /// The day whose copy this window made, or tried to.
    backup_day: Option<NaiveDate>,
    /// Whether the history was trimmed since the opening.
    is_trimmed: bool,
    soundness: Arc<Soundness>,
    background: BackgroundTasks,
}

/// What the store did by itself, or failed to, and the user should hear of.
#[derive(Debug)]
pub enum Note {
    /// Others could read these; they can't any more.
    Mended(Vec<LoosePermissions>),
    /// Others can read these, and the disk keeps no permissions, or they are not the user's.
    StillOpen(Vec<LoosePermissions>),
    /// No copy could be made; what was to be done was done.
    BackupFailed(BackupError),
}

impl Store {
    /// Wraps a connection that is set up, to the file at `path`.
    fn over(connection: Connection, path: PathBuf, soundness: Arc<Soundness>) -> Self {
        Self {
            identity: FileIdentity::of(&path),
            connection,
            path,
            notes: Vec::new(),
            backup_day: None,
            is_trimmed: false,
            soundness,
            background: BackgroundTasks::default(),
        }
    }

    /// The file, empty for a store in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Answers for the file being where it was opened: what is written to one that was moved,
    /// removed or replaced would be found by nobody.
    ///
    /// # Errors
    /// [`StoreError::Gone`]
    fn ensure_same_file(&self) -> Result<()> {
        if self.path.as_os_str().is_empty() || FileIdentity::of(&self.path) == self.identity {
            Ok(())
        } else {
            Err(StoreError::Gone(self.path.clone()))
        }
    }

    /// Answers for the file being one that may be written to.
    ///
    /// # Errors
    /// [`StoreError::Gone`] and [`StoreError::Damaged`]
    fn ensure_writable(&self) -> Result<()> {
        self.ensure_same_file()?;
        self.ensure_sound()
    }

    /// What an error of this store comes from: what looks like damage is none in a file that took
    /// the place of the one that was opened, while the log of that one is still there.
    pub fn cause(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Damaged(_)
            | StoreError::OnlyRead
            | StoreError::Sqlite(_)
            | StoreError::Value(_) => self.ensure_same_file().err().unwrap_or(error),
            error => error,
        }
    }

    /// What is to be told, once for each time it is taken.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Adds what another connection to the same file had to tell.
    pub fn add_notes(&mut self, notes: Vec<Note>) {
        self.notes.extend(notes);
    }

    /// What is to be told, and was not taken yet.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// A number that changes when this window has changed rows of the file.
    pub fn change_counter(&self) -> u64 {
        self.connection.total_changes()
    }

    /// A number that changes when another window has written to the file.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Folds the write-ahead log into the file, so that one file holds everything, and closes. On a
    /// full disk, or where another window holds the file, the log stays beside it and the next
    /// opening reads both: nothing is lost. A copy being made is waited for.
    ///
    /// # Errors
    /// [`StoreError::Gone`] where another file has taken the place of the one that was opened: a log
    /// by that name may be the other's, and is left alone.
    pub fn close(mut self) -> Result<()> {
        self.wait_for_copy();
        if self.damage().is_some() {
            // What is damaged is left to the letter.
            self.connection
                .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            return Ok(());
        }
        if self.path.exists() {
            self.ensure_same_file()?;
        }
        let folded = self
            .connection
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
        match folded.map_err(StoreError::from) {
            Err(StoreError::Full | StoreError::Busy | StoreError::OnlyRead) => {}
            done => done?,
        }
        self.connection.close().map_err(|(_, error)| error.into())
    }
}
