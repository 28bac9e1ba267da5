//! Réglages: the lists, the school holidays, and what they change elsewhere.

use carnet::domain::reference::ListKind;

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

const ONE: &str = "Titre;Type\nUn café;Café des parents\n";

/// Opens « Type d’événement ».
fn categories(stage: &mut Stage) {
    stage
        .press("F6 Page_suiv. Page_suiv.")
        .selects("Type d’événement");
    stage.press("Entrée").selects("Atelier parents ");
}

#[test]
fn an_entry_is_added_renamed_moved_and_offered_in_the_form() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    stage.press("N").shows("Le nom est celui du site");
    stage.press("Ctrl+S").shows("✗ Un nom est nécessaire.");
    stage
        .type_text("Apéro numérique")
        .press("Tab")
        .type_text("Apéro")
        .press("Ctrl+S")
        .shows("« Apéro numérique » est dans vos entrées de liste.")
        .selects("Apéro numérique");

    stage.press("Début").selects("Atelier parents ");
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
        .shows("« Café des parents » n'est plus proposée.")
        .selects("Café des parents  (retirée)");
    stage
        .press("Échap")
        .shows_line(&["▌", "Type d’événement", "8 entrées", "dont 1 retirée"]);
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
fn a_list_searched_or_sorted_keeps_its_order_until_it_is_whole_again() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    let refused = "Une liste cherchée ou triée ne se range pas.";
    let order = || {
        let references = sandbox.store().references().unwrap();
        let entries = references.all(ListKind::Category);
        entries.map(|entry| entry.label.clone()).collect::<Vec<_>>()
    };
    let before = order();
    stage.press("↓ T T").shows("Nom court ↑");
    stage.press("Ctrl+↓").shows(refused);
    // After the last column, the order of the list again.
    stage
        .press("T")
        .hides("↑")
        .selects("Atelier parents/enfants");
    stage
        .press("Ctrl+F")
        .type_text("caf")
        .press("Entrée Ctrl+↑");
    stage.shows(refused).shows("1 sur 8 entrées de liste");
    assert_eq!(order(), before);
    stage.press("Échap ↓ Ctrl+↑").hides(refused);
    assert_ne!(order(), before);
}

#[test]
fn a_file_fills_the_list_it_is_imported_in_and_no_other() {
    let sandbox = Sandbox::empty();
    let id = |list, label: &str| {
        let references = sandbox.store().references().unwrap();
        references.find(list, label).map(|entry| entry.id)
    };
    let elsewhere = id(ListKind::Theme, "Educonnect").unwrap();
    let text = format!("Nom;Identifiant\nConférence;\nJeux vidéo;\nEduc;{elsewhere}\n");
    sandbox.write("choix.csv", &text);
    let mut stage = sandbox.open(100, 40);
    categories(&mut stage);
    stage
        .press("I")
        .type_text("choix.csv")
        .press("Entrée")
        .shows_line(&["inchangée", "Conférence"])
        .shows_line(&["nouvelle", "Jeux vidéo"])
        .shows_line(&["refusée", "Educ", "déjà dans une autre liste"]);
    stage
        .press("Ctrl+S")
        .shows("1 nouvelle, 1 inchangée et 1 refusée")
        .selects("Jeux vidéo")
        .shows("9 entrées de liste");
    let (here, there) = (ListKind::Category, ListKind::Theme);
    assert_ne!(id(here, "Jeux vidéo"), id(there, "Jeux vidéo"));
    assert_eq!(id(there, "Educonnect"), Some(elsewhere));
    // What is exported is the list, under its name.
    stage.press("X").shows("type d’événement-").press("Entrée");
    stage.shows("9 entrées de liste dans");
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
