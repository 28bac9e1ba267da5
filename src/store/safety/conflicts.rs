//! The conflicting copies that a synchronisation left next to the store, as copies to compare with it; one
//! that is dismissed comes back once its file has changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::backup::Backup;
use super::retention::{Reason, Taken};
use super::siblings;
use crate::platform::files;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::sql::owner_only::{self, backups_folder, folder_of, with_suffix};

/// The key of the conflicting copies that were dismissed, in the table `memory`.
const DISMISSED_KEY: &str = "dismissed_conflicts";

/// What a dismissed copy is recognised by: its name, when it was last written, its size.
type CopyState = (String, Option<DateTime<Utc>>, u64);

/// Returns the conflicting copies next to a store.
pub(super) fn beside(store: &Path) -> Vec<Backup> {
    let conflict = |path: PathBuf| {
        let metadata = fs::metadata(&path).ok()?;
        let written = DateTime::<Utc>::from(metadata.modified().ok()?);
        Some(Backup {
            path,
            taken: Taken {
                date: written.date_naive(),
                reason: Reason::Conflict,
                number: 1,
            },
            written: Some(written),
            size: metadata.len(),
        })
    };
    let paths = siblings::conflict_copies(store).into_iter();
    paths.filter_map(conflict).collect()
}

fn state(copy: &Backup) -> CopyState {
    let name = copy.path.file_name().unwrap_or_default();
    (name.to_string_lossy().into_owned(), copy.written, copy.size)
}

impl Store {
    /// Returns the conflicting copies next to this store that were not dismissed.
    pub fn conflicts(&self) -> Result<Vec<Backup>> {
        if self.is_in_memory() {
            return Ok(Vec::new());
        }
        let mut copies = beside(&self.path);
        if !copies.is_empty() {
            let dismissed: Vec<CopyState> = self.recall(DISMISSED_KEY)?.unwrap_or_default();
            copies.retain(|copy| !dismissed.contains(&state(copy)));
        }
        Ok(copies)
    }

    /// Dismisses the conflicting copies that are there now.
    pub fn dismiss_conflicts(&self, now: DateTime<Utc>) -> Result<()> {
        let states: Vec<CopyState> = beside(&self.path).iter().map(state).collect();
        self.remember(DISMISSED_KEY, &states, now)
    }

    /// Moves a conflicting copy that was merged into the folder of the copies, under its own name, and
    /// returns where it is. Any other file stays where it is.
    pub fn put_away(&self, copy: &Path) -> io::Result<Option<PathBuf>> {
        let is_it = |other: &PathBuf| {
            let same = || Some(files::resolve(other).ok()? == files::resolve(copy).ok()?);
            same() == Some(true)
        };
        let conflicts = siblings::conflict_copies(&self.path).into_iter();
        let Some(copy) = conflicts.into_iter().find(is_it) else {
            return Ok(None);
        };
        let folder = backups_folder(&self.path);
        owner_only::create_folder(&folder)?;
        let target = free_name(&folder, &copy);
        files::rename(&copy, &target)?;
        for suffix in ["-wal", "-shm", ".sha256"] {
            match files::rename(&with_suffix(&copy, suffix), &with_suffix(&target, suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        files::sync_folder(&folder)?;
        files::sync_folder(folder_of(&copy))?;
        Ok(Some(target))
    }
}

/// Returns the name of a copy in the folder, with a number when it is taken.
fn free_name(folder: &Path, copy: &Path) -> PathBuf {
    let part =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, extension) = (part(copy.file_stem()), part(copy.extension()));
    let mut target = folder.join(copy.file_name().unwrap_or_default());
    for number in 2.. {
        if target.symlink_metadata().is_err() {
            break;
        }
        target = folder.join(format!("{stem}-{number}.{extension}"));
    }
    target
}
