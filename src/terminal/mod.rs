//! The terminal: entered, drawn on, and restored at the end, on an error, on a panic.
//!
//! ```text
//! input      converts crossterm's events to keys, pastes and gestures
//! key        a key, its name, and the character it types
//! sources    the threads that wake the loop
//! painter    draws with few bytes
//! restored   whether the terminal was restored
//! ```

pub mod input;
pub mod key;
mod painter;
mod restored;
pub mod sources;

use std::io::{self, IsTerminal, Write, stdout};
use std::panic;
use std::rc::Rc;
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, force_color_output};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Position;
use ratatui::{Frame, Terminal};

use painter::{CursorPosition, Painter};
use restored::Restored;

/// Why the terminal does not show the screen.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// The keyboard is not there: standard input is a file or a pipe.
    #[error("standard input is not a terminal")]
    InputIsNotATerminal,
    /// The screen is not there: standard output is a file or a pipe.
    #[error("standard output is not a terminal")]
    OutputIsNotATerminal,
    /// The terminal refused; nothing has been changed.
    #[error("the terminal could not be set up: {0}")]
    Setup(io::Error),
    /// The terminal stopped responding.
    #[error("the terminal is gone: {0}")]
    Lost(io::Error),
}

/// The terminal while Carnet uses it: full screen, with every key sent to the program.
///
/// Restores the terminal when dropped, and before a panic of the thread that entered is written; a panic of another thread does not
/// change the screen. Ctrl+Z is a key here (it undoes): the program cannot be suspended.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<Painter>,
    /// Where the painter leaves the cursor when a frame does not show it.
    hidden_cursor: Rc<CursorPosition>,
    restored: Restored,
}

impl Screen {
    /// Takes the terminal; with `mouse`, clicks and the wheel are reported too, and the terminal's own selection needs Maj.
    ///
    /// # Errors
    /// Standard input or output is not a terminal, or it refuses; it is then as it was.
    pub fn enter(mouse: bool) -> Result<Self, TerminalError> {
        if !io::stdin().is_terminal() {
            return Err(TerminalError::InputIsNotATerminal);
        }
        if !stdout().is_terminal() {
            return Err(TerminalError::OutputIsNotATerminal);
        }
        // With NO_COLOR crossterm would drop the reversed selection too: the theme handles it better.
        force_color_output(true);
        enable_raw_mode().map_err(TerminalError::Setup)?;
        Self::open(mouse).map_err(|error| {
            restore(&mut stdout());
            TerminalError::Setup(error)
        })
    }

    fn open(mouse: bool) -> io::Result<Self> {
        let mut output = stdout();
        write_enter(&mut output, mouse)?;
        output.flush()?;
        let size = crossterm::terminal::size()?.into();
        let restored = Restored::default();
        let painter = Painter::new(output, size, restored.clone());
        let screen = Self {
            hidden_cursor: painter.hidden_cursor(),
            terminal: Terminal::new(painter)?,
            restored: restored.clone(),
        };
        restore_on_panic(restored);
        Ok(screen)
    }

    /// Draws a frame in the present size of the terminal, and sends what has changed. The cursor,
    /// when the frame does not show it, is left hidden where `render` returns.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame) -> Option<Position>) -> io::Result<()> {
        let hidden_cursor = Rc::clone(&self.hidden_cursor);
        self.terminal
            .draw(|frame| hidden_cursor.set(render(frame)))
            .map(drop)
    }

    /// Turns mouse capture on, or off: the terminal then selects and copies text by itself.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        let output = self.terminal.backend_mut();
        write_mouse(output, on)?;
        output.flush()
    }

    /// Sends `text` to the terminal's clipboard (OSC 52). No terminal acknowledges it and some ignore it, above all when the text is
    /// long: say "envoyé au presse-papiers du terminal", and offer a file too.
    ///
    /// # Errors
    /// The terminal is gone, or is an old Windows console without a clipboard.
    pub fn copy_to_clipboard(&mut self, text: &str) -> io::Result<()> {
        let output = self.terminal.backend_mut();
        queue!(output, CopyToClipboard::to_clipboard_from(text))?;
        output.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.restored.claim() {
            restore(&mut stdout());
        }
    }
}

/// Makes a panic of this thread restore the terminal and write in French that Carnet has stopped, before the panic's message.
fn restore_on_panic(restored: Restored) {
    let owner = thread::current().id();
    let write_message = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == owner && restored.claim() {
            restore(&mut stdout());
            let _ = writeln!(io::stderr(), "{STOPPED}");
        }
        // Another thread's message would be drawn over: the code that waits for its work reports the failure.
        if restored.is_claimed() {
            write_message(info);
        }
    }));
}

const STOPPED: &str = "Carnet s’est arrêté sur une erreur imprévue. Ce qui était enregistré est intact.\n\
     Une saisie en cours est gardée et sera proposée à l’ouverture, si le carnet peut encore être écrit.\n\
     Le détail, utile à qui corrigera l’erreur\u{202f}:";

/// Restores the terminal as far as possible: an error can't be shown any more.
fn restore(output: &mut impl Write) {
    let _ = write_leave(output);
    let _ = output.flush();
    let _ = disable_raw_mode();
}

fn write_enter(output: &mut impl Write, mouse: bool) -> io::Result<()> {
    queue!(
        output,
        EnterAlternateScreen,
        // A console without an alternate screen would keep its content.
        Clear(ClearType::All),
        Hide
    )?;
    if_supported(queue!(output, EnableBracketedPaste))?;
    if_supported(queue!(output, EnableFocusChange))?;
    if mouse {
        write_mouse(output, true)?;
    }
    Ok(())
}

fn write_mouse(output: &mut impl Write, on: bool) -> io::Result<()> {
    if on {
        queue!(output, EnableMouseCapture)
    } else {
        queue!(output, DisableMouseCapture)
    }
}

fn write_leave(output: &mut impl Write) -> io::Result<()> {
    // All are written, even when one fails.
    let results = [
        // Harmless when it is off: the mouse may have been turned on since.
        write_mouse(output, false),
        if_supported(queue!(output, DisableFocusChange)),
        if_supported(queue!(output, DisableBracketedPaste)),
        queue!(output, SetAttribute(Attribute::Reset), LeaveAlternateScreen),
        queue!(output, Show),
    ];
    results.into_iter().collect()
}

/// Ignores that an old Windows console reports neither pastes nor focus.
fn if_supported(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        other => other,
    }
}

// The console of Windows is not asked by bytes.
#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use vt100::{MouseProtocolEncoding, MouseProtocolMode, Parser};

    fn entered(mouse: bool) -> Parser {
        let mut bytes = b"shell $ ".to_vec();
        write_enter(&mut bytes, mouse).unwrap();
        let mut terminal = Parser::new(24, 80, 0);
        terminal.process(&bytes);
        terminal
    }

    #[test]
    fn entering_takes_the_whole_screen() {
        let terminal = entered(true);
        let screen = terminal.screen();
        assert!(screen.alternate_screen());
        assert!(screen.bracketed_paste());
        assert!(screen.hide_cursor());
        assert_ne!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        assert_eq!(screen.mouse_protocol_encoding(), MouseProtocolEncoding::Sgr);
        assert_eq!(screen.contents(), "");
    }

    #[test]
    fn the_mouse_is_asked_for_only_when_wanted() {
        let mut terminal = entered(false);
        assert_eq!(
            terminal.screen().mouse_protocol_mode(),
            MouseProtocolMode::None
        );
        let mut bytes = Vec::new();
        write_mouse(&mut bytes, true).unwrap();
        terminal.process(&bytes);
        assert_ne!(
            terminal.screen().mouse_protocol_mode(),
            MouseProtocolMode::None
        );
    }

    #[test]
    fn leaving_gives_everything_back() {
        let mut terminal = entered(true);
        terminal.process(b"\x1b[1;31mhalf a frame");
        let mut bytes = Vec::new();
        write_leave(&mut bytes).unwrap();
        terminal.process(&bytes);
        let screen = terminal.screen();
        assert!(!screen.alternate_screen());
        assert!(!screen.bracketed_paste());
        assert!(!screen.hide_cursor());
        assert!(!screen.bold());
        assert_eq!(screen.fgcolor(), vt100::Color::Default);
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        assert_eq!(screen.contents().trim_end(), "shell $");
        // vt100 does not track this one.
        assert!(bytes.windows(8).any(|window| window == b"\x1b[?1004l"));
    }

    #[test]
    fn each_part_is_restored_though_another_fails() {
        /// Refuses the end of bracketed paste.
        struct Stubborn(Vec<u8>);
        impl Write for Stubborn {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if bytes.windows(5).any(|window| window == b"?2004") {
                    return Err(io::Error::other("no"));
                }
                self.0.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut output = Stubborn(Vec::new());
        assert!(write_leave(&mut output).is_err());
        let written = String::from_utf8(output.0).unwrap();
        assert!(written.contains("\u{1b}[?1049l"));
        assert!(written.ends_with("\u{1b}[?25h"));
    }
}
