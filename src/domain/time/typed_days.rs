//! Parses one day or several as people type them, and the hours typed with them.

use chrono::{Datelike as _, Months, NaiveDate, NaiveTime};

use super::day_span::DaySpan;
use super::typed_date::{
    DateProblem, day_of_month, named_month, parse_date, parse_hours, parse_time, parse_weekday,
};
use crate::domain::text::fold::fold;

/// What may stand between the first day and the last one; the plainest first, since a date has hyphens too.
const BETWEEN: [&str; 6] = [" jusqu'au ", " au ", " a ", " et ", " - ", "-"];

/// Reads a day or several, typed on `today`: `3 décembre`, `3-4 décembre`, `du 3 au 5 décembre 2026`, `30 nov. –
/// 2 déc.`, or as written by [`DaySpan`]. What the first day lacks is that of the last one.
///
/// # Errors
/// [`DateProblem`]; never a panic, whatever the text.
pub fn parse_days(text: &str, today: NaiveDate) -> Result<DaySpan, DateProblem> {
    let problem = match parse_date(text, today) {
        Ok(day) => return Ok(day.into()),
        Err(problem) => problem,
    };
    let folded = fold(text);
    let text = folded.strip_prefix("du ").unwrap_or(&folded);
    let mut is_reversed = false;
    for between in BETWEEN {
        for (at, _) in text.match_indices(between) {
            let (first, last) = (&text[..at], &text[at + between.len()..]);
            match parse_both(first, last, today) {
                // « 3 et 10 décembre » are two days.
                Some(span) if between == " et " && span.count() != 2 => {}
                Some(span) if span.first <= span.last => return Ok(span),
                Some(_) => is_reversed = true,
                None => {}
            }
        }
    }
    Err(match is_reversed {
        true => DateProblem::Reversed,
        false => problem,
    })
}

/// Parses the first day and the last one.
fn parse_both(first: &str, last: &str, today: NaiveDate) -> Option<DaySpan> {
    let end = parse_date(last, today).ok()?;
    let mut words: Vec<&str> = first
        .split([' ', '/', '.', ',', '-'])
        .filter(|word| !word.is_empty() && !matches!(*word, "le" | "du"))
        .collect();
    let weekday = words.first().copied().and_then(parse_weekday);
    // « mars » is no Tuesday, but « mar. » before a day is.
    if weekday.is_some() && words.len() > 1 {
        words.remove(0);
    }
    let start = match words[..] {
        [day] => day_of_month(day).and_then(|day| end.with_day(day)),
        [day, month] => day_of_month(day)
            .zip(month_named(month))
            .and_then(|(day, month)| {
                let start = NaiveDate::from_ymd_opt(end.year(), month, day);
                // « 30 déc. – 2 janv. 2027 »: of the year before.
                start
                    .filter(|&start| start <= end)
                    .or_else(|| NaiveDate::from_ymd_opt(end.year() - 1, month, day))
            }),
        _ => None,
    };
    let fits = |start: NaiveDate| weekday.is_none_or(|weekday| start.weekday() == weekday);
    if let Some(start) = start {
        // A year left out of both may be another: « jeudi 3 et vendredi 4 juin ».
        if !fits(start) {
            return None;
        }
        return Some(DaySpan {
            first: start,
            last: end,
        });
    }
    // A day of its own: « demain », « lundi », « 30 novembre 2026 ».
    let start = parse_date(first, today).ok()?;
    let is_far = end < start || end > start.checked_add_months(Months::new(3))?;
    let end = match is_far {
        true => parse_date(last, start).ok()?,
        false => end,
    };
    Some(DaySpan {
        first: start,
        last: end,
    })
}

fn month_named(word: &str) -> Option<u32> {
    match word.parse() {
        Ok(month) => Some(month).filter(|month| (1..=12).contains(month)),
        Err(_) => named_month(word),
    }
}

/// Splits days typed with their hours, `3 décembre à 18h`, `24/11 18h30-20h`, into the days, the hour of the
/// beginning and that of the end. Returns `None` for any other text: digits alone after a date are no hour
/// without « à ».
pub fn split_hours(
    text: &str,
    today: NaiveDate,
) -> Option<(DaySpan, NaiveTime, Option<NaiveTime>)> {
    let folded = fold(text);
    split_both(&folded, today).or_else(|| split_last(&folded, today))
}

/// Splits `3 décembre 22h - 4 décembre 1h`, a date and an hour at both ends.
fn split_both(folded: &str, today: NaiveDate) -> Option<(DaySpan, NaiveTime, Option<NaiveTime>)> {
    let folded = folded.strip_prefix("du ").unwrap_or(folded);
    let mut ends = BETWEEN.iter().flat_map(|between| {
        let places = folded.match_indices(between);
        places.map(|(at, _)| (&folded[..at], &folded[at + between.len()..]))
    });
    ends.find_map(|(first, last)| {
        let (first, starts, None) = split_last(first, today)? else {
            return None;
        };
        let (last, ends, None) = split_last(last, first.first)? else {
            return None;
        };
        let days = DaySpan {
            first: first.first,
            last: last.last,
        };
        let is_one = !first.is_several() && !last.is_several() && days.first <= days.last;
        is_one.then_some((days, starts, Some(ends)))
    })
}

/// Splits days followed by hours.
fn split_last(folded: &str, today: NaiveDate) -> Option<(DaySpan, NaiveTime, Option<NaiveTime>)> {
    // The longest date: « 2026 à 18h » is not an hour and another.
    let spaces = folded.rmatch_indices(' ');
    let mut parts = spaces.map(|(space, _)| (&folded[..space], &folded[space + 1..]));
    parts.find_map(|(date, hours)| {
        let (starts, ends) = hours_after_date(hours)?;
        let date = date.trim_end_matches(',');
        Some((parse_days(date, today).ok()?, starts, ends))
    })
}

/// Parses the hours that follow a date: `a 18h`, `18h30`, `de 18h a 20h`.
fn hours_after_date(folded: &str) -> Option<(NaiveTime, Option<NaiveTime>)> {
    let introduced = ["a ", "de ", "vers "]
        .into_iter()
        .find_map(|word| folded.strip_prefix(word));
    let hours = introduced.unwrap_or(folded);
    if introduced.is_none() && !hours.contains(['h', ':']) && !matches!(hours, "midi" | "minuit") {
        return None;
    }
    match parse_hours(hours) {
        Some((starts, ends)) => Some((starts, Some(ends))),
        None => Some((parse_time(hours).ok()?, None)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn read(text: &str) -> String {
        match parse_days(text, today()) {
            Ok(days) if days.is_several() => format!("{} {}", days.first, days.last),
            Ok(days) => days.first.to_string(),
            Err(problem) => problem.sentence(),
        }
    }

    #[test]
    fn several_days_are_read_as_people_type_them() {
        for (typed, days) in [
            ("3-4 décembre", "2026-12-03 2026-12-04"),
            ("3–4 déc.", "2026-12-03 2026-12-04"),
            ("3 au 5 décembre", "2026-12-03 2026-12-05"),
            ("du 3 au 5 décembre 2026", "2026-12-03 2026-12-05"),
            ("Du jeudi 3 au samedi 5 décembre", "2026-12-03 2026-12-05"),
            ("jeudi 3 et vendredi 4 décembre", "2026-12-03 2026-12-04"),
            ("du 3 jusqu’au 5 décembre", "2026-12-03 2026-12-05"),
            ("30 nov. – 2 déc.", "2026-11-30 2026-12-02"),
            ("30 nov - 2 déc 2026", "2026-11-30 2026-12-02"),
            ("30 déc. – 2 janv.", "2026-12-30 2027-01-02"),
            ("30 déc. 2026 – 2 janv. 2027", "2026-12-30 2027-01-02"),
            ("30 décembre 2026 au 2 janvier", "2026-12-30 2027-01-02"),
            ("1er-3 déc.", "2026-12-01 2026-12-03"),
            ("24-26/11", "2026-11-24 2026-11-26"),
            ("24/11-26/11", "2026-11-24 2026-11-26"),
            ("24/11/2026 au 26/11/2026", "2026-11-24 2026-11-26"),
            ("2026-12-03 – 2026-12-05", "2026-12-03 2026-12-05"),
            ("du 3 au 5", "2026-12-03 2026-12-05"),
            ("demain et après-demain", "2026-11-25 2026-11-26"),
            ("lundi au mercredi", "2026-11-30 2026-12-02"),
            ("après-demain au 3 décembre", "2026-11-26 2026-12-03"),
            ("fin novembre – 2 décembre", "2026-11-30 2026-12-02"),
            ("mi-décembre au 5 janvier", "2026-12-15 2027-01-05"),
            ("lundi en huit au 10 décembre", "2026-12-07 2026-12-10"),
            ("3 au 3 décembre", "2026-12-03"),
            ("3 décembre", "2026-12-03"),
            // A day and a month.
            ("3-4", "2027-04-03"),
        ] {
            assert_eq!(read(typed), days, "{typed}");
        }
        for typed in [
            "5 au 3 décembre",
            "lundi en huit au 3 décembre",
            "5-3 déc. 2026",
            "2 déc. 2026 – 30 nov. 2026",
        ] {
            assert_eq!(
                read(typed),
                "Le dernier jour est avant le premier.",
                "{typed}"
            );
        }
        for typed in [
            "bientôt au 3 décembre",
            "3 au bientôt",
            "au",
            "-",
            "3 au",
            "3 et 10 déc.",
        ] {
            assert!(
                read(typed).starts_with("Date non comprise"),
                "{typed}: {}",
                read(typed)
            );
        }
    }

    #[test]
    fn hours_typed_with_a_date_are_split_from_it() {
        let split = |typed: &str| {
            let (date, starts, ends) = split_hours(typed, today())?;
            let date = match date.is_several() {
                true => format!("{}/{}", date.first, date.last),
                false => date.first.to_string(),
            };
            let ends = ends.map(|ends| ends.format("-%H:%M").to_string());
            let ends = ends.unwrap_or_default();
            Some(format!("{date} {}{ends}", starts.format("%H:%M")))
        };
        for (typed, read) in [
            ("3 décembre à 18h", "2026-12-03 18:00"),
            ("3 décembre à 18", "2026-12-03 18:00"),
            ("jeu. 3 déc. 2026, 18 h 30", "2026-12-03 18:30"),
            ("jeudi 3 décembre 2026 à 18h30", "2026-12-03 18:30"),
            ("24/11/2026 18h30-20h", "2026-11-24 18:30-20:00"),
            ("demain de 18h à 19h30", "2026-11-25 18:00-19:30"),
            ("mardi prochain 14:00", "2026-12-01 14:00"),
            ("fin du mois à midi", "2026-11-30 12:00"),
            ("1er décembre 9h", "2026-12-01 09:00"),
            ("3-4 décembre, 14h-17h", "2026-12-03/2026-12-04 14:00-17:00"),
            (
                "du 3 au 5 décembre de 14h à 17h",
                "2026-12-03/2026-12-05 14:00-17:00",
            ),
            ("3 décembre 22h-1h", "2026-12-03 22:00-01:00"),
            (
                "du 3 décembre 22h au 4 décembre 1h",
                "2026-12-03/2026-12-04 22:00-01:00",
            ),
            (
                "3 déc. à 14h – 5 déc. à 10h30",
                "2026-12-03/2026-12-05 14:00-10:30",
            ),
        ] {
            assert_eq!(split(typed).as_deref(), Some(read), "{typed}");
        }
        for typed in [
            "3 décembre",
            "24 11",
            "18h",
            "bientôt à 18h",
            "3 décembre à 25h",
            "",
        ] {
            assert_eq!(split(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,32}") {
            let _ = parse_days(&text, today());
            let _ = split_hours(&text, today());
        }

        #[test]
        fn what_is_shown_can_be_typed(days in 0i64..30_000, more in 0i64..60) {
            let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + TimeDelta::days(days);
            let span = DaySpan { first, last: first + TimeDelta::days(more) };
            prop_assert_eq!(parse_days(&span.long(), today()), Ok(span));
            prop_assert_eq!(parse_days(&span.full(), today()), Ok(span));
        }

        #[test]
        fn what_a_list_shows_can_be_typed(days in 0i64..240, more in 0i64..31) {
            let first = today() + TimeDelta::days(days);
            let span = DaySpan { first, last: first + TimeDelta::days(more) };
            prop_assert_eq!(parse_days(&span.listed(today()), today()), Ok(span));
        }
    }
}
