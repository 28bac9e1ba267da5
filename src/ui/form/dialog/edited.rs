//! The record that a dialog fills: all that depends on its type.

use crate::domain::record::{Noun, Record, Value};
use crate::domain::reference::References;
use crate::store::{Result, StoreError};
use crate::ui::dialog::callback::Target;
use crate::ui::dialog::{Callback, Continuation};
use crate::ui::effect::Outcome;
use crate::ui::form::field::FormField;
use crate::ui::session::Session;

/// What is wrong with a record: the key of a field, and a sentence.
type Problem = (&'static str, String);

/// Returns what is wrong with a record, if anything.
type Check<R> = Box<dyn Fn(&R) -> Option<Problem>>;

/// Writes a record to the store.
type Write<R> = Box<dyn Fn(&R, &mut Session) -> Outcome>;

/// What is done with the record when it is saved.
enum Save<R> {
    /// The dialog writes it to the store.
    Write(Write<R>),
    /// The screen that opened the dialog takes it.
    Answer(Callback<R>),
}

/// Reads the record again; returns none when it was deleted.
type Reread<R> = Box<dyn Fn(&Session) -> Result<Option<R>>>;

/// A record being filled, and what is done with it.
pub struct Edited<R> {
    /// Fields that are not in the form keep their values.
    record: R,
    check: Check<R>,
    save: Save<R>,
    reread: Option<Reread<R>>,
}

impl<R: Record> Edited<R> {
    /// A record that `save` writes to the store.
    pub fn new(record: R, save: impl Fn(&R, &mut Session) -> Outcome + 'static) -> Self {
        Self::with(record, Save::Write(Box::new(save)))
    }

    /// A record that the screen takes.
    pub fn asked<S: Target + ?Sized>(
        record: R,
        take: impl Fn(&mut S, &mut Session, R) -> Outcome + 'static,
    ) -> Self {
        Self::with(record, Save::Answer(Callback::new(take)))
    }

    fn with(record: R, save: Save<R>) -> Self {
        Self {
            record,
            check: Box::new(|_| None),
            save,
            reread: None,
        }
    }

    /// Adds a check to those of the record itself.
    pub fn checked(self, check: impl Fn(&R) -> Option<Problem> + 'static) -> Self {
        Self {
            check: Box::new(check),
            ..self
        }
    }

    /// Reads the record again before it is saved, to detect a change by another window.
    pub fn reread_by(self, reread: impl Fn(&Session) -> Result<Option<R>> + 'static) -> Self {
        Self {
            reread: Some(Box::new(reread)),
            ..self
        }
    }
}

/// An [`Edited`] record of any type.
pub(super) trait Edit {
    /// Returns its noun.
    fn noun(&self) -> Noun;

    /// Returns its fields, empty.
    fn fields(&self, references: &References) -> Vec<FormField>;

    /// Returns its values, in the order of the fields.
    fn values(&self) -> Vec<Value>;

    /// Sets its values, in the order of the fields.
    fn set(&mut self, values: Vec<Value>);

    /// Returns what is wrong with it besides single fields.
    fn problems(&self) -> Vec<Problem>;

    /// Reads it again; returns its values, none where that detects no conflict.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it was deleted.
    fn reread(&mut self, session: &Session) -> Result<Option<Vec<Value>>>;

    /// Returns what gives it to the screen that takes it, if one does.
    fn answer(&self) -> Option<Continuation>;

    /// Writes it to the store.
    fn write(&self, session: &mut Session) -> Outcome;
}

impl<R: Record> Edit for Edited<R> {
    fn noun(&self) -> Noun {
        R::NOUN
    }

    fn fields(&self, references: &References) -> Vec<FormField> {
        let fields = R::FIELDS.iter();
        fields
            .map(|field| FormField::of(field, references))
            .collect()
    }

    fn values(&self) -> Vec<Value> {
        self.record.values()
    }

    fn set(&mut self, values: Vec<Value>) {
        self.record.set_values(values);
    }

    fn problems(&self) -> Vec<Problem> {
        let problems = self.record.problems();
        match problems.is_empty() {
            true => (self.check)(&self.record).into_iter().collect(),
            false => problems,
        }
    }

    fn reread(&mut self, session: &Session) -> Result<Option<Vec<Value>>> {
        let Some(reread) = &self.reread else {
            return Ok(None);
        };
        self.record = reread(session)?.ok_or(StoreError::Stale)?;
        Ok(Some(self.values()))
    }

    fn answer(&self) -> Option<Continuation> {
        match &self.save {
            Save::Answer(answer) => Some(answer.bind(self.record.clone())),
            Save::Write(_) => None,
        }
    }

    fn write(&self, session: &mut Session) -> Outcome {
        match &self.save {
            Save::Write(write) => write(&self.record, session),
            Save::Answer(_) => Ok(Vec::new()),
        }
    }
}
