//! What was done, and the way back to any point.

use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;
use crate::support::screen_text::selected;

#[test]
fn what_was_done_is_listed_with_what_it_changed_and_any_point_is_reached() {
    let sandbox = Sandbox::of("Titre;Date\nAtelier;10/12/2026\nCafé;11/12/2026\n");
    let mut carnet = sandbox.open(120, 40);
    carnet.press("Début P ↓ ↓ Entrée");
    carnet.wait_for("« Café » : ◐ soumis.");
    carnet.press("M");
    carnet.wait_for("Modifier « Café »");
    carnet.type_text(" des parents");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Café des parents » enregistré.");
    carnet.press("Suppr Entrée");
    carnet.wait_for("Suppression de « Café des parents »");

    carnet.press("H");
    carnet.wait_for("Historique · 4 actions");
    // What was deleted is told as it was.
    carnet.wait_for("supprimé");
    carnet.wait_for("Date : ven. 11 déc. 2026");
    carnet.press("↓");
    carnet.wait_for("Titre : Café → Café des parents");
    carnet.press("↓");
    carnet.wait_for("Publication : brouillon → soumis");
    carnet.wait_for("Soumis le : rien → mar. 24 nov. 2026");

    // Back to before it, step by step, and forward again.
    carnet.press("Entrée");
    carnet.wait_for("3 actions seront annulées, dans tout le carnet :");
    carnet.wait_for("· suppression de « Café des parents »");
    carnet.press("Entrée");
    carnet.wait_for("3 actions annulées.");
    carnet.wait_for("↶ passage à « soumis »");
    carnet.wait_for("↶ annulé, peut être rétabli");
    carnet.press("Début Entrée");
    carnet.wait_for("3 actions seront rétablies, dans tout le carnet :");
    carnet.press("Entrée");
    carnet.wait_for("3 actions rétablies.");
    quit(&mut carnet);

    let mut carnet = sandbox.open(80, 24);
    carnet.wait_for("1 événement");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : suppression de « Café des parents ».");
    carnet.wait_for("2 événements");
    // What is back is in hand, wherever one was.
    carnet.wait_until("the event restored", selected("Café des parents"));
}

#[test]
fn what_an_import_made_is_read_to_its_end_even_once_taken_back() {
    let sandbox =
        Sandbox::of("Titre;Date;Commune\nAtelier;10/12/2026;Laon\nCafé;11/12/2026;Vesoul\n");
    let mut carnet = sandbox.open(80, 24);
    carnet.press("H");
    carnet.wait_for("création");
    carnet.wait_for("Titre : Atelier");
    carnet.wait_for("↓ encore");
    carnet.press("Tab Fin");
    carnet.wait_for("Commune : Vesoul");
    carnet.wait_for_no("↓ encore");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : import de 2 événements.");
    carnet.press("Tab");
    carnet.wait_for("événement « Atelier »");
    carnet.wait_for("↶ Annulé ; Entrée pour rétablir jusqu'ici.");
    carnet.press("Ctrl+Y");
    carnet.wait_for("Rétabli : import de 2 événements.");
}

#[test]
fn one_event_has_a_history_of_its_own() {
    let sandbox = Sandbox::of("Titre;Date\nAtelier;10/12/2026\nCafé;11/12/2026\n");
    let mut carnet = sandbox.open(120, 40);
    carnet.press("Début P ↓ ↓ Entrée");
    carnet.wait_for("« Café » : ◐ soumis.");
    carnet.press("↓ P ↓ ↓ ↓ ↓ Entrée");
    carnet.wait_for("« Atelier » : × annulé.");
    carnet.press("K");
    carnet.wait_for("Check-list de « Atelier »");
    carnet.press("Espace");
    carnet.wait_for("1/9");
    carnet.press("Échap Entrée");
    carnet.wait_for("précédent");
    carnet.press("H");
    carnet.wait_for("Historique de « Atelier » · 3 actions");
    assert!(!carnet.screen().contains("« soumis »"), "{carnet}");
    // Taken back, what was done to it is told all the same.
    carnet.press("Ctrl+Z");
    carnet.wait_for("↶ Annulé");
    carnet.wait_for("Historique de « Atelier » · 3 actions");
    carnet.press("Échap ←");
    carnet.wait_for("ven. 11 déc. 2026");
}

#[test]
fn what_was_taken_back_is_lost_once_something_else_is_done() {
    let sandbox = Sandbox::of("Titre;Date\nAtelier;10/12/2026\n");
    let mut carnet = sandbox.open(100, 30);
    carnet.press("P ↓ ↓ Entrée");
    carnet.wait_for("◐ soumis.");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : passage à « soumis »");
    carnet.press("P ↓ ↓ ↓ ↓ Entrée");
    carnet.wait_for("× annulé.");
    carnet.press("Ctrl+Y");
    carnet.wait_for("Rien à rétablir.");
    carnet.press("H ↓");
    carnet.wait_for("× passage à « soumis »");
    carnet.wait_for("× annulé pour de bon");
    carnet.press("Entrée");
    carnet.wait_for("elle ne peut plus être rétablie");
}
