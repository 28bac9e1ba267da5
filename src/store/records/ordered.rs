//! Rows that the user orders, retires and deletes: entries of lists, questions, steps.

use rusqlite::{OptionalExtension, params};

use crate::store::Change;
use crate::store::error::{Ordered, Result, StoreError};

impl Ordered {
    fn table(self) -> &'static str {
        match self {
            Self::Entry(_) => "entry",
            Self::Question(_) => "question",
            Self::Step(_) => "step",
        }
    }

    /// When two rows stand in the same list.
    fn same_list(self) -> &'static str {
        match self {
            Self::Entry(_) => "other.list = mine.list",
            Self::Question(_) | Self::Step(_) => "true",
        }
    }

    fn id(self) -> String {
        match self {
            Self::Entry(id) => id.to_string(),
            Self::Question(id) => id.to_string(),
            Self::Step(id) => id.to_string(),
        }
    }
}

impl Change<'_> {
    /// Retires a row, or offers it again.
    pub fn retire(&self, what: Ordered, retired: bool) -> Result<()> {
        let sql = format!(
            "UPDATE {} SET retired = ?2, modified_at = ?3 WHERE id = ?1",
            what.table()
        );
        self.expect_one_row(
            self.connection
                .execute(&sql, params![what.id(), retired, self.stamp()])?,
        )
    }

    /// Moves a row one place up (`true`) or down its list; at the end of it, does nothing.
    pub fn shift(&self, what: Ordered, up: bool) -> Result<()> {
        let (before, order) = if up { ("<", "DESC") } else { (">", "ASC") };
        let (table, same_list) = (what.table(), what.same_list());
        let sql = format!(
            "SELECT mine.row, mine.position, other.row, other.position
             FROM {table} mine JOIN {table} other ON {same_list}
             WHERE mine.id = ?1 AND other.position {before} mine.position
             ORDER BY other.position {order} LIMIT 1"
        );
        let found: Option<(i64, i64, i64, i64)> = self
            .connection
            .query_row(&sql, [what.id()], |row| {
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

    /// Deletes a row that nothing else bears.
    ///
    /// # Errors
    /// [`StoreError::InUse`] otherwise: it can be retired.
    pub fn remove(&self, what: Ordered) -> Result<()> {
        if let Ordered::Question(id) = what {
            // Answers name their question without a foreign key.
            let answered: bool = self.connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM attestation, json_each(answers) WHERE key = ?1)",
                [id.to_string()],
                |row| row.get(0),
            )?;
            if answered {
                return Err(StoreError::InUse(what));
            }
        }
        let sql = format!("DELETE FROM {} WHERE id = ?1", what.table());
        match self.connection.execute(&sql, [what.id()]) {
            Err(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
            {
                Err(StoreError::InUse(what))
            }
            other => other.map(drop).map_err(StoreError::from),
        }
    }
}
