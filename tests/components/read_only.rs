//! Where the store can only be read, no place offers what writes: neither a key at the foot, in the palette or in the help, nor
//! a sentence of the screen, and no key that is offered is refused.

use std::collections::BTreeSet;

use carnet::domain::text::typography::capitalised;
use carnet::store::Store;
use carnet::ui::dialog::help::key_label;
use carnet::ui::keymap::{self, Action, Binding, Context};
use carnet::ui::place::{PLACES, Place};
use carnet::ui::theme::{Background, Depth, Theme};

use crate::support::read_only_folder::ReadOnlyFolder;
use crate::support::sandbox::{Sandbox, moment};
use crate::support::screen_text::plain;
use crate::support::stage::{NOW, Stage};

/// What is said of a key that would have written.
const REFUSED: &str = "Ce carnet est en lecture seule. Rien n'a été écrit.";

/// What keys that write are called at the foot of any screen.
const LABELS: [&str; 17] = [
    "nouveau",
    "nouvelle",
    "modifier",
    "attester",
    "remplir",
    "transmise",
    "retirer",
    "cloner",
    "publier",
    "supprimer",
    "importer",
    "enregistrer",
    "saisi sur le site",
    "ajouter",
    "sauvegarder",
    "annuler",
    "rétablir",
];

/// No place has more lines, of which each is tried.
const MAX_ROWS: usize = 60;

fn start(folder: &ReadOnlyFolder, sandbox: &Sandbox) -> Stage {
    let store = Store::open_at(&folder.base(), moment().now).unwrap();
    assert!(store.is_read_only());
    let theme = Theme::new(Depth::True, Background::Dark);
    let documents = sandbox.folder().path().to_owned();
    Stage::new(store, NOW, (150, 70), theme, documents)
}

/// Opens a place on one of its lines.
fn go(stage: &mut Stage, place: &Place, row: usize) {
    stage.press("Échap Échap Échap");
    match place.key() {
        "" => {
            stage.press("Ctrl+P").type_text(place.name).press("Entrée");
        }
        key => {
            stage.press(key);
        }
    }
    stage.press("Début").press_times("↓", row);
}

/// Returns the bindings that the foot and the palette offer.
fn offered(stage: &mut Stage) -> Vec<&'static Binding> {
    let screen = stage.screen();
    let foot = screen.lines().last().unwrap_or_default().to_owned();
    stage.press("Ctrl+P");
    let palette = stage.screen();
    stage.press("Échap");
    let is_offered = |binding: &&Binding| {
        let key = key_label(binding.keys[0]);
        let at_foot = format!(" {key} {} ", binding.label);
        let label = capitalised(binding.label);
        let in_palette = |line: &str| line.contains(&key) && line.contains(&label);
        !binding.label.is_empty()
            && (format!(" {foot} ").contains(&at_foot) || palette.lines().any(in_palette))
    };
    keymap::all().iter().filter(is_offered).collect()
}

/// Returns the lines between the title bar and the foot.
fn body(stage: &Stage) -> String {
    let screen = stage.screen();
    let lines: Vec<&str> = screen.lines().collect();
    lines[1..lines.len() - 2].join("\n")
}

/// Whether a text says what a key does: « N crée un événement ».
fn says(text: &str, key: &str) -> bool {
    let key = format!("{key} ");
    let mut places = text.match_indices(&key);
    places.any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        before.is_none_or(|it| it.is_whitespace() || "(,;".contains(it))
            && after.is_some_and(char::is_lowercase)
    })
}

/// No sentence of the screen says what a key that writes does.
fn assert_says_nothing_that_writes(stage: &Stage, place: &Place) {
    let body = body(stage);
    let contexts = [place.context, Context::Event, Context::Commands];
    for binding in keymap::all() {
        if contexts.contains(&binding.context) && binding.action.writes_in(binding.context) {
            for key in binding.keys {
                assert!(!says(&body, key), "{key} {}{stage}", place.name);
            }
        }
    }
}

#[test]
fn no_key_that_is_offered_is_refused_on_any_line_of_any_place() {
    let sandbox = Sandbox::demo(6);
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &[(&sandbox.path("carnet.db"), "carnet.db")])
    else {
        return;
    };
    let before = folder.content();
    let mut stage = start(&folder, &sandbox);
    let mut pressed = BTreeSet::new();
    for place in PLACES.iter() {
        let mut last = String::new();
        for row in 0..MAX_ROWS {
            go(&mut stage, place, row);
            let shown = body(&stage);
            if shown == last {
                break;
            }
            last = shown;
            assert_says_nothing_that_writes(&stage, place);
            for binding in offered(&mut stage) {
                if binding.action == Action::Quit {
                    continue;
                }
                go(&mut stage, place, row);
                stage.press(&binding.keys[0].replace(' ', "_"));
                stage.hides(REFUSED);
                pressed.insert((place.name, binding.keys[0]));
                // Nor what is offered there.
                let there = stage.screen();
                let foot = there.lines().last().unwrap_or_default();
                let written = LABELS.iter().find(|label| foot.contains(**label));
                assert_eq!(written, None, "{} {}{stage}", place.name, binding.label);
                stage.hides("Enregistrer la vue").hides("en remet une");
            }
        }
    }
    assert!(pressed.len() > 4 * PLACES.len(), "{pressed:?}");
    // What reads is offered.
    for key in [
        ("Mes événements", "Entrée"),
        ("Mes événements", "V"),
        ("Mes événements", "L"),
        ("Attestations", "S"),
        ("Réglages", "Entrée"),
        ("Accueil", "Entrée"),
        ("Sauvegardes", "C"),
    ] {
        assert!(pressed.contains(&key), "{key:?} {pressed:?}");
    }
    stage.quit();
    assert_eq!(folder.content(), before);
}

#[test]
fn an_empty_carnet_does_not_say_how_to_fill_it() {
    let sandbox = Sandbox::empty();
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &[(&sandbox.path("carnet.db"), "carnet.db")])
    else {
        return;
    };
    let mut stage = start(&folder, &sandbox);
    for place in PLACES.iter() {
        go(&mut stage, place, 0);
        assert_says_nothing_that_writes(&stage, place);
        // The keys of the other screens neither.
        stage.press("F1");
        for name in ["Crée un événement", "Importe un fichier", "Ajoute un"] {
            stage.hides(name);
        }
    }
    let mut stage = start(&folder, &sandbox);
    stage.press("F2").shows("Ce carnet est vide.");
    assert!(!plain(&stage.screen()).contains("N crée"));
}
