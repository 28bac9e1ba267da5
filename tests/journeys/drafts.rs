//! What was typed in the form of an event and not saved: each draft is its own, and none is lost by a key pressed too soon.

use crate::desk::{Desk, erase, quit};
use crate::support::Carnet;

const ONE: &str = "Titre;Date;Description\nAtelier;01/12/2026;Première version\n";

/// The form of a new event, in which this title was just typed.
fn typing(carnet: &mut Carnet, title: &str) {
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text(title);
    carnet.wait_for(title);
}

/// A carnet left in the middle of that form.
fn left_typing(desk: &Desk, title: &str) {
    let mut carnet = desk.start(80, 24);
    typing(&mut carnet, title);
    quit(&mut carnet);
}

/// « AAA » was left open, « BBB » put off since.
fn two_drafts() -> Desk {
    let desk = Desk::empty();
    left_typing(&desk, "AAA");
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« AAA » n'avait pas été enregistré.");
    carnet.press("Échap N");
    carnet.wait_for("« AAA » n'avait pas été enregistré.");
    carnet.press("Échap");
    carnet.type_text("BBB");
    carnet.press("Échap → Entrée");
    carnet.wait_for("✎ Une saisie attend : « AAA »");
    quit(&mut carnet);
    desk
}

#[test]
fn a_letter_typed_too_soon_puts_a_draft_off_and_erases_nothing() {
    let desk = Desk::empty();
    left_typing(&desk, "En pleine saisie");
    // At the start N is for « nouveau », then it begins a title.
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("Une saisie attend");
    carnet.press("N");
    carnet.wait_for("✎ Une saisie attend : « En pleine saisie »");
    carnet.press("N");
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
    carnet.type_text("Nuit blanche");
    carnet.wait_for("uit blanche");
    carnet.press("Ctrl+S");
    carnet.wait_for("« uit blanche » enregistré");
    carnet.press("N");
    carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
}

#[test]
fn of_two_drafts_the_one_that_is_named_is_erased() {
    let desk = two_drafts();
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« AAA » n'avait pas été enregistré.");
    carnet.press("→ →");
    carnet.wait_for("▸ Effacer");
    carnet.press("Entrée");
    carnet.wait_for_no("AAA");
    carnet.press("N");
    carnet.wait_for("« BBB » n'avait pas été enregistré.");
}

#[test]
fn of_two_drafts_the_first_screen_opens_the_one_that_it_names() {
    let desk = two_drafts();
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« AAA » n'avait pas été enregistré.");
    carnet.press("Échap");
    carnet.wait_for("✎ Une saisie attend : « AAA »");
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for("AAA");
    carnet.press("Ctrl+S");
    carnet.wait_for("« AAA » enregistré");
    carnet.wait_for_no("✎");
    carnet.press("N");
    carnet.wait_for("« BBB » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for_no("n'avait pas été enregistré");
    carnet.press("Ctrl+S");
    carnet.wait_for("« BBB » enregistré");
}

#[test]
fn drafts_of_an_older_version_have_no_name_and_are_told_apart() {
    let desk = Desk::empty();
    let draft = |title: &str, abandoned: bool| serde_json::json!({"event": null, "abandoned": abandoned, "values": {"texts": {"title": title}}});
    let drafts = [draft("AAA", false), draft("BBB", true)];
    let now = "2026-11-24T10:00:00Z".parse().unwrap();
    desk.store().remember("form_drafts", &drafts, now).unwrap();
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« AAA » n'avait pas été enregistré.");
    carnet.press("→ → Entrée");
    carnet.wait_for_no("AAA");
    carnet.press("N");
    carnet.wait_for("« BBB » n'avait pas été enregistré.");
    carnet.press("Entrée Ctrl+S");
    carnet.wait_for("« BBB » enregistré");
}

#[test]
fn what_another_window_changed_is_proposed_as_it_is_there_when_a_draft_is_taken_up() {
    let desk = Desk::of(ONE);
    let mut carnet = desk.open(100, 40);
    carnet.press("M");
    carnet.wait_for("Modifier « Atelier »");
    carnet.type_text(" du soir");
    quit(&mut carnet);
    let event = desk.event("Atelier");
    let mut content = event.content;
    content.description = "Seconde version".to_owned();
    desk.change(|change| change.modify_event(event.id, event.revision, &content));
    let mut carnet = desk.start(100, 40);
    carnet.wait_for("« Atelier du soir » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Modifier « Atelier »");
    carnet.press("Ctrl+S");
    carnet.wait_for("(•) ici       Atelier du soir");
    carnet.wait_for("( ) ici       Première version");
    carnet.wait_for("(•) ailleurs  Seconde version");
    carnet.press("Entrée");
    carnet.wait_for("« Atelier du soir » enregistré");
    let kept = desk.event("Atelier du soir").content;
    assert_eq!(kept.description, "Seconde version");
}

#[test]
fn what_was_typed_and_taken_back_is_no_draft() {
    let desk = Desk::of("Titre;Date;Début;Fin\nPremier;03/11/2026;18:00;19:00\n");
    left_typing(&desk, "Zut");
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("« Zut » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    erase(&mut carnet, 3);
    // The same of an attestation, and in Réglages.
    carnet.press("F2 A");
    carnet.wait_for("Attestation de « Premier »");
    carnet.type_text("12");
    quit(&mut carnet);
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("✎ Une attestation attend");
    carnet.wait_for_no("Une saisie attend");
    carnet.press("Entrée");
    carnet.wait_for("Attestation de « Premier »");
    erase(&mut carnet, 2);
    carnet.press("F6 Entrée");
    carnet.wait_for("Vos coordonnées");
    carnet.type_text("Zut");
    quit(&mut carnet);
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("✎ Une saisie attend dans Réglages");
    carnet.wait_for_no("Une attestation attend");
    carnet.press("Entrée");
    carnet.wait_for("Structure partenaire");
    carnet.press("Entrée");
    carnet.wait_for("Saisie reprise");
    erase(&mut carnet, 3);
    quit(&mut carnet);
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("✎");
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for_no("n'avait pas été enregistré");
}
