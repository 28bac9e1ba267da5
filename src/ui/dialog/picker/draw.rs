//! How a list to pick from is drawn.

use ratatui::layout::Rect;

use unicode_width::UnicodeWidthStr;

use super::{Item, Picker};
use crate::ui::canvas::{Canvas, clamp, wrap};
use crate::ui::list::row::draw_row;
use crate::ui::theme::over;

impl Picker {
    /// Draws the dialog above the screen. It is as wide as its longest item where there is room; what
    /// is still cut of the selected one is written whole below.
    pub(super) fn draw_dialog(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let explains = self.items.iter().any(|item| !item.detail.is_empty());
        let longest = clamp(
            self.items
                .iter()
                .map(|it| self.item_width(it))
                .max()
                .unwrap_or(0),
        );
        let most = area.width.saturating_sub(2 + 4);
        let beside = explains && longest.max(MIN_LIST) + 3 + MIN_DETAIL <= most;
        let least = if explains { 88 } else { 52 };
        let width = match beside {
            true => (longest + 3 + MIN_DETAIL).max(least),
            false => longest.max(least),
        };
        let width = width.min(most);
        let texts = self.items.iter().map(|item| self.below(item, width).len());
        let below = match beside {
            true => 0,
            false => clamp(texts.max().unwrap_or(0)).min(MAX_BELOW),
        };
        let gap = u16::from(below > 0);
        let least = if below > 0 { 6 } else { 8 };
        let height = (clamp(self.items.len()) + 5).clamp(least, 22) + below + gap;
        let place = canvas.place(area, width + 4, height.min(area.height));
        let inner = canvas.raise(place, &self.title);
        if inner.height < 3 {
            return;
        }
        let hint = match self.has_ticks() {
            false => "tapez pour chercher",
            true => "tapez pour chercher, Espace pour cocher",
        };
        let search = Rect { height: 1, ..inner };
        self.filter.draw_search(canvas, search, hint);
        let body = Rect::new(inner.x, inner.y + 2, inner.width, inner.height - 2);
        let mut list = body;
        let lines;
        let room = if beside {
            list.width = longest.max(MIN_LIST).max(body.width * 5 / 9);
            list.width = list.width.min(body.width - 3 - MIN_DETAIL);
            canvas.upright(list.right() + 1, body.y, body.height);
            let width = body.width - list.width - 3;
            let detail = self.selected_item().map_or("", |item| &item.detail);
            lines = wrap(detail, usize::from(width));
            Rect::new(list.right() + 3, body.y, width, body.height)
        } else {
            // The list keeps three rows at least.
            let below = (below + gap).min(body.height.saturating_sub(3));
            list.height -= below;
            let selected = self.selected_item();
            lines = selected.map_or_else(Vec::new, |item| self.below(item, body.width));
            let height = below.saturating_sub(gap);
            Rect::new(body.x, body.bottom() - height, body.width, height)
        };
        self.draw_items(canvas, list);
        let style = canvas.theme.raised().patch(canvas.theme.note());
        for (y, line) in (room.y..room.bottom()).zip(&lines) {
            canvas.text(room.x, y, room.width, line, style);
        }
    }

    /// Returns the cells that an item takes, without its explanation.
    fn item_width(&self, item: &Item<usize>) -> usize {
        let checkbox = if self.has_ticks() { 4 } else { 0 };
        2 + checkbox + item.label.width() + 2 + item.hint.width()
    }

    /// Returns what is written of an item below the list: its name where that is cut, and its
    /// explanation.
    fn below(&self, item: &Item<usize>, width: u16) -> Vec<String> {
        let mut lines = Vec::new();
        if self.item_width(item) > usize::from(width) {
            lines.extend(wrap(&item.label, usize::from(width)));
        }
        if !item.detail.is_empty() {
            lines.extend(wrap(&item.detail, usize::from(width)));
        }
        lines
    }

    fn draw_items(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let raised = canvas.theme.raised();
        if self.shown.is_empty() {
            canvas.text(
                area.x,
                area.y,
                area.width,
                "Rien ne correspond.",
                raised.patch(canvas.theme.muted()),
            );
        }
        for (y, place) in (area.y..).zip(self.selection.visible_in(area.height)) {
            let item = &self.items[self.shown[place]];
            let line = Rect::new(area.x, y, area.width, 1);
            let style = draw_row(canvas, line, place, place == self.selection.index());
            let checkbox = match (self.has_ticks(), item.ticked) {
                (false, _) => "",
                (_, true) => "[x] ",
                (_, false) => "[ ] ",
            };
            let text = match item.dimmed {
                true => over(style, canvas.theme.muted()),
                false => style,
            };
            let hint = canvas.right(line, &item.hint, over(style, canvas.theme.muted()));
            let room = area.width.saturating_sub(hint + 2);
            let used = canvas.text(area.x + 1, y, room, checkbox, text);
            canvas.text(area.x + 1 + used, y, room - used, &item.label, text);
        }
    }
}

/// The minimum width of the list, where explanations stand beside it.
const MIN_LIST: u16 = 40;
/// The minimum width of the explanations beside the list.
const MIN_DETAIL: u16 = 34;
/// The maximum number of rows of what is written below the list.
const MAX_BELOW: u16 = 6;
