//! However the program ends, the terminal is given back and what was typed is offered again.

use std::time::{Duration, Instant};

use crate::support::Carnet;
use crate::support::opened::assert_given_back;
use crate::support::sandbox::Sandbox;
use crate::support::screen_text::selected;

/// Leaves in the middle of a form.
fn type_and_leave(sandbox: &Sandbox) {
    let mut carnet = typing(sandbox);
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
}

/// A form in which a title was just typed.
fn typing(sandbox: &Sandbox) -> Carnet {
    let mut carnet = sandbox.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("En pleine saisie");
    carnet.wait_for("En pleine saisie");
    carnet
}

/// The next start offers the title again, and saves it.
#[track_caller]
fn offered_again(sandbox: &Sandbox) {
    let mut carnet = sandbox.open(80, 24);
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    carnet.press("Ctrl+S");
    carnet.wait_for("« En pleine saisie » enregistré comme brouillon.");
}

#[test]
fn ctrl_c_in_a_form() {
    let sandbox = Sandbox::empty();
    let mut carnet = typing(&sandbox);
    carnet.press("Ctrl+C");
    assert_eq!(carnet.wait_exit(), 0);
    assert_given_back(&carnet);
    offered_again(&sandbox);
}

#[test]
fn ctrl_q_above_a_layer_of_a_form() {
    let sandbox = Sandbox::empty();
    let mut carnet = typing(&sandbox);
    carnet.press("Tab Entrée");
    carnet.wait_for("tapez pour chercher");
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    assert_given_back(&carnet);
    offered_again(&sandbox);
}

#[test]
fn the_system_asks_for_the_end() {
    for signal in ["TERM", "INT"] {
        let sandbox = Sandbox::empty();
        let carnet = typing(&sandbox);
        carnet.signal(signal);
        carnet.wait_exit();
        assert_given_back(&carnet);
        offered_again(&sandbox);
    }
}

#[test]
fn the_window_is_closed() {
    let sandbox = Sandbox::empty();
    let mut carnet = typing(&sandbox);
    carnet.close_terminal();
    carnet.wait_exit();
    offered_again(&sandbox);
}

#[test]
fn hang_up_alone() {
    let sandbox = Sandbox::empty();
    let carnet = typing(&sandbox);
    carnet.signal("HUP");
    carnet.wait_exit();
    assert_given_back(&carnet);
    offered_again(&sandbox);
}

#[test]
fn killed_a_moment_after_the_typing_paused() {
    let sandbox = Sandbox::empty();
    let carnet = typing(&sandbox);
    kill_once_stored(&sandbox, &carnet, "En pleine saisie");
    offered_again(&sandbox);
}

/// Waits until unsaved text is stored, which the screen does not show: reads the store.
#[track_caller]
fn wait_stored(sandbox: &Sandbox, carnet: &Carnet, text: &str) {
    let store = sandbox.store();
    let since = Instant::now();
    let kept = || {
        let drafts = store.drafts().unwrap();
        let mut texts = drafts.iter().flat_map(|draft| draft.texts.values());
        texts.any(|typed| typed.contains(text))
    };
    while !kept() {
        assert!(since.elapsed() < Duration::from_secs(20), "{carnet}");
        std::thread::yield_now();
    }
}

#[track_caller]
fn kill_once_stored(sandbox: &Sandbox, carnet: &Carnet, text: &str) {
    wait_stored(sandbox, carnet, text);
    carnet.kill();
}

/// Opens the steps in Réglages.
fn steps(carnet: &mut Carnet) {
    for key in "Page_suiv. Page_suiv. ↓ ↓ ↓ ↓ ↓ Entrée".split(' ') {
        carnet.press(key);
    }
    carnet.wait_for("Étapes de la check-list ·");
}

/// The steps in Réglages, and a new one in which a name was just typed.
fn typing_a_step(sandbox: &Sandbox) -> Carnet {
    let mut carnet = sandbox.start(100, 40);
    carnet.press("F6");
    steps(&mut carnet);
    carnet.press("N");
    carnet.wait_for("L'échéance se compte depuis l'événement");
    carnet.type_text("Réserver la salle");
    carnet.wait_for("Réserver la salle");
    carnet
}

#[test]
fn killed_in_a_form_of_reglages_what_was_typed_is_there_again() {
    let sandbox = Sandbox::empty();
    let carnet = typing_a_step(&sandbox);
    kill_once_stored(&sandbox, &carnet, "Réserver la salle");
    let mut carnet = sandbox.start(100, 40);
    carnet.wait_until(
        "it is selected",
        selected("✎ Une saisie attend dans Réglages"),
    );
    carnet.press("Entrée");
    carnet.wait_for("Structure partenaire");
    steps(&mut carnet);
    carnet.wait_for("✎ saisie à reprendre, avec N");
    carnet.press("N");
    carnet.wait_for("Saisie reprise : elle n'était pas enregistrée.");
    carnet.wait_for("Réserver la salle");
    // In another process, the form does not show the unsaved text.
    let other = typing_a_step(&sandbox);
    other.wait_for_no("Saisie reprise");
    drop(other);
    carnet.press("Échap");
    carnet.wait_for("Fermer sans enregistrer");
    carnet.press("Entrée");
    carnet.wait_for("« Réserver la salle » est dans vos étapes de check-list.");
    carnet.wait_until("what was added selected", selected("Réserver la salle"));
    carnet.wait_for_no("✎");
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
fn a_change_interrupted_is_a_change_again_not_another_event() {
    let sandbox = Sandbox::of("Titre\nAutre\n");
    let mut carnet = sandbox.open(80, 24);
    carnet.press("M");
    carnet.wait_for("Modifier « Autre »");
    carnet.type_text(" chose");
    carnet.wait_for("Autre chose");
    carnet.signal("TERM");
    carnet.wait_exit();
    let mut carnet = sandbox.open(80, 24);
    carnet.wait_for("« Autre chose » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Modifier « Autre »");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Autre chose » enregistré");
    carnet.wait_for("1 événement");
}

#[test]
fn a_form_is_resumed_in_one_process_only() {
    let sandbox = Sandbox::empty();
    type_and_leave(&sandbox);
    let mut first = sandbox.open(80, 24);
    first.wait_for("Une saisie attend");
    let mut second = sandbox.open(80, 24);
    second.wait_for("Une saisie attend");
    first.press("Entrée");
    first.wait_for("Nouvel événement");
    second.press("Entrée");
    second.wait_for("Cette saisie a été reprise dans une autre fenêtre.");
}
