//! Rows of any kind of record: reads them, and inserts, updates, retires, moves and deletes them
//! inside an action.

use std::collections::HashMap;

use rusqlite::types::{Null, ToSql, ToSqlOutput};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use crate::domain::id::Id;
use crate::domain::record::{Entity, Field, FieldKind, Order, Stored, Value};
use crate::domain::text::displayable::{line, lines};
use crate::store::error::{Result, StoreError};
use crate::store::sql::text::{day, hour, hour_text};
use crate::store::{Change, Store};

/// References to a row without a foreign key: the table, and a query that finds one.
const NAMED_WITHOUT_KEY: [(&str, &str); 1] = [(
    "question",
    "SELECT EXISTS (SELECT 1 FROM attestation, json_each(answers) WHERE key = ?1)",
)];

/// What uses the rows of a table: the table, and a query of the identifiers of those used, each with
/// its number of uses.
const USES: [(&str, &str); 1] = [(
    "venue",
    "SELECT v.id, count(*) FROM venue v
     JOIN event_list l ON l.venue_key = v.name_key AND l.commune_key = v.commune_key
     GROUP BY v.row",
)];

impl Store {
    /// Returns how many events, or others, use each row that is used.
    pub fn uses_of<R: Entity>(&self) -> Result<HashMap<Id<R>, usize>> {
        let Some((_, sql)) = USES.iter().find(|(table, _)| *table == R::TABLE) else {
            return Ok(HashMap::new());
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let uses = statement.query_map([], |row| {
            let id = Id::<R>::parse(&row.get::<_, String>(0)?);
            let uses = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            Ok(id.map(|id| (id, uses)))
        })?;
        let uses = uses.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(uses.into_iter().flatten().collect())
    }

    /// Returns every row of a kind of record in its order, the retired ones included. A row that
    /// can't be decoded is left out.
    pub fn rows<R: Entity>(&self) -> Result<Vec<Stored<R>>> {
        all(&self.connection)
    }

    /// Returns the row with that identifier, if there is one.
    pub fn row<R: Entity>(&self, id: Id<R>) -> Result<Option<Stored<R>>> {
        find(&self.connection, id)
    }
}

impl Change<'_> {
    /// Returns every row of a kind of record, as [`Store::rows`] does.
    pub fn rows<R: Entity>(&self) -> Result<Vec<Stored<R>>> {
        all(self.connection)
    }

    /// Returns the row with that identifier, as [`Store::row`] does.
    pub fn row<R: Entity>(&self, id: Id<R>) -> Result<Option<Stored<R>>> {
        find(self.connection, id)
    }

    /// Inserts a row, at the end where the order is the user's.
    pub fn insert<R: Entity>(&self, id: Id<R>, record: &R) -> Result<()> {
        let mut columns = vec!["id".to_owned()];
        let mut values = vec![Cell::Text(id.to_string())];
        for field in fields::<R>() {
            columns.push(field.key.to_owned());
            values.push(Cell::of(field, record));
        }
        let mut places = vec!["?".to_owned(); columns.len()];
        if R::STAMPED {
            columns.extend(["created_at".to_owned(), "modified_at".to_owned()]);
            places.extend(["?".to_owned(), "?".to_owned()]);
            values.extend([Cell::Text(self.stamp()), Cell::Text(self.stamp())]);
        }
        if let Order::ByHand { within } = R::ORDER {
            let own = fields::<R>().find(|field| Some(field.key) == within);
            let condition = match own {
                Some(field) => {
                    values.push(Cell::of(field, record));
                    format!("WHERE {} = ?", field.key)
                }
                None => String::new(),
            };
            columns.push("position".to_owned());
            places.push(format!(
                "(SELECT coalesce(max(position), -1) + 1 FROM {} {condition})",
                R::TABLE
            ));
        }
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            R::TABLE,
            columns.join(", "),
            places.join(", ")
        );
        let mut insert = self.connection.prepare_cached(&sql)?;
        insert.execute(params_from_iter(values))?;
        Ok(())
    }

    /// Fails unless a row is still as it was read.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it was changed, retired or deleted since.
    pub fn expect<R: Entity>(&self, known: &Stored<R>) -> Result<()> {
        match find(self.connection, known.id)? {
            Some(row) if row == *known => Ok(()),
            _ => Err(StoreError::Stale),
        }
    }

    /// Replaces the values of a row.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it does not exist any more.
    pub fn update<R: Entity>(&self, id: Id<R>, record: &R) -> Result<()> {
        let mut sets: Vec<String> = Vec::new();
        let mut values = Vec::new();
        for field in fields::<R>() {
            sets.push(format!("{} = ?", field.key));
            values.push(Cell::of(field, record));
        }
        if R::STAMPED {
            sets.push("modified_at = ?".to_owned());
            values.push(Cell::Text(self.stamp()));
        }
        values.push(Cell::Text(id.to_string()));
        let sql = format!("UPDATE {} SET {} WHERE id = ?", R::TABLE, sets.join(", "));
        let mut update = self.connection.prepare_cached(&sql)?;
        self.expect_one_row(update.execute(params_from_iter(values))?)
    }

    /// Saves a record under its name: replaces the row of exactly that name, or inserts a new one.
    pub fn put<R: Entity>(&self, id: Id<R>, record: &R) -> Result<()> {
        let name = R::FIELDS.first().map_or("id", |field| field.key);
        let sql = format!("SELECT id FROM {} WHERE {name} = ?1", R::TABLE);
        let known: Option<String> = self
            .connection
            .query_row(&sql, [record.name()], |row| row.get(0))
            .optional()?;
        match known.as_deref().and_then(Id::<R>::parse) {
            Some(known) => self.update(known, record),
            None => self.insert(id, record),
        }
    }

    /// Retires a row, or offers it again.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it does not exist any more.
    pub fn retire<R: Entity>(&self, id: Id<R>, retired: bool) -> Result<()> {
        let sql = format!(
            "UPDATE {} SET retired = ?2, modified_at = ?3 WHERE id = ?1",
            R::TABLE
        );
        let values = params![id.to_string(), retired, self.stamp()];
        self.expect_one_row(self.connection.execute(&sql, values)?)
    }

    /// Moves a row one place up (`true`) or down its list; does nothing at the end.
    pub fn shift<R: Entity>(&self, id: Id<R>, up: bool) -> Result<()> {
        let Order::ByHand { within } = R::ORDER else {
            return Ok(());
        };
        let (before, order) = if up { ("<", "DESC") } else { (">", "ASC") };
        let same_list = match within {
            Some(column) => format!("other.{column} = mine.{column}"),
            None => "true".to_owned(),
        };
        let sql = format!(
            "SELECT mine.row, mine.position, other.row, other.position
             FROM {table} mine JOIN {table} other ON {same_list}
             WHERE mine.id = ?1 AND other.position {before} mine.position
             ORDER BY other.position {order} LIMIT 1",
            table = R::TABLE
        );
        let found: Option<(i64, i64, i64, i64)> = self
            .connection
            .query_row(&sql, [id.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        if let Some((mine, position, other, place)) = found {
            let sql = format!("UPDATE {} SET position = ?2 WHERE row = ?1", R::TABLE);
            let mut set = self.connection.prepare(&sql)?;
            set.execute([mine, place])?;
            set.execute([other, position])?;
        }
        Ok(())
    }

    /// Deletes a row that nothing refers to; does nothing where there is no such row.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when something refers to it.
    pub fn delete<R: Entity>(&self, id: Id<R>) -> Result<()> {
        let named = NAMED_WITHOUT_KEY
            .iter()
            .find(|(table, _)| *table == R::TABLE);
        if let Some((_, sql)) = named
            && self
                .connection
                .query_row(sql, [id.to_string()], |row| row.get(0))?
        {
            return Err(StoreError::InUse(R::TABLE));
        }
        let sql = format!("DELETE FROM {} WHERE id = ?1", R::TABLE);
        match self.connection.execute(&sql, [id.to_string()]) {
            Err(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
            {
                Err(StoreError::InUse(R::TABLE))
            }
            other => other.map(drop).map_err(StoreError::from),
        }
    }
}

/// Returns the fields stored as columns, in the order in which they are read.
fn fields<R: Entity>() -> impl Iterator<Item = &'static Field<R>> {
    R::FIELDS.iter().chain(R::HIDDEN)
}

/// Returns the query whose rows [`read`] decodes.
fn select<R: Entity>() -> String {
    let retired = if R::RETIRES { "retired" } else { "0" };
    let columns: Vec<&str> = fields::<R>().map(|field| field.key).collect();
    format!(
        "SELECT id, {retired}, {} FROM {}",
        columns.join(", "),
        R::TABLE
    )
}

fn all<R: Entity>(connection: &Connection) -> Result<Vec<Stored<R>>> {
    let order = match R::ORDER {
        Order::ByName => {
            let name = R::FIELDS.first().map_or("id", |field| field.key);
            format!("sort_key({name})")
        }
        Order::ByHand { within: None } => "position".to_owned(),
        Order::ByHand {
            within: Some(column),
        } => format!("{column}, position"),
    };
    let sql = format!("{} ORDER BY {order}, row", select::<R>());
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read::<R>)?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().flatten().collect())
}

fn find<R: Entity>(connection: &Connection, id: Id<R>) -> Result<Option<Stored<R>>> {
    let sql = format!("{} WHERE id = ?1", select::<R>());
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement
        .query_row([id.to_string()], read::<R>)
        .optional()?;
    Ok(row.flatten())
}

fn read<R: Entity>(row: &Row<'_>) -> rusqlite::Result<Option<Stored<R>>> {
    let Some(id) = Id::<R>::parse(&row.get::<_, String>(0)?) else {
        return Ok(None);
    };
    let mut record = R::default();
    for (index, field) in (2..).zip(fields::<R>()) {
        let value = value(row, index, field.kind)?;
        if let (FieldKind::Encoded, Value::Text(text)) = (field.kind, &value)
            && !R::reads(field.key, text)
        {
            return Ok(None);
        }
        (field.set)(&mut record, value);
    }
    Ok(Some(Stored {
        id,
        retired: row.get(1)?,
        record,
    }))
}

/// Returns the value of a column, without control characters.
fn value(row: &Row<'_>, index: usize, kind: FieldKind) -> rusqlite::Result<Value> {
    let text = || row.get::<_, Option<String>>(index);
    Ok(match kind {
        FieldKind::Line | FieldKind::Words => text()?.map(|text| Value::text(line(&text))),
        FieldKind::Lines => text()?.map(|text| Value::text(lines(&text))),
        FieldKind::Choice(_) | FieldKind::Entry(_) | FieldKind::Encoded => text()?.map(Value::text),
        FieldKind::Date => text()?.and_then(|text| day(&text)).map(Value::Date),
        FieldKind::Time => text()?.and_then(|text| hour(&text)).map(Value::Time),
        FieldKind::Number { .. } => row.get::<_, Option<u32>>(index)?.map(Value::Number),
        FieldKind::Offset => row.get::<_, Option<i32>>(index)?.map(Value::Offset),
        FieldKind::Flag => row.get::<_, Option<bool>>(index)?.map(Value::Flag),
    }
    .unwrap_or_default())
}

/// A value as SQLite stores it.
pub(super) enum Cell {
    Null,
    Text(String),
    Integer(i64),
}

impl Cell {
    pub(super) fn of<R>(field: &Field<R>, record: &R) -> Self {
        Self::new((field.get)(record), field.kind)
    }

    fn new(value: Value, kind: FieldKind) -> Self {
        match (value, kind) {
            (Value::Text(text), _) => Self::Text(text),
            (Value::Date(date), _) => Self::Text(date.to_string()),
            (Value::Time(time), _) => Self::Text(hour_text(time)),
            (Value::Number(number), _) => Self::Integer(number.into()),
            (Value::Offset(days), _) => Self::Integer(days.into()),
            (Value::Flag(flag), _) => Self::Integer(flag.into()),
            (
                Value::Empty,
                FieldKind::Line | FieldKind::Lines | FieldKind::Words | FieldKind::Encoded,
            ) => Self::Text(String::new()),
            (Value::Empty, FieldKind::Flag) => Self::Integer(0),
            (
                Value::Empty,
                FieldKind::Date
                | FieldKind::Time
                | FieldKind::Number { .. }
                | FieldKind::Offset
                | FieldKind::Choice(_)
                | FieldKind::Entry(_),
            ) => Self::Null,
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Null => Ok(ToSqlOutput::from(Null)),
            Self::Text(text) => text.to_sql(),
            Self::Integer(number) => number.to_sql(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kinds::KINDS;

    #[test]
    fn uses_are_counted_of_each_kind_that_shows_them() {
        let shown = KINDS.iter().filter(|kind| kind.used_by.is_some());
        let counted = USES.iter().map(|(table, _)| *table);
        assert!(shown.map(|kind| kind.table).eq(counted));
    }
}
