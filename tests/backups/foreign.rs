//! Only a carnet, or what is left of one, is ever replaced by a copy.

use std::fs;
use std::path::Path;

use super::command::{self, Ran};
use super::{PAGE, Sandbox, by_hand, names};

fn carnet(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    command::carnet(&sandbox.path(""), &sandbox.store_path(), arguments)
}

/// A carnet with a copy, `copie.db`, in which it differs.
fn carnet_and_copy() -> Sandbox {
    let sandbox = Sandbox::of(12);
    assert_eq!(carnet(&sandbox, &["sauvegarder", "copie.db"]).status, 0);
    sandbox
}

/// Every name below a folder, and what each file is.
fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            let within = all(&path).into_iter();
            found.extend(within.map(|(other, bytes)| (format!("{name}/{other}"), bytes)));
        } else {
            found.push((name, fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn what_is_no_carnet_is_never_taken_away_by_a_copy() {
    let sandbox = carnet_and_copy();
    fs::create_dir(sandbox.path("Documents")).unwrap();
    fs::write(sandbox.path("Documents/these.txt"), "précieux").unwrap();
    fs::create_dir(sandbox.path("vide.db")).unwrap();
    fs::write(sandbox.path("lettre.txt"), "Madame,").unwrap();
    fs::write(sandbox.path("rien.db"), "").unwrap();
    by_hand(&sandbox.path("places.sqlite"), "CREATE TABLE places (a)");
    by_hand(&sandbox.path("carnet-autre.db"), "CREATE TABLE places (a)");
    fs::write(sandbox.path("image.db"), [0x89, b'P', 0, 0]).unwrap();
    // What the carnet was exported to has its stem, and so its copies.
    fs::write(sandbox.path("carnet.csv"), "Titre\nUn café\n").unwrap();
    fs::write(sandbox.path("carnet.ods"), b"PK\x03\x04\0\0").unwrap();
    assert_eq!(carnet(&sandbox, &["sauvegarder"]).status, 0);
    let before = all(&sandbox.path(""));
    for name in [
        "Documents",
        "vide.db",
        "lettre.txt",
        "rien.db",
        "places.sqlite",
        "carnet-autre.db",
        "image.db",
        "carnet.csv",
        "carnet.ods",
    ] {
        for arguments in [
            &["restaurer", "copie.db", "--oui", "--base", name][..],
            &["restaurer", "copie.db", "--base", name],
        ] {
            let ran = carnet(&sandbox, arguments);
            assert_eq!(ran.status, 1, "{name}: {}", ran.err);
            assert!(
                ran.err.contains("aucune copie ne prend sa place"),
                "{name}: {}",
                ran.err
            );
        }
        if !sandbox.path(name).is_dir() {
            let ran = carnet(&sandbox, &["sauvegarder", name, "--remplacer"]);
            assert_eq!(ran.status, 1, "{name}: {}", ran.err);
            assert!(
                ran.err.contains("n’est pas une copie de carnet"),
                "{name}: {}",
                ran.err
            );
        }
    }
    assert!(all(&sandbox.path("")) == before);
}

#[test]
fn text_and_another_program_s_database_under_the_name_of_a_carnet_stay() {
    let sandbox = carnet_and_copy();
    assert_eq!(carnet(&sandbox, &["sauvegarder"]).status, 0);
    fs::remove_file(sandbox.store_path()).unwrap();
    by_hand(&sandbox.store_path(), "CREATE TABLE places (a)");
    let ran = carnet(&sandbox, &["restaurer", "copie.db", "--oui"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    fs::write(sandbox.store_path(), "Madame,").unwrap();
    let ran = carnet(&sandbox, &["restaurer", "copie.db", "--oui"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert_eq!(fs::read(sandbox.store_path()).unwrap(), b"Madame,");
}

#[test]
fn what_is_left_of_a_carnet_is_one_without_copies_to_show_it() {
    let sandbox = carnet_and_copy();
    let whole = fs::read(sandbox.store_path()).unwrap();
    // The header gone, the first page gone, the mark gone, the end gone.
    let headless = [&[0; 100], &whole[100..]].concat();
    let pageless = [&vec![0xa5; PAGE], &whole[PAGE..]].concat();
    let mut unmarked = whole.clone();
    unmarked[68..72].fill(0);
    let short = whole[..whole.len() / 3].to_vec();
    for bytes in [headless, pageless, unmarked, short] {
        fs::write(sandbox.store_path(), &bytes).unwrap();
        let ran = carnet(&sandbox, &["restaurer", "copie.db", "--oui"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(carnet(&sandbox, &["liste"]).out.lines().count(), 12);
        let moved = names(&sandbox.copies())
            .iter()
            .any(|name| fs::read(sandbox.copies().join(name)).unwrap() == bytes);
        assert!(moved, "what it replaced is kept as it was");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_for_now_stays() {
    let sandbox = carnet_and_copy();
    let link = sandbox.path("lien.db");
    std::os::unix::fs::symlink(sandbox.path("clé/carnet.db"), &link).unwrap();
    let ran = carnet(
        &sandbox,
        &["restaurer", "copie.db", "--oui", "--base", "lien.db"],
    );
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(link.is_symlink());
}
