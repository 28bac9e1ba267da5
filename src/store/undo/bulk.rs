//! Bulk writes: drops the triggers and indexes of the derived tables, then rebuilds what changed once,
//! within the same transaction.
//!
//! Delete this file and call `work` instead of [`bulk_write`]: the same rows are written, slower for
//! thousands of them.

use rusqlite::Connection;

use crate::store::error::Result;
use crate::store::schema::derived::DERIVED;
use crate::store::sql::connection::with_cache;

/// Below this many rows, dropping triggers and indexes gains nothing.
const SMALL_BATCH: usize = 1_000;

/// How many times larger than what is written the list can be: beyond, updating its indexes row by
/// row is faster than rebuilding them.
const REBUILD_RATIO: usize = 4;

/// The cache of the file during a bulk write, in KiB.
const CACHE: i64 = 16 * 1024;

/// Runs `work`, which writes about `count` rows of the journal, within a transaction that the caller
/// rolls back when it fails.
pub(in crate::store) fn bulk_write<T>(
    connection: &Connection,
    count: usize,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    if count < SMALL_BATCH || count.saturating_mul(REBUILD_RATIO) < list_length(connection)? {
        return work();
    }
    with_cache(connection, CACHE, || rebuild_after(connection, work))
}

fn rebuild_after<T>(connection: &Connection, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let objects = objects(connection)?;
    for object in &objects {
        connection.execute_batch(&format!("DROP {} \"{}\"", object.kind, object.name))?;
    }
    let last = "SELECT coalesce(max(id), 0) FROM journal";
    let last: i64 = connection.query_row(last, [], |row| row.get(0))?;
    let done = work()?;
    // The journal says which rows were written.
    let written =
        r#"SELECT row FROM journal WHERE id > ?1 AND "table" IN ('event', 'attestation')"#;
    for table in DERIVED {
        let sql = format!("DELETE FROM {table} WHERE row IN ({written})");
        connection.execute(&sql, [last])?;
        let sql = format!(
            "INSERT INTO {table} SELECT * FROM {table}_source WHERE row IN ({written}) ORDER BY row"
        );
        connection.execute(&sql, [last])?;
    }
    for object in &objects {
        connection.execute_batch(&object.sql)?;
    }
    Ok(done)
}

/// Returns how many events the list has.
fn list_length(connection: &Connection) -> Result<usize> {
    let sql = "SELECT count(*) FROM event_list";
    let rows: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(usize::try_from(rows).unwrap_or(0))
}

/// A trigger or an index, and the SQL that creates it.
struct Object {
    kind: String,
    name: String,
    sql: String,
}

/// Returns the triggers that keep the derived tables up to date when events or attestations change,
/// and their indexes.
fn objects(connection: &Connection) -> Result<Vec<Object>> {
    let mut statement = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND (type = 'index' AND tbl_name = ?1
            OR type = 'trigger' AND tbl_name IN ('event', 'attestation')
               AND substr(name, 1, length(?1) + 4) = ?1 || '_on_')",
    )?;
    let mut objects = Vec::new();
    for table in DERIVED {
        let found = statement.query_map([table], |row| {
            Ok(Object {
                kind: row.get(0)?,
                name: row.get(1)?,
                sql: row.get(2)?,
            })
        })?;
        for object in found {
            objects.push(object?);
        }
    }
    Ok(objects)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::domain::event::EventContent;
    use crate::domain::event::attestation::Attestation;
    use crate::domain::event::publication::Publication;
    use crate::domain::id::EventId;
    use crate::store::{Change, Store, StoreError, verify};

    fn now() -> DateTime<Utc> {
        "2026-11-24T10:00:00Z".parse().unwrap()
    }

    fn id(number: usize) -> EventId {
        EventId::from_uuid(Uuid::from_u128(number as u128))
    }

    fn content(number: usize) -> EventContent {
        EventContent {
            title: format!("Événement nº {number}"),
            date: "2026-11-20".parse().ok(),
            notes: "à relire".repeat(number % 5),
            seats: u32::try_from(number % 40).ok(),
            ..EventContent::default()
        }
    }

    fn create(change: &Change<'_>, numbers: std::ops::Range<usize>) -> Result<()> {
        numbers.into_iter().try_for_each(|number| {
            let state = Publication::Published;
            change.create_event(id(number), &content(number), state, "Europe/Paris")
        })
    }

    /// Writes some of everything, in many rows.
    fn work(change: &Change<'_>) -> Result<()> {
        create(change, 10..1_100)?;
        for number in (2..1_000).step_by(3) {
            change.attest(
                id(number),
                &Attestation::declared(None, 5, Default::default(), String::new(), now()),
            )?;
        }
        change.modify_event(id(1), 1, &content(2_000))?;
        change.modify_event(id(20), 1, &content(2_001))?;
        change.delete_event(id(3))?;
        change.delete_event(id(30))?;
        change.withdraw_attestation(id(50))
    }

    /// Returns everything in the file, as text.
    fn all(store: &Store) -> Vec<String> {
        let texts = |sql: &str| -> Vec<String> {
            let mut statement = store.connection.prepare(sql).unwrap();
            let columns = statement.column_count();
            let rows = statement.query_map([], |row| {
                let values = (0..columns).map(|index| row.get::<_, rusqlite::types::Value>(index));
                Ok(format!("{:?}", values.collect::<Vec<_>>()))
            });
            rows.unwrap().map(|row| row.unwrap()).collect()
        };
        let mut all = texts("SELECT type, name, sql FROM sqlite_schema ORDER BY name");
        for table in [
            "event",
            "attestation",
            "event_list",
            "event_words",
            "journal",
            "action",
        ] {
            all.extend(texts(&format!("SELECT * FROM {table}")));
        }
        all
    }

    #[test]
    fn a_bulk_write_writes_what_row_by_row_would_and_can_be_undone() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["one.db", "other.db"].map(|name| folder.path().join(name));
        let mut store = Store::create(&paths[0]).unwrap();
        let first = |change: &Change<'_>| create(change, 0..10);
        store.record("dix", now(), first).unwrap();
        let before = all(&store);
        store.close().unwrap();
        std::fs::copy(&paths[0], &paths[1]).unwrap();
        let [mut slow, mut fast] = paths.each_ref().map(|path| Store::open(path).unwrap());

        let stopped = fast.record("rien", now(), |change| {
            change.in_bulk(1_090, || {
                work(change)?;
                Err::<(), _>(StoreError::Stopped)
            })
        });
        assert!(matches!(stopped, Err(StoreError::Stopped)));
        assert!(all(&fast) == before);

        slow.record("beaucoup", now(), work).unwrap();
        let bulk = |change: &Change<'_>| change.in_bulk(1_090, || work(change));
        fast.record("beaucoup", now(), bulk).unwrap();
        let after = all(&fast);
        assert!(all(&slow) == after && after.len() > before.len() + 3_000);

        for store in [&mut slow, &mut fast] {
            store.undo(now()).unwrap();
            assert_eq!(store.event(id(20)).unwrap(), None);
            let title = store.event(id(1)).unwrap().unwrap().content.title;
            assert_eq!(title, content(1).title);
            assert!(verify(store.path()).unwrap().is_sound());
        }
        slow.redo(now()).unwrap();
        assert!(verify(slow.path()).unwrap().is_sound());
        assert_eq!(
            slow.event(id(1_000)).unwrap().map(|event| event.revision),
            Some(1)
        );
    }
}
