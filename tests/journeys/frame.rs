//! What is around every screen: the help, the tabs, terminals of any size.

use crate::support::Carnet;
use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;

#[test]
fn the_terminal_takes_any_size_and_nothing_typed_is_lost() {
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
fn a_program_started_in_a_small_terminal_asks_for_a_larger_one() {
    let mut carnet = Carnet::start(&["--demo"], 20, 5, &[]);
    carnet.wait_for("Agrandissez");
    carnet.resize(80, 24);
    carnet.wait_for("Ce qui attend");
    quit(&mut carnet);
}

#[test]
fn two_processes_on_one_carnet_see_what_the_other_wrote() {
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
fn changes_of_another_process_are_not_overwritten_without_asking() {
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
