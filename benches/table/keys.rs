//! A key that moves, pages, scrolls sideways or changes tab: from the key to the last byte on the terminal.

use crate::data::{Carnet, LIST, QUIT};
use crate::floor;
use crate::report::{Limits, Row, Verdict};
use crate::stats::Samples;
use crate::terminal::{KEY, Result};

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";
const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";
const PAGE_UP: &str = "\x1b[5~";
const PAGE_DOWN: &str = "\x1b[6~";
const ATTESTATIONS: &str = "\x1bOS";
const CHECKLIST: &str = "\x1b[15~";
const SETTINGS: &str = "\x1b[17~";
const ACCOUNT: &str = "\x1bOQ";

/// The keys of a round, by what they do; each round is done near the head of the list, then near its end.
const KEYS: [(&str, &[&str]); 4] = [
    ("moves by a row", &[DOWN, DOWN, UP, DOWN, UP, DOWN]),
    (
        "pages",
        &[PAGE_DOWN, PAGE_UP, PAGE_UP, PAGE_DOWN, PAGE_UP, PAGE_DOWN],
    ),
    ("scrolls sideways", &[RIGHT, RIGHT, RIGHT, LEFT, LEFT, LEFT]),
    (
        "changes tab",
        &[ATTESTATIONS, CHECKLIST, SETTINGS, ACCOUNT, LIST],
    ),
];

/// The keys that go from one end of the list to the other.
const ENDS: (&str, &[&str]) = ("goes to the last or the first row", &[END, HOME]);

/// Measures each kind of key; the minimal program draws a table for each.
pub fn measure(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let (mut minimal, _) = floor::start()?;
    let mut terminal = carnet.open_list()?;
    let mut rows = Vec::new();
    for (name, keys) in KEYS.into_iter().chain([ENDS]) {
        let (mut ours, mut least) = (Samples::default(), Samples::default());
        for round in 0..rounds {
            if name != ENDS.0 {
                let there = match round % 2 {
                    0 => [HOME, PAGE_DOWN, PAGE_DOWN],
                    _ => [END, PAGE_UP, PAGE_UP],
                };
                terminal.press_all(&there)?;
            }
            for key in keys {
                let sample = terminal.press(key, KEY)?.sample;
                if sample.bytes == 0 {
                    return Err(format!("nothing came of a key that {name}").into());
                }
                ours.push(sample);
                least.push(minimal.press(" ", KEY)?.sample);
            }
        }
        terminal.expect("Mes événements · ")?;
        let name = format!("A key that {name}");
        rows.push(Row::against(name, &ours, &least, Limits::both(2.0, 3.0)));
    }
    rows.extend(bytes(carnet, 3)?);
    terminal.leave(QUIT)?;
    minimal.leave(floor::QUIT)?;
    Ok(rows)
}

/// What a move by one row sends: within the visible rows, and when the list scrolls by one.
fn bytes(carnet: &Carnet, pages: usize) -> Result<Vec<Row>> {
    let mut terminal = carnet.open_list()?;
    let (mut within, mut scrolled) = (Samples::default(), Samples::default());
    let mut first = first_row(&terminal.text());
    for _ in 0..pages * 40 {
        let answer = terminal.press(DOWN, KEY)?;
        let now = first_row(&terminal.text());
        let kind = if now == first {
            &mut within
        } else {
            &mut scrolled
        };
        kind.push(answer.sample);
        first = now;
    }
    terminal.leave(QUIT)?;
    let row = |name: &str, samples: &Samples| {
        let figure = format!(
            "p50 {:.0}, p95 {:.0}, most {:.0}",
            samples.bytes(0.5),
            samples.bytes(0.95),
            samples.bytes(1.0)
        );
        Row::fact(
            name,
            figure,
            "p95 ≤ 600",
            Verdict::of(samples.bytes(0.95) <= 600.0),
        )
    };
    Ok(vec![
        row("Bytes sent for a move by a row within the window", &within),
        row(
            "Bytes sent for a move by a row that scrolls the list",
            &scrolled,
        ),
    ])
}

/// The first event in sight: the line under the headers, without its mark.
fn first_row(screen: &str) -> String {
    let below = screen
        .lines()
        .skip_while(|line| !line.contains("Date"))
        .nth(1);
    below.unwrap_or("").chars().skip(2).take(60).collect()
}
