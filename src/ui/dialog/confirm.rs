//! A question or a message, with buttons.

use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::callback::{Callback, Target};
use super::{Layer, Reply};
use crate::ui::canvas::{Canvas, ClickTarget, clamp, wrap};
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;

/// A question with buttons; Échap closes it without an answer.
pub struct Confirm {
    title: String,
    text: String,
    buttons: Vec<(&'static str, Press)>,
    on_close: Callback<()>,
    /// The index of the selected button.
    selected: usize,
}

/// What pressing a button does.
enum Press {
    Run(Callback<()>),
    Close,
}

impl Confirm {
    /// Asks a question, with a first button that runs `press`.
    pub fn ask<S: Target + ?Sized>(
        title: impl Into<String>,
        text: impl Into<String>,
        label: &'static str,
        press: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::with(title, text, label, Press::Run(Callback::plain(press)))
    }

    /// Shows a message with a button to close it.
    pub fn message(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with(title, text, "Fermer", Press::Close)
    }

    fn with(
        title: impl Into<String>,
        text: impl Into<String>,
        label: &'static str,
        press: Press,
    ) -> Self {
        Self {
            title: title.into(),
            text: text.into(),
            buttons: vec![(label, press)],
            on_close: Callback::nothing(),
            selected: 0,
        }
    }

    fn and(mut self, label: &'static str, press: Press) -> Self {
        self.buttons.push((label, press));
        self
    }

    /// Adds a button that runs `press`.
    pub fn or<S: Target + ?Sized>(
        self,
        label: &'static str,
        press: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        self.and(label, Press::Run(Callback::plain(press)))
    }

    /// Adds a button that closes the question without an answer.
    pub fn or_stay(self, label: &'static str) -> Self {
        self.and(label, Press::Close)
    }

    /// Sets what to run when the question is closed without an answer.
    pub fn on_close<S: Target + ?Sized>(
        self,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self {
            on_close: Callback::plain(on_close),
            ..self
        }
    }

    /// Selects the second button at the opening, when the first one can't be undone.
    pub fn default_second(mut self) -> Self {
        self.selected = 1;
        self
    }

    fn press(&self, index: usize) -> Reply {
        match self.buttons.get(index) {
            Some((_, Press::Run(callback))) => callback.close(()),
            Some((_, Press::Close)) => self.on_close.close(()),
            None => Reply::Stay,
        }
    }
}

impl Layer for Confirm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm]
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Yes => self.press(0),
            Action::No => self.press(1),
            Action::Accept => self.press(self.selected),
            Action::Back => self.on_close.close(()),
            Action::Left => {
                self.selected = (self.selected + self.buttons.len() - 1) % self.buttons.len();
                Reply::Stay
            }
            Action::Right => {
                self.selected = (self.selected + 1) % self.buttons.len();
                Reply::Stay
            }
            _ => Reply::Stay,
        }
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        match target {
            ClickTarget::Row(index) => self.press(*index),
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 64.min(area.width);
        let within = usize::from(width.saturating_sub(4));
        // A title too long for the border is shown above the text.
        let (title, text) = if self.title.width() + 2 > within {
            ("", format!("{}\n\n{}", self.title, self.text))
        } else {
            (self.title.as_str(), self.text.clone())
        };
        let lines = wrap(&text, within);
        let height = clamp(lines.len()).saturating_add(4);
        let place = canvas.place(area, width, height);
        let inner = canvas.raise(place, title);
        let style = canvas.theme.raised();
        for (row, line) in (inner.y..inner.bottom()).zip(&lines) {
            canvas.text(inner.x, row, inner.width, line, style);
        }
        let last = inner.bottom().saturating_sub(1);
        let mut x = inner.x;
        for (index, (label, _)) in self.buttons.iter().enumerate() {
            let text = format!(" {label} ");
            let here = index == self.selected;
            let look = if here {
                canvas.theme.button()
            } else {
                style.patch(canvas.theme.accent())
            };
            let room = inner.right().saturating_sub(x);
            let mark = if here { "▸" } else { " " };
            canvas.text(x, last, room, mark, style.patch(canvas.theme.focus()));
            if here {
                canvas.point_at(Position::new(x, last));
            }
            let used = canvas.text(x + 1, last, room.saturating_sub(1), &text, look);
            canvas.click(
                Rect::new(x, last, clamp(text.width()) + 1, 1),
                ClickTarget::Row(index),
            );
            x = x.saturating_add(used + 3);
        }
    }
}
