//! A failure of the system injected at any call of a command: a status of 0 means that it is done, a status of 1 that nothing is,
//! a store stands in its place, and nothing is left beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{assert_french, carnet, permitted, times, titles};
use crate::support::sandbox::Sandbox;
use carnet::store::Store;

/// A folder in which a command runs, and that command.
struct Scene {
    sandbox: Sandbox,
    arguments: Vec<String>,
}

impl Scene {
    /// Returns a copy of its folder.
    fn copy(&self) -> Sandbox {
        let copy = Sandbox::nothing();
        for entry in fs::read_dir(self.sandbox.path("")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), copy.path(entry.file_name().to_str().unwrap())).unwrap();
            }
        }
        copy
    }

    /// Runs the command in a folder below `strace`, with `options`.
    fn run(&self, folder: &Sandbox, options: &[&str]) -> (Option<i32>, String) {
        let ran = Command::new("strace")
            .args(["-f", "-qq", "-o", folder.path("appels").to_str().unwrap()])
            .args(options)
            .arg(env!("CARGO_BIN_EXE_carnet"))
            .args(&self.arguments)
            .current_dir(folder.path(""))
            .env("CARNET_BASE", folder.path("carnet.db"))
            .env("CARNET_MAINTENANT", "2026-11-24T10:00:00")
            .output()
            .unwrap();
        (
            ran.status.code(),
            String::from_utf8_lossy(&ran.stderr).into_owned(),
        )
    }

    /// Returns how many times a call is made.
    fn count(&self, call: &str) -> usize {
        let folder = self.copy();
        self.run(&folder, &["-e", &format!("trace={call}")]);
        let calls = fs::read_to_string(folder.path("appels")).unwrap();
        let begin = format!(" {call}(");
        calls.lines().filter(|line| line.contains(&begin)).count()
    }
}

/// What the store says to the user, read in a copy so that nothing is touched; none where there is no store.
fn seen(folder: &Sandbox) -> Option<Vec<String>> {
    let base = folder.path("carnet.db");
    base.exists().then(|| {
        let copy = Sandbox::nothing();
        for end in ["", "-wal"] {
            let name = format!("carnet.db{end}");
            let _ = fs::copy(folder.path(&name), copy.path(&name));
        }
        let store = Store::open(&copy.path("carnet.db")).unwrap();
        let mut seen = titles(&store);
        let history = store.history(None, 0, 100).unwrap();
        seen.extend(history.into_iter().map(|entry| entry.label));
        seen
    })
}

/// Temporary files, below the folder.
fn left(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with(".carnet-")
        {
            found.push(path);
        } else if path.is_dir() {
            found.extend(left(&path));
        }
    }
    found
}

fn scenes() -> Vec<Scene> {
    let scene = |sandbox: Sandbox, arguments: &[&str]| Scene {
        sandbox,
        arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
    };
    let demo = || Sandbox::demo(12);
    let past = {
        let listed = carnet(
            &demo().path("carnet.db"),
            &["liste", "--a-attester", "--limite", "1"],
        );
        String::from_utf8(listed.out).unwrap()[..8].to_owned()
    };
    let importing = demo();
    importing.write("in.csv", "Titre;Date\nUn café;12/1/2027\n");
    let restoring = demo();
    let base = restoring.path("carnet.db");
    assert_eq!(
        carnet(
            &base,
            &["sauvegarder", restoring.path("copie.db").to_str().unwrap()]
        )
        .status,
        Some(0)
    );
    assert_eq!(carnet(&base, &["cloner", &past]).status, Some(0));
    fs::remove_dir_all(restoring.path("sauvegardes")).unwrap();
    vec![
        scene(demo(), &["attester", &past, "--presents", "9", "--oui"]),
        scene(demo(), &["cloner", &past, "--date", "12/12/2026"]),
        scene(importing, &["importer", "in.csv"]),
        scene(demo(), &["purger", "--avant", "20/11/2026", "--oui"]),
        scene(restoring, &["restaurer", "copie.db", "--oui"]),
        scene(
            Sandbox::nothing(),
            &["demo", "--base", "carnet.db", "--evenements", "3"],
        ),
    ]
}

#[test]
fn a_status_of_0_means_done_and_of_1_that_nothing_is() {
    if !permitted("strace", &["-o", "/dev/null", "true"]) {
        println!("passé : strace n’est pas là, ou pas permis");
        return;
    }
    let faults = [
        ("fsync", "EIO"),
        ("pread64", "EIO"),
        ("pwrite64", "ENOSPC"),
        ("ftruncate", "EIO"),
        ("unlink", "EIO"),
        ("write", "ENOSPC"),
    ];
    for scene in scenes() {
        let before = seen(&scene.copy());
        let done = scene.copy();
        assert_eq!(
            scene.run(&done, &["-e", "trace=none"]).0,
            Some(0),
            "{:?}",
            scene.arguments
        );
        let after = seen(&done);
        for (call, error) in faults {
            let count = scene.count(call);
            // The last calls fold the log, once all is written.
            let most = times(2, 30).min(count);
            let places = (0..most).map(|place| count - place * count / most.max(1));
            for (index, place) in places.enumerate() {
                // Once, and from there on; in the short form one or the other.
                let both = ["", "+"].into_iter().enumerate();
                let those = both.filter(|(it, _)| times(1, 2) == 2 || index % 2 == *it);
                for (_, always) in those {
                    let folder = scene.copy();
                    let inject = format!("inject={call}:error={error}:when={place}{always}");
                    let (status, told) = scene.run(&folder, &["-e", &inject]);
                    let context = format!("{:?} {inject}: {status:?} {told}", scene.arguments);
                    let now = seen(&folder);
                    match status {
                        Some(0) => assert!(now == after, "not done: {context}"),
                        Some(1) => {
                            assert!(now == before, "done or half done: {context}");
                            if call != "write" {
                                assert_french(told.lines().last().unwrap_or_default());
                            }
                        }
                        _ => panic!("{context}"),
                    }
                    assert!(!told.contains("Le carnet est abîmé"), "{context}");
                    // What is never removed is left.
                    if (call, always) != ("unlink", "+") {
                        assert_eq!(
                            left(&folder.path("")),
                            [""; 0].map(PathBuf::from),
                            "{context}"
                        );
                    }
                }
            }
        }
    }
}
