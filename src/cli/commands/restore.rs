//! `carnet restaurer`: replaces the carnet with a copy, after saying what that changes.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, notify, notify_all};
use crate::cli::values::Values;
use crate::domain::text::displayable::line;
use crate::domain::text::typography::{NARROW, count};
use crate::explain::difference;
use crate::explain::{log_kept, not_flushed, shown};
use crate::store::{Candidate, Checked, Difference, Result, Store, StoreError, verify};

struct RestoreOptions {
    file: PathBuf,
    /// Only says what would change.
    is_trial: bool,
    is_confirmed: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = RestoreOptions {
        file: values.path_argument().unwrap_or_default(),
        is_trial: values.switch("essai"),
        is_confirmed: values.switch("oui"),
    };
    Ok(Box::new(move |context| {
        run(&context.path()?, context.clock.now(), &options)
    }))
}

fn run(base: &Path, now: DateTime<Utc>, options: &RestoreOptions) -> Outcome {
    let candidate = Candidate::read(&options.file, base)?;
    notify(&format!(
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
            notify(&format!(
                "Elle dit la même chose que le carnet actuel{NARROW}: il n’y a rien à restaurer, rien n’est changé."
            ));
            return Ok(());
        }
        Ok(difference) if difference.is_none() => {
            notify("Elle dit la même chose que le carnet actuel, dont le fichier a un défaut.");
        }
        Ok(difference) => {
            for line in difference::lines(&difference) {
                notify(&format!("  {line}"));
            }
        }
        Err(StoreError::Missing(_)) => notify("Il n’y a pas de carnet à cet endroit."),
        Err(StoreError::Damaged(_) | StoreError::NotAStore(_) | StoreError::Sqlite(_)) => {
            notify(&format!(
                "Le carnet actuel est abîmé{NARROW}: il ne peut pas être comparé. Il sera gardé tel quel."
            ));
        }
        Err(error) => return Err(error.into()),
    }
    if options.is_trial {
        notify("Essai\u{202f}: rien n’est changé.");
        return Ok(());
    }
    if !options.is_confirmed {
        return Err(Failure::Refused(
            "Rien n’est changé. Ajoutez --oui pour remettre cette copie à la place du carnet."
                .to_owned(),
        ));
    }
    let replaced = candidate.put_in_place(now)?;
    notify("La copie est maintenant le carnet.");
    if let Some(error) = &replaced.not_flushed {
        notify(&not_flushed(error));
    }
    if let Some(backup) = replaced.backup {
        notify(&format!(
            "Celui d’avant est gardé. Pour revenir en arrière\u{202f}: {}",
            command(&backup, base)
        ));
    }
    if let Some(path) = replaced.log_kept {
        notify(&log_kept(&path));
    }
    if let Some(path) = replaced.moved_to {
        notify(&format!(
            "Celui d’avant, abîmé, est gardé tel quel dans {}.",
            shown(&path)
        ));
    }
    Ok(())
}

/// Compares the copy with the store at `base`; either may turn out to be damaged.
fn compare(candidate: &Candidate, base: &Path, now: DateTime<Utc>) -> Result<Difference> {
    let mut present = Store::open_at(base, now)?;
    notify_all(present.take_notes());
    let difference = candidate.compare(&present)?;
    present.close()?;
    Ok(difference)
}

/// Returns the command that replaces the carnet with a copy, to be pasted into a shell.
pub(in crate::cli) fn command(copy: &Path, base: &Path) -> String {
    let (copy, base) = (shell_word(copy), shell_word(base));
    format!("carnet restaurer {copy} --oui --base {base}")
}

/// Quotes a path for a shell, without what a terminal cannot show.
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
