//! A short form in a layer: a few lines to fill.

use ratatui::layout::Rect;

use super::text_field::TextField;
use super::{Layer, Reply};
use crate::tui::canvas::{Canvas, Hit, centered, clamp, wrap};
use crate::tui::effect::{Answer, Question};
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context};

/// What is wrong with a field: its place and a sentence.
pub type Problem = (usize, String);

/// Finds what is wrong with the texts.
pub type Check = Box<dyn Fn(&[String]) -> Option<Problem>>;

/// Says what was understood of a field.
type Understood = Box<dyn Fn(usize, &str) -> String>;

/// A short form.
pub struct Fields {
    question: Question,
    title: &'static str,
    text: &'static str,
    labels: &'static [&'static str],
    fields: Vec<TextField>,
    at: usize,
    problem: Option<Problem>,
    /// As they were opened, and whether closing without saving was warned about.
    opened: Vec<String>,
    is_warned: bool,
    check: Check,
    understood: Understood,
}

impl Fields {
    /// Asks for several lines, which begin as `texts`.
    pub fn new(
        question: Question,
        title: &'static str,
        text: &'static str,
        labels: &'static [&'static str],
        texts: &[String],
    ) -> Self {
        let empty = String::new();
        let fields: Vec<TextField> = (0..labels.len())
            .map(|index| TextField::line(texts.get(index).unwrap_or(&empty)))
            .collect();
        Self {
            question,
            title,
            text,
            labels,
            opened: fields.iter().map(TextField::text).collect(),
            fields,
            at: 0,
            problem: None,
            is_warned: false,
            check: Box::new(|_| None),
            understood: Box::new(|_, _| String::new()),
        }
    }

    /// Refuses what `check` finds wrong.
    pub fn checked(self, check: impl Fn(&[String]) -> Option<Problem> + 'static) -> Self {
        Self {
            check: Box::new(check),
            ..self
        }
    }

    /// Begins at a field.
    pub fn at(self, at: usize) -> Self {
        Self {
            at: at.min(self.fields.len().saturating_sub(1)),
            ..self
        }
    }

    /// Says beside a field what was understood of it.
    pub fn explained(self, understood: impl Fn(usize, &str) -> String + 'static) -> Self {
        Self {
            understood: Box::new(understood),
            ..self
        }
    }

    fn save(&mut self) -> Reply {
        let texts: Vec<String> = self
            .fields
            .iter()
            .map(|field| {
                field
                    .text()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        match (self.check)(&texts) {
            Some(problem) => {
                self.at = problem.0;
                self.problem = Some(problem);
                Reply::Stay
            }
            None => Reply::Answer(Answer::Texts(texts)),
        }
    }

    /// Closes; what is typed and not saved is worth a second press.
    fn close(&mut self) -> Reply {
        let typed = self.fields.iter().map(TextField::text);
        if self.is_warned || typed.eq(self.opened.iter().cloned()) {
            return Reply::Answer(Answer::Closed);
        }
        self.is_warned = true;
        let sentence = "Pas encore enregistré. Ctrl+S enregistre, Échap ferme.";
        self.problem = Some((self.at, sentence.to_owned()));
        Reply::Stay
    }

    fn go(&mut self, to: usize) -> Reply {
        self.at = to % self.fields.len();
        Reply::Stay
    }
}

impl Layer for Fields {
    fn question(&self) -> Question {
        self.question.clone()
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Fields]
    }

    fn act(&mut self, action: Action) -> Reply {
        let many = self.fields.len();
        match action {
            Action::Save => self.save(),
            Action::Accept if self.at + 1 == many => self.save(),
            Action::Accept | Action::Next => self.go(self.at + 1),
            Action::Previous => self.go(self.at + many - 1),
            // The wheel, which stops at both ends.
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go((self.at + 1).min(many - 1)),
            Action::Back => self.close(),
            _ => Reply::Stay,
        }
    }

    fn key(&mut self, key: Key) -> Reply {
        if self.fields[self.at].key(key) {
            self.problem = None;
            self.is_warned = false;
        }
        Reply::Stay
    }

    fn paste(&mut self, text: &str) -> Reply {
        self.fields[self.at].paste(text);
        Reply::Stay
    }

    fn hit(&mut self, hit: &Hit) -> Reply {
        match hit {
            Hit::Field(index) if *index < self.fields.len() => self.go(*index),
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 84.min(area.width);
        let text = wrap(self.text, usize::from(width.saturating_sub(4)));
        let rows = clamp(text.len()) + 2 * clamp(self.fields.len());
        let inner = canvas.raise(centered(area, width, rows + 3), self.title);
        let raised = canvas.theme.raised();
        let mut y = inner.y;
        for line in &text {
            canvas.text(
                inner.x,
                y,
                inner.width,
                line,
                raised.patch(canvas.theme.muted()),
            );
            y += 1;
        }
        y += 1;
        let label_width = 22.min(inner.width / 2);
        let fits = usize::from(inner.bottom().saturating_sub(y) / 2).max(1);
        let first = (self.at + 1).saturating_sub(fits);
        for index in first..self.fields.len().min(first + fits) {
            let focused = index == self.at;
            let style = if focused {
                canvas.theme.focus()
            } else {
                canvas.theme.muted()
            };
            let mark = if focused { "▌" } else { " " };
            canvas.text(inner.x, y, 1, mark, raised.patch(canvas.theme.focus()));
            canvas.text(
                inner.x + 1,
                y,
                label_width - 1,
                self.labels[index],
                raised.patch(style),
            );
            let room = inner.width.saturating_sub(label_width);
            let line = Rect::new(inner.x + label_width, y, room, 1);
            self.fields[index].draw(canvas, line, focused);
            canvas.hit(Rect::new(inner.x, y, inner.width, 1), Hit::Field(index));
            let (below, look) = match &self.problem {
                Some((wrong, sentence)) if *wrong == index => {
                    (format!("✗ {sentence}"), canvas.theme.awaiting())
                }
                _ => (
                    (self.understood)(index, &self.fields[index].text()),
                    canvas.theme.accent(),
                ),
            };
            canvas.text(
                inner.x + label_width,
                y + 1,
                room,
                &below,
                raised.patch(look),
            );
            y += 2;
        }
    }
}
