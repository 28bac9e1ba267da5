//! The purge: what was noted for oneself is removed for good, and the figures stay.
//!
//! It is no action: nothing of it is recorded, and it can't be taken back. Texts leave the rows,
//! the words that searches read, the history, the forms left open, and the file's free pages.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde_json::Value;

use super::error::Result;
use super::listing::Moment;
use super::{Store, triggers};
use crate::domain::displayable::line;
use crate::domain::typed_date::parse_date;

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

/// Under which forms not saved are remembered.
const DRAFTS: &str = "form_drafts";

/// Under which attestations not saved are, by event.
const ATTESTATION_DRAFTS: &str = "attestation_drafts";

/// Under which forms of Réglages not saved are.
const SETTINGS_DRAFTS: &str = "settings_drafts";

/// What a purge removes, or removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purgeable {
    /// The events that lose something, in the order of their dates.
    pub events: Vec<PurgeableEvent>,
    /// Forms left open that lose their notes, or go whole.
    pub drafts: usize,
    /// Former values in the history that hold such texts.
    pub former: usize,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    /// What it was.
    pub removed: Purgeable,
    /// Whether the file was written anew without it; otherwise another window held the file, and
    /// its free pages may keep some of it until the next purge.
    pub rewritten: bool,
}

impl Purgeable {
    /// Whether there is nothing to remove.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.drafts == 0 && self.former == 0
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
        self.is_there()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let plan = Plan::of(&transaction, before, at)?;
        // What is removed is not to be written down in the journal.
        triggers::drop_triggers(&transaction)?;
        plan.apply(&transaction)?;
        triggers::create_triggers(&transaction)?;
        transaction.commit()?;
        Ok(Purged {
            removed: plan.told,
            rewritten: rewrite(&self.connection),
        })
    }
}

/// Writes the file anew without its free pages and empties the write-ahead log; answers whether
/// nothing prevented it. The texts are gone from the rows whatever it answers.
fn rewrite(connection: &Connection) -> bool {
    if connection.execute_batch("VACUUM").is_err() {
        return false;
    }
    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
    let busy = connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    busy == Ok(0)
}

/// What is to be written, decided before anything is.
#[derive(Default)]
struct Plan {
    told: Purgeable,
    /// The rows of the events before the day.
    kept: HashSet<i64>,
    /// Those of them that were deleted.
    deleted: HashSet<i64>,
    /// Events of which the journal alone knows: their row, and the entry that removed it.
    undone: HashMap<i64, i64>,
    /// Entries of the journal, with their values anew.
    entries: Vec<(i64, Option<String>, Option<String>)>,
    /// Actions, with their labels anew.
    labels: Vec<(i64, String)>,
    /// The forms left open, anew.
    drafts: Option<String>,
    /// The attestations left open, anew.
    attestation_drafts: Option<String>,
    /// Whether forms of Réglages were left open.
    settings_drafts: bool,
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
        plan.find_former(connection)?;
        plan.find_drafts(connection, before, at)?;
        plan.find_attestation_drafts(connection)?;
        plan.find_settings_drafts(connection)?;
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

    /// Events whose creation was taken back: they are in the journal alone, whole.
    fn find_undone(&mut self, connection: &Connection, before: NaiveDate) -> Result<()> {
        let mut statement = connection.prepare(
            r#"SELECT j.row, max(j.id) FROM journal j JOIN action a ON a.id = j.action
               WHERE j."table" = 'event' AND j.op = 'delete'
                 AND coalesce(j.old ->> 'date', substr(a.at_utc, 1, 10)) < ?1
                 AND NOT EXISTS (SELECT 1 FROM event WHERE id = j.old ->> 'id')
               GROUP BY j.row"#,
        )?;
        let undone =
            statement.query_map([before.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.undone = undone.collect::<rusqlite::Result<_>>()?;
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

    fn find_former(&mut self, connection: &Connection) -> Result<()> {
        // A tick is about an event that the entry does not always name.
        let mut ticks: HashMap<i64, i64> = HashMap::new();
        for sql in [
            "SELECT row, event FROM tick",
            r#"SELECT row, old ->> 'event' FROM journal WHERE "table" = 'tick' AND op = 'delete'"#,
        ] {
            let mut statement = connection.prepare(sql)?;
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            ticks.extend(pairs.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?);
        }
        let mut named: HashSet<i64> = HashSet::new();
        let mut statement = connection.prepare(
            r#"SELECT id, action, "table", row, op, old, new FROM journal
               WHERE "table" IN ('event', 'attestation', 'tick') ORDER BY id"#,
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, table): (i64, String) = (row.get(0)?, row.get(2)?);
            let place: i64 = row.get(3)?;
            let event = match table.as_str() {
                "tick" => ticks.get(&place).copied(),
                _ => Some(place),
            };
            let Some(loss) = event.and_then(|event| self.loss(event, id)) else {
                continue;
            };
            if loss == Loss::All {
                named.insert(row.get(1)?);
            }
            let whole = row.get::<_, String>(4)? == "delete";
            let (old, new): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
            let anew = (
                without(old.as_deref(), &table, loss, whole)?,
                without(new.as_deref(), &table, loss, whole)?,
            );
            if anew != (old, new) {
                self.entries.push((id, anew.0, anew.1));
            }
        }
        let mut statement = connection.prepare("SELECT label FROM action WHERE id = ?1")?;
        for action in named {
            let label: String = statement.query_row([action], |row| row.get(0))?;
            if let Some(anew) = nameless(&label) {
                self.labels.push((action, anew));
            }
        }
        self.told.former = self.entries.len() + self.labels.len();
        Ok(())
    }

    fn find_drafts(
        &mut self,
        connection: &Connection,
        before: NaiveDate,
        at: Moment,
    ) -> Result<()> {
        let mut statement = connection.prepare("SELECT value FROM memory WHERE key = ?1")?;
        let mut rows = statement.query([DRAFTS])?;
        let Some(text) = rows
            .next()?
            .map(|row| row.get::<_, String>(0))
            .transpose()?
        else {
            return Ok(());
        };
        let Ok(Value::Array(mut drafts)) = serde_json::from_str(&text) else {
            return Ok(());
        };
        let mut row_of = connection.prepare("SELECT row FROM event WHERE id = ?1")?;
        let mut gone = 0;
        let mut left = Vec::new();
        for mut draft in drafts.drain(..) {
            let loss = match draft["event"][0].as_str() {
                Some(id) => {
                    let mut rows = row_of.query([id])?;
                    let row = rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()?;
                    row.and_then(|row| self.loss(row, i64::MAX))
                }
                None => {
                    let typed = draft["values"]["texts"]["date"].as_str();
                    let date = typed.and_then(|typed| parse_date(typed, at.today).ok());
                    date.filter(|&date| date < before).map(|_| Loss::Notes)
                }
            };
            match loss {
                Some(Loss::All) => {
                    gone += 1;
                    continue;
                }
                Some(Loss::Notes) => {
                    let texts = draft.pointer_mut("/values/texts");
                    let texts = texts.and_then(Value::as_object_mut);
                    gone += usize::from(texts.is_some_and(|texts| texts.remove("notes").is_some()));
                }
                None => {}
            }
            left.push(draft);
        }
        if gone > 0 {
            self.told.drafts += gone;
            self.drafts = Some(serde_json::to_string(&left)?);
        }
        Ok(())
    }

    /// What was typed of an attestation goes whole: its remark stands among its other answers.
    fn find_attestation_drafts(&mut self, connection: &Connection) -> Result<()> {
        let sql = "SELECT value FROM memory WHERE key = ?1";
        let text: Option<String> = connection
            .query_row(sql, [ATTESTATION_DRAFTS], |row| row.get(0))
            .optional()?;
        let drafts = text.and_then(|text| serde_json::from_str(&text).ok());
        let Some(Value::Object(mut drafts)) = drafts else {
            return Ok(());
        };
        let before = drafts.len();
        let mut row_of = connection.prepare("SELECT row FROM event WHERE id = ?1")?;
        for id in drafts.keys().cloned().collect::<Vec<_>>() {
            let row: Option<i64> = row_of.query_row([&id], |row| row.get(0)).optional()?;
            if row.is_none_or(|row| self.loss(row, i64::MAX).is_some()) {
                drafts.remove(&id);
            }
        }
        if drafts.len() < before {
            self.told.drafts += before - drafts.len();
            self.attestation_drafts = Some(Value::Object(drafts).to_string());
        }
        Ok(())
    }

    /// What was typed in Réglages is of no event and of no day: it goes whole.
    fn find_settings_drafts(&mut self, connection: &Connection) -> Result<()> {
        let sql = "SELECT count(*) FROM memory,
                       json_each(iif(json_valid(memory.value), memory.value, '[0]'))
                   WHERE memory.key = ?1";
        let many: i64 = connection.query_row(sql, [SETTINGS_DRAFTS], |row| row.get(0))?;
        self.told.drafts += usize::try_from(many).unwrap_or(0);
        self.settings_drafts = many > 0;
        Ok(())
    }

    fn apply(&self, connection: &Connection) -> Result<()> {
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
            "UPDATE event SET title = '{ERASED}', {}, rev = rev + 1 WHERE row = ?1",
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
        let mut entry =
            connection.prepare("UPDATE journal SET old = ?2, new = ?3 WHERE id = ?1")?;
        for (id, old, new) in &self.entries {
            entry.execute(params![id, old, new])?;
        }
        let mut label = connection.prepare("UPDATE action SET label = ?2 WHERE id = ?1")?;
        for (id, text) in &self.labels {
            label.execute(params![id, text])?;
        }
        for (key, drafts) in [
            (DRAFTS, &self.drafts),
            (ATTESTATION_DRAFTS, &self.attestation_drafts),
        ] {
            if let Some(drafts) = drafts {
                connection.execute(
                    "UPDATE memory SET value = ?2 WHERE key = ?1",
                    params![key, drafts],
                )?;
            }
        }
        if self.settings_drafts {
            connection.execute("DELETE FROM memory WHERE key = ?1", [SETTINGS_DRAFTS])?;
        }
        if !self.told.is_empty() {
            connection.execute(
                "UPDATE action SET lost = 1 WHERE undone IS NOT NULL AND lost = 0",
                [],
            )?;
        }
        Ok(())
    }
}

/// The values of an entry without what goes. In a whole row, which an undo would put back, what goes
/// is blank; elsewhere it is left out, so that an undo changes the rest alone.
fn without(json: Option<&str>, table: &str, loss: Loss, whole: bool) -> Result<Option<String>> {
    let Some(json) = json else { return Ok(None) };
    let mut values: Value = serde_json::from_str(json)?;
    let gone: &[&str] = match (table, loss) {
        ("event", Loss::Notes) => &["notes"],
        ("event", Loss::All) => &TEXTS,
        ("attestation", Loss::Notes) => &["remark"],
        ("attestation", Loss::All) => &["remark", "answers"],
        (_, Loss::All) => &["told"],
        (_, Loss::Notes) => &[],
    };
    let mut changed = false;
    if let Some(values) = values.as_object_mut() {
        for &name in gone {
            if whole {
                let blank = match name {
                    "title" => Value::from(ERASED),
                    "answers" => Value::from("{}"),
                    "told" => Value::Null,
                    _ => Value::from(""),
                };
                if let Some(value) = values.get_mut(name)
                    && *value != blank
                {
                    *value = blank;
                    changed = true;
                }
            } else {
                changed |= values.remove(name).is_some();
            }
        }
    }
    // As it was written, to the letter, when it loses nothing.
    Ok(Some(if changed {
        values.to_string()
    } else {
        json.to_owned()
    }))
}

/// The label of an action without what it quotes; none when it quotes nothing.
fn nameless(label: &str) -> Option<String> {
    let from = label.find('«')? + '«'.len_utf8();
    let to = label.rfind('»').filter(|&to| to > from)?;
    let anew = format!("{}\u{202f}{ERASED}\u{202f}{}", &label[..from], &label[to..]);
    (anew != label).then_some(anew)
}
