//! Models: an event kept under a name, to begin others with.

use carnet::domain::event::publication::Publication;

use crate::desk::{Desk, erase, quit};

const EVENTS: &str = "Titre;Type;Lieu;Commune;Date;Début;Fin;Places;Publication;Présents;Notes\n\
    Café du mois;Café des parents;Pergaud;Ornans;04/11/2026;14:00;15:00;20;publié;12;La clé est au secrétariat\n";

#[test]
fn a_model_is_kept_used_without_its_past_and_deleted() {
    let desk = Desk::of(EVENTS);
    let mut carnet = desk.open(120, 40);
    carnet.press("O");
    carnet.wait_for("Nouvel événement d'après un modèle");
    carnet.wait_for("Tout est gardé, sauf la date");
    carnet.press("Entrée");
    carnet.wait_for("Sous quel nom le retrouver ?");
    erase(&mut carnet, 12);
    carnet.type_text("Café type");
    carnet.press("Entrée");
    carnet.wait_for("Modèle « Café type » gardé. O le propose.");

    let keys = carnet.keystrokes();
    carnet.press("O Entrée");
    carnet.wait_for("Nouvel événement  D'après le modèle « Café type ».");
    carnet.wait_for("Pergaud");
    carnet.wait_for("La clé est au secrétariat");
    carnet.wait_for("14 h");
    carnet.press("Ctrl+S");
    carnet.wait_for("« Café du mois » enregistré comme brouillon.");
    println!(
        "an event begun with a model, its date aside: {} keys",
        carnet.keystrokes() - keys
    );
    carnet.wait_for("2 événements");
    carnet.wait_for("sans date");

    carnet.press("O");
    carnet.wait_for("Café type");
    carnet.press("Suppr");
    carnet.wait_for("Modèle supprimé. Ctrl+Z le rétablit.");
    carnet.press("O");
    carnet.wait_for("Nouvel événement d'après un modèle");
    carnet.wait_for_no("Café type");
    carnet.press("Échap Ctrl+Z");
    carnet.wait_for("Annulé : suppression du modèle « ");
    carnet.press("O");
    carnet.wait_for("Café type");
    carnet.press("Échap");
    quit(&mut carnet);

    let begun = desk
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
    let desk = Desk::of(EVENTS);
    let mut carnet = desk.open(120, 40);
    for _ in 0..2 {
        carnet.press("O");
        carnet.wait_for("Garder « Café du mois » comme modèle…");
        carnet.type_text("garder");
        carnet.press("Entrée");
        carnet.wait_for("Sous quel nom le retrouver ?");
        carnet.press("Entrée");
        carnet.wait_for("Modèle « Café du mois » gardé.");
    }
    assert_eq!(desk.store().models().unwrap().len(), 1);
    carnet.press("O");
    carnet.type_text("garder");
    carnet.press("Entrée");
    carnet.wait_for("Sous quel nom le retrouver ?");
    erase(&mut carnet, 12);
    carnet.press("Entrée");
    carnet.wait_for("Un modèle a besoin d'un nom.");
    assert_eq!(desk.store().models().unwrap().len(), 1);
}
