//! A folder for files that are being written, next to where they will stand: removed with all it holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::owner_only::{create_side_folder, with_suffix};

/// The names of the files that are written in such a folder.
const NAMES: [&str; 5] = [
    SideFolder::STORE,
    SideFolder::COPY,
    SideFolder::HASH,
    SideFolder::DAMAGED,
    SideFolder::FRESH,
];

/// A folder for the user alone, removed with its content when it is dropped.
#[derive(Debug)]
pub(in crate::store) struct SideFolder(Option<TempDir>, PathBuf);

impl SideFolder {
    /// A new store.
    pub(in crate::store) const STORE: &str = "carnet.db";
    /// A copy of a store.
    pub(in crate::store) const COPY: &str = "copie.db";
    /// The SHA-256 of a copy.
    pub(in crate::store) const HASH: &str = "empreinte";
    /// A copy of a damaged store.
    pub(in crate::store) const DAMAGED: &str = "abime.db";
    /// What is salvaged of it.
    pub(in crate::store) const FRESH: &str = "neuf.db";

    /// Creates one in a folder that is locked: the next [`super::owner_only::FolderLock`] there removes it,
    /// when this run is interrupted.
    pub(in crate::store) fn new(folder: &Path) -> io::Result<Self> {
        let side = create_side_folder(folder)?;
        let path = side.path().to_owned();
        Ok(Self(Some(side), path))
    }

    /// Returns the path of a file in it.
    pub(in crate::store) fn file(&self, name: &str) -> PathBuf {
        self.1.join(name)
    }
}

impl Drop for SideFolder {
    fn drop(&mut self) {
        let Some(Err(_)) = self.0.take().map(TempDir::close) else {
            return;
        };
        // A folder that can't be listed, or a file that could not be removed at once: by their names.
        for name in NAMES {
            for suffix in ["", "-journal", "-wal", "-shm"] {
                let _ = fs::remove_file(with_suffix(&self.file(name), suffix));
            }
        }
        let _ = fs::remove_dir(&self.1).or_else(|_| fs::remove_dir_all(&self.1));
    }
}
