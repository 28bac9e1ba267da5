//! What stands around every screen: the title bar and its tabs above, the keys below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::App;
use crate::domain::text::typography;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget, ClickTargets, centered, clamp, wrap};
use crate::ui::dialog::help::shown;
use crate::ui::effect::{Toast, Tone};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Binding, Context};
use crate::ui::tab::Tab;

/// Below this size, more room is asked for.
const MIN_SIZE: (u16, u16) = (60, 16);

/// From this height on, a line separates the title bar from the screen.
const ROOMY_HEIGHT: u16 = 30;

/// The room that « F1 aide » takes, at the right of the keys.
const HELP_WIDTH: u16 = 9;

pub(crate) fn draw(app: &mut App, frame: &mut Frame<'_>) {
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
        title_bar(app, &mut canvas, Rect { height: 1, ..area });
        // On a tall screen, a line to breathe.
        let top = if area.height >= ROOMY_HEIGHT { 2 } else { 1 };
        // The room that the screen's own keys need is kept while a layer shows its own: nothing moves.
        let keys = |contexts: &[Context]| keys_on_offer(contexts, area.width - 2);
        let of_screen = keys(&app.screen_contexts());
        let bottom = 1 + clamp(of_screen.len());
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
        let on_offer = if app.layers.is_empty() {
            of_screen
        } else {
            keys(&app.contexts())
        };
        foot(app, &mut canvas, room, &on_offer);
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

fn title_bar(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    canvas.fill(area, theme.house());
    let bold = theme.house().add_modifier(ratatui::style::Modifier::BOLD);
    let mut x = area.x + 1;
    x += canvas.text(x, area.y, area.width, "Carnet", bold) + 2;
    for tab in Tab::ALL {
        let count = if tab == Tab::Attestations && app.to_attest > 0 {
            format!("!{} ", typography::number(app.to_attest as u64))
        } else {
            String::new()
        };
        let style = if tab == app.tab {
            theme.tab()
        } else {
            theme.house()
        };
        let room = area.right().saturating_sub(x);
        let text = format!(" {} {count}", tab.label());
        let used = canvas.text(x, area.y, room, &text, style);
        canvas.click(Rect::new(x, area.y, used, 1), ClickTarget::Tab(tab));
        x += used + 1;
    }
    let today = format!("{} ", typography::long_date(app.session.today()));
    if usize::from(area.right().saturating_sub(x)) > today.width() {
        canvas.right(area, &today, theme.house());
    }
}

/// The most lines that something said takes.
const MAX_TOAST_LINES: usize = 3;

/// The most lines that the keys take at the foot of the screen.
const MAX_FOOT_LINES: usize = 3;

/// The keys on offer where the user is, in lines of at most `width` cells, the most useful first;
/// the first line leaves room for the help.
fn keys_on_offer(contexts: &[Context], width: u16) -> Vec<Vec<&'static Binding>> {
    let mut lines = vec![Vec::new()];
    let mut said: Vec<Action> = Vec::new();
    let mut used = 0;
    let on_offer = contexts
        .iter()
        .filter(|context| **context != Context::Everywhere)
        .flat_map(|context| keymap::of(*context));
    for binding in on_offer {
        // A key that something nearer takes is not this one's to offer.
        let key = Key::parse(binding.keys[0]);
        let is_taken = key.is_none_or(|key| keymap::action(contexts, key) != Some(binding.action));
        if binding.short.is_empty() || is_taken || said.contains(&binding.action) {
            continue;
        }
        said.push(binding.action);
        let wide = clamp(shown(binding.keys[0]).width() + binding.short.width()) + 1;
        let room = if lines.len() == 1 {
            width - HELP_WIDTH
        } else {
            width
        };
        if used + wide > room {
            if lines.len() == MAX_FOOT_LINES {
                break;
            }
            lines.push(Vec::new());
            used = 0;
        }
        used += wide + 2;
        if let Some(line) = lines.last_mut() {
            line.push(binding);
        }
    }
    lines
}

fn foot(app: &App, canvas: &mut Canvas<'_>, area: Rect, lines: &[Vec<&'static Binding>]) {
    let theme = canvas.theme;
    canvas.rule(area.x, area.y, area.width);
    let has_help = app
        .layers
        .last()
        .is_none_or(|layer| layer.contexts() != [Context::Help]);
    if has_help {
        let help = Rect::new(area.right() - HELP_WIDTH, area.y + 1, HELP_WIDTH, 1);
        let pieces = [(" F1", theme.key()), (" aide ", theme.muted())];
        canvas.pieces(help.x, help.y, HELP_WIDTH, &pieces);
        canvas.click(help, ClickTarget::Action(Action::Help));
    }
    for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
        let mut x = area.x + 1;
        for binding in line {
            let key = shown(binding.keys[0]);
            let word = format!(" {}", binding.short);
            let wide = clamp(key.width() + word.width());
            canvas.pieces(x, y, wide, &[(&key, theme.key()), (&word, theme.muted())]);
            canvas.click(
                Rect::new(x, y, wide, 1),
                ClickTarget::Action(binding.action),
            );
            x += wide + 2;
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    /// What the foot says in a window of so many columns.
    fn told(contexts: &[Context], columns: u16) -> Vec<&'static str> {
        let lines = keys_on_offer(contexts, columns - 2).into_iter().flatten();
        lines.map(|binding| binding.short).collect()
    }

    #[test]
    fn the_foot_of_the_list_offers_what_its_filter_and_its_marks_call_for() {
        let list = [Context::List, Context::Commands, Context::Everywhere];
        let keys = told(&list, 80);
        assert_eq!(keys[0], "ouvrir");
        for kept in ["chercher", "supprimer", "annuler"] {
            assert!(keys.contains(&kept), "{kept}: {keys:?}");
        }
        assert!(!keys.contains(&"tout voir") && !keys.contains(&"tout marquer"));

        let filtered = [&[Context::Filtered], &list[..]].concat();
        let keys = told(&filtered, 80);
        assert_eq!(keys[..2], ["tout voir", "ouvrir"]);
        assert!(keys.contains(&"chercher") && keys.contains(&"supprimer"));

        let marked = [&[Context::Marked], &list[..]].concat();
        let keys = told(&marked, 80);
        assert_eq!(
            keys[..5],
            [
                "tout marquer",
                "publier",
                "supprimer",
                "démarquer",
                "ouvrir"
            ]
        );
        assert!(keys.contains(&"chercher"));
    }
}
