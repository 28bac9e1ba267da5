//! The threads that wake the event loop: user input, signals, and the loss of the terminal. All send to one channel; there are no ticks.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::input::{Input, Normaliser};

/// Something that the event loop handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEvent {
    /// The user did something.
    Input(Input),
    /// Another thread has a result.
    Woken,
    /// The program has to save what is being typed and leave: on a signal, or when the terminal is gone.
    Quit,
}

/// Starts the threads that feed `events`, for as long as the program lives.
///
/// To be called once, after [`super::Screen::enter`]. The threads end with the process, or when the receiver is dropped.
///
/// # Errors
/// A thread or a signal handler can't be started.
pub fn spawn_sources(events: &Sender<SourceEvent>) -> io::Result<()> {
    // The signals first: from here on, each of them restores the terminal.
    #[cfg(unix)]
    {
        unix::spawn_signals(events.clone())?;
        unix::spawn_watchdog(events.clone())?;
    }
    // From here on a resize is reported, even one before the thread begins to read.
    crossterm::event::poll(Duration::ZERO)?;
    #[cfg(windows)]
    spawn_size_watcher(events.clone())?;
    spawn_reader(events.clone())
}

/// Sends each new size of the window. The console of Windows reports them only with the mouse, which the
/// user may have left to the terminal.
#[cfg(windows)]
fn spawn_size_watcher(events: Sender<SourceEvent>) -> io::Result<()> {
    const INTERVAL: Duration = Duration::from_millis(250);
    let size = || crossterm::terminal::size().ok();
    thread::Builder::new()
        .name("taille du terminal".into())
        .spawn(move || {
            let mut changes = SizeChanges::from(size());
            loop {
                thread::sleep(INTERVAL);
                if let Some(resize) = changes.next(size())
                    && events.send(SourceEvent::Input(resize)).is_err()
                {
                    break;
                }
            }
        })
        .map(drop)
}

/// The last size that was seen.
#[cfg(any(windows, test))]
#[derive(Debug, Default)]
struct SizeChanges(Option<(u16, u16)>);

#[cfg(any(windows, test))]
impl From<Option<(u16, u16)>> for SizeChanges {
    fn from(size: Option<(u16, u16)>) -> Self {
        Self(size)
    }
}

#[cfg(any(windows, test))]
impl SizeChanges {
    /// Returns the event for a size that is not the last one.
    fn next(&mut self, size: Option<(u16, u16)>) -> Option<Input> {
        let (columns, rows) = size.filter(|_| size != self.0)?;
        self.0 = size;
        Some(Input::Resize(columns, rows))
    }
}

fn spawn_reader(events: Sender<SourceEvent>) -> io::Result<()> {
    thread::Builder::new()
        .name("lecture du terminal".into())
        .spawn(move || {
            // Dropped however the thread ends, so that the loop never waits for keys that no thread reads.
            let events = QuitOnDrop(events);
            let mut normaliser = Normaliser::default();
            while let Ok(event) = crossterm::event::read() {
                if let Some(input) = normaliser.normalise(event)
                    && events.0.send(SourceEvent::Input(input)).is_err()
                {
                    break;
                }
            }
        })
        .map(drop)
}

/// Sends [`SourceEvent::Quit`] when it is dropped.
struct QuitOnDrop(Sender<SourceEvent>);

impl Drop for QuitOnDrop {
    fn drop(&mut self) {
        // The receiver may be gone: the program is leaving.
        let _ = self.0.send(SourceEvent::Quit);
    }
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::mpsc::Sender;
    use std::thread;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use crate::terminal::sources::SourceEvent;

    pub(crate) fn spawn_signals(events: Sender<SourceEvent>) -> io::Result<()> {
        // SIGINT comes from outside the terminal; in it, Ctrl+C is an ordinary key.
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        thread::Builder::new()
            .name("signaux".into())
            .spawn(move || {
                for _ in signals.forever() {
                    if events.send(SourceEvent::Quit).is_err() {
                        break;
                    }
                }
            })
            .map(drop)
    }

    /// Sends [`SourceEvent::Quit`] when the terminal is gone: crossterm's reading never ends then, and SIGHUP may have been masked by a
    /// parent (`nohup`).
    pub(crate) fn spawn_watchdog(events: Sender<SourceEvent>) -> io::Result<()> {
        thread::Builder::new()
            .name("veille du terminal".into())
            .spawn(move || {
                if wait_for_hang_up() {
                    let _ = events.send(SourceEvent::Quit);
                }
            })
            .map(drop)
    }

    /// Blocks until the terminal is gone; returns false when this system can't report it.
    fn wait_for_hang_up() -> bool {
        // No event is asked for: a hang-up is reported anyway, and keys do not wake this thread.
        let mut terminal = [PollFd::from_borrowed_fd(
            rustix::stdio::stdin(),
            PollFlags::empty(),
        )];
        loop {
            match poll(&mut terminal, None) {
                Err(Errno::INTR) => {}
                Err(_) => return false,
                Ok(_) => {
                    let reported = terminal[0].revents();
                    return reported.intersects(PollFlags::HUP | PollFlags::ERR);
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_size_is_reported_once_and_one_that_cannot_be_read_is_not() {
        let mut changes = SizeChanges::from(Some((80, 24)));
        let sizes = [
            Some((80, 24)),
            Some((120, 40)),
            None,
            Some((120, 40)),
            Some((80, 24)),
        ];
        let reported: Vec<Input> = sizes
            .into_iter()
            .filter_map(|size| changes.next(size))
            .collect();
        assert_eq!(reported, [Input::Resize(120, 40), Input::Resize(80, 24)]);
    }

    #[test]
    fn a_reader_that_ends_quits() {
        let (events, received) = channel();
        let reader = thread::spawn(move || {
            let _events = QuitOnDrop(events);
            panic!("the reader fails");
        });
        assert!(reader.join().is_err());
        assert_eq!(received.recv().unwrap(), SourceEvent::Quit);
    }
}
