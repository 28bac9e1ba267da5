//! The store: one SQLite file that the user owns.
//!
//! Reads are methods of [`Store`]. Every change of the user's data is a method of [`Change`], run by
//! [`Store::record`], which gives it a label and makes it undoable.
//!
//! ```text
//! opening     opens and creates the file
//! background  work on other threads while the store is open
//! home        the counts of the home screen; home_cache keeps them from one session to the next
//! error       what can go wrong
//! progress    how far long work has come
//! sql         what speaks to SQLite and to the file; knows no other room
//! schema      the tables: migrations, seeds, triggers
//! undo        actions, undone and redone, and their history
//! records     what the store keeps: events, attestations, lists, settings
//! list        lists of events of any length
//! safety      copies, restoring, checking, repairing
//! purge       removes personal notes for good
//! ```

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
pub use list::counts::CountedBy;
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
    /// The day whose daily copy was made, or tried.
    backup_day: Option<NaiveDate>,
    /// Whether the history was trimmed since the store was opened.
    is_trimmed: bool,
    soundness: Arc<Soundness>,
    background: BackgroundTasks,
}

/// What the store did by itself, or failed to do, and has to be shown to the user.
#[derive(Debug)]
pub enum Note {
    /// Other users could read these; they can't any more.
    Mended(Vec<LoosePermissions>),
    /// Other users can read these: the disk keeps no permissions, or they are not the user's.
    StillOpen(Vec<LoosePermissions>),
    /// No copy could be made; the change itself was made.
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

    /// Returns the path of the file, empty for a store in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Fails unless the file is still the one that was opened: what is written to a file that was
    /// moved, removed or replaced would be lost.
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

    /// Fails unless the file may be written to.
    ///
    /// # Errors
    /// [`StoreError::Gone`] and [`StoreError::Damaged`]
    fn ensure_writable(&self) -> Result<()> {
        self.ensure_same_file()?;
        self.ensure_sound()
    }

    /// Returns the cause of an error: what looks like damage may come from another file that took the
    /// place of the one that was opened, next to the log of the former.
    pub fn cause(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Damaged(_)
            | StoreError::OnlyRead
            | StoreError::Sqlite(_)
            | StoreError::Value(_) => self.ensure_same_file().err().unwrap_or(error),
            error => error,
        }
    }

    /// Takes the notes to show to the user.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Adds the notes of another connection to the same file.
    pub fn add_notes(&mut self, notes: Vec<Note>) {
        self.notes.extend(notes);
    }

    /// Returns the notes that were not taken yet.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns a number that changes when this connection has changed rows of the file.
    pub fn change_counter(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Returns a number that changes when another connection has written to the file.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Waits for a running copy, folds the write-ahead log into the file and closes it. On a full
    /// disk, or while another process uses the file, the log stays next to it and the next opening
    /// reads both: nothing is lost.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when another file has taken the place of the one that was opened: a log
    /// by that name may belong to the other, and is left alone.
    pub fn close(mut self) -> Result<()> {
        self.wait_for_copy();
        if self.damage().is_some() {
            // A damaged file is left byte for byte as it is.
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
