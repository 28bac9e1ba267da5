//! Models: an event saved under a name, to create others.

use carnet::domain::event::publication::Publication;

use crate::support::sandbox::Sandbox;

const EVENTS: &str = "Titre;Type;Lieu;Commune;Date;Début;Fin;Places;Publication;Présents;Notes\n\
    Café du mois;Café des parents;Pergaud;Ornans;04/11/2026;14:00;15:00;20;publié;12;La clé est au secrétariat\n";

#[test]
fn a_model_is_saved_used_without_the_past_of_its_event_and_deleted() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(120, 40);
    stage
        .press("O")
        .shows("Nouvel événement d'après un modèle")
        .shows("Tout est gardé, sauf la date");
    stage.press("Entrée").shows("Sous quel nom le retrouver ?");
    stage
        .erase(12)
        .type_text("Café type")
        .press("Entrée")
        .shows("Modèle « Café type » gardé. O le propose.");

    let keys = stage.keystrokes();
    stage
        .press("O Entrée")
        .shows("Nouvel événement  D'après le modèle « Café type ».")
        .shows("Pergaud")
        .shows("La clé est au secrétariat")
        .shows("14 h");
    stage
        .press("Ctrl+S")
        .shows("« Café du mois » enregistré comme brouillon.");
    println!(
        "an event created from a model, without its date: {} keys",
        stage.keystrokes() - keys
    );
    stage.shows("2 événements").shows("sans date");

    stage.press("O").shows("Café type");
    stage
        .press("Suppr")
        .shows("Modèle supprimé. Ctrl+Z le rétablit.");
    stage
        .press("O")
        .shows("Nouvel événement d'après un modèle")
        .hides("Café type");
    stage
        .press("Échap Ctrl+Z")
        .shows("Annulé : suppression du modèle « ");
    stage.press("O").shows("Café type");
    stage.press("Échap");
    stage.quit();

    let begun = sandbox
        .events()
        .into_iter()
        .find(|event| event.content.date.is_none());
    let begun = begun.unwrap();
    assert!(begun.attestation.is_none());
    assert_eq!(begun.publication, Publication::Draft);
    assert_eq!(begun.content.seats, Some(20));
}

#[test]
fn a_model_of_the_same_name_is_replaced_and_one_without_a_name_refused() {
    let sandbox = Sandbox::of(EVENTS);
    let mut stage = sandbox.open(120, 40);
    for _ in 0..2 {
        stage
            .press("O")
            .shows("Garder « Café du mois » comme modèle…");
        stage
            .type_text("garder")
            .press("Entrée")
            .shows("Sous quel nom le retrouver ?");
        stage
            .press("Entrée")
            .shows("Modèle « Café du mois » gardé.");
    }
    assert_eq!(sandbox.store().models().unwrap().len(), 1);
    stage
        .press("O")
        .type_text("garder")
        .press("Entrée")
        .shows("Sous quel nom le retrouver ?");
    stage
        .erase(12)
        .press("Entrée")
        .shows("Un modèle a besoin d'un nom.");
    assert_eq!(sandbox.store().models().unwrap().len(), 1);
}
