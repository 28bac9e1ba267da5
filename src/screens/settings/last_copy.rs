//! The line about backups: how old the last one is, or why today's could not be made.

use super::Settings;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::explain::Explain as _;
use crate::store::{Note, Result};
use crate::ui::session::Session;

impl Settings {
    /// Reads which backup is the last.
    pub(super) fn refresh_backups(&mut self, session: &Session) -> Result<()> {
        // An unreadable folder is reported when a backup is asked for.
        let copies = session.store.backups().unwrap_or_default();
        // Backups dated after today come from a clock that is or was wrong: the last of the others
        // is shown, if there is one.
        let today = session.today();
        let ahead = copies.iter().filter(|copy| copy.taken.date > today).count();
        self.has_backup_ahead = ahead > 0;
        self.last_backup = copies.get(ahead).or(copies.first()).cloned();
        Ok(())
    }

    /// Returns the age and size of the last backup and what Entrée does, or why today's could not
    /// be made.
    pub(super) fn backup_summary(&self, session: &Session) -> (String, String) {
        let today = session.today();
        let more = match session.store.is_read_only() {
            true => "Entrée les montre",
            false => "Entrée les montre, en fait une, en remet une",
        };
        let mut more = more.to_owned();
        if self.has_backup_ahead {
            more = "une autre porte une date à venir".to_owned();
        }
        let last = match &self.last_backup {
            Some(last) if last.taken.date > today => {
                more = format!("à venir{NARROW}: l’horloge est-elle juste{NARROW}?");
                format!("datée du {}", typography::long_date(last.taken.date))
            }
            Some(last) => {
                let day = last.taken.date;
                let hour = last.hour(session.zone()).map(typography::hour);
                let hour = hour.map_or_else(String::new, |hour| format!(" à {hour}"));
                format!(
                    "la dernière {}{hour}, {}",
                    typography::relative_day(day, today),
                    typography::size(last.size)
                )
            }
            None => "aucune pour l’instant".to_owned(),
        };
        let is_failure = |note: &&Note| matches!(note, Note::BackupFailed(_));
        if let Some(note) = session.store.notes().iter().rfind(is_failure) {
            more = note.explain();
        }
        (last, more)
    }
}
