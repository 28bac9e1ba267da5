//! Lieux: seen, completed, renamed with the events to come, merged, written to a file and read back.

use crate::support::sandbox::Sandbox;

const EVENTS: &str = "Titre;Nom du lieu;Commune;Date\n\
    Passé;Pergaud;Ornans;17/11/2026\n\
    À venir;Pergaud;Ornans;01/12/2026\n\
    Ailleurs;Jean Jaurès;Vesoul;02/12/2026\n\
    Mal écrit;J. Jaures;Vesoul;03/12/2026\n";

#[test]
fn a_place_is_found_completed_and_renamed_with_the_events_to_come() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(100, 40);
    stage.press("F7").shows("Lieux · 3 lieux");
    stage.press("Ctrl+F").asks("Chercher un lieu");
    stage
        .type_text("ornans")
        .press("Entrée")
        .shows("1 sur 3 lieux")
        .selects("Pergaud");
    // Unsaved text is stored and restored.
    stage.press("Entrée").shows("Contact sur place");
    stage.type_text(" (école)").press("Échap");
    stage.shows("Garder pour plus tard").press("Tab Entrée");
    stage.shows("✎ saisie à reprendre").press("Entrée");
    stage.shows("Pergaud (école)").press("Ctrl+S");
    stage.shows("1 événement à venir et sans attestation le dit");
    stage
        .press("Entrée")
        .shows("Enregistré, avec 1 événement à venir.")
        .hides("saisie à reprendre");
    let name = |title: &str| sandbox.event(title).content.venue.name;
    assert_eq!(name("À venir"), "Pergaud (école)");
    assert_eq!(name("Passé"), "Pergaud");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : modification du lieu « Pergaud (école) ».");
    assert_eq!(name("À venir"), "Pergaud");
    // The search is left first.
    stage.press("Échap").shows("Lieux · 3 lieux");
    stage.press("Échap").shows("Mes événements");
}

#[test]
fn two_places_are_merged_and_past_events_keep_their_names() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(100, 40);
    stage.press("F7").selects("J. Jaures");
    stage
        .press("F")
        .shows("« J. Jaures » est le même lieu que")
        .type_text("jean")
        .press("Entrée")
        .shows("l'ancien nom : 1 événement à venir")
        .press("Entrée")
        .shows("Il reste « Jean Jaurès ».")
        .shows("Lieux · 2 lieux");
    let moved = sandbox.event("Mal écrit").content.venue.name;
    assert_eq!(moved, "Jean Jaurès");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : fusion du lieu « J. Jaures » avec « Jean Jaurès ».")
        .shows("Lieux · 3 lieux");
}

#[test]
fn places_are_written_to_a_file_and_read_back() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(100, 40);
    stage.press("F7 X").asks("Exporter 3 lieux");
    stage
        .press("Ctrl+U")
        .type_text("mes lieux")
        .press("Entrée")
        .shows("3 lieux dans");
    assert!(sandbox.read("mes lieux.csv").contains("Pergaud;;;;Ornans;"));
    stage
        .press("X Ctrl+U")
        .type_text("mes lieux")
        .press("Entrée");
    stage.asks("Remplacer le fichier").press("Échap Échap");
    stage.press("Suppr").asks("Supprimer le lieu");
    stage.press("Entrée").shows("Lieux · 2 lieux");
    stage.press("I").asks("Importer des lieux");
    stage
        .type_text("mes lieux.csv")
        .press("Entrée")
        .shows("1 nouveau et 2 inchangés")
        .shows_line(&["ligne 2", "+ nouveau", "J. Jaures"]);
    stage
        .press("Ctrl+S")
        .shows("Import : 1 nouveau et 2 inchangés.")
        .shows("Lieux · 3 lieux");
}

#[test]
fn a_place_retired_is_no_longer_offered_and_one_known_is_not_added_twice() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(100, 40);
    stage.press("F7 ↓ ↓").selects("Pergaud");
    stage
        .press("R")
        .shows("« Pergaud » n'est plus proposé.")
        .shows("Pergaud  (retiré)");
    stage.press("N").shows("Nouveau lieu");
    stage
        .type_text("Pergaud")
        .press("Tab Tab Tab Tab")
        .type_text("ORNANS")
        .press("Ctrl+S")
        .shows("Ce lieu est déjà connu dans cette commune.");
    stage
        .type_text("-le-Neuf")
        .press("Ctrl+S")
        .shows("« Pergaud-le-Neuf » est dans vos lieux.")
        .shows("Lieux · 4 lieux");
    // The heads of columns sort, by the mouse too.
    stage.press("T T").shows("Commune ↑");
    stage
        .click_on("Événements")
        .shows("Événements ↓")
        .press("Début");
    stage.selects("Pergaud  (retiré)");
}

#[test]
fn a_carnet_without_places_says_how_they_come() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    stage.press("F7").shows("Aucun lieu.").press("Suppr F T X");
    stage.shows("Aucun lieu.");
}
