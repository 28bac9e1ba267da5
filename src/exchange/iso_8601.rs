//! Durations in ISO 8601, as calendars and spreadsheets write them: `PT1H30M`, `P2D`.

/// Writes hours, minutes and seconds: `18:30`, `18:30:05`.
pub(super) fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// Writes a duration as hours, `PT18H30M00S` as `18:30`; as it is when it can't be read.
pub(super) fn duration_as_clock(text: &str) -> String {
    seconds(text).map_or_else(|| text.to_owned(), clock)
}

/// Reads a duration of whole days: `P2D`, `P1W`, `PT24H`.
pub(super) fn days(text: &str) -> Option<u64> {
    const DAY: u64 = 86_400;
    let seconds = seconds(text)?;
    seconds.is_multiple_of(DAY).then_some(seconds / DAY)
}

/// Reads a duration, in seconds; months and years are not, which have no fixed length.
fn seconds(text: &str) -> Option<u64> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (mut total, mut digits, mut has_time) = (0u64, String::new(), false);
    for c in text.strip_prefix('P')?.chars() {
        let unit = match (c, has_time) {
            ('T', false) => {
                has_time = true;
                continue;
            }
            ('W', false) => 604_800,
            ('D', false) => 86_400,
            ('H', true) => 3600,
            ('M', true) => 60,
            ('S', true) => 1,
            (c, _) => {
                digits.push(c);
                continue;
            }
        };
        let whole = digits.split(['.', ',']).next()?;
        let value: u64 = whole.parse().ok()?;
        total = total.checked_add(value.checked_mul(unit)?)?;
        digits.clear();
    }
    digits.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_hours() {
        for (text, hours) in [
            ("PT18H30M00S", "18:30"),
            ("PT00H00M05.5S", "00:00:05"),
            ("P1D", "24:00"),
            ("P1DT2H", "26:00"),
            ("P1Y", "P1Y"),
            ("P1M", "P1M"),
            ("-PT15M", "-PT15M"),
            ("PT90", "PT90"),
        ] {
            assert_eq!(duration_as_clock(text), hours);
        }
    }

    #[test]
    fn whole_days_are_counted() {
        for (text, count) in [
            ("P1D", Some(1)),
            ("P2W", Some(14)),
            ("PT24H", Some(1)),
            ("P1DT0H0M0S", Some(1)),
            ("PT90M", None),
            ("P1M", None),
        ] {
            assert_eq!(days(text), count, "{text}");
        }
    }
}
