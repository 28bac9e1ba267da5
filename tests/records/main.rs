//! What holds of every kind of record, run for each: taken back and made again, written to a .csv
//! and read back, refused when changed elsewhere, shown in the history, checked, forgotten by a purge,
//! offered again when it was typed and put off.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod places;
mod suite;

use std::path::Path;

use carnet::domain::event::EventContent;
use carnet::domain::event::step::Step;
use carnet::domain::kinds::KINDS;
use carnet::domain::model::Model;
use carnet::domain::question::{Question, QuestionKind};
use carnet::domain::reference::{Entry, ListKind};
use carnet::domain::venue::Venue;
use carnet::domain::view::{Layout, SavedView};
use chrono::{DateTime, Utc};

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

/// A suite is named after its table.
#[test]
fn every_kind_of_record_with_a_place_has_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records");
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let texts: String = texts.collect();
    let texts: String = texts.split_whitespace().collect();
    for kind in KINDS {
        let suite = format!("record_suite!({},", kind.table);
        assert!(texts.contains(&suite), "{suite} …) is missing");
    }
}

record_suite!(
    venue,
    Venue,
    Venue {
        name: "Jean Jaurès".into(),
        commune: "Vesoul".into(),
        postcode: "70000".into(),
        address: "1 rue « des Écoles » ; au fond".into(),
        uai: "0750655E".into(),
        contact: "Mme Mirabelle, 03 84 00 00 00".into(),
        access: "Par la cour\n=porte bleue".into(),
        equipment: "-vidéoprojecteur".into(),
        remark: String::new(),
        kind: None,
    },
    |it| it.contact = "M. Framboise".into(),
    form
);

record_suite!(
    question,
    Question,
    Question {
        label: "Quel accueil ?".into(),
        kind: QuestionKind::Choice,
        choices: vec!["très bon".into(), "froid".into()],
        usual: "froid".into(),
    },
    |it| it.choices.push("absent".into()),
    form
);

record_suite!(
    step,
    Step,
    Step {
        label: "Réserver la salle".into(),
        short: "Salle".into(),
        how: "Par courriel".into(),
        days: Some(-10),
        role: None,
    },
    |it| it.days = Some(3),
    form
);

record_suite!(
    entry,
    Entry,
    Entry {
        list: ListKind::Category,
        label: "Ludothèque".into(),
        short: "Ludo".into(),
        definition: "On y joue.".into(),
    },
    |it| it.short = String::new(),
    form
);

record_suite!(
    model,
    Model,
    Model::of("Café", &EventContent::default()),
    |it| it.content.title = "Café des parents".into()
);

record_suite!(
    view,
    SavedView,
    SavedView {
        name: "À moi".into(),
        layout: Layout::default(),
    },
    |it| it.layout.columns.truncate(2)
);
