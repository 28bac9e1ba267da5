//! `carnet accueil`, and its former name `carnet etat`.

use carnet::domain::event::EventContent;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::StepRole;
use carnet::domain::id::EventId;
use carnet::domain::reference::ListKind;
use carnet::store::{Change, Result, Store};
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

/// What contacts were informed of and what is on the site, then another theme and another description.
#[test]
fn the_home_says_what_changed_and_from_what_to_what() {
    let sandbox = Sandbox::with_events();
    let id = EventId::parse(AHEAD).unwrap();
    let mut store = sandbox.store();
    let (steps, lists) = (store.steps().unwrap(), store.references().unwrap());
    let announce = steps
        .iter()
        .find(|step| step.role == Some(StepRole::Announce));
    let theme = lists.all(ListKind::Theme).next().unwrap();
    let record = |store: &mut Store, change: &dyn Fn(&Change<'_>) -> Result<()>| {
        store.record("x", now(), |it| change(it)).unwrap();
    };
    record(&mut store, &|change| {
        change.publish_event(id, Publication::Published, None)?;
        change.tick(id, announce.unwrap().id)
    });
    let event = store.event(id).unwrap().unwrap();
    let content = EventContent {
        theme: Some(theme.id),
        description: "Venez le mardi, avec ou sans les enfants.".to_owned(),
        ..event.content
    };
    record(&mut store, &|change| {
        change.modify_event(id, event.revision, &content)
    });
    store.close().unwrap();
    let ran = sandbox.done(&["accueil"]);
    let to_announce = format!(
        "↻ 1 changement à annoncer aux contacts, dans 2 jours\n    « Grandir avec les écrans » : thématique : rien → {}\n",
        theme.short_label()
    );
    assert!(ran.out.contains(&to_announce), "{}", ran.out);
    assert!(
        ran.out.contains(
            "· description de l’évènement : rien → « Venez le mardi, avec ou sans les enfants… »\n"
        ),
        "{}",
        ran.out
    );
    let printed = sandbox.done(&["accueil", "--json"]).json();
    let notices = printed["notifications"].as_array().unwrap();
    let to_correct = notices
        .iter()
        .find(|it| it["cle"] == "a_corriger_sur_le_site")
        .unwrap();
    assert_eq!(
        to_correct["changements"][0],
        json!({
            "evenement": AHEAD,
            "quoi": "thématique",
            "avant": "rien",
            "apres": theme.short_label(),
        })
    );
    assert_eq!(
        to_correct["changements"][1]["quoi"],
        "description de l’évènement"
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
