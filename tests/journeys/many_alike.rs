//! Twenty alike events, and what each costs in keys.

use crate::desk::{Desk, in_hand, press_times};

const KNOWN: &str = "Titre;Typologie;Lieu;Adresse;CP;Commune\n\
    Ancien;Collège;Jean Jaurès;3 rue du Stade;25200;Montbéliard\n";

/// What the issue allows beyond the text typed.
const MOST: usize = 25;

#[test]
fn twenty_alike_events_cost_few_keys_each() {
    let desk = Desk::of(KNOWN);
    let mut carnet = desk.open(100, 30);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    let mut costs = Vec::new();
    for index in 1..=20 {
        let (keys, typed) = (carnet.keystrokes(), carnet.typed());
        carnet.type_text(&format!("Café des parents n° {index}"));
        if index == 1 {
            carnet.press("Tab");
            // What is typed to choose is no text of the event: it counts as keys.
            carnet.press("c a Entrée");
            carnet.press("e d Entrée");
            // No second theme: « Aucune » is first.
            carnet.press("Entrée");
            carnet.press("p Entrée");
            carnet.press("j a u Entrée");
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

#[test]
fn held_elsewhere_the_next_one_asks_what_that_place_is() {
    let desk = Desk::of(KNOWN);
    let mut carnet = desk.open(100, 30);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Premier");
    press_times(&mut carnet, "Tab", 5);
    carnet.type_text("jau");
    carnet.wait_for("▌Jean Jaurès, Montbéliard");
    carnet.press("Entrée Ctrl+N");
    carnet.wait_for("« Premier » enregistré");
    press_times(&mut carnet, "Tab", 5);
    carnet.press("Ctrl+A");
    carnet.type_text("Victor Hugo");
    carnet.press("Entrée");
    carnet.wait_until("the kind of place", in_hand("Typologie du lieu"));
    carnet.wait_for_no("3 rue du Stade");
}
