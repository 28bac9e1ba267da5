//! A question with buttons.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{Layer, Reply};
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::effect::{Answer, Question};
use crate::ui::keymap::{Action, Context};

/// A question with two buttons, and the way back.
pub struct Confirm {
    question: Question,
    title: String,
    text: String,
    buttons: Vec<(&'static str, Answer)>,
    at: usize,
}

impl Confirm {
    /// Asks with a « yes » and a « no », each named by what it does.
    pub fn new(
        question: Question,
        title: impl Into<String>,
        text: impl Into<String>,
        yes: &'static str,
        no: &'static str,
    ) -> Self {
        Self {
            question,
            title: title.into(),
            text: text.into(),
            buttons: vec![(yes, Answer::Yes), (no, Answer::No)],
            at: 0,
        }
    }

    /// Tells something that is to be read, and asks nothing.
    pub fn tell(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            question: Question::Nothing,
            title: title.into(),
            text: text.into(),
            buttons: vec![("Fermer", Answer::Closed)],
            at: 0,
        }
    }

    /// Adds a button that throws away.
    pub fn or_discard(mut self, label: &'static str) -> Self {
        self.buttons.push((label, Answer::Discard));
        self
    }

    /// Has the second button in hand first: the first can't be taken back.
    pub fn second_first(mut self) -> Self {
        self.at = 1;
        self
    }

    /// Adds the way back as a button of its own.
    pub fn or_stay(mut self, label: &'static str) -> Self {
        self.buttons.push((label, Answer::Closed));
        self
    }

    fn answer(&self, index: usize) -> Reply {
        match self.buttons.get(index) {
            Some((_, answer)) => Reply::Answer(answer.clone()),
            None => Reply::Stay,
        }
    }
}

impl Layer for Confirm {
    fn question(&self) -> Question {
        self.question.clone()
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm]
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Yes => self.answer(0),
            Action::No => self.answer(1),
            Action::Accept => self.answer(self.at),
            Action::Back => Reply::Answer(Answer::Closed),
            Action::Left => {
                self.at = (self.at + self.buttons.len() - 1) % self.buttons.len();
                Reply::Stay
            }
            Action::Right => {
                self.at = (self.at + 1) % self.buttons.len();
                Reply::Stay
            }
            _ => Reply::Stay,
        }
    }

    fn click(&mut self, hit: &ClickTarget) -> Reply {
        match hit {
            ClickTarget::Row(index) => self.answer(*index),
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 64.min(area.width);
        let within = usize::from(width.saturating_sub(4));
        // A title too long for the border is said whole above the text.
        let (title, text) = if self.title.width() + 2 > within {
            ("", format!("{}\n\n{}", self.title, self.text))
        } else {
            (self.title.as_str(), self.text.clone())
        };
        let lines = wrap(&text, within);
        let height = clamp(lines.len()).saturating_add(4);
        let inner = canvas.raise(centered(area, width, height), title);
        let style = canvas.theme.raised();
        for (row, line) in (inner.y..inner.bottom()).zip(&lines) {
            canvas.text(inner.x, row, inner.width, line, style);
        }
        let last = inner.bottom().saturating_sub(1);
        let mut x = inner.x;
        for (index, (label, _)) in self.buttons.iter().enumerate() {
            let text = format!(" {label} ");
            let here = index == self.at;
            let look = if here {
                canvas.theme.button()
            } else {
                style.patch(canvas.theme.accent())
            };
            let room = inner.right().saturating_sub(x);
            let mark = if here { "▸" } else { " " };
            canvas.text(x, last, room, mark, style.patch(canvas.theme.focus()));
            let used = canvas.text(x + 1, last, room.saturating_sub(1), &text, look);
            canvas.click(
                Rect::new(x, last, clamp(text.width()) + 1, 1),
                ClickTarget::Row(index),
            );
            x = x.saturating_add(used + 3);
        }
    }
}
