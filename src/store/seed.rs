//! The first entries of the reference lists, from `assets/lists/`.

use rusqlite::{Connection, params};
use serde::Deserialize;

use super::error::Result;
use crate::domain::asset;
use crate::domain::reference::ListKind;

/// Seeded rows bear the same stamp in every store, as they bear the same identifiers.
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
        ListKind::Category => include_str!("../../assets/lists/categories.csv"),
        ListKind::Theme => include_str!("../../assets/lists/themes.csv"),
        ListKind::Audience => include_str!("../../assets/lists/audiences.csv"),
        ListKind::VenueKind => include_str!("../../assets/lists/venue_kinds.csv"),
    }
}

/// Writes the entries into a store that has none. They are no action of the user's: nothing to undo.
pub(super) fn entries(connection: &Connection) -> Result<()> {
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
