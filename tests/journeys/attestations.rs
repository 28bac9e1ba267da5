//! Attestations: one number typed at the end of a workshop, corrected if need be, noted as transmitted.

use crate::desk::{Desk, erase, in_hand, line_with, press_times, quit};
use crate::support::Carnet;

const TERM: &str = "Titre;Date;Début;Fin;Places;Présents\n\
    Premier;03/11/2026;18:00;19:00;12;\n\
    Deuxième;10/11/2026;18:00;19:00;20;\n\
    Troisième;17/11/2026;18:00;19:00;;\n\
    Rempli;16/11/2026;18:00;19:00;12;9\n\
    Bientôt;01/12/2026;18:00;19:00;12;\n";

/// What the issue allows from the start of the program to one event attested, digits aside.
const MOST: usize = 6;

/// The form of the oldest attestation to fill, from the first screen.
fn oldest(desk: &Desk) -> Carnet {
    let mut carnet = desk.start(100, 30);
    carnet.press("A");
    carnet.wait_for("Attestation de « Premier »");
    carnet
}

#[test]
fn the_oldest_event_is_attested_from_the_start_in_few_keys() {
    for save in ["Entrée Entrée Entrée Ctrl+S", "Ctrl+S"] {
        let desk = Desk::of(TERM);
        let mut carnet = oldest(&desk);
        carnet.type_text("12");
        carnet.press(save);
        carnet.wait_for("« Premier » : 12 présents.");
        let (keys, digits) = (carnet.keystrokes(), carnet.typed());
        println!(
            "from the start to one event attested, with {save}: {keys} keys and {digits} digits"
        );
        assert!(keys <= MOST, "{keys} keys");
        quit(&mut carnet);
        let attestation = desk.event("Premier").attestation.unwrap();
        assert_eq!(attestation.attendees, 12);
        // The usual answers, as Réglages has them.
        let answers: Vec<&str> = attestation.answers.values().map(String::as_str).collect();
        assert!(
            answers.contains(&"oui") && answers.contains(&"0"),
            "{answers:?}"
        );
        assert!(desk.event("Deuxième").attestation.is_none());
    }
}

#[test]
fn the_event_that_has_just_ended_comes_before_the_oldest() {
    let desk = Desk::of(
        "Titre;Date;Début;Fin\n\
         Oublié;03/11/2026;18:00;19:00\n\
         Ce matin;24/11/2026;08:00;09:00\n\
         À l’instant;24/11/2026;09:15;09:45\n\
         Ce soir;24/11/2026;18:00;19:00\n",
    );
    let mut carnet = desk.start(100, 30);
    carnet.press("A");
    for title in ["À l'instant", "Ce matin", "Oublié"] {
        carnet.wait_for(&format!("Attestation de « {title} »"));
        carnet.type_text("9");
        carnet.press("Ctrl+S");
    }
    carnet.wait_for("« Oublié » : 9 présents.");
}

#[test]
fn saving_goes_on_to_the_next_unfilled_and_the_tab_counts_down() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.wait_for("Attestations !3");
    carnet.wait_for("2 autres attendent");
    carnet.wait_for("Pour une animation parents/enfants, comptez le total des présents.");
    carnet.type_text("9");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Premier » : 9 présents. Voici la suivante.");
    carnet.wait_for("Attestation de « Deuxième »");
    carnet.wait_for("1 autre attend");
    carnet.wait_for("Attestations !2");
    carnet.type_text("7");
    carnet.press("Ctrl+S");
    carnet.wait_for("Attestation de « Troisième »");
    carnet.type_text("1");
    carnet.press("Ctrl+S");
    // None is left: back where one came from, and nothing to count.
    carnet.wait_for("« Troisième » : 1 présent.");
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("Attestations !");
    carnet.press("A");
    carnet.wait_for("Aucune attestation à remplir.");
    // One Ctrl+Z each.
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : attestation de « Troisième ».");
    carnet.wait_for("Attestations !1");
}

#[test]
fn those_to_fill_come_first_oldest_first_with_their_age() {
    let desk = Desk::of(TERM);
    let mut carnet = desk.start(80, 24);
    carnet.press("F4");
    carnet.wait_for("Attestations · 3 à remplir · 1 à transmettre");
    carnet.wait_until("the order and the ages", |screen| {
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
    });
    carnet.wait_for_no("Bientôt");
    carnet.press("↓ Entrée");
    carnet.wait_for("Attestation de « Deuxième »");
    carnet.press("Échap");
    carnet.wait_for("3 à remplir");
    carnet.press("Fin T");
    carnet.wait_for("« Rempli » : attestation saisie sur le site le mar. 24 nov. 2026.");
    carnet.wait_until(
        "it is noted",
        line_with(&["✔ transmise", "Rempli", "mar. 24 nov."]),
    );
    carnet.wait_for("3 à remplir · 0 à transmettre");
    // One press too many undoes nothing; unfilled, there is nothing to transmit.
    carnet.press("Fin T");
    carnet.wait_for("Déjà transmise");
    carnet.press("Échap T Entrée");
    carnet.wait_for("« Rempli » : attestation à transmettre de nouveau.");
    carnet.press("Début T");
    carnet.wait_for("« Premier » : l'attestation est à remplir d'abord, avec Entrée.");
}

#[test]
fn what_was_transmitted_and_is_corrected_is_to_transmit_again() {
    let desk = Desk::of(TERM);
    let mut carnet = desk.start(100, 30);
    carnet.press("F4 Fin T");
    carnet.wait_for("attestation saisie sur le site le mar. 24 nov. 2026.");
    // A remark corrects nothing that was transmitted.
    carnet.press("Entrée");
    carnet.wait_for("Attestation de « Rempli »");
    carnet.press("Maj+Tab");
    carnet.type_text("Belle ambiance");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Rempli » : 9 présents.");
    carnet.wait_until("still transmitted", line_with(&["✔ transmise", "Rempli"]));
    carnet.wait_for_no("de nouveau");
    carnet.press("A");
    carnet.wait_for("Belle ambiance");
    erase(&mut carnet, 1);
    carnet.type_text("10");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Rempli » : 10 présents. À transmettre de nouveau sur le site.");
    carnet.wait_until(
        "it says when",
        line_with(&["✓ remplie", "Rempli", "mar. 24 nov.", "10"]),
    );
    // Whoever corrects has not come for the others.
    carnet.wait_for("3 à remplir · 1 à transmettre");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : correction de l'attestation de « Rempli ».");
    carnet.wait_until("as it was", line_with(&["✔ transmise", "Rempli", "9"]));
}

#[test]
fn a_number_declared_is_typed_anew() {
    let desk = Desk::of(TERM);
    let mut carnet = desk.start(100, 30);
    carnet.press("F4 Fin Entrée");
    carnet.wait_for("Attestation de « Rempli »");
    carnet.type_text("12");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Rempli » : 12 présents.");
}

#[test]
fn a_remark_pasted_as_keys_does_not_end_the_form() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("9");
    carnet.press("Maj+Tab");
    carnet.type_text("Bonne ambiance");
    carnet.press("Entrée");
    carnet.wait_for("Ctrl+S enregistre.");
    carnet.type_text("12 mamans");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Premier » : 9 présents.");
    quit(&mut carnet);
    let attestation = desk.event("Premier").attestation.unwrap();
    assert_eq!(attestation.remark, "Bonne ambiance 12 mamans");
}

#[test]
fn an_attestation_filled_by_mistake_is_taken_back() {
    let desk = Desk::of(TERM);
    let mut carnet = desk.start(100, 30);
    carnet.press("F4 Suppr");
    carnet.wait_for("Cette attestation n'est pas remplie.");
    carnet.press("Fin Suppr");
    carnet.wait_for("« Rempli » redeviendra à remplir.");
    carnet.press("Entrée");
    carnet.wait_for("Attestation retirée. Ctrl+Z la rétablit.");
    carnet.wait_for("Attestations !4");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : retrait de l'attestation de « Rempli ».");
    carnet.wait_for("Attestations !3");
}

#[test]
fn what_is_doubtful_is_asked_once_and_not_refused() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("13");
    carnet.press("Ctrl+S");
    carnet.wait_for("13 présents pour 12 places ?");
    // To correct it keeps what is typed.
    carnet.press("→ Entrée");
    carnet.wait_for_no("13 présents pour");
    carnet.wait_for("13");
    carnet.press("Ctrl+S");
    carnet.wait_for("Est-ce bien cela ?");
    carnet.press("Entrée");
    carnet.wait_for("« Premier » : 13 présents. Voici la suivante.");

    carnet.wait_for("Attestation de « Deuxième »");
    carnet.type_text("0");
    carnet.press("Ctrl+S");
    carnet.wait_for("Personne n'est venu.");
    carnet.press("O");
    carnet.wait_for("« Deuxième » : 0 présent.");
    carnet.press("Échap F3 Début");
    carnet.wait_until("the coming event", in_hand("Bientôt"));

    // All that is doubtful is one question.
    carnet.press("A");
    carnet.wait_for("Attestation de « Bientôt »");
    carnet.type_text("50");
    carnet.press("Ctrl+S");
    carnet.wait_for("L'événement n'est pas encore terminé.");
    carnet.wait_for("50 présents pour 12 places ?");
    carnet.press("Entrée");
    carnet.wait_for("« Bientôt » : 50 présents.");
}

#[test]
fn what_is_pasted_after_a_doubt_was_set_aside_is_doubted_again() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("13");
    // Sure of it, one is told that another window was quicker, and comes back.
    let declared = desk.event("Rempli").attestation.unwrap();
    let id = desk.event("Premier").id;
    desk.change(|change| change.attest(id, &declared));
    carnet.press("Ctrl+S");
    carnet.wait_for("13 présents pour 12 places ?");
    carnet.press("Entrée");
    carnet.wait_for("( ) ailleurs  9");
    carnet.press("Échap");
    carnet.wait_for_no("ailleurs");
    carnet.paste("0");
    carnet.wait_for("130");
    carnet.press("Ctrl+S");
    carnet.wait_for("130 présents pour 12 places ?");
}

#[test]
fn what_is_typed_and_left_is_offered_on_the_first_screen() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("13");
    carnet.press("Ctrl+Q");
    carnet.wait_exit();
    let mut carnet = desk.start(100, 40);
    carnet.wait_until(
        "the attestation in hand",
        in_hand("✎ Une attestation attend"),
    );
    carnet.press("Entrée");
    carnet.wait_for("Attestation de « Premier »");
    carnet.wait_for("13");
    carnet.press("Échap");
    carnet.wait_for("Quitter l'attestation");
    carnet.press("→ → Entrée");
    carnet.wait_for("Ce qui attend");
    carnet.wait_for_no("✎");
}

/// Two windows with the attestation of « Premier » open, a number typed in each; the second saves first.
fn two_windows(desk: &Desk) -> (Carnet, Carnet) {
    let (mut one, mut other) = (oldest(desk), oldest(desk));
    one.type_text("11");
    one.wait_for("11");
    other.type_text("12");
    other.press("Tab Tab Tab");
    other.type_text("Belle ambiance");
    other.press("Ctrl+S");
    other.wait_for("« Premier » : 12 présents.");
    (one, other)
}

#[test]
fn of_two_attestations_of_one_event_each_field_is_chosen() {
    let desk = Desk::of(TERM);
    let (mut one, _other) = two_windows(&desk);
    one.press("Ctrl+S");
    one.wait_for("L'attestation a aussi été remplie ailleurs");
    one.wait_for("(•) ici       11");
    one.wait_for("( ) ailleurs  12");
    // What was not touched here comes from there; what is the same is not asked about.
    one.wait_for("(•) ailleurs  Belle ambiance");
    one.wait_for_no("ailleurs  oui");
    // Back to the form, nothing is written; saving asks again.
    one.press("Échap");
    one.wait_for_no("ailleurs");
    assert_eq!(desk.event("Premier").attestation.unwrap().attendees, 12);
    one.press("Ctrl+S");
    one.wait_for("( ) ailleurs  12");
    one.press("Entrée");
    one.wait_for("« Premier » : 11 présents.");
    let kept = desk.event("Premier").attestation.unwrap();
    assert_eq!(
        (kept.attendees, kept.remark.as_str()),
        (11, "Belle ambiance")
    );
}

#[test]
fn an_attestation_typed_before_another_was_filled_elsewhere_shows_both_when_taken_up() {
    let desk = Desk::of(TERM);
    let mut one = oldest(&desk);
    one.type_text("11");
    one.press("Ctrl+Q");
    one.wait_exit();
    let declared = desk.event("Rempli").attestation.unwrap();
    let id = desk.event("Premier").id;
    desk.change(|change| change.attest(id, &declared));
    let mut one = desk.start(100, 40);
    one.press("Entrée");
    one.wait_for("Attestation de « Premier »");
    one.press("Ctrl+S");
    one.wait_for("(•) ici       11");
    one.wait_for("( ) ailleurs  9");
    one.press("Espace Entrée");
    one.wait_for("« Premier » : 9 présents.");

    // Withdrawn meanwhile, it is asked too.
    one.press("F4 Fin Entrée");
    one.wait_for("Attestation de « Rempli »");
    let id = desk.event("Rempli").id;
    desk.change(|change| change.withdraw_attestation(id));
    one.press("Ctrl+S");
    one.wait_for("L'attestation a été retirée ailleurs");
    one.press("Entrée");
    one.wait_for("« Rempli » : 9 présents.");
}

#[test]
fn a_number_that_can_not_be_is_refused_at_its_field() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    let sentence = "✗ Un nombre de 0 à 10 000 est nécessaire.";
    for typed in ["", "10001", "-1", "douze", "1,5"] {
        carnet.type_text(typed);
        carnet.press("Ctrl+S");
        carnet.wait_until("the sentence at the field", line_with(&[typed, sentence]));
        carnet.wait_for("Attestation de « Premier »");
        // Corrected, it is wrong no more.
        carnet.type_text("x");
        carnet.wait_for_no(sentence);
        erase(&mut carnet, typed.chars().count() + 1);
    }
    // On leaving the field too, and at that of a question.
    carnet.type_text("beaucoup");
    carnet.press("Tab");
    carnet.wait_for(sentence);
    carnet.press("Tab");
    erase(&mut carnet, 1);
    carnet.type_text("peu");
    carnet.press("Tab");
    carnet.wait_until(
        "at the question",
        line_with(&["peu", "✗ Un nombre de 0 à 10 000."]),
    );
    carnet.press("Ctrl+S");
    // The first wrong is in hand.
    erase(&mut carnet, 8);
    carnet.type_text("8");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Un nombre de 0 à 10 000.");
    erase(&mut carnet, 3);
    carnet.press("Ctrl+S");
    carnet.wait_for("« Premier » : 8 présents.");
}

#[test]
fn leaving_with_something_typed_asks() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.press("Échap");
    carnet.wait_for("Ce qui attend");
    carnet.press("A");
    carnet.wait_for("Attestation de « Premier »");
    carnet.type_text("8");
    carnet.press("Échap");
    carnet.wait_for("Quitter l'attestation");
    carnet.press("Échap");
    carnet.wait_for_no("Quitter l'attestation");
    carnet.press("Échap → Entrée");
    carnet.wait_for("Ce qui attend");
    carnet.wait_for("Attestations !3");
}

/// Réglages, the first question of the attestation in hand.
fn questions(carnet: &mut Carnet) {
    carnet.press("F6");
    press_times(carnet, "Page_suiv.", 6);
    carnet.wait_until("the first question", in_hand("Le questionnaire"));
}

#[test]
fn questions_reworded_added_and_retired_are_those_of_the_form() {
    let desk = Desk::of(TERM);
    let mut carnet = desk.start(120, 40);
    questions(&mut carnet);
    carnet.press("Entrée");
    carnet.wait_for("La réponse est oui/non, nombre, texte ou choix");
    carnet.press("Fin");
    erase(&mut carnet, 70);
    carnet.type_text("Questionnaire remis ?");
    carnet.press("Tab Tab Tab");
    erase(&mut carnet, 3);
    carnet.type_text("non");
    carnet.press("Ctrl+S");
    carnet.wait_for("Enregistré.");

    // A choice needs two of them, and a usual answer that is one.
    carnet.press("A");
    carnet.wait_for("La réponse est oui/non, nombre, texte ou choix");
    carnet.type_text("L'accueil du lieu");
    carnet.press("Tab Suppr Ctrl+S");
    carnet.wait_for("✗ Ce champ est nécessaire.");
    carnet.press("c");
    carnet.wait_for("( ) texte  (•) choix");
    carnet.press("Tab");
    carnet.type_text("bon");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Deux choix au moins, séparés par des virgules.");
    carnet.type_text(", à revoir");
    carnet.press("Tab");
    carnet.type_text("moyen");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Ce n'est pas une des réponses proposées.");
    erase(&mut carnet, 5);
    carnet.type_text("bon");
    carnet.press("Ctrl+S");
    carnet.wait_until("what was added in hand", in_hand("L'accueil du lieu"));

    carnet.press("↑");
    carnet.wait_until("the second question", in_hand("Parents volontaires"));
    carnet.press("R");
    carnet.wait_for("n'est plus posée.");

    carnet.press("F2 A");
    carnet.wait_for("Attestation de « Premier »");
    carnet.wait_for("Questionnaire remis ?");
    carnet.wait_for("( ) oui  (•) non");
    carnet.wait_for("L'accueil du lieu");
    carnet.wait_for("(•) bon  ( ) à revoir");
    carnet.wait_for_no("Parents volontaires");
    carnet.type_text("8");
    carnet.press("Tab o Tab à");
    carnet.wait_for("(•) oui  ( ) non");
    carnet.wait_for("( ) bon  (•) à revoir");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Premier » : 8 présents.");
    quit(&mut carnet);
    let answers = desk.event("Premier").attestation.unwrap().answers;
    let answers: Vec<&str> = answers.values().map(String::as_str).collect();
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert!(
        answers.contains(&"oui") && answers.contains(&"à revoir"),
        "{answers:?}"
    );
}

#[test]
fn a_question_retired_is_still_shown_where_it_was_answered() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("8");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Premier » : 8 présents.");
    carnet.press("Échap");
    carnet.wait_for("Ce qui attend");
    questions(&mut carnet);
    carnet.press("R");
    carnet.wait_for("n'est plus posée.");
    // In use, it is not deleted.
    carnet.press("Suppr");
    carnet.wait_for("sans rien perdre.");
    carnet.press("F2 A");
    carnet.wait_for("Attestation de « Deuxième »");
    carnet.wait_for_no("Le questionnaire");
    carnet.press("Échap");
    carnet.wait_for("Ce qui attend");
    carnet.press("F4 Début ↓ ↓");
    carnet.wait_until("what was filled", in_hand("Premier"));
    carnet.press("Entrée");
    carnet.wait_for("Le questionnaire de satisfaction");
    carnet.wait_for("(•) oui  ( ) non");
}

#[test]
fn the_event_just_attested_is_not_in_hand_once_one_went_elsewhere() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("9");
    carnet.press("Ctrl+S");
    carnet.wait_for("Attestation de « Deuxième »");
    carnet.press("F3 Début");
    carnet.wait_until("the coming event", in_hand("Bientôt"));
    carnet.press("Entrée");
    carnet.wait_for("précédent");
    carnet.press("Échap");
    carnet.wait_for("5 événements");
    carnet.wait_until("the event that was opened", in_hand("Bientôt"));
}

#[test]
fn two_events_of_one_title_are_told_apart_in_the_least_window() {
    let desk = Desk::of(
        "Titre;Date;Début;Fin;Présents\n\
        Café;03/11/2026;18:00;19:00;\n\
        Café;10/11/2026;18:00;19:00;\n\
        Café;03/06/2026;18:00;19:00;9\n",
    );
    let mut carnet = desk.start(60, 16);
    carnet.press("F4");
    for date in ["mar. 3 nov. ", "mar. 10 nov. "] {
        let texts = [date, "Café", "! à remplir"];
        carnet.wait_until("one to fill", line_with(&texts));
    }
    // The year is said where it is not that of the school year.
    let texts = ["mer. 3 juin 2026", "Café", "✓ remplie"];
    carnet.wait_until("that of last year", line_with(&texts));
}

#[test]
fn an_event_deleted_elsewhere_is_neither_attested_nor_repeated() {
    let desk = Desk::of(TERM);
    let mut carnet = oldest(&desk);
    carnet.type_text("9");
    let (first, coming) = (desk.event("Premier").id, desk.event("Bientôt").id);
    desk.change(|change| change.delete_event(first));
    carnet.press("Ctrl+S");
    carnet.wait_for("Cet événement a été supprimé.");
    carnet.press("7 Échap");
    carnet.wait_for("! 2 attestations à remplir");
    carnet.press("F3 Début R");
    carnet.wait_for("Répéter « Bientôt »");
    desk.change(|change| change.delete_event(coming));
    carnet.press("Ctrl+S");
    carnet.wait_for("Cet événement a été supprimé.");
    carnet.press("Échap");
    carnet.wait_for("3 événements");
}
