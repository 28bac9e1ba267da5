//! What an event refers to: entries of the lists, questions, steps; retired when in use, deleted when not.

use std::collections::BTreeMap;

use carnet::domain::event::EventContent;
use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::step::Step;
use carnet::domain::id::{Id, StepId};
use carnet::domain::question::Question;
use carnet::domain::record::Entity;
use carnet::domain::reference::{Entry, ListKind};
use carnet::store::{Result, Store, StoreError};

use super::{add, change, event_on, now, present, titled};

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

#[test]
fn questions_and_steps_in_use_are_retired_and_the_others_go() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Café", "2026-11-17"));
    let questions = store.questions().unwrap();
    let steps = store.steps().unwrap();
    let (asked, other) = (questions[0].id, questions[1].id);
    let answered = Attestation {
        answers: BTreeMap::from([(asked, "oui".to_owned())]),
        ..present(9)
    };
    change(&mut store, |change| change.attest(id, &answered));
    change(&mut store, |change| change.tick(id, steps[0].id));
    fn remove<R: Entity>(store: &mut Store, id: Id<R>) -> Result<()> {
        store.record("suppression", now(), |change| change.delete::<R>(id))
    }
    for used in [
        remove::<Question>(&mut store, asked),
        remove::<Step>(&mut store, steps[0].id),
    ] {
        assert!(matches!(used, Err(StoreError::InUse(_))), "{used:?}");
    }
    remove::<Question>(&mut store, other).unwrap();
    remove::<Step>(&mut store, steps[1].id).unwrap();
    assert_eq!(store.questions().unwrap().len(), 1);
    assert_eq!(store.steps().unwrap().len(), 8);

    change(&mut store, |change| {
        change.retire::<Question>(asked, true)?;
        change.retire::<Step>(steps[0].id, true)
    });
    assert!(store.questions().unwrap()[0].retired);
    assert_eq!(store.ticks(id).unwrap().len(), 1);
    let kept = store.event(id).unwrap().unwrap().attestation.unwrap();
    assert_eq!(kept.answers, answered.answers);

    let order = |store: &Store| -> Vec<StepId> {
        store.steps().unwrap().iter().map(|step| step.id).collect()
    };
    let before = order(&store);
    let last = *before.last().unwrap();
    change(&mut store, |change| {
        change.shift::<Step>(last, true)?;
        // At the ends, nothing moves.
        change.shift::<Step>(before[0], true)
    });
    let mut swapped = before.clone();
    swapped.swap(6, 7);
    assert_eq!(order(&store), swapped);
    store.undo(now()).unwrap();
    assert_eq!(order(&store), before);
}
