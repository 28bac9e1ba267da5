//! What a small record is: its fields, written once, from which the store, the form, the list, the
//! CSV, the history, the check of the file and the purge all work.

use chrono::{NaiveDate, NaiveTime};

use super::reference::ListKind;

/// The French name of a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// « lieu »
    pub one: &'static str,
    /// « lieux »
    pub several: &'static str,
    /// Whether sentences agree in the feminine: « supprimée ».
    pub feminine: bool,
}

/// What the values of a field are, and so how they are typed, checked, stored and written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A text of one line.
    Line,
    /// A text of several lines.
    Lines,
    /// A day.
    Date,
    /// An hour of the day.
    Time,
    /// A whole number from 0 to `max`, both included.
    Number {
        /// The largest number accepted.
        max: u32,
    },
    /// Yes or no.
    Flag,
    /// One of a fixed set of words: the key that is stored, and its label on the screen.
    Choice(&'static [(&'static str, &'static str)]),
    /// An entry of a reference list.
    Entry(ListKind),
}

/// The value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was given. An empty text is this too.
    #[default]
    Empty,
    /// Of [`FieldKind::Line`] and [`FieldKind::Lines`]; of [`FieldKind::Choice`], its key; of
    /// [`FieldKind::Entry`], the identifier of the entry.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// An hour.
    Time(NaiveTime),
    /// A number.
    Number(u32),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// A text; nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// The text, empty for any other value.
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            _ => String::new(),
        }
    }
}

/// A field of the record `R`.
pub struct Field<R: 'static> {
    /// Its name in the store (the column), in drafts and in JSON.
    pub key: &'static str,
    /// Its label on the screen, in the history, and as the header of a CSV column.
    pub label: &'static str,
    /// What its values are.
    pub kind: FieldKind,
    /// Whether a record is refused without it.
    pub required: bool,
    /// Whether it is about a person: the purge erases it.
    pub personal: bool,
    /// What to type, shown beside the field that has the focus; may be empty.
    pub hint: &'static str,
    /// Other headers under which a CSV may name it, folded (no case, accents or blanks).
    pub csv: &'static [&'static str],
    /// Reads the value.
    pub get: fn(&R) -> Value,
    /// Writes a value; one of another kind than [`Field::kind`] counts as [`Value::Empty`].
    pub set: fn(&mut R, Value),
}

/// A small record: what a form fills, a list shows, and one table of the store holds.
pub trait Record: Clone + Default + PartialEq + 'static {
    /// What it is called.
    const NOUN: Noun;
    /// Its fields, in the order of the form.
    const FIELDS: &'static [Field<Self>];

    /// What it is called by in lists and sentences.
    fn name(&self) -> String;

    /// What is wrong with it beyond missing required fields: the key of the field, and a sentence.
    fn problems(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
