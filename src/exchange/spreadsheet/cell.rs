//! Writes what a cell of a workbook holds as text: days and hours so that they are read exactly, numbers
//! as they were typed.

use calamine::ExcelDateTime;

use crate::exchange::iso_8601::clock;

/// The last day that spreadsheets know, 31 December 9999, in days since 1900.
const LAST_DAY: f64 = 2_958_465.0;

/// Writes a number as it was typed: `12`, `12,5`.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    // What a spreadsheet shows has fifteen digits: 0.1 + 0.2 is 0.3.
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    format!("{rounded}").replace('.', ",")
}

/// Writes a number as its format shows it, where that says more: `12 %`, `01170`.
pub(super) fn formatted(value: f64, format: &str) -> String {
    if format.contains('%') {
        return format!("{} %", number(value * 100.0));
    }
    let is_padded = format.len() > 1 && format.bytes().all(|byte| byte == b'0');
    let written = number(value);
    match is_padded && value >= 0.0 && !written.contains(',') {
        true => format!("{written:0>width$}", width = format.len()),
        false => written,
    }
}

/// Writes a day, an hour or both: `2026-11-24`, `18:30`, `2026-11-24 18:30`. Midnight is an hour where the
/// number is shown with hours.
pub(super) fn date_time(value: &ExcelDateTime, shows_hours: bool) -> String {
    let days = value.as_f64();
    if !(0.0..LAST_DAY + 1.0).contains(&days) {
        return number(days);
    }
    if value.is_duration() {
        // Fits: fewer than three million days.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (days * 86_400.0).round() as u64;
        return clock(seconds);
    }
    let (year, month, day, hours, minutes, seconds, _) = value.to_ymd_hms_milli();
    let time = clock(u64::from(hours) * 3600 + u64::from(minutes) * 60 + u64::from(seconds));
    match (days < 1.0, time.as_str()) {
        (true, _) => time,
        (false, "00:00") if !shows_hours => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

/// Whether a format of numbers shows hours, as `dd/mm/yyyy hh:mm` does. Its texts and colours, `"h"`, `\h`
/// and `[White]`, don't count.
pub(super) fn shows_hours(format: &str) -> bool {
    let mut characters = format.chars();
    while let Some(c) = characters.next() {
        let closing = match c {
            'h' | 'H' => return true,
            '\\' | '_' | '*' => {
                characters.next();
                continue;
            }
            '"' => '"',
            '[' => ']',
            _ => continue,
        };
        characters.by_ref().find(|&c| c == closing);
    }
    false
}

/// Writes a day in ISO 8601, with or without an hour, as [`date_time`] does.
pub(super) fn iso_date(text: &str) -> String {
    let Some((day, time)) = text.split_once('T') else {
        return text.to_owned();
    };
    let time = time.split(['.', ',']).next().unwrap_or_default();
    let time = match time.len() {
        8 => time.strip_suffix(":00").unwrap_or(time),
        _ => time,
    };
    format!("{day} {time}")
}

/// Writes true or false as a spreadsheet in French shows it.
pub(super) fn truth(value: bool) -> &'static str {
    if value { "VRAI" } else { "FAUX" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_are_written_as_they_were_typed() {
        for (value, written) in [
            (12.0, "12"),
            (12.5, "12,5"),
            (0.1 + 0.2, "0,3"),
            (25000.0, "25000"),
            (-3.0, "-3"),
            (f64::NAN, ""),
        ] {
            assert_eq!(number(value), written);
        }
        assert_eq!(formatted(0.125, "0.00%"), "12,5 %");
        assert_eq!(formatted(1170.0, "00000"), "01170");
        assert_eq!(formatted(12.0, "General"), "12");
    }

    #[test]
    fn days_and_hours_are_exact() {
        let written =
            |value, kind, is_1904| date_time(&ExcelDateTime::new(value, kind, is_1904), false);
        for (value, is_1904, text) in [
            (46_350.0, false, "2026-11-24"),
            (46_350.0 - 1462.0, true, "2026-11-24"),
            (46_350.770_833_333_3, false, "2026-11-24 18:30"),
            (0.770_833_333_333_333, false, "18:30"),
            (0.770_844_907_407_407, false, "18:30:01"),
            (-4.0, false, "-4"),
            (3e9, false, "3000000000"),
        ] {
            let read = written(value, ExcelDateTimeType::DateTime, is_1904);
            assert_eq!(read, text);
        }
        let lasts = written(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(lasts, "36:00");
        assert_eq!(iso_date("2026-11-24T18:30:00"), "2026-11-24 18:30");
        assert_eq!(iso_date("2026-11-24T00:00:00"), "2026-11-24 00:00");
        assert_eq!(iso_date("2026-11-24"), "2026-11-24");
    }

    #[test]
    fn midnight_is_an_hour_where_the_format_shows_hours() {
        let midnight = ExcelDateTime::new(46_350.0, ExcelDateTimeType::DateTime, false);
        for (format, text) in [
            ("dd/mm/yyyy hh:mm", "2026-11-24 00:00"),
            ("yyyy-mm-dd\\ h:mm:ss", "2026-11-24 00:00"),
            ("[$-40C]dddd d mmmm yyyy\" à \"h\"h\"mm", "2026-11-24 00:00"),
            ("[$-40C]dddd d mmmm yyyy", "2026-11-24"),
            ("[White]dd/mm/yyyy\" (horaire)\"\\h", "2026-11-24"),
            ("", "2026-11-24"),
        ] {
            assert_eq!(date_time(&midnight, shows_hours(format)), text, "{format}");
        }
    }
}
