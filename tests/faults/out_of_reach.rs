//! The store refused by its disk, removed or replaced while the program has it open.

use std::fs;
use std::rc::Rc;

use super::{assert_french, assert_sound, carnet, permitted, titles};
use crate::support::Carnet;
use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;
use carnet::store::Store;

const GONE: &str = "a été déplacé, supprimé ou remplacé";

/// A form with a title typed in it, not saved.
fn typing(sandbox: &Sandbox) -> Carnet {
    let mut carnet = sandbox.open(120, 40);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("En pleine saisie");
    carnet.wait_for("En pleine saisie");
    carnet
}

#[test]
fn a_store_moved_away_is_written_to_again_once_it_is_back() {
    let sandbox = Sandbox::demo(3);
    let (base, away) = (sandbox.path("carnet.db"), sandbox.path("ailleurs.db"));
    let mut carnet = typing(&sandbox);
    fs::rename(&base, &away).unwrap();
    carnet.press("Ctrl+S");
    carnet.wait_for(GONE);
    carnet.wait_for("En pleine saisie");
    fs::rename(&away, &base).unwrap();
    carnet.press("Ctrl+S");
    carnet.wait_for("« En pleine saisie » enregistré");
    quit(&mut carnet);
    assert_sound(&base);
    assert_eq!(titles(&sandbox.store()).len(), 4);
}

#[test]
fn a_store_removed_or_replaced_is_reported_and_the_other_is_left_alone() {
    for replaced in [false, true] {
        let sandbox = Sandbox::demo(3);
        let base = sandbox.path("carnet.db");
        let mut carnet = typing(&sandbox);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", base.display()));
        }
        if replaced {
            drop(Store::create(&base).unwrap());
        }
        let before = fs::read(&base).ok();
        carnet.press("Ctrl+S");
        carnet.wait_for(GONE);
        carnet.wait_for("En pleine saisie");
        // One is warned once, then can leave.
        carnet.press("Ctrl+Q");
        carnet.wait_for("Ce qui est tapé n'est pas gardé");
        carnet.press("Ctrl+Q");
        carnet.wait_exit();
        assert_eq!(fs::read(&base).ok(), before);
        if replaced {
            assert_sound(&base);
            assert_eq!(titles(&sandbox.store()), [""; 0]);
        }
    }
}

/// The log of the open store stays where it was: the new one and its own get in each other's way.
#[test]
fn a_store_moved_and_recreated_is_reported_as_replaced_not_damaged() {
    for events in ["5", "2000"] {
        let sandbox = Sandbox::demo(30);
        let base = sandbox.path("carnet.db");
        let mut window = typing(&sandbox);
        fs::rename(&base, sandbox.path("ailleurs.db")).unwrap();
        let name = base.to_str().unwrap();
        let made = carnet(&base, &["demo", "--base", name, "--evenements", events]);
        assert_eq!(made.status, Some(0), "{}", made.err);
        window.press("Ctrl+S");
        window.wait_for(GONE);
        window.wait_for("En pleine saisie");
        window.press("Ctrl+Q");
        window.wait_for("Ce qui est tapé n'est pas gardé");
        window.press("Ctrl+Q");
        window.wait_exit();
        assert!(!window.screen().contains("abîmé"), "{window}");
        // Neither was touched by the end of the other.
        assert_sound(&base);
        assert_eq!(
            titles(&sandbox.store()).len(),
            events.parse::<usize>().unwrap()
        );
        assert_sound(&sandbox.path("ailleurs.db"));
    }
}

#[test]
fn a_removed_folder_is_reported() {
    let sandbox = Sandbox::empty();
    let folder = sandbox.path("dossier");
    let base = folder.join("carnet.db");
    fs::create_dir(&folder).unwrap();
    fs::copy(sandbox.path("carnet.db"), &base).unwrap();
    let home = Rc::new(tempfile::tempdir().unwrap());
    let arguments = ["--base", base.to_str().unwrap()];
    let mut carnet = Carnet::start_at(home, &arguments, 120, 40, &[]);
    carnet.wait_for("F1 aide");
    carnet.press("F3");
    carnet.wait_for("Mes événements ·");
    // Out of the program's reach first: it may be writing there.
    let away = sandbox.path("ailleurs");
    fs::rename(&folder, &away).unwrap();
    fs::remove_dir_all(away).unwrap();
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Perdu");
    carnet.press("Ctrl+S");
    carnet.wait_for(GONE);
    carnet.wait_for("Perdu");
    assert!(!folder.exists());
}

/// The support of the store refuses every write from the moment it is open.
fn refusing(sandbox: &Sandbox, error: &str) -> Option<Carnet> {
    if !permitted("strace", &["-o", "/dev/null", "true"]) {
        println!("passé : strace n’est pas là, ou pas permis");
        return None;
    }
    let base = sandbox.path("carnet.db");
    let inject = format!("inject=pwrite64:error={error}");
    let arguments = [
        "-f",
        "-o",
        "/dev/null",
        "-e",
        "trace=pwrite64",
        "-e",
        &inject,
        env!("CARGO_BIN_EXE_carnet"),
        "--base",
        base.to_str().unwrap(),
    ];
    let envs = [("CARNET_MAINTENANT", "2026-11-24T10:00:00")];
    Some(Carnet::program("strace", &arguments, &envs))
}

#[test]
fn a_read_only_disk_is_reported_and_unsaved_text_stays() {
    for error in ["EROFS", "EIO", "EDQUOT"] {
        let sandbox = Sandbox::demo(3);
        // What SQLite shares between processes is there already: another process has the store open.
        let other = sandbox.store();
        titles(&other);
        let Some(mut carnet) = refusing(&sandbox, error) else {
            return;
        };
        carnet.wait_for("F1 aide");
        carnet.press("F3 N");
        carnet.wait_for("Nouvel événement");
        carnet.type_text("Refusé");
        carnet.press("Ctrl+S");
        carnet.wait_for("Rien n'a été écrit");
        carnet.wait_for("Refusé");
        carnet.press("Ctrl+Q");
        carnet.wait_for("Ce qui est tapé n'est pas gardé");
        assert_eq!(titles(&other).len(), 3);
        carnet.kill();
        drop(other);
        assert_sound(&sandbox.path("carnet.db"));
    }
}

#[test]
fn a_folder_where_the_store_should_be_is_refused() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path("dossier.db")).unwrap();
    let ran = carnet(&sandbox.path("dossier.db"), &["liste"]);
    ran.assert_refused();
    let ran = carnet(&sandbox.path("carnet.db").join("dedans.db"), &["liste"]);
    assert_eq!(ran.status, Some(1));
    assert_french(&ran.err);
}
