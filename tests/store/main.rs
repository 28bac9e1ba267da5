//! The store, from outside: what it keeps and derives, what it refuses, in which order it answers, what it takes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod derived;
mod entries;
mod events;
mod history;
mod home_summary;
mod listing;
mod migration;
mod notices;
mod opening;
mod replaced;
mod series;
mod undo;
mod undo_each_action;

use std::collections::BTreeMap;

use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::StepRole;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::home::Notice;
use carnet::domain::id::{EventId, StepId};
use carnet::domain::listing::{Column, Direction, Filter, Query, Sort};
use carnet::store::{Change, Moment, Result, Store};
use chrono::{DateTime, NaiveTime, Utc};

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn at() -> Moment {
    on("2026-11-24")
}

fn on(day: &str) -> Moment {
    Moment {
        now: format!("{day}T10:00:00Z").parse().unwrap(),
        today: day.parse().unwrap(),
    }
}

fn titled(title: &str, date: &str) -> EventContent {
    EventContent {
        title: title.to_owned(),
        date: date.parse().ok(),
        ..EventContent::default()
    }
}

fn add(store: &mut Store, content: &EventContent) -> EventId {
    let id = EventId::new(now());
    store
        .record("création", now(), |change| {
            change.create_event(id, content, Publication::Draft, "Europe/Paris")
        })
        .unwrap();
    id
}

fn titles(store: &Store, query: &Query) -> Vec<String> {
    let rows = store.window(query, at(), 0, 1_000).unwrap();
    rows.into_iter().map(|row| row.content.title).collect()
}

fn sorted(column: Column, direction: Direction) -> Query {
    Query {
        sort: Sort { column, direction },
        ..Query::default()
    }
}

fn filtered(filter: Filter) -> Query {
    Query {
        filter,
        ..sorted(Column::Date, Direction::Ascending)
    }
}

fn time(hour: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, 0, 0)
}

/// An event of that title, from 18 h to 19 h.
fn event_on(title: &str, date: &str) -> EventContent {
    EventContent {
        title: title.to_owned(),
        date: date.parse().ok(),
        starts: time(18),
        ends: time(19),
        ..EventContent::default()
    }
}

fn change<T>(store: &mut Store, change: impl FnOnce(&Change<'_>) -> Result<T>) -> T {
    store.record("un changement", now(), change).unwrap()
}

fn edit(store: &mut Store, id: EventId, edit: impl FnOnce(&mut EventContent)) {
    let mut event = store.event(id).unwrap().unwrap();
    edit(&mut event.content);
    change(store, |change| {
        change.modify_event(id, event.revision, &event.content)
    });
}

fn present(attendees: u32) -> Attestation {
    Attestation::declared(None, attendees, BTreeMap::new(), String::new(), now())
}

fn step(store: &Store, role: StepRole) -> StepId {
    let steps = store.steps().unwrap();
    let found = steps.iter().find(|step| step.role == Some(role));
    found.unwrap().id
}

fn notice_count(store: &Store, notice: Notice, at: Moment) -> usize {
    let notice_counts = store.home_summary(at).unwrap().notice_counts;
    let found = notice_counts.iter().find(|it| it.notice == notice);
    found.map_or(0, |standing| standing.count)
}

fn all_events(store: &Store) -> Vec<Event> {
    store.window(&Query::default(), at(), 0, 1_000).unwrap()
}
