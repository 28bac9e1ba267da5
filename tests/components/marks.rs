//! Marks: only what the list shows is marked, whatever hid it.

use crate::list::{SIX, SIX_TITLES};
use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

const FOUR: &str = "Titre;Date;Commune\n\
    Alpha;03/12/2026;Vesoul\n\
    Bravo;04/12/2026;Ornans\n\
    Charlie;05/12/2026;Vesoul\n\
    Delta;02/11/2026;Belfort\n";

const TITLES: [&str; 4] = ["Alpha", "Bravo", "Charlie", "Delta"];

/// Four events, all marked.
fn marked(sandbox: &Sandbox) -> Stage {
    let mut stage = sandbox.open(100, 30);
    stage.press("Ctrl+A").shows("4 marqués");
    stage
}

fn search(stage: &mut Stage, words: &str) {
    stage.press("Ctrl+F").shows("Chercher");
    stage.type_text(words).press("Entrée");
}

#[test]
fn what_a_search_hides_is_no_longer_marked_nor_deleted() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = marked(&sandbox);
    search(&mut stage, "vesoul");
    stage.shows("2 sur 4 · • 2 marqués");
    stage
        .press("Suppr")
        .shows("Supprimer 2 événements marqués ?");
    stage
        .press("Entrée")
        .shows("Suppression de 2 événements marqués. Ctrl+Z rétablit.");
    // Other words take the place of those searched.
    search(&mut stage, "delta");
    stage.shows_order(&TITLES, &["Delta"]);
    stage
        .press("E")
        .shows_order(&TITLES, &["Bravo", "Delta"])
        .hides("marqué");
}

#[test]
fn what_a_filter_hides_is_no_longer_marked_once_it_is_off() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = marked(&sandbox);
    stage
        .press("F")
        .type_text("commune")
        .press("Entrée")
        .type_text("ornans")
        .press("Entrée")
        .shows("1 sur 4 · • 1 marqué");
    stage.press("E").shows("4 événements · • 1 marqué");
    stage.press("P").shows("Publication de 1 événement marqué");
}

#[test]
fn what_a_view_hides_is_no_longer_marked() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = marked(&sandbox);
    stage
        .press("V")
        .type_text("a venir")
        .press("Entrée")
        .shows("3 sur 4 · • 3 marqués");
}

#[test]
fn what_undo_takes_back_is_no_longer_marked() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("N")
        .type_text("Cinquième")
        .press("Ctrl+S")
        .shows("5 événements");
    stage.press("Ctrl+A").shows("5 marqués");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : création de « Cinquième ».")
        .shows("4 événements · • 4 marqués");
    // All are marked: once more marks none.
    stage.press("Ctrl+A").hides("marqué");
}

#[test]
fn a_letter_too_many_in_a_search_loses_no_mark() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = marked(&sandbox);
    stage.press("Début ↓").selects("Bravo");
    stage.press("Ctrl+F").shows("Chercher");
    stage.type_text("vesx").shows("0 sur 4");
    stage.press("Ret._arr.").shows("2 sur 4 · • 2 marqués");
    stage
        .press("Échap")
        .shows("4 événements · • 4 marqués")
        .selects("Bravo");
}

#[test]
fn marked_events_change_state_together_and_one_ctrl_z_takes_it_back() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(120, 30);
    stage.press("Début").shows("Tri : date");
    stage.press("Ctrl+A").shows("6 marqués");
    stage.press("Échap").hides("marqués");
    stage.press("Espace Espace").shows("2 marqués");
    stage
        .press("P")
        .shows("Publication de 2 événements marqués");
    stage
        .type_text("annulé")
        .press("Entrée")
        .shows("2 événements marqués : × annulé.")
        .hides("2 marqués");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : passage à « annulé » de 2 événements marqués. Ctrl+Y pour rétablir.");
    stage
        .press("F")
        .type_text("publication")
        .press("Entrée")
        .shows("× annulé");
    stage.type_text("annule").press("Entrée").shows("1 sur 6");
}

#[test]
fn marked_events_are_deleted_together_and_brought_back_at_once() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    stage.press("Ctrl+A").shows("6 marqués");
    stage
        .press("Suppr")
        .shows("Supprimer 6 événements marqués ?");
    stage
        .press("O")
        .shows("Suppression de 6 événements marqués. Ctrl+Z rétablit.")
        .shows("Votre carnet est prêt.");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : suppression de 6 événements marqués.")
        .shows("6 événements")
        .shows_order(
            &SIX_TITLES,
            &[
                "Manette",
                "Banquet",
                "Écrans",
                "Zoom",
                "eau vive",
                "École ouverte",
            ],
        );
}

#[test]
fn a_state_is_given_to_the_events_that_it_suits_and_to_others_only_when_asked() {
    let sandbox = Sandbox::of(
        "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n\
         Complet;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;22/03/2027;18:00;19:00;12;Venez;brouillon\n\
         En ligne;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;23/03/2027;18:00;19:00;12;Venez;publié\n\
         Abandonné;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;24/03/2027;18:00;19:00;12;Venez;annulé\n\
         Ébauche;;;;;;;25/03/2027;;;;;brouillon\n",
    );
    let states = || {
        ["Complet", "En ligne", "Abandonné", "Ébauche"]
            .map(|title| sandbox.event(title).publication.label())
    };
    let mut stage = sandbox.open(100, 30);
    let to_enter = |stage: &mut Stage| {
        stage.press("P").shows("Publication de ");
        stage.type_text("a saisir").press("Entrée");
    };
    // Alone, an event that lacks something is not to be entered on the site.
    search(&mut stage, "ebauche");
    stage.shows("1 sur 4");
    to_enter(&mut stage);
    stage.shows("Pas encore à saisir : il manque lieu de l’évènement,");
    stage.press("E Ctrl+A").shows("4 marqués");
    to_enter(&mut stage);
    stage.shows("2 événements marqués sont plus loin que « à saisir », ou");
    stage
        .press("Entrée")
        .shows("1 événement marqué : ▸ à saisir. 1 incomplet est laissé.");
    assert_eq!(states(), ["à saisir", "publié", "annulé", "brouillon"]);
    stage
        .press("Ctrl+Z")
        .shows("Annulé : passage à « à saisir » de 1 événement marqué.");
    stage.press("Ctrl+A").shows("4 marqués");
    to_enter(&mut stage);
    stage.shows("Les y ramener aussi ?");
    stage
        .press("N")
        .shows("3 événements marqués : ▸ à saisir. 1 incomplet est laissé.");
    assert_eq!(states(), ["à saisir", "à saisir", "à saisir", "brouillon"]);
}
