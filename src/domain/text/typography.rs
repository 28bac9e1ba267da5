//! Dates, hours and numbers as French readers write them.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};
use unicode_segmentation::UnicodeSegmentation;

/// The narrow no-break space, used before `: ; ! ?`, inside « guillemets » and in 1 234.
pub const NARROW: char = '\u{202f}';

/// Returns a sentence written with ordinary spaces with French typography.
pub fn typeset(text: &str) -> String {
    let mut text = text.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»");
    for mark in [':', ';', '!', '?'] {
        text = text.replace(&format!(" {mark}"), &format!("{NARROW}{mark}"));
    }
    text
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const SHORT_MONTHS: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];

/// Returns the name of a month, 1 to 12.
pub fn month(number: u32) -> &'static str {
    name(&MONTHS, number)
}

/// Returns the abbreviation of a month, 1 to 12.
pub fn short_month(number: u32) -> &'static str {
    name(&SHORT_MONTHS, number)
}

fn name(names: &[&'static str; 12], number: u32) -> &'static str {
    let index = usize::try_from(number).unwrap_or(0).saturating_sub(1);
    names.get(index).copied().unwrap_or_default()
}

/// Returns the name of a day of the week.
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "lundi",
        Weekday::Tue => "mardi",
        Weekday::Wed => "mercredi",
        Weekday::Thu => "jeudi",
        Weekday::Fri => "vendredi",
        Weekday::Sat => "samedi",
        Weekday::Sun => "dimanche",
    }
}

/// Returns the abbreviation of a day of the week: « mar. ».
pub fn short_weekday(day: Weekday) -> String {
    format!("{}.", weekday(day).get(..3).unwrap_or_default())
}

/// Writes the day of a date: « 1er », « 24 ».
pub fn day_of_month(date: NaiveDate) -> String {
    match date.day() {
        1 => "1er".to_owned(),
        day => day.to_string(),
    }
}

/// Writes « mar. 24 nov. 2026 ».
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {}", short_date(date), date.year())
}

/// Writes « mar. 24 nov. », where the year is obvious.
pub fn short_date(date: NaiveDate) -> String {
    let weekday = short_weekday(date.weekday());
    format!(
        "{weekday} {} {}",
        day_of_month(date),
        short_month(date.month())
    )
}

/// Writes « mardi 24 novembre 2026 ».
pub fn full_date(date: NaiveDate) -> String {
    let (weekday, month) = (weekday(date.weekday()), month(date.month()));
    format!("{weekday} {} {month} {}", day_of_month(date), date.year())
}

/// Writes how far a day is: « aujourd’hui », « dans 3 jours », « il y a 2 mois ».
pub fn relative_day(date: NaiveDate, today: NaiveDate) -> String {
    let days = (date - today).num_days();
    match days {
        0 => return "aujourd’hui".to_owned(),
        1 => return "demain".to_owned(),
        -1 => return "hier".to_owned(),
        _ => {}
    }
    let span = span(days.unsigned_abs());
    if days > 0 {
        format!("dans {span}")
    } else {
        format!("il y a {span}")
    }
}

/// Writes how long ago a past day was, after « Depuis »: « hier », « 3 jours », « 2 mois ».
pub fn since(date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        far if far > 1 => span(far.unsigned_abs()),
        _ => relative_day(date, today),
    }
}

fn span(days: u64) -> String {
    match days {
        0..=20 => count(days, "jour", "jours"),
        21..=60 => count(days / 7, "semaine", "semaines"),
        61..=729 => count(days * 12 / 365, "mois", "mois"),
        _ => count(days / 365, "an", "ans"),
    }
}

/// Writes « 18 h 30 », « 18 h ».
pub fn hour(time: NaiveTime) -> String {
    match time.minute() {
        0 => format!("{}{NARROW}h", time.hour()),
        minute => format!("{}{NARROW}h{NARROW}{minute:02}", time.hour()),
    }
}

/// Writes « 18 h – 19 h 30 », or the beginning alone.
pub fn hours(starts: NaiveTime, ends: Option<NaiveTime>) -> String {
    match ends {
        Some(ends) => format!("{}\u{a0}–\u{a0}{}", hour(starts), hour(ends)),
        None => hour(starts),
    }
}

/// Writes « 1 234 ».
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * NARROW.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(NARROW);
        }
        text.push(digit);
    }
    text
}

/// Writes « 1 événement », « 1 234 événements », « 0 événement ».
pub fn count(value: u64, one: &str, several: &str) -> String {
    let noun = if value < 2 { one } else { several };
    format!("{} {noun}", number(value))
}

/// As [`count`], with a word for zero: « aucun événement », « rien à remplir ».
pub fn count_or(none: &str, value: u64, one: &str, several: &str) -> String {
    match value {
        0 => format!("{none} {one}"),
        value => count(value, one, several),
    }
}

/// Writes the size of a file: « 12 Ko », « 1,4 Mo », never 0 for a file that is not empty.
pub fn size(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    if kilobytes < 1_000 {
        return format!("{kilobytes}{NARROW}Ko");
    }
    let tenths = bytes.div_ceil(100_000);
    let whole = number(tenths / 10);
    match tenths % 10 {
        0 => format!("{whole}{NARROW}Mo"),
        tenth => format!("{whole},{tenth}{NARROW}Mo"),
    }
}

/// Writes « a », « a et b », « a, b et c ».
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} et {last}", first.join(", ")),
    }
}

/// A text that begins with a capital: « Nouveau lieu ».
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Writes a text between guillemets.
pub fn quoted(text: &str) -> String {
    format!("«{NARROW}{text}{NARROW}»")
}

/// The longest text that is quoted in full by [`quoted_in_brief`], in characters as read.
const BRIEF_WIDTH: usize = 40;

/// Writes a text between guillemets, shortened when it is long.
pub fn quoted_in_brief(text: &str) -> String {
    let Some((end, _)) = text.grapheme_indices(true).nth(BRIEF_WIDTH) else {
        return quoted(text);
    };
    let start = &text[..end];
    // Cut between words, if possible.
    let start = start.rsplit_once(' ').map_or(start, |(words, _)| words);
    quoted(&format!("{}…", start.trim_end()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_long_text_is_cut_between_words_in_brief() {
        let brief = |text: &str| quoted_in_brief(text).replace(NARROW, " ");
        assert_eq!(brief("Café des parents"), "« Café des parents »");
        assert_eq!(
            brief("Les jeux vidéo, parlons-en tous ensemble dès l’automne"),
            "« Les jeux vidéo, parlons-en tous… »"
        );
        assert_eq!(brief(&"é".repeat(50)), format!("« {}… »", "é".repeat(40)));
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(
            brief(&family.repeat(40)),
            format!("« {} »", family.repeat(40))
        );
        assert_eq!(
            brief(&family.repeat(50)),
            format!("« {}… »", family.repeat(40))
        );
    }

    #[test]
    fn dates_are_written_in_three_lengths() {
        assert_eq!(long_date(day("2026-11-24")), "mar. 24 nov. 2026");
        assert_eq!(short_date(day("2027-05-01")), "sam. 1er mai");
        assert_eq!(full_date(day("2027-08-01")), "dimanche 1er août 2027");
    }

    #[test]
    fn a_day_is_relative_to_today() {
        let today = day("2026-11-24");
        for (date, expected) in [
            ("2026-11-24", "aujourd’hui"),
            ("2026-11-25", "demain"),
            ("2026-11-23", "hier"),
            ("2026-11-27", "dans 3 jours"),
            ("2026-10-20", "il y a 5 semaines"),
            ("2027-03-24", "dans 3 mois"),
            ("2020-11-24", "il y a 6 ans"),
        ] {
            assert_eq!(relative_day(day(date), today), expected);
        }
    }

    #[test]
    fn hours_and_numbers_have_their_spaces() {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        assert_eq!(hour(time(9, 5)), "9\u{202f}h\u{202f}05");
        assert_eq!(
            hours(time(18, 0), Some(time(19, 30))),
            "18\u{202f}h\u{a0}–\u{a0}19\u{202f}h\u{202f}30"
        );
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number(999), "999");
        assert_eq!(count(1, "événement", "événements"), "1 événement");
        assert_eq!(
            count(2000, "événement", "événements"),
            "2\u{202f}000 événements"
        );
    }

    #[test]
    fn a_size_has_one_decimal_at_most() {
        assert_eq!(size(0), "0\u{202f}Ko");
        assert_eq!(size(1), "1\u{202f}Ko");
        assert_eq!(size(999_001), "1\u{202f}Mo");
        assert_eq!(size(1_400_000), "1,4\u{202f}Mo");
        assert_eq!(size(1_234_500_000), "1\u{202f}234,5\u{202f}Mo");
    }

    #[test]
    fn a_list_ends_with_et() {
        let joined = |items: &[&str]| {
            list(
                &items
                    .iter()
                    .map(|&item| item.to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(joined(&["a", "b", "c"]), "a, b et c");
        assert_eq!(joined(&["a"]), "a");
    }
}
