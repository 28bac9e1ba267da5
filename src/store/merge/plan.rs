//! Decides, row by row, what merging a copy takes, asks or leaves. Nothing is written.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::identity::{Shape, text};
use super::past::{self, Past};
use super::{Asked, MergeField, MergePlan, MergeRow, RowChange};
use crate::domain::text::displayable::line;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::registry::{InHistory, TABLES, Title};
use crate::store::schema::journal_triggers::quoted;
use crate::store::sql::connection::sqlite_name;
use crate::store::undo::history::text as shown;
use crate::store::undo::journal::Json;
use crate::store::undo::past_rows::{Columns, columns};

/// The place of a row in its list: not worth a question.
const POSITION: &str = "position";

/// The tables whose rows may have been added twice, once on each side, for the same thing: nothing
/// refers to them.
const ALIKE: [&str; 3] = ["venue", "saved_view", "model"];

/// What becomes of a row that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    /// The store's version stays.
    Leave,
    /// It stays, though the copy has it no more: no history says that it was deleted.
    Keep,
    /// The copy's version is taken.
    Take,
    /// Both have changed it, each in its way.
    Ask,
}

/// The past of both copies; `None` when they have no action in common.
type Pasts = Option<(Past, Past)>;

/// Plans the merge of the store at `other`, of this program's schema, into the one of the connection.
pub(in crate::store) fn plan(connection: &Connection, other: &Path) -> Result<MergePlan> {
    let name = sqlite_name(other)?;
    let name = ToSqlOutput::Borrowed(ValueRef::Text(&name));
    connection.execute("ATTACH ?1 AS other", [name])?;
    let plan = attached(connection);
    connection.execute_batch("DETACH other")?;
    plan
}

impl Store {
    /// Plans the merge of the store at `other`, of this program's schema, into this one.
    pub(in crate::store) fn plan_merge(&self, other: &Path) -> Result<MergePlan> {
        plan(&self.connection, other)
    }
}

/// Plans the merge of the store attached as `other`.
fn attached(connection: &Connection) -> Result<MergePlan> {
    // One state of the store for all the queries.
    let reading = connection.unchecked_transaction()?;
    let shapes = TABLES.iter().map(|table| Shape::of(&reading, table));
    let shapes = shapes.collect::<Result<Vec<_>>>()?;
    let pasts = match past::parting(&reading)? {
        Some(parting) => Some((
            past::past(&reading, "main", &shapes, parting)?,
            past::past(&reading, "other", &shapes, parting)?,
        )),
        None => None,
    };
    let mut planner = Planner {
        connection: &reading,
        pasts,
        plan: MergePlan::default(),
        added_events: HashSet::new(),
    };
    for shape in &shapes {
        let first = planner.plan.rows.len();
        planner.compare(shape)?;
        let rows = planner.plan.rows.get_mut(first..).unwrap_or_default();
        rows.sort_by_cached_key(order);
    }
    Ok(planner.plan)
}

/// Events by their dates, the rest by name.
fn order(row: &MergeRow) -> (String, String, String, String) {
    let version = row.mine.as_ref().or(row.theirs.as_ref());
    let of = |column| version.map_or("", |row| text(row, column)).to_owned();
    (of("date"), of("starts"), row.name.clone(), row.key.clone())
}

struct Planner<'c> {
    connection: &'c Connection,
    pasts: Pasts,
    plan: MergePlan,
    /// The events that the store does not have.
    added_events: HashSet<String>,
}

impl Planner<'_> {
    /// Plans what becomes of each row of a table that differs.
    fn compare(&mut self, shape: &Shape) -> Result<()> {
        let (mine, theirs) = (shape.select("main"), shape.select("other"));
        let sql = format!(
            "SELECT m.key, m.whole, o.whole FROM ({mine}) m LEFT JOIN ({theirs}) o ON o.key = m.key
             WHERE o.key IS NULL OR o.content <> m.content
             UNION ALL
             SELECT o.key, NULL, o.whole FROM ({theirs}) o LEFT JOIN ({mine}) m ON m.key = o.key
             WHERE m.key IS NULL"
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            let version = |json: Option<String>| json.map(|json| columns(Some(json)));
            let (mine, theirs) = (version(row.get(1)?), version(row.get(2)?));
            match self.decide(shape, &key, mine.as_ref(), theirs.as_ref())? {
                Decision::Leave => {}
                Decision::Keep => self.plan.kept += 1,
                decision => self.push(shape, key, mine, theirs, decision)?,
            }
        }
        Ok(())
    }

    fn decide(
        &self,
        shape: &Shape,
        key: &str,
        mine: Option<&Columns>,
        theirs: Option<&Columns>,
    ) -> Result<Decision> {
        let table = shape.table.name;
        if shape.is_of_event() && !self.follows(theirs.or(mine))? {
            return Ok(Decision::Leave);
        }
        if [mine, theirs].into_iter().flatten().all(is_deleted) {
            return Ok(Decision::Leave);
        }
        let decision = match (mine, theirs) {
            (None, Some(theirs)) => self.only_theirs(shape, key, theirs)?,
            (Some(mine), None) => self.only_mine(shape, key, mine)?,
            (Some(mine), Some(theirs)) => self.both(shape, key, mine, theirs),
            (None, None) => Decision::Leave,
        };
        Ok(match (decision, table) {
            // A tick or a snooze is worth no question: what was done is kept, the last one wins.
            (Decision::Ask, "tick" | "put_off") => last(mine, theirs),
            (decision, _) => decision,
        })
    }

    /// Whether the event of a row is in the store, or will be, and is not deleted.
    fn follows(&self, row: Option<&Columns>) -> Result<bool> {
        let event = row.map_or("", |row| text(row, "event"));
        if self.added_events.contains(event) {
            return Ok(true);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM main.event WHERE id = ?1 AND deleted_at IS NULL)";
        let mut found = self.connection.prepare_cached(sql)?;
        Ok(found.query_row([event], |row| row.get(0))?)
    }

    fn only_theirs(&self, shape: &Shape, key: &str, theirs: &Columns) -> Result<Decision> {
        let table = shape.table.name;
        if ALIKE.contains(&table) && self.has_alike(shape, theirs)? {
            return Ok(Decision::Leave);
        }
        let before = self
            .pasts
            .as_ref()
            .and_then(|(mine, _)| mine.get(table, key));
        Ok(match before {
            // The store has deleted it since.
            Some(Some(before)) if shape.same(Some(before), Some(theirs), POSITION) => {
                match self.is_named("other", table, key)? {
                    true => Decision::Take,
                    false => Decision::Leave,
                }
            }
            Some(Some(_)) => Decision::Ask,
            _ => Decision::Take,
        })
    }

    fn only_mine(&self, shape: &Shape, key: &str, mine: &Columns) -> Result<Decision> {
        let table = shape.table.name;
        let Some((past_mine, past_theirs)) = &self.pasts else {
            return Ok(Decision::Leave);
        };
        Ok(match past_theirs.get(table, key) {
            // The copy has deleted it since.
            Some(Some(before)) if shape.same(Some(before), Some(mine), POSITION) => {
                match self.is_named("main", table, key)? {
                    true => Decision::Keep,
                    false => Decision::Take,
                }
            }
            Some(Some(_)) => Decision::Ask,
            _ if past_mine.get(table, key) == Some(None) => Decision::Leave,
            _ => Decision::Keep,
        })
    }

    fn both(&self, shape: &Shape, key: &str, mine: &Columns, theirs: &Columns) -> Decision {
        let table = shape.table.name;
        let Some((past_mine, past_theirs)) = &self.pasts else {
            return without_past(mine, theirs);
        };
        let changed = |but: &str| {
            // What each was when they parted, in the words of the other: what no history says of a
            // change is seen as one.
            let before = |past: &Past, now: &Columns, version: &Columns| match past.get(table, key)
            {
                Some(before) => !shape.same(before, Some(version), but),
                None => !shape.same(Some(now), Some(version), but),
            };
            (
                before(past_theirs, theirs, mine),
                before(past_mine, mine, theirs),
            )
        };
        let moved = shape.columns.iter().any(|name| name == POSITION)
            && shape.same(Some(mine), Some(theirs), POSITION);
        match (changed(""), changed(POSITION)) {
            ((false, _), _) => Decision::Take,
            ((true, false), _) => Decision::Leave,
            _ if moved => Decision::Leave,
            (_, (false, true)) => Decision::Take,
            (_, (true, false)) => Decision::Leave,
            _ => Decision::Ask,
        }
    }

    /// Whether the store has a row that says the same under another identifier.
    fn has_alike(&self, shape: &Shape, row: &Columns) -> Result<bool> {
        let names = shape
            .content()
            .filter(|name| !["id", POSITION].contains(name));
        let names: Vec<&str> = names.collect();
        let conditions = names.iter().map(|name| format!("{} IS ?", quoted(name)));
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM main.{} WHERE {})",
            shape.table.name,
            conditions.collect::<Vec<_>>().join(" AND ")
        );
        let values = names.iter().filter_map(|name| row.get(*name)).map(Json);
        let mut found = self.connection.prepare_cached(&sql)?;
        Ok(found.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// Whether a row of a schema refers to the row of that identifier, which can't be deleted then.
    fn is_named(&self, schema: &str, table: &str, id: &str) -> Result<bool> {
        let mut queries = Vec::new();
        for named in &TABLES {
            let sql = r#"SELECT "from" FROM pragma_foreign_key_list(?1)
                         WHERE "table" = ?2 AND "to" = 'id'"#;
            let mut keys = self.connection.prepare_cached(sql)?;
            let keys = keys.query_map([named.name, table], |row| row.get::<_, String>(0))?;
            for column in keys {
                let (name, column) = (named.name, quoted(&column?));
                queries.push(format!("SELECT 1 FROM {schema}.{name} WHERE {column} = ?1"));
            }
        }
        if table == "question" {
            queries.push(format!(
                "SELECT 1 FROM {schema}.attestation, json_each(answers) WHERE key = ?1"
            ));
        }
        for sql in queries {
            let mut named = self.connection.prepare(&sql)?;
            if named.exists([id])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn push(
        &mut self,
        shape: &Shape,
        key: String,
        mine: Option<Columns>,
        theirs: Option<Columns>,
        decision: Decision,
    ) -> Result<()> {
        let is_gone = |row: &Option<Columns>| row.as_ref().is_none_or(is_deleted);
        let change = match (is_gone(&mine), is_gone(&theirs)) {
            (true, _) => RowChange::Added,
            (false, true) => RowChange::Deleted,
            (false, false) => RowChange::Modified,
        };
        // Nothing of an attested event is overwritten without a question.
        let is_guarded = mine.is_some() && self.is_attested(shape, &key)?;
        let is_asked = decision == Decision::Ask || is_guarded;
        let base = self.pasts.as_ref().and_then(|(past, other)| {
            let table = shape.table.name;
            let own = past.get(table, &key).flatten();
            own.or_else(|| other.get(table, &key).flatten()).cloned()
        });
        let fields = match (&mine, &theirs) {
            (Some(mine), Some(theirs)) if change == RowChange::Modified => {
                fields(shape, base.as_ref(), mine, theirs)
            }
            _ => Vec::new(),
        };
        if is_asked && fields.is_empty() && change == RowChange::Modified {
            // They differ in what is shown nowhere.
            return Ok(());
        }
        let hidden = match (&mine, &theirs) {
            (Some(mine), Some(theirs)) => hidden(shape, base.as_ref(), mine, theirs),
            _ => Vec::new(),
        };
        if shape.table.name == "event" && change == RowChange::Added {
            self.added_events.insert(key.clone());
        }
        let version = theirs.as_ref().or(mine.as_ref());
        self.plan.rows.push(MergeRow {
            table: shape.table,
            name: self.name(shape, version)?,
            change,
            asked: is_asked.then_some(Asked {
                fields,
                is_theirs_alone: decision == Decision::Take,
            }),
            key,
            mine,
            theirs,
            hidden,
        });
        Ok(())
    }

    /// Whether a row is an attested event, or its attestation.
    fn is_attested(&self, shape: &Shape, key: &str) -> Result<bool> {
        if !["event", "attestation"].contains(&shape.table.name) {
            return Ok(false);
        }
        let sql =
            "SELECT EXISTS (SELECT 1 FROM main.attestation a JOIN main.event e ON e.row = a.row
                                  WHERE e.id = ?1)";
        let mut found = self.connection.prepare_cached(sql)?;
        Ok(found.query_row([key], |row| row.get(0))?)
    }

    fn name(&self, shape: &Shape, row: Option<&Columns>) -> Result<String> {
        let Some(row) = row else {
            return Ok(String::new());
        };
        let title = || -> Result<String> {
            for schema in ["main", "other"] {
                let sql = format!("SELECT title FROM {schema}.event WHERE id = ?1");
                let mut found = self.connection.prepare_cached(&sql)?;
                let title = found.query_row([text(row, "event")], |row| row.get(0));
                if let Some(title) = title.optional()? {
                    return Ok(title);
                }
            }
            Ok(String::new())
        };
        let name = match shape.table.title {
            Title::Column(column) => text(row, column).to_owned(),
            Title::SameEvent | Title::Event | Title::StepAndEvent => title()?,
        };
        Ok(line(&name).into_owned())
    }
}

/// Whether the row is an event that was deleted: it stays in its table.
fn is_deleted(row: &Columns) -> bool {
    !text(row, "deleted_at").is_empty()
}

/// Decides between two versions without a common past: the one that was never changed is the older.
fn without_past(mine: &Columns, theirs: &Columns) -> Decision {
    let is_first = |row: &Columns| {
        let created = text(row, "created_at");
        !created.is_empty() && created == text(row, "modified_at")
    };
    match (is_first(mine), is_first(theirs)) {
        (true, false) => Decision::Take,
        (false, true) => Decision::Leave,
        _ => Decision::Ask,
    }
}

/// Decides between two ticks, or two snoozes: a present one wins, then the last one.
fn last(mine: Option<&Columns>, theirs: Option<&Columns>) -> Decision {
    // A snooze without a day is for good.
    let rank = |row: &Columns| {
        let until = row.get("until");
        (
            until.is_some_and(serde_json::Value::is_null),
            text(row, "until").to_owned(),
            text(row, "at").to_owned(),
            text(row, "told").to_owned(),
        )
    };
    match (mine.map(rank), theirs.map(rank)) {
        (mine, Some(theirs)) if mine.as_ref() < Some(&theirs) => Decision::Take,
        _ => Decision::Leave,
    }
}

/// Returns the fields that differ and can be shown.
fn fields(
    shape: &Shape,
    base: Option<&Columns>,
    mine: &Columns,
    theirs: &Columns,
) -> Vec<MergeField> {
    let columns = shape.table.columns.iter();
    let columns = columns.filter(|column| {
        !column.label.is_empty()
            && !matches!(column.history, InHistory::Never | InHistory::Deletion)
            && column.name != POSITION
            && mine.get(column.name) != theirs.get(column.name)
    });
    columns
        .map(|column| {
            let text = |row: &Columns| row.get(column.name).map(shown).unwrap_or_default();
            MergeField {
                column,
                mine: text(mine),
                theirs: text(theirs),
                is_theirs_alone: base
                    .is_some_and(|base| base.get(column.name) == mine.get(column.name)),
            }
        })
        .collect()
}

/// Returns the columns that no field shows, and that the copy alone has changed.
fn hidden(shape: &Shape, base: Option<&Columns>, mine: &Columns, theirs: &Columns) -> Vec<String> {
    let is_shown = |name: &str| {
        let column = shape.table.column(name);
        column.is_some_and(|column| !column.label.is_empty())
    };
    let content = shape.content().filter(|name| !is_shown(name));
    let content = content.filter(|name| {
        mine.get(*name) != theirs.get(*name)
            && base.is_some_and(|base| base.get(*name) == mine.get(*name))
    });
    content.map(str::to_owned).collect()
}
