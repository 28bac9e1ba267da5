//! What follows an event, in the store: attestation, series, models, check-list, Mon compte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod derived;
mod history;
mod kept;
mod lists;
mod migration;
mod notices;
mod undo;

use std::collections::BTreeMap;

use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::checklist::StepRole;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::home::Notice;
use carnet::domain::id::{EventId, StepId};
use carnet::domain::listing::Query;
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

fn time(hour: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, 0, 0)
}

fn titled(title: &str, date: &str) -> EventContent {
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

fn add(store: &mut Store, content: &EventContent) -> EventId {
    let id = EventId::new(now());
    change(store, |change| {
        change.create_event(id, content, Publication::Draft, "Europe/Paris")
    });
    id
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

fn many(store: &Store, notice: Notice, at: Moment) -> usize {
    let notice_counts = store.home_summary(at).unwrap().notice_counts;
    let found = notice_counts.iter().find(|it| it.notice == notice);
    found.map_or(0, |standing| standing.count)
}

fn events(store: &Store) -> Vec<Event> {
    store.window(&Query::default(), at(), 0, 1_000).unwrap()
}
