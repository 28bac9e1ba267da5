//! Draws a field of a form.

use ratatui::layout::{Position, Rect};

use super::Form;
use super::field::{FieldOption, Input};
use crate::ui::canvas::{Canvas, Cursor, wrap};

impl Form {
    /// Draws the value of a field, editable when it has the focus. Returns the width it took.
    pub fn draw_value(&mut self, index: usize, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        let focused = index == self.focus;
        let theme = canvas.theme;
        let field = &mut self.fields[index];
        match &mut field.input {
            Input::Text(text) if focused || area.height == 1 => {
                text.draw(canvas, area, focused);
                area.width
            }
            Input::Text(text) => {
                let lines = wrap(&text.text(), usize::from(area.width));
                for (y, line) in (area.y..area.bottom()).zip(&lines) {
                    canvas.text(area.x, y, area.width, line, theme.text());
                }
                if lines.len() > usize::from(area.height) {
                    let last = Rect::new(area.x, area.bottom().saturating_sub(1), area.width, 1);
                    canvas.right(last, " …", theme.muted());
                }
                area.width
            }
            Input::Flag(flag) => {
                let text = if *flag { "[x] oui" } else { "[ ] non" };
                canvas.tint(area, theme.field(focused));
                canvas.text(area.x, area.y, area.width, text, theme.field(focused))
            }
            Input::Picked(options, chosen) => {
                let label = options.iter().find(|option| option.key == *chosen);
                let (label, style) = match (label, focused) {
                    (Some(option), _) => (option.label.as_str(), theme.text()),
                    (None, true) => ("Entrée pour choisir, ou tapez", theme.muted()),
                    (None, false) => ("—", theme.muted()),
                };
                canvas.tint(area, theme.field(focused));
                let style = theme.field(focused).patch(style);
                canvas.text(area.x, area.y, area.width, label, style);
                area.width
            }
            Input::Options(options, chosen) => draw_options(canvas, options, chosen, area, focused),
        }
    }
}

/// Draws every option, the chosen one highlighted; returns their width.
fn draw_options(
    canvas: &mut Canvas<'_>,
    options: &[FieldOption],
    chosen: &str,
    area: Rect,
    focused: bool,
) -> u16 {
    let theme = canvas.theme;
    let mut x = area.x;
    for option in options {
        let (text, style) = if option.key == chosen {
            (format!("(•) {}", option.label), theme.field(focused))
        } else {
            (format!("( ) {}", option.label), theme.muted())
        };
        x += canvas.text(x, area.y, area.right().saturating_sub(x), &text, style) + 2;
    }
    if focused {
        canvas.cursor = Some(Cursor::Shown(Position::new(area.x + 1, area.y)));
    }
    x.saturating_sub(area.x + 2)
}
