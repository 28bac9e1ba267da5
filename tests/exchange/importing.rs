//! Files of any origin read into events.

use carnet::domain::event::EventField;
use carnet::domain::event::publication::Publication;
use carnet::domain::listing::Query;
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::import::{Mapping, Plan, Tally};
use carnet::exchange::table::Table;
use carnet::store::{Progress, Store};
use chrono::NaiveTime;
use proptest::prelude::*;

use super::{all, export, import, moment, now, plan, refusals};

const OCCITANIE: &[u8] = include_bytes!("../data/evenements-occitanie-extrait.csv");

#[test]
fn real_events_come_in_as_drafts_with_what_they_have() {
    let mut store = Store::in_memory().unwrap();
    let table = Table::read(OCCITANIE).unwrap();
    let mut mapping = Mapping::guess(&table, moment().today).0;
    assert!(mapping.has(CsvColumn::Field(EventField::Title)));
    assert!(mapping.has(CsvColumn::Field(EventField::Date)));
    assert!(mapping.has(CsvColumn::Field(EventField::Description)));
    // « type » and « thematique » of that file are not the memento's.
    mapping.set(7, None);
    let plan = Plan::new(&table, &mapping, &store, moment(), &Progress::default()).unwrap();
    let tally =
        carnet::actions::import::write(&mut store, now(), &plan, &Progress::default()).unwrap();
    assert_eq!(tally.created, 40);
    assert_eq!(tally.refused, 0);
    let events = store.window(&Query::default(), moment(), 0, 100).unwrap();
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
    assert_eq!(store.count(&Query::default(), moment()).unwrap(), 0);
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
        ;Trop;;1;9h;ici\n\
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
            (7, "6 cellules au lieu de 5".to_owned()),
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
            let events = store.window(&Query::default(), moment(), 0, 4).unwrap();
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
        rows.iter().map(|row| row.is_skipped).collect::<Vec<_>>()
    };
    // What has no date yet may share its title.
    assert_eq!(left(&store), [false, true, false, false, false]);
    let tally = import(&mut store, text.as_bytes());
    assert_eq!((tally.created, tally.skipped), (4, 1));
    assert_eq!(left(&store), [true; 5]);
    let tally = import(&mut store, text.as_bytes());
    assert_eq!((tally.created, tally.skipped), (0, 5));
    // Without an hour, a row may be any event of that day.
    let no_hour = plan(
        &store,
        "titre;date\nCafé;24/11/2026\nThé;24/11/2026\n".as_bytes(),
    );
    let left: Vec<bool> = no_hour.rows.iter().map(|row| row.is_skipped).collect();
    assert_eq!(left, [true, false]);
    // The reason for skipping it comes before the remarks on its values.
    let unread = plan(
        &store,
        "titre;date;type\nCafé;24/11/2026;Inconnu\n".as_bytes(),
    );
    let remarks = &unread.rows[0].remarks;
    assert!(
        remarks.len() == 2 && remarks[0].starts_with("même titre"),
        "{remarks:?}"
    );
    // Identifiers distinguish the events of a file.
    let bytes = export(&store, &CsvColumn::ALL);
    let mut other = Store::in_memory().unwrap();
    assert_eq!(import(&mut other, &bytes).created, 4);
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
        if let Ok(table) = Table::read(text.as_bytes()) {
            let plan = Plan::new(&table, &Mapping::guess(&table, moment().today).0, &store, moment(), &Progress::default()).unwrap();
            let tally = carnet::actions::import::write(&mut store, now(), &plan, &Progress::default()).unwrap();
            prop_assert_eq!(tally.created, store.count(&Query::default(), moment()).unwrap());
            let bytes = export(&store, &CsvColumn::ALL);
            prop_assert_eq!(import(&mut store, &bytes).same, tally.created);
        }
    }
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
fn an_hour_in_utc_is_read_as_that_of_the_place_and_told() {
    let mut store = Store::in_memory().unwrap();
    let text = "Titre;Date;Début\nIci;2026-12-24;18:30:00+01:00\nZ;2026-12-24;17:30:00Z\nUTC;2026-12-24T17:30:00+00:00;\n";
    let plan = plan(&store, text.as_bytes());
    let told: Vec<_> = plan.rows.iter().map(|row| row.remarks.concat()).collect();
    assert_eq!(
        told,
        [
            "",
            "« 17:30:00Z » lu comme 18:30 (début)",
            "« 2026-12-24T17:30:00+00:00 » lu comme 24/12/2026 18:30 (date)",
        ]
        .map(|text| text.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»"))
    );
    import(&mut store, text.as_bytes());
    for event in all(&store) {
        let content = event.content;
        let of_the_place = NaiveTime::from_hms_opt(18, 30, 0);
        assert_eq!(content.starts, of_the_place, "{}", content.title);
    }
}
