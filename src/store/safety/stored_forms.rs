//! Values that have not the form their column should: a hand-made store, or a bit that changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::verify::Finding;
use crate::domain::event::EventContent;
use crate::domain::id::{EventId, QuestionId};
use crate::domain::time::zone::Zone;
use crate::domain::view::Layout;
use crate::store::error::Result;
use crate::store::schema::journal_triggers::JOURNALED;
use crate::store::sql::text;

/// The form that the values of a column have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueFormat {
    Text,
    Id,
    Instant,
    Date,
    Time,
    Zone,
    Count,
    Json,
    Answers,
    Content,
    Layout,
}

impl ValueFormat {
    fn of(table: &str, column: &str) -> Self {
        match (table, column) {
            (_, "id") | ("event", "category" | "theme" | "second_theme" | "audience") => Self::Id,
            ("event", "venue_kind" | "series") | ("tick", "step") => Self::Id,
            (_, "created_at" | "modified_at" | "deleted_at" | "filled_at" | "corrected_at") => {
                Self::Instant
            }
            ("tick", "at") => Self::Instant,
            ("event", "date" | "submitted_on") => Self::Date,
            ("attestation", "transmitted_on") | ("put_off", "until") => Self::Date,
            ("event", "starts" | "ends") => Self::Time,
            (_, "zone") => Self::Zone,
            (_, "rev" | "seats" | "attendees") => Self::Count,
            ("attestation", "answers") => Self::Answers,
            ("model", "content") => Self::Content,
            ("saved_view", "layout") => Self::Layout,
            ("setting", "value") | ("tick", "told") | ("event", "on_site") => Self::Json,
            _ => Self::Text,
        }
    }

    /// Whether a value reads as what it should be. None is always right: the schema says where a
    /// value is needed.
    fn reads(self, value: ValueRef<'_>) -> bool {
        let text = match value {
            ValueRef::Null => return true,
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(_) => return false,
            },
            ValueRef::Integer(number) => {
                return match self {
                    Self::Count => u32::try_from(number).is_ok(),
                    form => form == Self::Text,
                };
            }
            ValueRef::Real(_) | ValueRef::Blob(_) => return false,
        };
        match self {
            Self::Text => true,
            Self::Count => false,
            // As the store writes them: another case, or braces, is another text to SQL.
            Self::Id => EventId::parse(text).is_some_and(|id| id.to_string() == text),
            Self::Instant => text.parse::<DateTime<Utc>>().is_ok(),
            Self::Date => text::day(text).is_some(),
            Self::Time => text::hour(text).is_some(),
            Self::Zone => text.parse::<Zone>().is_ok(),
            Self::Json => serde_json::from_str::<serde_json::Value>(text).is_ok(),
            Self::Answers => serde_json::from_str::<BTreeMap<QuestionId, String>>(text).is_ok(),
            Self::Content => serde_json::from_str::<EventContent>(text).is_ok(),
            Self::Layout => serde_json::from_str::<Layout>(text).is_ok(),
        }
    }
}

/// Reads every value of what the user owns.
pub(in crate::store) fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for table in JOURNALED {
        let mut statement = connection.prepare(&format!("SELECT rowid, * FROM {table}"))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let forms: Vec<ValueFormat> = columns
            .iter()
            .map(|column| ValueFormat::of(table, column))
            .collect();
        // For each column, how many are wrong, and the row of the first.
        let mut wrong = vec![(0, 0); columns.len()];
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (index, (form, wrong)) in forms.iter().zip(&mut wrong).enumerate().skip(1) {
                if !form.reads(row.get_ref(index)?) {
                    if wrong.0 == 0 {
                        wrong.1 = row.get(0)?;
                    }
                    wrong.0 += 1;
                }
            }
        }
        for (column, (rows, first)) in columns.into_iter().zip(wrong) {
            if rows > 0 {
                found.push(Finding::Value {
                    table: table.to_owned(),
                    column,
                    rows,
                    first,
                });
            }
        }
    }
    Ok(found)
}
