//! What leads anywhere: the palette of commands, the menu of places, the foot of the screen.

use carnet::ui::place::PLACES;

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

const EVENTS: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication;Présents\n\
    À attester;;;;;Pergaud;;12/11/2026;18:00;19:00;12;;publié;\n\
    Rempli;;;;;Pergaud;;13/11/2026;18:00;19:00;12;;publié;9\n\
    À saisir;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;15/03/2027;18:00;19:00;12;Venez;à saisir;\n\
    Ébauche;;;;;Macé;;17/03/2027;18:00;19:00;12;;brouillon;\n";

/// The foot of the screen.
fn foot(stage: &Stage) -> String {
    let screen = stage.screen();
    screen.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_command_is_found_by_a_few_letters_and_run_where_one_is() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(80, 24);
    stage.press("Début").selects("Ébauche");
    stage
        .press("Ctrl+P")
        .asks("Toutes les commandes")
        .shows_line(&["▌", "Ouvrir", "Mes événements", "Entrée"]);
    stage
        .type_text("ETAP")
        .shows_line(&["▌", "Étapes", "K"])
        .shows("Ouvre la check-list de l’événement")
        .hides("Ouvrir");
    stage.press("Entrée").shows("Check-list de « Ébauche »");
    // What can be done there is not what could be done here.
    stage
        .press("Ctrl+P")
        .shows_line(&["Cocher", "Check-list d’un événement", "Espace"])
        .hides("Cloner");
    stage.type_text("zzz").shows("Rien ne correspond.");
    stage.press("Entrée").asks("Toutes les commandes");
    stage.press("Échap").shows("Check-list de « Ébauche »");
}

#[test]
fn a_place_is_found_too_and_unsaved_text_is_stored() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(80, 24);
    stage.press("N").shows("Nouvel événement");
    stage.type_text("Presque");
    stage
        .press("Ctrl+P «sauvegardes» Entrée")
        .shows("Sauvegardes · aucune copie")
        .shows("Aucune sauvegarde pour l'instant.");
    stage.press("Échap").shows("Presque");
    // A command of the form, by its name.
    stage
        .press("Ctrl+P «enr» Entrée")
        .shows("« Presque » enregistré comme brouillon.");
}

#[test]
fn what_can_not_be_done_now_is_not_listed() {
    let mut stage = Sandbox::empty().open(80, 24);
    stage
        .press("Ctrl+P")
        .shows_line(&["▌", "Nouveau", "N"])
        .hides("Attester")
        .hides("Supprimer");
    stage.press("Échap F2 Ctrl+P").hides("Reporter");
    // Nothing moves beneath a question.
    stage.press("Échap F3 V").asks("Vues");
    stage.press("Ctrl+P F9").asks("Vues");
}

#[test]
fn the_menu_goes_to_every_place_by_keyboard_and_by_mouse() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.start(80, 24);
    // The tabs that fit are whole, and the menu has the others.
    stage.shows("Check-list   ≡ Menu F9").hides("Réglages");
    stage
        .press("F9")
        .asks("Menu")
        .shows_line(&["▌", "Accueil", "F2"]);
    stage
        .press("↓ ↓ Entrée")
        .shows("Attestations · 1 à remplir");
    // It begins where one is; the ends meet; the key of a place goes there.
    stage.press("F9").shows_line(&["▌", "Attestations", "F4"]);
    stage
        .press_times("↓", PLACES.len() - 2)
        .shows_line(&["▌", "Toutes les commandes…", "Ctrl+P"]);
    stage.press("↓").shows_line(&["▌", "Accueil"]);
    stage.press("F6").shows("Cet ordinateur");
    // There is room for the open tab.
    stage.shows("Attestations !1   Réglages   ≡ Menu F9");
    stage.click_on("Menu F9").asks("Menu");
    stage.click_on("Historique").shows("Historique · 1 action");
    stage.press("F9").shows_line(&["▌", "Historique"]);
    // A place that is open is not opened twice.
    stage.press("Entrée").shows("Historique · 1 action");
    stage.press("Échap").shows("Cet ordinateur");
    stage.press("F9 Ctrl+P").asks("Toutes les commandes");
    stage.press("F9").asks("Menu");
    stage.press("F9").hides("╭─");
    stage
        .press("F9 «mes» Entrée")
        .shows("Mes événements · 4 événements");
}

#[test]
fn the_foot_is_one_line_that_begins_with_what_the_event_needs() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(120, 40);
    stage.press("Début");
    for (event, begins) in [
        ("Ébauche", " Entrée ouvrir  N nouveau  M modifier"),
        ("À saisir", " S site  Entrée ouvrir  N nouveau"),
        ("Rempli", " S site  Entrée ouvrir  N nouveau"),
        ("À attester", " A attester  Entrée ouvrir  N nouveau"),
    ] {
        stage.selects(event);
        let foot = foot(&stage);
        assert!(foot.starts_with(begins), "{foot}");
        assert!(foot.ends_with("Ctrl+P tout  F1 aide"), "{foot}");
        stage.press("↓");
    }
    stage.press("Entrée").shows("À attester");
    assert!(
        foot(&stage).starts_with(" A attester  Échap retour"),
        "{stage}"
    );
    // Once filled, it is to be transmitted.
    stage.press("F4 ↓").selects("Rempli");
    assert!(foot(&stage).starts_with(" T transmise"), "{stage}");
    // A line, whatever the width.
    for columns in [60, 80, 99, 100, 200] {
        stage.resize(columns, 24);
        let screen = stage.screen();
        let rule = screen.lines().position(|line| line.starts_with("──"));
        assert_eq!(rule, Some(22), "{screen}");
        assert!(foot(&stage).ends_with("F1 aide"), "{screen}");
    }
}
