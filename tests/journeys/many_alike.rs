//! Twenty alike events, and what each costs in keys.

use crate::support::opened::press_times;
use crate::support::sandbox::Sandbox;

const KNOWN: &str = "Titre;Typologie;Lieu;Adresse;CP;Commune\n\
    Ancien;Collège;Jean Jaurès;3 rue du Stade;25200;Montbéliard\n";

/// What the issue allows beyond the text typed.
const MOST: usize = 25;

#[test]
fn twenty_alike_events_cost_few_keys_each() {
    let sandbox = Sandbox::of(KNOWN);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    let mut costs = Vec::new();
    for index in 1..=20 {
        let (keys, typed) = (carnet.keystrokes(), carnet.typed());
        carnet.type_text(&format!("Café des parents n° {index}"));
        if index == 1 {
            carnet.press("Tab Tab");
            // What is typed to choose is no text of the event: it counts as keys.
            carnet.press("j a u Entrée");
            carnet.press("p Entrée");
            carnet.press("c a Entrée");
            carnet.press("e d Entrée");
            // No second theme.
            carnet.press("Tab");
        } else {
            // Straight to what the last one did not leave.
            carnet.press("Entrée");
        }
        carnet.type_text(&format!("+{}", 7 * index));
        if index == 1 {
            carnet.press("Tab");
            carnet.type_text("18h-19h30");
            carnet.press("Tab");
            carnet.type_text("12");
            press_times(&mut carnet, "Tab", 3);
        } else {
            carnet.press("Entrée");
        }
        carnet.type_text("Un moment convivial.");
        carnet.wait_for("complet pour le site");
        carnet.press("Ctrl+N");
        if index == 1 {
            // Asked of the first, and answered for those alike.
            carnet.wait_for("Hors temps scolaire");
            carnet.press("Entrée");
            carnet.wait_for("La réponse vaut aussi pour les suivants.");
            carnet.wait_for("▸ À saisir");
            carnet.press("Entrée");
        }
        carnet.wait_for(&format!(
            "« Café des parents n° {index} » enregistré, complet : à saisir sur le site."
        ));
        costs.push((carnet.keystrokes() - keys, carnet.typed() - typed));
    }
    println!("keys pressed and characters typed for each of the twenty: {costs:?}");
    assert!(costs.iter().all(|(keys, _)| *keys <= MOST), "{costs:?}");
    assert!(costs[1..].iter().all(|(keys, _)| *keys == 3), "{costs:?}");
    for shown in ["Café", "Educonnect", "Parents", "Jean Jaurès"] {
        assert!(carnet.screen().contains(shown), "{shown}{carnet}");
    }
    // Nothing of the last is left but what they share, so that leaving asks nothing.
    carnet.press("Échap");
    carnet.wait_for("21 événements");
}
