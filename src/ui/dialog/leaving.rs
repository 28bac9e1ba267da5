//! How Tab, Maj+Tab and Ctrl+S leave a list or a month that a field of a form opened: the form answers
//! to them as if nothing was open above it.

use super::{Callback, Reply};
use crate::ui::keymap::Action;

/// What a dialog opened by a field does when one of these keys leaves it.
pub(super) struct Leaving<T> {
    /// Fills the field, which keeps the focus.
    on_take: Callback<T>,
    /// Whether the selected choice is taken though the user chose nothing: it is the present value,
    /// or the field can't be empty.
    takes_untouched: bool,
}

impl<T: 'static> Leaving<T> {
    pub(super) fn new(on_take: Callback<T>, takes_untouched: bool) -> Self {
        Self {
            on_take,
            takes_untouched,
        }
    }

    /// Closes the dialog and runs the action in the form, with the field filled where `is_touched`
    /// or the field asks for a value. `on_pick` is what Entrée does.
    pub(super) fn reply(
        &self,
        action: Action,
        choice: Option<T>,
        is_touched: bool,
        on_pick: &Callback<T>,
    ) -> Reply {
        let is_saving = action == Action::Save;
        let is_taken = is_touched || (self.takes_untouched && !is_saving);
        match (choice.filter(|_| is_taken), action) {
            (Some(choice), Action::NextField) => on_pick.close(choice),
            (Some(choice), _) => Reply::CloseAndRun(self.on_take.bind(choice), in_form(action)),
            (None, _) => Reply::Run(in_form(action)),
        }
    }
}

/// Returns the action of the form that has the same key.
pub(super) fn in_form(action: Action) -> Action {
    match action {
        Action::NextField => Action::Next,
        Action::PreviousField => Action::Previous,
        action => action,
    }
}
