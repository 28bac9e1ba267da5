//! Saving the form.

use super::content::for_the_next;
use super::{EventForm, Scope};
use crate::domain::event::EventContent;
use crate::domain::event::checklist::{StepRole, StepState};
use crate::domain::event::publication::Publication;
use crate::domain::event::series::Shared;
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, count, list, quoted, quoted_in_brief};
use crate::store::{Result, StoreError};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome, Route, Start};
use crate::ui::session::Session;

impl EventForm {
    /// Saves the event; with `again`, goes on with another alike.
    pub(super) fn save(&mut self, again: bool, session: &mut Session) -> Outcome {
        self.give_to_others(self.field());
        let (content, problems) = self.content(session);
        if !problems.is_empty() {
            let text = match problems.len() {
                1 => "Un champ est à corriger. Rien n’est perdu.".to_owned(),
                many => format!("{many} champs sont à corriger. Rien n’est perdu."),
            };
            let problems = problems.into_iter();
            let problems: Vec<_> = problems
                .map(|(field, sentence)| (field.key(), sentence))
                .collect();
            self.form.set_problems(&problems);
            return Ok(vec![Effect::error(text)]);
        }
        let publication = self.publication.once_saved(&content);
        let is_same = !self.form.is_changed() && publication == self.publication;
        if self.event.is_some() && is_same && !again {
            self.form.forget(session)?;
            return Ok(vec![Effect::Navigate(Route::Back)]);
        }
        let shared = self.shared(&content, session)?;
        if let (Some(shared), None) = (&shared, self.scope) {
            self.again = again;
            return Ok(vec![Effect::open(shared.ask())]);
        }
        let shared = shared.filter(|_| self.scope == Some(Scope::AllToCome));
        let followers = shared.as_ref().map_or(0, |shared| shared.members.len());
        let id = match self.write(&content, publication, shared, session) {
            Err(StoreError::Stale) => {
                self.again = again;
                return self.changed_elsewhere(&content, session);
            }
            written => written?,
        };
        // Saved it is: a draft that could not be forgotten must not have it saved twice.
        let _ = self.form.forget(session);
        let mut said = sentence(&content, publication);
        if followers > 0 {
            let others = count(followers as u64, "autre", "autres");
            said.push_str(&format!(" {others} de la série aussi."));
        }
        if self.event.is_some() && has_to_announce(id, session)? {
            said.push_str(&format!(" Contacts à prévenir{NARROW}: K dit de quoi."));
        }
        let mut effects = vec![Effect::Changed, Effect::success(said)];
        if again {
            let next = for_the_next(self.form.texts());
            *self = Self::new(Start::Blank, session)?;
            self.form.fill(&next);
            self.form.set_opened(next);
            self.is_alike = true;
            self.known_venue = Some(content.venue.clone());
        } else {
            effects.push(Effect::Navigate(Route::Back));
        }
        session.last_saved = Some(id);
        Ok(effects)
    }

    /// Goes on saving, once it is known to which members of the series the change goes.
    fn save_in(&mut self, scope: Scope, session: &mut Session) -> Outcome {
        self.scope = Some(scope);
        self.save(self.again, session)
    }

    fn write(
        &self,
        content: &EventContent,
        publication: Publication,
        shared: Option<ToCome>,
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
                let Some(shared) = &shared else { return Ok(()) };
                shared
                    .members
                    .iter()
                    .try_for_each(|&member| change.share(shared.parts, content, member))
            })?;
        Ok(id)
    }

    /// What a change to a member of a series could give to those to come.
    fn shared(&self, content: &EventContent, session: &Session) -> Result<Option<ToCome>> {
        let Some((id, _)) = self.event else {
            return Ok(None);
        };
        let Some(event) = session.store.event(id)? else {
            return Ok(None);
        };
        let parts = Shared::between(&event.content, content);
        if !parts.any() {
            return Ok(None);
        }
        let members = session.store.members_after(&event)?;
        Ok((!members.is_empty()).then_some(ToCome { parts, members }))
    }
}

/// Whether contacts know otherwise of the event than it now is.
fn has_to_announce(id: EventId, session: &Session) -> Result<bool> {
    let Some(event) = session.store.event(id)? else {
        return Ok(false);
    };
    let lines = session.checklist(&event)?;
    let steps = session.steps_asked();
    Ok(steps
        .iter()
        .zip(&lines)
        .any(|(step, line)| step.role == Some(StepRole::Changes) && line.state == StepState::Late))
}

/// The members of a series to come, and the parts that a change could give them.
struct ToCome {
    parts: Shared,
    members: Vec<EventId>,
}

impl ToCome {
    /// Asks to which members a change goes.
    fn ask(&self) -> Confirm {
        let many = count(self.members.len() as u64, "autre vient", "autres viennent");
        let text = format!(
            "Cet événement fait partie d’une série{NARROW}: {many} après lui. Changement{NARROW}: {}.",
            list(&self.parts.labels())
        );
        Confirm::ask(
            "Changer la série",
            text,
            "Lui seul",
            |form: &mut EventForm, session| form.save_in(Scope::One, session),
        )
        .or("Tous ceux à venir", |form: &mut EventForm, session| {
            form.save_in(Scope::AllToCome, session)
        })
        .or_stay("Revenir")
    }
}

fn sentence(content: &EventContent, publication: Publication) -> String {
    let title = quoted_in_brief(&content.title);
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
