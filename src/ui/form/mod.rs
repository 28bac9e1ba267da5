//! The form engine: every form of the program is a [`Form`], a list of fields.
//!
//! - `field`: a field, its input, and how what is typed in it is parsed;
//! - `focus`: the focused field, and its response to keys, pastes and clicks;
//! - `draw`: draws the fields, each with what is said about it;
//! - `draft`: drafts, saved at each pause and offered again;
//! - `versions`: merges two versions when another window saved first;
//! - `owner`: what is common to the screens and dialogs that fill a form;
//! - `dialog`: the dialog that fills any [`crate::domain::record::Record`].

mod dialog;
pub mod draft;
mod draw;
pub mod field;
mod focus;
mod owner;
mod versions;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::record::Value;
use crate::domain::reference::References;
pub use dialog::{Edited, RecordForm, RowForm};
use draft::DraftSlot;
pub use draw::{Layout, Note};
use field::{FormField, typed};
pub use focus::Step;
pub use owner::{FormOwner, FormScreen};

/// The texts of a form by field key, without the empty ones.
pub type Texts = BTreeMap<String, String>;

/// A list of fields, one of which has the focus.
pub struct Form {
    fields: Vec<FormField>,
    focus: usize,
    /// The first visible row.
    top: u16,
    /// The texts when the form was opened: what differs is unsaved.
    opened: Texts,
    /// Whether a change waits for the next pause to be saved as a draft.
    is_dirty: bool,
    /// Where its draft is saved, if it has drafts.
    slot: Option<DraftSlot>,
}

impl Form {
    /// A form with these fields, at least one; the first has the focus.
    pub fn new(fields: Vec<FormField>) -> Self {
        let mut form = Self {
            fields,
            focus: 0,
            top: 0,
            opened: Texts::new(),
            is_dirty: false,
            slot: None,
        };
        form.opened = form.texts();
        form
    }

    /// Returns the fields in order.
    pub fn fields(&self) -> &[FormField] {
        &self.fields
    }

    /// Returns the field at that index.
    pub fn field_mut(&mut self, index: usize) -> Option<&mut FormField> {
        self.fields.get_mut(index)
    }

    /// Returns the index of the field with that key.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.key == key)
    }

    /// Returns the text of the field with that key.
    pub fn text(&self, key: &str) -> String {
        let field = self.fields.iter().find(|field| field.key == key);
        field.map(FormField::text).unwrap_or_default()
    }

    /// Sets the text of the field with that key; the draft is saved at the next pause.
    pub fn set(&mut self, key: &str, text: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.key == key) {
            field.set(text);
            self.is_dirty = true;
        }
    }

    /// Returns the texts of every field.
    pub fn texts(&self) -> Texts {
        let texts = self.fields.iter();
        texts
            .map(|field| (field.key.clone(), field.text()))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// Sets the texts of every field; one that `texts` does not name is emptied.
    pub fn fill(&mut self, texts: &Texts) {
        for field in &mut self.fields {
            field.set(texts.get(&field.key).map_or("", String::as_str));
        }
    }

    /// Fills the form with texts that are saved, or that are left without a question.
    pub fn open_with(&mut self, texts: Texts) {
        self.fill(&texts);
        self.opened = texts;
    }

    /// Returns the texts when the form was opened.
    pub fn opened(&self) -> &Texts {
        &self.opened
    }

    /// Sets the texts considered as saved: only what differs from them is unsaved.
    pub fn set_opened(&mut self, texts: Texts) {
        self.opened = texts;
    }

    /// Whether something is unsaved, without regard to blanks at the ends.
    pub fn is_changed(&self) -> bool {
        let opened = |field: &FormField| self.opened.get(&field.key).map_or("", |text| text.trim());
        let mut fields = self.fields.iter();
        fields.any(|field| field.text().trim() != opened(field))
    }

    /// Reads the entries of the reference lists again.
    pub fn read_entries(&mut self, references: &References) {
        for field in &mut self.fields {
            field.read_entries(references);
        }
    }

    /// Makes the draft be saved at the next pause.
    pub fn touch(&mut self) {
        self.is_dirty |= self.is_changed();
    }

    /// Clears every error.
    pub fn clear_problems(&mut self) {
        for field in &mut self.fields {
            field.problem = None;
        }
    }

    /// Parses the fields, each with its error; one that is wrong gives [`Value::Empty`].
    pub fn read(&mut self, today: NaiveDate) -> Vec<Value> {
        let fields = self.fields.iter_mut().enumerate();
        let values = fields.map(|(index, field)| {
            let value = field.value(today);
            field.problem = match &value {
                Ok(Value::Empty) if field.is_required && index == 0 => {
                    Some("Un nom est nécessaire.".to_owned())
                }
                Ok(Value::Empty) if field.is_required => {
                    Some("Ce champ est nécessaire.".to_owned())
                }
                Ok(_) => None,
                Err(sentence) => Some(sentence.clone()),
            };
            value.unwrap_or_default()
        });
        values.collect()
    }

    /// Returns the texts of fields with these values.
    pub fn texts_of(&self, values: &[Value]) -> Texts {
        let texts = self.fields.iter().zip(values);
        texts
            .map(|(field, value)| (field.key.clone(), typed(field.kind, value)))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// Adds the error of a field, unless it has one.
    pub fn add_problem(&mut self, key: &str, sentence: impl Into<String>) {
        let field = self.fields.iter_mut().find(|field| field.key == key);
        if let Some(field) = field {
            field.problem.get_or_insert_with(|| sentence.into());
        }
    }

    /// Returns the number of wrong fields.
    pub fn problems(&self) -> usize {
        let wrong = self.fields.iter().filter(|field| field.problem.is_some());
        wrong.count()
    }

    /// Moves the focus to the first wrong field. Returns whether there is one.
    pub fn go_to_problem(&mut self) -> bool {
        let first = self.fields.iter().position(|field| field.problem.is_some());
        if let Some(first) = first {
            self.focus_on(first);
        }
        first.is_some()
    }
}
