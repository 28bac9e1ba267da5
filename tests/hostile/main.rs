//! Hostile input: any keys on any screen, stores made by hand, texts of any kind. Nothing panics, the store stays sound, and what
//! could disturb a terminal never comes out.
//!
//! The short form runs with the other tests; `CARNET_LONG=1 cargo test --release --test hostile` runs the long one. Another seed:
//! `CARNET_SEED=8`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod by_hand;
mod keys;
mod typed;

use std::path::Path;

use carnet::app::App;
use carnet::clock::Clock;
use carnet::demo;
use carnet::domain::event::schedule::Schedule;
use carnet::domain::text::displayable::is_hidden;
use carnet::domain::text::fold;
use carnet::domain::time::civil_time;
use carnet::store::{Moment, Store};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use proptest::test_runner::{Config, RngSeed};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

const NOW: &str = "2026-11-24T10:00:00";

fn is_long() -> bool {
    std::env::var_os("CARNET_LONG").is_some()
}

/// As many cases, in the long form the second number, always the same ones for the same seed.
fn cases(short: u32, long: u32) -> Config {
    let seed = std::env::var("CARNET_SEED").ok();
    let seed = seed.and_then(|seed| seed.parse().ok()).unwrap_or(7);
    Config {
        cases: if is_long() { long } else { short },
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    }
}

fn moment() -> Moment {
    let clock = Clock::stopped_at(Some(NOW));
    Moment {
        now: clock.now(),
        today: clock.today(carnet::domain::time::zone::PARIS),
    }
}

/// A store of so many events of the demonstration, closed.
fn demo(path: &Path, events: usize) {
    let mut store = Store::create(path).unwrap();
    demo::fill(&mut store, events, 25, moment()).unwrap();
    store.close().unwrap();
}

/// Carnet without a terminal; what it writes goes to the folder.
fn app(store: Store, folder: &Path) -> carnet::store::Result<App> {
    let clock = Clock::stopped_at(Some(NOW));
    let theme = Theme::new(Depth::True, Background::Dark);
    App::new(Session::new(store, clock, theme, folder.to_owned())?)
}

/// Draws, and looks at each cell: nothing hidden comes out.
#[track_caller]
fn draw(app: &mut App, terminal: &mut Terminal<TestBackend>) {
    terminal.draw(|frame| app.draw(frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let hidden = buffer
        .content
        .iter()
        .find(|cell| cell.symbol().chars().any(is_hidden));
    assert!(
        hidden.is_none(),
        "{:?} is drawn",
        hidden.map(|cell| cell.symbol())
    );
}

/// SQLite finds nothing wrong, and what is derived is as its source says.
#[track_caller]
fn assert_sound(path: &Path) {
    let raw = Connection::open(path).unwrap();
    register(&raw);
    let check: String = raw
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    let mut orphans = raw.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!orphans.exists([]).unwrap(), "a reference leads nowhere");
    for table in ["event_list", "event_words"] {
        for (one, other) in [
            (table.to_owned(), format!("{table}_source")),
            (format!("{table}_source"), table.to_owned()),
        ] {
            let sql = format!("SELECT * FROM {one} EXCEPT SELECT * FROM {other}");
            let differs = raw.prepare(&sql).unwrap().exists([]).unwrap();
            assert!(!differs, "{one} has what {other} has not");
        }
    }
}

/// The functions of the store's views, for a connection of the tests' own.
fn register(raw: &Connection) {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    raw.create_scalar_function("search_words", -1, flags, |cx| {
        let texts = (0..cx.len()).map(|index| cx.get::<String>(index));
        let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
        let words: Vec<String> = texts.iter().map(|text| fold::searched(text)).collect();
        Ok(words.join(" "))
    })
    .unwrap();
    raw.create_scalar_function("sort_key", 1, flags, |cx| {
        Ok(fold::sort_key(&cx.get::<String>(0)?))
    })
    .unwrap();
    raw.create_scalar_function("ends_utc", 5, flags, |cx| {
        let zone = civil_time::zone(&cx.get::<String>(3)?);
        let ends = schedule(cx, 4)?.ends_at(zone);
        Ok(ends.map(|ends| ends.format("%Y-%m-%dT%H:%M:%SZ").to_string()))
    })
    .unwrap();
    raw.create_scalar_function("last_day", 4, flags, |cx| {
        Ok(schedule(cx, 3)?.ends_on().map(|day| day.to_string()))
    })
    .unwrap();
}

fn schedule(cx: &Context<'_>, end_date: usize) -> rusqlite::Result<Schedule> {
    let text = |index| cx.get::<Option<String>>(index);
    let day = |text: Option<String>| text?.parse().ok();
    let hour = |text: Option<String>| chrono::NaiveTime::parse_from_str(&text?, "%H:%M").ok();
    Ok(Schedule {
        date: day(text(0)?),
        end_date: day(text(end_date)?),
        starts: hour(text(1)?),
        ends: hour(text(2)?),
    })
}
