//! `carnet purger`: what was noted for oneself, long ago, is shown, then removed for good.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;

use super::arguments::PurgeOptions;
use super::{Failure, Outcome, named, say, tell};
use crate::domain::calendar::school_year;
use crate::domain::french::{self, count, list, quoted};
use crate::explain::shown;
use crate::store::{Moment, Purgeable, PurgeableEvent, Store, backups_folder};

pub(super) fn run(mut store: Store, at: Moment, options: &PurgeOptions) -> Outcome {
    let before = named::date(&options.before, at.today)?;
    if before > at.today {
        return Err(Failure::Refused(format!(
            "Le {} est à venir\u{202f}: seuls des événements passés se purgent. Rien n’a été changé.",
            french::full_date(before)
        )));
    }
    let copies = copies(store.path());
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
            sentence("À effacer", &found)
        )));
    }
    let (removed, rewritten) = if options.trial {
        (found, true)
    } else {
        let purged = store.purge(before, at)?;
        (purged.removed, purged.rewritten)
    };
    store.close()?;
    if options.json {
        return say(&format!(
            "{:#}\n",
            report(options, before, &removed, rewritten, &copies, models)
        ));
    }
    if options.trial {
        tell(&sentence("Simulation, rien n’est effacé", &removed));
    } else {
        tell(&format!(
            "{} Cela ne s’annule pas.",
            sentence("Effacé pour de bon", &removed)
        ));
    }
    for left in left(rewritten, &copies, models) {
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
        french::full_date(before)
    )
}

/// « mar. 17 sept. 2024  Café des parents : notes et remarque ».
fn line(event: &PurgeableEvent) -> String {
    let date = event.date.map(french::long_date).unwrap_or_default();
    let what = match (event.deleted, event.notes, event.remark) {
        (true, ..) => "supprimé, tous ses textes",
        (_, true, true) => "notes et remarque",
        (_, _, true) => "remarque",
        _ => "notes",
    };
    format!("{date:18}  {}\u{202f}: {what}", event.title)
}

fn sentence(head: &str, found: &Purgeable) -> String {
    let parts = [
        (found.notes(), "note", "notes"),
        (found.remarks(), "remarque", "remarques"),
        (
            found.deleted(),
            "événement supprimé",
            "événements supprimés",
        ),
        (found.drafts, "saisie gardée", "saisies gardées"),
        (
            found.former,
            "ancienne valeur de l’historique",
            "anciennes valeurs de l’historique",
        ),
        (
            found.forgotten,
            "action de l’historique, qui ne s’annulera plus",
            "actions de l’historique, qui ne s’annuleront plus",
        ),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|&(number, ..)| number > 0)
        .map(|(number, one, several)| count(number as u64, one, several))
        .collect();
    if parts.is_empty() {
        format!("{head}\u{202f}: rien avant cette date.")
    } else {
        format!("{head}\u{202f}: {}.", list(&parts))
    }
}

/// What could not be erased, a sentence each.
fn left(rewritten: bool, copies: &[PathBuf], models: usize) -> Vec<String> {
    let mut sentences = Vec::new();
    if !rewritten {
        sentences.push(
            "Une autre fenêtre tient le carnet ou la place manque\u{202f}: le fichier peut encore contenir ces textes. Fermez-la, puis refaites la même commande."
                .to_owned(),
        );
    }
    if !copies.is_empty() {
        let names: Vec<String> = copies.iter().map(|path| shown(path)).collect();
        sentences.push(format!(
            "Ces copies ont été faites avant et gardent ces textes\u{202f}: {}. Effacez-les quand vous n’en aurez plus besoin.",
            list(&names)
        ));
    }
    if models > 0 {
        let models = count(models as u64, "modèle porte", "modèles portent");
        sentences.push(format!(
            "{models} des notes, qui restent\u{202f}: relisez-les dans {}.",
            quoted("Mes événements")
        ));
    }
    sentences.push(
        "Les copies faites ailleurs (clé USB, tableur exporté, courriel) restent telles qu’elles sont."
            .to_owned(),
    );
    sentences
}

/// The copies of the store that stand beside it, by their names: those of the folder of backups,
/// and what could once be saved of it (`carnet-recupere-2025-09-01.db`).
fn copies(store: &Path) -> Vec<PathBuf> {
    let folder = match store.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let stem = store.file_stem().unwrap_or_default().to_string_lossy();
    let begins = format!("{stem}-");
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&begins) && path.extension() == store.extension()
    };
    let backups = backups_folder(store);
    let found = files(folder).into_iter().chain(files(&backups));
    found.filter(is_copy).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
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
