//! The commands that follow an event, run as a script runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::Command;

use carnet::domain::event::{Event, EventContent, Venue};
use carnet::domain::id::EventId;
use carnet::domain::profile::Profile;
use carnet::domain::publication::Publication;
use carnet::store::{Ordered, QuestionText, Store};
use chrono::{DateTime, NaiveTime, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;

const CAFE: &str = "01a05a43-fc00-7c39-bfd0-1cc62be50001";
const ATELIER: &str = "01a05a43-fc00-7c39-bfd0-1cc62be60002";
const AHEAD: &str = "01a05a43-fc00-7c39-bfd0-1cc62be70003";
/// Its last eight characters are those of the café too.
const TWIN: &str = "01a05a43-fc00-7c39-bfd1-1cc62be50001";

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        assert_eq!(self.status, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }
}

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { folder };
        let mut store = Store::create(&desk.path()).unwrap();
        let profile = Profile {
            departement: "25".to_owned(),
            zone: "A".to_owned(),
            ..Profile::default()
        };
        store
            .record("profil", now(), |change| change.set_profile(&profile))
            .unwrap();
        store.close().unwrap();
        desk
    }

    /// Two events that are over, and one to come.
    fn new() -> Self {
        let desk = Self::empty();
        desk.add(CAFE, "Café des parents", "2026-11-17");
        desk.add(ATELIER, "Atelier « ENT »", "2026-11-10");
        desk.add(AHEAD, "Grandir avec les écrans", "2026-11-26");
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("carnet.db")
    }

    fn store(&self) -> Store {
        Store::open(&self.path()).unwrap()
    }

    fn add(&self, id: &str, title: &str, date: &str) {
        let content = EventContent {
            title: title.to_owned(),
            date: date.parse().ok(),
            starts: NaiveTime::from_hms_opt(18, 0, 0),
            ends: NaiveTime::from_hms_opt(19, 30, 0),
            seats: Some(12),
            signup_link: "https://exemple.fr/inscription".to_owned(),
            venue: Venue {
                commune: "Vesoul".to_owned(),
                ..Venue::default()
            },
            ..EventContent::default()
        };
        let mut store = self.store();
        let id = EventId::parse(id).unwrap();
        store
            .record("création", now(), |change| {
                change.create_event(id, &content, Publication::Published, "Europe/Paris")
            })
            .unwrap();
        store.close().unwrap();
    }

    fn event(&self, id: &str) -> Event {
        let id = EventId::parse(id).unwrap();
        self.store().event(id).unwrap().unwrap()
    }

    fn carnet(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_carnet"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("CARNET_BASE", self.path())
            .env("CARNET_MAINTENANT", "2026-11-24T10:00:00")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\u{202f}', " ");
        Ran {
            status: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    fn done(&self, arguments: &[&str]) -> Ran {
        let ran = self.carnet(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran
    }

    /// Runs what must fail with that status and change nothing; answers what was said.
    fn refused(&self, status: i32, arguments: &[&str]) -> String {
        let seen = |desk: &Self| {
            let list = desk.done(&["liste", "--json"]).out;
            (list, desk.store().undoable().unwrap())
        };
        let before = seen(self);
        let ran = self.carnet(arguments);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (status, ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.starts_with("carnet : "), "{}", ran.err);
        assert_eq!(seen(self), before, "{arguments:?}");
        ran.err
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

#[test]
fn an_attestation_is_filled_corrected_transmitted_and_taken_back() {
    let desk = Desk::new();
    let ran = desk.done(&["attester", "0001", "--presents", "9"]);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.starts_with(
            "Attestation remplie : 9 présents à « Café des parents », mardi 17 novembre 2026.\n"
        ),
        "{}",
        ran.err
    );
    let questions = desk.store().questions().unwrap();
    let declared = |desk: &Desk| desk.event(CAFE).attestation.unwrap();
    let first = declared(&desk);
    assert_eq!((first.attendees, first.transmitted_on), (9, None));
    assert_eq!(first.answers[&questions[0].id], "oui");
    assert_eq!(first.answers[&questions[1].id], "0");

    // Again the same: nothing happens, and nothing is left to undo.
    let ran = desk.done(&["attester", "0001", "--presents", "9"]);
    assert!(
        ran.err.contains("dit déjà cela. Rien n’a été changé."),
        "{}",
        ran.err
    );

    desk.done(&["attester", "0001", "--transmise=hier"]);
    assert_eq!(declared(&desk).transmitted_on, "2026-11-23".parse().ok());
    // What was transmitted and is corrected must be again; the other answers stay.
    let ran = desk.done(&[
        "attester",
        "0001",
        "--presents",
        "10",
        "--reponse",
        "parent ressource=2",
        "--reponse",
        "1=NON",
        "--remarque",
        "Une maman\nvolontaire",
    ]);
    assert!(
        ran.err.starts_with("Attestation corrigée : 10 présents"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("Parent Ressource → 2\n"), "{}", ran.err);
    let corrected = declared(&desk);
    assert_eq!(
        (
            corrected.attendees,
            corrected.transmitted_on,
            corrected.filled_at
        ),
        (10, None, first.filled_at)
    );
    assert_eq!(corrected.answers[&questions[0].id], "non");
    assert_eq!(corrected.answers[&questions[1].id], "2");
    assert_eq!(corrected.remark, "Une maman\nvolontaire");
    assert!(corrected.corrected_at.is_some());
    desk.done(&["attester", "0001", "--transmise", "20/11"]);
    assert_eq!(declared(&desk).transmitted_on, "2026-11-20".parse().ok());
    desk.done(&["attester", "0001", "--reponse", "2="]);
    assert!(!declared(&desk).answers.contains_key(&questions[1].id));

    // Each was one action of the store's history.
    let mut store = desk.store();
    for label in [
        "correction de l’attestation de « Café des parents »",
        "transmission de l’attestation de « Café des parents »",
        "correction de l’attestation de « Café des parents »",
        "transmission de l’attestation de « Café des parents »",
        "attestation de « Café des parents »",
    ] {
        let undone = store.undo(now()).unwrap().unwrap().label;
        assert_eq!(undone.replace('\u{202f}', " "), label);
    }
    let id = EventId::parse(CAFE).unwrap();
    assert_eq!(store.event(id).unwrap().unwrap().attestation, None);
}

#[test]
fn an_attestation_is_told_as_json() {
    let desk = Desk::new();
    let told = desk
        .done(&["attester", CAFE, "--transmise", "--presents", "3", "--json"])
        .json();
    assert_eq!(
        told,
        json!({
            "identifiant": CAFE,
            "titre": "Café des parents",
            "date": "2026-11-17",
            "presents": 3,
            "reponses": [
                { "question": "Le questionnaire de satisfaction a-t-il été soumis aux parents ?", "reponse": "oui" },
                { "question": "Parents volontaires pour devenir Parent Ressource", "reponse": "0" },
            ],
            "remarque": "",
            "remplie_le": told["remplie_le"],
            "corrigee_le": null,
            "transmise_le": "2026-11-24",
        })
    );
}

#[test]
fn a_doubt_asks_to_be_sure_and_changes_nothing_until_then() {
    let desk = Desk::new();
    for (id, attendees, doubt) in [
        (AHEAD, "9", "L’événement n’est pas encore terminé."),
        (CAFE, "13", "C’est plus que les 12 places prévues."),
        (ATELIER, "0", "Personne n’est venu : est-ce bien cela ?"),
    ] {
        let said = desk.refused(1, &["attester", id, "--presents", attendees]);
        assert!(said.contains(doubt), "{said}");
        assert!(said.contains("ajoutez --oui"), "{said}");
        let ran = desk.done(&["attester", id, "--presents", attendees, "--oui"]);
        assert!(ran.err.starts_with(doubt), "{}", ran.err);
        let attendees: u32 = attendees.parse().unwrap();
        assert_eq!(desk.event(id).attestation.unwrap().attendees, attendees);
    }
}

#[test]
fn what_is_wrong_is_refused_and_says_so() {
    let desk = Desk::new();
    for (status, arguments) in [
        (2, &["attester"][..]),
        (2, &["attester", "0001"]),
        (2, &["attester", "0001", "--presents", "beaucoup"]),
        (2, &["attester", "0001", "--presents", "-1"]),
        (2, &["attester", "0001", "0002", "--presents", "9"]),
        (2, &["attester", "001", "--presents", "9"]),
        (2, &["attester", "0001", "--zut"]),
        (2, &["attester", "0001", "--transmise"]),
        (
            2,
            &["attester", "0001", "--presents", "9", "--transmise=zut"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "oui"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "3=oui"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "0=oui"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "=oui"],
        ),
        (
            2,
            &[
                "attester",
                "0001",
                "--presents",
                "9",
                "--reponse",
                "parent=2",
            ],
        ),
        (1, &["attester", "0001", "--presents", "10001"]),
        (1, &["attester", "zzzz", "--presents", "9"]),
        (
            1,
            &["attester", "0001", "--presents", "9", "--transmise=demain"],
        ),
        (
            1,
            &[
                "attester",
                "0001",
                "--presents",
                "9",
                "--reponse",
                "1=peut-être",
            ],
        ),
        (
            1,
            &["attester", "0001", "--presents", "9", "--reponse", "2=-1"],
        ),
        (
            1,
            &["attester", "0001", "--presents", "9", "--base", "absent.db"],
        ),
        (2, &["cloner"]),
        (2, &["cloner", "1"]),
        (2, &["cloner", "0001", "--date", "31/02"]),
        (2, &["cloner", "0001", "--date", "bientôt"]),
        (2, &["cloner", "0001", "--presents", "9"]),
        (1, &["cloner", "zzzz"]),
        (2, &["etat", "demain"]),
        (1, &["etat", "--base", "absent.db"]),
        (2, &["liste", "--a-attester", "--vue", "À venir"]),
    ] {
        desk.refused(status, arguments);
    }
    let said = desk.refused(
        2,
        &[
            "attester",
            "0001",
            "--presents",
            "9",
            "--reponse",
            "parent=2",
        ],
    );
    assert!(said.contains("2 « Parents volontaires"), "{said}");
    let said = desk.refused(
        1,
        &["attester", "0001", "--presents", "9", "--reponse", "1=bof"],
    );
    assert!(said.contains("Au choix : « oui » et « non »"), "{said}");
}

#[test]
fn an_identifier_that_names_several_events_is_refused() {
    let desk = Desk::new();
    desk.add(TWIN, "Le jumeau", "2026-11-18");
    for arguments in [
        &["attester", "1cc62be50001", "--presents", "9"][..],
        &["cloner", "2be50001"],
    ] {
        let said = desk.refused(1, arguments);
        assert!(said.contains("Plusieurs événements"), "{said}");
    }
    desk.done(&["attester", "BFD1-1CC62BE50001", "--presents", "9"]);
    assert_eq!(desk.event(TWIN).attestation.unwrap().attendees, 9);
    assert_eq!(desk.event(CAFE).attestation, None);
    // One that was deleted is named no longer.
    let mut store = desk.store();
    let twin = EventId::parse(TWIN).unwrap();
    store
        .record("suppression", now(), |change| change.delete_event(twin))
        .unwrap();
    store.close().unwrap();
    desk.done(&["attester", "2be50001", "--presents", "4"]);
    desk.refused(1, &["cloner", TWIN]);
}

#[test]
fn the_users_own_questions_are_numbered_as_they_are_asked() {
    let desk = Desk::new();
    let mut store = desk.store();
    let first = store.questions().unwrap()[0].id;
    let own = carnet::domain::id::QuestionId::new(now());
    store
        .record("questions", now(), |change| {
            change.retire(Ordered::Question(first), true)?;
            let text = QuestionText {
                label: "Quel accueil ?".to_owned(),
                kind: carnet::domain::question::QuestionKind::Choice,
                choices: vec!["Très bon".to_owned(), "Froid".to_owned()],
                usual: String::new(),
            };
            change.add_question(own, &text)
        })
        .unwrap();
    store.close().unwrap();
    desk.done(&[
        "attester",
        "0001",
        "--presents",
        "9",
        "--reponse",
        "2=tres bon",
    ]);
    let answers = desk.event(CAFE).attestation.unwrap().answers;
    assert_eq!(answers[&own], "Très bon");
    // The retired one is not asked, and one without a usual answer gets none.
    assert!(!answers.contains_key(&first));
    desk.done(&["attester", "0002", "--presents", "9"]);
    assert_eq!(desk.event(ATELIER).attestation.unwrap().answers.len(), 1);
}

#[test]
fn what_is_to_attest_is_listed_oldest_first_with_short_identifiers() {
    let desk = Desk::new();
    let names = |arguments: &[&str]| -> Vec<String> {
        let ran = desk.done(arguments);
        let lines = ran.out.lines();
        lines
            .map(|line| line.split_whitespace().next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&["liste", "--a-attester"]), ["2be60002", "2be50001"]);
    assert_eq!(names(&["liste"]), ["2be70003", "2be50001", "2be60002"]);
    let view = desk.done(&["liste", "--vue", "À attester", "--json"]);
    let to_attest = desk.done(&["liste", "--a-attester", "--json"]);
    assert_eq!(to_attest.out, view.out);
    assert_eq!(to_attest.json()[0]["identifiant"], ATELIER);
    // The first column is enough to name an event.
    for name in names(&["liste", "--a-attester"]) {
        desk.done(&["attester", &name, "--presents", "5"]);
    }
    assert_eq!(desk.done(&["liste", "--a-attester"]).out, "");
}

#[test]
fn a_clone_is_a_draft_without_a_past() {
    let desk = Desk::new();
    desk.done(&["attester", "0001", "--presents", "9", "--transmise"]);
    let ran = desk.done(&["cloner", "0001"]);
    assert!(
        ran.err
            .contains("L’attestation de l’original n’a pas été reprise"),
        "{}",
        ran.err
    );
    let clone = desk.event(ran.out.trim());
    let original = desk.event(CAFE);
    // The same day of the week, in the coming days.
    assert_eq!(clone.content.date, "2026-12-01".parse().ok());
    assert_eq!(
        clone.content,
        original.content.copied_to(clone.content.date)
    );
    assert_eq!(
        (clone.publication, clone.attestation),
        (Publication::Draft, None)
    );
    assert_eq!(clone.public_link, "");
    assert!(original.attestation.is_some());
    let mut store = desk.store();
    store.undo(now()).unwrap();
    assert_eq!(store.event(clone.id).unwrap(), None);
}

#[test]
fn a_clone_warns_of_its_date() {
    let desk = Desk::new();
    let cloned = |date: &str| {
        desk.done(&["cloner", "0002", "--date", date, "--json"])
            .json()
    };
    let told = cloned("jeudi 26 nov");
    assert_eq!(
        told,
        json!({
            "identifiant": told["identifiant"],
            "titre": "Atelier « ENT »",
            "date": "2026-11-26",
            "original": ATELIER,
            "avertissements": ["Au même moment : « Grandir avec les écrans »."],
        })
    );
    for (date, warnings) in [
        ("27/11", &[][..]),
        ("29/11", &["C’est un dimanche."]),
        ("hier", &["Cette date est passée."]),
        (
            "25/12/2026",
            &["Jour férié : Noël.", "Vacances scolaires : Noël."],
        ),
        ("15/02/2027", &["Vacances scolaires : Hiver."]),
    ] {
        assert_eq!(cloned(date)["avertissements"], json!(warnings), "{date}");
    }
    // The holidays are those of the user's own settings, once there are any.
    let mut store = desk.store();
    store
        .record("vacances", now(), |change| {
            change.set(carnet::store::HOLIDAYS, &json!([]))
        })
        .unwrap();
    store.close().unwrap();
    let ran = desk.done(&["cloner", "0002", "--date", "16/02/2027"]);
    assert!(!ran.err.contains("Vacances"), "{}", ran.err);
    let ran = desk.done(&["cloner", "0002", "--date", "dimanche"]);
    assert!(ran.err.starts_with("C’est un dimanche.\n"), "{}", ran.err);
}

#[test]
fn the_account_tells_what_awaits_the_week_and_the_year() {
    let desk = Desk::new();
    desk.done(&["attester", "0001", "--presents", "9"]);
    let ran = desk.done(&["etat"]);
    assert_eq!(ran.err, "");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "Mon compte · mar. 24 nov. 2026");
    assert_eq!(lines[2], "! 1 attestation à remplir, il y a 14 jours");
    assert_eq!(
        lines[3],
        "✓ 1 attestation remplie à transmettre, il y a 7 jours"
    );
    let week = lines
        .iter()
        .position(|&line| line == "Les sept jours à venir")
        .unwrap();
    assert!(lines[week + 1].starts_with("  2be70003  jeu. 26 nov. 2026"));
    assert_eq!(
        *lines.last().unwrap(),
        "Année scolaire 2026-2027 : 1 événement tenu · 9 présents · 75 % des places"
    );

    let told = desk.done(&["etat", "--json"]).json();
    assert_eq!(told["jour"], "2026-11-24");
    assert_eq!(
        told["notifications"][0],
        json!({
            "cle": "attestations_a_remplir",
            "nombre": 1,
            "phrase": "1 attestation à remplir, il y a 14 jours",
            "premier_evenement": ATELIER,
            "premiere_date": "2026-11-10",
        })
    );
    assert_eq!(told["semaine"][0]["identifiant"], AHEAD);
    assert_eq!(told["remises_a_plus_tard"], 0);
    assert_eq!(
        told["annee_scolaire"],
        json!({
            "annee": "2026-2027",
            "evenements_tenus": 1,
            "presents": 9,
            "places": 12,
            "taux_de_remplissage": 75,
        })
    );
}

#[test]
fn an_empty_account_says_so_warmly() {
    let desk = Desk::empty();
    let ran = desk.done(&["etat"]);
    assert!(
        ran.out
            .contains("✓ Rien ne vous attend : tout est à jour. Belle journée !\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("Aucun événement dans les sept jours à venir.\n")
    );
    let told = desk.done(&["etat", "--json"]).json();
    assert_eq!(told["notifications"], json!([]));
    assert_eq!(told["annee_scolaire"]["taux_de_remplissage"], Value::Null);
}

/// The week goes to the sixth day after today, and what was cancelled is not in it.
#[test]
fn the_week_is_seven_days_of_what_is_held() {
    let desk = Desk::empty();
    for (last, date) in [
        (1, "2026-11-23"),
        (2, "2026-11-24"),
        (3, "2026-11-30"),
        (4, "2026-12-01"),
    ] {
        let id = format!("01a05a43-fc00-7c39-bfd0-1cc62be5000{last}");
        desk.add(&id, date, date);
    }
    let dates = || -> Vec<String> {
        let told = desk.done(&["etat", "--json"]).json();
        let week = told["semaine"].as_array().unwrap();
        week.iter()
            .map(|event| event["date"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(dates(), ["2026-11-24", "2026-11-30"]);
    let mut store = desk.store();
    let id = EventId::parse("01a05a43-fc00-7c39-bfd0-1cc62be50003").unwrap();
    store
        .record("annulation", now(), |change| {
            change.publish_event(id, Publication::Cancelled, None)
        })
        .unwrap();
    store.close().unwrap();
    assert_eq!(dates(), ["2026-11-24"]);
}
