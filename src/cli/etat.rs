//! `carnet etat`: Mon compte in plain text, for a reminder at login.

use std::fmt::Write as _;

use chrono::Days;
use serde_json::{Value, json};

use super::arguments::AccountOptions;
use super::liste;
use super::{Failure, Outcome, say};
use crate::domain::event::Event;
use crate::domain::home::NoticeCount;
use crate::domain::listing::{Period, Query};
use crate::domain::text::typography;
use crate::domain::text::typography::count;
use crate::domain::time::calendar::school_year;
use crate::store::{HomeSummary, Moment, Store};

/// The days of the coming week, today included.
const WEEK: u64 = 7;

/// The most events of the week that are told.
const MOST: usize = 50;

pub(super) fn run(store: &Store, at: Moment, options: &AccountOptions) -> Outcome {
    let account = store.home_summary(at)?;
    let week = week(store, at)?;
    if options.json {
        return say(&format!("{:#}\n", object(store, at, &account, &week)?));
    }
    say(&text(at, &account, &week))
}

/// What is held from today on, for seven days; what was cancelled is not.
fn week(store: &Store, at: Moment) -> Result<Vec<Event>, Failure> {
    let last = at.today.checked_add_days(Days::new(WEEK - 1));
    let mut query = Query::held();
    query.filter.period = Some(Period::Between(Some(at.today), last));
    Ok(store.window(&query, at, 0, MOST)?)
}

fn text(at: Moment, account: &HomeSummary, week: &[Event]) -> String {
    let mut text = format!("Mon compte · {}\n\n", typography::long_date(at.today));
    for standing in &account.notice_counts {
        let _ = writeln!(
            text,
            "{} {}",
            standing.notice.sign(),
            sentence(standing, at)
        );
    }
    if account.notice_counts.is_empty() {
        text.push_str("✓ Rien ne vous attend\u{202f}: tout est à jour. Belle journée\u{202f}!\n");
    }
    if account.put_off > 0 {
        let put_off = count(account.put_off as u64, "rappel remis", "rappels remis");
        let _ = writeln!(text, "  ({put_off} à plus tard)");
    }
    text.push('\n');
    if week.is_empty() {
        text.push_str("Aucun événement dans les sept jours à venir.\n");
    } else {
        text.push_str("Les sept jours à venir\n");
        for event in week {
            let _ = writeln!(text, "  {}", liste::line(event, at));
        }
    }
    let _ = writeln!(
        text,
        "\nAnnée scolaire {}\u{202f}: {}",
        school_year(at.today).label(),
        account.year.told()
    );
    text
}

/// « 3 attestations à remplir, la plus ancienne il y a 12 jours ».
fn sentence(standing: &NoticeCount, at: Moment) -> String {
    let told = standing.notice.told(standing.count);
    let first = standing.first_told(at.today);
    match (standing.count, first.as_str()) {
        (_, "") => told,
        // « la plus ancienne » of one alone is that one.
        (1, first) => {
            let first = first
                .trim_start_matches("la plus ancienne ")
                .trim_start_matches("le premier ");
            format!("{told}, {first}")
        }
        (_, first) => format!("{told}, {first}"),
    }
}

fn object(
    store: &Store,
    at: Moment,
    account: &HomeSummary,
    week: &[Event],
) -> Result<Value, Failure> {
    let references = store.references()?;
    let notices: Vec<Value> = account
        .notice_counts
        .iter()
        .map(|standing| {
            json!({
                "cle": standing.notice.key(),
                "nombre": standing.count,
                "phrase": sentence(standing, at),
                "premier_evenement": standing.event,
                "premiere_date": standing.first,
            })
        })
        .collect();
    let week: Vec<Value> = week
        .iter()
        .map(|event| liste::object(event, &references, at))
        .collect();
    let year = account.year;
    Ok(json!({
        "jour": at.today,
        "notifications": notices,
        "remises_a_plus_tard": account.put_off,
        "semaine": week,
        "annee_scolaire": {
            "annee": school_year(at.today).label(),
            "evenements_tenus": year.held,
            "presents": year.attendees,
            "places": year.seats,
            "taux_de_remplissage": year.percent(),
        },
    }))
}
