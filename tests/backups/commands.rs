//! The commands, run as a script runs them.

use std::fs;

use chrono::{DateTime, Utc};

use super::command::{self, Ran};
use super::{PAGE, Sandbox, by_hand, names};

fn carnet(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    command::carnet(&sandbox.path(""), &sandbox.store_path(), arguments)
}

#[test]
fn sauvegarder_says_where_and_how_much_and_replaces_only_when_asked() {
    let sandbox = Sandbox::of(12);
    let ran = carnet(&sandbox, &["sauvegarder"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for part in [
        "carnet-2026-11-24-manuelle.db », ",
        " Ko, 12 événements, relue et vérifiée.",
    ] {
        assert!(
            ran.err
                .replace(" »: ", " », ")
                .replace(" » : ", " », ")
                .contains(part),
            "{}",
            ran.err
        );
    }
    let key = sandbox.path("clé");
    fs::create_dir(&key).unwrap();
    assert_eq!(carnet(&sandbox, &["sauvegarder", "clé"]).status, 0);
    assert_eq!(names(&key)[0], "carnet-2026-11-24.db");
    // A second one of the same day stands beside it; the file of that name is asked for by its name.
    assert_eq!(carnet(&sandbox, &["sauvegarder", "clé"]).status, 0);
    assert!(names(&key).contains(&"carnet-2026-11-24-2.db".to_owned()));
    let again = carnet(&sandbox, &["sauvegarder", "clé/carnet-2026-11-24.db"]);
    assert_eq!(again.status, 1);
    assert!(
        again
            .err
            .contains("existe déjà et n’a pas été touché. Ajoutez --remplacer")
    );
    assert_eq!(
        carnet(&sandbox, &["sauvegarder", "clé", "--remplacer"]).status,
        0
    );
    fs::write(sandbox.path("lettre.txt"), "Madame,").unwrap();
    let letter = carnet(&sandbox, &["sauvegarder", "lettre.txt", "--remplacer"]);
    assert_eq!(letter.status, 1);
    assert!(
        letter.err.contains("n’est pas une copie de carnet"),
        "{}",
        letter.err
    );
    assert_eq!(fs::read(sandbox.path("lettre.txt")).unwrap(), b"Madame,");
    let own = carnet(&sandbox, &["sauvegarder", "carnet.db", "--remplacer"]);
    assert_eq!(own.status, 1);
    assert!(own.err.contains("est un carnet en service"), "{}", own.err);
}

/// Killed at several moments of a copy: what has a name is whole, and the next run cleans the rest.
#[cfg(unix)]
#[test]
fn a_copy_killed_half_way_has_no_name() {
    let sandbox = Sandbox::of(3_000);
    fs::create_dir(sandbox.copies()).unwrap();
    super::set_mode(&sandbox.copies(), 0o700);
    for moment in 0..12 {
        let mut child = command::command(&sandbox.path(""), &sandbox.store_path())
            .arg("sauvegarder")
            .spawn()
            .unwrap();
        // Once the copy has so many bytes, or the run is over.
        let size = || -> u64 {
            let sizes = fs::read_dir(sandbox.copies()).unwrap().flatten();
            let sizes = sizes.filter(|it| it.file_name().to_string_lossy().ends_with(".tmp"));
            sizes
                .filter_map(|it| it.metadata().ok())
                .map(|it| it.len())
                .max()
                .unwrap_or(0)
        };
        while child.try_wait().unwrap().is_none() && size() <= moment * 100_000 {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for copy in sandbox.backups() {
            assert_eq!(carnet::store::verify(&copy.path).unwrap().findings, []);
        }
    }
    assert_eq!(carnet(&sandbox, &["sauvegarder"]).status, 0);
    let left = sandbox.backup_names();
    assert!(left.iter().all(|name| !name.ends_with(".tmp")), "{left:?}");
    assert_eq!(carnet(&sandbox, &["verifier"]).status, 0);
}

#[test]
fn sauvegardes_lists_each_copy_with_its_state() {
    let sandbox = Sandbox::of(2);
    let none = carnet(&sandbox, &["sauvegardes"]);
    assert_eq!((none.status, none.out.as_str()), (0, ""));
    assert!(none.err.contains("Aucune copie pour l’instant."));
    for _ in 0..3 {
        carnet(&sandbox, &["sauvegarder"]);
    }
    let copies = sandbox.backups();
    let mut bytes = fs::read(&copies[0].path).unwrap();
    bytes[5000] ^= 1;
    fs::write(&copies[0].path, bytes).unwrap();
    fs::remove_file(copies[1].path.with_extension("db.sha256")).unwrap();
    let ran = carnet(&sandbox, &["sauvegardes", "--json"]);
    let states: Vec<&str> = ran
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|it| match it["etat"].as_str().unwrap() {
            "abimee" => "abimee",
            "sans_empreinte" => "sans_empreinte",
            _ => "intacte",
        })
        .collect();
    assert_eq!(states, ["abimee", "sans_empreinte", "intacte"]);
    assert_eq!(ran.status, 1);
    let ran = carnet(&sandbox, &["sauvegardes"]);
    assert!(
        ran.out.contains("mar. 24 nov. 2026") && ran.out.contains("✗ abîmée"),
        "{}",
        ran.out
    );
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("1 copie est abîmée"), "{}", ran.err);
    fs::remove_file(&copies[0].path).unwrap();
    assert_eq!(carnet(&sandbox, &["sauvegardes"]).status, 0);
    // The copies of a store that is gone are reported; a file without copies must be a store.
    fs::remove_file(sandbox.store_path()).unwrap();
    assert_eq!(carnet(&sandbox, &["sauvegardes"]).status, 0);
    fs::write(sandbox.path("lettre.txt"), "Madame,").unwrap();
    for (name, reason) in [
        ("lettre.txt", "n’est pas un carnet"),
        ("absent.db", "Aucun carnet"),
    ] {
        let foreign = carnet(&sandbox, &["sauvegardes", "--base", name]);
        assert_eq!((foreign.status, foreign.out.as_str()), (1, ""), "{name}");
        assert!(foreign.err.contains(reason), "{}", foreign.err);
    }
}

#[test]
fn restaurer_shows_the_changes_first_and_acts_only_with_oui() {
    let sandbox = Sandbox::of(2);
    carnet(&sandbox, &["sauvegarder", "copie.db"]);
    fs::write(sandbox.path("un.csv"), "Titre\nUn café\n").unwrap();
    let imported = carnet(&sandbox, &["importer", "un.csv"]);
    assert_eq!(imported.status, 0, "{}", imported.err);
    let count = || carnet(&sandbox, &["liste"]).out.lines().count();

    let output = carnet(&sandbox, &["restaurer", "copie.db"]);
    assert_eq!(output.status, 1);
    assert!(
        output
            .err
            .contains("1 événement disparaîtrait : « Un café »."),
        "{}",
        output.err
    );
    assert!(
        output.err.contains("Rien n’est changé. Ajoutez --oui"),
        "{}",
        output.err
    );
    let trial = carnet(&sandbox, &["restaurer", "copie.db", "--essai", "--oui"]);
    assert_eq!(trial.status, 0);
    assert_eq!(count(), 3);

    let done = carnet(&sandbox, &["restaurer", "copie.db", "--oui"]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert_eq!(count(), 2);
    let (_, command) = done.err.split_once("carnet restaurer ").unwrap();
    let back = command.split_whitespace().next().unwrap().trim_matches('"');
    let undone = carnet(&sandbox, &["restaurer", back, "--oui"]);
    assert_eq!(undone.status, 0, "{}", undone.err);
    assert_eq!(count(), 3);

    let window = sandbox.open();
    // Whatever else this process reads of the file, it keeps its locks.
    sandbox.open().close().unwrap();
    carnet::store::verify(&sandbox.store_path()).unwrap();
    let refused = carnet(&sandbox, &["restaurer", "copie.db", "--oui"]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.err.contains("ouvert dans une autre fenêtre"),
        "{}",
        refused.err
    );
    window.close().unwrap();
    assert_eq!(carnet(&sandbox, &["restaurer"]).status, 2);
}

#[test]
fn restaurer_has_nothing_to_do_with_a_letter_or_with_the_same_carnet() {
    let sandbox = Sandbox::of(3);
    fs::write(sandbox.path("lettre.txt"), "Madame,").unwrap();
    let letter = carnet(&sandbox, &["restaurer", "lettre.txt", "--oui"]);
    assert_eq!(letter.status, 1);
    assert!(
        letter.err.contains(
            "« lettre.txt » n’est pas une copie de carnet. Rien n’est changé ; « carnet sauvegardes »"
        ),
        "{}",
        letter.err
    );
    assert!(!letter.err.contains("--base"), "{}", letter.err);

    assert_eq!(carnet(&sandbox, &["sauvegarder", "copie.db"]).status, 0);
    let before = super::bytes_of(&sandbox.store_path());
    for arguments in [
        &["restaurer", "copie.db", "--oui"][..],
        &["restaurer", "copie.db"],
    ] {
        let same = carnet(&sandbox, arguments);
        assert_eq!(same.status, 0, "{}", same.err);
        assert!(
            same.err
                .ends_with("il n’y a rien à restaurer, rien n’est changé.\n"),
            "{}",
            same.err
        );
    }
    assert_eq!(super::bytes_of(&sandbox.store_path()), before);
    assert_eq!(sandbox.backup_names(), [""; 0], "nothing was copied first");

    // The same content, in a file that has a fault: the copy mends it.
    by_hand(
        &sandbox.store_path(),
        "DELETE FROM event_list WHERE row < 3",
    );
    let back = carnet(&sandbox, &["restaurer", "copie.db", "--oui"]);
    assert_eq!(back.status, 0, "{}", back.err);
    assert!(
        back.err.contains("La copie est maintenant le carnet."),
        "{}",
        back.err
    );
    assert_eq!(carnet(&sandbox, &["verifier"]).status, 0);
}

#[test]
fn verifier_reports_in_french_and_repairs_when_asked() {
    let sandbox = Sandbox::of(4);
    let sound = carnet(&sandbox, &["verifier"]);
    assert_eq!((sound.status, sound.err.as_str()), (0, ""), "{}", sound.out);
    assert!(sound.out.contains("4 événements") && sound.out.contains("✓ Tout va bien."));

    by_hand(
        &sandbox.store_path(),
        "DELETE FROM event_list WHERE row < 3",
    );
    let wrong = carnet(&sandbox, &["verifier", "--json"]);
    assert_eq!(wrong.status, 1);
    assert_eq!(wrong.json()["sain"], false);
    assert_eq!(wrong.json()["constats"][0]["genre"], "liste_calculee");
    let wrong = carnet(&sandbox, &["verifier"]);
    assert!(
        wrong
            .out
            .contains("✗ La liste calculée des événements n’est pas à jour (2 lignes)."),
        "{}",
        wrong.out
    );
    assert!(wrong.err.contains("carnet verifier --reparer"));
    let repaired = carnet(&sandbox, &["verifier", "--reparer"]);
    assert_eq!(repaired.status, 0, "{}", repaired.err);
    assert!(
        repaired.out.contains("(2 lignes). Réparé."),
        "{}",
        repaired.out
    );
    assert_eq!(carnet(&sandbox, &["verifier"]).status, 0);
}

#[test]
fn a_damaged_store_is_salvaged_then_put_back() {
    let sandbox = Sandbox::of(300);
    let mut bytes = fs::read(sandbox.store_path()).unwrap();
    // A page in the middle.
    let page = bytes.len() / PAGE / 2 * PAGE;
    bytes[page..page + PAGE].fill(0xa5);
    fs::write(sandbox.store_path(), &bytes).unwrap();
    let ran = carnet(&sandbox, &["verifier", "--reparer"]);
    assert_eq!(ran.status, 1, "what is damaged is damaged still");
    assert!(ran.out.contains("✗ Le fichier est abîmé."), "{}", ran.out);
    assert!(
        ran.out.contains("en anglais : « ") && ran.out.contains("Carnet récupéré dans"),
        "{}",
        ran.out
    );
    let (_, saved) = ran.out.split_once("Carnet récupéré dans").unwrap();
    for name in [" événements", " entrées de liste", " étapes de check-list"] {
        assert!(saved.contains(name), "{saved}");
    }
    for name in ["event", "entry", "step", "setting", "tick", "memory"] {
        assert!(!saved.contains(name), "{saved}");
    }
    assert_eq!(fs::read(sandbox.store_path()).unwrap(), bytes);
    let back = carnet(
        &sandbox,
        &["restaurer", "carnet-recupere-2026-11-24.db", "--oui"],
    );
    assert_eq!(back.status, 0, "{}", back.err);
    assert_eq!(carnet(&sandbox, &["verifier"]).status, 0);
    assert!(carnet(&sandbox, &["liste"]).out.lines().count() > 200);
}

#[test]
fn a_store_that_lost_its_header_is_known_by_what_is_left_or_its_copies() {
    let sandbox = Sandbox::of(12);
    let bytes = fs::read(sandbox.store_path()).unwrap();
    let emptied = [&[0; 100], &bytes[100..]].concat();
    let lost = vec![0; bytes.len()];
    for (wrong, sentence) in [
        (&emptied, "Le carnet est abîmé"),
        (&lost, "n’est pas un carnet"),
        (&Vec::new(), "n’est pas un carnet"),
    ] {
        fs::write(sandbox.store_path(), wrong).unwrap();
        let ran = carnet(&sandbox, &["liste"]);
        assert_eq!(ran.status, 1);
        assert!(ran.err.contains(sentence), "{}", ran.err);
    }
    fs::write(sandbox.store_path(), &bytes).unwrap();
    assert_eq!(carnet(&sandbox, &["sauvegarder"]).status, 0);
    for wrong in [emptied, lost, Vec::new()] {
        fs::write(sandbox.store_path(), &wrong).unwrap();
        for command in ["liste", "verifier"] {
            let output = carnet(&sandbox, &[command]);
            assert_eq!(output.status, 1);
            assert!(output.err.contains("carnet sauvegardes"), "{}", output.err);
        }
        assert_eq!(fs::read(sandbox.store_path()).unwrap(), wrong);
        let copy = "sauvegardes/carnet-2026-11-24-manuelle.db";
        assert_eq!(carnet(&sandbox, &["restaurer", copy, "--oui"]).status, 0);
        assert_eq!(carnet(&sandbox, &["liste"]).out.lines().count(), 12);
    }
}

#[test]
fn a_copy_takes_the_place_of_a_store_damaged_anywhere() {
    let sandbox = Sandbox::of(40);
    assert_eq!(carnet(&sandbox, &["sauvegarder", "bonne.db"]).status, 0);
    let whole = fs::read(sandbox.store_path()).unwrap();
    for page in 0..whole.len() / PAGE {
        let mut bytes = whole.clone();
        bytes[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        let _ = fs::remove_file(sandbox.path("carnet.db-wal"));
        fs::write(sandbox.store_path(), &bytes).unwrap();
        let back = carnet(&sandbox, &["restaurer", "bonne.db", "--oui"]);
        assert_eq!(back.status, 0, "page {page}: {}", back.err);
        let list = carnet(&sandbox, &["liste"]);
        assert_eq!(list.out.lines().count(), 40, "page {page}: {}", list.err);
    }
}

#[cfg(unix)]
#[test]
fn what_was_repaired_is_reported_in_a_sentence() {
    let sandbox = Sandbox::of(1);
    super::set_mode(&sandbox.store_path(), 0o644);
    let ran = carnet(&sandbox, &["liste"]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.err
            .contains("D’autres comptes de cet ordinateur pouvaient lire"),
        "{}",
        ran.err
    );
    assert!(carnet(&sandbox, &["liste"]).err.is_empty());
}

#[test]
fn a_failed_backup_is_reported_and_the_change_is_made() {
    let sandbox = Sandbox::of(1);
    fs::write(sandbox.copies(), "").unwrap();
    #[cfg(unix)]
    super::set_mode(&sandbox.copies(), 0o600);
    fs::write(sandbox.path("un.csv"), "Titre\nUn café\n").unwrap();
    let ran = carnet(&sandbox, &["importer", "un.csv"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err
            .contains("La sauvegarde du carnet n’a pas pu être faite"),
        "{}",
        ran.err
    );
    assert_eq!(carnet(&sandbox, &["liste"]).out.lines().count(), 2);
}

#[test]
fn copies_of_a_day_differ_by_their_hours_the_latest_first() {
    let sandbox = Sandbox::of(2);
    fs::create_dir(sandbox.copies()).unwrap();
    for (reason, made) in [
        ("manuelle", "2026-11-24T08:00:00Z"),
        ("quotidienne", "2026-11-24T09:30:00Z"),
        // A copy of a copy bears another day.
        ("avant-import", "2026-11-26T09:00:00Z"),
    ] {
        let copy = sandbox
            .copies()
            .join(format!("carnet-2026-11-24-{reason}.db"));
        fs::copy(sandbox.store_path(), &copy).unwrap();
        let made: DateTime<Utc> = made.parse().unwrap();
        let file = fs::File::options().write(true).open(copy).unwrap();
        file.set_modified(made.into()).unwrap();
    }
    let ran = carnet(&sandbox, &["sauvegardes", "--json"]);
    let copies = ran.json();
    let summary = |copy: &serde_json::Value| (copy["raison"].clone(), copy["heure"].clone());
    let summaries: Vec<_> = copies.as_array().unwrap().iter().map(summary).collect();
    assert_eq!(
        summaries,
        [
            ("avant-import".into(), serde_json::Value::Null),
            ("quotidienne".into(), "10:30".into()),
            ("manuelle".into(), "09:00".into()),
        ]
    );
    let ran = carnet(&sandbox, &["sauvegardes"]);
    assert!(
        ran.out
            .contains("mar. 24 nov. 2026    10 h 30  quotidienne"),
        "{}",
        ran.out
    );
}
