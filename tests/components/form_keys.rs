//! The keys of the form keep their meaning above an open list or month: Tab, Maj+Tab and Ctrl+S.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

/// The places of the fields, in the order of Tab.
const VENUE_KIND: usize = 1;
const AUDIENCE: usize = 6;
const THEME: usize = 8;
const DATE: usize = 10;

/// Opens the form of a new event named « T », and goes `fields` further with Tab.
fn new_event(stage: &mut Stage, fields: usize) {
    stage.press("N").shows("Nouvel événement").type_text("T");
    stage.press_times("Tab", fields);
}

#[test]
fn tab_takes_what_was_looked_for_and_goes_on() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let sandbox = Sandbox::empty();
        let mut stage = sandbox.open(columns, rows);
        new_event(&mut stage, VENUE_KIND);
        stage.type_text("coll").shows("› coll");
        stage
            .press("Tab")
            .hides("› coll")
            .shows_line(&["Collège"])
            .type_text("Pergaud")
            .shows_line(&["▌", "Pergaud"]);
    }
}

#[test]
fn an_optional_list_waits_to_be_opened() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, THEME);
    stage
        .type_text("ecran")
        .press("Entrée Tab")
        .type_text("3 décembre")
        .shows("→ jeu. 3 déc. 2026, dans 9 jours")
        .press("Ctrl+S")
        .shows("enregistré");
    let content = sandbox.event("T").content;
    let references = sandbox.store().references().unwrap();
    assert_eq!(references.label(content.theme), "Temps d’écran");
    assert_eq!(content.second_theme, None);
    assert_eq!(content.date.unwrap().to_string(), "2026-12-03");
}

#[test]
fn tab_takes_nothing_for_an_optional_field_where_nothing_was_chosen() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, THEME + 1);
    stage
        .press("Entrée")
        .shows("Thématique secondaire, facultative")
        .press("Tab")
        .hides("facultative");
    stage
        .type_text("demain")
        .shows("→ mer. 25 nov. 2026, demain");
    // With the arrows, something was.
    stage.press("Maj+Tab Entrée ↓ Tab Ctrl+S");
    stage.shows("enregistré");
    assert!(sandbox.event("T").content.second_theme.is_some());
}

#[test]
fn tab_takes_the_first_choice_of_a_list_opened_for_a_required_field() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, AUDIENCE);
    stage.press("Entrée Tab Ctrl+S").shows("enregistré");
    assert!(sandbox.event("T").content.audience.is_some());
}

#[test]
fn maj_tab_takes_the_choice_and_goes_back() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, VENUE_KIND);
    stage
        .type_text("coll")
        .press("Maj+Tab")
        .hides("› coll")
        .type_text("itre")
        .shows_line(&["Collège"])
        .press("Ctrl+S")
        .shows("enregistré");
    let content = sandbox.event("Titre").content;
    assert!(content.venue.kind.is_some());
}

#[test]
fn ctrl_s_takes_what_was_looked_for_and_saves() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, VENUE_KIND);
    stage.type_text("coll").press("Ctrl+S").shows("enregistré");
    let content = sandbox.event("T").content;
    assert!(content.venue.kind.is_some());
    // Nothing looked for: it saves all the same, and takes nothing.
    stage.press("M").press_times("Tab", THEME);
    stage
        .press("Entrée")
        .shows("tapez pour chercher")
        .press("Ctrl+S")
        .shows("Mes événements · 1 événement");
    assert_eq!(sandbox.event("T").content.theme, None);
}

#[test]
fn what_no_choice_matches_is_not_left_in_silence() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, THEME);
    stage
        .type_text("zzz")
        .press("Ctrl+S")
        .shows("Rien ne correspond.")
        .press("Tab")
        .hides("Rien ne correspond.")
        .shows("« zzz » : rien de tel dans la liste, le champ n'a pas changé.");
}

#[test]
fn a_month_is_left_by_the_same_keys() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, DATE);
    stage
        .press("Ctrl+O →")
        .shows("dim.")
        .press("Tab")
        .hides("dim.")
        .type_text("18h")
        .shows("→ 18 h");
    stage.press("Maj+Tab Ctrl+O → Ctrl+S").shows("enregistré");
    let content = sandbox.event("T").content;
    assert_eq!(content.date.unwrap().to_string(), "2026-11-26");
}

#[test]
fn the_known_places_are_left_by_the_same_keys() {
    let sandbox = Sandbox::of("Titre;Typologie;Lieu;Commune\nHier;Collège;Pergaud;Ornans\n");
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, VENUE_KIND + 1);
    stage
        .press("Ctrl+O")
        .shows("Lieux connus")
        .press("Tab")
        .hides("Lieux connus")
        .press("Maj+Tab Ctrl+O")
        .type_text("perg")
        .press("Ctrl+S")
        .shows("enregistré");
    assert_eq!(sandbox.event("T").content.venue.commune, "Ornans");
}

#[test]
fn a_small_form_takes_them_too() {
    let sandbox = Sandbox::of("Titre;Typologie;Lieu;Commune\nHier;Collège;Pergaud;Ornans\n");
    let mut stage = sandbox.open(120, 40);
    stage.press("F7 Fin Entrée Tab");
    stage
        .type_text("ecole")
        .press("Ctrl+S")
        .hides("› ecole")
        .shows("Changer aussi");
}
