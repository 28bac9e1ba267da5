//! What was done, as the history tells it: of one event, of what is gone, and when it can't be undone.

use carnet::domain::event::step::{Step, StepRole};
use carnet::domain::id::EventId;
use carnet::explain::Explain;
use carnet::store::field_change::{FieldChange, Part};
use carnet::store::{HistoryEntry, Store, StoreError};

use super::{add, change, edit, event_on, now, present, step};

fn last(store: &Store, event: Option<EventId>) -> HistoryEntry {
    store.history(event, 0, 1).unwrap().remove(0)
}

fn changes(store: &Store, entry: &HistoryEntry) -> Vec<FieldChange> {
    store.field_changes(entry.id, 100).unwrap()
}

fn value(changes: &[FieldChange], column: &str) -> (Option<String>, Option<String>) {
    let found = changes.iter().find(|change| change.is_of(column)).unwrap();
    (found.before.clone(), found.after.clone())
}

#[test]
fn a_creation_and_a_deletion_show_the_values_of_that_time() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Café", "2026-11-17"));
    let made = last(&store, None);
    edit(&mut store, id, |content| content.title = "Thé".to_owned());
    change(&mut store, |change| change.delete_event(id));
    let deleted = last(&store, None);

    let changed = changes(&store, &made);
    assert_eq!(changed[0].part, Part::Created);
    assert_eq!(value(&changed, "title"), (None, Some("Café".to_owned())));
    assert_eq!(
        value(&changed, "date"),
        (None, Some("2026-11-17".to_owned()))
    );
    // Neither what is empty, nor what Carnet counts for itself.
    for column in ["rev", "zone", "created_at", "commune"] {
        assert!(
            !changed.iter().any(|change| change.is_of(column)),
            "{column}"
        );
    }
    let changed = changes(&store, &deleted);
    assert!(changed[0].is_of("deleted_at"));
    assert_eq!(value(&changed, "title"), (Some("Thé".to_owned()), None));

    // Taken back, each still says of what it was.
    for _ in 0..3 {
        store.undo(now()).unwrap();
    }
    let changed = changes(&store, &made);
    assert!(
        changed
            .iter()
            .all(|change| change.subject.table.name == "event")
    );
    assert!(changed.iter().all(|change| change.subject.name == "Café"));
    assert_eq!(value(&changed, "title"), (None, Some("Café".to_owned())));
}

#[test]
fn what_took_the_number_of_what_is_gone_does_not_lend_it_its_name() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, &event_on("Un", "2026-11-17"));
    let made = last(&store, None);
    store.undo(now()).unwrap();
    let other = add(&mut store, &event_on("Deux", "2026-11-18"));
    assert_eq!(changes(&store, &made)[0].subject.name, "Un");
    edit(&mut store, other, |content| {
        content.title = "Trois".to_owned()
    });
    let earlier = store.history(None, 1, 1).unwrap().remove(0);
    assert_eq!(changes(&store, &earlier)[0].subject.name, "Trois");
}

#[test]
fn the_history_of_an_event_counts_the_same_once_taken_back() {
    let mut store = Store::in_memory().unwrap();
    let one = add(&mut store, &event_on("Un", "2026-11-17"));
    let other = add(&mut store, &event_on("Deux", "2026-11-18"));
    let announce = step(&store, StepRole::Announce);
    change(&mut store, |change| change.attest(one, &present(9)));
    change(&mut store, |change| change.tick(one, announce));
    assert_eq!(store.count_history(Some(one)).unwrap(), 3);
    store.undo(now()).unwrap();
    assert_eq!(store.count_history(Some(one)).unwrap(), 3);
    let undone = last(&store, Some(one));
    let changed = changes(&store, &undone);
    assert_eq!(changed[0].subject.table.name, "tick");
    assert!(changed[0].subject.name.ends_with("· Un"), "{changed:?}");
    // Another event's tick takes the row that is free again: it is not this one's.
    change(&mut store, |change| change.tick(other, announce));
    assert_eq!(store.count_history(Some(one)).unwrap(), 3);
    assert_eq!(store.count_history(Some(other)).unwrap(), 2);
    while store.undo(now()).unwrap().is_some() {}
    assert_eq!(store.count_history(Some(one)).unwrap(), 3);
    assert_eq!(store.count_history(Some(other)).unwrap(), 2);
    // So does another event the row of one whose creation was taken back.
    let third = add(&mut store, &event_on("Trois", "2026-11-19"));
    assert_eq!(store.count_history(Some(third)).unwrap(), 1);
}

#[test]
fn going_back_to_an_action_undoes_all_the_later_ones() {
    let mut store = Store::in_memory().unwrap();
    for title in ["Un", "Deux", "Trois"] {
        let id = EventId::new(now());
        let content = event_on(title, "2026-11-17");
        let create = store.record(title, now(), |change| {
            change.create_event(id, &content, Default::default(), "Europe/Paris")
        });
        create.unwrap();
    }
    let entries = store.history(None, 0, 2).unwrap();
    assert_eq!(store.steps_to(&entries[1]).unwrap(), ["Trois", "Deux"]);
    store.undo(now()).unwrap();
    store.undo(now()).unwrap();
    let entries = store.history(None, 0, 1).unwrap();
    assert_eq!(store.steps_to(&entries[0]).unwrap(), ["Deux", "Trois"]);
}

#[test]
fn what_an_undo_brings_back_is_known() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Un", "2026-11-17"));
    edit(&mut store, id, |content| content.title = "Thé".to_owned());
    change(&mut store, |change| change.delete_event(id));
    let undone = |store: &mut Store| store.undo(now()).unwrap().unwrap().returned;
    assert_eq!(undone(&mut store), Some(id));
    assert_eq!(undone(&mut store), None);
    assert_eq!(undone(&mut store), None);
    assert_eq!(store.redo(now()).unwrap().unwrap().returned, Some(id));
}

#[test]
fn a_refusal_says_what_was_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let id = add(&mut store, &event_on("Café", "2026-11-17"));
    edit(&mut store, id, |content| content.title = "Thé".to_owned());
    // As if something else had changed it since, outside this history.
    let elsewhere = || {
        let raw = rusqlite::Connection::open(&path).unwrap();
        let changed = raw
            .execute(
                r#"UPDATE journal SET new = '{"title":"Eau"}' WHERE op = 'update'"#,
                [],
            )
            .unwrap();
        assert!(changed > 0);
    };
    store.undo(now()).unwrap();
    elsewhere();
    let refused = store.redo(now()).unwrap_err();
    assert!(
        matches!(refused, StoreError::RedoConflict { .. }),
        "{refused}"
    );
    assert!(refused.explain().starts_with("Impossible de rétablir"));

    edit(&mut store, id, |content| content.title = "Lait".to_owned());
    elsewhere();
    let refused = store.undo(now()).unwrap_err();
    assert!(
        matches!(refused, StoreError::UndoConflict { .. }),
        "{refused}"
    );
    assert!(refused.explain().starts_with("Impossible d’annuler"));

    let announce = step(&store, StepRole::Announce);
    change(&mut store, |change| change.tick(id, announce));
    let refused = store
        .record("suppression", now(), |change| {
            change.delete::<Step>(announce)
        })
        .unwrap_err();
    assert!(
        refused
            .explain()
            .contains("cette étape est cochée pour des événements")
    );
}
