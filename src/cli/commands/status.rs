//! `carnet accueil`: the home screen as text or JSON, for a reminder at login.

use std::fmt::Write as _;

use chrono::Days;
use serde_json::{Value, json};

use super::list;
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, print};
use crate::cli::values::Values;
use crate::domain::event::Event;
use crate::domain::home::{self, NoticeCount};
use crate::domain::listing::{Period, Query};
use crate::domain::text::typography::{self, count};
use crate::domain::time::calendar::school_year;
use crate::explain::shown;
use crate::store::{Backup, HomeSummary, Moment, Store};

/// How many days the coming week has, today included.
const WEEK_DAYS: u64 = 7;

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
    let conflicts = store.conflicts()?;
    if as_json {
        let object = object(store, moment, &home, &week, &conflicts)?;
        return print(&format!("{object:#}\n"));
    }
    print(&text(moment, &home, &week, &conflicts))
}

/// Returns the events of the coming week that are not cancelled.
fn week(store: &Store, moment: Moment) -> Result<Vec<Event>, Failure> {
    let last = moment.today.checked_add_days(Days::new(WEEK_DAYS - 1));
    let mut query = Query::upcoming_not_cancelled();
    query.filter.period = Some(Period::Between(Some(moment.today), last));
    Ok(store.window(&query, moment, 0, MAX_WEEK_EVENTS)?)
}

fn text(moment: Moment, home: &HomeSummary, week: &[Event], conflicts: &[Backup]) -> String {
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
    for notice_count in &home.notice_counts {
        let _ = writeln!(
            text,
            "{} {}",
            notice_count.notice.sign(),
            sentence(notice_count, moment)
        );
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
    week: &[Event],
    conflicts: &[Backup],
) -> Result<Value, Failure> {
    let references = store.references()?;
    let notices: Vec<Value> = home
        .notice_counts
        .iter()
        .map(|notice_count| {
            json!({
                "cle": notice_count.notice.key(),
                "nombre": notice_count.count,
                "phrase": sentence(notice_count, moment),
                "premier_evenement": notice_count.event,
                "premiere_date": notice_count.first,
            })
        })
        .collect();
    let week: Vec<Value> = week
        .iter()
        .map(|event| list::object(event, &references, moment))
        .collect();
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
