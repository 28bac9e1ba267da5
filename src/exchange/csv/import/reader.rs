//! Reads a row of a CSV into an event, and reports the values that can't be read.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use csv::StringRecord;

use super::{Incoming, Mapping, PlannedRow, RowOutcome};
use crate::domain::event::{ContentProblem, Event, EventContent, EventField};
use crate::domain::id::{EntryId, EventId};
use crate::domain::reference::{ListKind, References};
use crate::domain::text::displayable;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::typed_date::parse_hours;
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::formula::restore;
use crate::exchange::csv::windows_1252::is_same;
use crate::store::{ExistingEvents, Moment, Store, StoreError, duplicate_key};

/// Reads rows into events, with the reference lists and the events of the store.
pub(super) struct Reader<'r> {
    pub(super) mapping: &'r Mapping,
    pub(super) references: &'r References,
    pub(super) entries: Entries,
    pub(super) store: &'r Store,
    pub(super) known: &'r ExistingEvents,
    pub(super) moment: Moment,
    /// Whether the text has HTML entities, `&eacute;`.
    pub(super) decode_entities: bool,
}

/// The entries of each list by their folded labels.
type Entries = HashMap<ListKind, HashMap<String, EntryId>>;

/// Returns a lookup table for what [`References::find`] finds one at a time.
pub(super) fn entries(references: &References) -> Entries {
    let of = |list| {
        let mut named = HashMap::new();
        for entry in references.all(list) {
            named.entry(fold(&entry.label)).or_insert(entry.id);
            if !entry.short.is_empty() {
                named.entry(fold(&entry.short)).or_insert(entry.id);
            }
        }
        (list, named)
    };
    ListKind::ALL.into_iter().map(of).collect()
}

/// The reason to skip a row that may have been imported before.
const ALIKE: &str = "même titre et même date qu’un événement du carnet";

/// The reason to skip a row that may be twice in the file.
const TWICE: &str = "même titre et même date qu’une ligne plus haut";

/// What the rows read so far are recognised by.
#[derive(Default)]
pub(super) struct Seen {
    ids: HashSet<EventId>,
    likenesses: HashSet<String>,
}

/// The reason not to read attendees of an event that is not over.
const TOO_EARLY: &str = "des présents sont donnés, l’événement n’est pas terminé";

/// A value that can't be read, and why.
struct Unread {
    column: CsvColumn,
    text: String,
    reason: String,
}

impl Reader<'_> {
    /// Plans what an import does with a row; `seen` has the rows read so far.
    pub(super) fn plan(
        &self,
        cells: &StringRecord,
        seen: &mut Seen,
    ) -> Result<PlannedRow, StoreError> {
        let targets = self.mapping.targets().iter();
        let cells: Vec<(CsvColumn, Cow<'_, str>)> = targets
            .zip(cells)
            .filter_map(|(target, cell)| {
                target.map(|column| (column, self.clean(column, restore(cell))))
            })
            .collect();
        let text = |wanted| cells.iter().find(|(column, _)| *column == wanted);
        let title = text(CsvColumn::Field(EventField::Title)).map_or("", |(_, title)| title);
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
            Some(id) if !seen.ids.insert(id) => {
                return Ok(refused(
                    "identifiant déjà lu plus haut dans le fichier".to_owned(),
                ));
            }
            Some(id) if !self.known.has(id) => None,
            Some(id) => match self.store.event(id)? {
                None if self.store.event_existed(id)? => {
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
                outcome: RowOutcome::Same,
                remarks: Vec::new(),
                is_skipped: false,
            },
            Some(event) => match unread.first() {
                // A value was changed by hand to one that can't be read: the event stays as it is.
                Some(unread) => refused(unread.reason.clone()),
                None => PlannedRow {
                    line: 0,
                    title,
                    outcome: RowOutcome::Update {
                        incoming: Box::new(incoming),
                        known: Box::new(event),
                        changed,
                    },
                    remarks: Vec::new(),
                    is_skipped: false,
                },
            },
            None => {
                let duplicate = self.duplicate(id, &incoming.content, seen);
                let mut planned = self.create(incoming, unread);
                planned.is_skipped = duplicate.is_some();
                // Why a row is skipped comes before how it was read.
                planned.remarks.splice(0..0, duplicate.map(str::to_owned));
                planned
            }
        })
    }

    /// Returns why a new event may be a duplicate of one in the store or above in the file.
    fn duplicate(
        &self,
        id: Option<EventId>,
        content: &EventContent,
        seen: &mut Seen,
    ) -> Option<&'static str> {
        let duplicate_key = duplicate_key(content);
        if self.known.has_alike(&duplicate_key) {
            return Some(ALIKE);
        }
        // Rows with identifiers are different, and workshops without a date often share their title.
        let may_be_duplicate = id.is_none() && content.date.is_some();
        (may_be_duplicate && !seen.likenesses.insert(duplicate_key)).then_some(TWICE)
    }

    /// Plans a new event, with the values that can't be read in its notes.
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
            remarks.push(format!("{reason}, gardé dans les notes"));
        }
        PlannedRow {
            line: 0,
            title: incoming.content.title.clone(),
            outcome: RowOutcome::Create(Box::new(incoming)),
            remarks,
            is_skipped: false,
        }
    }

    /// Returns a text without HTML entities and control characters.
    fn clean<'c>(&self, column: CsvColumn, cell: &'c str) -> Cow<'c, str> {
        let decoded = if self.decode_entities {
            html_escape::decode_html_entities(cell)
        } else {
            cell.into()
        };
        let several_lines = matches!(
            column,
            CsvColumn::Field(EventField::Description | EventField::Notes)
        );
        match decoded {
            Cow::Borrowed(text) if several_lines => trimmed(displayable::lines(text)),
            Cow::Borrowed(text) => spaced(displayable::line(text)),
            Cow::Owned(text) if several_lines => {
                Cow::Owned(trimmed(displayable::lines(&text)).into_owned())
            }
            Cow::Owned(text) => Cow::Owned(spaced(displayable::line(&text)).into_owned()),
        }
    }

    fn read(
        &self,
        cells: &[(CsvColumn, Cow<'_, str>)],
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
        // The day of transmission comes after the number that it is about.
        let is_last = |cell: &&(CsvColumn, _)| cell.0 == CsvColumn::Transmitted;
        let last = cells.iter().filter(is_last);
        for (column, text) in cells.iter().filter(|cell| !is_last(cell)).chain(last) {
            // An empty cell never removes a state or an attestation.
            let is_ignored_when_empty = matches!(
                column,
                CsvColumn::Publication | CsvColumn::Attendees | CsvColumn::Transmitted
            );
            if *column == CsvColumn::Id || is_ignored_when_empty && text.is_empty() {
                continue;
            }
            // An exported value is unchanged, however it was first typed and whatever program saved it
            // again.
            let same = known.is_some_and(|event| {
                let written = column.text(event, self.references, self.moment.now);
                is_same(text, written.trim()) || self.clean(*column, &written) == *text
            });
            if same {
                continue;
            }
            let before = known.map(|_| incoming.clone());
            match self.take(*column, text, &mut incoming, known) {
                // Another form of the same value is not a change: « 9:00 » for « 09:00 ».
                Ok(()) if before.as_ref() == Some(&incoming) => {}
                Ok(()) => changed.push(*column),
                Err(reason) => unread.push(Unread {
                    column: *column,
                    text: text.clone().into_owned(),
                    reason,
                }),
            }
        }
        // « 18h-19h30 » as the beginning gives the end too, when no cell does.
        let value_of = |wanted| {
            let mut cells = cells.iter();
            let cell = cells.find(|(column, _)| *column == CsvColumn::Field(wanted));
            cell.map_or("", |(_, text)| text)
        };
        if let ("", Some((_, ends))) = (
            value_of(EventField::Ends),
            parse_hours(value_of(EventField::Starts)),
        ) {
            incoming.content.ends = Some(ends);
            if known.is_some_and(|event| event.content.ends != Some(ends)) {
                changed.push(CsvColumn::Field(EventField::Ends));
            }
        }
        // A row copied to another day does not copy its attestation.
        let is_ahead = incoming
            .content
            .date
            .is_some_and(|date| date > self.moment.today);
        if is_ahead && let Some(attestation) = incoming.attestation.take() {
            unread.push(Unread {
                column: CsvColumn::Attendees,
                text: attestation.attendees.to_string(),
                reason: TOO_EARLY.to_owned(),
            });
        }
        for problem in incoming.content.problems() {
            if let Some(problem) = take_contradiction(problem, &mut incoming.content) {
                unread.push(problem);
            }
        }
        (incoming, changed, unread)
    }
}

pub(in crate::exchange::csv) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Returns the text with one space between words, and none at its ends.
pub(in crate::exchange::csv) fn spaced(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut before = ' ';
    let is_spaced = text.chars().all(|c| {
        let fits = if c == ' ' {
            before != ' '
        } else {
            !c.is_whitespace()
        };
        before = c;
        fits
    });
    if is_spaced && (before != ' ' || text.is_empty()) {
        text
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Removes from the content the value that contradicts the others, and returns it.
fn take_contradiction(problem: ContentProblem, content: &mut EventContent) -> Option<Unread> {
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
