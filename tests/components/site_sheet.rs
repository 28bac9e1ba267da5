//! The fiche de saisie: an event's fields in the order of the national site's form, one key each.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

const EVENTS: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Adresse;CP;Commune;Date;Début;Fin;Places;Description;Publication\n\
    Zoom;Café des parents;Jeux vidéo;Parents;Collège;Pergaud;3 rue du Stade;25290;Ornans;08/12/2026;18:00;19:30;12;Été : on joue.;à saisir\n";

/// The fiche of the one event.
fn sheet(sandbox: &Sandbox) -> Stage {
    let mut stage = sandbox.open(100, 30);
    stage.press("S").shows("Fiche de saisie de « Zoom »");
    stage
}

#[test]
fn a_file_stands_in_for_the_clipboard_and_writes_over_none() {
    let sandbox = Sandbox::of(EVENTS);
    sandbox.write("precieux.txt", "à garder");
    let mut stage = sheet(&sandbox);
    stage.press("X");
    // Its name differs from that of another event’s fiche.
    stage.shows("fiche-2026-12-08-zoom.txt");
    stage.press("Entrée").shows("Fiche écrite dans «");
    let text = sandbox.read("fiche-2026-12-08-zoom.txt");
    let place = |text: &str, part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} in {text}"))
    };
    assert!(place(&text, "Titre") < place(&text, "Pergaud"));
    assert!(place(&text, "Pergaud") < place(&text, "Jeux vidéo"));
    assert!(place(&text, "08/12/2026") < place(&text, "Été : on joue."));
    // Another goes beside it.
    stage.press("X").shows("fiche-2026-12-08-zoom (2).txt");
    stage
        .erase(120)
        .type_text("precieux.txt")
        .press("Entrée")
        .shows("existe déjà");
    assert_eq!(sandbox.read("precieux.txt"), "à garder");
    // The path typed is there to be mended.
    stage
        .erase(4)
        .type_text("-2.txt")
        .press("Entrée")
        .shows("Fiche écrite dans «");
    assert_eq!(sandbox.read("precieux-2.txt"), text);
}

#[test]
fn fields_that_the_site_requires_and_are_missing_are_shown() {
    let sandbox = Sandbox::of("Titre;Date\nIncomplet;08/12/2026\n");
    let mut stage = sandbox.open(80, 24);
    stage.press("Entrée").shows("C cloner");
    stage
        .press("S")
        .shows("Il manque encore des champs demandés par le site.");
    stage.press("Échap").shows("C cloner");
}

#[test]
fn the_labels_and_their_order_are_those_of_the_memento() {
    let sandbox = Sandbox::of(EVENTS);
    let labels = [
        "Titre",
        "Lieu de l'évènement",
        "Nom du lieu de l'évènement",
        "Adresse",
        "ype et thématiques de l'évènement",
        "Public-cible",
        "Type de l'évènement",
        "Thématique ",
        "Thématique secondaire",
        "Date",
        "Nombre de places",
        "Description de l'évènement",
    ];
    let in_order = |screen: &str| {
        let screen = screen.replace('\u{2019}', "'");
        let mut rest = &screen[screen.find("Titre").unwrap_or(screen.len())..];
        labels.iter().all(|label| match rest.find(label) {
            Some(place) => {
                rest = &rest[place..];
                true
            }
            None => false,
        })
    };
    // The fiche de saisie, the form, and the event itself.
    let mut stage = sandbox.open(120, 40);
    stage
        .press("S")
        .shows_that("the fields of the site in its order", in_order)
        .hides("Notes internes");
    stage
        .press("Échap M")
        .shows_that("the same in the form", in_order)
        .shows_that("the notes apart", |screen| {
            let at = |text: &str| screen.find(text).unwrap_or(usize::MAX);
            at("Présentation") < at("Interne, jamais publié")
                && at("Interne") < at("Notes internes")
        });
}

#[test]
fn an_attestation_is_copied_field_by_field_and_noted_as_transmitted() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Publication;Présents\nTenu;17/11/2026;18:00;19:00;publié;9\n",
    );
    let mut stage = sandbox.open(100, 40);
    stage.press("A").shows("Attestation de « Tenu »");
    stage.press("Tab Espace Ctrl+S").shows("9 présents");
    stage.press("F3").selects("Tenu").press("S");
    stage
        .shows("Attestation de présence")
        .shows_line(&["▌", "Nombre de présents", "9"])
        .shows("Le questionnaire de satisfaction")
        .shows("Parents volontaires")
        .shows("Lieu de l'évènement");
    stage.press("Entrée").shows("Nombre de présents : envoyé");
    assert_eq!(stage.take_copied().as_deref(), Some("9"));
    stage
        .press("Entrée")
        .shows("« Le questionnaire de satisfaction a-t-il été soumis aux parents ? » : envoyé");
    assert_eq!(stage.take_copied().as_deref(), Some("oui"));
    // The last field of the attestation; those of the event follow.
    stage
        .press("Entrée")
        .shows("Parents volontaires")
        .selects("Titre");
    stage
        .press("Ctrl+S")
        .shows("« Tenu » : attestation saisie sur le site le mar. 24 nov. 2026.")
        .press("Ctrl+Z")
        .shows("Annulé : transmission de l'attestation de « Tenu ».");
}

#[test]
fn an_answer_not_given_is_said_so_and_nothing_is_copied_of_it() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Publication;Présents\nTenu;17/11/2026;18:00;19:00;publié;9\n",
    );
    let mut stage = sandbox.open(100, 40);
    stage
        .selects("Tenu")
        .press("S")
        .shows_line(&["Le questionnaire de satisfaction", "non renseigné"])
        .shows_line(&["Parents volontaires", "non renseigné"]);
    stage
        .press("↓ Entrée")
        .shows("Non renseigné : rien n'est copié.");
    assert_eq!(stage.take_copied(), None);
    // A field of the event that is empty is not an answer.
    stage
        .press("↓ ↓ Entrée")
        .shows("Lieu de l'évènement est vide : rien n'est copié.");
    stage.press("X Entrée").shows("Fiche écrite dans «");
    let text = sandbox.read("fiche-2026-11-17-tenu.txt");
    assert_eq!(text.matches("\nnon renseigné\n").count(), 2, "{text}");
    assert!(
        text.contains("soumis aux parents\u{202f}?\nnon renseigné\n"),
        "{text}"
    );
}
