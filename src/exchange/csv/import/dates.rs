//! Reads days, with their hours, as spreadsheets, calendars and people write them in files.
//!
//! A file is read more strictly than a form: « lundi », « demain » or « 12 » are no days there.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Weekday};

use super::hours::hours;
use super::when::{Cursor, When, fraction_of_day, weekday_at};
use crate::domain::text::fold::fold;
use crate::domain::text::typography;

/// How the dates of a file are written, as far as its columns show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateStyle {
    /// Whether the month comes before the day: 11/24/2026.
    pub month_first: bool,
    /// The year when the school year of most dates begins.
    pub school_year: Option<i32>,
}

/// Reads a day, with or without hours: `24/11/2026`, `2026-11-24T18:30:00+01:00`, « mardi 24 novembre
/// 2026 à 18h30 », 46359 (a spreadsheet's number of days).
pub(in crate::exchange::csv) fn when(
    text: &str,
    style: DateStyle,
    today: NaiveDate,
) -> Option<When> {
    if let Some(date) = plain(text.as_bytes(), style) {
        return Some(When {
            date: Some(in_reach(date)?),
            is_inferred: style.month_first && text.contains('/'),
            ..When::default()
        });
    }
    if let Some(when) = serial(text) {
        return Some(when);
    }
    let folded = fold(text);
    let mut cursor = Cursor(&folded);
    let day = day(&mut cursor, style, today)?;
    let mut when = When {
        date: Some(day.date),
        is_inferred: day.is_inferred,
        is_partial: day.is_partial,
        ..When::default()
    };
    let rest = cursor.0;
    if rest.trim().is_empty() {
        return Some(when);
    }
    if rest.starts_with(|c: char| c.is_alphanumeric()) && !rest.starts_with('t') {
        return None;
    }
    let rest = rest.trim_start_matches([' ', ',', '-', ':']);
    let rest = rest
        .strip_prefix('t')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(rest);
    match hours(rest) {
        Some(hours) => {
            when.starts = hours.starts;
            when.ends = hours.ends;
            when.offset = hours.offset;
            when.is_inferred |= hours.is_inferred;
            when.is_partial |= hours.is_partial;
            // A spreadsheet writes a day without an hour as midnight; programs write all their days so.
            if when.starts == Some(NaiveTime::MIN) && when.ends.is_none() && when.offset.is_none() {
                let is_iso = text.as_bytes().get(4) == Some(&b'-');
                when.starts = None;
                when.is_inferred |= !is_iso;
            }
        }
        None => when.is_partial = true,
    }
    when.is_inferred |= when.is_partial;
    Some(when)
}

/// Reads `24/11/2026` and `2026-11-24`, which most files write.
fn plain(text: &[u8], style: DateStyle) -> Option<NaiveDate> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |number, &digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    match text {
        [d1, d2, b'/', m1, m2, b'/', year @ ..] if year.len() == 4 => {
            let (first, second) = (number(&[*d1, *d2])?, number(&[*m1, *m2])?);
            dmy(first, second, number(year)?, style)
        }
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => NaiveDate::from_ymd_opt(
            i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?,
            number(&[*m1, *m2])?,
            number(&[*d1, *d2])?,
        ),
        _ => None,
    }
}

fn dmy(first: u32, second: u32, year: u32, style: DateStyle) -> Option<NaiveDate> {
    let (day, month) = match style.month_first {
        true => (second, first),
        false => (first, second),
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Fails for a year that is too far away to be meant.
fn in_reach(date: NaiveDate) -> Option<NaiveDate> {
    (2000..2100).contains(&date.year()).then_some(date)
}

/// Reads a spreadsheet's number of days since 1900, `46359`, and the hour in its fraction.
fn serial(text: &str) -> Option<When> {
    let (days, fraction) = text.split_once([',', '.']).unwrap_or((text, ""));
    if days.len() != 5
        || !days
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let date = epoch.checked_add_signed(TimeDelta::days(days.parse().ok()?))?;
    let starts = match fraction.trim_end_matches('0') {
        "" => None,
        digits => Some(fraction_of_day(&format!("0.{digits}"))?),
    };
    Some(When {
        date: Some(in_reach(date)?),
        starts,
        is_inferred: true,
        ..When::default()
    })
}

/// A day, and how it was read.
struct Day {
    date: NaiveDate,
    is_inferred: bool,
    is_partial: bool,
}

/// A day whose year may be missing.
#[derive(Clone, Copy)]
struct Partial {
    day: u32,
    month: u32,
    year: Option<i32>,
    /// Whether another day follows.
    is_range: bool,
}

fn day(cursor: &mut Cursor<'_>, style: DateStyle, today: NaiveDate) -> Option<Day> {
    cursor.blanks();
    let weekdays = weekday_at(cursor);
    cursor.one_of(&["le", "du"]);
    cursor.blanks();
    // 2026-11-24 has no other order.
    let is_numeric = cursor.0.starts_with(|c: char| c.is_ascii_digit())
        && cursor.0.as_bytes().get(4) != Some(&b'-');
    let read = day_month_year(cursor, style, today)?;
    let date_in = |year| NaiveDate::from_ymd_opt(year, read.month, read.day);
    let date = match read.year {
        Some(year) => date_in(year)?,
        None => without_year(read, &weekdays, style, today)?,
    };
    let date = in_reach(date)?;
    if !weekdays.is_empty() && !weekdays.contains(&date.weekday()) {
        return None;
    }
    Some(Day {
        date,
        is_inferred: read.year.is_none() || read.is_range || is_numeric && style.month_first,
        is_partial: read.is_range,
    })
}

/// Returns the day in the year that the other rows, the day of the week or today make likely.
fn without_year(
    read: Partial,
    weekdays: &[Weekday],
    style: DateStyle,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let date_in = |year| NaiveDate::from_ymd_opt(year, read.month, read.day);
    if let Some(begins) = style.school_year {
        let year = begins + i32::from(read.month < 8);
        return date_in(year);
    }
    let near = TimeDelta::days(-90)..TimeDelta::days(276);
    let years = today.year() - 1..=today.year() + 1;
    let is_likely = |date: &NaiveDate| match weekdays {
        [] => near.contains(&(*date - today)),
        weekdays => weekdays.contains(&date.weekday()),
    };
    years.filter_map(date_in).find(is_likely)
}

fn day_month_year(cursor: &mut Cursor<'_>, style: DateStyle, today: NaiveDate) -> Option<Partial> {
    let full = |day, month, year| Partial {
        day,
        month,
        year,
        is_range: false,
    };
    // « November 24, 2026 »
    if cursor.0.starts_with(char::is_alphabetic) {
        let month = month(cursor.word())?;
        cursor.eat('.');
        cursor.blanks();
        let (day, _) = cursor.number()?;
        cursor.one_of(&["st", "nd", "rd", "th"]);
        let year = year_at(cursor, today)?;
        return Some(full(day, month, year));
    }
    let (first, length) = cursor.number()?;
    match length {
        8 => return eight_digits(first),
        6 => {
            let (day, month, year) = (first / 10_000, first / 100 % 100, first % 100);
            return Some(full(day, month, Some(century(year, today)?)));
        }
        4 if ['/', '-', '.'].iter().any(|&c| cursor.0.starts_with(c)) => {
            let separator = cursor.0.chars().next()?;
            cursor.eat(separator);
            let (month, _) = cursor.number()?;
            let year = i32::try_from(first).ok();
            return cursor
                .eat(separator)
                .then(|| cursor.number())?
                .map(|(day, _)| full(day, month, year));
        }
        1 | 2 => {}
        _ => return None,
    }
    cursor.one_of(&["er", "st", "nd", "rd", "th"]);
    // « 24/11/2026 », « 24/11 », « 24-25/11/2026 »
    if let Some(separator) = cursor.0.chars().next().filter(|c| "/-.".contains(*c)) {
        let mut after = *cursor;
        after.eat(separator);
        if separator == '.' {
            after.blanks();
        }
        if let Some((second, _)) = after.number() {
            return numeric(first, separator, second, after, cursor, style, today);
        }
    }
    let is_range = range_at(cursor).is_some();
    let mut named = named(first, cursor, today)?;
    named.is_range |= is_range;
    Some(named)
}

/// Reads what follows `24/11`, the beginning of a date in digits.
fn numeric<'t>(
    first: u32,
    separator: char,
    second: u32,
    mut after: Cursor<'t>,
    cursor: &mut Cursor<'t>,
    style: DateStyle,
    today: NaiveDate,
) -> Option<Partial> {
    let next = after.0.chars().next();
    // « 24-25/11/2026 », « 3-4 février 2005 »
    if separator == '-' && next.is_none_or(|c| c != '-') {
        if let Some(sign) = next.filter(|c| "/.".contains(*c)) {
            after.eat(sign);
            let (month, _) = after.number()?;
            if !after.eat(sign) {
                return None;
            }
            let (year, digits) = after.number()?;
            let year = full_year(year, digits, today)?;
            *cursor = after;
            return Some(Partial {
                day: first,
                month,
                year: Some(year),
                is_range: true,
            });
        }
        let read = named(first, &mut after, today)?;
        *cursor = after;
        return Some(Partial {
            is_range: true,
            ..read
        });
    }
    let (day, month) = match style.month_first {
        true => (second, first),
        false => (first, second),
    };
    if next == Some(separator) {
        after.eat(separator);
        if separator == '.' {
            after.blanks();
        }
        if let Some((year, digits)) = after.number() {
            let year = full_year(year, digits, today)?;
            *cursor = after;
            return Some(Partial {
                day,
                month,
                year: Some(year),
                is_range: false,
            });
        }
        if separator != '.' {
            return None;
        }
    } else if separator == '-' || second > 31 {
        return None;
    }
    *cursor = after;
    Some(Partial {
        day,
        month,
        year: None,
        is_range: false,
    })
}

/// Reads « et 25 », « au 25 », « - 25 » before the month of both days; `None` where there is none.
fn range_at(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut after = *cursor;
    after.blanks();
    if !after.eat('-') && !after.one_of(&["et", "au", "a"]) {
        return None;
    }
    after.blanks();
    after.number()?;
    after.one_of(&["er"]);
    *cursor = after;
    Some(())
}

/// Reads « novembre 2026 » after the day, and the second day of « 31 janvier - 2 février 2008 ».
fn named(day: u32, cursor: &mut Cursor<'_>, today: NaiveDate) -> Option<Partial> {
    cursor.take(|c| c == ' ' || c == '-');
    cursor.one_of(&["de", "of"]);
    cursor.blanks();
    let month = month(cursor.word())?;
    cursor.eat('.');
    let mut after = *cursor;
    after.blanks();
    if after.eat('-') || after.one_of(&["au"]) {
        after.blanks();
        let is_day = after.number().is_some_and(|(_, digits)| digits <= 2);
        after.one_of(&["er"]);
        after.blanks();
        if is_day && let Some(last) = self::month(after.word()) {
            after.eat('.');
            let year = year_at(&mut after, today)?;
            *cursor = after;
            // From December to January.
            let year = year.map(|year| year - i32::from(last < month));
            return Some(Partial {
                day,
                month,
                year,
                is_range: true,
            });
        }
    }
    let year = year_at(cursor, today)?;
    Some(Partial {
        day,
        month,
        year,
        is_range: false,
    })
}

/// Reads the year after a month in letters, if there is one; `None` for one that can't be.
#[allow(clippy::option_option)]
fn year_at(cursor: &mut Cursor<'_>, today: NaiveDate) -> Option<Option<i32>> {
    let mut after = *cursor;
    after.take(|c| c == ' ' || c == ',' || c == '-' || c == '.');
    let Some((year, digits)) = after.number() else {
        return Some(None);
    };
    // « 24 novembre 18h »
    if digits < 4 && after.0.trim_start().starts_with(['h', ':']) {
        return Some(None);
    }
    let year = full_year(year, digits, today)?;
    *cursor = after;
    Some(Some(year))
}

fn full_year(year: u32, digits: usize, today: NaiveDate) -> Option<i32> {
    match digits {
        4 => i32::try_from(year).ok(),
        2 => century(year, today),
        _ => None,
    }
}

/// Returns the year of two digits, which is not of the last century nor far ahead.
fn century(year: u32, today: NaiveDate) -> Option<i32> {
    let year = 2000 + i32::try_from(year).ok()?;
    (year <= today.year() + 20).then_some(year)
}

/// Reads `20261124` and `24112026`.
fn eight_digits(digits: u32) -> Option<Partial> {
    let is_day = |day: u32, month: u32, year: u32| {
        let year = i32::try_from(year).ok()?;
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        in_reach(date)
    };
    let year_first = is_day(digits % 100, digits / 100 % 100, digits / 10_000);
    let date = year_first
        .or_else(|| is_day(digits / 1_000_000, digits / 10_000 % 100, digits % 10_000))?;
    Some(Partial {
        day: date.day(),
        month: date.month(),
        year: Some(date.year()),
        is_range: false,
    })
}

const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    let named = |month: &u32| {
        let name = fold(typography::month(*month));
        let short = fold(typography::short_month(*month));
        name.starts_with(word) || short.trim_end_matches('.') == word
    };
    let mut months = (1..=12).filter(named);
    // « jui » is neither June nor July.
    match (months.next(), months.next()) {
        (Some(month), None) => Some(month),
        (Some(_), Some(_)) => None,
        (None, _) => (1u32..)
            .zip(ENGLISH_MONTHS)
            .find(|(_, name)| name.starts_with(word))
            .map(|(month, _)| month),
    }
}

/// Returns how the dates of a file are written, from the cells that hold them.
pub(super) fn style<'c>(cells: impl Iterator<Item = &'c str>, today: NaiveDate) -> DateStyle {
    let (mut month_first, mut day_first) = (false, false);
    let mut years: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for cell in cells {
        let cell = cell.trim();
        let mut cursor = Cursor(cell);
        let (Some((first, 1 | 2)), true, Some((second, 1 | 2)), true, Some((year, 2 | 4))) = (
            cursor.number(),
            cursor.eat('/'),
            cursor.number(),
            cursor.eat('/'),
            cursor.number(),
        ) else {
            if let Some(date) = plain(
                cell.as_bytes().get(..10).unwrap_or_default(),
                DateStyle::default(),
            ) {
                *years
                    .entry(school_year(date.year(), date.month()))
                    .or_default() += 1;
            }
            continue;
        };
        month_first |= first <= 12 && (13..=31).contains(&second);
        day_first |= second <= 12 && (13..=31).contains(&first);
        let digits = if year < 100 { 2 } else { 4 };
        if let Some(year) = full_year(year, digits, today) {
            *years.entry(school_year(year, second)).or_default() += 1;
        }
    }
    let most = years.into_iter().max_by_key(|&(year, count)| (count, year));
    DateStyle {
        month_first: month_first && !day_first,
        school_year: most.map(|(year, _)| year),
    }
}

fn school_year(year: i32, month: u32) -> i32 {
    year - i32::from(month < 8)
}

/// Returns the day and the hours in `zone` of those written with an offset.
pub(in crate::exchange::csv) fn in_zone(
    when: When,
    date: NaiveDate,
    zone: crate::domain::time::zone::Zone,
) -> (NaiveDate, When) {
    let Some(offset) = when.offset else {
        return (date, when);
    };
    let local = |time: NaiveTime| {
        let instant = date.and_time(time) - TimeDelta::minutes(offset.into());
        instant.and_utc().with_timezone(&zone).naive_local()
    };
    let starts = when.starts.map(local);
    let ends = when.ends.map(local);
    let day = starts.or(ends).map_or(date, |moment| moment.date());
    let mut changed = When {
        starts: starts.map(|moment| moment.time()),
        ends: ends.map(|moment| moment.time()),
        offset: None,
        date: when.date.map(|_| day),
        ..when
    };
    changed.is_inferred |= changed.starts != when.starts;
    // The offset of the place at midnight is a day without an hour too.
    if when.date.is_some()
        && changed
            .starts
            .is_some_and(|time| time.num_seconds_from_midnight() == 0)
        && changed.ends.is_none()
    {
        changed.starts = None;
        changed.is_inferred = true;
    }
    (day, changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
    }

    fn read(text: &str, style: DateStyle) -> String {
        when(text, style, today()).map_or_else(
            || "-".to_owned(),
            |when| {
                let (_, when) = in_zone(
                    when,
                    when.date.unwrap_or_default(),
                    crate::domain::time::zone::PARIS,
                );
                let reported = match (when.is_inferred, when.is_partial) {
                    (_, true) => " …",
                    (true, _) => " ?",
                    _ => "",
                };
                format!("{}{reported}", when.written())
            },
        )
    }

    /// `?`: reported to the user; `…`: kept in the notes too.
    #[test]
    fn days_are_read_as_files_write_them() {
        for (text, day) in [
            ("24/11/2026", "24/11/2026"),
            ("2026-11-24", "24/11/2026"),
            ("2026-11-24T18:00:00+01:00", "24/11/2026 18:00"),
            ("2026-11-24T17:00:00Z", "24/11/2026 18:00 ?"),
            ("2026-11-24T17:00:00+00:00", "24/11/2026 18:00 ?"),
            ("2026-11-24T18:00:00.000+01:00", "24/11/2026 18:00"),
            ("2026-11-24T18:00:00-05:00", "25/11/2026 ?"),
            ("2026-11-24T18:30", "24/11/2026 18:30"),
            ("2026-11-24 18:00:00", "24/11/2026 18:00"),
            ("24 nov. 2026", "24/11/2026"),
            ("mardi 24 novembre 2026 à 18h30", "24/11/2026 18:30"),
            (
                "Mardi 24 novembre 2026 de 18h à 19h30",
                "24/11/2026 18:00-19:30",
            ),
            ("24/11/2026 18:30", "24/11/2026 18:30"),
            ("24/11/2026 à 18h30", "24/11/2026 18:30"),
            ("24/11/2026 - 18h30", "24/11/2026 18:30"),
            ("24/11/2026 18h30-20h", "24/11/2026 18:30-20:00"),
            ("24/11/2026 6:30 PM", "24/11/2026 18:30"),
            ("le 24/11/2026", "24/11/2026"),
            ("24/11/26", "24/11/2026"),
            ("11/24/2026", "-"),
            ("46350", "24/11/2026 ?"),
            ("46350,75", "24/11/2026 18:00 ?"),
            ("2026/11/24", "24/11/2026"),
            ("2014.3.15", "15/03/2014"),
            ("24-nov.-26", "24/11/2026"),
            ("24-nov-26", "24/11/2026"),
            ("24.11.2026", "24/11/2026"),
            ("Di., 24.11.2026", "24/11/2026"),
            ("20261124", "24/11/2026"),
            ("24112026", "24/11/2026"),
            ("20261124T170000Z", "24/11/2026 18:00 ?"),
            ("mar 24/11", "24/11/2026 ?"),
            ("ma 24/11", "24/11/2026 ?"),
            ("24/11", "24/11/2026 ?"),
            ("14.12", "14/12/2026 ?"),
            ("24 nov", "24/11/2026 ?"),
            ("Nov 24, 2026", "24/11/2026"),
            ("November 24, 2026", "24/11/2026"),
            ("24th November 2026", "24/11/2026"),
            ("1er décembre 2026", "01/12/2026"),
            ("24-25/11/2026", "24/11/2026 …"),
            ("24/11/2026 et 25/11/2026", "24/11/2026 …"),
            ("3-4 février 2005", "03/02/2005 …"),
            ("3 et 4 février 2005", "03/02/2005 …"),
            ("31 janvier-2 février 2008", "31/01/2008 …"),
            ("24/11/2026 00:00", "24/11/2026 ?"),
            ("2026-11-24 00:00:00", "24/11/2026"),
            ("24/11/2026 (à confirmer)", "24/11/2026 …"),
            // No day, or not that one.
            ("2026", "-"),
            ("2012", "-"),
            ("12", "-"),
            ("Lundi", "-"),
            ("demain", "-"),
            ("+7", "-"),
            ("novembre 2026", "-"),
            ("11/2026", "-"),
            ("S48", "-"),
            ("2026-W48-2", "-"),
            ("31/11/2026", "-"),
            ("lundi 24/11/2026", "-"),
            ("12/05/98", "-"),
            ("#VALEUR!", "-"),
        ] {
            assert_eq!(read(text, DateStyle::default()), day, "{text}");
        }
    }

    #[test]
    fn the_column_shows_how_its_dates_are_written() {
        let style = |cells: &[&str]| style(cells.iter().copied(), today());
        let american = style(&["10/02/2026", "10/14/2026", "11/3/26"]);
        assert_eq!(read("10/02/2026", american), "02/10/2026 ?");
        assert_eq!(read("4/29/17 09:00 AM", american), "29/04/2017 09:00 ?");
        let both = style(&["10/14/2026", "24/11/2026"]);
        assert_eq!(read("10/02/2026", both), "10/02/2026");
        let past = style(&["14/11/2024", "12/03/2025", "2025-05-01", "01/09/2026"]);
        assert_eq!(read("14.12", past), "14/12/2024 ?");
        assert_eq!(read("3 mars", past), "03/03/2025 ?");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9a-zé/:., +-]{0,24}", month_first: bool) {
            let style = DateStyle { month_first, school_year: None };
            let _ = when(&text, style, today());
            let _ = hours(&text);
            let _ = super::super::hours::duration(&text);
            let _ = super::style([text.as_str()].into_iter(), today());
        }
    }
}
