//! What can go wrong with the store, and what was kept.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what was asked. Whatever the variant, nothing was half done: the
/// file is as it was before the call.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file there.
    #[error("no store at {0}")]
    Missing(PathBuf),
    /// There is already a file there, and a new store was asked for.
    #[error("a file already stands at {0}")]
    AlreadyThere(PathBuf),
    /// The file is empty, or belongs to another program.
    #[error("{0} is not a Carnet store")]
    NotAStore(PathBuf),
    /// The store was written by a newer Carnet.
    #[error("{path} has schema {found}, this program knows {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The folder can't be made or written.
    #[error("folder {path} can't be written: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file can't be read or written by this user.
    #[error("{0} can't be written")]
    ReadOnly(PathBuf),
    /// The file was moved, removed or replaced since it was opened.
    #[error("{0} is no longer the file that was opened")]
    Gone(PathBuf),
    /// The file could be opened, and can only be read.
    #[error("the store can only be read")]
    OnlyRead,
    /// Another program held the file for too long.
    #[error("the store is busy")]
    Busy,
    /// The disk or the quota is full.
    #[error("no space left")]
    Full,
    /// The file is damaged.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// It was asked to stop.
    #[error("stopped")]
    Stopped,
    /// The row was changed, or deleted, since it was read.
    #[error("changed elsewhere since it was read")]
    Stale,
    /// The values that an undo would put back were changed since, elsewhere.
    #[error("« {label} » can't be taken back: changed since")]
    UndoConflict {
        /// What would have been undone.
        label: String,
    },
    /// The values that a redo would put back were changed since, elsewhere.
    #[error("« {label} » can't be made again: changed since")]
    RedoConflict {
        /// What would have been made again.
        label: String,
    },
    /// A row of that table is named elsewhere: it can be retired, not deleted.
    #[error("a row of {0} is in use")]
    InUse(&'static str),
    /// The store is of an older schema, and no copy of it could be made before it is changed.
    #[error("not migrated: {0}")]
    NotCopied(Box<BackupError>),
    /// Anything else SQLite says.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// Anything else the system says.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A value of the store does not have the form it should.
    #[error("unreadable value in the store: {0}")]
    Value(#[from] serde_json::Error),
}

impl StoreError {
    /// What the system says of a store that it can't read.
    pub(in crate::store) fn unreadable(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
            io::ErrorKind::PermissionDenied => Self::ReadOnly(path.to_owned()),
            _ => error.into(),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // SQLITE_IOERR_WRITE: a quota that is used up arrives so, and not as "full".
        const WRITE_FAILED: i32 = 778;
        // SQLITE_IOERR_SHMSIZE: no room for the index that windows share.
        const INDEX_FAILED: i32 = 4874;
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Sqlite(error);
        };
        match failure.code {
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            // The log or its index could not be made beside the file.
            Code::ReadOnly | Code::CannotOpen => Self::OnlyRead,
            Code::DiskFull => Self::Full,
            Code::SystemIoFailure
                if [WRITE_FAILED, INDEX_FAILED].contains(&failure.extended_code) =>
            {
                Self::Full
            }
            Code::OperationInterrupted => Self::Stopped,
            Code::DatabaseCorrupt => {
                Self::Damaged(message.clone().unwrap_or_else(|| failure.to_string()))
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// What the methods of the store return.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why a copy could not be made. The store is untouched, and so is what stood at the copy's name.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file of that name is there already.
    #[error("a file already stands at {0}")]
    AlreadyThere(PathBuf),
    /// What stands there is no store, and is not replaced.
    #[error("{0} is not a copy of a store")]
    NotACopy(PathBuf),
    /// That name is the store's own, or another store's that is in use.
    #[error("{0} is a store in use")]
    InUse(PathBuf),
    /// The store is in memory: there is nothing to stand beside.
    #[error("the store has no file")]
    InMemory,
    /// Another window is making a copy there.
    #[error("another window is writing a copy")]
    Busy,
    /// What was read again is not what the store holds.
    #[error("the copy is not sound: {0}")]
    Unfaithful(String),
    /// The folder is not there, is full, or can't be written.
    #[error("{path} can't be written: {source}")]
    Io {
        /// The copy.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
