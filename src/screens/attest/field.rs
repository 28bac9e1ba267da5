//! The fields of an attestation: what each asks, and what can be wrong with it.

use crate::domain::event::attestation::MAX_ATTENDEES;
use crate::domain::question::{Question as Asked, QuestionKind};
use crate::domain::text::typography::NARROW;
use crate::ui::text_field::TextField;

/// What a field is about.
pub(super) enum About {
    Attendees,
    /// A question, and the place of the answer among its options, when it has some.
    Asked(Asked),
    Remark,
}

/// A field of the form.
pub(super) struct AttestField {
    pub(super) about: About,
    pub(super) text: TextField,
    pub(super) problem: Option<String>,
}

/// The options of a field that one chooses rather than types.
pub(super) fn options(field: &AttestField) -> Vec<String> {
    match &field.about {
        About::Asked(asked) => asked.options(),
        About::Attendees | About::Remark => Vec::new(),
    }
}

/// What a field asks.
pub(super) fn label(field: &AttestField) -> &str {
    match &field.about {
        About::Attendees => "Nombre de présents",
        About::Asked(asked) => &asked.label,
        About::Remark => "Remarque",
    }
}

/// Whether a field is of a number, typed anew rather than mended.
pub(super) fn is_number(field: &AttestField) -> bool {
    match &field.about {
        About::Attendees => true,
        About::Asked(asked) => asked.kind == QuestionKind::Number,
        About::Remark => false,
    }
}

/// What is wrong with a field, in a sentence.
pub(super) fn problem(field: &AttestField) -> Option<String> {
    let text = field.text.text();
    let text = text.trim();
    match &field.about {
        About::Attendees => {
            let number: Option<u32> = text.parse().ok();
            number
                .is_none_or(|number| number > MAX_ATTENDEES)
                .then(|| format!("Un nombre de 0 à 10{NARROW}000 est nécessaire."))
        }
        About::Asked(asked) => asked.problem(text),
        About::Remark => None,
    }
}

/// What goes without saying beside a field.
pub(super) fn reminder(field: &AttestField) -> &'static str {
    match &field.about {
        About::Attendees => "Pour une animation parents/enfants, comptez le total des présents.",
        About::Asked(asked) if !asked.options().is_empty() => "Espace change la réponse.",
        About::Asked(_) => "",
        About::Remark => "Jamais de nom de parent ou d’enfant.",
    }
}
