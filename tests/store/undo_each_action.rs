//! Everything that this schema added can be taken back and made again.

use std::collections::BTreeMap;

use carnet::actions::series::{Sharing, share};
use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::checklist::Tick;
use carnet::domain::event::series::Shared;
use carnet::domain::event::step::{Step, StepRole};
use carnet::domain::event::{Event, EventContent};
use carnet::domain::home::Notice;
use carnet::domain::id::{EventId, ModelId, QuestionId, SeriesId, StepId};
use carnet::domain::model::Model;
use carnet::domain::question::{Question, QuestionKind};
use carnet::domain::record::Stored;
use carnet::store::{Change, Result, Store};

use super::{add, all_events, at, event_on, notice_count, now, present, step};

/// All that this schema added, as it is read.
#[derive(Debug, PartialEq)]
struct Seen {
    questions: Vec<Stored<Question>>,
    steps: Vec<Stored<Step>>,
    models: Vec<Stored<Model>>,
    events: Vec<(Event, Vec<Tick>)>,
    put_off: usize,
    to_attest: usize,
}

fn seen(store: &Store) -> Seen {
    let events = all_events(store).into_iter().map(|event| {
        let ticks = store.ticks(event.id).unwrap();
        // What only counts or stamps changes moves forward with an undo.
        let event = Event {
            revision: 0,
            modified_at: now(),
            ..event
        };
        (event, ticks)
    });
    Seen {
        questions: store.questions().unwrap(),
        steps: store.steps().unwrap(),
        models: store.models().unwrap(),
        events: events.collect(),
        put_off: store.home_summary(at()).unwrap().put_off,
        to_attest: notice_count(store, Notice::ToAttest, at()),
    }
}

struct Ids {
    past: EventId,
    ahead: EventId,
    question: QuestionId,
    first_question: QuestionId,
    step: StepId,
    announce: StepId,
    model: ModelId,
    series: SeriesId,
}

type Action = (&'static str, fn(&Change<'_>, &Ids) -> Result<()>);

const ACTIONS: [Action; 25] = [
    ("question", |change, ids| {
        let text = Question {
            label: "Combien d’enfants ?".to_owned(),
            kind: QuestionKind::Number,
            ..Question::default()
        };
        change.insert(ids.question, &text)
    }),
    ("question reformulée", |change, ids| {
        let text = Question {
            label: "Quel accueil ?".to_owned(),
            kind: QuestionKind::Choice,
            choices: vec!["bon".to_owned(), "froid".to_owned()],
            usual: "bon".to_owned(),
        };
        change.update(ids.question, &text)
    }),
    ("question montée", |change, ids| {
        change.shift::<Question>(ids.question, true)
    }),
    ("question retirée", |change, ids| {
        change.retire::<Question>(ids.first_question, true)
    }),
    ("question supprimée", |change, ids| {
        change.delete::<Question>(ids.question)
    }),
    ("étape", |change, ids| {
        change.insert(ids.step, &worded("Réserver la salle", Some(-10)))
    }),
    ("étape reformulée", |change, ids| {
        change.update(ids.step, &worded("Réserver", None))
    }),
    ("étape descendue", |change, ids| {
        change.shift::<Step>(ids.announce, false)
    }),
    ("étape retirée", |change, ids| {
        change.retire::<Step>(ids.step, true)
    }),
    ("étape supprimée", |change, ids| {
        change.delete::<Step>(ids.step)
    }),
    ("étape cochée", |change, ids| {
        change.tick(ids.ahead, ids.announce)
    }),
    ("étape décochée", |change, ids| {
        change.untick(ids.ahead, ids.announce)
    }),
    ("modèle", |change, ids| {
        change.put(
            ids.model,
            &Model::of("Café", &event_on("Café", "2026-11-24")),
        )
    }),
    ("modèle remplacé", |change, _| {
        change.put(
            ModelId::new(now()),
            &Model::of("Café", &event_on("Thé", "2026-11-24")),
        )
    }),
    ("modèle supprimé", |change, ids| {
        change.delete::<Model>(ids.model)
    }),
    ("rappel remis", |change, _| {
        change.snooze(Notice::ToAttest, "2026-12-01".parse().ok(), at())
    }),
    ("rappel écarté", |change, _| {
        change.snooze(Notice::Drafts, None, at())
    }),
    ("rappels ramenés", |change, _| change.unsnooze()),
    ("série", |change, ids| {
        change.join_series(ids.past, ids.series)
    }),
    ("membre", |change, ids| {
        let content = event_on("Suite", "2026-12-08");
        change.create_member(EventId::new(now()), &content, "Europe/Paris", ids.series)
    }),
    ("partage", |change, ids| {
        let sharing = Sharing {
            parts: Shared {
                description: true,
                ..Shared::default()
            },
            members: vec![ids.ahead],
        };
        let from = EventContent {
            description: "Autre".to_owned(),
            ..EventContent::default()
        };
        share(change, &sharing, &from, false)
    }),
    ("attestation", |change, ids| {
        change.attest(ids.past, &present(9))
    }),
    ("correction", |change, ids| {
        let later = now() + chrono::TimeDelta::minutes(5);
        let corrected = Attestation::declared(
            Some(&present(9)),
            10,
            BTreeMap::new(),
            "Dix".to_owned(),
            later,
        );
        change.attest(ids.past, &corrected)
    }),
    ("transmission", |change, ids| {
        change.transmit(ids.past, "2026-11-24".parse().ok())
    }),
    ("attestation reprise", |change, ids| {
        change.withdraw_attestation(ids.past)
    }),
];

fn worded(label: &str, days: Option<i32>) -> Step {
    Step {
        label: label.to_owned(),
        days,
        ..Step::default()
    }
}

#[test]
fn everything_new_is_undone_and_redone_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let ids = Ids {
        past: add(&mut store, &event_on("Passé", "2026-11-17")),
        ahead: add(&mut store, &event_on("À venir", "2026-12-01")),
        question: QuestionId::new(now()),
        first_question: store.questions().unwrap()[0].id,
        step: StepId::new(now()),
        announce: step(&store, StepRole::Announce),
        model: ModelId::new(now()),
        series: SeriesId::new(now()),
    };
    let mut states = vec![seen(&store)];
    for (label, action) in ACTIONS {
        store
            .record(label, now(), |change| action(change, &ids))
            .unwrap();
        assert_ne!(seen(&store), *states.last().unwrap(), "{label}");
        states.push(seen(&store));
    }
    for (depth, (label, _)) in ACTIONS.iter().enumerate().rev() {
        assert_eq!(store.undo(now()).unwrap().unwrap().label, *label);
        assert_eq!(seen(&store), states[depth], "undo {label}");
        store.close().unwrap();
        store = Store::open(&path).unwrap();
    }
    for (depth, (label, _)) in ACTIONS.iter().enumerate() {
        assert_eq!(store.redo(now()).unwrap().unwrap().label, *label);
        assert_eq!(seen(&store), states[depth + 1], "redo {label}");
        store.close().unwrap();
        store = Store::open(&path).unwrap();
    }
}

#[test]
fn declaring_the_same_again_leaves_nothing_to_undo() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Un", "2026-11-17"));
    for _ in 0..2 {
        store
            .record("attestation", now(), |change| {
                change.attest(id, &present(9))
            })
            .unwrap();
    }
    assert_eq!(store.undo(now()).unwrap().unwrap().label, "attestation");
    assert_eq!(store.event(id).unwrap().unwrap().attestation, None);
}
