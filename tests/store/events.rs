//! Events: what is written of one, what other windows did to it, where and when it is held.

use carnet::domain::event::attestation::AttestationState;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{EventContent, EventVenue};
use carnet::domain::reference::ListKind;
use carnet::store::{Store, StoreError};
use chrono::NaiveTime;

use super::{add, now, titled};

#[test]
fn an_event_comes_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let references = store.references().unwrap();
    let first = |list| references.offered(list).next().map(|entry| entry.id);
    let content = EventContent {
        title: "Café des parents : l’ENT".to_owned(),
        category: first(ListKind::Category),
        theme: first(ListKind::Theme),
        second_theme: references
            .offered(ListKind::Theme)
            .nth(1)
            .map(|entry| entry.id),
        audience: first(ListKind::Audience),
        description: "Une ligne.\nUne autre.".to_owned(),
        venue: EventVenue {
            kind: first(ListKind::VenueKind),
            name: "Jean Jaurès".to_owned(),
            address: "3 rue de l’École".to_owned(),
            postcode: "02100".to_owned(),
            commune: "Saint-Quentin".to_owned(),
        },
        date: "2026-11-16".parse().ok(),
        end_date: "2026-11-17".parse().ok(),
        starts: NaiveTime::from_hms_opt(18, 0, 0),
        ends: NaiveTime::from_hms_opt(19, 30, 0),
        seats: Some(12),
        children_welcome: true,
        signup_link: "https://exemple.fr/i".to_owned(),
        notes: "Clé à demander.".to_owned(),
    };
    let id = add(&mut store, &content);
    store.close().unwrap();
    let event = Store::open(&path).unwrap().event(id).unwrap().unwrap();
    assert_eq!(event.content, content);
    assert_eq!(event.publication, Publication::Draft);
    assert_eq!(
        event.ends_at.unwrap().to_rfc3339(),
        "2026-11-17T18:30:00+00:00"
    );
    assert_eq!(event.attestation_state(now()), AttestationState::ToFill);
    assert!(content.missing().is_empty());
}

#[test]
fn a_save_over_what_another_window_changed_is_refused() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &titled("Un", "2026-11-17"));
    let change = |store: &mut Store, revision, title: &str| {
        store.record("modification", now(), |change| {
            change.modify_event(id, revision, &titled(title, "2026-11-17"))
        })
    };
    change(&mut store, 1, "Deux").unwrap();
    assert!(matches!(
        change(&mut store, 1, "Trois"),
        Err(StoreError::Stale)
    ));
    assert_eq!(store.event(id).unwrap().unwrap().content.title, "Deux");
}

#[test]
fn known_places_are_found_by_the_beginning_of_a_word() {
    let mut store = Store::in_memory().unwrap();
    for (name, commune, times) in [
        ("Jean Jaurès", "Vesoul", 2),
        ("Jean Moulin", "Lure", 3),
        ("Les Lilas", "Vesoul", 1),
    ] {
        for _ in 0..times {
            let venue = EventVenue {
                name: name.into(),
                commune: commune.into(),
                ..EventVenue::default()
            };
            add(
                &mut store,
                &EventContent {
                    venue,
                    ..titled("x", "2026-11-17")
                },
            );
        }
    }
    let named = |typed: &str| -> Vec<String> {
        store
            .venues(typed, 10)
            .unwrap()
            .into_iter()
            .map(|known| known.venue.name)
            .collect()
    };
    assert_eq!(named("jau"), ["Jean Jaurès"]);
    assert_eq!(named("jea"), ["Jean Moulin", "Jean Jaurès"]);
    assert_eq!(named("ves"), ["Jean Jaurès", "Les Lilas"]);
    assert_eq!(store.communes().unwrap(), ["Lure", "Vesoul"]);
}

#[test]
fn another_event_at_the_same_hours_is_reported() {
    let mut store = Store::in_memory().unwrap();
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
    let event_at = |title: &str, from, to| EventContent {
        starts: time(from),
        ends: time(to),
        ..titled(title, "2026-12-01")
    };
    let id = add(&mut store, &event_at("Le premier", 18, 19));
    assert_eq!(
        store.clashes(&event_at("x", 18, 20), None).unwrap(),
        ["Le premier"]
    );
    assert!(
        store
            .clashes(&event_at("x", 19, 20), None)
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .clashes(&event_at("x", 18, 20), Some(id))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn events_over_several_days_or_past_midnight_overlap_what_they_meet() {
    let mut store = Store::in_memory().unwrap();
    let event = |title: &str, days: [&str; 2], from: u32, to: Option<u32>| EventContent {
        end_date: days[1].parse().ok(),
        starts: NaiveTime::from_hms_opt(from, 0, 0),
        ends: to.and_then(|to| NaiveTime::from_hms_opt(to, 0, 0)),
        ..titled(title, days[0])
    };
    add(
        &mut store,
        &event("Salon", ["2026-12-03", "2026-12-05"], 14, Some(10)),
    );
    add(
        &mut store,
        &event("Veillée", ["2026-12-08", ""], 22, Some(1)),
    );
    add(
        &mut store,
        &event("Sans fin", ["2026-12-10", "2026-12-11"], 9, None),
    );
    let met = |days: [&str; 2], from: u32, to: Option<u32>| {
        store.clashes(&event("x", days, from, to), None).unwrap()
    };
    assert_eq!(met(["2026-12-04", ""], 9, Some(10)), ["Salon"]);
    assert_eq!(met(["2026-12-03", ""], 13, Some(15)), ["Salon"]);
    assert_eq!(met(["2026-12-03", ""], 9, Some(14)), [""; 0]);
    assert_eq!(met(["2026-12-05", ""], 10, Some(12)), [""; 0]);
    assert_eq!(met(["2026-12-09", ""], 0, Some(2)), ["Veillée"]);
    assert_eq!(met(["2026-12-09", ""], 1, Some(2)), [""; 0]);
    assert_eq!(met(["2026-12-07", ""], 23, Some(7)), [""; 0]);
    assert_eq!(met(["2026-12-11", ""], 20, Some(21)), ["Sans fin"]);
    assert_eq!(
        met(["2026-12-01", "2026-12-31"], 8, None),
        ["Salon", "Veillée", "Sans fin"]
    );
}

#[test]
fn an_event_without_an_end_overlaps_those_at_that_minute() {
    let mut store = Store::in_memory().unwrap();
    let event_at = |title: &str, from: &str, to: Option<&str>| EventContent {
        starts: from.parse().ok(),
        ends: to.and_then(|to| to.parse().ok()),
        ..titled(title, "2026-12-01")
    };
    add(&mut store, &event_at("Sans fin", "18:00:00", None));
    add(
        &mut store,
        &event_at("Atelier", "20:00:00", Some("21:00:00")),
    );
    add(&mut store, &event_at("Minuit moins une", "23:59:00", None));
    let met = |from: &str, to: Option<&str>| store.clashes(&event_at("x", from, to), None).unwrap();
    assert_eq!(met("18:00:00", None), ["Sans fin"]);
    assert_eq!(met("18:00:00", Some("19:00:00")), ["Sans fin"]);
    assert_eq!(met("17:00:00", Some("18:01:00")), ["Sans fin"]);
    assert_eq!(met("23:59:00", None), ["Minuit moins une"]);
    assert_eq!(met("20:00:00", None), ["Atelier"]);
    assert_eq!(met("20:59:00", None), ["Atelier"]);
    for (from, to) in [
        ("18:01:00", None),
        ("18:01:00", Some("19:00:00")),
        ("17:00:00", Some("18:00:00")),
        ("17:59:00", None),
        ("19:59:00", None),
        ("21:00:00", None),
        ("23:58:00", None),
    ] {
        assert_eq!(met(from, to), [""; 0], "{from} {to:?}");
    }
}
