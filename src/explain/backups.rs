//! What is said of copies, of what the store mended by itself, and of what it could not do.

use super::{Explain, reason, shown};
use crate::domain::french::NARROW;
use crate::store::{BackupError, Note, OpenToOthers};

impl Explain for BackupError {
    fn explain(&self) -> String {
        match self {
            Self::AlreadyThere(path) => {
                format!("{} existe déjà et n’a pas été touché.", shown(path))
            }
            Self::InUse(path) => format!(
                "{} est un carnet en service{NARROW}: aucune copie ne prend sa place. Choisissez un autre nom.",
                shown(path)
            ),
            Self::InMemory => {
                format!("Ce carnet n’a pas de fichier{NARROW}: il n’y a rien à copier.")
            }
            Self::Busy => format!(
                "Une autre fenêtre écrit une sauvegarde en ce moment{NARROW}; réessayez dans un instant."
            ),
            Self::Unfaithful(_) => format!(
                "La copie relue n’est pas fidèle au carnet, elle n’a pas été gardée. Lancez « carnet verifier »{NARROW}: le carnet ou le disque est peut-être abîmé."
            ),
            Self::Io { path, source } => format!(
                "Impossible d’écrire la copie {} ({}). Le carnet est intact{NARROW}; choisissez un autre emplacement.",
                shown(path),
                reason(source)
            ),
            Self::Store(error) => error.explain(),
        }
    }
}

impl Explain for Note {
    fn explain(&self) -> String {
        match self {
            Self::Mended(open) => format!(
                "D’autres comptes de cet ordinateur pouvaient lire {}{NARROW}: ce n’est plus le cas.",
                named(open)
            ),
            Self::StillOpen(open) => format!(
                "D’autres comptes de cet ordinateur peuvent lire {}, et ce disque ne permet pas de l’empêcher.",
                named(open)
            ),
            Self::BackupFailed(error) => format!(
                "La sauvegarde du carnet n’a pas pu être faite{NARROW}: {} Ce que vous avez enregistré l’est bien.",
                error.explain()
            ),
        }
    }
}

/// « carnet.db », or « carnet.db » et 2 autres fichiers.
fn named(open: &[OpenToOthers]) -> String {
    let first = open.first().map(|open| shown(&open.path));
    let first = first.unwrap_or_default();
    match open.len() {
        0 | 1 => first,
        2 => format!("{first} et un autre fichier du carnet"),
        more => format!("{first} et {} autres fichiers du carnet", more - 1),
    }
}
