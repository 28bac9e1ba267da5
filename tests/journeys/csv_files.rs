//! The list taken away as a .csv, brought back, and files of other origins.

use crate::support::Carnet;
use crate::support::opened::{quit, wait_order};
use crate::support::sandbox::Sandbox;

const FOUR: &str = "Titre;Date;Début;Fin;Commune;Places;Notes\n\
    Alpha;03/12/2026;18:00;19:30;Vesoul;12;=1+1\n\
    Bravo;01/12/2026;09:00;10:00;Ornans;8;\n\
    Charlie;02/12/2026;14:00;15:00;Vesoul;20;\n\
    Delta;04/12/2026;14:00;15:00;Belfort;20;\n";

const TITLES: [&str; 4] = ["Alpha", "Bravo", "Charlie", "Delta"];

fn import(carnet: &mut Carnet, name: &str) {
    carnet.press("I");
    carnet.wait_for("Importer un fichier");
    carnet.type_text(name);
    carnet.press("Entrée");
    carnet.wait_for("Colonne du fichier");
}

#[test]
fn an_export_holds_what_the_list_shows_in_its_order() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("Ctrl+F");
    carnet.type_text("vesoul");
    carnet.press("Entrée T");
    carnet.type_text("titre");
    carnet.press("Entrée T");
    carnet.type_text("titre");
    carnet.press("Entrée");
    wait_order(&carnet, &TITLES, &["Charlie", "Alpha"]);
    carnet.press("X");
    carnet.wait_for("Exporter 2 événements");
    carnet.press("Entrée");
    carnet.wait_for("Exporter la liste");
    // What is typed goes before the extension.
    carnet.type_text(" bilan");
    carnet.press("Entrée");
    carnet.wait_for("2 événements écrits (« vesoul » · tri : titre ↓) dans");
    let text = sandbox.read("evenements-2026-11-24 bilan.csv");
    let shown = text.strip_prefix('\u{feff}').expect("a mark of UTF-8");
    let lines: Vec<&str> = shown.split("\r\n").collect();
    assert!(lines[0].starts_with("Date;Date de fin;Titre;Publication;Attestation;Début;Fin;"));
    assert!(lines[0].ends_with(";Identifiant"));
    assert!(lines[1].starts_with("02/12/2026;;Charlie;brouillon;à venir;14:00;15:00;"));
    assert!(lines[2].starts_with("03/12/2026;;Alpha;"));
    assert_eq!(lines[3..], [""]);
}

#[test]
fn the_mapping_is_corrected_the_rows_previewed_and_one_ctrl_z_takes_all_back() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "autre.csv",
        "Quoi,Quand,Truc,Jauge\n\
         Soirée jeux,12/12/2026,Vesoul,12\n\
         ,13/12/2026,Vesoul,12\n\
         Café,32/12/2026,Ornans,douze\n\
         Trop,14/12/2026,Ornans,12,13\n",
    );
    let mut carnet = sandbox.open(100, 30);
    import(&mut carnet, "autre.csv");
    carnet.wait_for("« , », 4 lignes");
    carnet.wait_for("Aucune colonne du fichier n'est reconnue comme titre : choisissez-la");
    carnet.press("Ctrl+S");
    carnet.wait_for("reconnue comme titre. Choisissez-la parmi les colonnes.");
    for (moves, target, expected) in [
        ("", "titre", "Titre"),
        ("↓", "date", "Date"),
        ("↓", "commune", "Commune"),
    ] {
        if !moves.is_empty() {
            carnet.press(moves);
        }
        carnet.press("Entrée");
        carnet.wait_for("Ne pas importer");
        carnet.type_text(target);
        carnet.press("Entrée");
        carnet.wait_for_no("Ne pas importer");
        carnet.wait_for(expected);
    }
    carnet.wait_for("2 nouveaux, 2 lignes refusées");
    carnet.wait_until("the reasons", |screen| {
        let has = |words: &[&str]| {
            screen
                .lines()
                .any(|line| words.iter().all(|word| line.contains(word)))
        };
        has(&["✗ refusée    3 ", "(sans titre)", "pas de titre"])
            && has(&["✗ refusée    5 ", "5 cellules au lieu de 4"])
            && has(&["! nouveau    4 ", "Café", "32/12/2026", "illisible (date)"])
            && has(&["✓ nouveau    2 ", "Soirée jeux"])
    });
    carnet.press("Tab ↓");
    // Nothing is written before the answer.
    assert_eq!(count(&sandbox), 0);
    carnet.press("Ctrl+S → Entrée");
    carnet.wait_for("2 nouveaux, 2 lignes refusées");
    assert_eq!(count(&sandbox), 0);
    carnet.press("Ctrl+S Entrée");
    carnet.wait_for("2 nouveaux, 2 lignes refusées depuis «");
    carnet.wait_for("2 événements");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : import de 2 événements. Ctrl+Y pour rétablir.");
    carnet.wait_for("Votre carnet est prêt.");
    quit(&mut carnet);
    assert_eq!(count(&sandbox), 0);
}

fn count(sandbox: &Sandbox) -> usize {
    let moment = carnet::store::Moment {
        now: Default::default(),
        today: Default::default(),
    };
    let query = carnet::domain::listing::Query::default();
    sandbox.store().count(&query, moment).unwrap()
}
