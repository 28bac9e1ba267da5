//! Models: events kept under a name, to begin others with.

use super::event::EventContent;
use super::id::Id;
use super::record::{Entity, Field, FieldKind, Noun, Record, Value, field};

/// Identifies a model.
pub type ModelId = Id<Model>;

/// A model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Its name on the screen.
    pub name: String,
    /// What an event begun with it says.
    pub content: EventContent,
}

impl Model {
    /// What an event says, but for its date, under a name.
    pub fn of(name: &str, content: &EventContent) -> Self {
        Self {
            name: name.to_owned(),
            content: content.copied_to(None),
        }
    }
}

impl Record for Model {
    const NOUN: Noun = Noun {
        one: "modèle",
        several: "modèles",
        feminine: false,
    };
    const FIELDS: &'static [Field<Self>] = &[field!(name, "Nom", FieldKind::Line).required()];
}

impl Entity for Model {
    const TABLE: &'static str = "model";
    const HIDDEN: &'static [Field<Self>] = &[Field::<Self>::new(
        "content",
        "Contenu",
        FieldKind::Encoded,
        |it| Value::text(serde_json::to_string(&it.content).unwrap_or_default()),
        |it, value| it.content = serde_json::from_str(&value.into_text()).unwrap_or_default(),
    )
    .personal()];
    const RETIRES: bool = false;

    fn reads(_key: &str, text: &str) -> bool {
        serde_json::from_str::<EventContent>(text).is_ok()
    }
}
