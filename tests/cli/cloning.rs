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
            "date_de_fin": null,
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

#[test]
fn a_clone_lasts_as_many_days_or_those_that_are_given() {
    let sandbox = Sandbox::with_events();
    let cloned = |id: &str, date: &str| {
        let ran = sandbox.done(&["cloner", id, "--date", date, "--json"]);
        let printed = ran.json();
        (printed["identifiant"].as_str().unwrap().to_owned(), printed)
    };
    let (id, printed) = cloned("0002", "du 5 au 7 décembre");
    assert_eq!(printed["date"], "2026-12-05");
    assert_eq!(printed["date_de_fin"], "2026-12-07");
    assert_eq!(
        printed["avertissements"],
        json!(["Dont un dimanche : dim. 6 déc."])
    );
    let (other, printed) = cloned(&id, "30 décembre");
    assert_eq!(printed["date_de_fin"], "2027-01-01");
    let listed = sandbox.done(&["liste"]).out.replace('\u{202f}', " ");
    assert!(listed.contains("5–7 déc. 2026"), "{listed}");
    assert!(listed.contains("30 déc. 2026 – 1er janv. 2027"), "{listed}");
    let listed = sandbox.done(&["liste", "--periode", "6/12..6/12", "--json"]);
    assert_eq!(listed.json()[0]["date_de_fin"], "2026-12-07");
    // Back and forth through a file.
    sandbox.done(&["exporter", "tout.csv"]);
    let text = std::fs::read_to_string(sandbox.path("tout.csv")).unwrap();
    assert!(
        text.contains("\n05/12/2026;18:00;19:30;07/12/2026;"),
        "{text}"
    );
    let back = sandbox.done(&["importer", "tout.csv"]);
    assert!(back.err.contains("5"), "{}", back.err);
    let changed = text.replace(
        "05/12/2026;18:00;19:30;07/12/2026",
        "05/12/2026;22:00;01:00;06/12/2026",
    );
    std::fs::write(sandbox.path("tout.csv"), changed).unwrap();
    sandbox.done(&["importer", "tout.csv"]);
    let night = sandbox.event(&id).content;
    assert_eq!(
        (night.end_date, night.ends_on()),
        (None, "2026-12-06".parse().ok())
    );
    let changed = text.replace(
        "30/12/2026;18:00;19:30;01/01/2027",
        "30/12/2026;18:00;19:30;",
    );
    std::fs::write(sandbox.path("tout.csv"), changed).unwrap();
    sandbox.done(&["importer", "tout.csv"]);
    assert_eq!(sandbox.event(&other).content.end_date, None);
    assert_eq!(
        sandbox.event(&id).content.end_date,
        "2026-12-07".parse().ok()
    );
}
