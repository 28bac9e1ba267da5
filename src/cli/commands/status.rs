//! `carnet accueil`: the home screen as text or JSON, for a reminder at login.

use std::fmt::Write as _;

use chrono::Days;
use serde_json::{Value, json};

use super::list;
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, print};
use crate::cli::values::Values;
use crate::domain::event::Event;
use crate::domain::event::announced::{self, DetailChange};
use crate::domain::home::{self, Notice, NoticeCount};
use crate::domain::listing::{Period, Query};
use crate::domain::text::typography::{self, count, quoted};
use crate::domain::time::calendar::school_year;
use crate::exchange::csv::follow_up::FollowUp;
use crate::explain::shown;
use crate::store::{Backup, HomeSummary, Moment, Store};

/// How many days the coming week has, today included.
const WEEK_DAYS: u64 = 7;

/// The maximum number of events of a notice whose changes are shown.
const MAX_CHANGED_EVENTS: usize = 20;

/// The maximum number of events of the week shown.
const MAX_WEEK_EVENTS: usize = 50;

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let as_json = values.switch("json");
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(&store, moment, as_json)
    }))
}

fn run(store: &Store, moment: Moment, as_json: bool) -> Outcome {
    let home = store.home_summary(moment)?;
    let week = week(store, moment)?;
    let changes = changed_events(store, moment, &home)?;
    let conflicts = store.conflicts()?;
    if as_json {
        let object = object(store, moment, &home, &changes, &week, &conflicts)?;
        return print(&format!("{object:#}\n"));
    }
    print(&text(moment, &home, &changes, &week, &conflicts))
}

/// Events, each with what has changed in it.
type ChangedEvents = Vec<(Event, Vec<DetailChange>)>;

/// Returns, for each notice, the first events with a change to announce or to publish.
fn changed_events(
    store: &Store,
    moment: Moment,
    home: &HomeSummary,
) -> Result<Vec<ChangedEvents>, Failure> {
    let references = store.references()?;
    let of_notice = |notice_count: &NoticeCount| {
        let notice = notice_count.notice;
        let mut changed = Vec::new();
        if matches!(notice, Notice::ToAnnounce | Notice::ToCorrect) {
            for event in store.events_of_notice(notice, moment, MAX_CHANGED_EVENTS)? {
                let changes = store.changes_of_notice(notice, &event, &references)?;
                changed.push((event, changes));
            }
        }
        Ok(changed)
    };
    home.notice_counts.iter().map(of_notice).collect()
}

/// Returns the events of the coming week that are not cancelled.
fn week(store: &Store, moment: Moment) -> Result<Vec<Event>, Failure> {
    let last = moment.today.checked_add_days(Days::new(WEEK_DAYS - 1));
    let mut query = Query::upcoming_not_cancelled();
    query.filter.period = Some(Period::Between(Some(moment.today), last));
    Ok(store.window(&query, moment, 0, MAX_WEEK_EVENTS)?)
}

fn text(
    moment: Moment,
    home: &HomeSummary,
    changes: &[ChangedEvents],
    week: &[Event],
    conflicts: &[Backup],
) -> String {
    let mut text = format!("Accueil · {}\n\n", typography::long_date(moment.today));
    if !conflicts.is_empty() {
        let names: Vec<String> = conflicts.iter().map(|copy| shown(&copy.path)).collect();
        let _ = writeln!(
            text,
            "! {}\u{202f}: {}",
            home::conflicts(conflicts.len()),
            names.join(", ")
        );
    }
    for (notice_count, changes) in home.notice_counts.iter().zip(changes) {
        let _ = writeln!(
            text,
            "{} {}",
            notice_count.notice.sign(),
            sentence(notice_count, moment)
        );
        for (event, changes) in changes {
            let title = quoted(&event.content.title);
            let changes = announced::sentences(changes);
            let _ = writeln!(text, "    {title}\u{202f}: {changes}");
        }
    }
    if home.notice_counts.is_empty() && conflicts.is_empty() {
        text.push_str("✓ Rien ne vous attend\u{202f}: tout est à jour. Belle journée\u{202f}!\n");
    }
    if home.put_off > 0 {
        let put_off = count(home.put_off as u64, "rappel remis", "rappels remis");
        let _ = writeln!(text, "  ({put_off} à plus tard)");
    }
    text.push('\n');
    if week.is_empty() {
        text.push_str("Aucun événement dans les sept jours à venir.\n");
    } else {
        text.push_str("Les sept jours à venir\n");
        for event in week {
            let _ = writeln!(text, "  {}", list::line(event, moment));
        }
    }
    let _ = writeln!(
        text,
        "\nAnnée scolaire {}\u{202f}: {}",
        school_year(moment.today).label(),
        home.year.sentence()
    );
    text
}

/// Returns a notice in words: « 3 attestations à remplir, la plus ancienne il y a 12 jours ».
fn sentence(notice_count: &NoticeCount, moment: Moment) -> String {
    let notice = notice_count.notice.sentence(notice_count.count);
    let first = notice_count.first_sentence(moment.today);
    match (notice_count.count, first.as_str()) {
        (_, "") => notice,
        // A single one needs no « la plus ancienne ».
        (1, first) => {
            let first = first
                .trim_start_matches("la plus ancienne ")
                .trim_start_matches("le premier ");
            format!("{notice}, {first}")
        }
        (_, first) => format!("{notice}, {first}"),
    }
}

fn object(
    store: &Store,
    moment: Moment,
    home: &HomeSummary,
    changes: &[ChangedEvents],
    week: &[Event],
    conflicts: &[Backup],
) -> Result<Value, Failure> {
    let follow_up = FollowUp::read(store)?;
    let notices: Vec<Value> = home
        .notice_counts
        .iter()
        .zip(changes)
        .map(|(notice_count, changes)| {
            let mut notice = json!({
                "cle": notice_count.notice.key(),
                "nombre": notice_count.count,
                "phrase": sentence(notice_count, moment),
                "premier_evenement": notice_count.event,
                "premiere_date": notice_count.first,
            });
            // For a notice about changes alone.
            if !changes.is_empty() {
                notice["changements"] = changes.iter().flat_map(changes_of).collect();
            }
            notice
        })
        .collect();
    let week = week.iter().map(|event| {
        let ticks = store.ticks(event.id)?;
        Ok(list::object(event, &ticks, &follow_up, moment))
    });
    let week = week.collect::<Result<Vec<Value>, Failure>>()?;
    let conflicts: Vec<Value> = conflicts
        .iter()
        .map(|copy| json!({ "fichier": copy.path.to_string_lossy(), "date": copy.taken.date }))
        .collect();
    let year = home.year;
    Ok(json!({
        "jour": moment.today,
        "notifications": notices,
        "remises_a_plus_tard": home.put_off,
        "copies_en_conflit": conflicts,
        "semaine": week,
        "annee_scolaire": {
            "annee": school_year(moment.today).label(),
            "evenements_tenus": year.attested,
            "presents": year.attendees,
            "places": year.seats,
            "taux_de_remplissage": year.percent(),
        },
    }))
}

/// Returns what has changed in an event, as JSON.
fn changes_of((event, changes): &(Event, Vec<DetailChange>)) -> impl Iterator<Item = Value> {
    changes.iter().map(|change| {
        json!({
            "evenement": event.id,
            "quoi": change.what.to_lowercase(),
            "avant": change.from,
            "apres": change.to,
        })
    })
}
