//! A prompt: a line of text to type.

use std::path::Path;

use ratatui::layout::Rect;

use super::callback::{Callback, Target};
use super::{Layer, Reply};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, clamp, wrap};
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;
use crate::ui::text_field::TextField;

/// A line of text to type, with a hint.
pub struct Prompt {
    on_text: Callback<String>,
    on_close: Callback<()>,
    /// Handles pasted rows, if the prompt takes them.
    on_rows: Option<Callback<String>>,
    title: String,
    hint: String,
    field: TextField,
    /// Whether the screen beneath follows every key.
    live: bool,
    /// Whether the hint reports an error.
    is_wrong: bool,
}

impl Prompt {
    /// Asks for a line of text, `text` at the opening; `on_text` handles it.
    pub fn ask<S: Target + ?Sized>(
        title: impl Into<String>,
        hint: impl Into<String>,
        text: &str,
        on_text: impl Fn(&mut S, &mut Session, String) -> Outcome + 'static,
    ) -> Self {
        Self {
            on_text: Callback::new(on_text),
            on_close: Callback::nothing(),
            on_rows: None,
            title: title.into(),
            hint: hint.into(),
            field: TextField::line(text),
            live: false,
            is_wrong: false,
        }
    }

    /// Selects the initial text: what is typed replaces it.
    pub fn selected(mut self) -> Self {
        self.field.select_all();
        self
    }

    /// Puts the cursor before the extension of a file name.
    pub fn before_extension(mut self) -> Self {
        let text = self.field.text();
        let extension = Path::new(&text).extension();
        let length = extension.map_or(0, |it| it.to_string_lossy().chars().count() + 1);
        self.field.move_back(length);
        self
    }

    /// Takes what is pasted on several lines as an answer of its own: the rows of a table.
    pub fn or_rows<S: Target + ?Sized>(
        mut self,
        on_rows: impl Fn(&mut S, &mut Session, String) -> Outcome + 'static,
    ) -> Self {
        self.on_rows = Some(Callback::new(on_rows));
        self
    }

    /// Runs `on_text` after every key; `on_close` restores the screen when the prompt is closed without
    /// an answer.
    pub fn live<S: Target + ?Sized>(
        self,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self {
            live: true,
            on_close: Callback::plain(on_close),
            ..self
        }
    }

    /// Draws the hint as an error: it says what is wrong with the text typed before.
    pub fn wrong(self) -> Self {
        Self {
            is_wrong: true,
            ..self
        }
    }

    fn changed(&self, changed: bool) -> Reply {
        if changed && self.live {
            self.on_text.follow(self.field.text())
        } else {
            Reply::Stay
        }
    }
}

impl Layer for Prompt {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Prompt]
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Accept => self.on_text.close(self.field.text()),
            Action::Back => self.on_close.close(()),
            Action::Clear => {
                let changed = self.field.clear();
                self.changed(changed)
            }
            _ => Reply::Stay,
        }
    }

    fn key(&mut self, key: Key) -> Reply {
        let changed = self.field.key(key);
        self.changed(changed)
    }

    fn paste(&mut self, text: &str) -> Reply {
        if let Some(on_rows) = &self.on_rows
            && text.trim_matches('\n').contains('\n')
        {
            return on_rows.close(text.to_owned());
        }
        let changed = self.field.paste(text);
        self.changed(changed)
    }

    fn selection(&self) -> Option<String> {
        self.field.selection()
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 72.min(area.width);
        let lines = wrap(&self.hint, usize::from(width.saturating_sub(4)));
        let height = clamp(lines.len()).saturating_add(3);
        let place = if self.live {
            // At the bottom, so that the list it filters stays visible.
            let height = height.min(area.height);
            let margin = area.width.saturating_sub(width) / 2;
            Rect::new(area.x + margin, area.bottom() - height, width, height)
        } else {
            canvas.place(area, width, height)
        };
        let inner = canvas.raise(place, &self.title);
        let raised = canvas.theme.raised();
        self.field.draw(
            canvas,
            Rect {
                height: 1.min(inner.height),
                ..inner
            },
            true,
        );
        let look = if self.is_wrong {
            canvas.theme.awaiting()
        } else {
            canvas.theme.muted()
        };
        for (row, line) in (inner.y + 1..inner.bottom()).zip(&lines) {
            canvas.text(inner.x, row, inner.width, line, raised.patch(look));
        }
    }
}
