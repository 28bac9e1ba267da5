//! Lists: their order and their filters.

use carnet::domain::attestation::AttestationState;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::fold::sort_key;
use carnet::domain::listing::{Column, Direction, Filter, Period};
use carnet::domain::publication::Publication;
use carnet::domain::reference::ListKind;
use carnet::store::Store;
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
