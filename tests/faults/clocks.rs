//! Clocks that lie, and hours that do not exist or exist twice.

use carnet::domain::event::attestation::AttestationState;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{EventContent, EventField};
use carnet::domain::id::EventId;
use carnet::domain::profile::Profile;
use carnet::store::{Moment, Store};
use chrono::NaiveTime;

use super::{assert_sound, titles};
use crate::support::opened::{press_times, quit};
use crate::support::sandbox::Sandbox;

#[test]
fn a_clock_set_back_a_day_loses_nothing_and_undoes_in_order() {
    let sandbox = Sandbox::empty();
    for (day, title) in [("25", "Demain"), ("24", "Hier")] {
        let now = format!("2026-11-{day}T10:00:00");
        let mut carnet = sandbox.open_with(80, 24, &[("CARNET_MAINTENANT", &now)]);
        carnet.press("N");
        carnet.wait_for("Nouvel événement");
        carnet.type_text(title);
        carnet.press("Ctrl+S");
        carnet.wait_for(&format!("« {title} » enregistré"));
        quit(&mut carnet);
    }
    let mut carnet = sandbox.open_with(80, 24, &[("CARNET_MAINTENANT", "2026-11-23T10:00:00")]);
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : création de « Hier ».");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : création de « Demain ».");
    carnet.press("Ctrl+Y Ctrl+Y");
    carnet.wait_for("Rétabli : création de « Hier ».");
    quit(&mut carnet);
    assert_sound(&sandbox.path("carnet.db"));
    assert_eq!(titles(&sandbox.store()).len(), 2);
}

fn moment(now: &str) -> Moment {
    let now: chrono::DateTime<chrono::Utc> = now.parse().unwrap();
    Moment {
        now,
        today: now.date_naive(),
    }
}

fn put(store: &mut Store, title: &str, date: &str, starts: (u32, u32), zone: &str) -> EventId {
    let now = moment("2026-01-10T10:00:00Z").now;
    let id = EventId::new(now);
    let content = EventContent {
        title: title.to_owned(),
        date: date.parse().ok(),
        starts: NaiveTime::from_hms_opt(starts.0, starts.1, 0),
        ..EventContent::default()
    };
    let put = store.record("création", now, |change| {
        change.create_event(id, &content, Publication::Published, zone)
    });
    put.unwrap();
    id
}

/// The instants between which an event's attestation becomes one to fill.
#[track_caller]
fn assert_ends_between(store: &Store, id: EventId, from: &str, to: &str) {
    let event = store.event(id).unwrap().unwrap();
    let (from, to) = (moment(from), moment(to));
    assert_eq!(
        event.attestation_state(from.now),
        AttestationState::Upcoming
    );
    assert_eq!(event.attestation_state(to.now), AttestationState::ToFill);
    // The list says the same as the event.
    assert_eq!(
        store.to_attest(to).unwrap(),
        store.to_attest(from).unwrap() + 1
    );
}

#[test]
fn hours_of_both_changes_of_clocks_have_an_instant() {
    let mut store = Store::in_memory().unwrap();
    // It goes from 2 h to 3 h that night: 1 h UTC.
    let spring = put(
        &mut store,
        "Printemps",
        "2026-03-29",
        (2, 30),
        "Europe/Paris",
    );
    assert_ends_between(
        &store,
        spring,
        "2026-03-29T00:29:00Z",
        "2026-03-29T01:31:00Z",
    );
    // It is half past two twice: at 0 h 30 and at 1 h 30 UTC.
    let autumn = put(&mut store, "Automne", "2026-10-25", (2, 30), "Europe/Paris");
    assert_ends_between(
        &store,
        autumn,
        "2026-10-25T00:29:00Z",
        "2026-10-25T01:31:00Z",
    );
}

#[test]
fn a_profile_whose_time_zone_changes_moves_no_event() {
    let mut store = Store::in_memory().unwrap();
    let paris = put(&mut store, "Paris", "2026-06-10", (18, 0), "Europe/Paris");
    let before = store.event(paris).unwrap().unwrap();
    let profile = Profile {
        time_zone: "Indian/Reunion".to_owned(),
        ..Profile::default()
    };
    let now = moment("2026-01-10T10:00:00Z").now;
    store
        .record("profil", now, |change| change.set_profile(&profile))
        .unwrap();
    assert_eq!(store.event(paris).unwrap().unwrap(), before);
    assert_ends_between(
        &store,
        paris,
        "2026-06-10T15:59:00Z",
        "2026-06-10T16:01:00Z",
    );
    let there = put(
        &mut store,
        "Saint-Denis",
        "2026-06-11",
        (18, 0),
        "Indian/Reunion",
    );
    assert_ends_between(
        &store,
        there,
        "2026-06-11T13:59:00Z",
        "2026-06-11T14:01:00Z",
    );
    // A zone that this program does not know is no reason to stop.
    let lost = put(
        &mut store,
        "Ailleurs",
        "2026-06-12",
        (18, 0),
        "Mars/Olympus",
    );
    assert!(store.event(lost).unwrap().unwrap().ends_at.is_some());
}

#[test]
fn the_form_takes_the_hours_of_both_changes_of_clocks() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(120, 40);
    for (title, date) in [("Printemps", "29/03/2026"), ("Automne", "25/10/2026")] {
        carnet.press("N");
        carnet.wait_for("Nouvel événement");
        carnet.type_text(title);
        let to_date = EventField::ALL
            .iter()
            .position(|&field| field == EventField::Date);
        press_times(&mut carnet, "Tab", to_date.unwrap());
        carnet.wait_for("▌Date");
        carnet.type_text(date);
        carnet.press("Tab");
        carnet.wait_for("▌Début");
        carnet.type_text("2h30");
        carnet.press("Ctrl+S");
        if title == "Printemps" {
            // That night has no such hour: the first after it is offered.
            carnet.wait_for("Essayez 3 h.");
            carnet.press("Maj+Tab Tab");
            carnet.wait_for("▌Début");
            carnet.type_text("3h");
            carnet.press("Ctrl+S");
        }
        carnet.wait_for(&format!("« {title} » enregistré"));
    }
    quit(&mut carnet);
    let ran = super::carnet(&sandbox.path("carnet.db"), &["liste"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let out = String::from_utf8(ran.out).unwrap();
    assert!(
        out.contains("Printemps") && out.contains("Automne"),
        "{out}"
    );
}
