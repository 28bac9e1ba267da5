//! Reads hours and durations as spreadsheets, calendars and people write them in files.

use chrono::NaiveTime;

use super::when::{Cursor, When, fraction_of_day, weekday_at};
use crate::domain::text::fold::fold;

/// An hour, and how it was read.
#[derive(Clone, Copy)]
struct Hour {
    /// Minutes since midnight, up to 24 h.
    minutes: u32,
    offset: Option<i32>,
    half: Option<Half>,
    /// Whether it is a number alone: « 18 ».
    is_bare: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl Hour {
    fn time(self) -> Option<NaiveTime> {
        let minutes = match self.half {
            None => self.minutes,
            Some(_) if !(60..780).contains(&self.minutes) => return None,
            Some(Half::Morning) => self.minutes % 720,
            Some(Half::Afternoon) => self.minutes % 720 + 720,
        };
        NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
    }
}

/// Reads one hour or two: `18h30`, `10:30:00 PM`, `0,75`, « de 18h à 19h30 », « 18 - 22 Uhr ».
pub(in crate::exchange::csv) fn hours(text: &str) -> Option<When> {
    let folded = fold(text);
    if let Some(time) = fraction_of_day(&folded) {
        return Some(When {
            starts: Some(time),
            is_inferred: true,
            ..When::default()
        });
    }
    // The day of an hour in a spreadsheet.
    let epoch = ["1899-12-30", "30/12/1899"];
    let of_epoch = epoch.iter().find_map(|day| folded.strip_prefix(day));
    let mut when = When {
        is_inferred: of_epoch.is_some(),
        ..When::default()
    };
    // « 2026-11-24 » is a day.
    if of_epoch.is_none() && matches!(folded.as_bytes(), [_, _, _, _, b'-', _, _, b'-', ..]) {
        return None;
    }
    let mut cursor = Cursor(of_epoch.unwrap_or(&folded));
    cursor.take(|c| c == ' ' || c == 't');
    // « Jeudis 10h-12h » says more than hours.
    when.is_partial = !weekday_at(&mut cursor).is_empty();
    for words in ["a partir de ", "des ", "de ", "a ", "@ "] {
        if let Some(rest) = cursor.0.strip_prefix(words) {
            when.is_inferred |= words.starts_with("des") || words.starts_with("a p");
            cursor.0 = rest;
            break;
        }
    }
    let mut starts = hour_at(&mut cursor)?;
    let mut ends = None;
    if let Some((sign, last)) = second_hour(&mut cursor) {
        // « 9/12 » is rather a date.
        if sign == '/' && starts.is_bare && last.is_bare {
            return None;
        }
        // « 4:00 - 5:30 PM »
        if starts.half.is_none() && last.half == Some(Half::Afternoon) && starts.minutes < 720 {
            let afternoon = Hour {
                half: last.half,
                ..starts
            };
            if afternoon.time() < last.time() {
                starts = afternoon;
            }
        }
        ends = Some(last);
    }
    // « 9h-12h / 14h-17h » is from 9 h to 17 h, with a break.
    let mut breaks = cursor;
    breaks.take(|c| " /,;+&".contains(c));
    breaks.one_of(&["et", "puis"]);
    breaks.blanks();
    if ends.is_some()
        && let Some(_) = hour_at(&mut breaks)
        && let Some((_, last)) = second_hour(&mut breaks)
    {
        ends = Some(last);
        cursor = breaks;
        when.is_partial = true;
    }
    cursor.take(|c| c == ' ' || c == '.');
    if cursor.one_of(&["precises", "precise", "uhr"]) {
        when.is_inferred = true;
    }
    let rest = cursor.0.trim();
    if !rest.is_empty() {
        // What follows two hours is about them; after one, it may be another.
        let is_comment = rest.starts_with('(') || ends.is_some() && !rest.starts_with("ou ");
        if !is_comment || rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        when.is_partial = true;
    }
    when.starts = Some(starts.time()?);
    when.offset = starts.offset;
    if let Some(last) = ends {
        when.ends = match last.minutes {
            1440 => {
                when.is_inferred = true;
                NaiveTime::from_hms_opt(23, 59, 0)
            }
            _ => Some(last.time()?),
        };
    }
    when.is_inferred |= when.is_partial;
    Some(when)
}

/// Reads the second hour after its sign: « - », « / », « → », « à », « to ».
fn second_hour(cursor: &mut Cursor<'_>) -> Option<(char, Hour)> {
    let mut after = *cursor;
    after.blanks();
    let sign = after.0.chars().next()?;
    let is_sign = "-/→>".contains(sign);
    if is_sign {
        after.take(|c| "-/→>".contains(c));
    } else if !after.one_of(&["a", "to", "bis"]) {
        return None;
    }
    after.blanks();
    let hour = if after.one_of(&["minuit"]) {
        Hour {
            minutes: 1440,
            offset: None,
            half: None,
            is_bare: false,
        }
    } else {
        hour_at(&mut after)?
    };
    *cursor = after;
    Some((sign, hour))
}

fn hour_at(cursor: &mut Cursor<'_>) -> Option<Hour> {
    let mut hour = Hour {
        minutes: 0,
        offset: None,
        half: None,
        is_bare: false,
    };
    if cursor.one_of(&["midi"]) {
        hour.minutes = 720;
        return Some(hour);
    }
    if cursor.one_of(&["minuit"]) {
        return Some(hour);
    }
    let written = cursor.0;
    let (number, digits) = cursor.number()?;
    let (hours, minutes) = match digits {
        1 | 2 => {
            let minutes = minutes_at(cursor)?;
            hour.is_bare = minutes.is_none();
            (number, minutes.unwrap_or(0))
        }
        3 | 4 => (number / 100, number % 100),
        // 170000, of an iCalendar.
        6 => (number / 10_000, number / 100 % 100),
        _ => return None,
    };
    if minutes > 59 || hours > 24 || hours == 24 && minutes > 0 {
        return None;
    }
    hour.minutes = hours * 60 + minutes;
    let mut after = *cursor;
    after.blanks();
    let is_half = |after: &mut Cursor<'_>, words: [&str; 2]| {
        let found = words.iter().find_map(|word| after.0.strip_prefix(word));
        let found = found.filter(|rest| !rest.starts_with(char::is_alphabetic));
        found.map(|rest| after.0 = rest).is_some()
    };
    if is_half(&mut after, ["am", "a.m."]) {
        hour.half = Some(Half::Morning);
        *cursor = after;
    } else if is_half(&mut after, ["pm", "p.m."]) {
        hour.half = Some(Half::Afternoon);
        *cursor = after;
    } else if !hour.is_bare {
        let read = written.get(..written.len() - cursor.0.len());
        let has_seconds = read.is_some_and(|read| read.matches(':').count() > 1);
        hour.offset = offset_at(cursor, has_seconds);
    }
    Some(hour)
}

/// Reads what follows the hours: `h30`, ` heures 30`, `:30:00`, `.30`; `None` for what can't be minutes.
#[allow(clippy::option_option)]
fn minutes_at(cursor: &mut Cursor<'_>) -> Option<Option<u32>> {
    let mut after = *cursor;
    after.blanks();
    if after.one_of(&["h", "heures", "heure"]) {
        *cursor = after;
        after.blanks();
        let Some((minutes, 1 | 2)) = after.number() else {
            return Some(Some(0));
        };
        // « 18h - 20h » is not « 18 h 20 ».
        *cursor = after;
        after.blanks();
        if after.one_of(&["min", "mn", "minutes"]) {
            *cursor = after;
        }
        return Some(Some(minutes));
    }
    if after.0.starts_with("h") {
        // « 18h30min » is one word of letters after digits; anything else is not an hour.
        return None;
    }
    if cursor.eat(':') {
        let (minutes, 1 | 2) = cursor.number()? else {
            return None;
        };
        if cursor.eat(':') {
            let (_, 1 | 2) = cursor.number()? else {
                return None;
            };
            let mut after = *cursor;
            if after.eat('.') && after.number().is_some() {
                *cursor = after;
            }
        }
        return Some(Some(minutes));
    }
    let mut after = *cursor;
    if after.eat('.') {
        // 18.5 may be 18 h 05, 18 h 30 or 18 h 50.
        return match after.number() {
            Some((minutes, 2)) => {
                *cursor = after;
                Some(Some(minutes))
            }
            Some(_) => None,
            None => Some(None),
        };
    }
    Some(None)
}

/// Reads `z`, `+01:00`, `-0500` just after an hour, in minutes.
///
/// « 9:00-10:30 » are two hours: without seconds, no offset is negative.
fn offset_at(cursor: &mut Cursor<'_>, has_seconds: bool) -> Option<i32> {
    let mut after = *cursor;
    if after.one_of(&["z"]) {
        *cursor = after;
        return Some(0);
    }
    let sign = match after.0.chars().next()? {
        '+' => 1,
        '-' if has_seconds => -1,
        _ => return None,
    };
    after.take(|c| c == '+' || c == '-');
    let digits = after
        .take(|c| c.is_ascii_digit() || c == ':')
        .replace(':', "");
    let digits = (digits.len() == 4).then(|| digits.parse::<i32>().ok())??;
    if after.0.starts_with('h') {
        return None;
    }
    *cursor = after;
    Some(sign * (digits / 100 * 60 + digits % 100))
}

/// Reads how long an event lasts, in minutes: `1h30`, `90`, `90 min`, `1:30`, `2`.
pub(in crate::exchange::csv) fn duration(text: &str) -> Option<u32> {
    let folded = fold(text);
    let mut cursor = Cursor(&folded);
    let (number, _) = cursor.number()?;
    let mut after = cursor;
    after.blanks();
    let minutes = if after.0.is_empty() {
        // « 2 » is two hours, « 90 » ninety minutes.
        if number <= 8 { number * 60 } else { number }
    } else if after.one_of(&["min", "mn", "minutes", "minute", "m"]) {
        number
    } else if cursor.0 == ",5" || cursor.0 == ".5" {
        number * 60 + 30
    } else {
        after = cursor;
        number * 60 + minutes_at(&mut after)??
    };
    let is_whole = after.0.trim().is_empty() || matches!(cursor.0, ",5" | ".5");
    (is_whole && (5..=1440).contains(&minutes)).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_files_write_them() {
        for (text, read) in [
            ("18h30", "18:30"),
            ("18:30:00", "18:30"),
            ("6:30 PM", "18:30"),
            ("10:30:00 PM", "22:30"),
            ("10:30:00 AM", "10:30"),
            ("12:15 AM", "00:15"),
            ("6:30pm", "18:30"),
            ("6.30pm", "18:30"),
            ("6pm", "18:00"),
            ("18 h 30", "18:30"),
            ("18 h 30 min", "18:30"),
            ("18h30min", "18:30"),
            ("18 heures 30", "18:30"),
            ("18heures", "18:00"),
            ("18", "18:00"),
            ("1830", "18:30"),
            ("18.30", "18:30"),
            ("18h30-20h", "18:30-20:00"),
            ("18h30 - 20h00", "18:30-20:00"),
            ("de 18h30 à 20h", "18:30-20:00"),
            ("18h30/20h", "18:30-20:00"),
            ("18:30–20:00", "18:30-20:00"),
            ("16:00 → 17:30", "16:00-17:30"),
            ("8 à 10", "08:00-10:00"),
            ("4:00 – 5:30 PM", "16:00-17:30"),
            ("18 - 22 Uhr", "18:00-22:00 ?"),
            ("18h-24h", "18:00-23:59 ?"),
            ("0,770833333", "18:30 ?"),
            ("0.75", "18:00 ?"),
            ("18:30:00.000", "18:30"),
            ("18:30+01:00", "18:30"),
            ("midi", "12:00"),
            ("00:00", "00:00"),
            ("18h30 précises", "18:30 ?"),
            ("Dès 15h", "15:00 ?"),
            ("à partir de 15h", "15:00 ?"),
            ("Jeudis 10h-12h", "10:00-12:00 …"),
            ("9h-12h / 14h-17h", "09:00-17:00 …"),
            ("09h00-12h00 et 14h00-17h00", "09:00-17:00 …"),
            ("1899-12-30 18:30:00", "18:30 ?"),
            ("30/12/1899 18:30", "18:30 ?"),
            ("14h ou 16h", "-"),
            ("vers 18h", "-"),
            ("18,5", "-"),
            ("18.5", "-"),
            ("24h", "-"),
            ("18:60", "-"),
            ("13:30 PM", "-"),
            ("matin", "-"),
            ("9/12", "-"),
            ("2027-01-14T18:00:00+01:00", "-"),
            ("0900-1030", "09:00-10:30"),
            ("TBD", "-"),
        ] {
            let found = hours(text).map_or_else(
                || "-".to_owned(),
                |when| {
                    let reported = match (when.is_inferred, when.is_partial) {
                        (_, true) => " …",
                        (true, _) => " ?",
                        _ => "",
                    };
                    format!("{}{reported}", when.written())
                },
            );
            assert_eq!(found, read, "{text}");
        }
    }

    #[test]
    fn durations_are_read() {
        for (text, minutes) in [
            ("1h30", Some(90)),
            ("90", Some(90)),
            ("90 min", Some(90)),
            ("1:30", Some(90)),
            ("2", Some(120)),
            ("2 h", Some(120)),
            ("1,5", Some(90)),
            ("une heure", None),
            ("1h30-2h", None),
            ("0", None),
        ] {
            assert_eq!(duration(text), minutes, "{text}");
        }
    }
}
