//! The profile of the mediator: name, structure, département and time zone.

use serde::{Deserialize, Serialize};

use super::departement;
use super::record::{Field, FieldKind, Noun, Record, Value, field};

/// The profile, which the first run asks for and Réglages changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The partner organisation (« structure partenaire »).
    pub structure: String,
    /// The code of the département (« 70 », « 2A », « 971 »), which decides holidays and public
    /// holidays.
    pub departement: String,
    /// The zone of school holidays, `A`, `B`, `C`, or empty where the académie has its own
    /// calendar.
    pub zone: String,
    /// The IANA name of the time zone of the events.
    pub time_zone: String,
    /// The mediator's name.
    pub mediator: String,
    /// How families contact the mediator: e-mail or telephone.
    pub contact: String,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            structure: String::new(),
            departement: String::new(),
            zone: String::new(),
            time_zone: "Europe/Paris".to_owned(),
            mediator: String::new(),
            contact: String::new(),
        }
    }
}

impl Profile {
    /// Sets the département by number or name, with the zone and time zone that it decides. Any
    /// other text is kept, for [`Record::problems`] to report.
    fn set_departement(&mut self, text: String) {
        let known = departement::find(&text);
        let default = Self::default();
        (self.departement, self.zone, self.time_zone) = match known {
            Some(known) => (known.code, known.zone, known.time_zone),
            None => (text, default.zone, default.time_zone),
        };
    }
}

/// What the lines that change nothing else are for.
const OWNER: &str = "Dit à qui est ce carnet.";

impl Record for Profile {
    const NOUN: Noun = Noun {
        one: "profil",
        several: "profils",
        feminine: false,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(structure, "Structure partenaire", FieldKind::Line).hint(OWNER),
        Field::<Self>::new(
            "departement",
            "Département",
            FieldKind::Line,
            |it| Value::text(&it.departement),
            |it, value| it.set_departement(value.into_text()),
        ),
        field!(mediator, "Votre nom", FieldKind::Line).hint(OWNER),
        field!(contact, "Contact", FieldKind::Line).hint("Où vous joindre. Reste dans ce carnet."),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        if self.departement.is_empty() || departement::find(&self.departement).is_some() {
            return Vec::new();
        }
        let sentence = "Le numéro ou le nom d’un département, comme 25.";
        vec![("departement", sentence.to_owned())]
    }
}
