//! `carnet sauvegarder` and `carnet sauvegardes`: a copy made now, and those that are kept.

use std::path::Path;

use serde_json::{Value, json};

use super::safety::{BackUpOptions, ListBackupsOptions};
use super::{Failure, Outcome, close, say, tell};
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::domain::time::zone::Zone;
use crate::explain::{Explain as _, shown};
use crate::store::retention::Reason;
use crate::store::{
    BackupError, Checked, Moment, Store, StoreError, backups, check_backup, recognise,
};

pub(super) const HELP: &str = "\
Copie le carnet, vérifie la copie et dit où elle est. Une copie ordinaire du fichier, Carnet ouvert,
pourrait être incomplète : celle-ci ne l’est jamais.

Usage : carnet sauvegarder               dans le dossier « sauvegardes », à côté du carnet
        carnet sauvegarder FICHIER.db    ailleurs, par exemple sur une clé USB
        carnet sauvegarder DOSSIER       de même, sous un nom qui porte la date

  --remplacer      écrit par-dessus une copie existante
  --base FICHIER   ce carnet

Carnet en fait une de lui-même au premier changement de chaque jour, avant un import, une restauration
ou une mise à jour, et garde celles des 7 derniers jours, de 4 semaines et de 12 mois.
";

pub(super) const LIST_HELP: &str = "\
Affiche les copies gardées à côté du carnet, la plus récente d’abord, chacune relue et comparée à son
empreinte.

Usage : carnet sauvegardes [OPTIONS]

  --json           un tableau JSON
  --base FICHIER   ce carnet

Code de retour : 0 tout va bien ; 1 une copie est abîmée, ou ce fichier n’est pas un carnet.
";

pub(super) fn run(store: Store, at: Moment, options: &BackUpOptions) -> Outcome {
    let written = match &options.file {
        None => store.back_up(Reason::Asked, at.now),
        Some(path) => store.back_up_to(path, options.overwrite, at.now),
    };
    let written = written.map_err(|error| match error {
        BackupError::AlreadyThere(_) => Failure::Refused(format!(
            "{} Ajoutez --remplacer pour écrire par-dessus.",
            error.explain()
        )),
        other => other.into(),
    })?;
    close(store)?;
    tell(&format!(
        "Copie écrite dans {}{NARROW}: {}, {}, relue et vérifiée.",
        shown(&written.path),
        typography::size(written.size),
        count(written.events, "événement", "événements")
    ));
    Ok(())
}

pub(super) fn list(store: &Path, zone: Zone, options: &ListBackupsOptions) -> Outcome {
    let copies = backups(store)?;
    // Copies outlive their store; without any, what is named must be one.
    if copies.is_empty() {
        recognise(store)?;
    }
    let mut altered = 0;
    let mut objects: Vec<Value> = Vec::new();
    let mut text = String::new();
    for copy in &copies {
        let checked = check_backup(&copy.path).map_err(StoreError::Io)?;
        altered += u64::from(checked == Checked::Altered);
        let state = match checked {
            Checked::Intact => "✓ intacte",
            Checked::Altered => "✗ abîmée",
            Checked::Unknown => "? sans empreinte",
        };
        let hour = copy.hour(zone);
        objects.push(json!({
            "fichier": copy.path.to_string_lossy(),
            "date": copy.taken.date,
            "heure": hour.map(|hour| hour.format("%H:%M").to_string()),
            "raison": copy.taken.reason.key(),
            "octets": copy.size,
            "etat": match checked {
                Checked::Intact => "intacte",
                Checked::Altered => "abimee",
                Checked::Unknown => "sans_empreinte",
            },
        }));
        text.push_str(&format!(
            "{:<19}  {:<7}  {:<23}  {:>9}  {state:<17}  {}\n",
            typography::long_date(copy.taken.date),
            hour.map(typography::hour).unwrap_or_default(),
            copy.taken.reason.label(),
            typography::size(copy.size),
            shown(&copy.path)
        ));
    }
    if copies.is_empty() && !options.json {
        tell(&format!(
            "Aucune copie pour l’instant. {} en fait une.",
            quoted("carnet sauvegarder")
        ));
    }
    if options.json {
        say(&format!("{:#}\n", Value::Array(objects)))?;
    } else {
        say(&text)?;
    }
    if altered > 0 {
        return Err(Failure::Refused(format!(
            "{}{NARROW}: ne comptez pas dessus. {} en fait une autre.",
            count(altered, "copie est abîmée", "copies sont abîmées"),
            quoted("carnet sauvegarder")
        )));
    }
    Ok(())
}
