//! Réglages: the lists, the school holidays, and what they change elsewhere.

use carnet::domain::reference::ListKind;

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

const ONE: &str = "Titre;Type\nUn café;Café des parents\n";

/// Goes to the first line of « Type d’événement ».
fn categories(stage: &mut Stage) {
    stage
        .press("F6 Page_suiv. Page_suiv.")
        .selects("Atelier parents ");
}

#[test]
fn an_entry_is_added_renamed_moved_and_offered_in_the_form() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    stage.press("A").shows("Le nom est celui du site");
    stage.press("Ctrl+S").shows("✗ Un nom est nécessaire.");
    stage
        .type_text("Apéro numérique")
        .press("Tab")
        .type_text("Apéro")
        .press("Ctrl+S")
        .shows("Enregistré.")
        .selects("Apéro numérique");

    stage.press("Page_préc.").selects("Atelier parents ");
    stage.press("Entrée").shows("Le nom est celui du site");
    stage
        .type_text(" entre nous")
        .press("Ctrl+S")
        .shows("Atelier parents entre nous");
    stage
        .press("Ctrl+↓")
        .shows_that("the entry moved", |screen| {
            let place = |text: &str| screen.lines().position(|line| line.contains(text));
            place("Atelier parents/enfants").is_some()
                && place("Atelier parents/enfants") < place("Atelier parents entre nous")
        });

    stage
        .press("F3 N")
        .press_times("Tab", 7)
        .press("Entrée")
        .shows("tapez pour chercher");
    stage
        .type_text("apero")
        .press("Entrée")
        .shows("Apéro numérique");
}

#[test]
fn an_entry_renamed_by_another_process_is_not_overwritten_unseen() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    stage.press("Entrée").shows("Le nom est celui du site");
    stage
        .type_text(" entre nous")
        .press("Tab")
        .type_text("Nous");
    let references = sandbox.store().references().unwrap();
    let mut entries = references.all(ListKind::Category);
    let (id, mut entry) = entries
        .find(|entry| entry.label == "Atelier parents")
        .map(|entry| (entry.id, entry.record.clone()))
        .unwrap();
    entry.label = "Atelier des parents".to_owned();
    sandbox.change(|change| change.update(id, &entry));
    stage
        .press("Ctrl+S")
        .shows("Deux versions de l'entrée de liste")
        .shows("(•) ici       Atelier parents entre nous");
    // The other name, and the short one typed here.
    stage
        .press("Espace")
        .shows("(•) ailleurs  Atelier des parents");
    stage
        .press("Entrée")
        .shows("Enregistré.")
        .shows_that("both", |screen| {
            let mut lines = screen.lines();
            lines.any(|line| line.contains("Atelier des parents") && line.contains("Nous"))
        });
}

#[test]
fn an_entry_in_use_is_retired_not_deleted_and_no_longer_offered() {
    let sandbox = Sandbox::of(ONE);
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    stage.press("↓ ↓").selects("Café des parents");
    stage.press("Suppr").shows(
        "Pas supprimée : des événements portent cette entrée. R la retire sans rien perdre.",
    );
    stage
        .press("R")
        .shows("« Café des parents » n'est plus parmi les choix.")
        .shows("retirée, n'est plus proposée");
    stage.press("F3 N Tab Entrée").shows("tapez pour chercher");
    stage.type_text("café").shows("Rien ne correspond.");
    // The event that has it keeps it.
    stage.press("Échap Échap").shows("1 événement");
    stage.press("M").shows("Café des parents");
    stage
        .press("Échap Ctrl+Z")
        .shows("Annulé : retrait de l'entrée de liste « Café des parents ».");
}

#[test]
fn an_unused_entry_is_deleted_and_brought_back() {
    let sandbox = Sandbox::of(ONE);
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    stage.press("↓").selects("Atelier parents/enfants");
    stage
        .press("Suppr")
        .shows("« Atelier parents/enfants » : suppression faite. Ctrl+Z rétablit.");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : suppression de l'entrée de liste « Atelier parents/enfants ».")
        .shows("Atelier p./enf.");
}

#[test]
fn school_holidays_are_edited_and_warned_of_by_the_form() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 40);
    stage.press("F6 Fin").shows("Toussaint");
    stage
        .press("A")
        .shows("Les zones sont séparées par des espaces");
    stage
        .type_text("Pont du conseil")
        .press("Tab")
        .type_text("A B C")
        .press("Tab")
        .type_text("10/12/2026")
        .press("Tab")
        .type_text("09/12/2026")
        .press("Ctrl+S")
        .shows("✗ Le dernier jour vient avant le premier.");
    stage
        .erase(10)
        .type_text("11/12/2026")
        .press("Ctrl+S")
        .shows("Enregistré.");
    stage
        .press("F3 N Page_suiv. Tab Tab Tab Tab")
        .type_text("10/12")
        .shows("⚠ Vacances scolaires : Pont du conseil.");
    stage.quit();
}
