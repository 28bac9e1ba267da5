//! The further questions of the attestation. The national site does not publish their wording: the
//! user sets it, with defaults from the memento (III.2 and IV.5).

use super::id::Id;
use super::record::{
    Entity, Field, FieldKind, Noun, Order, Placed, Record, RecordKind, SEPARATOR, Value, field,
};
use super::text::typography::NARROW;

/// The largest number accepted as an answer.
pub const MAX_NUMBER: u32 = 10_000;

/// The type of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuestionKind {
    /// Oui or non.
    #[default]
    YesNo,
    /// A number, up to [`MAX_NUMBER`].
    Number,
    /// Any text.
    Text,
    /// One of the question's choices.
    Choice,
}

/// The key of each type in the store, and its label on the screen.
const KINDS: [(&str, &str); 4] = [
    ("yes_no", "oui/non"),
    ("number", "nombre"),
    ("text", "texte"),
    ("choice", "choix"),
];

impl QuestionKind {
    /// Every kind, in the order of Réglages.
    pub const ALL: [Self; 4] = [Self::YesNo, Self::Number, Self::Text, Self::Choice];

    /// Returns the word on the screen.
    pub fn label(self) -> &'static str {
        KINDS[self as usize].1
    }

    /// Returns the name in the store.
    pub fn key(self) -> &'static str {
        KINDS[self as usize].0
    }

    /// Finds the kind by its name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Parses the word, without regard to accents and case.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = crate::domain::text::fold::sort_key(text);
        Self::ALL
            .into_iter()
            .find(|kind| crate::domain::text::fold::sort_key(kind.label()) == typed)
    }
}

/// Identifies a further question of the attestation.
pub type QuestionId = Id<Question>;

/// A further question of the attestation. A retired one is kept for the attestations with an answer
/// to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Its wording.
    pub label: String,
    /// The type of its answer.
    pub kind: QuestionKind,
    /// The answers to choose from, for a choice.
    pub choices: Vec<String>,
    /// The answer to offer; may be empty. It is given only when the user takes it.
    pub usual: String,
}

impl Record for Question {
    const NOUN: Noun = Noun {
        one: "question d’attestation",
        several: "questions d’attestation",
        feminine: true,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(label, "Question", FieldKind::Line).required(),
        Field::<Self>::new(
            "kind",
            "Réponse",
            FieldKind::Choice(&KINDS),
            |it| Value::text(it.kind.key()),
            |it, value| it.kind = QuestionKind::from_key(&value.into_text()).unwrap_or_default(),
        )
        .required()
        .listed(),
        Field::<Self>::new(
            "choices",
            "Choix",
            FieldKind::Words,
            |it| Value::text(it.choices.join(&SEPARATOR.to_string())),
            |it, value| {
                let text = value.into_text();
                let choices = text.split(SEPARATOR).map(str::trim);
                let choices = choices.filter(|choice| !choice.is_empty());
                it.choices = choices.map(str::to_owned).collect();
            },
        )
        .hint("Séparés par des virgules."),
        field!(usual, "Réponse habituelle", FieldKind::Line)
            .hint("Elle est proposée\u{202f}; Espace la donne.")
            .listed(),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        if self.kind == QuestionKind::Choice && self.choices.len() < 2 {
            let sentence = "Deux choix au moins, séparés par des virgules.";
            return vec![("choices", sentence.to_owned())];
        }
        let usual = self.problem(&self.usual);
        usual
            .map(|sentence| ("usual", sentence))
            .into_iter()
            .collect()
    }
}

impl Entity for Question {
    const TABLE: &'static str = "question";
    const ORDER: Order = Order::ByHand { within: None };
}

impl Placed for Question {
    const KIND: &'static RecordKind = &RecordKind::of::<Self>(
        "Questions de l’attestation",
        "Ce que l’attestation demande en plus",
    );
}

impl Question {
    /// Returns the answers to choose from; none when the answer is typed.
    pub fn options(&self) -> Vec<String> {
        match self.kind {
            QuestionKind::YesNo => vec!["oui".to_owned(), "non".to_owned()],
            QuestionKind::Choice => self.choices.clone(),
            QuestionKind::Number | QuestionKind::Text => Vec::new(),
        }
    }

    /// Returns what is wrong with an answer, in a sentence; an empty answer is accepted.
    pub fn problem(&self, answer: &str) -> Option<String> {
        if answer.is_empty() {
            return None;
        }
        match self.kind {
            QuestionKind::Number => {
                let number: Option<u32> = answer.parse().ok();
                number
                    .is_none_or(|number| number > MAX_NUMBER)
                    .then(|| format!("Un nombre de 0 à 10{NARROW}000."))
            }
            QuestionKind::Text => None,
            QuestionKind::YesNo | QuestionKind::Choice => {
                (!self.options().iter().any(|option| option == answer))
                    .then(|| "Ce n’est pas une des réponses proposées.".to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind) -> Question {
        Question {
            label: "Combien ?".to_owned(),
            kind,
            choices: vec!["peu".to_owned(), "beaucoup".to_owned()],
            usual: String::new(),
        }
    }

    #[test]
    fn each_kind_checks_its_answers() {
        for (kind, answer, right) in [
            (QuestionKind::YesNo, "oui", true),
            (QuestionKind::YesNo, "peut-être", false),
            (QuestionKind::Number, "12", true),
            (QuestionKind::Number, "-1", false),
            (QuestionKind::Number, "10001", false),
            (QuestionKind::Text, "ce qu’on veut", true),
            (QuestionKind::Choice, "peu", true),
            (QuestionKind::Choice, "oui", false),
            (QuestionKind::Choice, "", true),
        ] {
            let problem = question(kind).problem(answer);
            assert_eq!(problem.is_none(), right, "{kind:?} {answer}");
        }
    }

    #[test]
    fn a_kind_is_parsed_from_its_key_and_label() {
        for kind in QuestionKind::ALL {
            assert_eq!(QuestionKind::from_key(kind.key()), Some(kind));
            assert_eq!(QuestionKind::parse(kind.label()), Some(kind));
        }
    }
}
