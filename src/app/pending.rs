//! What the window waits for: long work, a store that another program holds, news from the store.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::{App, dialogs};
use crate::domain::text::typography::NARROW;
use crate::explain::Explain as _;
use crate::store::{Result, Store, StoreError};
use crate::terminal::input::{Code, Input};
use crate::ui::effect::{Toast, Tone};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Context};
use crate::ui::work::{Running, Work};

/// How many times a store that another program holds is asked again, each with the store's own
/// patience.
const MAX_TRIES: u8 = 40;

/// How long a write waits for that of another window before the user is told.
const SPINNER_DELAY: Duration = Duration::from_millis(400);

/// What the window waits for, and what was typed meanwhile.
#[derive(Default)]
pub(super) struct Pending {
    /// Wakes the loop from another thread; none where nobody loops, and work is done at once.
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    pub(super) running: Option<Running>,
    /// What the user did, that a held store could not answer.
    held: Option<Input>,
    /// How often it was tried again.
    tries: u8,
    /// What was typed since.
    typed: VecDeque<Input>,
    tells_damage: bool,
    /// Why there is no store to go on with.
    pub(super) lost: Option<StoreError>,
}

/// How the loop is to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// For whatever comes.
    No,
    /// For work to end, shown if it lasts.
    Work,
    /// For another program to let the store go.
    Store,
}

impl App {
    /// Has long work done beside the loop, which `wake` wakes from another thread.
    ///
    /// # Errors
    /// A thread could not be had.
    pub fn work_in_background(&mut self, wake: impl Fn() + Send + Sync + 'static) -> Result<()> {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        self.aside.wake = Some(Arc::clone(&wake));
        self.session.store.set_write_timeout(SPINNER_DELAY)?;
        self.session.store.work_in_background(move || wake())
    }

    /// How the loop is to wait.
    pub fn waiting(&self) -> Waiting {
        match (&self.aside.running, &self.aside.held) {
            (Some(_), _) => Waiting::Work,
            (None, Some(_)) => Waiting::Store,
            (None, None) => Waiting::No,
        }
    }

    /// A while has passed: work that lasts is shown, a held store is asked again.
    pub fn retry_pending(&mut self) {
        if let Some(running) = &mut self.aside.running {
            running.is_shown = true;
        } else if let Some(input) = self.aside.held.take() {
            self.toast = None;
            self.aside.tries += 1;
            self.update(input);
            if self.aside.held.is_none() {
                self.aside.tries = 0;
                self.go_on();
            }
        }
    }

    /// Something was done aside.
    pub fn woken(&mut self) {
        self.session.store.gather();
        for screen in self.tabs.iter_mut().flatten() {
            if let Err(error) = screen.recount(&mut self.session) {
                self.toast = Some(Toast::new(error.explain(), Tone::Wrong));
            }
        }
        if let Some(finish) = self.aside.running.as_ref().and_then(Running::ended) {
            self.aside.running = None;
            let outcome = finish(&mut self.session);
            self.settle(outcome);
            self.go_on();
        }
        self.tell_notes();
        if self.session.store.damage().is_some() && !self.aside.tells_damage {
            self.aside.tells_damage = true;
            self.layers.push(Box::new(dialogs::damaged()));
        }
    }

    /// Answers the input, unless it is to wait its turn.
    pub(super) fn unless_waiting(&mut self, input: Input) -> Option<Input> {
        let is_shown = match (&self.aside.running, &self.aside.held) {
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
        // What is typed before anything is seen to wait is not lost; what is typed at a wall is.
        if !is_shown {
            self.aside.typed.push_back(input);
        }
        None
    }

    fn give_up(&mut self) {
        self.aside.typed.clear();
        if let Some(running) = &self.aside.running {
            running.stop();
        }
        if self.aside.held.take().is_some() {
            self.toast = Some(Toast::new(StoreError::Busy.explain(), Tone::Wrong));
        }
    }

    /// Answers what was typed while something was waited for.
    fn go_on(&mut self) {
        while self.waiting() == Waiting::No
            && let Some(input) = self.aside.typed.pop_front()
        {
            self.update(input);
        }
    }

    /// Another program holds the store: the same input is tried again, unless that has lasted.
    pub(super) fn wait_for_store(&mut self, input: Input) {
        if self.aside.wake.is_none() || self.aside.tries >= MAX_TRIES {
            self.aside.typed.clear();
            self.settle(Err(StoreError::Busy));
            return;
        }
        self.aside.held = Some(input);
        let text = format!(
            "Une autre fenêtre ou un autre programme retient le carnet{NARROW}: Carnet attend. Échap renonce."
        );
        self.toast = Some(Toast::new(text, Tone::Plain));
    }

    /// Goes on with the store opened anew.
    pub(super) fn reopen(&mut self, opened: Result<Box<Store>>) -> Result<()> {
        match opened {
            Ok(mut store) => {
                if let Some(wake) = self.aside.wake.clone() {
                    store.set_write_timeout(SPINNER_DELAY)?;
                    store.work_in_background(move || wake())?;
                }
                self.session.store = *store;
                self.aside.tells_damage = false;
                self.notes_told = 0;
                self.refresh()
            }
            // Whatever is done from here on would be written nowhere.
            Err(error) => {
                self.aside.lost = Some(error);
                self.is_over = true;
                Ok(())
            }
        }
    }

    /// Begins some work.
    pub(super) fn work(&mut self, work: Work) -> Result<()> {
        match self.aside.wake.clone() {
            Some(wake) => {
                self.aside.running = Some(work.begin(&self.session, move || wake())?);
            }
            None => {
                let outcome = work.here(&mut self.session);
                self.settle(outcome);
            }
        }
        Ok(())
    }

    /// Stops the work that runs, and waits for its end.
    pub(super) fn end_work(&mut self) {
        if let Some(running) = self.aside.running.take() {
            running.stop();
            let outcome = running.wait()(&mut self.session);
            self.settle(outcome);
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
        // The events are counted.
        woken.recv().unwrap();
        app.woken();
        (app, woken)
    }

    fn press(app: &mut App, name: &str) {
        app.input(Input::Key(Key::parse(name).unwrap()));
    }

    /// Waits for the work's end; the day's copy wakes the loop too.
    fn finish(app: &mut App, woken: &Receiver<()>) {
        while app.waiting() == Waiting::Work {
            woken.recv().unwrap();
            app.woken();
        }
    }

    /// Work that goes on until it is stopped, or `go` says so.
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

    fn said(app: &App) -> &str {
        app.toast.as_ref().map_or("", |toast| &toast.text)
    }

    #[test]
    fn work_that_lasts_is_shown_and_stopped_by_escape() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, woken) = app(&folder);
        press(&mut app, "Échap");
        let (_go, wait) = channel();
        app.work(endless(wait)).unwrap();
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
        // What is typed at it is not kept for later.
        press(&mut app, "F3");
        press(&mut app, "Échap");
        finish(&mut app, &woken);
        assert_eq!(app.waiting(), Waiting::No);
        assert_eq!(said(&app), "Arrêté.");
        assert_eq!(app.tab, crate::ui::tab::Tab::Home);
    }

    #[test]
    fn what_is_typed_before_work_is_shown_is_done_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, woken) = app(&folder);
        press(&mut app, "Échap");
        let (go, wait) = channel();
        app.work(endless(wait)).unwrap();
        press(&mut app, "F3");
        assert_eq!(app.tab, crate::ui::tab::Tab::Home);
        go.send(()).unwrap();
        finish(&mut app, &woken);
        assert_eq!(app.tab, crate::ui::tab::Tab::Events);
    }

    #[test]
    fn what_is_to_go_to_its_end_does() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, woken) = app(&folder);
        press(&mut app, "Échap");
        let (go, wait) = channel();
        let work = Work::alone("Effacement", move |progress| -> Finish {
            wait.recv().unwrap();
            let is_stopped = progress.is_stopped();
            Box::new(move |_| Ok(vec![Effect::info(format!("{is_stopped}"))]))
        });
        app.work(work).unwrap();
        app.retry_pending();
        press(&mut app, "Échap");
        assert_eq!(app.waiting(), Waiting::Work);
        go.send(()).unwrap();
        finish(&mut app, &woken);
        assert_eq!(said(&app), "false");
    }

    #[test]
    fn a_copy_that_failed_aside_is_told_as_soon_as_it_wakes_the_window() {
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
        let told = said(&app);
        assert!(told.contains("n’a pas pu être faite"), "{told}");
    }

    #[test]
    fn leaving_stops_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, _woken) = app(&folder);
        press(&mut app, "Échap");
        let (_go, wait) = channel();
        app.work(endless(wait)).unwrap();
        app.retry_pending();
        press(&mut app, "Ctrl+Q");
        assert!(app.is_over());
        assert_eq!(app.waiting(), Waiting::No);
    }
}
