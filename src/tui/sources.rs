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
    /// The program must keep what is being typed, and leave.
    Quit(QuitReason),
}

/// Why the program must leave, though the user did not ask it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuitReason {
    /// The system or another program asks for it (SIGTERM).
    Terminated,
    /// Ctrl+C from outside the window (SIGINT); inside it, Ctrl+C is a key like another.
    Interrupted,
    /// The terminal's window is gone: nothing more can be shown.
    HungUp,
    /// Nothing can be read from the terminal any more.
    InputLost,
}

/// Starts the threads that feed `events`, for as long as the program lives.
///
/// To be called once, after [`super::terminal::Screen::enter`]. The threads end with the process, or when nobody listens any more.
///
/// # Errors
/// A thread or a signal handler could not be had from the system.
pub fn spawn_sources<T>(events: &Sender<T>) -> io::Result<()>
where
    T: From<SourceEvent> + Send + 'static,
{
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

fn send<T: From<SourceEvent>>(events: &Sender<T>, event: SourceEvent) -> bool {
    events.send(T::from(event)).is_ok()
}

fn spawn_reader<T>(events: Sender<T>) -> io::Result<()>
where
    T: From<SourceEvent> + Send + 'static,
{
    thread::Builder::new()
        .name("lecture du terminal".into())
        .spawn(move || {
            // Dropped however the thread ends, so that the loop never waits for keys that nobody reads.
            let last_word = LastWord(events);
            let mut normaliser = Normaliser::default();
            while let Ok(event) = crossterm::event::read() {
                if let Some(input) = normaliser.normalise(event)
                    && !send(&last_word.0, SourceEvent::Input(input))
                {
                    break;
                }
            }
        })
        .map(drop)
}

/// Tells that the input is lost when it is dropped.
struct LastWord<T: From<SourceEvent>>(Sender<T>);

impl<T: From<SourceEvent>> Drop for LastWord<T> {
    fn drop(&mut self) {
        send(&self.0, SourceEvent::Quit(QuitReason::InputLost));
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

    use super::{QuitReason, SourceEvent, send};

    pub(super) fn spawn_signals<T>(events: Sender<T>) -> io::Result<()>
    where
        T: From<SourceEvent> + Send + 'static,
    {
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        thread::Builder::new()
            .name("signaux".into())
            .spawn(move || {
                for signal in signals.forever() {
                    let reason = match signal {
                        SIGTERM => QuitReason::Terminated,
                        SIGINT => QuitReason::Interrupted,
                        _ => QuitReason::HungUp,
                    };
                    if !send(&events, SourceEvent::Quit(reason)) {
                        break;
                    }
                }
            })
            .map(drop)
    }

    /// Tells when the terminal is gone: crossterm's reading never ends then, and SIGHUP may have been masked by a parent (`nohup`).
    pub(super) fn spawn_watchdog<T>(events: Sender<T>) -> io::Result<()>
    where
        T: From<SourceEvent> + Send + 'static,
    {
        thread::Builder::new()
            .name("veille du terminal".into())
            .spawn(move || {
                if wait_for_hang_up() {
                    send(&events, SourceEvent::Quit(QuitReason::HungUp));
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
        let (events, told) = channel::<SourceEvent>();
        let reader = thread::spawn(move || {
            let _last_word = LastWord(events);
            panic!("the reader fails");
        });
        assert!(reader.join().is_err());
        assert_eq!(
            told.recv().unwrap(),
            SourceEvent::Quit(QuitReason::InputLost)
        );
    }
}
