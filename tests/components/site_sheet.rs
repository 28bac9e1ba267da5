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
        .shows("existe déjà et n'a pas été touché.");
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
