//! The schema, and how an older store is brought up to it.

use rusqlite::{Connection, TransactionBehavior};

use super::error::Result;
use super::{journal, seed};

/// `Crnt`: what tells a Carnet store from any other SQLite file.
pub(super) const APPLICATION_ID: i64 = 0x4372_6e74;

/// The steps from an empty file to today's schema, in order. A landed step is never edited: what
/// changes is appended.
const STEPS: &[Step] = &[
    // The journal comes first: everything else is recorded in it.
    Step {
        sql: include_str!("../../assets/schema/0001_journal.sql"),
        then: None,
    },
    // Events, lists and settings, with the lists' first entries.
    Step {
        sql: include_str!("../../assets/schema/0002_events.sql"),
        then: Some(seed::entries),
    },
    // Attestation, series, models and check-list, with the first questions and steps.
    Step {
        sql: include_str!("../../assets/schema/0003_after_the_day.sql"),
        then: Some(seed::questions_and_steps),
    },
];

struct Step {
    sql: &'static str,
    then: Option<fn(&Connection) -> Result<()>>,
}

/// The schema this program writes.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// The schema of the file.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the schema up to the newest, all steps in one transaction.
///
/// The version is read inside it: two windows that start together would otherwise both migrate.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&transaction)?).unwrap_or(0);
    if from >= STEPS.len() {
        return Ok(());
    }
    journal::drop_triggers(&transaction)?;
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step.sql)?;
        if let Some(then) = step.then {
            then(&transaction)?;
        }
    }
    journal::create_triggers(&transaction)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()?;
    Ok(())
}
