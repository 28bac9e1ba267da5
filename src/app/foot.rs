//! The foot of the screen: in one line, the keys that matter now, and at its right those that lead
//! to all the others.

use ratatui::layout::Rect;

use super::App;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, width};
use crate::ui::dialog::help::shown;
use crate::ui::keymap::{self, Action, Binding, Context};

/// How many lines the foot takes: the line that separates it from the screen, and the keys.
pub(super) const HEIGHT: u16 = 2;

/// The most keys shown: one that looks for a key reads no more.
const MAX_KEYS: usize = 8;

/// Between two keys.
const GAP: u16 = 2;

/// From this width on, the palette's key stands beside the help's.
const ROOMY_WIDTH: u16 = 100;

/// The keys that matter now in at most `room` cells, of what can be done, ranked.
fn keys(available: &[(Context, &'static Binding)], room: u16) -> Vec<&'static Binding> {
    let mut keys: Vec<&Binding> = Vec::new();
    let mut used = 0;
    for (_, binding) in available {
        if binding.foot == 0 || keys.iter().any(|known| known.action == binding.action) {
            continue;
        }
        used += key_width(binding) + if keys.is_empty() { 0 } else { GAP };
        // A key that matters less does not take the room of one that is too wide.
        if used > room || keys.len() == MAX_KEYS {
            break;
        }
        keys.push(*binding);
    }
    keys
}

fn key_width(binding: &Binding) -> u16 {
    clamp(width(&shown(binding.keys[0])) + 1 + width(binding.label))
}

/// The keys at the right, which lead to all the others.
fn ways(app: &App, columns: u16) -> Vec<&'static Binding> {
    let is_help = |layer: &dyn crate::ui::dialog::Layer| layer.contexts() == [Context::Help];
    let actions: &[Action] = match app.layers.last() {
        Some(layer) if is_help(layer.as_ref()) => &[],
        None if columns >= ROOMY_WIDTH => &[Action::Palette, Action::Help],
        _ => &[Action::Help],
    };
    let everywhere = keymap::of(Context::Everywhere);
    everywhere
        .filter(|binding| actions.contains(&binding.action))
        .collect()
}

/// Draws the foot in the last lines of the screen.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.rule(area.x, area.y, area.width);
    let line = Rect::new(area.x + 1, area.y + 1, area.width - 2, 1);
    let mut ways = ways(app, area.width);
    // The help's is the last, whatever the width.
    ways.sort_by_key(|binding| binding.action == Action::Help);
    let widths: u16 = ways.iter().map(|way| key_width(way) + GAP).sum();
    let room = line.width.saturating_sub(widths);
    let keys = keys(&app.available(), room);
    draw_keys(canvas, line.x, line.y, &keys);
    draw_keys(canvas, line.x + room + GAP, line.y, &ways);
}

fn draw_keys(canvas: &mut Canvas<'_>, mut x: u16, y: u16, keys: &[&'static Binding]) {
    let theme = canvas.theme;
    for binding in keys {
        let (key, label) = (shown(binding.keys[0]), format!(" {}", binding.label));
        let pieces = [(key.as_str(), theme.key()), (&label, theme.muted())];
        let wide = key_width(binding);
        canvas.pieces(x, y, wide, &pieces);
        let target = ClickTarget::Action(binding.action);
        canvas.click(Rect::new(x, y, wide, 1), target);
        x += wide + GAP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [Context; 3] = [Context::List, Context::Commands, Context::Everywhere];

    /// What the foot says in so many cells.
    fn labels(contexts: &[Context], due: Option<Action>, room: u16) -> Vec<&'static str> {
        let mut available = keymap::here(contexts);
        keymap::rank(&mut available, due);
        let keys = keys(&available, room);
        keys.into_iter().map(|binding| binding.label).collect()
    }

    #[test]
    fn the_foot_of_the_list_offers_what_its_filter_and_its_marks_call_for() {
        let keys = labels(&LIST, None, 97);
        let wanted = [
            "ouvrir", "nouveau", "modifier", "attester", "cloner", "publier", "chercher", "filtrer",
        ];
        assert_eq!(keys, wanted);
        assert_eq!(labels(&LIST, None, 69), wanted[..6]);

        let filtered = [&[Context::Filtered], &LIST[..]].concat();
        let keys = labels(&filtered, None, 97);
        assert_eq!(keys[..2], ["tout voir", "ouvrir"]);
        assert!(keys.contains(&"publier"));

        let marked = [&[Context::Marked], &LIST[..]].concat();
        let keys = labels(&marked, None, 97);
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
    }

    #[test]
    fn what_is_due_comes_first_once() {
        let keys = labels(&LIST, Some(Action::Attest), 97);
        assert_eq!(keys[..3], ["attester", "ouvrir", "nouveau"]);
        assert_eq!(keys.iter().filter(|key| **key == "attester").count(), 1);
        assert_eq!(labels(&LIST, Some(Action::Sheet), 97)[0], "site");
    }

    #[test]
    fn every_foot_fits_on_one_line_with_at_most_eight_keys() {
        for context in Context::ALL {
            let contexts = [context, Context::Commands, Context::Everywhere];
            for room in [50, 69, 97, 177] {
                let keys = keys(&keymap::here(&contexts), room);
                let used: u16 = keys.iter().map(|key| key_width(key) + GAP).sum();
                assert!(used <= room + GAP && keys.len() <= MAX_KEYS, "{context:?}");
            }
        }
    }
}
