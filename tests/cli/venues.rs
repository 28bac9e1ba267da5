//! `carnet lieux`: listed, written to a file, read from one.

use carnet::domain::kinds::KINDS;
use carnet::domain::text::fold::sort_key;

use super::Sandbox;

#[test]
fn places_are_listed_written_and_read_again() {
    let sandbox = Sandbox::with_demo("12");
    let listed = sandbox.done(&["lieux"]);
    assert!(
        listed.out.lines().all(|line| line.contains(" événement")),
        "{}",
        listed.out
    );
    let json = sandbox.done(&["lieux", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), listed.out.lines().count());
    let file = sandbox.path("lieux.csv");
    let file = file.to_str().unwrap();
    let written = sandbox.done(&["lieux", "--exporter", file]);
    assert!(written.err.contains("lieux écrits dans"), "{}", written.err);
    let again = sandbox.carnet(&["lieux", "--exporter", file]);
    assert_eq!(again.status, 1);
    assert!(again.err.contains("Ajoutez --remplacer"), "{}", again.err);
    let same = sandbox.done(&["lieux", "--importer", file]);
    assert!(same.err.contains("inchangés."), "{}", same.err);

    let other = sandbox.path("ecoles.csv");
    std::fs::write(
        &other,
        "Nom;Commune;UAI;Autre\nCourbet;Ornans;0750655E;x\nSans commune;;faux;\n",
    )
    .unwrap();
    let other = other.to_str().unwrap();
    let trial = sandbox.done(&["lieux", "--importer", other, "--essai"]);
    assert!(
        trial
            .err
            .contains("Essai, rien n’est écrit : 2 lieux créés."),
        "{}",
        trial.err
    );
    assert!(trial.err.contains("Colonnes laissées de côté : « Autre »."));
    assert!(
        trial
            .err
            .contains("Ligne 3 « Sans commune » : « FAUX » illisible (UAI), laissé de côté."),
        "{}",
        trial.err
    );
    sandbox.done(&["lieux", "--importer", other]);
    let listed = sandbox.done(&["lieux"]);
    assert!(
        listed.out.contains("Courbet · Ornans · 0 événement"),
        "{}",
        listed.out
    );
    let both = sandbox.carnet(&["lieux", "--importer", other, "--exporter", other]);
    assert_eq!(both.status, 2);
    let none = sandbox.path("vide.csv");
    std::fs::write(&none, "a;b\n1;2\n").unwrap();
    let refused = sandbox.carnet(&["lieux", "--importer", none.to_str().unwrap()]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.err.contains("n’est reconnue comme nom de lieu"),
        "{}",
        refused.err
    );
}

/// Of every kind of record, by the plural of its noun.
#[test]
fn an_empty_list_says_so() {
    let sandbox = Sandbox::with_demo("0");
    for kind in KINDS {
        let command = sort_key(kind.noun.several).replace(' ', "-");
        let listed = sandbox.done(&[&command]);
        assert_eq!(listed.out, "");
        let none = format!("{} {}", kind.noun.agree("Aucun"), kind.noun.one);
        assert_eq!(listed.err, format!("{none} à afficher.\n"));
        assert_eq!(sandbox.done(&[&command, "--json"]).out.trim(), "[]");
    }
}
