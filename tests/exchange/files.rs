//! Small files of every origin: what is read of each, and what is said of it.
//!
//! Each `tests/data/files/NAME` has beside it, in `read/NAME.txt`, what is read of it as a mediator means
//! it. After a change that is meant, `FILES_UPDATE=1 cargo test --test exchange files` writes them again:
//! read the difference.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use carnet::domain::event::EventContent;
use carnet::exchange::csv::import::{Incoming, Mapping, Plan, PlannedRow, RowOutcome};
use carnet::exchange::table::Table;
use carnet::store::{Progress, Store};

use super::moment;

/// Returns what an import of the file does and says.
fn read(bytes: &[u8]) -> String {
    let table = match Table::read(bytes) {
        Ok(table) => table,
        Err(problem) => return format!("{problem}\n"),
    };
    let (mapping, notes) = Mapping::guess(&table, moment().today);
    let mut read = format!("{}\n", table.format);
    for note in table.notes.iter().chain(&notes) {
        writeln!(read, "* {note}").unwrap();
    }
    for (name, count) in mapping.unused_columns(&table) {
        writeln!(read, "- {name} ({count})").unwrap();
    }
    if mapping.names_no_event() {
        read.push_str("sans titre\n");
    }
    let store = Store::in_memory().unwrap();
    let plan = Plan::new(&table, &mapping, &store, moment(), &Progress::default()).unwrap();
    for row in &plan.rows {
        read.push_str(&line(row));
    }
    read.replace('\u{202f}', " ")
}

/// « 2: 01/12/2026 18:00-19:30 | Café | École A, Vesoul | 12 places | 9 présents », then the remarks.
fn line(row: &PlannedRow) -> String {
    let mut line = format!("{}: ", row.line);
    match &row.outcome {
        RowOutcome::Create(incoming) => {
            if row.is_skipped {
                line.push_str("(laissé) ");
            }
            line.push_str(&event(incoming));
        }
        RowOutcome::Refuse(reason) => write!(line, "refusé: {reason}").unwrap(),
        other => write!(line, "{other:?}").unwrap(),
    }
    line.push('\n');
    for remark in &row.remarks {
        writeln!(line, "   ! {remark}").unwrap();
    }
    line
}

fn event(incoming: &Incoming) -> String {
    let EventContent {
        title,
        description,
        venue,
        date,
        end_date,
        starts,
        ends,
        seats,
        children_welcome,
        signup_link,
        notes,
        ..
    } = &incoming.content;
    let day = |day: &chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
    let hour = |time: &chrono::NaiveTime| time.format("%H:%M").to_string();
    let mut parts = vec![
        [
            date.map(|date| match end_date {
                Some(last) => format!("{}→{}", day(&date), day(last)),
                None => day(&date),
            }),
            starts.as_ref().map(hour),
            ends.as_ref().map(hour),
        ]
        .map(|part| part.unwrap_or("?".to_owned()))
        .join(" "),
        title.clone(),
    ];
    let place = [&venue.name, &venue.address, &venue.postcode, &venue.commune];
    let place: Vec<&str> = place
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect();
    parts.push(place.join(", "));
    parts.extend(seats.map(|seats| format!("{seats} places")));
    if *children_welcome {
        parts.push("enfants".to_owned());
    }
    parts.push(signup_link.clone());
    parts.push(description.replace('\n', " ⏎ "));
    if !notes.is_empty() {
        parts.push(format!("notes « {} »", notes.replace('\n', " ⏎ ")));
    }
    parts.extend(incoming.publication.map(|state| format!("{state:?}")));
    if let Some(attestation) = &incoming.attestation {
        parts.push(format!("{} présents", attestation.attendees));
        parts.extend(
            attestation
                .transmitted_on
                .map(|day| format!("transmise {day}")),
        );
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" | ")
}

#[test]
fn each_file_is_read_as_a_mediator_means_it() {
    let folder = Path::new("tests/data/files");
    let mut different = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        count += 1;
        let found = read(&fs::read(&path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let expected = folder.join("read").join(format!("{name}.txt"));
        if std::env::var_os("FILES_UPDATE").is_some() {
            fs::create_dir_all(folder.join("read")).unwrap();
            fs::write(&expected, &found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            different.push(format!("{name}:\n{found}"));
        }
    }
    assert!(count > 60);
    assert!(different.is_empty(), "{}", different.join("\n"));
}
