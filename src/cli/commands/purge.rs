//! `carnet purger`: shows, then erases for good, the personal notes of old events.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;

use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, close, notify, print};
use crate::cli::lookup;
use crate::cli::values::Values;
use crate::domain::text::typography::{self, NARROW, quoted};
use crate::domain::time::calendar::school_year;
use crate::explain::purge;
use crate::store::{Moment, Purgeable, PurgeableEvent, Store, sibling_copies};

struct PurgeOptions {
    /// The first day whose texts stay, as typed.
    before: String,
    is_trial: bool,
    is_confirmed: bool,
    json: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let before = values.text("avant").ok_or_else(|| {
        Failure::Usage(format!(
            "Avant quelle date{NARROW}? Par exemple {}.",
            quoted("carnet purger --avant 1/9/2025 --simuler")
        ))
    })?;
    let options = PurgeOptions {
        before,
        is_trial: values.switch("simuler"),
        is_confirmed: values.switch("oui"),
        json: values.switch("json"),
    };
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(store, moment, &options)
    }))
}

fn run(mut store: Store, moment: Moment, options: &PurgeOptions) -> Outcome {
    let before = lookup::date(&options.before, moment.today)?;
    if before > moment.today {
        return Err(Failure::Refused(format!(
            "Le {} est à venir\u{202f}: seuls des événements passés se purgent. Rien n’a été changé.",
            typography::full_date(before)
        )));
    }
    let copies = sibling_copies(store.path());
    let models = store.models_with_notes()?;
    let found = store.purgeable(before, moment)?;
    if !options.json && !found.events.is_empty() {
        notify(&heading(&found, before, moment));
        for event in &found.events {
            notify(&line(event));
        }
    }
    if found.is_empty() && !options.is_trial && !options.is_confirmed && !options.json {
        notify(purge::NOTHING);
        return Ok(store.close()?);
    }
    if !options.is_trial && !options.is_confirmed {
        return Err(Failure::Refused(format!(
            "{} Rien n’a été effacé\u{202f}: l’effacement ne s’annule pas. Ajoutez --oui pour effacer, ou --simuler pour seulement voir.",
            purge::sentence("À effacer", &found)
        )));
    }
    let (removed, rewritten) = if options.is_trial {
        (found, Ok(()))
    } else {
        let purged = store.purge(before, moment)?;
        (purged.removed, purged.rewritten)
    };
    close(store);
    if options.json {
        return print(&format!(
            "{:#}\n",
            report(
                options,
                before,
                &removed,
                rewritten.is_ok(),
                &copies,
                models
            )
        ));
    }
    if removed.is_empty() {
        notify(purge::NOTHING);
    } else if options.is_trial {
        notify(&purge::sentence("Simulation, rien n’est effacé", &removed));
    } else {
        notify(&format!(
            "{} Cela ne s’annule pas.",
            purge::sentence("Effacé pour de bon", &removed)
        ));
    }
    for left in purge::left(&rewritten, before, &copies, models) {
        notify(&left);
    }
    Ok(())
}

/// « Événements d’avant le lundi 1er septembre 2025 : »: the date as it was understood, and how many
/// of the events are of this school year.
fn heading(found: &Purgeable, before: NaiveDate, moment: Moment) -> String {
    let first_day = school_year(moment.today).first_day();
    let is_recent = |event: &&PurgeableEvent| event.date.is_some_and(|date| date >= first_day);
    let recent = match found.events.iter().filter(is_recent).count() {
        0 => String::new(),
        recent => format!(", dont {recent} de cette année scolaire"),
    };
    format!(
        "Événements d’avant le {}{recent}\u{202f}:",
        typography::full_date(before)
    )
}

/// « mar. 17 sept. 2024  Café des parents : notes et remarque ».
fn line(event: &PurgeableEvent) -> String {
    format!(
        "{}{}\u{202f}: {}",
        purge::date(event),
        event.title,
        purge::what(event)
    )
}

fn report(
    options: &PurgeOptions,
    before: NaiveDate,
    removed: &Purgeable,
    rewritten: bool,
    copies: &[PathBuf],
    models: usize,
) -> serde_json::Value {
    let events: Vec<_> = removed
        .events
        .iter()
        .map(|event| {
            json!({
                "date": event.date,
                "titre": event.title,
                "notes": event.notes,
                "remarque": event.remark,
                "supprime": event.deleted,
            })
        })
        .collect();
    let copies: Vec<String> = copies
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    json!({
        "avant": before,
        "simulation": options.is_trial,
        "notes": removed.notes(),
        "remarques": removed.remarks(),
        "supprimes": removed.deleted(),
        "saisies": removed.drafts,
        "historique": removed.former,
        "actions_oubliees": removed.forgotten,
        "evenements": events,
        "fichier_recrit": !options.is_trial && rewritten,
        "copies_qui_restent": copies,
        "modeles_avec_notes": models,
    })
}
