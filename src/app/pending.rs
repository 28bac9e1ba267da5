//! What the loop waits for: long work, a store locked by another process, the background work of the store.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::{App, dialogs, error_toast};
use crate::domain::text::typography::NARROW;
use crate::explain::Explain as _;
use crate::store::{Result, Store, StoreError};
use crate::terminal::input::{Code, Input};
use crate::ui::effect::{Toast, Tone};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Context};
use crate::ui::work::{Running, Work};

/// How many times an input is tried again on a locked store, each with the store's own timeout.
const MAX_TRIES: u8 = 40;

/// How long a write waits for that of another process before the user is warned.
const LOCK_WARNING_DELAY: Duration = Duration::from_millis(400);

/// What the loop waits for, and the input received meanwhile.
#[derive(Default)]
pub(super) struct Pending {
    /// Wakes the loop from another thread; `None` without a loop, when work runs at once.
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    pub(super) running: Option<Running>,
    /// The input that a locked store could not handle, to try again.
    blocked: Option<Input>,
    /// How many times it was tried again.
    tries: u8,
    /// The input received since, to handle next.
    queued: VecDeque<Input>,
    /// Whether the damage of the store was reported.
    is_damage_reported: bool,
    /// Why the store could not be reopened: the program ends.
    pub(super) reopen_error: Option<StoreError>,
}

/// What the loop waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Nothing but input.
    No,
    /// The end of long work, shown if it lasts.
    Work,
    /// Another process to unlock the store.
    Store,
}

impl App {
    /// Starts background work and runs long work on threads from now on; they call `wake` to wake the
    /// loop.
    ///
    /// # Errors
    /// A thread could not be started.
    pub fn work_in_background(&mut self, wake: impl Fn() + Send + Sync + 'static) -> Result<()> {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        self.pending.wake = Some(Arc::clone(&wake));
        self.session.store.set_write_timeout(LOCK_WARNING_DELAY)?;
        self.session.store.work_in_background(move || wake())
    }

    /// Returns what the loop waits for.
    pub fn waiting(&self) -> Waiting {
        match (&self.pending.running, &self.pending.blocked) {
            (Some(_), _) => Waiting::Work,
            (None, Some(_)) => Waiting::Store,
            (None, None) => Waiting::No,
        }
    }

    /// Called at intervals while waiting: shows the work that lasts, or tries the blocked input again.
    pub fn retry_pending(&mut self) {
        if let Some(running) = &mut self.pending.running {
            running.is_shown = true;
        } else if let Some(input) = self.pending.blocked.take() {
            self.toast = None;
            self.pending.tries += 1;
            self.update(input);
            if self.pending.blocked.is_none() {
                self.pending.tries = 0;
                self.handle_queued();
            }
        }
    }

    /// Collects the results of background work. Called when a thread has woken the loop.
    pub fn woken(&mut self) {
        self.session.store.gather();
        for screen in self.tabs.iter_mut().flatten() {
            if let Err(error) = screen.recount(&mut self.session) {
                self.toast = Some(error_toast(&self.session, self.commits, error));
            }
        }
        if let Some(finish) = self.pending.running.as_ref().and_then(Running::try_finish) {
            self.pending.running = None;
            let outcome = finish(&mut self.session);
            self.apply_outcome(outcome);
            self.handle_queued();
        }
        self.show_notes();
        if self.session.store.damage().is_some() && !self.pending.is_damage_reported {
            self.pending.is_damage_reported = true;
            self.layers.push(Box::new(dialogs::report_damage()));
        }
    }

    /// Returns the input when it can be handled now. Otherwise queues it, or handles Échap and Quit as
    /// giving up.
    pub(super) fn queue_if_waiting(&mut self, input: Input) -> Option<Input> {
        let is_shown = match (&self.pending.running, &self.pending.blocked) {
            (Some(running), _) => running.is_shown,
            (None, Some(_)) => false,
            (None, None) => return Some(input),
        };
        if let Input::Key(key) = input {
            let quits = keymap::action(&[Context::Everywhere], key) == Some(Action::Quit);
            if quits || key.code == Code::Esc {
                self.give_up();
                return quits.then_some(input);
            }
        }
        // Once the progress is shown, the user knows that the program is busy: keys are dropped.
        if !is_shown {
            self.pending.queued.push_back(input);
        }
        None
    }

    fn give_up(&mut self) {
        self.pending.queued.clear();
        if let Some(running) = &self.pending.running {
            running.stop();
        }
        if self.pending.blocked.take().is_some() {
            self.toast = Some(Toast::new(StoreError::Busy.explain(), Tone::Error));
        }
    }

    /// Handles the queued input.
    fn handle_queued(&mut self) {
        while self.waiting() == Waiting::No
            && let Some(input) = self.pending.queued.pop_front()
        {
            self.update(input);
        }
    }

    /// Called when another process locks the store: the input will be tried again, unless that has lasted
    /// too long.
    pub(super) fn wait_for_store(&mut self, input: Input) {
        if self.pending.wake.is_none() || self.pending.tries >= MAX_TRIES {
            self.pending.queued.clear();
            self.apply_outcome(Err(StoreError::Busy));
            return;
        }
        self.pending.blocked = Some(input);
        let text = format!(
            "Une autre fenêtre ou un autre programme retient le carnet{NARROW}: Carnet attend. Échap renonce."
        );
        self.toast = Some(Toast::new(text, Tone::Info));
    }

    /// Replaces the store of the session, or ends the program when it could not be opened.
    pub(super) fn reopen(&mut self, opened: Result<Box<Store>>) -> Result<()> {
        match opened {
            Ok(mut store) => {
                if let Some(wake) = self.pending.wake.clone() {
                    store.set_write_timeout(LOCK_WARNING_DELAY)?;
                    store.work_in_background(move || wake())?;
                }
                self.session.store = *store;
                self.pending.is_damage_reported = false;
                self.shown_notes = 0;
                self.refresh()
            }
            // Without a store, nothing more could be saved.
            Err(error) => {
                self.pending.reopen_error = Some(error);
                self.is_over = true;
                Ok(())
            }
        }
    }

    /// Starts long work.
    pub(super) fn start_work(&mut self, work: Work) -> Result<()> {
        match self.pending.wake.clone() {
            Some(wake) => {
                self.pending.running = Some(work.spawn(&self.session, move || wake())?);
            }
            None => {
                let outcome = work.run_now(&mut self.session);
                self.apply_outcome(outcome);
            }
        }
        Ok(())
    }

    /// Stops the running work and waits for its end.
    pub(super) fn end_work(&mut self) {
        if let Some(running) = self.pending.running.take() {
            running.stop();
            let outcome = running.wait()(&mut self.session);
            self.apply_outcome(outcome);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, channel};

    use tempfile::TempDir;

    use super::*;
    use crate::clock::Clock;
    use crate::domain::profile::Profile;
    use crate::store::Store;
    use crate::terminal::key::Key;
    use crate::ui::effect::Effect;
    use crate::ui::session::Session;
    use crate::ui::theme::{Background, Depth, Theme};
    use crate::ui::work::Finish;

    fn app(folder: &TempDir) -> (App, Receiver<()>) {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let store = Store::open_or_create(&folder.path().join("carnet.db")).unwrap();
        let session = Session::new(store, clock, theme, PathBuf::from(".")).unwrap();
        let mut app = App::new(session).unwrap();
        let (sender, woken) = channel();
        app.work_in_background(move || {
            let _ = sender.send(());
        })
        .unwrap();
        // The index has counted the events.
        woken.recv().unwrap();
        app.woken();
        (app, woken)
    }

    fn press(app: &mut App, name: &str) {
        app.input(Input::Key(Key::parse(name).unwrap()));
    }

    /// Waits for the end of the work; the daily backup wakes the loop too.
    fn finish(app: &mut App, woken: &Receiver<()>) {
        while app.waiting() == Waiting::Work {
            woken.recv().unwrap();
            app.woken();
        }
    }

    /// Work that lasts until it is stopped, or `go` receives a message.
    fn endless(go: Receiver<()>) -> Work {
        Work::on_store("Longue recherche", move |_, progress| -> Finish {
            while !progress.is_stopped() && go.try_recv().is_err() {
                std::thread::yield_now();
            }
            let text = if progress.is_stopped() {
                "Arrêté."
            } else {
                "Fini."
            };
            Box::new(move |_| Ok(vec![Effect::info(text)]))
        })
    }

    fn toast(app: &App) -> &str {
        app.toast.as_ref().map_or("", |toast| &toast.text)
    }

    #[test]
    fn work_that_lasts_is_shown_and_stopped_by_escape() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, woken) = app(&folder);
        press(&mut app, "Échap");
        let (_go, wait) = channel();
        app.start_work(endless(wait)).unwrap();
        assert_eq!(app.waiting(), Waiting::Work);
        app.retry_pending();
        let mut terminal =
            ratatui::Terminal::new(ratatui::backend::TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| app.draw(frame)).unwrap();
        let shown = terminal.backend().to_string();
        assert!(
            shown.contains("Longue recherche") && shown.contains("Échap arrête"),
            "{shown}"
        );
        // Keys typed while the progress is shown are dropped.
        press(&mut app, "F3");
        press(&mut app, "Échap");
        finish(&mut app, &woken);
        assert_eq!(app.waiting(), Waiting::No);
        assert_eq!(toast(&app), "Arrêté.");
        assert_eq!(app.tab, crate::ui::tab::Tab::Home);
    }

    #[test]
    fn keys_typed_before_the_progress_is_shown_are_handled_after_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, woken) = app(&folder);
        press(&mut app, "Échap");
        let (go, wait) = channel();
        app.start_work(endless(wait)).unwrap();
        press(&mut app, "F3");
        assert_eq!(app.tab, crate::ui::tab::Tab::Home);
        go.send(()).unwrap();
        finish(&mut app, &woken);
        assert_eq!(app.tab, crate::ui::tab::Tab::Events);
    }

    #[test]
    fn uninterruptible_work_runs_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, woken) = app(&folder);
        press(&mut app, "Échap");
        let (go, wait) = channel();
        let work = Work::uninterruptible("Effacement", move |progress| -> Finish {
            wait.recv().unwrap();
            let is_stopped = progress.is_stopped();
            Box::new(move |_| Ok(vec![Effect::info(format!("{is_stopped}"))]))
        });
        app.start_work(work).unwrap();
        app.retry_pending();
        press(&mut app, "Échap");
        assert_eq!(app.waiting(), Waiting::Work);
        go.send(()).unwrap();
        finish(&mut app, &woken);
        assert_eq!(toast(&app), "false");
    }

    #[test]
    fn a_background_backup_that_failed_is_reported_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let named = |store: &mut Store, mediator: &str, day: &str| {
            let profile = Profile {
                mediator: mediator.to_owned(),
                ..Profile::default()
            };
            let recorded = store.record("nom", day.parse().unwrap(), |change| {
                change.set_profile(&profile)
            });
            recorded.unwrap();
        };
        let mut store = Store::create(&folder.path().join("carnet.db")).unwrap();
        named(&mut store, "Hier", "2026-11-23T10:00:00Z");
        store.close().unwrap();
        let (mut app, woken) = app(&folder);
        // A file where the folder of the copies should be.
        std::fs::write(folder.path().join("sauvegardes"), "").unwrap();
        named(&mut app.session.store, "Camille", "2026-11-24T10:00:00Z");
        while app.session.store.notes().is_empty() {
            woken.recv_timeout(Duration::from_secs(20)).unwrap();
            app.woken();
        }
        let toast = toast(&app);
        assert!(toast.contains("n’a pas pu être faite"), "{toast}");
    }

    #[test]
    fn leaving_stops_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, _woken) = app(&folder);
        press(&mut app, "Échap");
        let (_go, wait) = channel();
        app.start_work(endless(wait)).unwrap();
        app.retry_pending();
        press(&mut app, "Ctrl+Q");
        assert!(app.is_over());
        assert_eq!(app.waiting(), Waiting::No);
    }
}
