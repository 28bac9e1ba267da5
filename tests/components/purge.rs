//! The purge, once a year: reminded of, shown, and done for good.

use crate::support::sandbox::Sandbox;

const CSV: &str = "titre;date;notes\n\
    Café de rentrée;12/09/2023;mirabelle-notes\n\
    Atelier du soir;24/11/2026;framboise-notes\n";

#[test]
fn the_yearly_purge_is_offered_shown_and_done_for_good() {
    let sandbox = Sandbox::of(CSV);
    let holds = |word: &str| {
        let bytes = std::fs::read(sandbox.path("carnet.db")).unwrap();
        bytes
            .windows(word.len())
            .any(|piece| piece == word.as_bytes())
    };
    assert!(holds("mirabelle-notes"));
    let mut stage = sandbox.open(100, 30);
    stage
        .press("F2")
        .shows("Notes d’avant le lundi 1er septembre 2025");
    stage
        .press("↓ ↓ ↓ Entrée")
        .shows("À effacer : 1 note")
        .shows("mar. 12 sept. 2023  Café de rentrée");
    // The selected button is the one that does nothing.
    stage.press("Suppr").shows("Cela ne s’annule pas");
    stage.press("Entrée").hides("Cela ne s’annule pas");
    stage
        .press("Suppr ← Entrée")
        .shows("Effacé pour de bon : 1 note");
    stage.press("Entrée").hides("Effacé pour de bon");
    // It is done for the school year.
    stage.hides("Notes d’avant le");
    stage.quit();
    assert!(!holds("mirabelle-notes"));
    assert!(holds("framboise-notes"));
}

#[test]
fn another_day_is_chosen_from_the_settings_and_the_purge_can_be_dismissed() {
    let sandbox = Sandbox::of(CSV);
    let mut stage = sandbox.open(100, 30);
    stage.press("F2").shows("Notes d’avant le");
    stage
        .press("↓ ↓ ↓ Suppr")
        .shows("Écarté jusqu’à la prochaine rentrée");
    stage
        .press("F6 Page_suiv. ↓ ↓ ↓ ↓ ↓ Entrée")
        .shows("Avant septembre 2024");
    stage
        .press("↑ Entrée")
        .shows("Notes d’avant le mardi 1er septembre 2026");
    stage
        .press("D ↓ ↓ ↓ Entrée")
        .type_text("1/9/2022")
        .press("Entrée")
        .shows("Aucun événement d’avant cette date");
    // With nothing to erase, erasing is not offered.
    stage
        .shows("Ctrl+O autre date")
        .hides("Suppr effacer")
        .shows("Rien à effacer avant cette date")
        .press("Suppr")
        .hides("Cela ne s’annule pas");
    stage.quit();
}

#[test]
fn nobody_is_reminded_to_erase_where_no_old_event_has_notes() {
    let sandbox = Sandbox::of(
        "titre;date;notes\n\
        Café de rentrée;12/09/2023;\n\
        Atelier du soir;24/11/2026;framboise-notes\n",
    );
    let mut stage = sandbox.open(100, 30);
    stage
        .press("F2")
        .shows("Ce qui attend")
        .hides("Notes d’avant");
}
