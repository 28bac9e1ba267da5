//! The help: the table of keys, what can be done here first.

use ratatui::layout::Rect;

use super::{Layer, Reply};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, centered, clamp, wrap};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Context};

/// The help.
pub struct Help {
    contexts: Vec<Context>,
    top: usize,
    page: usize,
    /// The room that was there to draw in.
    width: u16,
}

/// A line of the help: a title, or keys and what they do.
enum Line {
    Title(&'static str),
    Keys(String, String),
    Blank,
}

/// The room of the keys, before what they do.
fn column(width: u16) -> u16 {
    22.min(width / 3)
}

impl Help {
    /// The help of a screen whose keys have their meaning in these contexts.
    pub fn new(here: &[Context]) -> Self {
        let mut contexts = here.to_vec();
        contexts.extend(
            Context::ALL
                .into_iter()
                .filter(|context| !here.contains(context)),
        );
        Self {
            contexts,
            top: 0,
            page: 1,
            width: 0,
        }
    }

    fn lines(&self) -> Vec<Line> {
        let column = column(self.width);
        let room = self.width.saturating_sub(column + 1);
        let mut lines = Vec::new();
        for &context in &self.contexts {
            if !lines.is_empty() {
                lines.push(Line::Blank);
            }
            lines.push(Line::Title(context.title()));
            for binding in keymap::of(context) {
                let keys: Vec<String> = binding.keys.iter().map(|name| shown(name)).collect();
                let keys = wrap(&keys.join(" ou "), usize::from(column));
                let help = wrap(binding.help, usize::from(room));
                let part = |parts: &[String], row| parts.get(row).cloned().unwrap_or_default();
                for row in 0..keys.len().max(help.len()) {
                    lines.push(Line::Keys(part(&keys, row), part(&help, row)));
                }
            }
        }
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
        let inner = canvas.raise(centered(area, 92, height), "Aide");
        // The last line tells how many others there are, and hides none.
        let last = Rect::new(inner.x, inner.bottom().saturating_sub(1), inner.width, 1);
        self.page = usize::from(inner.height.saturating_sub(1)).max(1);
        self.width = inner.width;
        let lines = self.lines();
        self.top = self.top.min(lines.len().saturating_sub(self.page));
        let raised = canvas.theme.raised();
        for (row, line) in (inner.y..last.y).zip(lines.iter().skip(self.top)) {
            match line {
                Line::Title(title) => {
                    let style = raised.patch(canvas.theme.focus());
                    canvas.text(inner.x, row, inner.width, title, style);
                }
                Line::Keys(keys, help) => {
                    let column = column(inner.width);
                    canvas.text(inner.x, row, column, keys, raised.patch(canvas.theme.key()));
                    let room = inner.width.saturating_sub(column + 1);
                    canvas.text(inner.x + column + 1, row, room, help, raised);
                }
                Line::Blank => {}
            }
        }
        let hidden = lines.len().saturating_sub(self.top + self.page);
        if hidden > 0 {
            let more = format!(" ↓ encore {} ", clamp(hidden));
            canvas.right(last, &more, raised.patch(canvas.theme.muted()));
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn what_a_key_does_is_told_whole_in_a_narrow_window() {
        for width in [56, 76, 88] {
            let mut help = Help::new(&[]);
            help.width = width;
            let (column, mut told) = (column(width), String::new());
            for line in help.lines() {
                if let Line::Keys(keys, help) = line {
                    assert!(keys.width() <= usize::from(column), "{keys}");
                    assert!(help.width() <= usize::from(width - column - 1), "{help}");
                    told.push_str(&help);
                    told.push(' ');
                }
            }
            for binding in keymap::BINDINGS {
                assert!(told.contains(binding.help), "{}", binding.help);
            }
        }
    }
}
