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
    /// Notes internes: the only field of the form that is never published.
    Notes,
    /// Date de fin: typed and published with the date.
    EndDate,
}

impl EventField {
    /// Every field: those of the form, in its order, then the others.
    pub const ALL: [Self; 19] = [
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
        Self::EndDate,
    ];

    /// The number of those that have an input of their own in the form: the first ones of
    /// [`EventField::ALL`].
    pub const IN_FORM: usize = 18;

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

    /// Returns its description.
    pub const fn definition(self) -> &'static Field<EventContent> {
        &EventContent::FIELDS[self as usize]
    }

    /// Returns the label on the screen, in the words of the memento.
    pub const fn label(self) -> &'static str {
        self.definition().label
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

    /// Returns the header of the CSV column, which files written by former versions have too.
    pub const fn header(self) -> &'static str {
        match self {
            Self::VenueKind => "Typologie du lieu",
            Self::VenueName => "Nom du lieu",
            Self::Audience => "Public cible",
            Self::Category => "Type d’événement",
            Self::Theme => "Thématique principale",
            Self::Description => "Description",
            _ => self.label(),
        }
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
            "venue_kind",
            venue.kind,
            "Lieu de l’évènement",
            FieldKind::Entry(ListKind::VenueKind)
        ),
        field!(
            "venue_name",
            venue.name,
            "Nom du lieu de l’évènement",
            FieldKind::Line
        ),
        field!("address", venue.address, "Adresse", FieldKind::Line),
        field!("postcode", venue.postcode, "Code postal", FieldKind::Line),
        field!("commune", venue.commune, "Commune", FieldKind::Line),
        field!(
            audience,
            "Public-cible",
            FieldKind::Entry(ListKind::Audience)
        ),
        field!(
            category,
            "Type de l’évènement",
            FieldKind::Entry(ListKind::Category)
        ),
        field!(theme, "Thématique", FieldKind::Entry(ListKind::Theme)),
        field!(
            second_theme,
            "Thématique secondaire",
            FieldKind::Entry(ListKind::Theme)
        ),
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
        field!(description, "Description de l’évènement", FieldKind::Lines),
        field!("internal_notes", notes, "Notes internes", FieldKind::Lines).personal(),
        field!(end_date, "Date de fin", FieldKind::Date),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        let problems = Self::problems(self).into_iter();
        let problems =
            problems.map(|problem| (problem.field().key(), problem.sentence().to_owned()));
        problems.collect()
    }
}
