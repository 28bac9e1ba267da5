//! Sentences about copies: why one can't be made or put back, what a check found, what the store did.

use std::path::{Path, PathBuf};

use super::tables::{column_name, derived, rows_of};
use super::{Explain, reason, shown};
use crate::domain::text::displayable::line;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::{BackupError, Finding, LoosePermissions, Note, RestoreError, StoreError};

/// What happened to a file next to which the log of another was found.
const REPLACED: &str = "Un autre programme (une synchronisation, une copie) a remplacé le fichier du carnet, en laissant à côté le journal de celui d’avant.";

impl Explain for BackupError {
    fn explain(&self) -> String {
        match self {
            Self::AlreadyThere(path) => {
                format!("{} existe déjà et n’a pas été touché.", shown(path))
            }
            Self::NotACopy(path) => format!(
                "{} n’est pas une copie de carnet et n’a pas été touché. Choisissez un autre nom.",
                shown(path)
            ),
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
                "La copie relue n’est pas fidèle au carnet, elle n’a pas été gardée. Lancez «\u{202f}carnet verifier\u{202f}»{NARROW}: le carnet ou le disque est peut-être abîmé."
            ),
            Self::Io { path, source } => format!(
                "Impossible d’écrire la copie {} ({}). Le carnet est intact{NARROW}; choisissez un autre emplacement.",
                shown(path),
                reason(source)
            ),
            Self::NotFlushed { path, source } => format!(
                "La copie {} est écrite et relue, mais le disque n’a pas confirmé qu’il la garde ({}). Le carnet est intact{NARROW}; faites-en une autre ailleurs.",
                shown(path),
                reason(source)
            ),
            Self::Store(error) => error.explain(),
        }
    }

    fn cause(&self) -> String {
        match self {
            Self::Io { path, source } => format!(
                "Impossible d’écrire la copie {} ({}).",
                shown(path),
                reason(source)
            ),
            Self::NotFlushed { path, source } => format!(
                "La copie {} est écrite, mais le disque n’a pas confirmé qu’il la garde ({}).",
                shown(path),
                reason(source)
            ),
            Self::Store(error) => error.cause(),
            other => other.explain(),
        }
    }
}

impl Explain for RestoreError {
    fn explain(&self) -> String {
        match self {
            Self::Unreadable { path, source } => format!(
                "Impossible de lire {} ({}). Rien n’est changé.",
                shown(path),
                reason(source)
            ),
            Self::Altered(path) => format!(
                "{} a changé depuis que la copie a été écrite{NARROW}: elle est abîmée, ou quelqu’un y a travaillé. Rien n’est changé{NARROW}; prenez une autre copie.",
                shown(path)
            ),
            Self::Damaged(path) => format!(
                "{} est abîmé. Rien n’est changé{NARROW}; prenez une autre copie.",
                shown(path)
            ),
            Self::NotReplaced(path) => format!(
                "{} n’est pas un carnet, et rien ne montre que c’en était un{NARROW}: aucune copie ne prend sa place. Rien n’est changé{NARROW}; choisissez un autre nom avec --base.",
                shown(path)
            ),
            Self::Itself(path) => format!(
                "{} est le carnet lui-même. Nommez une copie{NARROW}; «\u{202f}carnet sauvegardes\u{202f}» les donne.",
                shown(path)
            ),
            Self::OpenElsewhere => format!(
                "Le carnet est ouvert dans une autre fenêtre. Rien n’est changé{NARROW}; fermez-la, puis recommencez."
            ),
            Self::Io { path, source } => format!(
                "Impossible d’écrire {} ({}). Rien n’est changé.",
                shown(path),
                reason(source)
            ),
            Self::Backup(error) => format!(
                "Le carnet actuel n’a pas pu être copié d’abord{NARROW}: {} Rien n’est changé.",
                error.cause()
            ),
            // About the copy: the store itself would be moved away, whatever it is.
            Self::Store(StoreError::NotAStore(path)) => format!(
                "{} n’est pas une copie de carnet. Rien n’est changé{NARROW}; «\u{202f}carnet sauvegardes\u{202f}» donne celles qui sont gardées.",
                shown(path)
            ),
            Self::Store(error) => error.explain(),
        }
    }
}

impl Explain for Finding {
    fn explain(&self) -> String {
        let verb = |rows: u64, one: &'static str, several: &'static str| {
            if rows < 2 { one } else { several }
        };
        match self {
            Self::Damaged(details) => {
                let detail = details.first().map_or("", String::as_str);
                let more = details.len().saturating_sub(1) as u64;
                let more = match more {
                    0 => String::new(),
                    more => format!(" et {}", count(more, "autre", "autres")),
                };
                format!(
                    "Le fichier est abîmé. Détail pour l’assistance, en anglais{NARROW}: {}{more}.",
                    quoted(&line(detail))
                )
            }
            Self::StrayLog => format!(
                "Le journal à côté du carnet appartient au fichier qui était là avant{NARROW}: un autre programme l’a remplacé. Ce journal n’est pas appliqué{NARROW}; il sera mis de côté, et gardé."
            ),
            Self::Open(open) => format!(
                "D’autres comptes peuvent lire {} (droits {:o}).",
                shown(&open.path),
                open.mode
            ),
            Self::Dangling { table, rows } => format!(
                "{} {} ce qui n’existe plus.",
                rows_of(table, *rows),
                verb(*rows, "désigne", "désignent")
            ),
            Self::Derived { table, rows } => {
                format!("{} ({}).", derived(table), count(*rows, "ligne", "lignes"))
            }
            Self::Schema(object) => format!(
                "{} n’est pas comme Carnet le fait ({}).",
                quoted(&line(&object.name)),
                match object.kind.as_str() {
                    "trigger" => "déclencheur",
                    "index" => "index",
                    "view" => "vue",
                    _ => "table",
                }
            ),
            Self::OpenAction => {
                format!("L’historique dit qu’une action est en cours{NARROW}: aucune ne l’est.")
            }
            Self::History { rows } => format!(
                "{} {}{NARROW}: ces actions ne s’annuleront pas.",
                rows_of("journal", *rows),
                verb(*rows, "ne se relit pas", "ne se relisent pas")
            ),
            Self::Value {
                table,
                column,
                rows,
                first,
            } => format!(
                "{} {} dans {} une valeur qui ne se lit pas (ligne n°{NARROW}{first}…).",
                rows_of(table, *rows),
                verb(*rows, "porte", "portent"),
                quoted(&column_name(table, column))
            ),
            Self::AlteredBackup(path) => {
                format!(
                    "La copie {} a changé depuis qu’elle a été écrite.",
                    shown(path)
                )
            }
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
            Self::ConflictCopies(copies) => {
                let name = |copy: &PathBuf| shown(Path::new(copy.file_name().unwrap_or_default()));
                let names: Vec<String> = copies.iter().map(name).collect();
                format!(
                    "Le carnet a été changé sur deux ordinateurs{NARROW}: la synchronisation a laissé à côté {}. {} dit ce qui diffère, et le fusionne ({}).",
                    list(&names),
                    quoted("Sauvegardes"),
                    quoted("carnet fusionner")
                )
            }
            Self::FormerRebuilt(copy) => format!(
                "{REPLACED} Le carnet d’avant est gardé parmi les sauvegardes{NARROW}: {}. {} compare les deux, et les fusionne.",
                shown(copy),
                quoted("Sauvegardes")
            ),
            Self::StrayLogKept(log) => format!(
                "{REPLACED} Ce journal n’est pas appliqué à ce fichier, et il est gardé{NARROW}: {}. Ce qui a été enregistré juste avant le remplacement peut manquer ici{NARROW}: vérifiez-le.",
                shown(log)
            ),
            Self::ReadOnly {
                has_log,
                is_older,
                has_stray_log,
            } => {
                let mut text =
                    format!("Ce carnet est en lecture seule{NARROW}: rien n’y sera écrit.");
                if *has_log {
                    text.push_str(&format!(" Ses derniers changements sont encore dans son journal{NARROW}: c’est une copie privée des deux qui est lue."));
                }
                if *is_older {
                    text.push_str(&format!(" Une version plus ancienne de Carnet l’a écrit{NARROW}: c’est une copie privée, mise à jour, qui est lue."));
                }
                if *has_stray_log {
                    text.push_str(&format!(" Le journal à côté de lui est celui d’un autre fichier{NARROW}: il n’est pas lu."));
                }
                text
            }
            Self::BackupFailed(error) => format!(
                "La sauvegarde du carnet n’a pas pu être faite{NARROW}: {} Ce que vous avez enregistré l’est bien.",
                error.cause()
            ),
        }
    }
}

/// Names files: « carnet.db », or « carnet.db » et 2 autres fichiers.
fn named(open: &[LoosePermissions]) -> String {
    let first = open.first().map(|open| shown(&open.path));
    let first = first.unwrap_or_default();
    match open.len() {
        0 | 1 => first,
        2 => format!("{first} et un autre fichier du carnet"),
        more => format!("{first} et {} autres fichiers du carnet", more - 1),
    }
}
