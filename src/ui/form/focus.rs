//! Which field has the focus, and what keys, pastes and clicks do to it.

use super::Form;
use super::field::{FormField, Input};
use crate::terminal::key::{Code, Key};
use crate::ui::canvas::ClickTarget;
use crate::ui::keymap::Action;
use crate::ui::text_field::TextField;

/// How many fields a page is.
const PAGE: usize = 6;

/// What a gesture did to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Stay,
    /// The focused field says something else.
    Typed,
    /// The focus left the field at that index.
    Left(usize),
    /// What the focused field is picked from is to be opened, filtered by what was typed.
    Pick(String),
    /// Entrée at the last field: it never saves, as a paste sent as keys ends its lines with it.
    AtEnd,
}

impl Form {
    /// The index of the focused field.
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// The focused field.
    pub fn focused(&self) -> &FormField {
        &self.fields[self.focus]
    }

    /// Gives the focus back to a field, with nothing selected: what is typed there goes on.
    pub fn return_to(&mut self, index: usize) {
        self.focus = index.min(self.fields.len().saturating_sub(1));
    }

    /// Gives the focus to a field; dates and numbers are then typed over.
    pub fn land(&mut self, index: usize) {
        if let Some(text) = self.focused_text() {
            text.select_none();
        }
        self.focus = index.min(self.fields.len().saturating_sub(1));
        if self.focused().is_overtyped
            && let Some(text) = self.focused_text()
        {
            text.select_all();
        }
    }

    /// Goes to a field, round the ends.
    pub fn go(&mut self, index: usize) -> Step {
        let left = self.focus;
        self.land(index % self.fields.len());
        Step::Left(left)
    }

    /// Goes to the next field, round the end.
    pub fn go_next(&mut self) -> Step {
        self.go(self.focus + 1)
    }

    /// Goes to the field before, round the end.
    pub fn go_back(&mut self) -> Step {
        self.go(self.focus + self.fields.len() - 1)
    }

    /// The text being typed; none where one chooses.
    pub fn focused_text(&mut self) -> Option<&mut TextField> {
        match &mut self.fields[self.focus].input {
            Input::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What is selected of the text being typed, if something is.
    pub fn selection(&self) -> Option<String> {
        match &self.focused().input {
            Input::Text(text) => text.selection(),
            _ => None,
        }
    }

    /// Does what a key of the table says.
    pub fn act(&mut self, action: Action) -> Step {
        match action {
            Action::Accept => self.enter(),
            Action::Next => self.go_next(),
            Action::Previous => self.go_back(),
            Action::Up | Action::Down => self.scroll(action == Action::Up),
            Action::Left | Action::Right => self.turn(action == Action::Right),
            Action::Delete => self.clear(),
            Action::Choose => Step::Pick(String::new()),
            Action::UndoText => self.edit(TextField::undo),
            Action::RedoText => self.edit(TextField::redo),
            _ => Step::Stay,
        }
    }

    /// Takes a key that the table does not know.
    pub fn key(&mut self, key: Key) -> Step {
        let last = self.fields.len() - 1;
        match (key.code, &self.focused().input) {
            (Code::Up | Code::Down, _) if !key.ctrl && !key.alt && !key.shift => {
                self.arrow(key.code == Code::Up)
            }
            (Code::Down, _) if key.alt => Step::Pick(String::new()),
            (Code::PageDown, _) => self.go((self.focus + PAGE).min(last)),
            (Code::PageUp, _) => self.go(self.focus.saturating_sub(PAGE)),
            (Code::Char(' '), Input::Flag(_) | Input::Options(..)) => self.turn(true),
            (Code::Backspace | Code::Delete, Input::Options(..) | Input::Picked(..)) => {
                self.clear()
            }
            (_, Input::Picked(..)) => match key.text() {
                Some(' ') => Step::Pick(String::new()),
                Some(letter) => Step::Pick(letter.to_string()),
                None => Step::Stay,
            },
            (_, Input::Options(..)) => match key.text() {
                Some(letter) => {
                    let is_turned = self.fields[self.focus].open_tab(letter);
                    self.typed(is_turned)
                }
                None => Step::Stay,
            },
            (_, Input::Text(_)) => self.edit(|text| text.key(key)),
            (_, Input::Flag(_)) => Step::Stay,
        }
    }

    /// Takes a text pasted.
    pub fn paste(&mut self, text: &str) -> Step {
        match self.focused().input {
            Input::Picked(..) => Step::Pick(text.to_owned()),
            _ => self.edit(|field| field.paste(text)),
        }
    }

    /// Takes a click.
    pub fn click(&mut self, target: &ClickTarget) -> Step {
        match target {
            ClickTarget::Field(index) if *index == self.focus => {
                if self.focused().is_picked() {
                    Step::Pick(String::new())
                } else {
                    self.turn(true)
                }
            }
            ClickTarget::Field(index) if *index < self.fields.len() => self.go(*index),
            _ => Step::Stay,
        }
    }

    /// Edits the text being typed, where there is one.
    pub fn edit(&mut self, edit: impl FnOnce(&mut TextField) -> bool) -> Step {
        let is_changed = self.focused_text().is_some_and(edit);
        self.typed(is_changed)
    }

    fn typed(&mut self, is_changed: bool) -> Step {
        if !is_changed {
            return Step::Stay;
        }
        self.fields[self.focus].problem = None;
        self.is_dirty = true;
        Step::Typed
    }

    fn turn(&mut self, forward: bool) -> Step {
        let is_turned = self.fields[self.focus].turn(forward);
        self.typed(is_turned)
    }

    fn clear(&mut self) -> Step {
        let field = &mut self.fields[self.focus];
        if matches!(field.input, Input::Text(_)) {
            return Step::Stay;
        }
        field.set("");
        self.typed(true)
    }

    fn enter(&mut self) -> Step {
        let field = self.focused();
        if field.is_picked() {
            Step::Pick(String::new())
        } else if field.is_multiline() {
            self.edit(|text| text.key(Key::plain(Code::Enter)))
        } else if self.focus + 1 == self.fields.len() {
            Step::AtEnd
        } else {
            self.go_next()
        }
    }

    /// Goes through a text of several lines, then to another field, round the ends.
    pub fn arrow(&mut self, up: bool) -> Step {
        let key = Key::plain(if up { Code::Up } else { Code::Down });
        match self.focused_text() {
            Some(text) if text.can_move(up) => self.edit(|text| text.key(key)),
            _ if up => self.go_back(),
            _ => self.go_next(),
        }
    }

    /// Follows the wheel from field to field; it stops at both ends.
    fn scroll(&mut self, up: bool) -> Step {
        match up {
            true if self.focus > 0 => self.go_back(),
            false if self.focus + 1 < self.fields.len() => self.go_next(),
            _ => Step::Stay,
        }
    }
}
