//! `carnet liste`: events as lines of text, or as JSON.

use std::io::{BufWriter, Write};

use serde_json::{Value, json};

use crate::cli::command::Prepared;
use crate::cli::context::{Outcome, ignore_broken_pipe, notify};
use crate::cli::filters::Filters;
use crate::cli::values::Values;
use crate::domain::event::checklist::{StepState, Tick};
use crate::domain::event::{Event, EventField};
use crate::domain::text::fold::plain_key;
use crate::domain::time::day_span::DaySpan;
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::follow_up::FollowUp;
use crate::store::{Moment, Store};

struct ListOptions {
    filters: Filters,
    json: bool,
    limit: Option<usize>,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = ListOptions {
        filters: Filters::read(values),
        json: values.switch("json"),
        limit: values.number("limite")?,
    };
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(&store, moment, &options)
    }))
}

fn run(store: &Store, moment: Moment, options: &ListOptions) -> Outcome {
    let layout = options.filters.layout(store, moment)?;
    let follow_up = FollowUp::read(store)?;
    let limit = options.limit.unwrap_or(usize::MAX);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut written = Ok(());
    let mut ticks_read = Ok(());
    let mut rows = 0;
    if options.json {
        written = out.write_all(b"[");
    }
    store.for_each(&layout.query, moment, |event| {
        if rows == limit || written.is_err() {
            return false;
        }
        written = if options.json {
            let comma = if rows == 0 { "" } else { "," };
            match store.ticks(event.id) {
                Ok(ticks) => {
                    let object = object(&event, &ticks, &follow_up, moment);
                    write!(out, "{comma}\n  {object}")
                }
                Err(error) => {
                    ticks_read = Err(error);
                    return false;
                }
            }
        } else {
            writeln!(out, "{}", line(&event, moment))
        };
        rows += 1;
        true
    })?;
    ticks_read?;
    if options.json {
        written = written.and_then(|()| out.write_all(b"\n]\n"));
    } else if rows == 0 {
        notify("Aucun événement à afficher.");
    }
    written
        .and_then(|()| out.flush())
        .or_else(ignore_broken_pipe)
}

/// An event on one line: the end of its identifier, when it is, its states, its title and its place.
pub(in crate::cli) fn line(event: &Event, moment: Moment) -> String {
    let content = &event.content;
    let date = content.days().map(DaySpan::long).unwrap_or_default();
    let hours = content.short_hours().unwrap_or_default();
    let place = [&content.venue.name, &content.venue.commune]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let mut state = event.attestation_state(moment.now).label().to_owned();
    if let Some(attestation) = &event.attestation {
        state.push_str(&format!(" {}", attestation.attendees));
    }
    let text = format!(
        "{}  {date:18}  {hours:19}  {:9}  {state:13}  {}  {}",
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

/// An event as JSON: the keys are the folded headers of the .csv, the dates are ISO.
pub(in crate::cli) fn object(
    event: &Event,
    ticks: &[Tick],
    follow_up: &FollowUp,
    moment: Moment,
) -> Value {
    let content = &event.content;
    // The check-list is whole: its steps done are in it.
    let columns = CsvColumn::ALL
        .into_iter()
        .filter(|column| *column != CsvColumn::StepsDone);
    let values = columns.map(|column| {
        let key = plain_key(column.header()).replace(' ', "_");
        let value = match column {
            CsvColumn::Field(EventField::Date) => json!(content.date),
            CsvColumn::Field(EventField::EndDate) => json!(content.other_last_day()),
            CsvColumn::Field(EventField::Seats) => json!(content.seats),
            CsvColumn::Field(EventField::ChildrenWelcome) => json!(content.children_welcome),
            CsvColumn::Transmitted => json!(event.transmitted_on()),
            CsvColumn::Attendees => {
                json!(
                    event
                        .attestation
                        .as_ref()
                        .map(|attestation| attestation.attendees)
                )
            }
            CsvColumn::Answers => answers(event, follow_up),
            CsvColumn::Checklist => checklist(event, ticks, follow_up, moment),
            column => match column.text(event, &follow_up.references, moment.now) {
                text if text.is_empty() => Value::Null,
                text => Value::String(text.into_owned()),
            },
        };
        (key, value)
    });
    Value::Object(values.collect())
}

/// The questions of the attestation, each with its answer; null without an attestation.
fn answers(event: &Event, follow_up: &FollowUp) -> Value {
    let Some(attestation) = &event.attestation else {
        return Value::Null;
    };
    let answers = attestation.answers_to(&follow_up.questions);
    answers
        .map(|(question, answer)| json!({ "question": question.label, "reponse": answer }))
        .collect()
}

/// The check-list: how many steps are done, and each step.
fn checklist(event: &Event, ticks: &[Tick], follow_up: &FollowUp, moment: Moment) -> Value {
    let checklist = follow_up.checklist(event, ticks, moment.now);
    let done = checklist
        .iter()
        .filter(|(_, line)| line.state == StepState::Done);
    let steps = checklist.iter().map(|(step, line)| {
        json!({
            "etape": step.label,
            "etat": line.state.label(),
            "echeance": line.due,
            "faite_le": line.done_on,
            "detail": Some(&line.why).filter(|why| !why.is_empty()),
        })
    });
    json!({
        "faites": done.count(),
        "total": checklist.len(),
        "etapes": steps.collect::<Vec<_>>(),
    })
}
