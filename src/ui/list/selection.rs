//! The selected row of a list, and which rows are visible: what keys, clicks and reloads do to them.

use std::ops::Range;

use crate::ui::canvas::ClickTarget;
use crate::ui::keymap::Action;

/// A move in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Up by some rows.
    Up(usize),
    /// Down by some rows.
    Down(usize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Move {
    /// Returns the move of an action where `page` rows are visible. A page leaves one row in sight.
    pub fn of(action: Action, page: usize) -> Option<Self> {
        let page = page.max(2) - 1;
        Some(match action {
            Action::Up => Self::Up(1),
            Action::Down => Self::Down(1),
            Action::PageUp => Self::Up(page),
            Action::PageDown => Self::Down(page),
            Action::First => Self::First,
            Action::Last => Self::Last,
            _ => return None,
        })
    }
}

/// How many rows a page has before it is drawn.
const UNDRAWN_PAGE: usize = 20;

/// The selected row of a list whose rows are counted, and the first visible one.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    count: usize,
    selected: usize,
    top: usize,
    /// How many rows are visible.
    page: usize,
}

impl Default for Selection {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Selection {
    /// Selects the first of `count` rows.
    pub fn new(count: usize) -> Self {
        Self {
            count,
            selected: 0,
            top: 0,
            page: UNDRAWN_PAGE,
        }
    }

    /// Selects a row of `count`; none, the first.
    pub fn at(count: usize, index: Option<usize>) -> Self {
        let mut selection = Self::new(count);
        selection.select(index.unwrap_or(0));
        selection
    }

    /// Returns the index of the selected row.
    pub fn index(&self) -> usize {
        self.selected
    }

    /// Selects a row, the last one if there are fewer.
    pub fn select(&mut self, index: usize) {
        self.selected = index.min(self.count.saturating_sub(1));
    }

    /// Takes the count of the rows read again, and selects the one at `place` among them. Without
    /// a place, the selection stays where it was.
    pub fn reload(&mut self, count: usize, place: Option<usize>) {
        self.count = count;
        self.select(place.unwrap_or(self.selected));
    }

    /// Makes a move.
    pub fn go(&mut self, to: Move) {
        self.select(match to {
            Move::Up(by) => self.selected.saturating_sub(by),
            Move::Down(by) => self.selected.saturating_add(by),
            Move::First => 0,
            Move::Last => usize::MAX,
        });
    }

    /// Goes to the next row, or the previous one; past an end, to the other end.
    pub fn wrap(&mut self, down: bool) {
        let last = self.count.saturating_sub(1);
        self.selected = match down {
            true if self.selected >= last => 0,
            true => self.selected + 1,
            false => self.selected.checked_sub(1).unwrap_or(last),
        };
    }

    /// Runs an action that moves in a list. Returns false for any other action.
    pub fn act(&mut self, action: Action) -> bool {
        let to = Move::of(action, self.page);
        if let Some(to) = to {
            self.go(to);
        }
        to.is_some()
    }

    /// Selects the clicked row. Returns true when it already was: the caller then opens it.
    pub fn click(&mut self, target: &ClickTarget) -> bool {
        match target {
            ClickTarget::Row(row) if *row == self.selected => return true,
            ClickTarget::Row(row) => self.select(*row),
            _ => {}
        }
        false
    }

    /// Returns the rows that are visible in `height` lines. Called when drawing.
    pub fn visible_in(&mut self, height: u16) -> Range<usize> {
        self.page = usize::from(height).max(1);
        self.visible()
    }

    /// Returns the visible rows, as many as the last time they were drawn.
    pub fn visible(&mut self) -> Range<usize> {
        self.scroll(self.selected, self.selected + 1, self.count)
    }

    /// Returns the visible lines of a list of `count` lines, with those of `first..end` among them;
    /// `page` of them fit.
    pub(super) fn visible_lines(
        &mut self,
        (first, end): (usize, usize),
        count: usize,
        page: usize,
    ) -> Range<usize> {
        self.page = page.max(1);
        self.scroll(first, end, count)
    }

    fn scroll(&mut self, first: usize, end: usize, count: usize) -> Range<usize> {
        let lowest = count.saturating_sub(self.page);
        let top = self.top.min(first).min(lowest);
        // What does not fit is shown from its beginning.
        self.top = top.max(end.saturating_sub(self.page).min(first));
        self.top..count.min(self.top + self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: &[Action]) -> (usize, Range<usize>) {
        let mut selection = Selection::new(10);
        let mut visible = selection.visible_in(4);
        for action in actions {
            assert!(selection.act(*action));
            visible = selection.visible();
        }
        (selection.index(), visible)
    }

    #[test]
    fn the_selected_row_stays_in_sight_and_within_the_list() {
        use Action::{Down, First, Last, PageDown, PageUp, Up};
        assert_eq!(after(&[Up]), (0, 0..4));
        assert_eq!(after(&[PageDown]), (3, 0..4));
        assert_eq!(after(&[PageDown, Down]), (4, 1..5));
        assert_eq!(after(&[Last, Down]), (9, 6..10));
        assert_eq!(after(&[Last, PageUp, Up]), (5, 5..9));
        assert_eq!(after(&[Last, First]), (0, 0..4));
        assert!(!Selection::new(3).act(Action::Accept));
        assert_eq!(Selection::new(0).visible_in(4), 0..0);
    }

    #[test]
    fn a_second_click_opens() {
        let mut selection = Selection::new(3);
        assert!(!selection.click(&ClickTarget::Row(2)));
        assert!(selection.click(&ClickTarget::Row(2)));
        assert!(!selection.click(&ClickTarget::Field(0)));
    }

    #[test]
    fn rows_read_again_keep_the_selection_where_its_row_went() {
        let mut selection = Selection::new(10);
        selection.select(4);
        selection.reload(11, Some(5));
        assert_eq!(selection.index(), 5);
        selection.reload(3, None);
        assert_eq!(selection.index(), 2);
        selection.wrap(true);
        assert_eq!(selection.index(), 0);
        selection.wrap(false);
        assert_eq!(selection.index(), 2);
    }

    #[test]
    fn a_row_taller_than_the_page_is_shown_from_its_beginning() {
        let mut selection = Selection::new(3);
        assert_eq!(selection.visible_lines((3, 5), 9, 4), 1..5);
        assert_eq!(selection.visible_lines((2, 8), 9, 4), 2..6);
    }
}
