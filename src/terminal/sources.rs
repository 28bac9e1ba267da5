//! Whatever wakes the loop: what the user does, and the orders to leave. A thread each, all into one channel, and no ticks.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::input::{Input, Normaliser};

/// Something that the loop must answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEvent {
    /// The user did something.
    Input(Input),
    /// Something that was done on another thread is to be looked at.
    Woken,
    /// The program must keep what is being typed, and leave, though the user did not ask it to: a signal asks for it, or the
    /// terminal is gone.
    Quit,
}

/// Starts the threads that feed `events`, for as long as the program lives.
///
/// To be called once, after [`super::Screen::enter`]. The threads end with the process, or when nobody listens any more.
///
/// # Errors
/// A thread or a signal handler could not be had from the system.
pub fn spawn_sources(events: &Sender<SourceEvent>) -> io::Result<()> {
    // The signals first: from here on, each of them gives the terminal back.
    #[cfg(unix)]
    {
        unix::spawn_signals(events.clone())?;
        unix::spawn_watchdog(events.clone())?;
    }
    // From here on a resize is told, even one that comes before the thread begins to read.
    crossterm::event::poll(Duration::ZERO)?;
    spawn_reader(events.clone())
}

fn spawn_reader(events: Sender<SourceEvent>) -> io::Result<()> {
    thread::Builder::new()
        .name("lecture du terminal".into())
        .spawn(move || {
            // Dropped however the thread ends, so that the loop never waits for keys that nobody reads.
            let last_word = LastWord(events);
            let mut normaliser = Normaliser::default();
            while let Ok(event) = crossterm::event::read() {
                if let Some(input) = normaliser.normalise(event)
                    && last_word.0.send(SourceEvent::Input(input)).is_err()
                {
                    break;
                }
            }
        })
        .map(drop)
}

/// Tells that the input is lost when it is dropped.
struct LastWord(Sender<SourceEvent>);

impl Drop for LastWord {
    fn drop(&mut self) {
        // Nobody listens any more: the program is leaving.
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
        // SIGINT comes from outside the window; inside it, Ctrl+C is a key like another.
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

    /// Tells when the terminal is gone: crossterm's reading never ends then, and SIGHUP may have been masked by a parent (`nohup`).
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

    /// Blocks until the terminal is gone; false when this system cannot tell.
    fn wait_for_hang_up() -> bool {
        // No event is asked for: a hang-up is told all the same, and keys wake nobody here.
        let mut terminal = [PollFd::from_borrowed_fd(
            rustix::stdio::stdin(),
            PollFlags::empty(),
        )];
        loop {
            match poll(&mut terminal, None) {
                Err(Errno::INTR) => {}
                Err(_) => return false,
                Ok(_) => {
                    let told = terminal[0].revents();
                    return told.intersects(PollFlags::HUP | PollFlags::ERR);
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
    fn a_reader_that_ends_says_so() {
        let (events, told) = channel();
        let reader = thread::spawn(move || {
            let _last_word = LastWord(events);
            panic!("the reader fails");
        });
        assert!(reader.join().is_err());
        assert_eq!(told.recv().unwrap(), SourceEvent::Quit);
    }
}
