//! A folder for files that are being written, next to where they will stand: removed with all it holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::owner_only::{create_private_folder, create_side_folder, with_suffix};

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
pub(in crate::store) struct SideFolder {
    folder: Option<TempDir>,
    path: PathBuf,
    /// Says that it is used, where folders can be locked.
    _lock: Option<fs::File>,
}

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
        Ok(Self::of(side, None))
    }

    /// Creates one for a private copy in a folder that others use too: the next one created there removes it, when
    /// this run is interrupted.
    pub(in crate::store) fn private(folder: &Path) -> io::Result<Self> {
        let (side, lock) = create_private_folder(folder)?;
        Ok(Self::of(side, lock))
    }

    fn of(folder: TempDir, lock: Option<fs::File>) -> Self {
        Self {
            path: folder.path().to_owned(),
            folder: Some(folder),
            _lock: lock,
        }
    }

    /// Returns the path of a file in it.
    pub(in crate::store) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for SideFolder {
    fn drop(&mut self) {
        let Some(Err(_)) = self.folder.take().map(TempDir::close) else {
            return;
        };
        // A folder that can't be listed, or a file that could not be removed at once: by their names.
        for name in NAMES {
            for suffix in ["", "-journal", "-wal", "-shm"] {
                let _ = fs::remove_file(with_suffix(&self.file(name), suffix));
            }
        }
        let _ = fs::remove_dir(&self.path).or_else(|_| fs::remove_dir_all(&self.path));
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_private_folder_of_a_killed_run_is_removed_by_the_next_and_one_in_use_is_not() {
        let temporary = tempfile::tempdir().unwrap();
        let used = SideFolder::private(temporary.path()).unwrap();
        let killed = temporary.path().join(".lecture-carnet-ab12.tmp");
        let other = temporary.path().join(".carnet-ab12.tmp");
        for folder in [&killed, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(SideFolder::STORE), "une copie").unwrap();
        }
        let next = SideFolder::private(temporary.path()).unwrap();
        assert!(!killed.exists());
        assert!(used.path.exists() && next.path.exists() && other.exists());
        drop(used);
        drop(next);
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
    }
}
