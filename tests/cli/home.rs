//! `carnet accueil`, and its former name `carnet etat`.

use carnet::domain::event::publication::Publication;
use carnet::domain::id::EventId;
use serde_json::{Value, json};

use super::{AHEAD, ATELIER, Sandbox, now};

#[test]
fn the_home_shows_what_awaits_the_week_and_the_year() {
    let sandbox = Sandbox::with_events();
    sandbox.done(&["attester", "0001", "--presents", "9"]);
    let ran = sandbox.done(&["accueil"]);
    assert_eq!(ran.err, "");
    assert_eq!(sandbox.done(&["etat"]).out, ran.out);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "Accueil · mar. 24 nov. 2026");
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

    let printed = sandbox.done(&["etat", "--json"]).json();
    assert_eq!(printed["jour"], "2026-11-24");
    assert_eq!(
        printed["notifications"][0],
        json!({
            "cle": "attestations_a_remplir",
            "nombre": 1,
            "phrase": "1 attestation à remplir, il y a 14 jours",
            "premier_evenement": ATELIER,
            "premiere_date": "2026-11-10",
        })
    );
    assert_eq!(printed["semaine"][0]["identifiant"], AHEAD);
    assert_eq!(printed["remises_a_plus_tard"], 0);
    assert_eq!(
        printed["annee_scolaire"],
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
fn a_conflicting_copy_awaits() {
    let sandbox = Sandbox::with_events();
    let none = sandbox.done(&["etat", "--json"]).json();
    assert_eq!(none["copies_en_conflit"], json!([]));
    let copy = sandbox.path("carnet-BUREAU.db");
    std::fs::copy(sandbox.path("carnet.db"), &copy).unwrap();
    let ran = sandbox.done(&["etat"]);
    let line = ran.out.lines().nth(2).unwrap();
    assert!(
        line.starts_with("! 1 copie en conflit à comparer : "),
        "{line}"
    );
    assert!(line.ends_with("carnet-BUREAU.db »"), "{line}");
    let printed = sandbox.done(&["etat", "--json"]).json();
    let found = &printed["copies_en_conflit"][0]["fichier"];
    assert_eq!(found.as_str().unwrap(), copy.to_str().unwrap());
}

#[test]
fn an_empty_home_says_so_warmly() {
    let sandbox = Sandbox::empty();
    let ran = sandbox.done(&["etat"]);
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
    let printed = sandbox.done(&["etat", "--json"]).json();
    assert_eq!(printed["notifications"], json!([]));
    assert_eq!(
        printed["annee_scolaire"]["taux_de_remplissage"],
        Value::Null
    );
}

/// The week goes to the sixth day after today, and what was cancelled is not in it.
#[test]
fn the_week_is_seven_days_without_cancelled_events() {
    let sandbox = Sandbox::empty();
    for (last, date) in [
        (1, "2026-11-23"),
        (2, "2026-11-24"),
        (3, "2026-11-30"),
        (4, "2026-12-01"),
    ] {
        let id = format!("01a05a43-fc00-7c39-bfd0-1cc62be5000{last}");
        sandbox.add(&id, date, date);
    }
    let dates = || -> Vec<String> {
        let printed = sandbox.done(&["etat", "--json"]).json();
        let week = printed["semaine"].as_array().unwrap();
        week.iter()
            .map(|event| event["date"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(dates(), ["2026-11-24", "2026-11-30"]);
    let mut store = sandbox.store();
    let id = EventId::parse("01a05a43-fc00-7c39-bfd0-1cc62be50003").unwrap();
    store
        .record("annulation", now(), |change| {
            change.publish_event(id, Publication::Cancelled, None)
        })
        .unwrap();
    store.close().unwrap();
    assert_eq!(dates(), ["2026-11-24"]);
}
