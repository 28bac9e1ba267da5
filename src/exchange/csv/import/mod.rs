//! Plans an import of events from a CSV, row by row; `actions` writes it.

mod cells;
pub(super) mod dates;
pub(super) mod hours;
mod mapping;
mod markup;
mod reader;
pub(super) mod values;
mod when;

use std::borrow::Borrow;
use std::collections::HashSet;

use super::columns::CsvColumn;
use crate::domain::event::attestation::Attestation;
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventContent, EventField};
use crate::domain::id::EventId;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::civil_time::zone;
use crate::exchange::table::{Row, RowProblem, Table};
use crate::store::{Moment, Progress, Store, StoreError};
use dates::{DateStyle, style};
pub use mapping::Mapping;
use reader::{ALIKE, Reader, Seen, TWICE, entries};
pub(super) use reader::{spaced, trimmed};

/// The sentence to show when [`Mapping::names_no_event`].
pub const NO_TITLE: &str = "Aucune colonne du fichier n’est reconnue comme titre";

/// What an import would do, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// One for each row of the file, in its order.
    pub rows: Vec<PlannedRow>,
}

/// What an import would do with a row.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRow {
    /// The line of the file where it begins.
    pub line: u64,
    /// The title, so that the user recognises the row; may be empty.
    pub title: String,
    /// What the import does with it.
    pub outcome: RowOutcome,
    /// Values that were changed or not read, each in a sentence.
    pub remarks: Vec<String>,
    /// Whether a new event is not written: by default, one that may be a duplicate.
    pub is_skipped: bool,
    /// The row as it is once its doubtful attestation is confirmed.
    pub confirmed: Option<Box<PlannedRow>>,
}

/// What an import does with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowOutcome {
    /// Creates an event.
    Create(Box<Incoming>),
    /// Changes an event of the store.
    Update {
        /// Its new values.
        incoming: Box<Incoming>,
        /// The event when the plan was made.
        known: Box<Event>,
        /// The columns that differ.
        changed: Vec<CsvColumn>,
    },
    /// Finds an event of the store with the same values.
    Same,
    /// Refuses the row, for a reason given in a sentence.
    Refuse(String),
}

/// The event in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Its identifier, if the file has one.
    pub id: Option<EventId>,
    /// Its content.
    pub content: EventContent,
    /// Its state, if the file has one.
    pub publication: Option<Publication>,
    /// Its public page, if the file has one.
    pub public_link: Option<String>,
    /// Its attestation, if the file declares another than the store's.
    pub attestation: Option<Attestation>,
}

/// What the rows of a file show together.
struct Facts {
    style: DateStyle,
    /// The first two digits of the postcodes.
    departements: HashSet<String>,
}

impl Facts {
    fn of(rows: &[Row], mapping: &Mapping, moment: Moment) -> Self {
        let targets = mapping.targets();
        let cells = |is_it: fn(CsvColumn) -> bool| {
            let indexes = targets.iter().enumerate();
            let indexes = indexes.filter(move |(_, target)| target.is_some_and(is_it));
            indexes.flat_map(move |(index, _)| {
                let rows = rows.iter().filter_map(|row| row.cells.as_ref().ok());
                rows.filter_map(move |cells| cells.get(index))
            })
        };
        let style = style(cells(CsvColumn::holds_dates), moment.today);
        let postcodes = cells(|column| column == CsvColumn::Field(EventField::Postcode));
        let mut departements = HashSet::new();
        for code in postcodes.map(str::trim) {
            if code.len() == 5
                && let Some(start) = code.get(..2)
                && !departements.contains(start)
            {
                departements.insert(start.to_owned());
            }
        }
        Self {
            style,
            departements,
        }
    }
}

/// How many rows a plan creates, updates, skips and refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New events.
    pub created: usize,
    /// Events changed.
    pub updated: usize,
    /// Events already as in the file.
    pub same: usize,
    /// Rows refused.
    pub refused: usize,
    /// New events that are not written.
    pub skipped: usize,
    /// Doubtful attestations that are not written, in rows that are written or refused.
    pub doubtful: usize,
}

impl Plan {
    /// Plans the import of a table. Nothing is written.
    ///
    /// # Errors
    /// The store can't be read, or `progress` stops the work.
    pub fn new(
        table: &Table,
        mapping: &Mapping,
        store: &Store,
        moment: Moment,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        let facts = Facts::of(&table.rows, mapping, moment);
        Self::of_rows(table.rows.iter(), facts, mapping, store, moment, progress)
    }

    /// As [`Plan::new`], consuming the rows one by one, so that table and plan are never both whole in
    /// memory.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn consuming(
        rows: Vec<Row>,
        mapping: &Mapping,
        store: &Store,
        moment: Moment,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        let facts = Facts::of(&rows, mapping, moment);
        Self::of_rows(rows.into_iter(), facts, mapping, store, moment, progress)
    }

    fn of_rows<R: Borrow<Row>>(
        rows: impl ExactSizeIterator<Item = R>,
        facts: Facts,
        mapping: &Mapping,
        store: &Store,
        moment: Moment,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        progress.start(rows.len());
        let references = store.references()?;
        let known = store.existing_events()?;
        let profile = store.profile()?.unwrap_or_default();
        let mut departements = facts.departements;
        departements.insert(profile.departement);
        let reader = Reader {
            mapping,
            references: &references,
            entries: entries(&references),
            store,
            known: &known,
            moment,
            // A file with identifiers was written by Carnet, without entities.
            is_foreign: !mapping.has(CsvColumn::Id),
            style: facts.style,
            zone: zone(&profile.time_zone),
            departements,
        };
        let mut seen = Seen::default();
        let mut plan = Vec::with_capacity(rows.len());
        for row in rows {
            let row = row.borrow();
            let mut planned = match &row.cells {
                Ok(cells) => reader.plan(cells, &mut seen)?,
                Err(problem) => PlannedRow::refused(row_sentence(problem)),
            };
            planned.line = row.line;
            planned.remarks.extend_from_slice(&row.notes);
            if let Some(confirmed) = &mut planned.confirmed {
                confirmed.remarks.extend_from_slice(&row.notes);
            }
            plan.push(planned);
            if !progress.advance() {
                return Err(StoreError::Stopped);
            }
        }
        Ok(Self { rows: plan })
    }

    /// Takes the doubtful attestations too.
    pub fn confirm_doubtful(&mut self) {
        for row in &mut self.rows {
            if let Some(confirmed) = row.confirmed.take() {
                *row = PlannedRow {
                    line: row.line,
                    is_skipped: row.is_skipped,
                    ..*confirmed
                };
            }
        }
    }

    /// Counts the rows by outcome.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.rows {
            tally.doubtful += usize::from(row.confirmed.is_some() && !row.is_skipped);
            *match row.outcome {
                RowOutcome::Create(_) if row.is_skipped => &mut tally.skipped,
                RowOutcome::Create(_) => &mut tally.created,
                RowOutcome::Update { .. } => &mut tally.updated,
                RowOutcome::Same => &mut tally.same,
                RowOutcome::Refuse(_) => &mut tally.refused,
            } += 1;
        }
        tally
    }
}

impl PlannedRow {
    /// Whether a new event may be one of the carnet, or of the file.
    pub fn is_alike(&self) -> bool {
        self.remarks
            .iter()
            .any(|it| [ALIKE, TWICE].contains(&&**it))
    }

    /// Returns the event as it will be; `None` where it does not change, or can't be read.
    pub fn content(&self) -> Option<&EventContent> {
        match &self.outcome {
            RowOutcome::Create(incoming) | RowOutcome::Update { incoming, .. } => {
                Some(&incoming.content)
            }
            RowOutcome::Same | RowOutcome::Refuse(_) => None,
        }
    }

    fn refused(reason: String) -> Self {
        Self {
            line: 0,
            title: String::new(),
            outcome: RowOutcome::Refuse(reason),
            remarks: Vec::new(),
            is_skipped: false,
            confirmed: None,
        }
    }
}

pub(super) fn row_sentence(problem: &RowProblem) -> String {
    match problem {
        RowProblem::Ragged { found, expected } => format!(
            "{} au lieu de {expected}",
            typography::count(*found as u64, "cellule", "cellules")
        ),
        RowProblem::TooLong { column } => format!("cellule trop longue dans {}", quoted(column)),
        RowProblem::Nul => format!("caractère nul (fichier abîmé{NARROW}?)"),
    }
}
