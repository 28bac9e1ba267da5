//! The copies of the carnet, in a line: how old the last is, or why the day's could not be made.

use super::Settings;
use crate::domain::french;
use crate::explain::Explain as _;
use crate::store::{Note, Result};
use crate::tui::session::Session;

impl Settings {
    /// Reads which copy is the last.
    pub(super) fn refresh_backups(&mut self, session: &Session) -> Result<()> {
        // A folder that can't be read is told when a copy is asked for.
        let copies = session.store.backups().unwrap_or_default();
        self.last_backup = copies.into_iter().next();
        Ok(())
    }

    /// The age and size of the last copy, and what Entrée does, or why the day's could not be made.
    pub(super) fn backups_told(&self, session: &Session) -> (String, String) {
        let last = match &self.last_backup {
            Some(last) => {
                let day = last.taken.date;
                let written = last.written.map(|at| session.local(at));
                let hour = written
                    .filter(|at| at.date_naive() == day)
                    .map_or_else(String::new, |at| format!(" à {}", french::hour(at.time())));
                format!(
                    "la dernière {}{hour}, {}",
                    french::relative_day(day, session.today()),
                    french::size(last.size)
                )
            }
            None => "aucune pour l’instant".to_owned(),
        };
        let is_failure = |note: &&Note| matches!(note, Note::BackupFailed(_));
        let more = match session.store.notes().iter().rfind(is_failure) {
            Some(note) => note.explain(),
            None => "Entrée les montre, en fait une, en remet une".to_owned(),
        };
        (last, more)
    }
}
