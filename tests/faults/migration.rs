//! A migration killed at any moment leaves the store as it was, or as it should become.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{a_moment, assert_sound, moment, times};
use carnet::domain::listing::Query;
use carnet::store::Store;

const OLD: &str = "tests/data/carnet-schema-2.db";

#[test]
fn a_migration_killed_half_way_is_old_or_new() {
    let mut random = fastrand::Rng::with_seed(12);
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join(OLD);
    let (mut not_migrated, mut migrated) = (0, 0);
    for _ in 0..times(24, 200) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        std::fs::copy(&old, &path).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_carnet"))
            .args(["liste", "--base"])
            .arg(&path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        a_moment(&mut random, Duration::from_millis(60));
        // It may have ended by itself.
        let _ = program.kill();
        program.wait().unwrap();
        {
            let raw = rusqlite::Connection::open(&path).unwrap();
            let number = |sql: &str| -> i64 { raw.query_row(sql, [], |row| row.get(0)).unwrap() };
            let version = number("SELECT user_version FROM pragma_user_version");
            let new_tables = number(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('question', 'step', 'tick', 'model', 'put_off')",
            );
            let new_columns = number(
                "SELECT count(*) FROM pragma_table_info('event') WHERE name IN ('series', 'submitted_on')",
            );
            match version {
                2 => {
                    assert_eq!((new_tables, new_columns), (0, 0));
                    not_migrated += 1;
                }
                _ => {
                    assert_eq!((new_tables, new_columns), (5, 2));
                    migrated += 1;
                }
            }
            assert_eq!(number("SELECT count(*) FROM event"), 14);
        }
        let store = Store::open(&path).unwrap();
        assert_eq!(store.count(&Query::default(), moment()).unwrap(), 14);
        assert_eq!(store.steps().unwrap().len(), 9);
        store.close().unwrap();
        assert_sound(&path);
    }
    println!("tuée avant : {not_migrated}, après : {migrated}");
    assert!(not_migrated > 0, "it is killed before the end");
}
