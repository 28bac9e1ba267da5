//! Series: what their members share, and a change given to those to come.

use carnet::actions::series::{Sharing, share};
use carnet::domain::event::series::Shared;
use carnet::domain::id::{EventId, SeriesId};
use carnet::store::{Store, StoreError};

use super::{add, change, edit, event_on, now, time};

#[test]
fn a_change_to_a_member_can_be_given_to_those_to_come() {
    let mut store = Store::in_memory().unwrap();
    let series = SeriesId::new(now());
    let mut ids = Vec::new();
    for date in ["2026-12-15", "2026-12-01", "2026-12-08", "2026-12-22"] {
        let id = EventId::new(now());
        change(&mut store, |change| {
            change.create_member(id, &event_on(date, date), "Europe/Paris", series)
        });
        ids.push(id);
    }
    let [third, first, second, last] = ids[..] else {
        panic!("{ids:?}");
    };
    add(&mut store, &event_on("Ailleurs", "2026-12-16"));
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
