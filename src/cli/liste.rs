//! `carnet liste`: events as lines for a reader, or as JSON for a program.

use std::io::{BufWriter, Write};

use serde_json::{Value, json};

use super::arguments::ListOptions;
use super::{Outcome, tell, whoever_stops_reading};
use crate::domain::event::{Event, Field};
use crate::domain::reference::References;
use crate::domain::text::fold::sort_key;
use crate::domain::text::typography;
use crate::exchange::csv::columns::CsvColumn;
use crate::store::{Moment, Store};

pub(super) fn run(store: &Store, at: Moment, options: &ListOptions) -> Outcome {
    let layout = options.filters.layout(store, at)?;
    let references = store.references()?;
    let most = options.most.unwrap_or(usize::MAX);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut written = Ok(());
    let mut rows = 0;
    if options.json {
        written = out.write_all(b"[");
    }
    store.for_each(&layout.query, at, |event| {
        if rows == most || written.is_err() {
            return false;
        }
        written = if options.json {
            let comma = if rows == 0 { "" } else { "," };
            write!(out, "{comma}\n  {}", object(&event, &references, at))
        } else {
            writeln!(out, "{}", line(&event, at))
        };
        rows += 1;
        true
    })?;
    if options.json {
        written = written.and_then(|()| out.write_all(b"\n]\n"));
    } else if rows == 0 {
        tell("Aucun événement à afficher.");
    }
    written
        .and_then(|()| out.flush())
        .or_else(whoever_stops_reading)
}

/// An event on a line: how to name it, when, where it stands and how many came, what and where.
pub(super) fn line(event: &Event, at: Moment) -> String {
    let content = &event.content;
    let date = content.date.map(typography::long_date).unwrap_or_default();
    let hours = content
        .starts
        .map(|starts| typography::hours(starts, content.ends))
        .unwrap_or_default();
    let place = [&content.venue.name, &content.venue.commune]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let mut attested = event.attestation_state(at.now).label().to_owned();
    if let Some(attestation) = &event.attestation {
        attested.push_str(&format!(" {}", attestation.attendees));
    }
    let text = format!(
        "{}  {date:18}  {hours:19}  {:9}  {attested:13}  {}  {}",
        event.id.short(),
        event.publication.label(),
        content.title,
        if place.is_empty() {
            String::new()
        } else {
            format!("({place})")
        }
    );
    text.trim_end().to_owned()
}

/// An event as an object whose keys are the headers of the .csv, folded, and whose dates are ISO.
pub(super) fn object(event: &Event, references: &References, at: Moment) -> Value {
    let content = &event.content;
    let values = CsvColumn::ALL.into_iter().map(|column| {
        let key = sort_key(column.header()).replace(' ', "_");
        let value = match column {
            CsvColumn::Field(Field::Date) => json!(content.date),
            CsvColumn::Field(Field::Seats) => json!(content.seats),
            CsvColumn::Field(Field::ChildrenWelcome) => json!(content.children_welcome),
            CsvColumn::Transmitted => json!(event.transmitted_on()),
            CsvColumn::Attendees => {
                json!(
                    event
                        .attestation
                        .as_ref()
                        .map(|attestation| attestation.attendees)
                )
            }
            column => match column.text(event, references, at.now) {
                text if text.is_empty() => Value::Null,
                text => Value::String(text.into_owned()),
            },
        };
        (key, value)
    });
    Value::Object(values.collect())
}
