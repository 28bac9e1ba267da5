//! The form: a new event, what it understands, what it says is wrong, and what it never loses.

use crate::desk::{Desk, erase, press_times, quit};
use crate::support::Carnet;

/// The places of the fields, in the order of Tab.
const DATE: usize = 10;

const ONE_PLACE: &str = "Titre;Typologie;Lieu;Adresse;CP;Commune;Date;Début;Fin\n\
    Café d’hier;Collège;Jean Jaurès;3 rue du Stade;25200;Montbéliard;25/11/2026;18:00;19:30\n";

/// Opens the form of a new event, and goes `fields` further with Tab.
fn new_event(carnet: &mut Carnet, fields: usize) {
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    press_times(carnet, "Tab", fields);
}

#[test]
fn a_new_event_is_typed_whole_with_both_themes_in_one_visit() {
    let desk = Desk::empty();
    let mut carnet = desk.open(120, 40);
    new_event(&mut carnet, 0);
    carnet.type_text("Les jeux vidéo, parlons-en");
    carnet.press("Tab");
    // Typing on a list opens it, already filtered.
    carnet.type_text("cafe");
    carnet.wait_for("› cafe");
    carnet.wait_for("Un temps d'échange autour d'une");
    carnet.press("Entrée Entrée");
    carnet.wait_for("tapez pour chercher");
    carnet.type_text("JEUX VIDEO");
    carnet.wait_for("Les âges conseillés (PEGI)");
    carnet.wait_for_no("Cyberharcèlement");
    carnet.press("Entrée");
    carnet.wait_for("Thématique secondaire, facultative");
    // The main theme is not offered again.
    carnet.type_text("video");
    carnet.wait_for("Rien ne correspond.");
    erase(&mut carnet, 5);
    carnet.type_text("ecran");
    carnet.press("Entrée");
    carnet.wait_for_no("facultative");
    carnet.type_text("par");
    carnet.press("Entrée");
    carnet.type_text("Médiathèque Louis Garret");
    carnet.press("Tab");
    carnet.type_text("media");
    carnet.press("Entrée");
    carnet.type_text("2 rue de la Paix");
    carnet.press("Tab");
    carnet.type_text("70000");
    carnet.press("Tab");
    carnet.type_text("Vesoul");
    carnet.press("Tab");
    carnet.type_text("+3");
    carnet.wait_for("→ ven. 27 nov. 2026, dans 3 jours");
    carnet.press("Tab");
    carnet.type_text("18h-19h30");
    // The end is given with the beginning: the places are next.
    carnet.press("Tab");
    carnet.wait_for("Fin                      19 h 30");
    carnet.type_text("9");
    // What one comes back to is typed anew, a number too.
    carnet.press("Tab Maj+Tab");
    carnet.type_text("12");
    carnet.press("Tab Espace");
    carnet.wait_for("[x] oui");
    carnet.wait_for("Espace change la réponse.");
    carnet.press("Entrée");
    carnet.type_text("https://exemple.fr/inscription");
    carnet.press("Tab");
    carnet.type_text("Venez comme vous êtes.");
    carnet.press("Entrée");
    carnet.type_text("On joue, on parle.");
    carnet.wait_for("41 caractères");
    carnet.press("Tab");
    carnet.type_text("Prévoir une manette.");
    carnet.wait_for("complet pour le site");
    carnet.wait_for("○ brouillon");
    carnet.press("Ctrl+S");
    carnet.wait_for("Passer « Les jeux vidéo, parlons-en » à « à saisir » ?");
    carnet.press("Entrée");
    carnet.wait_for("« Les jeux vidéo, parlons-en » enregistré, complet : à saisir sur le site.");
    carnet.wait_for("1 événement");
    carnet.wait_for("▸ à saisir");
    quit(&mut carnet);

    let event = desk.events().remove(0);
    let content = event.content;
    let references = desk.store().references().unwrap();
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
fn what_was_understood_of_a_date_is_shown_in_full() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, DATE);
    for (typed, understood) in [
        ("24/11", "→ mar. 24 nov. 2026, aujourd'hui"),
        ("25/11/26", "→ mer. 25 nov. 2026, demain"),
        ("26 nov", "→ jeu. 26 nov. 2026, dans 2 jours"),
        ("vendredi", "→ ven. 27 nov. 2026, dans 3 jours"),
        ("mardi prochain", "→ mar. 1er déc. 2026, dans 7 jours"),
        ("demain", "→ mer. 25 nov. 2026, demain"),
        ("+9", "→ jeu. 3 déc. 2026, dans 9 jours"),
    ] {
        carnet.type_text(typed);
        carnet.wait_for(understood);
        erase(&mut carnet, typed.chars().count());
        carnet.wait_for_no("→");
    }
    carnet.press("Tab");
    for (typed, understood) in [
        ("18h", "→ 18 h"),
        ("18h30", "→ 18 h 30"),
        ("1745", "→ 17 h 45"),
    ] {
        carnet.type_text(typed);
        carnet.wait_for(understood);
        erase(&mut carnet, typed.chars().count());
        carnet.wait_for_no("→");
    }
}

#[test]
fn a_month_to_pick_from_opens_on_ctrl_o() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, DATE);
    carnet.press("Ctrl+O");
    carnet.wait_for("novembre 2026");
    carnet.wait_for("lun.");
    carnet.press("→ ↓");
    carnet.wait_for("mer. 2 déc. 2026, dans 8 jours");
    carnet.press("Page_suiv.");
    carnet.wait_for("janvier 2027");
    carnet.wait_for("Vacances scolaires : Noël.");
    carnet.press("Début");
    carnet.wait_for("novembre 2026");
    carnet.press("← Entrée");
    carnet.wait_for_no("novembre 2026");
    carnet.wait_for("lun. 23 nov. 2026   → hier");
    carnet.wait_for("Cette date est passée.");
}

#[test]
fn a_date_that_may_be_a_slip_is_warned_of_and_not_refused() {
    let desk = Desk::of(ONE_PLACE);
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Atelier");
    press_times(&mut carnet, "Tab", DATE);
    for (typed, warnings) in [
        ("23/11", &["Cette date est passée."][..]),
        ("29/11", &["C'est un dimanche."]),
        (
            "25/12",
            &["Jour férié : Noël.", "Vacances scolaires : Noël."],
        ),
        ("15/02/2027", &["Vacances scolaires : Hiver."]),
    ] {
        carnet.type_text(typed);
        for warning in warnings {
            carnet.wait_for(&format!("⚠ {warning}"));
        }
        erase(&mut carnet, typed.len());
        carnet.wait_for_no("⚠");
    }
    carnet.type_text("demain");
    carnet.press("Tab");
    carnet.type_text("19h");
    carnet.press("Tab");
    carnet.wait_for("⚠ Au même moment : « Café d'hier ».");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Atelier » enregistré comme brouillon.");
}

#[test]
fn three_letters_of_a_known_place_fill_it_in() {
    let desk = Desk::of(ONE_PLACE);
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 5);
    carnet.type_text("ja");
    carnet.wait_for("▌Nom du lieu *            ja");
    carnet.wait_for_no("1 fois");
    carnet.type_text("u");
    carnet.wait_for("▌Jean Jaurès, Montbéliard  · 1 fois");
    carnet.press("Entrée");
    carnet.wait_for("Collège");
    carnet.wait_for("3 rue du Stade");
    carnet.wait_for("25200");
    carnet.wait_for("Montbéliard");
    // The date is next.
    carnet.type_text("demain");
    carnet.wait_for("→ mer. 25 nov. 2026, demain");
}

#[test]
fn a_known_place_without_a_commune_is_named_alone() {
    let desk = Desk::of("Titre;Lieu\nCafé d’hier;Victor Hugo\n");
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 5);
    carnet.type_text("vic");
    carnet.wait_for("▌Victor Hugo  · 1 fois");
}

#[test]
fn another_place_never_keeps_the_address_of_the_one_before() {
    let desk = Desk::of(ONE_PLACE);
    // A known place is taken, then another typed and saved without leaving the field.
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Ailleurs");
    press_times(&mut carnet, "Tab", 5);
    carnet.type_text("jau");
    carnet.wait_for("▌Jean Jaurès, Montbéliard");
    carnet.press("Entrée");
    carnet.wait_for("3 rue du Stade");
    press_times(&mut carnet, "Maj+Tab", 5);
    carnet.press("Ctrl+A");
    carnet.type_text("Victor Hugo");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Ailleurs » enregistré comme brouillon.");
    quit(&mut carnet);
    let venue = desk.event("Ailleurs").content.venue;
    assert_eq!(
        (venue.name.as_str(), venue.address.as_str(), venue.kind),
        ("Victor Hugo", "", None)
    );
}

#[test]
fn a_copy_held_elsewhere_does_not_keep_the_address_either() {
    let desk = Desk::of(ONE_PLACE);
    let mut carnet = desk.open(80, 24);
    carnet.press("C");
    carnet.wait_for("Copie, sans attestation");
    press_times(&mut carnet, "Tab", 5);
    carnet.press("Ctrl+A");
    carnet.type_text("Victor Hugo");
    carnet.press("Ctrl+S");
    carnet.wait_for("enregistré comme brouillon.");
    quit(&mut carnet);
    let events = desk.events();
    let copy = events
        .iter()
        .find(|event| event.content.venue.name == "Victor Hugo");
    let venue = &copy.unwrap().content.venue;
    assert_eq!((venue.address.as_str(), venue.kind), ("", None));
}

#[test]
fn what_can_not_be_is_said_at_its_field_and_the_text_stays() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, DATE);
    for (typed, sentence, tabs) in [
        ("31/02", "✗ Ce jour n'existe pas dans le calendrier.", 1),
        ("25h", "✗ Une journée va de 0 h à 23 h 59.", 2),
        ("beaucoup", "✗ Un nombre entier, par exemple 12.", 2),
        ("exemple", "✗ Un lien commence par https://", 1),
    ] {
        carnet.type_text(typed);
        press_times(&mut carnet, "Tab", tabs);
        carnet.wait_for(sentence);
        carnet.wait_for(typed);
    }
    carnet.press("Ctrl+S");
    carnet.wait_for("5 champs sont à corriger. Rien n'est perdu.");
    // The first of them is in hand: the title, and the text typed is where it was.
    carnet.wait_for("✗ Un titre est nécessaire pour enregistrer");
    carnet.type_text("Atelier");
    press_times(&mut carnet, "Tab", DATE);
    carnet.wait_for("31/02");
    carnet.wait_for("✗ Ce jour n'existe pas");
    erase(&mut carnet, 5);
    carnet.wait_for_no("✗ Ce jour n'existe pas");
}

#[test]
fn a_title_alone_is_saved_as_a_draft_that_says_what_is_missing() {
    let desk = Desk::empty();
    let mut carnet = desk.open(120, 40);
    new_event(&mut carnet, 0);
    carnet.type_text("Une idée");
    carnet.wait_for("○ brouillon · il manque pour le site 9 champs marqués d'une étoile");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Une idée » enregistré comme brouillon. Manque pour le site : type");
    carnet.wait_for("1 événement");
    carnet.wait_for("sans date");
    carnet.wait_for("○ brouillon");
}

#[test]
fn leaving_with_changes_asks_once_and_the_text_is_offered_again() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.press("Échap");
    carnet.wait_for("Votre carnet est prêt.");

    new_event(&mut carnet, 0);
    carnet.type_text("Presque fini");
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.press("Échap");
    carnet.wait_for_no("Quitter le formulaire");
    carnet.wait_for("Presque fini");
    carnet.press("Échap → Entrée");
    carnet.wait_for("Votre carnet est prêt.");
    carnet.press("N");
    carnet.wait_for("« Presque fini » n'avait pas été enregistré.");
    carnet.press("Entrée");
    carnet.wait_for_no("n'avait pas été enregistré");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Presque fini » enregistré comme brouillon.");
    // Once saved, nothing waits.
    new_event(&mut carnet, 0);
    carnet.wait_for_no("Une saisie attend");
}

#[test]
fn leaving_can_save_too() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Gardé");
    carnet.press("Échap Entrée");
    carnet.wait_for("« Gardé » enregistré comme brouillon.");
    carnet.wait_for("1 événement");
}

#[test]
fn what_is_selected_is_copied_rather_than_carnet_left() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Atelier");
    carnet.press("Ctrl+A Ctrl+C");
    carnet.wait_for("Copié. Ctrl+Q quitte Carnet.");
    carnet.press("→ Ctrl+C");
    assert_eq!(carnet.wait_exit(), 0);
}

#[test]
fn ctrl_z_in_the_form_takes_the_typing_back() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("zut");
    carnet.wait_for("zut");
    carnet.press("Ctrl+Z Ctrl+Z Ctrl+Z");
    carnet.wait_for_no("zu");
    carnet.press("Ctrl+Y Ctrl+Y Ctrl+Y");
    carnet.wait_for("zut");
}

#[test]
fn a_paste_with_line_ends_does_not_submit_the_form() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.paste("Café des\nparents\n");
    carnet.wait_for("Café des parents");
    carnet.wait_for("Nouvel événement");
    press_times(&mut carnet, "Maj+Tab", 2);
    carnet.paste("Première ligne\nDeuxième ligne");
    carnet.wait_for("Première ligne");
    carnet.wait_for("29 caractères");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Café des parents » enregistré");
    quit(&mut carnet);
    assert_eq!(
        desk.events()[0].content.description,
        "Première ligne\nDeuxième ligne"
    );
}

#[test]
fn pasted_line_ends_told_as_keys_do_not_submit_the_form_either() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    carnet.type_text("Titre");
    press_times(&mut carnet, "Entrée", 30);
    carnet.press("Échap");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for_no("enregistré comme brouillon");
}

#[test]
fn every_character_of_a_french_keyboard_reaches_a_field() {
    let desk = Desk::empty();
    let mut carnet = desk.open(80, 24);
    new_event(&mut carnet, 0);
    let typed = "É@#{[|`^]}~€ çœæ ñ « ’ » 🎲 e\u{301}";
    carnet.type_text(typed);
    carnet.wait_for("É@#{[|`^]}~€ çœæ ñ «");
    carnet.press("Ctrl+S");
    carnet.wait_for("enregistré comme brouillon");
    quit(&mut carnet);
    assert_eq!(desk.events()[0].content.title, typed);
}

#[test]
fn an_event_is_modified_and_the_change_undone() {
    let desk = Desk::of(ONE_PLACE);
    let mut carnet = desk.open(80, 24);
    carnet.press("M");
    carnet.wait_for("Modifier « Café d'hier »");
    carnet.type_text(" et demain");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Café d'hier et demain » enregistré");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : modification de « Café d'hier et demain ». Ctrl+Y pour rétablir.");
    carnet.press("Échap");
    carnet.wait_for_no("Annulé");
    carnet.wait_for_no("et demain");
    carnet.press("Ctrl+Y");
    carnet.wait_for("Rétabli : modification de « Café d'hier et demain ».");
    carnet.press("Échap");
    carnet.wait_for_no("Rétabli");
    carnet.wait_for("et demain");
}

#[test]
fn an_hour_never_lived_is_refused_and_one_lived_twice_is_told() {
    let desk = Desk::empty();
    let mut carnet = desk.open(100, 34);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Nuit blanche");
    press_times(&mut carnet, "Tab", 10);
    carnet.type_text("28/03/2027");
    carnet.press("Tab");
    carnet.type_text("2h30");
    carnet.press("Tab");
    carnet.wait_for("✗ Cette nuit-là, les horloges avancent et cette heure n'existe pas.");
    carnet.wait_for("Essayez 3 h.");
    carnet.press("Ctrl+S");
    carnet.wait_for("Un champ est à corriger. Rien n'est perdu.");
    // What one comes back to is typed anew.
    carnet.press("Maj+Tab");
    carnet.type_text("31/10/2027");
    carnet.press("Tab");
    carnet.wait_for("⚠ Cette nuit-là, cette heure est vécue deux fois.");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Nuit blanche » enregistré");
}
