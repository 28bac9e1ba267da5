//! Mon compte as it is kept from one opening to the next is what would be counted anew.

use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::{Step, StepRole};
use carnet::domain::home::Notice;
use carnet::domain::id::EventId;
use carnet::store::{HomeSummary, Moment, Store};
use chrono::{Duration, NaiveDate};

use super::{add, at, change, edit, event_on, now, on, present, step, time};

/// The name in the memory.
const KEPT: &str = "account";

fn is_kept(store: &Store) -> bool {
    let kept: Option<serde_json::Value> = store.recall(KEPT).unwrap();
    kept.is_some()
}

/// What the store says, checked against what it counts once it has forgotten; then kept.
fn summary(store: &Store, at: Moment, what: &str) -> HomeSummary {
    let summary = store.home_summary(at).unwrap();
    store.forget(KEPT).unwrap();
    assert_eq!(summary, store.home_summary(at).unwrap(), "{what}");
    store.cache_home_summary(at).unwrap();
    assert!(is_kept(store), "{what}");
    assert_eq!(summary, store.home_summary(at).unwrap(), "{what}: kept");
    summary
}

#[test]
fn every_change_is_counted_from_any_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    // Made some days ago: what is made today has no step late.
    let mut born = |title: &str, date: &str| {
        let (then, content) = (on("2026-11-02").now, event_on(title, date));
        let id = EventId::new(then);
        let created = store.record("création", then, |change| {
            change.create_event(id, &content, Publication::Draft, "Europe/Paris")
        });
        created.unwrap();
        id
    };
    let past = born("Passé", "2026-11-10");
    let coming = born("À venir", "2026-11-27");
    let (announce, changes) = (
        step(&store, StepRole::Announce),
        step(&store, StepRole::Changes),
    );
    let mut before = summary(&store, at(), "au début");
    type Mutation = Box<dyn Fn(&mut Store)>;
    let put_off = |notice| -> Mutation {
        Box::new(move |it| change(it, |change| change.snooze(notice, None, at())))
    };
    let publish = |state| -> Mutation {
        Box::new(move |it| change(it, |change| change.publish_event(coming, state, None)))
    };
    let mutations: Vec<(&str, Mutation)> = vec![
        (
            "création",
            Box::new(|it| {
                add(it, &event_on("Autre", "2026-11-26"));
            }),
        ),
        (
            "attestation",
            Box::new(move |it| change(it, |change| change.attest(past, &present(4)))),
        ),
        (
            "annulation",
            Box::new(|it| drop(it.undo(now()).unwrap().unwrap())),
        ),
        (
            "rétablissement",
            Box::new(|it| drop(it.redo(now()).unwrap().unwrap())),
        ),
        (
            "coche",
            Box::new(move |it| change(it, |change| change.tick(coming, announce))),
        ),
        (
            "modification",
            Box::new(move |it| edit(it, coming, |it| it.starts = time(17))),
        ),
        (
            "étape",
            Box::new(move |it| change(it, |change| change.retire::<Step>(changes, true))),
        ),
        ("à saisir", publish(Publication::ToEnter)),
        ("report", put_off(Notice::ToEnter)),
        (
            "rappel",
            Box::new(|it| change(it, |change| change.unsnooze())),
        ),
        ("soumission", publish(Publication::Submitted)),
        ("brouillon", publish(Publication::Draft)),
    ];
    for (what, mutate) in &mutations {
        // Another window, which has counted already.
        let other = Store::open(&path).unwrap();
        assert_eq!(other.home_summary(at()).unwrap(), before, "{what}");
        mutate(&mut store);
        assert!(!is_kept(&store), "{what}");
        let after = store.home_summary(at()).unwrap();
        assert_ne!(after, before, "{what}: the change shows");
        assert_eq!(
            other.home_summary(at()).unwrap(),
            after,
            "{what}: the other window"
        );
        before = summary(&store, at(), what);
    }
    // A purge writes outside any action, and changes nothing that is counted.
    let term: NaiveDate = "2026-11-20".parse().unwrap();
    edit(&mut store, past, |it| it.notes = "Clé".to_owned());
    let before = summary(&store, at(), "notes");
    store.purge(term, at()).unwrap();
    assert_eq!(summary(&store, at(), "purge"), before);
    store.forget_actions().unwrap();
    assert_eq!(summary(&store, at(), "oubli"), before);
}

#[test]
fn a_change_that_is_not_kept_leaves_what_was_counted() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Café", "2026-11-27"));
    summary(&store, at(), "café");
    let same = store.event(id).unwrap().unwrap();
    change(&mut store, |change| {
        change.modify_event(id, same.revision, &same.content)
    });
    assert!(is_kept(&store));
}

#[test]
fn time_that_passes_is_counted() {
    let mut store = Store::in_memory().unwrap();
    let announce = step(&store, StepRole::Announce);
    for (title, date) in [
        ("Un", "2026-11-23"),
        ("Deux", "2026-11-24"),
        ("Trois", "2026-12-20"),
    ] {
        let id = add(&mut store, &event_on(title, date));
        change(&mut store, |change| change.tick(id, announce));
        edit(&mut store, id, |it| it.starts = time(17));
    }
    let submitted = add(&mut store, &event_on("Soumis", "2026-12-01"));
    change(&mut store, |change| {
        change.publish_event(submitted, Publication::Submitted, None)
    });
    change(&mut store, |change| {
        change.snooze(Notice::Drafts, "2026-11-26".parse().ok(), at())
    });
    // From each hour to each other, the clock put back included.
    let moments: Vec<Moment> = (0..24 * 3)
        .map(|hour| {
            let now = on("2026-11-23").now + Duration::hours(2 * hour);
            let today =
                carnet::domain::time::civil_time::today_in(carnet::domain::time::zone::PARIS, now);
            Moment { now, today }
        })
        .collect();
    let counted: Vec<HomeSummary> = moments
        .iter()
        .map(|&at| summary(&store, at, &at.now.to_string()))
        .collect();
    for &kept_at in &moments {
        store.forget(KEPT).unwrap();
        store.cache_home_summary(kept_at).unwrap();
        for (&at, counted) in moments.iter().zip(&counted) {
            let (summary, from) = (store.home_summary(at).unwrap(), kept_at.now);
            assert_eq!(&summary, counted, "kept {from}, read {}", at.now);
        }
    }
}
