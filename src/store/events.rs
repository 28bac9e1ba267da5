//! Events: reading one, and writing them inside an action.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params, params};

use super::error::{Result, StoreError};
use super::functions::parse_time;
use super::{Change, Store};
use crate::domain::attestation::Attestation;
use crate::domain::displayable::{line, lines};
use crate::domain::event::{Event, EventContent, Venue};
use crate::domain::id::{EntryId, EventId, QuestionId, SeriesId};
use crate::domain::publication::Publication;

/// The columns that [`read`] expects, of `event e LEFT JOIN attestation a`.
pub(super) const COLUMNS: &str = "e.id, e.rev, e.created_at, e.modified_at, e.title, e.category, e.theme,
    e.second_theme, e.audience, e.description, e.venue_kind, e.venue_name, e.address, e.postcode, e.commune,
    e.date, e.starts, e.ends, e.seats, e.children_welcome, e.signup_link, e.notes, e.publication,
    e.public_link, e.submitted_on, e.series, ends_utc(e.date, e.starts, e.ends, e.zone) AS ends_at,
    a.attendees, a.answers, a.remark, a.filled_at, a.corrected_at, a.transmitted_on";

impl Store {
    /// The event of that name, unless there is none or it was deleted.
    pub fn event(&self, id: EventId) -> Result<Option<Event>> {
        find(&self.connection, id)
    }

    /// Whether there is an event, deleted ones aside.
    pub fn has_events(&self) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM event_list)")?
            .query_row([], |row| row.get(0))?)
    }

    /// The events whose identifier ends as `text`, two at most: a way to name one in few letters.
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

    /// Whether an event of that name was ever here, deleted ones included.
    pub fn knows(&self, id: EventId) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE id = ?1)")?
            .query_row([id.to_string()], |row| row.get(0))?)
    }

    /// Whether an event of the same title, accents and case aside, is held the same day at the same
    /// hour.
    pub fn has_alike(&self, content: &EventContent) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM event_list
                                WHERE title_key = sort_key(?1) AND date = ?2 AND starts = ?3)",
            )?
            .query_row(
                params![
                    content.title,
                    content
                        .date
                        .map(|date| date.to_string())
                        .unwrap_or_default(),
                    content.starts.map(hour).unwrap_or_default(),
                ],
                |row| row.get(0),
            )?)
    }

    /// The titles of the other events that day whose hours meet those of `content`: one mediator
    /// can't hold both. One without an end is held at the minute it starts. Cancelled events don't
    /// count.
    pub fn clashes(&self, content: &EventContent, but: Option<EventId>) -> Result<Vec<String>> {
        let (Some(date), Some(starts)) = (content.date, content.starts) else {
            return Ok(Vec::new());
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT e.title FROM event_list l JOIN event e ON e.row = l.row
             WHERE l.date = :date AND l.starts <> '' AND l.publication <> :cancelled AND e.id <> :but
               AND (l.starts = :starts OR l.starts < :ends AND coalesce(e.ends, l.starts) > :starts)
             ORDER BY l.starts",
        )?;
        let titles = statement.query_map(
            named_params! {
                ":date": date.to_string(),
                ":starts": hour(starts),
                ":ends": hour(content.ends.unwrap_or(starts)),
                ":cancelled": Publication::Cancelled.rank(),
                ":but": but.map(|id| id.to_string()).unwrap_or_default(),
            },
            |row| Ok(line(&row.get::<_, String>(0)?).into_owned()),
        )?;
        Ok(titles.collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Writes a new event, a draft unless `publication` says otherwise.
    pub fn create_event(
        &self,
        id: EventId,
        content: &EventContent,
        publication: Publication,
        time_zone: &str,
    ) -> Result<()> {
        self.insert_event(id, content, publication, time_zone, None)
    }

    /// Writes a new event, member of a series.
    pub fn create_member(
        &self,
        id: EventId,
        content: &EventContent,
        time_zone: &str,
        series: SeriesId,
    ) -> Result<()> {
        self.insert_event(id, content, Publication::Draft, time_zone, Some(series))
    }

    fn insert_event(
        &self,
        id: EventId,
        content: &EventContent,
        publication: Publication,
        time_zone: &str,
        series: Option<SeriesId>,
    ) -> Result<()> {
        let stamp = self.stamp();
        let mut names = vec![
            "id",
            "created_at",
            "modified_at",
            "zone",
            "publication",
            "submitted_on",
            "series",
        ];
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
            &submitted_on,
            &series,
        ];
        let columns = columns(content);
        for (name, value) in &columns {
            names.push(name);
            values.push(value);
        }
        let places = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO event ({}) VALUES ({places})", names.join(", "));
        self.connection
            .prepare_cached(&sql)?
            .execute(values.as_slice())?;
        Ok(())
    }

    /// Writes what an event says anew.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event was changed, or deleted, since `revision` was read.
    pub fn modify_event(&self, id: EventId, revision: u32, content: &EventContent) -> Result<()> {
        let columns = columns(content);
        let sets: Vec<String> = columns
            .iter()
            .map(|(name, _)| format!("{name} = ?"))
            .collect();
        let (id, stamp) = (id.to_string(), self.stamp());
        let mut values: Vec<&dyn ToSql> = columns
            .iter()
            .map(|(_, value)| value as &dyn ToSql)
            .collect();
        values.extend([&stamp as &dyn ToSql, &id, &revision]);
        let sql = format!(
            "UPDATE event SET {}, modified_at = ?, rev = rev + 1
             WHERE id = ? AND rev = ? AND deleted_at IS NULL",
            sets.join(", ")
        );
        self.one(
            self.connection
                .prepare_cached(&sql)?
                .execute(values.as_slice())?,
        )
    }

    /// Moves an event to a publication state, and notes the day it is submitted; its page's link is
    /// kept unless another is given.
    pub fn publish_event(
        &self,
        id: EventId,
        publication: Publication,
        link: Option<&str>,
    ) -> Result<()> {
        self.one(
            self.connection
                .prepare_cached(
                    "UPDATE event SET publication = ?1, public_link = coalesce(?2, public_link),
                            submitted_on = CASE WHEN ?1 = ?5 AND publication <> ?5 THEN ?6
                                                ELSE submitted_on END,
                            modified_at = ?3, rev = rev + 1
                     WHERE id = ?4 AND deleted_at IS NULL",
                )?
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

    /// Deletes an event: its row stays, marked, so that two copies of a store can meet later.
    pub fn delete_event(&self, id: EventId) -> Result<()> {
        let stamp = self.stamp();
        self.one(
            self.connection
                .prepare_cached(
                    "UPDATE event SET deleted_at = ?1, modified_at = ?1, rev = rev + 1
                     WHERE id = ?2 AND deleted_at IS NULL",
                )?
                .execute(params![stamp, id.to_string()])?,
        )
    }

    /// Answers for the one row that should have changed.
    pub(super) fn one(&self, changed: usize) -> Result<()> {
        if changed == 1 {
            Ok(())
        } else {
            Err(StoreError::Stale)
        }
    }
}

/// Reads an event, within an action or not.
pub(super) fn find(connection: &Connection, id: EventId) -> Result<Option<Event>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM event e LEFT JOIN attestation a ON a.row = e.row
         WHERE e.id = ?1 AND e.deleted_at IS NULL"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([id.to_string()], read)
        .optional()?)
}

/// What an event says, column by column; the one place that writes it.
fn columns(content: &EventContent) -> Vec<(&'static str, Box<dyn ToSql + '_>)> {
    let entry = |id: Option<EntryId>| Box::new(id.map(|id| id.to_string()));
    vec![
        ("title", Box::new(&content.title)),
        ("category", entry(content.category)),
        ("theme", entry(content.theme)),
        ("second_theme", entry(content.second_theme)),
        ("audience", entry(content.audience)),
        ("description", Box::new(&content.description)),
        ("venue_kind", entry(content.venue.kind)),
        ("venue_name", Box::new(&content.venue.name)),
        ("address", Box::new(&content.venue.address)),
        ("postcode", Box::new(&content.venue.postcode)),
        ("commune", Box::new(&content.venue.commune)),
        ("date", Box::new(content.date.map(|date| date.to_string()))),
        ("starts", Box::new(content.starts.map(hour))),
        ("ends", Box::new(content.ends.map(hour))),
        ("seats", Box::new(content.seats)),
        ("children_welcome", Box::new(content.children_welcome)),
        ("signup_link", Box::new(&content.signup_link)),
        ("notes", Box::new(&content.notes)),
    ]
}

/// Reads a row of [`COLUMNS`]. What a hand-made store holds in a wrong form reads as unset, and
/// what could disturb a terminal is left out, whoever wrote it there.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Event> {
    let raw = |column: &str| -> rusqlite::Result<Option<String>> {
        Ok(match row.get_ref(column)? {
            ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        })
    };
    let text = |column: &str| -> rusqlite::Result<String> {
        Ok(line(&raw(column)?.unwrap_or_default()).into_owned())
    };
    let paragraphs = |column: &str| -> rusqlite::Result<String> {
        Ok(lines(&raw(column)?.unwrap_or_default()).into_owned())
    };
    let number = |column: &str| -> rusqlite::Result<Option<u32>> {
        Ok(match row.get_ref(column)? {
            ValueRef::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        })
    };
    let entry = |column: &str| -> rusqlite::Result<Option<EntryId>> {
        Ok(raw(column)?.and_then(|id| EntryId::parse(&id)))
    };
    let attestation = match number("attendees")? {
        Some(attendees) => Some(Attestation {
            attendees,
            answers: answers(&raw("answers")?.unwrap_or_default()),
            remark: paragraphs("remark")?,
            filled_at: instant(&raw("filled_at")?.unwrap_or_default()),
            corrected_at: raw("corrected_at")?.map(|text| instant(&text)),
            transmitted_on: day(raw("transmitted_on")?),
        }),
        None => None,
    };
    Ok(Event {
        id: EventId::parse(&raw("id")?.unwrap_or_default())
            .unwrap_or(EventId::from_uuid(uuid::Uuid::nil())),
        revision: number("rev")?.unwrap_or_default(),
        created_at: instant(&raw("created_at")?.unwrap_or_default()),
        modified_at: instant(&raw("modified_at")?.unwrap_or_default()),
        content: EventContent {
            title: text("title")?,
            category: entry("category")?,
            theme: entry("theme")?,
            second_theme: entry("second_theme")?,
            audience: entry("audience")?,
            description: paragraphs("description")?,
            venue: Venue {
                kind: entry("venue_kind")?,
                name: text("venue_name")?,
                address: text("address")?,
                postcode: text("postcode")?,
                commune: text("commune")?,
            },
            date: day(raw("date")?),
            starts: raw("starts")?.and_then(|time| parse_time(&time)),
            ends: raw("ends")?.and_then(|time| parse_time(&time)),
            seats: number("seats")?,
            children_welcome: number("children_welcome")? == Some(1),
            signup_link: text("signup_link")?,
            notes: paragraphs("notes")?,
        },
        publication: number("publication")?
            .map(i64::from)
            .and_then(Publication::from_rank)
            .unwrap_or_default(),
        public_link: text("public_link")?,
        submitted_on: day(raw("submitted_on")?),
        series: raw("series")?.and_then(|id| SeriesId::parse(&id)),
        ends_at: raw("ends_at")?.map(|text| instant(&text)),
        attestation,
    })
}

fn answers(text: &str) -> BTreeMap<QuestionId, String> {
    let answers: BTreeMap<QuestionId, String> = serde_json::from_str(text).unwrap_or_default();
    answers
        .into_iter()
        .map(|(question, answer)| (question, line(&answer).into_owned()))
        .collect()
}

fn hour(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn day(text: Option<String>) -> Option<NaiveDate> {
    text.and_then(|text| text.parse().ok())
}

pub(super) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}
