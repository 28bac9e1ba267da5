//! Marks: only what the list shows is marked, whatever hid it.

use crate::list::{SIX, SIX_TITLES};
use crate::support::Carnet;
use crate::support::opened::wait_order;
use crate::support::sandbox::Sandbox;
use crate::support::screen_text::selected;

const FOUR: &str = "Titre;Date;Commune\n\
    Alpha;03/12/2026;Vesoul\n\
    Bravo;04/12/2026;Ornans\n\
    Charlie;05/12/2026;Vesoul\n\
    Delta;02/11/2026;Belfort\n";

const TITLES: [&str; 4] = ["Alpha", "Bravo", "Charlie", "Delta"];

/// Four events, all marked.
fn marked(sandbox: &Sandbox) -> Carnet {
    let mut carnet = sandbox.open(100, 30);
    carnet.press("Ctrl+A");
    carnet.wait_for("4 marqués");
    carnet
}

fn search(carnet: &mut Carnet, words: &str) {
    carnet.press("Ctrl+F");
    carnet.wait_for("Chercher");
    carnet.type_text(words);
    carnet.press("Entrée");
}

#[test]
fn what_a_search_hides_is_no_longer_marked_nor_deleted() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = marked(&sandbox);
    search(&mut carnet, "vesoul");
    carnet.wait_for("2 sur 4 · • 2 marqués");
    carnet.press("Suppr");
    carnet.wait_for("Supprimer 2 événements marqués ?");
    carnet.press("Entrée");
    carnet.wait_for("Suppression de 2 événements marqués. Ctrl+Z rétablit.");
    // Other words take the place of those searched.
    search(&mut carnet, "delta");
    wait_order(&carnet, &TITLES, &["Delta"]);
    carnet.press("E");
    wait_order(&carnet, &TITLES, &["Bravo", "Delta"]);
    carnet.wait_for_no("marqué");
}

#[test]
fn what_a_filter_hides_is_no_longer_marked_once_it_is_off() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = marked(&sandbox);
    carnet.press("F");
    carnet.type_text("commune");
    carnet.press("Entrée");
    carnet.type_text("ornans");
    carnet.press("Entrée");
    carnet.wait_for("1 sur 4 · • 1 marqué");
    carnet.press("E");
    carnet.wait_for("4 événements · • 1 marqué");
    carnet.press("P");
    carnet.wait_for("Publication de 1 événement marqué");
}

#[test]
fn what_a_view_hides_is_no_longer_marked() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = marked(&sandbox);
    carnet.press("V");
    carnet.type_text("a venir");
    carnet.press("Entrée");
    carnet.wait_for("3 sur 4 · • 3 marqués");
}

#[test]
fn what_undo_takes_back_is_no_longer_marked() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("N");
    carnet.type_text("Cinquième");
    carnet.press("Ctrl+S");
    carnet.wait_for("5 événements");
    carnet.press("Ctrl+A");
    carnet.wait_for("5 marqués");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : création de « Cinquième ».");
    carnet.wait_for("4 événements · • 4 marqués");
    // All are marked: once more marks none.
    carnet.press("Ctrl+A");
    carnet.wait_for_no("marqué");
}

#[test]
fn a_letter_too_many_in_a_search_loses_no_mark() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = marked(&sandbox);
    carnet.press("Début ↓");
    carnet.wait_until("a row in hand", selected("Bravo"));
    carnet.press("Ctrl+F");
    carnet.wait_for("Chercher");
    carnet.type_text("vesx");
    carnet.wait_for("0 sur 4");
    carnet.press("Ret._arr.");
    carnet.wait_for("2 sur 4 · • 2 marqués");
    carnet.press("Échap");
    carnet.wait_for("4 événements · • 4 marqués");
    carnet.wait_until("the row that was in hand", selected("Bravo"));
}

#[test]
fn marked_events_change_state_together_and_one_ctrl_z_takes_it_back() {
    let sandbox = Sandbox::of(SIX);
    let mut carnet = sandbox.open(120, 30);
    carnet.press("Début");
    carnet.wait_for("Tri : date");
    carnet.press("Ctrl+A");
    carnet.wait_for("6 marqués");
    carnet.press("Échap");
    carnet.wait_for_no("marqués");
    carnet.press("Espace Espace");
    carnet.wait_for("2 marqués");
    carnet.press("P");
    carnet.wait_for("Publication de 2 événements marqués");
    carnet.type_text("annulé");
    carnet.press("Entrée");
    carnet.wait_for("2 événements marqués : × annulé.");
    carnet.wait_for_no("2 marqués");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : passage à « annulé » de 2 événements marqués. Ctrl+Y pour rétablir.");
    carnet.press("F");
    carnet.type_text("publication");
    carnet.press("Entrée");
    carnet.wait_for("× annulé");
    carnet.type_text("annule");
    carnet.press("Entrée");
    carnet.wait_for("1 sur 6");
}

#[test]
fn marked_events_are_deleted_together_and_brought_back_at_once() {
    let sandbox = Sandbox::of(SIX);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("Ctrl+A");
    carnet.wait_for("6 marqués");
    carnet.press("Suppr");
    carnet.wait_for("Supprimer 6 événements marqués ?");
    carnet.press("O");
    carnet.wait_for("Suppression de 6 événements marqués. Ctrl+Z rétablit.");
    carnet.wait_for("Votre carnet est prêt.");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : suppression de 6 événements marqués.");
    carnet.wait_for("6 événements");
    wait_order(
        &carnet,
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
    let mut carnet = sandbox.open(100, 30);
    let to_enter = |carnet: &mut Carnet| {
        carnet.press("P");
        carnet.wait_for("Publication de ");
        carnet.type_text("a saisir");
        carnet.press("Entrée");
    };
    // Alone, an event that lacks something is not to be entered on the site.
    search(&mut carnet, "ebauche");
    carnet.wait_for("1 sur 4");
    to_enter(&mut carnet);
    carnet.wait_for("Pas encore à saisir : il manque type d’événement,");
    carnet.press("E Ctrl+A");
    carnet.wait_for("4 marqués");
    to_enter(&mut carnet);
    carnet.wait_for("2 événements marqués sont plus loin que « à saisir », ou");
    carnet.press("Entrée");
    carnet.wait_for("1 événement marqué : ▸ à saisir. 1 incomplet est laissé.");
    assert_eq!(states(), ["à saisir", "publié", "annulé", "brouillon"]);
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : passage à « à saisir » de 1 événement marqué.");
    carnet.press("Ctrl+A");
    carnet.wait_for("4 marqués");
    to_enter(&mut carnet);
    carnet.wait_for("Les y ramener aussi ?");
    carnet.press("N");
    carnet.wait_for("3 événements marqués : ▸ à saisir. 1 incomplet est laissé.");
    assert_eq!(states(), ["à saisir", "à saisir", "à saisir", "brouillon"]);
}
