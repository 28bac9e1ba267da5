//! A short form in a layer: a few lines to fill.

use ratatui::layout::Rect;

use super::callback::{Callback, Continuation, Target};
use super::{Layer, Reply};
use crate::store::Result;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::drafts::SETTINGS;
use crate::ui::effect::{Answer, Outcome, Question};
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;
use crate::ui::text_field::TextField;

/// What is wrong with a field: its place and a sentence.
pub type Problem = (usize, String);

/// Finds what is wrong with the texts.
pub type Check = Box<dyn Fn(&[String]) -> Option<Problem>>;

/// Says what was understood of a field.
type Understood = Box<dyn Fn(usize, &str) -> String>;

/// What is said of a form that goes on with what was typed before.
const RESUMED: &str =
    "Saisie reprise\u{202f}: elle n’était pas enregistrée. Échap propose de l’effacer.";

/// What is said where Entrée goes no further.
const LAST: &str = "Dernier champ\u{202f}: Ctrl+S enregistre.";

/// A short form.
pub struct Fields {
    on_save: Callback<Vec<String>>,
    on_close: Callback<()>,
    title: &'static str,
    text: &'static str,
    labels: &'static [&'static str],
    fields: Vec<TextField>,
    at: usize,
    problem: Option<Problem>,
    /// Entrée was pressed at the last field.
    is_at_end: bool,
    /// As they were opened.
    opened: Vec<String>,
    /// Under which name what is typed is kept, where it is.
    kept_as: Option<String>,
    /// It goes on with what was typed before and not saved.
    is_resumed: bool,
    /// Something typed waits for a pause to be kept.
    unkept: bool,
    check: Check,
    understood: Understood,
}

impl Fields {
    /// Asks for several lines, which begin as `texts`; its answer is what they say once saved.
    pub fn fill<S: Target + ?Sized>(
        title: &'static str,
        text: &'static str,
        labels: &'static [&'static str],
        texts: &[String],
        on_save: impl Fn(&mut S, &mut Session, Vec<String>) -> Outcome + 'static,
    ) -> Self {
        Self::saved_by(Callback::new(on_save), title, text, labels, texts)
    }

    /// The same, whose answer [`crate::ui::screen::Screen::answer`] takes.
    pub fn new(
        question: Question,
        title: &'static str,
        text: &'static str,
        labels: &'static [&'static str],
        texts: &[String],
    ) -> Self {
        let on_save = Callback::asked(question, Answer::Texts);
        Self::saved_by(on_save, title, text, labels, texts)
    }

    fn saved_by(
        on_save: Callback<Vec<String>>,
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
            on_save,
            on_close: Callback::nothing(),
            title,
            text,
            labels,
            opened: fields.iter().map(TextField::text).collect(),
            fields,
            at: 0,
            problem: None,
            is_at_end: false,
            kept_as: None,
            is_resumed: false,
            unkept: false,
            check: Box::new(|_| None),
            understood: Box::new(|_, _| String::new()),
        }
    }

    /// Does this where it is closed and nothing is saved.
    pub fn on_close<S: Target + ?Sized>(
        self,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self {
            on_close: Callback::plain(on_close),
            ..self
        }
    }

    /// Refuses what `check` finds wrong.
    pub fn checked(self, check: impl Fn(&[String]) -> Option<Problem> + 'static) -> Self {
        Self {
            check: Box::new(check),
            ..self
        }
    }

    /// Keeps what is typed under that name until it is saved or thrown away.
    pub fn kept_as(self, name: String) -> Self {
        Self {
            kept_as: Some(name),
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
            None => self.on_save.close(texts),
        }
    }

    fn typed(&mut self) {
        self.problem = None;
        self.is_at_end = false;
        self.unkept = true;
    }

    fn texts(&self) -> Vec<String> {
        self.fields.iter().map(TextField::text).collect()
    }

    /// Closes; what is typed and not saved is worth a question.
    fn close(&self) -> Reply {
        if self.kept_as.is_some() && self.texts() != self.opened {
            Reply::AskToLeave
        } else {
            Reply::Close(self.on_close.bind(()))
        }
    }

    fn go(&mut self, to: usize) -> Reply {
        self.at = to % self.fields.len();
        self.is_at_end = false;
        Reply::Stay
    }
}

impl Layer for Fields {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Fields]
    }

    fn act(&mut self, action: Action) -> Reply {
        let many = self.fields.len();
        match action {
            Action::Save => self.save(),
            // A paste that is told as keys ends lines with Entrée: it never saves.
            Action::Accept if self.at + 1 == many => {
                self.is_at_end = true;
                Reply::Stay
            }
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
            self.typed();
        }
        Reply::Stay
    }

    fn paste(&mut self, text: &str) -> Reply {
        self.fields[self.at].paste(text);
        self.typed();
        Reply::Stay
    }

    fn on_close(&self) -> Continuation {
        self.on_close.bind(())
    }

    fn selection(&self) -> Option<String> {
        self.fields[self.at].selection()
    }

    fn click(&mut self, hit: &ClickTarget) -> Reply {
        match hit {
            ClickTarget::Field(index) if *index < self.fields.len() => self.go(*index),
            _ => Reply::Stay,
        }
    }

    fn take_up(&mut self, session: &Session) -> Result<()> {
        let Some(name) = &self.kept_as else {
            return Ok(());
        };
        let draft = SETTINGS.of(name, session)?;
        let Some(draft) = draft.filter(|draft| draft.texts.len() == self.fields.len()) else {
            return Ok(());
        };
        for (field, text) in self.fields.iter_mut().zip(&draft.texts) {
            field.set(text);
        }
        self.is_resumed = true;
        // No other window offers it any more.
        SETTINGS.keep(name, draft.texts, draft.opened, session)
    }

    fn is_typing(&self) -> bool {
        self.unkept && self.kept_as.is_some()
    }

    fn pause(&mut self, session: &Session) -> Result<()> {
        if self.unkept
            && let Some(name) = &self.kept_as
        {
            if self.texts() == self.opened {
                SETTINGS.forget(name, session)?;
            } else {
                SETTINGS.keep(name, self.texts(), self.opened.clone(), session)?;
            }
        }
        self.unkept = false;
        Ok(())
    }

    fn forget(&mut self, session: &Session) -> Result<()> {
        self.unkept = false;
        match &self.kept_as {
            Some(name) => SETTINGS.forget(name, session),
            None => Ok(()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 84.min(area.width);
        let within = usize::from(width.saturating_sub(4));
        let text = wrap(self.text, within);
        let resumed = if self.is_resumed {
            wrap(RESUMED, within)
        } else {
            Vec::new()
        };
        let rows = clamp(text.len() + resumed.len()) + 2 * clamp(self.fields.len());
        let inner = canvas.raise(centered(area, width, rows + 3), self.title);
        let raised = canvas.theme.raised();
        let mut y = inner.y;
        let looks = [
            (&text, canvas.theme.muted()),
            (&resumed, canvas.theme.note()),
        ];
        for (lines, look) in looks {
            for line in lines {
                canvas.text(inner.x, y, inner.width, line, raised.patch(look));
                y += 1;
            }
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
            canvas.click(
                Rect::new(inner.x, y, inner.width, 1),
                ClickTarget::Field(index),
            );
            let (below, look) = match &self.problem {
                Some((wrong, sentence)) if *wrong == index => {
                    (format!("✗ {sentence}"), canvas.theme.awaiting())
                }
                _ if focused && self.is_at_end => (LAST.to_owned(), canvas.theme.note()),
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
