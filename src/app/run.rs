//! The event loop: draws, waits for an event, lets the application handle it, and starts again.
//!
//! While idle it only polls for changes by other processes. `terminal::sources` gathers the events that
//! wake it; the terminal is set up before it and restored after.

use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::{App, CloseError, Waiting};
use crate::clock::Clock;
use crate::domain::text::typography::NARROW;
use crate::explain::{Explain, not_closed};
use crate::screens::settings;
use crate::store::{Store, StoreError};
use crate::terminal::sources::{SourceEvent, spawn_sources};
use crate::terminal::{Screen, TerminalError};
use crate::ui::session::Session;
use crate::ui::theme::Theme;

/// The time without a key after which unsaved text is stored.
const AUTOSAVE_DELAY: Duration = Duration::from_millis(600);

/// The time without a key after which expensive parts of the screen are drawn.
const IDLE_DELAY: Duration = Duration::from_millis(120);

/// The maximum time between two autosaves while the user types: a crash loses no more.
const AUTOSAVE_MAX: Duration = Duration::from_millis(1_500);

/// The time before the progress of long work is shown, and between two updates of it.
const WORK_POLL: Duration = Duration::from_millis(200);

/// The time between two tries of an input on a locked store.
const RETRY_INTERVAL: Duration = Duration::from_millis(100);

/// The time between two checks for changes by other processes.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The time without the terminal's focus after which these checks stop.
const UNFOCUSED_SLEEP: Duration = Duration::from_secs(60);

/// Why the program stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The terminal could not be set up, or was lost.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store could not be closed.
    #[error(transparent)]
    Close(#[from] CloseError),
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Terminal(TerminalError::Lost(error))
    }
}

impl Explain for RunError {
    fn explain(&self) -> String {
        match self {
            Self::Terminal(error) => error.explain(),
            Self::Store(error) | Self::Close(CloseError::NotReopened(error)) => error.explain(),
            Self::Close(CloseError::NotClosed(error)) => not_closed(error),
        }
    }
}

/// Runs the program on a store until the user quits.
///
/// # Errors
/// [`RunError`]; the terminal is restored and unsaved text is stored first.
pub fn run(store: Store, clock: Clock) -> Result<(), RunError> {
    let variable = |name: &str| std::env::var(name).ok();
    let theme = Theme::detect(variable, store.recall(settings::BACKGROUND)?);
    let mouse = store.recall(settings::MOUSE)?.unwrap_or(true);
    let mut app = App::new(Session::new(store, clock, theme, documents())?)?;
    let mut screen = Screen::enter(mouse)?;
    let (sender, events) = channel();
    spawn_sources(&sender)?;
    let ended = guarded(&mut app, |app| show(app, &mut screen, sender, &events));
    app.autosave();
    drop(screen);
    if !matches!(ended, Ok(Ended::Quit)) {
        app.stop_copying();
    } else if app.is_copying() {
        let message = format!(
            "Carnet finit la sauvegarde du jour{NARROW}; Ctrl+C l’arrête sans rien perdre."
        );
        let _ = writeln!(io::stderr(), "{message}");
    }
    app.close()?;
    ended.map(drop)
}

/// Why the loop ended.
enum Ended {
    /// The user quit.
    Quit,
    /// The terminal closed, or a signal asked the program to stop.
    Stopped,
}

/// Runs the loop, and on a panic stores unsaved text before the panic goes on. (The terminal is restored
/// by its own panic hook.)
fn guarded<T>(app: &mut App, run: impl FnOnce(&mut App) -> T) -> T {
    // Unwind safety: after a panic, the screens are only asked for their texts.
    match catch_unwind(AssertUnwindSafe(|| run(app))) {
        Ok(ended) => ended,
        Err(panic) => {
            // A second panic must not hide the first.
            let _ = catch_unwind(AssertUnwindSafe(|| app.autosave()));
            resume_unwind(panic)
        }
    }
}

fn draw(app: &mut App, screen: &mut Screen) -> io::Result<()> {
    screen.draw(|frame| {
        app.draw(frame);
        app.hidden_cursor()
    })
}

fn show(
    app: &mut App,
    screen: &mut Screen,
    sender: Sender<SourceEvent>,
    events: &Receiver<SourceEvent>,
) -> Result<Ended, RunError> {
    let mut sender = Some(sender);
    let mut typing_since: Option<Instant> = None;
    let mut watch = Watch::default();
    while !app.is_over() {
        // Saves at least every `AUTOSAVE_MAX`, even if the user never pauses.
        let waiting = app.waiting();
        let is_typing = waiting == Waiting::No && app.needs_autosave();
        if is_typing {
            if typing_since.get_or_insert_with(Instant::now).elapsed() > AUTOSAVE_MAX {
                app.autosave();
            }
        } else {
            typing_since = None;
        }
        draw(app, screen)?;
        // Background work starts after the first frame, so that it does not delay it.
        if let Some(sender) = sender.take() {
            app.work_in_background(move || {
                let _ = sender.send(SourceEvent::Woken);
            })?;
        }
        let longest = match waiting {
            _ if app.has_deferred() => IDLE_DELAY,
            Waiting::No => AUTOSAVE_DELAY,
            Waiting::Work => WORK_POLL,
            Waiting::Store => RETRY_INTERVAL,
        };
        let first = if is_typing || waiting != Waiting::No || app.has_deferred() {
            match events.recv_timeout(longest) {
                Err(RecvTimeoutError::Timeout) if app.has_deferred() => {
                    app.set_defer_expensive(false);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) if is_typing => {
                    app.autosave();
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    app.retry_pending();
                    apply_to_terminal(app, screen)?;
                    continue;
                }
                event => event.ok(),
            }
        } else {
            match wait(events, &watch, || app.poll_changes()) {
                Some(event) => event,
                // Another process has written: draw the new content.
                None => continue,
            }
        };
        // Handles all the input that is ready before drawing once.
        let mut next = first.or(Some(SourceEvent::Quit));
        while let Some(event) = next {
            match event {
                SourceEvent::Input(input) => {
                    watch.note(&input);
                    app.set_defer_expensive(true);
                    app.input(input);
                }
                SourceEvent::Woken => app.woken(),
                SourceEvent::Quit => return Ok(Ended::Stopped),
            }
            apply_to_terminal(app, screen)?;
            next = if app.is_over() {
                None
            } else {
                events.try_recv().ok()
            };
        }
    }
    Ok(Ended::Quit)
}

/// Applies to the terminal what the application asked for besides drawing: mouse capture, clipboard.
fn apply_to_terminal(app: &mut App, screen: &mut Screen) -> io::Result<()> {
    if let Some(on) = app.take_mouse() {
        screen.set_mouse(on)?;
    }
    if let Some(text) = app.take_copied() {
        screen.copy_to_clipboard(&text)?;
    }
    Ok(())
}

/// Watches the focus of the terminal: without it for a while, the loop sleeps until the next input.
#[derive(Default)]
struct Watch {
    unfocused_since: Option<Instant>,
}

impl Watch {
    fn note(&mut self, input: &crate::terminal::input::Input) {
        self.unfocused_since = match input {
            crate::terminal::input::Input::Focus(false) => Some(Instant::now()),
            _ => None,
        };
    }

    fn is_asleep(&self) -> bool {
        self.unfocused_since
            .is_some_and(|since| since.elapsed() > UNFOCUSED_SLEEP)
    }
}

/// Waits for an event while polling for changes. Returns `None` when `poll_changes` found some, and
/// `Some(None)` when the sources are gone.
fn wait(
    events: &Receiver<SourceEvent>,
    watch: &Watch,
    mut poll_changes: impl FnMut() -> bool,
) -> Option<Option<SourceEvent>> {
    while !watch.is_asleep() {
        match events.recv_timeout(POLL_INTERVAL) {
            Err(RecvTimeoutError::Timeout) => {
                if poll_changes() {
                    return None;
                }
            }
            event => return Some(event.ok()),
        }
    }
    Some(events.recv().ok())
}

/// Returns the default folder of exported files: the user's documents, or else their home.
fn documents() -> PathBuf {
    let folders = directories::UserDirs::new();
    let documents = folders.as_ref().and_then(|folders| folders.document_dir());
    let home = folders.as_ref().map(directories::UserDirs::home_dir);
    let folder = documents.filter(|folder| folder.is_dir()).or(home);
    folder.map_or_else(|| PathBuf::from("."), PathBuf::from)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::profile::Profile;
    use crate::terminal::input::{Input, Key};
    use crate::ui::theme::{Background, Depth};

    /// Opens the application on a new carnet, with a profile.
    fn introduced(path: &Path) -> App {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let mut store = Store::create(path).unwrap();
        let introduced = store.record("profil", clock.now(), |change| {
            change.set_profile(&Profile::default())
        });
        introduced.unwrap();
        let theme = Theme::new(Depth::True, Background::Dark);
        let session = Session::new(store, clock, theme, PathBuf::from(".")).unwrap();
        App::new(session).unwrap()
    }

    #[test]
    fn closing_caches_the_home_summary() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        introduced(&path).close().unwrap();
        let store = Store::open(&path).unwrap();
        let cached: Option<serde_json::Value> = store.recall("account").unwrap();
        assert!(cached.is_some());
    }

    #[test]
    fn a_panic_stores_unsaved_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        let mut app = introduced(&path);
        for name in ["F3", "n", "É", "t", "é"] {
            app.input(Input::Key(Key::parse(name).unwrap()));
        }
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            guarded(&mut app, |_| -> () { panic!("a fault in a screen") })
        }));
        let message = panicked.unwrap_err();
        assert_eq!(message.downcast_ref(), Some(&"a fault in a screen"));
        drop(app);
        let store = Store::open(&path).unwrap();
        let drafts = store.drafts().unwrap();
        assert_eq!(drafts[0].text("title"), "Été");
    }

    #[test]
    fn a_terminal_error_says_what_was_kept_and_what_to_do() {
        let lost = || io::Error::from(io::ErrorKind::BrokenPipe);
        let sentence = RunError::from(lost()).explain();
        for part in [
            "Le terminal ne répond plus (plus personne ne lit). ",
            "ce qui était tapé est gardé",
            "rouvrez Carnet",
        ] {
            assert!(sentence.contains(part), "{sentence}");
        }
        let sentence = RunError::from(TerminalError::Setup(lost())).explain();
        assert!(
            sentence.contains("Le carnet n’a pas été touché"),
            "{sentence}"
        );
        // Other errors of the system are given by number, not in English.
        let sentence = RunError::from(io::Error::from_raw_os_error(4242)).explain();
        assert!(sentence.contains("(erreur 4242 du système)"), "{sentence}");
    }
}
