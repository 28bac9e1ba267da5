//! What is typed and not saved when one leaves: offered again, put off, or thrown away.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

/// Leaves in the middle of a form.
fn type_and_leave(sandbox: &Sandbox) {
    let stage = typing(sandbox);
    stage.quit();
}

/// A form in which a title was just typed.
fn typing(sandbox: &Sandbox) -> Stage {
    let mut stage = sandbox.open(80, 24);
    stage.press("N").shows("Nouvel événement");
    stage
        .type_text("En pleine saisie")
        .shows("En pleine saisie");
    stage
}

/// The steps in Réglages, and a new one in which a name was just typed.
fn typing_a_step(sandbox: &Sandbox) -> Stage {
    let mut stage = sandbox.start(100, 40);
    stage
        .press("F6 Page_suiv. Page_suiv. ↓ ↓ ↓ ↓ ↓ Entrée")
        .shows("Étapes de la check-list ·");
    stage
        .press("N")
        .shows("L'échéance se compte depuis l'événement");
    stage
        .type_text("Réserver la salle")
        .shows("Réserver la salle");
    stage
}

#[test]
fn text_typed_in_reglages_is_kept_for_later_or_discarded() {
    let sandbox = Sandbox::empty();
    let mut stage = typing_a_step(&sandbox);
    stage.press("Échap").shows("Fermer sans enregistrer");
    // The way back keeps one in the form.
    stage
        .press("Échap")
        .hides("Fermer sans enregistrer")
        .shows("Réserver la salle");
    stage
        .press("Échap → Entrée")
        .shows("✎ saisie à reprendre, avec N");
    // The line of the list says so too.
    stage
        .press("Échap")
        .shows_line(&["▌", "Étapes de la check-list", "✎ saisie à reprendre"]);
    stage.press("Entrée N").shows("Saisie reprise");
    stage.press("Échap → → Entrée").hides("✎");
    stage
        .press("N")
        .shows("L'échéance se compte depuis l'événement")
        .hides("Réserver la salle");
    stage.press("Échap").hides("L'échéance");

    // A line that is there says so itself.
    stage
        .press("Entrée")
        .shows("L'échéance se compte depuis l'événement");
    stage
        .type_text(" tôt")
        .press("Échap → Entrée")
        .selects("✎ saisie à reprendre");
    stage.press("F2").shows("✎ Une saisie attend dans Réglages");
}

#[test]
fn what_is_taken_up_is_in_the_field_where_it_was_left_and_says_what_is_wrong() {
    let sandbox = Sandbox::empty();
    let mut stage = typing(&sandbox);
    for _ in 0..10 {
        stage.press("Tab");
    }
    stage.selects("Date");
    stage
        .type_text("31/02")
        .press("Tab")
        .type_text("18h")
        .press("Ctrl+C");
    stage.ends();
    let mut stage = sandbox.open(80, 24);
    stage.shows("« En pleine saisie » n'avait pas été enregistré.");
    stage
        .press("Entrée")
        .selects("Début")
        .shows("Ce jour n'existe pas dans le calendrier.");
    stage.press("Ctrl+C");
    stage.ends();

    // A draft of an older version, which does not say where it was left, is in the first field that is wrong.
    let drafts = serde_json::json!([{
        "event": null, "abandoned": false,
        "values": {"texts": {"title": "En pleine saisie", "date": "31/02"}},
    }]);
    let store = sandbox.store();
    let now = "2026-11-24T10:00:00Z".parse().unwrap();
    store.forget("drafts").unwrap();
    store.remember("form_drafts", &drafts, now).unwrap();
    drop(store);
    let mut stage = sandbox.open(80, 24);
    stage.shows("n'avait pas été enregistré.");
    stage
        .press("Entrée")
        .selects("Date")
        .shows("Ce jour n'existe pas dans le calendrier.");
}

#[test]
fn later_is_an_answer_and_the_form_offers_it_again() {
    let sandbox = Sandbox::empty();
    type_and_leave(&sandbox);
    let mut stage = sandbox.open(80, 24);
    stage.shows("Une saisie attend");
    stage.press("Échap").hides("Plus tard");
    // The first screen says so too.
    stage.shows("✎ Une saisie attend : « En pleine saisie »");
    stage
        .press("N")
        .shows("« En pleine saisie » n'avait pas été enregistré.");
}

#[test]
fn a_form_left_can_be_thrown_away_at_the_start() {
    let sandbox = Sandbox::empty();
    type_and_leave(&sandbox);
    let mut stage = sandbox.open(80, 24);
    stage.shows("Une saisie attend");
    stage.press("→ → Entrée").hides("saisie attend");
    stage
        .press("N")
        .shows("Nouvel événement")
        .hides("En pleine saisie");
}

#[test]
fn the_text_of_one_form_outlives_another_form_opened_left_and_saved() {
    let sandbox = Sandbox::of("Titre\nAutre\n");
    let mut stage = typing(&sandbox);
    stage.press("Ctrl+C");
    stage.ends();
    let mut stage = sandbox.open(80, 24);
    stage.shows("Une saisie attend");
    stage.press("Échap").hides("Plus tard");
    stage.press("F3").shows("1 événement");
    // Another form is opened and left.
    stage.press("M").shows("Modifier « Autre »");
    stage.press("Échap").shows("1 événement");
    // It is opened again, left with changes, then saved.
    stage.press("M").shows("Modifier « Autre »");
    stage
        .type_text(" chose")
        .press("Échap → Entrée")
        .shows("1 événement");
    stage
        .press("M")
        .shows("« Autre chose » n'avait pas été enregistré.");
    stage
        .press("Entrée Ctrl+S")
        .shows("« Autre chose » enregistré");
    stage
        .press("N")
        .shows("« En pleine saisie » n'avait pas été enregistré.");
    // Kept for later once more, while another new event is typed, stored and saved.
    stage.press("Échap").hides("En pleine saisie");
    stage
        .type_text("Entre-temps")
        .press("Échap")
        .shows("Quitter le formulaire");
    stage.press("Entrée").shows("« Entre-temps » enregistré");
    stage
        .press("N")
        .shows("« En pleine saisie » n'avait pas été enregistré.");
}
