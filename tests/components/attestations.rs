//! Attestations: one number typed at the end of a workshop, corrected if need be, noted as transmitted.

use crate::support::sandbox::{Sandbox, moment};
use crate::support::screen_text::line_with;
use crate::support::stage::Stage;

const TERM: &str = "Titre;Date;Début;Fin;Places;Présents\n\
    Premier;03/11/2026;18:00;19:00;12;\n\
    Deuxième;10/11/2026;18:00;19:00;20;\n\
    Troisième;17/11/2026;18:00;19:00;;\n\
    Rempli;16/11/2026;18:00;19:00;12;9\n\
    Bientôt;01/12/2026;18:00;19:00;12;\n";

/// What the issue allows from the start of the program to one event attested, without digits.
const MOST: usize = 6;

/// The form of the oldest attestation to fill, from the first screen.
fn oldest(sandbox: &Sandbox) -> Stage {
    let mut stage = sandbox.start(100, 30);
    stage.press("A").shows("Attestation de « Premier »");
    stage
}

#[test]
fn the_oldest_event_is_attested_from_the_start_in_few_keys() {
    for save in ["Entrée Entrée Entrée Ctrl+S", "Ctrl+S"] {
        let sandbox = Sandbox::of(TERM);
        let mut stage = oldest(&sandbox);
        stage
            .type_text("12")
            .press(save)
            .shows("« Premier » : 12 présents.");
        let (keys, digits) = (stage.keystrokes(), stage.typed());
        println!(
            "from the start to one event attested, with {save}: {keys} keys and {digits} digits"
        );
        assert!(keys <= MOST, "{keys} keys");
        stage.quit();
        let attestation = sandbox.event("Premier").attestation.unwrap();
        assert_eq!(attestation.attendees, 12);
        // Walked through and not touched: nobody answered.
        assert_eq!(attestation.answers.len(), 0);
        assert!(sandbox.event("Deuxième").attestation.is_none());
    }
}

#[test]
fn a_usual_answer_is_offered_and_given_by_one_key() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage
        .shows_line(&["( ) oui ?  ( ) non", "non renseigné"])
        .shows_line(&["0 ?", "non renseigné"])
        .hides("(•)");
    stage
        .type_text("12")
        .press("Tab")
        .shows_line(&["( ) oui ?  ( ) non", "Espace répond « oui »."])
        .press("Espace")
        .shows_line(&["(•) oui  ( ) non"])
        .press("Tab")
        .shows_line(&["0 ?", "Espace répond « 0 »."])
        .press("Espace")
        .hides("0 ?");
    stage.press("Ctrl+S").shows("« Premier » : 12 présents.");
    stage.quit();
    let answers = sandbox.event("Premier").attestation.unwrap().answers;
    let mut answers: Vec<&str> = answers.values().map(String::as_str).collect();
    answers.sort_unstable();
    assert_eq!(answers, ["0", "oui"]);

    // Given up, it is offered again.
    let mut stage = sandbox.start(100, 30);
    stage
        .press("F4 Début ↓ ↓")
        .selects("Premier")
        .press("Entrée")
        .shows("(•) oui");
    stage.press("Tab Suppr").shows("( ) oui ?  ( ) non");
    stage.press("Ctrl+S").shows("« Premier » : 12 présents.");
    stage.quit();
    let answers = sandbox.event("Premier").attestation.unwrap().answers;
    assert_eq!(answers.len(), 1);
}

#[test]
fn an_answer_not_given_is_shown_so_in_the_fiche_and_in_the_history() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(100, 40);
    stage.press("F3 Début ↓ ↓").selects("Rempli");
    stage
        .press("Entrée")
        .shows("Le questionnaire de satisfaction a-t-il été soumis aux parents ? non renseigné")
        .shows("Parents volontaires pour devenir Parent Ressource : non renseigné");
    stage
        .press("A")
        .shows("Attestation de « Rempli »")
        .press("Tab Espace Ctrl+S")
        .shows("soumis aux parents ? oui")
        .shows("Parent Ressource : non renseigné");
    stage.press("H").shows("non renseigné → oui");
}

/// As an older version left them: the usual answers in the draft though only the number was typed.
#[test]
fn the_draft_of_an_older_version_gives_no_answer_either() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage.type_text("11").press("Tab Tab").type_text("4");
    stage.quit();
    let store = sandbox.store();
    let asked = store.questions().unwrap();
    let [yes, volunteers] = [0, 1].map(|index: usize| asked[index].id.to_string());
    let filled_in = |mut draft: carnet::store::Draft| {
        draft.texts.insert(yes.clone(), "oui".to_owned());
        let opened = [(yes.clone(), "oui"), (volunteers.clone(), "0")];
        draft.opened = Some(opened.map(|(key, text)| (key, text.to_owned())).into());
        draft
    };
    let change = |drafts: &mut Vec<carnet::store::Draft>| {
        *drafts = drafts.drain(..).map(filled_in).collect();
    };
    store.amend_drafts(change, moment().now).unwrap();
    store.close().unwrap();

    let mut stage = oldest(&sandbox);
    stage.shows("11").shows("( ) oui ?  ( ) non");
    stage.press("Ctrl+S").shows("« Premier » : 11 présents.");
    stage.quit();
    let answers = sandbox.event("Premier").attestation.unwrap().answers;
    assert_eq!(answers.into_values().collect::<Vec<_>>(), ["4"]);
}

#[test]
fn answers_recorded_by_an_older_version_are_mentioned_until_they_were_read() {
    let sandbox = Sandbox::of(TERM);
    let store = sandbox.store();
    store
        .remember(carnet::store::OFFERED_ANSWERS, &2, moment().now)
        .unwrap();
    store.close().unwrap();
    for _ in 0..2 {
        let mut stage = sandbox.start(80, 24);
        stage.shows("2 attestations ont une");
        stage.quit();
    }
    let mut stage = sandbox.start(80, 24);
    stage.press("Entrée").hides("2 attestations ont une");
    stage.quit();
    sandbox.start(80, 24).hides("2 attestations ont une");
}

#[test]
fn the_event_that_has_just_ended_comes_before_the_oldest() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin\n\
         Oublié;03/11/2026;18:00;19:00\n\
         Ce matin;24/11/2026;08:00;09:00\n\
         À l’instant;24/11/2026;09:15;09:45\n\
         Ce soir;24/11/2026;18:00;19:00\n",
    );
    let mut stage = sandbox.start(100, 30);
    stage.press("A");
    for title in ["À l'instant", "Ce matin", "Oublié"] {
        stage.shows(&format!("Attestation de « {title} »"));
        stage.type_text("9").press("Ctrl+S");
    }
    stage.shows("« Oublié » : 9 présents.");
}

#[test]
fn saving_goes_on_to_the_next_unfilled_and_the_tab_counts_down() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage
        .shows("Attestations !3")
        .shows("1/3")
        .shows("Pour une animation parents/enfants, comptez le total des présents.");
    stage
        .type_text("9")
        .press("Ctrl+S")
        .shows("« Premier » : 9 présents. ■■■■■■■■□□ 9/12 places. Voici la suivante.")
        .shows("Attestation de « Deuxième »")
        .shows("2/3")
        .shows("Attestations !2");
    stage
        .type_text("7")
        .press("Ctrl+S")
        .shows("Attestation de « Troisième »");
    stage.type_text("1").press("Ctrl+S");
    // None is left: back where one came from, and nothing to count.
    stage
        .shows("« Troisième » : 1 présent. Tout est attesté.")
        .shows("Ce qui attend")
        .hides("Attestations !");
    stage.press("A").shows("Aucune attestation à remplir.");
    // One Ctrl+Z each.
    stage
        .press("Ctrl+Z")
        .shows("Annulé : attestation de « Troisième ».")
        .shows("Attestations !1");
}

#[test]
fn those_to_fill_come_first_oldest_first_with_their_age() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(80, 24);
    stage
        .press("F4")
        .shows("Attestations · 3 à remplir · 1 à transmettre")
        .shows_that("the order and the ages", |screen| {
            let place = |texts: &[&str]| {
                let has = line_with(texts);
                screen.lines().position(has)
            };
            let places = [
                place(&["Premier", "! à remplir", "3 semaines"]),
                place(&["! à remplir", "Deuxième", "14 jours"]),
                place(&["! à remplir", "Troisième", "7 jours"]),
                place(&["✓ remplie", "Rempli", "lun. 23 nov."]),
            ];
            places.iter().all(Option::is_some) && places.is_sorted()
        })
        .hides("Bientôt");
    stage.press("↓ Entrée").shows("Attestation de « Deuxième »");
    stage.press("Échap").shows("3 à remplir");
    stage
        .press("Fin T")
        .shows("« Rempli » : attestation saisie sur le site le mar. 24 nov. 2026.")
        .shows_line(&["✔ transmise", "Rempli", "mar. 24 nov."])
        .shows("3 à remplir · rien à transmettre");
    // One press too many undoes nothing; unfilled, there is nothing to transmit.
    stage.press("Fin T").shows("Déjà transmise");
    stage
        .press("Échap T Entrée")
        .shows("« Rempli » : attestation à transmettre de nouveau.");
    stage
        .press("Début T")
        .shows("« Premier » : l'attestation est à remplir d'abord, avec Entrée.");
}

#[test]
fn what_was_transmitted_and_is_corrected_is_to_transmit_again() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(100, 30);
    stage
        .press("F4 Fin T")
        .shows("attestation saisie sur le site le mar. 24 nov. 2026.");
    // A remark corrects nothing that was transmitted.
    stage.press("Entrée").shows("Attestation de « Rempli »");
    stage
        .press("Maj+Tab")
        .type_text("Belle ambiance")
        .press("Ctrl+S")
        .shows("« Rempli » : 9 présents.")
        .shows_line(&["✔ transmise", "Rempli"])
        .hides("de nouveau");
    stage.press("A").shows("Belle ambiance");
    stage
        .erase(1)
        .type_text("10")
        .press("Ctrl+S")
        .shows("« Rempli » : 10 présents. ■■■■■■■■□□ 10/12 places. À transmettre de nouveau")
        .shows_line(&["✓ remplie", "Rempli", "mar. 24 nov.", "10"]);
    // Correcting one attestation does not open the next.
    stage.shows("3 à remplir · 1 à transmettre");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : correction de l'attestation de « Rempli ».")
        .shows_line(&["✔ transmise", "Rempli", "9"]);
}

#[test]
fn a_declared_number_is_replaced_by_typing() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(100, 30);
    stage
        .press("F4 Fin Entrée")
        .shows("Attestation de « Rempli »");
    stage
        .type_text("12")
        .press("Ctrl+S")
        .shows("« Rempli » : 12 présents.");
}

#[test]
fn a_remark_pasted_as_keys_does_not_end_the_form() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage
        .type_text("9")
        .press("Maj+Tab")
        .type_text("Bonne ambiance")
        .press("Entrée")
        .shows("Ctrl+S enregistre.");
    stage
        .type_text("12 mamans")
        .press("Ctrl+S")
        .shows("« Premier » : 9 présents.");
    stage.quit();
    let attestation = sandbox.event("Premier").attestation.unwrap();
    assert_eq!(attestation.remark, "Bonne ambiance 12 mamans");
}

#[test]
fn an_attestation_filled_by_mistake_is_taken_back() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(100, 30);
    stage
        .press("F4 Suppr")
        .shows("Cette attestation n'est pas remplie.");
    stage
        .press("Fin Suppr")
        .shows("« Rempli » redeviendra à remplir.");
    stage
        .press("Entrée")
        .shows("Attestation retirée. Ctrl+Z la rétablit.")
        .shows("Attestations !4");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : retrait de l'attestation de « Rempli ».")
        .shows("Attestations !3");
}

#[test]
fn what_is_doubtful_is_asked_once_and_not_refused() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage
        .type_text("13")
        .press("Ctrl+S")
        .shows("13 présents pour 12 places ?");
    // To correct it keeps what is typed.
    stage
        .press("→ Entrée")
        .hides("13 présents pour")
        .shows("13");
    stage.press("Ctrl+S").shows("Est-ce bien cela ?");
    stage
        .press("Entrée")
        .shows("« Premier » : 13 présents. ■■■■■■■■■■ 13/12 places. Voici la suivante.");

    stage.shows("Attestation de « Deuxième »");
    stage
        .type_text("0")
        .press("Ctrl+S")
        .shows("Personne n'est venu.");
    stage.press("O").shows("« Deuxième » : 0 présent.");
    stage.press("Échap F3 Début").selects("Bientôt");

    // All that is doubtful is one question.
    stage.press("A").shows("Attestation de « Bientôt »");
    stage
        .type_text("50")
        .press("Ctrl+S")
        .shows("L'événement n'est pas encore terminé.")
        .shows("50 présents pour 12 places ?");
    stage.press("Entrée").shows("« Bientôt » : 50 présents.");
}

#[test]
fn a_number_pasted_after_a_dismissed_doubt_is_doubted_again() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage.type_text("13");
    // After the confirmation, another process turns out to have saved first.
    let declared = sandbox.event("Rempli").attestation.unwrap();
    let id = sandbox.event("Premier").id;
    sandbox.change(|change| change.attest(id, &declared));
    stage.press("Ctrl+S").shows("13 présents pour 12 places ?");
    stage.press("Entrée").shows("( ) ailleurs  9");
    stage.press("Échap").hides("ailleurs");
    stage.paste("0").shows("130");
    stage.press("Ctrl+S").shows("130 présents pour 12 places ?");
}

#[test]
fn what_is_typed_and_left_is_offered_on_the_first_screen() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage.type_text("13");
    stage.quit();
    let mut stage = sandbox.start(100, 40);
    stage.selects("✎ Une attestation attend");
    stage
        .press("Entrée")
        .shows("Attestation de « Premier »")
        .shows("13");
    stage.press("Échap").shows("Quitter l'attestation");
    stage.press("→ → Entrée").shows("Ce qui attend").hides("✎");
}

/// Two processes with the attestation of « Premier » open, a number typed in each; the second saves first.
fn two_processes(sandbox: &Sandbox) -> (Stage, Stage) {
    let (mut one, mut other) = (oldest(sandbox), oldest(sandbox));
    one.type_text("11").shows("11");
    other
        .type_text("12")
        .press("Tab Tab Tab")
        .type_text("Belle ambiance")
        .press("Ctrl+S")
        .shows("« Premier » : 12 présents.");
    (one, other)
}

#[test]
fn of_two_attestations_of_one_event_each_field_is_chosen() {
    let sandbox = Sandbox::of(TERM);
    let (mut one, _other) = two_processes(&sandbox);
    one.press("Ctrl+S")
        .shows("L'attestation a aussi été remplie ailleurs")
        .shows("(•) ici       11")
        .shows("( ) ailleurs  12");
    // What was not touched here comes from there; what is the same is not asked about.
    one.shows("(•) ailleurs  Belle ambiance")
        .hides("ailleurs  oui");
    // Back to the form, nothing is written; saving asks again.
    one.press("Échap").hides("ailleurs");
    assert_eq!(sandbox.event("Premier").attestation.unwrap().attendees, 12);
    one.press("Ctrl+S").shows("( ) ailleurs  12");
    one.press("Entrée").shows("« Premier » : 11 présents.");
    let saved = sandbox.event("Premier").attestation.unwrap();
    assert_eq!(
        (saved.attendees, saved.remark.as_str()),
        (11, "Belle ambiance")
    );
}

#[test]
fn an_attestation_typed_before_another_was_filled_elsewhere_shows_both_when_taken_up() {
    let sandbox = Sandbox::of(TERM);
    let mut one = oldest(&sandbox);
    one.type_text("11");
    one.quit();
    let declared = sandbox.event("Rempli").attestation.unwrap();
    let id = sandbox.event("Premier").id;
    sandbox.change(|change| change.attest(id, &declared));
    let mut one = sandbox.start(100, 40);
    one.press("Entrée").shows("Attestation de « Premier »");
    one.press("Ctrl+S")
        .shows("(•) ici       11")
        .shows("( ) ailleurs  9");
    one.press("Espace Entrée")
        .shows("« Premier » : 9 présents.");

    // Withdrawn meanwhile, it is asked too.
    one.press("F4 Fin Entrée")
        .shows("Attestation de « Rempli »");
    let id = sandbox.event("Rempli").id;
    sandbox.change(|change| change.withdraw_attestation(id));
    one.press("Ctrl+S")
        .shows("L'attestation a été retirée ailleurs");
    one.press("Entrée").shows("« Rempli » : 9 présents.");
}

#[test]
fn a_number_that_can_not_be_is_refused_at_its_field() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    let sentence = "✗ Un nombre de 0 à 10 000 est nécessaire.";
    for typed in ["", "10001", "-1", "douze", "1,5"] {
        stage
            .type_text(typed)
            .press("Ctrl+S")
            .shows_line(&[typed, sentence])
            .shows("Attestation de « Premier »");
        // Corrected, it is wrong no more.
        stage.erase(typed.chars().count());
        stage.type_text("8").hides(sentence);
        stage.erase(1);
    }
    // As soon as it is typed, without leaving the field; and at that of a question.
    stage.type_text("b").shows_line(&["b", sentence]);
    stage.type_text("eaucoup").press("Tab").shows(sentence);
    stage
        .press("Tab")
        .erase(1)
        .type_text("peu")
        .shows_line(&["peu", "✗ Un nombre de 0 à 10 000."]);
    stage.press("Ctrl+S");
    // The first invalid field is selected.
    stage
        .erase(8)
        .type_text("8")
        .press("Ctrl+S")
        .shows("✗ Un nombre de 0 à 10 000.");
    stage
        .erase(3)
        .press("Ctrl+S")
        .shows("« Premier » : 8 présents.");
}

#[test]
fn leaving_with_something_typed_asks() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage.press("Échap").shows("Ce qui attend");
    stage.press("A").shows("Attestation de « Premier »");
    stage
        .type_text("8")
        .press("Échap")
        .shows("Quitter l'attestation");
    stage.press("Échap").hides("Quitter l'attestation");
    stage
        .press("Échap → Entrée")
        .shows("Ce qui attend")
        .shows("Attestations !3");
}

/// The questions of the attestation in Réglages, the first one selected.
fn questions(stage: &mut Stage) {
    stage
        .press("F6 Page_suiv. Page_suiv.")
        .press_times("↓", 4)
        .press("Entrée")
        .selects("Le questionnaire");
}

#[test]
fn questions_reworded_added_and_retired_are_those_of_the_form() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(120, 40);
    questions(&mut stage);
    stage
        .press("Entrée")
        .shows("La réponse est oui/non, nombre, texte ou choix");
    stage
        .press("Fin")
        .erase(70)
        .type_text("Questionnaire remis ?")
        .press("Tab Tab Tab")
        .erase(3)
        .type_text("non")
        .press("Ctrl+S")
        .shows("Enregistré.");

    // A choice needs two of them, and a usual answer that is one.
    stage
        .press("N")
        .shows("La réponse est oui/non, nombre, texte ou choix");
    stage
        .type_text("L'accueil du lieu")
        .press("Tab Suppr Ctrl+S")
        .shows("✗ Ce champ est nécessaire.");
    stage
        .press("c")
        .shows("( ) texte  (•) choix")
        .press("Tab")
        .type_text("bon")
        .press("Ctrl+S")
        .shows("✗ Deux choix au moins, séparés par des virgules.");
    stage
        .type_text(", à revoir")
        .press("Tab")
        .type_text("moyen")
        .press("Ctrl+S")
        .shows("✗ Ce n'est pas une des réponses proposées.");
    stage
        .erase(5)
        .type_text("bon")
        .press("Ctrl+S")
        .selects("L'accueil du lieu");

    stage.press("↑").selects("Parents volontaires");
    stage.press("R").shows("n'est plus proposée.");

    stage
        .press("F2 A")
        .shows("Attestation de « Premier »")
        .shows("Questionnaire remis ?")
        .shows("( ) oui  ( ) non ?")
        .shows("L'accueil du lieu")
        .shows("( ) bon ?  ( ) à revoir")
        .hides("Parents volontaires");
    stage
        .type_text("8")
        .press("Tab o Tab à")
        .shows("(•) oui  ( ) non")
        .shows("( ) bon  (•) à revoir");
    stage.press("Ctrl+S").shows("« Premier » : 8 présents.");
    stage.quit();
    let answers = sandbox.event("Premier").attestation.unwrap().answers;
    let answers: Vec<&str> = answers.values().map(String::as_str).collect();
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert!(
        answers.contains(&"oui") && answers.contains(&"à revoir"),
        "{answers:?}"
    );
}

#[test]
fn a_question_retired_is_still_shown_where_it_was_answered() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage
        .type_text("8")
        .press("Tab Espace Ctrl+S")
        .shows("« Premier » : 8 présents.");
    stage.press("Échap").shows("Ce qui attend");
    questions(&mut stage);
    stage.press("R").shows("n'est plus proposée.");
    // In use, it is not deleted.
    stage.press("Suppr").shows("sans rien perdre.");
    stage
        .press("F2 A")
        .shows("Attestation de « Deuxième »")
        .hides("Le questionnaire");
    stage.press("Échap").shows("Ce qui attend");
    stage.press("F4 Début ↓ ↓").selects("Premier");
    stage
        .press("Entrée")
        .shows("Le questionnaire de satisfaction")
        .shows("(•) oui  ( ) non");
}

#[test]
fn the_event_just_attested_is_not_selected_after_going_elsewhere() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage
        .type_text("9")
        .press("Ctrl+S")
        .shows("Attestation de « Deuxième »");
    stage.press("F3 Début").selects("Bientôt");
    stage.press("Entrée").shows("précédent");
    stage
        .press("Échap")
        .shows("5 événements")
        .selects("Bientôt");
}

#[test]
fn two_events_of_one_title_differ_in_the_smallest_terminal() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Présents\n\
        Café;03/11/2026;18:00;19:00;\n\
        Café;10/11/2026;18:00;19:00;\n\
        Café;03/06/2026;18:00;19:00;9\n",
    );
    let mut stage = sandbox.start(60, 16);
    stage.press("F4");
    for date in ["mar. 3 nov. ", "mar. 10 nov. "] {
        let texts = [date, "Café", "! à remplir"];
        stage.shows_that("one to fill", line_with(&texts));
    }
    // The year is shown when it is not the current school year.
    let texts = ["mer. 3 juin 2026", "Café", "✓ remplie"];
    stage.shows_that("that of last year", line_with(&texts));
}

#[test]
fn an_event_deleted_elsewhere_is_neither_attested_nor_repeated() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage.type_text("9");
    let (first, coming) = (sandbox.event("Premier").id, sandbox.event("Bientôt").id);
    sandbox.change(|change| change.delete_event(first));
    stage.press("Ctrl+S").shows("Cet événement a été supprimé.");
    stage.press("7 Échap").shows("! 2 attestations à remplir");
    stage.press("F3 Début R").shows("Répéter « Bientôt »");
    sandbox.change(|change| change.delete_event(coming));
    stage.press("Ctrl+S").shows("Cet événement a été supprimé.");
    stage.press("Échap").shows("3 événements");
}

#[test]
fn what_is_transmitted_comes_last_newest_first_under_a_title_of_its_own() {
    let transmitted = |stage: &mut Stage| {
        stage.press("T").shows("attestation saisie sur le site");
    };
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Places;Présents\n\
         Ancien;06/10/2026;18:00;19:00;12;9\n\
         Moyen;13/10/2026;18:00;19:00;12;10\n\
         Récent;20/10/2026;18:00;19:00;12;8\n\
         Attend;03/11/2026;18:00;19:00;12;\n\
         Rempli;10/11/2026;18:00;19:00;20;7\n",
    );
    let mut stage = sandbox.start(80, 24);
    stage.press("F4 ↓").selects("Ancien");
    // The selection stays on the row, now the next event.
    for _ in 0..3 {
        transmitted(&mut stage);
    }
    stage.shows_that("the order", |screen| {
        let place = |texts: &[&str]| {
            let has = line_with(texts);
            screen.lines().position(has)
        };
        let places = [
            place(&["Attestations · 1 à remplir · 1 à transmettre"]),
            place(&["Attend", "! à remplir"]),
            place(&["Rempli", "✓ remplie    7"]),
            place(&["3 transmises", "───"]),
            place(&["Récent", "✔ transmise  8"]),
            place(&["Moyen", "✔ transmise 10"]),
            place(&["Ancien", "✔ transmise  9"]),
        ];
        places.iter().all(Option::is_some) && places.is_sorted()
    });
    stage
        .press("Fin")
        .selects("Ancien")
        .press("↑ ↑")
        .selects("Récent");
    stage
        .press("↑")
        .selects("Rempli")
        .press("↓")
        .selects("Récent");
    stage.press("Début").selects("Attend");
    stage.press("Page_suiv.").selects("Ancien");
    stage.press("Page_préc.").selects("Attend");
}

#[test]
fn with_nothing_left_the_titles_say_none_rather_than_zero() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(80, 24);
    stage
        .press("F4")
        .shows("Attestations · rien à remplir · rien à transmettre");
    stage
        .press("F5")
        .shows("Check-list · aucun événement à venir");
    stage.press("F3").shows("Mes événements · aucun événement");
}

#[test]
fn the_queue_stands_below_the_form_or_beside_it_where_there_is_room() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(80, 24);
    stage
        .press("A")
        .shows_line(&["Attestation de « Premier »", "1/3"])
        .shows_that("below", |screen| {
            let place = |text: &str| screen.lines().position(|line| line.contains(text));
            place("Remarque") < place("Ensuite")
                && place("Ensuite") < place("10 nov.  Deuxième")
                && place("10 nov.  Deuxième") < place("17 nov.  Troisième")
        });
    stage
        .resize(120, 40)
        .shows_line(&["Attestation de « Premier »", "1/3", "│ Ensuite"])
        .shows_line(&["│ Deuxième"])
        .shows_line(&["│ Troisième"]);
    // In the smallest terminal there is no room for it, and all can be typed.
    stage.resize(60, 16).shows("1/3").hides("Ensuite");
    stage.resize(120, 40).type_text("9").press("Ctrl+S");
    stage
        .shows_line(&["Attestation de « Deuxième »", "2/3", "│ Ensuite"])
        .hides("│ Deuxième");
    stage.type_text("9").press("Ctrl+S");
    stage
        .shows_line(&["Attestation de « Troisième »", "3/3"])
        .hides("Ensuite");
    // A correction is not one of them.
    stage.press("Échap F4 Fin Entrée");
    stage
        .shows("Attestation de « Rempli »")
        .hides("/3")
        .hides("Ensuite");
}

#[test]
fn more_than_can_be_listed_are_counted() {
    let mut events = "Titre;Date;Début;Fin\n".to_owned();
    for day in 1..=30 {
        events.push_str(&format!("Numéro {day};{:02}/10/2026;18:00;19:00\n", day));
    }
    let sandbox = Sandbox::of(&events);
    let mut stage = sandbox.start(80, 24);
    stage
        .press("A")
        .shows_line(&["Attestation de « Numéro 1 »", "1/30"])
        .shows_line(&["2 oct.  Numéro 2"])
        .shows_line(&["et 26 autres"]);
    stage.resize(120, 20).shows_line(&["│ et 25 autres"]);
}

#[test]
fn the_places_taken_are_shown_as_the_number_is_typed() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = oldest(&sandbox);
    stage.hides("places →").type_text("6");
    stage.shows_line(&["6", "→ ■■■■■□□□□□ 6/12 places"]);
    stage.type_text("0").shows("■■■■■■■■■■ 60/12 places");
    stage.erase(1).press("Ctrl+S");
    // Without places there is nothing to fill.
    stage.type_text("9").press("Ctrl+S").type_text("4");
    stage.shows("Attestation de « Troisième »").hides("■");
}

#[test]
fn the_header_cuts_nothing_at_80_columns() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Places;Lieu;Commune\n\
        Café des parents : les réseaux sociaux expliqués aux familles;03/11/2026;18:00;19:00;12;Médiathèque Louis Aragon;Montbéliard\n\
        Autre;10/11/2026;18:00;19:00;20;;\n",
    );
    let mut stage = sandbox.start(80, 24);
    stage
        .press("A")
        .shows_line(&["Attestation de « Café des parents", "1/2"])
        .shows("familles »")
        .shows("Montbéliard · 12 places")
        .hides("…");
}

#[test]
fn the_key_of_the_site_is_the_same_as_in_the_list_of_events() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Publication;Présents\n\
        Vide;17/11/2026;18:00;19:00;publié;\n\
        Tenu;18/11/2026;18:00;19:00;publié;9\n",
    );
    let mut stage = sandbox.start(100, 30);
    stage
        .press("F3 Début")
        .selects("Tenu")
        .shows_that("the key of the site first", |screen| {
            screen
                .lines()
                .last()
                .is_some_and(|foot| foot.starts_with(" S site"))
        });
    stage.press("F4 Début").selects("Vide").shows_line(&[
        "Entrée remplir ou corriger",
        "S site",
        "K étapes",
    ]);
    stage.press("S").shows("Fiche de saisie de « Vide »");
    // What is filled is entered on the site, and noted there.
    stage
        .press("Échap ↓")
        .selects("Tenu")
        .shows_line(&["T transmise", "S site"])
        .press("S")
        .shows("Fiche de saisie de « Tenu »")
        .shows_line(&["▌", "Nombre de présents", "9"]);
    stage
        .press("Ctrl+S")
        .shows("« Tenu » : attestation saisie sur le site le mar. 24 nov. 2026.")
        .shows("1 à remplir · rien à transmettre");
}

#[test]
fn the_line_of_the_event_breaks_between_its_parts() {
    let sandbox = Sandbox::of(
        "Titre;Date;Début;Fin;Places;Lieu;Commune\n\
         Long;17/11/2026;18:00;19:30;20;Médiathèque Louis Garret;Vesoul\n\
         Court;16/11/2026;18:00;19:30;8;Pergaud;Besançon\n",
    );
    let mut stage = sandbox.start(80, 24);
    stage.press("A").shows("Attestation de « Court »");
    stage.shows("18 h – 19 h 30\n Pergaud, Besançon · 8 places\n");
    stage.type_text("8").press("Ctrl+S");
    stage.shows("Attestation de « Long »");
    stage.shows("18 h – 19 h 30\n Médiathèque Louis Garret, Vesoul · 20 places\n");
}

#[test]
fn what_is_said_of_a_question_does_not_stick_to_the_next_one() {
    let sandbox = Sandbox::of(TERM);
    let mut stage = sandbox.start(80, 24);
    stage.press("A").shows("Attestation de « Premier »");
    let questions = 4;
    for _ in 0..questions {
        let screen = stage.screen();
        let lines: Vec<&str> = screen.lines().collect();
        for (above, line) in lines.iter().zip(&lines[1..]) {
            let is_question = line.contains("Le questionnaire") || line.contains("Parents volont");
            assert!(!is_question || above.trim().is_empty(), "{screen}");
        }
        stage.press("Tab");
    }
}
