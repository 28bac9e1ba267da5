//! The program on a stage: drawn on a buffer, without a terminal, and asked what it shows.
//!
//! Whatever a key does is done when [`Stage::press`] returns: nothing is waited for, and nothing
//! sleeps. What another process wrote is seen at the next key, or when it is expected, as the event
//! loop would see it a second later. An expectation that fails ends with the last screen.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::path::PathBuf;

use carnet::app::App;
use carnet::clock::Clock;
use carnet::store::Store;
use carnet::terminal::input::{Input, Key, Mouse, MouseKind};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};

use super::sandbox::Sandbox;
use super::screen_text::{line_with, order_on, plain, selected};

/// The clock, unless a test chooses another: a Tuesday morning in term.
pub const NOW: &str = "2026-11-24T10:00:00";

const DARK: Theme = Theme::new(Depth::True, Background::Dark);

/// The program, without a terminal.
#[must_use = "a stage that nothing is expected of tests nothing"]
pub struct Stage {
    app: App,
    terminal: Terminal<TestBackend>,
    keystrokes: usize,
    typed: usize,
}

impl Sandbox {
    /// The program as it starts on the store of the sandbox.
    pub fn start(&self, columns: u16, rows: u16) -> Stage {
        self.start_at(NOW, columns, rows)
    }

    /// As [`Sandbox::start`], at another time.
    pub fn start_at(&self, now: &str, columns: u16, rows: u16) -> Stage {
        let documents = self.folder().path().to_owned();
        Stage::new(self.store(), now, (columns, rows), DARK, documents)
    }

    /// The program on the list, or on the question asked above the first screen.
    pub fn open(&self, columns: u16, rows: u16) -> Stage {
        let mut stage = self.start(columns, rows);
        if !stage.screen().contains("Plus tard") {
            stage.press("F3").shows("Mes événements ·");
        }
        stage
    }
}

impl Stage {
    /// Starts the program on a store, at that time, in a terminal of that size.
    pub fn new(
        store: Store,
        now: &str,
        (columns, rows): (u16, u16),
        theme: Theme,
        documents: PathBuf,
    ) -> Self {
        let clock = Clock::stopped_at(Some(now));
        let session = Session::new(store, clock, theme, documents).unwrap();
        let mut stage = Self {
            app: App::new(session).unwrap(),
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
            keystrokes: 0,
            typed: 0,
        };
        stage.draw();
        stage
    }

    // What the user does.

    /// Presses keys named as in the key table and separated by spaces: `press("Ctrl+S Tab Entrée a")`.
    /// In a name, `_` stands for a space: `Page_suiv.`; what stands between « » is typed.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            let typed = name
                .strip_prefix('«')
                .and_then(|name| name.strip_suffix('»'));
            if let Some(text) = typed {
                self.type_text(&text.replace('_', " "));
                continue;
            }
            let spaced = if name.chars().count() > 1 {
                name.replace('_', " ")
            } else {
                name.to_owned()
            };
            let key = Key::parse(&spaced).unwrap_or_else(|| panic!("no key is named {name:?}"));
            self.input(Input::Key(key));
            self.keystrokes += 1;
        }
        self
    }

    /// Presses a key several times.
    pub fn press_times(&mut self, key: &str, times: usize) -> &mut Self {
        for _ in 0..times {
            self.press(key);
        }
        self
    }

    /// Types a text of one line, a key a character.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            assert!(!character.is_control(), "{text:?} is not typed");
            self.input(Input::Key(Key::ch(character)));
            self.typed += 1;
        }
        self
    }

    /// Erases the last `count` characters of the field being typed in.
    pub fn erase(&mut self, count: usize) -> &mut Self {
        self.press_times("Ret._arr.", count)
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.input(Input::Paste(text.to_owned()));
        self
    }

    /// Clicks on a cell, counted from 0.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseKind::Down, column, row)
    }

    /// Clicks on the first cell of the first place where `text` is on the screen.
    #[track_caller]
    pub fn click_on(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.find(text);
        self.click(column, row)
    }

    /// Turns the wheel over a cell by as many notches: towards the user (down) when positive.
    pub fn wheel(&mut self, column: u16, row: u16, notches: i16) -> &mut Self {
        let kind = if notches < 0 {
            MouseKind::ScrollUp
        } else {
            MouseKind::ScrollDown
        };
        for _ in 0..notches.unsigned_abs() {
            self.mouse(kind, column, row);
        }
        self
    }

    fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.input(Input::Mouse(Mouse { kind, column, row }));
        self
    }

    /// Resizes the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.input(Input::Resize(columns, rows));
        self
    }

    /// Types nothing for a while: unsaved text is stored.
    pub fn rest(&mut self) -> &mut Self {
        if self.app.needs_autosave() {
            assert!(
                self.app.autosave(),
                "unsaved text could not be stored{self}"
            );
        }
        self
    }

    /// Has keys follow one another, or the hand rest: what costs much is then drawn.
    pub fn set_defer_expensive(&mut self, defer_expensive: bool) -> &mut Self {
        self.app.set_defer_expensive(defer_expensive);
        self.draw();
        self
    }

    /// Whether the last frame left something for when the hand rests.
    pub fn has_deferred(&self) -> bool {
        self.app.has_deferred()
    }

    /// Leaves the program, which ends well.
    #[track_caller]
    pub fn quit(mut self) {
        self.press("Ctrl+Q");
        self.ends();
    }

    /// The program is over, and closes its store.
    #[track_caller]
    pub fn ends(mut self) {
        assert!(self.app.is_over(), "the program goes on{self}");
        self.app.autosave();
        self.app.close().unwrap();
    }

    fn input(&mut self, input: Input) {
        self.app.input(input);
        // As in the terminal: a page is as long as what was drawn.
        self.draw();
    }

    /// Draws the screen again.
    pub fn draw(&mut self) {
        let app = &mut self.app;
        self.terminal.draw(|frame| app.draw(frame)).unwrap();
    }

    // What the user sees.

    /// The screen holds this text, whatever the kind of its spaces and apostrophes.
    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let wanted = plain(text);
        self.shows_that(&format!("the text {text:?}"), |screen| {
            plain(screen).contains(&wanted)
        })
    }

    /// The screen does not hold this text.
    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut Self {
        let unwanted = plain(text);
        self.shows_that(&format!("no text {text:?}"), |screen| {
            !plain(screen).contains(&unwanted)
        })
    }

    /// One line of the screen holds all these texts.
    #[track_caller]
    pub fn shows_line(&mut self, texts: &[&str]) -> &mut Self {
        self.shows_that(&format!("a line with {texts:?}"), line_with(texts))
    }

    /// The selected line holds this text.
    #[track_caller]
    pub fn selects(&mut self, text: &str) -> &mut Self {
        self.shows_that(&format!("{text:?} selected"), selected(text))
    }

    /// The screen shows exactly these of `all` the texts, in this order from the top down.
    #[track_caller]
    pub fn shows_order(&mut self, all: &[&str], expected: &[&str]) -> &mut Self {
        self.shows_that(&format!("the order {expected:?}"), |screen| {
            order_on(screen, all) == expected
        })
    }

    /// A dialog of this title stands above the screen.
    #[track_caller]
    pub fn asks(&mut self, title: &str) -> &mut Self {
        let border = format!("╭─ {}", plain(title));
        self.shows_that(&format!("the question {title:?}"), |screen| {
            plain(screen).contains(&border)
        })
    }

    /// The screen is as `is_so` says; `what` names it in the failure.
    #[track_caller]
    pub fn shows_that(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> &mut Self {
        if !is_so(&self.screen()) {
            // As the event loop does each second, to see what other processes wrote.
            self.app.poll_changes();
            self.draw();
            assert!(is_so(&self.screen()), "the screen lacks {what}{self}");
        }
        self
    }

    /// The screen as text, a line a row, without the spaces at their ends.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let rows = buffer.content.chunks(usize::from(buffer.area.width).max(1));
        let lines = rows.map(|row| {
            let line: String = row.iter().map(Cell::symbol).collect();
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<String>>().join("\n")
    }

    /// The cells of the screen.
    pub fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    /// The column and row, from 0, of the first place where `text` is on the screen.
    #[track_caller]
    pub fn find(&self, text: &str) -> (u16, u16) {
        let found = self.screen().lines().enumerate().find_map(|(row, line)| {
            let line = plain(line);
            let place = line.find(&plain(text))?;
            Some((line[..place].chars().count(), row))
        });
        let (column, row) = found.unwrap_or_else(|| panic!("{text:?} is not on the screen{self}"));
        (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    }

    /// The first cell of the first place where `text` is on the screen.
    #[track_caller]
    pub fn cell(&self, text: &str) -> &Cell {
        &self.buffer()[self.find(text)]
    }

    /// Returns the symbol where the terminal's hidden cursor stands, which screen readers and braille
    /// displays follow, and its line.
    pub fn pointed(&self) -> Option<(String, String)> {
        let cursor = self.app.hidden_cursor()?;
        let line = self.screen().lines().nth(cursor.y.into())?.to_owned();
        Some((self.buffer()[cursor].symbol().to_owned(), line))
    }

    /// What was sent to the terminal's clipboard since this was last asked.
    pub fn take_copied(&mut self) -> Option<String> {
        self.app.take_copied()
    }

    // What it cost.

    /// How many keys were pressed, without typed text.
    pub fn keystrokes(&self) -> usize {
        self.keystrokes
    }

    /// How many characters of text were typed.
    pub fn typed(&self) -> usize {
        self.typed
    }
}

/// The screen, to end a failure with.
impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n---- the screen:\n{}\n----", self.screen())
    }
}
