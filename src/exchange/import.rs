//! Events read from a .csv: planned row by row, shown, and only then written, as one action.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::domain::attestation::{Attestation, MOST_ATTENDEES};
use crate::domain::backup::Reason;
use crate::domain::displayable;
use crate::domain::event::{ContentProblem, Event, EventContent, Field, is_link};
use crate::domain::fold::fold;
use crate::domain::french::{self, NARROW, quoted};
use crate::domain::id::{EntryId, EventId};
use crate::domain::publication::Publication;
use crate::domain::reference::References;
use crate::domain::typed_date::{parse_date, parse_time};
use crate::exchange::columns::{CsvColumn, list_of};
use crate::exchange::formula::restore;
use crate::exchange::text_table::{RowProblem, TextTable};
use crate::store::{Change, Moment, Store, StoreError};

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

    /// Whether any column of the file gives that column.
    pub fn has(&self, column: CsvColumn) -> bool {
        self.0.contains(&Some(column))
    }
}

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
        /// Its revision when the plan was made.
        revision: u32,
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
    id: Option<EventId>,
    content: EventContent,
    publication: Option<Publication>,
    public_link: Option<String>,
    attestation: Option<Attestation>,
}

/// How many rows a plan creates, updates, leaves alone and refuses.
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
    /// Among the new events, those that may have come in before.
    pub alike: usize,
}

impl Plan {
    /// Plans the import of a table. Nothing is written.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(
        table: &TextTable,
        mapping: &Mapping,
        store: &Store,
        at: Moment,
    ) -> Result<Self, StoreError> {
        let references = store.references()?;
        let reader = Reader {
            mapping,
            references: &references,
            at,
            // A file that bears identifiers was written by Carnet: its text is as it should be.
            decode_entities: !mapping.has(CsvColumn::Id),
        };
        let mut seen = HashSet::new();
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let mut planned = match &row.cells {
                Ok(cells) => reader.plan(cells, store, &mut seen)?,
                Err(problem) => PlannedRow::refused(row_sentence(problem)),
            };
            planned.line = row.line;
            rows.push(planned);
        }
        Ok(Self { rows })
    }

    /// The rows counted by what is done with them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.rows {
            tally.alike += usize::from(row.remarks.iter().any(|remark| remark == ALIKE));
            *match row.outcome {
                Outcome::Create(_) => &mut tally.created,
                Outcome::Update { .. } => &mut tally.updated,
                Outcome::Same => &mut tally.same,
                Outcome::Refuse(_) => &mut tally.refused,
            } += 1;
        }
        tally
    }

    /// Writes the plan as one action: all of it, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when an event was changed since the plan was made.
    pub fn apply(
        &self,
        store: &mut Store,
        time_zone: &str,
        now: DateTime<Utc>,
    ) -> Result<Tally, StoreError> {
        let tally = self.tally();
        let written = french::count(
            (tally.created + tally.updated) as u64,
            "événement",
            "événements",
        );
        store.back_up_before(Reason::Import, now);
        store.record(&format!("import de {written}"), now, |change| {
            for row in &self.rows {
                row.write(change, time_zone, now)?;
            }
            Ok(())
        })?;
        Ok(tally)
    }
}

impl PlannedRow {
    fn refused(reason: String) -> Self {
        Self {
            line: 0,
            title: String::new(),
            outcome: Outcome::Refuse(reason),
            remarks: Vec::new(),
        }
    }

    fn write(
        &self,
        change: &Change<'_>,
        time_zone: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (id, incoming) = match &self.outcome {
            Outcome::Create(incoming) => {
                let id = incoming.id.unwrap_or_else(|| EventId::new(now));
                let publication = incoming.publication.unwrap_or_default();
                change.create_event(id, &incoming.content, publication, time_zone)?;
                if let Some(link) = &incoming.public_link {
                    change.publish_event(id, publication, Some(link))?;
                }
                (id, incoming)
            }
            Outcome::Update {
                incoming,
                revision,
                changed,
            } => {
                let Some(id) = incoming.id else { return Ok(()) };
                if changed
                    .iter()
                    .any(|column| matches!(column, CsvColumn::Field(_)))
                {
                    change.modify_event(id, *revision, &incoming.content)?;
                }
                if let Some(publication) = incoming.publication {
                    change.publish_event(id, publication, incoming.public_link.as_deref())?;
                }
                (id, incoming)
            }
            Outcome::Same | Outcome::Refuse(_) => return Ok(()),
        };
        match &incoming.attestation {
            Some(attestation) => change.attest(id, attestation),
            None => Ok(()),
        }
    }
}

struct Reader<'r> {
    mapping: &'r Mapping,
    references: &'r References,
    at: Moment,
    decode_entities: bool,
}

/// What is said of a row that may have come in before.
const ALIKE: &str = "même titre et même date qu’un événement du carnet";

/// What is said of people counted before the end.
const TOO_EARLY: &str = "des présents sont donnés, l’événement n’est pas terminé";

/// A value that could not be read, and why.
struct Unread {
    column: CsvColumn,
    text: String,
    reason: String,
}

impl Reader<'_> {
    fn plan(
        &self,
        cells: &[String],
        store: &Store,
        seen: &mut HashSet<EventId>,
    ) -> Result<PlannedRow, StoreError> {
        let cells: Vec<(CsvColumn, String)> = self
            .mapping
            .targets()
            .iter()
            .zip(cells)
            .filter_map(|(target, cell)| {
                target.map(|column| (column, self.clean(column, restore(cell))))
            })
            .collect();
        let text = |wanted| cells.iter().find(|(column, _)| *column == wanted);
        let title = text(CsvColumn::Field(Field::Title)).map_or("", |(_, title)| title.as_str());
        let refused = |reason: String| PlannedRow {
            title: title.to_owned(),
            ..PlannedRow::refused(reason)
        };
        let id = match text(CsvColumn::Id) {
            Some((_, id)) if !id.is_empty() => match EventId::parse(id) {
                Some(id) => Some(id),
                None => {
                    return Ok(refused(format!(
                        "identifiant illisible{NARROW}: {}",
                        quoted(id)
                    )));
                }
            },
            _ => None,
        };
        let known = match id {
            Some(id) if !seen.insert(id) => {
                return Ok(refused(
                    "identifiant déjà lu plus haut dans le fichier".to_owned(),
                ));
            }
            Some(id) => match store.event(id)? {
                None if store.knows(id)? => {
                    return Ok(refused(
                        "événement supprimé dans ce carnet (Ctrl+Z le rétablit)".to_owned(),
                    ));
                }
                known => known,
            },
            None => None,
        };
        let (incoming, changed, unread) = self.read(&cells, id, known.as_ref());
        if incoming.content.title.is_empty() {
            return Ok(refused("pas de titre".to_owned()));
        }
        let title = incoming.content.title.clone();
        Ok(match known {
            Some(_) if changed.is_empty() && unread.is_empty() => PlannedRow {
                line: 0,
                title,
                outcome: Outcome::Same,
                remarks: Vec::new(),
            },
            Some(event) => match unread.first() {
                // A value changed by hand into what can't be read: the event stays as it is.
                Some(unread) => refused(unread.reason.clone()),
                None => PlannedRow {
                    line: 0,
                    title,
                    outcome: Outcome::Update {
                        incoming: Box::new(incoming),
                        revision: event.revision,
                        changed,
                    },
                    remarks: Vec::new(),
                },
            },
            None => {
                let alike = store.has_alike(&incoming.content)?;
                let mut planned = self.create(incoming, unread);
                if alike {
                    planned.remarks.push(ALIKE.to_owned());
                }
                planned
            }
        })
    }

    /// A new event keeps in its notes the values that could not be read.
    fn create(&self, mut incoming: Incoming, unread: Vec<Unread>) -> PlannedRow {
        let mut remarks = Vec::new();
        for Unread {
            column,
            text,
            reason,
        } in unread
        {
            let notes = &mut incoming.content.notes;
            if !notes.is_empty() {
                notes.push('\n');
            }
            notes.push_str(&format!("{}{NARROW}: {text}", column.header()));
            remarks.push(format!("{reason} (gardé dans les notes)"));
        }
        let is_ahead = incoming
            .content
            .date
            .is_some_and(|date| date > self.at.today);
        if incoming.attestation.is_some() && is_ahead {
            remarks.push(TOO_EARLY.to_owned());
        }
        PlannedRow {
            line: 0,
            title: incoming.content.title.clone(),
            outcome: Outcome::Create(Box::new(incoming)),
            remarks,
        }
    }

    /// A text without what a web page or a terminal would make of it.
    fn clean(&self, column: CsvColumn, cell: &str) -> String {
        let decoded = if self.decode_entities {
            html_escape::decode_html_entities(cell)
        } else {
            cell.into()
        };
        let several_lines = matches!(column, CsvColumn::Field(Field::Description | Field::Notes));
        if several_lines {
            displayable::lines(&decoded).trim().to_owned()
        } else {
            let line = displayable::line(&decoded);
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }

    fn read(
        &self,
        cells: &[(CsvColumn, String)],
        id: Option<EventId>,
        known: Option<&Event>,
    ) -> (Incoming, Vec<CsvColumn>, Vec<Unread>) {
        let mut incoming = Incoming {
            id,
            content: known.map(|event| event.content.clone()).unwrap_or_default(),
            publication: None,
            public_link: None,
            attestation: None,
        };
        let mut changed = Vec::new();
        let mut unread = Vec::new();
        for (column, text) in cells {
            if *column == CsvColumn::Id {
                continue;
            }
            // What the export wrote comes back as it was, however it was first typed.
            let same = known.is_some_and(|event| {
                let written = column.text(event, self.references, self.at.now);
                self.clean(*column, &written) == *text
            });
            if same {
                continue;
            }
            match self.take(*column, text, &mut incoming, known) {
                Ok(()) => changed.push(*column),
                Err(reason) => unread.push(Unread {
                    column: *column,
                    text: text.clone(),
                    reason,
                }),
            }
        }
        if incoming.public_link.is_some() && incoming.publication.is_none() {
            incoming.publication = known.map(|event| event.publication);
        }
        for problem in incoming.content.problems() {
            if let Some(problem) = set_aside(problem, &mut incoming.content) {
                unread.push(problem);
            }
        }
        (incoming, changed, unread)
    }

    /// Reads a cell into the event, or says in a sentence why it can't be.
    fn take(
        &self,
        column: CsvColumn,
        text: &str,
        incoming: &mut Incoming,
        known: Option<&Event>,
    ) -> Result<(), String> {
        let content = &mut incoming.content;
        match column {
            CsvColumn::Field(field) => self.take_field(field, text, content)?,
            CsvColumn::Publication if text.is_empty() => {}
            CsvColumn::Publication => {
                let state = Publication::parse(text)
                    .ok_or_else(|| format!("{} n’est pas un état de publication", quoted(text)))?;
                incoming.publication = Some(state);
            }
            CsvColumn::PublicLink => {
                if !text.is_empty() && !is_link(text) {
                    return Err(format!("{} n’est pas l’adresse d’une page", quoted(text)));
                }
                incoming.public_link = Some(text.to_owned());
            }
            // An attestation is corrected by a number, never taken away by an empty cell.
            CsvColumn::Attendees if text.is_empty() => {}
            CsvColumn::Attendees => {
                let attendees = number(text, MOST_ATTENDEES)
                    .ok_or_else(|| format!("{} illisible (présents)", quoted(text)))?;
                let before = known.and_then(|event| event.attestation.as_ref());
                let (answers, remark) = before
                    .map(|before| (before.answers.clone(), before.remark.clone()))
                    .unwrap_or_default();
                let now = self.at.now;
                incoming.attestation = Some(Attestation::declared(
                    before, attendees, answers, remark, now,
                ));
            }
            CsvColumn::Attestation | CsvColumn::Id => {}
        }
        Ok(())
    }

    fn take_field(
        &self,
        field: Field,
        text: &str,
        content: &mut EventContent,
    ) -> Result<(), String> {
        let label = field.label().to_lowercase();
        let unreadable = || format!("{} illisible ({label})", quoted(text));
        match field {
            Field::Title => content.title = text.to_owned(),
            Field::Category => content.category = self.entry(field, text)?,
            Field::Theme => content.theme = self.entry(field, text)?,
            Field::SecondTheme => content.second_theme = self.entry(field, text)?,
            Field::Audience => content.audience = self.entry(field, text)?,
            Field::VenueKind => content.venue.kind = self.entry(field, text)?,
            Field::VenueName => content.venue.name = text.to_owned(),
            Field::Address => content.venue.address = text.to_owned(),
            Field::Postcode => content.venue.postcode = postcode(text),
            Field::Commune => content.venue.commune = text.to_owned(),
            Field::Date if text.is_empty() => content.date = None,
            Field::Date => {
                let (date, time) = moment(text, self.at.today).ok_or_else(unreadable)?;
                content.date = Some(date);
                content.starts = content.starts.or(time);
            }
            Field::Starts | Field::Ends => {
                let time = match text {
                    "" => None,
                    text => Some(hour(text).ok_or_else(unreadable)?),
                };
                if field == Field::Starts {
                    content.starts = time;
                } else {
                    content.ends = time;
                }
            }
            Field::Seats => {
                content.seats = match text {
                    "" => None,
                    text => Some(number(text, u32::MAX).ok_or_else(unreadable)?),
                }
            }
            Field::ChildrenWelcome => {
                content.children_welcome = match fold(text).as_str() {
                    "oui" | "o" | "x" | "1" | "vrai" | "true" => true,
                    "" | "non" | "n" | "0" | "faux" | "false" => false,
                    _ => return Err(unreadable()),
                }
            }
            Field::SignupLink => content.signup_link = text.to_owned(),
            Field::Description => content.description = text.to_owned(),
            Field::Notes => content.notes = text.to_owned(),
        }
        Ok(())
    }

    fn entry(&self, field: Field, text: &str) -> Result<Option<EntryId>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let found = list_of(field).and_then(|list| self.references.find(list, text));
        match found {
            Some(entry) => Ok(Some(entry.id)),
            None => Err(format!(
                "{} n’est pas dans vos listes ({})",
                quoted(text),
                field.label().to_lowercase()
            )),
        }
    }
}

/// Takes out of the content the value that contradicts the others.
fn set_aside(problem: ContentProblem, content: &mut EventContent) -> Option<Unread> {
    let text = match problem {
        ContentProblem::NoTitle => return None,
        ContentProblem::SameThemeTwice => {
            content.second_theme = None;
            return None;
        }
        ContentProblem::EndsBeforeItStarts | ContentProblem::EndWithoutStart => content
            .ends
            .take()
            .map(|time| time.format("%H:%M").to_string()),
        ContentProblem::TooManySeats => content.seats.take().map(|seats| seats.to_string()),
        ContentProblem::NotALink => Some(std::mem::take(&mut content.signup_link)),
        ContentProblem::NotAPostcode => Some(std::mem::take(&mut content.venue.postcode)),
    };
    Some(Unread {
        column: CsvColumn::Field(problem.field()),
        text: text.unwrap_or_default(),
        reason: problem.sentence().trim_end_matches('.').to_owned(),
    })
}

/// A date, or a date and an hour: `24/11/2026`, `2026-11-24T18:30:00+01:00`.
fn moment(text: &str, today: NaiveDate) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if let Ok(date) = parse_date(text, today) {
        return Some((date, None));
    }
    let (date, time) = text.split_once(['T', ' '])?;
    Some((parse_date(date, today).ok()?, Some(hour(time)?)))
}

/// An hour as people or programs write it: the seconds and the offset of `18:30:00+01:00` are
/// left out, since the hour is already that of the place.
fn hour(text: &str) -> Option<NaiveTime> {
    let short = match text.as_bytes() {
        [_, _, b':', _, _, b':', ..] => text.get(..5)?,
        _ => text,
    };
    parse_time(short).ok()
}

fn number(text: &str, most: u32) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // A spreadsheet may write 12 as 12,0.
    let digits = digits.trim_end_matches(",0").trim_end_matches(".0");
    digits.parse().ok().filter(|&number| number <= most)
}

/// A postcode that a spreadsheet took for a number has lost its zero.
fn postcode(text: &str) -> String {
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("0{text}")
    } else {
        text.to_owned()
    }
}

fn row_sentence(problem: &RowProblem) -> String {
    match problem {
        RowProblem::Ragged { found, expected } => format!(
            "{} au lieu de {expected}",
            french::count(*found as u64, "cellule", "cellules")
        ),
        RowProblem::TooLong { column } => format!("cellule trop longue dans {}", quoted(column)),
        RowProblem::Nul => format!("caractère nul (fichier abîmé{NARROW}?)"),
    }
}
