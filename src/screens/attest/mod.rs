//! The attestation of an event: how many came, the further questions, a remark.

mod conflict;
mod draw;
mod field;
mod options;

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::open_event::{OpenEvent, draw_deleted};
use crate::actions;
use crate::domain::event::attestation::{Attestation, AttestationState};
use crate::domain::event::doubt::Doubt;
use crate::domain::id::EventId;
use crate::domain::listing::{Direction, Period, Query};
use crate::domain::text::typography::{NARROW, count, quoted_in_brief};
use crate::store::Result;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::drafts::ATTESTATIONS;
use crate::ui::effect::{Answer, Effect, Outcome, Question, Route};
use crate::ui::keymap::{Action, Context};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::text_field::TextField;
use conflict::told;
use field::{About, AttestField, is_number, options, problem};

/// The form of an attestation.
pub struct Attest {
    event: OpenEvent,
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

/// The form of the attestation to fill first, if there is one: that of the last event to end today,
/// which whoever held it has in mind, or else the oldest.
///
/// # Errors
/// The store could not be read.
pub fn next(session: &mut Session) -> Result<Option<Attest>> {
    let today = Some(session.today());
    let mut of_today = Query::to_attest();
    of_today.filter.period = Some(Period::Between(today, today));
    of_today.sort.direction = Direction::Descending;
    for query in [of_today, Query::to_attest()] {
        if let Some(event) = session.store.window(&query, session.at(), 0, 1)?.first() {
            return Attest::new(event.id, session).map(Some);
        }
    }
    Ok(None)
}

impl Attest {
    /// The form of an event's attestation, as it was declared, or with the usual answers.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event is not there any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = OpenEvent::new(id, session)?;
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
        attest.land(0);
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
        field.text.select_none();
        self.land(to % self.fields.len());
        Ok(Vec::new())
    }

    /// Has a field in hand; the first digit typed takes the place of a number.
    fn land(&mut self, at: usize) {
        self.at = at;
        let field = &mut self.fields[at];
        if is_number(field) {
            field.text.select_all();
        }
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
        if self.event.is_deleted() {
            return Ok(Vec::new());
        }
        let attestation = match self.declared(session) {
            Ok(attestation) => attestation,
            Err(wrong) => {
                self.land(wrong);
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
        let now = session.now();
        let awaited = self.event.attestation_state(now) == AttestationState::ToFill;
        actions::attestations::declare(&mut session.store, now, &self.event, &attestation)?;
        // Saved it is, whether or not what was typed could be forgotten.
        let _ = self.forget(session);
        session.last_saved = Some(self.event.id);
        let attendees = count(attestation.attendees.into(), "présent", "présents");
        let title = quoted_in_brief(&self.event.content.title);
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
            _ => effects.push(Effect::Navigate(Route::Back)),
        }
        effects.push(Effect::success(said));
        Ok(effects)
    }

    fn leave(&self, session: &Session) -> Outcome {
        if !self.is_changed() {
            self.forget(session)?;
            return Ok(vec![Effect::Navigate(Route::Back)]);
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

    /// The field in hand says something else: what was told of it, or set aside, is to be told anew.
    fn typed(&mut self) {
        self.fields[self.at].problem = None;
        self.is_sure = false;
        self.unkept = true;
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
            // What was typed is kept, should the event come back.
            Action::Back if self.event.is_deleted() => {
                self.pause(session)?;
                Ok(vec![Effect::Navigate(Route::Back)])
            }
            _ if self.event.is_deleted() => Ok(Vec::new()),
            Action::Save => self.save(session),
            // A paste that is told as keys ends lines with Entrée: it never saves, and parts words.
            Action::Accept if self.at + 1 == self.fields.len() => {
                let text = &mut self.fields[self.at].text;
                if !text.text().is_empty() {
                    text.paste(" ");
                }
                Ok(vec![Effect::info(
                    "Dernier champ\u{202f}: Ctrl+S enregistre.",
                )])
            }
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
        if self.event.is_deleted() {
            return Ok(Vec::new());
        }
        let chooses = !options(&self.fields[self.at]).is_empty();
        match key.text() {
            Some(letter) if chooses => self.choose_by_letter(letter),
            _ if chooses => {}
            _ if self.fields[self.at].text.key(key) => self.typed(),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn paste(&mut self, text: &str, _session: &mut Session) -> Outcome {
        let field = &mut self.fields[self.at];
        if options(field).is_empty() && !self.event.is_deleted() {
            field.text.paste(text);
            self.typed();
        }
        Ok(Vec::new())
    }

    fn click(&mut self, hit: &ClickTarget, _session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Field(index) if *index == self.at => {
                self.turn(true);
                Ok(Vec::new())
            }
            ClickTarget::Field(index) => self.go(*index),
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
                Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)])
            }
            (Question::Leave, Answer::Discard) | (Question::Elsewhere, Answer::No) => {
                self.forget(session)?;
                self.unkept = false;
                self.opened = self.texts();
                Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)])
            }
            _ => Ok(Vec::new()),
        }
    }

    fn selection(&self) -> Option<String> {
        self.fields[self.at].text.selection()
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
        } else if self.unkept {
            self.forget(session)?;
        }
        self.unkept = false;
        Ok(())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if self.event.is_deleted() {
            draw_deleted(canvas, area);
        } else {
            self.paint(canvas, area, session);
        }
    }
}
