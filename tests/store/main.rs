//! The store, from outside: what it keeps, what it refuses, in which order it answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod actions;
mod entries;
mod events;
mod listing;
mod opening;

use carnet::domain::event::EventContent;
use carnet::domain::event::publication::Publication;
use carnet::domain::id::EventId;
use carnet::domain::listing::{Column, Direction, Filter, Query, Sort};
use carnet::store::{Moment, Store};
use chrono::{DateTime, Utc};

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn at() -> Moment {
    Moment {
        now: now(),
        today: now().date_naive(),
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
