//! The check-list: of an event, of all those to come, and its steps in Réglages.

use carnet::domain::event::EventContent;
use carnet::domain::event::step::StepRole;
use carnet::domain::reference::ListKind;

use crate::support::sandbox::Sandbox;
use crate::support::screen_text::{self, line_with};
use crate::support::stage::Stage;

const EVENTS: &str = "Titre;Lieu;Date;Début;Fin;Publication;Présents\n\
    Passé;Pergaud;03/11/2026;18:00;19:00;publié;\n\
    Proche;Curie;01/12/2026;18:00;19:00;à saisir;\n\
    Lointain;Diderot;15/03/2027;18:00;19:00;brouillon;\n";

const PLANNING: &str = "Envoyer à cette liste, le planning des ateliers";

const CHANGES: &str = "Tenir informés vos contacts de tout changement";

/// The check-list of an event, found by a search.
fn of(sandbox: &Sandbox, title: &str) -> Stage {
    let mut stage = sandbox.open(100, 40);
    stage.press("Ctrl+F").shows("Chercher");
    stage.type_text(title).press("Entrée").shows("1 sur 3");
    stage
        .press("K")
        .shows(&format!("Check-list de « {title} »"));
    stage
}

#[test]
fn espace_ticks_a_step_and_what_is_late_stands_out() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = of(&sandbox, "Proche");
    stage
        .shows("0/9")
        .shows_that("the memento's steps in its order, late or not", |screen| {
            let place = |texts: &[&str]| {
                let has = line_with(texts);
                screen.lines().position(has)
            };
            let places = [
                place(&[
                    "! Créer une liste de contacts à informer",
                    "23 j de retard",
                    "dim. 1er nov.",
                    "J-30",
                ]),
                place(&[
                    "! Envoyer à cette liste, le planning",
                    "14 j de retard",
                    "mar. 10 nov.",
                    "J-21",
                ]),
                place(&["! Transmettre un kit", "14 j de retard", "J-21"]),
                place(&[
                    "! Diffuser l'information grâce à vos propres canaux",
                    "8 j de retard",
                    "J-15",
                ]),
                place(&["! Saisir l'événement sur le site", "23 j de retard", "J-30"]),
                place(&[
                    "– Tenir informés vos contacts de tout changement",
                    "sans objet",
                ]),
                place(&[
                    "► Préparer éventuellement une liste d'émargement",
                    "bientôt",
                    "lun. 30 nov.",
                    "J-1",
                ]),
                place(&["► Soumettre le questionnaire", "bientôt", "mar. 1er déc."]),
                place(&[
                    "· Renseigner l'attestation",
                    "à faire",
                    "mer. 2 déc.",
                    "J+1",
                ]),
            ];
            places.iter().all(Option::is_some) && places.is_sorted()
        });
    // The first step to do is selected, with how to do it.
    stage
        .selects("Créer une liste de contacts à informer")
        .shows("Directeurs d'école, chefs d'établissement");
    let keys = stage.keystrokes();
    stage
        .press("Espace")
        .shows("✓ Créer une liste de contacts à informer")
        .shows("1/9");
    println!("a step ticked: {} key", stage.keystrokes() - keys);
    stage.press("Espace").shows("0/9");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : retour sur « Créer une liste de contacts à informer » de « Proche ».")
        .shows("1/9");
    stage.press("Échap").shows("1 sur 3");
}

#[test]
fn what_carnet_knows_it_ticks_by_itself_and_says_why() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = of(&sandbox, "Passé");
    stage
        .shows_line(&["✓ Saisir l'événement sur le site", "fait"])
        .shows("publié sur le site")
        .shows_line(&["! Renseigner l'attestation", "20 j de retard"]);
    // What is late is on top.
    stage.press("Début").selects("Renseigner l’attestation");
    stage
        .press("Espace")
        .shows("Carnet coche cette étape de lui-même : à remplir.");
    stage.press("A").shows("Attestation de « Passé »");
    stage
        .type_text("8")
        .press("Ctrl+S")
        .shows("Check-list de « Passé »")
        .shows("remplie, à transmettre");
    stage.press("F4 T").shows("attestation saisie sur le site");
    stage
        .press("F3")
        .shows("remplie et transmise")
        .shows_line(&["✓ Renseigner l'attestation", "fait"]);
}

/// Moves the selected event two days later.
fn two_days_later(stage: &mut Stage) {
    stage.press("M").shows("Modifier « Proche »");
    stage.press_times("Tab", 10).selects("Date");
    stage
        .erase(20)
        .type_text("3/12")
        .press("Ctrl+S")
        .shows("Check-list de « Proche »");
}

#[test]
fn a_change_after_the_planning_was_sent_is_to_announce_with_both_values() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = of(&sandbox, "Proche");
    stage.shows("le planning n'a pas encore été envoyé");
    stage.press("↓").selects(PLANNING);
    stage
        .press("Espace")
        .shows_line(&["✓", PLANNING, "fait"])
        .shows_line(&["✓", CHANGES, "fait"])
        .shows("rien n'a changé depuis le mar. 24 nov.");
    two_days_later(&mut stage);
    stage
        .shows_line(&["!", CHANGES, "en retard"])
        .shows("date : mar. 1er déc. 2026 → jeu. 3 déc. 2026");
    // The first screen says so, and leads back here.
    stage
        .press("F2")
        .click_on("↻ 1 changement à annoncer aux contacts")
        .press("Entrée")
        .selects(CHANGES);
    stage.press("Échap F3").press_times("↓", 4).selects(CHANGES);
    stage.press("Espace").shows_line(&["✓", CHANGES, "fait"]);
    stage.press("F2").hides("changement à annoncer");
    stage
        .press("Ctrl+Z")
        .shows("↻ 1 changement à annoncer aux contacts");
}

/// Contacts and the site had another theme and another title: the check-list, the event, the fiche
/// de saisie and the first screen say which.
#[test]
fn a_change_of_what_is_not_a_date_is_said_everywhere() {
    let sandbox = Sandbox::of(&EVENTS.replace("à saisir", "publié"));
    let lists = sandbox.store().references().unwrap();
    let mut themes = lists.all(ListKind::Theme);
    let [before, after] = [(); 2].map(|()| themes.next().unwrap());
    let give = |theme, description: &str| {
        let event = sandbox.event("Proche");
        let content = EventContent {
            theme: Some(theme),
            description: description.to_owned(),
            ..event.content
        };
        sandbox.change(|change| change.modify_event(event.id, event.revision, &content));
    };
    give(before.id, "");
    let id = sandbox.event("Proche").id;
    sandbox.change(|change| change.correct_on_site(id));
    let mut stage = of(&sandbox, "Proche");
    stage
        .press("↓ Espace")
        .shows("rien n'a changé depuis le mar. 24 nov.")
        .shows("publié sur le site");
    give(after.id, "Bienvenue");
    let change = format!(
        "thématique : {} → {}",
        before.short_label(),
        after.short_label()
    );
    stage
        .press("F2 F3")
        .shows_line(&["!", CHANGES, "en retard"])
        .shows_that("each with both values", |screen| {
            screen
                .replace(char::is_whitespace, "")
                .matches(&change.replace(' ', ""))
                .count()
                == 2
        })
        .hides("rien n'a changé")
        .shows("l'évènement : rien → « Bienvenue »");
    stage
        .press("Échap Entrée")
        .shows("↻ À corriger sur le site : thématique")
        .shows("↻ À annoncer aux contacts : thématique");
    stage
        .press("S")
        .shows("À corriger sur le site : les champs marqués ↻.")
        .shows_line(&["↻ Thématique", &after.label])
        .shows_line(&["↻ Description de l'évènement", "Bienvenue"])
        .press_times("↓", 8)
        .shows(&format!("↻ {change}"));
    // Beside the list on a wide screen, below the selected line on another.
    for columns in [80, 140] {
        let mut stage = sandbox.start(columns, 30);
        stage
            .click_on("↻ 1 changement à annoncer aux contacts")
            .shows("thématique")
            .hides("description");
        stage
            .click_on("↻ 1 événement à corriger sur le site")
            .shows("« Bienvenue »");
    }
}

#[test]
fn coming_events_stand_against_steps_and_are_ticked_there_too() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.start(120, 40);
    stage
        .press("F5")
        .shows("Check-list · 2 événements à venir")
        .shows_line(&["Date", "Titre", "Contacts", "Planning", "Kit"])
        .shows_line(&["Proche", "! 23 j", "! 14 j", "! 14 j", "! 8 j"])
        .shows_line(&["Lointain", "· 13/02", "· 22/02"])
        .hides("Passé")
        .selects("Proche");
    stage
        .press("→ Espace")
        .shows_line(&["Proche", "! 23 j", "✓"])
        .shows_line(&["✓", PLANNING])
        .shows("fait le mar. 24 nov. 2026");
    // Ticking it there announces the change as from the event.
    let planning = sandbox.store().steps().unwrap();
    let planning = planning
        .iter()
        .find(|step| step.role == Some(StepRole::Announce))
        .unwrap();
    let ticks = sandbox.store().ticks(sandbox.event("Proche").id).unwrap();
    assert!(
        ticks
            .iter()
            .any(|tick| tick.step == planning.id && tick.announced.is_some())
    );
    stage.press("↓ Entrée").shows("Check-list de « Lointain »");
    stage.press("Échap").shows("2 événements à venir");
    // The last steps are further right.
    stage
        .press_times("→", 8)
        .shows("· Renseigner l'attestation de présence sur le site Parentalité et Numérique")
        .shows("à faire, échéance mar. 16 mars 2027");
}

/// The steps in Réglages, the first one selected.
fn steps(stage: &mut Stage) {
    stage
        .press("F6 Page_suiv. Page_suiv.")
        .press_times("↓", 5)
        .press("Entrée")
        .selects("Créer une liste de contacts à informer");
}

#[test]
fn steps_are_added_renamed_retired_and_reordered() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.start(120, 50);
    steps(&mut stage);
    stage
        .press("N")
        .shows("L'échéance se compte depuis l'événement");
    stage
        .type_text("Réserver la salle")
        .press("Tab")
        .type_text("Salle")
        .press("Tab")
        .type_text("jamais")
        .press("Ctrl+S")
        .shows("✗ Par exemple J-30, J ou J+1, ou rien.");
    stage
        .erase(6)
        .type_text("J-2")
        .press("Ctrl+S")
        .shows("« Réserver la salle » est dans vos étapes de check-list.")
        .shows_line(&["▌", "Réserver la salle", "J-2"]);
    stage
        .press("Début")
        .selects("Créer une liste de contacts à informer");
    stage
        .press("Entrée")
        .shows("L'échéance se compte depuis l'événement");
    stage
        .type_text(" bis")
        .press("Ctrl+S")
        .shows("Créer une liste de contacts à informer bis");
    stage.press("Ctrl+↓").shows_that("moved", |screen| {
        let place = |text: &str| screen.lines().position(|line| line.contains(text));
        // Cut where the column ends.
        let planning = place("Envoyer à cette liste");
        planning.is_some() && planning < place("Créer une liste de contacts à informer bis")
    });
    stage.press("↓").selects("Transmettre un kit");
    stage.press("R").shows("n'est plus proposée.");
    stage
        .press("F3 Ctrl+F")
        .type_text("Proche")
        .press("Entrée K")
        .shows("Check-list de « Proche »")
        .shows("0/9")
        .shows_that("as set", |screen| {
            let place = |texts: &[&str]| {
                let has = line_with(texts);
                screen.lines().position(has)
            };
            let places = [
                place(&[PLANNING]),
                place(&["Créer une liste de contacts à informer bis"]),
                place(&["Diffuser"]),
                place(&["Renseigner l'attestation"]),
                place(&["► Réserver la salle", "dim. 29 nov.", "J-2"]),
            ];
            places.iter().all(Option::is_some) && places.is_sorted() && !screen.contains("le kit")
        });
}

#[test]
fn a_step_retired_and_restored_has_its_ticks() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = of(&sandbox, "Proche");
    stage.press("Espace").shows("1/9");
    steps(&mut stage);
    stage.press("R").shows("n'est plus proposée.");
    stage.press("F3").shows("0/8");
    stage.press("F6 R").shows("est de nouveau proposée.");
    stage.press("F3").shows("1/9");
}

#[test]
fn the_screens_of_an_event_deleted_say_so_and_lead_back() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 30);
    for (key, screen) in [
        ("K", "Check-list de « Éphémère »"),
        ("S", "Fiche de saisie de « Éphémère »"),
    ] {
        stage.press("N").shows("Nouvel événement");
        stage
            .type_text("Éphémère")
            .press("Ctrl+S")
            .shows("1 événement");
        stage.press(key).shows(screen);
        stage.press("Ctrl+Z").shows("Cet événement a été supprimé.");
        // It is there again once the deed is done again.
        stage.press("Ctrl+Y").shows(screen);
        stage.press("Ctrl+Z").shows("Cet événement a été supprimé.");
        // Nothing is done to it any more.
        stage
            .press("M Ctrl+S Espace Entrée")
            .shows("Cet événement a été supprimé.");
        stage.press("Échap").shows("Votre carnet est prêt.");
    }
}

/// The first event has a late step, though it comes after another.
const LATE: &str = "Titre;Lieu;Date;Début;Fin;Publication;Présents\n\
    Prêt;Pergaud;01/12/2026;18:00;19:00;publié;\n\
    Tardif;Curie;08/12/2026;18:00;19:00;à saisir;\n\
    Lointain;Diderot;15/03/2027;18:00;19:00;brouillon;\n";

#[test]
fn what_is_late_stands_on_top_with_how_late_and_what_is_due_soon_apart() {
    let sandbox = Sandbox::of(LATE);
    // « Prêt » has nothing late.
    let prepared = sandbox.event("Prêt").id;
    let steps = sandbox.store().steps().unwrap();
    sandbox.change(|change| {
        let by_hand = steps.iter().take(4);
        by_hand
            .clone()
            .try_for_each(|step| change.tick(prepared, step.id))
    });
    let mut stage = sandbox.start(80, 24);
    stage
        .press("F5")
        .shows("Check-list · 3 événements à venir · 1 en retard")
        .selects("Tardif")
        .shows_that("the late one on top", |screen| {
            let place = |texts: &[&str]| {
                let has = line_with(texts);
                screen.lines().position(has)
            };
            let places = [
                place(&["! Créer une liste de contacts à informer"]),
                place(&["16 j de retard, échéance dim. 8 nov. 2026 · Tardif"]),
                place(&["Cont", "Plan", "Atte"]),
                place(&["Tardif", "! 16", "! 7"]),
                place(&["2 sans retard", "───"]),
                place(&["Prêt", "✓"]),
                place(&["Lointain", "·"]),
            ];
            places.iter().all(Option::is_some) && places.is_sorted()
        });
    // Within seven days: a colour and a sign of its own. The day is written where there is room.
    assert_eq!(stage.cell("! 7").fg, stage.cell("! Créer").fg);
    stage
        .resize(120, 40)
        .shows_line(&["Tardif", "! 16 j", "! 7 j"]);
    stage.shows_line(&["Prêt", "► 30/11", "► 01/12", "· 02/12"]);
    let soon = stage.cell("► 30/11").fg;
    assert!(soon != stage.cell("! 16 j").fg && soon != stage.cell("· 02/12").fg);
    // Ticking what is late puts the event where its date is, and the selection follows.
    stage.press("Espace").shows_line(&["Tardif", "✓", "! 7 j"]);
}

#[test]
fn each_step_and_hint_is_read_whole_at_80_columns() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.start(80, 24);
    let steps = sandbox.store().steps().unwrap();
    let whole = |stage: &mut Stage, text: &str| {
        let words = screen_text::plain(text);
        let words: Vec<&str> = words.split_whitespace().collect();
        stage.shows_that(text, |screen| {
            let screen = screen_text::plain(screen);
            let rows = screen.lines().map(|line| line.trim_matches([' ', '▌']));
            let rows: Vec<&str> = rows.collect();
            // On one line, or on lines that follow one another.
            let joined = rows.join(" ");
            let joined: Vec<&str> = joined.split_whitespace().collect();
            joined.windows(words.len()).any(|seen| seen == words)
        });
    };
    stage.press("F5").press_times("←", 9);
    for step in &steps {
        whole(&mut stage, &step.label);
        if step.role != Some(StepRole::Changes) {
            whole(&mut stage, &step.how);
        }
        stage.press("→");
    }
    stage.press("Entrée Début").shows("0/9");
    for step in &steps {
        stage.selects(step.label.split_once(' ').unwrap().0);
        stage.shows_that("not cut", |screen| {
            !screen
                .lines()
                .any(|line| line.starts_with('▌') && line.contains('…'))
        });
        whole(&mut stage, &step.how);
        stage.press("↓");
    }
}

#[test]
fn the_progress_is_never_cut_by_a_long_title() {
    let title =
        "Café des parents : les réseaux sociaux, les jeux vidéo et tout ce qu'il faut savoir";
    let sandbox = Sandbox::of(&format!("Titre;Date\n{title};01/12/2026\n"));
    let mut stage = sandbox.open(80, 24);
    stage
        .press("K")
        .shows("0/9")
        .shows("□□□□□□□□□ 0/9")
        .shows("ce qu'il faut savoir »");
}
