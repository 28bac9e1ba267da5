//! The house's own rules, read in its sources: dependencies run downward only, and each floor keeps to its trade.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod graph;
mod imports;
mod names;
mod source;

use source::{Source, code_alone, floor, sources};

/// What each floor may use of the crate besides itself: floors below it only. `explain` turns the errors of all below into sentences, for those that
/// show them; `clock` is passed in by whoever starts the program.
const FLOORS: [(&str, &[&str]); 14] = [
    (
        "cli",
        &[
            "app", "ui", "demo", "actions", "explain", "exchange", "store", "domain", "clock",
            "platform",
        ],
    ),
    (
        "app",
        &[
            "screens", "features", "ui", "actions", "explain", "terminal", "exchange", "store",
            "domain", "clock", "platform",
        ],
    ),
    (
        "screens",
        &[
            "ui", "demo", "actions", "explain", "terminal", "exchange", "store", "domain", "clock",
            "platform",
        ],
    ),
    (
        "features",
        &[
            "ui", "actions", "explain", "terminal", "exchange", "store", "domain", "clock",
            "platform",
        ],
    ),
    (
        "ui",
        &[
            "actions", "explain", "terminal", "exchange", "store", "domain", "clock", "platform",
        ],
    ),
    ("demo", &["actions", "store", "domain"]),
    ("actions", &["exchange", "store", "domain"]),
    (
        "explain",
        &["terminal", "exchange", "store", "domain", "platform"],
    ),
    ("terminal", &["domain"]),
    ("exchange", &["store", "domain", "platform"]),
    ("store", &["domain", "platform"]),
    ("clock", &["domain"]),
    ("domain", &[]),
    ("platform", &[]),
];

/// What the domain knows nothing of: SQL, terminals, files, and what time it is.
const NOT_OF_THE_DOMAIN: [&str; 9] = [
    "rusqlite",
    "ratatui",
    "crossterm",
    "std::fs",
    "std::env",
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Instant::now",
];

/// The modules of the crate's root that the code names: `crate::store::Store`, `use crate::{store, tui}`, and the same with the
/// crate's own name.
fn named(code: &str) -> Vec<String> {
    let squeezed: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    for root in ["crate::", "carnet::"] {
        for (place, _) in squeezed.match_indices(root) {
            let before = squeezed[..place].chars().next_back();
            if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
                continue;
            }
            let rest = &squeezed[place + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(group_of(group)),
                None => found.push(word(rest)),
            }
        }
    }
    found
}

/// The first words of each part of `a::b, c::{d, e}, f }...`.
fn group_of(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            '{' => depth += 1,
            ',' if depth == 0 => parts.push(String::new()),
            other if depth == 0 => parts.last_mut().unwrap().push(other),
            _ => {}
        }
    }
    let words = parts.iter().map(|part| word(part.trim()));
    words.filter(|word| !word.is_empty()).collect()
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The arrows upward of a file, each in a sentence.
fn arrows_upward(source: &Source) -> Vec<String> {
    let own = floor(&source.path);
    let Some((_, below)) = FLOORS.iter().find(|(floor, _)| *floor == own) else {
        return Vec::new();
    };
    let floors = FLOORS.map(|(floor, _)| floor);
    let named = named(&source.code).into_iter();
    named
        .filter(|name| name != own && !below.contains(&name.as_str()))
        .filter(|name| floors.contains(&name.as_str()))
        .map(|name| format!("src/{} names crate::{name}", source.path))
        .collect()
}

#[test]
fn dependencies_run_downward_only() {
    let upward: Vec<String> = sources().iter().flat_map(arrows_upward).collect();
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn each_floor_uses_only_those_below_it() {
    for (place, (own, used)) in FLOORS.iter().enumerate() {
        let below = FLOORS[place + 1..].iter().map(|(floor, _)| *floor);
        let below: Vec<&str> = below.collect();
        let upward: Vec<&&str> = used.iter().filter(|name| !below.contains(name)).collect();
        assert!(upward.is_empty(), "{own} uses {upward:?}");
    }
}

#[test]
fn every_file_stands_on_a_floor() {
    let known = FLOORS.map(|(floor, _)| floor);
    let strangers: Vec<String> = sources()
        .into_iter()
        .map(|source| source.path)
        .filter(|path| !["build.rs", "lib.rs", "main.rs"].contains(&path.as_str()))
        .filter(|path| !known.contains(&floor(path)))
        .collect();
    assert_eq!(
        strangers,
        Vec::<String>::new(),
        "give each a floor in this test, and a line in src/lib.rs"
    );
}

#[test]
fn the_domain_knows_no_sql_no_terminal_no_file_and_no_clock() {
    for source in sources() {
        if floor(&source.path) == "domain" {
            for word in NOT_OF_THE_DOMAIN {
                assert!(!source.code.contains(word), "src/{}: {word}", source.path);
            }
        }
    }
}

/// Errors are put in French in one place; the application's own enum hands on to it.
#[test]
fn errors_are_put_in_french_by_explain_alone() {
    let sources = sources().into_iter();
    let others = sources.filter(|source| floor(&source.path) != "explain");
    let explaining = others.filter(|source| source.code.contains("Explain for "));
    let paths: Vec<String> = explaining.map(|source| source.path).collect();
    assert_eq!(paths, ["app/run.rs"]);
}

#[test]
fn screens_write_no_sql() {
    for source in sources() {
        if floor(&source.path) != "store" {
            assert!(!source.code.contains("rusqlite"), "src/{}", source.path);
        }
    }
}

#[test]
fn changes_are_recorded_by_actions_alone() {
    let others: Vec<String> = sources()
        .into_iter()
        .filter(|source| !["actions", "store"].contains(&floor(&source.path)))
        .filter(|source| source.without_tests().contains(".record("))
        .map(|source| source.path)
        .collect();
    assert_eq!(others, Vec::<String>::new());
}

#[test]
fn one_file_knows_the_events_of_crossterm() {
    let named = |word: &str| -> Vec<String> {
        let sources = sources().into_iter();
        let named = sources.filter(|source| source.code.contains(word));
        named.map(|source| source.path).collect()
    };
    assert_eq!(named("KeyEvent"), ["terminal/input.rs"]);
    let mut files = named("crossterm::");
    files.sort();
    assert_eq!(
        files,
        [
            "terminal/input.rs",
            "terminal/mod.rs",
            "terminal/painter/mod.rs",
            "terminal/sources.rs"
        ],
        "the others know keys, not events"
    );
}

#[test]
fn an_arrow_upward_is_seen_however_it_is_written() {
    let upward = |path: &str, code: &str| {
        arrows_upward(&Source {
            path: path.into(),
            code: code_alone(code),
        })
    };
    assert_eq!(
        upward("store/events.rs", "use crate::app::App;"),
        ["src/store/events.rs names crate::app"]
    );
    assert_eq!(
        upward(
            "domain/event.rs",
            "use crate::{\n    domain::fold::{fold, sort_key},\n    store::Store,\n};"
        ),
        ["src/domain/event.rs names crate::store"]
    );
    assert_eq!(
        upward(
            "exchange/export.rs",
            "fn f(error: &crate::explain::Explain) {}"
        ),
        ["src/exchange/export.rs names crate::explain"]
    );
    assert_eq!(
        upward(
            "app/mod.rs",
            "use crate::store::Store; // not crate::cli::run"
        ),
        Vec::<String>::new()
    );
}

/// Nothing leaves the machine.
#[test]
fn no_source_opens_a_connection() {
    for source in sources() {
        for name in ["std::net", "TcpStream", "UdpSocket", "TcpListener"] {
            assert!(!source.code.contains(name), "{name} in {}", source.path);
        }
    }
}
