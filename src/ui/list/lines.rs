//! Draws a list whose rows take one line or more, under titles and between gaps.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::row::draw_row;
use super::selection::Selection;
use crate::ui::canvas::Canvas;
use crate::ui::theme::over;

/// The lines of a list, from the first to the last.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: Vec<Line>,
    /// How many rows there are.
    count: usize,
}

#[derive(Clone, Debug, Default)]
struct Line {
    /// Texts one after the other, each with its style.
    pieces: Vec<(String, Style)>,
    /// The text at its right end, which is never cut.
    at_right: (String, Style),
    /// The index of its row; none for a title or a gap.
    row: Option<usize>,
}

impl Lines {
    /// Adds a title, or a gap without a text.
    pub fn title(&mut self, pieces: &[(&str, Style)]) {
        self.add(pieces, None);
    }

    /// Adds a row.
    pub fn row(&mut self, pieces: &[(&str, Style)]) {
        self.count += 1;
        self.more(pieces);
    }

    /// Adds a row with a text at its right end, which is never cut.
    pub fn row_and_right(&mut self, pieces: &[(&str, Style)], text: String, style: Style) {
        self.row(pieces);
        if let Some(line) = self.lines.last_mut() {
            line.at_right = (text, style);
        }
    }

    /// Adds a line to the last row.
    pub fn more(&mut self, pieces: &[(&str, Style)]) {
        self.add(pieces, self.count.checked_sub(1));
    }

    fn add(&mut self, pieces: &[(&str, Style)], row: Option<usize>) {
        let pieces = pieces.iter();
        self.lines.push(Line {
            pieces: pieces
                .map(|(text, style)| ((*text).to_owned(), *style))
                .collect(),
            at_right: Default::default(),
            row,
        });
    }

    /// Returns how many lines there are.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// Returns where the lines of a row begin and end. The titles above it belong to it, and what
    /// follows the last row belongs to that one.
    fn extent(&self, row: usize) -> (usize, usize) {
        let rows = || self.lines.iter().map(|line| line.row);
        let before = rows().rposition(|other| other.is_some_and(|other| other < row));
        let first = before.map_or(0, |before| before + 1);
        let after = rows().position(|other| other.is_some_and(|other| other > row));
        let end = match after {
            Some(after) => rows().take(after).rposition(|other| other == Some(row)),
            None => self.lines.len().checked_sub(1),
        };
        (first, end.map_or(0, |last| last + 1))
    }

    /// Draws the lines that fit, with those of the selected row among them.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, selection: &mut Selection) {
        let extent = self.extent(selection.index());
        let (count, page) = (self.lines.len(), usize::from(area.height));
        let mut visible = selection.visible_lines(extent, count, page);
        if visible.end < count && page > 1 {
            // The last line says that there are others.
            visible = selection.visible_lines(extent, count, page - 1);
            let (y, muted) = (area.bottom() - 1, canvas.theme.muted());
            canvas.text(area.x + 3, y, area.width, "↓ la suite", muted);
        }
        let mut above = None;
        for (y, line) in (area.y..).zip(&self.lines[visible]) {
            let place = Rect::new(area.x, y, area.width, 1);
            line.draw(canvas, place, selection.index(), above == line.row);
            above = line.row;
        }
    }
}

impl Line {
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, selected: usize, continues: bool) {
        let base = match self.row {
            Some(row) if continues && row == selected => {
                // The cursor stays on the first line of the row.
                let cursor = canvas.cursor;
                let base = draw_row(canvas, area, row, true);
                canvas.cursor = cursor;
                base
            }
            Some(row) => draw_row(canvas, area, row, row == selected),
            None => Style::new(),
        };
        let mut room = area.width.saturating_sub(2);
        let (text, style) = &self.at_right;
        if !text.is_empty() {
            let right = Rect {
                width: area.width.saturating_sub(1),
                ..area
            };
            room = room.saturating_sub(canvas.right(right, text, over(base, *style)) + 2);
        }
        let pieces = self.pieces.iter();
        let pieces: Vec<(&str, Style)> = pieces
            .map(|(text, style)| (text.as_str(), over(base, *style)))
            .collect();
        canvas.pieces(area.x + 1, area.y, room, &pieces);
    }
}
