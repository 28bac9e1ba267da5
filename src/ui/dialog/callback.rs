//! Callbacks of dialogs: closures that handle an answer, bound to the type of the screen or layer that
//! opened the dialog.

use std::any::Any;
use std::rc::Rc;

use super::{AnyScreen, Beneath, Continuation, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// What a callback is bound to: a type of screen or of layer, or [`AnyScreen`].
pub trait Target: 'static {
    /// Returns it, if it is beneath the dialog.
    fn find(beneath: Beneath<'_>) -> Option<&mut Self>;
}

impl<T: Any> Target for T {
    fn find(beneath: Beneath<'_>) -> Option<&mut T> {
        if let Some(layer) = beneath.layer
            && (&*layer as &dyn Any).is::<T>()
        {
            return (layer as &mut dyn Any).downcast_mut();
        }
        (beneath.screen as &mut dyn Any).downcast_mut()
    }
}

impl Target for AnyScreen {
    fn find(beneath: Beneath<'_>) -> Option<&mut AnyScreen> {
        Some(beneath.screen)
    }
}

/// Handles the answer of a dialog. It may run more than once: the user can answer again when the first
/// answer could not be saved.
pub struct Callback<T>(Rc<Handler<T>>);

impl<T> Clone for Callback<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

type Handler<T> = dyn Fn(Beneath<'_>, &mut Session, T) -> Outcome;

impl<T: 'static> Callback<T> {
    /// Handles an answer with a closure that takes the opener of type `S`.
    pub fn new<S: Target + ?Sized>(
        run: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
    ) -> Self {
        Self(Rc::new(move |beneath, session, answer| {
            match S::find(beneath) {
                Some(target) => run(target, session, answer),
                // Can't happen: nothing closes beneath a dialog.
                None => Ok(vec![Effect::error(
                    "Cette réponse n’est plus attendue ici.",
                )]),
            }
        }))
    }

    /// Returns a continuation that handles this answer.
    pub fn bind(&self, answer: T) -> Continuation {
        let run = Rc::clone(&self.0);
        Box::new(move |beneath, session| run(beneath, session, answer))
    }

    /// Closes the dialog, then handles the answer.
    pub fn close(&self, answer: T) -> Reply {
        Reply::Close(self.bind(answer))
    }

    /// Handles the answer while the dialog stays open.
    pub fn follow(&self, answer: T) -> Reply {
        Reply::Follow(self.bind(answer))
    }
}

impl Callback<()> {
    /// Handles an answer that has no value.
    pub fn plain<S: Target + ?Sized>(
        run: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::new(move |screen: &mut S, session, ()| run(screen, session))
    }

    /// Does nothing.
    pub fn nothing() -> Self {
        Self::plain(|_: &mut AnyScreen, _| Ok(Vec::new()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
pub(super) mod tests {
    use std::cell::RefCell;
    use std::path::PathBuf;

    use ratatui::layout::Rect;

    use super::*;
    use crate::clock::Clock;
    use crate::store::{Result, Store};
    use crate::ui::canvas::Canvas;
    use crate::ui::dialog::Layer;
    use crate::ui::dialog::help::Help;
    use crate::ui::keymap::{Action, Context};
    use crate::ui::screen::Screen;
    use crate::ui::theme::{Background, Depth, Theme};

    #[derive(Default)]
    struct Blank {
        count: usize,
    }

    impl Screen for Blank {
        fn contexts(&self) -> &'static [Context] {
            &[]
        }
        fn refresh(&mut self, _session: &mut Session) -> Result<()> {
            Ok(())
        }
        fn act(&mut self, _action: Action, _session: &mut Session) -> Outcome {
            Ok(Vec::new())
        }
        fn draw(&mut self, _canvas: &mut Canvas<'_>, _area: Rect, _session: &Session) {}
    }

    fn run(screen: &mut AnyScreen, continuation: Continuation) -> usize {
        run_above(None, screen, continuation)
    }

    fn run_above(
        layer: Option<&mut (dyn Layer + 'static)>,
        screen: &mut AnyScreen,
        continuation: Continuation,
    ) -> usize {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let store = Store::in_memory().unwrap();
        let mut session = Session::new(store, clock, theme, PathBuf::from(".")).unwrap();
        let beneath = Beneath { layer, screen };
        continuation(beneath, &mut session).unwrap().len()
    }

    /// Records the answers of a dialog.
    pub(in super::super) struct Answers<T>(Rc<RefCell<Vec<T>>>);

    impl<T: 'static> Answers<T> {
        /// Opens a dialog with a callback that records its answers.
        pub(in super::super) fn of<L>(
            open: impl FnOnce(Box<dyn Fn(&mut AnyScreen, &mut Session, T) -> Outcome>) -> L,
        ) -> (L, Self) {
            let given = Rc::new(RefCell::new(Vec::new()));
            let recorded = Rc::clone(&given);
            let note = move |_: &mut AnyScreen, _: &mut Session, answer| {
                recorded.borrow_mut().push(answer);
                Ok(Vec::new())
            };
            (open(Box::new(note)), Self(given))
        }

        /// Returns the answer of a reply that keeps the dialog open.
        pub(in super::super) fn followed(&self, reply: Reply) -> Option<T> {
            match reply {
                Reply::Follow(continuation) => run(&mut Blank::default(), continuation),
                _ => panic!("nothing to follow"),
            };
            self.0.borrow_mut().pop()
        }

        /// Returns the answer of a reply that closes the dialog.
        pub(in super::super) fn closed(&self, reply: Reply) -> Option<T> {
            match reply {
                Reply::Close(continuation) => run(&mut Blank::default(), continuation),
                _ => panic!("still open"),
            };
            self.0.borrow_mut().pop()
        }
    }

    #[test]
    fn an_answer_is_handled_by_the_screen_that_asked() {
        let counts = Callback::new(|blank: &mut Blank, _, by: usize| {
            blank.count += by;
            Ok(Vec::new())
        });
        let mut blank = Blank::default();
        assert_eq!(run(&mut blank, counts.bind(2)), 0);
        assert_eq!(blank.count, 2);
    }

    #[test]
    fn an_answer_is_handled_by_the_layer_that_asked() {
        let mut help = Help::new(&[], &[], false);
        let down = Callback::plain(|help: &mut Help, _| {
            help.act(Action::Back);
            Ok(vec![Effect::Close])
        });
        let mut blank = Blank::default();
        assert_eq!(run_above(Some(&mut help), &mut blank, down.bind(())), 1);
        let counts = Callback::plain(|blank: &mut Blank, _| {
            blank.count += 1;
            Ok(Vec::new())
        });
        run_above(Some(&mut help), &mut blank, counts.bind(()));
        assert_eq!(blank.count, 1);
    }

    #[test]
    fn an_answer_without_its_screen_is_reported() {
        let counts = Callback::plain(|_: &mut Help, _| Ok(Vec::new()));
        assert_eq!(run(&mut Blank::default(), counts.bind(())), 1);
    }
}
