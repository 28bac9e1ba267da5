//! Records of any kind written as a .csv and read back: planned row by row, shown, and only then
//! written (`actions::records::import`), as one action.

use std::collections::{HashMap, HashSet};
use std::io;

use chrono::NaiveDate;
use csv::StringRecord;

use super::columns::{header_key, text_of};
use super::formula::restore;
use super::import::dates::{DateStyle, when};
use super::import::hours::hours;
use super::import::values::{flag, number, postcode};
use super::import::{row_sentence, spaced, trimmed};
use super::windows_1252::is_same;
use crate::domain::event::step::parse_offset;
use crate::domain::id::Id;
use crate::domain::record::{Entity, Field, FieldKind, Stored, Value, words_stored};
use crate::domain::reference::References;
use crate::domain::text::displayable;
use crate::domain::text::typography::{NARROW, quoted};
use crate::exchange::table::Table;
use crate::exchange::table_writer::{CellKind, TableWriter};

/// The header of the column of what is still offered.
const OFFERED: &str = "Actif";

/// The header of the identifier, which an import matches rows by.
const ID: &str = "Identifiant";

/// A column of a .csv of `R`.
enum RecordColumn<R: Entity> {
    Field(&'static Field<R>),
    Offered,
    Id,
}

impl<R: Entity> RecordColumn<R> {
    /// Returns every column, in the order of an export.
    fn all() -> impl Iterator<Item = Self> {
        let offered = R::RETIRES.then_some(Self::Offered);
        let fields = R::FIELDS.iter().map(Self::Field);
        fields.chain(offered).chain([Self::Id])
    }

    fn header(&self) -> &'static str {
        match self {
            Self::Field(field) => field.label,
            Self::Offered => OFFERED,
            Self::Id => ID,
        }
    }

    fn cell_kind(&self) -> CellKind {
        match self {
            Self::Field(field) => CellKind::of(field.kind),
            Self::Offered | Self::Id => CellKind::Text,
        }
    }

    /// Finds the column with that header, without regard to accents, case, spaces and underscores.
    fn named(header: &str) -> Option<Self> {
        let typed = header_key(header);
        let is_other = |column: &Self| match column {
            Self::Field(field) => field.csv.contains(&typed.as_str()),
            Self::Offered => false,
            Self::Id => ["id", "uuid", "identifiantcarnet"].contains(&typed.as_str()),
        };
        Self::all()
            .find(|column| header_key(column.header()) == typed)
            .or_else(|| Self::all().find(is_other))
    }
}

/// Returns how many columns of `R` a row names, or 0 when it is not their header.
pub fn header_score<R: Entity>(cells: &StringRecord) -> usize {
    let named: HashSet<&str> = cells
        .iter()
        .filter_map(|cell| Some(RecordColumn::<R>::named(cell)?.header()))
        .collect();
    let name = R::FIELDS.first().map_or("", |field| field.label);
    match named.contains(ID) || named.contains(name) {
        true => named.len(),
        false => 0,
    }
}

/// Writes rows.
///
/// # Errors
/// The system error; what was written before is incomplete.
pub fn write<R: Entity>(
    rows: &[Stored<R>],
    references: &References,
    mut out: TableWriter<'_>,
) -> io::Result<()> {
    let headers = RecordColumn::<R>::all().map(|column| column.header().to_owned());
    out.header(&headers.collect::<Vec<_>>())?;
    for row in rows {
        for column in RecordColumn::all() {
            out.cell(column.cell_kind(), &cell(&column, row, references))?;
        }
        out.end_row()?;
    }
    out.finish()
}

/// Returns the text of a cell.
fn cell<R: Entity>(column: &RecordColumn<R>, row: &Stored<R>, references: &References) -> String {
    match column {
        RecordColumn::Offered => {
            text_of(FieldKind::Flag, Value::Flag(!row.retired), references).into_owned()
        }
        RecordColumn::Id => row.id.to_string(),
        RecordColumn::Field(field) => text(field, row, references),
    }
}

/// Returns the value of a field as people read it.
pub fn text<R: Entity>(field: &Field<R>, record: &R, references: &References) -> String {
    text_of(field.kind, (field.get)(record), references).into_owned()
}

/// What an import would do, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordPlan<R: Entity> {
    /// The rows of the file, in order.
    pub rows: Vec<RecordRow<R>>,
    /// The headers of the columns that are not imported.
    pub ignored: Vec<String>,
}

/// What an import would do with a row.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRow<R: Entity> {
    /// The line of the file where it begins.
    pub line: u64,
    /// The name as read, to show; may be empty.
    pub name: String,
    /// What is done.
    pub outcome: RecordOutcome<R>,
    /// The values that could not be read, each in a sentence.
    pub remarks: Vec<String>,
}

/// What is done with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordOutcome<R: Entity> {
    /// Create a row, with the identifier of the file if it has one.
    Create {
        /// The identifier.
        id: Option<Id<R>>,
        /// Its values.
        record: Box<R>,
        /// Whether it is retired.
        retired: bool,
    },
    /// Update a row of the store.
    Update {
        /// The row when the plan was made.
        known: Box<Stored<R>>,
        /// The row after the import.
        becomes: Box<Stored<R>>,
        /// The labels of the fields that differ.
        changed: Vec<&'static str>,
    },
    /// Nothing: the row of the store is already the same.
    Same,
    /// Nothing, for this reason in a sentence.
    Refuse(String),
}

/// The number of rows that a plan creates, updates, leaves as they are and refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordTally {
    /// New rows.
    pub created: usize,
    /// Rows changed.
    pub updated: usize,
    /// Rows already as in the file.
    pub same: usize,
    /// Rows refused.
    pub refused: usize,
}

impl<R: Entity> RecordPlan<R> {
    /// Plans the import of a table into a store whose rows are `known`; a row is matched by its
    /// identifier, else by its name. A new row begins as `blank`, in the list of which it is created;
    /// the rows of other lists are left as they are. Returns `None` when no column is a name or an identifier.
    pub fn new(
        table: &Table,
        known: &[Stored<R>],
        blank: &R,
        references: &References,
        today: NaiveDate,
    ) -> Option<Self> {
        let mut columns: Vec<Option<RecordColumn<R>>> = Vec::new();
        let mut used = HashSet::new();
        for header in &table.header {
            let column = RecordColumn::named(header).filter(|column| used.insert(column.header()));
            columns.push(column);
        }
        let name = R::FIELDS.first().map_or("", |field| field.label);
        if !used.contains(ID) && !used.contains(name) {
            return None;
        }
        let reader = RecordReader {
            columns: &columns,
            by_id: known.iter().map(|row| (row.id, row)).collect(),
            by_identity: known
                .iter()
                .filter(|row| row.is_listed_with(blank))
                .map(|row| (row.identity(), row))
                .collect(),
            blank,
            references,
            today,
            departements: departements(table, &columns, known),
        };
        let mut seen = HashSet::new();
        let rows = table.rows.iter().map(|row| {
            let mut planned = match &row.cells {
                Ok(cells) => reader.plan(cells, &mut seen),
                Err(problem) => RecordRow::refused("", row_sentence(problem)),
            };
            planned.line = row.line;
            planned.remarks.extend_from_slice(&row.notes);
            planned
        });
        let rows = rows.collect();
        let ignored = table.header.iter().zip(&columns);
        let ignored = ignored.filter(|(name, column)| column.is_none() && !name.is_empty());
        Some(Self {
            rows,
            ignored: ignored.map(|(name, _)| name.clone()).collect(),
        })
    }

    /// Counts the rows by outcome.
    pub fn tally(&self) -> RecordTally {
        let mut tally = RecordTally::default();
        for row in &self.rows {
            *match row.outcome {
                RecordOutcome::Create { .. } => &mut tally.created,
                RecordOutcome::Update { .. } => &mut tally.updated,
                RecordOutcome::Same => &mut tally.same,
                RecordOutcome::Refuse(_) => &mut tally.refused,
            } += 1;
        }
        tally
    }
}

impl<R: Entity> RecordRow<R> {
    fn refused(name: &str, reason: String) -> Self {
        Self {
            line: 0,
            name: name.to_owned(),
            outcome: RecordOutcome::Refuse(reason),
            remarks: Vec::new(),
        }
    }
}

/// Plans the import of rows, from the rows and reference lists of the store.
struct RecordReader<'r, R: Entity> {
    columns: &'r [Option<RecordColumn<R>>],
    by_id: HashMap<Id<R>, &'r Stored<R>>,
    by_identity: HashMap<String, &'r Stored<R>>,
    /// What a new row begins as.
    blank: &'r R,
    references: &'r References,
    today: NaiveDate,
    /// The first two digits of the postcodes that may have lost a zero.
    departements: HashSet<String>,
}

/// Returns the first two digits of the postcodes of a table and of the rows of the store.
fn departements<R: Entity>(
    table: &Table,
    columns: &[Option<RecordColumn<R>>],
    known: &[Stored<R>],
) -> HashSet<String> {
    let Some(field) = R::FIELDS.iter().find(|field| field.key == "postcode") else {
        return HashSet::new();
    };
    let is_it = |column: &Option<RecordColumn<R>>| matches!(column, Some(RecordColumn::Field(it)) if it.key == field.key);
    let index = columns.iter().position(is_it);
    let rows = table.rows.iter().filter_map(|row| row.cells.as_ref().ok());
    let read = rows.filter_map(|cells| cells.get(index?).map(str::to_owned));
    let stored = known.iter().map(|row| (field.get)(row).into_text());
    let codes = read.chain(stored).filter(|code| code.len() == 5);
    codes
        .filter_map(|code| code.get(..2).map(str::to_owned))
        .collect()
}

impl<R: Entity> RecordReader<'_, R> {
    /// Returns what an import would do with a row; `seen` collects the identities of the rows
    /// before it.
    fn plan(&self, cells: &StringRecord, seen: &mut HashSet<String>) -> RecordRow<R> {
        let text = |wanted: &str| -> String {
            let mut cells = self.columns.iter().zip(cells);
            let is_it = |column: &Option<RecordColumn<R>>| {
                column
                    .as_ref()
                    .is_some_and(|column| column.header() == wanted)
            };
            let cell = cells.find(|(column, _)| is_it(column));
            cell.map_or_else(String::new, |(_, cell)| clean(restore(cell), false))
        };
        let name = text(R::FIELDS.first().map_or("", |field| field.label));
        let refused = |reason: String| RecordRow::refused(&name, reason);
        let written = text(ID);
        let id = Id::<R>::parse(&written);
        if id.is_none() && !written.is_empty() {
            return refused(format!(
                "identifiant illisible{NARROW}: {}",
                quoted(&written)
            ));
        }
        let by_id = id.and_then(|id| self.by_id.get(&id).copied());
        if by_id.is_some_and(|row| !row.is_listed_with(self.blank)) {
            return refused("déjà dans une autre liste".to_owned());
        }
        // Read once only for the name, which may identify it.
        let identity = self.read(cells, None, true).record.identity();
        let known = by_id.or_else(|| self.by_identity.get(&identity).copied());
        // A file without identifiers was not exported from here: its empty cells keep the known
        // values.
        let keeps_empty = by_id.is_none();
        let ReadRow {
            record,
            retired,
            unread,
            reported,
        } = self.read(cells, known, keeps_empty);
        if record.name().is_empty() {
            return refused("pas de nom".to_owned());
        }
        if !seen.insert(record.identity()) {
            return refused(format!("même {} qu’une ligne plus haut", R::NOUN.one));
        }
        let (outcome, remarks) = match known {
            // A value that can't be read in a row that was exported: the row is left as it is.
            Some(_) if !unread.is_empty() => return refused(unread.join(", ")),
            Some(known) => {
                let becomes = Stored {
                    id: known.id,
                    retired,
                    record,
                };
                let changed = changed(known, &becomes);
                let outcome = if changed.is_empty() {
                    RecordOutcome::Same
                } else {
                    RecordOutcome::Update {
                        known: Box::new(known.clone()),
                        becomes: Box::new(becomes),
                        changed,
                    }
                };
                let is_same = outcome == RecordOutcome::Same;
                (outcome, if is_same { Vec::new() } else { reported })
            }
            None => {
                let outcome = RecordOutcome::Create {
                    id,
                    record: Box::new(record),
                    retired,
                };
                let remarks = unread
                    .into_iter()
                    .map(|why| format!("{why}, laissé de côté"));
                (outcome, remarks.chain(reported).collect())
            }
        };
        RecordRow {
            line: 0,
            name,
            outcome,
            remarks,
        }
    }

    /// Returns what the cells make of `known`, or of nothing.
    fn read(
        &self,
        cells: &StringRecord,
        known: Option<&Stored<R>>,
        keeps_empty: bool,
    ) -> ReadRow<R> {
        let mut record = known.map_or_else(|| self.blank.clone(), |known| known.record.clone());
        let mut retired = known.is_some_and(|known| known.retired);
        let mut unread = Vec::new();
        let mut reported = Vec::new();
        for (column, written) in self.columns.iter().zip(cells) {
            let Some(column) = column else {
                continue;
            };
            let several_lines = matches!(
                column,
                RecordColumn::Field(Field {
                    kind: FieldKind::Lines,
                    ..
                })
            );
            let text = clean(restore(written), several_lines);
            if text.is_empty() && keeps_empty {
                continue;
            }
            // An exported cell comes back unchanged, even when another program reformatted it.
            let same = known.is_some_and(|known| {
                let written = cell(column, known, self.references);
                is_same(&text, written.trim()) || clean(&written, several_lines) == text
            });
            if same {
                continue;
            }
            match column {
                RecordColumn::Id => {}
                RecordColumn::Offered => match flag(&text) {
                    Some(offered) => retired = !offered.value && !text.is_empty(),
                    None => unread.push(unreadable(&text, OFFERED)),
                },
                RecordColumn::Field(field) => match self.value(field, &text) {
                    Some((value, said)) => {
                        (field.set)(&mut record, value);
                        let said = said.map(|said| read_as(&text, &said, field.label));
                        reported.extend(said);
                    }
                    None => unread.push(unreadable(&text, field.label)),
                },
            }
        }
        for (key, _) in record.problems() {
            let field = R::FIELDS.iter().find(|field| field.key == key);
            let before = known.map(|known| &known.record);
            if let Some(field) = field {
                // The value that was already there is not an error of the file.
                let was = before.map(|before| (field.get)(before)).unwrap_or_default();
                let written = (field.get)(&record);
                if was == written && was != Value::Empty {
                    continue;
                }
                (field.set)(&mut record, was);
                unread.push(unreadable(&written.into_text(), field.label));
            }
        }
        ReadRow {
            record,
            retired,
            unread,
            reported,
        }
    }

    /// Parses a cell, and returns what it was read as where it is not obvious; `None` when it can't be
    /// read, or only in part.
    fn value(&self, field: &Field<R>, text: &str) -> Option<(Value, Option<String>)> {
        if text.is_empty() {
            return Some((Value::Empty, None));
        }
        let mut said = None;
        let value = match field.kind {
            FieldKind::Line if field.key == "postcode" => {
                let read = postcode(text, |code| self.departements.contains(code));
                said = read.is_inferred.then(|| read.value.clone());
                Value::text(read.value)
            }
            FieldKind::Line | FieldKind::Lines | FieldKind::Encoded => Value::text(text),
            FieldKind::Words => Value::text(words_stored(text)),
            FieldKind::Date => {
                let read = when(text, DateStyle::default(), self.today);
                let read = read.filter(|read| !read.is_partial)?;
                said = read.is_inferred.then(|| read.written());
                Value::Date(read.date?)
            }
            FieldKind::Time => {
                let read = hours(text).filter(|read| !read.is_partial && read.ends.is_none())?;
                said = read.is_inferred.then(|| read.written());
                Value::Time(read.starts?)
            }
            FieldKind::Number { max } => {
                let read = number(text, max).filter(|read| !read.is_partial)?;
                said = read.is_inferred.then(|| read.value.to_string());
                Value::Number(read.value)
            }
            FieldKind::Offset => parse_offset(text)?.map_or(Value::Empty, Value::Offset),
            FieldKind::Flag => Value::Flag(flag(text).filter(|read| !read.is_partial)?.value),
            FieldKind::Choice(choices) => {
                let typed = header_key(text);
                let (key, _) = choices
                    .iter()
                    .find(|(_, label)| header_key(label) == typed)?;
                Value::text(*key)
            }
            FieldKind::Entry(list) => {
                let saved_again = || {
                    let mut entries = self.references.all(list);
                    entries.find(|entry| is_same(text, &entry.label) || is_same(text, &entry.short))
                };
                let entry = self.references.find(list, text).or_else(saved_again)?;
                Value::Entry(entry.id)
            }
        };
        Some((value, said))
    }
}

/// What the cells of a row make.
struct ReadRow<R> {
    record: R,
    retired: bool,
    /// Why some values could not be read.
    unread: Vec<String>,
    /// The values that were read otherwise than written.
    reported: Vec<String>,
}

fn read_as(text: &str, said: &str, label: &str) -> String {
    format!(
        "{} lu comme {said} ({})",
        quoted(text),
        label.to_lowercase()
    )
}

/// Returns the labels of the fields that differ between two versions of a row.
fn changed<R: Entity>(before: &Stored<R>, after: &Stored<R>) -> Vec<&'static str> {
    let fields = R::FIELDS.iter();
    let fields = fields.filter(|field| (field.get)(before) != (field.get)(after));
    let offered = (before.retired != after.retired).then_some(OFFERED);
    fields.map(|field| field.label).chain(offered).collect()
}

fn unreadable(text: &str, label: &str) -> String {
    // An acronym keeps its capitals: « UAI ».
    let is_acronym = label.chars().all(char::is_uppercase);
    let label = if is_acronym {
        label.to_owned()
    } else {
        label.to_lowercase()
    };
    format!("{} illisible ({label})", quoted(text))
}

/// Returns a text without control characters, nor blanks at its ends.
fn clean(text: &str, several_lines: bool) -> String {
    if several_lines {
        trimmed(displayable::lines(text)).into_owned()
    } else {
        spaced(displayable::line(text)).into_owned()
    }
}
