//! The dialog that fills a record of any type: one field per line, each with how it was understood.
//!
//! - `edited`: the record, which is all that depends on its type;
//! - `row`: a row of a table, created or modified;
//! - `draw`: draws the dialog.

mod draw;
mod edited;
mod row;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::field::typed;
use super::{Form, FormOwner, Step};
use crate::domain::id::DraftId;
use crate::domain::record::{FieldKind, Record};
use crate::store::Result;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::{Layer, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;
use edited::Edit;
pub use edited::Edited;
pub use row::RowForm;

/// Returns how a field was understood, from its key and its text.
type Explain = Box<dyn Fn(&str, &str) -> Option<String>>;

/// What is run when the dialog is closed without saving.
type OnClose = Box<dyn Fn(&mut Session) -> Outcome>;

/// An input, until the session is there to handle it.
enum Pending {
    Run(Action),
    Step(Step),
}

/// A dialog that fills a record.
pub struct RecordForm {
    title: String,
    text: String,
    form: Form,
    edited: Box<dyn Edit>,
    today: NaiveDate,
    explain: Explain,
    on_close: OnClose,
    pending: Option<Pending>,
    is_resumed: bool,
}

impl RecordForm {
    /// A form with a title and a text above the fields.
    pub fn new<R: Record>(
        (title, text): (&str, &str),
        edited: Edited<R>,
        session: &Session,
    ) -> Self {
        Self::with(title, text, Box::new(edited), session)
    }

    fn with(title: &str, text: &str, edited: Box<dyn Edit>, session: &Session) -> Self {
        let mut fields = edited.fields(&session.references);
        for (field, value) in fields.iter_mut().zip(edited.values()) {
            field.set(&typed(field.kind, &value));
        }
        Self {
            title: title.to_owned(),
            text: text.to_owned(),
            form: Form::new(fields),
            edited,
            today: session.today(),
            explain: Box::new(|_, _| None),
            on_close: Box::new(|_| Ok(Vec::new())),
            pending: None,
            is_resumed: false,
        }
    }

    /// Saves what is typed as a draft, until it is saved or discarded, under the name of the form
    /// and the identifier of the record; none for a new one.
    pub fn drafted_as(
        mut self,
        form: &'static str,
        subject: Option<String>,
        session: &Session,
    ) -> Self {
        let id = DraftId::new(session.now());
        self.form = self.form.drafted_as(form, subject, id);
        self
    }

    /// Adds an explanation of how a field was understood, from its key and its text.
    pub fn explained(mut self, explain: impl Fn(&str, &str) -> Option<String> + 'static) -> Self {
        self.explain = Box::new(explain);
        self
    }

    /// Calls `on_close` when the dialog is closed without saving.
    pub fn on_close(mut self, on_close: impl Fn(&mut Session) -> Outcome + 'static) -> Self {
        self.on_close = Box::new(on_close);
        self
    }

    /// Moves the focus to the field with that key.
    pub fn at(mut self, key: &str) -> Self {
        if let Some(index) = self.form.index_of(key) {
            self.form.focus_on(index);
        }
        self
    }

    fn proceed_with(&mut self, pending: Pending) -> Reply {
        self.pending = Some(pending);
        Reply::Proceed
    }

    /// Reads the record from the fields. Returns whether something is wrong, then shown.
    fn read(&mut self) -> bool {
        let values = self.form.read(self.today);
        self.edited.set(values);
        if self.form.problems() == 0 {
            for (key, sentence) in self.edited.problems() {
                self.form.add_problem(key, sentence);
            }
        }
        self.form.go_to_problem()
    }
}

impl FormOwner for RecordForm {
    const LEAVING: &'static str = "Fermer sans enregistrer";

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    /// Saves the record, unless something is wrong or another window saved first.
    fn save(&mut self, session: &mut Session) -> Outcome {
        // Fields that are not in the form keep the values that the store has now.
        let theirs = self.edited.reread(session)?;
        if self.read() {
            return Ok(Vec::new());
        }
        if let Some(theirs) = theirs {
            let mine = self.form.texts_of(&self.edited.values());
            let theirs = self.form.texts_of(&theirs);
            if theirs != *self.form.opened() && theirs != mine {
                let title = format!("Deux versions {}", self.edited.noun().of_the());
                return self.ask_versions(title, &mine, theirs, session, |_| {});
            }
        }
        let mut effects = vec![Effect::Close];
        effects.extend(self.edited.write(session)?);
        // The record is saved: failing to delete its draft must not undo that.
        let _ = self.form.forget(session);
        Ok(effects)
    }

    fn close(&mut self, session: &mut Session) -> Outcome {
        let mut effects = vec![Effect::Close, Effect::Changed];
        effects.extend((self.on_close)(session)?);
        Ok(effects)
    }
}

impl Layer for RecordForm {
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
        match action {
            Action::Save if self.edited.answer().is_some() => {
                let is_wrong = self.read();
                let answer = self.edited.answer().filter(|_| !is_wrong);
                answer.map_or(Reply::Stay, Reply::Close)
            }
            Action::Up | Action::Down if self.form.focused().is_multiline() => {
                let step = self.form.arrow(action == Action::Up);
                self.proceed_with(Pending::Step(step))
            }
            action => self.proceed_with(Pending::Run(action)),
        }
    }

    fn key(&mut self, key: Key) -> Reply {
        let step = self.form.key(key);
        self.proceed_with(Pending::Step(step))
    }

    fn paste(&mut self, text: &str) -> Reply {
        let step = self.form.paste(text);
        self.proceed_with(Pending::Step(step))
    }

    fn selection(&self) -> Option<String> {
        self.form.selection()
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        let step = self.form.click(target);
        self.proceed_with(Pending::Step(step))
    }

    fn proceed(&mut self, session: &mut Session) -> Outcome {
        match self.pending.take() {
            Some(Pending::Run(action)) => self.run(action, session),
            Some(Pending::Step(step)) => self.step(step, session),
            None => Ok(Vec::new()),
        }
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

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw_dialog(canvas, area);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
