//! The functions that the schema's views call.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;

use super::{journal_functions, text};
use crate::domain::event::schedule::Schedule;
use crate::domain::search;
use crate::domain::text::fold;
use crate::domain::time::civil_time;
use crate::domain::time::day_span::DaySpan;

/// Registers `fold`, `sort_key`, `search_words`, `ends_utc`, `last_day` and what the journal's triggers call. They are marked
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
    // Without the end date in the views of older schemas.
    connection.create_scalar_function("ends_utc", 4, flags, |cx| ends_utc(cx))?;
    connection.create_scalar_function("ends_utc", 5, flags, |cx| ends_utc(cx))?;
    connection.create_scalar_function("last_day", 4, flags, |cx| {
        let day = schedule(cx, 3).ends_on();
        Ok(day.map(|day| day.to_string()))
    })?;
    connection.create_scalar_function("has_day", 3, flags, |cx| {
        let day = |index| optional(cx, index).and_then(|date| text::day(&date));
        let (Some(first), Some(last)) = (day(0), day(1)) else {
            return Ok(false);
        };
        let pattern = optional(cx, 2).unwrap_or_default();
        let mut days = DaySpan { first, last }
            .each()
            .take(search::MAX_SEARCHED_DAYS);
        Ok(days.any(|day| search::is_like(&pattern, day)))
    })?;
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
    let zone = civil_time::zone(&optional(cx, 3).unwrap_or_default());
    let ends_at = schedule(cx, 4).ends_at(zone);
    Ok(ends_at.map(text::instant_text))
}

/// Returns the date and the hours of the first three arguments, with the end date of `end_date`, if there
/// is such an argument.
fn schedule(cx: &Context<'_>, end_date: usize) -> Schedule {
    let given = |index| (index < cx.len()).then(|| optional(cx, index))?;
    let day = |index| given(index).and_then(|date| text::day(&date));
    let hour = |index| given(index).and_then(|time| text::hour(&time));
    Schedule {
        date: day(0),
        end_date: day(end_date),
        starts: hour(1),
        ends: hour(2),
    }
}
