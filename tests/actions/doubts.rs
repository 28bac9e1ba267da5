//! One rule of doubt for an attestation, whatever the way in: a screen asks, a command refuses without `--oui`, an import leaves the
//! attestation out without `--oui`.

use std::fs;
use std::path::{Path, PathBuf};

use carnet::domain::event::attestation::Attestation;
use carnet::store::Store;

use super::{Act, Begun, events};

/// A doubtful declaration.
struct Doubtful {
    /// The event it is for, as a row of the import's columns.
    row: &'static str,
    /// Whether 9 people are declared for it already.
    is_attested: bool,
    /// What is declared: how many came.
    attendees: &'static str,
    /// The day it was entered on the site, or nothing.
    transmitted: &'static str,
    /// What is said of it, as the screen and the command write it.
    doubt: &'static str,
}

const DOUBTFUL: [Doubtful; 7] = [
    Doubtful {
        row: "Café;;;;;;;01/12/2026;18:00;19:00;12;;",
        is_attested: false,
        attendees: "9",
        transmitted: "",
        doubt: "L’événement n’est pas encore terminé.",
    },
    // This very evening.
    Doubtful {
        row: "Café;;;;;;;24/11/2026;22:00;23:30;12;;",
        is_attested: false,
        attendees: "9",
        transmitted: "",
        doubt: "L’événement n’est pas encore terminé.",
    },
    Doubtful {
        row: "Café;;;;;;;;;;12;;",
        is_attested: false,
        attendees: "9",
        transmitted: "",
        doubt: "L’événement n’a pas de date.",
    },
    Doubtful {
        row: "Café;;;;;;;17/11/2026;18:00;19:00;8;;",
        is_attested: false,
        attendees: "12",
        transmitted: "",
        doubt: "12 présents pour 8 places ?",
    },
    Doubtful {
        row: "Café;;;;;;;17/11/2026;18:00;19:00;12;;annulé",
        is_attested: false,
        attendees: "9",
        transmitted: "",
        doubt: "L’événement est annulé.",
    },
    Doubtful {
        row: "Café;;;;;;;17/11/2026;18:00;19:00;12;;",
        is_attested: false,
        attendees: "0",
        transmitted: "",
        doubt: "Personne n’est venu.",
    },
    // The number was confirmed when it was declared; the day is new.
    Doubtful {
        row: "Café;;;;;;;01/12/2026;18:00;19:00;12;;",
        is_attested: true,
        attendees: "9",
        transmitted: "24/11/2026",
        doubt: "Transmise le mardi 24 novembre 2026, avant l’événement.",
    },
];

impl Doubtful {
    fn begin(&self) -> Begun {
        Begun::new(&Act {
            what: "",
            rows: self.row,
            is_attested: self.is_attested,
            doors: &[],
            label: "",
            states: &[],
        })
    }

    /// What is doubtful, as a clause of a remark.
    fn clause(&self) -> String {
        let clause = self.doubt.trim_end_matches(" ?").trim_end_matches('.');
        let mut letters = clause.chars();
        let first = letters.next().unwrap().to_lowercase();
        first.chain(letters).collect()
    }
}

/// Returns a fresh copy of the carnet that a door is tried on.
fn copy(begun: &Begun) -> PathBuf {
    let path = begun.folder.path().join("carnet.db");
    fs::copy(begun.folder.path().join("begun.db"), &path).unwrap();
    path
}

/// Returns the attestation of each event of the carnet.
fn attestations(path: &Path) -> Vec<Option<Attestation>> {
    let store = Store::open(path).unwrap();
    let found = events(&store).into_iter().map(|event| event.attestation);
    let found = found.collect();
    store.close().unwrap();
    found
}

/// Whether the attestation of the only event is the declared one.
fn is_declared(path: &Path, doubtful: &Doubtful) -> bool {
    let found = attestations(path);
    let [Some(found)] = found.as_slice() else {
        return false;
    };
    found.attendees.to_string() == doubtful.attendees
        && found.transmitted_on.is_some() != doubtful.transmitted.is_empty()
}

#[test]
fn a_screen_asks_about_what_is_doubtful() {
    for doubtful in &DOUBTFUL {
        let begun = doubtful.begin();
        let keys = match doubtful.transmitted {
            "" => format!("A «{}» Ctrl+S", doubtful.attendees),
            _ => "F4 T".to_owned(),
        };
        let path = copy(&begun);
        let before = attestations(&path);
        let shown = begun.press(&path, &keys).replace('\u{202f}', " ");
        assert!(shown.contains(doubtful.doubt), "{shown}");
        assert_eq!(attestations(&path), before, "{}", doubtful.row);
        begun.press(&path, &format!("{keys} → Entrée"));
        assert_eq!(attestations(&path), before, "{}", doubtful.row);
        begun.press(&path, &format!("{keys} Entrée"));
        assert!(is_declared(&path, doubtful), "{}", doubtful.row);
    }
}

#[test]
fn a_command_refuses_what_is_doubtful() {
    for doubtful in &DOUBTFUL {
        let begun = doubtful.begin();
        let mut doors = vec![vec!["attester", "ID", "--presents", doubtful.attendees]];
        if !doubtful.transmitted.is_empty() {
            doors[0].extend(["--transmise", doubtful.transmitted]);
            doors.push(vec!["attester", "ID", "--transmise", doubtful.transmitted]);
        }
        for mut door in doors {
            let path = copy(&begun);
            let before = attestations(&path);
            let ran = begun.ran(&path, &door);
            assert_eq!(ran.status, 1, "{}", ran.err);
            let said = ran.err.replace('\u{202f}', " ");
            assert!(said.contains(doubtful.doubt), "{said}");
            assert_eq!(attestations(&path), before, "{door:?}");
            door.push("--oui");
            begun.run(&path, &door);
            assert!(is_declared(&path, doubtful), "{door:?}");
        }
    }
}

#[test]
fn an_import_refuses_what_is_doubtful_for_an_event_of_the_carnet() {
    for doubtful in &DOUBTFUL {
        let begun = doubtful.begin();
        let path = copy(&begun);
        let before = attestations(&path);
        let file = begun.folder.path().join("fichier.csv");
        let (attendees, transmitted) = (doubtful.attendees, doubtful.transmitted);
        let text = format!(
            "Identifiant;Présents;Transmise le\n{};{attendees};{transmitted}\n",
            begun.id
        );
        fs::write(&file, text).unwrap();
        let mut door = vec!["importer", file.to_str().unwrap()];
        let ran = begun.ran(&path, &door);
        assert_eq!(ran.status, 1, "{}", ran.err);
        let said = ran.err.replace('\u{202f}', " ");
        assert!(said.contains(&doubtful.clause()), "{said}");
        assert!(said.contains("Avec --oui"), "{said}");
        assert_eq!(attestations(&path), before, "{}", doubtful.row);
        door.push("--oui");
        begun.run(&path, &door);
        assert!(is_declared(&path, doubtful), "{}", doubtful.row);
    }
}

#[test]
fn an_import_keeps_what_is_doubtful_for_a_new_event_in_its_notes() {
    let header = super::HEADER.trim_end();
    for doubtful in &DOUBTFUL {
        let begun = Begun::new(&Act {
            what: "",
            rows: "",
            is_attested: false,
            doors: &[],
            label: "",
            states: &[],
        });
        let file = begun.folder.path().join("complet.csv");
        let (row, attendees) = (doubtful.row, doubtful.attendees);
        let transmitted = doubtful.transmitted;
        let text = format!("{header};Présents;Transmise le\n{row};{attendees};{transmitted}\n");
        fs::write(&file, text).unwrap();
        let path = copy(&begun);
        let mut door = vec!["importer", file.to_str().unwrap()];
        let ran = begun.ran(&path, &door);
        assert_eq!(ran.status, 1, "{}", ran.err);
        let said = ran.err.replace('\u{202f}', " ");
        assert!(
            said.contains("1 événement créé, 1 attestation douteuse laissée."),
            "{said}"
        );
        let store = Store::open(&path).unwrap();
        let event = events(&store).remove(0);
        store.close().unwrap();
        assert_eq!(event.attestation, None, "{row}");
        let mut kept = format!("Présents : {attendees}");
        if !transmitted.is_empty() {
            kept.insert_str(0, &format!("Transmise le : {transmitted}\n"));
        }
        assert_eq!(event.content.notes.replace('\u{202f}', " "), kept);
        let path = copy(&begun);
        door.push("--oui");
        begun.run(&path, &door);
        assert!(is_declared(&path, doubtful), "{row}");
        // The screen imports without it, or with it.
        for (keys, is_taken) in [("Entrée", false), ("→ Entrée", true)] {
            let path = copy(&begun);
            let shown = begun.press(&path, "I «complet.csv» Entrée Ctrl+S");
            assert!(shown.contains("1 attestation douteuse laissée"), "{shown}");
            begun.press(&path, &format!("I «complet.csv» Entrée Ctrl+S {keys}"));
            assert_eq!(attestations(&path).len(), 1);
            assert_eq!(is_declared(&path, doubtful), is_taken, "{row}");
        }
    }
}
