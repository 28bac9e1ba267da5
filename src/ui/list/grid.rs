//! A table of which a window is shown: the first columns stay while the others move.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::ui::canvas::{Canvas, ClickTarget, clamp, width};
use crate::ui::theme::over;

/// The least room left to the column that takes what the others leave.
const LEAST_WIDE: u16 = 22;

/// The cells before the first column: the row in hand, the mark, a gap.
const BEFORE: u16 = 3;
/// Those, and the one after the last column.
const EDGES: u16 = BEFORE + 1;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// Its header.
    pub title: String,
    /// Its width; the column that takes the rest gives the least it needs.
    pub width: u16,
    /// Numbers stand at the right.
    pub at_right: bool,
}

/// A row in the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// A text and a style for each column.
    pub cells: Vec<(String, Style)>,
    /// Marked for the next action.
    pub marked: bool,
}

/// A window on a table, ready to be drawn.
pub struct Grid<'g> {
    /// Every column.
    pub columns: &'g [GridColumn],
    /// How many of the first stay.
    pub frozen: usize,
    /// Which of the frozen takes the room that the others leave.
    pub stretch: usize,
    /// The first of the others that is shown.
    pub offset: usize,
    /// The rows in the window.
    pub rows: &'g [GridRow],
    /// The row in hand.
    pub at: usize,
    /// The column that orders the rows, and its arrow.
    pub sorted: Option<(usize, &'static str)>,
}

impl Grid<'_> {
    /// The columns shown in `width` cells, each with its place and width.
    fn layout(&self, width: u16) -> Vec<(usize, u16, u16)> {
        let fixed: u16 = (0..self.frozen)
            .filter(|&index| index != self.stretch)
            .map(|index| self.columns[index].width + 2)
            .sum();
        let mut left = width.saturating_sub(fixed);
        let others = self.visible(left);
        for index in others.clone() {
            left = left.saturating_sub(self.columns[index].width + 2);
        }
        let mut x = 0u16;
        let mut placed = Vec::new();
        for index in (0..self.frozen).chain(others) {
            let wide = if index == self.stretch {
                left
            } else {
                self.columns[index].width
            };
            placed.push((index, x, wide));
            x = x.saturating_add(wide + 2);
        }
        placed
    }

    /// The moving columns that fit beside the stretched one in `room` cells.
    fn visible(&self, room: u16) -> Range<usize> {
        let first = (self.frozen + self.offset).min(self.columns.len());
        let mut used = LEAST_WIDE;
        let fits = self.columns[first..].iter().take_while(|column| {
            used += column.width + 2;
            used <= room
        });
        first..first + fits.count()
    }

    /// Whether there are columns beyond the right edge.
    pub fn has_more(&self, width: u16) -> bool {
        self.layout(width)
            .last()
            .is_some_and(|(index, ..)| index + 1 < self.columns.len())
    }

    /// Draws the header and the rows.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if area.height < 2 || area.width < 4 {
            return;
        }
        let theme = canvas.theme;
        let layout = self.layout(area.width - EDGES);
        for &(index, x, width) in &layout {
            let column = &self.columns[index];
            let x = area.x + BEFORE + x;
            let sorted = self.sorted.filter(|(sorted, _)| *sorted == index);
            let title = match sorted {
                Some((_, arrow)) => format!("{} {arrow}", column.title),
                None => column.title.clone(),
            };
            let style = if sorted.is_some() {
                theme.focus()
            } else {
                theme.muted()
            };
            let cell = Rect::new(x, area.y, width, 1);
            if column.at_right {
                canvas.right(cell, &title, style);
            } else {
                canvas.text(x, area.y, width, &title, style);
            }
            canvas.click(cell, ClickTarget::Header(index));
        }
        if self.offset > 0 {
            canvas.text(area.x, area.y, 1, "‹", theme.focus());
        }
        if self.has_more(area.width - EDGES) {
            canvas.text(area.right() - 1, area.y, 1, "›", theme.focus());
        }
        for (y, (place, row)) in (area.y + 1..area.bottom()).zip(self.rows.iter().enumerate()) {
            let here = place == self.at;
            let line = Rect::new(area.x, y, area.width, 1);
            let base = if here { theme.selected() } else { theme.text() };
            canvas.tint(line, base);
            canvas.text(
                area.x,
                y,
                1,
                if here { "▌" } else { " " },
                over(base, theme.focus()),
            );
            if row.marked {
                canvas.text(area.x + 1, y, 1, "•", over(base, theme.focus()));
            }
            for &(index, x, width) in &layout {
                let Some((text, style)) = row.cells.get(index) else {
                    continue;
                };
                let cell = Rect::new(area.x + BEFORE + x, y, width, 1);
                if self.columns[index].at_right {
                    canvas.right(cell, text, over(base, *style));
                } else {
                    canvas.text(cell.x, y, width, text, over(base, *style));
                }
            }
            canvas.click(line, ClickTarget::Row(place));
        }
    }
}

/// The width that a column needs for its header and these texts, between bounds.
pub fn needed<'t>(title: &str, texts: impl Iterator<Item = &'t str>, most: u16) -> u16 {
    // The header leaves room for its arrow.
    let widest = texts.map(width).chain([width(title) + 2]).max();
    clamp(widest.unwrap_or(0)).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<GridColumn> {
        [
            ("Date", 13),
            ("Titre", 20),
            ("Type", 10),
            ("Public", 8),
            ("Lieu", 18),
        ]
        .map(|(title, width)| GridColumn {
            title: title.into(),
            width,
            at_right: false,
        })
        .to_vec()
    }

    fn shown(width: u16, offset: usize) -> Vec<(usize, u16)> {
        let columns = columns();
        let grid = Grid {
            columns: &columns,
            frozen: 2,
            stretch: 1,
            offset,
            rows: &[],
            at: 0,
            sorted: None,
        };
        grid.layout(width)
            .into_iter()
            .map(|(index, _, width)| (index, width))
            .collect()
    }

    #[test]
    fn the_title_takes_what_the_columns_that_fit_leave() {
        assert_eq!(shown(60, 0), [(0, 13), (1, 23), (2, 10), (3, 8)]);
        assert_eq!(shown(100, 0), [(0, 13), (1, 43), (2, 10), (3, 8), (4, 18)]);
        assert_eq!(shown(30, 0), [(0, 13), (1, 15)]);
    }

    #[test]
    fn date_and_title_stay_while_the_others_move() {
        assert_eq!(shown(60, 2), [(0, 13), (1, 25), (4, 18)]);
        assert_eq!(shown(60, 9), [(0, 13), (1, 45)]);
    }
}
