//! The columns of a CSV of events: their headers, and other names that they may have in a file of
//! another program.

use std::borrow::Cow;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};

use crate::domain::event::{Event, EventField};
use crate::domain::listing::Column;
use crate::domain::reference::{ListKind, References};
use crate::domain::text::fold::plain_key;

/// A column of a CSV of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CsvColumn {
    /// A field of the form.
    Field(EventField),
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
        Self::Field(EventField::Date),
        Self::Field(EventField::Starts),
        Self::Field(EventField::Ends),
        Self::Field(EventField::Title),
        Self::Field(EventField::Category),
        Self::Field(EventField::Theme),
        Self::Field(EventField::SecondTheme),
        Self::Field(EventField::Audience),
        Self::Field(EventField::VenueKind),
        Self::Field(EventField::VenueName),
        Self::Field(EventField::Address),
        Self::Field(EventField::Postcode),
        Self::Field(EventField::Commune),
        Self::Field(EventField::Seats),
        Self::Field(EventField::ChildrenWelcome),
        Self::Field(EventField::SignupLink),
        Self::Field(EventField::Description),
        Self::Field(EventField::Notes),
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
            Column::Date => vec![Self::Field(EventField::Date)],
            Column::Hours => vec![
                Self::Field(EventField::Starts),
                Self::Field(EventField::Ends),
            ],
            Column::Title => vec![Self::Field(EventField::Title)],
            Column::Category => vec![Self::Field(EventField::Category)],
            Column::Themes => vec![
                Self::Field(EventField::Theme),
                Self::Field(EventField::SecondTheme),
            ],
            Column::Audience => vec![Self::Field(EventField::Audience)],
            Column::Venue => vec![Self::Field(EventField::VenueName)],
            Column::Commune => vec![Self::Field(EventField::Commune)],
            Column::Seats => vec![Self::Field(EventField::Seats)],
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
            Self::Field(EventField::Title) => {
                &["intitule", "evenement", "nomdelevenement", "title"]
            }
            Self::Field(EventField::Category) => &["type", "categorie", "typedevenement"],
            Self::Field(EventField::Theme) => &[
                "theme",
                "thematique",
                "thematiques",
                "themeprincipal",
                "themes",
            ],
            Self::Field(EventField::SecondTheme) => &["themesecondaire", "thematique2", "theme2"],
            Self::Field(EventField::Audience) => &["public", "publiccible", "publics"],
            Self::Field(EventField::VenueKind) => &["typologie", "typedelieu", "typelieu"],
            Self::Field(EventField::VenueName) => &["lieu", "nomlieu", "etablissement", "ecole"],
            Self::Field(EventField::Address) => &["adressedulieu", "rue", "adresse1"],
            Self::Field(EventField::Postcode) => &["cp", "codepostaldulieu"],
            Self::Field(EventField::Commune) => &["ville", "nomcommune", "communedulieu"],
            Self::Field(EventField::Date) => &["datedebut", "jour", "datedelevenement", "le"],
            Self::Field(EventField::Starts) => {
                &["heure", "heuredebut", "heurededebut", "horaire", "horaires"]
            }
            Self::Field(EventField::Ends) => &["heurefin", "heuredefin"],
            Self::Field(EventField::Seats) => {
                &["places", "nbplaces", "nombreplaces", "capacite", "jauge"]
            }
            Self::Field(EventField::ChildrenWelcome) => &["enfants", "enfantsacceptes"],
            Self::Field(EventField::SignupLink) => {
                &["lien", "url", "inscription", "lieninscription"]
            }
            Self::Field(EventField::Description) => &["descriptif", "objectifs", "resume"],
            Self::Field(EventField::Notes) => {
                &["notes", "remarques", "commentaire", "commentaires"]
            }
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
                EventField::Title => &content.title,
                EventField::Category => references.label(content.category),
                EventField::Theme => references.label(content.theme),
                EventField::SecondTheme => references.label(content.second_theme),
                EventField::Audience => references.label(content.audience),
                EventField::VenueName => &content.venue.name,
                EventField::VenueKind => references.label(content.venue.kind),
                EventField::Address => &content.venue.address,
                EventField::Postcode => &content.venue.postcode,
                EventField::Commune => &content.venue.commune,
                EventField::Date => return written(content.date.map(day)),
                EventField::Starts => return written(content.starts.map(hour)),
                EventField::Ends => return written(content.ends.map(hour)),
                EventField::Seats => return written(content.seats.map(|seats| seats.to_string())),
                EventField::ChildrenWelcome if content.children_welcome => "oui",
                EventField::ChildrenWelcome => "non",
                EventField::SignupLink => &content.signup_link,
                EventField::Description => &content.description,
                EventField::Notes => &content.notes,
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
pub(super) fn list_of(field: EventField) -> Option<ListKind> {
    match field {
        EventField::Category => Some(ListKind::Category),
        EventField::Theme | EventField::SecondTheme => Some(ListKind::Theme),
        EventField::Audience => Some(ListKind::Audience),
        EventField::VenueKind => Some(ListKind::VenueKind),
        _ => None,
    }
}

/// Returns a header without accents, case, spaces, underscores and punctuation.
pub fn header_key(header: &str) -> String {
    plain_key(header).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_matched_whatever_its_writing() {
        for (header, column) in [
            ("Date", CsvColumn::Field(EventField::Date)),
            ("date_debut", CsvColumn::Field(EventField::Date)),
            ("CODE POSTAL", CsvColumn::Field(EventField::Postcode)),
            ("code_postal", CsvColumn::Field(EventField::Postcode)),
            ("Type d'evenement", CsvColumn::Field(EventField::Category)),
            ("thématique", CsvColumn::Field(EventField::Theme)),
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
