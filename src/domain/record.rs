//! Describes a small record by its fields, from which the store, the form, the list, the CSV, the
//! history, the check of the file and the purge are derived.
//!
//! A [`Record`] can be filled in a form. An [`Entity`] is a record with a table of its own;
//! [`Stored`] is a row of that table.

use std::ops::Deref;

use chrono::{NaiveDate, NaiveTime};

use super::id::{EntryId, Id};
use super::reference::ListKind;
use super::text::fold::sort_key;

/// The French name of a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Noun {
    /// « lieu »
    pub one: &'static str,
    /// « lieux »
    pub several: &'static str,
    /// Whether the noun is feminine: « supprimée ».
    pub feminine: bool,
}

impl Noun {
    /// Returns the noun with « de » and its article: « du lieu », « de la question », « de l’étape
    /// ».
    pub fn of_the(self) -> String {
        match (self.elides(), self.feminine) {
            (true, _) => format!("de l’{}", self.one),
            (false, true) => format!("de la {}", self.one),
            (false, false) => format!("du {}", self.one),
        }
    }

    /// Returns the noun with its article: « le lieu », « la question », « l’étape ».
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

    /// Returns its pronoun, as an object: « le », « la ».
    pub fn pronoun(self) -> &'static str {
        if self.feminine { "la" } else { "le" }
    }

    /// « de lieu », « d’étape ».
    pub fn of(self) -> String {
        match self.elides() {
            true => format!("d’{}", self.one),
            false => format!("de {}", self.one),
        }
    }

    /// « de lieux », « d’étapes ».
    pub fn of_several(self) -> String {
        match self.elides() {
            true => format!("d’{}", self.several),
            false => format!("de {}", self.several),
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

    /// Returns an adjective that agrees with the noun: « supprimé », « supprimée ».
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

/// The type of a field, which decides how it is typed, checked, stored and exported.
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
    /// One of a fixed set of words: the stored key, and the label on the screen.
    Choice(&'static [(&'static str, &'static str)]),
    /// Several short texts, stored with [`SEPARATOR`] between them, typed and exported with commas.
    Words,
    /// An entry of a reference list.
    Entry(ListKind),
    /// A text encoded by Carnet, shown in no form.
    Encoded,
}

/// The separator of [`FieldKind::Words`] in the store.
pub const SEPARATOR: char = '|';

/// Converts [`FieldKind::Words`] from the stored text to the typed one: « peu, beaucoup ».
pub fn words_typed(stored: &str) -> String {
    stored.replace(SEPARATOR, ", ")
}

/// Converts [`FieldKind::Words`] from the typed text to the stored one.
pub fn words_stored(typed: &str) -> String {
    let words = typed.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| word.replace(SEPARATOR, "/")).collect();
    words.join(&SEPARATOR.to_string())
}

/// The value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// No value, or an empty text.
    #[default]
    Empty,
    /// The text of [`FieldKind::Line`], [`FieldKind::Lines`], [`FieldKind::Words`] and
    /// [`FieldKind::Encoded`], or the key of [`FieldKind::Choice`].
    Text(String),
    /// An entry of a reference list.
    Entry(EntryId),
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
    /// A text, or no value when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Returns the text, empty for any other value.
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            _ => String::new(),
        }
    }

    /// Returns a text by which to compare, without regard to accents and case.
    fn key(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => sort_key(text),
            Self::Entry(id) => id.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Time(time) => time.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Offset(days) => days.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    /// Whether there is nothing: no value, blanks, or no.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty | Self::Flag(false) => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A type of a record's members that `field!` makes fields of.
pub trait FieldValue {
    /// Returns the value.
    fn value(&self) -> Value;

    /// Converts a value; one of another type counts as [`Value::Empty`].
    fn of(value: Value) -> Self;

    /// Returns the text, where it is one.
    fn text(&self) -> Option<&str> {
        None
    }
}

impl FieldValue for String {
    fn value(&self) -> Value {
        Value::text(self)
    }

    fn of(value: Value) -> Self {
        value.into_text()
    }

    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl FieldValue for bool {
    fn value(&self) -> Value {
        Value::Flag(*self)
    }

    fn of(value: Value) -> Self {
        value == Value::Flag(true)
    }
}

/// A day that a record always has: the default one is none.
impl FieldValue for NaiveDate {
    fn value(&self) -> Value {
        Some(*self).filter(|day| *day != Self::default()).value()
    }

    fn of(value: Value) -> Self {
        Option::of(value).unwrap_or_default()
    }
}

macro_rules! optional {
    ($type:ty, $variant:ident) => {
        impl FieldValue for Option<$type> {
            fn value(&self) -> Value {
                self.map_or(Value::Empty, Value::$variant)
            }

            fn of(value: Value) -> Self {
                match value {
                    Value::$variant(value) => Some(value),
                    _ => None,
                }
            }
        }
    };
}

optional!(NaiveDate, Date);
optional!(NaiveTime, Time);
optional!(u32, Number);
optional!(i32, Offset);
optional!(EntryId, Entry);

/// Makes a [`Field`] of a member of the record, by its label and its kind. Its key is the name of the
/// member, unless one is given first.
macro_rules! field {
    ($member:ident, $label:expr, $kind:expr) => {
        $crate::domain::record::field!(stringify!($member), $member, $label, $kind)
    };
    ($key:expr, $($member:ident).+, $label:expr, $kind:expr) => {
        $crate::domain::record::Field::<Self>::new(
            $key,
            $label,
            $kind,
            |it| $crate::domain::record::FieldValue::value(&it.$($member).+),
            |it, value| it.$($member).+ = $crate::domain::record::FieldValue::of(value),
        )
        .borrowed(|it| $crate::domain::record::FieldValue::text(&it.$($member).+))
    };
}
pub(crate) use field;

/// A field of the record `R`.
pub struct Field<R: 'static> {
    /// Its key: the column in the store, and the name in drafts and JSON.
    pub key: &'static str,
    /// Its label on the screen and in the history, and the header of its CSV column.
    pub label: &'static str,
    /// Its type.
    pub kind: FieldKind,
    /// Whether a record is invalid without it.
    pub required: bool,
    /// Whether it is personal data: the purge erases its former values.
    pub personal: bool,
    /// A hint shown beside the focused field; may be empty.
    pub hint: &'static str,
    /// Other accepted CSV headers, folded (no case, accents or blanks).
    pub csv: &'static [&'static str],
    /// Its name in the JSON of the commands; empty to make it from the label.
    pub json: &'static str,
    /// Whether a list shows it, after the name.
    pub listed: bool,
    /// Whether two records with the same name are two when they differ in it.
    pub identifying: bool,
    /// Returns the value.
    pub get: fn(&R) -> Value,
    /// Returns the text without a copy, where it can: an export reads a million of them.
    pub text: fn(&R) -> Option<&str>,
    /// Sets the value; one of another type than [`Field::kind`] counts as [`Value::Empty`].
    pub set: fn(&mut R, Value),
}

impl<R: 'static> Field<R> {
    /// A field that is optional, not personal, and has no hint and no other CSV header.
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
            json: "",
            listed: false,
            identifying: false,
            get,
            text: |_| None,
            set,
        }
    }

    /// Sets what returns its text without a copy.
    pub const fn borrowed(self, text: fn(&R) -> Option<&str>) -> Self {
        Self { text, ..self }
    }

    /// Makes the field required.
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Marks the field as personal data.
    pub const fn personal(self) -> Self {
        Self {
            personal: true,
            ..self
        }
    }

    /// Adds a hint.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// Adds other accepted CSV headers, folded.
    pub const fn csv(self, csv: &'static [&'static str]) -> Self {
        Self { csv, ..self }
    }

    /// Gives the field another name in JSON than its label.
    pub const fn json(self, json: &'static str) -> Self {
        Self { json, ..self }
    }

    /// Shows the field in lists.
    pub const fn listed(self) -> Self {
        Self {
            listed: true,
            ..self
        }
    }

    /// Makes records that differ in this field distinct, even with the same name.
    pub const fn identifying(self) -> Self {
        Self {
            identifying: true,
            ..self
        }
    }
}

/// A small record, which a form can fill.
pub trait Record: Clone + Default + PartialEq + 'static {
    /// Its French noun.
    const NOUN: Noun;
    /// Its fields, in the order of the form. The first is its name.
    const FIELDS: &'static [Field<Self>];

    /// Returns its name in lists and sentences.
    fn name(&self) -> String {
        let first = Self::FIELDS.first();
        first.map_or_else(String::new, |field| (field.get)(self).into_text())
    }

    /// Returns its values, in the order of its fields.
    fn values(&self) -> Vec<Value> {
        Self::FIELDS.iter().map(|field| (field.get)(self)).collect()
    }

    /// Sets its values, in the order of its fields.
    fn set_values(&mut self, values: Vec<Value>) {
        for (field, value) in Self::FIELDS.iter().zip(values) {
            (field.set)(self, value);
        }
    }

    /// Returns what is wrong besides missing required fields: the key of the field, and a sentence.
    fn problems(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// The order of the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By name, in French dictionary order.
    ByName,
    /// By the user (`position`), among the rows with the same value in the column `within`.
    ByHand {
        /// The column; none when the whole table is one list.
        within: Option<&'static str>,
    },
}

/// A record with a table of its own.
///
/// The table has the columns `row` and `id`, one for each field, and those of the constants below.
pub trait Entity: Record {
    /// The name of the table.
    const TABLE: &'static str;
    /// Fields that are stored and not shown in forms.
    const HIDDEN: &'static [Field<Self>] = &[];
    /// The order of the rows.
    const ORDER: Order = Order::ByName;
    /// Whether a row can be retired (`retired`): kept, but no longer offered.
    const RETIRES: bool = true;
    /// Whether a row has the times of its creation and last change (`created_at`, `modified_at`).
    const STAMPED: bool = true;

    /// Whether the text of an [`FieldKind::Encoded`] field can be decoded; a row with one that
    /// can't is left out.
    fn reads(_key: &str, _text: &str) -> bool {
        true
    }

    /// Whether two records belong to the same list: they have the same value in the field that the
    /// order is within, if there is one.
    fn is_listed_with(&self, other: &Self) -> bool {
        let Order::ByHand { within: Some(key) } = Self::ORDER else {
            return true;
        };
        let mut fields = Self::FIELDS.iter().chain(Self::HIDDEN);
        let field = fields.find(|field| field.key == key);
        field.is_none_or(|field| (field.get)(self) == (field.get)(other))
    }

    /// Returns a folded text that is equal for two records of the same thing: an import matches
    /// rows by it, and a form refuses a duplicate.
    fn identity(&self) -> String {
        let fields = identifying::<Self>();
        let keys: Vec<String> = fields.map(|field| (field.get)(self).key()).collect();
        keys.join("\n")
    }
}

/// Returns the fields that say which record it is: its name, and those marked so.
pub fn identifying<R: Record>() -> impl Iterator<Item = &'static Field<R>> {
    let fields = R::FIELDS.iter().enumerate();
    let identifying = fields.filter(|(index, field)| *index == 0 || field.identifying);
    identifying.map(|(_, field)| field)
}

/// A kind of record that has a place of its own, as the menu and the keys name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKind {
    /// The name of its table.
    pub table: &'static str,
    /// Its French noun.
    pub noun: Noun,
    /// The name of its place: « Lieux ».
    pub place: &'static str,
    /// What is found there.
    pub help: &'static str,
    /// The keys that go there from anywhere, even while a text is being typed.
    pub keys: &'static [&'static str],
    /// The noun of what uses them, when uses are counted.
    pub used_by: Option<Noun>,
    /// Whether the user orders them.
    pub by_hand: bool,
}

impl RecordKind {
    /// Describes the kind of `R`, whose place only the menu and the palette reach.
    pub const fn of<R: Entity>(place: &'static str, help: &'static str) -> Self {
        Self {
            table: R::TABLE,
            noun: R::NOUN,
            place,
            help,
            keys: &[],
            used_by: None,
            by_hand: matches!(R::ORDER, Order::ByHand { .. }),
        }
    }

    /// Adds keys that go to its place.
    pub const fn keys(self, keys: &'static [&'static str]) -> Self {
        Self { keys, ..self }
    }

    /// Counts what uses them: the query is in `store/records/crud.rs`.
    pub const fn used_by(self, noun: Noun) -> Self {
        Self {
            used_by: Some(noun),
            ..self
        }
    }
}

/// A record whose kind has a place: a screen, and for most a row of the menu and a command. It is a
/// line of [`super::kinds`].
pub trait Placed: Entity {
    /// Its kind.
    const KIND: &'static RecordKind;
}

/// A row of the table of `R`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<R: Entity> {
    /// Its identifier, the same in every copy of the store.
    pub id: Id<R>,
    /// Whether it is retired: kept for what refers to it, but no longer offered.
    pub retired: bool,
    /// Its values.
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
