//! A store on a disk, in a folder or with permissions that refuse writing: it is read, nothing is written there or next to
//! it, and what would write says so.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Ran, assert_french, permitted, titles};
use crate::support::Carnet;
use crate::support::read_only_folder::{ReadOnlyFolder, set_mode};
use crate::support::sandbox::Sandbox;
use carnet::domain::event::EventContent;
use carnet::store::{Note, Store, StoreError};

const OLD: &str = "tests/data/carnet-schema-2.db";

/// Runs a command with a folder for temporary files of its own, which must be empty at the end.
#[track_caller]
fn carnet(sandbox: &Sandbox, base: &Path, arguments: &[&str]) -> Ran {
    let temporary = sandbox.path("temporaire");
    fs::create_dir_all(&temporary).unwrap();
    let before = format!("TMPDIR='{}'", temporary.display());
    let ran = super::carnet_after(&format!("export {before};"), base, arguments);
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    ran
}

#[track_caller]
fn assert_done(ran: &Ran) -> String {
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    String::from_utf8(ran.out.clone()).unwrap()
}

/// Refused in one sentence that says why, what was written, and what to do.
#[track_caller]
fn assert_read_only(ran: &Ran) {
    ran.assert_refused();
    let refusal = ran.err.lines().last().unwrap();
    for part in ["en lecture seule", "Rien n’a été écrit", "Copiez-le"] {
        assert!(refusal.contains(part), "{}", ran.err);
    }
}

/// A sandbox whose store has an action in its log only; the copies of both files are at the paths returned.
fn with_log(sandbox: &Sandbox) -> (PathBuf, PathBuf) {
    let (base, log) = (sandbox.path("copie.db"), sandbox.path("copie.db-wal"));
    let mut store = sandbox.store();
    let content = EventContent {
        title: "Dans le journal".to_owned(),
        ..EventContent::default()
    };
    let now = super::moment().now;
    let created = store.record("création", now, |change| {
        let id = carnet::domain::id::EventId::new(now);
        let draft = carnet::domain::event::publication::Publication::Draft;
        change.create_event(id, &content, draft, "Europe/Paris")
    });
    created.unwrap();
    fs::copy(sandbox.path("carnet.db"), &base).unwrap();
    fs::copy(sandbox.path("carnet.db-wal"), &log).unwrap();
    store.close().unwrap();
    assert!(fs::metadata(&log).unwrap().len() > 0);
    (base, log)
}

#[test]
fn what_reads_works_and_what_writes_refuses() {
    let sandbox = Sandbox::demo(5);
    let store = sandbox.path("carnet.db");
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &[(&store, "carnet.db")]) else {
        return;
    };
    let (base, before) = (folder.base(), folder.content());
    let run = |arguments: &[&str]| carnet(&sandbox, &base, arguments);

    assert_eq!(assert_done(&run(&["liste"])).lines().count(), 5);
    for arguments in [
        &["etat"][..],
        &["accueil", "--json"],
        &["liste", "--json"],
        &["lieux"],
        &["sauvegardes"],
        &["purger", "--avant", "1/1/2020", "--simuler"],
    ] {
        let ran = run(arguments);
        assert_done(&ran);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
    // A text may take several lines.
    assert!(assert_done(&run(&["exporter", "-"])).lines().count() >= 6);
    assert!(assert_done(&run(&["verifier"])).contains("Tout va bien"));
    let elsewhere = sandbox.path("ailleurs.db");
    assert_done(&run(&["sauvegarder", elsewhere.to_str().unwrap()]));
    assert_eq!(titles(&Store::open(&elsewhere).unwrap()).len(), 5);

    let list = assert_done(&run(&["liste", "--limite", "1"]));
    let id = list.split_whitespace().next().unwrap();
    sandbox.write("a.csv", "Titre;Date\nAtelier;1/12/2026\n");
    let csv = sandbox.path("a.csv");
    for arguments in [
        &["cloner", id][..],
        &["importer", csv.to_str().unwrap()],
        &["purger", "--avant", "24/11/2026", "--oui"],
        &["sauvegarder"],
    ] {
        let ran = run(arguments);
        assert_read_only(&ran);
        // The reason is not repeated.
        assert!(
            ran.err.matches("en lecture seule").count() <= 2,
            "{}",
            ran.err
        );
    }
    let copy = elsewhere.to_str().unwrap();
    let restored = run(&["restaurer", copy, "--oui"]);
    restored.assert_refused();
    assert_eq!(folder.content(), before);
}

#[test]
fn what_is_in_the_log_is_read_too() {
    let sandbox = Sandbox::demo(3);
    let (base, log) = with_log(&sandbox);
    let files = [(&*base, "carnet.db"), (&*log, "carnet.db-wal")];
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &files) else {
        return;
    };
    let (base, before) = (folder.base(), folder.content());
    let listed = carnet(&sandbox, &base, &["liste"]);
    let list = assert_done(&listed);
    assert_eq!(list.lines().count(), 4);
    assert!(list.contains("Dans le journal"), "{list}");
    assert!(listed.err.contains("dans son journal"), "{}", listed.err);
    let verified = carnet(&sandbox, &base, &["verifier"]);
    assert!(assert_done(&verified).contains("4 événements"));
    let elsewhere = sandbox.path("ailleurs.db");
    let copied = carnet(
        &sandbox,
        &base,
        &["sauvegarder", elsewhere.to_str().unwrap()],
    );
    assert_done(&copied);
    assert_eq!(titles(&Store::open(&elsewhere).unwrap()).len(), 4);
    assert_eq!(folder.content(), before);
}

#[test]
fn the_log_of_another_file_is_not_read() {
    let sandbox = Sandbox::demo(3);
    let (_, log) = with_log(&sandbox);
    let other = Sandbox::demo(2);
    let other = other.path("carnet.db");
    let files = [(&*other, "carnet.db"), (&*log, "carnet.db-wal")];
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &files) else {
        return;
    };
    let before = folder.content();
    let listed = carnet(&sandbox, &folder.base(), &["liste"]);
    let list = assert_done(&listed);
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(
        listed.err.contains("celui d’un autre fichier"),
        "{}",
        listed.err
    );
    assert_eq!(folder.content(), before);
}

#[test]
fn an_older_one_is_read_as_a_migrated_copy() {
    let sandbox = Sandbox::nothing();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join(OLD);
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &[(&old, "carnet.db")]) else {
        return;
    };
    let (base, before) = (folder.base(), folder.content());
    let listed = carnet(&sandbox, &base, &["liste"]);
    assert_eq!(assert_done(&listed).lines().count(), 14);
    assert!(
        listed.err.contains("version plus ancienne"),
        "{}",
        listed.err
    );
    assert_done(&carnet(&sandbox, &base, &["verifier"]));
    assert_read_only(&carnet(&sandbox, &base, &["sauvegarder"]));
    assert_eq!(folder.content(), before);
}

/// What makes a command subject to permissions: nothing, or for the administrator another account.
fn as_plain_user(program: &Path) -> Option<Vec<String>> {
    let probe = tempfile::tempdir().unwrap();
    set_mode(probe.path(), 0o555);
    let is_plain = fs::write(probe.path().join("essai"), "").is_err();
    set_mode(probe.path(), 0o755);
    let program = program.to_str().unwrap().to_owned();
    if is_plain {
        return Some(vec![program]);
    }
    let other = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    if !permitted("setpriv", &[&other[..], &[&program, "--version"]].concat()) {
        println!("passé : l’administrateur ne peut pas prendre un autre compte ici");
        return None;
    }
    let mut words = vec!["setpriv".to_owned()];
    words.extend(other.map(str::to_owned));
    words.push(program);
    Some(words)
}

#[test]
fn permissions_that_refuse_writing_are_enough() {
    let sandbox = Sandbox::demo(3);
    let (base, log) = with_log(&sandbox);
    // Where another account may go.
    let place = tempfile::tempdir().unwrap();
    set_mode(place.path(), 0o755);
    let program = place.path().join("carnet");
    fs::copy(env!("CARGO_BIN_EXE_carnet"), &program).unwrap();
    let Some(words) = as_plain_user(&program) else {
        return;
    };
    // The permissions of the folder, of the files, whether there is a log.
    let cases = [
        (0o555, 0o644, false),
        (0o555, 0o444, false),
        (0o755, 0o444, false),
        (0o555, 0o644, true),
        (0o555, 0o444, true),
    ];
    for (case, (folder_mode, file_mode, has_log)) in cases.into_iter().enumerate() {
        let folder = place.path().join(format!("cas-{case}"));
        fs::create_dir(&folder).unwrap();
        let store = folder.join("carnet.db");
        let from = if has_log {
            base.clone()
        } else {
            sandbox.path("carnet.db")
        };
        fs::copy(from, &store).unwrap();
        let mut files = vec![store.clone()];
        if has_log {
            files.push(folder.join("carnet.db-wal"));
            fs::copy(&log, &files[1]).unwrap();
        }
        for file in &files {
            set_mode(file, file_mode);
            if words.len() > 1 {
                std::os::unix::fs::chown(file, Some(65534), Some(65534)).unwrap();
            }
        }
        if words.len() > 1 {
            std::os::unix::fs::chown(&folder, Some(65534), Some(65534)).unwrap();
        }
        set_mode(&folder, folder_mode);
        let bytes = fs::read(&store).unwrap();
        let run = |arguments: &[&str]| {
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]).args(arguments);
            command.env("CARNET_BASE", &store);
            let output = command.output().unwrap();
            Ran {
                status: output.status.code(),
                out: output.stdout,
                err: String::from_utf8(output.stderr).unwrap(),
            }
        };
        let listed = run(&["liste"]);
        assert_eq!(listed.status, Some(0), "case {case}: {}", listed.err);
        let list = String::from_utf8(listed.out).unwrap();
        assert_eq!(list.lines().count(), 4, "case {case}: {list}");
        assert!(
            listed.err.contains("en lecture seule"),
            "case {case}: {}",
            listed.err
        );
        let verified = run(&["verifier"]);
        let text = String::from_utf8(verified.out).unwrap();
        // « D’autres comptes peuvent lire » apart.
        assert!(
            !text.contains("abîmé") && text.contains("4 événements"),
            "case {case}: {text}"
        );
        let refused = run(&["sauvegarder"]);
        assert_eq!(refused.status, Some(1), "case {case}");
        assert_french(&refused.err);
        assert!(
            refused.err.contains("Rien n’a été écrit"),
            "case {case}: {}",
            refused.err
        );
        let names = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        assert_eq!(names.count(), files.len(), "case {case}");
        assert_eq!(fs::read(&store).unwrap(), bytes, "case {case}");
        let mode = fs::metadata(&store).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, file_mode, "case {case}");
        set_mode(&folder, 0o755);
    }
}

#[test]
fn a_file_that_nobody_may_change_is_read() {
    let sandbox = Sandbox::demo(3);
    let base = sandbox.path("carnet.db");
    if !permitted("chattr", &["+i", base.to_str().unwrap()]) {
        println!("passé : chattr +i n’est pas permis ici");
        return;
    }
    let bytes = fs::read(&base).unwrap();
    let listed = super::carnet(&base, &["liste"]);
    let refused = super::carnet(&base, &["sauvegarder"]);
    let carnet = sandbox.open(120, 40).screen();
    assert!(permitted("chattr", &["-i", base.to_str().unwrap()]));
    assert_done(&listed);
    assert_read_only(&refused);
    assert!(carnet.contains("en lecture seule"), "{carnet}");
    assert_eq!(fs::read(&base).unwrap(), bytes);
}

#[test]
fn the_store_says_that_it_is_open_to_be_read_and_refuses_every_change() {
    let sandbox = Sandbox::demo(3);
    let store = sandbox.path("carnet.db");
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &[(&store, "carnet.db")]) else {
        return;
    };
    let before = folder.content();
    let now = super::moment().now;
    let mut store = Store::open_at(&folder.base(), now).unwrap();
    assert!(store.is_read_only());
    assert!(matches!(
        store.notes(),
        [Note::ReadOnly {
            has_log: false,
            is_older: false,
            ..
        }]
    ));
    let refused = |result: Result<(), StoreError>| {
        assert!(
            matches!(result, Err(StoreError::OpenedToRead)),
            "{result:?}"
        );
    };
    refused(store.record("rien", now, |_| Ok(())));
    refused(store.undo(now).map(drop));
    refused(store.redo(now).map(drop));
    refused(store.forget_actions());
    refused(store.purge(now.date_naive(), super::moment()).map(drop));
    // What the program does by itself, it does not do, silently.
    store.remember("clé", &1, now).unwrap();
    store.amend_drafts(|_| {}, now).unwrap();
    assert_eq!(store.recall::<i64>("clé").unwrap(), None);
    store.tend(now).unwrap();
    store.close().unwrap();
    assert_eq!(folder.content(), before);

    // Another computer changes it: what was read of it is no longer what it is.
    let mut store = Store::open_at(&folder.base(), now).unwrap();
    folder.set_writable(true);
    fs::write(folder.base(), "autre chose").unwrap();
    folder.set_writable(false);
    assert!(matches!(store.tend(now), Err(StoreError::Gone(_))));
    store.tend(now).unwrap();
    store.close().unwrap();
}

fn open(folder: &ReadOnlyFolder) -> Carnet {
    let base = folder.base();
    let envs = [("CARNET_MAINTENANT", "2026-11-24T10:00:00")];
    let home = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let arguments = ["--base", base.to_str().unwrap()];
    let carnet = Carnet::start_at(home, &arguments, 120, 40, &envs);
    carnet.wait_for("F1 aide");
    carnet
}

#[test]
fn the_screens_say_so_and_offer_nothing_that_writes() {
    let sandbox = Sandbox::demo(5);
    let store = sandbox.path("carnet.db");
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &[(&store, "carnet.db")]) else {
        return;
    };
    let before = folder.content();
    let mut carnet = open(&folder);
    carnet.wait_for("Carnet en lecture seule");
    carnet.wait_for("rien n'y sera écrit");
    const REFUSED: &str = "Ce carnet est en lecture seule. Rien n'a été écrit.";
    // Keys of each screen that would write.
    for (place, keys) in [
        ("F2", &["N", "A", "I"][..]),
        (
            "F3",
            &["N", "M", "A", "C", "P", "R", "O", "Suppr", "I", "Ctrl+Z"],
        ),
        ("F4", &["A", "T"]),
        ("F5", &["Espace"]),
        ("F6", &["N", "Entrée"]),
    ] {
        carnet.press(place);
        for key in keys {
            carnet.press(key);
            carnet.wait_for(REFUSED);
            carnet.press("↓");
            carnet.wait_for_no(REFUSED);
        }
    }
    carnet.press("F3");
    carnet.wait_for("chercher");
    let screen = carnet.screen();
    let foot = screen.lines().last().unwrap();
    assert!(foot.contains("chercher"), "{foot}");
    for offered in [
        "nouveau",
        "modifier",
        "attester",
        "cloner",
        "publier",
        "supprimer",
    ] {
        assert!(!foot.contains(offered), "{foot}");
    }
    carnet.press("Ctrl+P");
    carnet.type_text("historique");
    carnet.wait_for("Ce qui a été fait");
    carnet.press("Échap Ctrl+P");
    carnet.type_text("crée un événement");
    carnet.wait_for("Rien");
    carnet.press("Échap");
    // What reads works.
    carnet.press("Entrée");
    carnet.wait_for("Description");
    carnet.press("K");
    carnet.wait_for("/9");
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    assert_eq!(folder.content(), before);
}

#[test]
fn the_carnet_is_copied_elsewhere_from_the_screen() {
    let sandbox = Sandbox::demo(5);
    let (base, log) = with_log(&sandbox);
    let files = [(&*base, "carnet.db"), (&*log, "carnet.db-wal")];
    let Some(folder) = ReadOnlyFolder::with(&sandbox, &files) else {
        return;
    };
    let mut carnet = open(&folder);
    carnet.wait_for("dans son journal");
    carnet.press("Ctrl+P");
    carnet.type_text("sauvegardes");
    carnet.press("Entrée");
    carnet.wait_for("C copier ailleurs");
    let foot = carnet.screen();
    assert!(
        !foot.lines().last().unwrap().contains("S sauvegarder"),
        "{foot}"
    );
    carnet.press("C");
    carnet.wait_for("╭─ Copier");
    let elsewhere = sandbox.path("ailleurs.db");
    carnet.press("Ctrl+U");
    carnet.type_text(elsewhere.to_str().unwrap());
    carnet.press("Entrée");
    carnet.wait_for("Copie écrite");
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    assert_eq!(titles(&Store::open(&elsewhere).unwrap()).len(), 6);
}
