//! The fields of an event, in the order of the form.

use serde::{Deserialize, Serialize};

/// A field of the form, in its order, which is that of the national site's (memento, IV.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventField {
    /// Titre.
    Title,
    /// Typologie du lieu.
    VenueKind,
    /// Nom du lieu.
    VenueName,
    /// Adresse.
    Address,
    /// Code postal.
    Postcode,
    /// Commune.
    Commune,
    /// Public cible.
    Audience,
    /// Type d'événement.
    Category,
    /// Thématique principale.
    Theme,
    /// Thématique secondaire.
    SecondTheme,
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
    /// Notes internes: the only field that is never published.
    Notes,
}

impl EventField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 18] = [
        Self::Title,
        Self::VenueKind,
        Self::VenueName,
        Self::Address,
        Self::Postcode,
        Self::Commune,
        Self::Audience,
        Self::Category,
        Self::Theme,
        Self::SecondTheme,
        Self::Date,
        Self::Starts,
        Self::Ends,
        Self::Seats,
        Self::ChildrenWelcome,
        Self::SignupLink,
        Self::Description,
        Self::Notes,
    ];

    /// The number of those that the site publishes: the first ones of [`EventField::ALL`].
    pub const PUBLISHED: usize = 17;

    /// The fields that the national site requires.
    pub const REQUIRED: [Self; 10] = [
        Self::Title,
        Self::VenueKind,
        Self::VenueName,
        Self::Audience,
        Self::Category,
        Self::Theme,
        Self::Date,
        Self::Starts,
        Self::Seats,
        Self::Description,
    ];

    /// Returns the label on the screen, in the words of the memento.
    pub const fn label(self) -> &'static str {
        match self {
            Self::VenueKind => "Lieu de l’évènement",
            Self::VenueName => "Nom du lieu de l’évènement",
            Self::Audience => "Public-cible",
            Self::Category => "Type de l’évènement",
            Self::Theme => "Thématique",
            Self::Description => "Description de l’évènement",
            _ => self.header(),
        }
    }

    /// Returns the title of the group of fields that begins with it; empty within a group.
    pub const fn group(self) -> &'static str {
        match self {
            Self::VenueKind => "Lieu",
            Self::Audience => "Public, type et thématiques de l’évènement",
            Self::Date => "Horaires et inscription",
            Self::Description => "Présentation",
            Self::Notes => "Interne, jamais publié",
            _ => "",
        }
    }

    /// Returns the header of the CSV column.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Title => "Titre",
            Self::Category => "Type d’événement",
            Self::Theme => "Thématique principale",
            Self::SecondTheme => "Thématique secondaire",
            Self::Audience => "Public cible",
            Self::VenueName => "Nom du lieu",
            Self::VenueKind => "Typologie du lieu",
            Self::Address => "Adresse",
            Self::Postcode => "Code postal",
            Self::Commune => "Commune",
            Self::Date => "Date",
            Self::Starts => "Début",
            Self::Ends => "Fin",
            Self::Seats => "Nombre de places",
            Self::ChildrenWelcome => "Enfants bienvenus",
            Self::SignupLink => "Lien d’inscription",
            Self::Description => "Description",
            Self::Notes => "Notes internes",
        }
    }

    /// Returns the name in `assets/advice.csv`; for most fields, also the column in the store.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Category => "category",
            Self::Theme => "theme",
            Self::SecondTheme => "second_theme",
            Self::Audience => "audience",
            Self::VenueName => "venue_name",
            Self::VenueKind => "venue_kind",
            Self::Address => "address",
            Self::Postcode => "postcode",
            Self::Commune => "commune",
            Self::Date => "date",
            Self::Starts => "starts",
            Self::Ends => "ends",
            Self::Seats => "seats",
            Self::ChildrenWelcome => "children_welcome",
            Self::SignupLink => "signup_link",
            Self::Description => "description",
            Self::Notes => "internal_notes",
        }
    }
}
