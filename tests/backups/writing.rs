//! When a copy is made, what it holds, what a failure leaves.

use std::fs;

use carnet::store::retention::Reason;
use carnet::store::{BackupError, Checked, Note, Progress, Store, check_backup};

use super::{Sandbox, add, add_many, names, now, on, seen, seen_at};

const DAILY: &str = "carnet-2026-11-24-quotidienne.db";

#[test]
fn the_first_change_of_a_day_is_preceded_by_a_copy_and_the_next_are_not() {
    let sandbox = Sandbox::of(3);
    assert_eq!(
        sandbox.backup_names(),
        Vec::<String>::new(),
        "nothing was there to copy"
    );
    let mut store = sandbox.open();
    let before = seen(&store);
    assert_eq!(
        sandbox.backup_names(),
        Vec::<String>::new(),
        "reading copies nothing"
    );
    add(&mut store, "Un", now());
    let hash = format!("{DAILY}.sha256");
    assert_eq!(sandbox.backup_names(), [DAILY, &hash]);
    add(&mut store, "Deux", now());
    store.undo(now()).unwrap();
    store.redo(now()).unwrap();
    store.close().unwrap();
    let mut store = sandbox.open();
    add(&mut store, "Trois", now());
    assert_eq!(sandbox.backup_names(), [DAILY, &hash]);
    assert_eq!(seen_at(&sandbox.copies().join(DAILY)), before);
    store.undo(on("2026-11-25")).unwrap();
    assert_eq!(sandbox.backups().len(), 2, "to take back is a change too");
    assert!(store.take_notes().is_empty());
}

#[test]
fn the_day_is_that_of_the_mediator() {
    let sandbox = Sandbox::of(1);
    let mut store = sandbox.open();
    let late = "2026-11-24T23:30:00Z".parse().unwrap();
    add(&mut store, "Tard", late);
    assert_eq!(sandbox.backups()[0].taken.date.to_string(), "2026-11-25");
}

#[test]
fn a_store_in_memory_has_no_copies() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, "Un", on("2026-11-23"));
    add(&mut store, "Deux", now());
    assert!(store.backups().unwrap().is_empty());
    assert!(matches!(
        store.back_up(Reason::Asked, now()),
        Err(BackupError::InMemory)
    ));
    assert!(store.take_notes().is_empty());
}

#[test]
fn a_failure_is_reported_and_the_change_is_saved() {
    let sandbox = Sandbox::of(2);
    // A file stands where the folder should.
    fs::write(sandbox.copies(), "").unwrap();
    #[cfg(unix)]
    super::set_mode(&sandbox.copies(), 0o600);
    let mut store = sandbox.open();
    add(&mut store, "Un", now());
    add(&mut store, "Deux", now());
    assert_eq!(seen(&store).len(), 4);
    let notes = store.notes();
    assert!(matches!(notes, [Note::BackupFailed(_)]), "{notes:?}");
    // Tried again at the next change.
    fs::remove_file(sandbox.copies()).unwrap();
    add(&mut store, "Trois", now());
    assert_eq!(sandbox.backups().len(), 1);
    assert!(store.take_notes().is_empty());
}

#[test]
fn changes_in_the_log_of_another_process_are_in_the_backup() {
    let sandbox = Sandbox::of(5);
    let mut writer = sandbox.open();
    add_many(&mut writer, 20, now());
    // Nothing was folded into the file yet: its bytes alone are not the store.
    assert!(fs::metadata(sandbox.path("carnet.db-wal")).unwrap().len() > 0);
    let other = sandbox.open();
    let written = other.back_up(Reason::Asked, now()).unwrap();
    assert_eq!(written.events, 25);
    assert_eq!(seen_at(&written.path), seen(&writer));
}

#[test]
fn a_run_killed_half_way_leaves_no_half_copy() {
    let sandbox = Sandbox::of(2);
    fs::create_dir(sandbox.copies()).unwrap();
    #[cfg(unix)]
    super::set_mode(&sandbox.copies(), 0o700);
    for left in [".carnet-AbCdEf.tmp", ".carnet-GhIjKl.tmp"] {
        fs::write(sandbox.copies().join(left), "SQLite format 3\0 la moitié").unwrap();
    }
    assert!(sandbox.backups().is_empty(), "a half copy has no name");
    let store = sandbox.open();
    let written = store.back_up(Reason::Asked, now()).unwrap();
    let name = written.path.file_name().unwrap().to_str().unwrap();
    assert_eq!(sandbox.backup_names(), [name, &format!("{name}.sha256")]);
}

#[test]
fn copies_of_one_day_are_numbered_and_never_replaced() {
    let sandbox = Sandbox::of(2);
    let store = sandbox.open();
    let first = store.back_up(Reason::Asked, now()).unwrap();
    let bytes = fs::read(&first.path).unwrap();
    let second = store.back_up(Reason::Asked, now()).unwrap();
    assert!(
        second
            .path
            .ends_with("sauvegardes/carnet-2026-11-24-manuelle-2.db")
    );
    assert_eq!(fs::read(&first.path).unwrap(), bytes);
}

#[test]
fn old_copies_go_with_their_hashes_and_foreign_files_stay() {
    let sandbox = Sandbox::of(1);
    fs::create_dir(sandbox.copies()).unwrap();
    #[cfg(unix)]
    super::set_mode(&sandbox.copies(), 0o700);
    for foreign in [
        "notes.txt",
        "essai-2020-01-01-quotidienne.db",
        "carnet-2020-01-01.db",
    ] {
        fs::write(sandbox.copies().join(foreign), "").unwrap();
        #[cfg(unix)]
        super::set_mode(&sandbox.copies().join(foreign), 0o600);
    }
    let mut store = sandbox.open();
    for day in 1..=28 {
        add(&mut store, "Un", on(&format!("2027-02-{day:02}")));
    }
    assert!(store.take_notes().is_empty());
    // 7 days, and the ends of the two weeks before them: one month only.
    let days: Vec<_> = sandbox
        .backups()
        .iter()
        .map(|it| it.taken.date.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2027-02-28",
            "2027-02-27",
            "2027-02-26",
            "2027-02-25",
            "2027-02-24",
            "2027-02-23",
            "2027-02-22",
            "2027-02-21",
            "2027-02-14",
            "2027-02-07",
        ]
    );
    assert_eq!(sandbox.backup_names().len(), 2 * days.len() + 3);
}

#[test]
fn a_copy_is_checked_and_its_hash_tells_what_changed() {
    let sandbox = Sandbox::of(3);
    let written = sandbox.open().back_up(Reason::Asked, now()).unwrap();
    assert_eq!(check_backup(&written.path).unwrap(), Checked::Intact);
    let mut bytes = fs::read(&written.path).unwrap();
    assert_eq!(written.size, bytes.len() as u64);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&written.path, &bytes).unwrap();
    assert_eq!(check_backup(&written.path).unwrap(), Checked::Altered);
    fs::remove_file(written.path.with_extension("db.sha256")).unwrap();
    assert_eq!(check_backup(&written.path).unwrap(), Checked::Unknown);
}

#[test]
fn a_copy_elsewhere_replaces_nothing_unasked_and_never_a_store_in_use() {
    let sandbox = Sandbox::of(3);
    let store = sandbox.open();
    let key = sandbox.path("clé");
    fs::create_dir(&key).unwrap();
    let written = store.back_up_to(&key, false, now()).unwrap();
    assert_eq!(written.path, key.join("carnet-2026-11-24.db"));
    assert_eq!(
        names(&key),
        ["carnet-2026-11-24.db", "carnet-2026-11-24.db.sha256"]
    );
    let again = store.back_up_to(&written.path, false, now());
    assert!(matches!(again, Err(BackupError::AlreadyThere(_))));
    let over = store.back_up_to(&written.path, true, now()).unwrap();
    assert_eq!(check_backup(&over.path).unwrap(), Checked::Intact);
    for own in ["carnet.db", "carnet.db-wal", "clé/../carnet.db"] {
        let refused = store.back_up_to(&sandbox.path(own), true, now());
        assert!(
            matches!(refused, Err(BackupError::InUse(_))),
            "{own}: {refused:?}"
        );
    }
    let other = Store::create(&sandbox.path("autre.db")).unwrap();
    let refused = store.back_up_to(other.path(), true, now());
    assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
    let nowhere = store.back_up_to(&sandbox.path("absent/copie.db"), false, now());
    assert!(
        matches!(nowhere, Err(BackupError::Io { .. })),
        "{nowhere:?}"
    );
    assert_eq!(seen(&store).len(), 3);
}

/// A name that is no UTF-8, and one that SQLite would read as a URI.
#[cfg(unix)]
#[test]
fn a_copy_goes_to_the_very_name_that_was_asked() {
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::of(2);
    let store = sandbox.open();
    let names = [&b"cl\xe9 100% ?x=1#.db"[..], b"file:copie.db?mode=memory"];
    for name in names {
        let target = sandbox.path("").join(std::ffi::OsStr::from_bytes(name));
        let written = store.back_up_to(&target, false, now()).unwrap();
        assert_eq!(
            (written.path.as_path(), written.events),
            (target.as_path(), 2)
        );
        assert_eq!(check_backup(&target).unwrap(), Checked::Intact);
    }
}

#[test]
fn an_import_is_preceded_by_a_copy() {
    use carnet::exchange::csv::import::{Mapping, Plan};
    use carnet::exchange::table::Table;
    let sandbox = Sandbox::of(2);
    let mut store = sandbox.open();
    let table = Table::read("Titre\nUn café\n".as_bytes()).unwrap();
    let moment = carnet::store::Moment {
        now: now(),
        today: now().date_naive(),
    };
    let plan = Plan::new(
        &table,
        &Mapping::guess(&table, moment.today).0,
        &store,
        moment,
        &Progress::default(),
    )
    .unwrap();
    carnet::actions::import::write(&mut store, now(), &plan, &Progress::default()).unwrap();
    let copy = sandbox.copies().join("carnet-2026-11-24-avant-import.db");
    assert_eq!(seen_at(&copy).len(), 2);
    assert_eq!(seen(&store).len(), 3);
}

#[cfg(unix)]
mod private {
    use super::*;
    use crate::{mode, set_mode};

    #[test]
    fn copies_are_their_owners_alone() {
        let sandbox = Sandbox::of(1);
        let written = sandbox.open().back_up(Reason::Asked, now()).unwrap();
        assert_eq!(mode(&sandbox.copies()), 0o700);
        for name in sandbox.backup_names() {
            assert_eq!(mode(&sandbox.copies().join(name)), 0o600);
        }
        let target = sandbox.path("copie.db");
        sandbox.open().back_up_to(&target, false, now()).unwrap();
        assert_eq!(mode(&target), 0o600);
        assert_eq!(mode(&written.path), 0o600);
    }

    #[test]
    fn loose_permissions_are_repaired_at_the_next_start_and_reported_once() {
        let sandbox = Sandbox::of(1);
        let window = sandbox.open();
        let copy = window.back_up(Reason::Asked, now()).unwrap().path;
        let paths = [
            sandbox.store_path(),
            sandbox.path("carnet.db-wal"),
            sandbox.path("carnet.db-shm"),
            copy,
        ];
        for path in &paths {
            set_mode(path, 0o644);
        }
        set_mode(&sandbox.copies(), 0o755);
        set_mode(&sandbox.path(""), 0o755);
        let mut other = sandbox.open();
        for path in &paths {
            assert_eq!(mode(path), 0o600, "{path:?}");
        }
        assert_eq!(mode(&sandbox.copies()), 0o700);
        assert_eq!(mode(&sandbox.path("")), 0o700);
        let notes = other.take_notes();
        let [Note::Mended(mended)] = notes.as_slice() else {
            panic!("{notes:?}");
        };
        assert_eq!(mended.len(), 6);
        assert!(other.notes().is_empty());
        assert!(sandbox.open().notes().is_empty());
    }

    #[test]
    fn a_folder_of_other_documents_is_left_as_it_is() {
        let sandbox = Sandbox::of(1);
        fs::write(sandbox.path("budget.ods"), "").unwrap();
        set_mode(&sandbox.path(""), 0o755);
        assert!(sandbox.open().notes().is_empty());
        assert_eq!(mode(&sandbox.path("")), 0o755);
    }
}
