//! Draws on the terminal with few bytes: a move in a list takes some 330 of them, 2,260 with ratatui's own backend, which is felt over ssh.
//!
//! Delete this folder and use `CrosstermBackend` instead of [`Painter`]: the screen shows the same, with more bytes, a panic can leave half a
//! frame over the shell, and what reads a list aloud or in braille no longer finds the selected row.
//!
//! Ratatui's backend writes both colours when one has changed, restyles spaces that look the same, and repeats the line at each move.

mod output;
mod scroll;

use std::io::{self, Stdout, Write};
use std::rc::Rc;

use crossterm::cursor::{MoveTo, MoveToColumn};
use crossterm::queue;
use crossterm::style::{Attribute, Print, SetAttribute, SetBackgroundColor, SetForegroundColor};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::prelude::IntoCrossterm as _;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

use super::restored::Restored;
use output::Output;
use scroll::Shift;

/// The attributes that set and unset each modifier.
const MODIFIERS: [(Modifier, Attribute, Attribute); 6] = [
    (Modifier::BOLD, Attribute::Bold, Attribute::NormalIntensity),
    (Modifier::DIM, Attribute::Dim, Attribute::NormalIntensity),
    (Modifier::ITALIC, Attribute::Italic, Attribute::NoItalic),
    (
        Modifier::UNDERLINED,
        Attribute::Underlined,
        Attribute::NoUnderline,
    ),
    (Modifier::REVERSED, Attribute::Reverse, Attribute::NoReverse),
    (
        Modifier::CROSSED_OUT,
        Attribute::CrossedOut,
        Attribute::NotCrossedOut,
    ),
];

/// Modifiers that are unset together.
const WEIGHT: Modifier = Modifier::BOLD.union(Modifier::DIM);

/// Modifiers that are visible on spaces.
const SEEN_ON_SPACES: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// With more changed cells than this, it is worth checking whether lines have only moved.
const SCROLL_CHECK_CELLS: usize = 300;

/// A position of the cursor that a frame sets while the painter draws it.
pub(super) type CursorPosition = std::cell::Cell<Option<Position>>;

/// The terminal that ratatui draws on.
#[derive(Debug)]
pub(crate) struct Painter<W: Write = Stdout> {
    inner: CrosstermBackend<Output<W>>,
    /// What the terminal shows.
    shown: Buffer,
    is_cursor_hidden: bool,
    /// Where the cursor was last put, while nothing was written since: a frame that changes nothing
    /// writes nothing.
    cursor: Option<Position>,
    /// Where to leave the cursor while it is hidden.
    hidden_cursor: Rc<CursorPosition>,
}

impl<W: Write> Painter<W> {
    /// Creates a painter for an empty terminal of that size; it draws until the terminal is restored.
    pub(crate) fn new(output: W, size: Size, restored: Restored) -> Self {
        Self {
            inner: CrosstermBackend::new(Output::new(output, restored)),
            shown: Buffer::empty(Rect::from((Position::ORIGIN, size))),
            // Hidden when the terminal is entered.
            is_cursor_hidden: true,
            cursor: None,
            hidden_cursor: Rc::default(),
        }
    }

    /// Returns where the cursor is left after a frame that hides it, to be set before the end of the
    /// frame: what reads the screen aloud or in braille looks there.
    pub(crate) fn hidden_cursor(&self) -> Rc<CursorPosition> {
        Rc::clone(&self.hidden_cursor)
    }
}

/// Writes cells, each at its position.
fn paint<'a>(
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    output: &mut impl Write,
) -> io::Result<()> {
    let mut pen = Pen::default();
    // Where the cursor is, while that is known.
    let mut cursor: Option<Position> = None;
    for (x, y, cell) in cells {
        match cursor {
            Some(cursor) if cursor == Position::new(x, y) => {}
            Some(cursor) if cursor.y == y => queue!(output, MoveToColumn(x))?,
            _ => queue!(output, MoveTo(x, y))?,
        }
        pen.set_style(cell, output)?;
        queue!(output, Print(cell.symbol()))?;
        // Terminals disagree on wide characters.
        let is_single = cell.symbol().width() == 1;
        cursor = Some(Position::new(if is_single { x + 1 } else { u16::MAX }, y));
    }
    if pen != Pen::default() {
        queue!(output, SetAttribute(Attribute::Reset))?;
    }
    Ok(())
}

/// The present style of the terminal.
#[derive(Default, PartialEq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    /// Changes the style of the terminal to that of a cell.
    fn set_style(&mut self, cell: &Cell, output: &mut impl Write) -> io::Result<()> {
        let either = self.modifier | cell.modifier;
        // A space shows no more than its background.
        if cell.symbol() != " " || either.intersects(SEEN_ON_SPACES) {
            self.set_modifier(cell.modifier, output)?;
            if self.fg != cell.fg {
                queue!(output, SetForegroundColor(cell.fg.into_crossterm()))?;
                self.fg = cell.fg;
            }
        }
        if self.bg != cell.bg {
            queue!(output, SetBackgroundColor(cell.bg.into_crossterm()))?;
            self.bg = cell.bg;
        }
        Ok(())
    }

    fn set_modifier(&mut self, wanted: Modifier, output: &mut impl Write) -> io::Result<()> {
        let mut gone = self.modifier - wanted;
        if gone.intersects(WEIGHT) {
            gone.insert(self.modifier & WEIGHT);
        }
        let mut unset = None;
        for (modifier, _, off) in MODIFIERS {
            if gone.contains(modifier) && unset != Some(off) {
                queue!(output, SetAttribute(off))?;
                unset = Some(off);
            }
        }
        let new = wanted - (self.modifier - gone);
        for (modifier, on, _) in MODIFIERS {
            if new.contains(modifier) {
                queue!(output, SetAttribute(on))?;
            }
        }
        self.modifier = wanted;
        Ok(())
    }
}

impl<W: Write> Backend for Painter<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changes: Vec<_> = content.collect();
        if changes.is_empty() {
            return Ok(());
        }
        self.cursor = None;
        let may_be_shift =
            changes.len() > SCROLL_CHECK_CELLS && Shift::is_likely(&self.shown, &changes);
        let before = may_be_shift.then(|| self.shown.clone());
        for &(x, y, cell) in &changes {
            if let Some(shown) = self.shown.cell_mut((x, y)) {
                shown.clone_from(cell);
            }
        }
        if let Some(mut before) = before
            && let Some(shift) = Shift::between(&before, &self.shown)
        {
            shift.write_to(&mut self.inner)?;
            shift.apply(&mut before);
            return paint(before.diff_iter(&self.shown), &mut self.inner);
        }
        paint(changes.into_iter(), &mut self.inner)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.is_cursor_hidden, true) {
            self.inner.hide_cursor()?;
        }
        match self.hidden_cursor.get() {
            Some(position) => self.set_cursor_position(position),
            None => Ok(()),
        }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.is_cursor_hidden, false) {
            true => self.inner.show_cursor(),
            false => Ok(()),
        }
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        match self.cursor.replace(position) == Some(position) {
            true => Ok(()),
            false => self.inner.set_cursor_position(position),
        }
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        // The size may have changed; after clearing a part, what is shown would be unknown.
        let size = self.size()?;
        self.shown = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        self.cursor = None;
        self.inner.clear_region(ClearType::All)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

impl<W: Write> Write for Painter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.cursor = None;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::layout::Rect;
    use std::sync::{Arc, Mutex};

    const WIDTH: u16 = 40;
    const HEIGHT: u16 = 12;

    /// A terminal that shows what is written to it.
    #[derive(Clone)]
    struct Shown(Arc<Mutex<vt100::Parser>>);

    /// Keeps what is written to it.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Write for Shown {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().process(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn cell() -> impl Strategy<Value = Cell> {
        let colors =
            || prop::sample::select(vec![Color::Reset, Color::Indexed(4), Color::Rgb(1, 2, 3)]);
        let modifiers = prop::bits::u16::masked(0b111);
        let symbols = prop::sample::select(vec![" ", " ", "a", "é"]);
        (symbols, colors(), colors(), modifiers).prop_map(|(symbol, fg, bg, bits)| {
            let seen = [Modifier::BOLD, Modifier::UNDERLINED, Modifier::REVERSED];
            let mut cell = Cell::default();
            cell.set_symbol(symbol);
            (cell.fg, cell.bg) = (fg, bg);
            for (bit, modifier) in seen.into_iter().enumerate() {
                if bits & (1 << bit) != 0 {
                    cell.modifier.insert(modifier);
                }
            }
            cell
        })
    }

    fn color(color: Color) -> vt100::Color {
        match color {
            Color::Indexed(index) => vt100::Color::Idx(index),
            Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
            _ => vt100::Color::Default,
        }
    }

    /// Returns a frame, and whether lines of the frame before move up, down, or not.
    fn frame() -> impl Strategy<Value = (Vec<Cell>, Option<bool>)> {
        let cells = prop::collection::vec(cell(), usize::from(WIDTH * HEIGHT));
        (cells, any::<Option<bool>>())
    }

    #[test]
    fn a_hidden_cursor_is_left_on_what_is_selected() {
        let parser = Arc::new(Mutex::new(vt100::Parser::new(HEIGHT, WIDTH, 0)));
        let area = Rect::new(0, 0, WIDTH, HEIGHT);
        let painter = Painter::new(Shown(Arc::clone(&parser)), area.into(), Restored::default());
        let hidden_cursor = painter.hidden_cursor();
        let viewport = ratatui::Viewport::Fixed(area);
        let options = ratatui::TerminalOptions { viewport };
        let mut terminal = Terminal::with_options(painter, options).unwrap();
        let mut cursor = |hidden, shown: Option<Position>| {
            let frame = terminal.draw(|frame| {
                frame.buffer_mut()[(9, 9)].set_symbol("a");
                if let Some(position) = shown {
                    frame.set_cursor_position(position);
                }
                hidden_cursor.set(hidden);
            });
            frame.unwrap();
            let parser = parser.lock().unwrap();
            let (row, column) = parser.screen().cursor_position();
            (Position::new(column, row), parser.screen().hide_cursor())
        };
        let (one, other) = (Position::new(2, 5), Position::new(7, 3));
        assert_eq!(cursor(None, Some(one)), (one, false));
        assert_eq!(cursor(Some(other), None), (other, true));
        assert_eq!(cursor(Some(one), None), (one, true));
    }

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let area = Rect::new(0, 0, WIDTH, HEIGHT);
        let written = Written::default();
        let painter = Painter::new(written.clone(), area.into(), Restored::default());
        let hidden_cursor = painter.hidden_cursor();
        let viewport = ratatui::Viewport::Fixed(area);
        let options = ratatui::TerminalOptions { viewport };
        let mut terminal = Terminal::with_options(painter, options).unwrap();
        let mut written_for = |text: &str, hidden, shown: Option<Position>| {
            let frame = terminal.draw(|frame| {
                frame
                    .buffer_mut()
                    .set_string(9, 9, text, ratatui::style::Style::new());
                if let Some(position) = shown {
                    frame.set_cursor_position(position);
                }
                hidden_cursor.set(hidden);
            });
            frame.unwrap();
            String::from_utf8(std::mem::take(&mut *written.0.lock().unwrap())).unwrap()
        };
        let (one, other) = (Position::new(2, 5), Position::new(7, 3));
        for (hidden, shown) in [(Some(one), None), (None, Some(one)), (None, Some(other))] {
            assert_ne!(written_for("a", hidden, shown), "");
            assert_eq!(written_for("a", hidden, shown), "");
        }
        // What is drawn moves the cursor: it is put back.
        assert!(written_for("b", None, Some(other)).ends_with("\u{1b}[4;8H"));
        assert_eq!(written_for("b", None, Some(other)), "");
    }

    proptest! {
        #[test]
        fn the_terminal_shows_each_frame(
            frames in prop::collection::vec(frame(), 1..4),
        ) {
            let parser = Arc::new(Mutex::new(vt100::Parser::new(HEIGHT, WIDTH, 0)));
            let area = Rect::new(0, 0, WIDTH, HEIGHT);
            let shown = Shown(Arc::clone(&parser));
            let painter = Painter::new(shown, area.into(), Restored::default());
            let viewport = ratatui::Viewport::Fixed(area);
            let options = ratatui::TerminalOptions { viewport };
            let mut terminal = Terminal::with_options(painter, options).unwrap();
            let mut before: Vec<Cell> = Vec::new();
            for (mut cells, is_up) in frames {
                let width = usize::from(WIDTH);
                let (first, last) = (width, cells.len() - width);
                // All lines but the first and the last, which are new.
                match is_up {
                    Some(true) if !before.is_empty() => {
                        cells[first..last].clone_from_slice(&before[first + width..]);
                    }
                    Some(false) if !before.is_empty() => {
                        cells[first..last].clone_from_slice(&before[..last - width]);
                    }
                    _ => {}
                }
                before.clone_from(&cells);
                terminal.draw(|frame| frame.buffer_mut().content.clone_from(&cells)).unwrap();
                let parser = parser.lock().unwrap();
                for (position, cell) in area.positions().zip(&cells) {
                    let shown = parser.screen().cell(position.y, position.x).unwrap();
                    let text = if shown.contents().is_empty() { " " } else { shown.contents() };
                    prop_assert_eq!(text, cell.symbol());
                    prop_assert_eq!(shown.bgcolor(), color(cell.bg));
                    let is = |modifier| cell.modifier.contains(modifier);
                    prop_assert_eq!(shown.underline(), is(Modifier::UNDERLINED));
                    prop_assert_eq!(shown.inverse(), is(Modifier::REVERSED));
                    if text != " " || is(Modifier::REVERSED) {
                        prop_assert_eq!(shown.fgcolor(), color(cell.fg));
                        prop_assert_eq!(shown.bold(), is(Modifier::BOLD));
                    }
                }
            }
        }
    }
}
