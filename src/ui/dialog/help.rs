//! The help: the keys of the current screen by purpose, then those of other screens.

use ratatui::layout::Rect;

use super::{Layer, Reply};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, centered, clamp, wrap};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Binding, Context, Purpose};

/// The minimum inner width for two columns.
const TWO_COLUMNS_WIDTH: u16 = 100;

/// The maximum width of the help.
const MAX_WIDTH: u16 = 150;

/// The cells between the two columns.
const COLUMN_GAP: u16 = 3;

/// The help.
pub struct Help {
    /// The keys of the current screen.
    here: Vec<Block>,
    /// The keys of other screens.
    elsewhere: Vec<Block>,
    /// The first visible line.
    top: usize,
    /// How many lines are visible.
    page: usize,
    /// The inner width of the last frame.
    width: u16,
}

/// Keys under a title.
struct Block {
    title: &'static str,
    /// Keys, and what they do.
    rows: Vec<(String, &'static str)>,
}

/// A line of a column of the help.
#[derive(Clone)]
enum HelpLine {
    /// The title of the blocks below.
    Heading(&'static str),
    Title(&'static str),
    Keys(String, String),
    Blank,
}

/// Returns the width of the keys in a column of that width.
fn keys_width(width: u16) -> u16 {
    22.min(width / 3)
}

impl Block {
    fn new<'b>(title: &'static str, bindings: impl Iterator<Item = &'b Binding>) -> Self {
        let mut block = Self {
            title,
            rows: Vec::new(),
        };
        bindings.for_each(|binding| block.add(binding));
        block
    }

    /// Adds the keys of a binding, on the row of those that do the same if there is one.
    fn add(&mut self, binding: &Binding) {
        let keys: Vec<String> = binding.keys.iter().map(|name| key_label(name)).collect();
        let keys = keys.join(" ou ");
        match self.rows.iter_mut().find(|(_, help)| *help == binding.help) {
            Some((same, _)) => *same = format!("{same} ou {keys}"),
            None => self.rows.push((keys, binding.help)),
        }
    }

    /// Returns its lines in a column of that width.
    fn lines(&self, width: u16) -> Vec<HelpLine> {
        let keys_width = keys_width(width);
        let room = width.saturating_sub(keys_width + 1);
        let mut lines = vec![HelpLine::Title(self.title)];
        for (keys, help) in &self.rows {
            let keys = wrap(keys, usize::from(keys_width));
            let help = wrap(help, usize::from(room));
            let part = |parts: &[String], row| parts.get(row).cloned().unwrap_or_default();
            for row in 0..keys.len().max(help.len()) {
                lines.push(HelpLine::Keys(part(&keys, row), part(&help, row)));
            }
        }
        lines.push(HelpLine::Blank);
        lines
    }
}

/// Lays blocks out in one column or two of about the same height. Returns rows of one line a column.
fn in_columns(blocks: &[Block], width: u16, columns: u16) -> Vec<Vec<HelpLine>> {
    let blocks: Vec<Vec<HelpLine>> = blocks.iter().map(|block| block.lines(width)).collect();
    let count = |blocks: &[Vec<HelpLine>]| blocks.iter().map(Vec::len).sum::<usize>();
    let split = match columns {
        1 => blocks.len(),
        _ => (0..=blocks.len())
            .min_by_key(|&split| count(&blocks[..split]).max(count(&blocks[split..])))
            .unwrap_or(0),
    };
    let (left, right) = (blocks[..split].concat(), blocks[split..].concat());
    let line = |lines: &[HelpLine], row: usize| lines.get(row).cloned().unwrap_or(HelpLine::Blank);
    (0..left.len().max(right.len()))
        .map(|row| vec![line(&left, row), line(&right, row)])
        .collect()
}

impl Help {
    /// The help of a screen with these contexts and available bindings.
    pub fn new(contexts: &[Context], available: &[(Context, &'static Binding)]) -> Self {
        let by_purpose = |purpose: Purpose| {
            let bindings = available.iter().map(|(_, binding)| *binding);
            let bindings = bindings.filter(move |binding| binding.action.purpose() == purpose);
            Block::new(purpose.title(), bindings)
        };
        let mut here: Vec<Block> = Purpose::ALL.into_iter().map(by_purpose).collect();
        here.retain(|block| !block.rows.is_empty());
        let is_here = |context: &Context| {
            let mut shared = contexts.iter().flat_map(|here| here.shared());
            contexts.contains(context) || shared.any(|shared| shared == context)
        };
        let mut elsewhere: Vec<Block> = Vec::new();
        for context in Context::ALL.into_iter().filter(|context| !is_here(context)) {
            match elsewhere.last_mut() {
                Some(last) if last.title == context.title() => {
                    keymap::own_bindings(context).for_each(|binding| last.add(binding));
                }
                _ => elsewhere.push(Block::new(context.title(), keymap::own_bindings(context))),
            }
        }
        Self {
            here,
            elsewhere,
            top: 0,
            page: 1,
            width: 0,
        }
    }

    /// Returns the number of columns, and the width of each.
    fn columns(&self) -> (u16, u16) {
        if self.width >= TWO_COLUMNS_WIDTH {
            (2, (self.width - COLUMN_GAP) / 2)
        } else {
            (1, self.width)
        }
    }

    fn lines(&self) -> Vec<Vec<HelpLine>> {
        let (columns, width) = self.columns();
        let mut lines = in_columns(&self.here, width, columns);
        lines.push(vec![HelpLine::Heading("Ailleurs")]);
        lines.push(Vec::new());
        lines.extend(in_columns(&self.elsewhere, width, columns));
        // Nothing follows the last block.
        lines.pop();
        lines
    }

    fn scroll(&mut self, by: isize) -> Reply {
        let last = self.lines().len().saturating_sub(self.page);
        self.top = self.top.saturating_add_signed(by).min(last);
        Reply::Stay
    }
}

/// Returns the name of a key as the screen shows it.
pub fn key_label(name: &str) -> String {
    Key::parse(name).map_or_else(|| name.to_owned(), |key| key.to_string())
}

impl Layer for Help {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help]
    }

    fn act(&mut self, action: Action) -> Reply {
        let page = isize::try_from(self.page).unwrap_or(1);
        match action {
            Action::Back => Reply::Close(self.on_close()),
            Action::Up => self.scroll(-1),
            Action::Down => self.scroll(1),
            Action::PageUp => self.scroll(-page),
            Action::PageDown => self.scroll(page),
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let height = area.height.saturating_sub(2).max(3);
        let inner = canvas.raise(centered(area, MAX_WIDTH, height), "Aide");
        // The last line is reserved for the count of hidden lines.
        let last = Rect::new(inner.x, inner.bottom().saturating_sub(1), inner.width, 1);
        self.page = usize::from(inner.height.saturating_sub(1)).max(1);
        self.width = inner.width;
        let lines = self.lines();
        self.top = self.top.min(lines.len().saturating_sub(self.page));
        let (_, width) = self.columns();
        for (y, columns) in (inner.y..last.y).zip(lines.iter().skip(self.top)) {
            let mut x = inner.x;
            for line in columns {
                draw_line(canvas, Rect::new(x, y, width, 1), line);
                x += width + COLUMN_GAP;
            }
        }
        let hidden = lines.len().saturating_sub(self.top + self.page);
        if hidden > 0 {
            let more = format!(" ↓ encore {} ", clamp(hidden));
            let muted = canvas.theme.raised().patch(canvas.theme.muted());
            canvas.right(last, &more, muted);
        }
    }
}

fn draw_line(canvas: &mut Canvas<'_>, area: Rect, line: &HelpLine) {
    let (theme, raised) = (canvas.theme, canvas.theme.raised());
    match line {
        HelpLine::Heading(text) => {
            let style = raised.patch(theme.heading());
            canvas.text(area.x, area.y, area.width, text, style);
        }
        HelpLine::Title(title) => {
            let style = raised.patch(theme.focus());
            canvas.text(area.x, area.y, area.width, title, style);
        }
        HelpLine::Keys(keys, help) => {
            let keys_width = keys_width(area.width);
            canvas.text(area.x, area.y, keys_width, keys, raised.patch(theme.key()));
            let room = area.width.saturating_sub(keys_width + 1);
            canvas.text(area.x + keys_width + 1, area.y, room, help, raised);
        }
        HelpLine::Blank => {}
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn every_sentence_is_shown_in_full_at_any_width() {
        for width in [56, 76, 88, 116, 146] {
            let mut help = Help::new(&[], &[]);
            help.width = width;
            let (_, width) = help.columns();
            let (keys_width, mut shown) = (keys_width(width), [String::new(), String::new()]);
            for columns in help.lines() {
                for (line, shown) in columns.into_iter().zip(&mut shown) {
                    if let HelpLine::Keys(keys, help) = line {
                        assert!(keys.width() <= usize::from(keys_width), "{keys}");
                        assert!(
                            help.width() <= usize::from(width - keys_width - 1),
                            "{help}"
                        );
                        shown.push_str(&help);
                        shown.push(' ');
                    }
                }
            }
            for binding in keymap::all() {
                let is_shown = shown.iter().any(|shown| shown.contains(binding.help));
                assert!(is_shown, "{}", binding.help);
            }
        }
    }

    #[test]
    fn keys_of_the_current_screen_come_first_by_purpose() {
        let list = [Context::List, Context::Commands, Context::Everywhere];
        let help = Help::new(&list, &keymap::available(&list));
        let titles: Vec<&str> = help.here.iter().map(|block| block.title).collect();
        assert_eq!(titles, Purpose::ALL.map(Purpose::title));
        let edit = &help.here[0].rows;
        assert!(edit.contains(&("M".to_owned(), "Modifie l’événement")));
        let places = help.here.iter().flat_map(|block| &block.rows);
        let keys = "É ou 2 ou F3".to_owned();
        assert!(
            places
                .clone()
                .any(|row| *row == (keys.clone(), "Mes événements"))
        );
        let elsewhere = help.elsewhere.iter().map(|block| block.title);
        let here = [Context::List, Context::Event, Context::Lines];
        let mut titles = elsewhere.filter(|title| here.iter().any(|here| here.title() == *title));
        assert_eq!(titles.next(), None);
    }
}
