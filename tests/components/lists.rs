//! What every list has in common.

use carnet::domain::event::EventContent;

use crate::support::sandbox::Sandbox;

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
    let pointed = |stage: &crate::support::stage::Stage| stage.pointed().unwrap_or_default().0;
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
