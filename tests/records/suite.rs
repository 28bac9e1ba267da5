//! The suite itself, over any kind of record.

use std::path::Path;

use carnet::actions::records;
use carnet::clock::Clock;
use carnet::domain::record::{Entity, Stored, Value};
use carnet::domain::reference::References;
use carnet::exchange::csv::records as csv;
use carnet::exchange::table::Table;
use carnet::exchange::table_writer::{TableFormat, TableWriter};
use carnet::store::field_change::Part;
use carnet::store::registry::table;
use carnet::store::{Moment, Store, StoreError, verify};
use carnet::ui::dialog::{Layer, Reply};
use carnet::ui::effect::Effect;
use carnet::ui::form::{FormOwner as _, RowForm, draft};
use carnet::ui::keymap::Action;
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};

use super::now;

/// Runs the suite for a kind of record: its name, its type, one of it, and a change to it; `form`
/// for one that the mediator types in a form.
#[macro_export]
macro_rules! record_suite {
    ($name:ident, $record:ty, $sample:expr, |$it:ident| $change:expr, form) => {
        record_suite!($name, $record, $sample, |$it| $change, {
            #[test]
            fn what_is_typed_and_put_off_is_offered_again() {
                $crate::suite::drafted(&sample());
            }
        });
    };
    ($name:ident, $record:ty, $sample:expr, |$it:ident| $change:expr $(, { $($more:item)* })?) => {
        mod $name {
            use super::*;

            fn sample() -> $record {
                $sample
            }

            fn changed() -> $record {
                let mut $it = sample();
                $change;
                $it
            }

            #[test]
            fn what_is_done_is_taken_back_and_made_again() {
                $crate::suite::undone_and_redone(&sample(), &changed());
            }

            #[test]
            fn what_changed_elsewhere_is_not_written_over() {
                $crate::suite::conflict(&sample(), &changed());
            }

            #[test]
            fn a_file_comes_back_as_it_went() {
                $crate::suite::file_there_and_back(&sample(), &changed());
            }

            #[test]
            fn the_history_says_what_was_done() {
                $crate::suite::history(&sample(), &changed());
            }

            #[test]
            fn what_is_written_is_sound() {
                $crate::suite::sound(&sample(), &changed());
            }

            #[test]
            fn a_purge_forgets_personal_fields() {
                $crate::suite::purged(&sample(), &changed());
            }

            $($($more)*)?
        }
    };
}

fn rows<R: Entity>(store: &Store) -> Vec<Stored<R>> {
    store.rows().unwrap()
}

/// What is shared by the tests: a store with one more record, and the record as it is stored.
fn with<R: Entity>(record: &R) -> (Store, Stored<R>) {
    let mut store = Store::in_memory().unwrap();
    let id = records::create(&mut store, now(), record).unwrap();
    let row = store.row::<R>(id).unwrap().unwrap();
    (store, row)
}

pub fn undone_and_redone<R: Entity + std::fmt::Debug>(sample: &R, changed: &R) {
    let mut store = Store::in_memory().unwrap();
    let mut states = vec![rows::<R>(&store)];
    let id = records::create(&mut store, now(), sample).unwrap();
    states.push(rows(&store));
    assert_eq!(store.row::<R>(id).unwrap().unwrap().record, *sample);
    let row = store.row::<R>(id).unwrap().unwrap();
    records::modify(&mut store, now(), &row, changed).unwrap();
    states.push(rows(&store));
    let row = store.row::<R>(id).unwrap().unwrap();
    assert_eq!(row.record, *changed);
    if R::RETIRES {
        records::retire(&mut store, now(), &row, true).unwrap();
        states.push(rows(&store));
        assert!(store.row::<R>(id).unwrap().unwrap().retired);
    }
    records::shift(&mut store, now(), &row, true).unwrap();
    if rows::<R>(&store) != *states.last().unwrap() {
        states.push(rows(&store));
    }
    records::delete(&mut store, now(), &row).unwrap();
    states.push(rows(&store));
    assert_eq!(rows::<R>(&store), states[0]);
    for state in states.iter().rev().skip(1) {
        store.undo(now()).unwrap().unwrap();
        assert_eq!(rows::<R>(&store), *state);
    }
    assert_eq!(store.undo(now()).unwrap(), None);
    for state in &states[1..] {
        store.redo(now()).unwrap().unwrap();
        assert_eq!(rows::<R>(&store), *state);
    }
}

pub fn conflict<R: Entity>(sample: &R, changed: &R) {
    let (mut store, known) = with(sample);
    records::modify(&mut store, now(), &known, changed).unwrap();
    let again = records::modify(&mut store, now(), &known, sample);
    assert!(matches!(again, Err(StoreError::Stale)));
    let row = store.row::<R>(known.id).unwrap().unwrap();
    assert!(row.record == *changed);
    records::delete(&mut store, now(), &row).unwrap();
    let gone = records::modify(&mut store, now(), &row, sample);
    assert!(matches!(gone, Err(StoreError::Stale)));
}

fn table_of<R: Entity>(format: TableFormat, rows: &[Stored<R>], references: &References) -> Table {
    let mut bytes = Vec::new();
    csv::write(rows, references, TableWriter::new(format, &mut bytes)).unwrap();
    if format == TableFormat::Text {
        let mut cells = ::csv::ReaderBuilder::new();
        let cells = cells
            .delimiter(b';')
            .from_reader(&bytes[3..])
            .into_records();
        for record in cells {
            let dangerous = |cell: &str| cell.starts_with(['=', '+', '-', '@']);
            assert!(!record.unwrap().iter().any(dangerous), "a formula");
        }
    }
    Table::read_below(&bytes, csv::header_score::<R>).unwrap()
}

pub fn file_there_and_back<R: Entity + std::fmt::Debug>(sample: &R, changed: &R) {
    for format in [TableFormat::Text, TableFormat::Workbook] {
        there_and_back(format, sample, changed);
    }
}

fn there_and_back<R: Entity + std::fmt::Debug>(format: TableFormat, sample: &R, changed: &R) {
    let (mut store, known) = with(sample);
    let references = store.references().unwrap();
    let today = now().date_naive();
    // The lists other than that of a new record are not read.
    let blank = R::default();
    let mut written = rows::<R>(&store);
    written.retain(|row| row.is_listed_with(&blank));
    let table = table_of(format, &written, &references);
    // As it is there: nothing to write.
    let plan = csv::RecordPlan::new(&table, &written, &blank, &references, today).unwrap();
    assert_eq!(plan.tally().same, written.len(), "{:#?}", plan.rows);
    // Where it was changed since: as it was written.
    records::modify(&mut store, now(), &known, changed).unwrap();
    let plan =
        csv::RecordPlan::new(&table, &rows::<R>(&store), &blank, &references, today).unwrap();
    let text =
        |record: &R| -> Vec<Value> { R::FIELDS.iter().map(|field| (field.get)(record)).collect() };
    let differs = text(sample) != text(changed);
    assert_eq!(
        plan.tally().updated,
        usize::from(differs),
        "{:#?}",
        plan.rows
    );
    records::import(&mut store, now(), &plan).unwrap();
    let row = store.row::<R>(known.id).unwrap().unwrap();
    assert_eq!(text(&row), text(sample));
    // Where it is not there: under its own name.
    records::delete(&mut store, now(), &row).unwrap();
    let plan =
        csv::RecordPlan::new(&table, &rows::<R>(&store), &blank, &references, today).unwrap();
    assert_eq!(plan.tally().created, 1, "{:#?}", plan.rows);
    records::import(&mut store, now(), &plan).unwrap();
    let row = store.row::<R>(known.id).unwrap().unwrap();
    assert_eq!(text(&row), text(sample));
    assert!(
        store
            .undo(now())
            .unwrap()
            .unwrap()
            .label
            .starts_with("import de 1 ")
    );
}

pub fn history<R: Entity>(sample: &R, changed: &R) {
    let (mut store, known) = with(sample);
    let created = store.history(None, 0, 1).unwrap().remove(0);
    let (noun, name) = (R::NOUN, sample.name());
    assert_eq!(
        created.label,
        format!("ajout {} «\u{202f}{name}\u{202f}»", noun.of_the())
    );
    let changes = store.field_changes(created.id, 100).unwrap();
    assert_eq!(changes[0].part, Part::Created);
    assert_eq!(changes[0].subject.table.noun, noun);
    assert_eq!(changes[0].subject.name, name);
    for field in R::FIELDS {
        let is_recorded = changes.iter().any(|change| change.is_of(field.key));
        assert_eq!(
            is_recorded,
            (field.get)(sample) != Value::Empty,
            "{}",
            field.key
        );
    }
    records::modify(&mut store, now(), &known, changed).unwrap();
    let modified = store.history(None, 0, 1).unwrap().remove(0);
    let changes = store.field_changes(modified.id, 100).unwrap();
    for field in R::FIELDS.iter().chain(R::HIDDEN) {
        let is_changed = (field.get)(sample) != (field.get)(changed);
        let is_recorded = changes.iter().any(|change| change.is_of(field.key));
        assert_eq!(is_recorded, is_changed, "{}", field.key);
    }
    let labels = table(R::TABLE).unwrap().columns.iter();
    let labels: Vec<&str> = labels.map(|column| column.label).collect();
    for field in R::FIELDS {
        assert!(labels.contains(&field.label), "{}", field.label);
    }
}

pub fn sound<R: Entity>(sample: &R, changed: &R) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let id = records::create(&mut store, now(), sample).unwrap();
    let row = store.row::<R>(id).unwrap().unwrap();
    records::modify(&mut store, now(), &row, changed).unwrap();
    store.close().unwrap();
    assert_eq!(verify(&path).unwrap().findings, []);
    // What no longer reads as what it should is found.
    let file = rusqlite::Connection::open(&path).unwrap();
    file.create_scalar_function(
        "changes_told",
        -1,
        rusqlite::functions::FunctionFlags::default(),
        |_| Ok("[{},{}]"),
    )
    .unwrap();
    let sql = format!(
        "UPDATE recording SET action = (SELECT max(id) FROM action);
         UPDATE {} SET id = upper(id) WHERE id = '{id}';
         UPDATE recording SET action = NULL;",
        R::TABLE
    );
    file.execute_batch(&sql).unwrap();
    drop(file);
    let findings = verify(&path).unwrap().findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
}

pub fn purged<R: Entity>(sample: &R, changed: &R) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let id = records::create(&mut store, now(), sample).unwrap();
    let row = store.row::<R>(id).unwrap().unwrap();
    records::modify(&mut store, now(), &row, changed).unwrap();
    let moment = Moment {
        now: now(),
        today: now().date_naive(),
    };
    store.purge("2026-09-01".parse().unwrap(), moment).unwrap();
    let stored = store.row::<R>(id).unwrap().unwrap();
    assert!(stored.record == *changed, "its present values stay");
    store.close().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    for field in R::FIELDS.iter().filter(|field| field.personal) {
        let (before, after) = ((field.get)(sample), (field.get)(changed));
        if let (Value::Text(before), Value::Text(after)) = (&before, &after)
            && before != after
        {
            assert!(!holds(before), "{before}");
            assert!(holds(after), "{after}");
        }
    }
    let mut store = Store::open(&path).unwrap();
    // What is left of the history can still be taken back.
    while store.undo(now()).unwrap().is_some() {}
    assert!(store.row::<R>(id).unwrap().is_none());
}

fn session(path: &Path) -> Session {
    let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
    let theme = Theme::new(Depth::True, Background::Dark);
    let folder = path.parent().unwrap().to_owned();
    Session::new(Store::open(path).unwrap(), clock, theme, folder).unwrap()
}

pub fn drafted<R: Entity>(sample: &R) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let id = records::create(&mut store, now(), sample).unwrap();
    store.close().unwrap();
    let name = |record: &R| (R::FIELDS[0].get)(record).into_text();
    // One that is modified; then a new one, begun as a copy of it as it was.
    for id in [Some(id), None] {
        let form = |session: &Session| {
            let row = id.map(|id| session.store.row::<R>(id).unwrap().unwrap());
            let form = RowForm {
                texts: ("", ""),
                form: R::TABLE,
                row: row.as_ref(),
                blank: sample.clone(),
                taken: Vec::new(),
                refusal: "",
            };
            form.open(session)
        };
        let first = session(&path);
        let before = rows::<R>(&first.store).len();
        let mut typed = form(&first);
        typed.paste(" repris");
        assert!(typed.needs_autosave());
        typed.form_mut().keep_for_later(&first).unwrap();
        assert!(!typed.needs_autosave());
        first.store.close().unwrap();

        let mut again = session(&path);
        let kept = draft::drafts(&again).unwrap();
        let subject = id.map(|id| id.to_string());
        assert_eq!((kept.len(), &*kept[0].form), (1, R::TABLE));
        assert_eq!(kept[0].subject, subject);
        let mut resumed = form(&again);
        resumed.restore_draft(&again).unwrap();
        assert!(matches!(resumed.act(Action::Save), Reply::Proceed));
        let effects = resumed.proceed(&mut again).unwrap();
        assert!(matches!(effects.first(), Some(Effect::Close)));
        assert!(draft::drafts(&again).unwrap().is_empty());
        let saved = rows::<R>(&again.store);
        assert_eq!(saved.len(), before + usize::from(id.is_none()));
        let expected = format!("{} repris", name(sample));
        let of_that_name = saved.iter().filter(|row| name(row) == expected);
        assert_eq!(of_that_name.count(), if id.is_some() { 1 } else { 2 });
        again.store.close().unwrap();
    }
}
