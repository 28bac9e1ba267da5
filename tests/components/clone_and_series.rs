//! What worked is done again: a clone without its past, a series at several dates.

use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::StepRole;

use crate::support::sandbox::Sandbox;
use crate::support::screen_text::line_with;
use crate::support::stage::Stage;

const EVENTS: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Publication;Présents;Description\n\
    Passé;Atelier parents;Jeux vidéo;Parents;Collège;Pergaud;Ornans;04/11/2026;14:00;15:00;20;publié;12;Venez\n\
    Futur;Séminaire;Cyberharcèlement;Médiateurs;École;Curie;Saône;08/12/2026;18:00;19:30;12;brouillon;;\n";

/// The list, with the event of that title selected.
fn list_at(sandbox: &Sandbox, title: &str) -> Stage {
    let mut stage = sandbox.open(100, 30);
    stage
        .press(if title == "Passé" { "Fin" } else { "Début" })
        .selects(title);
    stage
}

#[test]
fn a_clone_of_a_past_event_takes_all_but_its_past() {
    let sandbox = Sandbox::of(EVENTS);
    let past = sandbox.event("Passé").id;
    sandbox.change(|change| {
        change.publish_event(past, Publication::Published, Some("https://exemple.fr/1"))
    });
    let steps = sandbox.store().steps().unwrap();
    sandbox.change(|change| {
        let free = steps
            .iter()
            .filter(|step| matches!(step.role, None | Some(StepRole::Announce)));
        free.clone().try_for_each(|step| change.tick(past, step.id))
    });
    assert_eq!(sandbox.store().ticks(past).unwrap().len(), 6);

    let mut stage = list_at(&sandbox, "Passé");
    let keys = stage.keystrokes();
    stage
        .press("C")
        .shows("Nouvel événement  Copie, sans attestation ni publication, de « Passé ».");
    // A Wednesday: that of this week, at the same hour.
    stage.shows("mer. 25 nov. 2026").shows("14 h");
    stage.press("Ctrl+S");
    // Nothing is missing: the draft can be entered on the site, which one more key decides.
    stage.shows("« Passé » devient « à saisir » ?");
    stage
        .press("N")
        .shows("« Passé » enregistré comme brouillon, complet pour le site.");
    let keys = stage.keystrokes() - keys;
    println!("an event cloned: {keys} keys");
    assert_eq!(keys, 3);
    stage
        .press("Ctrl+Z")
        .shows("Annulé : clonage de « Passé ».");
    stage
        .press("Ctrl+Y")
        .shows("Rétabli : clonage de « Passé ».");
    stage.quit();

    let events = sandbox.events();
    let (old, new) = (&events[0], &events[1]);
    assert!(old.attestation.is_some() && new.attestation.is_none());
    assert_eq!(old.publication, Publication::Published);
    assert_eq!(new.publication, Publication::Draft);
    assert_eq!(new.public_link, "");
    assert_eq!((new.submitted_on, new.series), (None, None));
    assert_eq!(sandbox.store().ticks(new.id).unwrap(), []);
    assert_eq!(new.content, old.content.copied_to(new.content.date));
}

#[test]
fn a_clone_of_a_future_event_goes_a_week_later_whatever_the_clocks_do() {
    // Clocks go forward on 28 March.
    let sandbox = Sandbox::of("Titre;Date;Début;Fin\nAtelier;23/03/2027;02:30;19:30\n");
    let mut stage = sandbox.open(80, 24);
    stage
        .press("C")
        .shows("Copie, sans attestation ni publication, de « Atelier ».")
        .shows("mar. 30 mars 2027");
    stage
        .press("Ctrl+S")
        .shows("« Atelier » enregistré comme brouillon.")
        .shows("2 événements");
    // The clone is selected: cloned again, it goes on.
    stage.selects("mar. 30 mars");
    stage.press("C Ctrl+S").shows("3 événements");
    stage.quit();
    let events = sandbox.events();
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
fn an_untouched_clone_is_left_without_a_question() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = list_at(&sandbox, "Futur");
    // What is kept while the mediator reads it would be asked about too.
    stage.press("C").shows("Copie, sans attestation").rest();
    stage.press("Échap").shows("2 événements").hides("Quitter");
    stage
        .press("O Entrée «Mon_modèle» Entrée")
        .shows("Mon modèle");
    stage
        .press("O Fin Entrée")
        .shows("D'après le modèle")
        .rest();
    stage.press("Échap").shows("2 événements").hides("Quitter");
    stage.quit();
    assert_eq!(sandbox.store().drafts().unwrap(), []);
}

#[test]
fn leaving_a_clone_with_something_typed_asks_and_may_leave_nothing() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = list_at(&sandbox, "Futur");
    stage.press("C").shows("Copie, sans attestation");
    stage
        .type_text("!")
        .press("Échap")
        .shows("Quitter le formulaire");
    stage.press("Échap").hides("Quitter le formulaire");
    stage.press("Échap → →").shows("▸ Effacer");
    stage.press("Entrée").shows("2 événements");
    stage
        .press("C")
        .shows("Copie, sans attestation")
        .hides("Une saisie attend");
}

#[test]
fn a_series_is_weekly_without_holidays_and_one_ctrl_z_undoes_it() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = list_at(&sandbox, "Futur");
    let keys = stage.keystrokes();
    stage
        .press("R")
        .shows("Répéter « Futur » · 2 événements à créer")
        .shows("À partir du mar. 8 déc. 2026, 18 h – 19 h 30")
        .shows_that("holidays are not ticked, and say why", |screen| {
            line_with(&["[x] mar. 15 déc. 2026"])(screen)
                && line_with(&["[ ] mar. 22 déc. 2026", "⚠ Vacances scolaires : Noël."])(screen)
                && line_with(&["[ ] mar. 29 déc. 2026", "⚠ Vacances scolaires : Noël."])(screen)
                && line_with(&["[x] mar. 5 janv. 2027"])(screen)
        });
    stage
        .press("Ctrl+S")
        .shows("2 événements en brouillon d'après « Futur », sans attestation ni publication.");
    println!("a series: {} keys", stage.keystrokes() - keys);
    stage.shows("4 événements");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : série de 2 événements d'après « Futur ».")
        .shows("2 événements");
    assert_eq!(sandbox.event("Futur").series, None);
    stage.press("Ctrl+Y").shows("4 événements");
    stage.quit();
    let series = sandbox
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
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = list_at(&sandbox, "Futur");
    stage.press("R").shows("‹ chaque semaine ›");
    stage
        .press("→")
        .shows("‹ toutes les deux semaines ›")
        .shows_line(&["[x] mar. 19 janv. 2027"]);
    stage.press("→").shows("‹ chaque mois, le même jour ›");
    for second_tuesday in ["12 janv.", "9 févr.", "9 mars", "13 avr."] {
        stage.shows(&format!("mar. {second_tuesday} 2027"));
    }
    stage.press("↓ ↓ Espace").shows("[ ] mar. 12 janv. 2027");
    // What was unticked stays so when there are more.
    stage
        .press("↑ →")
        .shows("‹ 5 dates ›")
        .shows("[x] mar. 11 mai 2027")
        .shows("[ ] mar. 12 janv. 2027");
    stage.press("Échap").shows("2 événements");
}

#[test]
fn a_series_has_up_to_a_hundred_events_typed_as_a_number() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = list_at(&sandbox, "Futur");
    stage.press("R ↓").type_text("12").shows("‹ 12 dates ›");
    stage.erase(2).type_text("100").shows("‹ 100 dates ›");
    stage
        .type_text("0")
        .shows("‹ 100 dates ›")
        .shows_that("how many are ticked", |screen| {
            !screen.contains(" 2 événements à créer")
        });
    let header = stage.screen();
    let header = header
        .lines()
        .find(|line| line.contains("Répéter «"))
        .unwrap();
    let digits: String = header.chars().filter(char::is_ascii_digit).collect();
    let ticked: usize = digits.parse().unwrap();
    assert!((60..100).contains(&ticked), "{header}");
    stage
        .press("Ctrl+S")
        .shows(&format!("{ticked} événements en brouillon"))
        .shows(&format!("{} événements", ticked + 2));
    stage
        .press("Ctrl+Z")
        .shows("Annulé : série de")
        .shows("Mes événements · 2 événements");
}

#[test]
fn a_series_is_made_of_dates_picked_in_a_month() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = list_at(&sandbox, "Futur");
    stage.press("R ←").shows("‹ aux dates choisies ›");
    stage.press("Ctrl+S").shows("Aucune date n'est cochée.");
    stage.press("Ctrl+O").shows("décembre 2026");
    stage.press("Entrée").shows("Cette date y est déjà.");
    for (moves, date) in [
        ("→ →", "jeu. 10 déc. 2026"),
        ("→", "ven. 11 déc. 2026"),
        ("↓ ↓", "ven. 25 déc. 2026"),
    ] {
        stage.press("Ctrl+O").shows("décembre 2026");
        stage
            .press(moves)
            .press("Entrée")
            .shows(&format!("[x] {date}"));
    }
    // A day picked by hand is kept, with its warning.
    stage.shows_line(&["[x] ven. 25 déc. 2026", "⚠ Jour férié : Noël."]);
    stage
        .press("Ctrl+S")
        .shows("3 événements en brouillon d'après « Futur »")
        .shows("5 événements");
}

/// A series of three at 18 h, its first selected.
fn series(sandbox: &Sandbox) -> Stage {
    let mut stage = list_at(sandbox, "Futur");
    stage
        .press("R Ctrl+S")
        .shows("2 événements en brouillon")
        .selects("mar. 8 déc.");
    stage
}

/// Moves the start of the selected event to 17 h, up to the question.
fn begin_at_17(stage: &mut Stage) {
    stage.press("M").shows("Modifier « Futur »");
    stage.press_times("Tab", 11).selects("Début");
    stage
        .erase(6)
        .type_text("17h")
        .press("Ctrl+S")
        .shows("une série : 2 autres viennent");
}

fn hours(sandbox: &Sandbox) -> Vec<String> {
    let events = sandbox.events().into_iter();
    let futur = events.filter(|event| event.content.title == "Futur");
    futur
        .map(|event| event.content.starts.unwrap().to_string())
        .collect()
}

#[test]
fn a_change_to_a_member_goes_to_it_alone() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = series(&sandbox);
    begin_at_17(&mut stage);
    stage.shows("Changement : heures.");
    stage.press("Échap").hides("▸ Lui seul");
    stage.press("Ctrl+S").shows("▸ Lui seul");
    stage.press("Entrée").shows("« Futur » enregistré");
    assert_eq!(hours(&sandbox), ["17:00:00", "18:00:00", "18:00:00"]);
}

#[test]
fn a_change_to_a_member_goes_to_all_to_come_and_is_one_undo() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = series(&sandbox);
    // The second: the first is not to come after it.
    stage.press("↑").selects("mar. 15 déc.");
    stage.press("M").shows("Modifier « Futur »");
    stage.press_times("Tab", 11).selects("Début");
    stage
        .erase(6)
        .type_text("17h")
        .press("Ctrl+S")
        .shows("une série : 1 autre vient");
    stage.press("→ Entrée").shows("« Futur » enregistré");
    assert_eq!(hours(&sandbox), ["18:00:00", "17:00:00", "17:00:00"]);
    stage
        .press("Ctrl+Z")
        .shows("Annulé : modification de « Futur ».");
    assert_eq!(hours(&sandbox), ["18:00:00"; 3]);
    // What is not shared asks nothing.
    stage.press("M").shows("Modifier « Futur »");
    stage
        .type_text(" bis")
        .press("Ctrl+S")
        .shows("« Futur bis » enregistré");
}

const WHOLE: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Publication;Description\n\
    Futur;Séminaire;Cyberharcèlement;Médiateurs;Collège;Curie;Saône;08/12/2026;18:00;19:30;12;brouillon;Venez\n";

#[test]
fn a_member_that_lacks_nothing_can_be_entered_on_the_site_once_saved() {
    let sandbox = Sandbox::of(WHOLE);
    let mut stage = series(&sandbox);
    stage
        .press("M")
        .shows("○ brouillon · ■■■■■■■■■■ complet pour le site");
    // Saving offers it, though nothing was typed; Échap comes back to the form, and a draft may stay one.
    stage
        .press("Ctrl+S")
        .shows("« Futur » devient « à saisir » ?");
    stage
        .press("Échap")
        .hides("« Futur » devient « à saisir » ?");
    stage
        .press("Ctrl+S")
        .shows("« Futur » devient « à saisir » ?");
    stage.press("N").shows("Mes événements · 3 événements");
    stage
        .press("M")
        .shows("○ brouillon · ■■■■■■■■■■ complet pour le site");
    stage
        .press("Ctrl+S")
        .shows("« Futur » devient « à saisir » ?");
    stage
        .press("Entrée")
        .shows("« Futur » enregistré, complet : à saisir sur le site.");
    let states: Vec<Publication> = sandbox
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
    let sandbox = Sandbox::of(&WHOLE.replace(";Venez", ";"));
    let mut stage = series(&sandbox);
    stage
        .press("M")
        .shows("9/10 pour le site · manque : description de l’évènement");
    stage
        .press_times("Maj+Tab", 2)
        .type_text("Venez")
        .press("Ctrl+S")
        .shows("Changement : description.");
    stage
        .press("→ Entrée")
        .shows("« Futur » devient « à saisir » ?");
    stage
        .press("Entrée")
        .shows("« Futur » enregistré, complet : à saisir sur le site.");
    let events = sandbox.events();
    assert!(
        events
            .iter()
            .all(|event| event.publication == Publication::ToEnter)
    );
}
