//! `carnet attester`.

use carnet::domain::id::EventId;
use carnet::domain::question::Question;
use serde_json::json;

use super::{AHEAD, ATELIER, CAFE, Sandbox, now};

#[test]
fn an_attestation_is_filled_corrected_transmitted_and_taken_back() {
    let sandbox = Sandbox::with_events();
    let ran = sandbox.done(&["attester", "0001", "--presents", "9"]);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.starts_with(
            "Attestation remplie : 9 présents à « Café des parents », mardi 17 novembre 2026.\n"
        ),
        "{}",
        ran.err
    );
    let questions = sandbox.store().questions().unwrap();
    let declared = |sandbox: &Sandbox| sandbox.event(CAFE).attestation.unwrap();
    let first = declared(&sandbox);
    assert_eq!((first.attendees, first.transmitted_on), (9, None));
    // Nobody answered, and it says so.
    assert_eq!(first.answers.len(), 0);
    assert_eq!(
        ran.err.matches(" → non renseigné\n").count(),
        2,
        "{}",
        ran.err
    );

    // Again the same: nothing happens, and nothing is left to undo.
    let ran = sandbox.done(&["attester", "0001", "--presents", "9"]);
    assert!(
        ran.err.contains("dit déjà cela. Rien n’a été changé."),
        "{}",
        ran.err
    );

    sandbox.done(&["attester", "0001", "--transmise=hier"]);
    assert_eq!(declared(&sandbox).transmitted_on, "2026-11-23".parse().ok());
    // What was transmitted and is corrected must be again; the other answers stay.
    let ran = sandbox.done(&[
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
    let corrected = declared(&sandbox);
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
    sandbox.done(&["attester", "0001", "--transmise", "20/11"]);
    assert_eq!(declared(&sandbox).transmitted_on, "2026-11-20".parse().ok());
    sandbox.done(&["attester", "0001", "--reponse", "2="]);
    assert!(!declared(&sandbox).answers.contains_key(&questions[1].id));

    // Each was one action of the store's history.
    let mut store = sandbox.store();
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
fn an_attestation_is_printed_as_json() {
    let sandbox = Sandbox::with_events();
    let printed = sandbox
        .done(&[
            "attester",
            CAFE,
            "--transmise",
            "--presents",
            "3",
            "--reponse",
            "2=4",
            "--json",
        ])
        .json();
    assert_eq!(
        printed,
        json!({
            "identifiant": CAFE,
            "titre": "Café des parents",
            "date": "2026-11-17",
            "presents": 3,
            "reponses": [
                { "question": "Le questionnaire de satisfaction a-t-il été soumis aux parents ?", "reponse": null },
                { "question": "Parents volontaires pour devenir Parent Ressource", "reponse": "4" },
            ],
            "remarque": "",
            "remplie_le": printed["remplie_le"],
            "corrigee_le": null,
            "transmise_le": "2026-11-24",
        })
    );
}

#[test]
fn a_doubt_asks_to_be_sure_and_changes_nothing_until_then() {
    let sandbox = Sandbox::with_events();
    for (id, attendees, doubt) in [
        (AHEAD, "9", "L’événement n’est pas encore terminé."),
        (CAFE, "13", "13 présents pour 12 places ?"),
        (ATELIER, "0", "Personne n’est venu."),
    ] {
        let error = sandbox.refused(1, &["attester", id, "--presents", attendees]);
        assert!(error.contains(doubt), "{error}");
        assert!(error.contains("ajoutez --oui"), "{error}");
        let ran = sandbox.done(&["attester", id, "--presents", attendees, "--oui"]);
        assert!(ran.err.starts_with(doubt), "{}", ran.err);
        let attendees: u32 = attendees.parse().unwrap();
        assert_eq!(sandbox.event(id).attestation.unwrap().attendees, attendees);
    }
}

#[test]
fn the_users_own_questions_are_numbered_as_they_are_asked() {
    let sandbox = Sandbox::with_events();
    let mut store = sandbox.store();
    let first = store.questions().unwrap()[0].id;
    let own = carnet::domain::id::QuestionId::new(now());
    store
        .record("questions", now(), |change| {
            change.retire::<Question>(first, true)?;
            let text = Question {
                label: "Quel accueil ?".to_owned(),
                kind: carnet::domain::question::QuestionKind::Choice,
                choices: vec!["Très bon".to_owned(), "Froid".to_owned()],
                usual: String::new(),
            };
            change.insert(own, &text)
        })
        .unwrap();
    store.close().unwrap();
    sandbox.done(&[
        "attester",
        "0001",
        "--presents",
        "9",
        "--reponse",
        "2=tres bon",
    ]);
    let answers = sandbox.event(CAFE).attestation.unwrap().answers;
    assert_eq!(answers[&own], "Très bon");
    // The retired one is not asked, and the others have no answer.
    assert!(!answers.contains_key(&first));
    sandbox.done(&["attester", "0002", "--presents", "9"]);
    assert_eq!(sandbox.event(ATELIER).attestation.unwrap().answers.len(), 0);
}
