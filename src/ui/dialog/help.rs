//! The help: what can be done here, by purpose, then what can be done elsewhere.

use ratatui::layout::Rect;

use super::{Layer, Reply};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, centered, clamp, wrap};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Binding, Context, Purpose};

/// From this room on, two columns stand side by side.
const TWO_COLUMNS_WIDTH: u16 = 100;

/// The widest that the help gets.
const MAX_WIDTH: u16 = 150;

/// Between the two columns.
const GAP: u16 = 3;

/// The help.
pub struct Help {
    /// What can be done here, then elsewhere.
    here: Vec<Block>,
    elsewhere: Vec<Block>,
    top: usize,
    page: usize,
    /// The room that was there to draw in.
    width: u16,
}

/// Keys under a title.
struct Block {
    title: &'static str,
    /// Keys, and what they do.
    rows: Vec<(String, &'static str)>,
}

/// A line of a column.
#[derive(Clone)]
enum Line {
    /// What the blocks below have in common.
    Heading(&'static str),
    Title(&'static str),
    Keys(String, String),
    Blank,
}

/// The room of the keys, before what they do.
fn column(width: u16) -> u16 {
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

    /// Adds the keys of a binding, to those that already do the same.
    fn add(&mut self, binding: &Binding) {
        let keys: Vec<String> = binding.keys.iter().map(|name| shown(name)).collect();
        let keys = keys.join(" ou ");
        match self.rows.iter_mut().find(|(_, help)| *help == binding.help) {
            Some((known, _)) => *known = format!("{known} ou {keys}"),
            None => self.rows.push((keys, binding.help)),
        }
    }

    /// Its lines in a column of that width.
    fn lines(&self, width: u16) -> Vec<Line> {
        let column = column(width);
        let room = width.saturating_sub(column + 1);
        let mut lines = vec![Line::Title(self.title)];
        for (keys, help) in &self.rows {
            let keys = wrap(keys, usize::from(column));
            let help = wrap(help, usize::from(room));
            let part = |parts: &[String], row| parts.get(row).cloned().unwrap_or_default();
            for row in 0..keys.len().max(help.len()) {
                lines.push(Line::Keys(part(&keys, row), part(&help, row)));
            }
        }
        lines.push(Line::Blank);
        lines
    }
}

/// The lines of blocks side by side in as many columns, as even as they can be.
fn in_columns(blocks: &[Block], width: u16, columns: u16) -> Vec<Vec<Line>> {
    let blocks: Vec<Vec<Line>> = blocks.iter().map(|block| block.lines(width)).collect();
    let count = |blocks: &[Vec<Line>]| blocks.iter().map(Vec::len).sum::<usize>();
    let split = match columns {
        1 => blocks.len(),
        _ => (0..=blocks.len())
            .min_by_key(|&at| count(&blocks[..at]).max(count(&blocks[at..])))
            .unwrap_or(0),
    };
    let (left, right) = (blocks[..split].concat(), blocks[split..].concat());
    let line = |lines: &[Line], row: usize| lines.get(row).cloned().unwrap_or(Line::Blank);
    (0..left.len().max(right.len()))
        .map(|row| vec![line(&left, row), line(&right, row)])
        .collect()
}

impl Help {
    /// The help of a screen whose keys have their meaning in these contexts, and where this can be
    /// done.
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
                    keymap::of(context).for_each(|binding| last.add(binding));
                }
                _ => elsewhere.push(Block::new(context.title(), keymap::of(context))),
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

    /// How many columns there are, and how wide each is.
    fn columns(&self) -> (u16, u16) {
        if self.width >= TWO_COLUMNS_WIDTH {
            (2, (self.width - GAP) / 2)
        } else {
            (1, self.width)
        }
    }

    fn lines(&self) -> Vec<Vec<Line>> {
        let (columns, width) = self.columns();
        let mut lines = in_columns(&self.here, width, columns);
        lines.push(vec![Line::Heading("Ailleurs")]);
        lines.push(Vec::new());
        lines.extend(in_columns(&self.elsewhere, width, columns));
        // Nothing follows the last block.
        lines.pop();
        lines
    }

    fn scroll(&mut self, by: isize) -> Reply {
        let most = self.lines().len().saturating_sub(self.page);
        self.top = self.top.saturating_add_signed(by).min(most);
        Reply::Stay
    }
}

/// A key's name as the screen shows it.
pub fn shown(name: &str) -> String {
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
        // The last line tells how many others there are, and hides none.
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
                x += width + GAP;
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

fn draw_line(canvas: &mut Canvas<'_>, area: Rect, line: &Line) {
    let (theme, raised) = (canvas.theme, canvas.theme.raised());
    match line {
        Line::Heading(text) => {
            let style = raised.patch(theme.heading());
            canvas.text(area.x, area.y, area.width, text, style);
        }
        Line::Title(title) => {
            let style = raised.patch(theme.focus());
            canvas.text(area.x, area.y, area.width, title, style);
        }
        Line::Keys(keys, help) => {
            let column = column(area.width);
            canvas.text(area.x, area.y, column, keys, raised.patch(theme.key()));
            let room = area.width.saturating_sub(column + 1);
            canvas.text(area.x + column + 1, area.y, room, help, raised);
        }
        Line::Blank => {}
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn what_a_key_does_is_told_whole_in_a_narrow_window() {
        for width in [56, 76, 88, 116, 146] {
            let mut help = Help::new(&[], &[]);
            help.width = width;
            let (_, width) = help.columns();
            let (column, mut told) = (column(width), [String::new(), String::new()]);
            for columns in help.lines() {
                for (line, told) in columns.into_iter().zip(&mut told) {
                    if let Line::Keys(keys, help) = line {
                        assert!(keys.width() <= usize::from(column), "{keys}");
                        assert!(help.width() <= usize::from(width - column - 1), "{help}");
                        told.push_str(&help);
                        told.push(' ');
                    }
                }
            }
            for binding in keymap::all() {
                let is_told = told.iter().any(|told| told.contains(binding.help));
                assert!(is_told, "{}", binding.help);
            }
        }
    }

    #[test]
    fn what_can_be_done_here_comes_first_by_purpose() {
        let list = [Context::List, Context::Commands, Context::Everywhere];
        let help = Help::new(&list, &keymap::here(&list));
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
