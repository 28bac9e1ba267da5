//! Saving the form.

use super::values::Values;
use super::{Form, Screen as _};
use crate::domain::event::{EventContent, Field};
use crate::domain::french::{NARROW, list, quoted};
use crate::domain::id::EventId;
use crate::domain::publication::Publication;
use crate::store::{Result, StoreError};
use crate::tui::effect::{Effect, Outcome, Place};
use crate::tui::session::Session;

impl Form {
    /// Saves the event; with `again`, goes on with another alike.
    pub(super) fn save(&mut self, again: bool, session: &mut Session) -> Outcome {
        self.venues.clear();
        self.split_hours();
        let (content, problems) = self.values.content(session.today());
        if !problems.is_empty() {
            let text = match problems.len() {
                1 => "Un champ est à corriger. Rien n’est perdu.".to_owned(),
                many => format!("{many} champs sont à corriger. Rien n’est perdu."),
            };
            self.problems = problems.into_iter().collect();
            // The first of them as the form is read.
            self.at = Field::ALL
                .iter()
                .position(|field| self.problems.contains_key(field))
                .unwrap_or(0);
            return Ok(vec![Effect::fail(text)]);
        }
        if self.event.is_some() && !self.is_changed() && !again {
            self.forget(session)?;
            return Ok(vec![Effect::Go(Place::Back)]);
        }
        let publication = publication(self.publication, &content);
        let id = match self.write(&content, publication, session) {
            Err(StoreError::Stale) => return self.changed_elsewhere(session),
            written => written?,
        };
        self.forget(session)?;
        let mut effects = vec![
            Effect::Changed,
            Effect::say(sentence(&content, publication)),
        ];
        if again {
            let next = self.values.for_the_next();
            *self = Self::new(None, session)?;
            self.opened = next.clone();
            self.fill(next);
        } else {
            effects.push(Effect::Go(Place::Back));
        }
        session.last_saved = Some(id);
        Ok(effects)
    }

    fn write(
        &self,
        content: &EventContent,
        publication: Publication,
        session: &mut Session,
    ) -> Result<EventId> {
        let now = session.now();
        let title = quoted(&content.title);
        let Some((id, revision)) = self.event else {
            let id = EventId::new(now);
            let zone = session.profile.time_zone.clone();
            session
                .store
                .record(&format!("création de {title}"), now, |change| {
                    change.create_event(id, content, publication, &zone)
                })?;
            return Ok(id);
        };
        session
            .store
            .record(&format!("modification de {title}"), now, |change| {
                change.modify_event(id, revision, content)?;
                if publication != self.publication {
                    change.publish_event(id, publication, None)?;
                }
                Ok(())
            })?;
        Ok(id)
    }

    /// Another window was quicker: what is typed stays, and a second save is a decision.
    fn changed_elsewhere(&mut self, session: &mut Session) -> Outcome {
        let event = match self.event {
            Some((id, _)) => session.store.event(id)?,
            None => None,
        };
        self.forget(session)?;
        self.event = event.as_ref().map(|event| (event.id, event.revision));
        let text = match event {
            Some(event) => {
                self.publication = event.publication;
                self.opened = Values::of(&event.content);
                "L’événement a été modifié ailleurs entre-temps. Rien n’est écrit ; Ctrl+S encore garde votre version."
            }
            None => {
                "L’événement a été supprimé ailleurs entre-temps. Rien n’est écrit ; Ctrl+S encore le recrée."
            }
        };
        self.unkept = true;
        self.pause(session)?;
        Ok(vec![Effect::fail(
            text.replace(" ;", &format!("{NARROW};")),
        )])
    }
}

/// A draft that lacks nothing is to be entered on the site; one that lacks something again is a draft.
fn publication(present: Publication, content: &EventContent) -> Publication {
    match (present, content.missing().is_empty()) {
        (Publication::Draft, true) => Publication::ToEnter,
        (Publication::ToEnter, false) => Publication::Draft,
        (present, _) => present,
    }
}

fn sentence(content: &EventContent, publication: Publication) -> String {
    let title = quoted(&content.title);
    match publication {
        Publication::Draft => {
            let missing: Vec<String> = content
                .missing()
                .into_iter()
                .map(|field| field.label().to_lowercase())
                .collect();
            format!(
                "{title} enregistré comme brouillon. Manque pour le site{NARROW}: {}.",
                list(&missing)
            )
        }
        Publication::ToEnter => {
            format!("{title} enregistré, complet{NARROW}: à saisir sur le site.")
        }
        _ => format!("{title} enregistré."),
    }
}
