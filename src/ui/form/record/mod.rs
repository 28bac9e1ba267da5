//! The dialog that fills a record: one field per line, each with how it was understood.

mod draw;
mod save;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::field::{FormField, typed};
use super::{Form, Step};
use crate::domain::id::DraftId;
use crate::domain::record::{FieldKind, Record, Value};
use crate::domain::time::typed_date::parse_date;
use crate::store::Result;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::callback::Target;
use crate::ui::dialog::month::Month;
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::dialog::{Callback, Continuation, Layer, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;

/// Returns what is wrong with a record: the key of a field, and a sentence.
type Check<R> = Box<dyn Fn(&R) -> Option<(&'static str, String)>>;

/// Returns how a field was understood, from its key and its text.
type Explain = Box<dyn Fn(&str, &str) -> Option<String>>;

/// Writes a record to the store.
type Write<R> = Box<dyn Fn(&R, &mut Session) -> Outcome>;

/// What is done with the record when it is saved.
enum OnSave<R> {
    /// The dialog writes it to the store.
    Write(Write<R>),
    /// The screen that opened the dialog takes it.
    Answer(Callback<R>),
}

/// Reads the record again; returns none when it was deleted.
type Reread<R> = Box<dyn Fn(&Session) -> Result<Option<R>>>;

/// A result of a key that needs the session.
enum Pending {
    Write,
    /// Open the picker of the focused field, filtered by this text.
    Pick(String),
}

/// A dialog that fills a record.
pub struct RecordForm<R: Record> {
    title: String,
    text: String,
    form: Form,
    /// The record as it was opened: fields that are not in the form keep their values.
    record: R,
    today: NaiveDate,
    check: Check<R>,
    explain: Explain,
    on_save: OnSave<R>,
    reread: Option<Reread<R>>,
    on_close: Callback<()>,
    pending: Option<Pending>,
    is_at_end: bool,
    is_resumed: bool,
}

impl<R: Record> RecordForm<R> {
    /// A form that begins with `record`, and saves it with `save`.
    pub fn new(
        title: impl Into<String>,
        text: impl Into<String>,
        record: R,
        session: &Session,
        save: impl Fn(&R, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::with(title, text, record, session, OnSave::Write(Box::new(save)))
    }

    /// A form that begins with `record`, and returns the filled record to the screen.
    pub fn ask<S: Target + ?Sized>(
        title: impl Into<String>,
        text: impl Into<String>,
        record: R,
        session: &Session,
        on_save: impl Fn(&mut S, &mut Session, R) -> Outcome + 'static,
    ) -> Self {
        let on_save = OnSave::Answer(Callback::new(on_save));
        Self::with(title, text, record, session, on_save)
    }

    fn with(
        title: impl Into<String>,
        text: impl Into<String>,
        record: R,
        session: &Session,
        on_save: OnSave<R>,
    ) -> Self {
        let fields = R::FIELDS.iter().map(|field| {
            FormField::new(field.key, field.label, field.kind)
                .hint(field.hint)
                .with_entries(&session.references)
                .filled(&typed(field.kind, &(field.get)(&record)))
        });
        Self {
            title: title.into(),
            text: text.into(),
            form: Form::new(fields.collect()),
            record,
            today: session.today(),
            check: Box::new(|_| None),
            explain: Box::new(|_, _| None),
            on_save,
            reread: None,
            on_close: Callback::nothing(),
            pending: None,
            is_at_end: false,
            is_resumed: false,
        }
    }

    /// Saves what is typed as a draft, until it is saved or discarded, under the name of the form
    /// and the identifier of the record; none for a new one.
    pub fn kept_as(
        mut self,
        form: &'static str,
        subject: Option<String>,
        session: &Session,
    ) -> Self {
        self.form = self
            .form
            .kept_as(form, subject, DraftId::new(session.now()));
        self
    }

    /// Adds a check to those of the record itself.
    pub fn checked(
        mut self,
        check: impl Fn(&R) -> Option<(&'static str, String)> + 'static,
    ) -> Self {
        self.check = Box::new(check);
        self
    }

    /// Adds an explanation of how a field was understood, from its key and its text.
    pub fn explained(mut self, explain: impl Fn(&str, &str) -> Option<String> + 'static) -> Self {
        self.explain = Box::new(explain);
        self
    }

    /// Reads the record again before it is saved, to detect a change by another window.
    pub fn reread_by(mut self, reread: impl Fn(&Session) -> Result<Option<R>> + 'static) -> Self {
        self.reread = Some(Box::new(reread));
        self
    }

    /// Calls `on_close` when the dialog is closed without saving.
    pub fn on_close<S: Target + ?Sized>(
        mut self,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        self.on_close = Callback::plain(on_close);
        self
    }

    /// Moves the focus to the field with that key.
    pub fn at(mut self, key: &str) -> Self {
        if let Some(index) = self.form.index_of(key) {
            self.form.focus_on(index);
        }
        self
    }

    fn step(&mut self, step: Step) -> Reply {
        self.is_at_end = step == Step::AtEnd;
        match step {
            Step::Stay | Step::AtEnd => {}
            // A change may fix an error of another field too.
            Step::Typed => self.form.clear_problems(),
            Step::Left(index) => {
                let today = self.today;
                if let Some(field) = self.form.field_mut(index) {
                    field.problem = field.value(today).err();
                }
            }
            Step::Pick(typed) => return self.proceed_with(Pending::Pick(typed)),
        }
        Reply::Stay
    }

    fn proceed_with(&mut self, pending: Pending) -> Reply {
        self.pending = Some(pending);
        Reply::Proceed
    }

    /// Opens the picker of the focused field.
    fn pick(&self, typed: &str, session: &Session) -> Vec<Effect> {
        let field = self.form.focused();
        if field.kind == FieldKind::Date {
            let day = parse_date(&field.text(), self.today).unwrap_or(self.today);
            let month = Month::pick(day, session, |form: &mut Self, _, day| {
                form.picked(&super::field::typed(FieldKind::Date, &Value::Date(day)))
            });
            return vec![Effect::open(month)];
        }
        if field.is_picked() {
            let picker = Picker::pick(
                &field.label,
                open_at(items(field), &field.text()),
                |form: &mut Self, _, key: String| form.picked(&key),
            );
            return vec![Effect::open(picker.typed(typed))];
        }
        Vec::new()
    }

    /// Fills the focused field, and moves to the next.
    fn picked(&mut self, text: &str) -> Outcome {
        let key = self.form.focused().key.clone();
        self.form.set(&key, text);
        self.form.go_next();
        Ok(Vec::new())
    }
}

/// Returns the items of the picker of a field, by the keys of its options.
pub fn items(field: &FormField) -> Vec<Item<String>> {
    let chosen = field.text();
    let options = field.choices().iter();
    let offered = options.filter(|option| !option.retired || option.key == chosen);
    offered
        .map(|option| Item::new(option.key.clone(), &option.label).detail(&option.detail))
        .collect()
}

impl<R: Record> Layer for RecordForm<R> {
    fn contexts(&self) -> &'static [Context] {
        let field = self.form.focused();
        if field.is_multiline() {
            &[Context::Paragraph, Context::Fields]
        } else if field.is_turned() {
            &[Context::Options, Context::Fields]
        } else if field.is_picked() || field.kind == FieldKind::Date {
            &[Context::Picked, Context::Fields]
        } else {
            &[Context::Fields]
        }
    }

    fn act(&mut self, action: Action) -> Reply {
        let step = match action {
            Action::Save => return self.save(),
            Action::Back => {
                return if self.form.saves_draft() && self.form.is_changed() {
                    Reply::AskToLeave
                } else {
                    Reply::Close(self.on_close.bind(()))
                };
            }
            Action::Up | Action::Down if self.form.focused().is_multiline() => {
                self.form.arrow(action == Action::Up)
            }
            action => self.form.act(action),
        };
        self.step(step)
    }

    fn key(&mut self, key: Key) -> Reply {
        let step = self.form.key(key);
        self.step(step)
    }

    fn paste(&mut self, text: &str) -> Reply {
        let step = self.form.paste(text);
        self.step(step)
    }

    fn selection(&self) -> Option<String> {
        self.form.selection()
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        let step = self.form.click(target);
        self.step(step)
    }

    fn proceed(&mut self, session: &mut Session) -> Outcome {
        match self.pending.take() {
            Some(Pending::Write) => self.write(session),
            Some(Pending::Pick(typed)) => Ok(self.pick(&typed, session)),
            None => Ok(Vec::new()),
        }
    }

    fn on_close(&self) -> Continuation {
        self.on_close.bind(())
    }

    fn restore_draft(&mut self, session: &Session) -> Result<()> {
        self.is_resumed = self.form.resume(session)?;
        Ok(())
    }

    fn needs_autosave(&self) -> bool {
        self.form.needs_autosave()
    }

    fn autosave(&mut self, session: &Session) -> Result<()> {
        self.form.autosave(session)
    }

    fn keep_for_later(&mut self, session: &Session) -> Result<()> {
        self.form.keep_for_later(session)
    }

    fn forget(&mut self, session: &Session) -> Result<()> {
        self.form.forget(session)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw_dialog(canvas, area);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
