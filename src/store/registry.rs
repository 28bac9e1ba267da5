//! The registry of the user's tables, from which are derived the journal's triggers, the check of
//! values, the labels of the history, the comparison of two stores and the purge.
//!
//! A kind of record is described by its fields ([`Table::of_records`]); any other table is
//! described here by hand.

use crate::domain::event::step::Step;
use crate::domain::event::{EventContent, EventField};
use crate::domain::kinds::{KINDS, record_kinds};
use crate::domain::model::Model;
use crate::domain::question::Question;
use crate::domain::record::{Entity, Field, FieldKind, Noun, Order, Record as _};
use crate::domain::reference::Entry;
use crate::domain::view::SavedView;

macro_rules! tables {
    ($($record:ty),+ $(,)?) => {
        [
            SETTING,
            Table::of_records::<Entry>(),
            EVENT,
            ATTESTATION,
            Table::of_records::<SavedView>(),
            Table::of_records::<Question>(),
            Table::of_records::<Step>(),
            TICK,
            Table::of_records::<Model>(),
            PUT_OFF,
            $(Table::of_records::<$record>()),+
        ]
    };
}

/// The tables of the user's data: these ten, then those of the kinds of record that have a place.
/// Every change of a row is recorded, and can be undone.
pub static TABLES: [Table; 10 + KINDS.len()] = record_kinds!(tables);

/// Returns the table with that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// The description of a table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name in the store.
    pub name: &'static str,
    /// The French noun of its rows.
    pub noun: Noun,
    /// Where the history finds the name of a row.
    pub(in crate::store) title: Title,
    /// Its columns, in the order in which the history shows them; columns neither shown nor checked
    /// are left out.
    pub columns: &'static [Column],
    /// Whether an encoded text of a column can be decoded.
    pub(in crate::store) reads: fn(&str, &str) -> bool,
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Table {}

/// Where the name of a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Title {
    /// That column.
    Column(&'static str),
    /// The title of the event of the same row.
    SameEvent,
    /// The title of the event in the column `event`.
    Event,
    /// The label of the step in the column `step`, and the title of the event.
    StepAndEvent,
}

/// The description of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the store.
    pub name: &'static str,
    /// Its label on the screen.
    pub label: &'static str,
    /// The format of its values.
    pub format: Format,
    /// What the history shows of it.
    pub history: InHistory,
    /// Whether it is personal data: the purge erases its former values.
    pub personal: bool,
}

/// The format of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A text, or a number of any sign.
    Text,
    /// Several texts, separated by `|`.
    Words,
    /// A number, not negative.
    Number,
    /// A number of days from an event.
    Offset,
    /// 0 or 1.
    Flag,
    /// One of these keys, each with its label.
    Choice(&'static [(&'static str, &'static str)]),
    /// A day.
    Date,
    /// An hour.
    Time,
    /// An instant.
    Instant,
    /// The name of a time zone.
    Zone,
    /// An identifier.
    Id,
    /// The identifier of an entry of a reference list.
    Entry,
    /// The rank of a publication state.
    Publication,
    /// The answers to the attestation's questions.
    Answers,
    /// Any JSON.
    Json,
    /// A text encoded by Carnet: JSON that only its record can decode.
    Encoded,
}

/// What the history shows of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InHistory {
    /// Its value.
    Always,
    /// Its value when an update changes it, but not when the row is created or deleted: a value
    /// computed by Carnet.
    WhenChanged,
    /// Only that it changed.
    ThatItChanged,
    /// Only that the row was deleted or restored.
    Deletion,
    /// Nothing.
    Never,
}

impl Table {
    /// Describes the table of a kind of record, from its fields.
    pub const fn of_records<R: Entity>() -> Self {
        Self {
            name: R::TABLE,
            noun: R::NOUN,
            title: Title::Column(R::FIELDS[0].key),
            columns: RecordColumns::<R>::USED,
            reads: R::reads,
        }
    }

    /// Returns the column with that name, if it is described.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The columns of the table of `R`, computed at compile time.
struct RecordColumns<R>(std::marker::PhantomData<R>);

/// The maximum number of columns of a kind of record.
const MAX_COLUMNS: usize = 40;

impl<R: Entity> RecordColumns<R> {
    const ALL: ([Column; MAX_COLUMNS], usize) = {
        let mut all = [ID; MAX_COLUMNS];
        let mut used = 1;
        let mut index = 0;
        while index < R::FIELDS.len() {
            all[used] = Column::of_field(&R::FIELDS[index], InHistory::Always);
            index += 1;
            used += 1;
        }
        index = 0;
        while index < R::HIDDEN.len() {
            let shown = match R::HIDDEN[index].label.is_empty() {
                true => InHistory::Never,
                false => InHistory::ThatItChanged,
            };
            all[used] = Column::of_field(&R::HIDDEN[index], shown);
            index += 1;
            used += 1;
        }
        if matches!(R::ORDER, Order::ByHand { .. }) {
            all[used] = Column::new("position", "Place dans la liste", Format::Text)
                .shown(InHistory::WhenChanged);
            used += 1;
        }
        if R::RETIRES {
            all[used] = Column::new("retired", "Retiré des choix", Format::Flag);
            used += 1;
        }
        if R::STAMPED {
            all[used] = CREATED_AT;
            all[used + 1] = MODIFIED_AT;
            used += 2;
        }
        (all, used)
    };
    const REFERENCE: &'static [Column; MAX_COLUMNS] = &Self::ALL.0;
    const USED: &'static [Column] = Self::REFERENCE.split_at(Self::ALL.1).0;
}

impl Column {
    const fn new(name: &'static str, label: &'static str, format: Format) -> Self {
        Self {
            name,
            label,
            format,
            history: InHistory::Always,
            personal: false,
        }
    }

    const fn shown(self, history: InHistory) -> Self {
        Self { history, ..self }
    }

    const fn personal(self) -> Self {
        Self {
            personal: true,
            ..self
        }
    }

    /// A column that the history does not show, and whose values are checked.
    const fn internal(name: &'static str, format: Format) -> Self {
        Self::new(name, "", format).shown(InHistory::Never)
    }

    const fn of_field<R>(field: &Field<R>, history: InHistory) -> Self {
        Self {
            name: field.key,
            label: field.label,
            format: match field.kind {
                FieldKind::Line | FieldKind::Lines => Format::Text,
                FieldKind::Date => Format::Date,
                FieldKind::Time => Format::Time,
                FieldKind::Number { .. } => Format::Number,
                FieldKind::Offset => Format::Offset,
                FieldKind::Flag => Format::Flag,
                FieldKind::Choice(choices) => Format::Choice(choices),
                FieldKind::Words => Format::Words,
                FieldKind::Entry(_) => Format::Entry,
                FieldKind::Encoded => Format::Encoded,
            },
            history,
            personal: field.personal,
        }
    }
}

const ID: Column = Column::internal("id", Format::Id);
const CREATED_AT: Column = Column::internal("created_at", Format::Instant);
const MODIFIED_AT: Column = Column::internal("modified_at", Format::Instant);

const SETTING: Table = Table {
    name: "setting",
    noun: Noun {
        one: "réglage",
        several: "réglages",
        feminine: false,
    },
    title: Title::Column("key"),
    columns: &[Column::new("value", "Contenu", Format::Json).shown(InHistory::ThatItChanged)],
    reads: |_, _| true,
};

/// The columns of an event besides its content.
const EVENT_STATE: [Column; 10] = [
    Column::new("publication", "Publication", Format::Publication),
    Column::new("public_link", "Page publique", Format::Text),
    Column::new("submitted_on", "Soumis le", Format::Date),
    Column::new("series", "Série", Format::Id).shown(InHistory::ThatItChanged),
    Column::new("on_site", "Contenu publié sur le site", Format::Json)
        .shown(InHistory::ThatItChanged),
    ID,
    CREATED_AT,
    MODIFIED_AT,
    Column::internal("rev", Format::Number),
    Column::internal("zone", Format::Zone),
];

/// Deletion, content, state.
const EVENT_COLUMNS: [Column; 1 + EventField::ALL.len() + EVENT_STATE.len()] = {
    let deleted_at = Column::new("deleted_at", "Suppression", Format::Instant);
    let mut all =
        [deleted_at.shown(InHistory::Deletion); 1 + EventField::ALL.len() + EVENT_STATE.len()];
    let mut index = 0;
    while index < EventField::ALL.len() {
        let field = EventField::ALL[index];
        index += 1;
        all[index] = Column::of_field(field.definition(), InHistory::Always);
        all[index].name = field.column();
    }
    let mut state = 0;
    while state < EVENT_STATE.len() {
        all[1 + index + state] = EVENT_STATE[state];
        state += 1;
    }
    all
};

const EVENT: Table = Table {
    name: "event",
    noun: EventContent::NOUN,
    title: Title::Column("title"),
    columns: &EVENT_COLUMNS,
    reads: |_, _| true,
};

const ATTESTATION: Table = Table {
    name: "attestation",
    noun: Noun {
        one: "attestation",
        several: "attestations",
        feminine: true,
    },
    title: Title::SameEvent,
    columns: &[
        Column::new("attendees", "Présents", Format::Number),
        Column::new("answers", "Réponses", Format::Answers),
        Column::new("remark", "Remarque", Format::Text).personal(),
        Column::new("corrected_at", "Corrigée le", Format::Instant),
        Column::new("transmitted_on", "Transmise le", Format::Date),
        Column::internal("filled_at", Format::Instant),
    ],
    reads: |_, _| true,
};

const TICK: Table = Table {
    name: "tick",
    noun: Noun {
        one: "étape cochée",
        several: "étapes cochées",
        feminine: true,
    },
    title: Title::StepAndEvent,
    columns: &[
        Column::new("at", "Fait le", Format::Instant),
        Column::new("told", "Ce que savent les contacts", Format::Json)
            .shown(InHistory::ThatItChanged),
        Column::internal("step", Format::Id),
    ],
    reads: |_, _| true,
};

const PUT_OFF: Table = Table {
    name: "put_off",
    noun: Noun {
        one: "rappel remis à plus tard",
        several: "rappels remis à plus tard",
        feminine: false,
    },
    title: Title::Event,
    columns: &[Column::new("until", "Reporté au", Format::Date)],
    reads: |_, _| true,
};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::schema::journal_triggers::column_names;

    #[test]
    fn the_columns_of_the_registry_are_those_of_the_store() {
        let store = Store::in_memory().unwrap();
        for table in &TABLES {
            let names = column_names(&store.connection, table.name).unwrap();
            assert!(!names.is_empty(), "{}", table.name);
            for column in table.columns {
                assert!(
                    names.iter().any(|name| name == column.name),
                    "{}.{}",
                    table.name,
                    column.name
                );
            }
        }
    }

    #[test]
    fn every_field_of_an_event_has_a_column() {
        for field in EventField::ALL {
            let column = EVENT.columns.iter().find(|it| it.label == field.label());
            assert!(column.is_some(), "{}", field.label());
        }
        let step = table("step").unwrap();
        assert_eq!(step.column("days").unwrap().label, "Échéance");
        assert_eq!(step.column("row"), None);
    }
}
