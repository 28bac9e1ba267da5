//! Whatever the events: SQL and the domain derive the same, and nothing made from an event has its past.

use carnet::domain::event::attestation::AttestationState;
use carnet::domain::event::checklist::{StepState, lines};
use carnet::domain::event::publication::Publication;
use carnet::domain::event::step::{Step, StepRole};
use carnet::domain::event::{Event, EventContent, EventVenue};
use carnet::domain::home::Notice;
use carnet::domain::id::{EventId, ModelId, SeriesId};
use carnet::domain::listing::{Column, Direction, Query, Sort};
use carnet::domain::model::Model;
use carnet::domain::reference::ListKind;
use carnet::store::{Moment, Store};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{at, change, now, present};

/// An event, what was done with it, and what changed after the planning was sent.
#[derive(Clone, Debug)]
struct Case {
    /// Days from today.
    date: Option<i64>,
    hour: Option<u32>,
    /// How many days after its date it has an end date.
    more: Option<i64>,
    has_end: bool,
    publication: usize,
    /// Days before today.
    published: i64,
    attested: bool,
    transmitted: bool,
    /// A bit a step.
    ticked: u16,
    edit: usize,
    told_again: bool,
    put_off: Option<usize>,
}

fn case() -> impl Strategy<Value = Case> {
    (
        (
            (
                prop::option::weighted(0.9, -40i64..60),
                prop::option::weighted(0.3, 1i64..40),
            ),
            prop::option::of(0u32..24),
            any::<bool>(),
            0usize..5,
            0i64..20,
        ),
        (
            any::<bool>(),
            any::<bool>(),
            any::<u16>(),
            0usize..11,
            any::<bool>(),
        ),
        prop::option::weighted(0.1, 0..Notice::ALL.len()),
    )
        .prop_map(|(first, second, put_off)| Case {
            date: first.0.0,
            more: first.0.1,
            hour: first.1,
            has_end: first.2,
            publication: first.3,
            published: first.4,
            attested: second.0,
            transmitted: second.1,
            ticked: second.2,
            edit: second.3,
            told_again: second.4,
            put_off,
        })
}

/// What the user made of the steps.
#[derive(Clone, Debug)]
struct Steps {
    retired: u16,
    /// For some, another number of days.
    days: Vec<(usize, Option<i32>)>,
    order: Vec<(usize, bool)>,
}

fn steps() -> impl Strategy<Value = Steps> {
    (
        any::<u16>().prop_flat_map(|bits| prop_oneof![Just(0), Just(bits)]),
        prop::collection::vec(
            (
                prop_oneof![Just(5usize), 0usize..9],
                prop::option::of(-60i32..10),
            ),
            0..4,
        ),
        prop::collection::vec((0usize..9, any::<bool>()), 0..4),
    )
        .prop_map(|(retired, days, order)| Steps {
            retired,
            days,
            order,
        })
}

fn day(offset: i64) -> NaiveDate {
    at().today + TimeDelta::days(offset)
}

fn content(case: &Case) -> EventContent {
    let starts = case
        .hour
        .and_then(|hour| NaiveTime::from_hms_opt(hour, 15, 0));
    EventContent {
        title: "Café".to_owned(),
        date: case.date.map(day),
        end_date: case
            .date
            .zip(case.more)
            .map(|(date, more)| day(date + more)),
        starts,
        ends: starts.filter(|_| case.has_end).and_then(|starts| {
            // From 20 h on, until 0 h 55 and after.
            let hour: u32 = starts.format("%H").to_string().parse().ok()?;
            NaiveTime::from_hms_opt(if hour < 20 { hour } else { hour - 20 }, 55, 0)
        }),
        venue: EventVenue {
            name: "Jean\u{200b} Jaurès".to_owned(),
            ..EventVenue::default()
        },
        signup_link: "https://exemple.fr/inscription".to_owned(),
        ..EventContent::default()
    }
}

fn at_day(offset: i64) -> DateTime<Utc> {
    now() + TimeDelta::days(offset)
}

fn write(store: &mut Store, case: &Case) -> EventId {
    let id = EventId::new(now());
    let publication = Publication::ALL[case.publication];
    let steps = store.steps().unwrap();
    let mut record =
        |at: DateTime<Utc>,
         edit: &dyn Fn(&carnet::store::Change<'_>) -> carnet::store::Result<()>| {
            store.record("x", at, |change| edit(change)).unwrap();
        };
    // Some are written down today: they are late in nothing yet.
    let written = if case.published % 2 == 0 { -30 } else { 0 };
    record(at_day(written), &|change| {
        change.create_event(id, &content(case), Publication::Draft, "Europe/Paris")
    });
    record(at_day(-5), &|change| {
        steps
            .iter()
            .enumerate()
            .filter(|(bit, _)| case.ticked >> bit & 1 == 1)
            .try_for_each(|(_, step)| change.tick(id, step.id))
    });
    record(at_day(-case.published), &|change| {
        change.publish_event(id, publication, None)
    });
    if case.attested {
        record(at_day(-2), &|change| {
            change.attest(id, &present(5))?;
            let on = case.transmitted.then(|| day(-1));
            change.transmit(id, on)
        });
    }
    let mut changed = content(case);
    match case.edit {
        0 => {
            changed.date = changed
                .date
                .and_then(|date| date.checked_add_days(Days::new(1)))
        }
        1 => changed.date = None,
        2 => changed.starts = NaiveTime::from_hms_opt(7, 0, 0),
        3 => changed.venue.commune = "Vesoul".to_owned(),
        4 => changed.description = "Autre".to_owned(),
        5 => changed.title = "Autre".to_owned(),
        6 => {
            changed.theme = store
                .references()
                .unwrap()
                .all(ListKind::Theme)
                .next()
                .map(|it| it.id)
        }
        7 => changed.seats = Some(12),
        8 => changed.notes = "Clé".to_owned(),
        _ => {}
    }
    let revision = store.event(id).unwrap().unwrap().revision;
    store
        .record("x", at_day(-2), |change| {
            change.modify_event(id, revision, &changed)
        })
        .unwrap();
    if case.told_again {
        let step = steps
            .iter()
            .find(|step| step.role == Some(StepRole::Changes))
            .unwrap();
        store
            .record("x", at_day(-1), |change| change.tick(id, step.id))
            .unwrap();
    }
    id
}

fn rework(store: &mut Store, asked: &Steps) {
    let steps = store.steps().unwrap();
    change(store, |change| {
        for (index, days) in &asked.days {
            let step = &steps[*index];
            let text = Step {
                days: *days,
                ..step.record.clone()
            };
            change.update(step.id, &text)?;
        }
        for (bit, step) in steps.iter().enumerate() {
            change.retire::<Step>(step.id, asked.retired >> bit & 1 == 1)?;
        }
        for (index, up) in &asked.order {
            change.shift::<Step>(steps[*index].id, *up)?;
        }
        Ok(())
    });
}

/// How many things of an event a notice is about, by the domain alone.
fn derived(store: &Store, event: &Event, notice: Notice, at: Moment) -> usize {
    let steps = store.steps().unwrap();
    let ticks = store.ticks(event.id).unwrap();
    let lines = lines(
        event,
        &steps,
        &ticks,
        &store.references().unwrap(),
        at.now.with_timezone(&carnet::domain::time::zone::PARIS),
    );
    let late = |wanted: fn(Option<StepRole>) -> bool| {
        let lines = steps.iter().zip(&lines);
        lines
            .filter(|(step, line)| {
                !step.retired && wanted(step.role) && line.state == StepState::Late
            })
            .count()
    };
    let state = event.attestation_state(at.now);
    let is = |condition: bool| usize::from(condition);
    match notice {
        Notice::ToAttest => is(state == AttestationState::ToFill),
        Notice::ToTransmit => is(state == AttestationState::Filled),
        Notice::ToAnnounce => late(|role| role == Some(StepRole::Changes)),
        Notice::ToCorrect if !event.is_to_correct() => 0,
        Notice::ToCorrect => late(|role| role == Some(StepRole::Publication)),
        Notice::ToEnter => is(event.publication == Publication::ToEnter),
        Notice::Waiting => {
            let waited = event.submitted_on.map(|day| (at.today - day).num_days());
            is(event.publication == Publication::Submitted && waited.is_some_and(|days| days > 7))
        }
        // What is to be corrected on the site is told apart.
        Notice::LateSteps if event.is_to_correct() => {
            late(|role| matches!(role, None | Some(StepRole::Announce)))
        }
        Notice::LateSteps => {
            late(|role| !matches!(role, Some(StepRole::Changes | StepRole::Attestation)))
        }
        Notice::Drafts => is(event.publication == Publication::Draft
            && event.content.ends_on().is_none_or(|last| last >= at.today)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn mon_compte_counts_what_the_check_lists_say(
        cases in prop::collection::vec(case(), 1..6),
        asked in steps(),
        hour in 0u32..24,
        before in 0i64..36,
    ) {
        let mut store = Store::in_memory().unwrap();
        rework(&mut store, &asked);
        for case in &cases {
            write(&mut store, case);
        }
        let now = at().today.and_hms_opt(hour, 30, 0).unwrap().and_utc();
        let at = Moment { now, today: carnet::domain::time::civil_time::today_in(carnet::domain::time::zone::PARIS, now) };
        let by_date = Query {
            sort: Sort { column: Column::Date, direction: Direction::Ascending },
            ..Query::default()
        };
        let mut events = Vec::new();
        store.for_each(&by_date, at, |event| { events.push(event); true }).unwrap();
        // What was kept some hours ago changes nothing.
        let kept = now - chrono::Duration::hours(before);
        let kept = Moment { now: kept, today: carnet::domain::time::civil_time::today_in(carnet::domain::time::zone::PARIS, kept) };
        store.cache_home_summary(kept).unwrap();
        let account = store.home_summary(at).unwrap();
        for notice in Notice::ALL {
            let derived: Vec<(&Event, usize)> = events
                .iter()
                .map(|event| (event, derived(&store, event, notice, at)))
                .filter(|(_, many)| *many > 0)
                .collect();
            let standing = account.notice_counts.iter().find(|it| it.notice == notice);
            let many: usize = derived.iter().map(|(_, many)| many).sum();
            prop_assert_eq!(standing.map_or(0, |it| it.count), many, "{:?}", notice);
            let first = derived.first().map(|(event, _)| event.id);
            prop_assert_eq!(standing.and_then(|it| it.event), first, "{:?}", notice);
        }
        // The events to come of whose check-list a step is late, by the store and by the domain.
        let shown = |query: &Query| {
            let mut shown = Vec::new();
            store.for_each(query, at, |event| { shown.push(event.id); true }).unwrap();
            shown
        };
        let upcoming = shown(&Query::upcoming_not_cancelled());
        let late: Vec<EventId> = events
            .iter()
            .filter(|event| {
                let notices = [Notice::LateSteps, Notice::ToAnnounce, Notice::ToCorrect];
                let is_late = notices.iter().any(|notice| derived(&store, event, *notice, at) > 0);
                is_late && upcoming.contains(&event.id)
            })
            .map(|event| event.id)
            .collect();
        prop_assert_eq!(shown(&Query::upcoming_late(true)), late.clone());
        let others: Vec<EventId> = upcoming.into_iter().filter(|id| !late.contains(id)).collect();
        prop_assert_eq!(shown(&Query::upcoming_late(false)), others);
        let order: Vec<Notice> = account.notice_counts.iter().map(|it| it.notice).collect();
        prop_assert!(order.is_sorted());
        // Each notice put off hides all that it is about, and no other.
        for notice in cases.iter().filter_map(|case| case.put_off).map(|index| Notice::ALL[index]) {
            let others = |store: &Store| {
                let mut notice_counts = store.home_summary(at).unwrap().notice_counts;
                notice_counts.retain(|it| it.notice != notice);
                notice_counts
            };
            let before = others(&store);
            store.record("x", now, |change| change.snooze(notice, None, at)).unwrap();
            prop_assert_eq!(others(&store), before.clone());
            prop_assert_eq!(store.home_summary(at).unwrap().notice_counts, before);
        }
    }

    #[test]
    fn nothing_made_from_an_event_has_its_past(case in case(), later in 1u64..400) {
        let mut store = Store::in_memory().unwrap();
        let id = write(&mut store, &case);
        let own = SeriesId::new(now());
        change(&mut store, |change| {
            change.join_series(id, own)?;
            change.attest(id, &present(5))?;
            change.transmit(id, Some(at().today))?;
            change.publish_event(id, Publication::Published, Some("https://exemple.fr/1"))
        });
        let before = store.event(id).unwrap().unwrap();
        let date = at().today.checked_add_days(Days::new(later));
        let series = SeriesId::new(now());
        let [clone, member, modelled] = [(); 3].map(|()| EventId::new(now()));
        let model = ModelId::new(now());
        change(&mut store, |change| {
            let content = before.content.cloned_on(at().today);
            change.create_event(clone, &content, Publication::Draft, "Europe/Paris")?;
            let content = before.content.copied_to(date);
            change.create_member(member, &content, "Europe/Paris", series)?;
            change.put(model, &Model::of("Modèle", &before.content))
        });
        let kept = store.models().unwrap().remove(0).record.content;
        prop_assert_eq!((kept.date, kept.signup_link.as_str()), (None, ""));
        change(&mut store, |change| {
            change.create_event(modelled, &kept.copied_to(date), Publication::Draft, "Europe/Paris")
        });
        let made = [(clone, None, &before.content), (member, Some(series), &before.content), (modelled, None, &kept)];
        for (made, member_of, original) in made {
            let made = store.event(made).unwrap().unwrap();
            prop_assert_eq!(&made.attestation, &None);
            prop_assert_eq!(made.publication, Publication::Draft);
            prop_assert_eq!((made.public_link.as_str(), made.submitted_on), ("", None));
            prop_assert_eq!(made.series, member_of);
            prop_assert!(store.ticks(made.id).unwrap().is_empty());
            prop_assert_eq!(&made.content, &original.copied_to(made.content.date));
            let again = made.content.cloned_on(at().today);
            prop_assert_eq!(&again, &original.copied_to(again.date));
        }
        prop_assert_eq!(store.event(id).unwrap().unwrap(), before);
    }
}
