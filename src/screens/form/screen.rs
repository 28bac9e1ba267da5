//! What keys, clicks and answers do to the form.

use ratatui::layout::Rect;

use super::{Form, Kind, Scope, drafts, kind};
use crate::domain::event::Field;
use crate::domain::id::DraftId;
use crate::store::Result;
use crate::terminal::key::{Code, Key};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::effect::{Answer, Effect, Outcome, Question, Route};
use crate::ui::keymap::{Action, Context};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::text_field::TextField;

impl Screen for Form {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Everywhere]
    }

    fn draft(&self) -> Option<DraftId> {
        Some(self.draft)
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.find_clashes(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Next => self.next(session),
            Action::Previous => self.previous(session),
            Action::Up | Action::Down => self.scroll(action == Action::Up, session),
            Action::Accept => self.enter(session),
            Action::Choose => self.choose(session),
            Action::Save => self.save(false, session),
            Action::SaveAndNew => self.save(true, session),
            Action::Back => self.leave(session),
            Action::UndoText => self.edit(TextField::undo, session),
            Action::RedoText => self.edit(TextField::redo, session),
            _ => Ok(Vec::new()),
        }
    }

    fn key(&mut self, key: Key, session: &mut Session) -> Outcome {
        let field = self.field();
        match (key.code, kind(field)) {
            (Code::Up | Code::Down, _) if !key.ctrl && !key.alt && !key.shift => {
                self.arrow(key, session)
            }
            (Code::Down, _) if key.alt => self.choose(session),
            (Code::PageDown, _) => self.go((self.at + 6).min(Field::ALL.len() - 1), session),
            (Code::PageUp, _) => self.go(self.at.saturating_sub(6), session),
            (Code::Char(' '), Kind::Flag) => self.toggle(session),
            (Code::Backspace | Code::Delete, Kind::List(_)) => {
                self.values.set_entry(field, None);
                self.unkept = true;
                Ok(Vec::new())
            }
            (_, Kind::List(_)) => match key.text() {
                Some(' ') => self.choose(session),
                Some(character) => self.choose_typed(&character.to_string(), session),
                None => Ok(Vec::new()),
            },
            _ => self.edit(|typed| typed.key(key), session),
        }
    }

    fn paste(&mut self, text: &str, session: &mut Session) -> Outcome {
        match kind(self.field()) {
            Kind::List(_) => self.choose_typed(text, session),
            _ => self.edit(|typed| typed.paste(text), session),
        }
    }

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Field(index) if *index == self.at => match kind(self.field()) {
                Kind::List(_) => self.enter(session),
                Kind::Flag => self.toggle(session),
                _ => Ok(Vec::new()),
            },
            ClickTarget::Field(index) => self.go(*index, session),
            ClickTarget::Row(index) if *index < self.venues.len() => {
                self.venue = *index;
                self.take_venue(session)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn answer(&mut self, question: Question, answer: Answer, session: &mut Session) -> Outcome {
        match (question, answer) {
            (Question::Field(field), answer) => self.chosen(field, answer, session),
            (Question::Versions, Answer::Many(theirs)) => self.merged(&theirs, session),
            (Question::SeriesScope, answer @ (Answer::Yes | Answer::No)) => {
                self.scope = Some(if answer == Answer::Yes {
                    Scope::One
                } else {
                    Scope::AllToCome
                });
                self.save(self.again, session)
            }
            (Question::Enter, answer @ (Answer::Yes | Answer::No)) => {
                self.enter = Some(answer == Answer::Yes);
                self.save(self.again, session)
            }
            (Question::Leave, Answer::Yes) => self.save(false, session),
            (Question::Leave, Answer::No) => {
                self.keep(true, session)?;
                Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)])
            }
            (Question::Leave, Answer::Discard) => {
                self.forget(session)?;
                self.opened = self.values.clone();
                Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)])
            }
            (Question::ResumeDraft(draft), Answer::Yes) => {
                let Some(draft) = drafts::named(draft, session)? else {
                    return Ok(vec![Effect::info(drafts::TAKEN)]);
                };
                self.take_up(draft, session)?;
                Ok(Vec::new())
            }
            (Question::ResumeDraft(draft), Answer::Discard) => {
                drafts::forget(draft, session)?;
                Ok(vec![Effect::Changed])
            }
            _ => Ok(Vec::new()),
        }
    }

    fn selection(&self) -> Option<String> {
        self.fields.get(&self.field())?.selection()
    }

    fn is_typing(&self) -> bool {
        self.unkept
    }

    fn holds_text(&self) -> bool {
        self.is_changed()
    }

    fn pause(&mut self, session: &mut Session) -> Result<()> {
        if self.unkept && self.is_changed() {
            self.keep(false, session)?;
        } else if self.unkept {
            self.forget(session)?;
        }
        self.unkept = false;
        Ok(())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.paint(canvas, area, session);
    }
}
