//! What stands around every screen: the title bar and its tabs above, the keys below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{App, foot, title_bar};
use crate::domain::text::typography;
use crate::ui::canvas::{Canvas, ClickTarget, ClickTargets, centered, clamp, wrap};
use crate::ui::effect::{Toast, Tone};

/// Below this size, more room is asked for.
const MIN_SIZE: (u16, u16) = (60, 16);

/// From this height on, a line separates the title bar from the screen.
const ROOMY_HEIGHT: u16 = 30;

impl App {
    /// Draws the title bar, the screen, the layers above it, the toast and the foot.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        draw(self, frame);
    }
}

fn draw(app: &mut App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut hits = ClickTargets::new();
    let mut canvas = Canvas {
        buf: frame.buffer_mut(),
        hits: &mut hits,
        theme: app.session.theme,
        cursor: None,
        defer_expensive: app.defer_expensive,
        has_deferred: false,
    };
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        ask_for_room(&mut canvas, area);
    } else {
        title_bar::draw(app, &mut canvas, Rect { height: 1, ..area });
        // On a tall screen, a line to breathe.
        let top = if area.height >= ROOMY_HEIGHT { 2 } else { 1 };
        let bottom = foot::HEIGHT;
        let said = app
            .toast
            .as_ref()
            .map_or_else(Vec::new, |toast| toast_lines(toast, area.width));
        // What is said covers nothing: least of all the line that it is about.
        let below = bottom + clamp(said.len());
        let height = area.height.saturating_sub(top + below);
        let body = Rect::new(area.x, area.y + top, area.width, height);
        let (screen, session) = app.screen();
        screen.draw(&mut canvas, body, session);
        let room = Rect::new(area.x, area.bottom() - bottom, area.width, bottom);
        foot::draw(app, &mut canvas, room);
        let above = Rect {
            height: area.height - bottom,
            ..area
        };
        for layer in &mut app.layers {
            // Only the layer on top takes clicks and holds the cursor.
            canvas
                .hits
                .retain(|(_, hit)| matches!(hit, ClickTarget::Action(_)));
            canvas.cursor = None;
            layer.draw(
                &mut canvas,
                Rect {
                    y: above.y + 1,
                    height: above.height - 1,
                    ..above
                },
            );
        }
        if let Some(running) = app
            .aside
            .running
            .as_ref()
            .filter(|running| running.is_shown)
        {
            canvas.cursor = None;
            running.draw(&mut canvas, above);
        }
        draw_toast(app, &said, &mut canvas, above);
    }
    let cursor = canvas.cursor;
    app.has_deferred = canvas.has_deferred;
    app.hits = hits;
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

fn ask_for_room(canvas: &mut Canvas<'_>, area: Rect) {
    let text = format!(
        "Agrandissez la fenêtre : Carnet demande {} colonnes et {} lignes. Rien n’est perdu.",
        MIN_SIZE.0, MIN_SIZE.1
    );
    let lines = wrap(&typography::typeset(&text), usize::from(area.width));
    let room = centered(area, area.width, clamp(lines.len()));
    for (y, line) in (room.y..room.bottom()).zip(&lines) {
        canvas.text(room.x, y, room.width, line, Style::new());
    }
}

/// The most lines that something said takes.
const MAX_TOAST_LINES: usize = 3;

/// The lines of what is being said.
fn toast_lines(toast: &Toast, width: u16) -> Vec<String> {
    let sign = match toast.tone {
        Tone::Done => "✓",
        Tone::Plain => "·",
        Tone::Wrong => "✗",
    };
    let width = usize::from(width.saturating_sub(4));
    let mut lines = wrap(&format!("{sign} {}", toast.text), width);
    if lines.len() > MAX_TOAST_LINES {
        lines.truncate(MAX_TOAST_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn draw_toast(app: &App, lines: &[String], canvas: &mut Canvas<'_>, area: Rect) {
    let Some(toast) = &app.toast else { return };
    let theme = canvas.theme;
    let style = match toast.tone {
        Tone::Done => theme.done(),
        Tone::Plain => theme.note(),
        Tone::Wrong => theme.awaiting(),
    };
    let height = clamp(lines.len()).min(area.height);
    let room = Rect::new(area.x, area.bottom() - height, area.width, height);
    canvas.fill(room, theme.raised());
    for (y, line) in (room.y..room.bottom()).zip(lines) {
        canvas.text(
            room.x + 1,
            y,
            room.width.saturating_sub(1),
            line,
            theme.raised().patch(style),
        );
    }
}
