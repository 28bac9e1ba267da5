//! The file or its log replaced, overwritten or deleted by another program, while a store is open or after.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use carnet::domain::listing::Query;
use carnet::store::retention::Reason;
use carnet::store::{Finding, Note, Store, StoreError, repair, verify};
use tempfile::TempDir;

use super::{at, titled};

fn add(store: &mut Store, title: &str) {
    super::add(store, &titled(title, "2026-11-17"));
}

fn titles(path: &Path) -> Vec<String> {
    titles_of(&Store::open_at(path, at().now).unwrap())
}

fn titles_of(store: &Store) -> Vec<String> {
    super::titles(store, &Query::default())
}

fn log_of(path: &Path) -> PathBuf {
    path.with_extension("db-wal")
}

/// A store that the power left with its log, and the same one changed on another computer.
struct Crashed {
    folder: TempDir,
    path: PathBuf,
    /// The file as it was under the log, and the log.
    file: Vec<u8>,
    log: Vec<u8>,
    /// The file of the other computer.
    other: Vec<u8>,
}

impl Crashed {
    fn of(events: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        let mut store = Store::create(&path).unwrap();
        for number in 0..events {
            add(&mut store, &format!("Atelier {number}"));
        }
        store.close().unwrap();
        let other = folder.path().join("autre.db");
        fs::copy(&path, &other).unwrap();
        let mut store = Store::open_at(&other, at().now).unwrap();
        add(&mut store, "Ailleurs");
        store.close().unwrap();
        let bytes = fs::read(&other).unwrap();
        fs::remove_file(&other).unwrap();
        let mut store = Store::open_at(&path, at().now).unwrap();
        for title in ["Ici", "Là", "Encore"] {
            add(&mut store, title);
        }
        let (file, log) = (fs::read(&path).unwrap(), fs::read(log_of(&path)).unwrap());
        store.close().unwrap();
        Self {
            folder,
            path,
            file,
            log,
            other: bytes,
        }
    }

    /// Writes a file and the log.
    fn put(&self, file: &[u8]) {
        fs::write(&self.path, file).unwrap();
        fs::write(log_of(&self.path), &self.log).unwrap();
    }

    fn copies(&self) -> PathBuf {
        self.folder.path().join("sauvegardes")
    }

    fn kept_log(&self) -> PathBuf {
        let day = at().now.format("%Y-%m-%d");
        self.copies().join(format!("carnet-{day}-journal.wal"))
    }
}

/// What is said of a log that was not the file's: the copy that was rebuilt, or where the log is kept.
fn moved(store: &Store) -> Option<(PathBuf, bool)> {
    store.notes().iter().find_map(|note| match note {
        Note::FormerRebuilt(copy) => Some((copy.clone(), true)),
        Note::StrayLogKept(log) => Some((log.clone(), false)),
        _ => None,
    })
}

/// The last version of each page in a log.
fn pages(log: &[u8]) -> BTreeMap<usize, &[u8]> {
    let size = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    let frames = log[32..].chunks_exact(24 + size);
    let page = |frame: &[u8]| u32::from_be_bytes(frame[..4].try_into().unwrap()) as usize;
    frames
        .filter(|frame| frame[8..16] == log[16..24])
        .map(|frame| ((page(frame) - 1) * size, &frame[24..]))
        .collect()
}

fn overwrite(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if file.len() < offset + bytes.len() {
        file.resize(offset + bytes.len(), 0);
    }
    file[offset..offset + bytes.len()].copy_from_slice(bytes);
}

#[test]
fn a_log_of_another_file_is_never_put_into_the_one_there() {
    for events in [5, 60] {
        let crashed = Crashed::of(events);
        crashed.put(&crashed.other);
        let store = Store::open_at(&crashed.path, at().now).unwrap();
        assert_eq!(moved(&store), Some((crashed.kept_log(), false)));
        let found = titles_of(&store);
        assert_eq!(found.len(), events + 1);
        assert!(found.contains(&"Ailleurs".to_owned()));
        drop(store);
        assert_eq!(fs::read(crashed.kept_log()).unwrap(), crashed.log);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(crashed.kept_log())
                .unwrap()
                .permissions()
                .mode();
            let store = Store::open_at(&crashed.path, at().now).unwrap();
            assert!(mode & 0o077 == 0 || !store.notes().is_empty());
        }
        let findings = verify(&crashed.path).unwrap().findings;
        let damaged =
            |finding: &Finding| matches!(finding, Finding::Damaged(_) | Finding::StrayLog);
        assert!(!findings.iter().any(damaged), "{findings:?}");
        assert!(moved(&Store::open(&crashed.path).unwrap()).is_none());
    }
}

#[test]
fn a_copy_put_back_by_hand_is_read_without_the_log_of_the_former() {
    let crashed = Crashed::of(5);
    // A copy of the same rows, on other pages.
    crashed.put(&crashed.file);
    let copy = crashed.folder.path().join("copie.db");
    fs::remove_file(log_of(&crashed.path)).unwrap();
    let store = Store::open_at(&crashed.path, at().now).unwrap();
    store.back_up_to(&copy, false, at().now).unwrap();
    drop(store);
    crashed.put(&fs::read(&copy).unwrap());
    let store = Store::open_at(&crashed.path, at().now).unwrap();
    assert!(moved(&store).is_some());
    assert_eq!(titles_of(&store).len(), 5);
}

#[test]
fn the_former_store_is_rebuilt_where_its_file_is_near() {
    let crashed = Crashed::of(5);
    let renamed = "carnet.sync-conflict-20261124-101500-ABCDEFG.db";
    fs::write(crashed.folder.path().join(renamed), &crashed.file).unwrap();
    crashed.put(&crashed.other);
    let store = Store::open_at(&crashed.path, at().now).unwrap();
    let Some((copy, true)) = moved(&store) else {
        panic!("{:?}", store.notes());
    };
    assert_eq!(titles_of(&store).len(), 6);
    drop(store);
    let kept = carnet::store::backups(&crashed.path).unwrap();
    let kept = kept.iter().find(|kept| kept.path == copy).unwrap();
    assert_eq!(kept.taken.reason, Reason::Replaced);
    let former = titles(&copy);
    assert_eq!(former.len(), 8);
    assert!(former.contains(&"Ici".to_owned()) && !former.contains(&"Ailleurs".to_owned()));
}

#[test]
fn a_log_of_another_file_is_reported_by_a_check_that_writes_nothing() {
    let crashed = Crashed::of(60);
    crashed.put(&crashed.other);
    let report = verify(&crashed.path).unwrap();
    assert!(report.findings.contains(&Finding::StrayLog));
    assert!(
        !report
            .findings
            .iter()
            .any(|it| matches!(it, Finding::Damaged(_)))
    );
    assert_eq!(report.events, Some(61));
    assert_eq!(fs::read(&crashed.path).unwrap(), crashed.other);
    assert_eq!(fs::read(log_of(&crashed.path)).unwrap(), crashed.log);
    repair(&crashed.path, &report.findings, at().now).unwrap();
    assert_eq!(fs::read(crashed.kept_log()).unwrap(), crashed.log);
}

/// Whatever was written when the power failed: nothing, some pages, half of one, all.
#[test]
fn an_own_log_is_read_wherever_folding_it_was_interrupted() {
    for purged in [false, true] {
        let mut crashed = Crashed::of(5);
        if purged {
            // VACUUM moves the pages of the tables.
            crashed.put(&crashed.file.clone());
            let mut store = Store::open_at(&crashed.path, at().now).unwrap();
            let reader = rusqlite::Connection::open(&crashed.path).unwrap();
            reader
                .execute_batch("BEGIN; SELECT count(*) FROM event")
                .unwrap();
            store.set_write_timeout(Duration::ZERO).unwrap();
            let _ = store.purge("2026-11-20".parse().unwrap(), at()).unwrap();
            crashed.file = fs::read(&crashed.path).unwrap();
            crashed.log = fs::read(log_of(&crashed.path)).unwrap();
        }
        let pages = pages(&crashed.log);
        assert!(pages.len() > 5);
        let mut file = crashed.file.clone();
        for (offset, page) in &pages {
            // The end of a page may be written before its beginning.
            let mut torn = crashed.file.clone();
            torn.resize(torn.len().max(offset + page.len()), 0);
            overwrite(&mut torn, offset + 1024, &page[1024..]);
            let mut half = file.clone();
            overwrite(&mut half, *offset, &page[..1024]);
            overwrite(&mut file, *offset, page);
            for file in [&torn, &half, &file] {
                crashed.put(file);
                let store = Store::open_at(&crashed.path, at().now).unwrap();
                assert_eq!(moved(&store), None, "page at {offset}");
                assert_eq!(titles_of(&store).len(), 8);
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_replaced_while_open_is_kept_as_it_was_read() {
    let crashed = Crashed::of(5);
    crashed.put(&crashed.file);
    let mut store = Store::open_at(&crashed.path, at().now).unwrap();
    add(&mut store, "Après");
    let other = crashed.folder.path().join("arrive.db");
    fs::write(&other, &crashed.other).unwrap();
    fs::rename(&other, &crashed.path).unwrap();
    let refused = store.remember("clé", &1, at().now);
    assert!(matches!(refused, Err(StoreError::Gone(_))));
    let Err(StoreError::Replaced { copy, .. }) = store.tend(at().now) else {
        panic!("not noticed");
    };
    // Once.
    store.tend(at().now).unwrap();
    assert!(matches!(store.close(), Err(StoreError::Replaced { .. })));
    assert_eq!(fs::read(&crashed.path).unwrap(), crashed.other);
    assert!(titles(&copy).contains(&"Après".to_owned()));
    let store = Store::open_at(&crashed.path, at().now).unwrap();
    assert_eq!(moved(&store), None, "all of it is in the copy");
    assert_eq!(titles_of(&store).len(), 6);
}

#[test]
fn a_file_overwritten_while_open_is_not_written_to() {
    for folded in [false, true] {
        let crashed = Crashed::of(60);
        crashed.put(&crashed.file);
        let mut store = Store::open_at(&crashed.path, at().now).unwrap();
        add(&mut store, "Avant");
        if folded {
            let reader = rusqlite::Connection::open(&crashed.path).unwrap();
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            reader.query_row(sql, [], |_| Ok(())).unwrap();
            store.remember("clé", &0, at().now).unwrap();
        }
        // The same file, as `cp` writes it.
        fs::write(&crashed.path, &crashed.other).unwrap();
        let refused = store.remember("clé", &1, at().now);
        assert!(matches!(refused, Err(StoreError::Gone(_))), "{folded}");
        assert!(matches!(store.tend(at().now), Err(StoreError::Gone(_))));
        assert!(matches!(store.close(), Err(StoreError::Gone(_))));
        assert_eq!(fs::read(&crashed.path).unwrap(), crashed.other);
        let store = Store::open_at(&crashed.path, at().now).unwrap();
        assert!(moved(&store).is_some(), "{folded}");
        assert_eq!(titles_of(&store).len(), 61);
    }
}

#[cfg(unix)]
#[test]
fn what_is_saved_after_the_log_was_deleted_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    add(&mut store, "Un");
    fs::remove_file(log_of(&path)).unwrap();
    let after_kill = folder.path().join("après.db");
    let mut saved = 1;
    for title in ["Deux", "Trois", "Quatre"] {
        add(&mut store, title);
        saved += 1;
        // What a kill leaves.
        fs::copy(&path, &after_kill).unwrap();
        let _ = fs::remove_file(log_of(&after_kill));
        if log_of(&path).exists() {
            fs::copy(log_of(&path), log_of(&after_kill)).unwrap();
        }
        assert_eq!(titles(&after_kill).len(), saved, "{title}");
    }
    // Noticed while idle as well.
    add(&mut store, "Cinq");
    fs::remove_file(log_of(&path)).unwrap();
    store.tend(at().now).unwrap();
    fs::copy(&path, &after_kill).unwrap();
    assert_eq!(titles(&after_kill).len(), 5);
    store.close().unwrap();
    assert_eq!(titles(&path).len(), 5);
}

#[test]
fn a_log_is_folded_some_seconds_after_the_last_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    store.work_in_background(|| {}).unwrap();
    add(&mut store, "Un");
    let length = || fs::metadata(log_of(&path)).map_or(0, |log| log.len());
    store.tend(at().now).unwrap();
    store.tend(at().now).unwrap();
    assert!(length() > 0, "not while one works");
    let mut waited = 0;
    while length() > 0 && waited < 20 {
        std::thread::sleep(Duration::from_millis(500));
        store.tend(at().now).unwrap();
        waited += 1;
    }
    assert_eq!(length(), 0);
    assert!(waited >= 5, "after some seconds");
    // A copy of the file alone has everything.
    let copy = folder.path().join("copie.db");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(titles(&copy), ["Un"]);
}

#[test]
fn a_copy_that_a_synchronisation_left_in_conflict_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    Store::create(&path).unwrap().close().unwrap();
    let found = || {
        let store = Store::open_at(&path, at().now).unwrap();
        store.notes().iter().find_map(|note| match note {
            Note::ConflictCopies(copies) => Some(copies.clone()),
            _ => None,
        })
    };
    for (name, is_conflict) in [
        // Syncthing, OneDrive, Dropbox, Nextcloud, ownCloud, Google Drive, iCloud.
        ("carnet.sync-conflict-20261124-101500-ABCDEFG.db", true),
        ("carnet-DESKTOP-7F2K.db", true),
        ("carnet (PC d'Anne's conflicted copy 2026-11-24).db", true),
        ("carnet (Copie en conflit de PC-ANNE 2026-11-24).db", true),
        ("carnet (conflicted copy 2026-11-24 101500).db", true),
        ("carnet_conflict-20261124-101500.db", true),
        ("carnet (1).db", true),
        ("carnet 2.db", true),
        // Carnet's own, and the user's.
        ("carnet-2026-11-24.db", false),
        ("carnet-2026-11-24-2.db", false),
        ("carnet-recupere-2026-11-24.db", false),
        ("carnet-ecole.db", false),
        ("carnet (école).db", false),
        ("autre (1).db", false),
        ("carnet (1).txt", false),
    ] {
        let copy = folder.path().join(name);
        fs::copy(&path, &copy).unwrap();
        assert_eq!(found(), is_conflict.then(|| vec![copy.clone()]), "{name}");
        let listed = carnet::store::restorable(&path).unwrap();
        assert_eq!(listed.iter().any(|it| it.path == copy), is_conflict);
        assert!(carnet::store::backups(&path).unwrap().is_empty());
        let is_sibling = carnet::store::sibling_copies(&path).contains(&copy);
        assert!(
            is_sibling || !is_conflict,
            "a purge says that it does not reach {name}"
        );
        fs::remove_file(&copy).unwrap();
    }
    fs::write(folder.path().join("carnet (1).db"), "du texte").unwrap();
    assert_eq!(found(), None, "not a store");
}
