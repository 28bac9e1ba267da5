//! What is written to the terminal: gathered, sent in one go, and stopped once the terminal has been given back.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal has been given back; shared between the screen and the panic hook, whichever comes first.
#[derive(Debug, Clone, Default)]
pub(crate) struct GivenBack(Arc<AtomicBool>);

impl GivenBack {
    /// Marks it; true for the first to do so, who must give the terminal back.
    pub(crate) fn claim(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }

    pub(crate) fn is_claimed(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A writer that keeps what it is given until it is flushed, then writes it at once: a frame is never seen half drawn, and costs
/// one system call where ratatui's own makes one a kilobyte.
///
/// Once the terminal is given back, everything is dropped: what a panic left of a frame must not be printed over the user's shell.
#[derive(Debug)]
pub(crate) struct Output<W: Write> {
    inner: W,
    waiting: Vec<u8>,
    given_back: GivenBack,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(inner: W, given_back: GivenBack) -> Self {
        Self {
            inner,
            waiting: Vec::new(),
            given_back,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let written = if self.given_back.is_claimed() {
            Ok(())
        } else {
            self.inner.write_all(&self.waiting)
        };
        // Kept after an error, it would be written twice.
        self.waiting.clear();
        written.and_then(|()| self.inner.flush())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    /// Keeps each write apart.
    #[derive(Default)]
    struct Writes(Vec<Vec<u8>>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write() {
        let mut output = Output::new(Writes::default(), GivenBack::default());
        for _ in 0..10_000 {
            output.write_all(b"abc").unwrap();
        }
        assert!(output.inner.0.is_empty());
        output.flush().unwrap();
        assert_eq!(output.inner.0.len(), 1);
        assert_eq!(output.inner.0[0].len(), 30_000);
    }

    #[test]
    fn nothing_is_written_once_the_terminal_is_given_back() {
        let given_back = GivenBack::default();
        let mut output = Output::new(Vec::new(), given_back.clone());
        output.write_all(b"half a frame").unwrap();
        assert!(given_back.claim());
        assert!(!given_back.claim());
        output.flush().unwrap();
        assert!(output.inner.is_empty());
    }
}
