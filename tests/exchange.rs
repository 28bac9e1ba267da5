//! What comes in and goes out as .csv.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use carnet::domain::attestation::Attestation;
use carnet::domain::event::{Event, EventContent, Field, Venue};
use carnet::domain::id::EventId;
use carnet::domain::listing::{Column, Query};
use carnet::domain::publication::Publication;
use carnet::domain::reference::ListKind;
use carnet::exchange::columns::CsvColumn;
use carnet::exchange::export::{ExportError, write_csv};
use carnet::exchange::import::{Mapping, Outcome, Plan, Tally};
use carnet::exchange::text_table::TextTable;
use carnet::store::{Moment, Progress, Store, StoreError};
use chrono::{DateTime, NaiveTime, Utc};
use proptest::prelude::*;

const OCCITANIE: &[u8] = include_bytes!("data/evenements-occitanie-extrait.csv");

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn at() -> Moment {
    Moment {
        now: now(),
        today: now().date_naive(),
    }
}

fn plan(store: &Store, bytes: &[u8]) -> Plan {
    let table = TextTable::read(bytes).unwrap();
    Plan::new(
        &table,
        &Mapping::by_name(&table.header),
        store,
        at(),
        &Progress::default(),
    )
    .unwrap()
}

fn import(store: &mut Store, bytes: &[u8]) -> Tally {
    plan(store, bytes)
        .apply(store, "Europe/Paris", now(), &Progress::default())
        .unwrap()
}

fn all(store: &Store) -> Vec<Event> {
    store.window(&Query::default(), at(), 0, 60).unwrap()
}

fn export(store: &Store, columns: &[CsvColumn]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_csv(
        store,
        &Query::default(),
        at(),
        columns,
        &|_| true,
        &Progress::default(),
        &mut bytes,
    )
    .unwrap();
    bytes
}

/// A carnet of so many events, a minute after one another.
fn carnet_of(many: u32) -> Store {
    let mut store = Store::in_memory().unwrap();
    let created = store.record("beaucoup", now(), |change| {
        (0..many).try_for_each(|number| {
            let content = EventContent {
                title: format!("Événement nº {number}"),
                date: Some(now().date_naive()),
                starts: NaiveTime::from_hms_opt(number / 60, number % 60, 0),
                ..EventContent::default()
            };
            let state = Publication::Draft;
            change.create_event(EventId::new(now()), &content, state, "Europe/Paris")
        })
    });
    created.unwrap();
    store
}

/// Takes so many bytes, then the disk is full.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.checked_sub(bytes.len());
        self.0 = left.ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_of_many_is_whole_and_in_order() {
    let store = carnet_of(1_000);
    let bytes = export(&store, &[CsvColumn::Field(Field::Title)]);
    let text = String::from_utf8(bytes).unwrap();
    let written: Vec<&str> = text.lines().skip(1).collect();
    let mut listed = Vec::new();
    let all = store.for_each(&Query::default(), at(), |event| {
        listed.push(event.content.title);
        true
    });
    all.unwrap();
    assert_eq!(listed.len(), 1_000);
    assert_eq!(written, listed);
}

#[test]
fn an_export_that_cannot_go_on_says_why() {
    let store = carnet_of(1_000);
    let columns = [CsvColumn::Field(Field::Title)];
    let export = |wanted: &(dyn Fn(&Event) -> bool + Sync), progress: &Progress, out: &mut Full| {
        let query = Query::default();
        write_csv(&store, &query, at(), &columns, wanted, progress, out)
    };
    let full = export(&|_| true, &Progress::default(), &mut Full(9_000));
    match full {
        Err(ExportError::Io(error)) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
        other => panic!("{other:?}"),
    }
    let progress = Progress::default();
    let stops = |event: &Event| {
        if event.content.title.ends_with("nº 500") {
            progress.stop();
        }
        true
    };
    let stopped = export(&stops, &progress, &mut Full(1_000_000));
    assert!(
        matches!(stopped, Err(ExportError::Store(StoreError::Stopped))),
        "{stopped:?}"
    );
}

fn refusals(plan: &Plan) -> Vec<(u64, String)> {
    plan.rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Refuse(reason) => Some((row.line, reason.replace('\u{202f}', " "))),
            _ => None,
        })
        .collect()
}

#[test]
fn real_events_come_in_as_drafts_with_what_they_have() {
    let mut store = Store::in_memory().unwrap();
    let table = TextTable::read(OCCITANIE).unwrap();
    let mut mapping = Mapping::by_name(&table.header);
    assert!(mapping.has(CsvColumn::Field(Field::Title)));
    assert!(mapping.has(CsvColumn::Field(Field::Date)));
    assert!(mapping.has(CsvColumn::Field(Field::Description)));
    // « type » and « thematique » of that file are not the memento's.
    mapping.set(7, None);
    let plan = Plan::new(&table, &mapping, &store, at(), &Progress::default()).unwrap();
    let tally = plan
        .apply(&mut store, "Europe/Paris", now(), &Progress::default())
        .unwrap();
    assert_eq!(tally.created, 40);
    assert_eq!(tally.refused, 0);
    let events = store.window(&Query::default(), at(), 0, 100).unwrap();
    assert_eq!(events.len(), 40);
    for event in &events {
        assert_eq!(event.publication, Publication::Draft);
        assert!(event.content.date.is_some());
        assert!(!event.content.title.contains("&amp;"));
        assert!(!event.content.description.contains("&nbsp;"));
        // A theme of another list is kept where it can be read.
        assert!(
            event.content.notes.contains("Thématique principale"),
            "{event:?}"
        );
    }
    assert!(
        events
            .iter()
            .any(|event| event.content.description.contains('\n'))
    );
    assert!(
        events
            .iter()
            .any(|event| event.content.venue.commune.is_empty())
    );
    // One undo takes the whole import back.
    assert_eq!(
        store.undo(now()).unwrap().unwrap().label,
        "import de 40 événements"
    );
    assert_eq!(store.count(&Query::default(), at()).unwrap(), 0);
}

#[test]
fn what_cannot_be_an_event_is_named_with_its_line_and_its_reason() {
    let store = Store::in_memory().unwrap();
    let text = "Identifiant;Titre;Date;Places;Heure\n\
        ;Bon;24/11/2026;12;18h30\n\
        ;;24/11/2026;12;\n\
        pas-un-id;X;;;\n\
        01a05a43-fc00-782e-9247-a57620406b65;Un;;;\n\
        01a05a43-fc00-782e-9247-a57620406b65;Deux;;;\n\
        ;Trop;peu\n\
        ;Mauvaise date;31/02/2026;beaucoup;25h\n";
    let plan = plan(&store, text.as_bytes());
    assert_eq!(
        refusals(&plan),
        [
            (3, "pas de titre".to_owned()),
            (4, "identifiant illisible : « pas-un-id »".to_owned()),
            (
                6,
                "identifiant déjà lu plus haut dans le fichier".to_owned()
            ),
            (7, "3 cellules au lieu de 5".to_owned()),
        ]
    );
    assert_eq!(plan.rows.last().unwrap().remarks.len(), 3);
    assert_eq!(
        plan.tally(),
        Tally {
            created: 3,
            refused: 4,
            ..Tally::default()
        }
    );
}

fn full_store() -> Store {
    let mut store = Store::in_memory().unwrap();
    let references = store.references().unwrap();
    let entry = |list, index| references.offered(list).nth(index).map(|entry| entry.id);
    for index in 0..6usize {
        let content = EventContent {
            title: [
                "=HYPERLINK(\"x\")",
                "+33",
                "Café ; « l’ENT »",
                "'=déjà",
                "  Deux  espaces ",
                "@x",
            ][index]
                .into(),
            category: entry(ListKind::Category, index),
            theme: entry(ListKind::Theme, 8),
            second_theme: entry(ListKind::Theme, 9),
            audience: entry(ListKind::Audience, 0),
            description: "Une ligne\n=et une autre\n\nfin &amp; suite".into(),
            venue: Venue {
                kind: entry(ListKind::VenueKind, 3),
                name: "Jean Jaurès".into(),
                address: "-".into(),
                postcode: "02100".into(),
                commune: "Laon".into(),
            },
            date: "2026-11-17".parse().ok(),
            starts: NaiveTime::from_hms_opt(18, 0, 0),
            ends: NaiveTime::from_hms_opt(19, 30, 0),
            seats: Some(12),
            children_welcome: index % 2 == 0,
            signup_link: "https://exemple.fr".into(),
            notes: "\"guillemets\"".into(),
        };
        store
            .record("création", now(), |change| {
                change.create_event(
                    EventId::new(now()),
                    &content,
                    Publication::Submitted,
                    "Europe/Paris",
                )
            })
            .unwrap();
    }
    store
}

#[test]
fn an_export_opens_in_a_french_spreadsheet() {
    let store = full_store();
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(text.starts_with("\u{feff}Date;Début;Fin;Titre;"));
    assert!(text.contains("\r\n17/11/2026;18:00;19:30;"));
    assert!(text.contains(";'+33;"));
    assert!(text.contains(";'@x;"));
    assert!(text.contains(";à remplir;"));
    let shown = CsvColumn::of_list(&[Column::Title, Column::Hours]);
    let text = String::from_utf8(export(&store, &shown)).unwrap();
    assert!(text.starts_with("\u{feff}Titre;Début;Fin;Identifiant\r\n"));
}

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
    let Outcome::Update { changed, .. } = &plan.rows[0].outcome else {
        panic!("{plan:?}")
    };
    assert_eq!(
        changed,
        &[CsvColumn::Field(Field::Commune), CsvColumn::Publication]
    );
    let tally = plan
        .apply(&mut store, "Europe/Paris", now(), &Progress::default())
        .unwrap();
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
    carnet::cli::demo_events::fill(&mut store, 120, 25, at()).unwrap();
    let text = String::from_utf8(export(&store, &CsvColumn::ALL)).unwrap();
    assert!(!text.contains('\u{202f}') && text.contains('\u{a0}'));
    let narrow = text.replace('\u{a0}', "\u{202f}");
    let plain = text.replace('\u{a0}', " ");
    let first = store.window(&Query::default(), at(), 0, 1).unwrap();
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
fn both_hours_come_in_from_one_cell() {
    let mut store = Store::in_memory().unwrap();
    let text = "Titre;Horaires;Fin\n\
        Un;18h30-20h;\n\
        Deux;de 9h à 10h30;\n\
        Trois;18h - 20h;19h\n\
        Quatre;vers 18h;\n";
    let planned = plan(&store, text.as_bytes());
    assert_eq!(planned.rows[3].remarks.len(), 1, "{planned:?}");
    assert!(planned.rows[..3].iter().all(|row| row.remarks.is_empty()));
    import(&mut store, text.as_bytes());
    let hours: Vec<_> = ["Un", "Deux", "Trois", "Quatre"]
        .map(|title| {
            let events = store.window(&Query::default(), at(), 0, 4).unwrap();
            let event = events
                .into_iter()
                .find(|event| event.content.title == title);
            let content = event.unwrap().content;
            (content.starts, content.ends)
        })
        .to_vec();
    let hour = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
    assert_eq!(
        hours,
        [
            (hour(18, 30), hour(20, 0)),
            (hour(9, 0), hour(10, 30)),
            (hour(18, 0), hour(19, 0)),
            (None, None),
        ]
    );
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
        plan.apply(&mut store, "Europe/Paris", now(), &Progress::default())
            .unwrap()
            .refused,
        1
    );
}

#[test]
fn attendees_come_in_and_an_empty_cell_takes_none_away() {
    let mut store = Store::in_memory().unwrap();
    import(&mut store, "titre;présents\nUn;9\nDeux;\n".as_bytes());
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
fn what_is_here_already_or_twice_in_the_file_is_left() {
    let mut store = Store::in_memory().unwrap();
    let text = "titre;date;heure\n\
        Café;24/11/2026;9h\n\
        CAFE;24/11/2026;9:00\n\
        Café;24/11/2026;14h\n\
        Sans date;;\n\
        Sans date;;\n";
    let left = |store: &Store| {
        let rows = plan(store, text.as_bytes()).rows;
        rows.iter().map(|row| row.is_left).collect::<Vec<_>>()
    };
    // What has no date yet may share its title.
    assert_eq!(left(&store), [false, true, false, false, false]);
    let tally = import(&mut store, text.as_bytes());
    assert_eq!((tally.created, tally.left), (4, 1));
    assert_eq!(left(&store), [true; 5]);
    let tally = import(&mut store, text.as_bytes());
    assert_eq!((tally.created, tally.left), (0, 5));
    // Without an hour, a row may be any event of that day.
    let no_hour = plan(
        &store,
        "titre;date\nCafé;24/11/2026\nThé;24/11/2026\n".as_bytes(),
    );
    let left: Vec<bool> = no_hour.rows.iter().map(|row| row.is_left).collect();
    assert_eq!(left, [true, false]);
    // Identifiers tell the events of a file apart.
    let bytes = export(&store, &CsvColumn::ALL);
    let mut other = Store::in_memory().unwrap();
    assert_eq!(import(&mut other, &bytes).created, 4);
}

#[test]
fn what_was_transmitted_is_known_again_elsewhere() {
    let mut store = Store::in_memory().unwrap();
    carnet::cli::demo_events::fill(&mut store, 60, 25, at()).unwrap();
    let mut other = Store::in_memory().unwrap();
    import(&mut other, &export(&store, &CsvColumn::ALL));
    let days = |store: &Store| {
        let events = store.window(&Query::default(), at(), 0, 60).unwrap();
        let day = |event: &Event| (event.id, event.transmitted_on());
        events.iter().map(day).collect::<HashMap<_, _>>()
    };
    assert!(days(&store).values().any(Option::is_some));
    assert_eq!(days(&other), days(&store));
}

#[test]
fn a_day_of_transmission_goes_with_a_number_of_people() {
    let mut store = Store::in_memory().unwrap();
    let text = "transmise le;titre;présents\n\
        20/11/2026;Un;9\n\
        20/11/2026;Deux;\n\
        25/11/2026;Trois;9\n\
        ;Quatre;9\n";
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_file_is_planned_and_written_without_a_panic(
        rows in prop::collection::vec(prop::collection::vec(".{0,12}", 4), 0..6)
    ) {
        let mut store = Store::in_memory().unwrap();
        let mut text = "titre;date;heure;places\n".to_owned();
        for row in rows {
            text.push_str(&row.join(";"));
            text.push('\n');
        }
        if let Ok(table) = TextTable::read(text.as_bytes()) {
            let plan = Plan::new(&table, &Mapping::by_name(&table.header), &store, at(), &Progress::default()).unwrap();
            let tally = plan.apply(&mut store, "Europe/Paris", now(), &Progress::default()).unwrap();
            prop_assert_eq!(tally.created, store.count(&Query::default(), at()).unwrap());
            let bytes = export(&store, &CsvColumn::ALL);
            prop_assert_eq!(import(&mut store, &bytes).same, tally.created);
        }
    }
}

#[test]
fn what_another_window_did_since_the_plan_is_not_written_over() {
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
    let applied = planned.apply(&mut store, "Europe/Paris", now(), &Progress::default());
    assert!(matches!(applied, Err(StoreError::Stale)), "{applied:?}");
    let kept = all(&store).remove(0).attestation.unwrap();
    assert_eq!((kept.attendees, kept.remark.as_str()), (10, "Salle comble"));
}

#[test]
fn a_draft_completed_by_a_file_is_to_be_entered_and_one_emptied_is_a_draft() {
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
    assert_eq!(state(&store), Publication::ToEnter);
    // What a file says of the state itself holds, unless the site would refuse it.
    let file = format!("Identifiant;Description;Publication\n{id};Autre;brouillon\n");
    import(&mut store, file.as_bytes());
    assert_eq!(state(&store), Publication::Draft);
    let mut other = Store::in_memory().unwrap();
    import(&mut other, "Titre;Publication\nCafé;à saisir\n".as_bytes());
    assert_eq!(state(&other), Publication::Draft);
}

#[test]
fn an_attestation_does_not_come_with_a_row_copied_to_another_day() {
    let mut store = Store::in_memory().unwrap();
    import(
        &mut store,
        "Titre;Date;Présents\nCopie;15/12/2026;9\n".as_bytes(),
    );
    let event = all(&store).remove(0);
    assert_eq!(event.attestation, None);
    assert_eq!(event.content.notes.replace('\u{202f}', " "), "Présents : 9");
}

#[test]
fn an_hour_in_utc_is_not_taken_for_that_of_the_place() {
    let mut store = Store::in_memory().unwrap();
    import(
        &mut store,
        "Titre;Date;Début\nIci;2026-12-24;18:30:00+01:00\nZ;2026-12-24;17:30:00Z\nUTC;2026-12-24T17:30:00+00:00;\n".as_bytes(),
    );
    for event in all(&store) {
        let content = event.content;
        let of_the_place = NaiveTime::from_hms_opt(18, 30, 0).filter(|_| content.title == "Ici");
        assert_eq!(content.starts, of_the_place, "{}", content.title);
        assert_eq!(content.notes.is_empty(), content.title == "Ici");
    }
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
    let ends = CsvColumn::Field(Field::Ends);
    assert!(
        matches!(&planned, Outcome::Update { changed, .. } if *changed == [ends]),
        "{planned:?}"
    );
    // Completed, a draft is to be entered, a link given or not.
    let file = format!(
        "Identifiant;Horaires;Places;Page publique\n{};18h-19h30;12;https://exemple.fr/1\n",
        event.id
    );
    import(&mut store, file.as_bytes());
    let event = store.event(event.id).unwrap().unwrap();
    assert_eq!(event.publication, Publication::ToEnter);
    assert_eq!(event.content.ends, NaiveTime::from_hms_opt(19, 30, 0));
    assert_eq!(event.public_link, "https://exemple.fr/1");
}
