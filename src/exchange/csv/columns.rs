//! The columns of a CSV of events: their headers, and other names that they may have in a file of
//! another program.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use csv::StringRecord;
use serde::Deserialize;

use crate::domain::asset::records;
use crate::domain::event::step::offset;
use crate::domain::event::{Event, EventField};
use crate::domain::listing::Column;
use crate::domain::record::{FieldKind, Value, words_typed};
use crate::domain::reference::References;
use crate::domain::text::fold::plain_key;
use crate::exchange::table_writer::CellKind;

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
    /// The remark of the attestation: exported, never imported, as the three below.
    Remark,
    /// The answers of the attestation: a column of the file for each question.
    Answers,
    /// How many steps of the check-list are done.
    Checklist,
    /// Which ones, and when.
    StepsDone,
    /// The event's identifier, by which an imported file finds its events again.
    Id,
    /// How long the event lasts: only in files of other programs.
    Duration,
}

impl CsvColumn {
    /// Every column, in the order of a whole export.
    pub const ALL: [Self; 29] = [
        Self::Field(EventField::Date),
        Self::Field(EventField::Starts),
        Self::Field(EventField::Ends),
        Self::Field(EventField::EndDate),
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
        Self::Answers,
        Self::Remark,
        Self::Checklist,
        Self::StepsDone,
        Self::Id,
    ];

    /// Returns those that an import can read, in the same order.
    pub fn importable() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|column| !column.is_only_exported())
            .chain([Self::Duration])
    }

    /// Whether its cells hold days.
    pub fn holds_dates(self) -> bool {
        matches!(
            self,
            Self::Field(EventField::Date | EventField::EndDate) | Self::Transmitted
        )
    }

    /// Returns what its cells hold.
    pub(super) fn cell_kind(self) -> CellKind {
        match self {
            Self::Field(field) => CellKind::of(field.definition().kind),
            Self::Transmitted => CellKind::Day,
            Self::Attendees => CellKind::Number,
            _ => CellKind::Text,
        }
    }

    /// Whether its cells hold something else than free text, so that « - » is no value there.
    pub(super) fn is_typed(self) -> bool {
        !matches!(
            self,
            Self::Field(
                EventField::Title
                    | EventField::VenueName
                    | EventField::Address
                    | EventField::Commune
                    | EventField::Description
                    | EventField::Notes
            )
        )
    }

    /// Whether an empty cell of it changes nothing.
    pub(super) fn is_ignored_when_empty(self) -> bool {
        matches!(
            self,
            Self::Publication | Self::Attendees | Self::Transmitted | Self::Duration
        )
    }

    /// Whether an import ignores it, and says so.
    fn is_only_exported(self) -> bool {
        matches!(self, Self::Attestation | Self::Remark | Self::Answers) || self.is_of_checklist()
    }

    /// Whether its cells are of the check-list.
    pub(super) fn is_of_checklist(self) -> bool {
        matches!(self, Self::Checklist | Self::StepsDone)
    }

    /// Returns the CSV columns for columns of the screen, and the identifier.
    pub fn of_list(columns: &[Column]) -> Vec<Self> {
        let shown = columns.iter().flat_map(|column| match column {
            Column::Date => vec![
                Self::Field(EventField::Date),
                Self::Field(EventField::EndDate),
            ],
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
            Self::Field(field) => field.header(),
            Self::Publication => "Publication",
            Self::PublicLink => "Page publique",
            Self::Attestation => "Attestation",
            Self::Attendees => "Présents",
            Self::Transmitted => "Transmise le",
            Self::Remark => "Remarque de l’attestation",
            Self::Answers => "Réponses",
            Self::Checklist => "Check-list",
            Self::StepsDone => "Étapes faites",
            Self::Id => "Identifiant",
            Self::Duration => "Durée",
        }
    }

    /// Finds a column by its header, or another of its names, without regard to accents, case, spaces
    /// and underscores.
    pub fn named(header: &str) -> Option<Self> {
        let key = header_key(header);
        Self::exactly(&key).or_else(|| Some(other_names().get(&key)?.first()?.0))
    }

    /// As [`CsvColumn::named`], among those that are only exported too.
    pub fn exported(header: &str) -> Option<Self> {
        let key = header_key(header);
        let is_it = |column: &Self| header_key(column.header()) == key;
        Self::named(header).or_else(|| Self::ALL.into_iter().find(is_it))
    }

    /// Finds a column by the key of its own header.
    pub(super) fn exactly(key: &str) -> Option<Self> {
        static KEYS: OnceLock<HashMap<String, CsvColumn>> = OnceLock::new();
        let keys = KEYS.get_or_init(|| {
            let columns = Self::importable();
            columns
                .map(|column| (header_key(column.header()), column))
                .collect()
        });
        keys.get(key).copied()
    }

    /// Returns how far from the first the key is among the other names of the column.
    pub(super) fn rank_of_name(self, key: &str) -> Option<usize> {
        let columns = other_names().get(key)?;
        let found = columns.iter().find(|(column, _)| *column == self);
        found.map(|&(_, rank)| rank)
    }

    /// Returns the cell of an event, before [`super::formula::neutralise`]; empty for what needs more than
    /// the event, which [`super::follow_up`] has.
    pub fn text<'e>(
        self,
        event: &'e Event,
        references: &'e References,
        now: DateTime<Utc>,
    ) -> Cow<'e, str> {
        let content = &event.content;
        let borrowed = match self {
            Self::Field(field) => {
                let definition = field.definition();
                if let Some(text) = (definition.text)(content) {
                    return Cow::Borrowed(text);
                }
                let value = (definition.get)(content);
                return text_of(definition.kind, value, references);
            }
            Self::Publication => event.publication.label(),
            Self::PublicLink => &event.public_link,
            Self::Attestation => event.attestation_state(now).label(),
            Self::Attendees => {
                let known = event.attestation.as_ref();
                return written(known.map(|known| known.attendees.to_string()));
            }
            Self::Transmitted => return written(event.transmitted_on().map(day)),
            Self::Remark => event.attestation.as_ref().map_or("", |known| &known.remark),
            Self::Answers | Self::Checklist | Self::StepsDone => "",
            Self::Id => return Cow::Owned(event.id.to_string()),
            Self::Duration => {
                let minutes = content.schedule().duration().map(|it| it.num_minutes());
                return written(minutes.map(|it| format!("{}h{:02}", it / 60, it % 60)));
            }
        };
        Cow::Borrowed(borrowed)
    }
}

/// The columns that a header of another program may name, each with the rank of the name.
type OtherNames = HashMap<String, Vec<(CsvColumn, usize)>>;

/// Returns the other names of the columns, as [`header_key`] writes them: the usual headers of OpenAgenda,
/// Outlook, Google, HelloAsso and of tables made by hand.
fn other_names() -> &'static OtherNames {
    static NAMES: OnceLock<OtherNames> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = OtherNames::new();
        let aliases: Vec<Alias> = records(include_str!("../../../assets/headers.csv"));
        for (rank, alias) in aliases.into_iter().enumerate() {
            let mut columns = CsvColumn::importable();
            if let Some(column) = columns.find(|column| column.header() == alias.column) {
                names.entry(alias.name).or_default().push((column, rank));
            }
        }
        names
    })
}

/// Another name of a column.
#[derive(Deserialize)]
struct Alias {
    /// The header of the column.
    column: String,
    /// The name, as [`header_key`] writes it.
    name: String,
}

fn written(value: Option<String>) -> Cow<'static, str> {
    value.map_or(Cow::Borrowed(""), Cow::Owned)
}

/// Writes a date as French Excel reads it.
pub(super) fn day(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// Returns a value of a field as people and French Excel read it.
pub(super) fn text_of(kind: FieldKind, value: Value, references: &References) -> Cow<'_, str> {
    let yes_or_no = |flag| Cow::Borrowed(if flag { "oui" } else { "non" });
    Cow::Owned(match (value, kind) {
        (Value::Empty, FieldKind::Flag) => return yes_or_no(false),
        (Value::Flag(flag), _) => return yes_or_no(flag),
        (Value::Empty, _) => String::new(),
        (Value::Entry(id), _) => return Cow::Borrowed(references.label(Some(id))),
        (Value::Date(date), _) => day(date),
        (Value::Time(time), _) => format!("{:02}:{:02}", time.hour(), time.minute()),
        (Value::Number(number), _) => number.to_string(),
        (Value::Offset(days), _) => offset(days),
        (Value::Text(text), FieldKind::Words) => words_typed(&text),
        (Value::Text(text), FieldKind::Choice(choices)) => {
            let choice = choices.iter().find(|(key, _)| *key == text);
            return choice.map_or(Cow::Owned(text), |(_, label)| Cow::Borrowed(*label));
        }
        (Value::Text(text), _) => text,
    })
}

/// Returns a header without accents, case, spaces, underscores and punctuation.
pub fn header_key(header: &str) -> String {
    plain_key(header).replace(' ', "")
}

/// Returns how many columns of events a row names, or 0 when it is not a header: without a title, or with
/// a date or a number.
pub fn header_score(cells: &StringRecord) -> usize {
    let is_value = |cell: &str| {
        let cell = cell.trim();
        cell.starts_with(|c: char| c.is_ascii_digit())
            && !cell.contains(|c: char| c.is_alphabetic())
    };
    if cells.iter().any(is_value) {
        return 0;
    }
    let named: HashSet<CsvColumn> = cells.iter().filter_map(CsvColumn::named).collect();
    match named.contains(&CsvColumn::Field(EventField::Title)) {
        true if named.len() > 1 => named.len(),
        _ => 0,
    }
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
        }
        let table = include_str!("../../../assets/headers.csv");
        let aliases: Vec<Alias> = records(table);
        assert_eq!(aliases.len() + 1, table.lines().count());
        let mut seen = HashSet::new();
        for Alias { column, name } in aliases {
            let known = CsvColumn::named(&name);
            assert!(known.is_some(), "{name}");
            assert_eq!(name, header_key(&name));
            assert_eq!(CsvColumn::exactly(&name), None, "{name}");
            assert!(
                CsvColumn::importable().any(|known| known.header() == column),
                "{column}"
            );
            assert!(seen.insert((column, name)));
        }
    }
}
