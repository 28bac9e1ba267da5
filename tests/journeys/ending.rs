//! However the program ends, the terminal is given back and what was typed is offered again.

use std::time::{Duration, Instant};

use crate::desk::{Desk, assert_given_back};
use crate::support::Carnet;

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
    // What is typed is kept at a pause, which the screen does not tell: the store does.
    let store = desk.store();
    let since = Instant::now();
    while store
        .recall::<serde_json::Value>("form_drafts")
        .unwrap()
        .is_none()
    {
        assert!(since.elapsed() < Duration::from_secs(20), "{carnet}");
        std::thread::yield_now();
    }
    drop(store);
    carnet.kill();
    offered_again(&desk);
}

#[test]
fn later_is_an_answer_and_the_form_offers_it_again() {
    let desk = Desk::empty();
    let mut carnet = typing(&desk);
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
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
    let mut carnet = typing(&desk);
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
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
    let mut carnet = typing(&desk);
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
    let mut carnet = desk.open(80, 24);
    carnet.wait_for("Une saisie attend");
    carnet.press("→ Entrée");
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
