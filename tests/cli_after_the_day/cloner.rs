//! How events are named and listed, what is refused, and `carnet cloner`.

use carnet::domain::event::publication::Publication;
use carnet::domain::id::EventId;
use serde_json::json;

use super::{ATELIER, CAFE, Desk, TWIN, now};

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
