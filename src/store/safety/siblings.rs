//! Finds backup and salvage files next to the store: a purge does not rewrite them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::sql::owner_only::{backups_folder, folder_of, stem};

/// Returns the copies of the store next to it, found by their names: those of the folder of backups,
/// salvaged stores (`carnet-recupere-2025-09-01.db`), and logs set aside.
pub fn sibling_copies(store: &Path) -> Vec<PathBuf> {
    let begins = format!("{}-", stem(store));
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_log = name.ends_with(".wal");
        name.starts_with(&begins) && (path.extension() == store.extension() || is_log)
    };
    let backups = backups_folder(store);
    let found = files(folder_of(store)).into_iter().chain(files(&backups));
    found.filter(is_copy).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}
