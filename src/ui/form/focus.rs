//! The focus of a form, and its response to keys, pastes and clicks.

use super::Form;
use super::field::{FormField, Input};
use crate::domain::record::FieldKind;
use crate::terminal::key::{Code, Key};
use crate::ui::canvas::ClickTarget;
use crate::ui::keymap::Action;
use crate::ui::text_field::TextField;

/// The number of fields in a page.
const PAGE: usize = 6;

/// The result of a key, a paste or a click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Stay,
    /// The text of the focused field changed.
    Typed,
    /// The focus left the field at that index.
    Left(usize),
    /// The picker of the focused field is to be opened, filtered by this text.
    Pick(String),
    /// Entrée on the last field: it never saves, since a paste received as keys ends its lines with
    /// it.
    AtEnd,
}

impl Form {
    /// Returns the index of the focused field.
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// Returns the focused field.
    pub fn focused(&self) -> &FormField {
        &self.fields[self.focus]
    }

    /// Moves the focus back to a field, with nothing selected: typing continues there.
    pub fn return_to(&mut self, index: usize) {
        self.focus = index.min(self.fields.len().saturating_sub(1));
    }

    /// Moves the focus to a field; typing then replaces dates and numbers.
    pub fn focus_on(&mut self, index: usize) {
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

    /// Moves to a field, wrapping around the ends.
    pub fn go(&mut self, index: usize) -> Step {
        let left = self.focus;
        self.focus_on(index % self.fields.len());
        Step::Left(left)
    }

    /// Moves to the next field, wrapping around.
    pub fn go_next(&mut self) -> Step {
        self.go(self.focus + 1)
    }

    /// Moves to the previous field, wrapping around.
    pub fn go_back(&mut self) -> Step {
        self.go(self.focus + self.fields.len() - 1)
    }

    /// Returns the text being typed; none where one chooses.
    pub fn focused_text(&mut self) -> Option<&mut TextField> {
        match &mut self.fields[self.focus].input {
            Input::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the selected text of the focused field, if any.
    pub fn selection(&self) -> Option<String> {
        match &self.focused().input {
            Input::Text(text) => text.selection(),
            _ => None,
        }
    }

    /// Runs an action of the key table.
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

    /// Handles a key that the table does not have.
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
                    let is_turned = self.fields[self.focus].choose_by_letter(letter);
                    self.typed(is_turned)
                }
                None => Step::Stay,
            },
            (Code::Char(' '), Input::Text(_)) if self.focused().is_offering() => {
                let field = &mut self.fields[self.focus];
                let offered = field.offered.clone();
                field.set(&offered);
                self.typed(true)
            }
            (_, Input::Text(_)) => self.edit(|text| text.key(key)),
            (_, Input::Flag(_)) => Step::Stay,
        }
    }

    /// Inserts a pasted text.
    pub fn paste(&mut self, text: &str) -> Step {
        match self.focused().input {
            Input::Picked(..) => Step::Pick(text.to_owned()),
            _ => self.edit(|field| field.paste(text)),
        }
    }

    /// Handles a click.
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

    /// Edits the focused text, if it is typed.
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
            // A paste received as keys separates words with Entrée.
            if field.kind == FieldKind::Line && !field.text().is_empty() {
                self.edit(|text| text.paste(" "));
            }
            Step::AtEnd
        } else {
            self.go_next()
        }
    }

    /// Moves in a text of several lines, then to another field, wrapping around.
    pub fn arrow(&mut self, up: bool) -> Step {
        let key = Key::plain(if up { Code::Up } else { Code::Down });
        match self.focused_text() {
            Some(text) if text.can_move(up) => self.edit(|text| text.key(key)),
            _ if up => self.go_back(),
            _ => self.go_next(),
        }
    }

    /// Moves from field to field with the wheel, which stops at both ends.
    fn scroll(&mut self, up: bool) -> Step {
        match up {
            true if self.focus > 0 => self.go_back(),
            false if self.focus + 1 < self.fields.len() => self.go_next(),
            _ => Step::Stay,
        }
    }
}
