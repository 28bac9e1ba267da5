//! A store of the schema before, brought up to this one.

use std::path::Path;

use carnet::domain::home::Notice;
use carnet::domain::listing::{Filter, Period};
use carnet::domain::reference::ListKind;
use carnet::store::Store;
use carnet::store::retention::Reason;

use super::{all_events, change, filtered, notice_count, now, on};

/// `tests/data/carnet-schema-2.db` was written by Carnet when 2 was its schema: a demonstration of
/// 12 events, and an import of two.
#[test]
fn a_store_of_the_schema_before_comes_up_to_this_one_with_all_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/carnet-schema-2.db");
    std::fs::copy(old, &path).unwrap();
    let mut store = Store::open_at(&path, now()).unwrap();
    let before = all_events(&store);
    assert_eq!(before.len(), 14);
    assert_eq!(
        before.iter().filter(|it| it.attestation.is_some()).count(),
        4
    );
    for event in &before {
        assert_eq!((event.series, event.submitted_on), (None, None));
        let attestation = event.attestation.as_ref();
        assert!(attestation.is_none_or(|it| it.corrected_at.is_none()));
        assert!(store.ticks(event.id).unwrap().is_empty());
    }
    // Each is in the period of its day, which is its last one too.
    for event in before.iter().filter(|event| event.content.date.is_some()) {
        let day = event.content.date;
        assert_eq!(event.content.ends_on(), day);
        let query = filtered(Filter {
            period: Some(Period::Between(day, day)),
            ..Filter::default()
        });
        let shown = store.identifiers(&query, on("2026-11-24")).unwrap();
        assert!(shown.contains(&event.id));
    }
    assert_eq!(store.profile().unwrap().unwrap().departement, "25");
    let (questions, steps) = (store.questions().unwrap(), store.steps().unwrap());
    assert_eq!((questions.len(), steps.len()), (2, 9));
    // The definitions are in the words of the memento.
    let references = store.references().unwrap();
    let mut themes = references.all(ListKind::Theme);
    let educonnect = themes.find(|theme| theme.label == "Educonnect").unwrap();
    assert_eq!(
        educonnect.definition,
        "Aide générale ou personnalisée à l’utilisation de ce portail."
    );
    let mut roles: Vec<_> = steps.iter().filter_map(|step| step.role).collect();
    roles.sort_by_key(|role| role.key());
    let [announce, attestation, changes, publication] = roles.as_slice() else {
        panic!("{roles:?}");
    };
    assert_eq!(
        [announce, attestation, changes, publication].map(|role| role.key()),
        ["announce", "attestation", "changes", "publication"]
    );

    // What was done before can still be taken back, and what is new is recorded like the rest.
    change(&mut store, |change| change.tick(before[0].id, steps[0].id));
    store.undo(now()).unwrap();
    let label = store.undo(now()).unwrap().unwrap().label;
    assert_eq!(label, "import de 2 événements");
    assert_eq!(all_events(&store).len(), 12);
    store.redo(now()).unwrap();
    assert_eq!(all_events(&store), before);
    // Nothing says when it was submitted: the day it was last changed stands for it.
    assert_eq!(notice_count(&store, Notice::Waiting, on("2026-12-01")), 0);
    assert!(notice_count(&store, Notice::Waiting, on("2026-12-02")) > 0);
    store.close().unwrap();

    Store::open(&path).unwrap().close().unwrap();
    let copies = carnet::store::backups(&path).unwrap();
    let reasons: Vec<Reason> = copies.iter().map(|it| it.taken.reason).collect();
    assert_eq!(reasons, [Reason::Daily, Reason::Migration]);
    let copy = rusqlite::Connection::open(&copies[1].path).unwrap();
    let number = |sql: &str| -> i64 { copy.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(number("SELECT user_version FROM pragma_user_version"), 2);
    assert_eq!(number("SELECT count(*) FROM event"), 14);
    assert_eq!(number("SELECT count(*) FROM attestation"), 4);
}
