//! A copy that another computer has changed, merged into the store.

use std::fs;
use std::path::{Path, PathBuf};

use carnet::actions::merge::{Merged, merge};
use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::step::Step;
use carnet::domain::event::{EventContent, EventVenue};
use carnet::domain::id::{EventId, Id};
use carnet::domain::question::Question;
use carnet::domain::venue::Venue;
use carnet::domain::view::SavedView;
use carnet::store::{
    ActionState, Candidate, Choice, MergePlan, MergeTally, RowChange, Store, verify,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{Sandbox, add, add_many, names, now, on, seen_at, titled};

const NAME: &str = "carnet.sync-conflict-20261124-100000-ABCDEFG.db";

/// A store of a few events, and a conflicting copy of it, as it was.
struct Pair {
    sandbox: Sandbox,
    copy: PathBuf,
}

impl Pair {
    fn of(events: usize) -> Self {
        let sandbox = Sandbox::of(events);
        Self::parted(sandbox)
    }

    fn parted(sandbox: Sandbox) -> Self {
        let copy = sandbox.path(NAME);
        fs::copy(sandbox.store_path(), &copy).unwrap();
        Self { sandbox, copy }
    }

    fn here(&self, change: impl FnOnce(&mut Store)) {
        changed(&self.sandbox.store_path(), change);
    }

    fn there(&self, change: impl FnOnce(&mut Store)) {
        changed(&self.copy, change);
    }

    fn plan(&self) -> MergePlan {
        plan(&self.sandbox.store_path(), &self.copy)
    }

    fn merge(&self, choose: fn(&carnet::store::MergeRow) -> Choice) -> Merged {
        merged(&self.sandbox.store_path(), &self.copy, choose)
    }

    fn titles(&self) -> Vec<String> {
        let store = self.sandbox.open();
        let mut titles: Vec<String> = events(&store).into_iter().map(|it| it.1).collect();
        titles.sort();
        titles
    }
}

fn changed(path: &Path, change: impl FnOnce(&mut Store)) {
    let mut store = Store::open_at(path, now()).unwrap();
    change(&mut store);
    store.close().unwrap();
}

fn plan(store: &Path, copy: &Path) -> MergePlan {
    let candidate = Candidate::read(copy, store).unwrap();
    let present = Store::open_at(store, now()).unwrap();
    let plan = candidate.plan_merge(&present).unwrap();
    present.close().unwrap();
    plan
}

fn merged(store: &Path, copy: &Path, choose: fn(&carnet::store::MergeRow) -> Choice) -> Merged {
    let plan = plan(store, copy);
    let choices: Vec<Choice> = plan.rows.iter().map(choose).collect();
    let mut present = Store::open_at(store, now()).unwrap();
    let merged = merge(&mut present, now(), copy, &plan, &choices, true).unwrap();
    present.close().unwrap();
    merged
}

fn events(store: &Store) -> Vec<(EventId, String)> {
    let moment = carnet::store::Moment {
        now: now(),
        today: now().date_naive(),
    };
    let rows = store
        .window(&Default::default(), moment, 0, 10_000)
        .unwrap();
    let mut events: Vec<(EventId, String)> = rows
        .iter()
        .map(|row| (row.id, row.content.title.clone()))
        .collect();
    events.sort();
    events
}

fn named(store: &Store, title: &str) -> EventId {
    let mut events = events(store).into_iter();
    events.find(|(_, known)| known == title).unwrap().0
}

fn retitle(store: &mut Store, known: &str, title: &str) {
    change_event(store, known, |content| content.title = title.to_owned());
}

fn change_event(store: &mut Store, title: &str, change: impl FnOnce(&mut EventContent)) {
    let id = named(store, title);
    let event = store.event(id).unwrap().unwrap();
    let mut content = event.content.clone();
    change(&mut content);
    let done = store.record("modification", now(), |write| {
        write.modify_event(id, event.revision, &content)
    });
    done.unwrap();
}

fn attest(store: &mut Store, title: &str, attendees: u32) {
    let id = named(store, title);
    let declared = Attestation::declared(None, attendees, Default::default(), "Oui".into(), now());
    let done = store.record("attestation", now(), |write| write.attest(id, &declared));
    done.unwrap();
}

fn delete(store: &mut Store, title: &str) {
    let id = named(store, title);
    let done = store.record("suppression", now(), |write| write.delete_event(id));
    done.unwrap();
}

/// What a merge did to a table: added, changed, deleted, left.
fn counts(tally: &MergeTally, table: &str) -> [u64; 4] {
    let counts = tally.tables().iter().find(|it| it.table.name == table);
    counts.map_or([0; 4], |it| [it.added, it.modified, it.deleted, it.left])
}

#[test]
fn what_either_side_did_alone_is_there_after_a_merge_and_one_undo_takes_it_back() {
    let pair = Pair::of(4);
    pair.here(|store| {
        add(store, "Ici", now());
        retitle(store, "Atelier 0", "Changé ici");
    });
    pair.there(|store| {
        add(store, "Ailleurs", now());
        retitle(store, "Atelier 1", "Changé ailleurs");
        delete(store, "Atelier 2");
        attest(store, "Atelier 3", 12);
    });
    let before = seen_at(&pair.sandbox.store_path());
    let merged = pair.merge(|row| row.suggested());
    assert_eq!(counts(&merged.tally, "event"), [1, 1, 1, 0]);
    assert_eq!(counts(&merged.tally, "attestation"), [1, 0, 0, 0]);
    assert_eq!(
        pair.titles(),
        [
            "Ailleurs",
            "Atelier 3",
            "Changé ailleurs",
            "Changé ici",
            "Ici"
        ]
    );
    let store = pair.sandbox.open();
    let event = store.event(named(&store, "Atelier 3")).unwrap().unwrap();
    assert_eq!(event.attestation.unwrap().attendees, 12);
    let entry = store.history(None, 0, 1).unwrap().remove(0);
    assert_eq!(
        entry.label,
        format!("fusion de la copie «\u{202f}{NAME}\u{202f}»")
    );
    store.close().unwrap();
    // The copy is among the others, under its own name, and is noticed no more.
    let moved = merged.put_away.unwrap().unwrap();
    assert_eq!(moved, pair.sandbox.copies().join(NAME));
    assert!(moved.exists() && !pair.copy.exists());
    assert_eq!(names(&pair.sandbox.path("")), ["carnet.db", "sauvegardes"]);
    assert!(
        pair.sandbox
            .backup_names()
            .iter()
            .any(|name| name.ends_with("avant-fusion.db"))
    );
    assert!(carnet::store::sibling_copies(&pair.sandbox.store_path()).contains(&moved));
    assert!(verify(&pair.sandbox.store_path()).unwrap().is_sound());
    pair.here(|store| drop(store.undo(now()).unwrap()));
    assert_eq!(seen_at(&pair.sandbox.store_path()), before);
    // The history of the other computer stays in its copy.
    let store = pair.sandbox.open();
    assert_eq!(store.undoable().unwrap().unwrap(), "modification");
}

#[test]
fn what_both_changed_is_asked_field_by_field_and_left_until_it_is_chosen() {
    let pair = Pair::of(2);
    pair.here(|store| retitle(store, "Atelier 0", "Ici"));
    pair.there(|store| {
        retitle(store, "Atelier 0", "Ailleurs");
        change_event(store, "Ailleurs", |content| content.seats = Some(9));
    });
    let plan = pair.plan();
    let [row] = &plan.rows[..] else {
        panic!("{plan:?}")
    };
    let asked = row.asked.as_ref().unwrap();
    let fields = asked.fields.iter();
    let fields: Vec<_> = fields
        .map(|it| (it.column.label, &*it.mine, &*it.theirs, it.is_theirs_alone))
        .collect();
    assert_eq!(
        fields,
        [
            ("Titre", "Ici", "Ailleurs", false),
            ("Nombre de places", "", "9", true)
        ]
    );
    assert_eq!(row.suggested(), Choice::Fields(vec!["seats"]));
    let left = pair.merge(|_| Choice::Mine);
    assert_eq!(counts(&left.tally, "event"), [0, 0, 0, 1]);
    fs::rename(left.put_away.unwrap().unwrap(), &pair.copy).unwrap();
    assert_eq!(pair.titles(), ["Atelier 1", "Ici"]);
    pair.merge(|row| row.suggested());
    let store = pair.sandbox.open();
    let id = named(&store, "Ici");
    let content = store.event(id).unwrap().unwrap().content;
    assert_eq!((&*content.title, content.seats), ("Ici", Some(9)));
}

#[test]
fn nothing_of_an_attested_event_is_overwritten_without_a_question() {
    let sandbox = Sandbox::of(2);
    changed(&sandbox.store_path(), |store| {
        attest(store, "Atelier 0", 12)
    });
    let pair = Pair::parted(sandbox);
    pair.there(|store| {
        retitle(store, "Atelier 0", "Autre titre");
        attest(store, "Autre titre", 14);
        delete(store, "Atelier 1");
    });
    let plan = pair.plan();
    let asked: Vec<_> = plan.asked().map(|row| row.table.name).collect();
    assert_eq!(asked, ["event", "attestation"]);
    assert!(plan.asked().all(|row| row.suggested() == Choice::Theirs));
    let merged = pair.merge(|row| match row.asked {
        Some(_) => Choice::Mine,
        None => Choice::Theirs,
    });
    assert_eq!(counts(&merged.tally, "event"), [0, 0, 1, 1]);
    assert_eq!(pair.titles(), ["Atelier 0"]);
}

#[test]
fn a_deletion_is_one_only_when_a_history_shows_it() {
    let pair = Pair::of(3);
    let question = Question {
        label: "Combien d’enfants ?".to_owned(),
        ..Question::default()
    };
    let id = Id::<Question>::new(now());
    for path in [pair.sandbox.store_path(), pair.copy.clone()] {
        changed(&path, |store| {
            let done = store.record("question", now(), |write| write.insert(id, &question));
            done.unwrap();
        });
    }
    // Deleted there, changed here: both are asked.
    pair.there(|store| {
        delete(store, "Atelier 0");
        let done = store.record("question", now(), |write| write.delete::<Question>(id));
        done.unwrap();
    });
    pair.here(|store| retitle(store, "Atelier 0", "Encore utile"));
    let plan = pair.plan();
    let rows: Vec<_> = plan
        .rows
        .iter()
        .map(|row| (row.table.name, row.change, row.asked.is_some()))
        .collect();
    assert_eq!(
        rows,
        [
            ("event", RowChange::Deleted, true),
            ("question", RowChange::Deleted, false)
        ]
    );
    // A history that was emptied shows nothing.
    pair.there(|store| store.forget_actions().unwrap());
    let plan = pair.plan();
    assert!(plan.rows.iter().all(|row| row.asked.is_some()), "{plan:?}");
    pair.merge(|_| Choice::Mine);
    assert_eq!(pair.titles().len(), 3);
    let store = pair.sandbox.open();
    assert!(store.row(id).unwrap().is_some());
}

#[test]
fn an_entry_that_is_used_on_one_side_is_not_deleted_by_the_other() {
    let sandbox = Sandbox::of(1);
    let kind = carnet::domain::reference::Entry {
        list: carnet::domain::reference::ListKind::Category,
        label: "Goûter".to_owned(),
        ..Default::default()
    };
    let id = Id::new(now());
    changed(&sandbox.store_path(), |store| {
        let done = store.record("type", now(), |write| write.insert(id, &kind));
        done.unwrap();
    });
    let unused = |store: &mut Store| {
        let done = store.record("type", now(), |write| {
            write.delete::<carnet::domain::reference::Entry>(id)
        });
        done.unwrap();
    };
    let used = |store: &mut Store| {
        change_event(store, "Atelier 0", |content| content.category = Some(id));
    };
    let pair = Pair::parted(sandbox);
    let other = pair.sandbox.path("autre.db");
    pair.here(unused);
    pair.there(used);
    fs::copy(pair.sandbox.store_path(), &other).unwrap();
    for (store, copy) in [
        (pair.copy.clone(), other.clone()),
        (pair.sandbox.store_path(), pair.copy.clone()),
    ] {
        merged(&store, &copy, |row| row.suggested());
        assert!(verify(&store).unwrap().is_sound());
        let opened = Store::open_at(&store, now()).unwrap();
        assert!(opened.row(id).unwrap().is_some());
    }
}

#[test]
fn two_files_without_a_common_history_keep_the_version_that_was_changed() {
    let pair = Pair::of(3);
    pair.there(|store| {
        retitle(store, "Atelier 0", "Changé ailleurs");
        retitle(store, "Atelier 2", "Aussi ailleurs");
    });
    pair.here(|store| {
        retitle(store, "Atelier 1", "Changé ici");
        retitle(store, "Atelier 2", "Aussi ici");
        store.forget_actions().unwrap();
    });
    let plan = pair.plan();
    let rows: Vec<_> = plan
        .rows
        .iter()
        .map(|row| (&*row.name, row.asked.is_some()))
        .collect();
    assert_eq!(rows, [("Aussi ailleurs", true), ("Changé ailleurs", false)]);
}

#[test]
fn a_change_made_since_the_merge_was_planned_is_not_overwritten() {
    let pair = Pair::of(2);
    pair.there(|store| retitle(store, "Atelier 0", "Ailleurs"));
    let plan = pair.plan();
    pair.here(|store| retitle(store, "Atelier 0", "Ici"));
    let mut store = pair.sandbox.open();
    let choices = [Choice::Theirs];
    let refused = merge(&mut store, now(), &pair.copy, &plan, &choices, true);
    assert!(matches!(refused, Err(carnet::store::StoreError::Stale)));
    assert!(pair.copy.exists());
}

fn carnet(pair: &Pair, arguments: &[&str]) -> super::command::Ran {
    let path = pair.sandbox.store_path();
    super::command::carnet(&pair.sandbox.path(""), &path, arguments)
}

#[test]
fn fusionner_says_what_it_takes_and_leaves_what_both_changed_until_it_is_said_which_to_take() {
    let pair = Pair::of(3);
    pair.here(|store| retitle(store, "Atelier 0", "Ici"));
    pair.there(|store| {
        retitle(store, "Atelier 0", "Ailleurs");
        retitle(store, "Atelier 1", "Changé ailleurs");
        add(store, "Ajouté 1", now());
        add(store, "Ajouté 2", now());
    });
    let before = super::bytes_of(&pair.sandbox.store_path());
    let trial = carnet(&pair, &["fusionner", NAME, "--essai"]);
    assert_eq!(trial.status, 0, "{}", trial.err);
    for part in [
        "5 événements.",
        "2 événements ajoutés : « Ajouté 1 » et « Ajouté 2 ».",
        "1 événement modifié : « Changé ailleurs ».",
        "L’événement « Ailleurs » : changé des deux côtés (Titre).",
        "Essai, rien n’est écrit : 2 événements ajoutés, 1 modifié, 1 laissé.",
    ] {
        assert!(trial.err.contains(part), "{part}: {}", trial.err);
    }
    assert_eq!(super::bytes_of(&pair.sandbox.store_path()), before);
    let left = carnet(&pair, &["fusionner", NAME]);
    assert_eq!(left.status, 1);
    assert!(
        left.err
            .contains("2 événements ajoutés, 1 modifié, 1 laissé. --prendre copie"),
        "{}",
        left.err
    );
    assert!(pair.copy.exists());
    let taken = carnet(&pair, &["fusionner", NAME, "--prendre", "copie"]);
    assert_eq!(taken.status, 0, "{}", taken.err);
    assert!(taken.err.contains("1 événement modifié."), "{}", taken.err);
    assert!(
        taken
            .err
            .contains("La copie est rangée parmi les sauvegardes")
    );
    assert!(!pair.copy.exists());
    assert_eq!(
        pair.titles(),
        [
            "Ailleurs",
            "Ajouté 1",
            "Ajouté 2",
            "Atelier 2",
            "Changé ailleurs"
        ]
    );
    let wrong = carnet(&pair, &["fusionner", "carnet.db", "--prendre", "tout"]);
    assert_eq!(wrong.status, 2, "{}", wrong.err);
    let itself = carnet(&pair, &["fusionner", "carnet.db"]);
    assert!(
        itself.err.contains("est le carnet lui-même"),
        "{}",
        itself.err
    );
}

/// A folder of the copies that is a file: the merge is written, and said to be.
#[cfg(unix)]
#[test]
fn a_copy_that_cannot_be_put_away_is_said_and_the_merge_stands() {
    let pair = Pair::of(1);
    pair.there(|store| add(store, "Ajouté", now()));
    let _ = fs::remove_dir_all(pair.sandbox.copies());
    fs::write(pair.sandbox.copies(), "").unwrap();
    let ran = carnet(&pair, &["fusionner", NAME]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err
            .contains("La fusion est enregistrée, mais la copie n’a pas pu être rangée"),
        "{}",
        ran.err
    );
    assert_eq!(pair.titles(), ["Ajouté", "Atelier 0"]);
    assert!(pair.copy.exists());
}

/// Something done to a store.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Add(u8),
    Retitle(u8, u8),
    Seats(u8, u8),
    Attest(u8, u8),
    Transmit(u8),
    Withdraw(u8),
    Delete(u8),
    Tick(u8, u8),
    Untick(u8, u8),
    View(u8),
    Question(u8),
    Retire(u8),
    Place(u8),
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let number = || 0..8_u8;
    prop_oneof![
        number().prop_map(Deed::Add),
        (number(), number()).prop_map(|(event, to)| Deed::Retitle(event, to)),
        (number(), number()).prop_map(|(event, to)| Deed::Seats(event, to)),
        (number(), number()).prop_map(|(event, to)| Deed::Attest(event, to)),
        number().prop_map(Deed::Transmit),
        number().prop_map(Deed::Withdraw),
        number().prop_map(Deed::Delete),
        (number(), number()).prop_map(|(event, step)| Deed::Tick(event, step)),
        (number(), number()).prop_map(|(event, step)| Deed::Untick(event, step)),
        number().prop_map(Deed::View),
        number().prop_map(Deed::Question),
        number().prop_map(Deed::Retire),
        number().prop_map(Deed::Place),
        Just(Deed::Undo),
        Just(Deed::Redo),
    ]
}

/// Does it on one side, to the events that are its own when `is_alone`.
fn does(store: &mut Store, deed: Deed, side: usize, is_alone: bool, now: DateTime<Utc>) {
    let ids: Vec<EventId> = BASE
        .with(|base| base.borrow().clone())
        .into_iter()
        .skip(if is_alone { side } else { 0 })
        .step_by(if is_alone { 2 } else { 1 })
        .collect();
    let event = |number: u8| ids[usize::from(number) % ids.len()];
    let steps: Vec<_> = store
        .rows::<Step>()
        .unwrap()
        .iter()
        .map(|it| it.id)
        .collect();
    let step = |number: u8| steps[usize::from(number) % steps.len()];
    let event_of = |store: &Store, number: u8| store.event(event(number)).unwrap();
    let day = now.date_naive();
    // What can't be done, of an event that was deleted, is not.
    let _ = match deed {
        Deed::Undo => store.undo(now).map(drop),
        Deed::Redo => store.redo(now).map(drop),
        Deed::Retitle(number, _) | Deed::Seats(number, _) => {
            let Some(known) = event_of(store, number) else {
                return;
            };
            let mut content = known.content.clone();
            match deed {
                Deed::Retitle(_, to) => content.title = format!("Titre {to} de {side}"),
                Deed::Seats(_, to) => content.seats = Some(u32::from(to)),
                _ => {}
            }
            store.record("modification", now, |write| {
                write.modify_event(known.id, known.revision, &content)
            })
        }
        _ => store.record("acte", now, |write| match deed {
            Deed::Add(number) => {
                let content = EventContent {
                    venue: EventVenue {
                        name: format!("Lieu {number} de {side}"),
                        ..EventVenue::default()
                    },
                    ..titled(&format!("Nouveau {number} de {side}"))
                };
                let state = Default::default();
                write.create_event(EventId::new(now), &content, state, "Europe/Paris")
            }
            Deed::Attest(number, count) => write.attest(
                event(number),
                &Attestation::declared(None, count.into(), Default::default(), String::new(), now),
            ),
            Deed::Transmit(number) => write.transmit(event(number), Some(day)),
            Deed::Withdraw(number) => write.withdraw_attestation(event(number)),
            Deed::Delete(number) => write.delete_event(event(number)),
            Deed::Tick(number, done) => write.tick(event(number), step(done)),
            Deed::Untick(number, done) => write.untick(event(number), step(done)),
            Deed::View(number) => {
                let view = SavedView {
                    name: format!("Vue {number} de {side}"),
                    ..SavedView::default()
                };
                write.put(Id::new(now), &view)
            }
            Deed::Question(number) => {
                let question = Question {
                    label: format!("Question {number} de {side} ?"),
                    ..Question::default()
                };
                write.insert(Id::new(now), &question)
            }
            Deed::Retire(number) => {
                let questions = write.rows::<Question>()?;
                let own = questions
                    .iter()
                    .filter(|it| it.label.contains(&format!(" de {side}")));
                match own.cycle().nth(number.into()) {
                    Some(question) => write.retire::<Question>(question.id, number % 2 == 0),
                    None => Ok(()),
                }
            }
            Deed::Place(number) => {
                let own = write.rows::<Venue>()?;
                let own = own
                    .iter()
                    .filter(|it| it.name.contains(&format!(" de {side}")));
                match own.cycle().nth(number.into()) {
                    Some(place) => {
                        let mut record = place.record.clone();
                        record.remark = format!("Remarque {number}");
                        write.update(place.id, &record)
                    }
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }),
    };
}

std::thread_local! {
    /// The events that both sides have at first.
    static BASE: std::cell::RefCell<Vec<EventId>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// A store, what was done on both sides before they parted, then on each.
fn lived(
    common: &[Deed],
    here: &[Deed],
    there: &[Deed],
    is_alone: bool,
) -> (Sandbox, [PathBuf; 2]) {
    let sandbox = Sandbox::empty();
    let path = sandbox.store_path();
    let mut store = Store::create(&path).unwrap();
    add_many(&mut store, 6, on("2026-11-23"));
    let base = events(&store).into_iter().map(|it| it.0).collect();
    BASE.with(|known| *known.borrow_mut() = base);
    let mut minutes = 0;
    let mut next = |since: &str| {
        minutes += 1;
        on(since) + TimeDelta::minutes(minutes)
    };
    for deed in common {
        does(&mut store, *deed, 2, false, next("2026-11-23"));
    }
    store.close().unwrap();
    let other = sandbox.path("autre.db");
    fs::copy(&path, &other).unwrap();
    for (side, (path, deeds)) in [(&path, here), (&other, there)].into_iter().enumerate() {
        let mut store = Store::open_at(path, now()).unwrap();
        for deed in deeds {
            // What was done before they parted is the other's too.
            let mut history = store.history(None, 0, 100).unwrap();
            let state = match deed {
                Deed::Undo => ActionState::InEffect,
                _ => ActionState::Undone,
            };
            history.retain(|entry| entry.state == state);
            let target = match deed {
                Deed::Undo => history.first(),
                Deed::Redo => history.last(),
                _ => None,
            };
            if target.is_some_and(|target| target.at < now()) {
                continue;
            }
            does(&mut store, *deed, side, is_alone, next("2026-11-24"));
        }
        store.close().unwrap();
    }
    (sandbox, [path, other])
}

/// Every row of the user's tables that can be seen, but for counters and instants.
fn rows(path: &Path) -> Vec<String> {
    let raw = rusqlite::Connection::open(path).unwrap();
    let queries = [
        "SELECT 'event', id, title, seats, publication, series, on_site, venue_name FROM event
         WHERE deleted_at IS NULL",
        "SELECT 'attestation', e.id, attendees, answers, remark, filled_at, corrected_at, transmitted_on
         FROM attestation a JOIN event e ON e.row = a.row WHERE e.deleted_at IS NULL",
        "SELECT 'tick', e.id, step, at, told FROM tick t JOIN event e ON e.row = t.event
         WHERE e.deleted_at IS NULL",
        "SELECT 'view', id, name, layout, position FROM saved_view",
        "SELECT 'question', id, label, retired, position FROM question",
        "SELECT 'step', id, label, retired, position FROM step",
        "SELECT 'venue', id, name, remark, name_key, retired FROM venue",
        "SELECT 'entry', id, label, position, retired FROM entry",
        "SELECT 'setting', key, value FROM setting",
    ];
    let mut rows = Vec::new();
    for sql in queries {
        let mut statement = raw.prepare(sql).unwrap();
        let columns = statement.column_count();
        let found = statement.query_map([], |row| {
            let values = (0..columns).map(|index| row.get::<_, rusqlite::types::Value>(index));
            Ok(format!("{:?}", values.collect::<Vec<_>>()))
        });
        rows.extend(found.unwrap().map(|row| row.unwrap()));
    }
    rows.sort();
    rows
}

fn copy_of(path: &Path, name: &str) -> PathBuf {
    let other = path.with_file_name(name);
    fs::copy(path, &other).unwrap();
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Without a change of the same row on both sides, it does not matter which is merged into which.
    #[test]
    fn a_merge_gives_the_same_rows_whichever_side_it_is_made_on(
        common in prop::collection::vec(deed(), 0..8),
        here in prop::collection::vec(deed(), 0..12),
        there in prop::collection::vec(deed(), 0..12),
    ) {
        let (_sandbox, [one, other]) = lived(&common, &here, &there, true);
        let (first, second) = (copy_of(&one, "un.db"), copy_of(&other, "deux.db"));
        let before = rows(&first);
        merged(&first, &other, |row| row.suggested());
        merged(&second, &one, |row| row.suggested());
        let (merged, other_way) = (rows(&first), rows(&second));
        let differing = merged.iter().find(|row| !other_way.contains(row));
        prop_assert!(merged == other_way, "{:?}", differing);
        prop_assert!(verify(&first).unwrap().is_sound());
        // Again, it changes nothing.
        let again = plan(&first, &other);
        prop_assert!(again.rows.is_empty(), "{:?}", again.rows);
        let written = rows(&first);
        let mut store = Store::open_at(&first, now()).unwrap();
        if written != before {
            store.undo(now()).unwrap();
            prop_assert_eq!(rows(&first), before);
            store.redo(now()).unwrap();
            prop_assert_eq!(rows(&first), written);
        }
        store.close().unwrap();
        prop_assert!(verify(&first).unwrap().is_sound());
    }

    /// Whatever both sides did, a merge is written whole, and leaves nothing to take but what was left.
    #[test]
    fn a_merge_is_whole_whatever_both_sides_did(
        common in prop::collection::vec(deed(), 0..6),
        here in prop::collection::vec(deed(), 0..12),
        there in prop::collection::vec(deed(), 0..12),
        takes in any::<bool>(),
    ) {
        let (_sandbox, [one, other]) = lived(&common, &here, &there, false);
        let choose: fn(&carnet::store::MergeRow) -> Choice = match takes {
            true => |_| Choice::Theirs,
            false => |row| match row.asked {
                Some(_) => Choice::Mine,
                None => Choice::Theirs,
            },
        };
        merged(&one, &other, choose);
        prop_assert!(verify(&one).unwrap().is_sound());
        let again = plan(&one, &other);
        match takes {
            true => prop_assert!(again.rows.is_empty(), "{:?}", again.rows),
            false => prop_assert!(again.rows.iter().all(|row| row.asked.is_some()), "{:?}", again.rows),
        }
    }
}
