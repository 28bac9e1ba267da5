//! The purge, once a year: reminded of, shown, and done for good.

use crate::support::opened::quit;
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
    let mut carnet = sandbox.open(100, 30);
    carnet.press("F2");
    carnet.wait_for("Notes d’avant le lundi 1er septembre 2025");
    carnet.press("↓ ↓ ↓ Entrée");
    carnet.wait_for("À effacer : 1 note");
    carnet.wait_for("mar. 12 sept. 2023  Café de rentrée");
    // The button in hand is the one that does nothing.
    carnet.press("Suppr");
    carnet.wait_for("Cela ne s’annule pas");
    carnet.press("Entrée");
    carnet.wait_for_no("Cela ne s’annule pas");
    carnet.press("Suppr ← Entrée");
    carnet.wait_for("Effacé pour de bon : 1 note");
    carnet.press("Entrée");
    carnet.wait_for_no("Effacé pour de bon");
    // It is done for the school year.
    carnet.wait_for_no("Notes d’avant le");
    quit(&mut carnet);
    assert!(!holds("mirabelle-notes"));
    assert!(holds("framboise-notes"));
}

#[test]
fn another_term_is_chosen_from_the_settings_and_one_can_put_it_aside() {
    let sandbox = Sandbox::of(CSV);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("F2");
    carnet.wait_for("Notes d’avant le");
    carnet.press("↓ ↓ ↓ Suppr");
    carnet.wait_for("Écarté jusqu’à la prochaine rentrée");
    carnet.press("F6 Page_suiv. ↓ ↓ ↓ ↓ ↓ Entrée");
    carnet.wait_for("Avant septembre 2024");
    carnet.press("↑ Entrée");
    carnet.wait_for("Notes d’avant le mardi 1er septembre 2026");
    carnet.press("D ↓ ↓ ↓ Entrée");
    carnet.type_text("1/9/2022");
    carnet.press("Entrée");
    carnet.wait_for("Aucun événement d’avant cette date");
    carnet.press("Suppr");
    carnet.wait_for("Rien à effacer avant cette date");
    quit(&mut carnet);
}
