//! Small parts that screens are made of. Layers stand above a screen and take every key.

pub mod confirm;
pub mod fields;
pub mod help;
pub mod month;
pub mod picker;
pub mod prompt;
pub mod versions;

use ratatui::layout::Rect;

use super::canvas::{Canvas, ClickTarget};
use super::effect::{Answer, Effect, Question};
use super::keymap::{Action, Context};
use super::session::Session;
use crate::store::Result;
use crate::terminal::key::Key;

/// What a layer says of a gesture.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It stays.
    Stay,
    /// It stays, and the screen below follows at once.
    Tell(Answer),
    /// It closes with an answer.
    Answer(Answer),
    /// It stays, and what is to become of what is typed in it is asked.
    Leave,
    /// It has something to do with the session: [`Layer::proceed`] does it.
    Proceed,
}

/// What a layer did with the session, and what follows.
pub enum Proceeded {
    /// It stays open.
    Stays(Vec<Effect>),
    /// It is done.
    Closes(Vec<Effect>),
}

/// Something that stands above a screen, asks one question, and takes every key.
pub trait Layer {
    /// What it asks.
    fn question(&self) -> Question;
    /// Where its keys have their meaning, the nearest first.
    fn contexts(&self) -> &'static [Context];
    /// Does what a key of the table says.
    fn act(&mut self, action: Action) -> Reply;
    /// Takes a key that the table does not know: text, mostly.
    fn key(&mut self, _key: Key) -> Reply {
        Reply::Stay
    }
    /// Takes a text pasted.
    fn paste(&mut self, _text: &str) -> Reply {
        Reply::Stay
    }
    /// What is selected of the text in hand, if something is.
    fn selection(&self) -> Option<String> {
        None
    }
    /// Takes a click.
    fn click(&mut self, _hit: &ClickTarget) -> Reply {
        Reply::Stay
    }
    /// Does what it replied [`Reply::Proceed`] for.
    fn proceed(&mut self, _session: &mut Session) -> Result<Proceeded> {
        Ok(Proceeded::Stays(Vec::new()))
    }
    /// Takes what was answered to a layer that stood above it; none where the screen is to take it.
    fn answered(
        &mut self,
        _question: &Question,
        _answer: &Answer,
        _session: &mut Session,
    ) -> Option<Result<Proceeded>> {
        None
    }
    /// Goes on, as it opens, with what was typed in it and not saved.
    fn take_up(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Whether something typed waits for a pause to be kept.
    fn is_typing(&self) -> bool {
        false
    }
    /// Keeps what was typed: the typing pauses, or the program stops.
    fn pause(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Keeps what was typed for later: any window may go on with it.
    fn put_off(&mut self, session: &Session) -> Result<()> {
        self.pause(session)
    }
    /// Forgets what was kept: it was answered, or is thrown away.
    fn forget(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
    /// Draws it above the screen.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect);
}
