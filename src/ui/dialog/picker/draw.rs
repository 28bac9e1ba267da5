//! How a list to pick from is drawn.

use ratatui::layout::Rect;

use super::Picker;
use crate::ui::canvas::{Canvas, clamp, wrap};
use crate::ui::list::row::draw_row;
use crate::ui::theme::over;

impl Picker {
    /// Draws the dialog above the screen.
    pub(super) fn draw_dialog(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let explains = self.items.iter().any(|item| !item.detail.is_empty());
        let width = if explains { 92 } else { 56 }.min(area.width.saturating_sub(2));
        let height = clamp(self.items.len()) + 5;
        let height = height.clamp(8, 22).min(area.height);
        let place = canvas.place(area, width, height);
        let inner = canvas.raise(place, &self.title);
        if inner.height < 3 {
            return;
        }
        let raised = canvas.theme.raised();
        let hint = match self.has_ticks() {
            false => "tapez pour chercher",
            true => "tapez pour chercher, Espace pour cocher",
        };
        let search = Rect { height: 1, ..inner };
        self.filter.draw_search(canvas, search, hint);
        let body = Rect::new(inner.x, inner.y + 2, inner.width, inner.height - 2);
        let beside = explains && body.width >= 60;
        let list = if beside {
            Rect {
                width: body.width * 6 / 10,
                ..body
            }
        } else {
            body
        };
        let below = explains && !beside && body.height > 5;
        let list = if below {
            Rect {
                height: body.height - 3,
                ..list
            }
        } else {
            list
        };
        self.draw_items(canvas, list);
        let detail = self
            .selected_item()
            .map(|item| item.detail.clone())
            .unwrap_or_default();
        let room = if beside {
            canvas.upright(list.right() + 1, body.y, body.height);
            Rect::new(
                list.right() + 3,
                body.y,
                body.width.saturating_sub(list.width + 3),
                body.height,
            )
        } else if below {
            Rect::new(body.x, list.bottom(), body.width, 3)
        } else {
            return;
        };
        let lines = wrap(&detail, usize::from(room.width));
        for (y, line) in (room.y..room.bottom()).zip(&lines) {
            canvas.text(
                room.x,
                y,
                room.width,
                line,
                raised.patch(canvas.theme.note()),
            );
        }
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
