//! `carnet liste` and `carnet demo`.

use super::{ATELIER, Sandbox, json};

#[test]
fn the_same_seed_gives_the_same_events() {
    let list = |sandbox: &Sandbox| sandbox.carnet(&["liste", "--json"]).out;
    let (one, other) = (Sandbox::with_demo("60"), Sandbox::with_demo("60"));
    assert_eq!(list(&one), list(&other));
    assert_eq!(json(&one.carnet(&["liste", "--json"])).len(), 60);
}

#[test]
fn a_list_takes_the_filters_and_the_sorts_of_the_screen() {
    let sandbox = Sandbox::with_demo("120");
    let listed =
        |arguments: &[&str]| json(&sandbox.carnet(&[&["liste", "--json"], arguments].concat()));
    let to_fill = listed(&["--attestation", "à remplir"]);
    assert!(!to_fill.is_empty());
    assert!(
        to_fill
            .iter()
            .all(|event| event["attestation"] == "à remplir")
    );
    assert_eq!(to_fill.len(), listed(&["--vue", "a attester"]).len());
    let sorted = listed(&["--tri", "commune", "--periode", "a-venir"]);
    let communes: Vec<String> = sorted
        .iter()
        .map(|event| carnet::domain::text::fold::sort_key(event["commune"].as_str().unwrap()))
        .collect();
    assert!(communes.is_sorted());
    assert!(
        sorted
            .iter()
            .all(|event| event["date"].as_str().unwrap() >= "2026-11-24")
    );
    let cafe = listed(&[
        "--type",
        "cafe",
        "--commune",
        "besancon",
        "--commune",
        "Pontarlier",
    ]);
    assert!(
        cafe.iter()
            .all(|event| event["type_d_evenement"] == "Café des parents")
    );
    assert_eq!(
        sandbox
            .carnet(&["liste", "--limite", "3"])
            .out
            .lines()
            .count(),
        3
    );
}

#[test]
fn what_is_to_attest_is_listed_oldest_first_with_short_identifiers() {
    let sandbox = Sandbox::with_events();
    let names = |arguments: &[&str]| -> Vec<String> {
        let ran = sandbox.done(arguments);
        let lines = ran.out.lines();
        lines
            .map(|line| line.split_whitespace().next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&["liste", "--a-attester"]), ["2be60002", "2be50001"]);
    assert_eq!(names(&["liste"]), ["2be70003", "2be50001", "2be60002"]);
    let view = sandbox.done(&["liste", "--vue", "À attester", "--json"]);
    let to_attest = sandbox.done(&["liste", "--a-attester", "--json"]);
    assert_eq!(to_attest.out, view.out);
    assert_eq!(to_attest.json()[0]["identifiant"], ATELIER);
    // The first column is enough to name an event.
    for name in names(&["liste", "--a-attester"]) {
        sandbox.done(&["attester", &name, "--presents", "5"]);
    }
    assert_eq!(sandbox.done(&["liste", "--a-attester"]).out, "");
}

#[test]
fn the_list_says_how_many_came_and_that_nothing_is_there() {
    let sandbox = Sandbox::with_events();
    sandbox.done(&["attester", "0001", "--presents", "9"]);
    let listed = sandbox.done(&["liste"]);
    assert!(listed.out.contains("  remplie 9  "), "{}", listed.out);
    assert_eq!(listed.err, "");
    for (arguments, out) in [(vec!["liste"], ""), (vec!["liste", "--json"], "[\n]\n")] {
        let ran = Sandbox::empty().done(&arguments);
        assert_eq!(ran.out, out);
        let is_announced = ran.err == "Aucun événement à afficher.\n";
        assert_eq!(is_announced, arguments.len() == 1, "{}", ran.err);
    }
}
