//! What worked is done again: a clone without its past, a series at several dates.

use carnet::domain::event::checklist::StepRole;
use carnet::domain::event::publication::Publication;

use crate::desk::{Desk, erase, in_hand, line_with, press_times, quit};
use crate::support::Carnet;

const EVENTS: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Publication;Présents;Description\n\
    Passé;Atelier parents;Jeux vidéo;Parents;Collège;Pergaud;Ornans;04/11/2026;14:00;15:00;20;publié;12;Venez\n\
    Futur;Séminaire;Cyberharcèlement;Médiateurs;École;Curie;Saône;08/12/2026;18:00;19:30;12;brouillon;;\n";

/// The list, with the event of that title in hand.
fn at(desk: &Desk, title: &str) -> Carnet {
    let mut carnet = desk.open(100, 30);
    carnet.press(if title == "Passé" { "Fin" } else { "Début" });
    carnet.wait_until(title, in_hand(title));
    carnet
}

#[test]
fn a_clone_of_a_past_event_takes_all_but_its_past() {
    let desk = Desk::of(EVENTS);
    let past = desk.event("Passé").id;
    desk.change(|change| {
        change.publish_event(past, Publication::Published, Some("https://exemple.fr/1"))
    });
    let steps = desk.store().steps().unwrap();
    desk.change(|change| {
        let free = steps
            .iter()
            .filter(|step| matches!(step.role, None | Some(StepRole::Announce)));
        free.clone().try_for_each(|step| change.tick(past, step.id))
    });
    assert_eq!(desk.store().ticks(past).unwrap().len(), 6);

    let mut carnet = at(&desk, "Passé");
    let keys = carnet.keystrokes();
    carnet.press("C");
    carnet.wait_for("Nouvel événement  Copie, sans attestation ni publication, de « Passé ».");
    // A Wednesday: that of this week, at the same hour.
    carnet.wait_for("mer. 25 nov. 2026");
    carnet.wait_for("14 h");
    carnet.press("Ctrl+S");
    // Nothing is missing: the draft can be entered on the site, which one more key decides.
    carnet.wait_for("Passer « Passé » à « à saisir » ?");
    carnet.press("N");
    carnet.wait_for("« Passé » enregistré comme brouillon, complet pour le site.");
    let keys = carnet.keystrokes() - keys;
    println!("an event cloned: {keys} keys");
    assert_eq!(keys, 3);
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : clonage de « Passé ».");
    carnet.press("Ctrl+Y");
    carnet.wait_for("Rétabli : clonage de « Passé ».");
    quit(&mut carnet);

    let events = desk.events();
    let (old, new) = (&events[0], &events[1]);
    assert!(old.attestation.is_some() && new.attestation.is_none());
    assert_eq!(old.publication, Publication::Published);
    assert_eq!(new.publication, Publication::Draft);
    assert_eq!(new.public_link, "");
    assert_eq!((new.submitted_on, new.series), (None, None));
    assert_eq!(desk.store().ticks(new.id).unwrap(), []);
    assert_eq!(new.content, old.content.copied_to(new.content.date));
}

#[test]
fn a_clone_of_a_future_event_goes_a_week_later_whatever_the_clocks_do() {
    // Clocks go forward on 28 March.
    let desk = Desk::of("Titre;Date;Début;Fin\nAtelier;23/03/2027;02:30;19:30\n");
    let mut carnet = desk.open(80, 24);
    carnet.press("C");
    carnet.wait_for("Copie, sans attestation ni publication, de « Atelier ».");
    carnet.wait_for("mar. 30 mars 2027");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Atelier » enregistré comme brouillon.");
    carnet.wait_for("2 événements");
    // The clone is in hand: cloned again, it goes on.
    carnet.wait_until("the clone in hand", in_hand("mar. 30 mars"));
    carnet.press("C Ctrl+S");
    carnet.wait_for("3 événements");
    quit(&mut carnet);
    let events = desk.events();
    let dates: Vec<String> = events
        .iter()
        .map(|event| event.content.date.unwrap().to_string())
        .collect();
    assert_eq!(dates, ["2027-03-23", "2027-03-30", "2027-04-06"]);
    assert!(
        events
            .iter()
            .all(|event| event.content.starts == events[0].content.starts)
    );
    assert!(
        events
            .iter()
            .all(|event| event.publication == Publication::Draft)
    );
}

#[test]
fn leaving_a_clone_asks_and_may_leave_nothing() {
    let desk = Desk::of(EVENTS);
    let mut carnet = at(&desk, "Futur");
    carnet.press("C");
    carnet.wait_for("Copie, sans attestation");
    carnet.press("Échap");
    carnet.wait_for("Quitter le formulaire");
    carnet.press("Échap");
    carnet.wait_for_no("Quitter le formulaire");
    carnet.press("Échap → →");
    carnet.wait_for("▸ Effacer");
    carnet.press("Entrée");
    carnet.wait_for("2 événements");
    carnet.press("C");
    carnet.wait_for("Copie, sans attestation");
    carnet.wait_for_no("Une saisie attend");
}

#[test]
fn a_series_comes_back_each_week_holidays_aside_and_one_ctrl_z_takes_it_all_back() {
    let desk = Desk::of(EVENTS);
    let mut carnet = at(&desk, "Futur");
    let keys = carnet.keystrokes();
    carnet.press("R");
    carnet.wait_for("Répéter « Futur » · 2 événements à créer");
    carnet.wait_for("À partir du mar. 8 déc. 2026, 18 h – 19 h 30");
    carnet.wait_until("holidays are not ticked, and say why", |screen| {
        line_with(&["[x] mar. 15 déc. 2026"])(screen)
            && line_with(&["[ ] mar. 22 déc. 2026", "⚠ Vacances scolaires : Noël."])(screen)
            && line_with(&["[ ] mar. 29 déc. 2026", "⚠ Vacances scolaires : Noël."])(screen)
            && line_with(&["[x] mar. 5 janv. 2027"])(screen)
    });
    carnet.press("Ctrl+S");
    carnet
        .wait_for("2 événements en brouillon d'après « Futur », sans attestation ni publication.");
    println!("a series: {} keys", carnet.keystrokes() - keys);
    carnet.wait_for("4 événements");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : série de 2 événements d'après « Futur ».");
    carnet.wait_for("2 événements");
    assert_eq!(desk.event("Futur").series, None);
    carnet.press("Ctrl+Y");
    carnet.wait_for("4 événements");
    quit(&mut carnet);
    let series = desk
        .events()
        .into_iter()
        .filter(|event| event.content.title == "Futur");
    let series: Vec<_> = series.collect();
    assert_eq!(series.len(), 3);
    assert!(
        series
            .iter()
            .all(|event| event.series.is_some() && event.series == series[0].series)
    );
    assert!(
        series
            .iter()
            .all(|event| event.publication == Publication::Draft)
    );
}

#[test]
fn a_series_comes_back_every_two_weeks_or_every_month_and_each_date_can_be_unticked() {
    let desk = Desk::of(EVENTS);
    let mut carnet = at(&desk, "Futur");
    carnet.press("R");
    carnet.wait_for("‹ chaque semaine ›");
    carnet.press("→");
    carnet.wait_for("‹ toutes les deux semaines ›");
    carnet.wait_until("every two weeks", line_with(&["[x] mar. 19 janv. 2027"]));
    carnet.press("→");
    carnet.wait_for("‹ chaque mois, le même jour ›");
    for second_tuesday in ["12 janv.", "9 févr.", "9 mars", "13 avr."] {
        carnet.wait_for(&format!("mar. {second_tuesday} 2027"));
    }
    carnet.press("↓ ↓ Espace");
    carnet.wait_for("[ ] mar. 12 janv. 2027");
    // What was unticked stays so when there are more.
    carnet.press("↑ →");
    carnet.wait_for("‹ 5 fois ›");
    carnet.wait_for("[x] mar. 11 mai 2027");
    carnet.wait_for("[ ] mar. 12 janv. 2027");
    carnet.press("Échap");
    carnet.wait_for("2 événements");
}

#[test]
fn a_series_has_up_to_a_hundred_events_typed_as_a_number() {
    let desk = Desk::of(EVENTS);
    let mut carnet = at(&desk, "Futur");
    carnet.press("R ↓");
    carnet.type_text("12");
    carnet.wait_for("‹ 12 fois ›");
    erase(&mut carnet, 2);
    carnet.type_text("100");
    carnet.wait_for("‹ 100 fois ›");
    carnet.type_text("0");
    carnet.wait_for("‹ 100 fois ›");
    carnet.wait_until("how many are ticked", |screen| {
        !screen.contains(" 2 événements à créer")
    });
    let header = carnet.screen();
    let header = header
        .lines()
        .find(|line| line.contains("Répéter «"))
        .unwrap();
    let told: String = header.chars().filter(char::is_ascii_digit).collect();
    let ticked: usize = told.parse().unwrap();
    assert!((60..100).contains(&ticked), "{header}");
    carnet.press("Ctrl+S");
    carnet.wait_for(&format!("{ticked} événements en brouillon"));
    carnet.wait_for(&format!("{} événements", ticked + 2));
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : série de");
    carnet.wait_for("Mes événements · 2 événements");
}

#[test]
fn a_series_is_made_of_dates_picked_in_a_month() {
    let desk = Desk::of(EVENTS);
    let mut carnet = at(&desk, "Futur");
    carnet.press("R ←");
    carnet.wait_for("‹ aux dates choisies ›");
    carnet.press("Ctrl+S");
    carnet.wait_for("Aucune date n'est cochée.");
    carnet.press("Ctrl+O");
    carnet.wait_for("décembre 2026");
    carnet.press("Entrée");
    carnet.wait_for("Cette date y est déjà.");
    for (moves, date) in [
        ("→ →", "jeu. 10 déc. 2026"),
        ("→", "ven. 11 déc. 2026"),
        ("↓ ↓", "ven. 25 déc. 2026"),
    ] {
        carnet.press("Ctrl+O");
        carnet.wait_for("décembre 2026");
        carnet.press(moves);
        carnet.press("Entrée");
        carnet.wait_for(&format!("[x] {date}"));
    }
    // Whoever picks a day wants it; it is warned of all the same.
    carnet.wait_until(
        "a warning",
        line_with(&["[x] ven. 25 déc. 2026", "⚠ Jour férié : Noël."]),
    );
    carnet.press("Ctrl+S");
    carnet.wait_for("3 événements en brouillon d'après « Futur »");
    carnet.wait_for("5 événements");
}

/// A series of three at 18 h, its first in hand.
fn series(desk: &Desk) -> Carnet {
    let mut carnet = at(desk, "Futur");
    carnet.press("R Ctrl+S");
    carnet.wait_for("2 événements en brouillon");
    carnet.wait_until("the first in hand", in_hand("mar. 8 déc."));
    carnet
}

/// Has the event in hand begin at 17 h, up to the question.
fn begin_at_17(carnet: &mut Carnet) {
    carnet.press("M");
    carnet.wait_for("Modifier « Futur »");
    press_times(carnet, "Tab", 11);
    carnet.wait_until("the hour in hand", in_hand("Début"));
    erase(carnet, 6);
    carnet.type_text("17h");
    carnet.press("Ctrl+S");
    carnet.wait_for("une série : 2 autres viennent");
}

fn hours(desk: &Desk) -> Vec<String> {
    let events = desk.events().into_iter();
    let futur = events.filter(|event| event.content.title == "Futur");
    futur
        .map(|event| event.content.starts.unwrap().to_string())
        .collect()
}

#[test]
fn a_change_to_a_member_goes_to_it_alone() {
    let desk = Desk::of(EVENTS);
    let mut carnet = series(&desk);
    begin_at_17(&mut carnet);
    carnet.wait_for("Changement : heures.");
    carnet.press("Échap");
    carnet.wait_for_no("▸ Lui seul");
    carnet.press("Ctrl+S");
    carnet.wait_for("▸ Lui seul");
    carnet.press("Entrée");
    carnet.wait_for("« Futur » enregistré");
    assert_eq!(hours(&desk), ["17:00:00", "18:00:00", "18:00:00"]);
}

#[test]
fn a_change_to_a_member_goes_to_all_to_come_and_is_one_undo() {
    let desk = Desk::of(EVENTS);
    let mut carnet = series(&desk);
    // The second: the first is not to come after it.
    carnet.press("↑");
    carnet.wait_until("the second in hand", in_hand("mar. 15 déc."));
    carnet.press("M");
    carnet.wait_for("Modifier « Futur »");
    press_times(&mut carnet, "Tab", 11);
    carnet.wait_until("the hour in hand", in_hand("Début"));
    erase(&mut carnet, 6);
    carnet.type_text("17h");
    carnet.press("Ctrl+S");
    carnet.wait_for("une série : 1 autre vient");
    carnet.press("→ Entrée");
    carnet.wait_for("« Futur » enregistré");
    assert_eq!(hours(&desk), ["18:00:00", "17:00:00", "17:00:00"]);
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : modification de « Futur ».");
    assert_eq!(hours(&desk), ["18:00:00"; 3]);
    // What is not shared asks nothing.
    carnet.press("M");
    carnet.wait_for("Modifier « Futur »");
    carnet.type_text(" bis");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Futur bis » enregistré");
}

const WHOLE: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Publication;Description\n\
    Futur;Séminaire;Cyberharcèlement;Médiateurs;Collège;Curie;Saône;08/12/2026;18:00;19:30;12;brouillon;Venez\n";

#[test]
fn a_member_that_lacks_nothing_can_be_entered_on_the_site_once_saved() {
    let desk = Desk::of(WHOLE);
    let mut carnet = series(&desk);
    carnet.press("M");
    carnet.wait_for("○ brouillon · complet pour le site");
    // Saving offers it, though nothing was typed; Échap comes back to the form, and a draft may stay one.
    carnet.press("Ctrl+S");
    carnet.wait_for("Passer « Futur » à « à saisir » ?");
    carnet.press("Échap");
    carnet.wait_for_no("Passer « Futur » à « à saisir » ?");
    carnet.press("Ctrl+S");
    carnet.wait_for("Passer « Futur » à « à saisir » ?");
    carnet.press("N");
    carnet.wait_for("Mes événements · 3 événements");
    carnet.press("M");
    carnet.wait_for("○ brouillon · complet pour le site");
    carnet.press("Ctrl+S");
    carnet.wait_for("Passer « Futur » à « à saisir » ?");
    carnet.press("Entrée");
    carnet.wait_for("« Futur » enregistré, complet : à saisir sur le site.");
    let states: Vec<Publication> = desk
        .events()
        .iter()
        .map(|event| event.publication)
        .collect();
    assert_eq!(
        states,
        [Publication::ToEnter, Publication::Draft, Publication::Draft]
    );
}

#[test]
fn what_completes_a_series_lets_all_of_it_be_entered_on_the_site() {
    let desk = Desk::of(&WHOLE.replace(";Venez", ";"));
    let mut carnet = series(&desk);
    carnet.press("M");
    carnet.wait_for("manque pour le site : description");
    press_times(&mut carnet, "Maj+Tab", 2);
    carnet.type_text("Venez");
    carnet.press("Ctrl+S");
    carnet.wait_for("Changement : description.");
    carnet.press("→ Entrée");
    carnet.wait_for("Passer « Futur » à « à saisir » ?");
    carnet.press("Entrée");
    carnet.wait_for("« Futur » enregistré, complet : à saisir sur le site.");
    let events = desk.events();
    assert!(
        events
            .iter()
            .all(|event| event.publication == Publication::ToEnter)
    );
}
