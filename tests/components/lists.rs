//! What every list has in common.

use carnet::domain::event::EventContent;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::style::Color;

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

#[test]
fn the_hidden_cursor_stands_on_the_selected_row_of_every_list() {
    let sandbox = Sandbox::demo(72);
    sandbox.put(&EventContent {
        title: "Ancien".to_owned(),
        date: "2026-03-02".parse().ok(),
        notes: "Clé chez Mme Mirabelle".to_owned(),
        ..EventContent::default()
    });
    sandbox.write("dix.csv", "Titre;Date\nAlpha;1/12/2026\nBravo;2/12/2026\n");
    let import = format!("F3 I «{}» Entrée", sandbox.path("dix.csv").display());
    for keys in [
        "F2",
        "F3",
        "F4",
        "F6",
        "F6 Page_suiv. Page_suiv. ↓ Entrée",
        "F7",
        "F3 K",
        "F3 S",
        "F3 R",
        "F3 Suppr Entrée H",
        "F3 H Tab",
        "F3 P",
        "F3 T",
        "F9",
        "Ctrl+P",
        "Ctrl+P «sauvegardes» Entrée S",
        "F6 Page_suiv. ↓ ↓ ↓ ↓ ↓ Entrée ↑ Entrée",
        &import,
        &format!("{import} Tab"),
    ] {
        let mut stage = sandbox.start(120, 40);
        stage.press(keys);
        for _ in 0..3 {
            let (symbol, _) = stage.pointed().unwrap_or_default();
            assert_eq!(symbol, "▌", "{keys}{stage}");
            stage.press("↓");
        }
    }
}

#[test]
fn the_hidden_cursor_stands_on_what_is_selected_elsewhere_and_leaves_a_text_its_own() {
    let sandbox = Sandbox::demo(72);
    let mut stage = sandbox.open(120, 40);
    let pointed = |stage: &Stage| stage.pointed().unwrap_or_default().0;
    stage.press("Suppr").asks("Supprimer");
    assert_eq!(pointed(&stage), "▸");
    stage.press("Échap F5 →").shows("Check-list ·");
    assert!(
        stage
            .pointed()
            .is_some_and(|(_, line)| line.starts_with('▌'))
    );
    stage.press("F3 Ctrl+F").asks("Chercher");
    assert_eq!(stage.pointed(), None);
    stage.press("Échap T «d»").shows("› d");
    assert_eq!(stage.pointed(), None);
}

#[test]
fn titles_take_the_room_there_is_and_leave_out_the_type_shown_beside() {
    let long = "Réseaux sociaux : protéger la vie privée de la famille";
    let sandbox = Sandbox::of(&format!(
        "Titre;Date;Type;Début;Fin;Nom du lieu;Commune\n\
         {long};3/12/2026;Atelier parents;18:00;19:30;Collège Jean Jaurès;Vesoul\n\
         Café des parents – {long};4/12/2026;Café des parents;18:00;19:30;Paul Éluard;Ornans\n"
    ));
    // Each title is whole in the list, in the check-list, and the panel is wider.
    let mut stage = sandbox.open(200, 50);
    let first = stage
        .screen()
        .lines()
        .find(|line| line.contains("3 déc"))
        .unwrap()
        .to_owned();
    let (list, panel) = first.split_once('│').unwrap();
    assert!(list.contains(long), "{stage}");
    assert_eq!(list.chars().count(), 138, "{stage}");
    assert!(!panel.is_empty());
    stage
        .press("F5")
        .shows_line(&["4 déc", &format!("Café des parents – {long}")]);
    // The type is dropped from the title where the column of types says it.
    let mut stage = sandbox.open(130, 30);
    stage.shows_line(&["4 déc", "Café des parents – Ré", "…"]);
    stage
        .press("→ → →")
        .shows_line(&["4 déc", "Réseaux sociaux", "Café"]);
    stage.shows_that("no type in the title", |screen| {
        let line = screen.lines().find(|line| line.contains("4 déc")).unwrap();
        !line.contains("Café des parents – ")
    });
}

#[test]
fn texts_are_at_left_and_numbers_at_right() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Places;Commune\n\
         Un;3/11/2026;18:00;19:00;8;Vy\n\
         Deux;4/11/2026;18:00;19:00;112;Montferrand-le-Château\n",
    );
    let mut stage = sandbox.start(160, 30);
    stage.press("F4");
    let at = |text: &str| stage.find(text).0;
    assert_eq!(at("Vy"), at("Montferrand"), "{stage}");
    assert_eq!(at("Commune"), at("Montferrand"), "{stage}");
    let last = |text: &str| at(text) + u16::try_from(text.chars().count()).unwrap();
    assert_eq!(last(" 8 "), last(" 112 "), "{stage}");
    // In the panel of the list, hours are never cut in two.
    stage.press("F3");
    let panel = stage.screen();
    let is_cut = |line: &str| line.ends_with("h –") || line.ends_with("h – ");
    assert!(
        !panel.lines().any(|line| is_cut(line.trim_end())),
        "{stage}"
    );
}

#[test]
fn today_stands_between_what_comes_and_what_is_past() {
    let days = (1..=28).map(|day| format!("Événement {day};{day}/11/2026\n"));
    let rows: String = days.collect();
    let sandbox = Sandbox::of(&format!("Titre;Date\n{rows}"));
    let mut stage = sandbox.open(100, 24);
    let today = "── aujourd’hui, mar. 24 nov. ──";
    let around = ["Événement 24 ", today, "Événement 23 "];
    stage.shows_order(&around, &around);
    // Rows that are past are dimmer, months already said too.
    let theme = Theme::new(Depth::True, Background::Dark);
    assert_eq!(stage.cell("Événement 23 ").fg, theme.past().fg.unwrap());
    assert_eq!(stage.cell("Événement 25 ").fg, Color::Reset);
    let color = |stage: &Stage, text: &str| {
        let (column, row) = stage.find(text);
        stage.buffer()[(column + 8, row)].fg
    };
    assert_eq!(color(&stage, "mer. 25 nov."), theme.muted().fg.unwrap());
    // The selected row is in sight wherever the line stands, and no row is passed over.
    stage.press("Fin").selects("Événement 1 ");
    for day in (2..=28).rev() {
        stage.press("Début").press_times("↓", 28 - day);
        stage.selects(&format!("Événement {day} "));
    }
    // In another order, or where only one side is shown, there is none.
    stage.press("T «titre» Entrée").hides("── aujourd’hui");
}
