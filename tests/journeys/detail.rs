//! An event on a screen of its own: its keys are about it, wherever it was opened from.

use carnet::domain::event::publication::Publication;

use crate::desk::{Desk, in_hand};

const THREE: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n\
    Alpha;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;25/11/2026;18:00;19:00;9;Venez;à saisir\n\
    Bravo;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;26/11/2026;18:00;19:00;9;Venez;à saisir\n\
    Charlie;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;27/11/2026;18:00;19:00;9;Venez;à saisir\n";

#[test]
fn an_event_opened_from_the_first_screen_is_the_one_acted_on_whatever_the_list_shows() {
    let desk = Desk::of(THREE);
    let mut carnet = desk.open(100, 30);
    carnet.press("Ctrl+F");
    carnet.type_text("charlie");
    carnet.press("Entrée");
    carnet.wait_for("1 sur 3");
    carnet.press("F2");
    carnet.click_on("Alpha");
    carnet.wait_until("Alpha in hand", in_hand("Alpha"));
    carnet.press("Entrée");
    carnet.wait_for("mer. 25 nov. 2026, demain");
    for (key, opens) in [
        ("M", "Modifier « Alpha »"),
        ("A", "Attestation de « Alpha »"),
        ("K", "Check-list de « Alpha »"),
        ("R", "Répéter « Alpha »"),
        ("S", "Fiche de saisie de « Alpha »"),
        ("P", "Publication de « Alpha »"),
        ("O", "Garder « Alpha » comme modèle…"),
    ] {
        carnet.press(key);
        carnet.wait_for(opens);
        carnet.press("Échap");
        carnet.wait_for("C cloner");
    }
    carnet.press("Suppr");
    carnet.wait_for("Supprimer « Alpha » ?");
    carnet.press("Entrée");
    carnet.wait_for("Suppression de « Alpha ».");
    carnet.wait_for("Ce qui attend");
    let titles: Vec<String> = desk
        .events()
        .into_iter()
        .map(|event| event.content.title)
        .collect();
    assert_eq!(titles, ["Bravo", "Charlie"]);
}

#[test]
fn an_event_that_its_new_state_hides_from_the_list_stays_the_one_acted_on() {
    let desk = Desk::of(THREE);
    let mut carnet = desk.open(100, 30);
    carnet.press("V");
    carnet.type_text("saisir");
    carnet.press("Entrée");
    carnet.wait_for("3 sur 3");
    carnet.press("Entrée");
    carnet.wait_for("mer. 25 nov. 2026, demain");
    for title in ["Alpha", "Bravo"] {
        carnet.press("P");
        carnet.wait_for(&format!("Publication de « {title} »"));
        carnet.type_text("soumis");
        carnet.press("Entrée");
        carnet.wait_for(&format!("« {title} » : ◐ soumis."));
        carnet.press("P");
        carnet.wait_for(&format!("Publication de « {title} »"));
        carnet.press("Échap");
        // The next, and none is passed over.
        carnet.press("→");
        carnet.wait_for_no(title);
    }
    carnet.wait_for("ven. 27 nov. 2026");
    assert_eq!(desk.event("Bravo").publication, Publication::Submitted);
    assert_eq!(desk.event("Charlie").publication, Publication::ToEnter);
}

#[test]
fn an_event_opened_from_a_notice_goes_on_in_the_list_of_that_notice() {
    let desk = Desk::of(
        "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n\
        Alpha;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;25/11/2026;18:00;19:00;9;Venez;à saisir\n\
        Bravo;;;;;Macé;;26/11/2026;18:00;19:00;9;;brouillon\n\
        Charlie;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;27/11/2026;18:00;19:00;9;Venez;à saisir\n",
    );
    let mut carnet = desk.start(100, 30);
    carnet.wait_until("the notice in hand", in_hand("à saisir sur le site"));
    carnet.press("Entrée");
    carnet.wait_for("Filtres : à saisir ×");
    carnet.press("Entrée");
    carnet.wait_for("mer. 25 nov. 2026, demain");
    carnet.press("→");
    carnet.wait_for("ven. 27 nov. 2026");
    // Those of the week follow one another too.
    carnet.press("F2");
    carnet.click_on("Alpha");
    carnet.press("Entrée");
    carnet.wait_for("mer. 25 nov. 2026, demain");
    carnet.press("→");
    carnet.wait_for("jeu. 26 nov. 2026");
}

#[test]
fn what_was_declared_and_what_the_site_says_otherwise_are_told() {
    let desk = Desk::of(
        "Titre;Lieu;Date;Début;Fin;Publication\n\
        Tenu;Macé;17/11/2026;18:00;19:00;publié\n\
        Déplacé;Macé;01/12/2026;18:00;19:00;publié\n",
    );
    let moved = desk.event("Déplacé");
    let mut content = moved.content.clone();
    content.venue.name = "Curie".to_owned();
    desk.change(|change| change.modify_event(moved.id, moved.revision, &content));
    let mut carnet = desk.start(100, 30);
    carnet.press("A");
    carnet.wait_for("Attestation de « Tenu »");
    carnet.type_text("9");
    carnet.press("Tab Tab Tab");
    carnet.type_text("Salle comble");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Tenu » : 9 présents.");
    carnet.press("F3 Début Entrée");
    carnet.wait_for("↻ À corriger sur le site : lieu : Macé → Curie.");
    carnet.press("→");
    carnet.wait_for("✓ remplie · 9 présents");
    carnet.wait_for("Le questionnaire de satisfaction a-t-il été soumis aux parents ? oui");
    carnet.wait_for("Salle comble");
}
