//! The attestation of an event: how many came, the further questions, a remark.

mod conflict;
mod draw;
mod field;

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::Screen;
use crate::domain::attestation::{Attestation, AttestationState, Doubt};
use crate::domain::event::Event;
use crate::domain::french::{NARROW, count, quoted};
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::store::{Result, StoreError};
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::drafts::ATTESTATIONS;
use crate::tui::effect::{Answer, Effect, Outcome, Place, Question};
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context};
use crate::tui::session::Session;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::text_field::TextField;
use conflict::told;
use field::{About, AttestField, options, problem};

/// The form of an attestation.
pub struct Attest {
    event: Event,
    fields: Vec<AttestField>,
    /// What was declared when it was opened: another window may declare meanwhile.
    opened: Vec<String>,
    at: usize,
    /// The doubts were told and set aside.
    is_sure: bool,
    /// How many others wait.
    waiting: usize,
    /// Something typed waits for a pause to be kept.
    unkept: bool,
}

/// The form of the oldest attestation to fill, if there is one.
///
/// # Errors
/// The store could not be read.
pub fn next(session: &mut Session) -> Result<Option<Attest>> {
    let oldest = session
        .store
        .window(&Query::to_attest(), session.at(), 0, 1)?;
    match oldest.first() {
        Some(event) => Attest::new(event.id, session).map(Some),
        None => Ok(None),
    }
}

impl Attest {
    /// The form of an event's attestation, as it was declared, or with the usual answers.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event is not there any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = session.store.event(id)?.ok_or(StoreError::Stale)?;
        let known = event.attestation.as_ref();
        let field = |about| AttestField {
            text: TextField::line(&told(&about, known)),
            about,
            problem: None,
        };
        let mut fields = vec![field(About::Attendees)];
        for asked in &session.questions {
            let answer = known.and_then(|known| known.answers.get(&asked.id));
            // A question no longer asked is shown where it was answered.
            if asked.retired && answer.is_none() {
                continue;
            }
            fields.push(field(About::Asked(asked.clone())));
        }
        fields.push(field(About::Remark));
        let waiting = session
            .store
            .count(&Query::to_attest(), session.at())?
            .saturating_sub(usize::from(known.is_none()));
        let mut attest = Self {
            opened: Vec::new(),
            event,
            fields,
            at: 0,
            is_sure: false,
            waiting,
            unkept: false,
        };
        attest.opened = attest.theirs();
        attest.take_up(session)?;
        Ok(attest)
    }

    /// What was typed and not saved is there again, as long as the questions are the same.
    fn take_up(&mut self, session: &Session) -> Result<()> {
        let many = self.fields.len();
        let draft = ATTESTATIONS.of(&self.event.id.to_string(), session)?;
        let Some(draft) = draft.filter(|draft| draft.texts.len() == many) else {
            return Ok(());
        };
        for (field, text) in self.fields.iter_mut().zip(&draft.texts) {
            field.text.set(text);
        }
        // Declared or withdrawn since it was typed: saving shows both.
        let declared = draft.opened.first().is_some_and(|text| !text.is_empty());
        if draft.opened.len() == many && (declared || self.event.attestation.is_some()) {
            self.opened = draft.opened;
        }
        Ok(())
    }

    /// Forgets what was kept of it.
    fn forget(&self, session: &Session) -> Result<()> {
        ATTESTATIONS.forget(&self.event.id.to_string(), session)
    }

    fn texts(&self) -> Vec<String> {
        let texts = self.fields.iter().map(|field| field.text.text());
        texts.map(|text| text.trim().to_owned()).collect()
    }

    fn is_changed(&self) -> bool {
        self.texts() != self.opened
    }

    fn go(&mut self, to: usize) -> Outcome {
        let field = &mut self.fields[self.at];
        field.problem = problem(field);
        self.at = to % self.fields.len();
        Ok(Vec::new())
    }

    /// What is declared, or the first field that is wrong.
    fn declared(&mut self, session: &Session) -> std::result::Result<Attestation, usize> {
        for field in &mut self.fields {
            field.problem = problem(field);
        }
        if let Some(wrong) = self.fields.iter().position(|field| field.problem.is_some()) {
            return Err(wrong);
        }
        let attendees = self.fields[0]
            .text
            .text()
            .trim()
            .parse()
            .map_err(|_| 0usize)?;
        let before = self.event.attestation.as_ref();
        // What the form does not ask stays as it was answered.
        let mut answers = before.map_or_else(BTreeMap::new, |before| before.answers.clone());
        let mut remark = String::new();
        for field in &self.fields {
            let text = field.text.text().trim().to_owned();
            match &field.about {
                About::Asked(asked) if text.is_empty() => drop(answers.remove(&asked.id)),
                About::Asked(asked) => drop(answers.insert(asked.id, text)),
                About::Remark => remark = text,
                About::Attendees => {}
            }
        }
        Ok(Attestation::declared(
            before,
            attendees,
            answers,
            remark,
            session.now(),
        ))
    }

    fn save(&mut self, session: &mut Session) -> Outcome {
        self.read_again(session)?;
        let attestation = match self.declared(session) {
            Ok(attestation) => attestation,
            Err(wrong) => {
                self.at = wrong;
                return Ok(Vec::new());
            }
        };
        let doubts = Doubt::of(&self.event, attestation.attendees, session.now());
        if !doubts.is_empty() && !self.is_sure {
            let sentences: Vec<String> = doubts.into_iter().map(Doubt::sentence).collect();
            let confirm = Confirm::new(
                Question::Doubt,
                "Est-ce bien cela\u{202f}?",
                sentences.join("\n"),
                "Oui, enregistrer",
                "Corriger",
            );
            return Ok(vec![Effect::open(confirm)]);
        }
        let theirs = self.theirs();
        if theirs != self.opened && theirs != self.texts() {
            return self.declared_elsewhere(&theirs);
        }
        let (id, title) = (self.event.id, quoted(&self.event.content.title));
        let corrects = self.event.attestation.is_some();
        let awaited = self.event.attestation_state(session.now()) == AttestationState::ToFill;
        let label = if corrects {
            format!("correction de l’attestation de {title}")
        } else {
            format!("attestation de {title}")
        };
        session
            .store
            .record(&label, session.clock.now(), |change| {
                change.attest(id, &attestation)
            })?;
        // Saved it is, whether or not what was typed could be forgotten.
        let _ = self.forget(session);
        session.last_saved = Some(id);
        let attendees = count(attestation.attendees.into(), "présent", "présents");
        let mut said = format!("{title}{NARROW}: {attendees}.");
        let transmitted_before = self
            .event
            .attestation
            .as_ref()
            .is_some_and(|known| known.transmitted_on.is_some());
        if transmitted_before && attestation.transmitted_on.is_none() {
            said.push_str(" À transmettre de nouveau sur le site.");
        }
        let mut effects = vec![Effect::Changed];
        // Whoever corrects one, or attests before the end, has not come for the others.
        match next(session)? {
            Some(next) if awaited => {
                *self = next;
                said.push_str(" Voici la suivante.");
            }
            _ => effects.push(Effect::Go(Place::Back)),
        }
        effects.push(Effect::say(said));
        Ok(effects)
    }

    fn leave(&self, session: &Session) -> Outcome {
        if !self.is_changed() {
            self.forget(session)?;
            return Ok(vec![Effect::Go(Place::Back)]);
        }
        let confirm = Confirm::new(
            Question::Leave,
            "Quitter l’attestation",
            "Ce qui est tapé n’est pas enregistré. Gardé pour plus tard, il sera là à la prochaine ouverture.",
            "Enregistrer",
            "Garder pour plus tard",
        );
        Ok(vec![Effect::open(confirm.or_discard("Effacer"))])
    }

    /// Takes the next option (or the one before) of a field that has some.
    fn turn(&mut self, forward: bool) {
        let field = &mut self.fields[self.at];
        let options = options(field);
        if options.is_empty() {
            return;
        }
        let text = field.text.text();
        let present = options.iter().position(|option| *option == text);
        let next = match (present, forward) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % options.len(),
            (Some(at), false) => (at + options.len() - 1) % options.len(),
        };
        field.text.set(&options[next]);
        field.problem = None;
        self.is_sure = false;
        self.unkept = true;
    }

    /// In a field that has options, a letter takes the one that begins so.
    fn choose_by_letter(&mut self, letter: char) {
        let field = &mut self.fields[self.at];
        let typed = crate::domain::fold::fold(&letter.to_string());
        let options = options(field);
        let found = options
            .iter()
            .find(|option| crate::domain::fold::fold(option).starts_with(&typed));
        if let Some(option) = found {
            field.text.set(option);
            field.problem = None;
            self.is_sure = false;
            self.unkept = true;
        }
    }
}

impl Screen for Attest {
    fn contexts(&self) -> &'static [Context] {
        match options(&self.fields[self.at]).is_empty() {
            true => &[Context::Attest, Context::Everywhere],
            false => &[Context::Options, Context::Attest, Context::Everywhere],
        }
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.read_again(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Save => self.save(session),
            Action::Accept if self.at + 1 == self.fields.len() => self.save(session),
            Action::Accept | Action::Next => self.go(self.at + 1),
            Action::Previous => self.go(self.at + self.fields.len() - 1),
            // The wheel, which stops at both ends.
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go((self.at + 1).min(self.fields.len() - 1)),
            Action::Right | Action::Left => {
                self.turn(action == Action::Right);
                Ok(Vec::new())
            }
            Action::Delete => {
                self.fields[self.at].text.set("");
                self.is_sure = false;
                self.unkept = true;
                Ok(Vec::new())
            }
            Action::Back => self.leave(session),
            _ => Ok(Vec::new()),
        }
    }

    fn key(&mut self, key: Key, _session: &mut Session) -> Outcome {
        let chooses = !options(&self.fields[self.at]).is_empty();
        match key.text() {
            Some(letter) if chooses => self.choose_by_letter(letter),
            _ if chooses => {}
            _ => {
                let field = &mut self.fields[self.at];
                if field.text.key(key) {
                    field.problem = None;
                    self.is_sure = false;
                    self.unkept = true;
                }
            }
        }
        Ok(Vec::new())
    }

    fn paste(&mut self, text: &str, _session: &mut Session) -> Outcome {
        let field = &mut self.fields[self.at];
        if options(field).is_empty() {
            field.text.paste(text);
            field.problem = None;
            self.unkept = true;
        }
        Ok(Vec::new())
    }

    fn hit(&mut self, hit: &Hit, _session: &mut Session) -> Outcome {
        match hit {
            Hit::Field(index) if *index == self.at => {
                self.turn(true);
                Ok(Vec::new())
            }
            Hit::Field(index) => self.go(*index),
            _ => Ok(Vec::new()),
        }
    }

    fn answer(&mut self, question: Question, answer: Answer, session: &mut Session) -> Outcome {
        match (question, answer) {
            (Question::Doubt, Answer::Yes) => {
                self.is_sure = true;
                self.save(session)
            }
            (Question::Elsewhere, Answer::Yes) => self.merged(&[], session),
            (Question::Versions, Answer::Many(theirs)) => self.merged(&theirs, session),
            (Question::Leave, Answer::Yes) => self.save(session),
            (Question::Leave, Answer::No) => {
                self.unkept = true;
                self.pause(session)?;
                Ok(vec![Effect::Changed, Effect::Go(Place::Back)])
            }
            (Question::Leave, Answer::Discard) | (Question::Elsewhere, Answer::No) => {
                self.forget(session)?;
                self.unkept = false;
                self.opened = self.texts();
                Ok(vec![Effect::Changed, Effect::Go(Place::Back)])
            }
            _ => Ok(Vec::new()),
        }
    }

    fn holds_text(&self) -> bool {
        self.is_changed()
    }

    fn is_typing(&self) -> bool {
        self.unkept
    }

    fn pause(&mut self, session: &mut Session) -> Result<()> {
        if self.unkept && self.is_changed() {
            let (what, texts) = (self.event.id.to_string(), self.texts());
            ATTESTATIONS.keep(&what, texts, self.opened.clone(), session)?;
        }
        self.unkept = false;
        Ok(())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.paint(canvas, area, session);
    }
}
