//! What can go wrong with the store; `explain` says it in French.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what was asked. The file is as it was before the call, whatever the
/// variant but [`StoreError::Doubtful`].
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
        /// The error of the system.
        source: io::Error,
    },
    /// The file can't be read or written by this user.
    #[error("{0} can't be written")]
    ReadOnly(PathBuf),
    /// The file was moved, removed or replaced since it was opened.
    #[error("{0} is no longer the file that was opened")]
    Gone(PathBuf),
    /// Another file took the place of the one that was opened.
    #[error("{path} was replaced; what it held is in {copy}")]
    Replaced {
        /// The file.
        path: PathBuf,
        /// The copy of what was open.
        copy: PathBuf,
    },
    /// The file was opened, but can only be read.
    #[error("the store can only be read")]
    OnlyRead,
    /// The store can only be read, and was opened for that.
    #[error("the store was opened to be read only")]
    OpenedToRead,
    /// Another process locked the file for too long.
    #[error("the store is busy")]
    Busy,
    /// The disk or the quota is full.
    #[error("no space left")]
    Full,
    /// The disk failed to read or to write. What SQLite says of it.
    #[error("the disk failed: {0}")]
    Disk(String),
    /// The disk failed while the change was committed, and again when that was to be settled: it may be
    /// read in the log by the next opening.
    #[error("not known to be written: {0}")]
    Doubtful(Box<StoreError>),
    /// The file is damaged.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The work was asked to stop.
    #[error("stopped")]
    Stopped,
    /// The row was changed or deleted since it was read.
    #[error("changed elsewhere since it was read")]
    Stale,
    /// What an undo would change was changed since, elsewhere.
    #[error("« {label} » can't be undone: changed since")]
    UndoConflict {
        /// The label of the action.
        label: String,
    },
    /// What a redo would change was changed since, elsewhere.
    #[error("« {label} » can't be redone: changed since")]
    RedoConflict {
        /// The label of the action.
        label: String,
    },
    /// A row of a list is in use: it can be retired, not deleted.
    #[error("a row of {0} is in use")]
    InUse(&'static str),
    /// The schema is older, and no copy of the store could be made before the migration.
    #[error("not migrated: {0}")]
    NotCopied(Box<BackupError>),
    /// Any other error of SQLite.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// Any other error of the system.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A value of the store can't be parsed.
    #[error("unreadable value in the store: {0}")]
    Value(#[from] serde_json::Error),
}

impl StoreError {
    /// Returns the error for a store that the system can't read.
    pub(in crate::store) fn unreadable(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
            io::ErrorKind::PermissionDenied => Self::ReadOnly(path.to_owned()),
            _ => error.into(),
        }
    }
}

impl StoreError {
    /// Whether it says that the file, its folder or its disk refuses writing.
    pub(in crate::store) fn refuses_writing(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        let refuses =
            |error: &io::Error| matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem);
        match self {
            Self::ReadOnly(_) | Self::OnlyRead => true,
            Self::Folder { source, .. } => refuses(source),
            // The folder of the copies can't be made.
            Self::NotCopied(error) => {
                matches!(&**error, BackupError::Io { path, source } if refuses(source) && !path.exists())
            }
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // SQLITE_IOERR_WRITE: an exhausted quota arrives as this, not as "full".
        const WRITE_FAILED: i32 = 778;
        // SQLITE_IOERR_SHMSIZE: no room for the index that processes share.
        const INDEX_FAILED: i32 = 4874;
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Sqlite(error);
        };
        match failure.code {
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            // The log or its index could not be created next to the file.
            Code::ReadOnly | Code::CannotOpen => Self::OnlyRead,
            Code::DiskFull => Self::Full,
            Code::SystemIoFailure
                if [WRITE_FAILED, INDEX_FAILED].contains(&failure.extended_code) =>
            {
                Self::Full
            }
            Code::SystemIoFailure => {
                Self::Disk(message.clone().unwrap_or_else(|| failure.to_string()))
            }
            Code::OperationInterrupted => Self::Stopped,
            Code::DatabaseCorrupt => {
                Self::Damaged(message.clone().unwrap_or_else(|| failure.to_string()))
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// The result of the store's methods.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why a copy could not be made. The store is untouched, and so is any file at the copy's path, whatever
/// the variant but [`BackupError::NotFlushed`].
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is already a file at that path.
    #[error("a file already stands at {0}")]
    AlreadyThere(PathBuf),
    /// The file at that path is not a store, and is not replaced.
    #[error("{0} is not a copy of a store")]
    NotACopy(PathBuf),
    /// That path is the store itself, or another store that is in use.
    #[error("{0} is a store in use")]
    InUse(PathBuf),
    /// The store is in memory.
    #[error("the store has no file")]
    InMemory,
    /// Another process is making a copy there.
    #[error("another process is writing a copy")]
    Busy,
    /// The copy, read again, differs from the store.
    #[error("the copy is not sound: {0}")]
    Unfaithful(String),
    /// The folder is missing, full, or can't be written.
    #[error("{path} can't be written: {source}")]
    Io {
        /// The copy.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The copy is there, and the disk failed to say that it, or its SHA-256, will stay there.
    #[error("{path} is not known to be on the disk: {source}")]
    NotFlushed {
        /// The copy.
        path: PathBuf,
        /// The error of the system.
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
