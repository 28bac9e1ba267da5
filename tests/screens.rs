//! Whole screens as they are drawn, in the two sizes of the design: the text as snapshots, the styles apart, on roles.
//!
//! After a change that is meant, `INSTA_UPDATE=always cargo test --test screens` writes the snapshots again: read the difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "screens/styles.rs"]
mod styles;
#[path = "screens/support.rs"]
mod support;

use std::path::PathBuf;

use carnet::clock::Clock;
use carnet::demo;
use carnet::store::{Moment, Store};
use carnet::ui::theme::{Background, Depth, Theme};

use support::stage::{NOW, Stage};

const SIZES: [(u16, u16); 2] = [(120, 40), (80, 24)];

const DARK: Theme = Theme::new(Depth::True, Background::Dark);

/// The list of a year of events of the demonstration, after these keys; most screens are reached from there.
fn staged(size: (u16, u16), theme: Theme, keys: &str) -> Stage {
    filled(size, theme, Some(72), keys)
}

/// With so many events, or before the first run.
fn filled(size: (u16, u16), theme: Theme, events: Option<usize>, keys: &str) -> Stage {
    let clock = Clock::stopped_at(Some(NOW));
    let mut store = Store::in_memory().unwrap();
    if let Some(events) = events {
        let moment = Moment {
            now: clock.now(),
            today: clock.today(carnet::domain::time::zone::PARIS),
        };
        demo::fill(&mut store, events, 25, moment).unwrap();
    }
    let mut stage = Stage::new(store, NOW, size, theme, PathBuf::from("tests/data"));
    stage.press("F3").press(keys);
    stage
}

/// The screen as snapshots keep it: paths are written otherwise on Windows.
fn text(stage: &Stage) -> String {
    stage.screen().replace('\\', "/")
}

/// Takes the snapshots of a screen, in each size.
fn pictured(name: &str, keys: &str) {
    for size in SIZES {
        let stage = staged(size, DARK, keys);
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), text(&stage));
    }
}

#[test]
fn the_list() {
    pictured("list", "");
}

#[test]
fn the_list_filtered_with_marks() {
    pictured(
        "list_filtered",
        "V «annee» Entrée Ctrl+F «educonnect» Entrée Espace Espace",
    );
}

#[test]
fn an_empty_carnet() {
    for size in SIZES {
        let mut stage = filled(size, DARK, Some(0), "");
        insta::assert_snapshot!(format!("empty_{}x{}", size.0, size.1), text(&stage));
        stage.press("F2");
        let name = format!("account_empty_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, text(&stage));
    }
}

#[test]
fn the_first_screen() {
    pictured("account", "F2");
}

#[test]
fn the_history_says_what_each_deed_changed() {
    pictured("history", "P ↓ Entrée F2 Suppr H ↓");
}

#[test]
fn the_first_screen_when_nothing_awaits() {
    pictured(
        "account_calm",
        "F2 Suppr Suppr Suppr Suppr Suppr Suppr Suppr ↓",
    );
}

#[test]
fn the_palette_of_commands() {
    pictured("palette", "Ctrl+P");
    pictured("palette_typed", "Ctrl+P «etap»");
}

#[test]
fn the_menu_of_places() {
    pictured("menu", "F9 ↓");
}

#[test]
fn the_attestations() {
    pictured("attestations", "F4");
}

#[test]
fn the_form_of_an_attestation() {
    pictured("attest", "F4 Entrée «10001» Entrée Espace");
}

#[test]
fn the_check_list_of_an_event() {
    pictured("checklist", "K ↓ Espace ↓ ↓ ↓ ↓");
}

#[test]
fn coming_events_against_steps() {
    pictured("steps", "F5 ↓ →");
}

#[test]
fn a_series_before_it_is_made() {
    pictured("series", "R ↓ → → → → ↓ ↓");
}

#[test]
fn the_fiche_de_saisie() {
    pictured("sheet", "S Entrée Entrée");
}

#[test]
fn the_models() {
    pictured("models", "O Entrée Entrée O");
}

#[test]
fn a_copy_in_the_form() {
    pictured("copy", "C");
}

#[test]
fn an_event() {
    pictured("detail", "Début Fin Entrée");
}

#[test]
fn the_form_with_what_was_understood_and_what_is_wrong() {
    pictured(
        "form",
        "N «Temps_d’écran,_parlons-en» Tab Tab «Maison_des_parents» Tab Tab Tab Tab Tab «cafe» Entrée Tab Tab \
         «25/12» Tab «18h30» Tab «17h» Tab «beaucoup» Maj+Tab",
    );
}

#[test]
fn the_advice_of_each_field() {
    let mut stage = staged((120, 40), DARK, "N");
    let mut advice = Vec::new();
    for _ in 0..18 {
        let text = text(&stage);
        let beside = text.lines().skip(3).filter_map(|line| line.split_once('│'));
        let beside: Vec<&str> = beside.map(|(_, advice)| advice.trim()).collect();
        advice.push(beside.join("\n").trim().to_owned());
        stage.press("Tab");
    }
    insta::assert_snapshot!("advice", advice.join("\n---\n"));
}

#[test]
fn the_theme_picker() {
    pictured(
        "theme_picker",
        "N Tab Tab Tab Tab Tab Tab Tab Tab Entrée ↓ ↓ ↓",
    );
}

#[test]
fn the_theme_picker_filtered() {
    pictured(
        "theme_picker_filtered",
        "N Tab Tab Tab Tab Tab Tab Tab Tab «num»",
    );
}

#[test]
fn the_filter_picker() {
    pictured(
        "filter_picker",
        "F «public_cible» Entrée «parents» Entrée F",
    );
}

#[test]
fn the_values_of_a_filter() {
    pictured("filter_values", "F «commune» Entrée Espace ↓ Espace");
}

#[test]
fn the_month() {
    pictured(
        "month",
        "N Maj+Tab Page_préc. Maj+Tab Ctrl+O Page_suiv. ↓ ↓",
    );
}

#[test]
fn the_help() {
    pictured("help", "F1");
}

#[test]
fn the_import() {
    pictured("import", "I «ateliers.csv» Entrée ↓ Entrée «date» Entrée");
}

#[test]
fn the_settings() {
    pictured("settings", "F6");
}

#[test]
fn a_list_of_the_settings() {
    pictured("themes", "F6 Page_suiv. Page_suiv. ↓ Entrée");
}

#[test]
fn the_steps_of_the_settings() {
    pictured(
        "settings_steps",
        "F6 Page_suiv. Page_suiv. ↓ ↓ ↓ ↓ ↓ Entrée",
    );
}

#[test]
fn the_places() {
    pictured("venues", "F7 ↓ ↓");
}

#[test]
fn the_form_of_a_place() {
    pictured("venue", "F7 ↓ ↓ Entrée");
}

#[test]
fn the_columns() {
    pictured("columns", "L ↓ Espace");
}

#[test]
fn a_question() {
    pictured("question", "Suppr");
}

#[test]
fn the_first_run() {
    for size in SIZES {
        let stage = filled(size, DARK, None, "Tab «25»");
        insta::assert_snapshot!(format!("first_run_{}x{}", size.0, size.1), text(&stage));
    }
}

#[test]
fn a_terminal_too_small() {
    for size in [(59, 20), (20, 5)] {
        let stage = staged(size, DARK, "");
        insta::assert_snapshot!(format!("too_small_{}x{}", size.0, size.1), text(&stage));
    }
}

#[test]
fn every_size_can_be_drawn() {
    let keys = [
        "",
        "Entrée",
        "N Tab Entrée",
        "F1",
        "F6",
        "F6 Page_suiv. Page_suiv. ↓ Entrée",
        "Suppr",
        "X Entrée",
        "V",
        "F2",
        "F4",
        "F4 Entrée",
        "F5",
        "K",
        "R",
        "S",
        "O",
    ];
    for keys in keys {
        let mut stage = staged((120, 40), DARK, keys);
        for (columns, rows) in (1..24).flat_map(|n| [(n, n), (60 + n, 15 + n), (n * 9, 16)]) {
            stage.resize(columns, rows);
        }
    }
}

/// What stands below the last line that crosses the screen.
fn foot(text: &str) -> &str {
    let foot = text.rsplit_once("──\n").map(|(_, foot)| foot);
    foot.unwrap_or_default()
}

#[test]
fn in_the_smallest_terminal_the_selection_is_visible_and_the_foot_complete() {
    let screens = [
        "",
        "F2",
        "F4",
        "F4 Entrée",
        "F5",
        "F6",
        "F6 Page_suiv. Page_suiv. ↓ Entrée",
        "K Espace H",
        "I «ateliers.csv» Entrée",
        "K",
        "N",
        "R",
        "S",
    ];
    let downs = "↓ ".repeat(20);
    for keys in screens {
        for keys in [keys.to_owned(), format!("{keys} {downs}")] {
            let text = text(&staged((60, 16), DARK, &keys));
            let is_in_sight = text.lines().any(|line| line.starts_with('▌'));
            assert!(is_in_sight, "{keys:?}\n{text}");
            let tall = self::text(&staged((60, 60), DARK, &keys));
            assert_eq!(foot(&text), foot(&tall), "{keys:?}\n{text}");
        }
    }
}

#[test]
fn drawing_twice_changes_nothing() {
    for keys in ["", "N", "F1", "Entrée", "F2", "F4", "F5", "K", "R", "S"] {
        let mut stage = staged((120, 40), DARK, keys);
        let once = stage.buffer().clone();
        stage.draw();
        assert_eq!(stage.buffer(), &once, "{keys:?}");
    }
}

#[test]
fn the_event_beside_the_list_follows_once_the_hand_rests() {
    let mut stage = staged((120, 40), DARK, "");
    let beside = |stage: &Stage| -> Vec<String> {
        let lines = text(stage);
        let lines = lines.lines().skip(3).take(33);
        lines
            .map(|line| line.chars().skip(79).collect::<String>())
            .collect()
    };
    let first = beside(&stage);
    stage.set_defer_expensive(true);
    stage.press("↓");
    assert_eq!(beside(&stage), first, "still under its title");
    assert!(stage.has_deferred());
    stage.press("Début");
    let empty = beside(&stage);
    assert!(
        empty.iter().all(|line| line.chars().count() <= 1),
        "{empty:?}"
    );
    assert!(stage.has_deferred());
    stage.set_defer_expensive(false);
    let followed = beside(&stage);
    assert!(followed != first && followed != empty);
    assert!(!stage.has_deferred());
}
