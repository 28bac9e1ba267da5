//! The profile of the mediator: name, structure, département and time zone.

use serde::{Deserialize, Serialize};

/// What the first run asks, and Réglages changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Structure partenaire.
    pub structure: String,
    /// Code of the département (« 70 », « 2A », « 971 »); decides holidays and public holidays.
    pub departement: String,
    /// Zone de vacances scolaires, `A`, `B`, `C` or empty where the académie has its own calendar.
    pub zone: String,
    /// IANA name of the time zone of the events.
    pub time_zone: String,
    /// The mediator's name.
    pub mediator: String,
    /// How families reach the mediator: e-mail or telephone.
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
