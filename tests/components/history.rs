//! What was done, and the way back to any point.

use crate::support::sandbox::Sandbox;

#[test]
fn what_was_done_is_listed_with_what_it_changed_and_any_point_is_reached() {
    let sandbox = Sandbox::of("Titre;Date\nAtelier;10/12/2026\nCafé;11/12/2026\n");
    let mut stage = sandbox.open(120, 40);
    stage
        .press("Début P ↓ ↓ Entrée")
        .shows("« Café » : ◐ soumis.");
    stage.press("M").shows("Modifier « Café »");
    stage
        .type_text(" des parents")
        .press("Ctrl+S")
        .shows("« Café des parents » enregistré.");
    stage
        .press("Suppr Entrée")
        .shows("Suppression de « Café des parents »");

    stage.press("H").shows("Historique · 4 actions");
    // A deleted event is shown as it was.
    stage.shows("supprimé").shows("Date : ven. 11 déc. 2026");
    stage.press("↓").shows("Titre : Café → Café des parents");
    stage
        .press("↓")
        .shows("Publication : brouillon → soumis")
        .shows("Soumis le : rien → mar. 24 nov. 2026");

    // Back to before it, step by step, and forward again.
    stage
        .press("Entrée")
        .shows("3 actions seront annulées, dans tout le carnet :")
        .shows("· suppression de « Café des parents »");
    stage
        .press("Entrée")
        .shows("3 actions annulées.")
        .shows("↶ passage à « soumis »")
        .shows("↶ annulé, peut être rétabli");
    stage
        .press("Début Entrée")
        .shows("3 actions seront rétablies, dans tout le carnet :");
    stage.press("Entrée").shows("3 actions rétablies.");
    stage.quit();

    let mut stage = sandbox.open(80, 24);
    stage.shows("1 événement");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : suppression de « Café des parents ».")
        .shows("2 événements");
    // The restored event is selected, whatever was selected before.
    stage.selects("Café des parents");
}

#[test]
fn what_an_import_made_is_read_to_its_end_even_once_taken_back() {
    let sandbox =
        Sandbox::of("Titre;Date;Commune\nAtelier;10/12/2026;Laon\nCafé;11/12/2026;Vesoul\n");
    let mut stage = sandbox.open(80, 24);
    stage
        .press("H")
        .shows("création")
        .shows("Titre : Atelier")
        .shows("↓ encore");
    stage
        .press("Tab Fin")
        .shows("Commune : Vesoul")
        .hides("↓ encore");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : import de 2 événements.");
    stage
        .press("Tab")
        .shows("événement « Atelier »")
        .shows("↶ Annulé ; Entrée pour rétablir jusqu'ici.");
    stage
        .press("Ctrl+Y")
        .shows("Rétabli : import de 2 événements.");
}

#[test]
fn one_event_has_a_history_of_its_own() {
    let sandbox = Sandbox::of("Titre;Date\nAtelier;10/12/2026\nCafé;11/12/2026\n");
    let mut stage = sandbox.open(120, 40);
    stage
        .press("Début P ↓ ↓ Entrée")
        .shows("« Café » : ◐ soumis.");
    stage
        .press("↓ P ↓ ↓ ↓ ↓ Entrée")
        .shows("« Atelier » : × annulé.");
    stage.press("K").shows("Check-list de « Atelier »");
    stage.press("Espace").shows("1/9");
    stage.press("Échap Entrée").shows("précédent");
    stage
        .press("H")
        .shows("Historique de « Atelier » · 3 actions");
    assert!(!stage.screen().contains("« soumis »"), "{stage}");
    // After an undo, the history still shows what was done to it.
    stage
        .press("Ctrl+Z")
        .shows("↶ Annulé")
        .shows("Historique de « Atelier » · 3 actions");
    stage.press("Échap ←").shows("ven. 11 déc. 2026");
}

#[test]
fn what_was_taken_back_is_lost_once_something_else_is_done() {
    let sandbox = Sandbox::of("Titre;Date\nAtelier;10/12/2026\n");
    let mut stage = sandbox.open(100, 30);
    stage.press("P ↓ ↓ Entrée").shows("◐ soumis.");
    stage.press("Ctrl+Z").shows("Annulé : passage à « soumis »");
    stage.press("P ↓ ↓ ↓ ↓ Entrée").shows("× annulé.");
    stage.press("Ctrl+Y").shows("Rien à rétablir.");
    stage
        .press("H ↓")
        .shows("× passage à « soumis »")
        .shows("× annulé pour de bon");
    stage
        .press("Entrée")
        .shows("elle ne peut plus être rétablie");
}
