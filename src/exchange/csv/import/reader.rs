//! Reads a row of a CSV into an event, and reports the values that can't be read.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use csv::StringRecord;

use super::dates::DateStyle;
use super::markup::{without_escapes, without_tags};
use super::{Incoming, Mapping, PlannedRow, RowOutcome};
use crate::domain::event::doubt::{Attested, Doubt};
use crate::domain::event::{ContentProblem, Event, EventContent, EventField};
use crate::domain::id::{EntryId, EventId};
use crate::domain::reference::{ListKind, References};
use crate::domain::text::displayable;
use crate::domain::text::fold::{fold, plain_key};
use crate::domain::text::typography::{NARROW, quoted, quoted_in_brief};
use crate::domain::time::zone::Zone;
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
    /// Whether the text may have the entities and tags of a web page, or the escapes of an agenda.
    pub(super) is_foreign: bool,
    /// How the dates are written.
    pub(super) style: DateStyle,
    /// The time zone of the mediator.
    pub(super) zone: Zone,
    /// The first two digits of the postcodes that may have lost a zero.
    pub(super) departements: HashSet<String>,
}

/// An event being read from the cells of a row.
#[derive(Clone)]
pub(super) struct Draft<'k> {
    pub(super) incoming: Incoming,
    /// The event of the store that it may change.
    pub(super) known: Option<&'k Event>,
    /// Whether the cell of the date gave the hour of the beginning.
    pub(super) has_hour: bool,
    /// Whether another cell than the end's gave the hour of the end.
    pub(super) has_end: bool,
    /// The day of the end that a cell gave.
    pub(super) end_date: Option<NaiveDate>,
    /// What was read otherwise than written, each in a clause.
    remarks: Vec<String>,
    /// What is written in the notes, since it has no place elsewhere.
    kept: Vec<(CsvColumn, String)>,
    changed: Vec<CsvColumn>,
    unread: Vec<Unread>,
}

impl Draft<'_> {
    /// Reports that a text was read as something else, and keeps it in the notes where it says more.
    pub(super) fn report(&mut self, column: CsvColumn, text: &str, read: &str, is_partial: bool) {
        let header = column.header().to_lowercase();
        let remark = format!("{} lu comme {read} ({header})", quoted_in_brief(text));
        if is_partial {
            self.keep(column, text, remark);
        } else {
            self.remarks.push(remark);
        }
    }

    /// Keeps a text in the notes, and says why.
    pub(super) fn keep(&mut self, column: CsvColumn, text: &str, why: String) {
        self.remarks.push(format!("{why}, gardé dans les notes"));
        self.kept.push((column, text.to_owned()));
    }

    /// Leaves the attestation out, and keeps it in the notes of a new event.
    fn leave_attestation(&mut self, why: &str) {
        let Some(attestation) = self.incoming.attestation.take() else {
            return;
        };
        let text = attestation.attendees.to_string();
        self.unread.push(Unread {
            column: CsvColumn::Attendees,
            reason: format!("{} douteux (présents{NARROW}: {why})", quoted(&text)),
            text,
        });
        if let Some(day) = attestation.transmitted_on {
            let day = day.format("%d/%m/%Y").to_string();
            self.kept.push((CsvColumn::Transmitted, day));
        }
    }

    /// Adds what is kept to the notes.
    fn write_kept(&mut self) {
        for (column, text) in std::mem::take(&mut self.kept) {
            let notes = &mut self.incoming.content.notes;
            let line = format!("{}{NARROW}: {text}", column.header());
            if notes.lines().any(|known| known == line) {
                continue;
            }
            if !notes.is_empty() {
                notes.push('\n');
            }
            notes.push_str(&line);
            let column = CsvColumn::Field(EventField::Notes);
            if self.known.is_some() && !self.changed.contains(&column) {
                self.changed.push(column);
            }
        }
    }
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
pub(super) const ALIKE: &str =
    "même titre, même date, même heure et même lieu qu’un événement du carnet";

/// The reason to skip a row that may be twice in the file.
pub(super) const TWICE: &str =
    "même titre, même date, même heure et même lieu qu’une ligne plus haut";

/// What the rows read so far are recognised by.
#[derive(Default)]
pub(super) struct Seen {
    ids: HashSet<EventId>,
    likenesses: HashSet<String>,
}

/// A value that can't be read, and why.
#[derive(Clone)]
struct Unread {
    column: CsvColumn,
    text: String,
    reason: String,
}

impl Reader<'_> {
    /// Plans what an import does with a row; `seen` has the rows read so far.
    pub(super) fn plan(
        &self,
        row: &StringRecord,
        seen: &mut Seen,
    ) -> Result<PlannedRow, StoreError> {
        let targets = self.mapping.targets().iter();
        let mut remarks = Vec::new();
        let mut clean = |column: CsvColumn, cell| {
            let (text, remark) = self.clean(column, restore(cell));
            let header = || column.header().to_lowercase();
            remarks.extend(remark.map(|remark| format!("{remark} ({})", header())));
            (column, text)
        };
        let cells: Vec<(CsvColumn, Cow<'_, str>)> = targets
            .zip(row)
            .filter_map(|(target, cell)| target.map(|column| clean(column, cell)))
            .collect();
        // The numbers may be in columns that fill no field.
        if is_total(cells.iter().map(|(_, text)| text.as_ref())) || is_total(row.iter()) {
            return Ok(PlannedRow::refused("ligne de total".to_owned()));
        }
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
        let mut draft = self.read(&cells, id, known.as_ref());
        if draft.incoming.content.title.is_empty() {
            return Ok(refused("pas de titre".to_owned()));
        }
        // Why a row is skipped comes before how it was read.
        let duplicate = match &known {
            None => self.duplicate(id, &draft.incoming.content, seen),
            Some(_) => None,
        };
        remarks.splice(0..0, duplicate.map(str::to_owned));
        let is_skipped = duplicate.is_some();
        let doubts = self.doubts(&draft);
        if doubts.is_empty() {
            return Ok(planned(draft, remarks, is_skipped));
        }
        let why = Doubt::clauses(&doubts);
        let mut confirmed = draft.clone();
        let doubtful = format!("attestation douteuse{NARROW}: {why}");
        confirmed.remarks.push(doubtful);
        draft.leave_attestation(&why);
        Ok(PlannedRow {
            confirmed: Some(Box::new(planned(confirmed, remarks.clone(), is_skipped))),
            ..planned(draft, remarks, is_skipped)
        })
    }

    /// Returns what is doubtful in the attestation that a row declares.
    fn doubts(&self, draft: &Draft<'_>) -> Vec<Doubt> {
        let Some(attestation) = &draft.incoming.attestation else {
            return Vec::new();
        };
        let (content, known) = (&draft.incoming.content, draft.known);
        let event = Attested {
            content,
            publication: draft
                .incoming
                .publication
                .or(known.map(|event| event.publication))
                .unwrap_or_default(),
            ends_at: content.schedule().ends_at(self.zone),
            before: known.and_then(|event| event.attestation.as_ref()),
        };
        Doubt::of(event, attestation, self.moment.now)
    }

    /// Returns why a new event may be a duplicate of one in the store or above in the file.
    fn duplicate(
        &self,
        id: Option<EventId>,
        content: &EventContent,
        seen: &mut Seen,
    ) -> Option<&'static str> {
        if self.known.has_alike(content) {
            return Some(ALIKE);
        }
        // Rows with identifiers are different, and workshops without a date often share their title.
        let may_be_duplicate = id.is_none() && content.date.is_some();
        (may_be_duplicate && !seen.likenesses.insert(duplicate_key(content))).then_some(TWICE)
    }

    /// Returns a text without the tags, entities and escapes of other programs, and without control
    /// characters; and what was done, in a clause, where it was more than that.
    fn clean<'c>(&self, column: CsvColumn, cell: &'c str) -> (Cow<'c, str>, Option<&'static str>) {
        let several_lines = matches!(
            column,
            CsvColumn::Field(EventField::Description | EventField::Notes)
        );
        let mut remark = None;
        let mut text = Cow::Borrowed(cell);
        if self.is_foreign && cell.contains(['<', '&', '\\']) {
            if let Some(plain) = without_tags(cell) {
                text = plain.into();
                remark = Some("balises de page web retirées");
            }
            text = html_escape::decode_html_entities(&text).into_owned().into();
            if let Some(plain) = without_escapes(&text) {
                text = plain.into();
                remark = Some("signes d’agenda décodés");
            }
        }
        let text = match text {
            Cow::Borrowed(text) if several_lines => trimmed(displayable::lines(text)),
            Cow::Borrowed(text) => spaced(displayable::line(text)),
            Cow::Owned(text) if several_lines => {
                Cow::Owned(trimmed(displayable::lines(&text)).into_owned())
            }
            Cow::Owned(text) => Cow::Owned(spaced(displayable::line(&text)).into_owned()),
        };
        (text, remark)
    }

    fn read<'k>(
        &self,
        cells: &[(CsvColumn, Cow<'_, str>)],
        id: Option<EventId>,
        known: Option<&'k Event>,
    ) -> Draft<'k> {
        let mut draft = Draft {
            incoming: Incoming {
                id,
                content: known.map(|event| event.content.clone()).unwrap_or_default(),
                publication: None,
                public_link: None,
                attestation: None,
            },
            known,
            has_hour: false,
            has_end: false,
            end_date: None,
            remarks: Vec::new(),
            kept: Vec::new(),
            changed: Vec::new(),
            unread: Vec::new(),
        };
        for rank in 0..=LAST_RANK {
            for (column, text) in cells.iter().filter(|(column, _)| rank_of(*column) == rank) {
                self.read_cell(*column, text, &mut draft);
            }
        }
        if draft.end_date.is_some() {
            // Hours read after it may no longer say it.
            draft.incoming.content.end_date = draft.end_date;
            draft.incoming.content.simplify_end();
            let end_date = draft.incoming.content.end_date;
            let column = CsvColumn::Field(EventField::EndDate);
            let is_changed = known.is_some_and(|event| event.content.end_date != end_date);
            if is_changed && !draft.changed.contains(&column) {
                draft.changed.push(column);
            }
        }
        for problem in draft.incoming.content.problems() {
            if let Some(problem) = take_contradiction(problem, &mut draft.incoming.content) {
                draft.unread.push(problem);
            }
        }
        draft
    }

    fn read_cell(&self, column: CsvColumn, text: &str, draft: &mut Draft<'_>) {
        // An empty cell never removes a state or an attestation.
        if column == CsvColumn::Id || column.is_ignored_when_empty() && text.is_empty() {
            return;
        }
        // An exported value is unchanged, however it was first typed and whatever program saved it
        // again.
        let same = draft.known.is_some_and(|event| {
            let written = column.text(event, self.references, self.moment.now);
            is_same(text, written.trim()) || self.clean(column, &written).0 == text
        });
        // The last day is read with the hours, which may have changed.
        if same && column != CsvColumn::Field(EventField::EndDate) {
            return;
        }
        let before = draft.known.map(|_| draft.incoming.clone());
        let (reported, kept) = (draft.remarks.len(), draft.kept.len());
        let taken = self.take(column, text, draft);
        draft.incoming.content.simplify_end();
        match (taken, before) {
            // Another form of the same value is not a change: « 9:00 » for « 09:00 ».
            (Ok(()), Some(before)) if before == draft.incoming => {
                draft.remarks.truncate(reported);
                draft.kept.truncate(kept);
            }
            (Ok(()), Some(before)) => {
                let (before, after) = (before.content, &draft.incoming.content);
                // A cell may give the day and both hours.
                let times = [
                    (EventField::Date, before.date != after.date),
                    (EventField::Starts, before.starts != after.starts),
                    (EventField::Ends, before.ends != after.ends),
                    (EventField::EndDate, before.end_date != after.end_date),
                ];
                let times: Vec<_> = times
                    .into_iter()
                    .filter(|(_, is_changed)| *is_changed)
                    .map(|(field, _)| CsvColumn::Field(field))
                    .collect();
                let changed = if times.is_empty() {
                    vec![column]
                } else {
                    times
                };
                for column in changed {
                    if !draft.changed.contains(&column) {
                        draft.changed.push(column);
                    }
                }
            }
            (Ok(()), None) => {}
            (Err(reason), _) => draft.unread.push(Unread {
                column,
                text: text.to_owned(),
                reason,
            }),
        }
    }
}

/// Returns what an import does with the event that was read.
fn planned(mut draft: Draft<'_>, mut remarks: Vec<String>, is_skipped: bool) -> PlannedRow {
    // A value was changed by hand to one that can't be read: the event stays as it is.
    if draft.known.is_some() && !draft.unread.is_empty() {
        let reasons = draft.unread.into_iter().map(|unread| unread.reason);
        let reasons = reasons.collect::<Vec<_>>().join(&format!("{NARROW}; "));
        return PlannedRow {
            title: draft.incoming.content.title,
            ..PlannedRow::refused(reasons)
        };
    }
    for unread in std::mem::take(&mut draft.unread) {
        draft.keep(unread.column, &unread.text, unread.reason);
    }
    draft.write_kept();
    remarks.append(&mut draft.remarks);
    let title = draft.incoming.content.title.clone();
    let incoming = Box::new(draft.incoming);
    let outcome = match draft.known {
        Some(_) if draft.changed.is_empty() => {
            remarks.clear();
            RowOutcome::Same
        }
        Some(event) => RowOutcome::Update {
            incoming,
            known: Box::new(event.clone()),
            changed: draft.changed,
        },
        None => RowOutcome::Create(incoming),
    };
    PlannedRow {
        line: 0,
        title,
        outcome,
        remarks,
        is_skipped,
        confirmed: None,
    }
}

/// The rank of the cells that are read last.
const LAST_RANK: u8 = 4;

/// Returns when a cell is read: those that complete others come after them.
fn rank_of(column: CsvColumn) -> u8 {
    match column {
        CsvColumn::Field(EventField::Date) => 0,
        CsvColumn::Field(EventField::Ends) => 3,
        CsvColumn::Field(EventField::EndDate) => 2,
        CsvColumn::Duration | CsvColumn::Transmitted => LAST_RANK,
        _ => 1,
    }
}

/// Whether a row adds up the others: it is called « Total », and the rest are numbers.
fn is_total<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let mut filled = cells.filter(|text| !text.is_empty());
    let Some(name) = filled.next() else {
        return false;
    };
    let is_number =
        |text: &str| !text.contains(['/', ':']) && text.starts_with(|c: char| c.is_ascii_digit());
    let begins = name.get(..1).is_some_and(|first| "tTsS".contains(first));
    if !begins {
        return false;
    }
    let key = plain_key(name);
    let key = key.strip_prefix("sous ").unwrap_or(&key);
    let is_named = matches!(key.split(' ').next(), Some("total" | "totaux"));
    let mut numbers = 0;
    let are_numbers = filled.all(|text| {
        numbers += 1;
        is_number(text)
    });
    is_named && are_numbers && numbers > 0
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
        ContentProblem::EndsOnADayBefore => content
            .end_date
            .take()
            .map(|day| day.format("%d/%m/%Y").to_string()),
        ContentProblem::EndsBeforeItStarts | ContentProblem::EndWithoutStart => content
            .ends
            .take()
            .map(|time| time.format("%H:%M").to_string()),
        ContentProblem::TooManySeats => content.seats.take().map(|seats| seats.to_string()),
        ContentProblem::NotALink => Some(std::mem::take(&mut content.signup_link)),
        ContentProblem::NotAPostcode => Some(std::mem::take(&mut content.venue.postcode)),
    };
    Some(Unread {
        column: match problem {
            ContentProblem::EndsOnADayBefore => CsvColumn::Field(EventField::EndDate),
            problem => CsvColumn::Field(problem.field()),
        },
        text: text.unwrap_or_default(),
        reason: problem.sentence().trim_end_matches('.').to_owned(),
    })
}
