//! The purge: personal notes and remarks are erased for good, and the figures stay.
//!
//! It is not an action: the journal does not record it, and it can't be undone. Texts are erased
//! from the rows, the search index, the history, the drafts, and the file's free pages. Actions up
//! to the last deletion of an erased event can't be undone any more.

mod drafts;
mod history;
mod records;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, TransactionBehavior, params};

use super::Store;
use super::error::{Result, StoreError};
use super::records::drafts::Draft;
use super::schema::journal_triggers;
use super::sql::connection::fold;
use super::sql::log::draw_mark;
use super::undo::commits::settle;
use super::undo::trim;
use crate::domain::listing::Moment;
use crate::domain::text::displayable::line;

/// The title given to a deleted event whose texts are erased.
const ERASED: &str = "(effacé)";

/// The columns of an event's texts. A deleted event loses them all; any other loses only its notes.
const TEXTS: [&str; 9] = [
    "title",
    "description",
    "venue_name",
    "address",
    "postcode",
    "commune",
    "signup_link",
    "notes",
    "public_link",
];

/// What a purge removes or has removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purgeable {
    /// The events that lose something, by date.
    pub events: Vec<PurgeableEvent>,
    /// How many drafts lose their notes, or are removed.
    pub drafts: usize,
    /// How many former values in the history contain such texts.
    pub former: usize,
    /// How many actions can't be undone any more: their undo would restore erased texts.
    pub forgotten: usize,
}

/// An event that loses something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurgeableEvent {
    /// Its title, without control characters.
    pub title: String,
    /// Its day; none for a deleted event that had none.
    pub date: Option<NaiveDate>,
    /// Whether its notes are erased.
    pub notes: bool,
    /// Whether the remark of its attestation is erased.
    pub remark: bool,
    /// Whether it was deleted: all its texts are erased.
    pub deleted: bool,
}

/// The result of a purge.
#[derive(Debug)]
pub struct Purged {
    /// What was erased.
    pub removed: Purgeable,
    /// What prevented the file from being rewritten: until the next purge, its free pages may
    /// contain some of the erased texts.
    pub rewritten: Result<()>,
}

impl Purgeable {
    /// Whether there is nothing to remove.
    pub fn is_empty(&self) -> bool {
        let Self {
            events,
            drafts,
            former,
            forgotten,
        } = self;
        events.is_empty() && [drafts, former, forgotten].iter().all(|&&count| count == 0)
    }

    /// Returns how many events, not deleted, lose their notes.
    pub fn notes(&self) -> usize {
        self.kept().filter(|event| event.notes).count()
    }

    /// Returns how many attestations of events not deleted lose their remark.
    pub fn remarks(&self) -> usize {
        self.kept().filter(|event| event.remark).count()
    }

    /// Returns how many deleted events lose their texts.
    pub fn deleted(&self) -> usize {
        self.events.len() - self.kept().count()
    }

    fn kept(&self) -> impl Iterator<Item = &PurgeableEvent> {
        self.events.iter().filter(|event| !event.deleted)
    }
}

impl Store {
    /// Returns what [`Store::purge`] would remove, and writes nothing.
    pub fn purgeable(&self, before: NaiveDate, moment: Moment) -> Result<Purgeable> {
        Ok(Plan::of(&self.connection, before, moment)?.purgeable)
    }

    /// Whether an event before a day has something that [`Store::purge`] would remove, without looking
    /// at the history.
    pub fn has_old_texts(&self, before: NaiveDate) -> Result<bool> {
        let sql = "SELECT EXISTS (
               SELECT 1 FROM event e LEFT JOIN attestation a ON a.row = e.row
               WHERE coalesce(max(e.date, e.end_date), e.date, substr(e.deleted_at, 1, 10)) < ?1
               AND (e.notes <> '' OR a.remark <> '' OR e.deleted_at IS NOT NULL AND e.title <> ?2))";
        let parameters = params![before.to_string(), ERASED];
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(parameters, |row| row.get(0))?)
    }

    /// Returns how many models have notes of their own, which a purge keeps.
    pub fn models_with_notes(&self) -> Result<usize> {
        let models = self.models()?;
        let with_notes = models
            .iter()
            .filter(|model| !model.content.notes.is_empty());
        Ok(with_notes.count())
    }

    /// Erases the notes of the events before a day, the remarks of their attestations, and every
    /// text of those that were deleted. Dates, places, themes and attendance stay; actions already
    /// undone can't be redone.
    ///
    /// # Errors
    /// [`super::StoreError::Busy`] when another program has the file locked; nothing is removed
    /// then.
    pub fn purge(&mut self, before: NaiveDate, moment: Moment) -> Result<Purged> {
        self.ensure_writable()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let plan = Plan::of(&transaction, before, moment)?;
        // The journal must not record the erased texts.
        journal_triggers::drop_triggers(&transaction)?;
        plan.apply(&transaction, moment)?;
        journal_triggers::create_triggers(&transaction)?;
        draw_mark(&transaction)?;
        let committed = transaction.commit().map_err(StoreError::from);
        committed.map_err(|error| settle(&self.connection, error))?;
        self.commits.add();
        Ok(Purged {
            removed: plan.purgeable,
            rewritten: rewrite(&self.connection),
        })
    }
}

/// Rewrites the file without its free pages and empties the write-ahead log. The rows no longer
/// contain the texts, even when this fails.
fn rewrite(connection: &Connection) -> Result<()> {
    connection.execute_batch("VACUUM")?;
    match fold(connection)? {
        true => Ok(()),
        false => Err(StoreError::Busy),
    }
}

/// What a purge will write, computed before anything is written.
#[derive(Default)]
struct Plan {
    /// What is shown of it.
    purgeable: Purgeable,
    /// The rows of the events before the day that are not deleted.
    kept: HashSet<i64>,
    /// The rows of the deleted events before the day.
    deleted: HashSet<i64>,
    /// The rows of the places to erase.
    venues: HashSet<i64>,
    /// Events that only the journal still has: their row, and the journal entry that removed it.
    undone: HashMap<i64, i64>,
    /// Journal entries, with their new values.
    entries: Vec<(i64, Option<String>, Option<String>)>,
    /// Actions, with their new labels.
    labels: Vec<(i64, String)>,
    /// The last action about a deleted event: it and all the earlier ones are forgotten.
    past: Option<i64>,
    /// Actions whose every change is erased.
    emptied: Vec<i64>,
    /// The drafts without the erased texts.
    drafts: Option<Vec<Draft>>,
}

/// What an entry of the journal loses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loss {
    Notes,
    All,
}

impl Plan {
    fn of(connection: &Connection, before: NaiveDate, moment: Moment) -> Result<Self> {
        let mut plan = Self::default();
        plan.find_events(connection, before)?;
        plan.find_undone(connection, before)?;
        plan.find_venues(connection)?;
        plan.find_former(connection)?;
        plan.count_forgotten(connection)?;
        plan.find_drafts(connection, before, moment)?;
        Ok(plan)
    }

    fn find_events(&mut self, connection: &Connection, before: NaiveDate) -> Result<()> {
        let has_text: Vec<String> = TEXTS[1..]
            .iter()
            .map(|name| format!("e.{name} <> ''"))
            .collect();
        let mut statement = connection.prepare(&format!(
            "SELECT e.row, e.title, e.date, e.notes <> '', coalesce(a.remark, '') <> '',
                    e.deleted_at IS NOT NULL, e.title <> ?2 OR {}
             FROM event e LEFT JOIN attestation a ON a.row = e.row
             WHERE coalesce(max(e.date, e.end_date), e.date, substr(e.deleted_at, 1, 10)) < ?1
             ORDER BY e.date, e.starts, e.row",
            has_text.join(" OR ")
        ))?;
        let mut rows = statement.query(params![before.to_string(), ERASED])?;
        while let Some(row) = rows.next()? {
            let event = PurgeableEvent {
                title: line(&row.get::<_, String>(1)?).into_owned(),
                date: row
                    .get::<_, Option<String>>(2)?
                    .and_then(|date| date.parse().ok()),
                notes: row.get(3)?,
                remark: row.get(4)?,
                deleted: row.get(5)?,
            };
            let has_text: bool = row.get(6)?;
            let place = row.get(0)?;
            if event.deleted {
                self.deleted.insert(place);
            } else {
                self.kept.insert(place);
            }
            if event.notes || event.remark || event.deleted && has_text {
                self.purgeable.events.push(event);
            }
        }
        Ok(())
    }

    /// Returns what an entry about an event loses.
    fn loss(&self, event: i64, entry: i64) -> Option<Loss> {
        let is_undone = self.undone.get(&event).is_some_and(|&last| entry <= last);
        if is_undone || self.deleted.contains(&event) {
            Some(Loss::All)
        } else {
            self.kept.contains(&event).then_some(Loss::Notes)
        }
    }

    fn apply(&self, connection: &Connection, moment: Moment) -> Result<()> {
        // With a new revision, a form opened before the purge can't write the old text back
        // silently.
        let mut notes = connection
            .prepare("UPDATE event SET notes = '', rev = rev + 1 WHERE row = ?1 AND notes <> ''")?;
        let mut remark = connection
            .prepare("UPDATE attestation SET remark = '' WHERE row = ?1 AND remark <> ''")?;
        for row in &self.kept {
            notes.execute([row])?;
            remark.execute([row])?;
        }
        let blank: Vec<String> = TEXTS[1..]
            .iter()
            .map(|name| format!("{name} = ''"))
            .collect();
        let mut texts = connection.prepare(&format!(
            "UPDATE event SET title = '{ERASED}', {}, on_site = NULL, rev = rev + 1 WHERE row = ?1",
            blank.join(", ")
        ))?;
        let mut answers = connection
            .prepare("UPDATE attestation SET remark = '', answers = '{}' WHERE row = ?1")?;
        let mut announced = connection.prepare("UPDATE tick SET told = NULL WHERE event = ?1")?;
        for row in &self.deleted {
            texts.execute([row])?;
            answers.execute([row])?;
            announced.execute([row])?;
        }
        let mut venue = connection.prepare("DELETE FROM venue WHERE row = ?1")?;
        for row in &self.venues {
            venue.execute([row])?;
        }
        let mut entry =
            connection.prepare("UPDATE journal SET old = ?2, new = ?3 WHERE id = ?1")?;
        for (id, old, new) in &self.entries {
            entry.execute(params![id, old, new])?;
        }
        let mut label = connection.prepare("UPDATE action SET label = ?2 WHERE id = ?1")?;
        for (id, text) in &self.labels {
            label.execute(params![id, text])?;
        }
        if let Some(past) = self.past {
            trim::forget(connection, 0, past)?;
        }
        for &action in &self.emptied {
            trim::forget(connection, action, action)?;
        }
        self.write_drafts(connection, moment)?;
        if !self.purgeable.is_empty() {
            connection.execute(
                "UPDATE action SET lost = 1 WHERE undone IS NOT NULL AND lost = 0",
                [],
            )?;
        }
        Ok(())
    }
}
