//! The form: a new event, what it understands, what it says is wrong, and what it never loses.

use crate::support::Carnet;
use crate::support::opened::{press_times, quit};
use crate::support::sandbox::Sandbox;

/// Opens the form of a new event, and goes `fields` further with Tab.
fn new_event(carnet: &mut Carnet, fields: usize) {
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    press_times(carnet, "Tab", fields);
}

#[test]
fn what_is_selected_is_copied_rather_than_carnet_left() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Atelier");
    carnet.press("Ctrl+A Ctrl+C");
    carnet.wait_for("Copié. Ctrl+Q quitte Carnet.");
    carnet.press("→ Ctrl+C");
    assert_eq!(carnet.wait_exit(), 0);
}

#[test]
fn a_paste_with_line_ends_does_not_submit_the_form() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.paste("Café des\nparents\n");
    carnet.wait_for("Café des parents");
    carnet.wait_for("Nouvel événement");
    press_times(&mut carnet, "Maj+Tab", 2);
    carnet.paste("Première ligne\nDeuxième ligne");
    carnet.wait_for("Première ligne");
    carnet.wait_for("29 caractères");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Café des parents » enregistré");
    quit(&mut carnet);
    assert_eq!(
        sandbox.events()[0].content.description,
        "Première ligne\nDeuxième ligne"
    );
}

#[test]
fn pasted_line_ends_sent_as_keys_do_not_submit_the_form_either() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Titre");
    press_times(&mut carnet, "Entrée", 30);
    carnet.press("Échap");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for_no("enregistré comme brouillon");
}

#[test]
fn every_character_of_a_french_keyboard_reaches_a_field() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(80, 24);
    new_event(&mut carnet, 0);
    let typed = "É@#{[|`^]}~€ çœæ ñ « ’ » 🎲 e\u{301}";
    carnet.type_text(typed);
    carnet.wait_for("É@#{[|`^]}~€ çœæ ñ «");
    carnet.press("Ctrl+S");
    carnet.wait_for("enregistré comme brouillon");
    quit(&mut carnet);
    assert_eq!(sandbox.events()[0].content.title, typed);
}
