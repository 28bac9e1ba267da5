//! Lieux: seen, completed, renamed with the events to come, merged, written to a file and read back.

use crate::desk::{Desk, in_hand};

const EVENTS: &str = "Titre;Nom du lieu;Commune;Date\n\
    Passé;Pergaud;Ornans;17/11/2026\n\
    À venir;Pergaud;Ornans;01/12/2026\n\
    Ailleurs;Jean Jaurès;Vesoul;02/12/2026\n\
    Mal écrit;J. Jaures;Vesoul;03/12/2026\n";

#[test]
fn a_place_is_found_completed_and_renamed_with_the_events_to_come() {
    let desk = Desk::of(EVENTS);
    let mut carnet = desk.open(100, 40);
    carnet.press("F7");
    carnet.wait_for("Lieux · 3 lieux");
    carnet.press("Ctrl+F");
    carnet.wait_for("Chercher un lieu");
    carnet.type_text("ornans");
    carnet.press("Entrée");
    carnet.wait_for("1 sur 3 lieux");
    carnet.wait_until("the only one selected", in_hand("Pergaud"));
    // What is typed and not saved is kept, and found again.
    carnet.press("Entrée");
    carnet.wait_for("Contact sur place");
    carnet.type_text(" (école)");
    carnet.press("Échap");
    carnet.wait_for("Garder pour plus tard");
    carnet.press("Tab Entrée");
    carnet.wait_for("✎ saisie à reprendre");
    carnet.press("Entrée");
    carnet.wait_for("Pergaud (école)");
    carnet.press("Ctrl+S");
    carnet.wait_for("1 événement à venir et sans attestation");
    carnet.press("Entrée");
    carnet.wait_for("Enregistré, avec 1 événement à venir.");
    carnet.press("Échap Échap");
    carnet.press("F3");
    carnet.wait_for("À venir");
    carnet.press("F7 Ctrl+Z");
    carnet.wait_for("Annulé : modification du lieu « Pergaud (école) ».");
}

#[test]
fn two_places_are_merged_and_what_was_held_keeps_its_name() {
    let desk = Desk::of(EVENTS);
    let mut carnet = desk.open(100, 40);
    carnet.press("F7");
    carnet.wait_until("the first selected", in_hand("J. Jaures"));
    carnet.press("F");
    carnet.wait_for("« J. Jaures » est le même lieu que");
    carnet.type_text("jean");
    carnet.press("Entrée");
    carnet.wait_for("l'ancien nom : 1 événement à venir");
    carnet.press("Entrée");
    carnet.wait_for("Il reste « Jean Jaurès ».");
    carnet.wait_for("Lieux · 2 lieux");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : fusion du lieu « J. Jaures » avec « Jean Jaurès ».");
    carnet.wait_for("Lieux · 3 lieux");
}

#[test]
fn places_are_written_to_a_file_and_read_back() {
    let desk = Desk::of(EVENTS);
    let mut carnet = desk.open(100, 40);
    carnet.press("F7 X");
    carnet.wait_for("Exporter 3 lieux");
    carnet.press("Ctrl+U");
    carnet.type_text("mes lieux");
    carnet.press("Entrée");
    carnet.wait_for("3 lieux dans");
    carnet.press("Suppr");
    carnet.wait_for("Supprimer le lieu");
    carnet.press("Entrée");
    carnet.wait_for("Lieux · 2 lieux");
    carnet.press("I");
    carnet.wait_for("Importer des lieux");
    carnet.type_text("mes lieux.csv");
    carnet.press("Entrée");
    carnet.wait_for("1 nouveau et 2 inchangés");
    carnet.press("Ctrl+S");
    carnet.wait_for("Import : 1 nouveau et 2 inchangés.");
    carnet.wait_for("Lieux · 3 lieux");
}

#[test]
fn a_place_retired_is_not_offered_to_a_new_event() {
    let desk = Desk::of(EVENTS);
    let mut carnet = desk.open(100, 40);
    carnet.press("F7 ↓ ↓");
    carnet.wait_until("the last selected", in_hand("Pergaud"));
    carnet.press("R");
    carnet.wait_for("« Pergaud » n'est plus proposé.");
    carnet.wait_for("Pergaud (retiré)");
    carnet.press("N");
    carnet.wait_for("Nouveau lieu");
    carnet.type_text("Pergaud");
    carnet.press("Tab Tab Tab Tab");
    carnet.type_text("ORNANS");
    carnet.press("Ctrl+S");
    carnet.wait_for("Ce lieu est déjà connu dans cette commune.");
}
