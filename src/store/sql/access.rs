//! Whether a store is opened to be written, or only to be read.
//!
//! Where the file, its folder or its disk refuses writing, SQLite can't read a log by itself: it has to
//! write the log's index next to it (sqlite.org/wal.html#read_only_databases). So a file without a log
//! is opened as one that never changes, and one with a log is copied with it, to be read there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use super::connection;
use super::identity::FileState;
use super::log::{LogOwner, log_owner};
use super::owner_only;
use super::owner_only::with_suffix;
use super::side_folder::SideFolder;
use crate::store::error::{Result, StoreError};

/// How often a store that another process is writing is copied again, and after how long.
const MAX_COPIES: usize = 5;
const COPY_INTERVAL: Duration = Duration::from_millis(20);

/// What the connections of a store are opened to.
#[derive(Clone, Debug)]
pub(in crate::store) enum Access {
    /// The store itself, to read and write it.
    ReadWrite(PathBuf),
    /// The store itself, which has no log, to read it.
    ReadOnly(PathBuf),
    /// A private copy of it, to read it.
    PrivateCopy(Arc<PrivateCopy>),
}

impl Access {
    /// Whether the store can only be read.
    pub(in crate::store) fn is_read_only(&self) -> bool {
        !matches!(self, Self::ReadWrite(_))
    }

    /// Opens a connection and sets it up.
    pub(in crate::store) fn connect(&self) -> Result<Connection> {
        match self {
            Self::ReadWrite(path) => {
                let connection = connection::connect(path)?;
                connection.busy_timeout(connection::BUSY_TIMEOUT)?;
                connection::configure(&connection)?;
                Ok(connection)
            }
            Self::ReadOnly(path) => read(path),
            Self::PrivateCopy(copy) => read(&copy.path()),
        }
    }

    /// Opens a connection for a thread that reads the file once.
    pub(in crate::store) fn connect_light(&self) -> Result<Connection> {
        match self {
            Self::ReadWrite(path) => connection::connect_light(path),
            Self::ReadOnly(_) | Self::PrivateCopy(_) => self.connect(),
        }
    }
}

fn read(path: &Path) -> Result<Connection> {
    let connection = connection::open_unchanging(path)?;
    connection::configure_reading(&connection)?;
    Ok(connection)
}

/// A copy of a store in the folder of the system's temporary files, for the user alone; removed when it
/// is dropped, or by the next run when this one is killed.
#[derive(Debug)]
pub(in crate::store) struct PrivateCopy(SideFolder);

impl PrivateCopy {
    /// Copies a store, with its log where that is its own.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process writes to it all the time, and
    /// [`StoreError::Folder`] and [`StoreError::Io`] when the copy can't be written.
    pub(in crate::store) fn of(store: &Path) -> Result<Self> {
        for _ in 0..MAX_COPIES {
            let before = states(store);
            let copied = Self::copy(store)?;
            if states(store) == before {
                return Ok(copied);
            }
            thread::sleep(COPY_INTERVAL);
        }
        Err(StoreError::Busy)
    }

    fn copy(store: &Path) -> Result<Self> {
        let folder = std::env::temp_dir();
        let refused = |source| StoreError::Folder {
            path: folder.clone(),
            source,
        };
        let copy = Self(SideFolder::private(&folder).map_err(refused)?);
        owner_only::copy(store, &copy.path())?;
        for suffix in logs(store)? {
            let (from, to) = (
                with_suffix(store, suffix),
                with_suffix(&copy.path(), suffix),
            );
            owner_only::copy(&from, &to)?;
        }
        Ok(copy)
    }

    /// Returns the path of the copy.
    pub(in crate::store) fn path(&self) -> PathBuf {
        self.0.file(SideFolder::STORE)
    }
}

/// Returns the suffixes of the logs that hold something of a store.
pub(in crate::store) fn logs(store: &Path) -> Result<Vec<&'static str>> {
    let has_bytes = |suffix: &str| {
        fs::metadata(with_suffix(store, suffix)).is_ok_and(|metadata| metadata.len() > 0)
    };
    let mut logs = Vec::new();
    if has_bytes("-wal") && matches!(log_owner(store)?, LogOwner::File | LogOwner::Unknown) {
        logs.push("-wal");
    }
    if has_bytes("-journal") {
        logs.push("-journal");
    }
    Ok(logs)
}

fn states(store: &Path) -> [FileState; 3] {
    ["", "-wal", "-journal"].map(|suffix| FileState::of(&with_suffix(store, suffix)))
}
