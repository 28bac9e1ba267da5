//! `carnet purger`: what was noted for oneself, long ago, is shown, then removed for good.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;

use super::arguments::PurgeOptions;
use super::{Failure, Outcome, named, say, tell};
use crate::domain::text::typography;
use crate::domain::time::calendar::school_year;
use crate::explain::purge;
use crate::store::{Moment, Purgeable, PurgeableEvent, Store, sibling_copies};

pub(super) fn run(mut store: Store, at: Moment, options: &PurgeOptions) -> Outcome {
    let before = named::date(&options.before, at.today)?;
    if before > at.today {
        return Err(Failure::Refused(format!(
            "Le {} est à venir\u{202f}: seuls des événements passés se purgent. Rien n’a été changé.",
            typography::full_date(before)
        )));
    }
    let copies = sibling_copies(store.path());
    let models = store.models_with_notes()?;
    let found = store.purgeable(before, at)?;
    if !options.json && !found.events.is_empty() {
        tell(&heading(&found, before, at));
        for event in &found.events {
            tell(&line(event));
        }
    }
    if !options.trial && !options.sure {
        return Err(Failure::Refused(format!(
            "{} Rien n’a été effacé\u{202f}: l’effacement ne s’annule pas. Ajoutez --oui pour effacer, ou --simuler pour seulement voir.",
            purge::sentence("À effacer", &found)
        )));
    }
    let (removed, rewritten) = if options.trial {
        (found, Ok(()))
    } else {
        let purged = store.purge(before, at)?;
        (purged.removed, purged.rewritten)
    };
    store.close()?;
    if options.json {
        return say(&format!(
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
    if options.trial {
        tell(&purge::sentence("Simulation, rien n’est effacé", &removed));
    } else {
        tell(&format!(
            "{} Cela ne s’annule pas.",
            purge::sentence("Effacé pour de bon", &removed)
        ));
    }
    for left in purge::left(&rewritten, before, &copies, models) {
        tell(&left);
    }
    Ok(())
}

/// « Événements d’avant le lundi 1er septembre 2025 : », the date as it was understood, and whether
/// what is still at work is among them.
fn heading(found: &Purgeable, before: NaiveDate, at: Moment) -> String {
    let first_day = school_year(at.today).first_day();
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
        "simulation": options.trial,
        "notes": removed.notes(),
        "remarques": removed.remarks(),
        "supprimes": removed.deleted(),
        "saisies": removed.drafts,
        "historique": removed.former,
        "actions_oubliees": removed.forgotten,
        "evenements": events,
        "fichier_recrit": !options.trial && rewritten,
        "copies_qui_restent": copies,
        "modeles_avec_notes": models,
    })
}
