//! The memento's advice for each field of the form (II.2 and III.1), in the project's words.

use serde::Deserialize;

use super::event::EventField;

/// Advice for a field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Advice {
    /// The field, by [`EventField::key`].
    pub field: String,
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub text: String,
}

/// Returns the advice for every field.
pub fn all() -> Vec<Advice> {
    super::asset::records(include_str!("../../assets/advice.csv"))
}

/// Finds the advice for a field.
pub fn of(field: EventField, all: &[Advice]) -> Option<&Advice> {
    all.iter().find(|advice| advice.field == field.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_advice() {
        let all = all();
        assert_eq!(all.len(), EventField::IN_FORM);
        assert!(
            EventField::ALL
                .into_iter()
                .take(EventField::IN_FORM)
                .all(|field| of(field, &all).is_some())
        );
    }
}
