//! Forms kept and not saved: each is found again as what it is, and none goes without being thrown away.

use carnet::domain::profile::Profile;

use crate::desk::{Desk, erase, in_hand, quit};
use crate::ending::wait_kept;
use crate::support::Carnet;

/// Types a title in the form of a new event, which offers no other.
fn new_titled(carnet: &mut Carnet, title: &str) {
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text(title);
    carnet.wait_for(title);
}

/// Leaves the form in hand, its text kept for later.
fn put_off(carnet: &mut Carnet) {
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.press("→ Entrée");
    carnet.wait_for_no("Quitter le formulaire");
}

#[test]
fn a_letter_typed_ahead_of_the_question_erases_nothing() {
    let desk = Desk::empty();
    let mut carnet = desk.start(80, 24);
    new_titled(&mut carnet, "Gardé");
    quit(&mut carnet);
    // At the start, N is for « nouveau », then for the title.
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« Gardé » n'avait pas été enregistré.");
    carnet.press("N");
    carnet.wait_for_no("n'avait pas été enregistré");
    carnet.press("N");
    carnet.type_text("Nouvelle saison");
    carnet.wait_for("ouvelle saison");
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.press("→ → Entrée");
    carnet.wait_for("✎ Une saisie attend : « Gardé »");
}

#[test]
fn each_new_event_kept_is_found_again_as_itself() {
    let desk = Desk::empty();
    let mut carnet = desk.start(80, 24);
    new_titled(&mut carnet, "Laissé ouvert");
    quit(&mut carnet);
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« Laissé ouvert » n'avait pas été enregistré.");
    carnet.press("Échap");
    carnet.wait_for_no("Plus tard");
    carnet.press("N");
    carnet.wait_for("« Laissé ouvert » n'avait pas été enregistré.");
    carnet.press("Échap");
    carnet.wait_for_no("Plus tard");
    carnet.type_text("Gardé pour plus tard");
    put_off(&mut carnet);
    // Both wait on the first screen, the last typed first.
    carnet.wait_for("✎ Une saisie attend : « Laissé ouvert »");
    carnet.wait_until("the last kept first", |screen| {
        let place = |title: &str| screen.lines().position(|line| line.contains(title));
        place("Gardé pour plus tard") < place("Laissé ouvert")
    });
    // The one that was in hand still is.
    carnet.wait_until("the first kept", in_hand("Laissé ouvert"));
    carnet.press("Entrée");
    carnet.wait_until("its title", in_hand("Laissé ouvert"));
    carnet.wait_for("Nouvel événement");
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.press("→ → Entrée");
    carnet.wait_for_no("« Laissé ouvert »");
    carnet.wait_for("✎ Une saisie attend : « Gardé pour plus tard »");
}

#[test]
fn the_one_left_open_is_thrown_away_alone() {
    let desk = Desk::empty();
    let drafts = serde_json::json!([
        {"event": null, "abandoned": false, "values": {"texts": {"title": "Laissé ouvert"}}},
        {"event": null, "abandoned": true, "values": {"texts": {"title": "Gardé"}}},
    ]);
    let store = desk.store();
    let now = "2026-11-24T10:00:00Z".parse().unwrap();
    store.remember("form_drafts", &drafts, now).unwrap();
    drop(store);
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« Laissé ouvert » n'avait pas été enregistré.");
    carnet.press("→ → Entrée");
    carnet.wait_for_no("« Laissé ouvert »");
    carnet.wait_for("✎ Une saisie attend : « Gardé »");
}

#[test]
fn what_was_typed_and_deleted_does_not_come_back() {
    let desk = Desk::of("Titre;Date;Début;Fin\nAtelier;03/11/2026;18:00;19:00\n");
    let mut carnet = desk.start(80, 24);
    new_titled(&mut carnet, "Zut");
    carnet.press("F4 Entrée");
    carnet.wait_for("Attestation de « Atelier »");
    carnet.type_text("7");
    quit(&mut carnet);
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« Zut » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    erase(&mut carnet, 3);
    carnet.press("F2");
    carnet.wait_for("✎ Une attestation attend : « Atelier »");
    carnet.press("A");
    carnet.wait_for("Attestation de « Atelier »");
    erase(&mut carnet, 1);
    quit(&mut carnet);
    let carnet = desk.start(80, 24);
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("✎");
}

#[test]
fn a_change_taken_up_again_does_not_write_over_that_of_another_window() {
    let desk = Desk::of("Titre;Commune\nAtelier;Vesoul\n");
    let mut carnet = desk.open(80, 24);
    carnet.press("M");
    carnet.wait_for("Modifier « Atelier »");
    carnet.type_text(" du soir");
    carnet.wait_for("Atelier du soir");
    quit(&mut carnet);
    let event = desk.event("Atelier");
    let mut theirs = event.content.clone();
    theirs.venue.commune = "Dole".to_owned();
    desk.change(|change| change.modify_event(event.id, event.revision, &theirs));
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« Atelier du soir » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Modifier « Atelier »");
    carnet.press("Ctrl+S");
    carnet.wait_for("L'événement a aussi été modifié ailleurs");
    carnet.press("Entrée");
    carnet.wait_for("« Atelier du soir » enregistré");
    quit(&mut carnet);
    assert_eq!(desk.event("Atelier du soir").content.venue.commune, "Dole");
}

#[test]
fn what_is_being_typed_in_another_tab_is_gone_back_to_and_not_typed_twice() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Une fois");
    wait_kept(&desk, &carnet, "drafts", "Une fois");
    carnet.press("F2");
    carnet.wait_for("N crée votre premier événement.");
    // The screen is read again as another window writes.
    let profile = Profile {
        mediator: "Camille".to_owned(),
        ..Profile::default()
    };
    desk.change(|change| change.set_profile(&profile));
    carnet.press("↓");
    carnet.wait_for("✎ Une saisie attend : « Une fois »");
    // Another new event is another: it is not asked about the first.
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for_no("n'avait pas été enregistré");
    carnet.press("Échap");
    carnet.wait_until("the first in hand", in_hand("Une fois"));
    carnet.press("Entrée");
    carnet.wait_until("its title", in_hand("Une fois"));
    carnet.press("Ctrl+S");
    carnet.wait_for("1 événement");
    carnet.press("F2");
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("Une saisie attend");
    assert_eq!(desk.events().len(), 1);
}
