//! `carnet exporter` and `carnet importer`, and where the user's own store is.

use std::path::Path;

#[cfg(unix)]
use super::command;
use super::{Sandbox, json};

#[test]
fn an_export_comes_back_unchanged_and_an_edited_copy_is_reported() {
    let sandbox = Sandbox::with_demo("30");
    let ran = sandbox.carnet(&["exporter", "liste.csv"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (0, "30 événements écrits dans « liste.csv ».\n")
    );
    assert_eq!(sandbox.carnet(&["exporter", "liste.csv"]).status, 1);
    assert_eq!(
        sandbox
            .carnet(&["exporter", "liste.csv", "--remplacer"])
            .status,
        0
    );
    let nothing_changed = "Colonnes laissées de côté : Attestation (30 valeurs), Réponse : Le questionnaire de satisfaction a-t-il été soumis aux parents\u{a0}? (vide), Réponse : Parents volontaires pour devenir Parent Ressource (vide), Remarque de l’attestation (vide), Check-list (30 valeurs), Étapes faites (21 valeurs).\n30 inchangés.\n";
    assert_eq!(
        sandbox.carnet(&["importer", "liste.csv"]).err,
        nothing_changed
    );
    edit(&sandbox.path("liste.csv"));
    let ran = sandbox.carnet(&["importer", "liste.csv", "--essai"]);
    assert!(ran.err.contains("mise à jour : titre."), "{}", ran.err);
    assert!(
        ran.err
            .ends_with("Essai, rien n’est écrit : 1 mis à jour, 29 inchangés.\n")
    );
    assert!(
        sandbox
            .carnet(&["importer", "liste.csv"])
            .err
            .ends_with("\n1 mis à jour, 29 inchangés.\n")
    );
    assert_eq!(
        sandbox.carnet(&["importer", "liste.csv"]).err,
        nothing_changed
    );
}

fn edit(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let title = text
        .lines()
        .nth(1)
        .unwrap()
        .split(';')
        .nth(4)
        .unwrap()
        .to_owned();
    std::fs::write(path, text.replacen(&title, "Un autre titre", 1)).unwrap();
}

#[test]
fn a_mapping_by_hand_imports_real_events() {
    let sandbox = Sandbox::without_store();
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/evenements-occitanie-extrait.csv");
    let file = file.to_str().unwrap();
    let mapping = "titre=titre,date=date_debut,adresse=adresse,commune=commune,lien=url,description=description";
    let ran = sandbox.carnet(&["importer", file, "--correspondance", mapping]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.err
            .starts_with("Colonnes laissées de côté : date_fin (40 valeurs), "),
        "{}",
        ran.err
    );
    assert!(ran.err.ends_with("\n40 événements créés.\n"), "{}", ran.err);
    let events = json(&sandbox.carnet(&["liste", "--json"]));
    assert!(
        events
            .iter()
            .all(|event| event["publication"] == "brouillon")
    );
    let ran = sandbox.carnet(&["importer", file, "--correspondance", "titre=zut"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("« date_debut »"), "{}", ran.err);
}

#[test]
fn a_file_of_which_lines_are_refused_is_not_all_there() {
    let sandbox = Sandbox::without_store();
    std::fs::write(
        sandbox.path("x.csv"),
        "titre;date\nUn;24/11/2026\n;25/11/2026\n",
    )
    .unwrap();
    let trial = sandbox.carnet(&["importer", "x.csv", "--essai"]);
    assert_eq!(trial.status, 1, "{}", trial.err);
    let printed = sandbox.carnet(&["importer", "x.csv", "--json"]);
    assert_eq!(printed.status, 1, "{}", printed.err);
    assert_eq!(printed.json()["crees"], 1);
    assert_eq!(printed.json()["refuses"], 1);
    assert!(
        printed
            .err
            .ends_with("carnet : 1 événement créé, 1 ligne refusée.\n"),
        "{}",
        printed.err
    );
    assert_eq!(sandbox.carnet(&["liste"]).out.lines().count(), 1);
}

#[test]
fn an_import_names_what_it_leaves_and_a_trial_writes_nothing() {
    let sandbox = Sandbox::without_store();
    std::fs::write(
        sandbox.path("x.csv"),
        "Liste\n\nTitre;Date;Inscrits;Intervenant\nUn;24/11/2026;9;Camille\nDeux;25/11/2026;;\n",
    )
    .unwrap();
    let trial = sandbox.carnet(&["importer", "x.csv", "--essai"]);
    assert_eq!(
        (trial.status, trial.err.as_str()),
        (
            0,
            "1 ligne laissée au-dessus de l’en-tête : « Liste ».\nColonnes laissées de côté : Inscrits (1 valeur), Intervenant (1 valeur).\n\
             Essai, rien n’est écrit : 2 événements créés.\n"
        )
    );
    assert!(!sandbox.path("carnet.db").exists());
    assert_eq!(sandbox.carnet(&["importer", "x.csv"]).status, 0);
    let again = sandbox.carnet(&["importer", "x.csv", "--json"]);
    assert_eq!(again.status, 1, "{}", again.err);
    let report = again.json();
    assert_eq!(report["crees"], 0);
    assert_eq!(report["laissees"], 2);
    assert_eq!(report["lignes"][0]["sort"], "laissee");
    assert_eq!(
        report["colonnes_laissees"],
        serde_json::json!(["Inscrits", "Intervenant"])
    );
    let printed = sandbox.carnet(&["importer", "x.csv"]);
    assert_eq!(printed.status, 1);
    let printed = printed.err;
    assert!(
        printed.ends_with(
            "Lignes 4 et 5 : même titre, même date, même heure et même lieu qu’un événement du carnet.\n\
             carnet : 2 lignes laissées. Avec --doublons, les lignes laissées sont importées aussi.\n"
        ),
        "{printed}"
    );
    let taken = sandbox.carnet(&["importer", "x.csv", "--doublons"]);
    assert_eq!(taken.status, 0);
    assert!(
        taken.err.ends_with("\n2 événements créés.\n"),
        "{}",
        taken.err
    );
}

#[test]
fn a_file_whose_columns_name_no_title_says_what_to_do() {
    let sandbox = Sandbox::without_store();
    std::fs::write(sandbox.path("x.csv"), "Quoi;Quand\nUn;24/11/2026\n").unwrap();
    let ran = sandbox.carnet(&["importer", "x.csv"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (
            1,
            "carnet : Aucune colonne du fichier n’est reconnue comme titre. Ajoutez --correspondance \
             titre=COLONNE ; le fichier a « Quoi » et « Quand ». Rien n’a été changé.\n"
        )
    );
    let mapped = [
        "importer",
        "x.csv",
        "--correspondance",
        "titre=quoi,date=quand",
    ];
    assert_eq!(sandbox.carnet(&mapped).status, 0);
}

#[cfg(unix)]
#[test]
fn the_users_own_store_is_made_in_the_data_folder_for_them_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::without_store();
    std::fs::write(sandbox.path("x.csv"), "titre\nUn\n").unwrap();
    let ran = command::command(sandbox.folder.path(), &sandbox.path("carnet.db"))
        .args(["importer", "x.csv"])
        // Empty counts as none.
        .env("CARNET_BASE", "")
        .env("XDG_DATA_HOME", sandbox.path("données"))
        .output()
        .unwrap();
    assert!(ran.status.success());
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let folder = if cfg!(target_os = "linux") {
        sandbox.path("données/carnet")
    } else {
        return;
    };
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("carnet.db")), 0o600);
}

#[test]
fn an_export_knows_the_columns_that_an_import_lists() {
    let sandbox = Sandbox::with_demo("1");
    let help = sandbox.carnet(&["importer", "--help"]).out;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, names) = help.split_once("Colonnes de Carnet : ").unwrap();
    let (names, _) = names.split_once('.').unwrap();
    for name in names.split(", ") {
        let exported = sandbox.carnet(&["exporter", "-", "--colonnes", name]);
        assert_eq!((exported.status, exported.err.as_str()), (0, ""), "{name}");
    }
    let refused = sandbox.carnet(&["exporter", "-", "--colonnes", "date,couleur"]);
    assert_eq!(refused.status, 2);
    for name in ["« couleur »", "typologie du lieu", "attestation", "durée"] {
        assert!(refused.err.contains(name), "{}", refused.err);
    }
}

#[test]
fn an_import_reads_standard_input() {
    let sandbox = Sandbox::without_store();
    let read = sandbox.carnet_with_input(&["importer", "-"], "titre|date\nCafé|24/11/2026\n");
    assert_eq!((read.status, read.err.as_str()), (0, "1 événement créé.\n"));
    // What a spreadsheet copies.
    let copied = "Date\tDébut\tTitre\r\n25/11/2026\t18:30\t\"Un, deux\"\r\n";
    let read = sandbox.carnet_with_input(&["importer", "-"], copied);
    assert_eq!((read.status, read.err.as_str()), (0, "1 événement créé.\n"));
}
