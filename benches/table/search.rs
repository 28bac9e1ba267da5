//! A character typed in the search: from the key to its rows on the screen, and to their count.

use crate::data::{Carnet, QUIT};
use crate::report::Row;
use crate::stats::{Sample, Samples};
use crate::terminal::{KEY, LATER, Result};

const SEARCH: &str = "\x06";
const ESCAPE: &str = "\x1b";

/// Words of titles, places, communes and descriptions, with accents and without; the last ones are nowhere.
const WORDS: [&str; 12] = [
    "jaurès",
    "pronote",
    "éluard",
    "besancon",
    "repartez",
    "a",
    "ornans",
    "écrans",
    "les tilleuls 7",
    "café des",
    "zzz",
    "educonnext",
];

/// What characters cost.
#[derive(Default)]
pub struct Cost {
    /// The rows of the first character of a search.
    pub first: Samples,
    /// The rows of every character.
    pub rows: Samples,
    /// The count of every character.
    count: Samples,
}

/// Types words, each search in a program just started so that nothing is ready for it.
pub fn typed(carnet: &Carnet, words: usize) -> Result<Cost> {
    let mut cost = Cost::default();
    for word in WORDS.iter().cycle().take(words) {
        let mut terminal = carnet.open_list()?;
        terminal.press(SEARCH, KEY)?;
        terminal.expect("Chercher")?;
        let mut typed = String::new();
        for (place, character) in word.chars().enumerate() {
            typed.push(character);
            let chip = format!("« {} »", typed.trim_end());
            let key = character.to_string();
            let answer = terminal.press_until(&key, LATER, |screen| screen.contains(&chip))?;
            let at = |wall| Sample {
                wall,
                ..answer.sample
            };
            let rows = at(terminal.settled(&answer, without_count));
            cost.rows.push(rows);
            if place == 0 {
                cost.first.push(rows);
            }
            cost.count.push(at(terminal.settled(&answer, count)));
        }
        // Closed, the search leaves the list as it was.
        terminal.press(ESCAPE, LATER)?;
        terminal.leave(QUIT)?;
    }
    Ok(cost)
}

/// The line that counts the events.
fn is_count(line: &str) -> bool {
    line.contains("Mes événements · ")
}

fn count(screen: &str) -> String {
    screen.lines().filter(|line| is_count(line)).collect()
}

fn without_count(screen: &str) -> String {
    let lines: Vec<&str> = screen.lines().filter(|line| !is_count(line)).collect();
    lines.join("\n")
}

/// Measures every word as often.
pub fn measure(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let cost = typed(carnet, WORDS.len() * rounds)?;
    Ok(vec![
        Row::within(
            "A first character of a search, to its rows",
            &cost.first,
            10.0,
        ),
        Row::within("Any character of a search, to its rows", &cost.rows, 10.0),
        Row::within(
            "Any character of a search, to their count",
            &cost.count,
            50.0,
        ),
    ])
}
