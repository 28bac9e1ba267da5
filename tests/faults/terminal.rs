//! The terminal lost in mid-form, or resized without end.

use super::times;
use crate::support::Carnet;
use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;

fn typing(sandbox: &Sandbox, columns: u16, rows: u16) -> Carnet {
    let mut carnet = sandbox.open(columns, rows);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("En pleine saisie");
    carnet.wait_for("En pleine saisie");
    carnet
}

#[test]
fn the_window_closed_in_mid_form_keeps_the_draft_even_beneath_a_layer() {
    for keys in ["", "Tab Entrée", "F1"] {
        let sandbox = Sandbox::empty();
        let mut carnet = typing(&sandbox, 80, 24);
        carnet.press(keys);
        match keys {
            "Tab Entrée" => carnet.wait_for("tapez pour chercher"),
            "F1" => carnet.wait_for("Échap"),
            _ => {}
        }
        carnet.close_terminal();
        carnet.wait_exit();
        let carnet = sandbox.open(80, 24);
        carnet.wait_for("« En pleine saisie » n'avait pas été enregistré.");
    }
}

#[test]
fn a_thousand_resizes_in_a_burst_lose_nothing() {
    let sandbox = Sandbox::demo(40);
    let mut carnet = typing(&sandbox, 80, 24);
    let mut random = fastrand::Rng::with_seed(3);
    for _ in 0..times(1, 5) {
        for _ in 0..1_000 {
            // Smaller ones are more than the tests' own terminal bears: tests/hostile draws them.
            carnet.resize(random.u16(2..240), random.u16(2..80));
        }
        carnet.resize(100, 30);
        carnet.wait_for("F1 aide");
        carnet.wait_for("En pleine saisie");
    }
    carnet.press("Ctrl+S");
    carnet.wait_for("« En pleine saisie » enregistré");
    quit(&mut carnet);
}
