//! The copies of the carnet: how old the last is, one made now, one taken away on a key.

use super::{Settings, not_here};
use crate::domain::backup::Reason;
use crate::domain::french::{self, NARROW};
use crate::explain::{Explain as _, shown};
use crate::store::{BackupError, Note, Result};
use crate::tui::effect::{Effect, Outcome, Question};
use crate::tui::paths;
use crate::tui::session::Session;
use crate::tui::widgets::prompt::Prompt;

const TITLE: &str = "Copier mon fichier";

impl Settings {
    /// Reads which copy is the last.
    pub(super) fn refresh_backups(&mut self, session: &Session) -> Result<()> {
        // A folder that can't be read is told when a copy is asked for.
        let copies = session.store.backups().unwrap_or_default();
        // Those dated after today come from a clock that is, or was, wrong: the last of the others
        // is told, where there is one.
        let today = session.today();
        let ahead = copies.iter().filter(|copy| copy.taken.date > today).count();
        self.has_backup_ahead = ahead > 0;
        self.last_backup = copies.get(ahead).or(copies.first()).cloned();
        Ok(())
    }

    /// The age and size of the last copy, and what Entrée does, or why the day's could not be made.
    pub(super) fn backups_told(&self, session: &Session) -> (String, String) {
        let today = session.today();
        let mut more = "Entrée en fait une maintenant".to_owned();
        if self.has_backup_ahead {
            more = "une autre porte une date à venir".to_owned();
        }
        let last = match &self.last_backup {
            Some(last) if last.taken.date > today => {
                more = format!("à venir{NARROW}: l’horloge est-elle juste{NARROW}?");
                format!("datée du {}", french::long_date(last.taken.date))
            }
            Some(last) => format!(
                "la dernière {}, {}",
                french::relative_day(last.taken.date, today),
                french::size(last.size)
            ),
            None => "aucune pour l’instant".to_owned(),
        };
        let is_failure = |note: &&Note| matches!(note, Note::BackupFailed(_));
        if let Some(note) = session.store.notes().iter().rfind(is_failure) {
            more = note.explain();
        }
        (last, more)
    }

    /// Makes a copy beside the carnet.
    pub(super) fn back_up(&mut self, session: &mut Session) -> Outcome {
        let effect = match session.store.back_up(Reason::Asked, session.now()) {
            Ok(written) => {
                // The failure that was told is mended.
                session.store.take_notes();
                Effect::say(format!(
                    "Sauvegarde faite et vérifiée{NARROW}: {}, {}.",
                    french::size(written.size),
                    french::count(written.events, "événement", "événements")
                ))
            }
            Err(BackupError::InMemory) => return not_here(&BackupError::InMemory.explain()),
            Err(error) => Effect::fail(error.explain()),
        };
        self.refresh_backups(session)?;
        Ok(vec![effect])
    }

    /// Asks where the copy that is taken away goes.
    pub(super) fn ask_copy(&self, session: &Session) -> Outcome {
        let name = format!("carnet-{}.db", session.today());
        let path = session.documents.join(name);
        let hint = format!(
            "Par exemple sur une clé USB{NARROW}: le chemin d’un fichier, ou du dossier où l’écrire."
        );
        Ok(vec![Effect::open(Prompt::new(
            Question::ExportPath,
            TITLE,
            hint,
            &path.to_string_lossy(),
        ))])
    }

    /// Writes the copy that is taken away; asks again, the text kept, when that can't be done.
    pub(super) fn copy_to(&self, typed: &str, session: &Session) -> Outcome {
        if typed.trim().is_empty() {
            return not_here("Rien n’est copié.");
        }
        let path = paths::typed(typed, &session.documents);
        Ok(vec![
            match session.store.back_up_to(&path, false, session.now()) {
                Ok(written) => Effect::say(format!(
                    "Copie écrite dans {} et vérifiée{NARROW}: {}.",
                    shown(&written.path),
                    french::size(written.size)
                )),
                Err(error) => {
                    let mut wrong = error.explain();
                    if matches!(error, BackupError::AlreadyThere(_)) {
                        wrong.push_str(" Choisissez un autre nom.");
                    }
                    Effect::open(Prompt::new(Question::ExportPath, TITLE, wrong, typed).wrong())
                }
            },
        ])
    }
}
