//! Events read from a .csv: planned row by row and shown, before `actions` writes them.

mod cells;
mod reader;
mod values;

use std::borrow::Borrow;

use super::columns::CsvColumn;
use super::text_table::{RowProblem, TextRow, TextTable};
use crate::domain::event::attestation::Attestation;
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventContent, Field};
use crate::domain::id::EventId;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::store::{Moment, Progress, Store, StoreError};
use reader::{Reader, Seen, entries};

/// Which column of an event each column of the file gives; `None` for those left aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping(Vec<Option<CsvColumn>>);

impl Mapping {
    /// The mapping that the names of the columns suggest; each column of an event is given once.
    pub fn by_name(header: &[String]) -> Self {
        let mut mapping = Self(vec![None; header.len()]);
        for (index, name) in header.iter().enumerate() {
            if let Some(column) = CsvColumn::named(name)
                && !mapping.0.contains(&Some(column))
            {
                mapping.0[index] = Some(column);
            }
        }
        mapping
    }

    /// The mapping that leaves every column aside.
    pub fn none(columns: usize) -> Self {
        Self(vec![None; columns])
    }

    /// What each column of the file gives.
    pub fn targets(&self) -> &[Option<CsvColumn>] {
        &self.0
    }

    /// Has a column of the file give a column of an event, which no other then gives.
    pub fn set(&mut self, index: usize, target: Option<CsvColumn>) {
        if target.is_some() {
            for other in &mut self.0 {
                if *other == target {
                    *other = None;
                }
            }
        }
        if let Some(place) = self.0.get_mut(index) {
            *place = target;
        }
    }

    /// The columns of the file that give nothing, by their names.
    pub fn left_aside<'h>(&self, header: &'h [String]) -> Vec<&'h str> {
        let columns = header.iter().zip(&self.0);
        columns
            .filter(|(name, target)| target.is_none() && !name.is_empty())
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Whether nothing can be read with it: no column gives a title, nor tells events known already.
    pub fn names_no_event(&self) -> bool {
        !self.has(CsvColumn::Field(Field::Title)) && !self.has(CsvColumn::Id)
    }

    /// Whether any column of the file gives that column.
    pub fn has(&self, column: CsvColumn) -> bool {
        self.0.contains(&Some(column))
    }
}

/// What is said where [`Mapping::names_no_event`].
pub const NO_TITLE: &str = "Aucune colonne du fichier n’est reconnue comme titre";

/// What an import would do, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// A row of the file each, in its order.
    pub rows: Vec<PlannedRow>,
}

/// What an import would do with a row.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRow {
    /// The line of the file where it begins.
    pub line: u64,
    /// The title read, for a human to know it again; may be empty.
    pub title: String,
    /// What is done.
    pub outcome: Outcome,
    /// What was read otherwise than as a value, each in a sentence.
    pub remarks: Vec<String>,
    /// A new event that is not to be written: at first, one that may be here already.
    pub is_left: bool,
}

/// What is done with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A new event.
    Create(Box<Incoming>),
    /// An event of the store, changed.
    Update {
        /// What it becomes.
        incoming: Box<Incoming>,
        /// What it was when the plan was made.
        known: Box<Event>,
        /// The columns that differ.
        changed: Vec<CsvColumn>,
    },
    /// An event of the store, as it is.
    Same,
    /// Nothing, and why, in a sentence.
    Refuse(String),
}

/// An event as a row gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Its identifier, where the file gives one.
    pub id: Option<EventId>,
    /// What it says.
    pub content: EventContent,
    /// Its state, where the file gives one.
    pub publication: Option<Publication>,
    /// Its public page, where the file gives one.
    pub public_link: Option<String>,
    /// What is declared, where the file declares something else than what is known.
    pub attestation: Option<Attestation>,
}

/// How many rows a plan creates, updates, leaves and refuses.
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
    /// New events left out.
    pub left: usize,
}

impl Plan {
    /// Plans the import of a table. Nothing is written.
    ///
    /// # Errors
    /// The store could not be read, or `progress` was told to stop.
    pub fn new(
        table: &TextTable,
        mapping: &Mapping,
        store: &Store,
        at: Moment,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        Self::of_rows(table.rows.iter(), mapping, store, at, progress)
    }

    /// As [`Plan::new`], of rows let go one by one: both never stand in memory whole.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn consuming(
        rows: Vec<TextRow>,
        mapping: &Mapping,
        store: &Store,
        at: Moment,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        Self::of_rows(rows.into_iter(), mapping, store, at, progress)
    }

    fn of_rows<R: Borrow<TextRow>>(
        rows: impl ExactSizeIterator<Item = R>,
        mapping: &Mapping,
        store: &Store,
        at: Moment,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        progress.start(rows.len());
        let references = store.references()?;
        let known = store.existing_events()?;
        let reader = Reader {
            mapping,
            references: &references,
            entries: entries(&references),
            store,
            known: &known,
            at,
            // A file that bears identifiers was written by Carnet: its text is as it should be.
            decode_entities: !mapping.has(CsvColumn::Id),
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
            plan.push(planned);
            if !progress.advance() {
                return Err(StoreError::Stopped);
            }
        }
        Ok(Self { rows: plan })
    }

    /// The rows counted by what is done with them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.rows {
            *match row.outcome {
                Outcome::Create(_) if row.is_left => &mut tally.left,
                Outcome::Create(_) => &mut tally.created,
                Outcome::Update { .. } => &mut tally.updated,
                Outcome::Same => &mut tally.same,
                Outcome::Refuse(_) => &mut tally.refused,
            } += 1;
        }
        tally
    }
}

impl PlannedRow {
    fn refused(reason: String) -> Self {
        Self {
            line: 0,
            title: String::new(),
            outcome: Outcome::Refuse(reason),
            remarks: Vec::new(),
            is_left: false,
        }
    }
}

fn row_sentence(problem: &RowProblem) -> String {
    match problem {
        RowProblem::Ragged { found, expected } => format!(
            "{} au lieu de {expected}",
            typography::count(*found as u64, "cellule", "cellules")
        ),
        RowProblem::TooLong { column } => format!("cellule trop longue dans {}", quoted(column)),
        RowProblem::Nul => format!("caractère nul (fichier abîmé{NARROW}?)"),
    }
}
