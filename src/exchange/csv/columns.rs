//! The columns of a CSV of events: their headers, and other names that they may have in a file of
//! another program.

use std::borrow::Cow;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};

use crate::domain::event::{Event, Field};
use crate::domain::listing::Column;
use crate::domain::reference::{ListKind, References};
use crate::domain::text::fold::sort_key;

/// A column of a CSV of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CsvColumn {
    /// A field of the form.
    Field(Field),
    /// The publication state.
    Publication,
    /// The event's page on the national site.
    PublicLink,
    /// The attestation's state: exported, never imported.
    Attestation,
    /// How many came.
    Attendees,
    /// The day the attestation was entered on the national site.
    Transmitted,
    /// The event's identifier, by which an imported file finds its events again.
    Id,
}

impl CsvColumn {
    /// Every column, in the order of a whole export.
    pub const ALL: [Self; 24] = [
        Self::Field(Field::Date),
        Self::Field(Field::Starts),
        Self::Field(Field::Ends),
        Self::Field(Field::Title),
        Self::Field(Field::Category),
        Self::Field(Field::Theme),
        Self::Field(Field::SecondTheme),
        Self::Field(Field::Audience),
        Self::Field(Field::VenueKind),
        Self::Field(Field::VenueName),
        Self::Field(Field::Address),
        Self::Field(Field::Postcode),
        Self::Field(Field::Commune),
        Self::Field(Field::Seats),
        Self::Field(Field::ChildrenWelcome),
        Self::Field(Field::SignupLink),
        Self::Field(Field::Description),
        Self::Field(Field::Notes),
        Self::Publication,
        Self::PublicLink,
        Self::Attestation,
        Self::Attendees,
        Self::Transmitted,
        Self::Id,
    ];

    /// Returns those that an import can read, in the same order.
    pub fn importable() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|&column| column != Self::Attestation)
    }

    /// Returns the CSV columns for columns of the screen, and the identifier.
    pub fn of_list(columns: &[Column]) -> Vec<Self> {
        let shown = columns.iter().flat_map(|column| match column {
            Column::Date => vec![Self::Field(Field::Date)],
            Column::Hours => vec![Self::Field(Field::Starts), Self::Field(Field::Ends)],
            Column::Title => vec![Self::Field(Field::Title)],
            Column::Category => vec![Self::Field(Field::Category)],
            Column::Themes => vec![Self::Field(Field::Theme), Self::Field(Field::SecondTheme)],
            Column::Audience => vec![Self::Field(Field::Audience)],
            Column::Venue => vec![Self::Field(Field::VenueName)],
            Column::Commune => vec![Self::Field(Field::Commune)],
            Column::Seats => vec![Self::Field(Field::Seats)],
            Column::Publication => vec![Self::Publication],
            Column::Attestation => vec![Self::Attestation],
            Column::Attendees => vec![Self::Attendees],
        });
        shown.chain([Self::Id]).collect()
    }

    /// Returns the header.
    pub fn header(self) -> &'static str {
        match self {
            Self::Field(field) => field.label(),
            Self::Publication => "Publication",
            Self::PublicLink => "Page publique",
            Self::Attestation => "Attestation",
            Self::Attendees => "Présents",
            Self::Transmitted => "Transmise le",
            Self::Id => "Identifiant",
        }
    }

    /// Returns other names of the column, as [`header_key`] writes them.
    fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::Field(Field::Title) => &["intitule", "evenement", "nomdelevenement", "title"],
            Self::Field(Field::Category) => &["type", "categorie", "typedevenement"],
            Self::Field(Field::Theme) => &[
                "theme",
                "thematique",
                "thematiques",
                "themeprincipal",
                "themes",
            ],
            Self::Field(Field::SecondTheme) => &["themesecondaire", "thematique2", "theme2"],
            Self::Field(Field::Audience) => &["public", "publiccible", "publics"],
            Self::Field(Field::VenueKind) => &["typologie", "typedelieu", "typelieu"],
            Self::Field(Field::VenueName) => &["lieu", "nomlieu", "etablissement", "ecole"],
            Self::Field(Field::Address) => &["adressedulieu", "rue", "adresse1"],
            Self::Field(Field::Postcode) => &["cp", "codepostaldulieu"],
            Self::Field(Field::Commune) => &["ville", "nomcommune", "communedulieu"],
            Self::Field(Field::Date) => &["datedebut", "jour", "datedelevenement", "le"],
            Self::Field(Field::Starts) => {
                &["heure", "heuredebut", "heurededebut", "horaire", "horaires"]
            }
            Self::Field(Field::Ends) => &["heurefin", "heuredefin"],
            Self::Field(Field::Seats) => {
                &["places", "nbplaces", "nombreplaces", "capacite", "jauge"]
            }
            Self::Field(Field::ChildrenWelcome) => &["enfants", "enfantsacceptes"],
            Self::Field(Field::SignupLink) => &["lien", "url", "inscription", "lieninscription"],
            Self::Field(Field::Description) => &["descriptif", "objectifs", "resume"],
            Self::Field(Field::Notes) => &["notes", "remarques", "commentaire", "commentaires"],
            Self::Publication => &["statut", "etat"],
            Self::PublicLink => &["lienpublic", "pagedusite"],
            Self::Attendees => &[
                "presents",
                "nbpresents",
                "participants",
                "nombredeparticipants",
            ],
            Self::Transmitted => &["transmise", "transmission", "datedetransmission"],
            Self::Id => &["id", "uuid", "identifiantcarnet"],
            Self::Attestation => &[],
        }
    }

    /// Finds a column by its header, without regard to accents, case, spaces and underscores.
    pub fn named(header: &str) -> Option<Self> {
        let typed = header_key(header);
        Self::importable()
            .find(|column| header_key(column.header()) == typed)
            .or_else(|| {
                Self::importable().find(|column| column.other_names().contains(&typed.as_str()))
            })
    }

    /// Returns the cell of an event, before [`super::formula::neutralise`].
    pub fn text<'e>(
        self,
        event: &'e Event,
        references: &'e References,
        now: DateTime<Utc>,
    ) -> Cow<'e, str> {
        let content = &event.content;
        let borrowed = match self {
            Self::Field(field) => match field {
                Field::Title => &content.title,
                Field::Category => references.label(content.category),
                Field::Theme => references.label(content.theme),
                Field::SecondTheme => references.label(content.second_theme),
                Field::Audience => references.label(content.audience),
                Field::VenueName => &content.venue.name,
                Field::VenueKind => references.label(content.venue.kind),
                Field::Address => &content.venue.address,
                Field::Postcode => &content.venue.postcode,
                Field::Commune => &content.venue.commune,
                Field::Date => return written(content.date.map(day)),
                Field::Starts => return written(content.starts.map(hour)),
                Field::Ends => return written(content.ends.map(hour)),
                Field::Seats => return written(content.seats.map(|seats| seats.to_string())),
                Field::ChildrenWelcome if content.children_welcome => "oui",
                Field::ChildrenWelcome => "non",
                Field::SignupLink => &content.signup_link,
                Field::Description => &content.description,
                Field::Notes => &content.notes,
            },
            Self::Publication => event.publication.label(),
            Self::PublicLink => &event.public_link,
            Self::Attestation => event.attestation_state(now).label(),
            Self::Attendees => {
                let known = event.attestation.as_ref();
                return written(known.map(|known| known.attendees.to_string()));
            }
            Self::Transmitted => return written(event.transmitted_on().map(day)),
            Self::Id => return Cow::Owned(event.id.to_string()),
        };
        Cow::Borrowed(borrowed)
    }
}

fn written(value: Option<String>) -> Cow<'static, str> {
    value.map_or(Cow::Borrowed(""), Cow::Owned)
}

/// Writes a date as French Excel reads it.
fn day(date: NaiveDate) -> String {
    match date.year() {
        year @ 0..=9999 => format!("{:02}/{:02}/{year:04}", date.day(), date.month()),
        _ => date.format("%d/%m/%Y").to_string(),
    }
}

/// Writes an hour as French Excel reads it.
fn hour(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Returns the reference list of a field, if it has one.
pub(super) fn list_of(field: Field) -> Option<ListKind> {
    match field {
        Field::Category => Some(ListKind::Category),
        Field::Theme | Field::SecondTheme => Some(ListKind::Theme),
        Field::Audience => Some(ListKind::Audience),
        Field::VenueKind => Some(ListKind::VenueKind),
        _ => None,
    }
}

/// Returns a header without accents, case, spaces, underscores and punctuation.
pub fn header_key(header: &str) -> String {
    sort_key(header).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_matched_whatever_its_writing() {
        for (header, column) in [
            ("Date", CsvColumn::Field(Field::Date)),
            ("date_debut", CsvColumn::Field(Field::Date)),
            ("CODE POSTAL", CsvColumn::Field(Field::Postcode)),
            ("code_postal", CsvColumn::Field(Field::Postcode)),
            ("Type d'evenement", CsvColumn::Field(Field::Category)),
            ("thématique", CsvColumn::Field(Field::Theme)),
            ("identifiant", CsvColumn::Id),
            ("Présents", CsvColumn::Attendees),
        ] {
            assert_eq!(CsvColumn::named(header), Some(column), "{header}");
        }
        assert_eq!(CsvColumn::named("Attestation"), None);
        assert_eq!(CsvColumn::named("code_insee"), None);
        assert_eq!(CsvColumn::named(""), None);
    }

    #[test]
    fn every_header_names_its_column() {
        for column in CsvColumn::importable() {
            assert_eq!(CsvColumn::named(column.header()), Some(column));
            for name in column.other_names() {
                assert_eq!(CsvColumn::named(name), Some(column), "{name}");
            }
        }
    }
}
