//! What the layer on top answers, and who it is for: the screen that asked, or the program itself.

use super::{App, leaving};
use crate::tui::effect::{Answer, Effect, Outcome, Place, Question, Start};
use crate::tui::screens::form::{self, Form};
use crate::tui::screens::settings;
use crate::tui::tab::Tab;
use crate::tui::widgets::Reply;

impl App {
    /// Does what the layer on top says.
    pub(super) fn reply(&mut self, reply: Reply) -> Outcome {
        let answer = match reply {
            Reply::Stay => return Ok(Vec::new()),
            Reply::Tell(answer) => {
                let Some(layer) = self.layers.last() else {
                    return Ok(Vec::new());
                };
                (layer.question(), answer)
            }
            Reply::Answer(answer) => {
                let Some(mut layer) = self.layers.pop() else {
                    return Ok(Vec::new());
                };
                let outcome = self.answer(layer.question(), answer);
                if outcome.is_err() {
                    // What was typed there is still there when it could not be written.
                    self.layers.push(layer);
                } else {
                    // Answered it is, whether or not what was typed could be forgotten.
                    let _ = layer.forget(&self.session);
                }
                return outcome;
            }
            Reply::Leave => return Ok(vec![Effect::open(leaving::ask())]),
        };
        self.answer(answer.0, answer.1)
    }

    pub(super) fn answer(&mut self, question: Question, answer: Answer) -> Outcome {
        match (question, answer) {
            // A screen asks it above no layer.
            (Question::Leave, answer) if !self.layers.is_empty() => self.leave_layer(answer),
            (Question::Profile, answer) if !self.session.is_introduced => {
                let texts = match answer {
                    Answer::Texts(texts) => texts,
                    _ => Vec::new(),
                };
                settings::set_profile(&texts, &mut self.session)?;
                Ok(vec![Effect::Changed])
            }
            // Asked at the start, above the list.
            (Question::ResumeDraft, answer) if self.tabs[self.tab.index()].len() == 1 => {
                if answer == Answer::No {
                    form::forget_left_open(&self.session)?;
                    return Ok(vec![Effect::Changed]);
                }
                if answer != Answer::Yes {
                    return Ok(Vec::new());
                }
                let Some(draft) = form::left_open(&self.session)? else {
                    let text = "Cette saisie a été reprise dans une autre fenêtre.";
                    return Ok(vec![Effect::tell(text)]);
                };
                let start = match draft.event() {
                    Some(id) if self.session.store.event(id)?.is_some() => Start::Event(id),
                    // What was typed of an event deleted since makes another.
                    _ => Start::Blank,
                };
                let mut form = Form::new(start, &mut self.session)?;
                form.take_up(draft, &self.session)?;
                self.turn_to(Tab::Events)?;
                self.push(form);
                Ok(Vec::new())
            }
            (Question::Damaged, Answer::Yes) => Ok(vec![Effect::Go(Place::Backups)]),
            (question, answer) => {
                let (screen, session) = self.screen();
                screen.answer(question, answer, session)
            }
        }
    }
}
