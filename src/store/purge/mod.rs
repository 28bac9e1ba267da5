//! The purge: what was noted for oneself is removed for good, and the figures stay.
//!
//! It is no action: nothing of it is recorded, and it can't be taken back. Texts leave the rows,
//! the words that searches read, the history, the forms left open, and the file's free pages. What
//! was done up to the last deletion of an event that lost its texts can't be taken back any more.

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
use super::undo::trim;
use crate::domain::listing::Moment;
use crate::domain::text::displayable::line;

/// What stands for the title of a deleted event that lost its texts.
const ERASED: &str = "(effacé)";

/// The texts of an event. A deleted one loses them all; another, its notes alone.
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

/// What a purge removes, or removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purgeable {
    /// The events that lose something, in the order of their dates.
    pub events: Vec<PurgeableEvent>,
    /// Forms left open that lose their notes, or go whole.
    pub drafts: usize,
    /// Former values in the history that hold such texts.
    pub former: usize,
    /// Actions that can't be taken back any more: they would bring back what lost its texts.
    pub forgotten: usize,
}

/// An event that loses something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurgeableEvent {
    /// Its title, fit to be shown.
    pub title: String,
    /// Its day; none for a deleted event that had none.
    pub date: Option<NaiveDate>,
    /// Its notes go.
    pub notes: bool,
    /// The remark of its attestation goes.
    pub remark: bool,
    /// It was deleted: all its texts go.
    pub deleted: bool,
}

/// What was removed.
#[derive(Debug)]
pub struct Purged {
    /// What it was.
    pub removed: Purgeable,
    /// What prevented the file from being written anew without it: its free pages may then keep some
    /// of it until the next purge.
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
        events.is_empty() && [drafts, former, forgotten].iter().all(|&&many| many == 0)
    }

    /// How many events lose their notes, those deleted aside.
    pub fn notes(&self) -> usize {
        self.kept().filter(|event| event.notes).count()
    }

    /// How many attestations lose their remark, those of deleted events aside.
    pub fn remarks(&self) -> usize {
        self.kept().filter(|event| event.remark).count()
    }

    /// How many deleted events lose their texts.
    pub fn deleted(&self) -> usize {
        self.events.len() - self.kept().count()
    }

    fn kept(&self) -> impl Iterator<Item = &PurgeableEvent> {
        self.events.iter().filter(|event| !event.deleted)
    }
}

impl Store {
    /// What [`Store::purge`] would remove; nothing is written.
    pub fn purgeable(&self, before: NaiveDate, at: Moment) -> Result<Purgeable> {
        Ok(Plan::of(&self.connection, before, at)?.told)
    }

    /// How many models keep notes of their own, which a purge leaves.
    pub fn models_with_notes(&self) -> Result<usize> {
        let models = self.models()?;
        let with_notes = models
            .iter()
            .filter(|model| !model.content.notes.is_empty());
        Ok(with_notes.count())
    }

    /// Removes for good the notes of the events before that day and the remarks of their
    /// attestations, and every text of those that were deleted. Dates, places, themes and headcounts
    /// stay; what was taken back can't be made again.
    ///
    /// # Errors
    /// [`super::StoreError::Busy`] when another program holds the file; nothing is removed then.
    pub fn purge(&mut self, before: NaiveDate, at: Moment) -> Result<Purged> {
        self.ensure_writable()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let plan = Plan::of(&transaction, before, at)?;
        // What is removed is not to be written down in the journal.
        journal_triggers::drop_triggers(&transaction)?;
        plan.apply(&transaction, at)?;
        journal_triggers::create_triggers(&transaction)?;
        transaction.commit()?;
        Ok(Purged {
            removed: plan.told,
            rewritten: rewrite(&self.connection),
        })
    }
}

/// Writes the file anew without its free pages and empties the write-ahead log. The texts are gone
/// from the rows whatever it answers.
fn rewrite(connection: &Connection) -> Result<()> {
    connection.execute_batch("VACUUM")?;
    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
    match connection.query_row(sql, [], |row| row.get(0))? {
        0i64 => Ok(()),
        _ => Err(StoreError::Busy),
    }
}

/// What is to be written, decided before anything is.
#[derive(Default)]
struct Plan {
    told: Purgeable,
    /// The rows of the events before the day.
    kept: HashSet<i64>,
    /// Those of them that were deleted.
    deleted: HashSet<i64>,
    /// The places that go with them.
    venues: HashSet<i64>,
    /// Events of which the journal alone knows: their row, and the entry that removed it.
    undone: HashMap<i64, i64>,
    /// Entries of the journal, with their values anew.
    entries: Vec<(i64, Option<String>, Option<String>)>,
    /// Actions, with their labels anew.
    labels: Vec<(i64, String)>,
    /// The last action about a deleted event: it goes, and all before it.
    past: Option<i64>,
    /// Actions that changed nothing but what goes.
    emptied: Vec<i64>,
    /// The drafts, without what goes.
    drafts: Option<Vec<Draft>>,
}

/// What an entry of the journal loses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loss {
    Notes,
    All,
}

impl Plan {
    fn of(connection: &Connection, before: NaiveDate, at: Moment) -> Result<Self> {
        let mut plan = Self::default();
        plan.find_events(connection, before)?;
        plan.find_undone(connection, before)?;
        plan.find_venues(connection)?;
        plan.find_former(connection)?;
        plan.count_forgotten(connection)?;
        plan.find_drafts(connection, before, at)?;
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
             WHERE coalesce(e.date, substr(e.deleted_at, 1, 10)) < ?1
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
                self.told.events.push(event);
            }
        }
        Ok(())
    }

    /// What an entry about that event loses.
    fn loss(&self, event: i64, entry: i64) -> Option<Loss> {
        let is_undone = self.undone.get(&event).is_some_and(|&last| entry <= last);
        if is_undone || self.deleted.contains(&event) {
            Some(Loss::All)
        } else {
            self.kept.contains(&event).then_some(Loss::Notes)
        }
    }

    fn apply(&self, connection: &Connection, at: Moment) -> Result<()> {
        // A new revision: a form that holds the former text does not write it back unasked.
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
        let mut told = connection.prepare("UPDATE tick SET told = NULL WHERE event = ?1")?;
        for row in &self.deleted {
            texts.execute([row])?;
            answers.execute([row])?;
            told.execute([row])?;
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
        self.write_drafts(connection, at)?;
        if !self.told.is_empty() {
            connection.execute(
                "UPDATE action SET lost = 1 WHERE undone IS NOT NULL AND lost = 0",
                [],
            )?;
        }
        Ok(())
    }
}
