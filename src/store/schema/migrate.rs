//! The migrations, and how an older store is brought up to the newest schema.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::{derived, journal_triggers, seed};
use crate::store::error::{Result, StoreError};
use crate::store::sql::connection;
use crate::store::sql::header::APPLICATION_ID;

/// Makes the migration of a file of `assets/schema`.
macro_rules! migration {
    ($file:literal) => {
        Migration {
            sql: include_str!(concat!("../../../assets/schema/", $file)),
            then: None,
        }
    };
}

/// The migrations from an empty file to today's schema, in order. A released one is never edited:
/// changes are appended.
const MIGRATIONS: &[Migration] = &[
    // The journal comes first: everything else is recorded in it.
    migration!("0001_journal.sql"),
    // Events, lists and settings, with the lists' first entries.
    migration!("0002_events.sql").then(seed::entries),
    // Attestation, series, models and check-list, with the first questions and steps.
    migration!("0003_after_the_day.sql").then(seed::questions_and_steps),
    // A change writes only what it changes.
    migration!("0004_lighter_writes.sql"),
    // What the home screen is counted from, and its cached counts.
    migration!("0005_account.sql"),
    // Shorter triggers, which are read at each opening.
    migration!("0006_shorter_triggers.sql"),
    // What was published on the national site; the steps in the words of the memento.
    migration!("0007_site_and_steps.sql"),
    // Places of their own, those of the events there are.
    migration!("0008_venues.sql"),
    // The mark by which a log is known to belong to the file.
    migration!("0009_log_mark.sql"),
    // A search finds more, and numbers sort by their value.
    migration!("0010_search.sql").then(|connection| Ok(derived::rebuild(connection)?)),
    // The definitions in the words of the memento.
    migration!("0011_definitions.sql"),
    // Only the answers that were given count; what was announced and published, whole.
    migration!("0012_answers_and_details.sql"),
    // Events over several days.
    migration!("0013_end_date.sql"),
];

#[derive(Clone, Copy)]
struct Migration {
    sql: &'static str,
    then: Option<fn(&Connection) -> Result<()>>,
}

impl Migration {
    /// Adds what SQL alone cannot do.
    const fn then(self, then: fn(&Connection) -> Result<()>) -> Self {
        Self {
            then: Some(then),
            ..self
        }
    }
}

/// The schema that this program writes.
pub(in crate::store) const NEWEST: i64 = MIGRATIONS.len() as i64;

/// Returns the schema of the file.
pub(in crate::store) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Checks, without writing, that the file is a store that this program can open, and returns its
/// schema.
///
/// # Errors
/// [`StoreError::NotAStore`] and [`StoreError::Newer`]
pub(in crate::store) fn supported_version(path: &Path, connection: &Connection) -> Result<i64> {
    match connection::is_store(connection) {
        Ok(true) => {}
        Ok(false) => return Err(StoreError::NotAStore(path.to_owned())),
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if failure.code == ErrorCode::NotADatabase =>
        {
            return Err(StoreError::NotAStore(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    not_newer(path, connection)
}

/// Returns the schema of the store, unless it is newer than this program's.
///
/// # Errors
/// [`StoreError::Newer`]
pub(in crate::store) fn not_newer(path: &Path, connection: &Connection) -> Result<i64> {
    let found = version(connection)?;
    if found > NEWEST {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: NEWEST,
        });
    }
    Ok(found)
}

/// Brings the schema up to the newest, all migrations in one transaction.
///
/// The version is read inside it: two processes that start together would otherwise both migrate.
pub(in crate::store) fn migrate(connection: &mut Connection) -> Result<()> {
    migrate_by(connection, MIGRATIONS)
}

fn migrate_by(connection: &mut Connection, migrations: &[Migration]) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&transaction)?).unwrap_or(0);
    if from >= migrations.len() {
        return Ok(());
    }
    journal_triggers::drop_triggers(&transaction)?;
    for migration in migrations.iter().skip(from) {
        transaction.execute_batch(migration.sql)?;
        if let Some(then) = migration.then {
            then(&transaction)?;
        }
    }
    journal_triggers::create_triggers(&transaction)?;
    derived::forget_home_cache(&transaction)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", migrations.len() as i64)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    /// Returns everything in the file, as text.
    fn all(connection: &Connection) -> Vec<String> {
        let texts = |sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(sql).unwrap();
            let columns = statement.column_count();
            let rows = statement.query_map([], |row| {
                let values = (0..columns).map(|index| row.get::<_, rusqlite::types::Value>(index));
                Ok(format!("{:?}", values.collect::<Vec<_>>()))
            });
            rows.unwrap().map(|row| row.unwrap()).collect()
        };
        let mut all = texts("SELECT type, name, sql FROM sqlite_schema ORDER BY name");
        all.extend(texts("SELECT user_version FROM pragma_user_version"));
        let mut tables = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap();
        let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
        for table in tables {
            all.extend(texts(&format!("SELECT * FROM \"{}\"", table.unwrap())));
        }
        all
    }

    #[test]
    fn a_failed_migration_leaves_the_store_as_it_was() {
        let mut connection = connection::connect_in_memory().unwrap();
        for step in &MIGRATIONS[..2] {
            connection.execute_batch(step.sql).unwrap();
            if let Some(then) = step.then {
                then(&connection).unwrap();
            }
        }
        connection.pragma_update(None, "user_version", 2).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
        let before = all(&connection);
        let fails = Migration {
            sql: "CREATE TABLE later (row INTEGER); INSERT INTO nowhere VALUES (1);",
            then: None,
        };
        let refuses = Migration {
            sql: "DELETE FROM entry;",
            then: Some(|_| Err(crate::store::StoreError::Full)),
        };
        for wrong in [fails, refuses] {
            let migrations = [MIGRATIONS, &[wrong]].concat();
            assert!(migrate_by(&mut connection, &migrations).is_err());
            assert_eq!(all(&connection), before);
        }
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), NEWEST);
    }

    /// An older version recorded the usual answers whether they were given or not, and nothing distinguishes them.
    #[test]
    fn answers_that_may_not_have_been_given_are_left_and_counted() {
        let mut connection = connection::connect_in_memory().unwrap();
        for step in &MIGRATIONS[..11] {
            connection.execute_batch(step.sql).unwrap();
            if let Some(then) = step.then {
                then(&connection).unwrap();
            }
        }
        connection.pragma_update(None, "user_version", 11).unwrap();
        let [asked, volunteers] = ["yes_no", "number"].map(|kind| -> String {
            let sql = "SELECT id FROM question WHERE kind = ?1";
            connection.query_row(sql, [kind], |row| row.get(0)).unwrap()
        });
        for (row, deleted, answers) in [
            (
                1,
                None,
                format!(r#"{{"{asked}":"oui","{volunteers}":"0"}}"#),
            ),
            (
                2,
                None,
                format!(r#"{{"{asked}":"non","{volunteers}":"3"}}"#),
            ),
            (3, None, "{}".to_owned()),
            (4, Some(""), format!(r#"{{"{asked}":"oui"}}"#)),
            (
                5,
                None,
                format!(r#"{{"{asked}":"non","{volunteers}":"0"}}"#),
            ),
        ] {
            let sql = "INSERT INTO event (row, id, created_at, modified_at, title, deleted_at)
                       VALUES (?1, ?1, '', '', 'Café', ?2)";
            connection.execute(sql, (row, deleted)).unwrap();
            let sql = "INSERT INTO attestation (row, attendees, answers, filled_at)
                       VALUES (?1, 9, ?2, '2026-11-20T10:00:00Z')";
            connection.execute(sql, (row, answers)).unwrap();
        }
        let answers = "SELECT group_concat(answers) FROM attestation";
        let all = |connection: &Connection| -> String {
            connection.query_row(answers, [], |row| row.get(0)).unwrap()
        };
        let before = all(&connection);
        migrate(&mut connection).unwrap();
        assert_eq!(all(&connection), before);
        let noted = "SELECT value FROM memory WHERE key = 'offered_answers'";
        let noted: String = connection.query_row(noted, [], |row| row.get(0)).unwrap();
        assert_eq!(noted, "2");
    }

    #[test]
    fn steps_take_the_words_of_the_memento_unless_the_user_reworded_them() {
        let mut connection = connection::connect_in_memory().unwrap();
        for step in &MIGRATIONS[..6] {
            connection.execute_batch(step.sql).unwrap();
            if let Some(then) = step.then {
                then(&connection).unwrap();
            }
        }
        connection.pragma_update(None, "user_version", 6).unwrap();
        let label = |connection: &Connection, role: &str| -> String {
            let sql = "SELECT label FROM step WHERE role = ?1";
            connection.query_row(sql, [role], |row| row.get(0)).unwrap()
        };
        let seeded = label(&connection, "changes");
        let reworded = "UPDATE step SET label = iif(role = 'changes', 'Informer de tout changement', 'À ma façon')
             WHERE role IN ('changes', 'publication')";
        connection.execute_batch(reworded).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(label(&connection, "changes"), seeded);
        assert_eq!(label(&connection, "publication"), "À ma façon");
    }

    #[test]
    fn keys_of_places_and_of_their_history_sort_numbers_by_their_value() {
        let mut connection = connection::connect_in_memory().unwrap();
        for step in &MIGRATIONS[..9] {
            connection.execute_batch(step.sql).unwrap();
            if let Some(then) = step.then {
                then(&connection).unwrap();
            }
        }
        connection.pragma_update(None, "user_version", 9).unwrap();
        let before = "
            INSERT INTO venue (id, created_at, modified_at, name, name_key, commune_key)
            VALUES ('a', '', '', 'École 10', 'ecole 10', 'vesoul');
            INSERT INTO event (id, created_at, modified_at, title, venue_name, commune, postcode)
            VALUES ('b', '', '', 'Atelier 10', 'École 10', 'Vesoul', '70000');
            INSERT INTO action (id, label, at_utc) VALUES (1, 'modification', '');
            INSERT INTO journal (action, \"table\", row, op, old, new) VALUES (1, 'venue', 1, 'update',
                '{\"name\":\"École 2\",\"name_key\":\"ecole 2\"}',
                '{\"name\":\"École 10\",\"name_key\":\"ecole 10\"}');";
        connection.execute_batch(before).unwrap();
        migrate(&mut connection).unwrap();
        let text =
            |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(text("SELECT name_key FROM venue"), "ecole 210");
        assert_eq!(text("SELECT venue_key FROM event_list"), "ecole 210");
        assert_eq!(text("SELECT title_key FROM event_list"), "atelier 210");
        assert_eq!(
            text("SELECT words FROM event_words").trim(),
            "atelier 10 ecole 10  70000 vesoul"
        );
        let changed = "SELECT old ->> '$.name_key' || ' < ' || (new ->> '$.name_key') FROM journal";
        assert_eq!(text(changed), "ecole 12 < ecole 210");
    }
}
