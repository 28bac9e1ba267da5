//! The palette: every place and available command, found by a few letters of its name; and the menu,
//! which lists the places only.

use std::cmp::Reverse;

use ratatui::layout::Rect;

use super::help::key_label;
use super::{Layer, Reply};
use crate::domain::text::fold::fold;
use crate::domain::text::fuzzy;
use crate::domain::text::typography::capitalised;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, width};
use crate::ui::keymap::{Action, Binding, Context};
use crate::ui::list::row::draw_row;
use crate::ui::list::selection::Selection;
use crate::ui::place::{PLACES, Place};
use crate::ui::text_field::TextField;
use crate::ui::theme::over;

/// The width of the palette, where there is room.
const PALETTE_WIDTH: u16 = 84;
/// The width of the menu, where there is room.
const MENU_WIDTH: u16 = 66;

/// The maximum number of visible rows.
const MAX_ROWS: usize = 16;

/// The lines around the rows: the border, the text field, the help of the selected row.
const LINES_AROUND_ROWS: u16 = 6;

/// A place or a command.
struct PaletteRow {
    action: Action,
    label: String,
    /// The title of the context that binds the command.
    context: &'static str,
    key: String,
    help: &'static str,
}

/// The palette, or the menu.
pub struct Palette {
    rows: Vec<PaletteRow>,
    /// The indexes of the rows that match the typed text, the best match first.
    matching: Vec<usize>,
    typed: TextField,
    /// The selected row in `matching`.
    selection: Selection,
    /// The left edge of the menu; `None` for the palette, which is centered.
    menu: Option<u16>,
}

impl Palette {
    /// Lists these commands, each with the context that binds it, then every place.
    pub fn commands(available: &[(Context, &'static Binding)]) -> Self {
        let named = available.iter().filter(|(_, binding)| {
            let opens_this = matches!(binding.action, Action::Palette | Action::Menu);
            !binding.label.is_empty() && !opens_this
        });
        let mut rows: Vec<PaletteRow> = Vec::new();
        for (context, binding) in named {
            // Of the keys that run an action, the one of the most specific context comes first.
            if rows.iter().all(|row| row.action != binding.action) {
                rows.push(PaletteRow {
                    action: binding.action,
                    label: capitalised(binding.label),
                    context: match context {
                        Context::Commands => Context::Everywhere.title(),
                        context => context.title(),
                    },
                    key: key_label(binding.keys[0]),
                    help: binding.help,
                });
            }
        }
        rows.extend(places());
        Self::new(rows, None)
    }

    /// Lists the places below the title bar, from `column` on, with the open one selected.
    pub fn menu(open: Option<usize>, column: u16) -> Self {
        let mut rows: Vec<PaletteRow> = places().collect();
        rows.push(PaletteRow {
            action: Action::Palette,
            label: "Toutes les commandes…".to_owned(),
            context: "",
            key: "Ctrl+P".to_owned(),
            help: "Ce qui peut être fait ici, à chercher par son nom",
        });
        let mut menu = Self::new(rows, Some(column));
        menu.selection.select(open.unwrap_or(0));
        menu
    }

    fn new(rows: Vec<PaletteRow>, menu: Option<u16>) -> Self {
        Self {
            matching: (0..rows.len()).collect(),
            selection: Selection::new(rows.len()),
            rows,
            typed: TextField::line(""),
            menu,
        }
    }

    fn find(&mut self) {
        let typed = fold(&self.typed.text());
        let scored = self.rows.iter().enumerate();
        let mut scored: Vec<(u32, usize)> = scored
            .filter_map(|(index, row)| Some((score(&typed, row)?, index)))
            .collect();
        scored.sort_by_key(|(score, _)| Reverse(*score));
        self.matching = scored.into_iter().map(|(_, index)| index).collect();
        self.selection = Selection::new(self.matching.len());
    }

    fn row(&self) -> Option<&PaletteRow> {
        let index = self.matching.get(self.selection.index())?;
        self.rows.get(*index)
    }

    fn run(&self) -> Reply {
        self.row().map_or(Reply::Stay, |row| Reply::Run(row.action))
    }

    fn area(&self, area: Rect) -> Rect {
        let rows = clamp(self.rows.len().min(MAX_ROWS));
        let height = (rows + LINES_AROUND_ROWS).min(area.height);
        match self.menu {
            None => centered(area, PALETTE_WIDTH, height),
            Some(column) => {
                let width = MENU_WIDTH.min(area.width);
                let x = column.min(area.right() - width).max(area.x);
                Rect::new(x, area.y, width, height)
            }
        }
    }

    fn draw_rows(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let raised = canvas.theme.raised();
        if self.matching.is_empty() {
            let muted = raised.patch(canvas.theme.muted());
            canvas.text(area.x, area.y, area.width, "Rien ne correspond.", muted);
        }
        let labels = self.rows.iter().map(|row| width(&row.label));
        let label = clamp(labels.max().unwrap_or(0)).min(area.width / 2);
        for (y, place) in (area.y..).zip(self.selection.visible_in(area.height)) {
            let row = &self.rows[self.matching[place]];
            let line = Rect::new(area.x, y, area.width, 1);
            let style = draw_row(canvas, line, place, place == self.selection.index());
            let muted = over(style, canvas.theme.muted());
            let key = canvas.right(line, &row.key, over(style, canvas.theme.key()));
            let room = line.width.saturating_sub(key + 2);
            canvas.text(line.x + 2, y, label.min(room), &row.label, style);
            let room = room.saturating_sub(label + 5);
            canvas.text(line.x + label + 5, y, room, row.context, muted);
        }
    }
}

fn places() -> impl Iterator<Item = PaletteRow> {
    let row = |(index, place): (usize, &'static Place)| PaletteRow {
        action: Action::Go(index),
        label: place.name.to_owned(),
        context: "",
        key: key_label(place.key()),
        help: place.help,
    };
    PLACES.iter().enumerate().map(row)
}

/// Returns how well a row matches the typed text. `None` when one of the typed words neither matches
/// the label nor begins a word of the help.
fn score(typed: &str, row: &PaletteRow) -> Option<u32> {
    let (label, help) = (fold(&row.label), fold(row.help));
    let in_help = |word: &str| {
        let mut words = help.split(|letter: char| !letter.is_alphanumeric());
        let found = words.any(|other| other.starts_with(word));
        // Better than scattered letters in the label, worse than consecutive ones.
        found.then(|| u32::try_from(2 * word.len()).unwrap_or(u32::MAX))
    };
    let words = typed.split(' ').filter(|word| !word.is_empty());
    words
        .map(|word| fuzzy::score(word, &label).max(in_help(word)))
        .sum()
}

impl Layer for Palette {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Everywhere]
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            // Up and Down come from the wheel, which does not wrap.
            Action::Previous | Action::Next => {
                self.selection.wrap(action == Action::Next);
                Reply::Stay
            }
            Action::Accept => self.run(),
            Action::Palette if self.menu.is_some() => Reply::Run(action),
            Action::Menu if self.menu.is_none() => Reply::Run(action),
            Action::Go(_) => Reply::Run(action),
            Action::Back | Action::Palette | Action::Menu => Reply::closed(),
            _ => {
                self.selection.act(action);
                Reply::Stay
            }
        }
    }

    fn key(&mut self, key: Key) -> Reply {
        if self.typed.key(key) {
            self.find();
        }
        Reply::Stay
    }

    fn paste(&mut self, text: &str) -> Reply {
        if self.typed.paste(text) {
            self.find();
        }
        Reply::Stay
    }

    fn selection(&self) -> Option<String> {
        self.typed.selection()
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        match target {
            ClickTarget::Row(place) if *place < self.matching.len() => {
                self.selection.select(*place);
                self.run()
            }
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let title = match self.menu {
            Some(_) => "Menu",
            None => "Toutes les commandes",
        };
        let inner = canvas.raise(self.area(area), title);
        if inner.height < LINES_AROUND_ROWS - 2 {
            return;
        }
        let raised = canvas.theme.raised();
        let muted = canvas.theme.muted();
        let search = Rect { height: 1, ..inner };
        self.typed
            .draw_search(canvas, search, "tapez quelques lettres");
        let rows = Rect {
            y: inner.y + 2,
            height: inner.height - 4,
            ..inner
        };
        self.draw_rows(canvas, rows);
        let hidden = self.matching.len() - self.selection.visible().end;
        if hidden > 0 {
            let more = Rect::new(rows.x, rows.bottom(), rows.width, 1);
            canvas.right(more, &format!("↓ encore {hidden}"), raised.patch(muted));
        }
        let help = self.row().map_or("", |row| row.help);
        let note = raised.patch(canvas.theme.note());
        canvas.text(inner.x, inner.bottom() - 1, inner.width, help, note);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ui::keymap;

    const LIST: [Context; 3] = [Context::List, Context::Commands, Context::Everywhere];

    /// The palette of the list of events, after a text is typed.
    fn palette(typed: &str) -> Palette {
        let mut palette = Palette::commands(&keymap::available(&LIST));
        for letter in typed.chars() {
            palette.key(Key::ch(letter));
        }
        palette
    }

    fn best(typed: &str) -> String {
        let palette = palette(typed);
        palette
            .row()
            .map(|row| row.label.clone())
            .unwrap_or_default()
    }

    #[test]
    fn the_best_match_comes_first_whatever_accents_and_case() {
        for (typed, wanted) in [
            ("clo", "Cloner"),
            ("REGLAGES", "Réglages"),
            ("mev", "Mes événements"),
            ("att", "Attester"),
            ("attestations", "Attestations"),
            ("histo", "Historique"),
            ("copie", "Cloner"),
            ("copies vérif", "Sauvegardes"),
            ("restaurer", "Sauvegardes"),
            ("csv", "Exporter"),
            ("etapes", "Étapes"),
        ] {
            assert_eq!(best(typed), wanted, "{typed}");
        }
        assert!(palette("zzz").row().is_none());
    }

    #[test]
    fn each_row_has_its_key_and_unnamed_bindings_are_not_listed() {
        let palette = palette("");
        let key = |action| {
            let row = palette.rows.iter().find(|row| row.action == action);
            row.map(|row| row.key.as_str())
        };
        assert_eq!(key(Action::Clone), Some("C"));
        assert_eq!(key(Action::Undo), Some("Ctrl+Z"));
        assert_eq!(key(Action::Go(0)), Some("F2"));
        for unlisted in [Action::Down, Action::Palette, Action::ClearFilters] {
            assert_eq!(key(unlisted), None);
        }
        let mut actions: Vec<Action> = palette.rows.iter().map(|row| row.action).collect();
        let count = actions.len();
        actions.dedup();
        assert_eq!(actions.len(), count, "nothing is listed twice");
    }

    #[test]
    fn the_menu_selects_the_open_place_and_handles_the_keys_of_places() {
        let run = |reply| match reply {
            Reply::Run(action) => Some(action),
            _ => None,
        };
        let mut menu = Palette::menu(Some(2), 4);
        assert_eq!(run(menu.act(Action::Accept)), Some(Action::Go(2)));
        assert_eq!(run(menu.act(Action::Go(0))), Some(Action::Go(0)));
        assert_eq!(run(menu.act(Action::Palette)), Some(Action::Palette));
        assert!(matches!(menu.act(Action::Menu), Reply::Close(_)));
        let last = menu.rows.last().unwrap();
        assert_eq!(last.action, Action::Palette);
    }
}
