//! Actions: whole or nothing, undone and redone.

use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::id::{EventId, ViewId};
use carnet::domain::listing::Query;
use carnet::domain::reference::{Entry, ListKind};
use carnet::domain::view::{Layout, SavedView};
use carnet::store::{Store, StoreError};

use super::{add, at, now, titled};

#[test]
fn every_change_is_undone_and_redone_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let seen = |store: &Store| {
        let rows: Vec<Event> = store.window(&Query::default(), at(), 0, 100).unwrap();
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                (
                    row.id,
                    row.content,
                    row.publication,
                    row.public_link,
                    row.attestation,
                )
            })
            .collect();
        (rows, store.references().unwrap(), store.views().unwrap())
    };
    let id = EventId::new(now());
    let entry = store
        .references()
        .unwrap()
        .offered(ListKind::Audience)
        .next()
        .unwrap()
        .id;
    let mut states = vec![seen(&store)];
    type Step = fn(
        &carnet::store::Change<'_>,
        EventId,
        carnet::domain::id::EntryId,
    ) -> carnet::store::Result<()>;
    let steps: [(&str, Step); 9] = [
        ("création", |change, id, _| {
            change.create_event(
                id,
                &titled("Un", "2026-11-17"),
                Publication::Draft,
                "Europe/Paris",
            )
        }),
        ("modification", |change, id, entry| {
            let content = EventContent {
                audience: Some(entry),
                ..titled("Deux", "2026-11-18")
            };
            change.modify_event(id, 1, &content)
        }),
        ("publication", |change, id, _| {
            change.publish_event(id, Publication::Published, Some("https://exemple.fr/1"))
        }),
        ("attestation", |change, id, _| {
            change.attest(
                id,
                &Attestation {
                    attendees: 9,
                    answers: Default::default(),
                    remark: String::new(),
                    filled_at: now(),
                    corrected_at: None,
                    transmitted_on: None,
                },
            )
        }),
        ("renommage", |change, _, entry| {
            let known = change.row::<Entry>(entry)?.unwrap();
            let renamed = Entry {
                label: "Familles".into(),
                ..known.record
            };
            change.update(entry, &renamed)
        }),
        ("retrait", |change, _, entry| {
            change.retire::<Entry>(entry, true)
        }),
        ("ordre", |change, _, entry| {
            change.shift::<Entry>(entry, false)
        }),
        ("vue", |change, _, _| {
            let view = SavedView {
                name: "À moi".into(),
                layout: Layout::default(),
            };
            change.put(ViewId::new(now()), &view)
        }),
        ("suppression", |change, id, _| change.delete_event(id)),
    ];
    for (label, step) in steps {
        store
            .record(label, now(), |change| step(change, id, entry))
            .unwrap();
        assert_ne!(seen(&store), *states.last().unwrap(), "{label}");
        states.push(seen(&store));
    }
    for depth in (0..steps.len()).rev() {
        assert_eq!(store.undoable().unwrap().as_deref(), Some(steps[depth].0));
        assert_eq!(store.undo(now()).unwrap().unwrap().label, steps[depth].0);
        assert_eq!(seen(&store), states[depth], "undo {}", steps[depth].0);
        store.close().unwrap();
        store = Store::open(&path).unwrap();
    }
    assert!(store.undo(now()).unwrap().is_none());
    for (depth, (label, _)) in steps.iter().enumerate() {
        assert_eq!(store.redo(now()).unwrap().unwrap().label, *label);
        assert_eq!(seen(&store), states[depth + 1], "redo {label}");
    }
    assert!(store.redo(now()).unwrap().is_none());
    // Something new closes the way forward.
    store.undo(now()).unwrap();
    add(&mut store, &titled("Autre", "2026-11-20"));
    assert!(store.redo(now()).unwrap().is_none());
}

#[test]
fn an_action_is_whole_or_nothing_and_one_that_changes_nothing_leaves_no_trace() {
    let mut store = Store::in_memory().unwrap();
    let failed: Result<(), StoreError> = store.record("import", now(), |change| {
        change.create_event(
            EventId::new(now()),
            &titled("Un", ""),
            Publication::Draft,
            "",
        )?;
        Err(StoreError::Stale)
    });
    assert!(failed.is_err());
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
    store.record("rien", now(), |_| Ok(())).unwrap();
    assert_eq!(store.undoable().unwrap(), None);
}
