//! Every error as a French sentence: what happened, what was kept, what to do next. No other floor
//! writes one.
//!
//! ```text
//! backups      errors of copies and of putting one back; what a check found
//! difference   what putting a copy back would change
//! merge        what merging a copy takes and leaves
//! purge        what a purge removes, and what it leaves
//! tables       the French names of tables and columns
//! terminal     why there is no screen
//! ```

mod backups;
pub mod difference;
pub mod merge;
pub mod purge;
pub mod tables;
mod terminal;

use std::io;
use std::path::Path;

use crate::domain::text::typography::{NARROW, list, quoted};
use crate::exchange::csv::export::ExportError;
use crate::exchange::safe_file::WriteProblem;
use crate::exchange::table::{OtherKind, TableProblem};
use crate::exchange::table_writer::TooLargeForWorkbook;
use crate::platform::names;
use crate::store::{NotRegular, StoreError};

pub use tables::rows_of;

/// An error that can be shown to a user.
pub trait Explain {
    /// Returns the sentences to show, with French typography.
    fn explain(&self) -> String;

    /// Returns what happened alone, without what it means for what was asked.
    fn cause(&self) -> String {
        self.explain()
    }

    /// Whether it says that the carnet is damaged.
    fn claims_damage(&self) -> bool {
        false
    }

    /// Returns the sentences to show when it happened after what was asked was written.
    fn explain_after_commit(&self) -> String {
        format!(
            "Ce que vous avez demandé est enregistré, mais quelque chose a échoué ensuite. {}",
            self.cause()
        )
    }
}

impl Explain for StoreError {
    fn explain(&self) -> String {
        let consequence = match self {
            Self::Gone(_) => format!(
                "Rien n’a été écrit, et ce qui est tapé reste à l’écran{NARROW}; remettez le fichier à sa place et réessayez, ou rouvrez Carnet."
            ),
            Self::OnlyRead => {
                format!("Rien n’a été écrit{NARROW}; vérifiez leurs droits, puis rouvrez Carnet.")
            }
            Self::OpenedToRead => format!(
                "Rien n’a été écrit. Copiez-le ailleurs avec {}, et ouvrez la copie pour la modifier.",
                quoted("carnet sauvegarder DOSSIER")
            ),
            Self::Busy => format!("Rien n’a été écrit{NARROW}; réessayez dans un instant."),
            Self::Full => format!(
                "Rien n’a été écrit et le carnet est intact{NARROW}; libérez de la place, puis réessayez."
            ),
            Self::Disk(_) => format!(
                "Rien n’a été écrit{NARROW}; réessayez, et si cela revient copiez le carnet sur un autre disque."
            ),
            Self::Doubtful(_) => format!(
                "Ce que vous avez demandé est peut-être enregistré, peut-être pas{NARROW}: fermez Carnet, rouvrez-le et regardez avant de recommencer."
            ),
            Self::Stale => format!(
                "Rien n’a été écrit par-dessus{NARROW}; rouvrez-le pour voir sa version actuelle."
            ),
            Self::UndoConflict { .. } | Self::RedoConflict { .. } => {
                "Rien n’a été touché.".to_owned()
            }
            Self::NotCopied(_) => "Le carnet n’a pas été touché.".to_owned(),
            Self::Sqlite(_) | Self::Value(_) => {
                return format!(
                    "Le carnet a répondu par une erreur inattendue. Rien n’a été écrit{NARROW}; réessayez, et si elle revient lancez {}. {}",
                    quoted("carnet verifier"),
                    detail(self)
                );
            }
            Self::Io(_) | Self::Stopped => "Rien n’a été changé.".to_owned(),
            _ => return self.cause(),
        };
        format!("{} {consequence}", self.cause())
    }

    fn cause(&self) -> String {
        match self {
            Self::Missing(path) => {
                format!(
                    "Aucun carnet à {}. Ouvrez d’abord Carnet sans commande, ou vérifiez le chemin.",
                    shown(path)
                )
            }
            Self::AlreadyThere(path) => format!(
                "Un fichier existe déjà à {}. Il n’a pas été touché{NARROW}; choisissez un autre nom.",
                shown(path)
            ),
            Self::NotAStore(path) => format!(
                "{} n’est pas un carnet. Le fichier n’a pas été touché{NARROW}; choisissez-en un autre avec --base.",
                shown(path)
            ),
            Self::Newer { path, .. } => format!(
                "{} a été écrit par une version plus récente de Carnet. Le fichier n’a pas été touché{NARROW}; mettez Carnet à jour pour l’ouvrir.",
                shown(path)
            ),
            Self::Folder { path, source } => format!(
                "Impossible d’écrire dans le dossier {} ({}). Choisissez un autre emplacement avec --base.",
                shown(path),
                reason(source)
            ),
            Self::ReadOnly(path) => format!(
                "Carnet n’a pas le droit de lire ou d’écrire {}. Le fichier n’a pas été touché{NARROW}; vérifiez ses droits.",
                shown(path)
            ),
            Self::Gone(path) => format!(
                "{} a été déplacé, supprimé ou remplacé pendant que Carnet l’avait ouvert.",
                shown(path)
            ),
            Self::Replaced { copy, .. } => format!(
                "Un autre programme a remplacé le fichier du carnet. Ce que Carnet avait ouvert est gardé dans les sauvegardes{NARROW}: {}. Rouvrez Carnet pour voir le nouveau fichier{NARROW}; {} compare les deux, et les fusionne.",
                shown(Path::new(copy.file_name().unwrap_or(copy.as_os_str()))),
                quoted("Sauvegardes")
            ),
            Self::OnlyRead => format!(
                "Le carnet ne peut qu’être lu{NARROW}: le fichier, son dossier ou son disque refuse les écritures."
            ),
            Self::OpenedToRead => "Ce carnet est en lecture seule.".to_owned(),
            Self::Busy => {
                "Une autre fenêtre ou un autre programme retient le carnet.".to_owned()
            }
            Self::Full => "Le disque est plein.".to_owned(),
            Self::Disk(_) => "Le disque a refusé une lecture ou une écriture.".to_owned(),
            Self::Doubtful(_) => "Le disque a refusé d’écrire au moment d’enregistrer.".to_owned(),
            Self::Damaged(_) => {
                "Le carnet est abîmé. N’y écrivez plus\u{202f}: «\u{202f}carnet sauvegardes\u{202f}» donne les copies, «\u{202f}carnet restaurer\u{202f}» en remet une, «\u{202f}carnet verifier --reparer\u{202f}» récupère ce qui se lit."
                    .to_owned()
            }
            Self::Stopped => "Arrêté.".to_owned(),
            Self::Stale => {
                "Ce que vous changez a été modifié ou supprimé ailleurs depuis son ouverture."
                    .to_owned()
            }
            Self::UndoConflict { label } => format!(
                "Impossible d’annuler {}{NARROW}: la même chose a changé depuis.",
                quoted(label)
            ),
            Self::RedoConflict { label } => format!(
                "Impossible de rétablir {}{NARROW}: la même chose a changé depuis.",
                quoted(label)
            ),
            Self::InUse(table) => {
                let used = match *table {
                    "entry" => "des événements portent cette entrée",
                    "question" => "des attestations répondent à cette question",
                    "step" => "cette étape est cochée pour des événements",
                    _ => "cette ligne sert ailleurs",
                };
                format!("Pas supprimée{NARROW}: {used}. R la retire sans rien perdre.")
            }
            Self::NotCopied(error) => format!(
                "Avant d’être mis à jour, le carnet est toujours copié{NARROW}: cela n’a pas pu être fait. {}",
                error.cause()
            ),
            Self::Sqlite(_) | Self::Value(_) => format!(
                "Le carnet a répondu par une erreur inattendue. {}",
                detail(self)
            ),
            Self::Io(error) => format!("Lecture ou écriture impossible ({}).", reason(error)),
        }
    }

    fn claims_damage(&self) -> bool {
        matches!(self, Self::Damaged(_))
    }
}

/// Returns the sentence that gives the error as SQLite words it.
fn detail(error: &StoreError) -> String {
    format!(
        "Détail pour l’assistance, en anglais{NARROW}: {}.",
        quoted(&crate::domain::text::displayable::line(&error.to_string()))
    )
}

impl Explain for TableProblem {
    fn explain(&self) -> String {
        match self {
            Self::Empty => "Le fichier est vide. Rien n’a été importé.".to_owned(),
            Self::Damaged => {
                "Ce classeur est abîmé, ou ce n’en est pas un. Rien n’a été importé.".to_owned()
            }
            Self::Protected => "Ce classeur est protégé par un mot de passe. Dans le tableur, enregistrez-en une copie sans mot de passe, puis importez-la.".to_owned(),
            Self::NoSheet { sheets } if sheets.is_empty() => {
                "Ce fichier n’est pas un classeur, il n’a pas de feuilles. Rien n’a été importé."
                    .to_owned()
            }
            Self::NoSheet { sheets } => {
                let names: Vec<String> = sheets.iter().map(|name| quoted(name)).collect();
                format!(
                    "Le classeur n’a pas de feuille de ce nom. Ses feuilles{NARROW}: {}. Rien n’a été importé.",
                    list(&names)
                )
            }
            Self::Other(OtherKind::Xlsb) => format!(
                "Ce fichier est un classeur binaire (.xlsb). Dans le tableur, choisissez {}, puis importez le fichier obtenu.",
                quoted("Enregistrer sous… .xlsx")
            ),
            Self::Other(kind) => format!(
                "Ce fichier n’est pas un tableau{NARROW}: c’est {}. Rien n’a été importé.",
                match kind {
                    OtherKind::Json => "du JSON",
                    OtherKind::Page => "une page web (HTML)",
                    OtherKind::Xml => "du XML",
                    OtherKind::Pdf => "un PDF",
                    OtherKind::Document => "un document de texte ou une présentation",
                    OtherKind::Archive | OtherKind::Xlsb => "une archive (.zip)",
                }
            ),
            Self::TooManyCells => "Ce fichier contient trop de cellules pour être lu. N’en gardez que ce qui est à importer, puis recommencez.".to_owned(),
            Self::TooLarge => {
                format!(
                    "Le fichier dépasse 64{NARROW}Mo. Coupez-le en plusieurs, puis importez-les l’un après l’autre."
                )
            }
        }
    }
}

impl Explain for ExportError {
    fn explain(&self) -> String {
        match self {
            Self::Store(error) => error.explain(),
            Self::Io(error) => format!("Écriture impossible ({}).", reason(error)),
        }
    }
}

impl<E: Explain> Explain for WriteProblem<E> {
    fn explain(&self) -> String {
        match self {
            Self::AlreadyThere(path) => {
                format!("{} existe déjà et n’a pas été touché.", shown(path))
            }
            Self::AStore(path) => format!(
                "{} est un carnet{NARROW}: il n’a pas été touché. Choisissez un autre nom.",
                shown(path)
            ),
            Self::NamedAsSpreadsheet(path) => format!(
                "{} serait pris pour un classeur, et c’est du texte{NARROW}: choisissez un nom en .txt. Rien n’a été écrit.",
                shown(path)
            ),
            Self::OtherSpreadsheet(path) => {
                let extension = path.extension().unwrap_or_default().to_string_lossy();
                format!(
                    "Carnet n’écrit pas de classeur .{extension}{NARROW}: choisissez un nom en .xlsx ou en .csv, que les tableurs ouvrent aussi. Rien n’a été écrit."
                )
            }
            Self::Io { path, source } => format!(
                "Impossible d’écrire {} ({}). Rien n’a été écrit{NARROW}; choisissez un autre emplacement.",
                shown(path),
                reason(source)
            ),
            Self::NotFlushed { path, source } => format!(
                "{} est écrit, mais le disque n’a pas confirmé qu’il le garde ({}){NARROW}: ouvrez ce fichier pour le vérifier, ou écrivez-le ailleurs.",
                shown(path),
                reason(source)
            ),
            Self::Content(error) => format!("{} Aucun fichier n’a été écrit.", error.explain()),
        }
    }
}

/// The answer of a command could not be written.
#[derive(Debug)]
pub struct NotPrinted(pub io::Error);

impl Explain for NotPrinted {
    fn explain(&self) -> String {
        format!("La réponse n’a pas pu être écrite ({}).", reason(&self.0))
    }
}

/// Returns the sentence for a store that could not be closed as it should: all that was written is there.
pub fn not_closed(error: &StoreError) -> String {
    format!(
        "Tout ce qui a été enregistré l’est. En fermant le carnet, quelque chose a échoué{NARROW}: {} S’il reste un fichier « -wal » à côté du carnet, laissez-le{NARROW}: il en fait partie.",
        error.cause()
    )
}

/// Says where the log is kept of a carnet that was gone when a copy took its place.
pub fn log_kept(path: &Path) -> String {
    format!(
        "Le journal du carnet qui n’était plus là peut en avoir les derniers changements{NARROW}: il est gardé dans {}.",
        shown(path)
    )
}

/// Returns the sentence for a store that was replaced, on a disk that failed to say that it keeps it.
pub fn not_flushed(error: &io::Error) -> String {
    format!(
        "Le disque n’a pas confirmé qu’il garde ce changement ({}){NARROW}: rouvrez le carnet pour le vérifier.",
        reason(error)
    )
}

/// Returns the sentence for a file that can't be read.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("Impossible de lire {} ({}).", shown(path), reason(error))
}

/// Writes a path between guillemets, without control characters.
pub fn shown(path: &Path) -> String {
    quoted(&crate::domain::text::displayable::line(
        &path.to_string_lossy(),
    ))
}

/// Returns the reason of a system error, in French.
pub fn reason(error: &io::Error) -> String {
    let code = error.raw_os_error().filter(|_| cfg!(windows));
    if let Some(reason) = code.and_then(names::windows_reason) {
        return reason.to_owned();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "introuvable".to_owned(),
        io::ErrorKind::PermissionDenied => "droits insuffisants".to_owned(),
        io::ErrorKind::AlreadyExists => "existe déjà".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disque plein".to_owned(),
        io::ErrorKind::FileTooLarge => "fichier plus gros que permis ici".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "support en lecture seule".to_owned(),
        io::ErrorKind::IsADirectory => "c’est un dossier".to_owned(),
        io::ErrorKind::NotADirectory => "un élément du chemin n’est pas un dossier".to_owned(),
        io::ErrorKind::BrokenPipe => "plus personne ne lit".to_owned(),
        _ if error
            .get_ref()
            .is_some_and(|inner| inner.is::<NotRegular>()) =>
        {
            "ce n’est pas un fichier ordinaire".to_owned()
        }
        _ if error
            .get_ref()
            .is_some_and(|inner| inner.is::<TooLargeForWorkbook>()) =>
        {
            "c’est trop pour un classeur, choisissez un nom en .csv".to_owned()
        }
        _ => match error.raw_os_error() {
            Some(code) => format!("erreur {code} du système"),
            None => "erreur du système".to_owned(),
        },
    }
}
