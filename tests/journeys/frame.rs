//! What stands around every screen: the help, the tabs, and a window of any size.

use crate::support::Carnet;
use crate::support::opened::{press_times, quit};
use crate::support::sandbox::Sandbox;

#[test]
fn f1_tells_the_keys_of_the_screen_in_hand_first() {
    let sandbox = Sandbox::demo(10);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("F1");
    carnet.wait_for("Aide");
    carnet.wait_for("Crée un événement");
    press_times(&mut carnet, "Page_suiv.", 15);
    carnet.wait_for("Ferme l'aide");
    carnet.press("F1");
    carnet.wait_for_no("Ferme l'aide");
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.press("F1");
    carnet.wait_for("Enregistre, garde lieu, type, thème, public et heures");
    carnet.press("Échap");
    carnet.wait_for_no("Enregistre, garde lieu");
    carnet.wait_for("Nouvel événement");
}

#[test]
fn tabs_are_reached_by_function_keys_and_the_unshifted_top_row() {
    let sandbox = Sandbox::demo(10);
    let mut carnet = sandbox.open(100, 30);
    for (there, back) in [("F6", "F3"), ("(", "é"), ("5", "2")] {
        carnet.press(there);
        carnet.wait_for("Cet ordinateur");
        carnet.press(back);
        carnet.wait_for("10 événements");
    }
}

#[test]
fn the_window_takes_any_size_and_nothing_typed_is_lost() {
    let sandbox = Sandbox::demo(10);
    let mut carnet = sandbox.open(120, 40);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Toujours là");
    carnet.wait_for("Toujours là");
    carnet.resize(20, 5);
    carnet.wait_for("Agrandissez");
    carnet.wait_for_no("Toujours là");
    carnet.resize(1, 1);
    carnet.wait_until("one cell", |screen| screen.chars().count() <= 1);
    carnet.type_text("!");
    carnet.resize(200, 60);
    carnet.wait_for("Toujours là!");
    for (columns, rows) in [(60, 16), (80, 24), (61, 17), (120, 40)] {
        carnet.resize(columns, rows);
        carnet.wait_for("Toujours là!");
        carnet.wait_for("F1 aide");
    }
    carnet.press("Ctrl+S");
    carnet.wait_for("« Toujours là! » enregistré");
    quit(&mut carnet);
}

#[test]
fn a_program_started_in_a_small_window_asks_for_a_larger_one() {
    let mut carnet = Carnet::start(&["--demo"], 20, 5, &[]);
    carnet.wait_for("Agrandissez");
    carnet.resize(80, 24);
    carnet.wait_for("Ce qui attend");
    quit(&mut carnet);
}

#[test]
fn two_windows_on_one_carnet_see_what_the_other_wrote() {
    let sandbox = Sandbox::empty();
    let mut one = sandbox.open(80, 24);
    let mut other = sandbox.open(80, 24);
    one.press("N");
    one.type_text("Écrit à côté");
    one.press("Ctrl+S");
    one.wait_for("1 événement");
    other.press("↓");
    other.wait_for("Écrit à côté");
    quit(&mut one);
    quit(&mut other);
}

#[test]
fn what_another_window_changed_is_not_written_over_unasked() {
    let sandbox = Sandbox::of("Titre\nAtelier\n");
    let mut one = sandbox.open(80, 24);
    let mut other = sandbox.open(80, 24);
    for (carnet, more) in [(&mut one, " du soir"), (&mut other, " du matin")] {
        carnet.press("M");
        carnet.wait_for("Modifier « Atelier »");
        carnet.type_text(more);
        carnet.wait_for(more);
    }
    other.press("Ctrl+S");
    other.wait_for("« Atelier du matin » enregistré");
    one.press("Ctrl+S");
    one.wait_for("L'événement a aussi été modifié ailleurs");
    one.wait_for("(•) ici       Atelier du soir");
    one.wait_for("( ) ailleurs  Atelier du matin");
    // Back to the form: nothing is written, nothing typed is lost, and it is asked again.
    one.press("Échap");
    one.wait_for_no("ailleurs  Atelier");
    one.wait_for("Atelier du soir");
    one.press("Ctrl+S");
    one.wait_for("( ) ailleurs  Atelier du matin");
    one.press("Entrée");
    one.wait_for("« Atelier du soir » enregistré");
    // Without a key pressed there.
    other.wait_for("Atelier du soir");
}

#[test]
fn after_two_versions_the_next_event_is_begun_where_that_was_asked() {
    let sandbox = Sandbox::of("Titre\nAtelier\n");
    let mut one = sandbox.open(80, 24);
    one.press("M");
    one.wait_for("Modifier « Atelier »");
    one.type_text(" du soir");
    let event = sandbox.event("Atelier");
    let other = carnet::domain::event::EventContent {
        title: "Atelier du matin".to_owned(),
        ..event.content
    };
    sandbox.change(|change| change.modify_event(event.id, event.revision, &other));
    one.press("Ctrl+N");
    one.wait_for("( ) ailleurs  Atelier du matin");
    one.press("Entrée");
    one.wait_for("« Atelier du soir » enregistré");
    one.wait_for("Nouvel événement");
}

#[test]
fn of_two_versions_each_field_is_chosen_and_what_was_not_touched_here_comes_from_there() {
    let sandbox = Sandbox::of("Titre;Commune\nAtelier;Laon\n");
    let mut one = sandbox.open(120, 40);
    let mut other = sandbox.open(120, 40);
    for (carnet, more) in [(&mut one, " du soir"), (&mut other, " du matin")] {
        carnet.press("M");
        carnet.wait_for("Modifier « Atelier »");
        carnet.type_text(more);
        carnet.wait_for(more);
    }
    for _ in 0..9 {
        other.press("Tab");
    }
    other.type_text("-Nord");
    other.press("Ctrl+S");
    other.wait_for("« Atelier du matin » enregistré");
    one.press("Ctrl+S");
    one.wait_for("(•) ici       Atelier du soir");
    one.wait_for("(•) ailleurs  Laon-Nord");
    one.press("Espace");
    one.wait_for("(•) ailleurs  Atelier du matin");
    one.press("Entrée");
    one.wait_for_no("modifié ailleurs");
    one.press("Entrée");
    one.wait_for("Laon-Nord");
    one.wait_for("Atelier du matin");
}

#[test]
fn the_key_of_the_tab_in_hand_closes_what_was_opened_there_and_keeps_what_is_typed() {
    let sandbox = Sandbox::demo(10);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("K");
    carnet.wait_for("Check-list de");
    carnet.press("F3");
    carnet.wait_for("10 événements");
    carnet.press("Entrée");
    carnet.wait_for("précédent");
    carnet.click_on("Mes événements");
    carnet.wait_for("10 événements");
    // From another tab, one goes back to what was left there.
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Toujours là");
    carnet.press("F2");
    carnet.wait_for("Ce qui attend");
    carnet.press("F3");
    carnet.wait_for("Toujours là");
    carnet.press("F3");
    carnet.wait_for("10 événements");
    carnet.wait_for("Ce qui est tapé est gardé ; l'Accueil le propose.");
    carnet.press("F2");
    carnet.click_on("✎ Une saisie attend");
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for("Toujours là");
}
