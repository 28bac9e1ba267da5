//! The commands without a screen, run as a script runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/command.rs"]
mod command;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use command::Ran;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn carnet(&self, arguments: &[&str]) -> Ran {
        command::carnet(self.folder.path(), &self.path("carnet.db"), arguments)
    }

    fn filled(events: &str) -> Self {
        let desk = Self::new();
        let base = desk.path("carnet.db");
        let ran = desk.carnet(&[
            "demo",
            "--evenements",
            events,
            "--graine",
            "7",
            "--base",
            base.to_str().unwrap(),
        ]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        desk
    }
}

fn json(ran: &Ran) -> Vec<serde_json::Value> {
    assert_eq!(ran.status, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_events() {
    let list = |desk: &Desk| desk.carnet(&["liste", "--json"]).out;
    let (one, other) = (Desk::filled("60"), Desk::filled("60"));
    assert_eq!(list(&one), list(&other));
    assert_eq!(json(&one.carnet(&["liste", "--json"])).len(), 60);
}

#[test]
fn a_list_takes_the_filters_and_the_sorts_of_the_screen() {
    let desk = Desk::filled("120");
    let listed =
        |arguments: &[&str]| json(&desk.carnet(&[&["liste", "--json"], arguments].concat()));
    let to_fill = listed(&["--attestation", "à remplir"]);
    assert!(!to_fill.is_empty());
    assert!(
        to_fill
            .iter()
            .all(|event| event["attestation"] == "à remplir")
    );
    assert_eq!(to_fill.len(), listed(&["--vue", "a attester"]).len());
    let sorted = listed(&["--tri", "commune", "--periode", "a-venir"]);
    let communes: Vec<String> = sorted
        .iter()
        .map(|event| carnet::domain::text::fold::sort_key(event["commune"].as_str().unwrap()))
        .collect();
    assert!(communes.is_sorted());
    assert!(
        sorted
            .iter()
            .all(|event| event["date"].as_str().unwrap() >= "2026-11-24")
    );
    let cafe = listed(&[
        "--type",
        "cafe",
        "--commune",
        "besancon",
        "--commune",
        "Pontarlier",
    ]);
    assert!(
        cafe.iter()
            .all(|event| event["type_d_evenement"] == "Café des parents")
    );
    assert_eq!(
        desk.carnet(&["liste", "--limite", "3"]).out.lines().count(),
        3
    );
}

#[test]
fn wrong_use_is_2_refused_input_1_and_messages_go_to_standard_error() {
    let desk = Desk::filled("5");
    for arguments in [
        &["zut"][..],
        &["liste", "--zut"],
        &["liste", "--tri", "zut"],
        &["liste", "--periode", "hier..31/02"],
        &["liste", "--limite", "beaucoup"],
        &["exporter"],
        &["importer", "x.csv", "y.csv"],
        &["--base"],
    ] {
        let ran = desk.carnet(arguments);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (2, ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.contains("carnet : "), "{}", ran.err);
    }
    std::fs::write(desk.path("vide.csv"), "").unwrap();
    std::fs::write(desk.path("rien.csv"), "a;b\n1;2\n").unwrap();
    std::fs::write(desk.path("là.csv"), "x").unwrap();
    for arguments in [
        &["importer", "absent.csv"][..],
        &["importer", "vide.csv"],
        &["importer", "rien.csv"],
        &["exporter", "là.csv"],
        &["exporter", "absent/x.csv"],
        &["liste", "--base", "absent.db"],
        &["liste", "--base", "rien.csv"],
        &["demo", "--base", "carnet.db"],
    ] {
        let ran = desk.carnet(arguments);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (1, ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.contains("carnet : "), "{}", ran.err);
    }
    assert_eq!(std::fs::read_to_string(desk.path("là.csv")).unwrap(), "x");
}

#[test]
fn help_is_in_french_for_each_command() {
    let desk = Desk::new();
    for command in [
        "etat", "liste", "attester", "cloner", "importer", "exporter", "demo",
    ] {
        let ran = desk.carnet(&[command, "--help"]);
        assert_eq!(ran.status, 0);
        assert!(
            ran.out.contains(&format!("Usage : carnet {command}")),
            "{}",
            ran.out
        );
    }
    let help = desk.carnet(&["--help"]).out;
    assert!(help.contains("Codes de retour"));
    let ran = desk.carnet(&["zut"]);
    for command in ["etat", "liste", "attester", "cloner"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        assert!(ran.err.contains(command), "{}", ran.err);
    }
    assert!(desk.carnet(&["--version"]).out.starts_with("carnet "));
}

#[test]
fn an_export_comes_back_unchanged_and_an_edited_copy_is_told() {
    let desk = Desk::filled("30");
    let ran = desk.carnet(&["exporter", "liste.csv"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (0, "30 événements écrits dans « liste.csv ».\n")
    );
    assert_eq!(desk.carnet(&["exporter", "liste.csv"]).status, 1);
    assert_eq!(
        desk.carnet(&["exporter", "liste.csv", "--remplacer"])
            .status,
        0
    );
    let nothing_changed = "Colonne laissée de côté : Attestation.\n30 inchangés.\n";
    assert_eq!(desk.carnet(&["importer", "liste.csv"]).err, nothing_changed);
    edit(&desk.path("liste.csv"));
    let ran = desk.carnet(&["importer", "liste.csv", "--essai"]);
    assert!(ran.err.contains("mise à jour : titre."), "{}", ran.err);
    assert!(
        ran.err
            .ends_with("Essai, rien n’est écrit : 1 mis à jour, 29 inchangés.\n")
    );
    assert!(
        desk.carnet(&["importer", "liste.csv"])
            .err
            .ends_with("\n1 mis à jour, 29 inchangés.\n")
    );
    assert_eq!(desk.carnet(&["importer", "liste.csv"]).err, nothing_changed);
}

fn edit(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let title = text
        .lines()
        .nth(1)
        .unwrap()
        .split(';')
        .nth(3)
        .unwrap()
        .to_owned();
    std::fs::write(path, text.replacen(&title, "Un autre titre", 1)).unwrap();
}

#[test]
fn a_mapping_by_hand_imports_real_events() {
    let desk = Desk::new();
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/evenements-occitanie-extrait.csv");
    let file = file.to_str().unwrap();
    let mapping = "titre=titre,date=date_debut,adresse=adresse,commune=commune,lien=url,description=description";
    let ran = desk.carnet(&["importer", file, "--correspondance", mapping]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.err
            .starts_with("Colonnes laissées de côté : date_fin, "),
        "{}",
        ran.err
    );
    assert!(ran.err.ends_with("\n40 événements créés.\n"), "{}", ran.err);
    let events = json(&desk.carnet(&["liste", "--json"]));
    assert!(
        events
            .iter()
            .all(|event| event["publication"] == "brouillon")
    );
    let ran = desk.carnet(&["importer", file, "--correspondance", "titre=zut"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("« date_debut »"), "{}", ran.err);
}

#[test]
fn a_file_of_which_lines_are_refused_is_not_all_there() {
    let desk = Desk::new();
    std::fs::write(
        desk.path("x.csv"),
        "titre;date\nUn;24/11/2026\n;25/11/2026\n",
    )
    .unwrap();
    let trial = desk.carnet(&["importer", "x.csv", "--essai"]);
    assert_eq!(trial.status, 1, "{}", trial.err);
    let told = desk.carnet(&["importer", "x.csv", "--json"]);
    assert_eq!(told.status, 1, "{}", told.err);
    assert_eq!(told.json()["crees"], 1);
    assert_eq!(told.json()["refuses"], 1);
    assert!(
        told.err
            .ends_with("carnet : 1 événement créé, 1 ligne refusée.\n"),
        "{}",
        told.err
    );
    assert_eq!(desk.carnet(&["liste"]).out.lines().count(), 1);
}

#[test]
fn an_import_names_what_it_leaves_and_a_trial_writes_nothing() {
    let desk = Desk::new();
    std::fs::write(
        desk.path("x.csv"),
        "Liste\n\nTitre;Date;Inscrits;Intervenant\nUn;24/11/2026;9;Camille\nDeux;25/11/2026;;\n",
    )
    .unwrap();
    let trial = desk.carnet(&["importer", "x.csv", "--essai"]);
    assert_eq!(
        (trial.status, trial.err.as_str()),
        (
            0,
            "Colonnes laissées de côté : Inscrits, Intervenant.\n\
             Essai, rien n’est écrit : 2 événements créés.\n"
        )
    );
    assert!(!desk.path("carnet.db").exists());
    assert_eq!(desk.carnet(&["importer", "x.csv"]).status, 0);
    let again = desk.carnet(&["importer", "x.csv", "--json"]);
    assert_eq!(again.status, 0, "{}", again.err);
    let report = again.json();
    assert_eq!(report["crees"], 0);
    assert_eq!(report["laissees"], 2);
    assert_eq!(report["lignes"][0]["sort"], "laissee");
    assert_eq!(
        report["colonnes_laissees"],
        serde_json::json!(["Inscrits", "Intervenant"])
    );
    let told = desk.carnet(&["importer", "x.csv"]).err;
    assert!(
        told.ends_with(
            "Lignes 4 et 5 : même titre et même date qu’un événement du carnet.\n\
             2 lignes laissées. Avec --doublons, les lignes laissées sont importées aussi.\n"
        ),
        "{told}"
    );
    let taken = desk.carnet(&["importer", "x.csv", "--doublons"]);
    assert!(
        taken.err.ends_with("\n2 événements créés.\n"),
        "{}",
        taken.err
    );
}

#[test]
fn a_file_whose_columns_name_no_title_says_what_to_do() {
    let desk = Desk::new();
    std::fs::write(desk.path("x.csv"), "Quoi;Quand\nUn;24/11/2026\n").unwrap();
    let ran = desk.carnet(&["importer", "x.csv"]);
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
    assert_eq!(desk.carnet(&mapped).status, 0);
}

#[test]
fn a_value_that_is_no_number_is_told_with_its_option() {
    let desk = Desk::filled("1");
    let ran = desk.carnet(&["attester", "1234", "--presents", "neuf"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (
            2,
            "carnet : --presents attend un nombre ; « neuf » n’en est pas un.\n"
        )
    );
}

#[cfg(unix)]
#[test]
fn the_users_own_store_is_made_in_the_data_folder_for_them_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    std::fs::write(desk.path("x.csv"), "titre\nUn\n").unwrap();
    let ran = command::command(desk.folder.path(), &desk.path("carnet.db"))
        .args(["importer", "x.csv"])
        .env_remove("CARNET_BASE")
        .env("XDG_DATA_HOME", desk.path("données"))
        .output()
        .unwrap();
    assert!(ran.status.success());
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let folder = if cfg!(target_os = "linux") {
        desk.path("données/carnet")
    } else {
        return;
    };
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("carnet.db")), 0o600);
}

#[test]
fn whoever_stops_reading_gets_no_complaint() {
    let desk = Desk::filled("40");
    for arguments in [
        &["exporter", "-"][..],
        &["liste"],
        &["liste", "--json"],
        &["etat"],
        &["etat", "--json"],
        &["sauvegardes", "--json"],
        &["verifier"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command::command(desk.folder.path(), &desk.path("carnet.db"));
        let output = command.args(arguments).stdout(writer).output().unwrap();
        let ran = Ran::of(output);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
    // Standard output that fails otherwise is told.
    #[cfg(target_os = "linux")]
    for arguments in [&["exporter", "-"][..], &["liste"], &["etat"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let mut command = command::command(desk.folder.path(), &desk.path("carnet.db"));
        let output = command.args(arguments).stdout(full.unwrap()).output();
        let ran = Ran::of(output.unwrap());
        assert_eq!(ran.status, 1, "{arguments:?}");
        assert!(ran.err.contains("disque plein"), "{}", ran.err);
    }
}
