//! The mouse: what it does, and how it is switched off.

use crate::support::sandbox::Sandbox;

const FIVE: &str = "Titre;Date;Commune\n\
    Alpha;03/12/2026;Vesoul\n\
    Bravo;04/12/2026;Ornans\n\
    Charlie;05/12/2026;Vesoul\n\
    Delta;06/12/2026;Belfort\n\
    Écho;07/12/2026;Belfort\n";

#[test]
fn a_click_selects_a_row_and_another_opens_it() {
    let sandbox = Sandbox::of(FIVE);
    let mut stage = sandbox.open(100, 30);
    stage.press("Début");
    let (column, row) = stage.find("Charlie");
    stage
        .click(column, row)
        .shows_that("Charlie selected", |screen| {
            screen
                .lines()
                .any(|line| line.starts_with('▌') && line.contains("Charlie"))
        });
    stage.click(column, row).shows("précédent").shows("Charlie");
}

#[test]
fn a_field_is_clicked_and_a_button_too() {
    let sandbox = Sandbox::of(FIVE);
    let mut stage = sandbox.open(100, 30);
    stage.press("N").shows("Nouvel événement");
    stage
        .click_on("Date")
        .type_text("demain")
        .shows("→ mer. 25 nov. 2026, demain");
    stage.press("Échap").shows("Quitter le formulaire");
    stage
        .click_on("Garder pour plus tard")
        .shows("5 événements");
    stage.press("N").shows("Une saisie attend");
    stage
        .click_on("Reprendre")
        .shows("→ mer. 25 nov. 2026, demain");
}

#[test]
fn the_wheel_goes_through_the_list() {
    let sandbox = Sandbox::demo(60);
    let mut stage = sandbox.open(80, 24);
    stage.press("Début");
    let selected_row = |screen: &str| screen.lines().position(|line| line.starts_with('▌'));
    stage.shows_that("the first row selected", |screen| {
        selected_row(screen) == Some(3)
    });
    stage
        .wheel(10, 10, 2)
        .shows_that("the seventh row selected", |screen| {
            selected_row(screen) == Some(9)
        });
    stage
        .wheel(10, 10, -1)
        .shows_that("the fourth row selected", |screen| {
            selected_row(screen) == Some(6)
        });
}

#[test]
fn the_wheel_goes_from_field_to_field_and_stops_at_both_ends() {
    let sandbox = Sandbox::of(FIVE);
    let mut stage = sandbox.open(80, 24);
    stage.press("N").shows("Nouvel événement");
    stage.wheel(10, 10, -1).shows("▌Titre");
    stage.wheel(10, 10, 1).shows("▌Lieu de l'évènement");
    stage.wheel(10, 10, 4).shows("▌Commune");
    stage.wheel(10, 10, -5).shows("▌Titre");
    // Far down, and not round to the top again.
    stage.wheel(10, 10, 40).shows("▌Notes internes");
    // Nothing was chosen or typed on the way: leaving asks nothing.
    stage.press("Échap").shows("5 événements");
}

const PAST: &str = "Titre;Date;Début;Fin\n\
    Hier;23/11/2026;18:00;19:00\n\
    Demain;25/11/2026;18:00;19:00\n";

#[test]
fn what_awaits_is_clicked_twice_and_answers_once() {
    let sandbox = Sandbox::of(PAST);
    let mut stage = sandbox.start(100, 30);
    stage.click_on("Demain").selects("Demain");
    stage
        .click_on("1 attestation à remplir")
        .selects("1 attestation");
    stage
        .click_on("1 attestation à remplir")
        .shows("Attestation de « Hier »");
    stage.type_text("8").shows("8");
    stage.click_on("( ) non").shows("▌Le questionnaire");
    // The answer offered comes first.
    stage.click_on("( ) non").shows("(•) oui");
    stage.click_on("( ) non").shows("(•) non");
    stage.wheel(10, 10, 9).shows("▌Remarque");
    stage.wheel(10, 10, -9).shows("▌Nombre de présents");
    stage
        .click_on("enregistrer")
        .shows("« Hier » : 8 présents.");
}

#[test]
fn steps_and_dates_are_ticked_by_a_click() {
    let sandbox = Sandbox::of(PAST);
    let mut stage = sandbox.start(120, 30);
    stage.click_on("Check-list").shows("1 événement à venir");
    let (column, row) = stage.find("! 29 j");
    stage
        .click(column, row)
        .shows("✓ Créer une liste de contacts à informer");
    stage
        .click_on("25 nov. Demain")
        .shows("Check-list de « Demain »");
    stage
        .click_on("Transmettre un kit")
        .selects("Transmettre un kit");
    stage
        .click_on("Transmettre un kit")
        .shows("✓ Transmettre un kit");
    stage.click_on("Mes événements").shows("2 événements");
    stage.click_on("Ctrl+P tout").shows("Toutes les commandes");
    stage
        .wheel(50, 10, 9)
        .click_on("Série")
        .shows("Répéter « Demain »");
    stage
        .click_on("[x] mer. 9 déc. 2026")
        .shows("[ ] mer. 9 déc. 2026");
}
