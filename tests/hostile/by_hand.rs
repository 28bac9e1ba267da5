//! Stores made by hand: any value in any column, references that lead nowhere or around, texts that would take a terminal over.

use std::fs;
use std::path::Path;

use carnet::app::CloseError;
use carnet::domain::listing::{Column, Direction, Query, Sort};
use carnet::domain::text::displayable::is_hidden;
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::export::write_events;
use carnet::exchange::table_writer::{TableFormat, TableWriter};
use carnet::explain::Explain;
use carnet::store::{Result, Store};
use carnet::terminal::input::{Input, Key};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{app, cases, demo, draw, moment};

const HOSTILE: &str = "A\u{202e}B\u{2066}C\u{200b}D\u{feff}E\u{1b}]0;piège\u{7}F\u{1b}[2JG\u{9b}31mH\u{e0041}I\0J\r\nK\tL\u{2028}M";

const COLUMNS: [Column; 12] = [
    Column::Date,
    Column::Hours,
    Column::Title,
    Column::Category,
    Column::Themes,
    Column::Audience,
    Column::Venue,
    Column::Commune,
    Column::Seats,
    Column::Publication,
    Column::Attestation,
    Column::Attendees,
];

/// Takes the rules off a store, and gives it to `change`; its triggers come back after.
fn rewrite(path: &Path, change: impl FnOnce(&Connection)) {
    let raw = Connection::open(path).unwrap();
    super::register(&raw);
    raw.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE type = 'table';",
    )
    .unwrap();
    let schema: i64 = raw
        .pragma_query_value(None, "schema_version", |row| row.get(0))
        .unwrap();
    raw.pragma_update(None, "schema_version", schema + 1)
        .unwrap();
    drop(raw);
    let raw = Connection::open(path).unwrap();
    super::register(&raw);
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    let triggers: Vec<(String, String)> = raw
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    for (name, _) in &triggers {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    change(&raw);
    for (_, sql) in &triggers {
        raw.execute_batch(sql).unwrap();
    }
    raw.pragma_update(None, "journal_mode", "DELETE").unwrap();
}

/// Each column of each table, with its type.
fn columns(raw: &Connection) -> Vec<(String, String, String)> {
    raw.prepare(
        "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'",
    )
    .unwrap()
    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    .unwrap()
    .map(|row| row.unwrap())
    .collect()
}

/// Opens, lists, draws every screen, exports.
fn use_it(path: &Path) -> Result<()> {
    let store = Store::open(path)?;
    let all = |column, direction| Query {
        sort: Sort { column, direction },
        ..Query::default()
    };
    let mut csv = Vec::new();
    // Any of these may refuse; none may stop the others.
    for column in COLUMNS {
        for direction in [Direction::Ascending, Direction::Descending] {
            let _ = store.window(&all(column, direction), moment(), 0, 50);
        }
    }
    let columns = CsvColumn::ALL.to_vec();
    let _ = write_events(
        &store,
        &Query::default(),
        moment(),
        &columns,
        &|_| true,
        &carnet::store::Progress::default(),
        TableWriter::new(TableFormat::Text, &mut csv),
    );
    let csv = String::from_utf8(csv).unwrap();
    let text = csv.strip_prefix('\u{feff}').unwrap_or(&csv);
    let hidden = text
        .chars()
        .find(|&c| !matches!(c, '\r' | '\n') && is_hidden(c));
    assert!(hidden.is_none(), "{hidden:?} is exported");
    let mut carnet = app(store, path.parent().unwrap())?;
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    draw(&mut carnet, &mut terminal);
    let keys = "Échap F2 F3 Entrée Échap m Tab Tab Tab Échap Échap Échap f Échap t Échap v Échap n Tab Tab Tab Tab Tab Ctrl+O Échap Échap \
                Échap c Échap Échap Échap p Échap Ctrl+Z Ctrl+Y F4 Entrée Échap Échap F5 Entrée Échap F6 ↓ ↓ Entrée Échap Échap F3 Suppr Entrée";
    for key in keys.split_whitespace() {
        carnet.input(Input::Key(Key::parse(key).unwrap()));
        draw(&mut carnet, &mut terminal);
    }
    carnet.autosave();
    carnet.close().map_err(|error| match error {
        CloseError::NotReopened(error) | CloseError::NotClosed(error) => error,
    })
}

#[test]
fn hostile_texts_in_every_column_are_listed_and_drawn_without_their_tricks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    demo(&path, 12);
    rewrite(&path, |raw| {
        for (table, column, kind) in columns(raw) {
            let named = [
                "id", "table", "op", "key", "series", "list", "kind", "role", "notice", "zone",
            ];
            let is_json = [
                "layout", "content", "answers", "told", "old", "new", "value",
            ];
            let is_entry = [
                "category",
                "theme",
                "second_theme",
                "audience",
                "venue_kind",
                "step",
            ];
            let is_time = ["date", "starts", "ends", "until", "at"];
            let column_name = column.as_str();
            if kind != "TEXT"
                || named.contains(&column_name)
                || is_json.contains(&column_name)
                || is_entry.contains(&column_name)
                || is_time.contains(&column_name)
                || column.ends_with("_at")
                || column.ends_with("_on")
                || column.ends_with("_utc")
                || table.starts_with("event_")
            {
                continue;
            }
            raw.execute(&format!("UPDATE {table} SET \"{column}\" = ?1"), [HOSTILE])
                .unwrap();
        }
        raw.execute_batch(
            "DELETE FROM event_list; INSERT INTO event_list SELECT * FROM event_list_source;
             DELETE FROM event_words; INSERT INTO event_words SELECT * FROM event_words_source;",
        )
        .unwrap();
    });
    let store = Store::open(&path).unwrap();
    let rows = store.window(&Query::default(), moment(), 0, 50).unwrap();
    assert_eq!(rows.len(), 12);
    assert!(
        rows.iter()
            .all(|row| row.content.title.starts_with("ABCDE"))
    );
    store.close().unwrap();
    use_it(&path).unwrap();
}

/// A value that no one expects.
fn value() -> impl Strategy<Value = Value> {
    let texts = [
        "",
        HOSTILE,
        "9999-99-99",
        "0000-00-00",
        "-4713-11-24",
        "+262142-12-31",
        "9999-12-31",
        "25:61",
        "24:00",
        "Mars/Olympus",
        "{\"a\":",
        "null",
        "[[[[[[[[[[[[[[]]]]]]]]]]]]]]",
        "{\"title\":{}}",
        "01a05a43-fc00-7c39-bfd0-1cc62be50001",
        "\u{0}",
        "2026-11-24T10:00:00Z",
        "99999-01-01T00:00:00Z",
    ];
    prop_oneof![
        prop::sample::select(texts.to_vec()).prop_map(|text| Value::Text(text.to_owned())),
        any::<String>().prop_map(Value::Text),
        (1usize..400_000).prop_map(|count| Value::Text("ü".repeat(count))),
        (1usize..20_000).prop_map(|count| Value::Text("[".repeat(count))),
        any::<i64>().prop_map(Value::Integer),
        (-2i64..300).prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Real),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Blob),
        Just(Value::Null),
    ]
}

#[test]
fn any_value_in_any_column_is_used_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("modele.db");
    demo(&model, 12);
    rewrite(&model, |_| {});
    let count = columns(&Connection::open(&model).unwrap()).len();
    let (opened, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let mut runner = TestRunner::new(cases(40, 2_000));
    let changes = prop::collection::vec((0..count, value(), 0u8..4, any::<bool>()), 1..8);
    runner
        .run(&changes, |changes| {
            let path = folder.path().join("carnet.db");
            for end in ["-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{end}", path.display()));
            }
            fs::copy(&model, &path).unwrap();
            rewrite(&path, |raw| {
                let columns = columns(raw);
                for (column, value, share, cast) in &changes {
                    let (table, column, _) = &columns[*column];
                    // Bytes that are no text, where a text is announced.
                    let new = if *cast { "CAST(?1 AS TEXT)" } else { "?1" };
                    let sql = format!(
                        "UPDATE OR IGNORE {table} SET \"{column}\" = {new} WHERE rowid % 4 >= ?2"
                    );
                    let _ = raw.execute(&sql, rusqlite::params![value, share]);
                }
            });
            match use_it(&path) {
                Ok(()) => opened.set(opened.get() + 1),
                Err(error) => {
                    refused.set(refused.get() + 1);
                    let sentence = error.explain();
                    prop_assert!(
                        !sentence.is_empty()
                            && !sentence.chars().any(|c| c != '\u{202f}' && is_hidden(c)),
                        "{sentence:?}"
                    );
                }
            }
            Ok(())
        })
        .unwrap();
    println!("ouverts : {}, refusés : {}", opened.get(), refused.get());
    assert!(opened.get() > 0);
}

#[test]
fn references_that_lead_nowhere_or_around_are_lived_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    demo(&path, 12);
    rewrite(&path, |raw| {
        raw.execute_batch(
            "UPDATE event SET theme = '01a05a43-fc00-7c39-bfd0-1cc62be50001', category = 'nulle part', second_theme = theme;
             UPDATE action SET undoes = id, undone = id WHERE id % 2 = 0;
             UPDATE action SET undoes = id + 1 WHERE id % 2 = 1;
             UPDATE tick SET event = 987654 + row;
             UPDATE journal SET \"row\" = 987654 WHERE id % 3 = 0;
             UPDATE journal SET \"table\" = 'sqlite_schema' WHERE id % 3 = 1;
             UPDATE event SET series = id;",
        )
        .unwrap();
    });
    use_it(&path).unwrap();
}

#[test]
fn figures_past_all_belief_are_added_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    demo(&path, 12);
    // Found by any value in any column: the share of places taken went past what 64 bits hold.
    rewrite(&path, |raw| {
        raw.execute_batch(
            "UPDATE event_list SET seats = 0, attendees = -1;
             UPDATE event_list SET date = '2026-11-10', last_day = '2026-11-10', starts = '10:00', ends_utc = '2026-11-10T10:00:00Z', attestation_rank = 1,
                    seats = 9000000000000000000, attendees = 9000000000000000000
             WHERE row = (SELECT min(row) FROM event_list);",
        )
        .unwrap();
    });
    let _ = use_it(&path);
    let store = Store::open(&path).unwrap();
    let year = store.home_summary(moment()).unwrap().year;
    assert_eq!(year.percent(), Some(100));
}

#[test]
fn a_row_that_is_wrong_hides_none_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    demo(&path, 12);
    rewrite(&path, |raw| {
        raw.execute_batch(
            "UPDATE event SET seats = -7, children_welcome = 'peut-être', notes = x'ff00',
                    description = CAST(x'41ff42' AS TEXT), starts = 12, publication = 99
             WHERE row = (SELECT min(row) FROM event WHERE deleted_at IS NULL);",
        )
        .unwrap();
    });
    let store = Store::open(&path).unwrap();
    let events = store.window(&Query::default(), moment(), 0, 100).unwrap();
    assert_eq!(events.len(), 12);
    let wrong = events
        .iter()
        .find(|event| event.content.description == "A\u{fffd}B")
        .unwrap();
    assert_eq!((wrong.content.seats, wrong.content.starts), (None, None));
    assert!(wrong.content.notes.is_empty() && !wrong.content.children_welcome);
}
