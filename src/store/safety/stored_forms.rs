//! Finds stored values whose format is wrong for their column: a file written by hand, or a flipped
//! bit.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::verify::Finding;
use crate::domain::id::{EventId, QuestionId};
use crate::domain::time::zone::Zone;
use crate::store::error::Result;
use crate::store::registry::{Column, Format, InHistory, TABLES, Table};
use crate::store::sql::text;

/// Whether a value has the format of its column. NULL is always accepted: the schema says where a
/// value is required.
fn reads(table: &Table, column: &Column, value: ValueRef<'_>) -> bool {
    let text = match value {
        ValueRef::Null => return true,
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => return false,
        },
        ValueRef::Integer(number) => {
            return match column.format {
                Format::Number => u32::try_from(number).is_ok(),
                Format::Flag => number == 0 || number == 1,
                Format::Text | Format::Offset | Format::Publication => true,
                _ => false,
            };
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => return false,
    };
    match column.format {
        Format::Text | Format::Words | Format::Choice(_) => true,
        Format::Number | Format::Offset | Format::Flag | Format::Publication => false,
        // Compared as stored: for SQL, another case or braces make another text.
        Format::Id | Format::Entry => EventId::parse(text).is_some_and(|id| id.to_string() == text),
        Format::Instant => text.parse::<DateTime<Utc>>().is_ok(),
        Format::Date => text::day(text).is_some(),
        Format::Time => text::hour(text).is_some(),
        Format::Zone => text.parse::<Zone>().is_ok(),
        Format::Json => serde_json::from_str::<serde_json::Value>(text).is_ok(),
        Format::Answers => serde_json::from_str::<BTreeMap<QuestionId, String>>(text).is_ok(),
        Format::Encoded => (table.reads)(column.name, text),
    }
}

/// A column of which only the type of the values is known: a text or a number.
const ANY: Column = Column {
    name: "",
    label: "",
    format: Format::Text,
    history: InHistory::Never,
    personal: false,
};

/// Checks every value of the tables that the user owns.
pub(in crate::store) fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for table in &TABLES {
        let sql = format!("SELECT rowid, * FROM {}", table.name);
        let mut statement = connection.prepare(&sql)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let known: Vec<&Column> = columns
            .iter()
            .map(|column| table.column(column).unwrap_or(&ANY))
            .collect();
        // For each column, the number of wrong values, and the row of the first.
        let mut wrong = vec![(0, 0); columns.len()];
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (index, (column, wrong)) in known.iter().zip(&mut wrong).enumerate().skip(1) {
                if !reads(table, column, row.get_ref(index)?) {
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
                    table: table.name.to_owned(),
                    column,
                    rows,
                    first,
                });
            }
        }
    }
    Ok(found)
}
