//! Writes what a cell of a workbook holds as text: days and hours so that they are read exactly, numbers
//! as they were typed.

use calamine::ExcelDateTime;

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

/// Writes a day, an hour or both: `2026-11-24`, `18:30`, `2026-11-24 18:30`.
pub(super) fn date_time(value: &ExcelDateTime) -> String {
    let days = value.as_f64();
    if !(0.0..LAST_DAY + 1.0).contains(&days) {
        return number(days);
    }
    if value.is_duration() {
        // Fits: fewer than three million days.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (days * 86_400.0).round() as u64;
        return clock(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hours, minutes, seconds, _) = value.to_ymd_hms_milli();
    let time = clock(hours.into(), minutes.into(), seconds.into());
    match (days < 1.0, time.as_str()) {
        (true, _) => time,
        (false, "00:00") => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

fn clock(hours: u64, minutes: u64, seconds: u64) -> String {
    match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }
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
    match time {
        "00:00" => day.to_owned(),
        _ => format!("{day} {time}"),
    }
}

/// Writes a duration in ISO 8601 as an hour: `PT18H30M00S` is `18:30`.
pub(in crate::exchange) fn iso_duration(text: &str) -> String {
    let parse = || {
        let mut seconds = 0u64;
        let mut digits = String::new();
        for c in text.strip_prefix("PT")?.chars() {
            let unit = match c {
                'H' => 3600,
                'M' => 60,
                'S' => 1,
                c => {
                    digits.push(c);
                    continue;
                }
            };
            let whole = digits.split(['.', ',']).next()?;
            let value: u64 = whole.parse().ok()?;
            seconds = seconds.checked_add(value.checked_mul(unit)?)?;
            digits.clear();
        }
        Some(clock(seconds / 3600, seconds / 60 % 60, seconds % 60))
    };
    parse().unwrap_or_else(|| text.to_owned())
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
        let written = |value, kind, is_1904| date_time(&ExcelDateTime::new(value, kind, is_1904));
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
        assert_eq!(iso_date("2026-11-24T00:00:00"), "2026-11-24");
        assert_eq!(iso_date("2026-11-24"), "2026-11-24");
        assert_eq!(iso_duration("PT18H30M00S"), "18:30");
        assert_eq!(iso_duration("PT00H00M05.5S"), "00:00:05");
        assert_eq!(iso_duration("P1D"), "P1D");
    }
}
