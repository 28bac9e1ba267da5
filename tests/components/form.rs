//! The form: a new event, what it understands, what it says is wrong, and what it never loses.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

/// The places of the fields, in the order of Tab.
const VENUE: usize = 2;
const THEME: usize = 8;
const DATE: usize = 10;

const ONE_PLACE: &str = "Titre;Typologie;Lieu;Adresse;CP;Commune;Date;Début;Fin\n\
    Café d’hier;Collège;Jean Jaurès;3 rue du Stade;25200;Montbéliard;25/11/2026;18:00;19:30\n";

/// Opens the form of a new event, and goes `fields` further with Tab.
fn new_event(stage: &mut Stage, fields: usize) {
    stage.press("N").shows("Nouvel événement");
    stage.press_times("Tab", fields);
}

#[test]
fn a_new_event_is_typed_whole_with_both_themes_in_one_visit() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, 0);
    stage.type_text("Les jeux vidéo, parlons-en").press("Tab");
    // Typing on a list opens it, already filtered.
    stage
        .type_text("media")
        .shows("› media")
        .press("Entrée")
        .type_text("Médiathèque Louis Garret")
        .press("Tab")
        .type_text("2 rue de la Paix")
        .press("Tab")
        .type_text("70000")
        .press("Tab")
        .type_text("Vesoul")
        .press("Tab")
        .type_text("par")
        .press("Entrée")
        .type_text("cafe")
        .shows("d'échange autour d'une thématique.");
    stage.press("Entrée Entrée").shows("tapez pour chercher");
    stage
        .type_text("JEUX VIDEO")
        .shows("PEGI")
        .hides("Cyberharcèlement");
    // The second theme is optional: it waits to be asked for, and the main one is not offered again.
    stage.press("Entrée").hides("facultative");
    stage
        .type_text("video")
        .shows("Thématique secondaire, facultative")
        .shows("Rien ne correspond.");
    stage
        .erase(5)
        .type_text("ecran")
        .press("Entrée")
        .hides("facultative");
    stage
        .type_text("+3")
        .shows("→ ven. 27 nov. 2026, dans 3 jours");
    stage.press("Tab").type_text("18h-19h30");
    // The end is given with the beginning: the places are next.
    stage.press("Tab").shows_line(&["Fin ", "  19 h 30"]);
    stage.type_text("9");
    // Typing in a field with a value replaces it, a number too.
    stage
        .press("Tab Maj+Tab")
        .type_text("12")
        .press("Tab Espace")
        .shows("[x] oui")
        .shows("Espace change la réponse.");
    stage
        .press("Entrée")
        .type_text("https://exemple.fr/inscription")
        .press("Tab")
        .type_text("Venez comme vous êtes.")
        .press("Entrée")
        .type_text("On joue, on parle.")
        .shows("41 caractères");
    stage
        .press("Tab")
        .type_text("Prévoir une manette.")
        .shows("complet pour le site")
        .shows("○ brouillon");
    stage
        .press("Ctrl+S")
        .shows("« Les jeux vidéo, parlons-en » devient « à saisir » ?");
    stage
        .press("Entrée")
        .shows("« Les jeux vidéo, parlons-en » enregistré, complet : à saisir sur le site.")
        .shows("1 événement")
        .shows("▸ à saisir");
    stage.quit();

    let event = sandbox.events().remove(0);
    let content = event.content;
    let references = sandbox.store().references().unwrap();
    assert_eq!(references.label(content.category), "Café des parents");
    assert_eq!(references.label(content.theme), "Jeux vidéo");
    assert_eq!(references.label(content.second_theme), "Temps d’écran");
    assert_eq!(references.label(content.audience), "Parents");
    assert_eq!(
        references.label(content.venue.kind),
        "Médiathèque, bibliothèque"
    );
    assert_eq!(content.venue.commune, "Vesoul");
    assert_eq!(content.seats, Some(12));
    assert!(content.children_welcome);
    assert_eq!(
        content.description,
        "Venez comme vous êtes.\nOn joue, on parle."
    );
    assert_eq!(content.notes, "Prévoir une manette.");
}

#[test]
fn every_picker_opens_on_the_present_value() {
    let sandbox = Sandbox::of(
        "Titre;Type;Thématique;Thématique secondaire;Public;Typologie;Lieu;Commune;Date\n\
         Un;Café des parents;Prise en main d'équipements;Jeux vidéo;Parents;Collège;Pergaud;Ornans;01/12/2026\n\
         Deux;Séminaire;Educonnect;;Médiateurs;École;Curie;Saône;02/12/2026\n",
    );
    let before = sandbox.event("Un");
    let mut stage = sandbox.open(120, 40);
    stage.press("Fin").selects("Un");
    stage.press("M").shows("Modifier « Un »").press("Tab");
    stage
        .press("Entrée")
        .shows_line(&["▌Collège", "actuel"])
        .press("Échap Tab Ctrl+O")
        .shows_line(&["▌Pergaud, Ornans", "actuel"])
        .press("Échap Tab Tab Tab");
    for value in [
        "Parents",
        "Café des parents",
        "Prise en main d'équipements",
        "Jeux vidéo",
    ] {
        stage
            .press("Tab Entrée")
            .shows_line(&["▌", value, "actuel"]);
        stage.press("Échap");
    }
    // Accepted as it is, it stays.
    stage.press("Maj+Tab");
    stage
        .press("Entrée Entrée Entrée Ctrl+S")
        .shows("Mes événements · 2 événements");
    assert_eq!(sandbox.event("Un").content, before.content);
    // So does the picker of a small record.
    stage.press("F7 Fin Entrée Tab Entrée");
    stage.shows_line(&["▌Collège", "actuel"]);
}

#[test]
fn what_a_picker_has_to_cut_is_read_whole() {
    let longest = "Accès aux droits (cantine, périscolaire, pass culture, bourses, orientation)";
    let definition = "Aide générale ou personnalisée aux familles pour accéder aux";
    let sandbox = Sandbox::empty();
    for (columns, rows) in [(120, 40), (200, 50)] {
        let mut stage = sandbox.open(columns, rows);
        new_event(&mut stage, THEME);
        stage.press("Entrée").shows_line(&["▌", longest]);
        stage
            .press("Fin Début")
            .shows("Aide générale ou personnalisée");
    }
    // Without room for it, below the list, with its definition.
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, THEME);
    stage
        .press("Entrée")
        .shows("│ Accès aux droits (cantine, périscolaire, pass culture, bourses,")
        .shows("│ orientation)")
        .shows(definition)
        .shows("Autre « Parentalité et numérique »");
    stage
        .press("↓")
        .hides("orientation)")
        .shows("outils de prévention ou de signalement");
}

#[test]
fn the_definitions_of_the_memento_are_read_whole() {
    let sandbox = Sandbox::empty();
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut stage = sandbox.open(columns, rows);
        new_event(&mut stage, THEME);
        stage.press("Entrée").type_text("educ");
        shows_words(
            &mut stage,
            "Aide générale ou personnalisée à l'utilisation de ce portail.",
        );
        stage.erase(4).type_text("jeux");
        shows_words(
            &mut stage,
            "Contient à la fois des informations concernant l'usage des jeux vidéo (ex : PEGI, etc.) \
             mais aussi les outils de prévention ou de signalement (ex : contenus inappropriés).",
        );
    }
}

/// Expects a text that may be cut into lines, each in a column of the screen.
fn shows_words(stage: &mut Stage, text: &str) {
    for word in text.split(' ') {
        stage.shows(word);
    }
}

#[test]
fn a_long_text_shows_its_beginning_once_left_and_marks_what_is_hidden() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    let title = "Café des parents – comment accompagner ses enfants dans la découverte des écrans";
    stage
        .type_text(title)
        .shows_line(&["Titre", " ‹", "des écrans"]);
    let head = "Café des parents – comment accompagner ses enfa…";
    stage.press("Tab").shows_line(&["Titre", head]);
    stage
        .press("Maj+Tab")
        .hides("Café")
        .press("Début")
        .hides("‹");
    // A field that is still empty shows where it is.
    stage
        .shows_line(&["Public-cible *", "▁▁▁▁"])
        .shows("Lieu\n");
}

#[test]
fn a_date_typed_or_pasted_with_its_hours_fills_both() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, DATE);
    stage
        .type_text("3 décembre à 18h")
        .shows("→ jeu. 3 déc. 2026, 18 h");
    // The end is next.
    stage
        .press("Tab")
        .shows_line(&["Date", "jeu. 3 déc. 2026", "→ dans 9 jours"])
        .shows_line(&["Début", "18 h"]);
    stage.type_text("20h").press("Maj+Tab Maj+Tab Ctrl+A");
    stage.paste("mardi 24 novembre 2026 de 18h à 19h30");
    // The places are next.
    stage.press("Entrée").type_text("12");
    stage.press_times("Maj+Tab", DATE + 3).type_text("Café");
    stage.press("Ctrl+S").shows("enregistré");
    let content = sandbox.events().remove(0).content;
    assert_eq!(content.date.unwrap().to_string(), "2026-11-24");
    assert_eq!(content.starts.unwrap().to_string(), "18:00:00");
    assert_eq!(content.ends.unwrap().to_string(), "19:30:00");
    assert_eq!(content.seats, Some(12));
}

#[test]
fn what_was_understood_of_a_date_is_shown_in_full() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(90, 24);
    new_event(&mut stage, DATE);
    for (typed, understood) in [
        ("24/11", "→ mar. 24 nov. 2026, aujourd'hui"),
        ("25/11/26", "→ mer. 25 nov. 2026, demain"),
        ("26 nov", "→ jeu. 26 nov. 2026, dans 2 jours"),
        ("vendredi", "→ ven. 27 nov. 2026, dans 3 jours"),
        ("mardi prochain", "→ mar. 1er déc. 2026, dans 7 jours"),
        ("demain", "→ mer. 25 nov. 2026, demain"),
        ("+9", "→ jeu. 3 déc. 2026, dans 9 jours"),
    ] {
        stage.type_text(typed).shows(understood);
        stage.erase(typed.chars().count()).hides("→");
    }
    stage.press("Tab");
    for (typed, understood) in [
        ("18h", "→ 18 h"),
        ("18h30", "→ 18 h 30"),
        ("1745", "→ 17 h 45"),
    ] {
        stage.type_text(typed).shows(understood);
        stage.erase(typed.chars().count()).hides("→");
    }
}

#[test]
fn a_month_to_pick_from_opens_on_ctrl_o() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, DATE);
    stage.press("Ctrl+O").shows("novembre 2026").shows("lun.");
    stage.press("→ ↓").shows("mer. 2 déc. 2026, dans 8 jours");
    stage
        .press("Page_suiv.")
        .shows("janvier 2027")
        .shows("Vacances scolaires : Noël.");
    stage.press("Début").shows("novembre 2026");
    stage
        .press("← Entrée")
        .hides("novembre 2026")
        .shows("lun. 23 nov. 2026   → hier")
        .shows("Cette date est passée.");
}

#[test]
fn a_date_that_may_be_a_slip_is_warned_of_and_not_refused() {
    let sandbox = Sandbox::of(ONE_PLACE);
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    stage.type_text("Atelier").press_times("Tab", DATE);
    for (typed, warnings) in [
        ("23/11", &["Cette date est passée."][..]),
        ("29/11", &["C'est un dimanche."]),
        (
            "25/12",
            &["Jour férié : Noël.", "Vacances scolaires : Noël."],
        ),
        ("15/02/2027", &["Vacances scolaires : Hiver."]),
    ] {
        stage.type_text(typed);
        for warning in warnings {
            stage.shows(&format!("⚠ {warning}"));
        }
        stage.erase(typed.len()).hides("⚠");
    }
    stage
        .type_text("demain")
        .press("Tab")
        .type_text("19h")
        .press("Tab")
        .shows("⚠ Au même moment : « Café d'hier ».");
    stage
        .press("Ctrl+S")
        .shows("« Atelier » enregistré comme brouillon.");
}

#[test]
fn three_letters_of_a_known_place_fill_it_in() {
    let sandbox = Sandbox::of(ONE_PLACE);
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, VENUE);
    stage
        .type_text("ja")
        .shows("▌Nom du lieu de l’évènement *  ja")
        .hides("1 fois");
    stage
        .type_text("u")
        .shows("▌Jean Jaurès, Montbéliard  · 1 fois");
    stage
        .press("Entrée")
        .shows("Collège")
        .shows("3 rue du Stade")
        .shows("25200")
        .shows("Montbéliard");
    // What is below the place is next.
    stage.type_text("par").shows("› par");
}

#[test]
fn a_known_place_without_a_commune_is_named_alone() {
    let sandbox = Sandbox::of("Titre;Lieu\nCafé d’hier;Victor Hugo\n");
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, VENUE);
    stage.type_text("vic").shows("▌Victor Hugo  · 1 fois");
}

#[test]
fn another_place_never_keeps_the_address_of_the_one_before() {
    let sandbox = Sandbox::of(ONE_PLACE);
    // A known place is taken, then another typed and saved without leaving the field.
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    stage
        .type_text("Ailleurs")
        .press_times("Tab", VENUE)
        .type_text("jau")
        .shows("▌Jean Jaurès, Montbéliard");
    stage.press("Entrée").shows("3 rue du Stade");
    stage
        .press_times("Maj+Tab", 4)
        .press("Ctrl+A")
        .type_text("Victor Hugo")
        .press("Ctrl+S")
        .shows("« Ailleurs » enregistré comme brouillon.");
    stage.quit();
    let venue = sandbox.event("Ailleurs").content.venue;
    assert_eq!(
        (venue.name.as_str(), venue.address.as_str(), venue.kind),
        ("Victor Hugo", "", None)
    );
}

#[test]
fn a_copy_at_another_place_does_not_keep_the_address_either() {
    let sandbox = Sandbox::of(ONE_PLACE);
    let mut stage = sandbox.open(80, 24);
    stage.press("C").shows("Copie, sans attestation");
    stage
        .press_times("Tab", VENUE)
        .press("Ctrl+A")
        .type_text("Victor Hugo")
        .press("Ctrl+S")
        .shows("enregistré comme brouillon.");
    stage.quit();
    let events = sandbox.events();
    let copy = events
        .iter()
        .find(|event| event.content.venue.name == "Victor Hugo");
    let venue = &copy.unwrap().content.venue;
    assert_eq!((venue.address.as_str(), venue.kind), ("", None));
}

#[test]
fn an_invalid_value_is_reported_at_its_field_and_the_text_stays() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, DATE);
    for (typed, sentence, tabs) in [
        ("31/02", "✗ Ce jour n'existe pas dans le calendrier.", 1),
        ("25h", "✗ Une journée va de 0 h à 23 h 59.", 2),
        ("beaucoup", "✗ Un nombre entier, par exemple 12.", 2),
        ("exemple", "✗ Un lien commence par https://", 1),
    ] {
        stage
            .type_text(typed)
            .press_times("Tab", tabs)
            .shows(sentence)
            .shows(typed);
    }
    stage
        .press("Ctrl+S")
        .shows("5 champs sont à corriger. Rien n'est perdu.");
    // The first of them is selected: the title, and the text typed is where it was.
    stage.shows("✗ Un titre est nécessaire pour enregistrer");
    stage
        .type_text("Atelier")
        .press_times("Tab", DATE)
        .shows("31/02")
        .shows("✗ Ce jour n'existe pas");
    stage.erase(5).hides("✗ Ce jour n'existe pas");
}

#[test]
fn the_page_of_the_site_is_drawn_beside_the_form_as_a_parent_would_read_it() {
    const ONE: &str = "Titre;Type;Thématique;Thématique secondaire;Public;Typologie;Lieu;Adresse;CP;Commune;Date;Début;Fin;Places;Description;Notes\n\
         Un;Café des parents;Jeux vidéo;Temps d'écran;Parents;Collège;Pergaud;3 rue du Stade;25290;Ornans;01/12/2026;18:00;19:30;12;On joue puis on parle.;Clé chez le gardien\n";
    for (columns, rows) in [(120, 40), (200, 50)] {
        let sandbox = Sandbox::of(ONE);
        let mut stage = sandbox.open(columns, rows);
        stage.press("M").shows("La page de l'évènement sur le site");
        for text in [
            "│ Un",
            "│ Café des parents · Jeux vidéo",
            "│ Collège · Pergaud, 3 rue du Stade",
            "25290 Ornans",
            "│ Public : parents · 12 places",
            "│ On joue puis on parle.",
        ] {
            stage.shows(text);
        }
        stage.shows("│ Mardi 1er décembre 2026,").hides("│ Clé");
        // It follows what is typed.
        stage.type_text(" beau titre").shows("│ Un beau titre");
    }
}

#[test]
fn a_title_alone_is_saved_as_a_draft_that_says_what_is_missing() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage, 0);
    stage
        .type_text("Une idée")
        .shows("○ brouillon · ■□□□□□□□□□ 1/10 pour le site · manque : lieu de l'évènement,");
    stage
        .press("Ctrl+S")
        .shows(
            "« Une idée » enregistré comme brouillon. Manque pour le site : lieu de l'évènement,",
        )
        .shows("1 événement")
        .shows("sans date")
        .shows("○ brouillon");
}

#[test]
fn leaving_with_changes_asks_once_and_the_text_is_offered_again() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    stage.press("Échap").shows("Votre carnet est prêt.");

    new_event(&mut stage, 0);
    stage
        .type_text("Presque fini")
        .press("Échap")
        .shows("Quitter le formulaire");
    stage
        .press("Échap")
        .hides("Quitter le formulaire")
        .shows("Presque fini");
    stage
        .press("Échap → Entrée")
        .shows("Votre carnet est prêt.");
    stage
        .press("N")
        .shows("« Presque fini » n'avait pas été enregistré.");
    stage.press("Entrée").hides("n'avait pas été enregistré");
    stage
        .press("Ctrl+S")
        .shows("« Presque fini » enregistré comme brouillon.");
    // Once saved, nothing waits.
    new_event(&mut stage, 0);
    stage.hides("Une saisie attend");
}

#[test]
fn leaving_can_save_too() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    stage
        .type_text("Gardé")
        .press("Échap Entrée")
        .shows("« Gardé » enregistré comme brouillon.")
        .shows("1 événement");
}

#[test]
fn ctrl_z_in_the_form_takes_the_typing_back() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    stage.type_text("zut").shows("zut");
    stage.press("Ctrl+Z Ctrl+Z Ctrl+Z").hides("zu");
    stage.press("Ctrl+Y Ctrl+Y Ctrl+Y").shows("zut");
}

#[test]
fn an_event_is_modified_and_the_change_undone() {
    let sandbox = Sandbox::of(ONE_PLACE);
    let mut stage = sandbox.open(80, 24);
    stage.press("M").shows("Modifier « Café d'hier »");
    stage
        .type_text(" et demain")
        .press("Ctrl+S")
        .shows("« Café d'hier et demain » enregistré");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : modification de « Café d'hier et demain ». Ctrl+Y pour rétablir.");
    stage.press("Échap").hides("Annulé").hides("et demain");
    stage
        .press("Ctrl+Y")
        .shows("Rétabli : modification de « Café d'hier et demain ».");
    stage.press("Échap").hides("Rétabli").shows("et demain");
}

#[test]
fn an_hour_skipped_by_summer_time_is_refused_and_a_repeated_one_is_pointed_out() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 34);
    stage.press("N").shows("Nouvel événement");
    stage
        .type_text("Nuit blanche")
        .press_times("Tab", 10)
        .type_text("28/03/2027")
        .press("Tab")
        .type_text("2h30")
        .press("Tab")
        .shows("✗ Cette nuit-là, les horloges avancent et cette heure n'existe pas.")
        .shows("Essayez 3 h.");
    stage
        .press("Ctrl+S")
        .shows("Un champ est à corriger. Rien n'est perdu.");
    // Typing in a field with a value replaces it.
    stage
        .press("Maj+Tab")
        .type_text("31/10/2027")
        .press("Tab")
        .shows("⚠ Cette nuit-là, cette heure est vécue deux fois.");
    stage.press("Ctrl+S").shows("« Nuit blanche » enregistré");
}

const COMPLETE: &str = "Titre;Type;Thématique principale;Public;Typologie;Lieu;Date;Début;Fin;Places;Description\n\
    À l’heure;Café des parents;Temps d’écran;Parents;Collège;Jean Jaurès;1/12/2026;14:00;15:00;12;Venez.\n";

#[test]
fn whether_children_may_come_out_of_school_hours_is_asked_once() {
    let sandbox = Sandbox::of(COMPLETE);
    let mut stage = sandbox.open(120, 40);
    // In school hours, nothing is asked.
    stage
        .press("M")
        .shows("Modifier")
        .press_times("Tab", DATE + 1);
    stage
        .type_text("14h30")
        .press("Ctrl+S")
        .shows("à saisir » ?");
    stage
        .press("Tab Entrée")
        .shows("enregistré comme brouillon");
    stage.press("M").press_times("Tab", DATE + 1);
    stage
        .type_text("18h-19h30")
        .press("Ctrl+S")
        .shows("Hors temps scolaire")
        .shows("Le mardi 1er décembre 2026 à 18 h");
    stage.press("Tab Entrée").shows("à saisir » ?");
    stage
        .press("Tab Entrée")
        .shows("enregistré comme brouillon");
    assert!(!sandbox.event("À l’heure").content.children_welcome);
    // Not again of the same event, nor of a copy of it.
    stage.press("M").press_times("Tab", DATE + 1);
    stage
        .type_text("18h30")
        .press("Ctrl+S")
        .shows("à saisir » ?");
    stage
        .press("Tab Entrée")
        .shows("enregistré comme brouillon");
    stage.press("C").shows("Copie, sans attestation");
    stage.press("Ctrl+S").shows("à saisir » ?");
    stage.press("Échap Échap").shows("Mes événements");
    // The answer is that of the field.
    stage.press("M").press_times("Tab", DATE + 1);
    stage.type_text("14h-15h").press("Ctrl+S Tab Entrée");
    stage.press("M").press_times("Tab", DATE);
    stage
        .type_text("samedi")
        .press("Ctrl+S")
        .shows("Hors temps scolaire");
    stage.press("Entrée Entrée").shows("à saisir sur le site");
    assert!(sandbox.event("À l’heure").content.children_welcome);
}

#[test]
fn a_field_cut_by_the_last_row_is_not_drawn_below_it() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    new_event(&mut stage, 0);
    stage.type_text("Nuit").press_times("Tab", DATE);
    stage.type_text("vendredi 4 décembre").press("Tab");
    stage.type_text("22h").press("Tab").type_text("1h");
    // What was said of a field is gone, and the rows below come up.
    stage.press("Tab Ctrl+S ↓").type_text("m");
    rules_are_whole(&stage);
    for key in ["Maj+Tab"; 16].into_iter().chain(["Tab"; 16]) {
        stage.press(key);
        rules_are_whole(&stage);
    }
}

/// Expects nothing to be drawn over the lines that part the screen.
fn rules_are_whole(stage: &Stage) {
    let screen = stage.screen();
    for rule in screen.lines().filter(|line| line.contains("───")) {
        assert!(rule.trim_end().chars().all(|c| c == '─'), "{screen}");
    }
}

#[test]
fn the_mark_of_the_fields_below_covers_nothing() {
    let sandbox = Sandbox::empty();
    // The date is on the last row.
    let mut stage = sandbox.open(80, 22);
    new_event(&mut stage, DATE);
    stage.paste("mardi  1er décembre 2026");
    for _ in 0..3 {
        // Not said, where there is no room, rather than cut.
        stage.type_text(" ").shows_line(&["Date *", "↓"]);
        stage.hides("202↓").hides("20↓");
    }
}
