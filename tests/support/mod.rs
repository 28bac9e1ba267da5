//! The driver of the journeys: runs the real program in a terminal of its own, does what a user does, reads what a user reads.
//!
//! Nothing here sleeps. Each wait is for something named, is woken by what the program writes, and fails after [`DEADLINE`] with the
//! screen as it is.

#![allow(dead_code, reason = "each test file uses its own part of the driver")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a journey that cannot go on has failed"
)]

mod bytes;
pub mod opened;
#[cfg(unix)]
pub mod read_only_folder;
pub mod sandbox;
pub mod screen_text;
mod watched;

use std::cell::Cell;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use carnet::terminal::input::{Code, Key};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use tempfile::TempDir;
use vt100::MouseProtocolMode;

use screen_text::plain;
use watched::Watched;

/// The longest that anything is waited for; far beyond what a slow machine needs.
const DEADLINE: Duration = Duration::from_secs(20);

/// The clock of the journeys, unless one asks for another: a Tuesday morning in term.
const NOW: &str = "2026-11-24T10:00:00";

/// A program running in a terminal, usually Carnet; killed when dropped.
pub struct Carnet {
    watched: Watched,
    /// `None` once the terminal is closed.
    terminal: Option<Window>,
    process: u32,
    home: Rc<TempDir>,
    keystrokes: usize,
    typed: usize,
}

/// Our end of the terminal.
struct Window {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    /// The program's end, by name.
    tty: PathBuf,
}

impl Carnet {
    /// Starts Carnet in a new, empty home, in a terminal of this size, with these variables besides (or instead of) the usual ones.
    pub fn start(args: &[&str], columns: u16, rows: u16, envs: &[(&str, &str)]) -> Self {
        let home = Rc::new(TempDir::new().unwrap());
        Self::start_at(home, args, columns, rows, envs)
    }

    /// As [`Carnet::start`], in a home that another run has used or is using (see [`Carnet::home`]).
    pub fn start_at(
        home: Rc<TempDir>,
        args: &[&str],
        columns: u16,
        rows: u16,
        envs: &[(&str, &str)],
    ) -> Self {
        let carnet = Path::new(env!("CARGO_BIN_EXE_carnet"));
        Self::run(home, carnet, args, (columns, rows), envs)
    }

    /// Starts another program than Carnet, in a terminal of 80 columns and 24 rows.
    pub fn program(path: impl AsRef<Path>, args: &[&str], envs: &[(&str, &str)]) -> Self {
        let home = Rc::new(TempDir::new().unwrap());
        Self::run(home, path.as_ref(), args, (80, 24), envs)
    }

    fn run(
        home: Rc<TempDir>,
        path: &Path,
        args: &[&str],
        (columns, rows): (u16, u16),
        envs: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(path);
        command.args(args);
        command.cwd(home.path());
        // Nothing of the machine that runs the tests: neither its language, nor its colours, nor its user's own store.
        command.env_clear();
        for (name, value) in [
            ("PATH", std::env::var_os("PATH").unwrap_or_default()),
            ("HOME", home.path().into()),
            ("XDG_DATA_HOME", home.path().join("data").into()),
            ("XDG_CONFIG_HOME", home.path().join("config").into()),
            ("XDG_CACHE_HOME", home.path().join("cache").into()),
            ("XDG_STATE_HOME", home.path().join("state").into()),
            ("TERM", "xterm-256color".into()),
            ("COLORTERM", "truecolor".into()),
            ("LANG", "fr_FR.UTF-8".into()),
            ("TZ", "Europe/Paris".into()),
            ("CARNET_MAINTENANT", NOW.into()),
        ] {
            command.env(name, value);
        }
        for (name, value) in envs {
            command.env(name, OsStr::new(value));
        }
        let child = pair.slave.spawn_command(command).unwrap();
        // Once the program's own ends are the only ones, its last output is followed by an end of file.
        drop(pair.slave);
        let process = child.process_id().unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        Self {
            watched: Watched::new(reader, child, columns, rows),
            terminal: Some(Window {
                keyboard: pair.master.take_writer().unwrap(),
                tty: pair.master.tty_name().unwrap(),
                master: pair.master,
            }),
            process,
            home,
            keystrokes: 0,
            typed: 0,
        }
    }

    /// The folder that the program believes to be its user's; deleted when dropped.
    pub fn home(&self) -> Rc<TempDir> {
        Rc::clone(&self.home)
    }

    // What the user does.

    /// Presses keys named as in `keymap.rs` and separated by spaces: `press("Ctrl+S Tab Entrée a")`. In a name, `_` stands for a
    /// space: `Page_suiv.`.
    pub fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            let spaced = if name.chars().count() > 1 {
                name.replace('_', " ")
            } else {
                name.to_owned()
            };
            let key = Key::parse(&spaced).unwrap_or_else(|| panic!("no key is named {name:?}"));
            let application_cursor = self.watched.look(|screen| screen.application_cursor());
            self.send(&bytes::of_key(key, application_cursor));
            self.keystrokes += 1;
            // Échap is the first byte of every other special key. Only time distinguishes them: no one types the
            // next key before the program has read this one.
            if key.code == Code::Esc {
                self.wait_until_read();
            }
        }
    }

    /// Types a text of one line, a key a character.
    pub fn type_text(&mut self, text: &str) {
        assert!(
            !text.chars().any(char::is_control),
            "{text:?} is not typed: press the key"
        );
        self.send(text.as_bytes());
        self.typed += text.chars().count();
    }

    /// Pastes a text, bracketed if the program asked for it, as terminals do.
    pub fn paste(&mut self, text: &str) {
        let bracketed = self.watched.look(|screen| screen.bracketed_paste());
        self.send(&bytes::of_paste(text, bracketed));
    }

    /// Clicks on a cell, counted from 0; the terminal keeps it to itself unless the program asked for the mouse.
    pub fn click(&mut self, column: u16, row: u16) {
        self.mouse(&[
            bytes::of_mouse(0, column, row, true),
            bytes::of_mouse(0, column, row, false),
        ]);
    }

    /// Clicks on the first cell of the first place where `text` is on the screen.
    pub fn click_on(&mut self, text: &str) {
        let (column, row) = self.find(text);
        self.click(column, row);
    }

    /// Turns the wheel over a cell by as many notches: towards the user (down) when positive.
    pub fn wheel(&mut self, column: u16, row: u16, notches: i16) {
        let button = if notches < 0 { 64 } else { 65 };
        let notch = bytes::of_mouse(button, column, row, true);
        self.mouse(&vec![notch; usize::from(notches.unsigned_abs())]);
    }

    fn mouse(&mut self, gestures: &[Vec<u8>]) {
        if self.watched.look(|screen| screen.mouse_protocol_mode()) != MouseProtocolMode::None {
            for gesture in gestures {
                self.send(gesture);
            }
        }
    }

    /// Resizes the terminal; the program receives a signal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.watched.resize(columns, rows);
        self.window().master.resize(size(columns, rows)).unwrap();
    }

    /// Sends the program a signal by its name: `TERM`, `HUP`, `KILL`...
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -s {name} {}", self.process)])
            .status();
        assert!(sent.unwrap().success(), "signal {name} was not sent");
    }

    /// The program's number in the system, for what acts on it from outside.
    pub fn process(&self) -> u32 {
        self.process
    }

    /// Closes the terminal with the program in it. (The library that opened it sends Ctrl+J and Ctrl+D first.)
    pub fn close_terminal(&mut self) {
        self.watched.stop_reading();
        // Reading ends at the next thing drawn, which a key that changes nothing does not cause.
        let (rows, columns) = self.watched.look(|screen| screen.size());
        self.resize(columns, rows + 1);
        self.terminal = None;
    }

    fn send(&mut self, bytes: &[u8]) {
        let written = self.window().keyboard.write_all(bytes);
        assert!(written.is_ok(), "the program reads no more{self}");
    }

    fn window(&mut self) -> &mut Window {
        self.terminal.as_mut().expect("the window is closed")
    }

    /// Waits until the program has read every byte sent so far.
    fn wait_until_read(&mut self) {
        let flags = OFlags::RDWR | OFlags::NOCTTY;
        let Ok(tty) = rustix::fs::open(&self.window().tty, flags, Mode::empty()) else {
            return; // The program has ended.
        };
        let since = Instant::now();
        let at_once = Timespec::default();
        let unread = || {
            let mut end = [PollFd::new(&tty, PollFlags::IN)];
            poll(&mut end, Some(&at_once)).unwrap() > 0 && end[0].revents().contains(PollFlags::IN)
        };
        // The sender of a byte is not notified when it is read: polls until it is.
        while unread() && self.watched.is_running() {
            assert!(since.elapsed() < DEADLINE, "the keys are not read{self}");
            std::thread::yield_now();
        }
    }

    // What the user sees.

    /// Waits until `text` is on the screen, whatever the kind of its spaces and apostrophes.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        let plain_text = plain(text);
        self.wait_until(&format!("the text {text:?}"), |screen| {
            plain(screen).contains(&plain_text)
        });
    }

    /// Waits until `text` is no longer on the screen.
    #[track_caller]
    pub fn wait_for_no(&self, text: &str) {
        let plain_text = plain(text);
        self.wait_until(&format!("no more text {text:?}"), |screen| {
            !plain(screen).contains(&plain_text)
        });
    }

    /// As [`Carnet::wait_for`], for what the program itself waits for, as long as `most`.
    #[track_caller]
    pub fn wait_long_for(&self, text: &str, most: Duration) {
        let plain_text = plain(text);
        let seen = |seen: &watched::Seen| plain(&seen.text()).contains(&plain_text);
        assert!(
            self.watched.wait(most, seen),
            "waited in vain for the text {text:?}{self}"
        );
    }

    /// Waits until the screen is as `is_so` says; `what` names it in the failure.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        if !self.watched.wait(DEADLINE, |seen| is_so(&seen.text())) {
            panic!("waited in vain for {what}{self}");
        }
    }

    /// Waits until the program has ended and all it wrote is read; gives its exit status.
    #[track_caller]
    pub fn wait_exit(&self) -> u32 {
        let ended = self.watched.wait(DEADLINE, watched::Seen::is_over);
        assert!(ended, "waited in vain for the program to end{self}");
        let status = self.watched.status().expect("it has ended");
        if let Some(signal) = status.signal() {
            panic!("the program was killed: {signal}{self}");
        }
        status.exit_code()
    }

    /// Kills the program (SIGKILL), and waits until it is dead.
    #[track_caller]
    pub fn kill(&self) {
        self.signal("KILL");
        let ended = self.watched.wait(DEADLINE, watched::Seen::is_over);
        assert!(ended, "waited in vain for the program to die{self}");
    }

    /// The screen as text, a line a row, without the spaces at their ends.
    pub fn screen(&self) -> String {
        self.watched.text()
    }

    /// A cell, counted from 0: its character, colours and attributes.
    pub fn cell(&self, column: u16, row: u16) -> vt100::Cell {
        self.watched
            .look(|screen| screen.cell(row, column).cloned())
            .expect("a cell of the screen")
    }

    /// The column and row, from 0, of the first place where `text` is on the screen; waits until it is somewhere.
    #[track_caller]
    pub fn find(&self, text: &str) -> (u16, u16) {
        let found = Cell::default();
        self.watched.wait(DEADLINE, |seen| {
            found.set(seen.find(text));
            found.get().is_some()
        });
        found
            .get()
            .unwrap_or_else(|| panic!("{text:?} is not on the screen{self}"))
    }

    /// The column and row of the cursor, from 0; none while it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.watched.look(|screen| {
            let (row, column) = screen.cursor_position();
            (!screen.hide_cursor()).then_some((column, row))
        })
    }

    /// The terminal itself, for what the other methods do not return: the modes that the program turned on.
    pub fn look<T>(&self, inspect: impl FnOnce(&vt100::Screen) -> T) -> T {
        self.watched.look(inspect)
    }

    /// Every byte that the program has written.
    pub fn raw_output(&self) -> Vec<u8> {
        self.watched.raw()
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

impl Drop for Carnet {
    fn drop(&mut self) {
        if self.watched.is_running() {
            // It may end by itself in the meantime: nothing depends on it.
            let kill = format!("kill -s KILL {} 2>&-", self.process);
            let _ = Command::new("sh").args(["-c", &kill]).status();
        }
    }
}

/// The screen, to end a failure with.
impl std::fmt::Display for Carnet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let state = match self.watched.status() {
            None => "is running".to_owned(),
            Some(status) => format!("has ended ({status})"),
        };
        write!(f, "\nThe program {state}. ---- its screen:\n")?;
        writeln!(f, "{}\n----", self.screen())
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        ..PtySize::default()
    }
}
