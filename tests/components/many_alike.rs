//! Twenty alike events, and what each costs in keys.

use crate::support::sandbox::Sandbox;

const KNOWN: &str = "Titre;Typologie;Lieu;Adresse;CP;Commune\n\
    Ancien;Collège;Jean Jaurès;3 rue du Stade;25200;Montbéliard\n";

#[test]
fn a_next_event_at_another_place_asks_for_its_fields() {
    let sandbox = Sandbox::of(KNOWN);
    let mut stage = sandbox.open(100, 30);
    stage.press("N").shows("Nouvel événement");
    stage
        .type_text("Premier")
        .press_times("Tab", 2)
        .type_text("jau")
        .shows("▌Jean Jaurès, Montbéliard");
    stage.press("Entrée Ctrl+N").shows("« Premier » enregistré");
    stage
        .press_times("Tab", 2)
        .press("Ctrl+A")
        .type_text("Victor Hugo")
        .press("Entrée")
        .selects("Lieu de l’évènement")
        .hides("3 rue du Stade");
}
