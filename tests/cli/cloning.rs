//! `carnet cloner`.

use carnet::domain::event::publication::Publication;
use serde_json::json;

use super::{ATELIER, CAFE, Sandbox, now};

#[test]
fn a_clone_is_a_draft_without_a_past() {
    let sandbox = Sandbox::with_events();
    sandbox.done(&["attester", "0001", "--presents", "9", "--transmise"]);
    let ran = sandbox.done(&["cloner", "0001"]);
    assert!(
        ran.err
            .contains("L’attestation de l’original n’a pas été reprise"),
        "{}",
        ran.err
    );
    let clone = sandbox.event(ran.out.trim());
    let original = sandbox.event(CAFE);
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
    let mut store = sandbox.store();
    store.undo(now()).unwrap();
    assert_eq!(store.event(clone.id).unwrap(), None);
}

#[test]
fn a_clone_warns_of_its_date() {
    let sandbox = Sandbox::with_events();
    let cloned = |date: &str| {
        sandbox
            .done(&["cloner", "0002", "--date", date, "--json"])
            .json()
    };
    let printed = cloned("jeudi 26 nov");
    assert_eq!(
        printed,
        json!({
            "identifiant": printed["identifiant"],
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
    let mut store = sandbox.store();
    store
        .record("vacances", now(), |change| {
            change.set(carnet::store::HOLIDAYS, &json!([]))
        })
        .unwrap();
    store.close().unwrap();
    let ran = sandbox.done(&["cloner", "0002", "--date", "16/02/2027"]);
    assert!(!ran.err.contains("Vacances"), "{}", ran.err);
    let ran = sandbox.done(&["cloner", "0002", "--date", "dimanche"]);
    assert!(ran.err.starts_with("C’est un dimanche.\n"), "{}", ran.err);
}
