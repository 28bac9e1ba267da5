//! Mon compte: what is told, when it is, and when it no longer is.

use carnet::domain::event::checklist::StepState;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::{Step, StepRole};
use carnet::domain::event::{EventContent, checklist};
use carnet::domain::home::Notice;
use carnet::domain::id::{EntryId, EventId};
use carnet::domain::listing::Query;
use carnet::domain::profile::Profile;
use carnet::domain::reference::{ListKind, References};
use carnet::domain::time::civil_time::zone;
use carnet::store::{Moment, Store};
use chrono::{Days, NaiveDate};

use super::{add, at, change, edit, event_on, notice_count, now, on, present, step, time};

type Edit = fn(&mut EventContent, &References);

/// Edits of an event: whether contacts were given what changes, whether the site shows it.
const EDITS: [(&str, bool, bool, Edit); 18] = [
    ("titre", true, true, |it, _| it.title = "Autre".to_owned()),
    ("thématique", true, true, |it, lists| {
        it.theme = first(lists, ListKind::Theme)
    }),
    ("secondaire", true, true, |it, lists| {
        it.second_theme = first(lists, ListKind::Theme)
    }),
    ("public", true, true, |it, lists| {
        it.audience = first(lists, ListKind::Audience)
    }),
    ("enfants", true, true, |it, _| it.children_welcome = true),
    ("date", true, true, |it, _| {
        it.date = "2026-12-02".parse().ok()
    }),
    ("date de fin", true, true, |it, _| {
        it.end_date = "2026-12-02".parse().ok()
    }),
    ("sans date", true, true, |it, _| it.date = None),
    ("heures", true, true, |it, _| it.ends = time(20)),
    ("lieu", true, true, |it, _| {
        it.venue.name = "Pergaud".to_owned()
    }),
    ("adresse", true, true, |it, _| {
        it.venue.address = "3 rue du Stade".to_owned()
    }),
    ("commune", true, true, |it, _| {
        it.venue.commune = "Vesoul".to_owned()
    }),
    ("type", false, true, |it, lists| {
        it.category = first(lists, ListKind::Category)
    }),
    ("typologie", false, true, |it, lists| {
        it.venue.kind = first(lists, ListKind::VenueKind)
    }),
    ("code postal", false, true, |it, _| {
        it.venue.postcode = "70000".to_owned()
    }),
    ("places", false, true, |it, _| it.seats = Some(30)),
    ("description", false, true, |it, _| {
        it.description = "Autre".to_owned()
    }),
    ("notes", false, false, |it, _| it.notes = "Clé".to_owned()),
];

fn first(lists: &References, list: ListKind) -> Option<EntryId> {
    lists.all(list).next().map(|entry| entry.id)
}

fn edit_with_lists(store: &mut Store, id: EventId, change_it: Edit) {
    let lists = store.references().unwrap();
    edit(store, id, |it| change_it(it, &lists));
}

#[test]
fn the_site_is_to_correct_when_a_field_of_its_form_is_another() {
    let to_correct = |store: &Store| notice_count(store, Notice::ToCorrect, at());
    for (what, _, is_shown, change_it) in EDITS {
        let mut store = Store::in_memory().unwrap();
        let id = add(&mut store, &event_on("Café", "2026-12-01"));
        change(&mut store, |change| {
            change.publish_event(id, Publication::Published, Some("https://exemple.fr"))
        });
        edit_with_lists(&mut store, id, change_it);
        let expected = usize::from(is_shown);
        assert_eq!(to_correct(&store), expected, "{what}");
        let lists = store.references().unwrap();
        let event = store.event(id).unwrap().unwrap();
        assert_eq!(event.to_correct(&lists).len(), expected, "{what}");
        change(&mut store, |change| change.correct_on_site(id));
        assert_eq!(to_correct(&store), 0, "{what}: corrected");
        store.undo(now()).unwrap();
        store.undo(now()).unwrap();
        assert_eq!(to_correct(&store), 0, "{what}: taken back");
        store.redo(now()).unwrap();
        assert_eq!(to_correct(&store), expected, "{what}: made again");
    }
}

/// As an older version recorded them, without what it did not compare: that is compared from the
/// next change on, and can still be taken back.
#[test]
fn what_an_older_version_recorded_is_completed_by_the_next_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    let mut store = Store::create(&path).unwrap();
    let id = add(&mut store, &event_on("Café", "2026-12-01"));
    let announce = step(&store, StepRole::Announce);
    change(&mut store, |change| change.tick(id, announce));
    change(&mut store, |change| {
        change.publish_event(id, Publication::Published, None)
    });
    edit(&mut store, id, |it| it.notes = "Clé".to_owned());
    store.forget_actions().unwrap();
    store.close().unwrap();
    let older = rusqlite::Connection::open(&path).unwrap();
    let triggers = ["tick", "event"].map(|table| -> String {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'journal_' || ?1 || '_update'";
        older.query_row(sql, [table], |row| row.get(0)).unwrap()
    });
    let downgrade = format!(
        "DROP TRIGGER journal_tick_update;
         DROP TRIGGER journal_event_update;
         UPDATE tick SET told = json_remove(told, '$.planning');
         UPDATE event SET on_site = json_remove(on_site, '$.planning', '$.site');
         {};",
        triggers.join("; ")
    );
    older.execute_batch(&downgrade).unwrap();
    drop(older);
    let mut store = Store::open(&path).unwrap();
    let counts = |store: &Store| {
        [Notice::ToAnnounce, Notice::ToCorrect].map(|notice| notice_count(store, notice, at()))
    };
    assert_eq!(counts(&store), [0, 0]);
    edit(&mut store, id, |it| it.title = "Autre".to_owned());
    assert_eq!(counts(&store), [1, 1]);
    let lists = store.references().unwrap();
    let changes = store.event(id).unwrap().unwrap().to_correct(&lists);
    assert_eq!(
        changes[0].sentence().replace('\u{202f}', " "),
        "titre : Café → Autre"
    );
    store.undo(now()).unwrap();
    assert_eq!(counts(&store), [0, 0]);
    store.redo(now()).unwrap();
    assert_eq!(counts(&store), [1, 1]);
}

#[test]
fn changes_are_to_announce_when_what_contacts_know_is_no_longer_so() {
    let to_announce = |store: &Store| notice_count(store, Notice::ToAnnounce, at());
    for (what, is_told, _, change_it) in EDITS {
        let mut store = Store::in_memory().unwrap();
        let id = add(&mut store, &event_on("Café", "2026-12-01"));
        edit(&mut store, id, |it| it.venue.name = "Jaurès".to_owned());
        assert_eq!(to_announce(&store), 0, "{what}: nobody was told anything");
        let (announce, changes) = (
            step(&store, StepRole::Announce),
            step(&store, StepRole::Changes),
        );
        change(&mut store, |change| change.tick(id, announce));
        assert_eq!(to_announce(&store), 0, "{what}: just told");
        change(&mut store, |change| {
            change.publish_event(id, Publication::Published, Some("https://exemple.fr"))
        });
        edit_with_lists(&mut store, id, change_it);
        assert_eq!(to_announce(&store), usize::from(is_told), "{what}");
        change(&mut store, |change| change.tick(id, changes));
        assert_eq!(to_announce(&store), 0, "{what}: told again");
        for undone in [usize::from(is_told), 0] {
            store.undo(now()).unwrap();
            assert_eq!(to_announce(&store), undone, "{what}: taken back");
        }
        change(&mut store, |change| {
            change.publish_event(id, Publication::Cancelled, None)
        });
        assert_eq!(to_announce(&store), 1, "{what}: cancelled");
        change(&mut store, |change| change.retire::<Step>(changes, true));
        assert_eq!(to_announce(&store), 0, "{what}: no step is left to tick");
    }
}

#[test]
fn a_change_is_no_longer_announced_once_the_event_is_over() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Café", "2026-11-24"));
    let announce = step(&store, StepRole::Announce);
    change(&mut store, |change| change.tick(id, announce));
    edit(&mut store, id, |it| it.starts = time(17));
    let told = |hour: u32| {
        let now = format!("2026-11-24T{hour}:00:00Z").parse().unwrap();
        notice_count(&store, Notice::ToAnnounce, Moment { now, ..at() })
    };
    // It ends at 19 h in Paris.
    assert_eq!((told(17), told(18)), (1, 0));
}

#[test]
fn putting_off_hides_what_is_there_now_until_its_day() {
    let mut store = Store::in_memory().unwrap();
    let to_attest = |store: &Store, day: &str| notice_count(store, Notice::ToAttest, on(day));
    add(&mut store, &event_on("Un", "2026-11-17"));
    add(&mut store, &event_on("Deux", "2026-11-18"));
    let until = "2026-12-01".parse().ok();
    change(&mut store, |change| {
        change.snooze(Notice::ToAttest, until, at())
    });
    assert_eq!(to_attest(&store, "2026-11-24"), 0);
    // Another event is told, the one put off is not the first of it.
    let third = add(&mut store, &event_on("Trois", "2026-11-19"));
    let account = store.home_summary(at()).unwrap();
    // One notice, whatever the events it was about.
    assert_eq!(account.put_off, 1);
    assert_eq!(account.notice_counts[0].event, Some(third));
    assert_eq!(account.notice_counts[0].first, "2026-11-19".parse().ok());
    assert_eq!(to_attest(&store, "2026-11-30"), 1);
    assert_eq!(to_attest(&store, "2026-12-01"), 3);
    // For good, which can be undone; another notice about the same events is not concerned.
    change(&mut store, |change| {
        change.snooze(Notice::ToAttest, None, at())
    });
    assert_eq!(to_attest(&store, "2030-01-01"), 2);
    change(&mut store, |change| change.attest(third, &present(3)));
    assert_eq!(notice_count(&store, Notice::ToTransmit, at()), 1);
    store.undo(now()).unwrap();
    store.undo(now()).unwrap();
    assert_eq!(to_attest(&store, "2030-01-01"), 3);
    change(&mut store, |change| change.unsnooze());
    assert_eq!(to_attest(&store, "2026-11-24"), 3);
}

#[test]
fn what_the_site_says_stays_to_correct_when_it_is_published_as_it_was() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Café", "2026-12-01"));
    let publish = |store: &mut Store, state| {
        change(store, |change| change.publish_event(id, state, None));
    };
    let to_correct = |store: &Store| notice_count(store, Notice::ToCorrect, at());
    publish(&mut store, Publication::Submitted);
    edit(&mut store, id, |it| it.starts = time(17));
    publish(&mut store, Publication::Published);
    assert_eq!(to_correct(&store), 1);
    change(&mut store, |change| change.correct_on_site(id));
    assert_eq!(to_correct(&store), 0);
    publish(&mut store, Publication::Cancelled);
    assert_eq!(to_correct(&store), 1);
    // Given up on the site too, then entered there again.
    publish(&mut store, Publication::Draft);
    publish(&mut store, Publication::Submitted);
    assert_eq!(to_correct(&store), 0);
}

#[test]
fn a_snoozed_notice_is_counted_while_it_is_pending() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Un", "2026-11-17"));
    change(&mut store, |change| {
        change.snooze(Notice::ToAttest, None, at())
    });
    let put_off = |store: &Store| store.home_summary(at()).unwrap().put_off;
    assert_eq!(put_off(&store), 1);
    change(&mut store, |change| change.attest(id, &present(3)));
    assert_eq!(put_off(&store), 0);
    store.undo(now()).unwrap();
    assert_eq!(put_off(&store), 1);
    change(&mut store, |change| change.delete_event(id));
    assert_eq!(put_off(&store), 0);
}

#[test]
fn the_year_so_far_counts_the_events_attested_since_september() {
    let mut store = Store::in_memory().unwrap();
    for (date, seats, attendees) in [
        ("2026-08-31", Some(10), Some(9)),
        ("2026-09-01", Some(10), Some(8)),
        ("2026-11-24", Some(20), Some(4)),
        ("2026-11-17", None, Some(100)),
        ("2026-11-18", Some(50), None),
        ("2026-11-25", Some(50), Some(50)),
    ] {
        let content = EventContent {
            seats,
            ..event_on(date, date)
        };
        let id = add(&mut store, &content);
        if let Some(attendees) = attendees {
            change(&mut store, |change| change.attest(id, &present(attendees)));
        }
    }
    let year = store.home_summary(at()).unwrap().year;
    assert_eq!((year.attested, year.attendees, year.seats), (3, 112, 30));
    // The hundred who came where places are not counted fill none of the thirty.
    assert_eq!((year.seated, year.percent()), (12, Some(40)));
    assert_eq!(
        store.home_summary(on("2027-09-01")).unwrap().year.attested,
        0
    );
}

#[test]
fn the_day_of_submission_is_the_mediators_and_is_kept() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, &event_on("Café", "2026-12-15"));
    let submitted_on = |store: &Store| store.event(id).unwrap().unwrap().submitted_on;
    let day = |text: &str| -> Option<NaiveDate> { text.parse().ok() };
    let publish = |store: &mut Store, state, at: &str| {
        store
            .record("publication", at.parse().unwrap(), |change| {
                change.publish_event(id, state, None)
            })
            .unwrap();
    };
    publish(&mut store, Publication::ToEnter, "2026-11-01T10:00:00Z");
    assert_eq!(submitted_on(&store), None);
    // Half past midnight in Paris.
    publish(&mut store, Publication::Submitted, "2026-11-02T23:30:00Z");
    assert_eq!(submitted_on(&store), day("2026-11-03"));
    publish(&mut store, Publication::Submitted, "2026-11-05T10:00:00Z");
    publish(&mut store, Publication::Published, "2026-11-06T10:00:00Z");
    assert_eq!(submitted_on(&store), day("2026-11-03"));
    assert_eq!(notice_count(&store, Notice::Waiting, on("2026-11-24")), 0);
    publish(&mut store, Publication::Submitted, "2026-11-10T10:00:00Z");
    assert_eq!(submitted_on(&store), day("2026-11-10"));
    let week = day("2026-11-10").unwrap() + Days::new(7);
    let waits =
        |store: &Store, day: NaiveDate| notice_count(store, Notice::Waiting, on(&day.to_string()));
    assert_eq!(
        (waits(&store, week), waits(&store, week.succ_opt().unwrap())),
        (0, 1)
    );
    store.undo(now()).unwrap();
    assert_eq!(submitted_on(&store), day("2026-11-03"));
    let born = EventId::new(now());
    change(&mut store, |change| {
        let content = event_on("Importé", "2026-12-15");
        change.create_event(born, &content, Publication::Submitted, "Europe/Paris")
    });
    let born = store.event(born).unwrap().unwrap();
    assert_eq!(born.submitted_on, day("2026-11-24"));
}

/// Around midnight, the day of Greenwich is not the mediator's: only the latter counts.
#[test]
fn days_around_midnight_are_those_of_the_mediator() {
    for (time_zone, created_at, is_late) in [
        // 22 h the day before, then half past midnight today.
        ("America/Guadeloupe", "2026-11-24T02:00:00Z", true),
        ("America/Guadeloupe", "2026-11-24T04:30:00Z", false),
        ("Europe/Paris", "2026-11-23T22:30:00Z", true),
        ("Europe/Paris", "2026-11-23T23:30:00Z", false),
        ("Indian/Reunion", "2026-11-23T19:30:00Z", true),
        ("Indian/Reunion", "2026-11-23T20:30:00Z", false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        let mut store = Store::create(&path).unwrap();
        let profile = Profile {
            time_zone: time_zone.to_owned(),
            ..Profile::default()
        };
        change(&mut store, |change| change.set_profile(&profile));
        let id = EventId::new(now());
        store
            .record("création", created_at.parse().unwrap(), |change| {
                let content = event_on("Café", "2026-11-26");
                change.create_event(id, &content, Publication::Submitted, time_zone)
            })
            .unwrap();
        let late = notice_count(&store, Notice::LateSteps, at());
        assert_eq!(late > 0, is_late, "{time_zone} {created_at}");
        let lines = checklist::lines(
            &store.event(id).unwrap().unwrap(),
            &store.steps().unwrap(),
            &[],
            &store.references().unwrap(),
            at().now.with_timezone(&zone(time_zone)),
        );
        let is_late_there = |line: &checklist::Line| line.state == StepState::Late;
        assert_eq!(
            lines.iter().filter(|line| is_late_there(line)).count(),
            late
        );
        // As the list of the check-lists puts it, with the index and without.
        let is_listed = |late| store.count(&Query::upcoming_late(late), at()).unwrap() > 0;
        let listed = [true, false].map(is_listed);
        assert_eq!(listed, [is_late, !is_late], "{time_zone} {created_at}");
        store.read_index().unwrap();
        let counted = |late| {
            store
                .count_if_known(&Query::upcoming_late(late), at())
                .unwrap()
        };
        assert_eq!([true, false].map(counted), listed.map(|is| Some(is.into())));
        store.close().unwrap();

        // An older version did not record the day of submission: the last change stands for it.
        let older = rusqlite::Connection::open(&path).unwrap();
        let forget = "DROP TRIGGER journal_event_update; UPDATE event SET submitted_on = NULL";
        older.execute_batch(forget).unwrap();
        drop(older);
        let store = Store::open(&path).unwrap();
        let waits = |day: &str| notice_count(&store, Notice::Waiting, on(day));
        let waiting = ["2026-11-30", "2026-12-01", "2026-12-02"].map(waits);
        assert_eq!(
            waiting,
            [0, usize::from(is_late), 1],
            "{time_zone} {created_at}"
        );
    }
}
