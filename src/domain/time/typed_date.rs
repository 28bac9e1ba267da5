//! Parses dates and hours as people type them.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};

use crate::domain::text::fold::fold;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// The text does not look like a date.
    #[error("not a date")]
    NotADate,
    /// A day that the month does not have.
    #[error("no such day")]
    NoSuchDay,
    /// The year is too far away.
    #[error("year out of reach")]
    OutOfReach,
    /// The last of several days is before the first.
    #[error("the last day is before the first")]
    Reversed,
    /// The day of the week does not fit the date.
    #[error("that date is another day of the week")]
    OtherWeekday {
        /// The date without its day of the week.
        date: NaiveDate,
    },
}

impl DateProblem {
    /// Returns the sentence to show at the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotADate => format!(
                "Date non comprise. Essayez 24/11, 24 nov, mardi prochain, demain ou +7{NARROW}: le texte est gardé."
            ),
            Self::NoSuchDay => "Ce jour n’existe pas dans le calendrier.".to_owned(),
            Self::Reversed => "Le dernier jour est avant le premier.".to_owned(),
            Self::OutOfReach => "Carnet connaît les années 2000 à 2099.".to_owned(),
            Self::OtherWeekday { date } => format!(
                "Le {} {} {} est un {}.",
                date.day(),
                typography::month(date.month()),
                date.year(),
                typography::weekday(date.weekday())
            ),
        }
    }
}

/// Why a text is not an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeProblem {
    /// The text does not look like an hour.
    #[error("not an hour")]
    NotAnHour,
    /// Past 23 h 59.
    #[error("no such hour")]
    NoSuchHour,
    /// More than 59 minutes.
    #[error("no such minute")]
    NoSuchMinute,
}

impl TimeProblem {
    /// Returns the sentence to show at the field.
    pub fn sentence(self) -> String {
        match self {
            Self::NotAnHour => "Heure non comprise. Essayez 18h, 18h30 ou 1830.".to_owned(),
            Self::NoSuchHour => "Une journée va de 0\u{202f}h à 23\u{202f}h\u{202f}59.".to_owned(),
            Self::NoSuchMinute => "Les minutes vont de 0 à 59.".to_owned(),
        }
    }
}

/// Reads a date typed on `today`: `24/11`, `24/11/26`, `2411`, `24 nov`, `mardi`, `mardi prochain`,
/// `demain`, `+7`, `dans un mois`, `fin du mois`, or one written by [`typography::long_date`].
///
/// Without a year, it is the next such date, or one of the past 90 days: a mediator plans the months to
/// come and corrects the past weeks. Where its day of the week is typed and does not fit, it is the other
/// such date less than a year away, if that one fits.
///
/// # Errors
/// [`DateProblem`]; never a panic, whatever the text.
pub fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateProblem> {
    let folded = fold(text);
    let text = folded.trim_end_matches('.');
    if let Some(date) = relative(text, today) {
        return date.ok_or(DateProblem::OutOfReach);
    }
    // Four digits first: chrono would read `24-11-26` as a day of the year 24.
    if text.find('-') == Some(4)
        && let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d")
    {
        return in_reach(date);
    }
    let mut words: Vec<&str> = text
        .split([' ', '/', '-', '.', ','])
        .filter(|word| !word.is_empty())
        .collect();
    if words.first() == Some(&"le") {
        words.remove(0);
    }
    if let Some(date) = named_day(&words, today) {
        return date.and_then(in_reach);
    }
    let weekday = words.first().copied().and_then(parse_weekday);
    if let Some(weekday) = weekday {
        words.remove(0);
        if let Some(date) = from_weekday(weekday, &words, today) {
            return Ok(date);
        }
    }
    let date = from_words(&words, today)?;
    match weekday {
        Some(weekday) if date.weekday() != weekday => {
            let is_yearless = words.len() == 2;
            let other = Some(date)
                .filter(|_| is_yearless)
                .and_then(|date| in_year_of_weekday(date, weekday, today));
            other.ok_or(DateProblem::OtherWeekday { date })
        }
        _ => Ok(date),
    }
}

/// Returns the same day of the year, less than a year from today, that is that day of the week.
fn in_year_of_weekday(date: NaiveDate, weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    [date.year() - 1, date.year() + 1]
        .into_iter()
        .filter_map(|year| date.with_year(year))
        .find(|other| other.weekday() == weekday && (*other - today).num_days().abs() < 365)
}

/// Parses `la semaine prochaine`, which begins on Monday, `le mois prochain`, `fin du mois`, `début
/// janvier`, `mi-mars 2027`; returns `None` for any other words.
fn named_day(words: &[&str], today: NaiveDate) -> Option<Result<NaiveDate, DateProblem>> {
    let first = today.with_day(1)?;
    let next = first.checked_add_months(Months::new(1))?;
    let (part, month) = match words {
        ["semaine", "prochaine"] | ["la", "semaine", "prochaine"] => {
            return Some(next_week(today).ok_or(DateProblem::OutOfReach));
        }
        ["mois", "prochain"] => return Some(Ok(next)),
        ["a", "la", part @ "fin", month @ ..]
        | ["au", part @ "debut", month @ ..]
        | ["a", "la", part @ "mi", month @ ..]
        | [part @ ("fin" | "debut" | "mi"), month @ ..] => (*part, month),
        _ => return None,
    };
    let month = match month {
        ["du" | "de" | "d'", rest @ ..] => rest,
        rest => rest,
    };
    let first = match month {
        ["mois"] | ["ce", "mois"] => first,
        ["mois", "prochain"] => next,
        [month, year @ ..] if parse_month(month).is_ok() && year.len() < 2 => {
            match from_words(&[&["1", month], year].concat(), today) {
                Ok(first) => first,
                Err(problem) => return Some(Err(problem)),
            }
        }
        _ => return None,
    };
    let day = match part {
        "fin" => first.checked_add_months(Months::new(1))?.pred_opt(),
        "mi" => first.with_day(15),
        _ => Some(first),
    };
    day.map(Ok)
}

/// Returns the Monday of the week after that of `today`.
fn next_week(today: NaiveDate) -> Option<NaiveDate> {
    today
        .week(Weekday::Mon)
        .checked_first_day()?
        .checked_add_days(Days::new(7))
}

/// Parses `demain`, `+7`, `dans 3 semaines`; returns `None` for any other text.
fn relative(text: &str, today: NaiveDate) -> Option<Option<NaiveDate>> {
    let days = match text {
        "aujourd'hui" | "aujourd hui" | "aujourdhui" | "auj" | "ce jour" => 0,
        "demain" => 1,
        "apres-demain" | "apres demain" => 2,
        "hier" => -1,
        "avant-hier" | "avant hier" => -2,
        _ => {
            let (sign, rest) =
                if let Some(rest) = text.strip_prefix('+').or(text.strip_prefix("dans ")) {
                    (1, rest)
                } else {
                    (-1, text.strip_prefix('-').or(text.strip_prefix("il y a "))?)
                };
            let (number, unit) = counted(rest.trim())?;
            let months: i64 = match unit {
                "mois" => 1,
                "an" | "ans" | "annee" | "annees" => 12,
                _ => 0,
            };
            if months > 0 {
                let date = in_months(today, sign * number.checked_mul(months)?);
                return Some(date.and_then(|date| in_reach(date).ok()));
            }
            sign * number.checked_mul(match unit {
                "" | "j" | "jour" | "jours" => 1,
                "s" | "sem" | "semaine" | "semaines" => 7,
                _ => return None,
            })?
        }
    };
    let date = TimeDelta::try_days(days).and_then(|days| today.checked_add_signed(days));
    Some(date.and_then(|date| in_reach(date).ok()))
}

/// Parses the number at the beginning of `3 semaines` or `un mois`, and returns it with what follows.
fn counted(text: &str) -> Option<(i64, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let (number, unit) = text.split_at(digits);
        return Some((number.parse().ok()?, unit.trim()));
    }
    let (word, unit) = text.split_once(' ')?;
    let number = match word {
        "un" | "une" => 1,
        "deux" => 2,
        "trois" => 3,
        "quatre" => 4,
        "cinq" => 5,
        "six" => 6,
        "sept" => 7,
        "huit" => 8,
        "neuf" => 9,
        "dix" => 10,
        "quinze" => 15,
        _ => return None,
    };
    Some((number, unit.trim()))
}

/// Returns the same day of another month, or the last one of a month that does not have it.
fn in_months(today: NaiveDate, months: i64) -> Option<NaiveDate> {
    let distance = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    match months < 0 {
        true => today.checked_sub_months(distance),
        false => today.checked_add_months(distance),
    }
}

/// Fails for a year that is too far away, which is a typing error.
fn in_reach(date: NaiveDate) -> Result<NaiveDate, DateProblem> {
    if (2000..2100).contains(&date.year()) {
        Ok(date)
    } else {
        Err(DateProblem::OutOfReach)
    }
}

/// Parses the beginning of the name of a day of the week, folded, three letters at least.
pub fn parse_weekday(word: &str) -> Option<Weekday> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    (word.len() >= 3)
        .then_some([Mon, Tue, Wed, Thu, Fri, Sat, Sun])?
        .into_iter()
        .find(|&day| typography::weekday(day).starts_with(word))
}

/// Returns the day of `mardi` (today included), `mardi prochain` (after today), `mardi en huit`, `mardi
/// de la semaine prochaine`, `mardi dernier`.
fn from_weekday(weekday: Weekday, rest: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let ahead = u64::from(weekday.days_since(today.weekday()));
    let next = if ahead == 0 { 7 } else { ahead };
    match rest {
        [] => today.checked_add_days(Days::new(ahead)),
        ["prochain"] => today.checked_add_days(Days::new(next)),
        ["de", "la", "semaine", "prochaine"] | ["semaine", "prochaine"] => {
            let days = u64::from(weekday.num_days_from_monday());
            next_week(today)?.checked_add_days(Days::new(days))
        }
        ["en", "huit"] | ["en", "8"] => today.checked_add_days(Days::new(next + 7)),
        ["en", "quinze"] | ["en", "15"] => today.checked_add_days(Days::new(next + 14)),
        ["dernier"] => {
            let ago = u64::from(today.weekday().days_since(weekday));
            today.checked_sub_days(Days::new(if ago == 0 { 7 } else { ago }))
        }
        _ => None,
    }
}

fn from_words(words: &[&str], today: NaiveDate) -> Result<NaiveDate, DateProblem> {
    match words {
        [digits] if digits.len() > 2 && digits.chars().all(|c| c.is_ascii_digit()) => {
            let (Some(day), Some(month)) = (digits.get(..2), digits.get(2..4)) else {
                return Err(DateProblem::NotADate);
            };
            match digits.len() {
                4 => from_words(&[day, month], today),
                6 | 8 => from_words(&[day, month, digits.get(4..).unwrap_or_default()], today),
                _ => Err(DateProblem::NotADate),
            }
        }
        [day] => {
            let day = parse_day(day)?;
            let months = (0..12).filter_map(|months| {
                let first = today.with_day(1)?.checked_add_months(Months::new(months))?;
                first.with_day(day).filter(|&date| date >= today)
            });
            months.min().ok_or(DateProblem::NoSuchDay)
        }
        [day, month] => {
            let (day, month) = (parse_day(day)?, parse_month(month)?);
            let years = today.year() - 1..=today.year() + 1;
            let reach = TimeDelta::days(-90)..TimeDelta::days(276);
            years
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                .find(|&date| reach.contains(&(date - today)))
                // 29 February is not in every year.
                .or_else(|| next_leap_day(day, month, today))
                .ok_or(DateProblem::NoSuchDay)
        }
        [day, month, year] => {
            let (day, month) = (parse_day(day)?, parse_month(month)?);
            let digits = year.len();
            let year: i32 = year.parse().map_err(|_| DateProblem::NotADate)?;
            let year = match digits {
                1 | 2 => 2000 + year,
                4 => year,
                _ => return Err(DateProblem::NotADate),
            };
            NaiveDate::from_ymd_opt(year, month, day)
                .ok_or(DateProblem::NoSuchDay)
                .and_then(in_reach)
        }
        _ => Err(DateProblem::NotADate),
    }
}

fn next_leap_day(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    if (day, month) != (29, 2) {
        return None;
    }
    (today.year()..today.year() + 9)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|&date| date >= today)
}

/// Parses the day of a month, folded: `3`, `1er`.
pub fn day_of_month(word: &str) -> Option<u32> {
    parse_day(word).ok()
}

fn parse_day(word: &str) -> Result<u32, DateProblem> {
    let digits = match word {
        "premier" => "1",
        _ => word.strip_suffix("er").unwrap_or(word),
    };
    match digits.parse() {
        Ok(day @ 1..=31) => Ok(day),
        Ok(_) => Err(DateProblem::NoSuchDay),
        Err(_) => Err(DateProblem::NotADate),
    }
}

fn parse_month(word: &str) -> Result<u32, DateProblem> {
    if let Ok(month) = word.parse::<u32>() {
        return if (1..=12).contains(&month) {
            Ok(month)
        } else {
            Err(DateProblem::NoSuchDay)
        };
    }
    named_month(word).ok_or(DateProblem::NotADate)
}

/// Parses the beginning of the name of a month, folded, or its abbreviation.
pub fn named_month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let named = |month: u32| {
        let name = fold(typography::month(month));
        let short = fold(typography::short_month(month));
        word.len() >= 3 && (name.starts_with(word) || short.trim_end_matches('.') == word)
    };
    // « jui » is neither June nor July.
    let mut months = (1..=12).filter(|&month| named(month));
    months.next().filter(|_| months.next().is_none())
}

/// Reads an hour: `18h`, `18h30`, `18:30`, `1830`, `9`, `midi`, `minuit`, or one written by [`typography::hour`].
///
/// # Errors
/// [`TimeProblem`]; never a panic, whatever the text.
pub fn parse_time(text: &str) -> Result<NaiveTime, TimeProblem> {
    let text: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    match text.as_str() {
        "midi" => return of(12, 0),
        "minuit" => return of(0, 0),
        _ => {}
    }
    let (hour, minute) = match text.split_once(['h', ':', '.']) {
        Some((hour, minute)) => (hour, minute.trim_end_matches("mn").trim_end_matches("min")),
        None if text.len() <= 2 => (text.as_str(), ""),
        None => text
            .split_at_checked(text.len().saturating_sub(2))
            .ok_or(TimeProblem::NotAnHour)?,
    };
    let digits = |part: &str| part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    if hour.is_empty() || !digits(hour) || !digits(minute) {
        return Err(TimeProblem::NotAnHour);
    }
    let part = |text: &str| if text.is_empty() { Ok(0) } else { text.parse() };
    match (part(hour), part(minute)) {
        (Ok(hour), Ok(minute)) => of(hour, minute),
        _ => Err(TimeProblem::NotAnHour),
    }
}

fn of(hour: u32, minute: u32) -> Result<NaiveTime, TimeProblem> {
    if minute > 59 {
        return Err(TimeProblem::NoSuchMinute);
    }
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimeProblem::NoSuchHour)
}

/// Reads the hour of an end: as [`parse_time`], or a duration after the beginning, `+1h30`, `+90`.
///
/// # Errors
/// [`TimeProblem`]; [`TimeProblem::NoSuchHour`] for half a day or more that goes past midnight.
pub fn parse_end(text: &str, starts: Option<NaiveTime>) -> Result<NaiveTime, TimeProblem> {
    let Some(duration) = text.trim().strip_prefix('+') else {
        return parse_time(text);
    };
    let starts = starts.ok_or(TimeProblem::NotAnHour)?;
    let minutes = match duration.trim().parse::<u32>() {
        // « +2 » is two hours, « +90 » ninety minutes.
        Ok(hours @ 0..=8) => hours * 60,
        Ok(minutes) => minutes,
        Err(_) => {
            let time = parse_time(duration)?;
            time.hour() * 60 + time.minute()
        }
    };
    let ends = minutes.saturating_add(starts.hour() * 60 + starts.minute());
    // « 22 h », « +3 »: 1 h on the next day.
    let ends = if minutes < 720 { ends % 1440 } else { ends };
    of(ends / 60, ends % 60)
}

/// Parses both hours typed at once: `18h-19h30`, `de 18h à 19h30`; returns `None` for any other text.
pub fn parse_hours(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let folded = fold(text);
    let hours = folded.strip_prefix("de ").unwrap_or(&folded);
    let (starts, ends) = hours.split_once('-').or_else(|| hours.split_once(" a "))?;
    Some((parse_time(starts).ok()?, parse_time(ends).ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn read(text: &str) -> String {
        parse_date(text, today()).map_or_else(|problem| problem.sentence(), |date| date.to_string())
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        for (typed, date) in [
            ("24/11", "2026-11-24"),
            ("24/11/26", "2026-11-24"),
            ("24/11/2026", "2026-11-24"),
            ("24-11-2026", "2026-11-24"),
            ("24.11.26", "2026-11-24"),
            ("24-11-26", "2026-11-24"),
            ("1-12-26", "2026-12-01"),
            ("2026-11-24", "2026-11-24"),
            ("2026-11-24", "2026-11-24"),
            ("2411", "2026-11-24"),
            ("051226", "2026-12-05"),
            ("05122026", "2026-12-05"),
            ("24 nov", "2026-11-24"),
            ("1er déc.", "2026-12-01"),
            ("3 févr", "2027-02-03"),
            ("24 novembre 2027", "2027-11-24"),
            ("le 5 août", "2027-08-05"),
            ("mar. 24 nov. 2026", "2026-11-24"),
            ("Mercredi 2 Décembre", "2026-12-02"),
            ("24", "2026-11-24"),
            ("5", "2026-12-05"),
            ("mardi", "2026-11-24"),
            ("MARDI PROCHAIN", "2026-12-01"),
            ("jeu", "2026-11-26"),
            ("lundi dernier", "2026-11-23"),
            ("vendredi en huit", "2026-12-04"),
            ("demain", "2026-11-25"),
            ("après-demain", "2026-11-26"),
            ("aujourd’hui", "2026-11-24"),
            ("+7", "2026-12-01"),
            ("+2 semaines", "2026-12-08"),
            ("-3", "2026-11-21"),
            ("dans 3 jours", "2026-11-27"),
            ("29/2", "2028-02-29"),
            ("la semaine prochaine", "2026-11-30"),
            ("Mardi de la semaine prochaine", "2026-12-01"),
            ("dimanche semaine prochaine", "2026-12-06"),
            ("le mois prochain", "2026-12-01"),
            ("dans un mois", "2026-12-24"),
            ("dans 3 mois", "2027-02-24"),
            ("il y a un mois", "2026-10-24"),
            ("+1 mois", "2026-12-24"),
            ("dans un an", "2027-11-24"),
            ("dans une semaine", "2026-12-01"),
            ("dans quinze jours", "2026-12-09"),
            ("fin du mois", "2026-11-30"),
            ("à la fin du mois prochain", "2026-12-31"),
            ("fin février", "2027-02-28"),
            ("fin février 2028", "2028-02-29"),
            ("début janvier", "2027-01-01"),
            ("mi-mars", "2027-03-15"),
            ("1er", "2026-12-01"),
            ("le 1er décembre", "2026-12-01"),
            ("1ᵉʳ décembre", "2026-12-01"),
            ("premier décembre", "2026-12-01"),
            ("mercredi 10 juin", "2026-06-10"),
            ("jeudi 10 juin", "2027-06-10"),
            ("vendredi 5/12", "2025-12-05"),
        ] {
            assert_eq!(read(typed), date, "{typed}");
        }
    }

    #[test]
    fn a_year_left_out_is_the_nearest() {
        assert_eq!(read("26/8"), "2026-08-26");
        assert_eq!(read("25/8"), "2027-08-25");
        assert_eq!(read("12/6"), "2027-06-12");
    }

    #[test]
    fn what_is_no_date_gets_a_sentence() {
        for typed in [
            "",
            "bientôt",
            "jui",
            "1/2/3/4",
            "24/11/126",
            "mardi soir",
            "/",
            "+",
            "1234567",
        ] {
            assert!(
                read(typed).starts_with("Date non comprise"),
                "{typed}: {}",
                read(typed)
            );
        }
        for typed in ["31/02", "32/1", "12/13", "30/2/2027"] {
            assert_eq!(
                read(typed),
                "Ce jour n’existe pas dans le calendrier.",
                "{typed}"
            );
        }
        for typed in ["1/1/1900", "1/1/3000", "+9999999", "+99999999999999"] {
            assert!(read(typed).contains("2000 à 2099"), "{typed}");
        }
        assert_eq!(read("lundi 24 nov"), "Le 24 novembre 2026 est un mardi.");
        assert_eq!(
            read("mercredi 24 nov 2026"),
            "Le 24 novembre 2026 est un mardi."
        );
    }

    #[test]
    fn hours_are_read_as_people_type_them() {
        for (typed, hour) in [
            ("18h", "18:00"),
            ("18h30", "18:30"),
            ("18 h 30", "18:30"),
            ("18:30", "18:30"),
            ("18.30", "18:30"),
            ("1830", "18:30"),
            ("930", "09:30"),
            ("9", "09:00"),
            ("9h5", "09:05"),
            ("18H30", "18:30"),
            ("midi", "12:00"),
            ("minuit", "00:00"),
            ("0h", "00:00"),
        ] {
            assert_eq!(
                parse_time(typed).unwrap().format("%H:%M").to_string(),
                hour,
                "{typed}"
            );
        }
        for typed in ["", "h", "18h300", "soir", "18h3o", "12345", "1h2h3", "é1"] {
            assert_eq!(parse_time(typed), Err(TimeProblem::NotAnHour), "{typed}");
        }
        for typed in ["24h", "25"] {
            assert_eq!(parse_time(typed), Err(TimeProblem::NoSuchHour), "{typed}");
        }
        for typed in ["18h60", "1875"] {
            assert_eq!(parse_time(typed), Err(TimeProblem::NoSuchMinute), "{typed}");
        }
    }

    #[test]
    fn an_end_can_be_a_duration() {
        let starts = parse_time("18h").ok();
        let ends = |text| parse_end(text, starts).map(typography::hour);
        assert_eq!(ends("+1h30"), Ok(typography::hour(of(19, 30).unwrap())));
        assert_eq!(ends("+90"), ends("+1h30"));
        assert_eq!(ends("+2"), ends("20h"));
        assert_eq!(ends("+6"), ends("minuit"));
        assert_eq!(ends("+7h30"), ends("1h30"));
        assert_eq!(ends("+12h"), Err(TimeProblem::NoSuchHour));
        assert_eq!(parse_end("+90", None), Err(TimeProblem::NotAnHour));
        assert_eq!(parse_hours("18h-19h30"), parse_hours("18h à 19h30"));
        assert_eq!(parse_hours("18h-19h30"), parse_hours("De 18h à 19h30"));
        assert!(parse_hours("18h-19h30").is_some());
        assert_eq!(parse_hours("18h"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,24}") {
            let _ = parse_date(&text, today());
            let _ = parse_time(&text);
            let _ = parse_end(&text, None);
            let _ = parse_hours(&text);
        }

        #[test]
        fn what_is_shown_can_be_typed(days in 0i64..30_000, minutes in 0u32..1440) {
            let date = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + TimeDelta::days(days);
            prop_assert_eq!(parse_date(&typography::long_date(date), today()), Ok(date));
            prop_assert_eq!(parse_date(&typography::full_date(date), today()), Ok(date));
            let time = of(minutes / 60, minutes % 60).unwrap();
            prop_assert_eq!(parse_time(&typography::hour(time)), Ok(time));
        }
    }
}
