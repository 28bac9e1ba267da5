//! What can still be read of a damaged store is written beside it; the damaged file is never touched.

use std::fs;
use std::path::Path;

use carnet::store::{Finding, Salvaged, StoreError};
use carnet::store::{repair, salvage, verify};
use rusqlite::Connection;

use super::{PAGE, Sandbox, add, bytes_of, now, seen_at};

/// Enough for the events to stand on many pages.
const EVENTS: usize = 300;

/// A store whose every byte is in one file.
fn sound() -> (Sandbox, Vec<u8>) {
    let sandbox = Sandbox::of(EVENTS);
    let bytes = fs::read(sandbox.store_path()).unwrap();
    (sandbox, bytes)
}

/// Checks and repairs the store as it is; the damaged file is as it was before.
fn repaired(sandbox: &Sandbox) -> Option<Salvaged> {
    let store = sandbox.store_path();
    let before = bytes_of(&store);
    let found = match verify(&store) {
        Ok(report) => report.findings,
        Err(StoreError::NotAStore(_) | StoreError::Newer { .. }) => return None,
        Err(error) => panic!("{error:?}"),
    };
    if !found.iter().any(|it| matches!(it, Finding::Damaged(_))) {
        return None;
    }
    let repaired = repair(&store, &found, now()).unwrap();
    assert_eq!(bytes_of(&store), before, "the damaged file was written");
    assert!(repaired.is_lost != repaired.salvaged.is_some());
    if let Some(salvaged) = &repaired.salvaged {
        // A bit flipped within a value leaves a value: it is kept, and reported if it can't be read.
        let found = verify(&salvaged.path).unwrap().findings;
        let is_a_value = |it: &Finding| matches!(it, Finding::Value { .. });
        assert!(found.iter().all(is_a_value), "{found:?}");
    }
    repaired.salvaged
}

/// The long form, which CI runs at night: every page, many more bits.
fn is_long() -> bool {
    std::env::var_os("CARNET_LONG_TESTS").is_some()
}

fn remove(path: &Path) {
    fs::remove_file(path).unwrap();
}

#[test]
fn a_sound_store_is_salvaged_whole() {
    let (sandbox, _) = sound();
    let salvaged = salvage(&sandbox.store_path(), now()).unwrap();
    assert!(salvaged.path.ends_with("carnet-recupere-2026-11-24.db"));
    assert_eq!(salvaged.events, EVENTS as u64);
    for table in &salvaged.tables {
        assert_eq!(
            (table.lost, table.partial, table.has_holes),
            (0, 0, false),
            "{table:?}"
        );
    }
    assert_eq!(seen_at(&salvaged.path), seen_at(&sandbox.store_path()));
    #[cfg(unix)]
    assert_eq!(super::mode(&salvaged.path), 0o600);
    let again = salvage(&sandbox.store_path(), now()).unwrap();
    assert!(again.path.ends_with("carnet-recupere-2026-11-24-2.db"));
}

#[test]
fn what_is_only_in_the_log_is_salvaged_too() {
    let (sandbox, _) = sound();
    let mut window = sandbox.open();
    add(&mut window, "Dans le journal", now());
    let salvaged = salvage(&sandbox.store_path(), now()).unwrap();
    assert_eq!(salvaged.events, EVENTS as u64 + 1);
}

#[test]
fn a_store_cut_at_any_page_gives_what_is_left() {
    let (sandbox, bytes) = sound();
    let pages = bytes.len() / PAGE;
    let mut best = 0;
    let mut last = 0;
    // Each boundary near the ends, some between.
    let cuts =
        (1..pages).filter(|page| is_long() || page % 23 == 0 || *page < 6 || *page > pages - 6);
    for page in cuts {
        fs::write(sandbox.store_path(), &bytes[..page * PAGE]).unwrap();
        if let Some(salvaged) = repaired(&sandbox) {
            best = best.max(salvaged.events);
            last = salvaged.events;
            remove(&salvaged.path);
        }
    }
    assert!(best > 0);
    assert!(
        last > EVENTS as u64 / 2,
        "a few pages less, and {last} events"
    );
}

#[test]
fn flipped_bits_never_stop_it_and_cost_few_rows() {
    let (sandbox, bytes) = sound();
    let mut random = fastrand::Rng::with_seed(25);
    let mut totals = Vec::new();
    for _ in 0..if is_long() { 400 } else { 15 } {
        let mut bytes = bytes.clone();
        for _ in 0..20 {
            let place = random.usize(..bytes.len());
            bytes[place] ^= 1 << random.u8(..8);
        }
        fs::write(sandbox.store_path(), bytes).unwrap();
        if let Some(salvaged) = repaired(&sandbox) {
            totals.push(salvaged.events);
            remove(&salvaged.path);
        }
    }
    totals.sort_unstable();
    assert!(totals.len() > 5, "{totals:?}");
    assert!(
        totals[totals.len() / 2] > EVENTS as u64 * 9 / 10,
        "{totals:?}"
    );
}

#[test]
fn a_page_of_noise_loses_its_own_rows_only() {
    let (sandbox, bytes) = sound();
    // The page where an event in the middle stands.
    let title = format!("Atelier {}", EVENTS / 2);
    let place = bytes
        .windows(title.len())
        .position(|it| it == title.as_bytes())
        .unwrap();
    let mut damaged = bytes.clone();
    let page = place / PAGE * PAGE;
    damaged[page..page + PAGE].fill(0xa5);
    fs::write(sandbox.store_path(), &damaged).unwrap();
    let salvaged = repaired(&sandbox).unwrap();
    let events = salvaged.tables.iter().find(|it| it.name == "event");
    let on_a_page = 40;
    assert!(salvaged.events >= EVENTS as u64 - on_a_page, "{salvaged:?}");
    assert!(events.is_none_or(|it| it.saved + on_a_page >= EVENTS as u64));
    // The salvaged events are unchanged.
    let salvaged_events = seen_at(&salvaged.path);
    fs::write(sandbox.store_path(), &bytes).unwrap();
    let all = seen_at(&sandbox.store_path());
    assert!(salvaged_events.iter().all(|event| all.contains(event)));
}

#[test]
fn a_header_that_lies_hides_nothing() {
    let (sandbox, bytes) = sound();
    // As an earlier version made it.
    let raw = Connection::open(sandbox.store_path()).unwrap();
    raw.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM")
        .unwrap();
    raw.close().unwrap();
    let earlier = fs::read(sandbox.store_path()).unwrap();
    for (bytes, size) in [(bytes, PAGE), (earlier, 4096)] {
        assert_eq!(usize::from(bytes[16]) << 8, size);
        // Each byte alone, then all that the size of a page is known by.
        let wrong = [0, 5, 16, 18, 20, 21, 47, 59].map(|place| vec![place]);
        for places in wrong.into_iter().chain([vec![16, 17, 28, 29, 30, 31]]) {
            let mut damaged = bytes.clone();
            for &place in &places {
                damaged[place] ^= 0x55;
            }
            fs::write(sandbox.store_path(), &damaged).unwrap();
            let salvaged = salvage(&sandbox.store_path(), now()).unwrap();
            assert_eq!(salvaged.events, EVENTS as u64, "bytes {places:?}");
            remove(&salvaged.path);
        }
    }
}

#[test]
fn of_nothing_nothing_is_made() {
    let (sandbox, bytes) = sound();
    let mut damaged = bytes.clone();
    damaged[100..].fill(0xa5);
    fs::write(sandbox.store_path(), &damaged).unwrap();
    let found = verify(&sandbox.store_path()).unwrap().findings;
    assert!(
        repair(&sandbox.store_path(), &found, now())
            .unwrap()
            .is_lost
    );
    assert_eq!(super::names(&sandbox.path("")), ["carnet.db"]);
    for short in [0, 50, 100] {
        fs::write(sandbox.store_path(), &bytes[..short]).unwrap();
        assert!(salvage(&sandbox.store_path(), now()).is_err());
    }
}
