//! Unsaved forms: each is resumed as itself, and none disappears unless discarded.

use carnet::domain::profile::Profile;

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

/// Types a title in the form of a new event, which offers no other.
fn new_titled(stage: &mut Stage, title: &str) {
    stage.press("N").shows("Nouvel événement");
    stage.type_text(title).shows(title);
}

/// Leaves the current form and keeps its text for later.
fn put_off(stage: &mut Stage) {
    stage.press("Échap").shows("Quitter le formulaire");
    stage.press("→ Entrée").hides("Quitter le formulaire");
}

#[test]
fn a_letter_typed_ahead_of_the_question_erases_nothing() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.start(80, 24);
    new_titled(&mut stage, "Gardé");
    stage.quit();
    // At the start, N is for « nouveau », then for the title.
    let mut stage = sandbox.start(80, 24);
    stage.shows("« Gardé » n'avait pas été enregistré.");
    stage.press("N").hides("n'avait pas été enregistré");
    stage
        .press("N")
        .type_text("Nouvelle saison")
        .shows("ouvelle saison");
    stage.press("Échap").shows("Quitter le formulaire");
    stage
        .press("→ → Entrée")
        .shows("✎ Une saisie attend : « Gardé »");
}

#[test]
fn each_unsaved_event_is_resumed_as_itself() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.start(80, 24);
    new_titled(&mut stage, "Laissé ouvert");
    stage.quit();
    let mut stage = sandbox.start(80, 24);
    stage.shows("« Laissé ouvert » n'avait pas été enregistré.");
    stage.press("Échap").hides("Plus tard");
    stage
        .press("N")
        .shows("« Laissé ouvert » n'avait pas été enregistré.");
    stage.press("Échap").hides("Plus tard");
    stage.type_text("Gardé pour plus tard");
    put_off(&mut stage);
    // Both wait on the first screen, the last typed first.
    stage
        .shows("✎ Une saisie attend : « Laissé ouvert »")
        .shows_that("the last stored first", |screen| {
            let place = |title: &str| screen.lines().position(|line| line.contains(title));
            place("Gardé pour plus tard") < place("Laissé ouvert")
        });
    // The row that was selected still is.
    stage.selects("Laissé ouvert");
    stage
        .press("Entrée")
        .selects("Laissé ouvert")
        .shows("Nouvel événement");
    stage.press("Échap").shows("Quitter le formulaire");
    stage
        .press("→ → Entrée")
        .hides("« Laissé ouvert »")
        .shows("✎ Une saisie attend : « Gardé pour plus tard »");
}

#[test]
fn the_one_left_open_is_thrown_away_alone() {
    let sandbox = Sandbox::empty();
    let drafts = serde_json::json!([
        {"event": null, "abandoned": false, "values": {"texts": {"title": "Laissé ouvert"}}},
        {"event": null, "abandoned": true, "values": {"texts": {"title": "Gardé"}}},
    ]);
    let store = sandbox.store();
    let now = "2026-11-24T10:00:00Z".parse().unwrap();
    store.remember("form_drafts", &drafts, now).unwrap();
    drop(store);
    let mut stage = sandbox.start(80, 24);
    stage.shows("« Laissé ouvert » n'avait pas été enregistré.");
    stage
        .press("→ → Entrée")
        .hides("« Laissé ouvert »")
        .shows("✎ Une saisie attend : « Gardé »");
}

#[test]
fn what_was_typed_and_deleted_does_not_come_back() {
    let sandbox = Sandbox::of("Titre;Date;Début;Fin\nAtelier;03/11/2026;18:00;19:00\n");
    let mut stage = sandbox.start(80, 24);
    new_titled(&mut stage, "Zut");
    stage.press("F4 Entrée").shows("Attestation de « Atelier »");
    stage.type_text("7");
    stage.quit();
    let mut stage = sandbox.start(80, 24);
    stage.shows("« Zut » n'avait pas été enregistré.");
    stage.press("Entrée").shows("Nouvel événement");
    stage
        .erase(3)
        .press("F2")
        .shows("✎ Une attestation attend : « Atelier »");
    stage.press("A").shows("Attestation de « Atelier »");
    stage.erase(1);
    stage.quit();
    let mut stage = sandbox.start(80, 24);
    stage.shows("Ce qui attend").hides("✎");
}

#[test]
fn a_resumed_change_does_not_overwrite_that_of_another_process() {
    let sandbox = Sandbox::of("Titre;Commune\nAtelier;Vesoul\n");
    let mut stage = sandbox.open(80, 24);
    stage.press("M").shows("Modifier « Atelier »");
    stage.type_text(" du soir").shows("Atelier du soir");
    stage.quit();
    let event = sandbox.event("Atelier");
    let mut theirs = event.content.clone();
    theirs.venue.commune = "Dole".to_owned();
    sandbox.change(|change| change.modify_event(event.id, event.revision, &theirs));
    let mut stage = sandbox.start(80, 24);
    stage.shows("« Atelier du soir » n'avait pas été enregistré.");
    stage.press("Entrée").shows("Modifier « Atelier »");
    stage
        .press("Ctrl+S")
        .shows("L'événement a aussi été modifié ailleurs");
    stage
        .press("Entrée")
        .shows("« Atelier du soir » enregistré");
    stage.quit();
    assert_eq!(
        sandbox.event("Atelier du soir").content.venue.commune,
        "Dole"
    );
}

#[test]
fn what_is_being_typed_in_another_tab_is_gone_back_to_and_not_typed_twice() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    stage.press("N").shows("Nouvel événement");
    stage.type_text("Une fois");
    stage.rest();
    stage.press("F2").shows("Créer un premier événement");
    // The screen is read again as another process writes.
    let profile = Profile {
        mediator: "Camille".to_owned(),
        ..Profile::default()
    };
    sandbox.change(|change| change.set_profile(&profile));
    stage.press("↓").shows("✎ Une saisie attend : « Une fois »");
    // Another new event is another: it is not asked about the first.
    stage
        .press("N")
        .shows("Nouvel événement")
        .hides("n'avait pas été enregistré");
    stage.press("Échap").selects("Une fois");
    stage.press("Entrée").selects("Une fois");
    stage.press("Ctrl+S").shows("1 événement");
    stage
        .press("F2")
        .shows("Ce qui attend")
        .hides("Une saisie attend");
    assert_eq!(sandbox.events().len(), 1);
}
