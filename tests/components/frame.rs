//! What is around every screen: the help, the tabs, terminals of any size.

use crate::support::sandbox::Sandbox;

#[test]
fn f1_shows_the_keys_of_the_current_screen_first() {
    let sandbox = Sandbox::demo(10);
    let mut stage = sandbox.open(100, 30);
    stage.press("F1").shows("Aide").shows("Crée un événement");
    stage.press_times("Page_suiv.", 15).shows("Ferme l'aide");
    stage.press("F1").hides("Ferme l'aide");
    stage.press("N").shows("Nouvel événement");
    stage
        .press("F1")
        .shows("Enregistre, garde lieu, type, thème, public et heures");
    stage
        .press("Échap")
        .hides("Enregistre, garde lieu")
        .shows("Nouvel événement");
}

#[test]
fn the_help_is_searched_as_one_types_and_runs_what_it_names() {
    let sandbox = Sandbox::demo(10);
    let mut stage = sandbox.open(80, 24);
    // Terminals take F1 for themselves.
    stage
        .press("Ctrl+G")
        .shows("Aide")
        .shows("Modifie l'événement");
    stage
        .type_text("corbeille zzz")
        .shows("Rien ne correspond.");
    stage.press_times("Ret._arr.", 13).type_text("nouv");
    stage
        .hides("Modifie l'événement")
        .shows("Crée un événement");
    stage.press_times("Ret._arr.", 4).type_text("crée un év");
    stage
        .press("Entrée")
        .hides("Aide")
        .shows("Nouvel événement");
}

#[test]
fn tabs_are_reached_by_function_keys_and_the_unshifted_top_row() {
    let sandbox = Sandbox::demo(10);
    let mut stage = sandbox.open(100, 30);
    for (there, back) in [("F6", "F3"), ("(", "é"), ("5", "2")] {
        stage.press(there).shows("Cet ordinateur");
        stage.press(back).shows("10 événements");
    }
}

#[test]
fn after_two_versions_the_next_event_is_begun_where_that_was_asked() {
    let sandbox = Sandbox::of("Titre\nAtelier\n");
    let mut one = sandbox.open(80, 24);
    one.press("M").shows("Modifier « Atelier »");
    one.type_text(" du soir");
    let event = sandbox.event("Atelier");
    let other = carnet::domain::event::EventContent {
        title: "Atelier du matin".to_owned(),
        ..event.content
    };
    sandbox.change(|change| change.modify_event(event.id, event.revision, &other));
    one.press("Ctrl+N").shows("( ) ailleurs  Atelier du matin");
    one.press("Entrée")
        .shows("« Atelier du soir » enregistré")
        .shows("Nouvel événement");
}

#[test]
fn of_two_versions_each_field_is_chosen_and_what_was_not_touched_here_comes_from_there() {
    let sandbox = Sandbox::of("Titre;Commune\nAtelier;Laon\n");
    let mut one = sandbox.open(120, 40);
    let mut other = sandbox.open(120, 40);
    for (stage, more) in [(&mut one, " du soir"), (&mut other, " du matin")] {
        stage.press("M").shows("Modifier « Atelier »");
        stage.type_text(more).shows(more);
    }
    for _ in 0..5 {
        other.press("Tab");
    }
    other
        .type_text("-Nord")
        .press("Ctrl+S")
        .shows("« Atelier du matin » enregistré");
    one.press("Ctrl+S")
        .shows("(•) ici       Atelier du soir")
        .shows("(•) ailleurs  Laon-Nord");
    one.press("Espace").shows("(•) ailleurs  Atelier du matin");
    one.press("Entrée").hides("modifié ailleurs");
    one.press("Entrée")
        .shows("Laon-Nord")
        .shows("Atelier du matin");
}

#[test]
fn the_key_of_the_open_tab_closes_its_screens_and_stores_unsaved_text() {
    let sandbox = Sandbox::demo(10);
    let mut stage = sandbox.open(100, 30);
    stage.press("K").shows("Check-list de");
    stage.press("F3").shows("10 événements");
    stage.press("Entrée").shows("précédent");
    stage.click_on("Mes événements").shows("10 événements");
    // From another tab, one goes back to what was left there.
    stage.press("N").shows("Nouvel événement");
    stage
        .type_text("Toujours là")
        .press("F2")
        .shows("Ce qui attend");
    stage.press("F3").shows("Toujours là");
    stage
        .press("F3")
        .shows("10 événements")
        .shows("Ce qui est tapé est gardé ; l'Accueil le propose.");
    stage
        .press("F2")
        .click_on("✎ Une saisie attend")
        .press("Entrée")
        .shows("Nouvel événement")
        .shows("Toujours là");
}

#[test]
fn the_foot_offers_only_what_can_be_done() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(200, 40);
    stage.press("F3").hides("Ctrl+Z annuler");
    stage
        .press("F5")
        .hides("Espace cocher")
        .hides("Entrée ouvrir");
    stage.press("F3 H").shows("Historique · aucune action");
    stage.hides("revenir à ce point").hides("liste ou détail");
    stage.press("Échap Ctrl+P «sauvegardes» Entrée");
    stage.shows("aucune copie").shows("S sauvegarder");
    stage
        .hides("comparer, remettre")
        .hides("propose de remettre");
}

#[test]
fn the_help_finds_the_backups_by_their_name_and_what_they_are_for() {
    let sandbox = Sandbox::demo(10);
    let mut stage = sandbox.open(120, 40);
    for words in ["sauv", "restaurer"] {
        stage.press("F1").type_text(words);
        stage.shows("Ailleurs").shows("Sauvegardes");
        stage.shows("Dit ce que restaurer la copie");
        stage.press("Ctrl+U").shows("cherchez une touche ou un mot");
        stage.press("Échap");
    }
}
