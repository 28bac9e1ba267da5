//! A store made, opened, refused, migrated.

use std::fs;

use carnet::domain::listing::Query;
use carnet::domain::reference::ListKind;
use carnet::store::retention::Reason;
use carnet::store::{Store, StoreError};

use super::at;

#[test]
fn a_new_store_is_its_owners_alone_and_bears_the_lists() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("données/carnet.db");
    let store = Store::open_or_create(&path).unwrap();
    let references = store.references().unwrap();
    assert_eq!(references.offered(ListKind::Theme).count(), 10);
    for list in ListKind::ALL {
        assert!(references.offered(list).count() >= 2, "{list:?}");
    }
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
    assert!(store.profile().unwrap().is_none());
    store.close().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode =
            |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}

#[test]
fn a_file_that_is_no_store_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autre.db");
    for bytes in [
        &b""[..],
        b"du texte",
        b"SQLite format 3\0 mais pas vraiment",
    ] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(
            Store::open_or_create(&path),
            Err(StoreError::NotAStore(_))
        ));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    let bytes = fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::NotAStore(_))));
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert!(matches!(
        Store::open(folder.path()),
        Err(StoreError::NotAStore(_))
    ));
}

#[test]
fn a_newer_store_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    Store::create(&path).unwrap().close().unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    raw.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(raw);
    let bytes = fs::read(&path).unwrap();
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::Newer { found: 99, .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_store_of_an_older_schema_is_copied_before_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(include_str!("../../assets/schema/0001_journal.sql"))
        .unwrap();
    raw.pragma_update(None, "application_id", 0x4372_6e74)
        .unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    drop(raw);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
    let copies = store.backups().unwrap();
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(copies[0].taken.reason, Reason::Migration);
    let copy = rusqlite::Connection::open(&copies[0].path).unwrap();
    let version: i64 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
}
