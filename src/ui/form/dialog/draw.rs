//! Draws the dialog that fills a record.

use ratatui::layout::Rect;

use super::RecordForm;
use crate::ui::canvas::{Canvas, centered, clamp, wrap};
use crate::ui::form::draw::{Layout, Note};

/// The message when a draft was resumed.
const RESUMED: &str =
    "Saisie reprise\u{202f}: elle n’était pas enregistrée. Échap propose de l’effacer.";

impl RecordForm {
    /// Draws the dialog above the screen.
    pub(super) fn draw_dialog(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let width = 84.min(area.width);
        let within = usize::from(width.saturating_sub(4));
        let mut lines: Vec<_> = wrap(&self.text, within).into_iter().collect();
        let introduction = lines.len();
        if self.is_resumed {
            lines.extend(wrap(RESUMED, within));
        }
        let rows = clamp(lines.len()) + self.form.height(Layout::Spaced, theme);
        let mut inner = canvas.raise(centered(area, width, rows + 3), &self.title);
        for (row, line) in lines.iter().enumerate() {
            let style = match row < introduction {
                true => theme.muted(),
                false => theme.note(),
            };
            let y = inner.y + clamp(row);
            canvas.text(inner.x, y, inner.width, line, theme.raised().patch(style));
        }
        let head = clamp(lines.len()) + 1;
        inner.y += head;
        inner.height = inner.height.saturating_sub(head);
        let notes: Vec<_> = (0..self.form.fields().len())
            .map(|index| self.notes(index))
            .collect();
        self.form.draw(canvas, inner, Layout::Spaced, &notes);
    }

    fn notes(&self, index: usize) -> Vec<Note> {
        let field = &self.form.fields()[index];
        let explained = (self.explain)(&field.key, &field.text());
        match explained.filter(|_| field.problem.is_none()) {
            Some(text) => vec![Note::Hint(text)],
            None => self.form.notes(index, self.today),
        }
    }
}
