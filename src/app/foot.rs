//! The foot of the screen: the keys that matter now on one line, with the keys of the palette and the
//! help at the right.

use ratatui::layout::Rect;

use super::App;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, width};
use crate::ui::dialog::help::key_label;
use crate::ui::keymap::{self, Action, Binding, Context};

/// The height of the foot: a rule and the line of keys.
pub(super) const HEIGHT: u16 = 2;

/// The maximum number of keys, so that the line stays readable.
const MAX_KEYS: usize = 8;

/// The cells between two keys.
const KEY_GAP: u16 = 2;

/// The minimum width at which the key of the palette is shown too.
const PALETTE_KEY_MIN_WIDTH: u16 = 100;

/// Returns the most useful of the available bindings, which are ranked, in at most `room` cells.
fn keys(available: &[(Context, &'static Binding)], room: u16) -> Vec<&'static Binding> {
    let mut keys: Vec<&Binding> = Vec::new();
    let mut used = 0;
    for (_, binding) in available {
        if binding.foot == 0 || keys.iter().any(|shown| shown.action == binding.action) {
            continue;
        }
        used += key_width(binding) + if keys.is_empty() { 0 } else { KEY_GAP };
        // Stops at the first that does not fit, so that a less useful one does not take its place.
        if used > room || keys.len() == MAX_KEYS {
            break;
        }
        keys.push(*binding);
    }
    keys
}

fn key_width(binding: &Binding) -> u16 {
    clamp(width(&key_label(binding.keys[0])) + 1 + width(binding.label))
}

/// Returns the keys at the right: the palette and the help.
fn help_keys(app: &App, columns: u16) -> Vec<&'static Binding> {
    let is_help = |layer: &dyn crate::ui::dialog::Layer| layer.contexts() == [Context::Help];
    let actions: &[Action] = match app.layers.last() {
        Some(layer) if is_help(layer.as_ref()) => &[],
        None if columns >= PALETTE_KEY_MIN_WIDTH => &[Action::Palette, Action::Help],
        _ => &[Action::Help],
    };
    let everywhere = keymap::own_bindings(Context::Everywhere);
    everywhere
        .filter(|binding| actions.contains(&binding.action))
        .collect()
}

/// Whether the same keys are shown in another order.
fn is_other_order(keys: &[&'static Binding], shown: &[&'static Binding]) -> bool {
    let same = |key: &&Binding, other: &&Binding| std::ptr::eq(*key, *other);
    let are_same = keys.len() == shown.len()
        && (keys.iter()).all(|key| shown.iter().any(|other| same(key, other)));
    are_same && !keys.iter().zip(shown).all(|(key, other)| same(key, other))
}

/// Whether there is something to undo or to redo, for these actions; true when the store can't say.
fn can_be_done(action: Action, app: &App) -> bool {
    let store = &app.session.store;
    let label = match action {
        Action::Undo => store.undoable(),
        Action::Redo => store.redoable(),
        _ => return true,
    };
    !matches!(label, Ok(None))
}

/// Draws the foot in the last lines of the screen.
pub(super) fn draw(app: &mut App, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.rule(area.x, area.y, area.width);
    let line = Rect::new(area.x + 1, area.y + 1, area.width - 2, 1);
    let mut help_keys = help_keys(app, area.width);
    // The key of the help is always the last.
    help_keys.sort_by_key(|binding| binding.action == Action::Help);
    let widths: u16 = help_keys
        .iter()
        .map(|binding| key_width(binding) + KEY_GAP)
        .sum();
    let room = line.width.saturating_sub(widths);
    let mut available = app.available();
    available.retain(|(_, binding)| can_be_done(binding.action, app));
    let keys = keys(&available, room);
    // The order follows the selected event: while the list scrolls, the whole line would be drawn again
    // at every other event.
    if canvas.defer_expensive && is_other_order(&keys, &app.foot_keys) {
        canvas.has_deferred = true;
    } else {
        app.foot_keys = keys;
    }
    draw_keys(canvas, line.x, line.y, &app.foot_keys);
    draw_keys(canvas, line.x + room + KEY_GAP, line.y, &help_keys);
}

fn draw_keys(canvas: &mut Canvas<'_>, mut x: u16, y: u16, keys: &[&'static Binding]) {
    let theme = canvas.theme;
    for binding in keys {
        let (key, label) = (key_label(binding.keys[0]), format!(" {}", binding.label));
        let pieces = [(key.as_str(), theme.key()), (&label, theme.muted())];
        let width = key_width(binding);
        canvas.pieces(x, y, width, &pieces);
        let target = ClickTarget::Action(binding.action);
        canvas.click(Rect::new(x, y, width, 1), target);
        x += width + KEY_GAP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [Context; 3] = [Context::List, Context::Commands, Context::Everywhere];

    /// Returns the labels shown in `room` cells.
    fn labels(contexts: &[Context], due: Option<Action>, room: u16) -> Vec<&'static str> {
        let mut available = keymap::available(contexts);
        keymap::rank(&mut available, due);
        let keys = keys(&available, room);
        keys.into_iter().map(|binding| binding.label).collect()
    }

    #[test]
    fn the_foot_of_the_list_depends_on_its_filter_and_marks() {
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
    fn the_due_action_comes_first_and_once() {
        let keys = labels(&LIST, Some(Action::Attest), 97);
        assert_eq!(keys[..3], ["attester", "ouvrir", "nouveau"]);
        assert_eq!(keys.iter().filter(|key| **key == "attester").count(), 1);
        assert_eq!(labels(&LIST, Some(Action::Sheet), 97)[0], "site");
    }

    #[test]
    fn only_another_order_of_the_same_keys_waits() {
        let shown = |due| {
            let mut available = keymap::available(&LIST);
            keymap::rank(&mut available, due);
            keys(&available, 97)
        };
        let (usual, due) = (shown(None), shown(Some(Action::Attest)));
        assert!(is_other_order(&due, &usual));
        assert!(!is_other_order(&usual, &usual));
        assert!(!is_other_order(&usual, &usual[1..]));
        assert!(!is_other_order(&shown(Some(Action::Sheet)), &usual));
    }

    #[test]
    fn every_foot_fits_on_one_line_with_at_most_eight_keys() {
        for context in Context::all() {
            let contexts = [context, Context::Commands, Context::Everywhere];
            for room in [50, 69, 97, 177] {
                let keys = keys(&keymap::available(&contexts), room);
                let used: u16 = keys.iter().map(|key| key_width(key) + KEY_GAP).sum();
                assert!(
                    used <= room + KEY_GAP && keys.len() <= MAX_KEYS,
                    "{context:?}"
                );
            }
        }
    }
}
