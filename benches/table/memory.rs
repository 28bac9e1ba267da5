//! The most memory that the program ever holds.

use crate::data::{Carnet, LIST, QUIT};
use crate::report::{Row, Verdict};
use crate::terminal::{KEY, LATER, Result};

/// Keys of someone who looks around: each tab, both ends of the list, pages, an order, a view, an event whole.
const BROWSING: [&str; 22] = [
    LIST, "\x1b[B", "\x1b[6~", "\x1b[6~", "\x1b[F", "\x1b[5~", "\x1b[H", "t", "titre", "\r",
    "\x1b[F", "v", "annee", "\r", "v", "tout", "\r", "\r", "\x1b", "\x1bOS", "\x1b[15~", LIST,
];

/// The peak after browsing, and after a search besides, in megabytes.
pub fn peaks(carnet: &Carnet) -> Result<(f64, f64)> {
    let unknown = "this system does not report how much memory a program uses";
    let mut terminal = carnet.open_list()?;
    terminal.press_all(&BROWSING)?;
    terminal.expect("Mes événements · ")?;
    let browsing = terminal.process().peak_memory().ok_or(unknown)?;
    terminal.press("\x06", KEY)?;
    for character in ["j", "a", "u", "r", "e", "s"] {
        terminal.press(character, LATER)?;
    }
    terminal.expect("« jaures »")?;
    terminal.press("\x1b", LATER)?;
    let searched = terminal.process().peak_memory().ok_or(unknown)?;
    terminal.leave(QUIT)?;
    Ok((browsing, searched))
}

/// Measures both, the first also beside the same at few events.
pub fn measure(small: &Carnet, large: &Carnet) -> Result<Vec<Row>> {
    let (few, _) = peaks(small)?;
    let (browsing, searched) = peaks(large)?;
    Ok(vec![
        Row::fact(
            "Peak memory, browsing",
            format!(
                "{browsing:.1} MB, {:.2} × the {few:.1} MB at 100 events",
                browsing / few
            ),
            "≤ 12 MB and ≤ 1.2 ×",
            Verdict::of(browsing <= 12.0 && browsing <= 1.2 * few),
        ),
        Row::fact(
            "Peak memory, after a search",
            format!("{searched:.1} MB"),
            "≤ 26 MB",
            Verdict::of(searched <= 26.0),
        ),
    ])
}
