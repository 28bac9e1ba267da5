//! Accueil, the first screen: what awaits leads where it is done, or is put off; the week; the year.

use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::StepRole;
use ratatui::style::Modifier;

use crate::support::sandbox::Sandbox;
use crate::support::screen_text::line_with;
use crate::support::stage::Stage;

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

/// A sandbox where everything awaits but what was submitted lately.
fn busy() -> Sandbox {
    let sandbox = Sandbox::of(&format!("{HEAD}{TERM}"));
    let moved = sandbox.event("Déplacé");
    let steps = sandbox.store().steps().unwrap();
    let planning = steps
        .iter()
        .find(|step| step.role == Some(StepRole::Announce));
    sandbox.change(|change| change.tick(moved.id, planning.unwrap().id));
    let mut content = moved.content.clone();
    content.venue.name = "Diderot".to_owned();
    sandbox.change(|change| change.modify_event(moved.id, moved.revision, &content));
    sandbox
}

#[test]
fn each_notice_says_what_awaits_the_most_urgent_first_and_leads_where_it_is_done() {
    let sandbox = busy();
    let mut stage = sandbox.start(100, 40);
    stage.shows_that("the most urgent first", |screen| {
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
            "de retard, échéance",
            "Échap",
        ),
        (6, "Filtres : brouillon ×", "Ébauche", "F2"),
    ] {
        stage.press_times("↑", 9).press_times("↓", down);
        let keys = stage.keystrokes();
        stage.press("Entrée").shows(leads_to).shows(holds);
        if down == 4 {
            // The first of them, which the notice is about.
            stage.selects("lun. 15 mars");
        }
        assert_eq!(stage.keystrokes() - keys, 1);
        stage.press(back).shows("Ce qui attend");
    }
}

#[test]
fn what_was_submitted_and_is_not_published_waits_a_week() {
    let sandbox = busy();
    let mut stage = sandbox.start_at("2026-11-30T10:00:00", 100, 40);
    stage.shows("Ce qui attend").hides("soumis depuis");
    let mut stage = sandbox.start_at("2026-12-01T10:00:00", 100, 40);
    stage
        .click_on("1 événement soumis depuis plus d’une semaine, non publié")
        .selects("soumis depuis");
    stage
        .press("Entrée")
        .shows("Filtres : soumis ×")
        .selects("Soumis");
    let id = sandbox.event("Soumis").id;
    sandbox.change(|change| change.publish_event(id, Publication::Published, None));
    stage.press("F2").hides("soumis depuis");
}

#[test]
fn a_notice_is_put_off_until_a_day_and_comes_back_by_itself() {
    let sandbox = busy();
    let mut stage = sandbox.start(100, 40);
    stage
        .press("R")
        .shows("Reporter « 1 attestation à remplir »")
        .shows_line(&["dans une semaine", "mar. 1er déc. 2026"]);
    stage
        .press("Entrée")
        .shows("Notification reportée au mer. 25 nov. 2026 : 1 attestation à remplir.")
        .shows_that("it is put off", |screen| {
            !line_with(&["! 1 attestation"])(screen)
        })
        .shows("1 reportée ou écartée");
    // What is due is still counted in the tab.
    stage.shows("Attestations !1");
    stage.quit();
    let mut stage = sandbox.start_at("2026-11-24T23:00:00", 100, 40);
    stage.shows("1 reportée ou écartée");
    let mut stage = sandbox.start_at("2026-11-25T08:00:00", 100, 40);
    stage
        .shows("! 1 attestation à remplir, la plus ancienne il y a 13 jours")
        .hides("reportée");
}

#[test]
fn a_difference_with_the_site_is_shown_until_it_is_corrected_there() {
    let sandbox = Sandbox::of(&format!(
        "{HEAD}En ligne;;;;;Pergaud;Vesoul;01/12/2026;18:00;19:00;12;;publié;\n"
    ));
    let event = sandbox.event("En ligne");
    let mut moved = event.content.clone();
    moved.date = "2026-12-03".parse().ok();
    sandbox.change(|change| change.modify_event(event.id, event.revision, &moved));
    let mut stage = sandbox.start(100, 40);
    stage.shows_line(&[
        "▌",
        "↻ 1 événement à corriger sur le site, le premier dans 9 jours",
    ]);
    stage
        .press("Entrée")
        .shows("à corriger sur le site : date : mar. 1er déc. 2026 → jeu. 3 déc. 2026");
    // It is selected.
    stage.press("Espace").shows("publié sur le site");
    stage
        .press("Échap")
        .shows("Les sept jours à venir")
        .hides("à corriger");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : correction sur le site de « En ligne ».")
        .shows("↻ 1 événement à corriger sur le site");
    // Its page is recorded, but the site still shows the old value.
    stage
        .press("F3 P")
        .type_text("publie")
        .press("Entrée")
        .shows("Page publique");
    stage
        .press("Entrée F2")
        .shows("↻ 1 événement à corriger sur le site");
}

#[test]
fn a_notice_dismissed_is_undone_or_called_back() {
    let sandbox = busy();
    let mut stage = sandbox.start(100, 40);
    for back in ["Ctrl+Z", "B"] {
        stage
            .press("Suppr")
            .shows("Notification écartée pour ces événements : 1 attestation à remplir.")
            .shows("1 reportée ou écartée");
        stage
            .press(back)
            .shows("! 1 attestation à remplir, la plus ancienne")
            .hides("reportée");
    }
    stage
        .press("B")
        .shows("Aucune notification n'est reportée.");
    // It is dismissed for these events alone: another one awaits again.
    stage.press("Suppr").shows("1 reportée ou écartée");
    let id = sandbox.event("À transmettre").id;
    sandbox.change(|change| change.withdraw_attestation(id));
    stage
        .press("↓")
        .shows("! 1 attestation à remplir, la plus ancienne il y a 8 jours");
}

#[test]
fn the_coming_week_and_the_year_are_shown_and_an_event_opens() {
    let sandbox = Sandbox::of(&format!(
        "{HEAD}\
        Tenu;;;;;Pergaud;;02/11/2026;18:00;19:00;20;;publié;9\n\
        Tenu aussi;;;;;Pergaud;;03/11/2026;18:00;19:00;10;;publié;6\n\
        L’an passé;;;;;Pergaud;;03/06/2026;18:00;19:00;10;;publié;4\n\
        Aujourd’hui;;;;;Curie;Vesoul;24/11/2026;18:00;19:30;10;;publié;\n\
        Lundi;;;;;Macé;Ornans;30/11/2026;18:00;19:00;10;;soumis;\n\
        Annulé;;;;;Macé;;27/11/2026;18:00;19:00;10;;annulé;\n\
        Mardi;;;;;Macé;;01/12/2026;18:00;19:00;10;;publié;\n"
    ));
    let mut stage = sandbox.start(100, 30);
    stage
        .shows("Les sept jours à venir")
        .shows_line(&[
            "mar. 24 nov.",
            "18 h – 19 h 30",
            "● publié",
            "Aujourd'hui",
            "Curie, Vesoul",
        ])
        .shows_line(&["lun. 30 nov.", "◐ soumis", "Lundi", "Macé, Ornans"])
        .shows("Année 2026-2027  2 événements attestés · 15 présents · 50 % des places");
    for absent in ["Annulé", "Mardi"] {
        stage.hides(absent);
    }
    stage.press_times("↓", 9).selects("Lundi");
    stage
        .press("Entrée")
        .shows("lun. 30 nov. 2026, dans 6 jours");
    stage.press("Échap").shows("Ce qui attend");
}

#[test]
fn nothing_awaits_and_it_says_so_warmly() {
    let sandbox = Sandbox::of(&format!(
        "{HEAD}Loin;;;;;Pergaud;;02/06/2027;18:00;19:00;20;;publié;\n"
    ));
    let mut stage = sandbox.start(80, 24);
    stage
        .shows("✓ Rien n'attend : tout est saisi, annoncé et attesté. Belle journée !")
        .shows("Aucun événement.");
    stage.press("A").shows("Aucune attestation à remplir.");
    stage
        .press("Suppr R")
        .shows("Seules les notifications se reportent.");
    // An empty stage says how to begin instead.
    let mut stage = Sandbox::empty().start(80, 24);
    stage.shows("Votre carnet est prêt.");
    stage.press("N").shows("Nouvel événement");
}

#[test]
fn a_form_left_unsaved_is_offered_first() {
    let sandbox = busy();
    let mut stage = sandbox.start(100, 40);
    stage.press("N").shows("Nouvel événement");
    stage.type_text("En cours").shows("En cours");
    stage.quit();
    let mut stage = sandbox.start(100, 40);
    stage.shows("« En cours » n'avait pas été enregistré.");
    stage
        .press("Échap")
        .hides("Plus tard")
        .selects("✎ Une saisie attend");
    // There, it is taken up without being asked again.
    stage
        .press("Entrée")
        .shows("Nouvel événement")
        .shows("En cours");
    stage
        .press("Ctrl+S")
        .shows("« En cours » enregistré comme brouillon.")
        .shows("Ce qui attend")
        .hides("✎")
        .shows("○ 2 brouillons à reprendre");
}

#[test]
fn a_full_week_scrolls_in_a_small_terminal() {
    let events: String = (1..=20)
        .map(|hour| {
            format!("Atelier {hour:02};;;;;Macé;;25/11/2026;{hour:02}:00;{hour:02}:45;9;;publié;\n")
        })
        .collect();
    let sandbox = Sandbox::of(&format!("{HEAD}{events}"));
    let mut stage = sandbox.start(80, 24);
    stage.shows("Atelier 01").shows("↓ la suite");
    stage
        .press_times("↓", 25)
        .selects("Atelier 20")
        .shows("Année 2026-2027");
    stage.press_times("↑", 25).shows("Atelier 01");
}

#[test]
fn the_selected_notice_stays_selected_when_another_process_settles_one_above_it() {
    let sandbox = busy();
    let mut stage = sandbox.start(100, 40);
    stage.press("↓ ↓").selects("1 changement à annoncer");
    let declared = sandbox.event("À transmettre").attestation.unwrap();
    let id = sandbox.event("À attester").id;
    sandbox.change(|change| change.attest(id, &declared));
    stage
        .press("Suppr")
        .shows("Notification écartée pour ces événements : 1 changement à annoncer")
        .shows("✓ 2 attestations remplies à transmettre");
}

#[test]
fn what_is_below_the_last_notice_is_visible_in_the_smallest_terminal() {
    let others = "Aussi;;;;;Pergaud;;12/11/2026;18:00;19:00;12;;publié;\n\
        Encore;;;;;Pergaud;;12/11/2026;18:00;19:00;12;;publié;\n";
    let term = format!("{HEAD}{TERM}{others}").replace("26/11/2026", "26/02/2027");
    let sandbox = Sandbox::of(&term);
    let mut stage = sandbox.start(60, 16);
    let left = |stage: &mut Stage, event: &str| {
        stage.press("F4 Début");
        let events = ["À attester", "Aussi", "Encore", "À transmettre"];
        let row = events.iter().position(|title| *title == event);
        stage
            .press_times("↓", row.unwrap())
            .press("Entrée")
            .shows(&format!("Attestation de « {event} »"));
        stage.type_text("1").press("F4 F2").shows("✎");
    };
    for event in ["À attester", "Aussi", "Encore", "À transmettre"] {
        left(&mut stage, event);
    }
    stage
        .press_times("↓", 20)
        .selects("brouillon")
        .shows("Aucun événement.");
    stage
        .press_times("↑", 20)
        .shows("Ce qui attend")
        .shows("↓ la suite");
}

#[test]
fn on_a_wide_screen_what_the_selected_line_is_about_stands_beside_it() {
    let sandbox = busy();
    let mut stage = sandbox.start(120, 40);
    stage
        .shows_line(&["Ce qui attend", "│ ! 1 attestation à remplir"])
        .shows_line(&["│ jeu. 12 nov.", "À attester"]);
    // The soonest first; another year's date has its year.
    stage
        .press_times("↓", 4)
        .shows_that("both to enter", |screen| {
            let line = |texts: &[&str]| screen.lines().position(line_with(texts));
            let first = line(&["│ lun. 15 mars", "À saisir  Ornans"]);
            first.is_some() && first < line(&["│ lun. 22 mars", "À saisir aussi  Ornans"])
        });
    // Three steps of one event: it is shown once.
    stage.press("↓").shows("! 3 étapes en retard");
    let shown = stage.screen().matches("│ jeu. 26 nov.").count();
    assert_eq!(shown, 1);
    // An event of the week is shown in full.
    stage
        .press_times("↓", 9)
        .selects("Déplacé")
        .shows_line(&["│ Check-list", "■"]);
    let mut stage = sandbox.start(109, 40);
    stage.shows("Ce qui attend").hides("│ ");
}

#[test]
fn a_day_of_several_events_is_written_once() {
    let sandbox = Sandbox::of(&format!(
        "{HEAD}\
        Le matin;;;;;Macé;;25/11/2026;09:00;10:00;9;;publié;\n\
        Le soir;;;;;Macé;;25/11/2026;18:00;19:00;9;;publié;\n\
        Le lendemain;;;;;Macé;;26/11/2026;18:00;19:00;9;;publié;\n"
    ));
    let mut stage = sandbox.start(100, 30);
    stage
        .shows_line(&["mer. 25 nov.", "9 h – 10 h", "Le matin"])
        .shows_line(&["18 h – 19 h", "Le soir"])
        .shows_line(&["jeu. 26 nov.", "Le lendemain"]);
    assert_eq!(stage.screen().matches("mer. 25 nov.").count(), 1);
}

#[test]
fn a_tall_screen_shows_the_year_by_month_and_its_first_themes() {
    let sandbox = Sandbox::of(&format!(
        "{HEAD}\
        Un;;Jeux vidéo;;;Pergaud;;02/11/2026;18:00;19:00;20;;publié;9\n\
        Deux;;Jeux vidéo;;;Pergaud;;03/11/2026;18:00;19:00;10;;publié;6\n\
        Trois;;Educonnect;;;Pergaud;;04/06/2027;18:00;19:00;10;;brouillon;\n\
        L’an passé;;Educonnect;;;Pergaud;;03/06/2026;18:00;19:00;10;;publié;4\n\
        Annulé;;Educonnect;;;Pergaud;;04/06/2027;18:00;19:00;10;;annulé;\n"
    ));
    let mut stage = sandbox.start(120, 34);
    stage
        .shows_line(&["sept.", "oct.", "nov.", "déc.", "juin", "août"])
        .shows_line(&["Places prises", "■■■■■□□□□□ 50 %"])
        .shows_line(&["Jeux vidéo", "■■■■■■■■■■ 2"])
        .shows_line(&["Educonnect", "■■■■■□□□□□ 1"]);
    stage.shows_line(&["██2██", "██1██"]);
    let mut stage = sandbox.start(120, 33);
    stage.shows("Année 2026-2027").hides("sept.");
}

#[test]
fn a_conflicting_copy_awaits_until_it_is_dismissed_and_again_once_it_changes() {
    let sandbox = Sandbox::of(&format!("{HEAD}{TERM}"));
    let name = "carnet.sync-conflict-20261124-101500-ABCDEFG.db";
    let store = std::fs::read(sandbox.path("carnet.db")).unwrap();
    sandbox.write(name, &store);
    let mut stage = sandbox.start(100, 40);
    stage
        .press("F2 Début")
        .selects("1 copie en conflit à comparer");
    stage
        .press("Entrée")
        .shows("Sauvegardes · 1 copie")
        .selects("autre ordinateur");
    stage
        .press("Échap F2 Début Suppr")
        .shows("Écarté tant que ces copies ne changent pas")
        .press("↓")
        .hides("1 copie en conflit à comparer");
    stage.quit();
    let mut stage = sandbox.start(100, 40);
    stage.press("F2").hides("1 copie en conflit à comparer");
    stage.quit();
    sandbox.write(name, [store.as_slice(), &[0; 4096]].concat());
    let mut stage = sandbox.start(100, 40);
    stage.press("F2").shows("1 copie en conflit à comparer");
}

#[test]
fn a_conflicting_copy_is_merged_row_by_row_where_both_changed() {
    let sandbox = Sandbox::of(&format!("{HEAD}{TERM}"));
    let name = "carnet.sync-conflict-20261124-101500-ABCDEFG.db";
    let base = std::fs::read(sandbox.path("carnet.db")).unwrap();
    let change = |path: &str, title: &str, seats: Option<u32>, new: &str| {
        let mut store = carnet::store::Store::open(&sandbox.path(path)).unwrap();
        let at = crate::support::sandbox::moment();
        let rows = store.window(&Default::default(), at, 0, 100).unwrap();
        let event = rows.iter().find(|row| row.attestation.is_none()).unwrap();
        let event = store.event(event.id).unwrap().unwrap();
        let mut content = event.content.clone();
        content.title = title.to_owned();
        content.seats = seats.or(content.seats);
        let added = carnet::domain::event::EventContent {
            title: new.to_owned(),
            ..Default::default()
        };
        let now = at.now + chrono::TimeDelta::minutes(title.len() as i64);
        let done = store.record("changement", now, |write| {
            write.modify_event(event.id, event.revision, &content)?;
            let id = carnet::domain::id::EventId::new(now);
            write.create_event(id, &added, Default::default(), "Europe/Paris")
        });
        done.unwrap();
        store.close().unwrap();
    };
    change("carnet.db", "Titre du bureau", None, "Nouveau au bureau");
    sandbox.write(name, &base);
    change(name, "Titre de la maison", Some(77), "Nouveau à la maison");
    let mut stage = sandbox.start(100, 40);
    stage.press("F2 Début Entrée").shows("F fusionne");
    stage
        .press("F")
        .asks("Fusionner cette copie")
        .shows("1 événement ajouté : « Nouveau à la maison ».")
        .shows("1 choix à faire")
        .press("Entrée")
        .asks("Deux versions (1 sur 1)")
        .shows_line(&["(•) carnet", "Titre du bureau"])
        .shows_line(&["( ) copie", "Titre de la maison"])
        .shows_line(&["(•) copie", "77"]);
    // Nothing is written before the last choice.
    stage.press("Échap").hides("Deux versions");
    assert!(sandbox.path(name).exists());
    stage
        .press("F Entrée Entrée")
        .shows("1 événement ajouté, 1 modifié.")
        .hides("autre ordinateur");
    assert!(!sandbox.path(name).exists());
    assert!(sandbox.path("sauvegardes").join(name).exists());
    let event = sandbox.event("Titre du bureau");
    assert_eq!(event.content.seats, Some(77));
    sandbox.event("Nouveau à la maison");
    stage
        .press("F3")
        .press("Ctrl+Z")
        .shows("fusion de la copie");
    assert!(
        sandbox
            .events()
            .iter()
            .all(|it| it.content.title != "Nouveau à la maison")
    );
}

#[test]
fn an_empty_carnet_says_how_to_begin_and_examples_are_tried_without_touching_it() {
    let sandbox = Sandbox::empty();
    let before = std::fs::read(sandbox.path("carnet.db")).unwrap();
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut stage = sandbox.start(columns, rows);
        stage
            .press("F2")
            .shows_line(&["N", "Créer un premier événement", "un titre suffit"])
            .shows_line(&["I", "Importer mon tableur", "avant d'être écrite"])
            .shows_line(&["E", "Essayer avec des exemples", "effacé en quittant"])
            .shows_line(&["F1", "Lire l'aide"]);
        stage
            .press("E")
            .shows("Des exemples, dans un carnet à part")
            .hides("Créer un premier événement")
            .shows("Exemples");
        stage.press("N «Essai» Ctrl+S").shows("Essai");
        stage.quit();
    }
    assert_eq!(std::fs::read(sandbox.path("carnet.db")).unwrap(), before);
    let mut stage = sandbox.start(60, 20);
    stage
        .press("F2")
        .shows("Créer un premier événement")
        .hides("un titre suffit");
    stage.click_on("Créer un premier").shows("Nouvel événement");
    stage.type_text("Premier").press("Ctrl+S");
    stage.press("F2").hides("Votre carnet est prêt").press("E");
    stage.hides("Des exemples");
    sandbox.event("Premier");
}

#[test]
fn a_year_without_events_is_one_line_and_a_long_notice_says_there_are_others() {
    let events: String = (1..=25)
        .map(|day| format!("Passé {day:02};;;;;Macé;;{day:02}/11/2025;18:00;19:00;9;;publié;\n"))
        .collect();
    let sandbox = Sandbox::of(&format!("{HEAD}{events}"));
    let mut stage = sandbox.start(120, 40);
    stage
        .shows("Année 2026-2027  aucun événement attesté")
        .hides("sept.")
        .shows("Passé 19")
        .hides("Passé 20")
        .shows("… et d'autres");
}

#[test]
fn the_number_of_a_bar_lower_than_a_line_is_not_a_box_of_its_own() {
    let june: String = (1..=20)
        .map(|day| format!("Juin {day};;;;;Pergaud;;{day:02}/06/2027;18:00;19:00;10;;publié;\n"))
        .collect();
    let sandbox = Sandbox::of(&format!(
        "{HEAD}{june}Mai;;;;;Pergaud;;04/05/2027;18:00;19:00;10;;publié;\n"
    ));
    let mut stage = sandbox.start(120, 40);
    stage.shows("Année 2026-2027");
    let row = stage.find("juin").1 - 1;
    let number_at = |stage: &Stage, month: &str| {
        let column = stage.find(month).0;
        let cells =
            (column.saturating_sub(2)..column + 5).map(|x| stage.buffer()[(x, row)].clone());
        let mut numbers =
            cells.filter(|cell| cell.symbol().starts_with(|c: char| c.is_ascii_digit()));
        numbers.next().unwrap().modifier
    };
    assert!(number_at(&stage, "juin").contains(Modifier::REVERSED));
    assert!(!number_at(&stage, "mai").contains(Modifier::REVERSED));
}
