//! Text of others: what could disturb a terminal never reaches it.

use carnet::domain::event::{EventContent, EventVenue};

use crate::support::Carnet;
use crate::support::sandbox::Sandbox;

/// A bidirectional override, an isolate, zero-width characters, an escape sequence that renames the window, another that clears the
/// screen, a bell, a C1 control, and a tag character.
const HOSTILE: &str =
    "A\u{202e}B\u{2066}C\u{200b}D\u{feff}E\u{1b}]0;piège\u{7}F\u{1b}[2JG\u{9b}31mH\u{e0041}I";

#[track_caller]
fn assert_harmless(carnet: &Carnet) {
    let mut raw = carnet.raw_output();
    if let Err(error) = std::str::from_utf8(&raw) {
        // More of the frame may be on its way: a character cut at the end is no harm.
        assert_eq!(error.error_len(), None, "bytes that are no text{carnet}");
        raw.truncate(error.valid_up_to());
    }
    let raw = String::from_utf8(raw).unwrap();
    for (name, wrong) in [
        ("override", "\u{202e}"),
        ("isolate", "\u{2066}"),
        ("zero-width space", "\u{200b}"),
        ("mark", "\u{feff}"),
        ("window title", "\u{1b}]0;"),
        ("bell", "\u{7}"),
        ("C1", "\u{9b}"),
        ("tag", "\u{e0041}"),
    ] {
        assert!(!raw.contains(wrong), "{name} reached the terminal{carnet}");
    }
    // The program clears the screen itself as it begins, so what would follow in the text is looked for.
    assert!(!raw.contains("\u{1b}[2JG"), "{carnet}");
}

#[test]
fn hostile_text_of_a_csv_is_shown_without_its_tricks() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(120, 40);
    let csv = format!(
        "Titre;Lieu;Description;\"Col{HOSTILE}\"\n\"Vu {HOSTILE}\";\"{HOSTILE}\";\"{HOSTILE}\n{HOSTILE}\";\"{HOSTILE}\"\n"
    );
    sandbox.write("piege.csv", csv);
    carnet.press("I");
    carnet.wait_for("Importer un fichier");
    carnet.type_text("piege.csv");
    carnet.press("Entrée");
    carnet.wait_for("1 nouveau");
    carnet.wait_for("Vu AB");
    carnet.press("Ctrl+S Entrée");
    carnet.wait_for("1 nouveau depuis");
    carnet.press("Entrée");
    carnet.wait_for("précédent");
    carnet.wait_for("Vu AB");
    carnet.press("M");
    carnet.wait_for("Modifier «");
    carnet.press("Échap Échap Suppr");
    carnet.wait_for("Supprimer «");
    assert_harmless(&carnet);
}

#[test]
fn hostile_text_that_is_already_in_the_store_is_harmless_too() {
    let sandbox = Sandbox::empty();
    let hostile = || HOSTILE.to_owned();
    sandbox.put(&EventContent {
        title: hostile(),
        description: format!("{HOSTILE}\n{HOSTILE}"),
        notes: hostile(),
        venue: EventVenue {
            name: hostile(),
            commune: hostile(),
            address: hostile(),
            ..EventVenue::default()
        },
        ..EventContent::default()
    });
    let mut carnet = sandbox.open(120, 40);
    carnet.wait_for("ABCDE");
    carnet.press("Entrée");
    carnet.wait_for("précédent");
    carnet.press("P");
    carnet.wait_for("Publication de «");
    carnet.press("Échap F");
    carnet.press("Échap Échap");
    carnet.press("F");
    carnet.wait_for("Filtrer par");
    carnet.type_text("commune");
    carnet.press("Entrée");
    carnet.wait_for("[ ] ABCDE");
    carnet.press("Échap N");
    carnet.wait_for("Nouvel événement");
    carnet.press("Tab Tab Ctrl+O");
    carnet.wait_for("Lieux connus");
    assert_harmless(&carnet);
}

#[test]
fn a_hostile_paste_is_stripped() {
    let sandbox = Sandbox::empty();
    let mut carnet = sandbox.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.paste("Collé \u{202e}à\u{200b} l’envers");
    carnet.wait_for("Collé à l'envers");
    assert_harmless(&carnet);
}
