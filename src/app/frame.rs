//! Draws a frame: the title bar, the screen, the dialogs above it, the toast, the foot.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{App, foot, title_bar};
use crate::domain::text::typography;
use crate::ui::canvas::{Canvas, ClickTarget, ClickTargets, Cursor, centered, clamp, wrap};
use crate::ui::effect::{Toast, Tone};

/// The minimum width and height; below, the program asks for a larger terminal.
const MIN_SIZE: (u16, u16) = (60, 16);

/// The minimum height at which an empty line separates the title bar from the screen.
const ROOMY_HEIGHT: u16 = 30;

impl App {
    /// Draws the title bar, the screen, the layers above it, the toast and the foot.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        draw(self, frame);
    }
}

fn draw(app: &mut App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut click_targets = ClickTargets::new();
    let mut canvas = Canvas {
        buf: frame.buffer_mut(),
        click_targets: &mut click_targets,
        theme: app.session.theme,
        cursor: None,
        defer_expensive: app.defer_expensive,
        has_deferred: false,
    };
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        ask_for_room(&mut canvas, area);
    } else {
        title_bar::draw(app, &mut canvas, Rect { height: 1, ..area });
        let top = if area.height >= ROOMY_HEIGHT { 2 } else { 1 };
        let bottom = foot::HEIGHT;
        let toast_lines = app
            .toast
            .as_ref()
            .map_or_else(Vec::new, |toast| wrap_toast(toast, area.width));
        // The toast takes its own lines, so that it hides nothing of the screen.
        let below = bottom + clamp(toast_lines.len());
        let height = area.height.saturating_sub(top + below);
        let body = Rect::new(area.x, area.y + top, area.width, height);
        let (screen, session) = app.screen();
        screen.draw(&mut canvas, body, session);
        let foot_area = Rect::new(area.x, area.bottom() - bottom, area.width, bottom);
        foot::draw(app, &mut canvas, foot_area);
        let above = Rect {
            height: area.height - bottom,
            ..area
        };
        let room = Rect {
            y: above.y + 1,
            height: above.height - 1,
            ..above
        };
        for layer in &mut app.layers {
            canvas.dim(room);
            // Only the layer on top takes clicks and has the cursor.
            canvas
                .click_targets
                .retain(|(_, target)| matches!(target, ClickTarget::Action(_)));
            canvas.cursor = None;
            layer.draw(&mut canvas, room);
        }
        if let Some(running) = app
            .pending
            .running
            .as_ref()
            .filter(|running| running.is_shown)
        {
            canvas.cursor = None;
            running.draw(&mut canvas, above);
        }
        draw_toast(app, &toast_lines, &mut canvas, above);
    }
    let cursor = canvas.cursor;
    app.hidden_cursor = None;
    app.has_deferred = canvas.has_deferred;
    app.click_targets = click_targets;
    match cursor {
        Some(Cursor::Shown(position)) => frame.set_cursor_position(position),
        Some(Cursor::Hidden(position)) => app.hidden_cursor = Some(position),
        None => {}
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

/// The maximum number of lines of a toast.
const MAX_TOAST_LINES: usize = 3;

/// Wraps a toast into lines.
fn wrap_toast(toast: &Toast, width: u16) -> Vec<String> {
    let sign = match toast.tone {
        Tone::Success => "✓",
        Tone::Info => "·",
        Tone::Error => "✗",
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
        Tone::Success => theme.done(),
        Tone::Info => theme.note(),
        Tone::Error => theme.awaiting(),
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
