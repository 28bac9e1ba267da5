//! Filters, sorts and counts events with SQL, and reads them by their offset or one after the other.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::raw_events::RawEvents;
use crate::domain::event::Event;
use crate::domain::event::attestation::AttestationState;
use crate::domain::id::EventId;
use crate::domain::listing::{Column, Direction, Filter, Moment, Period, Query};
use crate::domain::search::{self, Term};
use crate::domain::text::fold::sort_key;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::notices::late_rows;
use crate::store::records::events;
use crate::store::records::events::COLUMNS;
use crate::store::records::going_on::GOING_ON_OR_LATER;
use crate::store::sql::text::INSTANT;

/// A row of a list.
pub type ListRow = Event;

impl Store {
    /// Counts the events that the query shows.
    pub fn count(&self, query: &Query, moment: Moment) -> Result<usize> {
        let condition = Condition::of(&query.filter, moment, &self.connection);
        let sql = format!("SELECT count(*) FROM event_list {}", condition.sql());
        let count: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&condition.values), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Returns `count` rows of the query from `first` on, counted from 0.
    pub fn window(
        &self,
        query: &Query,
        moment: Moment,
        first: usize,
        count: usize,
    ) -> Result<Vec<ListRow>> {
        let condition = Condition::of(&query.filter, moment, &self.connection);
        let sql = format!(
            "SELECT row FROM event_list {} ORDER BY {} LIMIT {count} OFFSET {first}",
            condition.sql(),
            order(query)
        );
        let mut one = events::by_row(&self.connection)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&condition.values))?;
        let mut window = Vec::with_capacity(count);
        // The file is locked once for all of them.
        while let Some(row) = rows.next()? {
            window.push(one.query_row([row.get::<_, i64>(0)?], events::read)?);
        }
        Ok(window)
    }

    /// Calls `each` with every row of the query, in order, until it returns false.
    pub fn for_each(
        &self,
        query: &Query,
        moment: Moment,
        mut each: impl FnMut(ListRow) -> bool,
    ) -> Result<()> {
        self.walk(query, moment, |row| Ok(each(events::read(row)?)))
    }

    /// As [`Store::for_each`], with `size` undecoded rows at a time, for another thread to decode.
    pub fn for_each_batch(
        &self,
        query: &Query,
        moment: Moment,
        size: usize,
        mut each: impl FnMut(RawEvents) -> bool,
    ) -> Result<()> {
        let mut batch = RawEvents::default();
        let mut goes_on = true;
        self.walk(query, moment, |row| {
            batch.push(row)?;
            if batch.count() >= size {
                goes_on = each(std::mem::take(&mut batch));
            }
            Ok(goes_on)
        })?;
        if goes_on {
            each(batch);
        }
        Ok(())
    }

    fn walk(
        &self,
        query: &Query,
        moment: Moment,
        mut each: impl FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        let condition = Condition::of(&query.filter, moment, &self.connection);
        let sql = format!(
            "SELECT {COLUMNS}, e.row FROM event_list JOIN event e USING (row) LEFT JOIN attestation a USING (row)
             {} ORDER BY {}",
            condition.sql(),
            order(query)
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&condition.values))?;
        while let Some(row) = rows.next()? {
            if !each(row)? {
                break;
            }
        }
        Ok(())
    }

    /// Returns the identifiers of all events that the query shows.
    pub fn identifiers(&self, query: &Query, moment: Moment) -> Result<HashSet<EventId>> {
        let condition = Condition::of(&query.filter, moment, &self.connection);
        self.identifiers_where(&condition.sql(), &condition.values)
    }

    /// Returns those of these events that the query shows.
    pub fn shown(
        &self,
        query: &Query,
        moment: Moment,
        among: &HashSet<EventId>,
    ) -> Result<HashSet<EventId>> {
        let mut condition = Condition::of(&query.filter, moment, &self.connection);
        let among: Vec<String> = among.iter().map(EventId::to_string).collect();
        condition.term(
            "event.id IN (SELECT value FROM json_each(?))",
            Value::Text(serde_json::to_string(&among)?),
        );
        self.identifiers_where(&condition.sql(), &condition.values)
    }

    fn identifiers_where(&self, condition: &str, values: &[Value]) -> Result<HashSet<EventId>> {
        let sql = format!("SELECT event.id FROM event_list JOIN event USING (row) {condition}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let ids = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(0))?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ids.iter().filter_map(|id| EventId::parse(id)).collect())
    }

    /// Counts the attestations to fill.
    pub fn to_attest(&self, moment: Moment) -> Result<usize> {
        self.count(&Query::to_attest(), moment)
    }
}

/// Returns the keys that order a list: the column's own, then date and hour, then the row, so that the
/// order is total and no row is read twice.
pub(in crate::store) fn keys(column: Column) -> Vec<&'static str> {
    let own: &[&str] = match column {
        Column::Date => &[],
        Column::Hours => &["starts"],
        Column::Title => &["title_key"],
        Column::Category => &["category_key"],
        Column::Themes => &["theme_key"],
        Column::Audience => &["audience_key"],
        Column::Venue => &["venue_key"],
        Column::Commune => &["commune_key"],
        Column::Seats => &["seats"],
        Column::Publication => &["publication"],
        Column::Attestation => &["attestation_rank", "ends_utc"],
        Column::Attendees => &["attendees"],
    };
    let rest: &[&str] = if column == Column::Hours {
        &["date", "row"]
    } else {
        &["date", "starts", "row"]
    };
    [own, rest].concat()
}

fn order(query: &Query) -> String {
    let direction = match query.sort.direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    let terms: Vec<String> = keys(query.sort.column)
        .iter()
        .map(|key| format!("event_list.{key} {direction}"))
        .collect();
    terms.join(", ")
}

/// A filter as SQL over `event_list`.
#[derive(Default)]
pub(in crate::store) struct Condition {
    pub(in crate::store) terms: Vec<String>,
    pub(in crate::store) values: Vec<Value>,
}

impl Condition {
    pub(in crate::store) fn of(filter: &Filter, moment: Moment, connection: &Connection) -> Self {
        let mut condition = Self::default();
        if let Some(period) = filter.period {
            condition.within(period, moment.today);
        }
        condition.among(&["category"], &filter.categories);
        condition.among(&["theme", "second_theme"], &filter.themes);
        condition.among(&["audience"], &filter.audiences);
        condition.among(&["venue_kind"], &filter.venue_kinds);
        let communes: Vec<String> = filter
            .communes
            .iter()
            .map(|commune| sort_key(commune))
            .collect();
        condition.among(&["commune_key"], &communes);
        let ranks: Vec<u8> = filter
            .publications
            .iter()
            .map(|state| state.rank())
            .collect();
        condition.among(&["publication"], &ranks);
        condition.attested(&filter.attestations, moment.now);
        if let Some(late) = filter.late {
            let (rows, parameters) = late_rows(connection, moment);
            let within = if late { "IN" } else { "NOT IN" };
            let term = format!("event_list.row {within} ({rows})");
            condition.terms.push(term);
            condition
                .values
                .extend(parameters.into_iter().map(Value::Text));
        }
        for term in search::terms(&filter.words) {
            condition.searched(term);
        }
        condition
    }

    /// Requires the words of a search, or the date that they are.
    fn searched(&mut self, term: Term) {
        let mut words = Vec::new();
        for word in term.words {
            let mut found = "instr(words, ?)";
            if search::is_of_link(&word) {
                found = "instr(words, ?) + instr(links, ?)";
                self.values.push(Value::Text(word.clone()));
            }
            self.values.push(Value::Text(word));
            words.push(format!(
                "(SELECT {found} FROM event_words w WHERE w.row = event_list.row) > 0"
            ));
        }
        let mut sql = words.join(" AND ");
        if let Some(date) = term.date {
            sql = format!(
                "({sql} OR event_list.date LIKE ?
                  OR event_list.last_day > event_list.date AND has_day(event_list.date, event_list.last_day, ?))"
            );
            self.values.extend(vec![Value::Text(date.pattern()); 2]);
        }
        self.terms.push(sql);
    }

    fn within(&mut self, period: Period, today: NaiveDate) {
        let (from, to) = period.days(today);
        match from {
            // An event without a date is in no period.
            None => self.term("event_list.date >= ?", Value::Text("0".to_owned())),
            Some(from) => {
                let going_on = GOING_ON_OR_LATER
                    .replace("l.", "event_list.")
                    .replace(":from", "?");
                let places = going_on.matches('?').count();
                self.terms.push(going_on);
                self.values
                    .extend(vec![Value::Text(from.to_string()); places]);
            }
        }
        if let Some(to) = to {
            self.term("event_list.date <= ?", Value::Text(to.to_string()));
        }
    }

    fn attested(&mut self, states: &[AttestationState], now: DateTime<Utc>) {
        if states.is_empty() {
            return;
        }
        let mut terms = Vec::new();
        for state in states {
            terms.push(match state {
                AttestationState::ToFill | AttestationState::Upcoming => {
                    self.values
                        .push(Value::Text(now.format(INSTANT).to_string()));
                    let past = if *state == AttestationState::ToFill {
                        "<="
                    } else {
                        ">"
                    };
                    format!("event_list.attestation_rank = 0 AND event_list.ends_utc {past} ?")
                }
                AttestationState::Filled => "event_list.attestation_rank = 1".to_owned(),
                AttestationState::Transmitted => "event_list.attestation_rank = 2".to_owned(),
                AttestationState::NotDue => "event_list.attestation_rank = 3".to_owned(),
            });
        }
        self.terms.push(format!("({})", terms.join(" OR ")));
    }

    /// Requires that one of the columns has one of the values.
    fn among<T: ToString>(&mut self, columns: &[&str], values: &[T]) {
        if values.is_empty() {
            return;
        }
        let places = vec!["?"; values.len()].join(", ");
        let mut terms = Vec::new();
        for column in columns {
            terms.push(format!("event_list.{column} IN ({places})"));
            self.values
                .extend(values.iter().map(|value| Value::Text(value.to_string())));
        }
        self.terms.push(format!("({})", terms.join(" OR ")));
    }

    fn term(&mut self, sql: &str, value: Value) {
        self.terms.push(sql.to_owned());
        self.values.push(value);
    }

    pub(in crate::store) fn sql(&self) -> String {
        if self.terms.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", self.terms.join(" AND "))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_range_of_the_index_of_dates_whatever_began_before() {
        let store = Store::in_memory().unwrap();
        let moment = Moment {
            now: "2026-11-24T10:00:00Z".parse().unwrap(),
            today: "2026-11-24".parse().unwrap(),
        };
        let query = Query::upcoming();
        let condition = Condition::of(&query.filter, moment, &store.connection);
        for what in ["row", "count(*)"] {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT {what} FROM event_list {} ORDER BY {}",
                condition.sql(),
                order(&query)
            );
            let mut statement = store.connection.prepare(&sql).unwrap();
            let values = params_from_iter(&condition.values);
            let plan = statement.query_map(values, |row| row.get::<_, String>(3));
            let plan: Vec<String> = plan.unwrap().map(|step| step.unwrap()).collect();
            let plan = plan.join("\n");
            let is_range = "SEARCH event_list USING COVERING INDEX event_list_date (date>?)";
            assert!(plan.contains(is_range), "{plan}");
            assert!(plan.contains("COVERING INDEX event_list_several"), "{plan}");
            assert!(
                !plan.contains("SCAN") && !plan.contains("FOR ORDER"),
                "{plan}"
            );
        }
    }
}
