//! Parses numbers, postcodes, and yes or no, as spreadsheets and other programs write them.

use crate::domain::text::fold::{fold, plain_key};

/// A value read from a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange::csv) struct Read<T> {
    /// The value.
    pub(in crate::exchange::csv) value: T,
    /// Whether it is not obvious from the text, so that the user should check it.
    pub(in crate::exchange::csv) is_inferred: bool,
    /// Whether the text says more, and has to be kept.
    pub(in crate::exchange::csv) is_partial: bool,
}

impl<T> Read<T> {
    fn plain(value: T) -> Self {
        Self {
            value,
            is_inferred: false,
            is_partial: false,
        }
    }

    fn inferred(value: T, is_partial: bool) -> Self {
        Self {
            value,
            is_inferred: true,
            is_partial,
        }
    }
}

/// Whether a cell is written as one without a value.
pub(in crate::exchange::csv) fn is_blank(text: &str) -> bool {
    if text.len() > 6 {
        return false;
    }
    let folded = fold(text);
    ["-", "--", "n/a", "#n/a", "null", "nc", "n.c.", "s.o."].contains(&folded.as_str())
}

/// The words that may follow a number of people or of places without changing it.
const UNITS: [&str; 17] = [
    "place",
    "places",
    "parent",
    "parents",
    "personne",
    "personnes",
    "pers",
    "participant",
    "participants",
    "participante",
    "participantes",
    "present",
    "presents",
    "adulte",
    "adultes",
    "max",
    "maximum",
];

/// Parses a number up to `max`: `12`, `12,00`, `1 200`, « 12 places »; `8/12` is 8 of 12.
pub(in crate::exchange::csv) fn number(text: &str, max: u32) -> Option<Read<u32>> {
    let read = match whole(text) {
        Some(value) => Read::plain(value),
        None => {
            let folded = sort_key_of_number(text);
            let (digits, words) = split_number(&folded);
            let value = whole(digits)?;
            let mut words = words.split_whitespace();
            if let Some(total) = text.split_once('/').and_then(|(_, total)| whole(total)) {
                if value > total {
                    return None;
                }
                Read::inferred(value, true)
            } else if words.all(|word| UNITS.contains(&word)) {
                Read::inferred(value, false)
            } else {
                return None;
            }
        }
    };
    (read.value <= max).then_some(read)
}

/// As [`number`], also roughly: « environ 15 », `~15`.
pub(in crate::exchange::csv) fn rough_number(text: &str, max: u32) -> Option<Read<u32>> {
    let folded = fold(text);
    let roughly = ["~", "environ", "env.", "±"];
    let rest = roughly.iter().find_map(|word| folded.strip_prefix(word));
    match rest {
        Some(rest) => number(rest.trim(), max).map(|read| Read::inferred(read.value, true)),
        // 10/12 may be a date, or the places that are left.
        None => number(text, max).filter(|_| !text.contains('/')),
    }
}

fn whole(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // A spreadsheet may write 12 as 12,00; 1,000 may be a thousand.
    let zeros = [",00", ".00", ",0", ".0"];
    let digits = zeros
        .iter()
        .find_map(|zeros| digits.strip_suffix(zeros))
        .unwrap_or(&digits);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

fn sort_key_of_number(text: &str) -> String {
    let before = text.split('/').next().unwrap_or_default();
    fold(before)
}

fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (digits, words) = text.split_at(end);
    (digits.trim(), words.trim_end_matches('.'))
}

/// Reads a postcode: `25 000`, `25000,0`, `F-25000`, « 25000 Besançon »; four digits are a lost zero only
/// in a known département.
pub(in crate::exchange::csv) fn postcode(
    text: &str,
    is_known: impl Fn(&str) -> bool,
) -> Read<String> {
    let folded = fold(text);
    let bare = folded.strip_prefix("f-").unwrap_or(&folded);
    let bare = bare
        .strip_suffix(",0")
        .or(bare.strip_suffix(".0"))
        .unwrap_or(bare);
    let end = bare
        .find(|c: char| !c.is_ascii_digit() && c != ' ')
        .unwrap_or(bare.len());
    let (digits, rest) = bare.split_at(end);
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let is_zero_lost = digits.len() == 4 && rest.is_empty();
    let zeroed = format!("0{digits}");
    if digits.len() == 5
        && (rest.is_empty() || rest.starts_with(char::is_alphabetic) && bare.contains(' '))
    {
        if digits == text {
            return Read::plain(digits);
        }
        return Read::inferred(digits, !rest.is_empty());
    }
    if is_zero_lost && zeroed.get(..2).is_some_and(is_known) {
        return Read::inferred(zeroed, false);
    }
    Read::plain(text.to_owned())
}

/// Yes or no, as people or programs write it; nothing is no.
pub(in crate::exchange::csv) fn flag(text: &str) -> Option<Read<bool>> {
    let value = |word: &str| match word {
        "oui" | "o" | "x" | "1" | "vrai" | "true" | "yes" | "y" => Some(true),
        "✓" | "✔" | "☑" | "✅" => Some(true),
        "" | "non" | "n" | "0" | "faux" | "false" | "no" | "☐" | "✗" | "✘" => Some(false),
        _ => None,
    };
    let folded = fold(text);
    if let Some(value) = value(folded.trim_end_matches('\u{fe0f}')) {
        return Some(Read::plain(value));
    }
    // « oui (garde sur place) »
    let key = plain_key(text);
    let (word, _) = key.split_once(' ')?;
    let value = ["oui", "non"].contains(&word).then(|| value(word))??;
    Some(Read::inferred(value, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<T: std::fmt::Display>(read: Option<Read<T>>) -> String {
        read.map_or_else(
            || "-".to_owned(),
            |read| match (read.is_inferred, read.is_partial) {
                (_, true) => format!("{} …", read.value),
                (true, _) => format!("{} ?", read.value),
                _ => read.value.to_string(),
            },
        )
    }

    /// `?`: reported to the user; `…`: kept in the notes too.
    #[test]
    fn numbers_are_read_as_files_write_them() {
        for (text, attendees, seats) in [
            ("12", "12", "12"),
            ("12,00", "12", "12"),
            ("12.0", "12", "12"),
            ("1 200", "1200", "1200"),
            ("1\u{a0}000", "1000", "1000"),
            ("12 places", "12 ?", "12 ?"),
            ("9 parents", "9 ?", "9 ?"),
            ("12 pers.", "12 ?", "12 ?"),
            ("8/12", "8 …", "-"),
            ("~15", "-", "15 …"),
            ("environ 15 personnes", "-", "15 …"),
            ("9 absents", "-", "-"),
            ("12 (dont 3 pères)", "-", "-"),
            ("9 parents et 4 enfants", "-", "-"),
            ("12,5", "-", "-"),
            ("1,000", "-", "-"),
            ("-12", "-", "-"),
            ("+12", "-", "-"),
            ("12/8", "-", "-"),
            ("illimité", "-", "-"),
            ("99999", "-", "-"),
            ("", "-", "-"),
        ] {
            assert_eq!(shown(number(text, 10_000)), attendees, "{text}");
            assert_eq!(shown(rough_number(text, 10_000)), seats, "{text}");
        }
    }

    #[test]
    fn a_zero_is_restored_only_where_it_was_lost() {
        for (text, code) in [
            ("25000", "25000"),
            ("25 000", "25000 ?"),
            ("25000,0", "25000 ?"),
            ("F-25000", "25000 ?"),
            ("25000 Besançon", "25000 …"),
            ("1170", "01170 ?"),
            // Of a département that nothing else names, or of another country.
            ("6940", "6940"),
            ("2A004", "2A004"),
        ] {
            assert_eq!(
                shown(Some(postcode(text, |code| code == "01"))),
                code,
                "{text}"
            );
        }
    }

    #[test]
    fn yes_and_no_are_read() {
        for (text, value) in [
            ("Oui", "true"),
            ("X", "true"),
            ("✓", "true"),
            ("FAUX", "false"),
            ("", "false"),
            ("oui (garde)", "true …"),
            ("3", "-"),
            ("peut-être", "-"),
        ] {
            assert_eq!(shown(flag(text)), value, "{text}");
        }
        assert!(is_blank("-") && is_blank("N/A") && !is_blank("0"));
    }
}
