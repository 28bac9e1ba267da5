//! Rows of any kind of record: reads them, and inserts, updates, retires, moves and deletes them
//! inside an action.

use std::collections::HashMap;

use rusqlite::types::{Null, ToSql, ToSqlOutput};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::domain::id::{EntryId, Id};
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
        let mut cells = cells(record);
        let list = match R::ORDER {
            Order::ByName => None,
            Order::ByHand { within } => {
                let mut own = fields::<R>().filter(|field| Some(field.key) == within);
                Some(own.next().map(|field| (field.key, Cell::of(field, record))))
            }
        };
        cells.push(("id", Cell::Text(id.to_string())));
        if R::STAMPED {
            cells.push(("created_at", Cell::Text(self.stamp())));
            cells.push(("modified_at", Cell::Text(self.stamp())));
        }
        self.insert_cells(R::TABLE, cells, list)
    }

    /// Inserts a row; `list` is that of a table in the user's order, with the column and the value
    /// that distinguish it where the table has several.
    fn insert_cells(
        &self,
        table: &str,
        cells: Vec<(&str, Cell)>,
        list: Option<Option<(&str, Cell)>>,
    ) -> Result<()> {
        let (mut columns, mut values): (Vec<&str>, Vec<Cell>) = cells.into_iter().unzip();
        let mut places = vec!["?".to_owned(); columns.len()];
        if let Some(own) = list {
            let condition = match own {
                Some((column, value)) => {
                    values.push(value);
                    format!("WHERE {column} = ?")
                }
                None => String::new(),
            };
            columns.push("position");
            places.push(format!(
                "(SELECT coalesce(max(position), -1) + 1 FROM {table} {condition})"
            ));
        }
        let (columns, places) = (columns.join(", "), places.join(", "));
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
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
        let mut cells = cells(record);
        if R::STAMPED {
            cells.push(("modified_at", Cell::Text(self.stamp())));
        }
        self.update_cells(R::TABLE, id.to_string(), cells)
    }

    fn update_cells(&self, table: &str, id: String, cells: Vec<(&str, Cell)>) -> Result<()> {
        let (sets, mut values): (Vec<String>, Vec<Cell>) = cells
            .into_iter()
            .map(|(column, cell)| (format!("{column} = ?"), cell))
            .unzip();
        values.push(Cell::Text(id));
        let sql = format!("UPDATE {table} SET {} WHERE id = ?", sets.join(", "));
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
        let retired = Cell::Integer(retired.into());
        let cells = vec![
            ("retired", retired),
            ("modified_at", Cell::Text(self.stamp())),
        ];
        self.update_cells(R::TABLE, id.to_string(), cells)
    }

    /// Moves a row one place up (`true`) or down its list; does nothing at the end.
    pub fn shift<R: Entity>(&self, id: Id<R>, up: bool) -> Result<()> {
        match R::ORDER {
            Order::ByName => Ok(()),
            Order::ByHand { within } => self.shift_row(R::TABLE, within, &id.to_string(), up),
        }
    }

    fn shift_row(&self, table: &str, within: Option<&str>, id: &str, up: bool) -> Result<()> {
        let (before, order) = if up { ("<", "DESC") } else { (">", "ASC") };
        let same_list = match within {
            Some(column) => format!("other.{column} = mine.{column}"),
            None => "true".to_owned(),
        };
        let sql = format!(
            "SELECT mine.row, mine.position, other.row, other.position
             FROM {table} mine JOIN {table} other ON {same_list}
             WHERE mine.id = ?1 AND other.position {before} mine.position
             ORDER BY other.position {order} LIMIT 1"
        );
        let found: Option<(i64, i64, i64, i64)> = self
            .connection
            .query_row(&sql, [id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        if let Some((mine, position, other, place)) = found {
            let sql = format!("UPDATE {table} SET position = ?2 WHERE row = ?1");
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
        self.delete_row(R::TABLE, &id.to_string())
    }

    fn delete_row(&self, table: &'static str, id: &str) -> Result<()> {
        let mut named = NAMED_WITHOUT_KEY.iter();
        if let Some((_, sql)) = named.find(|(other, _)| *other == table)
            && self.connection.query_row(sql, [id], |row| row.get(0))?
        {
            return Err(StoreError::InUse(table));
        }
        let sql = format!("DELETE FROM {table} WHERE id = ?1");
        match self.connection.execute(&sql, [id]) {
            Err(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
            {
                Err(StoreError::InUse(table))
            }
            other => other.map(drop).map_err(StoreError::from),
        }
    }
}

/// Returns the values of a record, each with its column.
fn cells<R: Entity>(record: &R) -> Vec<(&'static str, Cell)> {
    let fields = fields::<R>();
    fields
        .map(|field| (field.key, Cell::of(field, record)))
        .collect()
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
        FieldKind::Choice(_) | FieldKind::Encoded => text()?.map(Value::text),
        FieldKind::Entry(_) => text()?.and_then(|id| EntryId::parse(&id)).map(Value::Entry),
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
            (Value::Entry(id), _) => Self::Text(id.to_string()),
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
