//! Mon compte, the first screen: what awaits leads where it is done, or is put off; the week; the year.

use carnet::domain::event::checklist::StepRole;
use carnet::domain::event::publication::Publication;

use crate::desk::{Desk, in_hand, line_with, press_times, quit};
use crate::support::Carnet;

const HEAD: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication;Présents\n";

/// One event for each kind of notice, and one that awaits nothing.
const TERM: &str = "\
    À attester;;;;;Pergaud;;12/11/2026;18:00;19:00;12;;publié;\n\
    À transmettre;;;;;Pergaud;;16/11/2026;18:00;19:00;12;;publié;9\n\
    Déplacé;;;;;Curie;Vesoul;26/11/2026;18:00;19:00;12;;publié;\n\
    À saisir aussi;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;22/03/2027;18:00;19:00;12;Venez;à saisir;\n\
    À saisir;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;15/03/2027;18:00;19:00;12;Venez;à saisir;\n\
    Soumis;;;;;Macé;;16/03/2027;18:00;19:00;12;;soumis;\n\
    Ébauche;;;;;Macé;;17/03/2027;18:00;19:00;12;;brouillon;\n";

/// A desk where everything awaits but what was submitted lately.
fn busy() -> Desk {
    let desk = Desk::of(&format!("{HEAD}{TERM}"));
    let moved = desk.event("Déplacé");
    let steps = desk.store().steps().unwrap();
    let planning = steps
        .iter()
        .find(|step| step.role == Some(StepRole::Announce));
    desk.change(|change| change.tick(moved.id, planning.unwrap().id));
    let mut content = moved.content.clone();
    content.venue.name = "Diderot".to_owned();
    desk.change(|change| change.modify_event(moved.id, moved.revision, &content));
    desk
}

#[test]
fn each_notice_says_what_awaits_the_most_urgent_first_and_leads_where_it_is_done() {
    let desk = busy();
    let mut carnet = desk.start(100, 40);
    carnet.wait_until("the most urgent first", |screen| {
        let place = |texts: &[&str]| {
            let has = line_with(texts);
            screen.lines().position(has)
        };
        let places = [
            place(&["▌  ! 1 attestation à remplir, la plus ancienne il y a 12 jours"]),
            place(&["✓ 1 attestation remplie à transmettre, la plus ancienne il y a 8 jours"]),
            place(&["↻ 1 changement à annoncer aux contacts, le premier dans 2 jours"]),
            place(&["↻ 1 événement à corriger sur le site, le premier dans 2 jours"]),
            place(&["▸ 2 événements à saisir sur le site, le premier dans"]),
            place(&["! 3 étapes en retard, la première pour un événement dans 2 jours"]),
            place(&["○ 1 brouillon à reprendre"]),
        ];
        places.iter().all(Option::is_some) && places.is_sorted()
    });
    for (down, leads_to, holds, back) in [
        (0, "Attestation de « À attester »", "12 places", "Échap"),
        (
            1,
            "Attestations · 1 à remplir · 1 à transmettre",
            "À transmettre",
            "F2",
        ),
        (
            2,
            "Check-list de « Déplacé »",
            "lieu : Curie, Vesoul → Diderot, Vesoul",
            "Échap",
        ),
        (
            3,
            "Check-list de « Déplacé »",
            "à corriger sur le site : lieu : Curie, Vesoul → Diderot, Vesoul",
            "Échap",
        ),
        (4, "Filtres : à saisir ×", "2 sur 7", "Échap"),
        (
            5,
            "Check-list · 5 événements à venir",
            "! en retard",
            "Échap",
        ),
        (6, "Filtres : brouillon ×", "Ébauche", "F2"),
    ] {
        press_times(&mut carnet, "↑", 9);
        press_times(&mut carnet, "↓", down);
        let keys = carnet.keystrokes();
        carnet.press("Entrée");
        carnet.wait_for(leads_to);
        carnet.wait_for(holds);
        if down == 4 {
            // The first of them, which the notice told of.
            carnet.wait_until("the first in hand", in_hand("lun. 15 mars"));
        }
        assert_eq!(carnet.keystrokes() - keys, 1);
        carnet.press(back);
        carnet.wait_for("Ce qui attend");
    }
}

#[test]
fn what_was_submitted_and_is_not_published_waits_a_week() {
    let desk = busy();
    let carnet = desk.start_with(100, 40, &[("CARNET_MAINTENANT", "2026-11-30T10:00:00")]);
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("soumis depuis");
    let mut carnet = desk.start_with(100, 40, &[("CARNET_MAINTENANT", "2026-12-01T10:00:00")]);
    carnet.click_on("1 événement soumis depuis plus d’une semaine, non publié");
    carnet.wait_until("it is in hand", in_hand("soumis depuis"));
    carnet.press("Entrée");
    carnet.wait_for("Filtres : soumis ×");
    carnet.wait_until("the event", in_hand("Soumis"));
    let id = desk.event("Soumis").id;
    desk.change(|change| change.publish_event(id, Publication::Published, None));
    carnet.press("F2");
    carnet.wait_for_no("soumis depuis");
}

#[test]
fn a_notice_is_put_off_until_a_day_and_comes_back_by_itself() {
    let desk = busy();
    let mut carnet = desk.start(100, 40);
    carnet.press("R");
    carnet.wait_for("Reporter « 1 attestation à remplir »");
    carnet.wait_until(
        "the days",
        line_with(&["dans une semaine", "mar. 1er déc. 2026"]),
    );
    carnet.press("Entrée");
    carnet.wait_for("Notification reportée au mer. 25 nov. 2026 : 1 attestation à remplir.");
    carnet.wait_until("it is put off", |screen| {
        !line_with(&["! 1 attestation"])(screen)
    });
    carnet.wait_for("1 reportée ou écartée");
    // What is due is still counted in the tab.
    carnet.wait_for("Attestations !1");
    quit(&mut carnet);
    let carnet = desk.start_with(100, 40, &[("CARNET_MAINTENANT", "2026-11-24T23:00:00")]);
    carnet.wait_for("1 reportée ou écartée");
    let carnet = desk.start_with(100, 40, &[("CARNET_MAINTENANT", "2026-11-25T08:00:00")]);
    carnet.wait_for("! 1 attestation à remplir, la plus ancienne il y a 13 jours");
    carnet.wait_for_no("reportée");
}

#[test]
fn what_the_site_says_otherwise_is_told_until_it_is_corrected_there() {
    let desk = Desk::of(&format!(
        "{HEAD}En ligne;;;;;Pergaud;Vesoul;01/12/2026;18:00;19:00;12;;publié;\n"
    ));
    let event = desk.event("En ligne");
    let mut moved = event.content.clone();
    moved.date = "2026-12-03".parse().ok();
    desk.change(|change| change.modify_event(event.id, event.revision, &moved));
    let mut carnet = desk.start(100, 40);
    carnet.wait_until(
        "it is told",
        line_with(&[
            "▌",
            "↻ 1 événement à corriger sur le site, le premier dans 9 jours",
        ]),
    );
    carnet.press("Entrée");
    carnet.wait_for("à corriger sur le site : date : mar. 1er déc. 2026 → jeu. 3 déc. 2026");
    // It is in hand.
    carnet.press("Espace");
    carnet.wait_for("publié sur le site");
    carnet.press("Échap");
    carnet.wait_for("Les sept jours à venir");
    carnet.wait_for_no("à corriger");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : correction sur le site de « En ligne ».");
    carnet.wait_for("↻ 1 événement à corriger sur le site");
    // Its page noted, it still says there what it said.
    carnet.press("F3 P");
    carnet.type_text("publie");
    carnet.press("Entrée");
    carnet.wait_for("Page publique");
    carnet.press("Entrée F2");
    carnet.wait_for("↻ 1 événement à corriger sur le site");
}

#[test]
fn a_notice_dismissed_is_undone_or_called_back() {
    let desk = busy();
    let mut carnet = desk.start(100, 40);
    for back in ["Ctrl+Z", "B"] {
        carnet.press("Suppr");
        carnet.wait_for("Notification écartée pour ces événements : 1 attestation à remplir.");
        carnet.wait_for("1 reportée ou écartée");
        carnet.press(back);
        carnet.wait_for("! 1 attestation à remplir, la plus ancienne");
        carnet.wait_for_no("reportée");
    }
    carnet.press("B");
    carnet.wait_for("Aucune notification n'est reportée.");
    // It is dismissed for these events alone: another one awaits again.
    carnet.press("Suppr");
    carnet.wait_for("1 reportée ou écartée");
    let id = desk.event("À transmettre").id;
    desk.change(|change| change.withdraw_attestation(id));
    carnet.press("↓");
    carnet.wait_for("! 1 attestation à remplir, la plus ancienne il y a 8 jours");
}

#[test]
fn the_coming_week_and_the_year_are_told_and_an_event_opens() {
    let desk = Desk::of(&format!(
        "{HEAD}\
        Tenu;;;;;Pergaud;;02/11/2026;18:00;19:00;20;;publié;9\n\
        Tenu aussi;;;;;Pergaud;;03/11/2026;18:00;19:00;10;;publié;6\n\
        L’an passé;;;;;Pergaud;;03/06/2026;18:00;19:00;10;;publié;4\n\
        Aujourd’hui;;;;;Curie;Vesoul;24/11/2026;18:00;19:30;10;;publié;\n\
        Lundi;;;;;Macé;Ornans;30/11/2026;18:00;19:00;10;;soumis;\n\
        Annulé;;;;;Macé;;27/11/2026;18:00;19:00;10;;annulé;\n\
        Mardi;;;;;Macé;;01/12/2026;18:00;19:00;10;;publié;\n"
    ));
    let mut carnet = desk.start(100, 30);
    carnet.wait_for("Les sept jours à venir");
    carnet.wait_until(
        "today",
        line_with(&[
            "mar. 24 nov.",
            "18 h – 19 h 30",
            "● publié",
            "Aujourd'hui",
            "Curie, Vesoul",
        ]),
    );
    carnet.wait_until(
        "in six days",
        line_with(&["lun. 30 nov.", "◐ soumis", "Lundi", "Macé, Ornans"]),
    );
    carnet.wait_for("Année 2026-2027  2 événements attestés · 15 présents · 50 % des places");
    for absent in ["Annulé", "Mardi"] {
        carnet.wait_for_no(absent);
    }
    press_times(&mut carnet, "↓", 9);
    carnet.wait_until("the last in hand", in_hand("Lundi"));
    carnet.press("Entrée");
    carnet.wait_for("lun. 30 nov. 2026, dans 6 jours");
    carnet.press("Échap");
    carnet.wait_for("Ce qui attend");
}

#[test]
fn nothing_awaits_and_it_says_so_warmly() {
    let desk = Desk::of(&format!(
        "{HEAD}Loin;;;;;Pergaud;;02/06/2027;18:00;19:00;20;;publié;\n"
    ));
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("✓ Rien n'attend : tout est saisi, annoncé et attesté. Belle journée !");
    carnet.wait_for("Aucun événement.");
    carnet.press("A");
    carnet.wait_for("Aucune attestation à remplir.");
    carnet.press("Suppr R");
    carnet.wait_for("Seules les notifications se reportent.");
    // An empty carnet says how to begin instead.
    let mut carnet = Desk::empty().start(80, 24);
    carnet.wait_for("Votre carnet est prêt.");
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
}

#[test]
fn a_form_left_unsaved_is_offered_first() {
    let desk = busy();
    let mut carnet = desk.start(100, 40);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("En cours");
    carnet.wait_for("En cours");
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
    let mut carnet = desk.start(100, 40);
    carnet.wait_for("« En cours » n'avait pas été enregistré.");
    carnet.press("Échap");
    carnet.wait_for_no("Plus tard");
    carnet.wait_until("the form in hand", in_hand("✎ Une saisie attend"));
    // There, it is taken up without being asked again.
    carnet.press("Entrée");
    carnet.wait_for("Nouvel événement");
    carnet.wait_for("En cours");
    carnet.press("Ctrl+S");
    carnet.wait_for("« En cours » enregistré comme brouillon.");
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("✎");
    carnet.wait_for("○ 2 brouillons à reprendre");
}

#[test]
fn a_full_week_is_gone_through_in_a_small_window() {
    let events: String = (1..=20)
        .map(|hour| {
            format!("Atelier {hour:02};;;;;Macé;;25/11/2026;{hour:02}:00;{hour:02}:45;9;;publié;\n")
        })
        .collect();
    let desk = Desk::of(&format!("{HEAD}{events}"));
    let mut carnet = desk.start(80, 24);
    carnet.wait_for("Atelier 01");
    carnet.wait_for("↓ la suite");
    press_times(&mut carnet, "↓", 25);
    carnet.wait_until("the last is in hand, and seen", in_hand("Atelier 20"));
    carnet.wait_for("Année 2026-2027");
    press_times(&mut carnet, "↑", 25);
    carnet.wait_for("Atelier 01");
}

#[test]
fn the_notice_in_hand_stays_in_hand_when_another_window_settles_one_above_it() {
    let desk = busy();
    let mut carnet = desk.start(100, 40);
    carnet.press("↓ ↓");
    carnet.wait_until("the change in hand", in_hand("1 changement à annoncer"));
    let declared = desk.event("À transmettre").attestation.unwrap();
    let id = desk.event("À attester").id;
    desk.change(|change| change.attest(id, &declared));
    carnet.press("Suppr");
    carnet.wait_for("Notification écartée pour ces événements : 1 changement à annoncer");
    carnet.wait_for("✓ 2 attestations remplies à transmettre");
}

#[test]
fn what_stands_below_the_last_notice_is_seen_in_the_least_window() {
    let others = "Aussi;;;;;Pergaud;;12/11/2026;18:00;19:00;12;;publié;\n\
        Encore;;;;;Pergaud;;12/11/2026;18:00;19:00;12;;publié;\n";
    let term = format!("{HEAD}{TERM}{others}").replace("26/11/2026", "26/02/2027");
    let desk = Desk::of(&term);
    let mut carnet = desk.start(60, 16);
    let left = |carnet: &mut Carnet, event: &str| {
        carnet.press("F4 Début");
        let events = ["À attester", "Aussi", "Encore", "À transmettre"];
        let row = events.iter().position(|title| *title == event);
        press_times(carnet, "↓", row.unwrap());
        carnet.press("Entrée");
        carnet.wait_for(&format!("Attestation de « {event} »"));
        carnet.type_text("1");
        carnet.press("F4 F2");
        carnet.wait_for("✎");
    };
    for event in ["À attester", "Aussi", "Encore", "À transmettre"] {
        left(&mut carnet, event);
    }
    press_times(&mut carnet, "↓", 20);
    carnet.wait_until("the last in hand", in_hand("brouillon"));
    carnet.wait_for("Aucun événement.");
    press_times(&mut carnet, "↑", 20);
    carnet.wait_for("Ce qui attend");
    carnet.wait_for("↓ la suite");
}
