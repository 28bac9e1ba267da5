//! Finds backup and salvage files next to the store, which a purge does not rewrite, and the copies that
//! synchronisations leave there when a file was changed on two computers.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::sql::header::Header;
use crate::store::sql::owner_only::{backups_folder, folder_of, stem};

/// Returns the copies of the store next to it, found by their names: those of the folder of backups,
/// salvaged stores (`carnet-recupere-2025-09-01.db`), and logs moved away.
pub fn sibling_copies(store: &Path) -> Vec<PathBuf> {
    let begins = format!("{}-", stem(store));
    let is_copy = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_log = name.ends_with(".wal");
        name.starts_with(&begins) && (path.extension() == store.extension() || is_log)
    };
    let backups = backups_folder(store);
    let mut copies = files(folder_of(store), is_copy);
    // A copy that was merged is moved there under its own name.
    copies.extend(files(&backups, |path| {
        is_copy(path) || is_conflict_name(path, store)
    }));
    copies.extend(conflict_copies(store));
    copies.sort();
    copies.dedup();
    copies
}

/// Returns the copies of the store that a synchronisation has made next to it, because it was changed on
/// two computers: known by their names, and by being stores.
pub(in crate::store) fn conflict_copies(store: &Path) -> Vec<PathBuf> {
    let mut copies = files(folder_of(store), |path| is_conflict_name(path, store));
    copies.retain(|path| Header::read(path).is_ok_and(|header| header.may_be_store()));
    copies
}

fn is_conflict_name(path: &Path, store: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let added = name.strip_prefix(&stem(store));
    path.extension() == store.extension() && added.is_some_and(names_conflict)
}

/// Whether what follows the name of a file is what a synchronisation adds to it.
fn names_conflict(added: &str) -> bool {
    // Syncthing; ownCloud.
    if added.starts_with(".sync-conflict-") || added.starts_with("_conflict-") {
        return true;
    }
    let within = |open: &str, close: &str| added.strip_prefix(open)?.strip_suffix(close);
    if let Some(words) = within(" (", ")") {
        // Nextcloud and Dropbox: « (Anne's conflicted copy 2026-11-24) », « (copie en conflit de Anne) ».
        // Google Drive: « (1) ».
        let words = words.to_lowercase();
        let is_number = words.chars().all(|c| c.is_ascii_digit());
        return is_number || words.contains("conflict") || words.contains("en conflit");
    }
    // iCloud: « carnet 2 ».
    if let Some(number) = added.strip_prefix(' ') {
        return !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    }
    // OneDrive: the name of the other computer.
    added.strip_prefix('-').is_some_and(|computer| {
        let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        computer.chars().all(is_of_name) && computer.chars().any(|c| c.is_ascii_uppercase())
    })
}

/// Returns the files of a folder whose names are wanted. Only these are looked at: the folder may be that of
/// all the documents of the user.
fn files(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_wanted(path) && path.is_file())
        .collect();
    files.sort();
    files
}
