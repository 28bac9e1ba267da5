//! The floors: the least that a program of this kind costs.
//!
//! The terminal's floor is this very bench, started again under [`ARGUMENT`]: it draws a table that fills the terminal, and draws another
//! one for each key. Its output is gathered and sent in one go, as the best of such programs do.

use std::env;
use std::io::{self, BufWriter, stdout};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Constraint;
use ratatui::widgets::{Row, Table};

use crate::terminal::{Answer, Result, Terminal};

/// What makes the bench be its own floor.
pub const ARGUMENT: &str = "--floor";

/// The key that ends it.
pub const QUIT: &str = "q";

/// Starts the terminal's floor in a terminal; answers once its frame is drawn.
pub fn start() -> Result<(Terminal, Answer)> {
    Terminal::start(&env::current_exe()?, &[ARGUMENT.as_ref()])
}

/// Draws a frame, and one more for each key until [`QUIT`].
pub fn run() -> io::Result<()> {
    enable_raw_mode()?;
    let mut output = BufWriter::with_capacity(64 * 1024, stdout());
    execute!(output, EnterAlternateScreen)?;
    let mut terminal = ratatui::Terminal::new(CrosstermBackend::new(output))?;
    for page in 0.. {
        terminal.draw(|frame| {
            let area = frame.area();
            frame.render_widget(table(page, area.height.into()), area);
        })?;
        if let Event::Key(key) = event::read()?
            && key.code == KeyCode::Char('q')
        {
            break;
        }
    }
    execute!(terminal.backend_mut(), LeaveAlternateScreen)?;
    disable_raw_mode()
}

/// A page of which no line is like those of the page before.
fn table(page: usize, height: usize) -> Table<'static> {
    let rows = (page * height..(page + 1) * height).map(|number| {
        Row::new([
            format!(
                "{:02}/{:02}/{}",
                number % 28 + 1,
                number % 12 + 1,
                1990 + page % 40
            ),
            format!("{number} Café des parents, {page}e rencontre"),
            format!("Atelier {}", number * 7 % 97),
            format!("École Jean Jaurès {}", number * 31 % 89),
            format!("Besançon {page}"),
            format!("{} places", number * 13 % 61),
        ])
    });
    let widths = [12, 40, 14, 24, 16, 12].map(Constraint::Length);
    Table::new(rows, widths)
}
