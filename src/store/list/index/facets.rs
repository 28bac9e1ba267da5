//! What lists are filtered by: a few bytes for each event, by its row.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use rusqlite::{Connection, Row, params_from_iter};

use super::bitset::RowSet;
use crate::domain::event::attestation::AttestationState;
use crate::domain::listing::{Filter, Moment, Period};
use crate::domain::search::MAX_SEARCHED_DAYS;
use crate::domain::text::fold::sort_key;
use crate::store::error::Result;
use crate::store::notices::late_rows;
use crate::store::sql::text::INSTANT;

/// The publication of a row without an event.
const ABSENT: u8 = u8::MAX;

/// How many row numbers per event are accepted: beyond, a table by row number wastes memory.
const MAX_GAP_RATIO: i64 = 4;

const COLUMNS: &str = "row, date, category, theme, second_theme, audience, venue_kind, commune_key,
    publication, attestation_rank, last_day";

/// What lists are filtered by.
#[derive(Debug, Default)]
pub(in crate::store) struct Facets {
    by_row: Vec<Facet>,
    /// The rows with an event.
    present: RowSet,
    count: usize,
    entries: HashMap<String, u8>,
    communes: HashMap<String, u16>,
}

/// The facets of one event; entries and communes by their codes in the tables above.
#[derive(Clone, Copy, Debug)]
struct Facet {
    /// Its day, counted from 1970; 0 without a date.
    day: u16,
    /// Its last day, the same for most.
    last_day: u16,
    commune: u16,
    category: u8,
    theme: u8,
    second_theme: u8,
    audience: u8,
    venue_kind: u8,
    publication: u8,
    attestation_rank: u8,
}

const NONE: Facet = Facet {
    day: 0,
    last_day: 0,
    commune: 0,
    category: 0,
    theme: 0,
    second_theme: 0,
    audience: 0,
    venue_kind: 0,
    publication: ABSENT,
    attestation_rank: 0,
};

impl Facets {
    /// Reads all facets; returns `None` for a store that they can't represent: days before 1970,
    /// hundreds of entries, row numbers that are too large.
    pub(in crate::store) fn load(connection: &Connection) -> Result<Option<Self>> {
        let (last, count): (i64, i64) = connection.query_row(
            "SELECT coalesce(max(row), 0), count(*) FROM event_list",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if last > count * MAX_GAP_RATIO + 10_000 {
            return Ok(None);
        }
        let mut facets = Self::default();
        facets
            .by_row
            .reserve_exact(usize::try_from(last).unwrap_or(0) + 1);
        let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM event_list"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if facets.read(row)?.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(facets))
    }

    /// Reads one row again, whose event may be gone.
    pub(in crate::store) fn reload(
        &mut self,
        row: i64,
        connection: &Connection,
    ) -> Result<Option<()>> {
        let Ok(place) = usize::try_from(row) else {
            return Ok(None);
        };
        if let Some(known) = self.by_row.get_mut(place)
            && known.publication != ABSENT
        {
            *known = NONE;
            self.present.remove(place);
            self.count -= 1;
        }
        let sql = format!("SELECT {COLUMNS} FROM event_list WHERE row = ?1");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([row])?;
        match rows.next()? {
            Some(row) => self.read(row),
            None => Ok(Some(())),
        }
    }

    /// Returns the first and the last day of these events; `None` when one of them has no date.
    pub(in crate::store) fn days(&self, rows: &RowSet) -> Option<(NaiveDate, NaiveDate)> {
        let (mut first, mut last) = (u16::MAX, 0);
        for facet in rows.iter().filter_map(|row| self.by_row.get(row)) {
            first = first.min(facet.day);
            last = last.max(facet.day);
        }
        (first > 0).then_some((date(first)?, date(last)?))
    }

    /// Adds the rows of the events whose day is searched.
    pub(in crate::store) fn add_days(
        &self,
        rows: &mut RowSet,
        is_searched: impl Fn(NaiveDate) -> bool,
    ) {
        // Thousands of events share a few hundred days.
        let mut known: HashMap<u16, bool> = HashMap::new();
        for (row, facet) in self.by_row.iter().enumerate() {
            let mut days = (facet.day..=facet.last_day).take(MAX_SEARCHED_DAYS);
            let is_found = facet.day > 0
                && days.any(|day| {
                    *known
                        .entry(day)
                        .or_insert_with(|| date(day).is_some_and(&is_searched))
                });
            if is_found {
                rows.insert(row);
            }
        }
    }

    /// Returns how many events there are.
    pub(in crate::store) fn count(&self) -> usize {
        self.count
    }

    /// Returns the highest row.
    pub(in crate::store) fn last(&self) -> usize {
        self.by_row.len()
    }

    fn read(&mut self, row: &Row<'_>) -> Result<Option<()>> {
        let text = |index| -> rusqlite::Result<&str> { Ok(row.get_ref(index)?.as_str()?) };
        let Some(place) = usize::try_from(row.get::<_, i64>(0)?).ok() else {
            return Ok(None);
        };
        let Some(day) = day(text(1)?) else {
            return Ok(None);
        };
        let mut codes = [0; 5];
        for (code, index) in codes.iter_mut().zip(2..) {
            match code_of(&mut self.entries, text(index)?) {
                Some(known) => *code = known,
                None => return Ok(None),
            }
        }
        let Some(commune) = code_of(&mut self.communes, text(7)?) else {
            return Ok(None);
        };
        let [category, theme, second_theme, audience, venue_kind] = codes;
        let (publication, attestation_rank): (u8, u8) = (row.get(8)?, row.get(9)?);
        // That of most events is their first, which is not parsed twice.
        let last_day = match text(10)? {
            last if last == text(1)? => Some(day),
            last => self::day(last).map(|last| last.max(day)),
        };
        let Some(last_day) = last_day else {
            return Ok(None);
        };
        if place >= self.by_row.len() {
            self.by_row.resize(place + 1, NONE);
        }
        self.by_row[place] = Facet {
            day,
            last_day,
            commune,
            category,
            theme,
            second_theme,
            audience,
            venue_kind,
            publication,
            attestation_rank,
        };
        self.present.insert(place);
        self.count += 1;
        Ok((publication != ABSENT).then_some(()))
    }

    /// Returns the events that the filter shows, without regard to its words.
    pub(in crate::store) fn matching(
        &self,
        filter: &Filter,
        moment: Moment,
        connection: &Connection,
    ) -> Result<Option<RowSet>> {
        let entries = |ids: &[crate::domain::id::EntryId]| -> Vec<u8> {
            let ids = ids.iter().map(|id| id.to_string());
            ids.filter_map(|id| self.entries.get(&id).copied())
                .collect()
        };
        let facets = [
            (!filter.categories.is_empty(), entries(&filter.categories)),
            (!filter.audiences.is_empty(), entries(&filter.audiences)),
            (!filter.venue_kinds.is_empty(), entries(&filter.venue_kinds)),
            (!filter.themes.is_empty(), entries(&filter.themes)),
        ];
        let communes = filter.communes.iter().map(|commune| sort_key(commune));
        let communes: Vec<u16> = communes
            .filter_map(|key| self.communes.get(&key).copied())
            .collect();
        let publications: Vec<u8> = filter.publications.iter().map(|it| it.rank()).collect();
        let days = match filter.period {
            Some(period) => match span(period, moment.today) {
                None => return Ok(None),
                days => days,
            },
            None => None,
        };
        let is_asked = |state| filter.attestations.contains(&state);
        let ranks: Vec<u8> = [
            (AttestationState::Filled, 1),
            (AttestationState::Transmitted, 2),
            (AttestationState::NotDue, 3),
        ]
        .into_iter()
        .filter_map(|(state, rank)| is_asked(state).then_some(rank))
        .collect();
        let (to_fill, upcoming) = (
            is_asked(AttestationState::ToFill),
            is_asked(AttestationState::Upcoming),
        );
        // SQL finds those that are past; past and upcoming together are all of that rank.
        let past = match to_fill != upcoming {
            true => self.past(moment.now, connection)?,
            false => RowSet::default(),
        };
        let mut found = self.present.clone();
        // One facet after the other: an unused facet costs nothing.
        let mut keep = |is_used: bool, test: &dyn Fn(usize, &Facet) -> bool| {
            if is_used {
                let by_row = &self.by_row;
                found.retain(|row| by_row.get(row).is_some_and(|facet| test(row, facet)));
            }
        };
        let (from, to) = days.unwrap_or_default();
        keep(days.is_some(), &|_, it| from <= it.last_day && it.day <= to);
        keep(!publications.is_empty(), &|_, it| {
            publications.contains(&it.publication)
        });
        keep(!filter.communes.is_empty(), &|_, it| {
            communes.contains(&it.commune)
        });
        let [categories, audiences, venue_kinds, themes] = facets;
        keep(categories.0, &|_, it| categories.1.contains(&it.category));
        keep(audiences.0, &|_, it| audiences.1.contains(&it.audience));
        keep(venue_kinds.0, &|_, it| {
            venue_kinds.1.contains(&it.venue_kind)
        });
        keep(themes.0, &|_, it| {
            themes.1.contains(&it.theme) || themes.1.contains(&it.second_theme)
        });
        keep(
            !filter.attestations.is_empty(),
            &|row, it| match it.attestation_rank {
                0 if to_fill == upcoming => to_fill,
                0 => past.contains(row) == to_fill,
                rank => ranks.contains(&rank),
            },
        );
        if let Some(late) = filter.late {
            let rows = self.late(moment, connection)?;
            found.retain(|row| rows.contains(row) == late);
        }
        Ok(Some(found))
    }

    /// Returns the events of whose check-list a step is late.
    fn late(&self, moment: Moment, connection: &Connection) -> Result<RowSet> {
        let (sql, parameters) = late_rows(connection, moment);
        let mut late = RowSet::with_capacity(self.last());
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            if let Ok(row) = usize::try_from(row.get::<_, i64>(0)?) {
                late.insert(row);
            }
        }
        Ok(late)
    }

    /// Returns the events that have ended without an attestation.
    fn past(&self, now: DateTime<Utc>, connection: &Connection) -> Result<RowSet> {
        let mut past = RowSet::with_capacity(self.last());
        let mut statement = connection.prepare_cached(
            "SELECT row FROM event_list WHERE attestation_rank = 0 AND ends_utc <= ?1",
        )?;
        let mut rows = statement.query([now.format(INSTANT).to_string()])?;
        while let Some(row) = rows.next()? {
            if let Ok(row) = usize::try_from(row.get::<_, i64>(0)?) {
                past.insert(row);
            }
        }
        Ok(past)
    }
}

/// Returns the code of a text, a new one for a new text; `None` when there are too many.
fn code_of<C: TryFrom<usize> + Copy>(known: &mut HashMap<String, C>, text: &str) -> Option<C> {
    if let Some(code) = known.get(text) {
        return Some(*code);
    }
    // Codes begin at 1: 0 is for no text.
    let code = C::try_from(known.len() + 1).ok()?;
    known.insert(text.to_owned(), code);
    Some(code)
}

/// Returns the day counted from 1970.
fn date(day: u16) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    first.checked_add_days(Days::new(day.into()))
}

/// Parses a day as days from 1970; 0 for no date.
fn day(text: &str) -> Option<u16> {
    if text.is_empty() {
        return Some(0);
    }
    // A day not written in full does not sort as a date.
    let date: NaiveDate = text.parse().ok().filter(|_| text.len() == 10)?;
    days_from_1970(date)
}

fn days_from_1970(date: NaiveDate) -> Option<u16> {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1)?.num_days_from_ce();
    u16::try_from(date.num_days_from_ce() - first)
        .ok()
        .filter(|day| *day > 0)
}

/// Returns the days of a period, both included; events without a date are in none.
fn span(period: Period, today: NaiveDate) -> Option<(u16, u16)> {
    let (from, to) = period.days(today);
    // The index represents no event before 1970 or after 2149.
    let from = from.map_or(Some(1), |day| match days_from_1970(day) {
        None if day.year() < 1971 => Some(1),
        day => day,
    });
    let to = to.map_or(Some(u16::MAX), |day| match days_from_1970(day) {
        None if day.year() > 2000 => Some(u16::MAX),
        day => day,
    });
    Some((from?, to.unwrap_or(0)))
}
