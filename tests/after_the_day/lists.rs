//! Series, questions and steps: what is shared, what stays, what can go.

use std::collections::BTreeMap;

use carnet::actions::series::{Sharing, share};
use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::checklist::Step;
use carnet::domain::event::series::Shared;
use carnet::domain::id::{EventId, SeriesId, StepId};
use carnet::domain::question::Question;
use carnet::domain::record::Entity;
use carnet::store::{Result, Store, StoreError};

use super::{add, change, edit, now, present, time, titled};

#[test]
fn a_change_to_a_member_can_be_given_to_those_to_come() {
    let mut store = Store::in_memory().unwrap();
    let series = SeriesId::new(now());
    let mut ids = Vec::new();
    for date in ["2026-12-15", "2026-12-01", "2026-12-08", "2026-12-22"] {
        let id = EventId::new(now());
        change(&mut store, |change| {
            change.create_member(id, &titled(date, date), "Europe/Paris", series)
        });
        ids.push(id);
    }
    let [third, first, second, last] = ids[..] else {
        panic!("{ids:?}");
    };
    add(&mut store, &titled("Ailleurs", "2026-12-16"));
    let event = |store: &Store, id| store.event(id).unwrap().unwrap();
    let after = |store: &Store, id| store.members_after(&event(store, id)).unwrap();
    assert_eq!(after(&store, first), [second, third, last]);
    assert_eq!(after(&store, last), []);
    change(&mut store, |change| change.delete_event(last));
    assert_eq!(after(&store, second), [third]);
    assert_eq!(store.members(series).unwrap(), 3);

    let before = event(&store, second).content;
    edit(&mut store, second, |it| {
        it.starts = time(17);
        it.title = "Autre".to_owned();
    });
    let changed = event(&store, second).content;
    let shared = Shared::between(&before, &changed);
    let with = |member| Sharing {
        parts: shared,
        members: vec![member],
    };
    change(&mut store, |change| {
        share(change, &with(third), &changed, false)
    });
    let third = event(&store, third);
    assert_eq!(third.content.starts, time(17));
    assert_eq!(third.content.title, "2026-12-15");
    assert_eq!(third.content.date, "2026-12-15".parse().ok());
    assert_eq!(event(&store, first).content.starts, time(18));
    let shared = store.record("partage", now(), |change| {
        share(change, &with(last), &changed, false)
    });
    assert!(matches!(shared, Err(StoreError::Stale)));
}

#[test]
fn questions_and_steps_in_use_are_retired_and_the_others_go() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &titled("Café", "2026-11-17"));
    let questions = store.questions().unwrap();
    let steps = store.steps().unwrap();
    let (asked, other) = (questions[0].id, questions[1].id);
    let answered = Attestation {
        answers: BTreeMap::from([(asked, "oui".to_owned())]),
        ..present(9)
    };
    change(&mut store, |change| change.attest(id, &answered));
    change(&mut store, |change| change.tick(id, steps[0].id));
    fn remove<R: Entity>(store: &mut Store, id: R::Id) -> Result<()> {
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
