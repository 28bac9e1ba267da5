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

/// Answers the prompt of a path, which begins with one.
fn answer_path(carnet: &mut Carnet, name: &str) {
    carnet.press("Ctrl+U");
    carnet.type_text(name);
    carnet.press("Entrée");
}

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
    assert!(lines[0].starts_with("Date;Titre;Publication;Attestation;Début;Fin;"));
    assert!(lines[0].ends_with(";Identifiant"));
    assert!(lines[1].starts_with("02/12/2026;Charlie;brouillon;à venir;14:00;15:00;"));
    assert!(lines[2].starts_with("03/12/2026;Alpha;"));
    assert_eq!(lines[3..], [""]);
}

#[test]
fn every_column_is_exported_when_asked_and_formulas_are_made_harmless() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("X ↓ Entrée");
    carnet.wait_for("Exporter la liste");
    answer_path(&mut carnet, "tout.csv");
    carnet.wait_for("4 événements écrits (tri : date ↓) dans");
    let text = sandbox.read("tout.csv");
    assert!(text.contains("Notes internes"));
    assert!(text.contains(";'=1+1;"), "{text}");
}

#[test]
fn marked_events_alone_are_exported() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("T");
    carnet.type_text("titre");
    carnet.press("Entrée Début ↓ Espace Espace X");
    carnet.wait_for("Exporter 2 événements marqués");
    carnet.press("Entrée");
    carnet.wait_for("Exporter la liste");
    answer_path(&mut carnet, "choix.csv");
    carnet.wait_for("2 événements écrits (tri : titre ↑) dans");
    let text = sandbox.read("choix.csv");
    let kept: Vec<&str> = TITLES
        .into_iter()
        .filter(|title| text.contains(*title))
        .collect();
    assert_eq!(kept, ["Bravo", "Charlie"]);
}

#[test]
fn a_file_is_never_written_over_unasked() {
    let sandbox = Sandbox::of(FOUR);
    sandbox.write("precieux.csv", "à garder");
    let mut carnet = sandbox.open(100, 30);
    for (answer, said) in [
        (
            "→ Entrée",
            "Sous un autre nom, l'ancien fichier reste comme il est.",
        ),
        ("Entrée", "4 événements écrits"),
    ] {
        carnet.press("X Entrée");
        carnet.wait_for("Exporter la liste");
        answer_path(&mut carnet, "precieux.csv");
        carnet.wait_for("existe déjà.");
        assert_eq!(sandbox.read("precieux.csv"), "à garder");
        carnet.press(answer);
        carnet.wait_for_no("existe déjà");
        carnet.wait_for(said);
        carnet.press("Échap");
        carnet.wait_for_no(said);
    }
    assert!(sandbox.read("precieux.csv").contains("Alpha"));
    // Nothing is left on the side.
    let names = std::fs::read_dir(sandbox.path(".")).unwrap();
    let csv = names.filter(|name| {
        let name = name.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("precieux")
    });
    assert_eq!(csv.count(), 1);
}

#[test]
fn an_export_brought_back_changes_nothing_and_an_edited_copy_says_which() {
    let sandbox = Sandbox::of(FOUR);
    let mut carnet = sandbox.open(100, 30);
    carnet.press("X ↓ Entrée");
    carnet.wait_for("Exporter la liste");
    answer_path(&mut carnet, "tout.csv");
    carnet.wait_for("4 événements écrits");
    import(&mut carnet, "tout.csv");
    carnet.wait_for("4 inchangés");
    carnet.press("Ctrl+S");
    carnet.wait_for("Rien à importer : aucune ligne n'est nouvelle ou modifiée.");
    carnet.press("Échap");
    carnet.wait_for("4 événements");

    let edited = sandbox.read("tout.csv").replace("Bravo", "Bravo bis");
    sandbox.write("retouche.csv", edited.replace(";20;", ";21;"));
    import(&mut carnet, "retouche.csv");
    carnet.wait_for("3 modifiés, 1 inchangé");
    carnet.wait_until("which columns of which rows differ", |screen| {
        let has = |words: [&str; 3]| {
            screen
                .lines()
                .any(|line| words.iter().all(|word| line.contains(word)))
        };
        has(["~ modifié", "Bravo bis", "titre"])
            && has(["~ modifié", "Charlie", "nombre de places"])
            && has(["= inchangé", "Alpha", ""])
    });
    carnet.press("Ctrl+S");
    carnet.wait_for("3 modifiés, 1 inchangé. Un seul Ctrl+Z annulera tout");
    carnet.press("Entrée");
    carnet.wait_for("3 modifiés, 1 inchangé depuis « ");
    carnet.wait_for("Bravo bis");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : import de 3 événements.");
    carnet.wait_for_no("Bravo bis");
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
    for (moves, target, said) in [
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
        carnet.wait_for(said);
    }
    carnet.wait_for("2 nouveaux, 2 lignes refusées");
    carnet.wait_until("the reasons", |screen| {
        let has = |words: &[&str]| {
            screen
                .lines()
                .any(|line| words.iter().all(|word| line.contains(word)))
        };
        has(&["ligne 3", "✗ refusée", "(sans titre)", "pas de titre"])
            && has(&["ligne 5", "✗ refusée", "5 cellules au lieu de 4"])
            && has(&[
                "ligne 4",
                "⚠ nouveau",
                "Café",
                "32/12/2026",
                "illisible (date)",
            ])
            && has(&["ligne 2", "+ nouveau", "Soirée jeux"])
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
    let at = carnet::store::Moment {
        now: Default::default(),
        today: Default::default(),
    };
    let query = carnet::domain::listing::Query::default();
    sandbox.store().count(&query, at).unwrap()
}

#[test]
fn a_file_that_is_no_table_is_refused_in_a_sentence() {
    let sandbox = Sandbox::empty();
    sandbox.write("vide.csv", "");
    sandbox.write("classeur.csv", b"PK\x03\x04rien");
    let mut carnet = sandbox.open(100, 30);
    for (name, said) in [
        ("vide.csv", "Le fichier est vide. Rien n'a été importé."),
        ("classeur.csv", "Ce fichier est un classeur."),
        ("absent.csv", "Impossible de lire «"),
    ] {
        carnet.press("I");
        carnet.wait_for("Importer un fichier");
        carnet.type_text(name);
        carnet.press("Entrée");
        carnet.wait_for(said);
        // The name typed is there to be corrected.
        carnet.wait_for(name);
        carnet.press("Échap");
        carnet.wait_for_no("Importer un fichier");
    }
}

#[test]
fn a_file_of_an_old_spreadsheet_is_read_with_its_accents() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "vieux.csv",
        b"Titre\tCommune\r\nCaf\xe9 des parents\tBesan\xe7on\r\n",
    );
    let mut carnet = sandbox.open(100, 30);
    import(&mut carnet, "vieux.csv");
    carnet.wait_for("tabulations, 1 ligne");
    carnet.press("Ctrl+S Entrée");
    carnet.wait_for("1 nouveau depuis «");
    carnet.wait_for("Café des parents");
    carnet.press("Entrée");
    carnet.wait_for("Besançon");
}

#[test]
fn rows_that_can_not_be_read_are_named_and_the_rest_imported() {
    let sandbox = Sandbox::empty();
    let long = "x".repeat(2_000_000);
    let many: String = (0..200).map(|index| format!(";c{index}")).collect();
    let cells = ";".repeat(200);
    sandbox.write(
        "abime.csv",
        format!(
            "Titre{many}\nBon{cells}\nNul\0{cells}\n{long}{cells}\nCourt;\n;x{}\n",
            &cells[1..]
        ),
    );
    let mut carnet = sandbox.open(120, 40);
    import(&mut carnet, "abime.csv");
    carnet.wait_for("1 nouveau, 4 lignes refusées");
    carnet.press("Ctrl+S Entrée");
    carnet.wait_for("1 nouveau, 4 lignes refusées depuis «");
    carnet.wait_for("1 événement");
    carnet.wait_for("Bon");
}

#[test]
fn an_export_never_takes_the_place_of_a_carnet_or_a_folder() {
    let sandbox = Sandbox::of(FOUR);
    sandbox.write(
        "copie.csv",
        std::fs::read(sandbox.path("carnet.db")).unwrap(),
    );
    let mut carnet = sandbox.open(100, 30);
    for (name, said) in [
        ("copie.csv", "est un carnet : il n'a pas été touché."),
        (".", "(c'est un dossier)"),
        ("absent/liste", "(introuvable)"),
    ] {
        carnet.press("X Entrée");
        carnet.wait_for("Exporter la liste");
        answer_path(&mut carnet, name);
        carnet.wait_for(said);
        carnet.press("Échap");
        carnet.wait_for_no(said);
    }
    quit(&mut carnet);
    assert_eq!(count(&sandbox), 4);
}
