//! A file that Carnet wrote, read again: as it was, corrected, or saved by another program.

use std::collections::{BTreeMap, HashMap};

use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventField};
use carnet::domain::listing::{Column, Query};
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::import::{RowOutcome, Tally};
use carnet::store::{Progress, Store, StoreError};
use chrono::NaiveTime;

use super::{all, export, full_store, import, moment, now, plan, refusals};

#[test]
fn an_export_read_again_changes_nothing_and_an_edited_copy_what_was_edited() {
    let mut store = full_store();
    for columns in [CsvColumn::ALL.to_vec(), CsvColumn::of_list(&Column::ALL)] {
        let bytes = export(&store, &columns);
        assert_eq!(
            import(&mut store, &bytes),
            Tally {
                same: 6,
                ..Tally::default()
            }
        );
    }
    assert_eq!(store.undoable().unwrap().as_deref(), Some("création"));
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    let edited = text
        .replacen(";Laon;", ";Soissons;", 1)
        .replacen(";soumis;", ";publié;", 1);
    let plan = plan(&store, edited.as_bytes());
    let RowOutcome::Update { changed, .. } = &plan.rows[0].outcome else {
        panic!("{plan:?}")
    };
    assert_eq!(
        changed,
        &[
            CsvColumn::Field(EventField::Commune),
            CsvColumn::Publication
        ]
    );
    let tally =
        carnet::actions::import::write(&mut store, now(), &plan, &Progress::default()).unwrap();
    assert_eq!(
        tally,
        Tally {
            updated: 1,
            same: 5,
            ..Tally::default()
        }
    );
    assert_eq!(import(&mut store, edited.as_bytes()).same, 6);
    // Into another store, the same file brings the same events.
    let mut other = Store::in_memory().unwrap();
    assert_eq!(import(&mut other, edited.as_bytes()).created, 6);
    let theirs = export(&store, &CsvColumn::ALL);
    assert_eq!(import(&mut other, &theirs).same, 6);
}

/// A file as Excel saves it again in Windows-1252: what it can't write there becomes « ? ».
fn in_windows_1252(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let written = |c: char| match encoding_rs::WINDOWS_1252.encode(&c.to_string()) {
        (_, _, true) => "?".repeat(c.len_utf16()).into_bytes(),
        (bytes, ..) => bytes.into_owned(),
    };
    text.trim_start_matches('\u{feff}')
        .chars()
        .flat_map(written)
        .collect()
}

#[test]
fn a_file_saved_again_in_windows_1252_changes_what_was_corrected_alone() {
    let mut store = Store::in_memory().unwrap();
    carnet::demo::fill(&mut store, 120, 25, moment()).unwrap();
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(!text.contains('\u{202f}') && text.contains('\u{a0}'));
    let narrow = text.replace('\u{a0}', "\u{202f}");
    let plain = text.replace('\u{a0}', " ");
    let first = store.window(&Query::default(), moment(), 0, 1).unwrap();
    let title = first[0].content.title.clone();
    for text in [&text, &narrow, &plain] {
        let saved = in_windows_1252(text.as_bytes());
        let tally = plan(&store, &saved).tally();
        assert_eq!((tally.same, tally.updated, tally.refused), (120, 0, 0));
        let edited = text.replacen(title.split('\u{202f}').next().unwrap(), "Autrement", 1);
        let tally = plan(&store, &in_windows_1252(edited.as_bytes())).tally();
        assert_eq!((tally.same, tally.updated, tally.refused), (119, 1, 0));
        // A carnet that has none of these events knows its lists again too.
        let other = Store::in_memory().unwrap();
        let elsewhere = plan(&other, &saved);
        assert_eq!(elsewhere.tally().created, 120);
        let unknown = elsewhere.rows.iter().flat_map(|row| &row.remarks);
        let unknown: Vec<_> = unknown.filter(|it| it.contains("listes")).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

#[test]
fn a_night_is_corrected_in_its_export() {
    let mut store = Store::in_memory().unwrap();
    import(
        &mut store,
        "Titre;Date;Début;Fin\nVeillée;03/12/2026;22:00;01:00\n".as_bytes(),
    );
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    let night = "03/12/2026;22:00;01:00;;";
    assert!(text.contains(night), "{text}");
    let field = CsvColumn::Field;
    for (corrected, columns, last) in [
        (
            "03/12/2026;22:00;23:30;;",
            vec![field(EventField::Ends)],
            "2026-12-03",
        ),
        (
            "01/12/2026;22:00;01:00;;",
            vec![field(EventField::Date)],
            "2026-12-02",
        ),
        (
            "10/12/2026;22:00;01:00;;",
            vec![field(EventField::Date)],
            "2026-12-11",
        ),
        // An end date that the hours said until they changed.
        (
            "03/12/2026;22:00;23:30;04/12/2026;",
            vec![field(EventField::Ends), field(EventField::EndDate)],
            "2026-12-04",
        ),
    ] {
        let plan = plan(&store, text.replace(night, corrected).as_bytes());
        let RowOutcome::Update {
            changed, incoming, ..
        } = &plan.rows[0].outcome
        else {
            panic!("{plan:?}")
        };
        assert_eq!(changed, &columns, "{corrected}");
        assert_eq!(incoming.content.ends_on(), last.parse().ok(), "{corrected}");
    }
}

#[test]
fn another_writing_of_the_same_value_is_no_change() {
    let store = full_store();
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    let rewritten = text
        .replace("17/11/2026", "2026-11-17")
        .replace(";18:00;19:30;", ";18:00:00;19h30;")
        .replace(";02100;", ";2100;")
        .replace(";12;oui;", ";12,0;VRAI;")
        .replace(";soumis;", ";Soumis;");
    assert_eq!(plan(&store, rewritten.as_bytes()).tally().same, 6);
}

#[test]
fn an_edited_value_that_cannot_be_read_leaves_the_event_as_it_is() {
    let mut store = full_store();
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    let edited = text.replacen("17/11/2026", "31/02/2026", 1);
    let plan = plan(&store, edited.as_bytes());
    assert_eq!(
        refusals(&plan),
        [(2, "« 31/02/2026 » illisible (date)".to_owned())]
    );
    assert_eq!(
        carnet::actions::import::write(&mut store, now(), &plan, &Progress::default())
            .unwrap()
            .refused,
        1
    );
}

#[test]
fn attendees_come_in_and_an_empty_cell_takes_none_away() {
    let mut store = Store::in_memory().unwrap();
    import(
        &mut store,
        "titre;date;présents\nUn;17/11/2026;9\nDeux;17/11/2026;\n".as_bytes(),
    );
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(text.contains(";remplie;9;"));
    let edited = text
        .replace(";remplie;9;", ";remplie;;")
        .replace("brouillon", "");
    let tally = import(&mut store, edited.as_bytes());
    assert_eq!((tally.same, tally.updated), (2, 0));
    assert_eq!(
        String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap(),
        text
    );
}

#[test]
fn what_was_transmitted_is_known_again_elsewhere() {
    let mut store = Store::in_memory().unwrap();
    carnet::demo::fill(&mut store, 60, 25, moment()).unwrap();
    let mut other = Store::in_memory().unwrap();
    import(&mut other, &export(&store, &CsvColumn::ALL));
    let days = |store: &Store| {
        let events = store.window(&Query::default(), moment(), 0, 60).unwrap();
        let day = |event: &Event| (event.id, event.transmitted_on());
        events.iter().map(day).collect::<HashMap<_, _>>()
    };
    assert!(days(&store).values().any(Option::is_some));
    assert_eq!(days(&other), days(&store));
}

#[test]
fn a_day_of_transmission_goes_with_a_number_of_people() {
    let mut store = Store::in_memory().unwrap();
    let text = "transmise le;titre;date;présents\n\
        20/11/2026;Un;17/11/2026;9\n\
        20/11/2026;Deux;17/11/2026;\n\
        25/11/2026;Trois;17/11/2026;9\n\
        ;Quatre;17/11/2026;9\n";
    let remarks = |index: usize| {
        let planned = plan(&Store::in_memory().unwrap(), text.as_bytes());
        planned.rows[index]
            .remarks
            .join(" ")
            .replace('\u{202f}', " ")
    };
    assert_eq!(remarks(0), "");
    assert!(remarks(1).contains("sans nombre de présents (transmise le)"));
    assert!(remarks(2).contains("est à venir (transmise le)"));
    import(&mut store, text.as_bytes());
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(text.contains(";transmise;9;20/11/2026;"));
    assert_eq!(text.matches(";remplie;9;;").count(), 2, "{text}");
    // Noted by hand in the file; an empty cell takes nothing back, a number corrected does.
    let noted = text.replace(";remplie;9;;", ";remplie;9;23/11/2026;");
    assert_eq!(import(&mut store, noted.as_bytes()).updated, 2);
    let emptied = noted.replace(";23/11/2026;", ";;");
    assert_eq!(import(&mut store, emptied.as_bytes()).same, 4);
    let corrected = noted.replace(";9;20/11/2026", ";8;20/11/2026");
    assert_eq!(import(&mut store, corrected.as_bytes()).updated, 1);
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(text.contains(";remplie;8;;"));
    assert_eq!(text.matches(";transmise;9;23/11/2026;").count(), 2);
}

#[test]
fn changes_of_another_process_since_the_plan_are_not_overwritten() {
    let mut store = Store::in_memory().unwrap();
    import(
        &mut store,
        "Titre;Date;Publication;Présents\nCafé;17/11/2026;publié;9\n".as_bytes(),
    );
    let event = all(&store).remove(0);
    let file = format!("Identifiant;Titre;Présents\n{};Café;12\n", event.id);
    let planned = plan(&store, file.as_bytes());
    let declared = Attestation::declared(
        event.attestation.as_ref(),
        10,
        BTreeMap::new(),
        "Salle comble".to_owned(),
        now(),
    );
    let elsewhere = store.record("ailleurs", now(), |change| {
        change.attest(event.id, &declared)
    });
    elsewhere.unwrap();
    let applied = carnet::actions::import::write(&mut store, now(), &planned, &Progress::default());
    assert!(matches!(applied, Err(StoreError::Stale)), "{applied:?}");
    let saved = all(&store).remove(0).attestation.unwrap();
    assert_eq!(
        (saved.attendees, saved.remark.as_str()),
        (10, "Salle comble")
    );
}

#[test]
fn a_draft_completed_by_a_file_stays_one_and_what_a_file_empties_is_a_draft() {
    let mut store = full_store();
    let state = |store: &Store| all(store).remove(0).publication;
    let id = all(&store).remove(0).id;
    let publish = |store: &mut Store, state| {
        let done = store.record("x", now(), |change| change.publish_event(id, state, None));
        done.unwrap();
    };
    publish(&mut store, Publication::ToEnter);
    let description = |text: &str| format!("Identifiant;Description\n{id};{text}\n");
    import(&mut store, description("").as_bytes());
    assert_eq!(state(&store), Publication::Draft);
    import(&mut store, description("Venez").as_bytes());
    assert_eq!(state(&store), Publication::Draft);
    // What a file says of the state itself holds, unless the site would refuse it.
    for state_given in [Publication::ToEnter, Publication::Draft] {
        let label = state_given.label();
        let file = format!("Identifiant;Description;Publication\n{id};{label};{label}\n");
        import(&mut store, file.as_bytes());
        assert_eq!(state(&store), state_given);
    }
    let mut other = Store::in_memory().unwrap();
    import(&mut other, "Titre;Publication\nCafé;à saisir\n".as_bytes());
    assert_eq!(state(&other), Publication::Draft);
}

#[test]
fn hours_in_one_cell_and_a_link_change_an_event_that_is_known() {
    let mut store = full_store();
    let event = all(&store).remove(0);
    let mut content = event.content.clone();
    (content.ends, content.seats) = (None, None);
    let emptied = store.record("x", now(), |change| {
        change.publish_event(event.id, Publication::Draft, None)?;
        change.modify_event(event.id, event.revision + 1, &content)
    });
    emptied.unwrap();
    let file = format!("Identifiant;Horaires\n{};18h-19h30\n", event.id);
    let planned = plan(&store, file.as_bytes()).rows.remove(0).outcome;
    let ends = CsvColumn::Field(EventField::Ends);
    assert!(
        matches!(&planned, RowOutcome::Update { changed, .. } if *changed == [ends]),
        "{planned:?}"
    );
    // Completed, a draft stays one, a link given or not.
    let file = format!(
        "Identifiant;Horaires;Places;Page publique\n{};18h-19h30;12;https://exemple.fr/1\n",
        event.id
    );
    import(&mut store, file.as_bytes());
    let event = store.event(event.id).unwrap().unwrap();
    assert_eq!(event.publication, Publication::Draft);
    assert_eq!(event.content.ends, NaiveTime::from_hms_opt(19, 30, 0));
    assert_eq!(event.public_link, "https://exemple.fr/1");
}
