//! From the start to the first screen with its figures, and from the last key to the shell.

use crate::data::{CARNET, Carnet, QUIT};
use crate::floor;
use crate::report::{Limits, Row, Verdict};
use crate::stats::{Sample, Samples};
use crate::terminal::{Result, Terminal};

/// Starts and leaves the minimal program.
fn of_floor() -> Result<Sample> {
    let (terminal, answer) = floor::start()?;
    terminal.leave(floor::QUIT)?;
    Ok(answer.sample)
}

/// Starts the program until its figures are on the screen.
pub fn of_carnet(carnet: &Carnet) -> Result<Sample> {
    let (mut terminal, answer) = Terminal::start(CARNET.as_ref(), &carnet.arguments())?;
    terminal.expect("Ce qui attend")?;
    terminal.expect("Année 2026-2027")?;
    terminal.leave(QUIT)?;
    Ok(answer.sample)
}

/// Measures the start, the rounds taking turns.
pub fn measure(small: &Carnet, large: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let (mut minimal, mut few, mut many) =
        (Samples::default(), Samples::default(), Samples::default());
    of_carnet(small)?;
    of_carnet(large)?;
    for _ in 0..rounds {
        minimal.push(of_floor()?);
        few.push(of_carnet(small)?);
        many.push(of_carnet(large)?);
    }
    let name = "Start to the first screen with its figures";
    Ok(vec![
        Row::against(
            format!("{name}, the floor being the same at 100 events"),
            &many,
            &few,
            Limits::p50(1.2),
        ),
        Row::against(
            format!("{name}, the floor being a minimal program’s frame"),
            &many,
            &minimal,
            Limits::p50(1.5),
        ),
    ])
}

/// Measures leaving, after a change of order that has to be remembered.
pub fn measure_leaving(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let mut samples = Samples::default();
    let mut left_behind = Vec::new();
    for round in 0..rounds {
        let mut terminal = carnet.open_list()?;
        terminal.press_all(&["t", if round % 2 == 0 { "titre" } else { "date" }, "\r"])?;
        let (sample, left) = terminal.leave(QUIT)?;
        samples.push(sample);
        left_behind.extend(left);
    }
    left_behind.sort_unstable();
    left_behind.dedup();
    let state = if left_behind.is_empty() {
        "as it was".to_owned()
    } else {
        format!("left: {}", left_behind.join(", "))
    };
    Ok(vec![
        Row::within("Leaving, key to the terminal given back", &samples, 10.0),
        Row::fact(
            "The terminal after leaving",
            state,
            "as it was",
            Verdict::of(left_behind.is_empty()),
        ),
    ])
}
