//! The functions that the schema's views call.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;

use super::{journal_functions, text};
use crate::domain::text::fold;
use crate::domain::time::civil_time;

/// Registers `fold`, `sort_key`, `search_words`, `ends_utc` and what the journal's triggers call. They are marked
/// innocuous, since the store is opened with an untrusted schema.
pub(in crate::store) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("fold", 1, flags, |cx| {
        text(cx).map(|text| fold::fold(&text))
    })?;
    connection.create_scalar_function("sort_key", 1, flags, |cx| {
        text(cx).map(|text| fold::sort_key(&text))
    })?;
    connection.create_scalar_function("plain_key", 1, flags, |cx| {
        text(cx).map(|text| fold::plain_key(&text))
    })?;
    connection.create_scalar_function("search_words", -1, flags, |cx| {
        let texts = (0..cx.len()).filter_map(|index| optional(cx, index));
        let texts: Vec<String> = texts.map(|text| fold::searched(&text)).collect();
        Ok(texts.join(" "))
    })?;
    connection.create_scalar_function("ends_utc", 4, flags, |cx| ends_utc(cx))?;
    journal_functions::register(connection)
}

fn text(cx: &Context<'_>) -> rusqlite::Result<String> {
    match optional(cx, 0) {
        Some(text) => Ok(text),
        None => cx.get::<String>(0),
    }
}

/// Returns a text whatever its bytes: one row with a wrong bit must not hide all the others.
fn optional(cx: &Context<'_>, index: usize) -> Option<String> {
    match cx.get_raw(index) {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

fn ends_utc(cx: &Context<'_>) -> rusqlite::Result<Option<String>> {
    let date = optional(cx, 0).and_then(|date| text::day(&date));
    let starts = optional(cx, 1).and_then(|time| text::hour(&time));
    let ends = optional(cx, 2).and_then(|time| text::hour(&time));
    let instant = civil_time::ends_at(
        date,
        starts,
        ends,
        civil_time::zone(&optional(cx, 3).unwrap_or_default()),
    );
    Ok(instant.map(text::instant_text))
}
