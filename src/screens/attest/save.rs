//! Saves an attestation. When another window declared one meanwhile, both versions are shown field
//! by field, and nothing is overwritten silently.

use std::collections::BTreeMap;

use super::queue::{next, places_taken};
use super::{ATTENDEES, Attest, REMARK, trimmed};
use crate::actions;
use crate::domain::event::attestation::{Attestation, AttestationState};
use crate::domain::event::doubt::Doubt;
use crate::domain::text::typography::{NARROW, count, quoted_in_brief};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::{FormOwner as _, Texts};
use crate::ui::route::Route;
use crate::ui::session::Session;

impl Attest {
    /// Returns the attestation that the fields declare; none where one is wrong.
    fn declared(&mut self, session: &Session) -> Option<Attestation> {
        for index in 0..self.form.fields().len() {
            self.check(index, session);
        }
        if self.form.go_to_problem() {
            return None;
        }
        let before = self.event.attestation.as_ref();
        // The answers to questions that the form does not ask are kept.
        let mut answers = before.map_or_else(BTreeMap::new, |before| before.answers.clone());
        for asked in &self.asked {
            match self.form.text(&asked.id.to_string()).trim() {
                "" => answers.remove(&asked.id),
                answer => answers.insert(asked.id, answer.to_owned()),
            };
        }
        Some(Attestation::declared(
            before,
            self.form.text(ATTENDEES).trim().parse().ok()?,
            answers,
            self.form.text(REMARK).trim().to_owned(),
            session.now(),
        ))
    }

    /// Saves the attestation, unless something is wrong, doubtful, or changed elsewhere.
    pub(super) fn declare(&mut self, session: &mut Session) -> Outcome {
        // Another window may have declared it since the last key.
        self.event.reload(session)?;
        if self.event.is_deleted() {
            return Ok(Vec::new());
        }
        let Some(attestation) = self.declared(session) else {
            return Ok(Vec::new());
        };
        let doubts = Doubt::of((&*self.event).into(), &attestation, session.now());
        if !doubts.is_empty() && !self.is_sure {
            let confirm = Confirm::ask(
                "Est-ce bien cela\u{202f}?",
                Doubt::sentences(&doubts).join("\n"),
                "Oui, enregistrer",
                |attest: &mut Self, session| {
                    attest.is_sure = true;
                    attest.save(session)
                },
            );
            return Ok(vec![Effect::open(confirm.or_stay("Corriger"))]);
        }
        let (mine, theirs) = (trimmed(self.form.texts()), self.declared_texts());
        if theirs != trimmed(self.form.opened().clone()) && theirs != mine {
            return self.declared_elsewhere(&mine, theirs, session);
        }
        let now = session.now();
        let awaited = self.event.attestation_state(now) == AttestationState::ToFill;
        actions::attestations::declare(&mut session.store, now, &self.event, &attestation)?;
        // It is saved, even if the draft could not be deleted.
        let _ = self.form.forget(session);
        session.last_saved = Some(self.event.id);
        let attendees = count(attestation.attendees.into(), "présent", "présents");
        let title = quoted_in_brief(&self.event.content.title);
        let mut said = format!("{title}{NARROW}: {attendees}.");
        if let Some(places) = places_taken(attestation.attendees, &self.event) {
            said.push_str(&format!(" {places}."));
        }
        let transmitted_before = self
            .event
            .attestation
            .as_ref()
            .is_some_and(|known| known.transmitted_on.is_some());
        if transmitted_before && attestation.transmitted_on.is_none() {
            said.push_str(" À transmettre de nouveau sur le site.");
        }
        let mut effects = vec![Effect::Changed];
        // After a correction, or an attestation before the end, the others are not offered.
        match next(session)? {
            Some(mut next) if awaited => {
                next.queue = next.queue.following(&self.queue);
                *self = next;
                said.push_str(" Voici la suivante.");
            }
            next => {
                if awaited && next.is_none() {
                    said.push_str(" Tout est attesté.");
                }
                effects.push(Effect::Navigate(Route::Back));
            }
        }
        effects.push(Effect::success(said));
        Ok(effects)
    }

    /// Asks what to keep when the attestation in the store is not the one that was opened.
    fn declared_elsewhere(
        &mut self,
        mine: &Texts,
        theirs: Texts,
        session: &mut Session,
    ) -> Outcome {
        if self.event.attestation.is_some() {
            let title = "L’attestation a aussi été remplie ailleurs".to_owned();
            return self.ask_versions(title, mine, theirs, session, |_| {});
        }
        let confirm = Confirm::ask(
            "L’attestation a été retirée ailleurs",
            "Ce qui est tapé n’est pas encore enregistré.",
            "Enregistrer",
            move |attest: &mut Self, session| {
                attest.form.merge(&[], theirs.clone());
                attest.save(session)
            },
        );
        let confirm = confirm.or("Laisser retirée", Self::discard);
        Ok(vec![Effect::open(confirm)])
    }
}
