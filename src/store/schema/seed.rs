//! Seeds a new store with lists, questions and steps from `assets/lists/`.

use rusqlite::{Connection, params};
use serde::Deserialize;

use crate::domain::asset;
use crate::domain::reference::ListKind;
use crate::store::error::Result;

/// When seeded rows were created: the same in every store, like their identifiers.
const SEEDED_AT: &str = "2026-09-01T00:00:00Z";

#[derive(Deserialize)]
struct Row {
    id: String,
    label: String,
    short: String,
    definition: String,
}

fn text(list: ListKind) -> &'static str {
    match list {
        ListKind::Category => include_str!("../../../assets/lists/categories.csv"),
        ListKind::Theme => include_str!("../../../assets/lists/themes.csv"),
        ListKind::Audience => include_str!("../../../assets/lists/audiences.csv"),
        ListKind::VenueKind => include_str!("../../../assets/lists/venue_kinds.csv"),
    }
}

/// Writes the reference lists into a store that has none, outside any action: nothing to undo.
pub(in crate::store) fn entries(connection: &Connection) -> Result<()> {
    let mut insert = connection.prepare(
        "INSERT INTO entry (id, list, label, short, definition, position, created_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    )?;
    for list in ListKind::ALL {
        for (position, row) in asset::records::<Row>(text(list)).into_iter().enumerate() {
            let position = i64::try_from(position).unwrap_or(i64::MAX);
            insert.execute(params![
                row.id,
                list.key(),
                row.label,
                row.short,
                row.definition,
                position,
                SEEDED_AT
            ])?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct QuestionRow {
    id: String,
    label: String,
    kind: String,
    choices: String,
    usual: String,
}

#[derive(Deserialize)]
struct StepRow {
    id: String,
    label: String,
    short: String,
    how: String,
    days: Option<i32>,
    role: Option<String>,
}

/// Writes the attestation's questions and the checklist's steps into a store that has none.
pub(in crate::store) fn questions_and_steps(connection: &Connection) -> Result<()> {
    let questions: Vec<QuestionRow> =
        asset::records(include_str!("../../../assets/lists/questions.csv"));
    for (position, row) in (0i64..).zip(questions) {
        connection.execute(
            "INSERT INTO question (id, label, kind, choices, usual, position, created_at, modified_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            params![row.id, row.label, row.kind, row.choices, row.usual, position, SEEDED_AT],
        )?;
    }
    let steps: Vec<StepRow> = asset::records(include_str!("../../../assets/lists/steps.csv"));
    for (position, row) in (0i64..).zip(steps) {
        connection.execute(
            "INSERT INTO step (id, label, short, how, days, role, position, created_at, modified_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            params![row.id, row.label, row.short, row.how, row.days, row.role, position, SEEDED_AT],
        )?;
    }
    Ok(())
}
