//! Each kind of damage made by hand is found; what can be made again is.

use std::fs;

use carnet::store::retention::Reason;
use carnet::store::{Finding, StoreError};
use carnet::store::{repair, verify};

use super::{Sandbox, by_hand, bytes_of, now, seen_at};

fn findings(sandbox: &Sandbox) -> Vec<Finding> {
    let before = bytes_of(&sandbox.store_path());
    let report = verify(&sandbox.store_path()).unwrap();
    assert_eq!(
        bytes_of(&sandbox.store_path()),
        before,
        "a check writes nothing"
    );
    report.findings
}

/// Does that by hand to a sound store; answers the one thing found.
#[track_caller]
fn found_after(sql: &str) -> (Sandbox, Finding) {
    let sandbox = Sandbox::of(5);
    by_hand(&sandbox.store_path(), sql);
    let found = findings(&sandbox);
    let [finding] = found.as_slice() else {
        panic!("{sql}: {found:?}");
    };
    (sandbox, finding.clone())
}

/// The same, then has it repaired: nothing is found any more, and the events are as they were.
#[track_caller]
fn repaired_after(sql: &str) -> Finding {
    let (sandbox, finding) = found_after(sql);
    assert!(finding.is_repairable());
    let repaired = repair(&sandbox.store_path(), std::slice::from_ref(&finding), now()).unwrap();
    assert_eq!(repaired.mended, 1);
    assert_eq!(findings(&sandbox), []);
    assert_eq!(seen_at(&sandbox.store_path()).len(), 5);
    finding
}

#[test]
fn a_sound_store_has_nothing_wrong_open_or_closed() {
    let sandbox = Sandbox::of(5);
    assert_eq!(findings(&sandbox), []);
    let window = sandbox.open();
    window.back_up(Reason::Asked, now()).unwrap();
    let report = verify(&sandbox.store_path()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.events, report.backups), (Some(5), 1));
    let old =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/carnet-schema-2.db");
    fs::copy(old, sandbox.path("vieux.db")).unwrap();
    #[cfg(unix)]
    super::set_mode(&sandbox.path("vieux.db"), 0o600);
    assert!(verify(&sandbox.path("vieux.db")).unwrap().is_sound());
}

#[test]
fn the_log_of_another_process_is_checked_too() {
    let sandbox = Sandbox::of(2);
    let mut window = sandbox.open();
    super::add(&mut window, "Dans le journal", now());
    let report = verify(&sandbox.store_path()).unwrap();
    assert_eq!(report.events, Some(3));
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn derived_rows_are_compared_and_made_again() {
    for (sql, table) in [
        ("DELETE FROM event_list WHERE row = 2", "event_list"),
        (
            "UPDATE event_list SET title_key = 'x' WHERE row = 2",
            "event_list",
        ),
        (
            "INSERT INTO event_words (row, words) VALUES (99, 'fantôme')",
            "event_words",
        ),
    ] {
        assert_eq!(
            repaired_after(sql),
            Finding::Derived { table, rows: 1 },
            "{sql}"
        );
    }
}

#[test]
fn a_schema_that_is_not_carnets_is_seen_and_put_back() {
    for sql in [
        "DROP TRIGGER journal_event_update",
        "DROP INDEX event_list_date",
        "CREATE TRIGGER pirate AFTER UPDATE ON event BEGIN DELETE FROM event_words; END",
        "DROP TRIGGER event_list_on_delete; CREATE TRIGGER event_list_on_delete AFTER DELETE ON event BEGIN SELECT 1; END",
    ] {
        assert!(matches!(repaired_after(sql), Finding::Schema(_)), "{sql}");
    }
    let (_, finding) = found_after("CREATE TABLE autre (a)");
    assert!(matches!(&finding, Finding::Schema(object) if object.name == "autre"));
    assert!(!finding.is_repairable());
}

#[test]
fn the_history_is_checked() {
    let finding = repaired_after("UPDATE recording SET action = 1");
    assert_eq!(finding, Finding::OpenAction);
    repaired_after("DELETE FROM recording");
    for sql in [
        "UPDATE journal SET \"table\" = 'sqlite_schema' WHERE id = 1",
        "INSERT INTO journal (action, \"table\", row, op, old, new) VALUES (1, 'event', 1, 'delete', NULL, NULL)",
        "INSERT INTO journal (action, \"table\", row, op, old, new) VALUES (1, 'event', 1, 'update', '[]', '{')",
    ] {
        assert_eq!(found_after(sql).1, Finding::History { rows: 1 }, "{sql}");
    }
}

#[test]
fn references_to_nothing_are_found() {
    let sql = "DROP TRIGGER journal_attestation_insert;
         DELETE FROM event_list; DELETE FROM event_words;
         INSERT INTO attestation (row, attendees, filled_at) VALUES (99, 3, '2026-11-24T10:00:00Z')";
    let sandbox = Sandbox::of(5);
    by_hand_with_functions(&sandbox, sql);
    let found = findings(&sandbox);
    let dangling = Finding::Dangling {
        table: "attestation".to_owned(),
        rows: 1,
    };
    assert!(found.contains(&dangling), "{found:?}");
}

#[test]
fn values_that_read_as_unset_are_found() {
    for (column, value) in [
        ("date", "'31/12/2026'"),
        ("starts", "'18h30'"),
        ("zone", "'Nulle/Part'"),
        ("id", "'pas-un-identifiant'"),
        ("seats", "-3"),
        ("created_at", "'hier'"),
        ("title", "CAST(x'436166e9' AS TEXT)"),
    ] {
        let sql = format!(
            "UPDATE recording SET action = 1;
             UPDATE event SET {column} = {value} WHERE row = 3;
             UPDATE recording SET action = NULL; DELETE FROM journal"
        );
        let sandbox = Sandbox::of(5);
        by_hand_with_functions(&sandbox, &sql);
        let found = findings(&sandbox);
        let wrong = Finding::Value {
            table: "event".to_owned(),
            column: column.to_owned(),
            rows: 1,
            first: 3,
        };
        assert!(found.contains(&wrong), "{column}: {found:?}");
    }
}

/// As [`by_hand`], where the triggers call Carnet's functions.
fn by_hand_with_functions(sandbox: &Sandbox, sql: &str) {
    let raw = rusqlite::Connection::open(sandbox.store_path()).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC;
    for (name, arguments, answer) in [
        ("search_words", -1, "x"),
        ("sort_key", 1, "x"),
        ("ends_utc", 5, "x"),
        ("last_day", 4, "x"),
        ("changes_told", -1, "[{}, {}]"),
    ] {
        raw.create_scalar_function(name, arguments, flags, move |_| Ok(answer))
            .unwrap();
    }
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    raw.execute_batch(sql).unwrap();
    raw.execute_batch("PRAGMA journal_mode = DELETE").unwrap();
}

#[test]
fn a_copy_that_has_changed_is_found() {
    let sandbox = Sandbox::of(1);
    let copy = sandbox.open().back_up(Reason::Asked, now()).unwrap().path;
    let mut bytes = fs::read(&copy).unwrap();
    bytes[9000] ^= 1;
    fs::write(&copy, bytes).unwrap();
    assert_eq!(findings(&sandbox), [Finding::AlteredBackup(copy)]);
}

#[test]
fn what_is_no_store_is_refused() {
    let sandbox = Sandbox::of(1);
    let other = sandbox.path("autre.db");
    assert!(matches!(verify(&other), Err(StoreError::Missing(_))));
    fs::write(&other, "du texte").unwrap();
    assert!(matches!(verify(&other), Err(StoreError::NotAStore(_))));
    fs::remove_file(&other).unwrap();
    by_hand(&other, "CREATE TABLE t (a)");
    assert!(matches!(verify(&other), Err(StoreError::NotAStore(_))));
    by_hand(&sandbox.store_path(), "PRAGMA user_version = 99");
    assert!(matches!(
        verify(&sandbox.store_path()),
        Err(StoreError::Newer { .. })
    ));
}

#[cfg(unix)]
#[test]
fn what_others_can_read_is_found_and_closed() {
    use super::{mode, set_mode};
    let sandbox = Sandbox::of(1);
    let copy = sandbox.open().back_up(Reason::Asked, now()).unwrap().path;
    let paths = [
        sandbox.store_path(),
        copy,
        sandbox.copies(),
        sandbox.path(""),
    ];
    for path in &paths {
        set_mode(path, if path.is_dir() { 0o755 } else { 0o640 });
    }
    let found = findings(&sandbox);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|it| matches!(it, Finding::Open(_))));
    let repaired = repair(&sandbox.store_path(), &found, now()).unwrap();
    assert_eq!(repaired.mended, 4);
    assert_eq!(findings(&sandbox), []);
    for path in &paths {
        assert_eq!(mode(path) & 0o077, 0);
    }
}
