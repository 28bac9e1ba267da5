//! What the layer on top answers, and who it is for: the screen that asked, or the program itself.

use super::{App, leaving};
use crate::screens::form::{Form, drafts};
use crate::screens::settings;
use crate::store::Result;
use crate::ui::dialog::{Layer, Proceeded, Reply};
use crate::ui::effect::{Answer, Effect, Outcome, Question, Route, Start};
use crate::ui::session::Session;
use crate::ui::tab::Tab;

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
            Reply::Proceed => return self.proceed(|layer, session| layer.proceed(session)),
            Reply::Leave => return Ok(vec![Effect::open(leaving::ask())]),
        };
        self.answer(answer.0, answer.1)
    }

    /// Has the layer on top do something with the session; it closes when it is done.
    fn proceed(
        &mut self,
        act: impl FnOnce(&mut dyn Layer, &mut Session) -> Result<Proceeded>,
    ) -> Outcome {
        let Some(mut layer) = self.layers.pop() else {
            return Ok(Vec::new());
        };
        match act(layer.as_mut(), &mut self.session) {
            Ok(Proceeded::Closes(effects)) => {
                // Saved it is, whether or not what was typed could be forgotten.
                let _ = layer.forget(&self.session);
                Ok(effects)
            }
            Ok(Proceeded::Stays(effects)) => {
                self.layers.push(layer);
                Ok(effects)
            }
            // What was typed there is still there when it could not be written.
            Err(error) => {
                self.layers.push(layer);
                Err(error)
            }
        }
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
            (Question::ResumeDraft(draft), answer) if self.tabs[self.tab.index()].len() == 1 => {
                match answer {
                    Answer::Yes => {}
                    Answer::Discard => {
                        drafts::forget(draft, &self.session)?;
                        return Ok(vec![Effect::Changed]);
                    }
                    _ => return Ok(Vec::new()),
                }
                if drafts::named(draft, &self.session)?.is_none() {
                    return Ok(vec![Effect::info(drafts::TAKEN)]);
                }
                let form = Form::new(Start::Draft(draft), &mut self.session)?;
                self.turn_to(Tab::Events)?;
                self.push(form);
                Ok(Vec::new())
            }
            (Question::Damaged, Answer::Yes) => Ok(vec![Effect::Navigate(Route::Backups)]),
            (question, answer) => {
                // A layer may have asked it too.
                if let Some(layer) = self.layers.last_mut()
                    && let Some(done) = layer.answered(&question, &answer, &mut self.session)
                {
                    return self.proceed(|_, _| done);
                }
                let (screen, session) = self.screen();
                screen.answer(question, answer, session)
            }
        }
    }
}
