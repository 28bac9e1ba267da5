//! The fiche de saisie: an event's fields in the order of the national site's form, one key each.

use carnet::domain::event::publication::Publication;

use crate::support::Carnet;
use crate::support::opened::press_times;
use crate::support::sandbox::Sandbox;
use crate::support::screen_text::{line_with, selected};

const EVENTS: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Adresse;CP;Commune;Date;Début;Fin;Places;Description;Publication\n\
    Zoom;Café des parents;Jeux vidéo;Parents;Collège;Pergaud;3 rue du Stade;25290;Ornans;08/12/2026;18:00;19:30;12;Été : on joue.;à saisir\n";

/// The fiche of the one event.
fn sheet(sandbox: &Sandbox) -> Carnet {
    let mut carnet = sandbox.open(100, 30);
    carnet.press("S");
    carnet.wait_for("Fiche de saisie de « Zoom »");
    carnet
}

/// How often this was sent to the terminal's clipboard.
fn copies(carnet: &Carnet, base64: &str) -> usize {
    let sent = format!("\u{1b}]52;c;{base64}");
    let raw = carnet.raw_output();
    raw.windows(sent.len())
        .filter(|bytes| *bytes == sent.as_bytes())
        .count()
}

#[test]
fn entree_copies_a_field_to_the_clipboard_and_goes_on_to_the_next() {
    let sandbox = Sandbox::of(EVENTS);
    let mut carnet = sheet(&sandbox);
    let keys = carnet.keystrokes();
    carnet.wait_until("the title selected", selected("Titre"));
    // The fields in the site's order, and their values in base64.
    for (label, base64, next) in [
        ("Titre", "Wm9vbQ==", "Lieu de l’évènement"),
        (
            "Lieu de l’évènement",
            "Q29sbMOoZ2U=",
            "Nom du lieu de l’évènement",
        ),
        ("Nom du lieu de l’évènement", "UGVyZ2F1ZA==", "Adresse"),
        ("Adresse", "MyBydWUgZHUgU3RhZGU=", "Code postal"),
        ("Code postal", "MjUyOTA=", "Commune"),
        ("Commune", "T3JuYW5z", "Public-cible"),
        ("Public-cible", "UGFyZW50cw==", "Type de l’évènement"),
        (
            "Type de l’évènement",
            "Q2Fmw6kgZGVzIHBhcmVudHM=",
            "Thématique",
        ),
        ("Thématique", "SmV1eCB2aWTDqW8=", "Thématique secondaire"),
    ] {
        carnet.wait_until(label, selected(label));
        assert_eq!(copies(&carnet, base64), 0, "{label}");
        carnet.press("Entrée");
        carnet.wait_for(&format!("{label} : envoyé au presse-papiers du terminal."));
        carnet.wait_until(next, selected(next));
        assert_eq!(copies(&carnet, base64), 1, "{label}");
        carnet.wait_until("a tick", |screen| {
            screen
                .lines()
                .any(|line| line.starts_with(" ✓ ") && line.contains(label))
        });
    }
    // Nothing to copy: it says so, and goes on.
    carnet.press("Entrée");
    carnet.wait_for("Thématique secondaire est vide : rien n'est copié.");
    carnet.wait_until("the date selected", selected("Date"));
    press_times(&mut carnet, "Entrée", 6);
    carnet.wait_until("the last field selected", selected("Description"));
    carnet.press("Entrée");
    carnet.wait_for("C'était le dernier champ");
    assert_eq!(copies(&carnet, "w4l0w6kgOiBvbiBqb3VlLg=="), 1);
    carnet.press("Ctrl+S");
    carnet.wait_for("« Zoom » : ◐ soumis.");
    println!(
        "an event entered on the site: {} keys for 17 fields",
        carnet.keystrokes() - keys
    );
    carnet.wait_for("1 événement");
    let event = sandbox.event("Zoom");
    assert_eq!(event.publication, Publication::Submitted);
    assert_eq!(
        event.submitted_on.map(|day| day.to_string()).as_deref(),
        Some("2026-11-24")
    );
    // Once is enough; undone, it is to be entered again.
    carnet.press("S");
    carnet.wait_for("Fiche de saisie de « Zoom »");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Zoom » est déjà soumis.");
    carnet.press("Échap Ctrl+Z");
    carnet.wait_for("Annulé : passage à « soumis » de « Zoom ».");
    carnet.wait_until("as before", line_with(&["Zoom", "▸ à saisir"]));
}
