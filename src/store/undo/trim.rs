//! Trims the history: how many actions are kept, how old and how large.

use rusqlite::{Connection, params};

use crate::store::error::Result;

/// How many actions can be undone; older ones are forgotten at the first change after opening.
pub const DEPTH: i64 = 2_000;

/// How many of the latest actions are kept whatever their age.
const MIN_DEPTH: i64 = 200;

/// How old an action can be, in years before the latest one.
const MAX_YEARS: u32 = 2;

/// The size of old and new values that the journal keeps, in bytes of JSON.
const MAX_BYTES: i64 = 64 * 1024 * 1024;

/// Returns the size of old and new values in the journal.
fn bytes(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row(
        "SELECT coalesce(sum(coalesce(octet_length(old), 0) + coalesce(octet_length(new), 0)), 0) FROM journal",
        [],
        |row| row.get(0),
    )?)
}

/// Forgets the actions past [`DEPTH`], those more than [`MAX_YEARS`] before the latest, and those
/// past [`MAX_BYTES`] of recorded values, the oldest first. Nothing is written when there is
/// nothing to forget.
///
/// The age is counted from the latest action and not from today: a clock that is wrong forgets
/// nothing by itself.
pub(in crate::store) fn trim(connection: &Connection) -> Result<()> {
    trim_to(connection, MAX_BYTES)
}

fn trim_to(connection: &Connection, max_bytes: i64) -> Result<()> {
    let by_age: Option<i64> = connection.query_row(
        "SELECT max(past) FROM (
             SELECT max(id) - ?1 AS past FROM action
             UNION ALL
             SELECT max(id) FROM action
             WHERE id <= (SELECT max(id) - ?2 FROM action)
               AND at_utc < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at_utc, ?3) FROM action
                             ORDER BY id DESC LIMIT 1))",
        params![DEPTH, MIN_DEPTH, format!("-{MAX_YEARS} years")],
        |row| row.get(0),
    )?;
    // The journal is part of the file: a small file needs no counting.
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let size: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let by_size: Option<i64> =
        if pages.saturating_mul(size) <= max_bytes || bytes(connection)? <= max_bytes {
            None
        } else {
            // The latest action is kept, whatever its size.
            connection.query_row(
                "SELECT max(action) FROM (
                 SELECT action, sum(coalesce(octet_length(old), 0) + coalesce(octet_length(new), 0))
                                OVER (ORDER BY id DESC) AS total FROM journal)
             WHERE total > ?1 AND action < (SELECT max(id) FROM action)",
                [max_bytes],
                |row| row.get(0),
            )?
        };
    let Some(past) = by_age.max(by_size) else {
        return Ok(());
    };
    let any: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM action WHERE id <= ?1)",
        [past],
        |row| row.get(0),
    )?;
    if any {
        forget(connection, 0, past)?;
    }
    Ok(())
}

/// Forgets the actions from `first` to `last`, both included, with their undos and redos: alone, an
/// undo would look like an action.
pub(in crate::store) fn forget(connection: &Connection, first: i64, last: i64) -> Result<()> {
    connection.execute(
        "WITH RECURSIVE gone (id) AS (
             SELECT id FROM action WHERE id BETWEEN ?1 AND ?2
             UNION
             SELECT action.id FROM action JOIN gone ON action.undoes = gone.id)
         DELETE FROM action WHERE id IN (SELECT id FROM gone)",
        [first, last],
    )?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::domain::event::EventContent;
    use crate::domain::event::publication::Publication;
    use crate::domain::id::EventId;
    use crate::store::Store;

    fn on(day: &str) -> DateTime<Utc> {
        format!("{day}T10:00:00Z").parse().unwrap()
    }

    fn create(store: &mut Store, title: &str, day: &str) -> EventId {
        let (now, id) = (on(day), EventId::new(on(day)));
        let content = EventContent {
            title: title.to_owned(),
            ..EventContent::default()
        };
        let created = store.record(&format!("création de {title}"), now, |change| {
            change.create_event(id, &content, Publication::Draft, "Europe/Paris")
        });
        created.unwrap();
        id
    }

    fn describe(store: &mut Store, id: EventId, length: usize, day: &str) {
        let event = store.event(id).unwrap().unwrap();
        let content = EventContent {
            description: "x".repeat(length),
            ..event.content
        };
        let label = format!("description de {length}");
        let changed = store.record(&label, on(day), |change| {
            change.modify_event(id, event.revision, &content)
        });
        changed.unwrap();
    }

    fn labels(store: &Store) -> Vec<String> {
        let sql = "SELECT label FROM action ORDER BY id";
        let mut statement = store.connection.prepare(sql).unwrap();
        let labels = statement.query_map([], |row| row.get(0)).unwrap();
        labels.map(|label| label.unwrap()).collect()
    }

    #[test]
    fn what_is_two_years_older_than_the_latest_is_forgotten_but_for_two_hundred() {
        let mut store = Store::in_memory().unwrap();
        for number in 0..5 {
            create(&mut store, &format!("vieux {number}"), "2023-01-10");
        }
        for number in 0..199 {
            create(&mut store, &format!("neuf {number}"), "2026-01-10");
        }
        trim(&store.connection).unwrap();
        // 199 of this year, and one to make two hundred.
        assert_eq!(labels(&store).len(), 200);
        assert_eq!(labels(&store)[0], "création de vieux 4");
        create(&mut store, "neuf 199", "2026-01-10");
        trim(&store.connection).unwrap();
        assert_eq!(labels(&store)[0], "création de neuf 0");
        // What is as old as the rest stays, however long ago that is.
        trim(&store.connection).unwrap();
        assert_eq!(labels(&store).len(), 200);
    }

    #[test]
    fn values_past_the_size_are_forgotten_the_oldest_first_and_the_latest_stays() {
        let mut store = Store::in_memory().unwrap();
        let id = create(&mut store, "gros", "2026-01-10");
        for length in [50_000, 40_000, 30_000, 20_000] {
            describe(&mut store, id, length, "2026-01-10");
        }
        // Each entry has the value before it too: 50, 90, 70 and 50 thousand bytes.
        trim_to(&store.connection, 130_000).unwrap();
        assert_eq!(
            labels(&store),
            ["description de 30000", "description de 20000"]
        );
        trim_to(&store.connection, 1_000).unwrap();
        assert_eq!(labels(&store), ["description de 20000"]);
        let content = store.event(id).unwrap().unwrap().content;
        assert_eq!(content.description.len(), 20_000);
        let left: i64 = store
            .connection
            .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 1);
    }

    #[test]
    fn an_undo_is_never_kept_without_its_action() {
        let mut store = Store::in_memory().unwrap();
        create(&mut store, "premier", "2026-01-10");
        create(&mut store, "second", "2026-01-10");
        store.undo(on("2026-01-10")).unwrap();
        // The creation of the second, the third action from the end, is past the depth.
        let aged = format!(
            "PRAGMA foreign_keys = OFF;
             UPDATE journal SET action = action + {DEPTH} WHERE action > 2;
             UPDATE action SET undone = undone + {DEPTH} WHERE undone > 2;
             UPDATE action SET id = id + {DEPTH} WHERE id > 2;
             PRAGMA foreign_keys = ON;"
        );
        store.connection.execute_batch(&aged).unwrap();
        trim(&store.connection).unwrap();
        assert_eq!(labels(&store), [""; 0]);
        assert_eq!(store.undoable().unwrap(), None);
    }

    #[test]
    fn opening_writes_nothing_when_there_is_nothing_to_forget() {
        let mut store = Store::in_memory().unwrap();
        create(&mut store, "seul", "2026-01-10");
        let before = store.connection.total_changes();
        store
            .connection
            .pragma_update(None, "query_only", true)
            .unwrap();
        trim(&store.connection).unwrap();
        assert_eq!(store.connection.total_changes(), before);
    }
}
