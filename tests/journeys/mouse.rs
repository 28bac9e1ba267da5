//! The mouse: what it does, and how it is switched off.

use vt100::MouseProtocolMode;

use crate::desk::{Desk, in_hand, press_times, quit, wait_order};

const FIVE: &str = "Titre;Date;Commune\n\
    Alpha;03/12/2026;Vesoul\n\
    Bravo;04/12/2026;Ornans\n\
    Charlie;05/12/2026;Vesoul\n\
    Delta;06/12/2026;Belfort\n\
    Écho;07/12/2026;Belfort\n";

const TITLES: [&str; 5] = ["Alpha", "Bravo", "Charlie", "Delta", "Écho"];

#[test]
fn a_click_takes_a_row_in_hand_and_another_opens_it() {
    let desk = Desk::of(FIVE);
    let mut carnet = desk.open(100, 30);
    carnet.press("Début");
    let (column, row) = carnet.find("Charlie");
    carnet.click(column, row);
    carnet.wait_until("Charlie in hand", |screen| {
        screen
            .lines()
            .any(|line| line.starts_with('▌') && line.contains("Charlie"))
    });
    carnet.click(column, row);
    carnet.wait_for("précédent");
    carnet.wait_for("Charlie");
}

#[test]
fn tabs_headers_chips_and_the_keys_at_the_foot_are_clicked() {
    let desk = Desk::of(FIVE);
    let mut carnet = desk.open(100, 30);
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
    carnet.wait_until("the last in hand", |screen| {
        let mut lines = screen.lines();
        lines.any(|line| line.contains("▌Présents"))
    });
    carnet.click_on("Commune");
    carnet.wait_for("Tri : commune ↑");
}

#[test]
fn a_field_is_clicked_and_a_button_too() {
    let desk = Desk::of(FIVE);
    let mut carnet = desk.open(100, 30);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.click_on("Date");
    carnet.type_text("demain");
    carnet.wait_for("→ mer. 25 nov. 2026, demain");
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.click_on("Garder pour plus tard");
    carnet.wait_for("5 événements");
    carnet.press("N");
    carnet.wait_for("Une saisie attend");
    carnet.click_on("Reprendre");
    carnet.wait_for("→ mer. 25 nov. 2026, demain");
}

#[test]
fn the_wheel_goes_through_the_list() {
    let desk = Desk::demo(60);
    let mut carnet = desk.open(80, 24);
    carnet.press("Début");
    let in_hand = |screen: &str| screen.lines().position(|line| line.starts_with('▌'));
    carnet.wait_until("the first row in hand", |screen| in_hand(screen) == Some(3));
    carnet.wheel(10, 10, 2);
    carnet.wait_until("the seventh row in hand", |screen| {
        in_hand(screen) == Some(9)
    });
    carnet.wheel(10, 10, -1);
    carnet.wait_until("the fourth row in hand", |screen| {
        in_hand(screen) == Some(6)
    });
}

#[test]
fn the_mouse_is_switched_off_for_good() {
    let desk = Desk::demo(5);
    let mut carnet = desk.open(80, 24);
    let mode = |carnet: &crate::support::Carnet| carnet.look(vt100::Screen::mouse_protocol_mode);
    assert_ne!(mode(&carnet), MouseProtocolMode::None);
    carnet.press("F6");
    press_times(&mut carnet, "↓", 5);
    carnet.press("Entrée");
    carnet.wait_for("laissée au terminal");
    // The mode is written before the frame that says so.
    assert_eq!(mode(&carnet), MouseProtocolMode::None);
    quit(&mut carnet);
    let mut carnet = desk.open(80, 24);
    assert_eq!(mode(&carnet), MouseProtocolMode::None);
    carnet.press("F6");
    press_times(&mut carnet, "↓", 5);
    carnet.press("Entrée");
    carnet.wait_for("dans Carnet");
    assert_ne!(mode(&carnet), MouseProtocolMode::None);
}

#[test]
fn the_wheel_goes_from_field_to_field_and_stops_at_both_ends() {
    let desk = Desk::of(FIVE);
    let mut carnet = desk.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.wheel(10, 10, -1);
    carnet.wait_for("▌Titre");
    carnet.wheel(10, 10, 1);
    carnet.wait_for("▌Type d'événement");
    carnet.wheel(10, 10, 4);
    carnet.wait_for("▌Nom du lieu");
    carnet.wheel(10, 10, -5);
    carnet.wait_for("▌Titre");
    // Far down, and not round to the top again.
    carnet.wheel(10, 10, 40);
    carnet.wait_for("▌Notes internes");
    // Nothing was chosen or typed on the way: leaving asks nothing.
    carnet.press("Échap");
    carnet.wait_for("5 événements");
}

const PAST: &str = "Titre;Date;Début;Fin\n\
    Hier;23/11/2026;18:00;19:00\n\
    Demain;25/11/2026;18:00;19:00\n";

#[test]
fn what_awaits_is_clicked_twice_and_answers_once() {
    let desk = Desk::of(PAST);
    let mut carnet = desk.start(100, 30);
    carnet.click_on("Demain");
    carnet.wait_until("in hand", in_hand("Demain"));
    carnet.click_on("1 attestation à remplir");
    carnet.wait_until("in hand", in_hand("1 attestation"));
    carnet.click_on("1 attestation à remplir");
    carnet.wait_for("Attestation de « Hier »");
    carnet.type_text("8");
    carnet.wait_for("8");
    carnet.click_on("( ) non");
    carnet.wait_for("▌Le questionnaire");
    carnet.click_on("( ) non");
    carnet.wait_for("(•) non");
    carnet.wheel(10, 10, 9);
    carnet.wait_for("▌Remarque");
    carnet.wheel(10, 10, -9);
    carnet.wait_for("▌Nombre de présents");
    carnet.click_on("enregistrer");
    carnet.wait_for("« Hier » : 8 présents.");
}

#[test]
fn steps_and_dates_are_ticked_by_a_click() {
    let desk = Desk::of(PAST);
    let mut carnet = desk.start(120, 30);
    carnet.click_on("Check-list");
    carnet.wait_for("1 événement à venir");
    let (column, row) = carnet.find("! retard");
    carnet.click(column, row);
    carnet.wait_for("✓ fait  Créer une liste de contacts à informer");
    carnet.click_on("Demain");
    carnet.wait_for("Check-list de « Demain »");
    carnet.click_on("Transmettre un kit");
    carnet.wait_until("in hand", in_hand("Transmettre un kit"));
    carnet.click_on("Transmettre un kit");
    carnet.wait_for("✓ Transmettre un kit");
    carnet.click_on("Mes événements");
    carnet.wait_for("2 événements");
    carnet.click_on("Ctrl+P tout");
    carnet.wait_for("Toutes les commandes");
    carnet.wheel(50, 10, 9);
    carnet.click_on("Série");
    carnet.wait_for("Répéter « Demain »");
    carnet.click_on("[x] mer. 9 déc. 2026");
    carnet.wait_for("[ ] mer. 9 déc. 2026");
}
