//! Long work: runs on its own thread, shows its progress when it lasts, and is stopped by Échap.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use ratatui::layout::Rect;

use super::canvas::{Canvas, centered};
use super::effect::{Effect, Outcome};
use super::session::Session;
use crate::domain::text::typography::{NARROW, number};
use crate::store::{Progress, Result, Store};

/// What to do on the main thread once the work has ended.
pub type Finish = Box<dyn FnOnce(&mut Session) -> Outcome + Send>;

/// Work that has not started.
pub struct Work {
    title: String,
    task: Task,
}

enum Task {
    /// Runs on a second connection to the session's store; can be stopped.
    OnStore(StoreTask),
    /// Runs without the session's store; can't be stopped.
    Uninterruptible(PlainTask),
}

type StoreTask = Box<dyn FnOnce(&mut Store, &Progress) -> Finish + Send>;
type PlainTask = Box<dyn FnOnce(&Progress) -> Finish + Send>;

impl Work {
    /// Work on the store, which the user may stop. `title` is shown when it lasts: « Export ».
    pub fn on_store(
        title: impl Into<String>,
        run: impl FnOnce(&mut Store, &Progress) -> Finish + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            task: Task::OnStore(Box::new(run)),
        }
    }

    /// Work that does not use the session's store, and that the user can't stop.
    pub fn uninterruptible(
        title: impl Into<String>,
        run: impl FnOnce(&Progress) -> Finish + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            task: Task::Uninterruptible(Box::new(run)),
        }
    }

    /// Runs it on the current thread, where there is no loop to wake.
    pub(crate) fn run_now(self, session: &mut Session) -> Outcome {
        let progress = Progress::default();
        let finish = match self.task {
            Task::OnStore(run) => run(&mut session.store, &progress),
            Task::Uninterruptible(run) => run(&progress),
        };
        finish(session)
    }

    /// Runs it on a new thread; `wake` is called when it ends.
    pub(crate) fn spawn(
        self,
        session: &Session,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Running> {
        let progress = Arc::new(Progress::default());
        let (sender, ended) = channel();
        let shared = Arc::clone(&progress);
        let can_stop = matches!(self.task, Task::OnStore(_));
        let run: Box<dyn FnOnce() -> Finish + Send> = match self.task {
            Task::OnStore(run) => {
                let mut store = session.store.second_connection(Arc::clone(&progress))?;
                Box::new(move || run(&mut store, &shared))
            }
            Task::Uninterruptible(run) => Box::new(move || run(&shared)),
        };
        let thread = thread::Builder::new().name("travail".into());
        thread.spawn(move || {
            // Wakes the loop even when the work panics, so that it does not wait for ever.
            let _wake = WakeOnDrop(wake);
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

struct WakeOnDrop<W: Fn()>(W);

impl<W: Fn()> Drop for WakeOnDrop<W> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Work that is running on its thread.
pub struct Running {
    title: String,
    progress: Arc<Progress>,
    /// Whether stopping it leaves the store unchanged.
    can_stop: bool,
    ended: Receiver<Finish>,
    /// Whether its progress is shown, because it lasts.
    pub(crate) is_shown: bool,
}

impl Running {
    /// Returns what to do now that it has ended; `None` while it is running.
    pub(crate) fn try_finish(&self) -> Option<Finish> {
        match self.ended.try_recv() {
            Ok(finish) => Some(finish),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(failed()),
        }
    }

    /// Waits for its end and returns what to do then.
    pub(crate) fn wait(&self) -> Finish {
        self.ended.recv().unwrap_or_else(|_| failed())
    }

    /// Asks it to stop, if it can be stopped.
    pub(crate) fn stop(&self) {
        if self.can_stop {
            self.progress.stop();
        }
    }

    /// Draws its progress in the middle of the screen.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.raise(centered(area, 52.min(area.width), 6), &self.title);
        let raised = theme.raised();
        let (label, share) = match self.progress.done_of_total() {
            _ if self.progress.is_stopped() => ("Arrêt…".to_owned(), None),
            Some((done, total)) => (
                format!("{} sur {}", number(done as u64), number(total as u64)),
                Some(done as f64 / total as f64),
            ),
            None => ("En cours…".to_owned(), None),
        };
        canvas.text(inside.x, inside.y, inside.width, &label, raised);
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

/// Reports a thread that panicked.
fn failed() -> Finish {
    Box::new(|_| {
        Ok(vec![Effect::error(
            "Cela n’a pas pu être fait. Rien n’a été changé.",
        )])
    })
}
