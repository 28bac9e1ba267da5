//! What a small record is: its fields, written once, from which the store, the form, the list, the
//! CSV, the history, the check of the file and the purge all work.
//!
//! A [`Record`] is what a form fills. An [`Entity`] is a record that is a row of a table of its
//! own; [`Stored`] is such a row.

use std::ops::Deref;

use chrono::{NaiveDate, NaiveTime};

use super::id::RecordId;
use super::reference::ListKind;
use super::text::fold::sort_key;

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

impl Noun {
    /// « du lieu », « de la question », « de l’étape ».
    pub fn of_the(self) -> String {
        match (self.elides(), self.feminine) {
            (true, _) => format!("de l’{}", self.one),
            (false, true) => format!("de la {}", self.one),
            (false, false) => format!("du {}", self.one),
        }
    }

    /// « le lieu », « la question », « l’étape ».
    pub fn the(self) -> String {
        match (self.elides(), self.feminine) {
            (true, _) => format!("l’{}", self.one),
            (false, true) => format!("la {}", self.one),
            (false, false) => format!("le {}", self.one),
        }
    }

    /// « un lieu », « une question ».
    pub fn a(self) -> String {
        let article = if self.feminine { "une" } else { "un" };
        format!("{article} {}", self.one)
    }

    /// « de lieu », « d’étape ».
    pub fn of(self) -> String {
        match self.elides() {
            true => format!("d’{}", self.one),
            false => format!("de {}", self.one),
        }
    }

    /// « nouveau lieu », « nouvel atelier », « nouvelle question ».
    pub fn new_one(self) -> String {
        let new = match (self.feminine, self.elides()) {
            (true, _) => "nouvelle",
            (false, true) => "nouvel",
            (false, false) => "nouveau",
        };
        format!("{new} {}", self.one)
    }

    fn elides(self) -> bool {
        sort_key(self.one).starts_with(['a', 'e', 'i', 'o', 'u', 'y'])
    }

    /// The word as it agrees with the noun: « supprimé », « supprimée ».
    pub fn agree(self, masculine: &str) -> String {
        let end = if self.feminine { "e" } else { "" };
        format!("{masculine}{end}")
    }

    /// The word as it agrees with several: « supprimés », « supprimées ».
    pub fn agree_several(self, masculine: &str) -> String {
        let end = match (self.feminine, masculine.ends_with('s')) {
            (true, _) => "es",
            (false, true) => "",
            (false, false) => "s",
        };
        format!("{masculine}{end}")
    }
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
    /// A number of days from an event, negative before it: « J-30 », « J », « J+1 ».
    Offset,
    /// Yes or no.
    Flag,
    /// One of a fixed set of words: the key that is stored, and its label on the screen.
    Choice(&'static [(&'static str, &'static str)]),
    /// Several short texts, separated by [`SEPARATOR`] where they are stored and by commas where
    /// they are typed and written out.
    Words,
    /// An entry of a reference list.
    Entry(ListKind),
    /// What Carnet encodes for itself; on no form.
    Encoded,
}

/// What separates the texts of [`FieldKind::Words`] where they are stored.
pub const SEPARATOR: char = '|';

/// The texts of [`FieldKind::Words`] as they are typed: « peu, beaucoup ».
pub fn words_typed(stored: &str) -> String {
    stored.replace(SEPARATOR, ", ")
}

/// The texts of [`FieldKind::Words`] as they are stored.
pub fn words_stored(typed: &str) -> String {
    let words = typed.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| word.replace(SEPARATOR, "/")).collect();
    words.join(&SEPARATOR.to_string())
}

/// The value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was given. An empty text is this too.
    #[default]
    Empty,
    /// Of [`FieldKind::Line`], [`FieldKind::Lines`], [`FieldKind::Words`] and
    /// [`FieldKind::Encoded`]; of [`FieldKind::Choice`], its key; of [`FieldKind::Entry`], the
    /// identifier of the entry.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// An hour.
    Time(NaiveTime),
    /// A number.
    Number(u32),
    /// A number of days from an event.
    Offset(i32),
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

    /// The day, none for any other value.
    pub fn into_date(self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(day),
            _ => None,
        }
    }

    /// The days from an event, none for any other value.
    pub fn into_offset(self) -> Option<i32> {
        match self {
            Self::Offset(days) => Some(days),
            _ => None,
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
    /// Whether it is about a person: the purge erases what it said before.
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

impl<R: 'static> Field<R> {
    /// A field that may be empty, is about nobody, and goes by no other name.
    pub const fn new(
        key: &'static str,
        label: &'static str,
        kind: FieldKind,
        get: fn(&R) -> Value,
        set: fn(&mut R, Value),
    ) -> Self {
        Self {
            key,
            label,
            kind,
            required: false,
            personal: false,
            hint: "",
            csv: &[],
            get,
            set,
        }
    }

    /// Refuses a record without it.
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Says that it is about a person.
    pub const fn personal(self) -> Self {
        Self {
            personal: true,
            ..self
        }
    }

    /// Says what to type.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// Gives other headers under which a CSV may name it, folded.
    pub const fn csv(self, csv: &'static [&'static str]) -> Self {
        Self { csv, ..self }
    }
}

/// A small record: what a form fills.
pub trait Record: Clone + Default + PartialEq + 'static {
    /// What it is called.
    const NOUN: Noun;
    /// Its fields, in the order of the form. The first names it.
    const FIELDS: &'static [Field<Self>];

    /// What it is called by in lists and sentences.
    fn name(&self) -> String {
        let first = Self::FIELDS.first();
        first.map_or_else(String::new, |field| (field.get)(self).into_text())
    }

    /// What is wrong with it beyond missing required fields: the key of the field, and a sentence.
    fn problems(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// In which order the rows of a table stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By their names, as a French dictionary has them.
    ByName,
    /// As the user moves them (`position`), among the rows that have the same value in the column
    /// `within`.
    ByHand {
        /// The column; none where all rows stand in one list.
        within: Option<&'static str>,
    },
}

/// A record that is a row of a table of its own.
///
/// The table has the columns `row` and `id`, one for each field, and those that the constants say.
pub trait Entity: Record {
    /// What names a row, the same in every copy of a store.
    type Id: RecordId;
    /// The table.
    const TABLE: &'static str;
    /// What the store keeps of it and no form shows.
    const HIDDEN: &'static [Field<Self>] = &[];
    /// In which order rows stand.
    const ORDER: Order = Order::ByName;
    /// Whether a row can be retired (`retired`): kept, and no longer offered.
    const RETIRES: bool = true;
    /// Whether a row says when it was made and last changed (`created_at`, `modified_at`).
    const STAMPED: bool = true;

    /// Whether a text of the field of that key, of [`FieldKind::Encoded`], can be read back: a row of
    /// which one can't be is left out.
    fn reads(_key: &str, _text: &str) -> bool {
        true
    }

    /// What two records that are the same thing share, folded: by it an import knows a row again,
    /// and a form refuses a second one.
    fn identity(&self) -> String {
        sort_key(&self.name())
    }
}

/// A row of the table of `R`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<R: Entity> {
    /// Its name in every copy of the store.
    pub id: R::Id,
    /// Kept for what names it, and no longer offered.
    pub retired: bool,
    /// What it says.
    pub record: R,
}

impl<R: Entity> Deref for Stored<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_takes_its_article() {
        let noun = |one, feminine| Noun {
            one,
            several: "",
            feminine,
        };
        assert_eq!(noun("lieu", false).of_the(), "du lieu");
        assert_eq!(noun("question", true).of_the(), "de la question");
        assert_eq!(noun("étape", true).of_the(), "de l’étape");
        assert_eq!(noun("entrée", true).the(), "l’entrée");
        assert_eq!(noun("lieu", false).a(), "un lieu");
        assert_eq!(noun("étape", true).of(), "d’étape");
        assert_eq!(noun("lieu", false).new_one(), "nouveau lieu");
        assert_eq!(noun("atelier", false).new_one(), "nouvel atelier");
        assert_eq!(noun("étape", true).new_one(), "nouvelle étape");
        assert_eq!(noun("vue", true).agree("supprimé"), "supprimée");
        assert_eq!(noun("vue", true).agree_several("mis"), "mises");
        assert_eq!(noun("lieu", false).agree_several("mis"), "mis");
        assert_eq!(noun("lieu", false).agree_several("créé"), "créés");
    }
}
