//! The list taken away as a .csv, brought back, and files of other origins.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

const FOUR: &str = "Titre;Date;Début;Fin;Commune;Places;Notes\n\
    Alpha;03/12/2026;18:00;19:30;Vesoul;12;=1+1\n\
    Bravo;01/12/2026;09:00;10:00;Ornans;8;\n\
    Charlie;02/12/2026;14:00;15:00;Vesoul;20;\n\
    Delta;04/12/2026;14:00;15:00;Belfort;20;\n";

const TITLES: [&str; 4] = ["Alpha", "Bravo", "Charlie", "Delta"];

/// Answers the prompt of a path, which begins with one.
fn answer_path(stage: &mut Stage, name: &str) {
    stage.press("Ctrl+U").type_text(name).press("Entrée");
}

fn import(stage: &mut Stage, name: &str) {
    stage.press("I").shows("Importer un fichier");
    stage
        .type_text(name)
        .press("Entrée")
        .shows("Colonne du fichier");
}

#[test]
fn every_column_is_exported_when_asked_and_formulas_are_made_harmless() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = sandbox.open(100, 30);
    stage.press("X ↓ Entrée").shows("Exporter la liste");
    answer_path(&mut stage, "tout.csv");
    stage.shows("4 événements écrits (tri : date ↓) dans");
    let text = sandbox.read("tout.csv");
    assert!(text.contains("Notes internes"));
    assert!(text.contains(";Réponse : Parents volontaires pour devenir Parent Ressource;"));
    assert!(text.contains(";Remarque de l’attestation;Check-list;Étapes faites;"));
    assert!(text.contains("0 sur 9"), "{text}");
    assert!(text.contains(";'=1+1;"), "{text}");
}

#[test]
fn marked_events_alone_are_exported() {
    let sandbox = Sandbox::of(FOUR);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("T")
        .type_text("titre")
        .press("Entrée Début ↓ Espace Espace X")
        .shows("Exporter 2 événements marqués");
    stage.press("Entrée").shows("Exporter la liste");
    answer_path(&mut stage, "choix.csv");
    stage.shows("2 événements écrits (tri : titre ↑) dans");
    let text = sandbox.read("choix.csv");
    let written: Vec<&str> = TITLES
        .into_iter()
        .filter(|title| text.contains(*title))
        .collect();
    assert_eq!(written, ["Bravo", "Charlie"]);
}

#[test]
fn a_file_is_never_written_over_unasked() {
    let sandbox = Sandbox::of(FOUR);
    sandbox.write("precieux.csv", "à garder");
    let mut stage = sandbox.open(100, 30);
    for (answer, expected) in [
        (
            "→ Entrée",
            "Sous un autre nom, l'ancien fichier reste comme il est.",
        ),
        ("Entrée", "4 événements écrits"),
    ] {
        stage.press("X Entrée").shows("Exporter la liste");
        answer_path(&mut stage, "precieux.csv");
        stage.shows("existe déjà.");
        assert_eq!(sandbox.read("precieux.csv"), "à garder");
        stage.press(answer).hides("existe déjà").shows(expected);
        stage.press("Échap").hides(expected);
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
    let mut stage = sandbox.open(100, 30);
    stage.press("X ↓ Entrée").shows("Exporter la liste");
    answer_path(&mut stage, "tout.csv");
    stage.shows("4 événements écrits");
    import(&mut stage, "tout.csv");
    stage.shows("4 inchangés");
    stage
        .press("Ctrl+S")
        .shows("Rien à importer : aucune ligne n'est nouvelle ou modifiée.");
    stage.press("Échap").shows("4 événements");

    let edited = sandbox.read("tout.csv").replace("Bravo", "Bravo bis");
    sandbox.write("retouche.csv", edited.replace(";20;", ";21;"));
    import(&mut stage, "retouche.csv");
    stage.shows("3 modifiés, 1 inchangé").shows_that(
        "which columns of which rows differ",
        |screen| {
            let has = |words: [&str; 3]| {
                screen
                    .lines()
                    .any(|line| words.iter().all(|word| line.contains(word)))
            };
            has(["~ modifié", "Bravo bis", "titre"])
                && has(["~ modifié", "Charlie", "nombre de places"])
                && has(["= inchangé", "Alpha", ""])
        },
    );
    stage
        .press("Ctrl+S")
        .shows("3 modifiés, 1 inchangé. Un seul Ctrl+Z annulera tout");
    stage
        .press("Entrée")
        .shows("3 modifiés, 1 inchangé depuis « ")
        .shows("Bravo bis");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : import de 3 événements.")
        .hides("Bravo bis");
}

fn count(sandbox: &Sandbox) -> usize {
    let moment = carnet::store::Moment {
        now: Default::default(),
        today: Default::default(),
    };
    let query = carnet::domain::listing::Query::default();
    sandbox.store().count(&query, moment).unwrap()
}

#[test]
fn a_file_that_is_no_table_is_refused_in_a_sentence() {
    let sandbox = Sandbox::empty();
    sandbox.write("vide.csv", "");
    sandbox.write("classeur.csv", b"PK\x03\x04rien");
    let mut stage = sandbox.open(100, 30);
    for (name, expected) in [
        ("vide.csv", "Le fichier est vide. Rien n'a été importé."),
        (
            "classeur.csv",
            "Ce classeur est abîmé, ou ce n'en est pas un.",
        ),
        ("absent.csv", "Impossible de lire «"),
    ] {
        stage.press("I").shows("Importer un fichier");
        stage.type_text(name).press("Entrée").shows(expected);
        // The name typed is there to be corrected.
        stage.shows(name);
        stage.press("Échap").hides("Importer un fichier");
    }
}

/// A workbook with the workshops of two years, and a sheet without any.
fn two_years() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, title) in [("2025", "Ancien"), ("2026", "Nouveau"), ("Notes", "")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        if title.is_empty() {
            sheet.write(0, 0, "À faire").unwrap();
        } else {
            sheet
                .write_row(0, 0, ["Titre", "Date", "Nom", "Commune"])
                .unwrap();
            sheet
                .write_row(1, 0, [title, "24/11/2026", title, "Vesoul"])
                .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn the_sheet_of_a_workbook_is_asked_for_when_several_could_be() {
    let sandbox = Sandbox::empty();
    sandbox.write("annees.xlsx", two_years());
    let mut stage = sandbox.open(100, 30);
    stage.press("I").type_text("annees.xlsx").press("Entrée");
    stage
        .shows("Feuille à importer de")
        .shows("2025")
        .hides("Notes");
    stage
        .press("↓ Entrée")
        .shows("classeur .xlsx, feuille « 2026 », 1 ligne")
        .shows("Nouveau");
    // The places of a workbook too.
    stage
        .press("Échap")
        .press("F7")
        .press("I")
        .type_text("annees.xlsx")
        .press("Entrée");
    stage
        .shows("Feuille à importer de")
        .press("Entrée")
        .shows("Ancien");
}

/// What a spreadsheet puts in the clipboard.
const COPIED: &str = "Date\tTitre\tNom\tCommune\n24/11/2026\tCafé\t\"École\nVerte\"\tVesoul\n01/12/2026\tENT\tMairie\tDole\n";

#[test]
fn rows_copied_from_a_spreadsheet_are_pasted_as_a_file_is_read() {
    let sandbox = Sandbox::empty();
    let mut stage = sandbox.open(100, 30);
    stage.press("I").shows("collées ici").paste(COPIED);
    stage
        .shows("Importer les lignes collées")
        .shows("UTF-8, tabulations, 2 lignes")
        .shows("Café")
        .shows("ENT");
    stage
        .press("Ctrl+S Entrée")
        .shows("2 nouveaux depuis les lignes collées");
    assert_eq!(sandbox.events().len(), 2);
    // Places too.
    stage.press("F7").press("I").paste(COPIED);
    stage
        .shows("Importer les lignes collées")
        .shows("École Verte")
        .press("Ctrl+S")
        .shows("Import");
    // A path, with the line end that a file manager copies, is still one.
    sandbox.write("liste.csv", "titre;date\nAtelier;24/11/2026\n");
    stage
        .press("F2")
        .press("I")
        .paste("liste.csv\n")
        .press("Entrée");
    stage.shows("Importer").shows("liste.csv").shows("Atelier");
}

#[test]
fn a_file_of_an_old_spreadsheet_is_read_with_its_accents() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "vieux.csv",
        b"Titre\tCommune\r\nCaf\xe9 des parents\tBesan\xe7on\r\n",
    );
    let mut stage = sandbox.open(100, 30);
    import(&mut stage, "vieux.csv");
    stage.shows("tabulations, 1 ligne");
    stage
        .press("Ctrl+S Entrée")
        .shows("1 nouveau depuis «")
        .shows("Café des parents");
    stage.press("Entrée").shows("Besançon");
}

#[test]
fn rows_that_can_not_be_read_are_named_and_the_rest_imported() {
    let sandbox = Sandbox::empty();
    let long = "x".repeat(2_000_000);
    let number: String = (0..200).map(|index| format!(";c{index}")).collect();
    let cells = ";".repeat(200);
    sandbox.write(
        "abime.csv",
        format!(
            "Titre{number}\nBon{cells}\nNul\0{cells}\n{long}{cells}\nLong{cells};x\n;x{}\n",
            &cells[1..]
        ),
    );
    let mut stage = sandbox.open(120, 40);
    import(&mut stage, "abime.csv");
    stage.shows("1 nouveau, 4 lignes refusées");
    stage
        .press("Ctrl+S Entrée")
        .shows("1 nouveau, 4 lignes refusées depuis «")
        .shows("1 événement")
        .shows("Bon");
}

#[test]
fn an_export_never_takes_the_place_of_a_carnet_or_a_folder() {
    let sandbox = Sandbox::of(FOUR);
    sandbox.write(
        "copie.csv",
        std::fs::read(sandbox.path("carnet.db")).unwrap(),
    );
    let mut stage = sandbox.open(100, 30);
    for (name, expected) in [
        ("copie.csv", "est un carnet"),
        (".", "dossier). Rien"),
        ("absent/liste", "(introuvable)"),
    ] {
        stage.press("X Entrée").shows("Exporter la liste");
        answer_path(&mut stage, name);
        stage.shows(expected);
        stage.press("Échap").hides(expected);
    }
    stage.quit();
    assert_eq!(count(&sandbox), 4);
}

#[test]
fn the_days_of_a_row_are_whole_in_a_small_terminal() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "loin.csv",
        "Titre;Date;Date de fin\nCabane;26/11/2028;\nFestival;30/11/2028;02/12/2028\n",
    );
    let mut stage = sandbox.open(80, 24);
    import(&mut stage, "loin.csv");
    stage
        .shows_line(&["✓ nouveau", "dim. 26 nov. 2028", "Cabane"])
        .shows_line(&["✓ nouveau", "30 nov.–2 déc. 2028", "Festival"]);
}

/// A row with several values that are not understood, one that is refused for two of them, one alike.
#[test]
fn each_row_is_shown_as_it_will_be_with_every_value_that_is_not_understood() {
    let sandbox = Sandbox::of(FOUR);
    let known = sandbox.event("Delta").id;
    sandbox.write(
        "suite.csv",
        format!(
            "Identifiant;Titre;Date;Début;Lieu;Commune;Thématique;Places\n\
             ;Café;08/12/2026;18h;Mairie;Laon;Jeux vidéo;12\n\
             ;Atelier;32/12/2026;25h90;Mairie;Laon;Poterie;beaucoup\n\
             {known};Delta;32/12/2026;25h90;;Belfort;;20\n\
             ;Alpha;03/12/2026;18:00;;Vesoul;;12\n"
        ),
    );
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut stage = sandbox.open(columns, rows);
        import(&mut stage, "suite.csv");
        stage.shows("2 nouveaux, 1 ligne laissée, 1 ligne refusée · 1 à vérifier");
        stage.press("Tab Fin Début");
        stage
            .shows_line(&["✓ nouveau", "mar. 8 déc.", "Café", "Mairie"])
            .shows_line(&["≈ semblable", "Alpha"])
            .shows_line(&["✗ refusée", "Delta"]);
        // The refused one comes first: each of its values is named.
        for text in ["« 32/12/2026 »", "« 25h90 »"] {
            stage.shows_that(&format!("{text} beneath or beside"), |screen| {
                let text = text.replace(['«', '»', ' '], "");
                screen.contains(&text)
            });
        }
        stage.press("↓");
        for text in ["32/12/2026", "25h90", "Poterie", "beaucoup"] {
            stage.shows(text);
        }
        stage.press("Échap");
    }
}
