//! A program in a pseudo-terminal, seen as its user sees it.
//!
//! One thread reads what the program writes and stamps it; nothing else runs meanwhile. The screen is made from what was read only
//! once the program is quiet again, so that making it is in no figure.

use std::error::Error;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser};

use crate::process::Process;
use crate::stats::Sample;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The size of the terminal.
pub const COLUMNS: u16 = 120;
pub const ROWS: u16 = 40;

/// After how long without a byte, and asleep, a program has answered a key.
pub const KEY: Duration = Duration::from_millis(25);

/// The same where more may follow on its own time.
pub const LATER: Duration = Duration::from_millis(80);

/// How long a key may take to reach a program that sleeps: the system hands it over when it has time.
const ON_ITS_WAY: Duration = Duration::from_millis(250);

/// The longest that anything is waited for.
const DEADLINE: Duration = Duration::from_secs(60);

/// The moment at which every program of the measure believes to be.
pub const NOW: &str = "2026-11-24T10:00:00";

/// A program in a terminal of its own and a home of its own; killed when dropped.
pub struct Terminal {
    record: Arc<Mutex<Record>>,
    keyboard: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    process: Process,
    screen: Parser,
    /// How many chunks the screen was made from.
    shown: usize,
    /// How the terminal was set before the program came.
    found: String,
    _home: TempDir,
}

/// All that was read so far.
#[derive(Default)]
struct Record {
    bytes: Vec<u8>,
    /// When each chunk was read, and where it ends in the bytes.
    chunks: Vec<(Instant, usize)>,
    /// When the program released the terminal.
    ended: Option<Instant>,
}

impl Record {
    /// Where so many chunks end.
    fn end_of(&self, chunks: usize) -> usize {
        chunks.checked_sub(1).map_or(0, |last| self.chunks[last].1)
    }
}

/// What came after a key.
pub struct Answer {
    pub sample: Sample,
    sent: Instant,
    chunks: Range<usize>,
}

impl Terminal {
    /// Starts a program; answers once it is quiet.
    pub fn start(program: &Path, args: &[&OsStr]) -> Result<(Self, Answer)> {
        let home = TempDir::new()?;
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size)?;
        let found = settings(&*pair.master);
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home.path());
        command.env_clear();
        for (name, value) in [
            ("HOME", home.path().as_os_str()),
            ("TERM", OsStr::new("xterm-256color")),
            ("COLORTERM", OsStr::new("truecolor")),
            ("LANG", OsStr::new("fr_FR.UTF-8")),
            ("TZ", OsStr::new("Europe/Paris")),
            (carnet::clock::VARIABLE, OsStr::new(NOW)),
        ] {
            command.env(name, value);
        }
        let record = Arc::new(Mutex::new(Record::default()));
        watch(Arc::clone(&record), pair.master.try_clone_reader()?);
        let keyboard = pair.master.take_writer()?;
        let sent = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        let mut terminal = Self {
            process: Process(child.process_id().ok_or("the program has no number")?),
            record,
            keyboard,
            master: pair.master,
            child,
            screen: Parser::new(ROWS, COLUMNS, 0),
            shown: 0,
            found,
            _home: home,
        };
        let answer = terminal.answer(sent, 0..0, 0.0, LATER, |_| true)?;
        Ok((terminal, answer))
    }

    /// Sends a key, and waits until the program has answered and is quiet for as long.
    pub fn press(&mut self, key: &str, quiet: Duration) -> Result<Answer> {
        self.press_until(key, quiet, |_| true)
    }

    /// As [`Terminal::press`], the answer being whole only once the screen is as `is_so` says: on a busy machine, what was written
    /// may come late.
    pub fn press_until(
        &mut self,
        key: &str,
        quiet: Duration,
        is_so: impl Fn(&str) -> bool,
    ) -> Result<Answer> {
        let known = self.record().chunks.len();
        let worked = self.process.cpu();
        let sent = Instant::now();
        self.keyboard.write_all(key.as_bytes())?;
        self.answer(sent, known..known, worked, quiet, is_so)
    }

    /// Sends keys one after the other.
    pub fn press_all(&mut self, keys: &[&str]) -> Result<()> {
        for key in keys {
            self.press(key, KEY)?;
        }
        Ok(())
    }

    fn answer(
        &mut self,
        sent: Instant,
        mut chunks: Range<usize>,
        worked: f64,
        quiet: Duration,
        is_so: impl Fn(&str) -> bool,
    ) -> Result<Answer> {
        let last = loop {
            let last = self.record().chunks[chunks.start..]
                .last()
                .map(|&(at, _)| at);
            let silent = last.unwrap_or(sent).elapsed();
            let has_come = last.is_some() || silent >= ON_ITS_WAY;
            let is_over = || self.record().ended.is_some() || self.is_asleep();
            if silent >= quiet && has_come && is_over() && is_so(&self.text()) {
                break last;
            }
            if sent.elapsed() > DEADLINE {
                return Err(format!("waited in vain for an answer\n{}", self.text()).into());
            }
            thread::sleep(quiet.saturating_sub(silent).max(Duration::from_millis(2)));
        };
        let record = self.record();
        chunks.end = record.chunks.len();
        let bytes = record.end_of(chunks.end) - record.end_of(chunks.start);
        drop(record);
        Ok(Answer {
            sample: Sample {
                wall: milliseconds(sent, last.unwrap_or(sent)),
                cpu: self.process.cpu() - worked,
                bytes,
            },
            sent,
            chunks,
        })
    }

    /// Whether the program has nothing more to do: its threads sleep, and none has worked since they were looked at.
    fn is_asleep(&self) -> bool {
        let worked = self.process.cpu();
        self.process.is_asleep() && {
            thread::sleep(Duration::from_millis(3));
            self.process.is_asleep() && self.process.cpu() == worked
        }
    }

    /// Sends the key that quits. Returns the time until the program released the terminal, and the modes it did not restore.
    pub fn leave(mut self, key: &str) -> Result<(Sample, Vec<&'static str>)> {
        let sent = Instant::now();
        self.keyboard.write_all(key.as_bytes())?;
        let ended = loop {
            if let Some(ended) = self.record().ended {
                break ended;
            }
            if sent.elapsed() > DEADLINE {
                return Err(format!("the program stays\n{}", self.text()).into());
            }
            thread::sleep(Duration::from_millis(2));
        };
        let status = self.child.wait()?;
        self.show(usize::MAX);
        let screen = self.screen.screen();
        let bytes = &self.record().bytes;
        let focus = bytes
            .windows(8)
            .rfind(|bytes| bytes.starts_with(b"\x1b[?1004"));
        let left = [
            ("an exit status", !status.success()),
            ("settings", settings(&*self.master) != self.found),
            ("the other screen", screen.alternate_screen()),
            ("no cursor", screen.hide_cursor()),
            ("bracketed pastes", screen.bracketed_paste()),
            (
                "the mouse",
                screen.mouse_protocol_mode() != MouseProtocolMode::None,
            ),
            ("a colour", screen.fgcolor() != vt100::Color::Default),
            (
                "focus reporting",
                focus.is_some_and(|bytes| bytes.ends_with(b"h")),
            ),
        ];
        let left = left.into_iter().filter(|(_, is_so)| *is_so);
        let sample = Sample {
            wall: milliseconds(sent, ended),
            ..Sample::default()
        };
        Ok((sample, left.map(|(what, _)| what).collect()))
    }

    /// The program itself.
    pub fn process(&self) -> Process {
        self.process
    }

    /// The screen as text, a line a row, every space of the same kind.
    pub fn text(&mut self) -> String {
        self.show(usize::MAX);
        text(&self.screen)
    }

    /// Refuses a screen on which a text is not: what was measured was something else.
    pub fn expect(&mut self, expected: &str) -> Result<()> {
        let screen = self.text();
        if screen.contains(expected) {
            Ok(())
        } else {
            Err(format!("{expected:?} is not on the screen\n{screen}").into())
        }
    }

    /// How long after the key the part of the screen that `part` takes was what it is now.
    pub fn settled(&mut self, answer: &Answer, part: impl Fn(&str) -> String) -> f64 {
        self.show(answer.chunks.start);
        let mut since = None;
        let mut seen = String::new();
        for chunk in answer.chunks.clone() {
            self.show(chunk + 1);
            let now = part(&text(&self.screen));
            if since.is_none() || now != seen {
                since = Some(self.record().chunks[chunk].0);
                seen = now;
            }
        }
        milliseconds(answer.sent, since.unwrap_or(answer.sent))
    }

    /// Brings the screen up to that many chunks.
    fn show(&mut self, chunks: usize) {
        let record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        let to = chunks.min(record.chunks.len());
        if to > self.shown {
            self.screen
                .process(&record.bytes[record.end_of(self.shown)..record.end_of(to)]);
            self.shown = to;
        }
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have left by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads all that the program writes, and stamps each chunk at once.
fn watch(record: Arc<Mutex<Record>>, mut reader: Box<dyn Read + Send>) {
    thread::spawn(move || {
        let mut buffer = [0; 64 * 1024];
        loop {
            let read = reader.read(&mut buffer).unwrap_or(0);
            let now = Instant::now();
            let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
            if read == 0 {
                record.ended = Some(now);
                return;
            }
            record.bytes.extend_from_slice(&buffer[..read]);
            let end = record.bytes.len();
            record.chunks.push((now, end));
        }
    });
}

fn text(screen: &Parser) -> String {
    let rows = screen.screen().rows(0, COLUMNS);
    let rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n").replace(['\u{a0}', '\u{202f}'], " ")
}

/// How a terminal is set (termios), to be compared with itself later.
#[cfg(unix)]
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

#[cfg(not(unix))]
fn settings(_: &dyn MasterPty) -> String {
    String::new()
}

fn milliseconds(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1e3
}
