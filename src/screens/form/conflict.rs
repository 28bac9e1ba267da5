//! What is done when another window has saved the event first: both versions are shown, field by
//! field, and nothing is written over unseen.

use super::values::Values;
use super::{Form, Kind, Screen as _, kind};
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventContent, Field};
use crate::domain::text::typography::NARROW;
use crate::ui::dialog::versions::{Versioned, Versions};
use crate::ui::effect::{Choice, Effect, Outcome, Question};
use crate::ui::session::Session;

/// The event as another window saved it.
pub(super) struct Theirs {
    revision: u32,
    publication: Publication,
    values: Values,
}

impl Form {
    /// Another window was quicker: what is typed stays, and what is kept of each is a decision.
    pub(super) fn changed_elsewhere(
        &mut self,
        content: &EventContent,
        session: &mut Session,
    ) -> Outcome {
        self.pause(session)?;
        let event = match self.event {
            Some((id, _)) => session.store.event(id)?,
            None => None,
        };
        let Some(event) = event else {
            self.forget(session)?;
            self.event = None;
            self.unkept = true;
            self.pause(session)?;
            return Ok(vec![Effect::error(format!(
                "L’événement a été supprimé ailleurs entre-temps. Rien n’est écrit{NARROW}; Ctrl+S encore le recrée."
            ))]);
        };
        let fields = self.versions(&event, content, session);
        self.theirs = Some(Theirs {
            revision: event.revision,
            publication: event.publication,
            values: Values::of(&event.content),
        });
        if fields.is_empty() {
            // Only what the form does not show has changed: nothing to choose.
            return self.merged(&[], session);
        }
        Ok(vec![Effect::open(Versions::new(
            Question::Versions,
            "L’événement a aussi été modifié ailleurs",
            fields,
        ))])
    }

    /// The fields of which there are two versions; mine is kept at first where I changed it.
    fn versions(&self, event: &Event, content: &EventContent, session: &Session) -> Vec<Versioned> {
        let mine = Values::of(content);
        let theirs = Values::of(&event.content);
        let fields = Field::ALL.into_iter().enumerate();
        fields
            .filter(|(_, field)| !mine.same(&theirs, *field))
            .map(|(index, field)| Versioned {
                index,
                label: field.label().to_owned(),
                mine: told(&mine, field, session),
                theirs: told(&theirs, field, session),
                keeps_mine: !mine.same(&self.opened, field),
            })
            .collect()
    }

    /// Saves what was kept of each version; `theirs` are the fields of which the other is.
    pub(super) fn merged(&mut self, theirs: &[Choice], session: &mut Session) -> Outcome {
        let (Some(other), Some((id, _))) = (self.theirs.take(), self.event) else {
            return Ok(Vec::new());
        };
        let mut values = self.values.clone();
        for choice in theirs {
            if let Choice::Index(index) = choice
                && let Some(&field) = Field::ALL.get(*index)
            {
                values.take(field, &other.values);
            }
        }
        self.event = Some((id, other.revision));
        self.publication = other.publication;
        self.opened = other.values;
        self.fill(values);
        self.save(self.again, session)
    }
}

fn told(values: &Values, field: Field, session: &Session) -> String {
    match kind(field) {
        Kind::List(_) => session.references.label(values.entry(field)).to_owned(),
        Kind::Flag if values.children => "oui".to_owned(),
        Kind::Flag => "non".to_owned(),
        Kind::Line | Kind::Lines => values.text(field).to_owned(),
    }
}
