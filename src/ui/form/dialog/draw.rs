//! Draws the dialog that fills a record.

use ratatui::layout::Rect;

use super::RecordForm;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::form::field::FormField;

/// The message when a draft was resumed.
const RESUMED: &str =
    "Saisie reprise\u{202f}: elle n’était pas enregistrée. Échap propose de l’effacer.";

/// The maximum width of labels.
const LABEL_WIDTH: u16 = 22;

/// The height of a text of several lines.
const LINES_HEIGHT: u16 = 3;

impl RecordForm {
    /// Draws the dialog above the screen.
    pub(super) fn draw_dialog(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 84.min(area.width);
        let within = usize::from(width.saturating_sub(4));
        let text = wrap(&self.text, within);
        let resumed = if self.is_resumed {
            wrap(RESUMED, within)
        } else {
            Vec::new()
        };
        let fields: u16 = self.form.fields().iter().map(height).sum();
        let rows = clamp(text.len() + resumed.len()) + fields;
        let inner = canvas.raise(centered(area, width, rows + 3), &self.title);
        let raised = canvas.theme.raised();
        let mut y = inner.y;
        let looks = [
            (&text, canvas.theme.muted()),
            (&resumed, canvas.theme.note()),
        ];
        for (lines, look) in looks {
            for line in lines {
                canvas.text(inner.x, y, inner.width, line, raised.patch(look));
                y += 1;
            }
        }
        y += 1;
        let area = Rect {
            y,
            height: inner.bottom().saturating_sub(y),
            ..inner
        };
        self.draw_fields(canvas, area);
    }

    fn draw_fields(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let raised = canvas.theme.raised();
        let label_width = LABEL_WIDTH.min(area.width / 2);
        let room = area.width.saturating_sub(label_width);
        let focus = self.form.focus();
        let heights = self.form.fields().iter().map(height).collect::<Vec<_>>();
        // The focused field is always visible.
        let mut first = focus;
        let mut used = heights[focus];
        while first > 0 && used + heights[first - 1] <= area.height {
            first -= 1;
            used += heights[first];
        }
        let mut y = area.y;
        for (index, height) in heights.iter().enumerate().skip(first) {
            if y + height > area.bottom() && index > focus {
                break;
            }
            let focused = index == focus;
            let style = if focused {
                canvas.theme.focus()
            } else {
                canvas.theme.muted()
            };
            let mark = if focused { "▌" } else { " " };
            canvas.text(area.x, y, 1, mark, raised.patch(canvas.theme.focus()));
            let label = &self.form.fields()[index].label;
            canvas.text(area.x + 1, y, label_width - 1, label, raised.patch(style));
            let value = Rect::new(area.x + label_width, y, room, height - 1);
            self.form.draw_value(index, canvas, value);
            let line = Rect::new(area.x, y, area.width, height - 1);
            canvas.click(line, ClickTarget::Field(index));
            let field = &self.form.fields()[index];
            let (below, look) = match &field.problem {
                Some(sentence) => (format!("✗ {sentence}"), canvas.theme.awaiting()),
                None => match self.understood(field) {
                    Some(understood) => (understood, canvas.theme.accent()),
                    None if focused => (field.hint.clone(), canvas.theme.note()),
                    None => (String::new(), canvas.theme.note()),
                },
            };
            let last = y + height - 1;
            canvas.text(value.x, last, room, &below, raised.patch(look));
            y += height;
        }
    }

    fn understood(&self, field: &FormField) -> Option<String> {
        let explained = (self.explain)(&field.key, &field.text());
        explained.or_else(|| {
            let understood = field.understood(self.today).into_iter().next();
            understood.map(|text| format!("→ {text}"))
        })
    }
}

/// Returns the height of a field, with the line below it.
fn height(field: &FormField) -> u16 {
    if field.is_multiline() {
        LINES_HEIGHT + 1
    } else {
        2
    }
}
