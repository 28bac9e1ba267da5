//! Asks which version to keep when another window has saved the event first: nothing is overwritten
//! silently.

use super::EventForm;
use super::content::texts_of;
use crate::domain::event::{Event, EventContent};
use crate::domain::text::typography::NARROW;
use crate::ui::dialog::versions::Versions;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

impl EventForm {
    /// Handles an event saved by another window first: keeps the draft, and asks which version of
    /// each field to keep.
    pub(super) fn changed_elsewhere(
        &mut self,
        content: &EventContent,
        session: &mut Session,
    ) -> Outcome {
        self.form.autosave(session)?;
        let event = match self.event {
            Some((id, _)) => session.store.event(id)?,
            None => None,
        };
        let Some(event) = event else {
            self.form.forget(session)?;
            self.set_event(None);
            self.form.touch();
            self.form.autosave(session)?;
            return Ok(vec![Effect::error(format!(
                "L’événement a été supprimé ailleurs entre-temps. Rien n’est écrit{NARROW}; Ctrl+S encore le recrée."
            ))]);
        };
        let fields = self
            .form
            .versions(&texts_of(content), &texts_of(&event.content));
        if fields.is_empty() {
            // Only what the form does not show has changed: there is nothing to choose.
            return self.merged(&[], &event, session);
        }
        Ok(vec![Effect::open(Versions::choose(
            "L’événement a aussi été modifié ailleurs",
            fields,
            move |form: &mut Self, session, chosen: Vec<usize>| {
                form.merged(&chosen, &event, session)
            },
        ))])
    }

    /// Saves the merged event; `chosen` are the indexes of the fields taken from `theirs`.
    fn merged(&mut self, chosen: &[usize], theirs: &Event, session: &mut Session) -> Outcome {
        self.set_event(Some((theirs.id, theirs.revision)));
        self.publication = theirs.publication;
        self.form.merge(chosen, texts_of(&theirs.content));
        self.save(self.again, session)
    }
}
