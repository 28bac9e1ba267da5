//! What a program in a terminal has shown and whether it still runs, kept up to date by two threads that wake those who wait.

use std::io::Read;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, ExitStatus};
use vt100::{Parser, Screen};

/// The program, seen from its terminal.
pub struct Watched(Arc<Shared>);

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

/// All that has been seen so far.
pub struct Seen {
    parser: Parser,
    raw: Vec<u8>,
    /// The program's last byte has been read.
    read_out: bool,
    /// Reading must stop: the terminal closes.
    stop_reading: bool,
    status: Option<ExitStatus>,
}

impl Seen {
    /// The program has ended and all it wrote has been read.
    pub fn is_over(&self) -> bool {
        self.read_out && self.status.is_some()
    }

    /// The screen as text, a line a row, without the spaces at their ends.
    pub fn text(&self) -> String {
        let screen = self.parser.screen();
        let (_, columns) = screen.size();
        let rows: Vec<String> = screen
            .rows(0, columns)
            .map(|row| row.trim_end().to_owned())
            .collect();
        rows.join("\n")
    }

    /// The column and row of the first place of `text` on the screen.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        find(self.parser.screen(), text)
    }
}

impl Watched {
    /// Watches what `reader` gives of the terminal, and the end of `child`.
    pub fn new(
        reader: Box<dyn Read + Send>,
        child: Box<dyn Child + Send + Sync>,
        columns: u16,
        rows: u16,
    ) -> Self {
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: Parser::new(rows, columns, 0),
                raw: Vec::new(),
                read_out: false,
                stop_reading: false,
                status: None,
            }),
            changed: Condvar::new(),
        });
        let watched = Self(shared);
        watched.spawn_reader(reader);
        watched.spawn_waiter(child);
        watched
    }

    fn spawn_reader(&self, mut reader: Box<dyn Read + Send>) {
        let watched = Self(Arc::clone(&self.0));
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = watched.lock();
                seen.parser.process(&buffer[..read]);
                seen.raw.extend_from_slice(&buffer[..read]);
                seen.read_out = read == 0 || seen.stop_reading;
                watched.0.changed.notify_all();
                if seen.read_out {
                    return;
                }
            }
        });
    }

    fn spawn_waiter(&self, mut child: Box<dyn Child + Send + Sync>) {
        let watched = Self(Arc::clone(&self.0));
        thread::spawn(move || {
            let status = child.wait().expect("a child can be waited for");
            watched.lock().status = Some(status);
            watched.0.changed.notify_all();
        });
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        // A failed test must still be able to show the screen.
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `is_so`; false when it is not by the deadline, or will never be because the program has ended.
    pub fn wait(&self, deadline: Duration, is_so: impl Fn(&Seen) -> bool) -> bool {
        let until = Instant::now() + deadline;
        let mut seen = self.lock();
        loop {
            if is_so(&seen) {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || seen.is_over() {
                return false;
            }
            let woken = self.0.changed.wait_timeout(seen, left);
            seen = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Whether the program still runs.
    pub fn is_running(&self) -> bool {
        self.lock().status.is_none()
    }

    /// How the program ended.
    pub fn status(&self) -> Option<ExitStatus> {
        self.lock().status.clone()
    }

    /// Looks at the terminal.
    pub fn look<T>(&self, inspect: impl FnOnce(&Screen) -> T) -> T {
        inspect(self.lock().parser.screen())
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.lock().text()
    }

    /// Every byte written so far.
    pub fn raw(&self) -> Vec<u8> {
        self.lock().raw.clone()
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.lock();
        seen.parser.screen_mut().set_size(rows, columns);
    }

    /// Has the reading end at the next thing that the program writes.
    pub fn stop_reading(&self) {
        self.lock().stop_reading = true;
    }
}

/// The column and row of the first place of `text` in a row of the screen.
fn find(screen: &Screen, text: &str) -> Option<(u16, u16)> {
    let (rows, columns) = screen.size();
    (0..rows).find_map(|row| {
        let from = |column| {
            (column..columns)
                .filter_map(|column| screen.cell(row, column))
                .filter(|cell| !cell.is_wide_continuation())
                .map(|cell| match cell.contents() {
                    "" => " ",
                    contents => contents,
                })
                .collect::<String>()
        };
        let column = (0..columns).find(|column| from(*column).starts_with(text))?;
        Some((column, row))
    })
}
