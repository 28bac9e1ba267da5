//! Another program holds the store for the time of a save.

use std::time::{Duration, Instant};

use vt100::MouseProtocolMode;

use super::{assert_sound, times, titles};
use crate::support::Carnet;
use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;

#[test]
fn a_save_waits_says_so_and_works_once_the_store_is_free() {
    let sandbox = Sandbox::demo(3);
    let base = sandbox.path("carnet.db");
    let mut carnet = sandbox.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    let other = rusqlite::Connection::open(&base).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    carnet.type_text("Patience");
    carnet.press("Ctrl+S");
    carnet.wait_for("Carnet attend");
    carnet.wait_for("Patience");
    // One may give up, and what was typed is there.
    carnet.press("Échap");
    carnet.wait_for("réessayez dans un instant");
    carnet.press("Ctrl+S");
    carnet.wait_for("Carnet attend");
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(times(0, 10) as u64) {
        std::thread::yield_now();
    }
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    // What was asked is done by itself, once it can be.
    carnet.wait_for("« Patience » enregistré");
    quit(&mut carnet);
    assert_sound(&base);
    assert_eq!(titles(&sandbox.store()).len(), 4);
}

#[test]
fn a_store_locked_at_the_start_is_waited_for_visibly() {
    let sandbox = Sandbox::demo(3);
    let base = sandbox.path("carnet.db");
    let other = rusqlite::Connection::open(&base).unwrap();
    other
        .execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE recording SET action = NULL",
        )
        .unwrap();
    let args = ["--base", base.to_str().unwrap()];
    let carnet = Carnet::start(&args, 80, 24, &[]);
    carnet.wait_for("Carnet attend");
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    carnet.wait_for("Ce qui attend");
}

#[test]
fn a_mouse_released_while_the_store_is_locked_is_released_once_it_is_free() {
    let sandbox = Sandbox::demo(3);
    let mut carnet = sandbox.open(120, 40);
    carnet.press("F6");
    carnet.click_on("Souris");
    let is_on = |carnet: &Carnet| {
        carnet.look(vt100::Screen::mouse_protocol_mode) != MouseProtocolMode::None
    };
    assert!(is_on(&carnet));
    let other = rusqlite::Connection::open(sandbox.path("carnet.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    carnet.press("Entrée");
    carnet.wait_for("Carnet attend");
    other.execute_batch("ROLLBACK").unwrap();
    // No other key is needed: it is given back before the line says so.
    carnet.wait_for_no("dans Carnet");
    assert!(!is_on(&carnet));
}
