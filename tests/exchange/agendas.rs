//! The .ics of other programs.

use carnet::domain::event::publication::Publication;
use carnet::exchange::csv::import::{Incoming, RowOutcome};
use carnet::exchange::table::{Table, TableProblem};
use carnet::store::Store;
use proptest::prelude::*;

use super::plan;

const GOOGLE: &[u8] = include_bytes!("../data/files/agenda_google.ics");
const OUTLOOK: &[u8] = include_bytes!("../data/files/agenda_outlook.ics");

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}\nEND:VCALENDAR\n")
}

/// The only event of a calendar, and what is said of it.
fn only(event: &str) -> (Incoming, Vec<String>) {
    let text = calendar(&format!("BEGIN:VEVENT\nSUMMARY:Un\n{event}\nEND:VEVENT"));
    let plan = plan(&Store::in_memory().unwrap(), text.as_bytes());
    let row = plan.rows.into_iter().next().unwrap();
    match row.outcome {
        RowOutcome::Create(incoming) => (*incoming, row.remarks),
        other => panic!("{other:?}"),
    }
}

fn time(event: &str) -> String {
    let content = only(event).0.content;
    let hour = |time: Option<chrono::NaiveTime>| {
        time.map_or("?".to_owned(), |time| time.format("%H:%M").to_string())
    };
    let (starts, ends) = (hour(content.starts), hour(content.ends));
    format!("{} {starts} {ends}", content.date.unwrap())
}

#[test]
fn hours_are_those_of_the_place() {
    for (event, read) in [
        (
            "DTSTART:20261124T173000Z\nDTEND:20261124T190000Z",
            "2026-11-24 18:30 20:00",
        ),
        // In summer.
        (
            "DTSTART:20260624T163000Z\nDTEND:20260624T180000Z",
            "2026-06-24 18:30 20:00",
        ),
        // The day before in UTC.
        (
            "DTSTART:20260623T223000Z\nDTEND:20260623T233000Z",
            "2026-06-24 00:30 01:30",
        ),
        (
            "DTSTART;TZID=Europe/Paris:20261124T183000\nDURATION:PT90M",
            "2026-11-24 18:30 20:00",
        ),
        (
            "DTSTART;TZID=\"Romance Standard Time\":20261124T183000",
            "2026-11-24 18:30 ?",
        ),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20261124T183000",
            "2026-11-24 18:30 ?",
        ),
        // Five hours behind.
        (
            "DTSTART;TZID=America/Martinique:20261124T090000",
            "2026-11-24 14:00 ?",
        ),
        ("DTSTART:20261124T183000", "2026-11-24 18:30 ?"),
        // Past midnight.
        (
            "DTSTART:20261124T220000\nDTEND:20261125T010000",
            "2026-11-24 22:00 01:00",
        ),
        ("DTSTART;VALUE=DATE:20261124", "2026-11-24 ? ?"),
        (
            "DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125",
            "2026-11-24 ? ?",
        ),
    ] {
        assert_eq!(time(event), read, "{event}");
    }
}

#[test]
fn whole_days_that_last_have_an_end_day() {
    for (event, last) in [
        ("DURATION:P1D\nDTSTART;VALUE=DATE:20261124", None),
        (
            "DTSTART;VALUE=DATE:20261124\nDURATION:P3D",
            Some("2026-11-26"),
        ),
        (
            "DTSTART;VALUE=DATE:20261124\nDURATION:P1W",
            Some("2026-11-30"),
        ),
    ] {
        let (incoming, remarks) = only(event);
        let last = last.map(|day| day.parse().unwrap());
        assert_eq!(incoming.content.end_date, last, "{event}");
        assert!(remarks.is_empty(), "{remarks:?}");
    }
    // A day from an hour is no whole day.
    let (incoming, _) = only("DTSTART:20261124T183000\nDURATION:P1D");
    assert_eq!(incoming.content.end_date, "2026-11-25".parse().ok());
    assert_eq!(incoming.content.ends, "18:30:00".parse().ok());
}

#[test]
fn texts_are_unfolded_and_plain() {
    let (incoming, remarks) = only(
        "DTSTART;VALUE=DATE:20261124\nDESCRIPTION:un\\, deux\\; trois\\nqua\n tre\nLOCATION:Salle\\\\A\nURL:https://exemple.fr",
    );
    let content = incoming.content;
    assert_eq!(content.description, "un, deux; trois\nquatre");
    assert_eq!(content.venue.name, "Salle\\A");
    assert_eq!(content.signup_link, "https://exemple.fr");
    assert!(remarks.is_empty(), "{remarks:?}");
}

#[test]
fn what_an_event_cannot_say_is_told_and_kept() {
    let (incoming, remarks) = only("DTSTART:20261124T183000\nRRULE:FREQ=WEEKLY;COUNT=4");
    assert!(remarks[0].contains("seule la première fois est lue"));
    assert!(incoming.content.notes.contains("RRULE:FREQ=WEEKLY;COUNT=4"));
    let (incoming, remarks) = only("DTSTART;TZID=Asia/Tokyo:20261124T090000");
    assert!(remarks[0].contains("Asia/Tokyo"), "{remarks:?}");
    assert!(incoming.content.notes.contains("Asia/Tokyo"));
    let (incoming, remarks) = only("DTSTART:demain");
    assert!(remarks[0].contains("DTSTART:demain"), "{remarks:?}");
    assert!(incoming.content.notes.contains("DTSTART:demain"));
}

#[test]
fn a_cancelled_event_is_cancelled() {
    let day = "DTSTART;VALUE=DATE:20261124\n";
    let (incoming, _) = only(&format!("{day}STATUS:CANCELLED"));
    assert_eq!(incoming.publication, Some(Publication::Cancelled));
    assert_eq!(only(day).0.publication, None);
    let whole = calendar(&format!(
        "METHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:Un\n{day}END:VEVENT"
    ));
    let rows = plan(&Store::in_memory().unwrap(), whole.as_bytes()).rows;
    let RowOutcome::Create(incoming) = &rows[0].outcome else {
        panic!()
    };
    assert_eq!(incoming.publication, Some(Publication::Cancelled));
}

#[test]
fn a_calendar_is_known_by_what_it_holds_and_never_swallows_an_event() {
    assert_eq!(
        Table::read(calendar("").as_bytes()),
        Err(TableProblem::Empty)
    );
    // The parts of an event are not it, and one that is not closed ends where the next begins.
    let text = calendar(
        "BEGIN:VEVENT\nSUMMARY:Un\nBEGIN:VALARM\nSUMMARY:Rappel\nEND:VALARM\nLOCATION:Ici\nBEGIN:VEVENT\nSUMMARY:Deux\nEND:VEVENT",
    );
    let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    for text in [text.clone(), marked, text.replace('\n', "\r")] {
        let table = Table::read(text.as_bytes()).unwrap();
        let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 9]);
        let cells = table.rows.iter().map(|row| row.cells.as_ref().unwrap());
        let cells: Vec<Vec<&str>> = cells.map(|cells| cells.iter().collect()).collect();
        assert_eq!(cells, [["Un", "Ici"], ["Deux", ""]]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_damaged_calendar_stops_the_program(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        for whole in [GOOGLE, OUTLOOK] {
            let mut bytes = whole.to_vec();
            for (place, byte) in &changes {
                bytes[place.index(whole.len())] = *byte;
            }
            bytes.truncate(cut.index(whole.len()) + 1);
            if let Ok(table) = Table::read(&bytes) {
                prop_assert!(!table.header.is_empty());
            }
        }
    }
}
