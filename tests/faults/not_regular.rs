//! A pipe, a device or a folder where a file is expected: refused at once, and never replaced.

use std::fs;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;

use super::{Ran, carnet_after, permitted};
use crate::support::sandbox::Sandbox;

/// Runs a command that must not wait for ever: 124 is the status of what lasted.
fn carnet(base: &Path, arguments: &[&str]) -> Ran {
    let ran = carnet_after("timeout 20 \"$0\" \"$@\"; exit $?;", base, arguments);
    assert_ne!(ran.status, Some(124), "{arguments:?} hangs");
    ran
}

fn pipe(path: &Path) {
    assert!(permitted("mkfifo", &[path.to_str().unwrap()]));
}

#[track_caller]
fn assert_pipe(path: &Path) {
    assert!(fs::metadata(path).unwrap().file_type().is_fifo());
}

#[test]
fn a_pipe_is_refused_wherever_a_file_is_expected() {
    let sandbox = Sandbox::demo(3);
    let (base, fifo) = (sandbox.path("carnet.db"), sandbox.path("tube.db"));
    pipe(&fifo);
    let name = fifo.to_str().unwrap();
    let ok = base.to_str().unwrap();
    for arguments in [
        &["liste"][..],
        &["etat"],
        &["verifier"],
        &["verifier", "--reparer"],
        &["sauvegardes"],
        &["sauvegarder"],
        &["exporter", "-"],
        &["lieux"],
        &["purger", "--avant", "1/1/2020", "--oui"],
        &["demo", "--base", name],
        &["restaurer", ok, "--oui"],
        &[],
    ] {
        carnet(&fifo, arguments).assert_refused();
        assert_pipe(&fifo);
    }
    for arguments in [
        &["importer", name][..],
        &["exporter", name],
        &["exporter", name, "--remplacer"],
        &["sauvegarder", name],
        &["sauvegarder", name, "--remplacer"],
        &["restaurer", name, "--oui"],
        &["lieux", "--importer", name],
        &["lieux", "--exporter", name, "--remplacer"],
        &["restaurer", ok, "--oui", "--base", "/dev/null"],
        &["exporter", "/dev/null", "--remplacer"],
        &["sauvegarder", "/dev/null", "--remplacer"],
    ] {
        carnet(&base, arguments).assert_refused();
        assert_pipe(&fifo);
    }
    assert!(
        fs::metadata("/dev/null")
            .unwrap()
            .file_type()
            .is_char_device()
    );
}

#[test]
fn a_pipe_next_to_a_store_or_a_copy_hangs_nothing() {
    let sandbox = Sandbox::demo(3);
    let base = sandbox.path("carnet.db");
    assert_eq!(carnet(&base, &["sauvegarder"]).status, Some(0));
    let copy = "sauvegardes/carnet-2026-11-24-manuelle.db";
    let hash = sandbox.path(&format!("{copy}.sha256"));
    fs::remove_file(&hash).unwrap();
    pipe(&hash);
    let copy = sandbox.path(copy);
    for arguments in [
        &["sauvegardes"][..],
        &["verifier"],
        &["restaurer", copy.to_str().unwrap()],
        &["liste"],
    ] {
        carnet(&base, arguments);
    }
    for end in ["-journal", "-wal", "-shm"] {
        let beside = sandbox.path(&format!("carnet.db{end}"));
        pipe(&beside);
        for arguments in [&["liste"][..], &["verifier"], &["sauvegarder"], &[]] {
            carnet(&base, arguments);
        }
        assert_pipe(&beside);
        fs::remove_file(beside).unwrap();
    }
    assert_eq!(carnet(&base, &["liste"]).status, Some(0));
}
