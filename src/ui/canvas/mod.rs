//! The surface that screens draw on: cells, styles by role, and what a click in each region does.

mod measure;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

pub use measure::{fit, width, wrap};
use measure::{fit_quoted, is_plain};

use super::keymap::Action;
use super::theme::Theme;
use crate::domain::text::displayable;

/// What a click in a region does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClickTarget {
    /// Runs an action, as a key would.
    Action(Action),
    /// Selects a row of a list, or an item of a dialog, by its index.
    Row(usize),
    /// Selects a cell of a table: the index of its row, then of its column.
    Cell(usize, usize),
    /// The header of a column, by its index in the screen's columns.
    Header(usize),
    /// A field of a form, by its index.
    Field(usize),
    /// Removes a filter, by its index.
    Chip(usize),
}

/// The terminal's cursor: screen readers and braille displays follow it, even where it is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// In the text that is typed.
    Shown(Position),
    /// On what is selected, which has a mark of its own.
    Hidden(Position),
}

/// Regions and what a click in them does; where regions overlap, the last one drawn takes the click.
pub type ClickTargets = Vec<(Rect, ClickTarget)>;

/// What a cell holds, where a dialog stands beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Blank,
    /// A part of a border, of a rule, of an empty field.
    Line,
    Text,
}

impl Content {
    fn of(symbol: &str) -> Self {
        match symbol.chars().next() {
            None | Some(' ') => Self::Blank,
            // Box drawing and blocks; the squares of a bar come after them.
            Some('\u{2500}'..='\u{259f}') => Self::Line,
            Some(_) => Self::Text,
        }
    }
}

/// A surface to draw on.
pub struct Canvas<'c> {
    /// The cells.
    pub buf: &'c mut Buffer,
    /// What clicks do.
    pub click_targets: &'c mut ClickTargets,
    /// Styles by role.
    pub theme: Theme,
    /// The terminal's cursor.
    pub cursor: Option<Cursor>,
    /// Input is still arriving: a screen leaves expensive parts as they were and sets `has_deferred`.
    pub defer_expensive: bool,
    /// Something expensive was not drawn, and must be at the next idle frame.
    pub has_deferred: bool,
}

impl Canvas<'_> {
    /// Writes a text on one line, cut with « … » at `width`. Returns the number of cells used.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = *self.buf.area();
        if width == 0 || y < area.top() || y >= area.bottom() || x >= area.right() {
            return 0;
        }
        let width = width.min(area.right() - x);
        // The last step before the terminal: no control or hidden character may pass.
        let text = displayable::line(text);
        let shown = fit(&text, usize::from(width));
        if is_plain(&shown) {
            let mut end = x;
            for (column, character) in (x..).zip(shown.chars()) {
                let cell = &mut self.buf[(column, y)];
                cell.set_char(character).set_style(style);
                end = column + 1;
            }
            return end - x;
        }
        let (end, _) = self
            .buf
            .set_stringn(x, y, &shown, usize::from(width), style);
        end - x
    }

    /// Writes pieces one after the other. Returns the number of cells used.
    pub fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[(&str, Style)]) -> u16 {
        let mut used = 0;
        for (text, style) in pieces {
            let room = width - used;
            used += self.text(x + used, y, room, text, *style);
            // Nothing follows a piece that was cut.
            if used >= width || clamp(text.width()) > room {
                break;
            }
        }
        used
    }

    /// Writes a text aligned to the right of `area`'s first line. Returns the number of cells used.
    pub fn right(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let width = clamp(width(text)).min(area.width);
        self.text(area.right() - width, area.y, width, text, style)
    }

    /// Writes a text over as many lines as it needs; where `area` is too low, the last line is cut
    /// with « … ». Returns the number of lines used.
    pub fn paragraph(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let lines = wrap(text, usize::from(area.width));
        let height = lines.len().min(usize::from(area.height));
        for (y, index) in (area.y..).zip(0..height) {
            let rest;
            let line = match index + 1 == height {
                true => {
                    rest = lines[index..].join(" ");
                    &rest
                }
                false => &lines[index],
            };
            self.text(area.x, y, area.width, line, style);
        }
        clamp(height)
    }

    /// Clears an area and gives it a style.
    pub fn fill(&mut self, area: Rect, style: Style) {
        let area = area.intersection(*self.buf.area());
        for position in area.positions() {
            self.buf[position].reset();
            self.buf[position].set_style(style);
        }
    }

    /// Adds a style to an area without changing its text.
    pub fn tint(&mut self, area: Rect, style: Style) {
        if style == Style::new() {
            return;
        }
        self.buf
            .set_style(area.intersection(*self.buf.area()), style);
    }

    /// Whether a cell belongs to the selected row, or to the field that has the focus.
    fn is_selected(&self, x: u16, y: u16) -> bool {
        self.buf
            .cell((x, y))
            .is_some_and(|cell| match self.theme.selected().bg {
                Some(background) => cell.bg == background,
                None => cell.modifier.contains(Modifier::REVERSED),
            })
    }

    /// Dims what is drawn in `area`, but for the selected row: a dialog opens above it.
    pub fn dim(&mut self, area: Rect) {
        let (muted, border) = (self.theme.muted(), self.theme.border());
        for position in area.intersection(*self.buf.area()).positions() {
            if !self.is_selected(position.x, position.y) {
                let cell = &mut self.buf[position];
                cell.modifier.remove(Modifier::BOLD);
                // Lines are less bright than muted text.
                let is_line = border.fg == Some(cell.fg);
                cell.set_style(if is_line { border } else { muted });
            }
        }
    }

    /// Returns where a dialog of that size stands in `area`: in the middle, or where it does not cover
    /// the selected row, which it is about.
    pub fn place(&self, area: Rect, width: u16, height: u16) -> Rect {
        let middle = centered(area, width, height);
        let is_selected = |y: &u16| (area.x..area.right()).any(|x| self.is_selected(x, *y));
        let mut covered = (middle.y..middle.bottom()).filter(is_selected);
        let Some(first) = covered.next() else {
            return middle;
        };
        let last = covered.next_back().unwrap_or(first);
        let y = match first.checked_sub(middle.height) {
            _ if last + 1 + middle.height <= area.bottom() => last + 1,
            Some(above) if above >= area.y => above,
            _ => middle.y,
        };
        Rect { y, ..middle }
    }

    /// Erases the texts that a dialog in `area` cuts, and leaves a blank cell at each of its sides.
    ///
    /// A text ends at two blanks or at a line: what is left of a cell of a table, without the rest,
    /// would be false or odd.
    fn erase_cut_texts(&mut self, area: Rect) {
        let canvas = *self.buf.area();
        for y in area.y..area.bottom() {
            let left: Vec<u16> = (canvas.x..area.x).rev().collect();
            self.erase_cut_text(area.x, &left, y);
            let right: Vec<u16> = (area.right()..canvas.right()).collect();
            self.erase_cut_text(area.right() - 1, &right, y);
        }
    }

    /// Erases the text of line `y` that the `edge` of a dialog cuts; the columns `outside` go away from it.
    fn erase_cut_text(&mut self, edge: u16, outside: &[u16], y: u16) {
        let content = |x: u16| {
            let symbol = self.buf.cell((x, y)).map_or(" ", |cell| cell.symbol());
            Content::of(symbol)
        };
        let is_text = |place: usize| {
            let x = outside.get(place);
            x.is_some_and(|x| content(*x) == Content::Text)
        };
        let touches = outside.first().map_or(Content::Blank, |x| content(*x));
        let is_cut = match touches {
            Content::Text => true,
            Content::Blank => content(edge) == Content::Text && is_text(1),
            Content::Line => false,
        };
        let cut = match is_cut {
            // One blank between two words, not more.
            true => (1..outside.len())
                .find(|&place| match content(outside[place]) {
                    Content::Text => false,
                    Content::Blank => !is_text(place + 1),
                    Content::Line => true,
                })
                .unwrap_or(outside.len()),
            false => 1.min(outside.len()),
        };
        for x in &outside[..cut] {
            let cell = &mut self.buf[(*x, y)];
            cell.set_symbol(" ");
            cell.modifier
                .remove(Modifier::UNDERLINED | Modifier::CROSSED_OUT);
        }
    }

    /// Draws a horizontal line.
    pub fn rule(&mut self, x: u16, y: u16, width: u16) {
        let line = "─".repeat(usize::from(width));
        self.text(x, y, width, &line, self.theme.border());
    }

    /// Draws a vertical line.
    pub fn upright(&mut self, x: u16, y: u16, height: u16) {
        for row in y..y.saturating_add(height) {
            self.text(x, row, 1, "│", self.theme.border());
        }
    }

    /// Registers what a click in `area` does.
    pub fn click(&mut self, area: Rect, target: ClickTarget) {
        self.click_targets.push((area, target));
    }

    /// Leaves the cursor, hidden, on what is selected. A text being typed keeps it.
    pub fn point_at(&mut self, position: Position) {
        if !matches!(self.cursor, Some(Cursor::Shown(_))) {
            self.cursor = Some(Cursor::Hidden(position));
        }
    }

    /// Draws the box of a dialog, with its title. Returns the area inside the border.
    pub fn raise(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(*self.buf.area());
        let style = self.theme.raised();
        if !area.is_empty() {
            self.erase_cut_texts(area);
        }
        self.fill(area, style);
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let border = style.patch(self.theme.focus());
        let across = "─".repeat(usize::from(area.width) - 2);
        self.text(area.x, area.y, area.width, &format!("╭{across}╮"), border);
        let last = area.bottom() - 1;
        self.text(area.x, last, area.width, &format!("╰{across}╯"), border);
        for row in area.y + 1..last {
            self.text(area.x, row, 1, "│", border);
            self.text(area.right() - 1, row, 1, "│", border);
        }
        if !title.is_empty() {
            let room = area.width - 4;
            let title = format!(
                " {} ",
                fit_quoted(title, usize::from(room).saturating_sub(2))
            );
            self.text(area.x + 2, area.y, room, &title, border);
        }
        Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
    }
}

/// Draws the text of an empty screen: its first paragraph as a title, then what would be there.
pub fn empty(canvas: &mut Canvas<'_>, area: Rect, text: &str) {
    let lines = wrap(text, usize::from(area.width.saturating_sub(8)));
    let top = area.y + area.height.saturating_sub(clamp(lines.len())) / 3;
    let title = lines.iter().position(String::is_empty);
    for (y, (index, line)) in (top..area.bottom()).zip(lines.iter().enumerate()) {
        let style = match index < title.unwrap_or(lines.len()) {
            true => canvas.theme.heading(),
            false => canvas.theme.muted(),
        };
        canvas.text(area.x + 4, y, area.width.saturating_sub(4), line, style);
    }
}

/// Returns a bar of `all` squares, of which `filled` are full: « ■■■□□ ».
pub fn bar(filled: usize, all: usize) -> String {
    let filled = filled.min(all);
    format!("{}{}", "■".repeat(filled), "□".repeat(all - filled))
}

/// Converts a count of cells to ratatui's `u16`, capped at its maximum.
pub fn clamp(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Returns an area of at most `width` by `height`, in the middle of `area`.
pub fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Background, Depth};
    use proptest::prelude::*;

    fn canvas<'c>(buf: &'c mut Buffer, targets: &'c mut ClickTargets, theme: Theme) -> Canvas<'c> {
        Canvas {
            buf,
            click_targets: targets,
            theme,
            cursor: None,
            defer_expensive: false,
            has_deferred: false,
        }
    }

    fn drawn(buf: &Buffer, y: u16) -> String {
        (0..buf.area().width)
            .map(|x| buf[(x, y)].symbol())
            .collect()
    }

    #[test]
    fn a_dialog_avoids_the_selected_row_and_cuts_no_text() {
        let theme = Theme::new(Depth::True, Background::Dark);
        let area = Rect::new(0, 0, 30, 12);
        for (selected, wanted) in [(0, 4), (5, 6), (7, 8), (10, 4)] {
            let mut buf = Buffer::empty(area);
            let mut targets = ClickTargets::new();
            let mut canvas = canvas(&mut buf, &mut targets, theme);
            for y in 0..12 {
                canvas.text(
                    0,
                    y,
                    30,
                    "un mot  et un autre, enfin le  bout",
                    theme.done(),
                );
            }
            let row = Rect::new(0, selected, 30, 1);
            canvas.tint(row, theme.selected());
            canvas.dim(area);
            let place = canvas.place(area, 13, 4);
            assert_eq!(place, Rect::new(8, wanted, 13, 4));
            canvas.raise(place, "Titre");
            assert_eq!(buf[(0, selected)].style().bg, theme.selected().bg);
            let other = (selected + 4) % 12;
            assert_eq!(buf[(0, other)].fg, theme.muted().fg.unwrap_or_default());
            let line = drawn(&buf, wanted + 1);
            assert!(line.starts_with("un mot  │"), "{line}");
            assert!(line.ends_with("│         "), "{line}");
        }
    }

    #[test]
    fn a_dialog_leaves_beside_it_only_whole_texts_and_a_blank() {
        let theme = Theme::new(Depth::True, Background::Dark);
        for (ground, beside) in [
            // The cells 8 to 19 are under the dialog.
            (
                "Café des parents   ✔ transmise 4 │ Note",
                "        │  │             │ Note",
            ),
            (
                "8 h  Enfants     – sans objet  9 h",
                "8 h     │  │           9 h",
            ),
            (
                "▌ Type   un      x      ! à remplir",
                "▌ Type  │  │    ! à remplir    ",
            ),
            (
                "▌ Types un          5  autre",
                "▌       │  │   autre           ",
            ),
            (
                "▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁",
                "▁▁▁▁▁▁▁ │  │ ▁▁▁▁▁             ",
            ),
            (
                "── le 24 nov. ───────────────",
                "──      │  │ ────────          ",
            ),
        ] {
            let area = Rect::new(0, 0, 40, 3);
            let mut buf = Buffer::empty(area);
            let mut targets = ClickTargets::new();
            let mut canvas = canvas(&mut buf, &mut targets, theme);
            canvas.text(0, 1, 40, ground, theme.text());
            canvas.raise(Rect::new(8, 0, 12, 3), "");
            let line = drawn(&buf, 1);
            let line = line.replace("│          │", "│  │");
            assert_eq!(line.trim_end(), beside.trim_end(), "{ground}");
        }
    }

    #[test]
    fn a_line_is_never_brighter_under_a_dialog() {
        for depth in [Depth::True, Depth::Indexed, Depth::Sixteen, Depth::None] {
            for background in [Background::Dark, Background::Light] {
                let theme = Theme::new(depth, background);
                let area = Rect::new(0, 0, 10, 2);
                let mut buf = Buffer::empty(area);
                let mut targets = ClickTargets::new();
                let mut canvas = canvas(&mut buf, &mut targets, theme);
                canvas.rule(0, 0, 10);
                canvas.text(0, 1, 10, "un mot", theme.text());
                let rule = canvas.buf[(0, 0)].style();
                canvas.dim(area);
                assert_eq!(buf[(0, 0)].style(), rule, "{theme:?}");
                let muted = theme.muted();
                assert_eq!(buf[(0, 1)].fg, muted.fg.unwrap_or_default());
            }
        }
    }

    proptest! {
        #[test]
        fn a_plain_text_is_drawn_as_any_other(
            text in "[ -~\u{a0}-\u{ac}\u{ae}-\u{17f}\u{2010}-\u{2027}\u{202f}\u{2190}-\u{2193}\u{2500}-\u{25fc}✓✗]{0,30}",
            width in 1u16..40,
        ) {
            prop_assert!(is_plain(&text));
            prop_assert_eq!(super::width(&text), text.width());
            let area = Rect::new(0, 0, 40, 1);
            let (mut ours, mut theirs) = (Buffer::empty(area), Buffer::empty(area));
            let mut targets = ClickTargets::new();
            let mut canvas = canvas(&mut ours, &mut targets, Theme::new(Depth::True, Background::Dark));
            let used = canvas.text(0, 0, width, &text, Style::new());
            let shown = fit(&text, usize::from(width));
            let (end, _) = theirs.set_stringn(0, 0, shown, usize::from(width), Style::new());
            prop_assert_eq!(used, end);
            prop_assert_eq!(ours, theirs);
        }
    }
}
