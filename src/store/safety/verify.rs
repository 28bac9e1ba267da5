//! Checks the whole store, without writing to it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::backup::{self, Checked, not_a_store};
use super::{copy, stored_forms};
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::registry::TABLES;
use crate::store::schema::derived::DERIVED;
use crate::store::schema::migrate;
use crate::store::sql::access::PrivateCopy;
use crate::store::sql::header::Header;
use crate::store::sql::log::{LogOwner, log_owner};
use crate::store::sql::owner_only::LoosePermissions;
use crate::store::sql::{connection, owner_only};

/// How many lines of SQLite's own check are reported.
const MAX_FINDINGS: usize = 20;

/// Something wrong with a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The file is damaged; what SQLite reports.
    Damaged(Vec<String>),
    /// The log next to the file is that of another file.
    StrayLog,
    /// Other users can read a file or a folder.
    Open(LoosePermissions),
    /// Rows refer to missing rows.
    Dangling {
        /// The table of the rows.
        table: String,
        /// How many.
        rows: u64,
    },
    /// Rows of a derived table are not those of its view.
    Derived {
        /// The table.
        table: &'static str,
        /// How many rows are missing, superfluous or different.
        rows: u64,
    },
    /// A trigger, a view, an index or a table is not as this program creates it.
    Schema(SchemaObject),
    /// An action is marked as being recorded, and none is.
    OpenAction,
    /// Rows of the history can't be undone.
    History {
        /// How many.
        rows: u64,
    },
    /// Values can't be parsed: they read as unset, or hide their row.
    Value {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// How many.
        rows: u64,
        /// The first of them, by the number of its row.
        first: i64,
    },
    /// A copy does not match its hash.
    AlteredBackup(PathBuf),
}

impl Finding {
    /// Whether [`repair`](fn@crate::store::repair) can do something about it.
    pub fn is_repairable(&self) -> bool {
        match self {
            Self::Damaged(_)
            | Self::StrayLog
            | Self::Open(_)
            | Self::Derived { .. }
            | Self::OpenAction => true,
            Self::Schema(object) => object.kind != "table",
            Self::Dangling { .. }
            | Self::History { .. }
            | Self::Value { .. }
            | Self::AlteredBackup(_) => false,
        }
    }
}

/// An object of the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaObject {
    /// `table`, `index`, `trigger` or `view`.
    pub kind: String,
    /// Its name.
    pub name: String,
    pub(in crate::store) sql: String,
}

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What is wrong, the worst first; empty for a sound store.
    pub findings: Vec<Finding>,
    /// How many events there are, without the deleted ones, when they can be counted.
    pub events: Option<u64>,
    /// How many copies the store has.
    pub backups: usize,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether a copy of the same content would be no better than the file: permissions, dangling
    /// references and wrong values would be the same in the copy.
    pub fn is_file_sound(&self) -> bool {
        !self.findings.iter().any(|finding| {
            matches!(
                finding,
                Finding::Damaged(_)
                    | Finding::Derived { .. }
                    | Finding::Schema(_)
                    | Finding::OpenAction
                    | Finding::History { .. }
            )
        })
    }
}

/// Checks the store at `path`, and never writes to it.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::NotAStore`] and [`StoreError::Newer`]. Damage is a finding,
/// not an error.
pub fn verify(path: &Path) -> Result<Report> {
    recognise(path)?;
    let mut report = Report {
        findings: Vec::new(),
        events: None,
        backups: 0,
    };
    let has_stray_log = log_owner(path)? == LogOwner::Another;
    if has_stray_log {
        report.findings.push(Finding::StrayLog);
    }
    let opened = match has_stray_log {
        true => connection::open_unchanging(path).map(|connection| (connection, None)),
        false => open(path),
    };
    let checked =
        opened.and_then(|(connection, _copy)| check_inside(path, &connection, &mut report));
    match checked {
        Ok(()) => {}
        Err(
            error @ (StoreError::Newer { .. }
            | StoreError::NotAStore(_)
            | StoreError::Busy
            | StoreError::Disk(_)
            | StoreError::Io(_)),
        ) => return Err(error),
        // What prevents a check is damage too.
        Err(error) => {
            let is_known = |finding: &Finding| matches!(finding, Finding::Damaged(_));
            if !report.findings.iter().any(is_known) {
                let damaged = Finding::Damaged(vec![error.to_string()]);
                report.findings.insert(0, damaged);
            }
        }
    }
    let open = owner_only::loose_permissions(path);
    report.findings.extend(open.into_iter().map(Finding::Open));
    let copies = backup::backups(path)?;
    report.backups = copies.len();
    for copy in copies {
        if matches!(backup::check(&copy.path), Ok(Checked::Altered)) {
            report.findings.push(Finding::AlteredBackup(copy.path));
        }
    }
    Ok(report)
}

/// Fails unless the file is a store, damaged perhaps: one of the two marks of its header is enough.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::NotAStore`]...
pub fn recognise(path: &Path) -> Result<()> {
    let unreadable = |error| StoreError::unreadable(path, error);
    let is_file = fs::metadata(path).map_err(unreadable)?.is_file();
    if is_file && Header::read(path).map_err(unreadable)?.may_be_store() {
        Ok(())
    } else {
        Err(not_a_store(path))
    }
}

/// Opens the store; where its log can't be read, since its folder refuses writing, a private copy of both.
fn open(path: &Path) -> Result<(Connection, Option<PrivateCopy>)> {
    let connection = connection::connect_read_only(path)?;
    match migrate::version(&connection).map_err(StoreError::from) {
        Err(StoreError::OnlyRead) => {}
        _ => return Ok((connection, None)),
    }
    let copy = PrivateCopy::of(path)?;
    Ok((connection::connect_read_only(&copy.path())?, Some(copy)))
}

fn check_inside(path: &Path, connection: &Connection, report: &mut Report) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    if !connection::is_store(connection)? {
        return Err(StoreError::NotAStore(path.to_owned()));
    }
    let found = migrate::not_newer(path, connection)?;
    // One snapshot of the store for the whole check, whatever other processes write.
    let connection = connection.unchecked_transaction()?;
    let wrong = connection::integrity_check(&connection, MAX_FINDINGS)?;
    if !wrong.is_empty() {
        report.findings.push(Finding::Damaged(wrong));
    }
    report.events = Some(copy::events(&connection)?);
    report.findings.extend(dangling(&connection)?);
    if found < migrate::NEWEST {
        // The rest is checked against this program's schema, to which opening migrates it.
        return Ok(());
    }
    report.findings.extend(schema(&connection)?);
    for table in DERIVED {
        let rows = derived(&connection, table)?;
        if rows > 0 {
            report.findings.push(Finding::Derived { table, rows });
        }
    }
    report.findings.extend(history(&connection)?);
    report.findings.extend(stored_forms::check(&connection)?);
    Ok(())
}

fn count(connection: &Connection, sql: &str) -> rusqlite::Result<u64> {
    let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn dangling(connection: &Connection) -> Result<Vec<Finding>> {
    let sql = "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1";
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map([], |row| {
        Ok(Finding::Dangling {
            table: row.get(0)?,
            rows: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Returns how many rows of the table differ from its view; a different row is found on each side.
fn derived(connection: &Connection, table: &str) -> Result<u64> {
    let count_only_in = |one: &str, other: &str| {
        let sql = format!(
            "SELECT count(*) FROM (SELECT row FROM (SELECT * FROM {one} EXCEPT SELECT * FROM {other}))"
        );
        count(connection, &sql)
    };
    let source = format!("{table}_source");
    Ok(count_only_in(table, &source)?.max(count_only_in(&source, table)?))
}

/// Returns the schema as this program creates it.
pub(in crate::store) fn known_schema() -> Result<Vec<SchemaObject>> {
    Ok(objects(&Store::in_memory()?.connection)?)
}

fn objects(connection: &Connection) -> rusqlite::Result<Vec<SchemaObject>> {
    let mut statement = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' AND sql IS NOT NULL ORDER BY 1, 2",
    )?;
    let objects = statement.query_map([], |row| {
        Ok(SchemaObject {
            kind: row.get(0)?,
            name: row.get(1)?,
            sql: row.get(2)?,
        })
    })?;
    objects.collect()
}

/// Returns the objects that are missing, different, or not created by this program.
fn schema(connection: &Connection) -> Result<Vec<Finding>> {
    let (known, there) = (known_schema()?, objects(connection)?);
    let missing = known.iter().filter(|object| !there.contains(object));
    let named = |name: &str| known.iter().any(|object| object.name == name);
    let foreign = there.iter().filter(|object| !named(&object.name));
    Ok(missing
        .chain(foreign)
        .cloned()
        .map(Finding::Schema)
        .collect())
}

fn history(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let at_rest = "SELECT count(*) FROM recording WHERE only = 1 AND action IS NULL";
    if count(connection, at_rest)? != 1 {
        found.push(Finding::OpenAction);
    }
    let tables = TABLES.map(|table| format!("'{}'", table.name));
    let wrong = format!(
        "SELECT count(*) FROM journal
         WHERE \"table\" NOT IN ({})
            OR (op = 'delete' AND old IS NULL) OR (op = 'update' AND (old IS NULL OR new IS NULL))
            OR coalesce(NOT json_valid(old) OR json_type(old) <> 'object', 0)
            OR coalesce(NOT json_valid(new) OR json_type(new) <> 'object', 0)",
        tables.join(", ")
    );
    let rows = count(connection, &wrong)?;
    if rows > 0 {
        found.push(Finding::History { rows });
    }
    Ok(found)
}
