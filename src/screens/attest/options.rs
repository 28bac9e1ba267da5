//! Answering a question by one of its options.

use super::Attest;
use super::field::options;

impl Attest {
    /// Takes the next option (or the one before) of a field that has some.
    pub(super) fn turn(&mut self, forward: bool) {
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
        self.typed();
    }

    /// In a field that has options, a letter takes the one that begins so.
    pub(super) fn choose_by_letter(&mut self, letter: char) {
        let field = &mut self.fields[self.at];
        let typed = crate::domain::text::fold::fold(&letter.to_string());
        let options = options(field);
        let found = options
            .iter()
            .find(|option| crate::domain::text::fold::fold(option).starts_with(&typed));
        if let Some(option) = found {
            field.text.set(option);
            self.typed();
        }
    }
}
