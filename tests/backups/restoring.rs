//! A copy put in the place of the store, and the store put back.

use std::fs;
use std::path::{Path, PathBuf};

use carnet::domain::id::DraftId;
use carnet::store::retention::Reason;
use carnet::store::{Candidate, Checked, Draft, EVENT_FORM, RestoreError, Store, StoreError};
use proptest::prelude::*;

use super::{PAGE, Sandbox, add, by_hand, names, now, seen, seen_at};

/// A store of three events, a copy of it, and what was done since: one more, one less, one other.
fn desk_and_copy() -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::of(3);
    let mut store = sandbox.open();
    let copy = store.back_up(Reason::Asked, now()).unwrap().path;
    let moment = carnet::store::Moment {
        now: now(),
        today: now().date_naive(),
    };
    let rows = store.window(&Default::default(), moment, 0, 10).unwrap();
    add(&mut store, "Depuis", now());
    let (gone, other) = (&rows[0], &rows[1]);
    let mut content = other.content.clone();
    content.notes = "Une note de plus.".to_owned();
    store
        .record("deux choses", now(), |change| {
            change.delete_event(gone.id)?;
            change.modify_event(other.id, other.revision, &content)
        })
        .unwrap();
    store.close().unwrap();
    (sandbox, copy)
}

fn candidate(sandbox: &Sandbox, copy: &Path) -> Result<Candidate, RestoreError> {
    Candidate::read(copy, &sandbox.store_path())
}

#[test]
fn what_differs_is_counted_and_named() {
    let (sandbox, copy) = desk_and_copy();
    let candidate = candidate(&sandbox, &copy).unwrap();
    assert_eq!(
        (candidate.checked, candidate.older, candidate.events),
        (Checked::Intact, None, 3)
    );
    let store = sandbox.open();
    let difference = candidate.compare(&store).unwrap();
    assert_eq!(difference.more.count, 1);
    assert!(difference.more.titles[0].starts_with("Atelier "));
    assert_eq!(
        (difference.fewer.count, difference.fewer.titles),
        (1, vec!["Depuis".to_owned()])
    );
    assert_eq!(difference.changed.count, 1);
    assert_eq!(difference.others, 0);
    drop(candidate);
    assert!(
        !names(&sandbox.path(""))
            .iter()
            .any(|name| name.ends_with(".tmp"))
    );
}

#[test]
fn a_copy_restored_then_the_store_restored_back_is_the_same_store() {
    let (sandbox, copy) = desk_and_copy();
    let (before, copied) = (seen_at(&sandbox.store_path()), seen_at_copy(&copy));
    let replaced = candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    assert_eq!(seen_at(&sandbox.store_path()), copied);
    assert_eq!(replaced.moved_to, None);
    let backup = replaced.backup.unwrap();
    assert!(backup.ends_with("sauvegardes/carnet-2026-11-24-avant-restauration.db"));
    candidate(&sandbox, &backup)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    assert_eq!(seen_at(&sandbox.store_path()), before);
    // Its history came back with it.
    let mut store = sandbox.open();
    assert_eq!(store.undo(now()).unwrap().unwrap().label, "deux choses");
    store.close().unwrap();
    assert_eq!(names(&sandbox.path("")), ["carnet.db", "sauvegardes"]);
}

/// What a copy holds, without leaving anything beside it.
fn seen_at_copy(copy: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("copie.db");
    fs::copy(copy, &other).unwrap();
    seen_at(&other)
}

#[test]
fn nothing_is_done_while_another_process_has_the_store_open() {
    let (sandbox, copy) = desk_and_copy();
    let window = sandbox.open();
    let before = seen(&window);
    let refused = candidate(&sandbox, &copy).unwrap().put_in_place(now());
    assert!(
        matches!(refused, Err(RestoreError::OpenElsewhere)),
        "{refused:?}"
    );
    assert_eq!(seen(&window), before);
    window.close().unwrap();
    candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_to_the_store_stays_a_link() {
    let (sandbox, copy) = desk_and_copy();
    fs::create_dir(sandbox.path("nuage")).unwrap();
    let real = sandbox.path("nuage/vrai.db");
    fs::rename(sandbox.store_path(), &real).unwrap();
    std::os::unix::fs::symlink(&real, sandbox.store_path()).unwrap();
    let replaced = candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    assert!(replaced.backup.unwrap().starts_with(sandbox.copies()));
    assert!(sandbox.store_path().is_symlink());
    assert_eq!(seen_at(&real).len(), 3);
}

#[test]
fn a_store_that_is_gone_comes_back() {
    let (sandbox, copy) = desk_and_copy();
    fs::remove_file(sandbox.store_path()).unwrap();
    // What the lost one left would be read as the log of the copy.
    fs::write(sandbox.path("carnet.db-wal"), "un journal").unwrap();
    let replaced = candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    assert_eq!((replaced.backup, replaced.moved_to), (None, None));
    assert!(!sandbox.path("carnet.db-wal").exists());
    assert_eq!(seen_at(&sandbox.store_path()).len(), 3);
}

#[test]
fn a_damaged_store_is_moved_with_its_log_unchanged() {
    let (sandbox, copy) = desk_and_copy();
    let mut bytes = fs::read(sandbox.store_path()).unwrap();
    for byte in &mut bytes[PAGE..] {
        *byte = 0xa5;
    }
    fs::write(sandbox.store_path(), &bytes).unwrap();
    fs::write(sandbox.path("carnet.db-wal"), "un journal").unwrap();
    let replaced = candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    assert_eq!(replaced.backup, None);
    let moved = replaced.moved_to.unwrap();
    assert_eq!(fs::read(&moved).unwrap(), bytes);
    assert_eq!(seen_at(&sandbox.store_path()).len(), 3);
}

#[test]
fn what_is_no_sound_copy_is_refused_and_nothing_moves() {
    let (sandbox, copy) = desk_and_copy();
    let before = fs::read(sandbox.store_path()).unwrap();
    let hash = copy.with_extension("db.sha256");
    // Itself, a text, nothing.
    assert!(matches!(
        candidate(&sandbox, &sandbox.store_path()),
        Err(RestoreError::Itself(_))
    ));
    assert!(matches!(
        candidate(&sandbox, &hash),
        Err(RestoreError::Store(StoreError::NotAStore(_)))
    ));
    assert!(matches!(
        candidate(&sandbox, &sandbox.path("absent.db")),
        Err(RestoreError::Unreadable { .. })
    ));
    // Another program's.
    let other = sandbox.path("autre.db");
    by_hand(&other, "CREATE TABLE t (a)");
    let refused = candidate(&sandbox, &other);
    assert!(
        matches!(&refused, Err(RestoreError::Store(StoreError::NotAStore(path))) if *path == other)
    );
    // A newer Carnet's.
    fs::copy(&copy, &other).unwrap();
    by_hand(&other, "PRAGMA user_version = 99");
    let refused = candidate(&sandbox, &other);
    assert!(
        matches!(&refused, Err(RestoreError::Store(StoreError::Newer { path, found: 99, .. })) if *path == other)
    );
    // Damaged, and without a hash to say so.
    let mut bytes = fs::read(&copy).unwrap();
    for byte in &mut bytes[8192..12288] {
        *byte = 0xa5;
    }
    fs::write(&other, bytes).unwrap();
    assert!(
        matches!(candidate(&sandbox, &other), Err(RestoreError::Damaged(path)) if path == other)
    );
    assert_eq!(fs::read(sandbox.store_path()).unwrap(), before);
    assert!(
        !names(&sandbox.path(""))
            .iter()
            .any(|name| name.ends_with(".tmp"))
    );
}

#[test]
fn an_older_copy_is_migrated_in_a_copy_of_its_own() {
    let sandbox = Sandbox::of(2);
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/carnet-schema-2.db");
    let copy = sandbox.path("vieille.db");
    fs::copy(old, &copy).unwrap();
    let before = fs::read(&copy).unwrap();
    let candidate = candidate(&sandbox, &copy).unwrap();
    assert_eq!(
        (candidate.checked, candidate.older, candidate.events),
        (Checked::Unknown, Some(2), 14)
    );
    assert_eq!(candidate.compare(&sandbox.open()).unwrap().fewer.count, 2);
    candidate.put_in_place(now()).unwrap();
    assert_eq!(seen_at(&sandbox.store_path()).len(), 14);
    assert_eq!(
        fs::read(&copy).unwrap(),
        before,
        "what the user brings is only read"
    );
}

#[test]
fn a_store_copied_by_hand_with_its_log_is_read_whole() {
    let sandbox = Sandbox::of(1);
    let other = sandbox.path("autre");
    fs::create_dir(&other).unwrap();
    let mut window = Store::create(&other.join("carnet.db")).unwrap();
    add(&mut window, "Dans le journal", now());
    for name in ["carnet.db", "carnet.db-wal"] {
        fs::copy(other.join(name), sandbox.path(&format!("clé-{name}"))).unwrap();
    }
    let candidate = candidate(&sandbox, &sandbox.path("clé-carnet.db")).unwrap();
    assert_eq!(candidate.events, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_flipped_bit_of_a_copy_is_seen(place in any::<prop::sample::Index>(), bit in 0u8..8) {
        let sandbox = Sandbox::of(1);
        let copy = sandbox.open().back_up(Reason::Asked, now()).unwrap().path;
        let mut bytes = fs::read(&copy).unwrap();
        // The mark at the head is looked at first: without it the file is no store at all.
        let place = 16 + place.index(bytes.len() - 16);
        bytes[place] ^= 1 << bit;
        fs::write(&copy, bytes).unwrap();
        let refused = candidate(&sandbox, &copy);
        prop_assert!(matches!(refused, Err(RestoreError::Altered(_))), "{:?}", refused);
    }
}

#[test]
fn what_was_typed_and_not_saved_is_in_the_copy_before_it_takes_the_place() {
    let (sandbox, copy) = desk_and_copy();
    let store = sandbox.open();
    let typed = Draft {
        id: DraftId::new(now()),
        form: EVENT_FORM.to_owned(),
        subject: None,
        revision: 0,
        copied_from: None,
        texts: [("title".to_owned(), "Pas enregistré".to_owned())].into(),
        opened: None,
        focus: None,
        abandoned: true,
        window: 0,
    };
    store
        .amend_drafts(|drafts| drafts.push(typed.clone()), now())
        .unwrap();
    store.close().unwrap();
    let before = fs::read(&copy).unwrap();
    candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    assert_eq!(sandbox.open().drafts().unwrap(), [typed]);
    assert_eq!(fs::read(&copy).unwrap(), before, "the copy is only read");
}

/// The folder of the copies can't be made: what is damaged can't be kept, and so stays.
#[test]
fn a_damaged_store_that_cannot_be_kept_stays_in_its_place() {
    let (sandbox, copy) = desk_and_copy();
    let elsewhere = sandbox.path("copie.db");
    fs::copy(copy, &elsewhere).unwrap();
    fs::remove_dir_all(sandbox.copies()).unwrap();
    fs::write(sandbox.copies(), "").unwrap();
    let mut bytes = fs::read(sandbox.store_path()).unwrap();
    bytes[PAGE..].fill(0xa5);
    fs::write(sandbox.store_path(), &bytes).unwrap();
    let refused = candidate(&sandbox, &elsewhere).unwrap().put_in_place(now());
    assert!(
        matches!(refused, Err(RestoreError::Io { .. })),
        "{refused:?}"
    );
    assert_eq!(fs::read(sandbox.store_path()).unwrap(), bytes);
}

#[test]
fn the_log_of_a_store_that_is_gone_is_kept() {
    let (sandbox, copy) = desk_and_copy();
    fs::remove_file(sandbox.store_path()).unwrap();
    fs::write(sandbox.path("carnet.db-wal"), "un journal").unwrap();
    let replaced = candidate(&sandbox, &copy)
        .unwrap()
        .put_in_place(now())
        .unwrap();
    // Under a name that SQLite takes for the log of no copy, and that a purge names.
    let kept = sandbox.copies().join("carnet-2026-11-24-journal.wal");
    assert_eq!(replaced.log_kept.as_ref(), Some(&kept));
    assert_eq!(fs::read(&kept).unwrap(), b"un journal");
    assert!(carnet::store::sibling_copies(&sandbox.store_path()).contains(&kept));
}
