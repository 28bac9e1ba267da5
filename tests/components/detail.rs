//! An event on a screen of its own: its keys are about it, wherever it was opened from.

use carnet::domain::event::publication::Publication;

use crate::support::sandbox::Sandbox;

const THREE: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n\
    Alpha;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;25/11/2026;18:00;19:00;9;Venez;à saisir\n\
    Bravo;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;26/11/2026;18:00;19:00;9;Venez;à saisir\n\
    Charlie;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;27/11/2026;18:00;19:00;9;Venez;à saisir\n";

#[test]
fn an_event_opened_from_the_first_screen_is_the_one_acted_on_whatever_the_list_shows() {
    let sandbox = Sandbox::of(THREE);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("Ctrl+F")
        .type_text("charlie")
        .press("Entrée")
        .shows("1 sur 3");
    stage.press("F2").click_on("Alpha").selects("Alpha");
    stage.press("Entrée").shows("mer. 25 nov. 2026, demain");
    for (key, opens) in [
        ("M", "Modifier « Alpha »"),
        ("A", "Attestation de « Alpha »"),
        ("K", "Check-list de « Alpha »"),
        ("R", "Répéter « Alpha »"),
        ("S", "Fiche de saisie de « Alpha »"),
        ("P", "Publication de « Alpha »"),
        ("O", "Garder « Alpha » comme modèle…"),
    ] {
        stage.press(key).shows(opens);
        stage.press("Échap").shows("C cloner");
    }
    stage.press("Suppr").shows("Supprimer « Alpha » ?");
    stage
        .press("Entrée")
        .shows("Suppression de « Alpha ».")
        .shows("Ce qui attend");
    let titles: Vec<String> = sandbox
        .events()
        .into_iter()
        .map(|event| event.content.title)
        .collect();
    assert_eq!(titles, ["Bravo", "Charlie"]);
}

#[test]
fn an_event_that_its_new_state_hides_from_the_list_stays_the_one_acted_on() {
    let sandbox = Sandbox::of(THREE);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("V")
        .type_text("saisir")
        .press("Entrée")
        .shows("3 sur 3");
    stage.press("Entrée").shows("mer. 25 nov. 2026, demain");
    for title in ["Alpha", "Bravo"] {
        stage
            .press("P")
            .shows(&format!("Publication de « {title} »"));
        stage
            .type_text("soumis")
            .press("Entrée")
            .shows(&format!("« {title} » : ◐ soumis."));
        stage
            .press("P")
            .shows(&format!("Publication de « {title} »"));
        stage.press("Échap");
        // The next, and none is passed over.
        stage.press("→").hides(title);
    }
    stage.shows("ven. 27 nov. 2026");
    assert_eq!(sandbox.event("Bravo").publication, Publication::Submitted);
    assert_eq!(sandbox.event("Charlie").publication, Publication::ToEnter);
}

#[test]
fn an_event_opened_from_a_notice_goes_on_in_the_list_of_that_notice() {
    let sandbox = Sandbox::of(
        "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n\
        Alpha;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;25/11/2026;18:00;19:00;9;Venez;à saisir\n\
        Bravo;;;;;Macé;;26/11/2026;18:00;19:00;9;;brouillon\n\
        Charlie;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;27/11/2026;18:00;19:00;9;Venez;à saisir\n",
    );
    let mut stage = sandbox.start(100, 30);
    stage.selects("à saisir sur le site");
    stage.press("Entrée").shows("Filtres : à saisir ×");
    stage.press("Entrée").shows("mer. 25 nov. 2026, demain");
    stage.press("→").shows("ven. 27 nov. 2026");
    // Those of the week follow one another too.
    stage
        .press("F2")
        .click_on("Alpha")
        .press("Entrée")
        .shows("mer. 25 nov. 2026, demain");
    stage.press("→").shows("jeu. 26 nov. 2026");
}

#[test]
fn the_attestation_and_the_corrections_for_the_site_are_shown() {
    let sandbox = Sandbox::of(
        "Titre;Lieu;Date;Début;Fin;Publication\n\
        Tenu;Macé;17/11/2026;18:00;19:00;publié\n\
        Déplacé;Macé;01/12/2026;18:00;19:00;publié\n",
    );
    let moved = sandbox.event("Déplacé");
    let mut content = moved.content.clone();
    content.venue.name = "Curie".to_owned();
    sandbox.change(|change| change.modify_event(moved.id, moved.revision, &content));
    let mut stage = sandbox.start(100, 30);
    stage.press("A").shows("Attestation de « Tenu »");
    stage
        .type_text("9")
        .press("Tab Espace Tab Tab")
        .type_text("Salle comble")
        .press("Ctrl+S")
        .shows("« Tenu » : 9 présents.");
    stage
        .press("F3 Début Entrée")
        .shows("↻ À corriger sur le site : lieu : Macé → Curie.");
    stage
        .press("→")
        .shows("✓ remplie · 9 présents")
        .shows("Le questionnaire de satisfaction a-t-il été soumis aux parents ? oui")
        .shows("Parents volontaires pour devenir Parent Ressource : non renseigné")
        .shows("Salle comble");
}

/// An event with a description of 40 sentences, and notes.
fn long() -> String {
    let sentences: Vec<String> = (1..=40).map(|n| format!("Phrase numéro {n}.")).collect();
    format!(
        "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Description;Notes\n\
         Alpha;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;25/11/2026;{};Clé au gardien\n",
        sentences.join(" ")
    )
}

#[test]
fn a_long_description_is_read_to_its_end_and_the_screen_says_how() {
    let sandbox = Sandbox::of(&long());
    let mut stage = sandbox.open(80, 24);
    stage
        .press("Entrée")
        .shows("Nom du lieu de l'évènement  Macé")
        .shows("Public-cible                Parents")
        .shows("Description de l'évènement")
        .shows("↓ la suite : flèche bas")
        .hides("Phrase numéro 40.")
        .hides("Clé au gardien");
    stage
        .press_times("↓", 12)
        .shows("Phrase numéro 40.")
        .shows("Interne, jamais publié")
        .shows("Clé au gardien")
        .shows("↑ le début : flèche haut")
        .hides("↓ la suite");
    // Beside the list, where the arrows move through the events, another key is named.
    let mut stage = sandbox.open(120, 30);
    stage.shows("↓ la suite : Entrée");
}

#[test]
fn on_a_wide_screen_the_description_stands_beside_the_facts() {
    let sandbox = Sandbox::of(&long());
    for (columns, rows) in [(120, 40), (200, 50)] {
        let mut stage = sandbox.open(columns, rows);
        stage
            .press("Entrée")
            .shows_line(&["Alpha", "│", "Description de l'évènement"])
            .shows("Phrase numéro 40.")
            .shows("Clé au gardien");
    }
}

#[test]
fn children_are_welcome_or_not_in_plain_words() {
    let sandbox = Sandbox::of("Titre;Date;Enfants bienvenus\nAtelier;25/11/2026;oui\n");
    let mut stage = sandbox.open(120, 40);
    stage
        .selects("Atelier")
        .shows_line(&["Enfants  ", "bienvenus"]);
    stage
        .press("Entrée")
        .shows_line(&["Enfants bienvenus  ", " oui"])
        .hides("bienvenus\n");
}

#[test]
fn a_title_that_is_cut_closes_its_guillemets() {
    let sandbox = Sandbox::of(
        "Titre;Date\nSuivre la scolarité de son enfant en ligne, de la maternelle au lycée;25/11/2026\n",
    );
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut stage = sandbox.open(columns, rows);
        stage
            .press("P")
            .shows("Publication de « Suivre la scolarité")
            .shows("… » ─");
    }
}
