//! What is done with a dialog's answer: a closure given where the dialog is opened, bound to the kind
//! of screen, or of layer, that it was opened from.

use std::any::Any;
use std::rc::Rc;

use super::{AnyScreen, Beneath, Continuation, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// What a closure is bound to: a kind of screen or of layer, or [`AnyScreen`].
pub trait Target: 'static {
    /// Finds it beneath a dialog.
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

/// What is done with an answer. It can be done again: an answer that could not be written is given
/// once more.
pub struct Callback<T>(Rc<Run<T>>);

impl<T> Clone for Callback<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

type Run<T> = dyn Fn(Beneath<'_>, &mut Session, T) -> Outcome;

impl<T: 'static> Callback<T> {
    /// Does this with the answer.
    pub fn new<S: Target + ?Sized>(
        run: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
    ) -> Self {
        Self(Rc::new(move |beneath, session, answer| {
            match S::find(beneath) {
                Some(target) => run(target, session, answer),
                // Nothing moves beneath a dialog: what opened it is still there.
                None => Ok(vec![Effect::error(
                    "Cette réponse n’est plus attendue ici.",
                )]),
            }
        }))
    }

    /// The same, with its answer.
    pub fn bind(&self, answer: T) -> Continuation {
        let run = Rc::clone(&self.0);
        Box::new(move |beneath, session| run(beneath, session, answer))
    }

    /// Closes the dialog with that answer.
    pub fn close(&self, answer: T) -> Reply {
        Reply::Close(self.bind(answer))
    }

    /// Has the screen follow that answer while the dialog stays.
    pub fn follow(&self, answer: T) -> Reply {
        Reply::Follow(self.bind(answer))
    }
}

impl Callback<()> {
    /// Does this: there is no more to the answer than that it was given.
    pub fn plain<S: Target + ?Sized>(
        run: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::new(move |screen: &mut S, session, ()| run(screen, session))
    }

    /// Does nothing: the dialog closes, and all is as before.
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

    /// The answers that a dialog gave, and whether it closed with each.
    pub(in super::super) struct Answers<T>(Rc<RefCell<Vec<T>>>);

    impl<T: 'static> Answers<T> {
        /// Opens a dialog that is given a closure to note its answers.
        pub(in super::super) fn of<L>(
            open: impl FnOnce(Box<dyn Fn(&mut AnyScreen, &mut Session, T) -> Outcome>) -> L,
        ) -> (L, Self) {
            let given = Rc::new(RefCell::new(Vec::new()));
            let noted = Rc::clone(&given);
            let note = move |_: &mut AnyScreen, _: &mut Session, answer| {
                noted.borrow_mut().push(answer);
                Ok(Vec::new())
            };
            (open(Box::new(note)), Self(given))
        }

        /// What this reply answers while the dialog stays.
        pub(in super::super) fn followed(&self, reply: Reply) -> Option<T> {
            match reply {
                Reply::Follow(continuation) => run(&mut Blank::default(), continuation),
                _ => panic!("nothing to follow"),
            };
            self.0.borrow_mut().pop()
        }

        /// What this reply answers as the dialog closes.
        pub(in super::super) fn closed(&self, reply: Reply) -> Option<T> {
            match reply {
                Reply::Close(continuation) => run(&mut Blank::default(), continuation),
                _ => panic!("still open"),
            };
            self.0.borrow_mut().pop()
        }
    }

    #[test]
    fn an_answer_goes_to_the_screen_that_asked() {
        let counts = Callback::new(|blank: &mut Blank, _, by: usize| {
            blank.count += by;
            Ok(Vec::new())
        });
        let mut blank = Blank::default();
        assert_eq!(run(&mut blank, counts.bind(2)), 0);
        assert_eq!(blank.count, 2);
    }

    #[test]
    fn an_answer_goes_to_the_layer_that_asked_above_a_screen() {
        let mut help = Help::new(&[], &[]);
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
    fn an_answer_that_finds_no_screen_says_so() {
        let counts = Callback::plain(|_: &mut Help, _| Ok(Vec::new()));
        assert_eq!(run(&mut Blank::default(), counts.bind(())), 1);
    }
}
