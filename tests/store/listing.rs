//! Lists: their order and their filters.

use std::sync::{Mutex, OnceLock, PoisonError};

use carnet::demo;
use carnet::domain::event::attestation::AttestationState;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::listing::{Column, Direction, Filter, Period, Query};
use carnet::domain::reference::ListKind;
use carnet::domain::text::fold::sort_key;
use carnet::store::{CountedBy, Edge, Store};
use proptest::prelude::*;

use super::{add, at, filtered, now, sorted, titled, titles};

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
fn filters_combine_and_words_ignore_accents() {
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
fn numbers_in_texts_sort_by_their_value() {
    let mut store = Store::in_memory().unwrap();
    for name in ["Atelier 10", "Atelier 2", "Atelier", "Straße", "Stratos"] {
        let mut content = titled(name, "2026-11-17");
        content.venue.name = name.to_owned();
        content.venue.commune = name.to_owned();
        add(&mut store, &content);
    }
    for column in [Column::Title, Column::Venue, Column::Commune] {
        assert_eq!(
            titles(&store, &sorted(column, Direction::Ascending)),
            ["Atelier", "Atelier 2", "Atelier 10", "Straße", "Stratos"],
            "{column:?}"
        );
    }
}

#[test]
fn a_search_finds_dates_places_links_and_digits_however_they_are_written() {
    let mut store = Store::in_memory().unwrap();
    let mut vesoul = titled("Café", "2026-12-03");
    vesoul.venue.address = "3 rue du Stade".to_owned();
    vesoul.venue.postcode = "70000".to_owned();
    vesoul.signup_link = "https://exemple.fr/inscription".to_owned();
    vesoul.description = "25\u{202f}000 familles, 100\u{202f}% parents. 03 81 12 34 56".to_owned();
    add(&mut store, &vesoul);
    let mut other = titled("Straße", "2025-12-13");
    other.notes = "Préparer le 03/12.".to_owned();
    add(&mut store, &other);
    add(&mut store, &titled("Sans date", ""));
    let (cafe, both) = (&["Café"][..], &["Straße", "Café"][..]);
    // Both ways: SQL alone, and the index in memory.
    for is_indexed in [false, true] {
        if is_indexed {
            store.read_index().unwrap();
        }
        for (words, found) in [
            ("3 décembre", cafe),
            ("jeudi 3 décembre 2026", cafe),
            ("3 déc. café", cafe),
            ("03/12/2026", cafe),
            // Also in a text.
            ("03/12", both),
            ("13 décembre", &["Straße"]),
            ("décembre 2025", &["Straße"]),
            ("3 décembre 2025", &[]),
            ("rue du stade", cafe),
            ("70000", cafe),
            ("70 000", cafe),
            ("exemple.fr/insc", cafe),
            ("https://exemple", cafe),
            ("exemple", &[]),
            ("25000", cafe),
            ("25 000", cafe),
            ("100%", cafe),
            ("100 %", cafe),
            ("0381123456", cafe),
            ("strasse", &["Straße"]),
            ("STRAẞE", &["Straße"]),
        ] {
            let query = filtered(Filter {
                words: words.to_owned(),
                ..Filter::default()
            });
            let page = store.page(&query, at(), Edge::First, 10).unwrap();
            let titles: Vec<String> = page.into_iter().map(|it| it.event.content.title).collect();
            assert_eq!(titles, found, "{words}, {is_indexed}");
        }
    }
}

#[test]
fn an_event_of_several_days_is_in_each_period_that_it_meets() {
    let mut store = Store::in_memory().unwrap();
    let until = |title: &str, date: &str, last: &str| EventContent {
        end_date: last.parse().ok(),
        ..titled(title, date)
    };
    let night = EventContent {
        starts: chrono::NaiveTime::from_hms_opt(22, 0, 0),
        ends: chrono::NaiveTime::from_hms_opt(1, 0, 0),
        ..titled("Hier soir", "2026-11-23")
    };
    add(&mut store, &until("Passé", "2026-11-20", "2026-11-23"));
    add(&mut store, &until("En cours", "2026-11-20", "2026-11-26"));
    add(&mut store, &until("Long", "2025-11-20", "2026-11-24"));
    add(&mut store, &night);
    add(&mut store, &titled("Hier", "2026-11-23"));
    add(&mut store, &titled("Demain", "2026-11-25"));
    add(&mut store, &until("À venir", "2026-11-30", "2026-12-02"));
    let shown = |store: &Store, from: &str, to: &str| {
        let query = filtered(Filter {
            period: Some(Period::Between(from.parse().ok(), to.parse().ok())),
            ..Filter::default()
        });
        let pages = read_on(store, &query, 2).into_iter();
        let pages: Vec<String> = pages.map(|event| event.content.title).collect();
        assert_eq!(titles(store, &query), pages);
        assert_eq!(store.count(&query, at()).unwrap(), pages.len());
        let mut titles = pages;
        titles.sort();
        titles
    };
    let searched = |store: &Store, words: &str| {
        titles(
            store,
            &filtered(Filter {
                words: words.to_owned(),
                ..Filter::default()
            }),
        )
    };
    for _ in 0..2 {
        let upcoming = ["Demain", "En cours", "Hier soir", "Long", "À venir"];
        assert_eq!(shown(&store, "2026-11-24", ""), upcoming);
        assert_eq!(
            shown(&store, "2026-11-26", "2026-11-30"),
            ["En cours", "À venir"]
        );
        assert_eq!(shown(&store, "2026-12-01", "2026-12-31"), ["À venir"]);
        assert_eq!(shown(&store, "2026-12-03", ""), [""; 0]);
        assert_eq!(shown(&store, "", "2026-11-19"), ["Long"]);
        assert_eq!(shown(&store, "2026-05-01", "2026-05-31"), ["Long"]);
        // Any of its days is found.
        assert_eq!(searched(&store, "1er décembre"), ["Long", "À venir"]);
        assert_eq!(searched(&store, "22/11"), ["Long", "Passé", "En cours"]);
        assert_eq!(searched(&store, "mars 2026"), ["Long"]);
        store.read_index().unwrap();
    }
}

#[test]
fn a_search_reads_the_first_year_of_an_event_without_a_real_end() {
    for last in ["2040-12-31", "9999-12-31"] {
        let mut store = Store::in_memory().unwrap();
        let content = EventContent {
            end_date: last.parse().ok(),
            ..titled("Exposition", "2026-11-20")
        };
        add(&mut store, &content);
        for _ in 0..2 {
            for (words, count) in [
                ("1er décembre", 1),
                ("19 novembre", 1),
                ("mars 2027", 1),
                ("mars 2039", 0),
            ] {
                let query = filtered(Filter {
                    words: words.to_owned(),
                    ..Filter::default()
                });
                assert_eq!(store.count(&query, at()).unwrap(), count, "{words}, {last}");
                let page = store.page(&query, at(), Edge::First, 10).unwrap();
                assert_eq!(page.len(), count, "{words}, {last}");
            }
            store.read_index().unwrap();
        }
    }
}

#[test]
fn what_is_searched_follows_a_change() {
    let mut store = Store::in_memory().unwrap();
    let mut content = titled("Café", "2026-12-03");
    let id = add(&mut store, &content);
    store.read_index().unwrap();
    content.venue.postcode = "70000".to_owned();
    content.signup_link = "https://exemple.fr".to_owned();
    content.date = "2026-12-04".parse().ok();
    super::change(&mut store, |change| change.modify_event(id, 1, &content));
    for (words, count) in [
        ("70000", 1),
        ("4 décembre", 1),
        ("exemple.fr", 1),
        ("3 décembre", 0),
    ] {
        let query = filtered(Filter {
            words: words.to_owned(),
            ..Filter::default()
        });
        assert_eq!(store.count(&query, at()).unwrap(), count, "{words}");
        let page = store.page(&query, at(), Edge::First, 10).unwrap();
        assert_eq!(page.len(), count, "{words}");
    }
}

/// The whole of a list, page after page.
fn read_on(store: &Store, query: &Query, many: usize) -> Vec<Event> {
    let mut rows = store.page(query, at(), Edge::First, many).unwrap();
    while let Some(last) = rows.last() {
        let more = store.page(query, at(), Edge::After(&last.place), many);
        let more = more.unwrap();
        if more.is_empty() {
            break;
        }
        rows.extend(more);
    }
    rows.into_iter().map(|row| row.event).collect()
}

/// The whole of a list, from its end.
fn read_back(store: &Store, query: &Query, many: usize) -> Vec<Event> {
    let mut rows = store.page(query, at(), Edge::Last, many).unwrap();
    while let Some(first) = rows.first() {
        let more = store.page(query, at(), Edge::Before(&first.place), many);
        let mut more = more.unwrap();
        if more.is_empty() {
            break;
        }
        more.append(&mut rows);
        rows = more;
    }
    rows.into_iter().map(|row| row.event).collect()
}

/// A store of events enough for each way in which pages are read, and the values it holds.
fn many() -> &'static Mutex<(Store, Store)> {
    static MANY: OnceLock<Mutex<(Store, Store)>> = OnceLock::new();
    MANY.get_or_init(|| {
        let filled = || {
            let mut store = Store::in_memory().unwrap();
            demo::fill(&mut store, 900, 3, at()).unwrap();
            lengthen_some(&mut store);
            store
        };
        let loaded = filled();
        loaded.read_index().unwrap();
        Mutex::new((loaded, filled()))
    })
}

/// Makes some events last several days, or past midnight.
fn lengthen_some(store: &mut Store) {
    let events = store.window(&Query::default(), at(), 0, 900).unwrap();
    store
        .record("p", now(), |change| {
            for (index, event) in events.iter().enumerate().step_by(7) {
                let mut content = event.content.clone();
                let more = chrono::Days::new(index as u64 % 60);
                content.end_date = content.date.and_then(|date| date.checked_add_days(more));
                if index % 2 == 0 {
                    content.starts = chrono::NaiveTime::from_hms_opt(22, 0, 0);
                    content.ends = chrono::NaiveTime::from_hms_opt(1, 0, 0);
                }
                content.simplify_end();
                change.modify_event(event.id, event.revision, &content)?;
            }
            Ok(())
        })
        .unwrap();
}

fn some_filter(store: &Store, seed: u64) -> Filter {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut filter = Filter::default();
    let references = store.references().unwrap();
    let entry = |list, random: &mut fastrand::Rng| -> Vec<_> {
        let known: Vec<_> = references.all(list).map(|entry| entry.id).collect();
        (0..random.usize(0..3))
            .map(|_| known[random.usize(..known.len())])
            .collect()
    };
    for facet in 0..9 {
        if random.u8(..3) > 0 {
            continue;
        }
        match facet {
            0 => filter.categories = entry(ListKind::Category, &mut random),
            1 => filter.themes = entry(ListKind::Theme, &mut random),
            2 => filter.audiences = entry(ListKind::Audience, &mut random),
            3 => filter.venue_kinds = entry(ListKind::VenueKind, &mut random),
            4 => filter.publications = vec![Publication::from_rank(random.i64(0..5)).unwrap()],
            5 => {
                let states = [
                    AttestationState::ToFill,
                    AttestationState::Upcoming,
                    AttestationState::Filled,
                    AttestationState::Transmitted,
                    AttestationState::NotDue,
                ];
                filter.attestations = vec![states[random.usize(..5)], states[random.usize(..5)]];
            }
            6 => {
                let words = [
                    "a",
                    "ecr",
                    "zz",
                    "café parents",
                    "e",
                    "jeux",
                    "l'",
                    "3 décembre",
                    "octobre 2026",
                ];
                filter.words = words[random.usize(..words.len())].to_owned();
            }
            7 => filter.late = Some(random.bool()),
            _ => {
                let day = |random: &mut fastrand::Rng| {
                    let day = chrono::Days::new(random.u64(..900));
                    Some(at().today - day)
                };
                filter.period = Some(match random.u8(..5) {
                    0 => Period::Upcoming,
                    1 => Period::Past,
                    2 => Period::ThisMonth,
                    3 => Period::Between(None, day(&mut random)),
                    _ => Period::Between(day(&mut random), None),
                });
            }
        }
    }
    filter
}

#[test]
fn the_index_in_memory_follows_every_change() {
    let mut store = Store::in_memory().unwrap();
    let first = add(&mut store, &titled("Café à Vesoul", "2026-11-17"));
    add(&mut store, &titled("Atelier", "2026-11-30"));
    store.read_index().unwrap();
    let words = |words: &str| {
        filtered(Filter {
            words: words.to_owned(),
            ..Filter::default()
        })
    };
    let drafts = filtered(Filter {
        publications: vec![Publication::Draft],
        ..Filter::default()
    });
    let shown = |store: &Store, query: &Query| -> Vec<String> {
        let titles = read_on(store, query, 2)
            .into_iter()
            .map(|event| event.content.title);
        let titles: Vec<String> = titles.collect();
        assert_eq!(
            store.count_if_known(query, at()).unwrap(),
            Some(titles.len())
        );
        titles
    };
    assert_eq!(shown(&store, &words("vesoul")), ["Café à Vesoul"]);
    add(&mut store, &titled("Jeux à Vesoul", "2026-11-18"));
    assert_eq!(shown(&store, &words("vesoul")).len(), 2);
    store
        .record("p", now(), |change| {
            change.publish_event(first, Publication::Published, None)
        })
        .unwrap();
    assert_eq!(shown(&store, &drafts), ["Jeux à Vesoul", "Atelier"]);
    let event = store.event(first).unwrap().unwrap();
    let content = titled("Café à Gray", "2026-11-17");
    store
        .record("m", now(), |change| {
            change.modify_event(first, event.revision, &content)
        })
        .unwrap();
    assert_eq!(shown(&store, &words("vesoul")), ["Jeux à Vesoul"]);
    store.undo(now()).unwrap();
    assert_eq!(shown(&store, &words("vesoul")).len(), 2);
    store
        .record("s", now(), |change| change.delete_event(first))
        .unwrap();
    assert_eq!(shown(&store, &words("vesoul")), ["Jeux à Vesoul"]);
    assert_eq!(shown(&store, &Query::default()).len(), 2);
    store.undo(now()).unwrap();
    assert_eq!(shown(&store, &words("cafe")), ["Café à Vesoul"]);
    // A purge is in no journal: all is read again, by SQLite meanwhile.
    store.purge("2026-11-20".parse().unwrap(), at()).unwrap();
    assert_eq!(shown(&store, &words("vesoul")).len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The index in memory finds what SQLite alone finds, in the same order, however it is read.
    #[test]
    fn pages_agree_with_sqlite_alone(
        seed: u64,
        column in prop::sample::select(Column::ALL.to_vec()),
        descending: bool,
    ) {
        let stores = many().lock().unwrap_or_else(PoisonError::into_inner);
        let (loaded, alone) = &*stores;
        let direction = if descending { Direction::Descending } else { Direction::Ascending };
        let mut query = sorted(column, direction);
        query.filter = some_filter(loaded, seed);
        let count = alone.count(&query, at()).unwrap();
        prop_assert_eq!(loaded.count_if_known(&query, at()).unwrap(), Some(count));
        let titles = |events: Vec<Event>| -> Vec<_> {
            events.into_iter().map(|event| (event.content.date, event.content.title)).collect()
        };
        let expected = titles(alone.window(&query, at(), 0, count).unwrap());
        prop_assert_eq!(&titles(read_on(loaded, &query, 40)), &expected);
        prop_assert_eq!(&titles(read_back(loaded, &query, 40)), &expected);
        prop_assert_eq!(&titles(read_on(alone, &query, 40)), &expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the column and the direction: windows put end to end, an export, pages read on and
    /// back, and the place of each event agree, and the order is that of the column's key, then of the date.
    #[test]
    fn windows_exports_and_pages_agree(
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
        prop_assert_eq!(&read_on(&store, &query, 3), &windows);
        prop_assert_eq!(&read_back(&store, &query, 3), &windows);
        for (index, event) in windows.iter().enumerate() {
            let place = store.place(&query, at(), event.id).unwrap().unwrap();
            let page = store.page(&query, at(), Edge::At(&place), 2).unwrap();
            let page: Vec<_> = page.into_iter().map(|row| row.event).collect();
            prop_assert_eq!(&page[..], &windows[index..windows.len().min(index + 2)]);
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

#[test]
fn each_value_is_counted_as_its_filter_would_show_it() {
    let mut store = Store::in_memory().unwrap();
    demo::fill(&mut store, 60, 3, at()).unwrap();
    let filter = Filter {
        publications: vec![Publication::Published, Publication::Draft],
        ..Filter::default()
    };
    let references = store.references().unwrap();
    for kind in ListKind::ALL {
        let counts = store.counts(CountedBy::List(kind), &filter, at()).unwrap();
        assert!(!counts.is_empty(), "{kind:?}");
        for entry in references.all(kind) {
            let mut alone = filter.clone();
            match kind {
                ListKind::Category => alone.categories.push(entry.id),
                ListKind::Theme => alone.themes.push(entry.id),
                ListKind::Audience => alone.audiences.push(entry.id),
                ListKind::VenueKind => alone.venue_kinds.push(entry.id),
            }
            let shown = store.count(&filtered(alone), at()).unwrap();
            let counted = counts.get(&entry.id.to_string()).copied();
            assert_eq!(counted.unwrap_or(0), shown, "{}", entry.label);
        }
    }
    let counts = store.counts(CountedBy::Commune, &filter, at()).unwrap();
    for commune in store.communes().unwrap() {
        let alone = Filter {
            communes: vec![commune.clone()],
            ..filter.clone()
        };
        let shown = store.count(&filtered(alone), at()).unwrap();
        let counted = counts.get(&sort_key(&commune)).copied();
        assert_eq!(counted.unwrap_or(0), shown, "{commune}");
    }
}
