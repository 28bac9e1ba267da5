//! Work too long for the loop: done on a thread of its own, shown once it lasts, stopped by Échap.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use ratatui::layout::Rect;

use super::canvas::{Canvas, centered};
use super::effect::{Effect, Outcome};
use super::session::Session;
use crate::domain::text::typography::{NARROW, number};
use crate::store::{Progress, Result, Store};

/// What is left to do on the screen, once the work has ended.
pub type Finish = Box<dyn FnOnce(&mut Session) -> Outcome + Send>;

/// Some work, not begun yet.
pub struct Work {
    title: String,
    run: Run,
}

enum Run {
    /// On a connection of its own to the session's store.
    OnStore(OnStore),
    /// On what it brings, to its end.
    Alone(Alone),
}

type OnStore = Box<dyn FnOnce(&mut Store, &Progress) -> Finish + Send>;
type Alone = Box<dyn FnOnce(&Progress) -> Finish + Send>;

impl Work {
    /// Work on the store; `title` is shown when it lasts: « Export ».
    pub fn on_store(
        title: impl Into<String>,
        run: impl FnOnce(&mut Store, &Progress) -> Finish + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            run: Run::OnStore(Box::new(run)),
        }
    }

    /// Work that does without the session's store, and goes on to its end.
    pub fn alone(
        title: impl Into<String>,
        run: impl FnOnce(&Progress) -> Finish + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            run: Run::Alone(Box::new(run)),
        }
    }

    /// Does it at once, where nobody would be woken.
    pub(crate) fn here(self, session: &mut Session) -> Outcome {
        let progress = Progress::default();
        let finish = match self.run {
            Run::OnStore(run) => run(&mut session.store, &progress),
            Run::Alone(run) => run(&progress),
        };
        finish(session)
    }

    /// Begins it on a thread; `wake` is called at its end.
    pub(crate) fn begin(
        self,
        session: &Session,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Running> {
        let progress = Arc::new(Progress::default());
        let (sender, ended) = channel();
        let seen = Arc::clone(&progress);
        let can_stop = matches!(self.run, Run::OnStore(_));
        let run: Box<dyn FnOnce() -> Finish + Send> = match self.run {
            Run::OnStore(run) => {
                let mut store = session.store.second_connection(Arc::clone(&progress))?;
                Box::new(move || run(&mut store, &seen))
            }
            Run::Alone(run) => Box::new(move || run(&seen)),
        };
        let thread = thread::Builder::new().name("travail".into());
        thread.spawn(move || {
            // Dropped however the thread ends, so that nobody waits for one that failed.
            let _last_word = Wake(wake);
            let _ = sender.send(run());
        })?;
        Ok(Running {
            title: self.title,
            progress,
            can_stop,
            ended,
            is_shown: false,
        })
    }
}

struct Wake<W: Fn()>(W);

impl<W: Fn()> Drop for Wake<W> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Work on its thread.
pub struct Running {
    title: String,
    progress: Arc<Progress>,
    /// It can be stopped with nothing changed.
    can_stop: bool,
    ended: Receiver<Finish>,
    /// It lasts: whoever waits is told.
    pub(crate) is_shown: bool,
}

impl Running {
    /// What is to be done now that it has ended; `None` while it has not.
    pub(crate) fn ended(&self) -> Option<Finish> {
        match self.ended.try_recv() {
            Ok(finish) => Some(finish),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(failed()),
        }
    }

    /// Waits for its end.
    pub(crate) fn wait(&self) -> Finish {
        self.ended.recv().unwrap_or_else(|_| failed())
    }

    /// Asks it to stop, where it can.
    pub(crate) fn stop(&self) {
        if self.can_stop {
            self.progress.stop();
        }
    }

    /// Draws what is being done in the middle of the screen.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.raise(centered(area, 52.min(area.width), 6), &self.title);
        let raised = theme.raised();
        let (told, share) = match self.progress.done_of_total() {
            _ if self.progress.is_stopped() => ("Arrêt…".to_owned(), None),
            Some((done, total)) => (
                format!("{} sur {}", number(done as u64), number(total as u64)),
                Some(done as f64 / total as f64),
            ),
            None => ("En cours…".to_owned(), None),
        };
        canvas.text(inside.x, inside.y, inside.width, &told, raised);
        if let Some(share) = share {
            let filled = (f64::from(inside.width) * share) as u16;
            let left = inside.width.saturating_sub(filled);
            let bar = "█".repeat(usize::from(filled)) + &"░".repeat(usize::from(left));
            let style = raised.patch(theme.accent());
            canvas.text(inside.x, inside.y + 1, inside.width, &bar, style);
        }
        let hint = match self.can_stop {
            true => format!("Échap arrête{NARROW}; rien n’est alors changé."),
            false => "Un instant.".to_owned(),
        };
        let last = inside.bottom().saturating_sub(1);
        canvas.text(
            inside.x,
            last,
            inside.width,
            &hint,
            raised.patch(theme.muted()),
        );
    }
}

/// A thread that ended without an answer has failed in a way that nobody foresaw.
fn failed() -> Finish {
    Box::new(|_| {
        Ok(vec![Effect::error(
            "Cela n’a pas pu être fait. Rien n’a été changé.",
        )])
    })
}
