//! However the program ends, the terminal is given back and what was typed is offered again.

use std::time::{Duration, Instant};

use crate::desk::{Desk, assert_given_back, in_hand};
use crate::support::Carnet;

/// Leaves in the middle of a form.
fn type_and_leave(desk: &Desk) {
    let mut carnet = typing(desk);
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
}

/// A form in which a title was just typed.
fn typing(desk: &Desk) -> Carnet {
    let mut carnet = desk.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("En pleine saisie");
    carnet.wait_for("En pleine saisie");
    carnet
}

/// The next start offers the title again, and saves it.
#[track_caller]
fn offered_again(desk: &Desk) {
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    carnet.press("Ctrl+S");
    carnet.wait_for("« En pleine saisie » enregistré comme brouillon.");
}

#[test]
fn ctrl_c_in_a_form() {
    let desk = Desk::empty();
    let mut carnet = typing(&desk);
    carnet.press("Ctrl+C");
    assert_eq!(carnet.wait_exit(), 0);
    assert_given_back(&carnet);
    offered_again(&desk);
}

#[test]
fn ctrl_q_above_a_layer_of_a_form() {
    let desk = Desk::empty();
    let mut carnet = typing(&desk);
    carnet.press("Tab Entrée");
    carnet.wait_for("tapez pour chercher");
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    assert_given_back(&carnet);
    offered_again(&desk);
}

#[test]
fn the_system_asks_for_the_end() {
    for signal in ["TERM", "INT"] {
        let desk = Desk::empty();
        let carnet = typing(&desk);
        carnet.signal(signal);
        carnet.wait_exit();
        assert_given_back(&carnet);
        offered_again(&desk);
    }
}

#[test]
fn the_window_is_closed() {
    let desk = Desk::empty();
    let mut carnet = typing(&desk);
    carnet.close_window();
    carnet.wait_exit();
    offered_again(&desk);
}

#[test]
fn hang_up_alone() {
    let desk = Desk::empty();
    let carnet = typing(&desk);
    carnet.signal("HUP");
    carnet.wait_exit();
    assert_given_back(&carnet);
    offered_again(&desk);
}

#[test]
fn killed_a_moment_after_the_typing_paused() {
    let desk = Desk::empty();
    let carnet = typing(&desk);
    killed_once_kept(&desk, &carnet, "drafts", "En pleine saisie");
    offered_again(&desk);
}

/// What is typed is kept at a pause, which the screen does not tell: the store does.
#[track_caller]
pub fn wait_kept(desk: &Desk, carnet: &Carnet, drafts: &str, text: &str) {
    let store = desk.store();
    let since = Instant::now();
    let kept = || {
        let drafts: Option<serde_json::Value> = store.recall(drafts).unwrap();
        drafts.is_some_and(|drafts| drafts.to_string().contains(text))
    };
    while !kept() {
        assert!(since.elapsed() < Duration::from_secs(20), "{carnet}");
        std::thread::yield_now();
    }
}

#[track_caller]
fn killed_once_kept(desk: &Desk, carnet: &Carnet, drafts: &str, text: &str) {
    wait_kept(desk, carnet, drafts, text);
    carnet.kill();
}

/// Réglages, a new step of the check-list in which a name was just typed.
fn typing_a_step(desk: &Desk) -> Carnet {
    let mut carnet = desk.start(100, 40);
    carnet.press("F6");
    for _ in 0..7 {
        carnet.press("Page_suiv.");
    }
    carnet.wait_for("Étapes de la check-list");
    carnet.press("A");
    carnet.wait_for("L'échéance se compte depuis l'événement");
    carnet.type_text("Réserver la salle");
    carnet.wait_for("Réserver la salle");
    carnet
}

#[test]
fn killed_in_a_form_of_reglages_what_was_typed_is_there_again() {
    let desk = Desk::empty();
    let carnet = typing_a_step(&desk);
    killed_once_kept(&desk, &carnet, "settings_drafts", "Réserver la salle");
    let mut carnet = desk.start(100, 40);
    carnet.wait_until(
        "it is in hand",
        in_hand("✎ Une saisie attend dans Réglages"),
    );
    carnet.press("Entrée");
    carnet.wait_for("Structure partenaire");
    for _ in 0..7 {
        carnet.press("Page_suiv.");
    }
    carnet.wait_for("Étapes de la check-list  ✎ saisie à reprendre, avec A");
    carnet.press("A");
    carnet.wait_for("Saisie reprise : elle n'était pas enregistrée.");
    carnet.wait_for("Réserver la salle");
    // In another window, the form is as if nothing had been typed.
    let other = typing_a_step(&desk);
    other.wait_for_no("Saisie reprise");
    drop(other);
    carnet.press("Échap");
    carnet.wait_for("Fermer sans enregistrer");
    carnet.press("Entrée");
    carnet.wait_for("Enregistré.");
    carnet.wait_until("what was added in hand", in_hand("Réserver la salle"));
    carnet.wait_for_no("✎");
}

#[test]
fn what_is_typed_in_reglages_is_kept_for_later_or_thrown_away() {
    let desk = Desk::empty();
    let mut carnet = typing_a_step(&desk);
    carnet.press("Échap");
    carnet.wait_for("Fermer sans enregistrer");
    // The way back keeps one in the form.
    carnet.press("Échap");
    carnet.wait_for_no("Fermer sans enregistrer");
    carnet.wait_for("Réserver la salle");
    carnet.press("Échap → Entrée");
    carnet.wait_for("✎ saisie à reprendre, avec A");
    carnet.press("A");
    carnet.wait_for("Saisie reprise");
    carnet.press("Échap → → Entrée");
    carnet.wait_for_no("✎");
    carnet.press("A");
    carnet.wait_for("L'échéance se compte depuis l'événement");
    carnet.wait_for_no("Réserver la salle");
    carnet.press("Échap");
    carnet.wait_for_no("L'échéance");

    // A line that is there says so itself.
    carnet.press("Entrée");
    carnet.wait_for("L'échéance se compte depuis l'événement");
    carnet.type_text(" tôt");
    carnet.press("Échap → Entrée");
    carnet.wait_until("the line says so", in_hand("✎ saisie à reprendre"));
    carnet.press("F2");
    carnet.wait_for("✎ Une saisie attend dans Réglages");
}

#[test]
fn killed_at_the_first_run_what_was_typed_is_there_again() {
    let mut carnet = Carnet::start(&[], 80, 24, &[]);
    carnet.wait_for("Bienvenue dans Carnet");
    carnet.type_text("Clic et Familles");
    carnet.wait_for("Clic et Familles");
    carnet.signal("TERM");
    carnet.wait_exit();
    let mut carnet = Carnet::start_at(carnet.home(), &[], 80, 24, &[]);
    carnet.wait_for("Bienvenue dans Carnet");
    carnet.wait_for("Saisie reprise");
    carnet.wait_for("Clic et Familles");
    carnet.press("Ctrl+S");
    carnet.wait_for("Votre carnet est prêt.");
    carnet.wait_for_no("✎");
}

#[test]
fn what_is_taken_up_is_in_the_field_where_it_was_left_and_says_what_is_wrong() {
    let desk = Desk::empty();
    let mut carnet = typing(&desk);
    for _ in 0..10 {
        carnet.press("Tab");
    }
    carnet.wait_until("the date in hand", in_hand("Date"));
    carnet.type_text("31/02");
    carnet.press("Tab");
    carnet.type_text("18h");
    carnet.press("Ctrl+C");
    carnet.wait_exit();
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_until("the hour in hand", in_hand("Début"));
    carnet.wait_for("Ce jour n'existe pas dans le calendrier.");
    carnet.press("Ctrl+C");
    carnet.wait_exit();

    // A draft of an older version, which does not say where it was left, is in the first field that is wrong.
    let drafts = serde_json::json!([{
        "event": null, "abandoned": false,
        "values": {"texts": {"title": "En pleine saisie", "date": "31/02"}},
    }]);
    let store = desk.store();
    let now = "2026-11-24T10:00:00Z".parse().unwrap();
    store.forget("drafts").unwrap();
    store.remember("form_drafts", &drafts, now).unwrap();
    drop(store);
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_until("the date in hand", in_hand("Date"));
    carnet.wait_for("Ce jour n'existe pas dans le calendrier.");
}

#[test]
fn later_is_an_answer_and_the_form_offers_it_again() {
    let desk = Desk::empty();
    type_and_leave(&desk);
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("Une saisie attend");
    carnet.press("Échap");
    carnet.wait_for_no("Plus tard");
    // The first screen says so too.
    carnet.wait_for("✎ Une saisie attend : « En pleine saisie »");
    carnet.press("N");
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
}

#[test]
fn a_form_is_taken_up_in_one_window_only() {
    let desk = Desk::empty();
    type_and_leave(&desk);
    let mut first = desk.open(80, 24);
    first.wait_for("Une saisie attend");
    let mut second = desk.open(80, 24);
    second.wait_for("Une saisie attend");
    first.press("Entrée");
    first.wait_for("Nouvel événement");
    second.press("Entrée");
    second.wait_for("Cette saisie a été reprise dans une autre fenêtre.");
}

#[test]
fn a_form_left_can_be_thrown_away_at_the_start() {
    let desk = Desk::empty();
    type_and_leave(&desk);
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("Une saisie attend");
    carnet.press("→ → Entrée");
    carnet.wait_for_no("saisie attend");
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for_no("En pleine saisie");
}

#[test]
fn the_text_of_one_form_outlives_another_form_opened_left_and_saved() {
    let desk = Desk::of("Titre\nAutre\n");
    let mut carnet = typing(&desk);
    carnet.press("Ctrl+C");
    carnet.wait_exit();
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("Une saisie attend");
    carnet.press("Échap");
    carnet.wait_for_no("Plus tard");
    carnet.press("F3");
    carnet.wait_for("1 événement");
    // Another form is opened and left.
    carnet.press("M");
    carnet.wait_for("Modifier « Autre »");
    carnet.press("Échap");
    carnet.wait_for("1 événement");
    // It is opened again, left with changes, then saved.
    carnet.press("M");
    carnet.wait_for("Modifier « Autre »");
    carnet.type_text(" chose");
    carnet.press("Échap → Entrée");
    carnet.wait_for("1 événement");
    carnet.press("M");
    carnet.wait_for("« Autre chose » n'avait pas été enregistré.");
    carnet.press("Entrée Ctrl+S");
    carnet.wait_for("« Autre chose » enregistré");
    carnet.press("N");
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
    // Put off once more, while another new event is typed, kept and saved.
    carnet.press("Échap");
    carnet.wait_for_no("En pleine saisie");
    carnet.type_text("Entre-temps");
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.press("Entrée");
    carnet.wait_for("« Entre-temps » enregistré");
    carnet.press("N");
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
}

#[test]
fn a_change_interrupted_is_a_change_again_not_another_event() {
    let desk = Desk::of("Titre\nAutre\n");
    let mut carnet = desk.open(80, 24);
    carnet.press("M");
    carnet.wait_for("Modifier « Autre »");
    carnet.type_text(" chose");
    carnet.wait_for("Autre chose");
    carnet.signal("TERM");
    carnet.wait_exit();
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("« Autre chose » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Modifier « Autre »");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Autre chose » enregistré");
    carnet.wait_for("1 événement");
}
