//! What the program costs while nobody touches it.

use std::thread;
use std::time::{Duration, Instant};

use crate::data::{Carnet, QUIT};
use crate::report::{Row, Verdict};
use crate::terminal::{KEY, Result, Terminal};

/// How long it is watched.
const WATCHED: Duration = Duration::from_secs(10);

/// The longest pause before a choice is stored.
const PAUSE: Duration = Duration::from_secs(3);

/// After how long without the focus it must sleep.
const UNFOCUSED: Duration = Duration::from_secs(62);

/// A program whose terminal has no focus.
pub struct Unfocused {
    terminal: Terminal,
    since: Instant,
}

impl Unfocused {
    /// Opens it, and looks elsewhere.
    pub fn leave_alone(carnet: &Carnet) -> Result<Self> {
        let mut terminal = carnet.open_list()?;
        terminal.press("\x1b[O", KEY)?;
        Ok(Self {
            terminal,
            since: Instant::now(),
        })
    }

    /// Measures it, once it has been left alone for long enough.
    pub fn measure(self) -> Result<Row> {
        thread::sleep(UNFOCUSED.saturating_sub(self.since.elapsed()));
        let cost = Cost::of(&self.terminal)?;
        self.terminal.leave(QUIT)?;
        let is_met = cost.wake_ups == 0 && cost.written == 0 && cost.cpu == 0.0;
        Ok(cost.row("Idle, unfocused for a minute", "none, none, none", is_met))
    }
}

/// Measures a program whose terminal has the focus.
pub fn measure(carnet: &Carnet) -> Result<Row> {
    let terminal = carnet.open_list()?;
    // The view just chosen is stored at the first pause.
    thread::sleep(PAUSE);
    let cost = Cost::of(&terminal)?;
    terminal.leave(QUIT)?;
    let seconds = WATCHED.as_secs();
    // A check on other processes is what may wake it, and what it may work for: under a millisecond each.
    let is_met = cost.wake_ups <= seconds + 1 && cost.written == 0 && cost.cpu <= seconds as f64;
    Ok(cost.row(
        "Idle",
        "none, ≤ 1 wake-up a second, and its own work alone",
        is_met,
    ))
}

/// What some seconds cost.
struct Cost {
    written: u64,
    wake_ups: u64,
    cpu: f64,
}

impl Cost {
    fn of(terminal: &Terminal) -> Result<Self> {
        let unknown = "this system does not report what a program writes";
        let process = terminal.process();
        let (written, wake_ups, cpu) = (
            process.written().ok_or(unknown)?,
            process.wake_ups(),
            process.cpu(),
        );
        thread::sleep(WATCHED);
        Ok(Self {
            written: process.written().ok_or(unknown)? - written,
            wake_ups: process.wake_ups() - wake_ups,
            cpu: process.cpu() - cpu,
        })
    }

    fn row(&self, name: &str, target: &str, is_met: bool) -> Row {
        let Self {
            written,
            wake_ups,
            cpu,
        } = self;
        let figure = format!("{written} bytes, {wake_ups} wake-ups, {cpu:.2} ms of CPU");
        let seconds = WATCHED.as_secs();
        Row::fact(
            format!("{name}: written, woken and worked in {seconds} s"),
            figure,
            target,
            Verdict::of(is_met),
        )
    }
}
