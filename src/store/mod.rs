//! The store: one SQLite file that the user owns.
//!
//! Reads are methods of [`Store`]. Every change of the user's data is a method of [`Change`], run by
//! [`Store::record`], which gives it a label and makes it undoable.
//!
//! ```text
//! opening     opens and creates the file
//! background  work on other threads while the store is open
//! home        the counts of the home screen; home_cache keeps them from one session to the next
//! notices     what each of them is about, in SQL
//! error       what can go wrong
//! file_watch  whether the file and its log are still those that were opened
//! upkeep      what is done about it; folds the log, and closes the file
//! progress    how far long work has come
//! sql         what speaks to SQLite and to the file; knows no other room
//! schema      the tables: migrations, seeds, triggers
//! undo        actions, undone and redone, and their history
//! records     what the store keeps: events, attestations, lists, settings
//! list        lists of events of any length
//! safety      copies, restoring, checking, repairing
//! merge       merges another copy of the store into this one
//! purge       removes personal notes for good
//! ```

mod background;
mod error;
mod file_watch;
mod home;
mod home_cache;
mod list;
mod merge;
mod notices;
mod opening;
mod progress;
mod purge;
mod records;
pub mod registry;
mod safety;
mod schema;
mod sql;
mod undo;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use background::{BackgroundTasks, Soundness};
use file_watch::FileWatch;
use sql::access::Access;

pub use crate::domain::home::HomeSummary;
pub use crate::domain::listing::Moment;
pub use error::{BackupError, Result, StoreError};
pub use list::counts::CountedBy;
pub use list::duplicates::{ExistingEvents, duplicate_key};
pub use list::pages::{Edge, OrderPlace, Placed};
pub use list::query::ListRow;
pub use list::raw_events::RawEvents;
pub use merge::{
    Asked, Choice, MergeField, MergePlan, MergeRow, MergeTally, RowChange, TableTally,
};
pub use progress::Progress;
pub use purge::{Purgeable, PurgeableEvent, Purged};
pub use records::attestations::OFFERED_ANSWERS;
pub use records::checklist::RawTicks;
pub use records::drafts::{ATTESTATION_FORM, Draft, EVENT_FORM};
pub use records::setting_rows::{PROFILE, zone_of};
pub use records::settings::HOLIDAYS;
pub use records::venues::KnownVenue;
pub use safety::backup::{Backup, Checked, backups, check as check_backup, restorable};
pub use safety::compare::{Difference, Events};
pub use safety::copy::BackupReport;
pub use safety::repair::{Repaired, repair};
pub use safety::restore::{Candidate, Replaced, RestoreError};
pub use safety::retention;
pub use safety::salvage::{Salvaged, salvage};
pub use safety::salvage_table::SalvagedTable;
pub use safety::siblings::sibling_copies;
pub use safety::verify::{Finding, Report, SchemaObject, recognise, verify};
pub use sql::connection::confirm_damage;
pub use sql::header::Header;
pub use sql::owner_only::{Flush, LoosePermissions, backups_folder, put_in_place, side_file};
pub use sql::regular_file::{NotRegular, ensure_regular, open_regular};
pub use undo::commits::Commits;
pub use undo::field_change;
pub use undo::history::{ActionState, HistoryEntry};
pub use undo::journal::{Change, Reverted};
pub use undo::trim::DEPTH;

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    access: Access,
    watch: FileWatch,
    notes: Vec<Note>,
    /// The day whose daily copy was made, or tried.
    backup_day: Option<NaiveDate>,
    /// Whether the history was trimmed since the store was opened.
    is_trimmed: bool,
    soundness: Arc<Soundness>,
    /// What was written through this store and its other connections.
    commits: Commits,
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
    /// A synchronisation has made these copies next to the file: it was changed on two computers.
    ConflictCopies(Vec<PathBuf>),
    /// The log next to the file was that of the file that stood there before, which was rebuilt as this
    /// copy.
    FormerRebuilt(PathBuf),
    /// The log next to the file was that of a file that is gone: it is kept here.
    StrayLogKept(PathBuf),
    /// The file can only be read. A private copy of it is read where it has a log, or has to be migrated.
    ReadOnly {
        /// Its last changes were in its log.
        has_log: bool,
        /// It was written by an older version.
        is_older: bool,
        /// The log next to it is that of another file, and is not read.
        has_stray_log: bool,
    },
}

impl Store {
    /// Wraps a connection that is set up, to the file at `path`.
    fn over(connection: Connection, path: PathBuf, soundness: Arc<Soundness>) -> Self {
        Self {
            watch: FileWatch::begin(&connection, &path),
            connection,
            access: Access::ReadWrite(path.clone()),
            path,
            notes: Vec::new(),
            backup_day: None,
            is_trimmed: false,
            soundness,
            commits: Commits::default(),
            background: BackgroundTasks::default(),
        }
    }

    /// Returns the path of the file, empty for a store in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file, its folder or its disk refuses writing: the store was opened to be read.
    pub fn is_read_only(&self) -> bool {
        self.access.is_read_only()
    }

    /// Fails when the store was opened to be read only.
    ///
    /// # Errors
    /// [`StoreError::OpenedToRead`]
    pub fn ensure_not_read_only(&self) -> Result<()> {
        match self.is_read_only() {
            true => Err(StoreError::OpenedToRead),
            false => Ok(()),
        }
    }

    /// Returns the cause of an error: what looks like damage may come from another file that took the
    /// place of the one that was opened, next to the log of the former.
    pub fn cause(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Damaged(_)
            | StoreError::OnlyRead
            | StoreError::Disk(_)
            | StoreError::Sqlite(_)
            | StoreError::Value(_) => match self.ensure_same_file() {
                Err(gone) => gone,
                Ok(()) => confirm_damage(&self.path, error),
            },
            error => error,
        }
    }

    /// Starts a read transaction: all that is read until [`Store::end_reading`] is of one moment, and locks the
    /// file once. Nothing is written meanwhile.
    pub fn begin_reading(&self) -> Result<()> {
        Ok(self.connection.execute_batch("BEGIN")?)
    }

    /// Ends what [`Store::begin_reading`] began.
    pub fn end_reading(&self) -> Result<()> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Returns the count of the commits made through this store.
    pub fn commits(&self) -> &Commits {
        &self.commits
    }

    /// Counts the commits made through this store in `commits` from now on.
    pub fn count_commits_in(&mut self, commits: &Commits) {
        self.commits = commits.clone();
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
}
