//! `carnet restaurer`: a copy put in the place of the carnet, once it is told what that changes.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::safety::RestoreOptions;
use super::{Failure, Outcome, tell, tell_notes};
use crate::domain::text::displayable::line;
use crate::domain::text::typography::{NARROW, count};
use crate::explain::difference;
use crate::explain::shown;
use crate::store::verify;
use crate::store::{Candidate, Checked, Difference, Result, Store, StoreError};

pub(super) const HELP: &str = "\
Remet une copie à la place du carnet. La copie est vérifiée, puis ce qui changerait est dit ; rien n’est
fait sans --oui, ni quand la copie dit la même chose que le carnet. Le carnet actuel est d’abord copié :
le restaurer à son tour annule tout.

Usage : carnet restaurer FICHIER [--essai | --oui]

  --essai          dit ce qui changerait, et s’arrête là
  --oui            le fait
  --base FICHIER   ce carnet

« carnet sauvegardes » donne les copies. Les autres fenêtres de Carnet doivent être fermées.
";

pub(super) fn run(base: &Path, now: DateTime<Utc>, options: &RestoreOptions) -> Outcome {
    let candidate = Candidate::read(&options.file, base)?;
    tell(&format!(
        "{}{NARROW}: {}{}{}.",
        shown(&options.file),
        count(candidate.events, "événement", "événements"),
        match candidate.checked {
            Checked::Intact => ", copie intacte",
            _ => ", copie saine, sans empreinte",
        },
        match candidate.older {
            Some(_) => ", d’une version plus ancienne de Carnet, mise à jour",
            None => "",
        }
    ));
    match compare(&candidate, base, now) {
        Ok(difference) if difference.is_none() && verify(base)?.is_file_sound() => {
            tell(&format!(
                "Elle dit la même chose que le carnet actuel{NARROW}: il n’y a rien à restaurer, rien n’est changé."
            ));
            return Ok(());
        }
        Ok(difference) if difference.is_none() => {
            tell("Elle dit la même chose que le carnet actuel, dont le fichier a un défaut.");
        }
        Ok(difference) => {
            for line in difference::lines(&difference) {
                tell(&format!("  {line}"));
            }
        }
        Err(StoreError::Missing(_)) => tell("Il n’y a pas de carnet à cet endroit."),
        Err(StoreError::Damaged(_) | StoreError::NotAStore(_) | StoreError::Sqlite(_)) => {
            tell(&format!(
                "Le carnet actuel est abîmé{NARROW}: il ne peut pas être comparé. Il sera gardé tel quel."
            ));
        }
        Err(error) => return Err(error.into()),
    }
    if options.trial {
        tell("Essai\u{202f}: rien n’est changé.");
        return Ok(());
    }
    if !options.sure {
        return Err(Failure::Refused(
            "Rien n’est changé. Ajoutez --oui pour remettre cette copie à la place du carnet."
                .to_owned(),
        ));
    }
    let replaced = candidate.put_in_place(now)?;
    tell("La copie est maintenant le carnet.");
    if let Some(backup) = replaced.backup {
        tell(&format!(
            "Celui d’avant est gardé. Pour revenir en arrière\u{202f}: {}",
            command(&backup, base)
        ));
    }
    if let Some(aside) = replaced.aside {
        tell(&format!(
            "Celui d’avant, abîmé, est gardé tel quel dans {}.",
            shown(&aside)
        ));
    }
    Ok(())
}

/// What the copy would change in the store at `base`, whose damage may show at any step.
fn compare(candidate: &Candidate, base: &Path, now: DateTime<Utc>) -> Result<Difference> {
    let mut present = Store::open_at(base, now)?;
    tell_notes(&mut present);
    let difference = candidate.compare(&present)?;
    present.close()?;
    Ok(difference)
}

/// The command that puts a copy in the place of the carnet, as it is typed.
pub(super) fn command(copy: &Path, base: &Path) -> String {
    let (copy, base) = (shell_word(copy), shell_word(base));
    format!("carnet restaurer {copy} --oui --base {base}")
}

/// A path as a shell takes it, and as a terminal can show it.
fn shell_word(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = line(&text);
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-".contains(c);
    if text.chars().all(is_plain) {
        text.into_owned()
    } else {
        format!("\"{text}\"")
    }
}
