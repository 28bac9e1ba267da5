//! The first run, and what it asked changed later.

use std::os::unix::fs::PermissionsExt as _;

use crate::support::Carnet;
use crate::support::opened::{erase, quit};

#[test]
fn the_first_run_asks_who_keeps_the_carnet_and_settings_change_it() {
    let mut carnet = Carnet::start(&[], 80, 24, &[]);
    carnet.wait_for("Bienvenue dans Carnet");
    carnet.type_text("Association Clic et Familles");
    carnet.press("Tab");
    carnet.wait_for("TNE : 02 13 18 2A 25 29 34 38 86 88 95 971, ou autre");
    carnet.type_text("nulle part");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Le numéro ou le nom d'un département, comme 25.");
    carnet.wait_for("nulle part");
    erase(&mut carnet, 10);
    carnet.type_text("doubs");
    carnet.wait_for("→ 25 Doubs, zone A");
    carnet.press("Tab");
    carnet.type_text("Camille Durand");
    carnet.press("Entrée");
    carnet.type_text("03 81 00");
    // Line ends of a paste sent as keys submit nothing.
    carnet.press("Entrée");
    carnet.wait_for("Dernier champ : Ctrl+S enregistre.");
    carnet.type_text(" 00 00");
    carnet.wait_for_no("Dernier champ");
    carnet.press("Ctrl+S");
    carnet.wait_for_no("Bienvenue");
    carnet.wait_for("Votre carnet est prêt.");

    carnet.press("F6");
    carnet.wait_for("25 Doubs, zone A");
    carnet.wait_for("Camille Durand");
    carnet.press("Entrée Tab");
    carnet.wait_for("Vos coordonnées");
    erase(&mut carnet, 2);
    carnet.type_text("Aisne");
    carnet.press("Ctrl+S");
    carnet.wait_for("Enregistré.");
    carnet.wait_for("02 Aisne, zone B");
    quit(&mut carnet);

    let carnet = Carnet::start_at(carnet.home(), &[], 80, 24, &[]);
    carnet.wait_for("Votre carnet est prêt.");
    carnet.wait_for_no("Bienvenue");
}

#[test]
fn the_first_run_can_be_skipped_and_is_not_asked_again() {
    let mut carnet = Carnet::start(&[], 80, 24, &[]);
    carnet.wait_for("Bienvenue dans Carnet");
    carnet.press("Échap");
    carnet.wait_for_no("Bienvenue");
    carnet.press("F6");
    carnet.wait_for("Entrée remplit ces lignes");
    quit(&mut carnet);

    let mut carnet = Carnet::start_at(carnet.home(), &[], 80, 24, &[]);
    carnet.wait_for("Votre carnet est prêt.");
    carnet.wait_for_no("Bienvenue");
    carnet.press("F6 Entrée");
    carnet.wait_for("Vos coordonnées");
    carnet.type_text("Les Petits Débrouillards");
    carnet.press("Ctrl+S");
    carnet.wait_for("Les Petits Débrouillards");
    carnet.wait_for_no("Entrée remplit ces lignes");
}

#[test]
fn the_store_of_the_first_run_is_readable_by_its_user_alone() {
    let carnet = Carnet::start(&[], 80, 24, &[]);
    carnet.wait_for("Bienvenue dans Carnet");
    let folder = carnet.home().path().join("data").join("carnet");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("carnet.db")), 0o600);
}
