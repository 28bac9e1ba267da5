//! Reads the events of an iCalendar (RFC 5545) as the rows of a table, so that an import maps, shows and
//! plans them as those of a file.
//!
//! Each event is read apart from the others: one that is badly written takes no other with it.

use std::collections::HashMap;
use std::str::FromStr as _;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime};
use icalendar::parser::{Property, unfold};

use super::csv::formula::as_written;
use super::iso_8601::{days, duration_as_clock};
use super::table::{HeaderScore, RawRow, Table, TableProblem};
use crate::domain::event::is_link;
use crate::domain::text::typography::{NARROW, count, quoted_in_brief};
use crate::domain::time::zone::{PARIS, Zone};

/// What is read of an event, in the order of the columns; any other property is a column of its own.
const COLUMNS: [&str; 9] = [
    TITLE,
    DATE,
    END,
    DURATION,
    PLACE,
    "Description",
    LINK,
    PUBLICATION,
    NOTES,
];
const TITLE: &str = "Titre";
const DATE: &str = "Date";
const END: &str = "Date de fin";
const DURATION: &str = "Durée";
const PLACE: &str = "Lieu";
const LINK: &str = "Lien";
const PUBLICATION: &str = "Publication";
const NOTES: &str = "Notes";

/// Properties that only programs use.
const TECHNICAL: [&str; 9] = [
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "TRANSP",
    "CLASS",
    "PRIORITY",
    "RECURRENCE-ID",
];

/// Zones whose hours are those of Paris, under the names that calendars give them.
const AS_PARIS: [&str; 11] = [
    "Romance Standard Time",
    "W. Europe Standard Time",
    "Central European Standard Time",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Monaco",
    "Europe/Rome",
    "Europe/Zurich",
    "CET",
];

/// Whether a text is an iCalendar.
pub(super) fn is_calendar(text: &str) -> bool {
    let start = "BEGIN:VCALENDAR";
    let head = text.trim_start().get(..start.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Reads the events of an iCalendar.
///
/// # Errors
/// [`TableProblem`] when it has none.
pub(super) fn read(text: &str, score: HeaderScore) -> Result<Table, TableProblem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let calendar = Calendar::read(&text);
    if calendar.events.is_empty() {
        return Err(TableProblem::Empty);
    }
    let events = calendar.events.iter();
    let mut cells: Vec<Cells> = events.map(|event| event.cells(&calendar)).collect();
    let mut header: Vec<String> = Vec::new();
    for name in COLUMNS {
        if cells.iter().any(|cells| cells.texts.contains_key(name)) {
            header.push(name.to_owned());
        }
    }
    for name in cells.iter().flat_map(|cells| &cells.others) {
        if !header.contains(name) {
            header.push(name.clone());
        }
    }
    if header.is_empty() {
        return Err(TableProblem::Empty);
    }
    let mut rows = vec![RawRow {
        line: 1,
        cells: header.iter().collect(),
        notes: Vec::new(),
    }];
    rows.extend(
        calendar
            .events
            .iter()
            .zip(&mut cells)
            .map(|(event, cells)| RawRow {
                line: event.line,
                cells: header
                    .iter()
                    .map(|name| cells.texts.remove(name).unwrap_or_default())
                    .collect(),
                notes: std::mem::take(&mut cells.notes),
            }),
    );
    let mut table = Table::of_rows(rows, score, "agenda .ics".to_owned())?;
    if calendar.skipped > 0 {
        let skipped = count(
            calendar.skipped,
            "tâche ou note laissée",
            "tâches ou notes laissées",
        );
        table.notes.push(format!(
            "{skipped}{NARROW}: seuls les événements de l’agenda sont lus."
        ));
    }
    Ok(table)
}

/// The events of a calendar, and what is not read.
#[derive(Default)]
struct Calendar {
    events: Vec<CalendarEvent>,
    /// Whether it cancels the events that it names.
    cancels: bool,
    /// How many tasks and journals it has.
    skipped: u64,
}

/// An event as it is written.
struct CalendarEvent {
    /// The line where it begins.
    line: u64,
    /// Its lines, unfolded.
    lines: Vec<String>,
}

impl Calendar {
    fn read(text: &str) -> Self {
        let is_begin = |line: &str| is(line, "BEGIN:VEVENT");
        let numbered = (1..).zip(text.split('\n'));
        let mut begins = numbered
            .filter(|(_, line)| is_begin(line))
            .map(|(number, _)| number);
        let mut calendar = Self::default();
        // How deep in the parts of an event, reminders mostly; `None` outside of any event.
        let mut depth: Option<u32> = None;
        for line in unfold(text).split('\n') {
            if is_begin(line) {
                // One that is not closed ends where the next begins.
                depth = Some(0);
                calendar.events.push(CalendarEvent {
                    line: begins.next().unwrap_or_default(),
                    lines: Vec::new(),
                });
                continue;
            }
            let Some(inside) = depth else {
                calendar.cancels |= is(line, "METHOD:CANCEL");
                calendar.skipped +=
                    u64::from(is(line, "BEGIN:VTODO") || is(line, "BEGIN:VJOURNAL"));
                continue;
            };
            if is(line, "END:VEVENT") {
                depth = None;
            } else if begins_with(line, "BEGIN:") {
                depth = Some(inside.saturating_add(1));
            } else if begins_with(line, "END:") {
                depth = Some(inside.saturating_sub(1));
            } else if inside == 0
                && !line.trim().is_empty()
                && let Some(event) = calendar.events.last_mut()
            {
                event.lines.push(line.to_owned());
            }
        }
        calendar
    }
}

fn is(line: &str, wanted: &str) -> bool {
    line.trim().eq_ignore_ascii_case(wanted)
}

fn begins_with(line: &str, start: &str) -> bool {
    let head = line.get(..start.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// The texts of an event by column, and what is to be said of it.
#[derive(Default)]
struct Cells {
    texts: HashMap<String, String>,
    /// The columns that no field of Carnet has, in order.
    others: Vec<String>,
    notes: Vec<String>,
}

/// When an event begins or ends, as it is written.
enum CalendarTime {
    Day(NaiveDate),
    Hour(NaiveDateTime),
    /// With its offset, or in UTC.
    Instant(String),
}

impl CalendarEvent {
    fn cells(&self, calendar: &Calendar) -> Cells {
        let mut cells = Cells::default();
        let (mut starts, mut ends, mut rule) = (None, None, Vec::new());
        let (mut html, mut lasts) = (None, None);
        for line in &self.lines {
            let Ok(property) = Property::try_from(line.as_str()) else {
                cells.unread(line);
                continue;
            };
            let (name, value) = (property.name.as_str().to_uppercase(), property.val.as_str());
            if value.trim().is_empty() {
                continue;
            }
            match name.as_str() {
                "SUMMARY" => cells.put(TITLE, value),
                "DTSTART" | "DTEND" => match cells.time(&property) {
                    Some(time) if name == "DTSTART" => starts = Some(time),
                    Some(time) => ends = Some(time),
                    None => cells.unread(line),
                },
                "DURATION" => lasts = Some(value.trim().to_owned()),
                "LOCATION" => cells.put(PLACE, value),
                "DESCRIPTION" => cells.put("Description", value),
                "X-ALT-DESC" => html = Some(value.to_owned()),
                "URL" if is_link(value) => cells.put(LINK, value),
                "STATUS" if value.eq_ignore_ascii_case("CANCELLED") => {
                    cells.put(PUBLICATION, "annulé");
                }
                "RRULE" | "RDATE" | "EXDATE" | "EXRULE" => rule.push(format!("{name}:{value}")),
                name if TECHNICAL.contains(&name) || name.starts_with("X-") => {}
                "CATEGORIES" => cells.put_other("Étiquettes", value),
                "ORGANIZER" => cells.put_other("Organisateur", value),
                "ATTENDEE" => cells.put_other("Invités", value),
                "STATUS" => cells.put_other("État dans l’agenda", value),
                "URL" => cells.put_other("Autre adresse", value),
                name => cells.put_other(name, value),
            }
        }
        if let Some(html) = html.filter(|_| !cells.texts.contains_key("Description")) {
            cells.put("Description", &html);
        }
        if calendar.cancels {
            cells
                .texts
                .insert(PUBLICATION.to_owned(), "annulé".to_owned());
        }
        if let Some(lasts) = lasts {
            match day_after(starts.as_ref(), &lasts) {
                Some(day) if ends.is_none() => ends = Some(CalendarTime::Day(day)),
                _ => cells.put(DURATION, &duration_as_clock(&lasts)),
            }
        }
        cells.put_time(starts, ends);
        if !rule.is_empty() {
            let rule = rule.join(" ");
            cells.keep(
                format!(
                    "se répète{NARROW}: seule la première fois est lue, la règle est dans les notes"
                ),
                &format!("Répétition dans l’agenda{NARROW}: {rule}"),
            );
        }
        cells
    }
}

impl Cells {
    fn put(&mut self, column: &str, text: &str) {
        let text = text.trim();
        let text = as_written(text);
        match self.texts.get_mut(column) {
            Some(before) => {
                before.push_str(", ");
                before.push_str(&text);
            }
            None => drop(self.texts.insert(column.to_owned(), text.into_owned())),
        }
    }

    fn put_other(&mut self, column: &str, text: &str) {
        if !self.texts.contains_key(column) {
            self.others.push(column.to_owned());
        }
        self.put(column, text);
    }

    /// Says what is not read as it is written, and keeps it in the notes of the event.
    fn keep(&mut self, said: String, kept: &str) {
        if self.notes.contains(&said) {
            return;
        }
        self.notes.push(said);
        let notes = self.texts.entry(NOTES.to_owned()).or_default();
        if !notes.is_empty() {
            notes.push('\n');
        }
        notes.push_str(kept);
    }

    fn unread(&mut self, line: &str) {
        let note = format!(
            "{} n’est pas lu, gardé dans les notes",
            quoted_in_brief(line)
        );
        self.keep(note, line);
    }

    /// Reads when an event begins or ends, and says when its zone is not known.
    fn time(&mut self, property: &Property<'_>) -> Option<CalendarTime> {
        let value = property.val.as_str().trim();
        if let Ok(day) = NaiveDate::parse_from_str(value, "%Y%m%d") {
            return Some(CalendarTime::Day(day));
        }
        let (local, is_utc) = match value.strip_suffix(['Z', 'z']) {
            Some(local) => (local, true),
            None => (value, false),
        };
        let local = NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S").ok()?;
        if is_utc {
            let instant = local.format("%Y-%m-%dT%H:%M:%SZ");
            return Some(CalendarTime::Instant(instant.to_string()));
        }
        let mut parameters = property.params.iter();
        let zone = parameters.find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("TZID"));
        let zone = zone.and_then(|zone| zone.val.as_ref());
        let Some(name) = zone.map(|name| name.as_str().trim_matches('"')) else {
            return Some(CalendarTime::Hour(local));
        };
        let instant =
            |zone: Zone| -> Option<DateTime<Zone>> { local.and_local_timezone(zone).earliest() };
        match zone_named(name).and_then(instant) {
            Some(instant) => Some(CalendarTime::Instant(
                instant.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            )),
            None => {
                let zone = quoted_in_brief(name);
                self.keep(
                    format!("heures du fuseau {zone}, prises telles quelles"),
                    &format!("Fuseau de l’agenda{NARROW}: {name}"),
                );
                Some(CalendarTime::Hour(local))
            }
        }
    }

    /// Writes the day and the hours as an import reads them.
    fn put_time(&mut self, starts: Option<CalendarTime>, ends: Option<CalendarTime>) {
        let hour = |hour: NaiveDateTime| hour.format("%Y-%m-%d %H:%M").to_string();
        match &starts {
            Some(CalendarTime::Day(day)) => self.put(DATE, &day.to_string()),
            Some(CalendarTime::Hour(starts)) => self.put(DATE, &hour(*starts)),
            Some(CalendarTime::Instant(starts)) => self.put(DATE, starts),
            None => {}
        }
        match (starts, ends) {
            // The end of a whole day is the day after.
            (Some(CalendarTime::Day(first)), Some(CalendarTime::Day(after))) => {
                let last = after.checked_sub_days(Days::new(1)).unwrap_or(after);
                if last > first {
                    self.put(END, &last.to_string());
                }
            }
            (_, Some(CalendarTime::Day(day))) => self.put(END, &day.to_string()),
            (_, Some(CalendarTime::Hour(ends))) => self.put(END, &hour(ends)),
            (_, Some(CalendarTime::Instant(ends))) => self.put(END, &ends),
            (_, None) => {}
        }
    }
}

/// Returns the day after the last, for an event of whole days.
fn day_after(starts: Option<&CalendarTime>, lasts: &str) -> Option<NaiveDate> {
    match starts {
        Some(CalendarTime::Day(first)) => first.checked_add_days(Days::new(days(lasts)?)),
        _ => None,
    }
}

/// Returns the zone of that name, which some programs write after a path of their own.
fn zone_named(name: &str) -> Option<Zone> {
    if AS_PARIS
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
    {
        return Some(PARIS);
    }
    let mut parts = name.rsplit('/');
    let (city, continent) = (parts.next()?, parts.next()?);
    Zone::from_str(&format!("{continent}/{city}")).ok()
}
