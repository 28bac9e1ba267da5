//! Réglages: the lists, the school holidays, and what they change elsewhere.

use carnet::domain::reference::ListKind;

use crate::desk::{Desk, erase, in_hand, quit};
use crate::support::Carnet;

const ONE: &str = "Titre;Type\nUn café;Café des parents\n";

/// Goes to the first line of « Type d’événement ».
fn categories(carnet: &mut Carnet) {
    carnet.press("F6 Page_suiv. Page_suiv.");
    carnet.wait_until("the first category in hand", in_hand("Atelier parents "));
}

#[test]
fn an_entry_is_added_renamed_moved_and_offered_in_the_form() {
    let desk = Desk::empty();
    let mut carnet = desk.open(100, 40);
    categories(&mut carnet);
    carnet.press("A");
    carnet.wait_for("Le nom est celui du site");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Un nom est nécessaire.");
    carnet.type_text("Apéro numérique");
    carnet.press("Tab");
    carnet.type_text("Apéro");
    carnet.press("Ctrl+S");
    carnet.wait_for("Enregistré.");
    carnet.wait_until("what was added in hand", in_hand("Apéro numérique"));

    carnet.press("Page_préc.");
    carnet.wait_until("the first in hand", in_hand("Atelier parents "));
    carnet.press("Entrée");
    carnet.wait_for("Le nom est celui du site");
    carnet.type_text(" entre nous");
    carnet.press("Ctrl+S");
    carnet.wait_for("Atelier parents entre nous");
    carnet.press("Ctrl+↓");
    carnet.wait_until("the entry moved", |screen| {
        let place = |text: &str| screen.lines().position(|line| line.contains(text));
        place("Atelier parents/enfants").is_some()
            && place("Atelier parents/enfants") < place("Atelier parents entre nous")
    });

    carnet.press("F3 N Tab Entrée");
    carnet.wait_for("tapez pour chercher");
    carnet.type_text("apero");
    carnet.press("Entrée");
    carnet.wait_for("Apéro numérique");
}

#[test]
fn an_entry_renamed_in_another_window_is_not_written_over_unseen() {
    let desk = Desk::empty();
    let mut carnet = desk.open(100, 40);
    categories(&mut carnet);
    carnet.press("Entrée");
    carnet.wait_for("Le nom est celui du site");
    carnet.type_text(" entre nous");
    carnet.press("Tab");
    carnet.type_text("Nous");
    let references = desk.store().references().unwrap();
    let mut entries = references.all(ListKind::Category);
    let (id, mut entry) = entries
        .find(|entry| entry.label == "Atelier parents")
        .map(|entry| (entry.id, entry.record.clone()))
        .unwrap();
    entry.label = "Atelier des parents".to_owned();
    desk.change(|change| change.update(id, &entry));
    carnet.press("Ctrl+S");
    carnet.wait_for("Deux versions de l'entrée de liste");
    carnet.wait_for("(•) ici       Atelier parents entre nous");
    // The other name, and the short one typed here.
    carnet.press("Espace");
    carnet.wait_for("(•) ailleurs  Atelier des parents");
    carnet.press("Entrée");
    carnet.wait_for("Enregistré.");
    carnet.wait_until("both", |screen| {
        let mut lines = screen.lines();
        lines.any(|line| line.contains("Atelier des parents") && line.contains("Nous"))
    });
    quit(&mut carnet);
}

#[test]
fn an_entry_in_use_is_retired_not_deleted_and_no_longer_offered() {
    let desk = Desk::of(ONE);
    let mut carnet = desk.open(100, 40);
    categories(&mut carnet);
    carnet.press("↓ ↓");
    carnet.wait_until("the café in hand", in_hand("Café des parents"));
    carnet.press("Suppr");
    carnet.wait_for(
        "Des événements portent cette entrée : elle peut être retirée, pas supprimée. R la retire",
    );
    carnet.press("R");
    carnet.wait_for("« Café des parents » n'est plus parmi les choix.");
    carnet.wait_for("retirée, n'est plus proposée");
    carnet.press("F3 N Tab Entrée");
    carnet.wait_for("tapez pour chercher");
    carnet.type_text("café");
    carnet.wait_for("Rien ne correspond.");
    // The event that bears it keeps it.
    carnet.press("Échap Échap");
    carnet.wait_for("1 événement");
    carnet.press("M");
    carnet.wait_for("Café des parents");
    carnet.press("Échap Ctrl+Z");
    carnet.wait_for("Annulé : retrait de l'entrée de liste « Café des parents ».");
}

#[test]
fn an_unused_entry_is_deleted_and_brought_back() {
    let desk = Desk::of(ONE);
    let mut carnet = desk.open(100, 40);
    categories(&mut carnet);
    carnet.press("↓");
    carnet.wait_until("the second in hand", in_hand("Atelier parents/enfants"));
    carnet.press("Suppr");
    carnet.wait_for("« Atelier parents/enfants » : suppression faite. Ctrl+Z rétablit.");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : suppression de l'entrée de liste « Atelier parents/enfants ».");
    carnet.wait_for("Atelier p./enf.");
}

#[test]
fn school_holidays_are_edited_and_warned_of_by_the_form() {
    let desk = Desk::empty();
    let mut carnet = desk.open(100, 40);
    carnet.press("F6 Fin");
    carnet.wait_for("Toussaint");
    carnet.press("A");
    carnet.wait_for("Les zones sont séparées par des espaces");
    carnet.type_text("Pont du conseil");
    carnet.press("Tab");
    carnet.type_text("A B C");
    carnet.press("Tab");
    carnet.type_text("10/12/2026");
    carnet.press("Tab");
    carnet.type_text("09/12/2026");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Le dernier jour vient avant le premier.");
    erase(&mut carnet, 10);
    carnet.type_text("11/12/2026");
    carnet.press("Ctrl+S");
    carnet.wait_for("Enregistré.");
    carnet.press("F3 N Page_suiv. Tab Tab Tab Tab");
    carnet.type_text("10/12");
    carnet.wait_for("⚠ Vacances scolaires : Pont du conseil.");
    quit(&mut carnet);
}
