//! The purge: what it removes is in no byte of the files, and the figures stay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/command.rs"]
mod command;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{EventContent, EventVenue};
use carnet::domain::id::{EventId, ModelId};
use carnet::domain::listing::{Filter, Query};
use carnet::domain::model::Model;
use carnet::store::{Moment, Store, StoreError};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use command::Ran;

/// Words of texts that go. Each is long and found nowhere else.
const SECRETS: [&str; 16] = [
    "mirabelle-notes",
    "groseille-remarque",
    "cassis-ancienne-note",
    "quetsche-titre-efface",
    "nefle-lieu-efface",
    "airelle-notes-effacees",
    "sureau-cree-puis-annule",
    "arbouse-saisie-gardee",
    "myrtille-remarque-retiree",
    "prunelle-nouvelle-saisie",
    "cornouille-adresse-dite",
    "nashi-remarque-tapee",
    "coing-etape-tapee",
    "amelanche-saisie-d-un-annule",
    "genievre-modele-remplace",
    "sorbier-modele-supprime",
];

/// What stays.
const KEPT: [&str; 4] = [
    "Titre qui reste",
    "Vesoul",
    "framboise-note-recente",
    "description publique",
];

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn moment() -> Moment {
    Moment {
        now: now(),
        today: now().date_naive(),
    }
}

struct Sandbox {
    folder: TempDir,
    old: EventId,
    gone: EventId,
}

fn add(store: &mut Store, content: &EventContent) -> EventId {
    let id = EventId::new(now());
    let label = format!("création de «\u{202f}{}\u{202f}»", content.title);
    let created = store.record(&label, now(), |change| {
        change.create_event(id, content, Publication::Draft, "Europe/Paris")
    });
    created.unwrap();
    id
}

fn edit(store: &mut Store, id: EventId, edit: impl FnOnce(&mut EventContent)) {
    let mut event = store.event(id).unwrap().unwrap();
    edit(&mut event.content);
    let changed = store.record("modification", now(), |change| {
        change.modify_event(id, event.revision, &event.content)
    });
    changed.unwrap();
}

fn event(title: &str, date: &str, notes: &str) -> EventContent {
    EventContent {
        title: title.to_owned(),
        date: date.parse().ok(),
        notes: notes.to_owned(),
        description: "description publique".to_owned(),
        venue: EventVenue {
            commune: "Vesoul".to_owned(),
            ..EventVenue::default()
        },
        ..EventContent::default()
    }
}

fn attest(store: &mut Store, id: EventId, remark: &str) {
    let declared = Attestation::declared(None, 17, BTreeMap::new(), remark.to_owned(), now());
    let done = store.record("attestation", now(), |change| change.attest(id, &declared));
    done.unwrap();
}

impl Sandbox {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("carnet.db")).unwrap();
        let old = add(
            &mut store,
            &event("Premier titre", "2024-09-10", SECRETS[2]),
        );
        edit(&mut store, old, |content| {
            content.notes = format!("Vu avec {}", SECRETS[0]);
            content.title = "Titre qui reste".to_owned();
        });
        attest(&mut store, old, SECRETS[8]);
        let withdrawn = store.record("retrait", now(), |change| change.withdraw_attestation(old));
        withdrawn.unwrap();
        attest(&mut store, old, SECRETS[1]);
        let mut content = event(SECRETS[3], "2024-10-10", SECRETS[5]);
        content.venue.name = SECRETS[4].to_owned();
        content.venue.address = SECRETS[10].to_owned();
        let gone = add(&mut store, &content);
        let step = store.steps().unwrap();
        for step in &step {
            let ticked = store.record("étape", now(), |change| change.tick(gone, step.id));
            ticked.unwrap();
        }
        let label = format!("suppression de «\u{202f}{}\u{202f}»", SECRETS[3]);
        let deleted = store.record(&label, now(), |change| change.delete_event(gone));
        deleted.unwrap();
        for (name, notes) in [
            ("Gardé", SECRETS[14]),
            ("Gardé", ""),
            ("Supprimé", SECRETS[15]),
        ] {
            let id = ModelId::new(now());
            let content = event("Modèle", "", notes);
            let saved = store.record("modèle", now(), |change| {
                change.put(id, &Model::of(name, &content))
            });
            saved.unwrap();
        }
        let models = store.models().unwrap();
        let deleted = models
            .iter()
            .find(|model| model.name == "Supprimé")
            .unwrap();
        let done = store.record("suppression", now(), |change| {
            change.delete::<Model>(deleted.id)
        });
        done.unwrap();
        add(&mut store, &event("Récent", "2026-09-10", KEPT[2]));
        let undone = add(&mut store, &event(SECRETS[6], "2024-01-10", SECRETS[6]));
        store.undo(now()).unwrap();
        let drafts = json!([
            {"event": [old.to_string(), 2], "values": {"texts": {"title": "Titre qui reste", "notes": SECRETS[7]}, "entries": {}, "children": false}, "opened": {"texts": {"notes": SECRETS[7]}}, "abandoned": true},
            {"event": null, "values": {"texts": {"title": "Brouillon", "date": "10/9/2024", "notes": SECRETS[9]}, "entries": {}, "children": false}, "abandoned": true},
            {"event": [undone.to_string(), 1], "values": {"texts": {"title": "Annulé", "date": "10/1/2024", "notes": SECRETS[13]}, "entries": {}, "children": false}, "abandoned": true},
            {"event": null, "values": {"texts": {"title": "Autre", "notes": "framboise-note-recente"}, "entries": {}, "children": false}, "abandoned": true},
        ]);
        store.remember("form_drafts", &drafts, now()).unwrap();
        let drafts = json!({ old.to_string(): {"texts": ["17", SECRETS[11]], "window": 0} });
        store
            .remember("attestation_drafts", &drafts, now())
            .unwrap();
        let drafts = json!({ "step new": {"texts": [SECRETS[12], "", "", ""], "window": 0} });
        store.remember("settings_drafts", &drafts, now()).unwrap();
        store.close().unwrap();
        Self { folder, old, gone }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("carnet.db")
    }

    fn carnet(&self, arguments: &[&str]) -> (i32, String, String) {
        let Ran { status, out, err } = command::carnet(self.folder.path(), &self.path(), arguments);
        (status, out, err)
    }
}

/// Of these words, those in the bytes of the store or of the files that SQLite keeps beside it.
fn within(path: &Path, words: &[&'static str]) -> Vec<&'static str> {
    let mut bytes = Vec::new();
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        bytes.extend(std::fs::read(name).unwrap_or_default());
    }
    let is_in = |word: &&&str| {
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    words.iter().filter(is_in).copied().collect()
}

#[test]
fn what_is_purged_is_in_no_byte_and_the_figures_stay() {
    let sandbox = Sandbox::new();
    // They are found before: the search can fail.
    assert_eq!(within(&sandbox.path(), &SECRETS), SECRETS);
    let mut store = Store::open(&sandbox.path()).unwrap();
    let before = "2025-09-01".parse().unwrap();
    let found = store.purgeable(before, moment()).unwrap();
    assert_eq!((found.notes(), found.remarks(), found.deleted()), (1, 1, 1));
    assert_eq!(found.drafts, 5);
    assert_eq!(within(&sandbox.path(), &SECRETS), SECRETS);

    let purged = store.purge(before, moment()).unwrap();
    assert_eq!(purged.removed, found);
    assert!(purged.rewritten.is_ok());
    // While the store is open, and once it is closed.
    assert_eq!(within(&sandbox.path(), &SECRETS), [""; 0]);
    let old = store.event(sandbox.old).unwrap().unwrap();
    assert_eq!(old.content.title, "Titre qui reste");
    assert_eq!(old.content.notes, "");
    let attestation = old.attestation.unwrap();
    assert_eq!(
        (attestation.attendees, attestation.remark.as_str()),
        (17, "")
    );
    let named = |words: &str| {
        let filter = Filter {
            words: words.to_owned(),
            ..Filter::default()
        };
        let query = Query {
            filter,
            ..Query::default()
        };
        store.count(&query, moment()).unwrap()
    };
    assert_eq!((named("mirabelle"), named("framboise")), (0, 1));
    assert!(store.purgeable(before, moment()).unwrap().is_empty());
    store.close().unwrap();
    assert_eq!(within(&sandbox.path(), &SECRETS), [""; 0]);
    assert_eq!(within(&sandbox.path(), &KEPT), KEPT);
}

#[test]
fn no_undo_brings_a_nameless_event_back() {
    let sandbox = Sandbox::new();
    let mut store = Store::open(&sandbox.path()).unwrap();
    let purged = store
        .purge("2025-09-01".parse().unwrap(), moment())
        .unwrap();
    assert!(purged.removed.forgotten > 10, "{purged:?}");
    // What was taken back before can't be made again: it would be a nameless event.
    assert_eq!(store.redoable().unwrap(), None);
    // What was done after the deletion can be taken back, and no more.
    let recent = "création de «\u{202f}Récent\u{202f}»";
    assert_eq!(store.undo(now()).unwrap().unwrap().label, recent);
    for label in ["suppression", "modèle", "modèle", "modèle"] {
        assert_eq!(store.undo(now()).unwrap().unwrap().label, label);
    }
    assert_eq!(store.undo(now()).unwrap(), None);
    assert_eq!(store.event(sandbox.gone).unwrap(), None);
    for _ in 0..4 {
        assert!(store.redo(now()).unwrap().is_some());
    }
    assert_eq!(store.redo(now()).unwrap().unwrap().label, recent);
    assert_eq!(store.redo(now()).unwrap(), None);
    assert_eq!(store.count_history(Some(sandbox.gone)).unwrap(), 0);
    store.close().unwrap();
    assert_eq!(within(&sandbox.path(), &SECRETS), [""; 0]);
    assert_eq!(carnet::store::verify(&sandbox.path()).unwrap().findings, []);
}

#[test]
fn what_was_done_to_a_purged_event_is_undone_without_its_notes() {
    let mut store = Store::in_memory().unwrap();
    let old = add(
        &mut store,
        &event("Premier titre", "2024-09-10", "une note"),
    );
    edit(&mut store, old, |content| {
        content.title = "Second titre".to_owned();
        content.notes = "une autre".to_owned();
    });
    attest(&mut store, old, "une remarque");
    edit(&mut store, old, |content| content.notes = String::new());
    edit(&mut store, old, |content| {
        content.notes = "encore".to_owned()
    });
    let purged = store
        .purge("2025-09-01".parse().unwrap(), moment())
        .unwrap();
    // The last two changed the notes alone: taking them back would do nothing.
    assert_eq!(purged.removed.forgotten, 2);
    for (label, title, is_attested) in [
        ("attestation", "Second titre", false),
        ("modification", "Premier titre", false),
    ] {
        assert_eq!(store.undo(now()).unwrap().unwrap().label, label);
        let event = store.event(old).unwrap().unwrap();
        assert_eq!(
            (event.content.title.as_str(), event.content.notes.as_str()),
            (title, "")
        );
        assert_eq!(event.attestation.is_some(), is_attested);
    }
    assert!(store.undo(now()).unwrap().is_some());
    assert_eq!(store.event(old).unwrap(), None);
    for _ in 0..3 {
        assert!(store.redo(now()).unwrap().is_some());
    }
    let event = store.event(old).unwrap().unwrap();
    assert_eq!(
        (event.content.title.as_str(), event.content.notes.as_str()),
        ("Second titre", "")
    );
    assert_eq!(event.attestation.unwrap().remark, "");
}

#[test]
fn a_damaged_store_is_not_purged() {
    let sandbox = Sandbox::new();
    let raw = Connection::open(sandbox.path()).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'event_list_seats'";
    let root: u32 = raw.query_row(root, [], |row| row.get(0)).unwrap();
    let page: u32 = raw
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .unwrap();
    raw.close().unwrap();
    let mut bytes = std::fs::read(sandbox.path()).unwrap();
    bytes[((root - 1) * page) as usize] = 0xa5;
    std::fs::write(sandbox.path(), &bytes).unwrap();
    let mut store = Store::open(&sandbox.path()).unwrap();
    let refused = store.purge("2025-09-01".parse().unwrap(), moment());
    assert!(
        matches!(refused, Err(StoreError::Damaged(_))),
        "{refused:?}"
    );
    drop(store);
    assert_eq!(within(&sandbox.path(), &SECRETS), SECRETS);
}

#[test]
fn a_change_after_the_purge_is_recorded_as_before() {
    let sandbox = Sandbox::new();
    let mut store = Store::open(&sandbox.path()).unwrap();
    store
        .purge("2025-09-01".parse().unwrap(), moment())
        .unwrap();
    edit(&mut store, sandbox.old, |content| {
        content.title = "Encore".to_owned();
    });
    store.undo(now()).unwrap();
    let old = store.event(sandbox.old).unwrap().unwrap();
    assert_eq!(old.content.title, "Titre qui reste");
}

#[test]
fn another_process_that_reads_is_reported() {
    let sandbox = Sandbox::new();
    let mut store = Store::open(&sandbox.path()).unwrap();
    let other = rusqlite::Connection::open(sandbox.path()).unwrap();
    other
        .execute_batch("BEGIN; SELECT count(*) FROM journal;")
        .unwrap();
    let purged = store
        .purge("2025-09-01".parse().unwrap(), moment())
        .unwrap();
    assert!(matches!(purged.rewritten, Err(StoreError::Busy)));
    drop(other);
    let again = store
        .purge("2025-09-01".parse().unwrap(), moment())
        .unwrap();
    assert!(again.removed.is_empty() && again.rewritten.is_ok());
    store.close().unwrap();
    assert_eq!(within(&sandbox.path(), &SECRETS), [""; 0]);
}

#[test]
fn the_command_shows_asks_and_erases() {
    let sandbox = Sandbox::new();
    let copies = sandbox.folder.path().join("sauvegardes");
    std::fs::create_dir(&copies).unwrap();
    std::fs::write(copies.join("carnet-2026-11-01.db"), "x").unwrap();
    let (status, out, err) = sandbox.carnet(&["purger", "--avant", "1/9/2025", "--simuler"]);
    assert_eq!((status, out.as_str()), (0, ""));
    assert!(
        err.contains("mar. 10 sept. 2024  Titre qui reste : notes et remarque"),
        "{err}"
    );
    assert!(err.contains("Simulation, rien n’est effacé : 1 note, 1 remarque, 1 événement supprimé, 5 saisies gardées, 9 anciennes valeurs de l’historique et 16 actions de l’historique, qui"), "{err}");
    assert!(err.contains("carnet-2026-11-01.db »"), "{err}");
    assert_eq!(within(&sandbox.path(), &SECRETS), SECRETS);

    assert!(
        err.contains("Événements d’avant le lundi 1er septembre 2025 :\n"),
        "{err}"
    );

    // A word that covers this autumn's notes is reported, and erases nothing without --oui.
    let (status, _, err) = sandbox.carnet(&["purger", "--avant", "hier"]);
    assert_eq!(status, 1);
    assert!(
        err.contains(
            "Événements d’avant le lundi 23 novembre 2026, dont 1 de cette année scolaire :\n"
        ),
        "{err}"
    );
    assert_eq!(within(&sandbox.path(), &KEPT), KEPT);

    let (status, _, err) = sandbox.carnet(&["purger", "--avant", "1/9/2025"]);
    assert_eq!(status, 1);
    assert!(err.contains("Ajoutez --oui"), "{err}");
    assert_eq!(within(&sandbox.path(), &SECRETS), SECRETS);

    let (status, _, err) = sandbox.carnet(&["purger", "--avant", "2/9/2027", "--oui"]);
    assert_eq!(status, 1, "{err}");
    assert!(err.contains("est à venir"), "{err}");
    for wrong in [
        &["purger"][..],
        &["purger", "--avant", "jamais"],
        &["purger", "--avant", "1/9/2025", "--tout"],
    ] {
        let (status, _, err) = sandbox.carnet(wrong);
        assert_eq!(status, 2, "{err}");
        assert!(err.starts_with("carnet : "), "{err}");
    }
    assert_eq!(within(&sandbox.path(), &SECRETS), SECRETS);

    let (status, out, err) = sandbox.carnet(&["purger", "--avant", "1/9/2025", "--oui", "--json"]);
    assert_eq!(status, 0, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["notes"], &report["remarques"], &report["supprimes"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(report["fichier_recrit"], json!(true));
    assert_eq!(report["copies_qui_restent"].as_array().unwrap().len(), 1);
    assert_eq!(within(&sandbox.path(), &SECRETS), [""; 0]);
    // Nothing is left: erasing is neither offered nor said to be done.
    for confirmed in [&["--oui"][..], &["--simuler"], &[]] {
        let (status, _, err) =
            sandbox.carnet(&[&["purger", "--avant", "1/9/2025"], confirmed].concat());
        assert_eq!(status, 0, "{err}");
        assert!(err.contains("Rien à effacer avant cette date."), "{err}");
        assert!(
            !err.contains("--oui") && !err.contains("ne s’annule pas"),
            "{err}"
        );
    }
    // Named as one does from its own folder; a fingerprint holds no text.
    assert_eq!(sandbox.carnet(&["sauvegarder"]).0, 0);
    let trial = ["purger", "--avant", "1/9/2025", "--simuler"];
    let (_, _, err) = sandbox.carnet(&[&trial[..], &["--base", "carnet.db"]].concat());
    assert!(err.contains("-manuelle.db »"), "{err}");
    assert!(
        !err.contains("« carnet.db »") && !err.contains("/carnet.db »") && !err.contains("sha256"),
        "{err}"
    );
    let (status, out, _) = sandbox.carnet(&["purger", "--help"]);
    assert_eq!(status, 0);
    assert!(out.contains("L’effacement ne s’annule pas"), "{out}");
}
