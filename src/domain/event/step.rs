//! A step of the check-list, and the day it is due.

use chrono::{Days, NaiveDate};

use super::content::EventContent;
use crate::domain::id::Id;
use crate::domain::record::{
    Entity, Field, FieldKind, Noun, Order, Placed, Record, RecordKind, Value, field,
};

/// What Carnet knows about a step by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepRole {
    /// The planning is sent: the details announced to contacts are recorded.
    Announce,
    /// Done once the event is on the national site.
    Publication,
    /// Done while nothing has changed since the last announcement.
    Changes,
    /// Done once the attestation is transmitted.
    Attestation,
}

/// What each role is in the store and on the screen.
const ROLES: [(&str, &str); 4] = [
    ("announce", "annonce"),
    ("publication", "publication"),
    ("changes", "changements"),
    ("attestation", "attestation"),
];

impl StepRole {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Announce,
        Self::Publication,
        Self::Changes,
        Self::Attestation,
    ];

    /// Returns the name in the store.
    pub fn key(self) -> &'static str {
        ROLES[self as usize].0
    }

    /// Finds the role by its name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Identifies a step of the check-list.
pub type StepId = Id<Step>;

/// A step of the check-list. A retired one is no longer asked for, and its ticks are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub label: String,
    /// A word or two, for the head of a column.
    pub short: String,
    /// How to do it.
    pub how: String,
    /// Days from the event to the day it is due, negative before; none when it has no day.
    pub days: Option<i32>,
    /// What Carnet knows about it.
    pub role: Option<StepRole>,
}

impl Record for Step {
    const NOUN: Noun = Noun {
        one: "étape de check-list",
        several: "étapes de check-list",
        feminine: true,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(label, "Étape", FieldKind::Line).required(),
        field!(short, "Nom court", FieldKind::Line),
        field!(days, "Échéance", FieldKind::Offset)
            .hint("Par exemple J-30, J ou J+1, ou rien.")
            .listed(),
        field!(how, "Comment", FieldKind::Line),
    ];
}

impl Entity for Step {
    const TABLE: &'static str = "step";
    const HIDDEN: &'static [Field<Self>] = &[Field::<Self>::new(
        "role",
        "Rôle",
        FieldKind::Choice(&ROLES),
        |it| it.role.map_or(Value::Empty, |role| Value::text(role.key())),
        |it, value| it.role = StepRole::from_key(&value.into_text()),
    )];
    const ORDER: Order = Order::ByHand { within: None };
}

impl Placed for Step {
    const KIND: &'static RecordKind =
        &RecordKind::of::<Self>("Étapes de la check-list", "Ce que chaque événement demande");
}

impl Step {
    /// Returns the day it is due for an event: counted from its first day before it, else from the day it
    /// ends.
    pub fn due(&self, event: &EventContent) -> Option<NaiveDate> {
        let days = self.days?;
        let date = match days {
            ..0 => event.date?,
            0.. => event.ends_on()?,
        };
        let far = Days::new(u64::from(days.unsigned_abs()));
        if days < 0 {
            date.checked_sub_days(far)
        } else {
            date.checked_add_days(far)
        }
    }

    /// Returns the day in words: « J-30 », « J », « J+1 »; empty when it has no day.
    pub fn offset(&self) -> String {
        self.days.map(offset).unwrap_or_default()
    }

    /// Returns the short label, or the label when there is none.
    pub fn short_label(&self) -> &str {
        if self.short.is_empty() {
            &self.label
        } else {
            &self.short
        }
    }
}

/// « J-30 », « J », « J+1 »: so many days from an event.
pub fn offset(days: i32) -> String {
    match days {
        0 => "J".to_owned(),
        days => format!("J{days:+}"),
    }
}

/// Reads a number of days as Réglages takes it: `J-30`, `-30`, `J`, `+1`; empty for no day.
/// `None` for anything else.
pub fn parse_offset(text: &str) -> Option<Option<i32>> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.replace('−', "-").to_lowercase();
    let days: i32 = match compact.as_str() {
        "" => return Some(None),
        "j" => 0,
        written => written.trim_start_matches('j').parse().ok()?,
    };
    (-730..=730).contains(&days).then_some(Some(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_they_are_written() {
        for days in [None, Some(0), Some(-30), Some(1)] {
            let offset = Step {
                days,
                ..Step::default()
            }
            .offset();
            assert_eq!(parse_offset(&offset), Some(days), "{offset}");
        }
        assert_eq!(parse_offset("−15"), Some(Some(-15)));
        assert_eq!(parse_offset("bientôt"), None);
        assert_eq!(parse_offset("9999"), None);
    }
}
