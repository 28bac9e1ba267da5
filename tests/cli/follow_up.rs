//! What is exported of an event besides itself: its answers, its remark, its check-list.

use std::fs;

use carnet::domain::id::EventId;
use carnet::domain::question::{Question, QuestionKind};
use serde_json::{Value, json};

use super::{CAFE, Sandbox, now};

/// An event attested with one answer of two, two steps done, and a question worded as a column.
fn followed() -> Sandbox {
    let sandbox = Sandbox::with_events();
    let mut store = sandbox.store();
    let (own, event) = (
        carnet::domain::id::QuestionId::new(now()),
        EventId::parse(CAFE).unwrap(),
    );
    let steps = store.steps().unwrap();
    store
        .record("x", now(), |change| {
            change.insert(
                own,
                &Question {
                    label: "Notes".to_owned(),
                    kind: QuestionKind::Text,
                    ..Question::default()
                },
            )?;
            change.tick(event, steps[0].id)?;
            change.tick(event, steps[2].id)
        })
        .unwrap();
    store.close().unwrap();
    sandbox.done(&[
        "attester",
        "0001",
        "--presents",
        "9",
        "--reponse",
        "1=non",
        "--reponse",
        "3==1+1",
        "--remarque",
        "Salle froide",
    ]);
    sandbox
}

/// The cells of a column of an export, by the header.
fn column(text: &str, header: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let index = reader
        .headers()
        .unwrap()
        .iter()
        .position(|it| it.replace('\u{a0}', " ") == header);
    let index = index.unwrap_or_else(|| panic!("no column {header} in {text}"));
    let rows = reader.records().map(|row| row.unwrap()[index].to_owned());
    rows.collect()
}

#[test]
fn a_whole_export_has_the_answers_the_remark_and_the_check_list() {
    let sandbox = followed();
    let text = sandbox.done(&["exporter", "-", "--tri", "date"]).out;
    let cells = |header: &str| column(&text, header);
    assert_eq!(cells("Titre")[1], "Café des parents");
    for (header, expected) in [
        (
            "Réponse : Le questionnaire de satisfaction a-t-il été soumis aux parents ?",
            "non",
        ),
        (
            "Réponse : Parents volontaires pour devenir Parent Ressource",
            "",
        ),
        // Neutralised like any other text.
        ("Réponse : Notes", "'=1+1"),
        ("Remarque de l’attestation", "Salle froide"),
        ("Check-list", "3 sur 9"),
        (
            "Étapes faites",
            "Contacts 24/11/2026 · Kit 24/11/2026 · Site",
        ),
    ] {
        assert_eq!(cells(header)[1], expected, "{header}");
    }
    assert_eq!(cells("Check-list")[0], "1 sur 9");
    assert_eq!(cells("Étapes faites")[0], "Site");
    assert_eq!(cells("Réponse : Notes")[0], "");
}

#[test]
fn they_are_columns_to_choose() {
    let sandbox = followed();
    let columns = "titre,réponses,remarque de l'attestation,check-list,étapes faites";
    let text = sandbox.done(&["exporter", "-", "--colonnes", columns]).out;
    assert_eq!(column(&text, "Réponse : Notes")[1], "'=1+1");
    assert_eq!(column(&text, "Check-list")[1], "3 sur 9");
    let header = text.lines().next().unwrap();
    assert_eq!(header.matches(';').count(), 7, "{header}");
}

/// Nothing of it is taken for something else: each column is named as ignored.
#[test]
fn an_export_read_again_says_what_it_leaves_and_misreads_nothing() {
    let sandbox = followed();
    sandbox.done(&["exporter", "tout.csv"]);
    let ran = sandbox.done(&["importer", "tout.csv"]);
    assert!(ran.err.contains("3 inchangés"), "{}", ran.err);
    for left in [
        "Réponse : Notes",
        "Remarque de l’attestation",
        "Check-list",
        "Étapes faites",
    ] {
        assert!(
            ran.err.replace('\u{202f}', " ").contains(left),
            "{left}: {}",
            ran.err
        );
    }
    // In another carnet, nor there.
    let other = Sandbox::empty();
    fs::copy(sandbox.path("tout.csv"), other.path("tout.csv")).unwrap();
    other.done(&["importer", "tout.csv"]);
    let event = other.event(CAFE);
    assert_eq!(event.content.notes, "");
    let attestation = event.attestation.unwrap();
    assert_eq!(attestation.attendees, 9);
    assert_eq!(
        (attestation.answers.len(), attestation.remark.as_str()),
        (0, "")
    );
}

#[test]
fn the_list_and_the_home_as_json_have_them_too() {
    let sandbox = followed();
    let listed = sandbox.done(&["liste", "--json", "--tri", "date"]).json();
    let (without, with) = (&listed[0], &listed[1]);
    assert_eq!(
        with["reponses"],
        json!([
            { "question": "Le questionnaire de satisfaction a-t-il été soumis aux parents ?", "reponse": "non" },
            { "question": "Parents volontaires pour devenir Parent Ressource", "reponse": null },
            { "question": "Notes", "reponse": "=1+1" },
        ])
    );
    assert_eq!(with["remarque_de_l_attestation"], "Salle froide");
    assert_eq!(
        (&with["check_list"]["faites"], &with["check_list"]["total"]),
        (&json!(3), &json!(9))
    );
    assert_eq!(
        with["check_list"]["etapes"][0],
        json!({
            "etape": "Créer une liste de contacts à informer",
            "etat": "fait",
            "echeance": "2026-10-18",
            "faite_le": "2026-11-24",
            "detail": null,
        })
    );
    assert_eq!(without["reponses"], Value::Null);
    assert_eq!(without["check_list"]["faites"], 1);
    let home = sandbox.done(&["accueil", "--json"]).json();
    assert_eq!(home["semaine"][0]["check_list"]["total"], 9);
}
