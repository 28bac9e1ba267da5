//! Faults: the program killed, the disk full, the store gone, damaged or locked, the clock wrong, the terminal lost. Whatever was
//! confirmed on the screen is in the store, and whatever could not be done is reported in French.
//!
//! The short form runs with the other tests; `CARNET_LONG=1 cargo test --release --test faults` runs the long one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod clocks;
mod damaged;
mod disk_full;
mod injected;
mod killed;
mod locked;
mod migration;
mod not_regular;
mod out_of_reach;
mod read_only;
mod terminal;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use carnet::domain::listing::Query;
use carnet::store::{Moment, Store};
use support::read_only_folder::permitted;

/// How many times a fault is tried: few, or many in the long form.
fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("CARNET_LONG").is_some() {
        long
    } else {
        short
    }
}

fn moment() -> Moment {
    let now = "2026-11-24T09:00:00Z".parse().unwrap();
    Moment {
        now,
        today: now.date_naive(),
    }
}

fn titles(store: &Store) -> Vec<String> {
    let rows = store
        .window(&Query::default(), moment(), 0, 10_000)
        .unwrap();
    rows.into_iter().map(|row| row.content.title).collect()
}

/// SQLite finds nothing wrong with the file, and what is derived is as its source says.
#[track_caller]
fn assert_sound(path: &Path) {
    drop(Store::open(path).unwrap());
    let raw = rusqlite::Connection::open(path).unwrap();
    let check: String = raw
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    let mut orphans = raw.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!orphans.exists([]).unwrap());
    let missing: i64 = raw
        .query_row(
            "SELECT (SELECT count(*) FROM event WHERE deleted_at IS NULL) - (SELECT count(*) FROM event_list)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(missing, 0);
    let recording: Option<i64> = raw
        .query_row("SELECT action FROM recording", [], |row| row.get(0))
        .unwrap();
    assert_eq!(recording, None);
}

/// What a command without a screen answers: its status, its output, what it says.
struct Ran {
    status: Option<i32>,
    out: Vec<u8>,
    err: String,
}

/// Runs a command on a store, as `sh` does after `before`.
fn carnet_after(before: &str, base: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("{before} exec \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_carnet"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .env("CARNET_BASE", base)
        .env("CARNET_MAINTENANT", "2026-11-24T10:00:00")
        .output()
        .unwrap();
    Ran {
        status: output.status.code(),
        out: output.stdout,
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn carnet(base: &Path, arguments: &[&str]) -> Ran {
    carnet_after("", base, arguments)
}

impl Ran {
    /// It refused: in a French sentence, with the status of refusals.
    #[track_caller]
    fn assert_refused(&self) {
        assert_eq!(self.status, Some(1), "{}", self.err);
        assert_french(&self.err);
    }
}

/// A sentence of Carnet's own, and no panic.
#[track_caller]
fn assert_french(sentence: &str) {
    assert!(sentence.contains("carnet\u{202f}: "), "{sentence}");
    assert!(
        sentence.trim_end().ends_with('.') || sentence.contains("Détail pour l’assistance"),
        "{sentence}"
    );
    assert!(!sentence.contains("panicked"), "{sentence}");
}

/// Lets a moment pass, so that a blow falls anywhere: there is nothing to wait for.
fn a_moment(random: &mut fastrand::Rng, most: Duration) {
    let moment = most.mul_f64(random.f64());
    let since = Instant::now();
    while since.elapsed() < moment {
        std::thread::yield_now();
    }
}
