//! Events over several days, or past midnight: typed, shown, warned about, changed, published, announced.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

/// The place of the date in the form, in the order of Tab.
const DATE: usize = 10;

/// A festival in progress, one to come, a night, and what surrounds them. Today is the 24th.
const SEVERAL: &str = "Titre;Date;Début;Fin;Date de fin\n\
    Exposition;20/11/2026;14:00;17:00;26/11/2026\n\
    Hier;23/11/2026;18:00;19:30;\n\
    Salon;30/11/2026;09:00;12:00;02/12/2026\n\
    Veillée;03/12/2026;22:00;01:00;04/12/2026\n\
    Forum;05/12/2026;;;06/12/2026\n";

fn new_event(stage: &mut Stage) {
    stage
        .press("N")
        .shows("Nouvel événement")
        .type_text("Salon");
    stage.press_times("Tab", DATE);
}

#[test]
fn several_days_are_typed_in_the_date_and_shown_back_so() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage);
    stage
        .type_text("3 au 5 décembre")
        .shows("→ 3–5 déc. 2026, 3 jours")
        .press("Tab")
        .type_text("14h-17h")
        .press("Tab")
        .shows_line(&["Fin ", "17 h"])
        .press("Ctrl+S")
        .shows("« Salon » enregistré comme brouillon.")
        .press("Entrée")
        .shows("Du jeudi 3 au samedi 5 décembre 2026, dans 9 jours · 14 h – 17 h")
        .press("M")
        .shows_line(&["Date ", "3–5 déc. 2026"])
        // Nothing was typed: nothing is asked.
        .press("Échap")
        .shows("Du jeudi 3 au samedi 5 décembre 2026")
        .press("M");
    stage.press_times("Tab", DATE);
    stage
        .type_text("30 nov. – 2 déc.")
        .press("Ctrl+S")
        .shows("« Salon » enregistré")
        .shows("Du lundi 30 novembre au mercredi 2 décembre 2026");
    // One day again.
    stage.press("M").press_times("Tab", DATE);
    stage
        .type_text("3 déc")
        .press("Ctrl+S")
        .shows("jeu. 3 déc. 2026, dans 9 jours · 14 h – 17 h");
    stage.press("Ctrl+Z").shows("Du lundi 30 novembre");
    stage
        .press("H")
        .shows("Date : lun. 30 nov. 2026 → jeu. 3 déc. 2026")
        .shows("Date de fin : mer. 2 déc. 2026 → rien");
}

#[test]
fn hours_past_midnight_need_nothing_else() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage);
    stage
        .type_text("3 décembre 22h-1h")
        .press("Tab")
        .shows_line(&["Fin ", "1 h", "→ le lendemain, ven. 4 déc. 2026"])
        .press("Ctrl+S")
        .shows("« Salon » enregistré comme brouillon.")
        .press("Entrée")
        .shows("jeu. 3 déc. 2026, dans 9 jours · 22 h – 1 h le lendemain");
    // While it is typed, at once, in less room too.
    for (columns, rows) in [(80, 24), (200, 50)] {
        let sandbox = Sandbox::empty();
        let mut stage = sandbox.open(columns, rows);
        new_event(&mut stage);
        stage.type_text("4 décembre").press("Tab").type_text("22h");
        stage
            .press("Tab")
            .type_text("1h")
            .shows("→ 1 h le lendemain, sam. 5 déc.");
    }
    // An end half a day or more before is a mistake, as before.
    stage.press("M").press_times("Tab", DATE + 1);
    stage
        .type_text("10h")
        .press("Tab")
        .type_text("9h")
        .press("Ctrl+S")
        .shows("L’événement finit avant de commencer.");
    // A duration may go past midnight too.
    stage
        .press("Maj+Tab")
        .type_text("21h30")
        .press("Tab")
        .type_text("+4")
        .shows("→ 1 h 30 le lendemain")
        .press("Ctrl+S")
        .shows("21 h 30 – 1 h 30 le lendemain");
}

#[test]
fn a_last_day_before_the_first_is_refused_and_a_long_event_is_asked_about() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage);
    stage
        .type_text("5 au 3 décembre")
        .press("Tab")
        .shows("Le dernier jour est avant le premier.")
        .press("Maj+Tab")
        .type_text("du 4 janvier au 28 février 2027")
        .press("Tab")
        .shows("56 jours de suite : le dernier jour est-il le")
        .shows("bon ?")
        .press("Ctrl+S")
        .asks("Un événement de plusieurs semaines")
        .shows("L’événement dure 56 jours, du lundi 4 janvier au dimanche 28")
        .press("Échap")
        .shows("Nouvel événement")
        .press("Ctrl+S Entrée")
        .shows("« Salon » enregistré comme brouillon.")
        .press("Entrée M Ctrl+S")
        .hides("de plusieurs semaines");
}

#[test]
fn each_day_of_an_event_has_its_warnings() {
    let sandbox = Sandbox::of(SEVERAL);
    let mut stage = sandbox.open(120, 40);
    new_event(&mut stage);
    stage
        .type_text("28 au 30 novembre")
        .press("Tab")
        .shows("Dont un dimanche : dim. 29 nov.")
        .type_text("9h-10h")
        .press("Tab")
        .shows("Au même moment : « Salon ».");
}

#[test]
fn lists_show_the_days_compactly_and_past_ones_once_they_are_over() {
    let sandbox = Sandbox::of(SEVERAL);
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut stage = sandbox.open(columns, rows);
        stage
            .selects("Salon")
            .shows("30 nov.–2 déc.")
            .shows("20–26 nov.")
            .shows("5–6 déc.")
            .hides("le lendemain");
        if columns > 120 {
            stage.shows("22 h – 1 h");
        }
        // Today is beside what comes, whatever goes on since before.
        let lines = ["lun. 23 nov.", "aujourd’hui", "30 nov.–2 déc.", "5–6 déc."];
        stage.shows_order(
            &lines,
            &["5–6 déc.", "30 nov.–2 déc.", "aujourd’hui", "lun. 23 nov."],
        );
        stage
            .press("F2")
            .shows("20–26 nov.")
            .shows("30 nov.–2 déc.");
    }
}

#[test]
fn the_sheet_and_what_is_to_correct_say_the_days() {
    let sandbox = Sandbox::of(SEVERAL);
    let mut stage = sandbox.open(120, 40);
    stage
        .press("Ctrl+F")
        .type_text("Salon")
        .press("Entrée S")
        .shows("Fiche de saisie de « Salon »")
        .shows("du lundi 30 novembre au mercredi 2 décembre 2026")
        .press("Échap");
    stage
        .press("E Ctrl+F")
        .type_text("Veillée")
        .press("Entrée S")
        .shows("01:00 le lendemain");
}

#[test]
fn a_clone_a_series_and_a_day_picked_keep_the_number_of_days() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Date de fin\n\
        Salon;30/11/2026;09:00;12:00;02/12/2026\n",
    );
    let mut stage = sandbox.open(120, 40);
    stage
        .press("Entrée C")
        .shows_line(&["Date ", "7–9 déc. 2026"])
        .press("Ctrl+S")
        .shows("enregistré");
    let copy = &sandbox.events()[1].content;
    assert_eq!(
        (copy.date, copy.end_date),
        (day("2026-12-07"), day("2026-12-09"))
    );
    stage.press("Échap Échap").shows("Mes événements ·");
    stage
        .press("Fin R")
        .shows("À partir du lun. 30 nov. 2026, 3 jours, 9 h – 12 h")
        .shows("14–16 déc. 2026")
        .press("Ctrl+S")
        .shows("Série de 2 événements.");
    // A day with the same event and the holidays were left out.
    let events = sandbox.events();
    assert_eq!(events.len(), 3);
    for event in &events {
        let days = event.content.days().unwrap();
        assert_eq!(days.count(), 3, "{}", days.full());
    }
    let mut stage = sandbox.open(120, 40);
    stage.press("M");
    stage.press_times("Tab", DATE);
    stage
        .press("Ctrl+O → Entrée")
        .shows_line(&["Date ", "1er–3 déc. 2026"]);
}

#[test]
fn an_event_that_goes_on_is_not_over_before_its_last_hour() {
    let sandbox = Sandbox::of(SEVERAL);
    let mut stage = sandbox.open(120, 40);
    stage
        .press("Ctrl+F")
        .type_text("Exposition")
        .press("Entrée")
        .shows("en cours")
        .press("A")
        .type_text("12")
        .press("Ctrl+S")
        .shows("L’événement n’est pas encore terminé.");
    let mut stage = sandbox.start_at("2026-11-26T17:30:00", 120, 40);
    stage.press("F4").shows("Exposition").shows("aujourd’hui");
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    text.parse().ok()
}
