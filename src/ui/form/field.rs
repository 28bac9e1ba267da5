//! A field of a form: its label, its input, and how what is typed in it is parsed.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::event::step::{offset, parse_offset};
use crate::domain::id::EntryId;
use crate::domain::record::{Field, FieldKind, Value, words_stored, words_typed};
use crate::domain::reference::References;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{self, count};
use crate::domain::time::typed_date::{parse_date, parse_time};
use crate::ui::dialog::picker::Item;
use crate::ui::text_field::TextField;

/// The text of a flag that is set, in drafts.
const YES: &str = "oui";

/// The hint of a field that Espace changes.
const TURN: &str = "Espace change la réponse.";

/// An option of a field that is chosen rather than typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldOption {
    /// The value of the field when it is chosen.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Its definition; may be empty.
    pub detail: String,
    /// Whether it is retired: shown only where it is already chosen.
    pub retired: bool,
}

impl FieldOption {
    /// An option whose label is its value.
    pub fn new(text: &str) -> Self {
        Self {
            key: text.to_owned(),
            label: text.to_owned(),
            detail: String::new(),
            retired: false,
        }
    }
}

/// How a field is filled.
pub(super) enum Input {
    /// By typing.
    Text(Box<TextField>),
    /// By yes or no.
    Flag(bool),
    /// By one of a few options, all visible.
    Options(Vec<FieldOption>, String),
    /// By one of several options, in a picker.
    Picked(Vec<FieldOption>, String),
}

/// A field of a form.
pub struct FormField {
    /// Its key, also in drafts.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What to type, shown while it has the focus; may be empty.
    pub hint: String,
    /// The type of its value.
    pub kind: FieldKind,
    /// Whether it can't be empty.
    pub is_required: bool,
    /// Whether typing replaces its text, as for dates and numbers, rather than adding to it.
    pub is_overtyped: bool,
    /// Whether a star marks it until it is filled.
    pub is_wanted: bool,
    /// The title of the group that begins with it; empty within a group.
    pub group: &'static str,
    /// The rows of its value.
    pub rows: u16,
    /// The width of its value where there is room.
    pub max_width: u16,
    /// What is shown in it while it is empty, without the focus; a line where that is empty.
    pub placeholder: &'static str,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
    /// The usual answer, shown dim while the field is empty and taken by Espace: it is not the
    /// field's text until then. May be empty.
    pub offered: String,
    pub(super) input: Input,
}

impl FormField {
    /// An empty field. The options of a reference list are set by [`FormField::with_entries`].
    pub fn new(key: impl Into<String>, label: impl Into<String>, kind: FieldKind) -> Self {
        let input = match kind {
            FieldKind::Lines => Input::Text(Box::new(TextField::lines(""))),
            FieldKind::Flag => Input::Flag(false),
            FieldKind::Choice(choices) => {
                let options = choices.iter().map(|(key, label)| FieldOption {
                    label: (*label).to_owned(),
                    ..FieldOption::new(key)
                });
                Input::Options(options.collect(), String::new())
            }
            FieldKind::Entry(_) => Input::Picked(Vec::new(), String::new()),
            _ => Input::Text(Box::new(TextField::line(""))),
        };
        let is_turned = matches!(input, Input::Flag(_) | Input::Options(..));
        Self {
            key: key.into(),
            label: label.into(),
            hint: if is_turned { TURN } else { "" }.to_owned(),
            kind,
            is_required: false,
            is_overtyped: matches!(
                kind,
                FieldKind::Date | FieldKind::Time | FieldKind::Number { .. }
            ),
            is_wanted: false,
            group: "",
            rows: if kind == FieldKind::Lines { 3 } else { 1 },
            max_width: 88,
            placeholder: "",
            problem: None,
            offered: String::new(),
            input,
        }
    }

    /// Offers an answer, unless it is empty.
    pub fn offer(mut self, answer: &str) -> Self {
        answer.clone_into(&mut self.offered);
        self
    }

    /// Whether it is empty and offers an answer.
    pub fn is_offering(&self) -> bool {
        !self.offered.is_empty() && self.text().is_empty()
    }

    /// A field of a record, empty.
    pub fn of<R>(field: &Field<R>, references: &References) -> Self {
        Self::new(field.key, field.label, field.kind)
            .hint(field.hint)
            .required(field.required)
            .with_entries(references)
    }

    /// Sets the hint, unless it is empty.
    pub fn hint(mut self, hint: &str) -> Self {
        if !hint.is_empty() {
            hint.clone_into(&mut self.hint);
        }
        self
    }

    /// Sets a few options, all visible.
    pub fn options(self, options: Vec<FieldOption>) -> Self {
        Self {
            input: Input::Options(options, self.text()),
            hint: TURN.to_owned(),
            ..self
        }
    }

    /// Sets the entries of its reference list, if it has one.
    pub fn with_entries(mut self, references: &References) -> Self {
        self.read_entries(references);
        self
    }

    /// Reads the entries of its reference list again, if it has one.
    pub fn read_entries(&mut self, references: &References) {
        let FieldKind::Entry(list) = self.kind else {
            return;
        };
        let entries = references.all(list).map(|entry| FieldOption {
            key: entry.id.to_string(),
            label: entry.label.clone(),
            detail: entry.definition.clone(),
            retired: entry.retired,
        });
        self.input = Input::Picked(entries.collect(), self.text());
    }

    /// Sets whether it can't be empty.
    pub fn required(self, is_required: bool) -> Self {
        Self {
            is_required,
            ..self
        }
    }

    /// Returns its text: what was typed, the key of the chosen option, or « oui » for a flag.
    pub fn text(&self) -> String {
        match &self.input {
            Input::Text(text) => text.text(),
            Input::Flag(true) => YES.to_owned(),
            Input::Flag(false) => String::new(),
            Input::Options(_, chosen) | Input::Picked(_, chosen) => chosen.clone(),
        }
    }

    /// Sets its text.
    pub fn set(&mut self, text: &str) {
        match &mut self.input {
            Input::Text(field) => field.set(text),
            Input::Flag(flag) => *flag = !text.is_empty(),
            Input::Options(options, chosen) => {
                // Older versions stored the label.
                let option = options.iter().find(|option| option.label == text);
                option.map_or(text, |option| &option.key).clone_into(chosen);
            }
            Input::Picked(_, chosen) => text.clone_into(chosen),
        }
    }

    /// Returns the options to choose from; none where one types.
    pub fn choices(&self) -> &[FieldOption] {
        match &self.input {
            Input::Options(options, _) | Input::Picked(options, _) => options,
            Input::Text(_) | Input::Flag(_) => &[],
        }
    }

    /// Returns the items of its picker: those not retired, and the chosen one; with how many times
    /// each is used, by key.
    pub fn items(&self, uses: &HashMap<String, usize>) -> Vec<Item<String>> {
        let chosen = self.text();
        let options = self.choices().iter();
        let offered = options.filter(|option| !option.retired || option.key == chosen);
        let items = offered.map(|option| {
            let uses = uses.get(&option.key);
            let uses = uses.map(|uses| count(*uses as u64, "fois", "fois"));
            Item::new(option.key.clone(), &option.label)
                .hint(uses.unwrap_or_default())
                .detail(&option.detail)
        });
        items.collect()
    }

    /// Whether Espace or a letter changes it.
    pub fn is_turned(&self) -> bool {
        matches!(self.input, Input::Flag(_) | Input::Options(..))
    }

    /// Whether it is chosen in a picker.
    pub fn is_picked(&self) -> bool {
        matches!(self.input, Input::Picked(..))
    }

    /// Whether it has several lines.
    pub fn is_multiline(&self) -> bool {
        self.kind == FieldKind::Lines
    }

    /// Returns how the screen shows a text of this field.
    pub fn shown(&self, text: &str) -> String {
        match &self.input {
            Input::Text(_) => text.to_owned(),
            Input::Flag(_) if text.is_empty() => "non".to_owned(),
            Input::Flag(_) => YES.to_owned(),
            Input::Options(options, _) | Input::Picked(options, _) => {
                let option = options.iter().find(|option| option.key == text);
                option.map_or_else(String::new, |option| option.label.clone())
            }
        }
    }

    /// Chooses the next option, or the previous one.
    pub(super) fn turn(&mut self, forward: bool) -> bool {
        match &mut self.input {
            Input::Flag(flag) => *flag = !*flag,
            Input::Options(options, chosen) if !options.is_empty() => {
                let count = options.len();
                let index_of = |key: &str| options.iter().position(|option| option.key == key);
                let next = match (index_of(chosen), forward) {
                    (None, _) => index_of(&self.offered).unwrap_or(0),
                    (Some(place), true) => (place + 1) % count,
                    (Some(place), false) => (place + count - 1) % count,
                };
                chosen.clone_from(&options[next].key);
            }
            _ => return false,
        }
        true
    }

    /// Chooses the option that begins with that letter.
    pub(super) fn choose_by_letter(&mut self, letter: char) -> bool {
        let Input::Options(options, chosen) = &mut self.input else {
            return false;
        };
        let typed = fold(&letter.to_string());
        let found = options
            .iter()
            .find(|option| fold(&option.label).starts_with(&typed));
        if let Some(option) = found {
            chosen.clone_from(&option.key);
        }
        found.is_some()
    }

    /// Parses its value, relative to today.
    ///
    /// # Errors
    /// A sentence, when what was typed can't be parsed.
    pub fn value(&self, today: NaiveDate) -> Result<Value, String> {
        let text = self.text();
        let trimmed = text.trim();
        if trimmed.is_empty() && self.kind != FieldKind::Flag {
            return Ok(Value::Empty);
        }
        Ok(match self.kind {
            FieldKind::Line | FieldKind::Encoded => Value::text(trimmed),
            FieldKind::Words => Value::text(words_stored(trimmed)),
            FieldKind::Offset => match parse_offset(trimmed) {
                Some(days) => days.map_or(Value::Empty, Value::Offset),
                None => return Err("Par exemple J-30, J ou J+1, ou rien.".to_owned()),
            },
            FieldKind::Lines => Value::text(text.trim_end()),
            FieldKind::Choice(_) => Value::text(trimmed),
            FieldKind::Entry(_) => EntryId::parse(trimmed).map_or(Value::Empty, Value::Entry),
            FieldKind::Flag => Value::Flag(!trimmed.is_empty()),
            FieldKind::Date => {
                Value::Date(parse_date(trimmed, today).map_err(|problem| problem.sentence())?)
            }
            FieldKind::Time => {
                Value::Time(parse_time(trimmed).map_err(|problem| problem.sentence())?)
            }
            FieldKind::Number { max } => Value::Number(number(trimmed, max)?),
        })
    }

    /// Returns how a date or an hour was understood, in full, then shorter; empty where the typed
    /// text already reads so.
    pub fn understood(&self, today: NaiveDate) -> Vec<String> {
        let typed = self.text();
        match self.value(today) {
            Ok(Value::Date(date)) => {
                let day = typography::long_date(date);
                let relative = typography::relative_day(date, today);
                if day == typed {
                    vec![relative]
                } else {
                    vec![format!("{day}, {relative}"), day]
                }
            }
            Ok(Value::Time(time)) => {
                let hour = Some(typography::hour(time)).filter(|hour| *hour != typed);
                hour.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Parses a whole number, with or without spaces between thousands.
fn number(text: &str, max: u32) -> Result<u32, String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match digits.parse::<u32>() {
        Ok(number) if number <= max => Ok(number),
        Ok(_) => Err(format!("Pas plus de {}.", typography::number(max.into()))),
        Err(_) => Err("Un nombre entier, par exemple 12.".to_owned()),
    }
}

/// Returns a value as it is typed, which [`FormField::value`] parses back.
pub fn typed(kind: FieldKind, value: &Value) -> String {
    match value {
        Value::Text(text) if kind == FieldKind::Words => words_typed(text),
        Value::Offset(days) => offset(*days),
        Value::Empty | Value::Flag(false) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Entry(id) => id.to_string(),
        Value::Date(date) => typography::long_date(*date),
        Value::Time(time) => typography::hour(*time),
        Value::Number(number) => number.to_string(),
        Value::Flag(true) => YES.to_owned(),
    }
}
