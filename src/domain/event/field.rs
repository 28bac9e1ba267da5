//! The fields of an event, in the order of the form.

use serde::{Deserialize, Serialize};

use super::content::EventContent;
use crate::domain::record::{Field, FieldKind, Noun, Record, field};
use crate::domain::reference::ListKind;

/// A field of the form, in its order, which is that of the national site's (memento, IV.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventField {
    /// Titre.
    Title,
    /// Type d'événement.
    Category,
    /// Thématique principale.
    Theme,
    /// Thématique secondaire.
    SecondTheme,
    /// Public cible.
    Audience,
    /// Nom du lieu.
    VenueName,
    /// Typologie du lieu.
    VenueKind,
    /// Adresse.
    Address,
    /// Code postal.
    Postcode,
    /// Commune.
    Commune,
    /// Date.
    Date,
    /// Début.
    Starts,
    /// Fin.
    Ends,
    /// Nombre de places.
    Seats,
    /// Enfants bienvenus.
    ChildrenWelcome,
    /// Lien d'inscription.
    SignupLink,
    /// Description.
    Description,
    /// Notes internes.
    Notes,
}

impl EventField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 18] = [
        Self::Title,
        Self::Category,
        Self::Theme,
        Self::SecondTheme,
        Self::Audience,
        Self::VenueName,
        Self::VenueKind,
        Self::Address,
        Self::Postcode,
        Self::Commune,
        Self::Date,
        Self::Starts,
        Self::Ends,
        Self::Seats,
        Self::ChildrenWelcome,
        Self::SignupLink,
        Self::Description,
        Self::Notes,
    ];

    /// The fields that the national site requires.
    pub const REQUIRED: [Self; 10] = [
        Self::Title,
        Self::Category,
        Self::Theme,
        Self::Audience,
        Self::VenueName,
        Self::VenueKind,
        Self::Date,
        Self::Starts,
        Self::Seats,
        Self::Description,
    ];

    /// Returns its description.
    pub const fn definition(self) -> &'static Field<EventContent> {
        &EventContent::FIELDS[self as usize]
    }

    /// Returns the label on the screen, which is also the header of the CSV column.
    pub const fn label(self) -> &'static str {
        self.definition().label
    }

    /// Returns the name in drafts and in `assets/advice.csv`.
    pub const fn key(self) -> &'static str {
        self.definition().key
    }

    /// Returns the column in the store.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            field => field.key(),
        }
    }
}

impl Record for EventContent {
    const NOUN: Noun = Noun {
        one: "événement",
        several: "événements",
        feminine: false,
    };
    /// In the order of [`EventField::ALL`].
    const FIELDS: &'static [Field<Self>] = &[
        field!(title, "Titre", FieldKind::Line).required(),
        field!(
            category,
            "Type d’événement",
            FieldKind::Entry(ListKind::Category)
        ),
        field!(
            theme,
            "Thématique principale",
            FieldKind::Entry(ListKind::Theme)
        ),
        field!(
            second_theme,
            "Thématique secondaire",
            FieldKind::Entry(ListKind::Theme)
        ),
        field!(
            audience,
            "Public cible",
            FieldKind::Entry(ListKind::Audience)
        ),
        field!("venue_name", venue.name, "Nom du lieu", FieldKind::Line),
        field!(
            "venue_kind",
            venue.kind,
            "Typologie du lieu",
            FieldKind::Entry(ListKind::VenueKind)
        ),
        field!("address", venue.address, "Adresse", FieldKind::Line),
        field!("postcode", venue.postcode, "Code postal", FieldKind::Line),
        field!("commune", venue.commune, "Commune", FieldKind::Line),
        field!(date, "Date", FieldKind::Date),
        field!(starts, "Début", FieldKind::Time),
        field!(ends, "Fin", FieldKind::Time),
        // The event itself checks the maximum.
        field!(
            seats,
            "Nombre de places",
            FieldKind::Number { max: u32::MAX }
        ),
        field!(children_welcome, "Enfants bienvenus", FieldKind::Flag),
        field!(signup_link, "Lien d’inscription", FieldKind::Line),
        field!(description, "Description", FieldKind::Lines),
        field!("internal_notes", notes, "Notes internes", FieldKind::Lines).personal(),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        let problems = Self::problems(self).into_iter();
        let problems =
            problems.map(|problem| (problem.field().key(), problem.sentence().to_owned()));
        problems.collect()
    }
}
