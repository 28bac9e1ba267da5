//! A text longer than its room, read by scrolling.

use std::ops::Range;

use super::selection::Move;
use crate::ui::keymap::Action;

/// Which lines of a text are visible.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scroll {
    count: usize,
    top: usize,
    page: usize,
}

impl Scroll {
    /// Runs an action that scrolls. Returns false for any other action.
    pub fn act(&mut self, action: Action) -> bool {
        let Some(to) = Move::of(action, self.page) else {
            return false;
        };
        let last = self.count.saturating_sub(self.page);
        self.top = match to {
            Move::Up(by) => self.top.saturating_sub(by),
            Move::Down(by) => self.top.saturating_add(by),
            Move::First => 0,
            Move::Last => last,
        };
        self.top = self.top.min(last);
        true
    }

    /// Returns which of `count` lines are visible in `height`. Called when drawing.
    pub fn visible(&mut self, height: u16, count: usize) -> Range<usize> {
        (self.page, self.count) = (usize::from(height), count);
        self.top = self.top.min(count.saturating_sub(self.page));
        self.top..count.min(self.top + self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_scrolls_until_its_end_is_visible() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.visible(4, 10), 0..4);
        assert!(scroll.act(Action::PageDown));
        assert_eq!(scroll.visible(4, 10), 3..7);
        assert!(scroll.act(Action::Last) && scroll.act(Action::Down));
        assert_eq!(scroll.visible(4, 10), 6..10);
        assert_eq!(scroll.visible(4, 7), 3..7);
        assert_eq!(scroll.visible(9, 7), 0..7);
        assert!(!scroll.act(Action::Accept));
    }
}
