//! The check-list: of an event, of all those to come, and its steps in Réglages.

use carnet::domain::event::checklist::StepRole;

use crate::support::Carnet;
use crate::support::opened::{erase, press_times};
use crate::support::sandbox::Sandbox;
use crate::support::screen_text::{line_with, selected};

const EVENTS: &str = "Titre;Lieu;Date;Début;Fin;Publication;Présents\n\
    Passé;Pergaud;03/11/2026;18:00;19:00;publié;\n\
    Proche;Curie;01/12/2026;18:00;19:00;à saisir;\n\
    Lointain;Diderot;15/03/2027;18:00;19:00;brouillon;\n";

const PLANNING: &str = "Envoyer à cette liste, le planning des ateliers";
const CHANGES: &str = "Tenir informés vos contacts de tout changement";

/// The check-list of an event, found by a search.
fn of(sandbox: &Sandbox, title: &str) -> Carnet {
    let mut carnet = sandbox.open(100, 40);
    carnet.press("Ctrl+F");
    carnet.wait_for("Chercher");
    carnet.type_text(title);
    carnet.press("Entrée");
    carnet.wait_for("1 sur 3");
    carnet.press("K");
    carnet.wait_for(&format!("Check-list de « {title} »"));
    carnet
}

#[test]
fn espace_ticks_a_step_and_what_is_late_stands_out() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = of(&sandbox, "Proche");
    carnet.wait_for("0/9");
    carnet.wait_until("the memento's steps in its order, late or not", |screen| {
        let place = |texts: &[&str]| {
            let has = line_with(texts);
            screen.lines().position(has)
        };
        let places = [
            place(&[
                "! Créer une liste de contacts à informer",
                "en retard",
                "dim. 1er nov.",
                "J-30",
            ]),
            place(&[
                "! Envoyer à cette liste, le planning",
                "en retard",
                "mar. 10 nov.",
                "J-21",
            ]),
            place(&["! Transmettre un kit", "en retard", "J-21"]),
            place(&[
                "! Diffuser l'information grâce à vos propres canaux",
                "en retard",
                "J-15",
            ]),
            place(&["! Saisir l'événement sur le site", "en retard", "J-30"]),
            place(&[
                "– Tenir informés vos contacts de tout changement",
                "sans objet",
            ]),
            place(&[
                "· Préparer éventuellement une liste d'émargement",
                "à faire",
                "lun. 30 nov.",
                "J-1",
            ]),
            place(&["· Soumettre le questionnaire", "à faire", "mar. 1er déc."]),
            place(&[
                "· Renseigner l'attestation",
                "à faire",
                "mer. 2 déc.",
                "J+1",
            ]),
        ];
        places.iter().all(Option::is_some) && places.is_sorted()
    });
    // The first still to be done is in hand, with how to do it.
    carnet.wait_until(
        "the first in hand",
        selected("Créer une liste de contacts à informer"),
    );
    carnet.wait_for("Directeurs d'école, chefs d'établissement");
    let keys = carnet.keystrokes();
    carnet.press("Espace");
    carnet.wait_for("✓ Créer une liste de contacts à informer");
    carnet.wait_for("1/9");
    println!("a step ticked: {} key", carnet.keystrokes() - keys);
    carnet.press("Espace");
    carnet.wait_for("0/9");
    carnet.press("Ctrl+Z");
    carnet
        .wait_for("Annulé : retour sur « Créer une liste de contacts à informer » de « Proche ».");
    carnet.wait_for("1/9");
    carnet.press("Échap");
    carnet.wait_for("1 sur 3");
}

#[test]
fn what_carnet_knows_it_ticks_by_itself_and_says_why() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = of(&sandbox, "Passé");
    carnet.wait_until(
        "on the site",
        line_with(&["✓ Saisir l'événement sur le site", "fait"]),
    );
    carnet.wait_for("publié sur le site");
    carnet.wait_until(
        "the attestation is late",
        line_with(&["! Renseigner l'attestation", "en retard"]),
    );
    carnet.press("Début");
    press_times(&mut carnet, "↓", 8);
    carnet.wait_until(
        "the attestation in hand",
        selected("Renseigner l’attestation"),
    );
    carnet.press("Espace");
    carnet.wait_for("Carnet coche cette étape de lui-même : à remplir.");
    carnet.press("A");
    carnet.wait_for("Attestation de « Passé »");
    carnet.type_text("8");
    carnet.press("Ctrl+S");
    carnet.wait_for("Check-list de « Passé »");
    carnet.wait_for("remplie, à transmettre");
    carnet.press("F4 T");
    carnet.wait_for("attestation saisie sur le site");
    carnet.press("F3");
    carnet.wait_for("remplie et transmise");
    carnet.wait_until("done", line_with(&["✓ Renseigner l'attestation", "fait"]));
}

/// Has the event in hand be two days later.
fn two_days_later(carnet: &mut Carnet) {
    carnet.press("M");
    carnet.wait_for("Modifier « Proche »");
    press_times(carnet, "Tab", 10);
    carnet.wait_until("the date in hand", selected("Date"));
    erase(carnet, 20);
    carnet.type_text("3/12");
    carnet.press("Ctrl+S");
    carnet.wait_for("Check-list de « Proche »");
}

#[test]
fn a_change_after_the_planning_was_sent_is_to_be_told_from_what_to_what() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = of(&sandbox, "Proche");
    carnet.wait_for("le planning n'a pas encore été envoyé");
    carnet.press("↓");
    carnet.wait_until("the planning in hand", selected(PLANNING));
    carnet.press("Espace");
    carnet.wait_until("sent", line_with(&["✓", PLANNING, "fait"]));
    carnet.wait_until("nothing to tell", line_with(&["✓", CHANGES, "fait"]));
    carnet.wait_for("rien n'a changé depuis le mar. 24 nov.");
    two_days_later(&mut carnet);
    carnet.wait_until("to be told", line_with(&["!", CHANGES, "en retard"]));
    carnet.wait_for("date : mar. 1er déc. 2026 → jeu. 3 déc. 2026");
    // The first screen says so, and leads back here.
    carnet.press("F2");
    carnet.click_on("↻ 1 changement à annoncer aux contacts");
    carnet.press("Entrée");
    carnet.wait_until("the changes in hand", selected(CHANGES));
    carnet.press("Échap F3");
    press_times(&mut carnet, "↓", 4);
    carnet.wait_until("the changes in hand", selected(CHANGES));
    carnet.press("Espace");
    carnet.wait_until("told", line_with(&["✓", CHANGES, "fait"]));
    carnet.press("F2");
    carnet.wait_for_no("changement à annoncer");
    carnet.press("Ctrl+Z");
    carnet.wait_for("↻ 1 changement à annoncer aux contacts");
}

#[test]
fn coming_events_stand_against_steps_and_are_ticked_there_too() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = sandbox.start(120, 40);
    carnet.press("F5");
    carnet.wait_for("Check-list · 2 événements à venir");
    carnet.wait_until(
        "the head",
        line_with(&["Date", "Titre", "Contacts", "Planning", "Kit"]),
    );
    carnet.wait_until(
        "late stands out",
        line_with(&["Proche", "! retard", "! retard", "! retard"]),
    );
    carnet.wait_until(
        "far ahead has its day",
        line_with(&["Lointain", "· 13/02", "· 22/02"]),
    );
    carnet.wait_for_no("Passé");
    carnet.wait_until("the nearest in hand", selected("Proche"));
    carnet.press("→ Espace");
    carnet.wait_until("ticked", line_with(&["Proche", "! retard", "✓"]));
    carnet.wait_for("✓ fait  Envoyer à cette liste, le planning des ateliers");
    // Ticked there, it was told as much as from the event.
    let planning = sandbox.store().steps().unwrap();
    let planning = planning
        .iter()
        .find(|step| step.role == Some(StepRole::Announce))
        .unwrap();
    let ticks = sandbox.store().ticks(sandbox.event("Proche").id).unwrap();
    assert!(
        ticks
            .iter()
            .any(|tick| tick.step == planning.id && tick.told.is_some())
    );
    carnet.press("↓ Entrée");
    carnet.wait_for("Check-list de « Lointain »");
    carnet.press("Échap");
    carnet.wait_for("2 événements à venir");
    // The last steps are further right.
    press_times(&mut carnet, "→", 8);
    carnet.wait_until("the last step", line_with(&["Attestation"]));
    carnet.wait_for("Renseigner l'attestation de présence sur le site Parentalité et Numérique · échéance mar. 16 mars 2027");
}

/// Réglages, the first step in hand.
fn steps(carnet: &mut Carnet) {
    carnet.press("F6");
    press_times(carnet, "Page_suiv.", 7);
    carnet.wait_until(
        "the first step",
        selected("Créer une liste de contacts à informer"),
    );
}

#[test]
fn steps_are_added_renamed_retired_and_reordered() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = sandbox.start(120, 50);
    steps(&mut carnet);
    carnet.press("A");
    carnet.wait_for("L'échéance se compte depuis l'événement");
    carnet.type_text("Réserver la salle");
    carnet.press("Tab");
    carnet.type_text("Salle");
    carnet.press("Tab");
    carnet.type_text("jamais");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Par exemple J-30, J ou J+1, ou rien.");
    erase(&mut carnet, 6);
    carnet.type_text("J-2");
    carnet.press("Ctrl+S");
    carnet.wait_for("Enregistré.");
    carnet.wait_until(
        "the new step",
        line_with(&["▌", "Réserver la salle", "J-2"]),
    );
    carnet.press("Page_préc.");
    carnet.wait_until(
        "the first step",
        selected("Créer une liste de contacts à informer"),
    );
    carnet.press("Entrée");
    carnet.wait_for("L'échéance se compte depuis l'événement");
    carnet.type_text(" bis");
    carnet.press("Ctrl+S");
    carnet.wait_for("Créer une liste de contacts à informer bis");
    carnet.press("Ctrl+↓");
    carnet.wait_until("moved", |screen| {
        let place = |text: &str| screen.lines().position(|line| line.contains(text));
        // Cut where the column ends.
        let planning = place("Envoyer à cette liste");
        planning.is_some() && planning < place("Créer une liste de contacts à informer bis")
    });
    carnet.press("↓");
    carnet.wait_until("the kit in hand", selected("Transmettre un kit"));
    carnet.press("R");
    carnet.wait_for("n'est plus dans la check-list.");
    carnet.press("F3 Ctrl+F");
    carnet.type_text("Proche");
    carnet.press("Entrée K");
    carnet.wait_for("Check-list de « Proche »");
    carnet.wait_for("0/9");
    carnet.wait_until("as set", |screen| {
        let place = |texts: &[&str]| {
            let has = line_with(texts);
            screen.lines().position(has)
        };
        let places = [
            place(&[PLANNING]),
            place(&["Créer une liste de contacts à informer bis"]),
            place(&["Diffuser"]),
            place(&["Renseigner l'attestation"]),
            place(&["· Réserver la salle", "dim. 29 nov.", "J-2"]),
        ];
        places.iter().all(Option::is_some) && places.is_sorted() && !screen.contains("le kit")
    });
}

#[test]
fn a_step_retired_and_asked_again_has_kept_its_ticks() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = of(&sandbox, "Proche");
    carnet.press("Espace");
    carnet.wait_for("1/9");
    steps(&mut carnet);
    carnet.press("R");
    carnet.wait_for("n'est plus dans la check-list.");
    carnet.press("F3");
    carnet.wait_for("0/8");
    carnet.press("F6 R");
    carnet.wait_for("revient.");
    carnet.press("F3");
    carnet.wait_for("1/9");
}

#[test]
fn the_screens_of_an_event_deleted_say_so_and_lead_back() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(100, 30);
    for (key, screen) in [
        ("K", "Check-list de « Éphémère »"),
        ("S", "Fiche de saisie de « Éphémère »"),
    ] {
        carnet.press("N");
        carnet.wait_for("Nouvel événement");
        carnet.type_text("Éphémère");
        carnet.press("Ctrl+S");
        carnet.wait_for("1 événement");
        carnet.press(key);
        carnet.wait_for(screen);
        carnet.press("Ctrl+Z");
        carnet.wait_for("Cet événement a été supprimé.");
        // It is there again once the deed is done again.
        carnet.press("Ctrl+Y");
        carnet.wait_for(screen);
        carnet.press("Ctrl+Z");
        carnet.wait_for("Cet événement a été supprimé.");
        // Nothing is done to it any more.
        carnet.press("M Ctrl+S Espace Entrée");
        carnet.wait_for("Cet événement a été supprimé.");
        carnet.press("Échap");
        carnet.wait_for("Votre carnet est prêt.");
    }
}
