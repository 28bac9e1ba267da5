//! Parses values as spreadsheets and other programs write them.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::text::fold::fold;
use crate::domain::time::typed_date::{parse_date, parse_time};

/// Parses a date, or a date and an hour: `24/11/2026`, `2026-11-24T18:30:00+01:00`.
pub(in crate::exchange::csv) fn moment(
    text: &str,
    today: NaiveDate,
) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if let Ok(date) = parse_date(text, today) {
        return Some((date, None));
    }
    let (date, time) = text.split_once(['T', ' '])?;
    Some((parse_date(date, today).ok()?, Some(hour(time)?)))
}

/// Parses an hour as people or programs write it. The seconds and the offset of `18:30:00+01:00` are
/// ignored, since the hour is the local one; an hour in UTC is refused, since it is not.
pub(in crate::exchange::csv) fn hour(text: &str) -> Option<NaiveTime> {
    if text.ends_with("+00:00") {
        return None;
    }
    let short = match text.as_bytes() {
        [.., b'Z'] => return None,
        [_, _, b':', _, _, b':', ..] => text.get(..5)?,
        _ => text,
    };
    parse_time(short).ok()
}

/// Parses a number up to `max`, as people or spreadsheets write it.
pub(in crate::exchange::csv) fn number(text: &str, max: u32) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // A spreadsheet may write 12 as 12,0.
    let digits = digits.trim_end_matches(",0").trim_end_matches(".0");
    digits.parse().ok().filter(|&number| number <= max)
}

/// Restores the zero of a postcode that a spreadsheet took for a number.
pub(in crate::exchange::csv) fn postcode(text: &str) -> String {
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("0{text}")
    } else {
        text.to_owned()
    }
}

/// Yes or no, as people or programs write it; nothing is no.
pub(in crate::exchange::csv) fn flag(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "oui" | "o" | "x" | "1" | "vrai" | "true" => Some(true),
        "" | "non" | "n" | "0" | "faux" | "false" => Some(false),
        _ => None,
    }
}
