//! The store, from outside: what it keeps, what it refuses, in which order it answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;

use carnet::domain::attestation::{Attestation, AttestationState};
use carnet::domain::backup::Reason;
use carnet::domain::event::{Event, EventContent, Venue};
use carnet::domain::fold::sort_key;
use carnet::domain::id::{EventId, ViewId};
use carnet::domain::listing::{Column, Direction, Filter, Period, Query, Sort};
use carnet::domain::publication::Publication;
use carnet::domain::reference::ListKind;
use carnet::domain::view::Layout;
use carnet::store::{EntryText, Moment, Ordered, Store, StoreError};
use chrono::{DateTime, NaiveTime, Utc};
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn at() -> Moment {
    Moment {
        now: now(),
        today: now().date_naive(),
    }
}

fn titled(title: &str, date: &str) -> EventContent {
    EventContent {
        title: title.to_owned(),
        date: date.parse().ok(),
        ..EventContent::default()
    }
}

fn add(store: &mut Store, content: &EventContent) -> EventId {
    let id = EventId::new(now());
    store
        .record("création", now(), |change| {
            change.create_event(id, content, Publication::Draft, "Europe/Paris")
        })
        .unwrap();
    id
}

fn titles(store: &Store, query: &Query) -> Vec<String> {
    let rows = store.window(query, at(), 0, 1_000).unwrap();
    rows.into_iter().map(|row| row.content.title).collect()
}

fn sorted(column: Column, direction: Direction) -> Query {
    Query {
        sort: Sort { column, direction },
        ..Query::default()
    }
}

fn filtered(filter: Filter) -> Query {
    Query {
        filter,
        ..sorted(Column::Date, Direction::Ascending)
    }
}

#[test]
fn a_new_store_is_its_owners_alone_and_bears_the_lists() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("données/carnet.db");
    let store = Store::open_or_create(&path).unwrap();
    let references = store.references().unwrap();
    assert_eq!(references.offered(ListKind::Theme).count(), 10);
    for list in ListKind::ALL {
        assert!(references.offered(list).count() >= 2, "{list:?}");
    }
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
    assert!(store.profile().unwrap().is_none());
    store.close().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode =
            |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}

#[test]
fn a_file_that_is_no_store_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autre.db");
    for bytes in [
        &b""[..],
        b"du texte",
        b"SQLite format 3\0 mais pas vraiment",
    ] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(
            Store::open_or_create(&path),
            Err(StoreError::NotAStore(_))
        ));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    let bytes = fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::NotAStore(_))));
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert!(matches!(
        Store::open(folder.path()),
        Err(StoreError::NotAStore(_))
    ));
}

#[test]
fn a_newer_store_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    Store::create(&path).unwrap().close().unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    raw.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(raw);
    let bytes = fs::read(&path).unwrap();
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::Newer { found: 99, .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_store_of_an_older_schema_is_copied_before_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(include_str!("../assets/schema/0001_journal.sql"))
        .unwrap();
    raw.pragma_update(None, "application_id", 0x4372_6e74)
        .unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    drop(raw);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
    let copies = store.backups().unwrap();
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(copies[0].taken.reason, Reason::Migration);
    let copy = rusqlite::Connection::open(&copies[0].path).unwrap();
    let version: i64 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
}

#[test]
fn an_event_comes_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let references = store.references().unwrap();
    let first = |list| references.offered(list).next().map(|entry| entry.id);
    let content = EventContent {
        title: "Café des parents : l’ENT".to_owned(),
        category: first(ListKind::Category),
        theme: first(ListKind::Theme),
        second_theme: references
            .offered(ListKind::Theme)
            .nth(1)
            .map(|entry| entry.id),
        audience: first(ListKind::Audience),
        description: "Une ligne.\nUne autre.".to_owned(),
        venue: Venue {
            kind: first(ListKind::VenueKind),
            name: "Jean Jaurès".to_owned(),
            address: "3 rue de l’École".to_owned(),
            postcode: "02100".to_owned(),
            commune: "Saint-Quentin".to_owned(),
        },
        date: "2026-11-17".parse().ok(),
        starts: NaiveTime::from_hms_opt(18, 0, 0),
        ends: NaiveTime::from_hms_opt(19, 30, 0),
        seats: Some(12),
        children_welcome: true,
        signup_link: "https://exemple.fr/i".to_owned(),
        notes: "Clé à demander.".to_owned(),
    };
    let id = add(&mut store, &content);
    store.close().unwrap();
    let event = Store::open(&path).unwrap().event(id).unwrap().unwrap();
    assert_eq!(event.content, content);
    assert_eq!(event.publication, Publication::Draft);
    assert_eq!(
        event.ends_at.unwrap().to_rfc3339(),
        "2026-11-17T18:30:00+00:00"
    );
    assert_eq!(event.attestation_state(now()), AttestationState::ToFill);
    assert!(content.missing().is_empty());
}

#[test]
fn a_save_over_what_another_window_changed_is_refused() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &titled("Un", "2026-11-17"));
    let change = |store: &mut Store, revision, title: &str| {
        store.record("modification", now(), |change| {
            change.modify_event(id, revision, &titled(title, "2026-11-17"))
        })
    };
    change(&mut store, 1, "Deux").unwrap();
    assert!(matches!(
        change(&mut store, 1, "Trois"),
        Err(StoreError::Stale)
    ));
    assert_eq!(store.event(id).unwrap().unwrap().content.title, "Deux");
}

#[test]
fn every_change_is_undone_and_redone_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let seen = |store: &Store| {
        let rows: Vec<Event> = store.window(&Query::default(), at(), 0, 100).unwrap();
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                (
                    row.id,
                    row.content,
                    row.publication,
                    row.public_link,
                    row.attestation,
                )
            })
            .collect();
        (rows, store.references().unwrap(), store.views().unwrap())
    };
    let id = EventId::new(now());
    let entry = store
        .references()
        .unwrap()
        .offered(ListKind::Audience)
        .next()
        .unwrap()
        .id;
    let mut states = vec![seen(&store)];
    type Step = fn(
        &carnet::store::Change<'_>,
        EventId,
        carnet::domain::id::EntryId,
    ) -> carnet::store::Result<()>;
    let steps: [(&str, Step); 9] = [
        ("création", |change, id, _| {
            change.create_event(
                id,
                &titled("Un", "2026-11-17"),
                Publication::Draft,
                "Europe/Paris",
            )
        }),
        ("modification", |change, id, entry| {
            let content = EventContent {
                audience: Some(entry),
                ..titled("Deux", "2026-11-18")
            };
            change.modify_event(id, 1, &content)
        }),
        ("publication", |change, id, _| {
            change.publish_event(id, Publication::Published, Some("https://exemple.fr/1"))
        }),
        ("attestation", |change, id, _| {
            change.attest(
                id,
                &Attestation {
                    attendees: 9,
                    answers: Default::default(),
                    remark: String::new(),
                    filled_at: now(),
                    corrected_at: None,
                    transmitted_on: None,
                },
            )
        }),
        ("renommage", |change, _, entry| {
            change.rename_entry(
                entry,
                &EntryText {
                    label: "Familles".into(),
                    ..EntryText::default()
                },
            )
        }),
        ("retrait", |change, _, entry| {
            change.retire(Ordered::Entry(entry), true)
        }),
        ("ordre", |change, _, entry| {
            change.shift(Ordered::Entry(entry), false)
        }),
        ("vue", |change, _, _| {
            change.save_view(ViewId::new(now()), "À moi", &Layout::default())
        }),
        ("suppression", |change, id, _| change.delete_event(id)),
    ];
    for (label, step) in steps {
        store
            .record(label, now(), |change| step(change, id, entry))
            .unwrap();
        assert_ne!(seen(&store), *states.last().unwrap(), "{label}");
        states.push(seen(&store));
    }
    for depth in (0..steps.len()).rev() {
        assert_eq!(store.undoable().unwrap().as_deref(), Some(steps[depth].0));
        assert_eq!(store.undo(now()).unwrap().unwrap().label, steps[depth].0);
        assert_eq!(seen(&store), states[depth], "undo {}", steps[depth].0);
        store.close().unwrap();
        store = Store::open(&path).unwrap();
    }
    assert!(store.undo(now()).unwrap().is_none());
    for (depth, (label, _)) in steps.iter().enumerate() {
        assert_eq!(store.redo(now()).unwrap().unwrap().label, *label);
        assert_eq!(seen(&store), states[depth + 1], "redo {label}");
    }
    assert!(store.redo(now()).unwrap().is_none());
    // Something new closes the way forward.
    store.undo(now()).unwrap();
    add(&mut store, &titled("Autre", "2026-11-20"));
    assert!(store.redo(now()).unwrap().is_none());
}

#[test]
fn an_action_is_whole_or_nothing_and_one_that_changes_nothing_leaves_no_trace() {
    let mut store = Store::in_memory().unwrap();
    let failed: Result<(), StoreError> = store.record("import", now(), |change| {
        change.create_event(
            EventId::new(now()),
            &titled("Un", ""),
            Publication::Draft,
            "",
        )?;
        Err(StoreError::Stale)
    });
    assert!(failed.is_err());
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
    store.record("rien", now(), |_| Ok(())).unwrap();
    assert_eq!(store.undoable().unwrap(), None);
}

#[test]
fn an_entry_in_use_is_retired_never_deleted() {
    let mut store = Store::in_memory().unwrap();
    let entries: Vec<_> = store
        .references()
        .unwrap()
        .offered(ListKind::Category)
        .map(|e| e.id)
        .collect();
    let content = EventContent {
        category: Some(entries[0]),
        ..titled("Un", "")
    };
    add(&mut store, &content);
    assert_eq!(
        store.uses(ListKind::Category).unwrap().get(&entries[0]),
        Some(&1)
    );
    let deleted = store.record("suppression", now(), |change| {
        change.remove(Ordered::Entry(entries[0]))
    });
    assert!(matches!(deleted, Err(StoreError::InUse(_))));
    store
        .record("suppression", now(), |change| {
            change.remove(Ordered::Entry(entries[1]))
        })
        .unwrap();
    assert_eq!(store.references().unwrap().get(entries[1]), None);
    store.undo(now()).unwrap();
    assert!(store.references().unwrap().get(entries[1]).is_some());
}

#[test]
fn titles_sort_as_a_french_dictionary_does() {
    let mut store = Store::in_memory().unwrap();
    for title in ["Zoom", "« Écran »", "école", "Atelier", "Echo"] {
        add(&mut store, &titled(title, "2026-11-17"));
    }
    assert_eq!(
        titles(&store, &sorted(Column::Title, Direction::Ascending)),
        ["Atelier", "Echo", "école", "« Écran »", "Zoom"]
    );
}

#[test]
fn filters_combine_and_words_set_accents_aside() {
    let mut store = Store::in_memory().unwrap();
    let themes: Vec<_> = store
        .references()
        .unwrap()
        .offered(ListKind::Theme)
        .map(|e| e.id)
        .collect();
    add(
        &mut store,
        &EventContent {
            theme: Some(themes[0]),
            ..titled("Café à Vesoul", "2026-11-17")
        },
    );
    add(
        &mut store,
        &EventContent {
            second_theme: Some(themes[0]),
            ..titled("Atelier", "2026-11-30")
        },
    );
    add(
        &mut store,
        &EventContent {
            notes: "vésoul, salle 2".into(),
            ..titled("Sans date", "")
        },
    );
    add(&mut store, &titled("An dernier", "2026-08-31"));
    let words = |words: &str| Filter {
        words: words.to_owned(),
        ..Filter::default()
    };
    assert_eq!(
        titles(&store, &filtered(words("VÉSOUL"))),
        ["Sans date", "Café à Vesoul"]
    );
    assert_eq!(
        titles(&store, &filtered(words("cafe vesoul"))),
        ["Café à Vesoul"]
    );
    assert_eq!(
        titles(&store, &filtered(words("100 %_'\""))),
        Vec::<String>::new()
    );
    let theme = Filter {
        themes: vec![themes[0]],
        ..Filter::default()
    };
    assert_eq!(
        titles(&store, &filtered(theme.clone())),
        ["Café à Vesoul", "Atelier"]
    );
    let period = |period| Filter {
        period: Some(period),
        ..theme.clone()
    };
    assert_eq!(
        titles(&store, &filtered(period(Period::Upcoming))),
        ["Atelier"]
    );
    assert_eq!(
        titles(&store, &filtered(period(Period::Past))),
        ["Café à Vesoul"]
    );
    assert_eq!(
        titles(&store, &filtered(period(Period::ThisMonth))).len(),
        2
    );
    let only = |period| Filter {
        period: Some(period),
        ..Filter::default()
    };
    assert_eq!(
        titles(&store, &filtered(only(Period::SchoolYear(2025)))),
        ["An dernier"]
    );
    assert_eq!(
        titles(&store, &filtered(only(Period::ThisSchoolYear))).len(),
        2
    );
    let to_fill = Filter {
        attestations: vec![AttestationState::ToFill],
        ..Filter::default()
    };
    assert_eq!(
        titles(&store, &filtered(to_fill)),
        ["An dernier", "Café à Vesoul"]
    );
    assert_eq!(store.to_attest(at()).unwrap(), 2);
}

#[test]
fn known_places_are_found_by_the_beginning_of_a_word() {
    let mut store = Store::in_memory().unwrap();
    for (name, commune, times) in [
        ("Jean Jaurès", "Vesoul", 2),
        ("Jean Moulin", "Lure", 3),
        ("Les Lilas", "Vesoul", 1),
    ] {
        for _ in 0..times {
            let venue = Venue {
                name: name.into(),
                commune: commune.into(),
                ..Venue::default()
            };
            add(
                &mut store,
                &EventContent {
                    venue,
                    ..titled("x", "2026-11-17")
                },
            );
        }
    }
    let named = |typed: &str| -> Vec<String> {
        store
            .venues(typed, 10)
            .unwrap()
            .into_iter()
            .map(|known| known.venue.name)
            .collect()
    };
    assert_eq!(named("jau"), ["Jean Jaurès"]);
    assert_eq!(named("jea"), ["Jean Moulin", "Jean Jaurès"]);
    assert_eq!(named("ves"), ["Jean Jaurès", "Les Lilas"]);
    assert_eq!(store.communes().unwrap(), ["Lure", "Vesoul"]);
}

#[test]
fn another_event_at_the_same_hours_is_told() {
    let mut store = Store::in_memory().unwrap();
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
    let held = |title: &str, from, to| EventContent {
        starts: time(from),
        ends: time(to),
        ..titled(title, "2026-12-01")
    };
    let id = add(&mut store, &held("Le premier", 18, 19));
    assert_eq!(
        store.clashes(&held("x", 18, 20), None).unwrap(),
        ["Le premier"]
    );
    assert!(store.clashes(&held("x", 19, 20), None).unwrap().is_empty());
    assert!(
        store
            .clashes(&held("x", 18, 20), Some(id))
            .unwrap()
            .is_empty()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the column and the direction: windows put end to end, an export and the position
    /// of each event agree, and the order is that of the column's key, then of the date.
    #[test]
    fn windows_exports_and_positions_agree(
        rows in prop::collection::vec(("[A-Ea-eéÉ «»'-]{1,6}", 1u32..28, 0u8..5), 1..25),
        column in prop::sample::select(Column::ALL.to_vec()),
        descending: bool,
    ) {
        let mut store = Store::in_memory().unwrap();
        for (title, day, state) in &rows {
            let id = add(&mut store, &titled(&format!("{title}x"), &format!("2026-11-{day:02}")));
            let state = Publication::from_rank(i64::from(*state)).unwrap();
            store.record("p", now(), |change| change.publish_event(id, state, None)).unwrap();
        }
        let direction = if descending { Direction::Descending } else { Direction::Ascending };
        let query = sorted(column, direction);
        let count = store.count(&query, at()).unwrap();
        prop_assert_eq!(count, rows.len());
        let mut windows = Vec::new();
        for first in (0..count).step_by(7) {
            windows.extend(store.window(&query, at(), first, 7).unwrap());
        }
        let mut exported = Vec::new();
        store.for_each(&query, at(), |row| { exported.push(row); true }).unwrap();
        prop_assert_eq!(&windows, &exported);
        for (place, event) in windows.iter().enumerate() {
            prop_assert_eq!(store.position(&query, at(), event.id).unwrap(), Some(place));
        }
        let key = |event: &Event| {
            let own = match column {
                Column::Title => sort_key(&event.content.title),
                Column::Publication => event.publication.rank().to_string(),
                _ => String::new(),
            };
            (own, event.content.date)
        };
        if [Column::Title, Column::Publication, Column::Date].contains(&column) {
            let keys: Vec<_> = windows.iter().map(key).collect();
            let mut in_order = keys.clone();
            in_order.sort();
            if descending { in_order.reverse(); }
            prop_assert_eq!(keys, in_order);
        }
    }
}
