//! The background, the bar and the cursor of a row of a list.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::theme::over;

/// Draws what every row of a list has: when it is selected, its background, its bar, and the
/// terminal's cursor, which screen readers and braille displays follow. A click selects it.
///
/// Returns the style that its texts are drawn over.
pub fn draw_row(canvas: &mut Canvas<'_>, area: Rect, index: usize, is_selected: bool) -> Style {
    canvas.click(area, ClickTarget::Row(index));
    draw_bar(canvas, area, is_selected)
}

/// As [`draw_row`], for a row that a click does not select.
pub fn draw_bar(canvas: &mut Canvas<'_>, area: Rect, is_selected: bool) -> Style {
    if !is_selected {
        return Style::new();
    }
    let base = canvas.theme.selected();
    canvas.tint(area, base);
    let bar = over(base, canvas.theme.focus());
    canvas.text(area.x, area.y, 1, "▌", bar);
    canvas.point_at(area.as_position());
    base
}
