//! Draws a table: the first columns stay while the others scroll sideways.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::row::draw_row;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, width};
use crate::ui::theme::over;

/// The minimum width of the stretched column, whatever it needs.
const MIN_STRETCHED_WIDTH: u16 = 22;
/// Beyond this room for the other columns, the stretched one takes what it needs before they do.
const OTHERS_ROOM: u16 = 60;

/// The cells before the first column: the selection bar, the mark, a gap.
const LEFT_MARGIN: u16 = 3;
/// The left margin, and a cell after the last column.
const MARGINS: u16 = LEFT_MARGIN + 1;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// Its header.
    pub title: String,
    /// Its width; the stretched column takes what is left, more or less than that.
    pub width: u16,
    /// Whether it is aligned to the right, as numbers are.
    pub at_right: bool,
}

/// A visible row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// A text and a style for each column.
    pub cells: Vec<(String, Style)>,
    /// Whether it is marked for the next action.
    pub marked: bool,
    /// How many bytes at the beginning of the stretched cell are left out where they do not fit and
    /// [`Grid::repeated`] is visible beside.
    pub prefix: usize,
    /// How many bytes at the end of the first cell the row above says too: they are muted.
    pub repeats: usize,
}

/// The visible part of a table, ready to be drawn.
pub struct Grid<'g> {
    /// Every column.
    pub columns: &'g [GridColumn],
    /// How many of the first columns never scroll.
    pub frozen: usize,
    /// The index of the frozen column that takes the remaining width.
    pub stretch: usize,
    /// The width past which that column does not grow once every other one is shown; none: it takes all.
    pub max_stretch: Option<u16>,
    /// The index of the column that says what the prefixes of the stretched column say.
    pub repeated: Option<usize>,
    /// How many of the other columns are scrolled past.
    pub offset: usize,
    /// The visible rows.
    pub rows: &'g [GridRow],
    /// The index in the list of the first visible row.
    pub first: usize,
    /// The index in the list of the selected row.
    pub selected: usize,
    /// A line above the visible row of that index, which has others before it.
    pub divider: Option<(usize, String)>,
    /// The index of the column that orders the rows, and its arrow.
    pub sorted: Option<(usize, &'static str)>,
}

impl Grid<'_> {
    /// Returns the columns shown in `width` cells: index, position and width of each.
    fn layout(&self, width: u16) -> Vec<(usize, u16, u16)> {
        let fixed: u16 = (0..self.frozen)
            .filter(|&index| index != self.stretch)
            .map(|index| self.columns[index].width + 2)
            .sum();
        let mut left = width.saturating_sub(fixed);
        let needed = self.columns[self.stretch].width;
        let stretched = needed
            .min(left.saturating_sub(OTHERS_ROOM))
            .max(MIN_STRETCHED_WIDTH);
        let others = self.visible(left, stretched);
        for index in others.clone() {
            left = left.saturating_sub(self.columns[index].width + 2);
        }
        if let Some(max) = self
            .max_stretch
            .filter(|_| others.end == self.columns.len())
        {
            left = left.min(max);
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

    /// Returns the scrolling columns that fit in `room` cells beside the stretched one.
    fn visible(&self, room: u16, stretched: u16) -> Range<usize> {
        let first = (self.frozen + self.offset).min(self.columns.len());
        let mut used = stretched;
        let fits = self.columns[first..].iter().take_while(|column| {
            used += column.width + 2;
            used <= room
        });
        first..first + fits.count()
    }

    /// Whether some columns are hidden at the right.
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
        let layout = self.layout(area.width - MARGINS);
        for &(index, x, width) in &layout {
            let column = &self.columns[index];
            let x = area.x + LEFT_MARGIN + x;
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
        if self.has_more(area.width - MARGINS) {
            canvas.text(area.right() - 1, area.y, 1, "›", theme.focus());
        }
        let mut y = area.y + 1;
        let height = usize::from(area.height - 1) - usize::from(self.divider.is_some());
        let top = top(
            self.rows.len(),
            self.selected.saturating_sub(self.first),
            height,
        );
        for (place, row) in self.rows.iter().enumerate().skip(top) {
            let mut line = Rect::new(area.x, y, area.width, 1);
            if let Some((_, label)) = self.divider.as_ref().filter(|divider| divider.0 == place) {
                draw_divider(canvas, line, label);
                line.y += 1;
            }
            if line.y >= area.bottom() {
                break;
            }
            self.draw_row(canvas, line, place, row, &layout);
            y = line.y + 1;
        }
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas<'_>,
        line: Rect,
        place: usize,
        row: &GridRow,
        layout: &[(usize, u16, u16)],
    ) {
        let theme = canvas.theme;
        let index = self.first + place;
        let base = draw_row(canvas, line, index, index == self.selected);
        if row.marked {
            canvas.text(line.x + 1, line.y, 1, "•", over(base, theme.focus()));
        }
        let is_repeated = layout
            .iter()
            .any(|&(index, ..)| Some(index) == self.repeated);
        for &(index, x, width) in layout {
            let Some((text, style)) = row.cells.get(index) else {
                continue;
            };
            let cell = Rect::new(line.x + LEFT_MARGIN + x, line.y, width, 1);
            let style = over(base, *style);
            let mut text = text.as_str();
            if index == self.stretch && is_repeated && self::width(text) > width.into() {
                text = text.get(row.prefix..).unwrap_or(text);
            }
            if self.columns[index].at_right {
                canvas.right(cell, text, style);
                continue;
            }
            match text.split_at_checked(text.len().saturating_sub(row.repeats)) {
                Some((new, said)) if index == 0 && row.repeats > 0 => {
                    let pieces = [(new, style), (said, over(base, theme.muted()))];
                    canvas.pieces(cell.x, cell.y, width, &pieces);
                }
                _ => {
                    canvas.text(cell.x, cell.y, width, text, style);
                }
            }
        }
    }
}

/// Returns the first of `count` rows drawn where `fits` of them do: one at the end far from the selected
/// one is left out.
pub fn top(count: usize, selected: usize, fits: usize) -> usize {
    match selected < fits {
        true => 0,
        false => count.saturating_sub(fits),
    }
}

/// Draws a line between rows, with what the rows below it are.
pub fn draw_divider(canvas: &mut Canvas<'_>, line: Rect, label: &str) {
    canvas.rule(line.x, line.y, line.width);
    let label = format!(" {label} ");
    let muted = canvas.theme.muted();
    canvas.text(line.x + LEFT_MARGIN - 1, line.y, line.width, &label, muted);
}

/// Returns the width that a column needs for its header and its texts, at most `max_width`.
pub fn needed_width<'t>(title: &str, texts: impl Iterator<Item = &'t str>, max_width: u16) -> u16 {
    // Two cells more for the arrow of the header.
    let widest = texts.map(width).chain([width(title) + 2]).max();
    clamp(widest.unwrap_or(0)).min(max_width)
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

    fn grid(columns: &[GridColumn]) -> Grid<'_> {
        Grid {
            columns,
            frozen: 2,
            stretch: 1,
            max_stretch: None,
            repeated: None,
            offset: 0,
            rows: &[],
            first: 0,
            selected: 0,
            divider: None,
            sorted: None,
        }
    }

    fn shown(width: u16, offset: usize) -> Vec<(usize, u16)> {
        let columns = columns();
        let grid = Grid {
            offset,
            ..grid(&columns)
        };
        grid.layout(width)
            .into_iter()
            .map(|(index, _, width)| (index, width))
            .collect()
    }

    #[test]
    fn the_stretched_column_takes_the_remaining_width() {
        assert_eq!(shown(60, 0), [(0, 13), (1, 23), (2, 10), (3, 8)]);
        assert_eq!(shown(100, 0), [(0, 13), (1, 43), (2, 10), (3, 8), (4, 18)]);
        assert_eq!(shown(30, 0), [(0, 13), (1, 15)]);
    }

    #[test]
    fn the_stretched_column_takes_what_it_needs_before_others_take_much_room() {
        let layout = |title, width| {
            let mut columns = columns();
            (columns[1].width, columns[4].width) = (title, 40);
            let layout = grid(&columns).layout(width).into_iter();
            layout.map(|(_, _, width)| width).collect::<Vec<_>>()
        };
        assert_eq!(layout(20, 105), [13, 26, 10, 8, 40]);
        assert_eq!(layout(60, 105), [13, 68, 10, 8]);
        assert_eq!(layout(60, 141), [13, 62, 10, 8, 40]);
    }

    #[test]
    fn the_stretched_column_grows_no_more_than_allowed_once_every_column_is_shown() {
        let columns = columns();
        let grid = Grid {
            max_stretch: Some(30),
            ..grid(&columns)
        };
        let layout = |width| {
            let layout = grid.layout(width).into_iter();
            layout.map(|(_, _, width)| width).collect::<Vec<_>>()
        };
        assert_eq!(layout(150), [13, 30, 10, 8, 18]);
        assert_eq!(layout(77), [13, 40, 10, 8]);
    }

    #[test]
    fn frozen_columns_stay_while_the_others_scroll() {
        assert_eq!(shown(60, 2), [(0, 13), (1, 25), (4, 18)]);
        assert_eq!(shown(60, 9), [(0, 13), (1, 45)]);
    }
}
