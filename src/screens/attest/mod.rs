//! The form of an attestation: the attendance, the further questions, a remark.

mod draw;
mod queue;
mod save;

use ratatui::layout::Rect;

use super::open_event::{OpenEvent, draw_deleted};
use crate::domain::event::attestation::{Attestation, MAX_ATTENDEES};
use crate::domain::id::{DraftId, EventId};
use crate::domain::question::{Question as Asked, QuestionKind};
use crate::domain::record::{FieldKind, Stored};
use crate::domain::text::displayable;
use crate::domain::text::typography::NARROW;
use crate::store::{ATTESTATION_FORM, Result};
use crate::ui::canvas::Canvas;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::field::{FieldOption, FormField};
use crate::ui::form::{Form, FormOwner, FormScreen, Texts};
use crate::ui::keymap::Context;
use crate::ui::route::Route;
use crate::ui::session::Session;
use queue::Queue;
pub use queue::next;

/// The key of the attendance field.
const ATTENDEES: &str = "attendees";

/// The key of the remark field.
const REMARK: &str = "remark";

/// The form of an attestation.
pub struct Attest {
    event: OpenEvent,
    /// The questions asked: each has a field whose key is its identifier.
    asked: Vec<Stored<Asked>>,
    /// Its opened texts are the attestation as it was read: a difference with the store is a
    /// conflict.
    form: Form,
    /// Whether the user has confirmed the doubts that were shown.
    is_sure: bool,
    /// The other attestations to fill.
    queue: Queue,
}

impl Attest {
    /// A form with the attestation as declared, or empty: the usual answers are only offered. It
    /// resumes a draft if there is one.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event does not exist any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = OpenEvent::new(id, session)?;
        let known = event.attestation.as_ref();
        let asked = session.questions.iter().filter(|asked| {
            // A retired question is shown where it was answered.
            !asked.retired || known.is_some_and(|known| known.answers.contains_key(&asked.id))
        });
        let asked: Vec<Stored<Asked>> = asked.cloned().collect();
        let queue = Queue::of(&event, session)?;
        let form = Form::new(fields(&asked)).drafted_as(
            ATTESTATION_FORM,
            Some(id.to_string()),
            DraftId::new(session.now()),
        );
        let mut attest = Self {
            event,
            asked,
            form,
            is_sure: false,
            queue,
        };
        let declared = attest.declared_texts();
        attest.form.open_with(declared.clone());
        attest.form.resume(session)?;
        // Only a declaration or a withdrawal made since the draft was typed is a conflict.
        let was_declared = attest.form.opened().contains_key(ATTENDEES);
        if !was_declared {
            attest.forget_answers_not_given();
        }
        if !was_declared && attest.event.attestation.is_none() {
            attest.form.set_opened(declared);
        }
        attest.form.focus_on(0);
        Ok(attest)
    }

    /// Empties the answers of a draft that were there when its form was opened, before anything was
    /// declared: an older version filled in the usual ones.
    fn forget_answers_not_given(&mut self) {
        for asked in &self.asked {
            let key = asked.id.to_string();
            let filled_in = self.form.opened().get(&key);
            if filled_in.is_some_and(|filled_in| *filled_in == self.form.text(&key)) {
                self.form.set(&key, "");
            }
        }
    }

    /// Returns the texts of the fields for the attestation as declared; none when it is not.
    fn declared_texts(&self) -> Texts {
        let mut texts = Texts::new();
        if let Some(Attestation {
            attendees,
            answers,
            remark,
            ..
        }) = &self.event.attestation
        {
            for asked in &self.asked {
                let answer = answers.get(&asked.id).cloned().unwrap_or_default();
                texts.insert(asked.id.to_string(), answer);
            }
            texts.insert(ATTENDEES.to_owned(), attendees.to_string());
            texts.insert(REMARK.to_owned(), remark.clone());
        }
        trimmed(texts)
    }

    /// Returns what is wrong with a field, in a sentence.
    fn problem(&self, field: &FormField) -> Option<String> {
        let text = field.text();
        if field.key == ATTENDEES {
            let attendees: Option<u32> = text.trim().parse().ok();
            return attendees
                .is_none_or(|attendees| attendees > MAX_ATTENDEES)
                .then(|| format!("Un nombre de 0 à 10{NARROW}000 est nécessaire."));
        }
        let mut asked = self.asked.iter();
        asked
            .find(|asked| asked.id.to_string() == field.key)?
            .problem(text.trim())
    }
}

/// Returns the fields of the form: the attendance, each question, the remark.
fn fields(asked: &[Stored<Asked>]) -> Vec<FormField> {
    let max = MAX_ATTENDEES;
    let attendees = FormField::new(ATTENDEES, "Nombre de présents", FieldKind::Number { max })
        .hint("Pour une animation parents/enfants, comptez le total des présents.");
    let questions = asked.iter().map(|asked| {
        let (key, label) = (asked.id.to_string(), &asked.label);
        let field = match asked.kind {
            QuestionKind::Number => FormField::new(key, label, FieldKind::Number { max }),
            QuestionKind::Text => FormField::new(key, label, FieldKind::Line),
            QuestionKind::YesNo | QuestionKind::Choice => {
                let options = asked.options();
                FormField::new(key, label, FieldKind::Line)
                    .options(options.iter().map(|text| FieldOption::new(text)).collect())
            }
        };
        let is_offered = !asked.retired && asked.problem(&asked.usual).is_none();
        field.offer(if is_offered { &asked.usual } else { "" })
    });
    let remark = FormField::new(REMARK, "Remarque", FieldKind::Line)
        .hint("Jamais de nom de parent ou d’enfant.");
    let mut fields = vec![attendees];
    fields.extend(questions);
    fields.push(remark);
    fields
}

/// Trims the texts as the store does.
fn trimmed(texts: Texts) -> Texts {
    let texts = texts.into_iter();
    texts
        .map(|(key, text)| (key, displayable::line(text.trim()).trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

impl FormOwner for Attest {
    const LEAVING: &'static str = "Quitter l’attestation";

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn save(&mut self, session: &mut Session) -> Outcome {
        self.declare(session)
    }

    fn close(&mut self, _session: &mut Session) -> Outcome {
        Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)])
    }

    fn check(&mut self, index: usize, _session: &Session) {
        let problem = self.problem(&self.form.fields()[index]);
        if let Some(field) = self.form.field_mut(index) {
            field.problem = problem;
        }
    }

    fn typed(&mut self, _session: &Session) -> Result<()> {
        self.is_sure = false;
        Ok(())
    }
}

impl FormScreen for Attest {
    fn contexts(&self) -> &'static [Context] {
        match self.form.focused().is_turned() {
            true => &[Context::Options, Context::Attest, Context::Everywhere],
            false => &[Context::Attest, Context::Everywhere],
        }
    }

    fn reload(&mut self, session: &mut Session) -> Result<()> {
        self.event.reload(session)?;
        self.queue.reload(&self.event, session)
    }

    fn is_gone(&self) -> bool {
        self.event.is_deleted()
    }

    fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if self.event.is_deleted() {
            draw_deleted(canvas, area);
        } else {
            self.draw_attestation(canvas, area, session);
        }
    }
}
