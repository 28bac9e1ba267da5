//! The mouse: what it does, and how it is switched off.

use vt100::MouseProtocolMode;

use crate::support::opened::{press_times, quit, wait_order};
use crate::support::sandbox::Sandbox;

const FIVE: &str = "Titre;Date;Commune\n\
    Alpha;03/12/2026;Vesoul\n\
    Bravo;04/12/2026;Ornans\n\
    Charlie;05/12/2026;Vesoul\n\
    Delta;06/12/2026;Belfort\n\
    Écho;07/12/2026;Belfort\n";

const TITLES: [&str; 5] = ["Alpha", "Bravo", "Charlie", "Delta", "Écho"];

#[test]
fn tabs_headers_chips_and_the_keys_at_the_foot_are_clicked() {
    let sandbox = Sandbox::of(FIVE);
    let mut carnet = sandbox.open(100, 30);
    carnet.click_on("Réglages");
    carnet.wait_for("Cet ordinateur");
    carnet.click_on("Mes événements");
    carnet.wait_for("5 événements");
    // A column orders; again, the other way.
    let (column, row) = carnet.find("Titre");
    carnet.click(column, row);
    carnet.wait_for("Tri : titre ↑");
    carnet.click(column, row);
    carnet.wait_for("Tri : titre ↓");
    wait_order(
        &carnet,
        &TITLES,
        &["Écho", "Delta", "Charlie", "Bravo", "Alpha"],
    );
    carnet.press("Ctrl+F");
    carnet.type_text("vesoul");
    carnet.press("Entrée");
    carnet.wait_for("2 sur 5");
    carnet.click_on("vesoul");
    carnet.wait_for("5 événements");
    carnet.click_on("Ctrl+P tout");
    carnet.click_on("Trier");
    carnet.wait_for("Trier par");
    // The wheel stops at the ends of a list to choose from.
    carnet.wheel(50, 10, 9);
    carnet.wait_until("the last selected", |screen| {
        let mut lines = screen.lines();
        lines.any(|line| line.contains("▌Présents"))
    });
    carnet.click_on("Commune");
    carnet.wait_for("Tri : commune ↑");
}

#[test]
fn the_mouse_is_switched_off_for_good() {
    let sandbox = Sandbox::demo(5);
    let mut carnet = sandbox.open(80, 24);
    let mode = |carnet: &crate::support::Carnet| carnet.look(vt100::Screen::mouse_protocol_mode);
    assert_ne!(mode(&carnet), MouseProtocolMode::None);
    carnet.press("F6");
    press_times(&mut carnet, "↓", 5);
    carnet.press("Entrée");
    carnet.wait_for("laissée au terminal");
    // The mode is written before the frame that says so.
    assert_eq!(mode(&carnet), MouseProtocolMode::None);
    quit(&mut carnet);
    let mut carnet = sandbox.open(80, 24);
    assert_eq!(mode(&carnet), MouseProtocolMode::None);
    carnet.press("F6");
    press_times(&mut carnet, "↓", 5);
    carnet.press("Entrée");
    carnet.wait_for("dans Carnet");
    assert_ne!(mode(&carnet), MouseProtocolMode::None);
}
