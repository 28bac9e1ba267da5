//! Events: reads one, and creates, modifies, publishes and deletes them inside an action.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime};
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, ToSql, named_params, params};

use super::checklist::read_announced;
use super::crud::Cell;
use super::going_on::GOING_ON_OR_LATER;
use crate::domain::event::attestation::Attestation;
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventContent, EventField, EventVenue};
use crate::domain::id::{EntryId, EventId, QuestionId, SeriesId};
use crate::domain::text::displayable::{line, lines};
use crate::domain::time::civil_time;
use crate::store::error::{Result, StoreError};
use crate::store::sql::text::{day, hour, instant};
use crate::store::{Change, Store};

/// The columns that [`read`] expects, in this order, of `event e LEFT JOIN attestation a`.
pub(in crate::store) const COLUMNS: &str = "e.id, e.rev, e.created_at, e.modified_at, e.title, e.category, e.theme,
    e.second_theme, e.audience, e.description, e.venue_kind, e.venue_name, e.address, e.postcode, e.commune,
    e.date, e.end_date, e.starts, e.ends, e.seats, e.children_welcome, e.signup_link, e.notes, e.publication,
    e.public_link, e.submitted_on, e.series, e.on_site, e.zone,
    a.attendees, a.answers, a.remark, a.filled_at, a.corrected_at, a.transmitted_on";

impl Store {
    /// Returns the event with that identifier, unless it was deleted.
    pub fn event(&self, id: EventId) -> Result<Option<Event>> {
        find(&self.connection, id)
    }

    /// Whether there is at least one event that is not deleted.
    pub fn has_events(&self) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM event_list)")?
            .query_row([], |row| row.get(0))?)
    }

    /// Returns the events whose identifier ends with `text`, two at most: enough to detect an
    /// ambiguity.
    pub fn events_named(&self, text: &str) -> Result<Vec<EventId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM event
             WHERE deleted_at IS NULL AND substr(id, -length(?1)) = ?1 LIMIT 2",
        )?;
        let ids =
            statement.query_map([text.trim().to_lowercase()], |row| row.get::<_, String>(0))?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ids.iter().filter_map(|id| EventId::parse(id)).collect())
    }

    /// Whether an event with that identifier ever existed here, deleted ones included.
    pub fn event_existed(&self, id: EventId) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE id = ?1)")?
            .query_row([id.to_string()], |row| row.get(0))?)
    }

    /// Returns the titles of the other events whose time overlaps that of `content`: one mediator can't
    /// run both. An event of one day without an end lasts the minute it starts. Cancelled events are
    /// ignored.
    pub fn clashes(&self, content: &EventContent, but: Option<EventId>) -> Result<Vec<String>> {
        let (Some(date), Some(last), Some(starts)) =
            (content.date, content.ends_on(), content.starts)
        else {
            return Ok(Vec::new());
        };
        let begins = date.and_time(starts);
        let end_of_day = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(starts);
        let ends = match content.ends {
            Some(ends) => last.and_time(ends),
            None if last > date => last.and_time(end_of_day),
            None => begins,
        };
        let minute = |instant: NaiveDateTime| instant.format("%Y-%m-%d %H:%M").to_string();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT title FROM (
                 SELECT e.title, l.date || ' ' || l.starts AS begins,
                        l.last_day || ' ' || coalesce(e.ends, iif(l.last_day > l.date, '23:59', l.starts)) AS ends
                 FROM event_list l JOIN event e ON e.row = l.row
                 WHERE {GOING_ON_OR_LATER} AND l.date <= :last
                   AND l.starts <> '' AND l.publication <> :cancelled AND e.id <> :but)
             WHERE begins = :begins OR begins < :ends AND ends > :begins
             ORDER BY begins",
        ))?;
        let titles = statement.query_map(
            named_params! {
                ":from": date.to_string(),
                ":last": last.to_string(),
                ":begins": minute(begins),
                ":ends": minute(ends),
                ":cancelled": Publication::Cancelled.rank(),
                ":but": but.map(|id| id.to_string()).unwrap_or_default(),
            },
            |row| Ok(line(&row.get::<_, String>(0)?).into_owned()),
        )?;
        Ok(titles.collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Returns an event as this action has left it so far.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it does not exist, or was deleted.
    pub fn event(&self, id: EventId) -> Result<Event> {
        find(self.connection, id)?.ok_or(StoreError::Stale)
    }

    /// Creates an event, as a draft unless `publication` says otherwise.
    pub fn create_event(
        &self,
        id: EventId,
        content: &EventContent,
        publication: Publication,
        time_zone: &str,
    ) -> Result<()> {
        let link = None;
        self.create_event_with_page(id, content, publication, link, time_zone)
    }

    /// Creates an event, with the link to its page on the national site if it has one.
    pub fn create_event_with_page(
        &self,
        id: EventId,
        content: &EventContent,
        publication: Publication,
        link: Option<&str>,
        time_zone: &str,
    ) -> Result<()> {
        self.insert_event(id, content, publication, link, time_zone, None)
    }

    /// Creates an event that belongs to a series.
    pub fn create_member(
        &self,
        id: EventId,
        content: &EventContent,
        time_zone: &str,
        series: SeriesId,
    ) -> Result<()> {
        let publication = Publication::Draft;
        self.insert_event(id, content, publication, None, time_zone, Some(series))
    }

    fn insert_event(
        &self,
        id: EventId,
        content: &EventContent,
        publication: Publication,
        link: Option<&str>,
        time_zone: &str,
        series: Option<SeriesId>,
    ) -> Result<()> {
        let event = id;
        let stamp = self.stamp();
        let mut names = vec![
            "id",
            "created_at",
            "modified_at",
            "zone",
            "publication",
            "public_link",
            "submitted_on",
            "series",
        ];
        let link = link.unwrap_or_default();
        let (id, rank) = (id.to_string(), publication.rank());
        let submitted_on = match publication {
            Publication::Submitted => Some(self.today()?),
            _ => None,
        };
        let series = series.map(|series| series.to_string());
        let mut values: Vec<&dyn ToSql> = vec![
            &id,
            &stamp,
            &stamp,
            &time_zone,
            &rank,
            &link,
            &submitted_on,
            &series,
        ];
        let (columns, cells): (Vec<_>, Vec<_>) = columns(content).unzip();
        names.extend(columns);
        values.extend(cells.iter().map(|cell| cell as &dyn ToSql));
        let places = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO event ({}) VALUES ({places})", names.join(", "));
        self.connection
            .prepare_cached(&sql)?
            .execute(values.as_slice())?;
        self.learn_venue(event, &content.venue)
    }

    /// Fails unless an event is still as it was read.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event or its attestation was changed or deleted since.
    pub fn expect_event(&self, known: &Event) -> Result<()> {
        match find(self.connection, known.id)? {
            Some(event) if event == *known => Ok(()),
            _ => Err(StoreError::Stale),
        }
    }

    /// Replaces the content of an event.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event was changed or deleted since `revision` was read.
    pub fn modify_event(&self, id: EventId, revision: u32, content: &EventContent) -> Result<()> {
        let (event, before) = (id, self.venue_of(id)?);
        self.complete_announced(id)?;
        let (sets, cells): (Vec<String>, Vec<Cell>) = columns(content)
            .map(|(name, cell)| (format!("{name} = ?"), cell))
            .unzip();
        let (id, stamp) = (id.to_string(), self.stamp());
        let mut values: Vec<&dyn ToSql> = cells.iter().map(|cell| cell as &dyn ToSql).collect();
        values.extend([&stamp as &dyn ToSql, &id, &revision]);
        let sql = format!(
            "UPDATE event SET {}, on_site = CASE
                        WHEN on_site IS NULL AND publication IN (2, 3) THEN {ON_SITE}
                        WHEN json_type(on_site, '$.site') IS NULL THEN {COMPLETED} ELSE on_site END,
                    modified_at = ?, rev = rev + 1
             WHERE id = ? AND rev = ? AND deleted_at IS NULL",
            sets.join(", ")
        );
        self.expect_one_row(
            self.connection
                .prepare_cached(&sql)?
                .execute(values.as_slice())?,
        )?;
        match before {
            Some(before) if before == content.venue => Ok(()),
            _ => self.learn_venue(event, &content.venue),
        }
    }

    /// Sets the publication state of an event, and the day it is submitted; the link to its page is
    /// kept unless another is given. An event that enters the site shows its current details there;
    /// one already there keeps the snapshot of what the site shows.
    pub fn publish_event(
        &self,
        id: EventId,
        publication: Publication,
        link: Option<&str>,
    ) -> Result<()> {
        self.expect_one_row(
            self.connection
                .prepare_cached(&format!(
                    "UPDATE event SET publication = ?1, public_link = coalesce(?2, public_link),
                            submitted_on = CASE WHEN ?1 = ?5 AND publication <> ?5 THEN ?6
                                                ELSE submitted_on END,
                            on_site = CASE WHEN ?1 IN (0, 1) THEN NULL
                                           WHEN ?1 = 4 AND publication IN (2, 3)
                                           THEN coalesce(on_site, {ON_SITE})
                                           WHEN ?1 IN (2, 3) AND publication NOT IN (2, 3) THEN NULL
                                           ELSE on_site END,
                            modified_at = ?3, rev = rev + 1
                     WHERE id = ?4 AND deleted_at IS NULL"
                ))?
                .execute(params![
                    publication.rank(),
                    link,
                    self.stamp(),
                    id.to_string(),
                    Publication::Submitted.rank(),
                    self.today()?,
                ])?,
        )
    }

    /// Records that the national site now shows the event's current details.
    pub fn correct_on_site(&self, id: EventId) -> Result<()> {
        let sql = "UPDATE event SET on_site = NULL, modified_at = ?1, rev = rev + 1
                   WHERE id = ?2 AND deleted_at IS NULL";
        self.expect_one_row(
            self.connection
                .prepare_cached(sql)?
                .execute(params![self.stamp(), id.to_string()])?,
        )
    }

    /// Marks an event as deleted: its row stays, so that two copies of a store can be merged later.
    pub fn delete_event(&self, id: EventId) -> Result<()> {
        let stamp = self.stamp();
        self.expect_one_row(
            self.connection
                .prepare_cached(
                    "UPDATE event SET deleted_at = ?1, modified_at = ?1, rev = rev + 1
                     WHERE id = ?2 AND deleted_at IS NULL",
                )?
                .execute(params![stamp, id.to_string()])?,
        )
    }

    /// Fails with `Stale` unless exactly one row was changed.
    pub(in crate::store) fn expect_one_row(&self, changed: usize) -> Result<()> {
        if changed == 1 {
            Ok(())
        } else {
            Err(StoreError::Stale)
        }
    }
}

/// The details on the site of the event being updated, as before the update.
const ON_SITE: &str = "(SELECT site FROM event_announced WHERE row = event.row)";

/// What an older version recorded of the site, completed with the details before the update: it
/// recorded fewer. NULL when nothing is recorded.
const COMPLETED: &str =
    "(SELECT json_insert(event.on_site, '$.planning', json(site -> '$.planning'),
                                             '$.site', json(site -> '$.site'))
                          FROM event_announced WHERE row = event.row)";

/// Returns the query that reads the event of a row, for [`read`].
pub(in crate::store) fn by_row(connection: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event e LEFT JOIN attestation a ON a.row = e.row WHERE e.row = ?1"
    ))
}

/// Finds an event, within an action or not.
pub(in crate::store) fn find(connection: &Connection, id: EventId) -> Result<Option<Event>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM event e LEFT JOIN attestation a ON a.row = e.row
         WHERE e.id = ?1 AND e.deleted_at IS NULL"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([id.to_string()], read)
        .optional()?)
}

/// Returns the content of an event, column by column; every write of an event uses it.
fn columns(content: &EventContent) -> impl Iterator<Item = (&'static str, Cell)> {
    let fields = EventField::ALL.into_iter();
    fields.map(|field| (field.column(), Cell::of(field.definition(), content)))
}

/// Decodes a row of [`COLUMNS`].
pub(in crate::store) fn read(row: &Row<'_>) -> rusqlite::Result<Event> {
    of_columns(row)
}

/// Decodes an event. A value in a wrong format, in a file written by another program, reads as
/// unset, and what could disturb a terminal is removed from texts.
pub(in crate::store) fn of_columns(row: &impl EventRow) -> rusqlite::Result<Event> {
    // By index and not by name, which SQLite would look up for each column.
    let mut next = RowReader { row, next: 0 };
    let mut event = Event {
        id: next
            .raw()?
            .and_then(|id| EventId::parse(&id))
            .unwrap_or(EventId::from_uuid(uuid::Uuid::nil())),
        revision: next.number()?.unwrap_or_default(),
        created_at: instant(&next.raw()?.unwrap_or_default()),
        modified_at: instant(&next.raw()?.unwrap_or_default()),
        content: EventContent {
            title: next.line()?,
            category: next.entry()?,
            theme: next.entry()?,
            second_theme: next.entry()?,
            audience: next.entry()?,
            description: next.lines()?,
            venue: EventVenue {
                kind: next.entry()?,
                name: next.line()?,
                address: next.line()?,
                postcode: next.line()?,
                commune: next.line()?,
            },
            date: next.raw()?.and_then(|text| day(&text)),
            end_date: next.raw()?.and_then(|text| day(&text)),
            starts: next.raw()?.and_then(|text| hour(&text)),
            ends: next.raw()?.and_then(|text| hour(&text)),
            seats: next.number()?,
            children_welcome: next.number()? == Some(1),
            signup_link: next.line()?,
            notes: next.lines()?,
        },
        publication: next
            .number()?
            .map(i64::from)
            .and_then(Publication::from_rank)
            .unwrap_or_default(),
        public_link: next.line()?,
        submitted_on: next.raw()?.and_then(|text| day(&text)),
        series: next.raw()?.and_then(|id| SeriesId::parse(&id)),
        site_snapshot: next.raw()?.and_then(|details| read_announced(&details)),
        ends_at: None,
        attestation: None,
    };
    let zone = civil_time::zone(&next.raw()?.unwrap_or_default());
    event.ends_at = event.content.schedule().ends_at(zone);
    if let Some(attendees) = next.number()? {
        event.attestation = Some(Attestation {
            attendees,
            answers: answers(&next.raw()?.unwrap_or_default()),
            remark: next.lines()?,
            filled_at: instant(&next.raw()?.unwrap_or_default()),
            corrected_at: next.raw()?.map(|text| instant(&text)),
            transmitted_on: next.raw()?.and_then(|text| day(&text)),
        });
    }
    Ok(event)
}

/// A row of [`COLUMNS`], read from SQLite or copied from it.
pub(in crate::store) trait EventRow {
    /// Returns the value of a column, by its index from 0.
    fn value(&self, index: usize) -> rusqlite::Result<ValueRef<'_>>;
}

impl EventRow for Row<'_> {
    fn value(&self, index: usize) -> rusqlite::Result<ValueRef<'_>> {
        self.get_ref(index)
    }
}

/// Reads the values of a row one after the other.
struct RowReader<'r, C> {
    row: &'r C,
    next: usize,
}

impl<'r, C: EventRow> RowReader<'r, C> {
    fn value(&mut self) -> rusqlite::Result<ValueRef<'r>> {
        self.next += 1;
        self.row.value(self.next - 1)
    }

    fn raw(&mut self) -> rusqlite::Result<Option<Cow<'r, str>>> {
        Ok(match self.value()? {
            ValueRef::Text(bytes) => Some(match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => String::from_utf8_lossy(bytes),
            }),
            _ => None,
        })
    }

    fn line(&mut self) -> rusqlite::Result<String> {
        Ok(line(&self.raw()?.unwrap_or_default()).into_owned())
    }

    fn lines(&mut self) -> rusqlite::Result<String> {
        Ok(lines(&self.raw()?.unwrap_or_default()).into_owned())
    }

    fn number(&mut self) -> rusqlite::Result<Option<u32>> {
        Ok(match self.value()? {
            ValueRef::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        })
    }

    fn entry(&mut self) -> rusqlite::Result<Option<EntryId>> {
        Ok(self.raw()?.and_then(|id| EntryId::parse(&id)))
    }
}

fn answers(text: &str) -> BTreeMap<QuestionId, String> {
    if text == "{}" {
        return BTreeMap::new();
    }
    let answers: BTreeMap<QuestionId, String> = serde_json::from_str(text).unwrap_or_default();
    answers
        .into_iter()
        .map(|(question, answer)| (question, line(&answer).into_owned()))
        .collect()
}
