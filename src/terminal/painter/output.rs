//! A writer that sends each frame in one go, and nothing once the terminal is restored.

use std::io::{self, Write};

use crate::terminal::restored::Restored;

/// A writer that buffers until it is flushed, then writes at once: a frame is never half drawn, and takes one system call instead of
/// one for each kilobyte.
///
/// Once the terminal is restored, everything is dropped: half a frame after a panic must not be printed over the user's shell.
#[derive(Debug)]
pub(crate) struct Output<W: Write> {
    inner: W,
    waiting: Vec<u8>,
    restored: Restored,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(inner: W, restored: Restored) -> Self {
        Self {
            inner,
            waiting: Vec::new(),
            restored,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let written = if self.restored.is_claimed() {
            Ok(())
        } else {
            self.inner.write_all(&self.waiting)
        };
        // After an error too: it would be written twice.
        self.waiting.clear();
        written.and_then(|()| self.inner.flush())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    /// Collects each write separately.
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
        let mut output = Output::new(Writes::default(), Restored::default());
        for _ in 0..10_000 {
            output.write_all(b"abc").unwrap();
        }
        assert!(output.inner.0.is_empty());
        output.flush().unwrap();
        assert_eq!(output.inner.0.len(), 1);
        assert_eq!(output.inner.0[0].len(), 30_000);
    }

    #[test]
    fn nothing_is_written_once_the_terminal_is_restored() {
        let restored = Restored::default();
        let mut output = Output::new(Vec::new(), restored.clone());
        output.write_all(b"half a frame").unwrap();
        assert!(restored.claim());
        assert!(!restored.claim());
        output.flush().unwrap();
        assert!(output.inner.is_empty());
    }
}
