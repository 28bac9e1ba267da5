//! The conflicting copies that a synchronisation left next to the store, as copies to compare with it; one
//! that is dismissed comes back once its file has changed.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::backup::Backup;
use super::retention::{Reason, Taken};
use super::siblings;
use crate::store::Store;
use crate::store::error::Result;

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
}
