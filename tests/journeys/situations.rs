//! The design's four situations, in keys: on the train, at the end of a workshop, on Friday, at the end of the term.
//!
//! The month's twenty alike events are in `many_alike`.

use crate::support::sandbox::Sandbox;

/// A year as it is: some events to attest, some not on the site, some drafts.
const YEAR: usize = 72;

#[test]
fn on_the_train_last_month_s_workshop_is_planned_again_in_a_gesture() {
    let sandbox = Sandbox::demo(YEAR);
    let mut carnet = sandbox.start(80, 24);
    carnet.press("F3 C Ctrl+S");
    carnet.wait_for("▸ À saisir");
    carnet.press("Entrée");
    carnet.wait_for("73 événements");
    println!(
        "on the train, an event done again: {} keys",
        carnet.keystrokes()
    );
    // The last of them says that a complete event is to be entered on the site.
    assert!(carnet.keystrokes() <= 4);
}

#[test]
fn at_the_end_of_a_workshop_one_number_is_typed() {
    let sandbox = Sandbox::of("Titre;Date;Début;Fin\nAtelier du soir;24/11/2026;08:00;09:30\n");
    let mut carnet = sandbox.start(80, 24);
    carnet.press("A");
    carnet.wait_for("Attestation de « Atelier du soir »");
    carnet.type_text("11");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Atelier du soir » : 11 présents.");
    println!(
        "at the end of a workshop: {} keys and {} digits",
        carnet.keystrokes(),
        carnet.typed()
    );
    assert!(carnet.keystrokes() <= 2);
    assert_eq!(
        sandbox
            .event("Atelier du soir")
            .attestation
            .unwrap()
            .attendees,
        11
    );
}

#[test]
fn on_friday_what_is_left_is_seen_at_a_glance() {
    let sandbox = Sandbox::demo(YEAR);
    let mut carnet = sandbox.start(80, 24);
    for seen in [
        "attestation",
        "à saisir sur le site",
        "en retard",
        "à reprendre",
        "Les sept jours",
    ] {
        carnet.wait_for(seen);
    }
    println!("on Friday, what is left: {} keys", carnet.keystrokes());
    assert_eq!(carnet.keystrokes(), 0);
    // Which events are not yet on the site.
    let lines = carnet.screen();
    let line = lines
        .lines()
        .position(|line| line.contains("à saisir sur le site"));
    for _ in 2..line.unwrap() {
        carnet.press("↓");
    }
    carnet.press("Entrée");
    carnet.wait_for("Filtres : à saisir ×");
    println!(
        "on Friday, which are not on the site: {} keys",
        carnet.keystrokes()
    );
    assert!(carnet.keystrokes() <= 5);
}

#[test]
fn at_the_end_of_the_term_the_list_is_taken_away() {
    let sandbox = Sandbox::demo(YEAR);
    let mut carnet = sandbox.start(80, 24);
    // The figures are on the first screen.
    carnet.wait_for("événements attestés ·");
    carnet.press("F3 V");
    carnet.wait_for("Enregistrer la vue actuelle…");
    carnet.type_text("année");
    carnet.press("Entrée");
    carnet.wait_for("Filtres : cette année scolaire ×");
    carnet.press("X Entrée Entrée");
    carnet.wait_for("72 événements écrits (cette année scolaire · tri : date ↑)");
    let (keys, typed) = (carnet.keystrokes(), carnet.typed());
    println!("at the end of the term, the list: {keys} keys and {typed} letters");
    assert!(keys <= 6 && typed <= 5);
    let text = sandbox.read("evenements-2026-11-24.csv");
    assert!(text.lines().count() > 20, "{text}");
    assert!(
        text.lines()
            .next()
            .is_some_and(|head| head.contains("Attestation"))
    );
}
