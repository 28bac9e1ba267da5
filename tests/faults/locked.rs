//! Another program holds the store for the time of a save.

use std::time::Duration;

use super::{assert_sound, titles};
use crate::desk::{Desk, quit};

#[test]
fn a_save_waits_says_so_and_works_once_the_store_is_free() {
    let desk = Desk::demo(3);
    let base = desk.path("carnet.db");
    let mut carnet = desk.open(80, 24);
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    let other = rusqlite::Connection::open(&base).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    carnet.type_text("Patience");
    carnet.press("Ctrl+S");
    // The program itself waits five seconds for the other.
    carnet.wait_long_for("retient le carnet", Duration::from_secs(20));
    carnet.wait_for("Patience");
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    carnet.press("Ctrl+S");
    carnet.wait_long_for("« Patience » enregistré", Duration::from_secs(20));
    quit(&mut carnet);
    assert_sound(&base);
    assert_eq!(titles(&desk.store()).len(), 4);
}
