//! Repairs what a check found: permissions, derived rows, triggers and indexes.

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};

use super::salvage::{Salvaged, salvage};
use super::stray_log;
use super::verify::{self, Finding};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::schema::derived;
use crate::store::sql::owner_only;

/// What was done about what a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// How many findings were repaired.
    pub mended: usize,
    /// The store made from what could be read of a damaged one.
    pub salvaged: Option<Salvaged>,
    /// Whether nothing could be read of a damaged one.
    pub is_lost: bool,
}

/// Repairs what it can of the store at `path`. A damaged file is never written to: what can be read of
/// it goes to a new store next to it.
pub fn repair(path: &Path, findings: &[Finding], now: DateTime<Utc>) -> Result<Repaired> {
    let mut repaired = Repaired::default();
    for finding in findings {
        if let Finding::Open(open) = finding
            && owner_only::restrict_to_owner(open)
        {
            repaired.mended += 1;
        }
    }
    if findings.contains(&Finding::StrayLog) && stray_log::move_stray_log(path, now)?.is_some() {
        repaired.mended += 1;
    }
    let is_damaged = |finding: &Finding| matches!(finding, Finding::Damaged(_));
    if findings.iter().any(is_damaged) {
        match salvage(path, now) {
            Ok(salvaged) => repaired.salvaged = Some(salvaged),
            Err(crate::store::StoreError::Damaged(_)) => repaired.is_lost = true,
            Err(error) => return Err(error),
        }
        return Ok(repaired);
    }
    let inside = |finding: &&Finding| {
        matches!(
            finding,
            Finding::Derived { .. } | Finding::Schema(_) | Finding::OpenAction
        )
    };
    let count = findings.iter().filter(inside).count();
    if count > 0 {
        let mut store = Store::open_at(path, now)?;
        let transaction = store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        rebuild_schema(&transaction, findings)?;
        transaction.execute_batch(
            "INSERT INTO recording (only, action) VALUES (1, NULL)
             ON CONFLICT (only) DO UPDATE SET action = NULL",
        )?;
        derived::rebuild(&transaction)?;
        transaction.commit()?;
        // What is repaired stays so, were it in the log still.
        let _ = store.close();
        repaired.mended += count;
    }
    Ok(repaired)
}

/// Rebuilds the triggers, views and indexes that are not as this program creates them.
fn rebuild_schema(connection: &Connection, findings: &[Finding]) -> Result<()> {
    let known = verify::known_schema()?;
    let mut again = Vec::new();
    for finding in findings {
        let Finding::Schema(object) = finding else {
            continue;
        };
        if object.kind != "table" {
            let name = object.name.replace('"', "\"\"");
            connection.execute_batch(&format!("DROP {} IF EXISTS \"{name}\"", object.kind))?;
            again.extend(known.iter().filter(|it| it.name == object.name));
        }
    }
    // Views come before the triggers that use them.
    again.sort_by_key(|object| object.kind == "trigger");
    for object in again {
        connection.execute_batch(&object.sql)?;
    }
    Ok(())
}
