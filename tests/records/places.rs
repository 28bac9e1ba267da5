//! Lieux: learnt from events, renamed and merged without touching what was attested, read from files.

use std::collections::BTreeMap;

use carnet::actions::{records, venues};
use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{EventContent, EventVenue};
use carnet::domain::id::EventId;
use carnet::domain::record::Stored;
use carnet::domain::venue::Venue;
use carnet::exchange::csv::records::{self as csv, RecordOutcome, RecordPlan};
use carnet::exchange::table::Table;
use carnet::store::Store;
use chrono::NaiveDate;

use super::now;

fn today() -> NaiveDate {
    now().date_naive()
}

fn event_at(name: &str, commune: &str, date: &str) -> EventContent {
    EventContent {
        title: format!("{name} {date}"),
        date: date.parse().ok(),
        venue: EventVenue {
            name: name.into(),
            commune: commune.into(),
            ..EventVenue::default()
        },
        ..EventContent::default()
    }
}

fn add(store: &mut Store, content: &EventContent) -> EventId {
    let id = EventId::new(now());
    let created = store.record("création", now(), |change| {
        change.create_event(id, content, Publication::Draft, "Europe/Paris")
    });
    created.unwrap();
    id
}

fn places(store: &Store) -> Vec<Stored<Venue>> {
    store.rows().unwrap()
}

fn names(store: &Store) -> Vec<String> {
    places(store)
        .iter()
        .map(|place| place.name.clone())
        .collect()
}

fn venue_of(store: &Store, id: EventId) -> EventVenue {
    store.event(id).unwrap().unwrap().content.venue
}

#[test]
fn the_place_of_an_event_is_known_from_then_on_and_taken_back_with_it() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, &event_at("", "Ornans", "2026-11-17"));
    assert_eq!(names(&store), [""; 0]);
    let id = add(&mut store, &event_at("Pergaud", "Ornans", "2026-11-17"));
    // The same place however it is written, and what was not known of it.
    let mut again = event_at("  PERGAUD ", "ornans", "2026-11-18");
    again.venue.postcode = "25290".into();
    add(&mut store, &again);
    let known = places(&store);
    assert_eq!(known.len(), 1);
    assert_eq!(
        (known[0].name.as_str(), known[0].postcode.as_str()),
        ("Pergaud", "25290")
    );
    // An address that is known is not written over by an event.
    again.venue.postcode = "25999".into();
    add(&mut store, &again);
    assert_eq!(places(&store)[0].postcode, "25290");
    // An event moved elsewhere has its new place known; one that is not moved teaches nothing.
    let event = store.event(id).unwrap().unwrap();
    let mut content = event.content.clone();
    content.notes = "x".into();
    let place = places(&store).remove(0);
    records::delete(&mut store, now(), &place).unwrap();
    let modify = |store: &mut Store, revision, content: &EventContent| {
        let modified = store.record("modification", now(), |change| {
            change.modify_event(id, revision, content)
        });
        modified.unwrap();
    };
    modify(&mut store, 1, &content);
    assert_eq!(names(&store), [""; 0]);
    content.venue.name = "Courbet".into();
    modify(&mut store, 2, &content);
    assert_eq!(names(&store), ["Courbet"]);
    store.undo(now()).unwrap();
    assert_eq!(names(&store), [""; 0]);
    store.redo(now()).unwrap();
    assert_eq!(names(&store), ["Courbet"]);
}

#[test]
fn a_place_renamed_changes_what_is_to_come_alone_and_only_when_asked() {
    let mut store = Store::in_memory().unwrap();
    let past = add(&mut store, &event_at("Pergaud", "Ornans", "2026-11-17"));
    let attested = add(&mut store, &event_at("Pergaud", "Ornans", "2026-12-01"));
    let ahead = add(&mut store, &event_at("Pergaud", "Ornans", "2026-12-02"));
    let undated = add(&mut store, &event_at("Pergaud", "Ornans", ""));
    let elsewhere = add(&mut store, &event_at("Pergaud", "Vesoul", "2026-12-02"));
    let declared = Attestation::declared(None, 9, BTreeMap::new(), String::new(), now());
    let attest = store.record("attestation", now(), |change| {
        change.attest(attested, &declared)
    });
    attest.unwrap();
    let find = |store: &Store, commune: &str| {
        let mut places = places(store).into_iter();
        places.find(|place| place.commune == commune).unwrap()
    };
    let known = find(&store, "Ornans");
    let renamed = Venue {
        name: "Louis Pergaud".into(),
        ..known.record.clone()
    };
    let followers = venues::followers(&store, &known, &renamed, today()).unwrap();
    let mut found = followers.clone();
    found.sort();
    let mut expected = vec![ahead, undated];
    expected.sort();
    assert_eq!(found, expected);
    // Only what events say counts: a contact is asked about nothing.
    let contact = Venue {
        contact: "Mme Mirabelle".into(),
        ..known.record.clone()
    };
    assert_eq!(
        venues::followers(&store, &known, &contact, today()).unwrap(),
        []
    );

    venues::modify(&mut store, now(), &known, &renamed, &[]).unwrap();
    assert_eq!(venue_of(&store, ahead).name, "Pergaud");
    store.undo(now()).unwrap();
    venues::modify(&mut store, now(), &known, &renamed, &followers).unwrap();
    for (event, name) in [
        (past, "Pergaud"),
        (attested, "Pergaud"),
        (ahead, "Louis Pergaud"),
        (undated, "Louis Pergaud"),
        (elsewhere, "Pergaud"),
    ] {
        assert_eq!(venue_of(&store, event).name, name);
    }
    assert_eq!(names(&store), ["Louis Pergaud", "Pergaud"]);
    store.undo(now()).unwrap();
    assert_eq!(venue_of(&store, ahead).name, "Pergaud");
    assert_eq!(names(&store), ["Pergaud", "Pergaud"]);
}

#[test]
fn two_places_that_are_the_same_become_one_in_one_act() {
    let mut store = Store::in_memory().unwrap();
    let past = add(&mut store, &event_at("Jaures", "Vesoul", "2026-11-17"));
    let ahead = add(&mut store, &event_at("Jaures", "Vesoul", "2026-12-02"));
    let mut content = event_at("Jean Jaurès", "Vesoul", "2026-12-03");
    content.venue.address = "1 rue Haute".into();
    add(&mut store, &content);
    let before = places(&store);
    let [other, kept] = before.as_slice() else {
        panic!("{before:?}");
    };
    let completed = Venue {
        contact: "Mme Mirabelle".into(),
        ..other.record.clone()
    };
    records::modify(&mut store, now(), other, &completed).unwrap();
    let other = places(&store).remove(0);
    let merged = venues::merged(kept, &other);
    let followers = venues::followers(&store, &other, &merged, today()).unwrap();
    assert_eq!(followers, [ahead]);
    venues::merge(&mut store, now(), kept, &other, &followers).unwrap();
    let left = places(&store);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].id, kept.id);
    assert_eq!(left[0].contact, "Mme Mirabelle");
    assert_eq!(left[0].address, "1 rue Haute");
    assert_eq!(venue_of(&store, ahead).name, "Jean Jaurès");
    assert_eq!(venue_of(&store, past).name, "Jaures");
    let label = store.undo(now()).unwrap().unwrap().label;
    assert_eq!(
        label,
        "fusion du lieu «\u{202f}Jaures\u{202f}» avec «\u{202f}Jean Jaurès\u{202f}»"
    );
    assert_eq!(names(&store), ["Jaures", "Jean Jaurès"]);
    assert_eq!(venue_of(&store, ahead).name, "Jaures");
}

#[test]
fn a_retired_place_is_no_longer_offered() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, &event_at("Pergaud", "Ornans", "2026-11-17"));
    let place = places(&store).remove(0);
    assert_eq!(store.venues("per", 10).unwrap().len(), 1);
    records::retire(&mut store, now(), &place, true).unwrap();
    assert_eq!(store.venues("per", 10).unwrap().len(), 0);
    // A place without any event is offered too, after the others.
    records::create(
        &mut store,
        now(),
        &Venue {
            name: "Périgord".into(),
            ..Venue::default()
        },
    )
    .unwrap();
    assert_eq!(store.venues("per", 10).unwrap()[0].uses, 0);
}

fn plan(store: &Store, text: &str) -> RecordPlan<Venue> {
    let table = Table::read_below(text.as_bytes(), csv::header_score::<Venue>).unwrap();
    let references = store.references().unwrap();
    RecordPlan::new(
        &table,
        &places(store),
        &Venue::default(),
        &references,
        today(),
    )
    .unwrap()
}

#[test]
fn a_file_of_another_origin_is_reported_row_by_row() {
    let mut store = Store::in_memory().unwrap();
    let known = Venue {
        name: "École Pergaud".into(),
        commune: "Ornans".into(),
        contact: "Mme Mirabelle".into(),
        ..Venue::default()
    };
    records::create(&mut store, now(), &known).unwrap();
    let text = "Annuaire 2026;;;;;\n\
        nom;type de lieu;CP;ville;RNE;contact;Latitude\n\
        ecole pergaud;École élémentaire;25290;ORNANS;;;47\n\
        Courbet;Gymnase;2590;Ornans;0250001A;;47\n\
        Les Lilas;;;;;;\n\
        LES LILAS;;;;;;\n\
        ;;25000;Besançon;;;\n";
    let text = text.replace("Annuaire 2026;;;;;", "Annuaire 2026;;;;;;");
    let plan = plan(&store, &text);
    assert_eq!(plan.ignored, ["Latitude"]);
    let RecordOutcome::Update {
        changed, becomes, ..
    } = &plan.rows[0].outcome
    else {
        panic!("{:?}", plan.rows[0]);
    };
    assert_eq!(
        *changed,
        ["Nom du lieu", "Typologie du lieu", "Code postal", "Commune"]
    );
    // What the file leaves empty is kept: it knows less than the carnet.
    assert_eq!(becomes.contact, "Mme Mirabelle");
    let RecordOutcome::Create { record, .. } = &plan.rows[1].outcome else {
        panic!("{:?}", plan.rows[1]);
    };
    // A lost zero would make it a code of the Aisne, which nothing else in the file names.
    assert_eq!(record.postcode, "");
    assert_eq!((record.uai.as_str(), record.kind), ("", None));
    assert_eq!(plan.rows[1].remarks.len(), 3, "{:?}", plan.rows[1].remarks);
    assert!(matches!(plan.rows[2].outcome, RecordOutcome::Create { .. }));
    for (row, why) in [(3, "même lieu qu’une ligne plus haut"), (4, "pas de nom")] {
        assert_eq!(plan.rows[row].outcome, RecordOutcome::Refuse(why.into()));
    }
    assert_eq!(plan.rows[0].line, 3);
    let tally = records::import(&mut store, now(), &plan).unwrap();
    assert_eq!((tally.created, tally.updated, tally.refused), (2, 1, 2));
    let label = store.undo(now()).unwrap().unwrap().label;
    assert_eq!(label, "import de 3 lieux");
    assert_eq!(names(&store), ["École Pergaud"]);
}

#[test]
fn a_store_of_before_has_the_places_of_its_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    std::fs::copy("tests/data/carnet-schema-2.db", &path).unwrap();
    let store = Store::open_at(&path, now()).unwrap();
    let known = places(&store);
    let uses = store.uses_of::<Venue>().unwrap();
    assert!(!known.is_empty());
    assert_eq!(known.len(), uses.len());
    for place in &known {
        assert!(uses.contains_key(&place.id), "{place:?}");
    }
    let offered = store.venues("", usize::MAX).unwrap();
    assert_eq!(offered.len(), known.len());
    let events: usize = offered.iter().map(|known| known.uses).sum();
    assert_eq!(events, uses.values().sum::<usize>());
}
