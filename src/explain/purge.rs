//! Sentences about a purge: what it erases, and what it can't erase.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::shown;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::{Purgeable, PurgeableEvent, StoreError};

/// Writes the day of an event, padded to the same width.
pub fn date(event: &PurgeableEvent) -> String {
    let date = event.date.map(typography::long_date).unwrap_or_default();
    format!("{date:18}  ")
}

/// Returns what an event loses.
pub fn what(event: &PurgeableEvent) -> &'static str {
    match (event.deleted, event.notes, event.remark) {
        (true, ..) => "supprimé, tous ses textes",
        (_, true, true) => "notes et remarque",
        (_, _, true) => "remarque",
        _ => "notes",
    }
}

/// What is said where a purge would erase nothing.
pub const NOTHING: &str = "Rien à effacer avant cette date.";

/// Writes « À effacer : 12 notes et 3 remarques. ».
pub fn sentence(head: &str, found: &Purgeable) -> String {
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
        NOTHING.to_owned()
    } else {
        format!("{head}{NARROW}: {}.", list(&parts))
    }
}

/// Returns a sentence for each thing that a purge before that day could not erase.
pub fn left(
    rewritten: &Result<(), StoreError>,
    before: NaiveDate,
    copies: &[PathBuf],
    models: usize,
) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Err(error) = rewritten {
        let (cause, first) = match error {
            StoreError::Busy => ("une autre fenêtre le tient", "Fermez-la, puis lancez"),
            StoreError::Full => ("le disque est plein", "Libérez de la place, puis lancez"),
            _ => ("il n’a pas pu être réécrit", "Lancez"),
        };
        let again = before.format("carnet purger --avant %-d/%-m/%Y --oui");
        sentences.push(format!(
            "Le fichier peut encore contenir ces textes{NARROW}: {cause}. {first} {}.",
            quoted(&again.to_string())
        ));
    }
    if !copies.is_empty() {
        let names: Vec<String> = copies.iter().map(|path| shown(path)).collect();
        sentences.push(format!(
            "Ces copies ont été faites avant et gardent ces textes{NARROW}: {}. Effacez-les quand vous n’en aurez plus besoin.",
            list(&names)
        ));
    }
    if models > 0 {
        let models = count(models as u64, "modèle porte", "modèles portent");
        sentences.push(format!(
            "{models} des notes, qui restent{NARROW}: relisez-les dans {}.",
            quoted("Mes événements")
        ));
    }
    sentences.push(
        "Les copies faites ailleurs (clé USB, tableur exporté, courriel) restent telles qu’elles sont."
            .to_owned(),
    );
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_about_a_file_not_rewritten_says_why_and_what_to_do() {
        let sentence = |error| {
            let before = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap_or_default();
            left(&Err(error), before, &[], 0)[0].replace(NARROW, " ")
        };
        assert_eq!(
            sentence(StoreError::Busy),
            "Le fichier peut encore contenir ces textes : une autre fenêtre le tient. Fermez-la, puis lancez « carnet purger --avant 1/9/2025 --oui »."
        );
        assert_eq!(
            sentence(StoreError::Full),
            "Le fichier peut encore contenir ces textes : le disque est plein. Libérez de la place, puis lancez « carnet purger --avant 1/9/2025 --oui »."
        );
    }
}
