//! The one form engine: every form of the program is a [`Form`], a list of fields.
//!
//! - `field`: a field, how it is filled, and what is understood of it;
//! - `focus`: which field has the focus, and what keys, pastes and clicks do;
//! - `draw`: how a field is drawn;
//! - `draft`: what is typed and not saved, kept at each pause and offered again;
//! - `versions`: what to do when another window saved the same thing first;
//! - `record`: the dialog that fills any [`crate::domain::record::Record`];
//! - `row`: the same for a row of a table, which it writes.

pub mod draft;
mod draw;
pub mod field;
mod focus;
pub mod record;
mod row;
mod versions;

use std::collections::BTreeMap;

use crate::domain::reference::References;
use draft::DraftSlot;
use field::FormField;
pub use focus::Step;
pub use record::RecordForm;

/// What the fields of a form say, by their keys; a field that says nothing is left out.
pub type Texts = BTreeMap<String, String>;

/// A list of fields, one of which has the focus.
pub struct Form {
    fields: Vec<FormField>,
    focus: usize,
    /// What the fields said when the form was opened: what differs is not saved.
    opened: Texts,
    /// Whether something typed waits for a pause to be kept.
    is_dirty: bool,
    /// Where what is typed is kept, if it is.
    slot: Option<DraftSlot>,
}

impl Form {
    /// A form with these fields, of which there is at least one; the first has the focus.
    pub fn new(fields: Vec<FormField>) -> Self {
        let mut form = Self {
            fields,
            focus: 0,
            opened: Texts::new(),
            is_dirty: false,
            slot: None,
        };
        form.opened = form.texts();
        form
    }

    /// The fields, in their order.
    pub fn fields(&self) -> &[FormField] {
        &self.fields
    }

    /// The field at that index.
    pub fn field_mut(&mut self, index: usize) -> Option<&mut FormField> {
        self.fields.get_mut(index)
    }

    /// The index of the field with that key.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.key == key)
    }

    /// What the field with that key says.
    pub fn text(&self, key: &str) -> String {
        let field = self.fields.iter().find(|field| field.key == key);
        field.map(FormField::text).unwrap_or_default()
    }

    /// Fills the field with that key; the text waits for a pause to be kept.
    pub fn set(&mut self, key: &str, text: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.key == key) {
            field.set(text);
            self.is_dirty = true;
        }
    }

    /// What every field says.
    pub fn texts(&self) -> Texts {
        let texts = self.fields.iter();
        texts
            .map(|field| (field.key.clone(), field.text()))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// Fills every field; one that `texts` does not name is emptied.
    pub fn fill(&mut self, texts: &Texts) {
        for field in &mut self.fields {
            field.set(texts.get(&field.key).map_or("", String::as_str));
        }
    }

    /// What the fields said when the form was opened.
    pub fn opened(&self) -> &Texts {
        &self.opened
    }

    /// Takes these texts for what was saved: only what differs from them is not.
    pub fn set_opened(&mut self, texts: Texts) {
        self.opened = texts;
    }

    /// Whether something is typed and not saved; blanks at the ends are nothing.
    pub fn is_changed(&self) -> bool {
        let opened = |field: &FormField| self.opened.get(&field.key).map_or("", |text| text.trim());
        let mut fields = self.fields.iter();
        fields.any(|field| field.text().trim() != opened(field))
    }

    /// Reads again the entries of the reference lists that fields are picked from.
    pub fn read_entries(&mut self, references: &References) {
        for field in &mut self.fields {
            field.read_entries(references);
        }
    }

    /// Has what is typed and not saved be kept at the next pause.
    pub fn touch(&mut self) {
        self.is_dirty |= self.is_changed();
    }

    /// Takes back every sentence about what is wrong.
    pub fn clear_problems(&mut self) {
        for field in &mut self.fields {
            field.problem = None;
        }
    }

    /// Says what is wrong, in place of what was said before; the first wrong field gets the focus.
    /// Returns whether something is.
    pub fn set_problems(&mut self, problems: &[(&str, String)]) -> bool {
        for field in &mut self.fields {
            let problem = problems.iter().find(|(key, _)| *key == field.key);
            field.problem = problem.map(|(_, sentence)| sentence.clone());
        }
        let first = self.fields.iter().position(|field| field.problem.is_some());
        if let Some(first) = first {
            self.land(first);
        }
        first.is_some()
    }
}
