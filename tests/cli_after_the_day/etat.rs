//! `carnet etat`, and the lines of `carnet liste`.

use carnet::domain::event::publication::Publication;
use carnet::domain::id::EventId;
use serde_json::{Value, json};

use super::{AHEAD, ATELIER, Desk, now};

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
        "Année scolaire 2026-2027 : 1 événement attesté · 9 présents · 75 % des places"
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

#[test]
fn the_list_says_how_many_came_and_that_nothing_is_there() {
    let desk = Desk::new();
    desk.done(&["attester", "0001", "--presents", "9"]);
    let listed = desk.done(&["liste"]);
    assert!(listed.out.contains("  remplie 9  "), "{}", listed.out);
    assert_eq!(listed.err, "");
    for (arguments, out) in [(vec!["liste"], ""), (vec!["liste", "--json"], "[\n]\n")] {
        let ran = Desk::empty().done(&arguments);
        assert_eq!(ran.out, out);
        let is_told = ran.err == "Aucun événement à afficher.\n";
        assert_eq!(is_told, arguments.len() == 1, "{}", ran.err);
    }
}
