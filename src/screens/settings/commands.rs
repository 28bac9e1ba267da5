//! The commands of Réglages on the selected line.

use super::{BACKGROUND, MOUSE, Row, Settings, not_here};
use crate::actions;
use crate::domain::text::typography::typeset;
use crate::screens::{backups, purge};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::route::Route;
use crate::ui::session::Session;
use crate::ui::theme::Background;

impl Settings {
    pub(super) fn modify(&mut self, session: &mut Session) -> Outcome {
        if let Some(form) = self.form(session) {
            return Ok(vec![form]);
        }
        Ok(vec![match self.row() {
            Row::Look => {
                let other = match session.theme.background() {
                    Background::Dark => Background::Light,
                    Background::Light => Background::Dark,
                };
                session.store.remember(BACKGROUND, &other, session.now())?;
                session.theme = session.theme.on(other);
                return Ok(Vec::new());
            }
            Row::Mouse => {
                // `has_mouse` changes only once the store has it: a retry while the store is locked must not toggle
                // twice.
                let other = !self.has_mouse;
                session.store.remember(MOUSE, &other, session.now())?;
                self.has_mouse = other;
                Effect::Mouse(other)
            }
            Row::List(list) => Effect::Navigate(list.route()),
            Row::Backups => Effect::Navigate(Route::Backups),
            Row::Copy => backups::ask_copy(session),
            Row::OldNotes => purge::ask_term(session),
            _ => {
                return not_here(&typeset(
                    "« Copier mon fichier », plus bas, en fait une copie sûre.",
                ));
            }
        }])
    }

    pub(super) fn delete(&mut self, session: &mut Session) -> Outcome {
        match self.row() {
            Row::Holiday(index) => {
                let mut holidays = session.holidays.clone();
                if index >= holidays.len() {
                    return Ok(Vec::new());
                }
                holidays.remove(index);
                let now = session.now();
                actions::settings::delete_holiday(&mut session.store, now, &holidays)?;
                Ok(vec![
                    Effect::Changed,
                    Effect::success("Vacances supprimées. Ctrl+Z les rétablit."),
                ])
            }
            _ => not_here("Cette ligne ne se supprime pas."),
        }
    }
}
