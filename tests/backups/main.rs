//! Nothing is lost: copies of the store, their return, the check and the repair of a store, and who can read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/command.rs"]
mod command;
mod commands;
mod foreign;
mod merging;
mod restoring;
mod retention;
mod salvaging;
mod settings;
mod verifying;
mod writing;

use std::fs;
use std::path::{Path, PathBuf};

use carnet::domain::event::EventContent;
use carnet::domain::event::publication::Publication;
use carnet::domain::id::EventId;
use carnet::domain::listing::Query;
use carnet::store::{Backup, Moment, Store};
use chrono::{DateTime, Utc};
use tempfile::TempDir;

/// How large a page of a new store is, in bytes.
const PAGE: usize = 2048;

/// A folder with a store in it.
struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Self { folder };
        fs::create_dir(sandbox.path("")).unwrap();
        #[cfg(unix)]
        set_mode(&sandbox.path(""), 0o700);
        sandbox
    }

    /// A store of so many events, made a day before [`now`].
    fn of(events: usize) -> Self {
        let sandbox = Self::empty();
        let mut store = Store::create(&sandbox.store_path()).unwrap();
        add_many(&mut store, events, on("2026-11-23"));
        store.close().unwrap();
        sandbox
    }

    /// A name in the folder of the store, which is named as Carnet's own.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("carnet").join(name)
    }

    fn store_path(&self) -> PathBuf {
        self.path("carnet.db")
    }

    fn copies(&self) -> PathBuf {
        self.path("sauvegardes")
    }

    fn open(&self) -> Store {
        Store::open_at(&self.store_path(), now()).unwrap()
    }

    fn backups(&self) -> Vec<Backup> {
        carnet::store::backups(&self.store_path()).unwrap()
    }

    fn backup_names(&self) -> Vec<String> {
        names(&self.copies())
    }
}

/// Every byte of a store that is closed or not: the file, its log.
fn bytes_of(store: &Path) -> Vec<(String, Vec<u8>)> {
    let folder = store.parent().unwrap();
    let stem = store.file_name().unwrap().to_str().unwrap();
    names(folder)
        .into_iter()
        .filter(|name| name.starts_with(stem) && !name.ends_with("-shm"))
        .map(|name| (name.clone(), fs::read(folder.join(name)).unwrap()))
        .collect()
}

/// Writes by hand into a closed store, as no one should.
fn by_hand(store: &Path, sql: &str) {
    let raw = rusqlite::Connection::open(store).unwrap();
    raw.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
        .unwrap();
    raw.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {sql}; PRAGMA journal_mode = DELETE"
    ))
    .unwrap();
}

/// The names in a folder, in order; none for a folder that is not there.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn now() -> DateTime<Utc> {
    on("2026-11-24")
}

fn on(day: &str) -> DateTime<Utc> {
    format!("{day}T10:00:00Z").parse().unwrap()
}

fn titled(title: &str) -> EventContent {
    EventContent {
        title: title.to_owned(),
        date: "2026-11-17".parse().ok(),
        ..EventContent::default()
    }
}

fn add_many(store: &mut Store, events: usize, now: DateTime<Utc>) {
    let added = store.record("création", now, |change| {
        (0..events).try_for_each(|number| {
            let content = titled(&format!("Atelier {number}"));
            change.create_event(
                EventId::new(now),
                &content,
                Publication::Draft,
                "Europe/Paris",
            )
        })
    });
    added.unwrap();
}

fn add(store: &mut Store, title: &str, now: DateTime<Utc>) {
    let content = titled(title);
    let added = store.record("création", now, |change| {
        change.create_event(
            EventId::new(now),
            &content,
            Publication::Draft,
            "Europe/Paris",
        )
    });
    added.unwrap();
}

/// The events of a store, as text, in the order of their identifiers.
fn seen(store: &Store) -> Vec<String> {
    let moment = Moment {
        now: now(),
        today: now().date_naive(),
    };
    let rows = store.window(&Query::default(), moment, 0, 100_000).unwrap();
    let mut seen: Vec<String> = rows
        .iter()
        .map(|row| format!("{:?} {:?} {:?}", row.id, row.content, row.attestation))
        .collect();
    seen.sort();
    seen
}

fn seen_at(path: &Path) -> Vec<String> {
    let store = Store::open_at(path, now()).unwrap();
    let seen = seen(&store);
    store.close().unwrap();
    seen
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
