//! The entries of the reference lists.

use carnet::domain::event::EventContent;
use carnet::domain::reference::{Entry, ListKind};
use carnet::store::{Store, StoreError};

use super::{add, now, titled};

#[test]
fn an_entry_in_use_is_retired_never_deleted() {
    let mut store = Store::in_memory().unwrap();
    let entries: Vec<_> = store
        .references()
        .unwrap()
        .offered(ListKind::Category)
        .map(|e| e.id)
        .collect();
    let content = EventContent {
        category: Some(entries[0]),
        ..titled("Un", "")
    };
    add(&mut store, &content);
    assert_eq!(
        store.uses(ListKind::Category).unwrap().get(&entries[0]),
        Some(&1)
    );
    let deleted = store.record("suppression", now(), |change| {
        change.delete::<Entry>(entries[0])
    });
    assert!(matches!(deleted, Err(StoreError::InUse(_))));
    store
        .record("suppression", now(), |change| {
            change.delete::<Entry>(entries[1])
        })
        .unwrap();
    assert_eq!(store.references().unwrap().get(entries[1]), None);
    store.undo(now()).unwrap();
    assert!(store.references().unwrap().get(entries[1]).is_some());
}
