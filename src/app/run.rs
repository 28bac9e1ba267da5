//! The event loop: draws, waits for an event, updates, and does what the update asks for.
//!
//! Nothing happens while nothing changes: the loop draws, waits for an event, updates, and does
//! what the update asks for. `sources` gathers what wakes it, `terminal` is entered and given back.

use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::{App, Waiting};
use crate::clock::Clock;
use crate::domain::text::typography::NARROW;
use crate::explain::Explain;
use crate::screens::settings;
use crate::store::{Store, StoreError};
use crate::terminal::sources::{SourceEvent, spawn_sources};
use crate::terminal::{Screen, TerminalError};
use crate::ui::session::Session;
use crate::ui::theme::Theme;

/// After how long without a key what is typed is kept.
const AUTOSAVE_DELAY: Duration = Duration::from_millis(600);

/// After how long without a key the hand rests: what was left for later is drawn.
const IDLE_DELAY: Duration = Duration::from_millis(120);

/// The most typing that a crash can lose.
const AUTOSAVE_MAX: Duration = Duration::from_millis(1_500);

/// How long work goes on before it is shown, and between two looks at how far it has come.
const WORK_POLL: Duration = Duration::from_millis(200);

/// Between two tries of what a store that another program holds could not answer.
const RETRY_INTERVAL: Duration = Duration::from_millis(100);

/// How often other windows are looked at.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// After how long without the focus they no longer are.
const UNFOCUSED_SLEEP: Duration = Duration::from_secs(60);

/// Why the screen stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no terminal to show it in, or it is gone.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
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
            Self::Store(error) => error.explain(),
        }
    }
}

/// Shows the store until the user leaves.
///
/// # Errors
/// [`RunError`]; the terminal is given back and what was typed is kept.
pub fn run(store: Store, clock: Clock) -> Result<(), RunError> {
    let variable = |name: &str| std::env::var(name).ok();
    let theme = Theme::detect(variable, store.recall(settings::BACKGROUND)?);
    let mouse = store.recall(settings::MOUSE)?.unwrap_or(true);
    let mut app = App::new(Session::new(store, clock, theme, documents())?)?;
    let mut screen = Screen::enter(mouse)?;
    let (sender, events) = channel();
    spawn_sources(&sender)?;
    screen.draw(|frame| app.draw(frame))?;
    // What else there is to do begins once the first frame is there.
    app.work_in_background(move || {
        let _ = sender.send(SourceEvent::Woken);
    })?;
    let ended = guarded(&mut app, |app| show(app, &mut screen, &events));
    app.pause();
    drop(screen);
    if !matches!(ended, Ok(Ended::Left)) {
        app.stop_copying();
    } else if app.is_copying() {
        let told = format!(
            "Carnet finit la sauvegarde du jour{NARROW}; Ctrl+C l’arrête sans rien perdre."
        );
        let _ = writeln!(io::stderr(), "{told}");
    }
    app.close()?;
    ended.map(drop)
}

/// How the program ends.
enum Ended {
    /// The user left.
    Left,
    /// It was told to.
    Announced,
}

/// Runs the program so that a panic, which gives the terminal back by itself, keeps what was typed
/// before it goes on.
fn guarded<T>(app: &mut App, run: impl FnOnce(&mut App) -> T) -> T {
    // Whatever state the screens were left in, their texts are only read.
    match catch_unwind(AssertUnwindSafe(|| run(app))) {
        Ok(ended) => ended,
        Err(panic) => {
            // One screen that fails again must not hide the first failure.
            let _ = catch_unwind(AssertUnwindSafe(|| app.pause()));
            resume_unwind(panic)
        }
    }
}

fn show(
    app: &mut App,
    screen: &mut Screen,
    events: &Receiver<SourceEvent>,
) -> Result<Ended, RunError> {
    let mut typing_since: Option<Instant> = None;
    let mut watch = Watch::default();
    while !app.is_over() {
        // Whoever types without a pause is kept all the same.
        let waiting = app.waiting();
        let is_typing = waiting == Waiting::No && app.is_typing();
        if is_typing {
            if typing_since.get_or_insert_with(Instant::now).elapsed() > AUTOSAVE_MAX {
                app.pause();
            }
        } else {
            typing_since = None;
        }
        screen.draw(|frame| app.draw(frame))?;
        let longest = match waiting {
            _ if app.has_deferred() => IDLE_DELAY,
            Waiting::No => AUTOSAVE_DELAY,
            Waiting::Work => WORK_POLL,
            Waiting::Store => RETRY_INTERVAL,
        };
        let first = if is_typing || waiting != Waiting::No || app.has_deferred() {
            match events.recv_timeout(longest) {
                Err(RecvTimeoutError::Timeout) if app.has_deferred() => {
                    app.hurry(false);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) if is_typing => {
                    app.pause();
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    app.retry_pending();
                    hand_over(app, screen)?;
                    continue;
                }
                event => event.ok(),
            }
        } else {
            match wait(events, &watch, || app.poll_changes()) {
                Some(event) => event,
                // What another window wrote is to be drawn.
                None => continue,
            }
        };
        // What came together is drawn together.
        let mut next = first.or(Some(SourceEvent::Quit));
        while let Some(event) = next {
            match event {
                SourceEvent::Input(input) => {
                    watch.saw(&input);
                    app.hurry(true);
                    app.input(input);
                }
                SourceEvent::Woken => app.woken(),
                SourceEvent::Quit => return Ok(Ended::Announced),
            }
            hand_over(app, screen)?;
            next = if app.is_over() {
                None
            } else {
                events.try_recv().ok()
            };
        }
    }
    Ok(Ended::Left)
}

/// Gives the terminal what it was asked for beside the drawing.
fn hand_over(app: &mut App, screen: &mut Screen) -> io::Result<()> {
    if let Some(on) = app.take_mouse() {
        screen.set_mouse(on)?;
    }
    if let Some(text) = app.take_copied() {
        screen.copy_to_clipboard(&text)?;
    }
    Ok(())
}

/// Whether the window is looked at: one that is not, for a while, sleeps until it is again.
#[derive(Default)]
struct Watch {
    unfocused_since: Option<Instant>,
}

impl Watch {
    fn saw(&mut self, input: &crate::terminal::input::Input) {
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

/// Waits for an event, and meanwhile looks around every second; `None` as soon as that tells
/// something new.
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

/// Where files are written when nothing says otherwise: the user's documents, else their home.
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

    /// The program on a new carnet, past the first questions.
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
    fn leaving_keeps_what_mon_compte_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        introduced(&path).close().unwrap();
        let store = Store::open(&path).unwrap();
        let kept: Option<serde_json::Value> = store.recall("account").unwrap();
        assert!(kept.is_some());
    }

    #[test]
    fn a_panic_keeps_what_was_typed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("carnet.db");
        let mut app = introduced(&path);
        for name in ["F3", "n", "É", "t", "é"] {
            app.input(Input::Key(Key::parse(name).unwrap()));
        }
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            guarded(&mut app, |_| -> () { panic!("a fault in a screen") })
        }));
        let told = panicked.unwrap_err();
        assert_eq!(told.downcast_ref(), Some(&"a fault in a screen"));
        drop(app);
        let store = Store::open(&path).unwrap();
        let drafts = store.drafts().unwrap();
        assert_eq!(drafts[0].text("title"), "Été");
    }

    #[test]
    fn a_terminal_that_fails_is_told_with_what_was_kept_and_what_to_do() {
        let lost = || io::Error::from(io::ErrorKind::BrokenPipe);
        let told = RunError::from(lost()).explain();
        for part in [
            "Le terminal ne répond plus (plus personne ne lit). ",
            "ce qui était tapé est gardé",
            "rouvrez Carnet",
        ] {
            assert!(told.contains(part), "{told}");
        }
        let told = RunError::from(TerminalError::Setup(lost())).explain();
        assert!(told.contains("Le carnet n’a pas été touché"), "{told}");
        // Whatever else the system says is a number, not its English.
        let told = RunError::from(io::Error::from_raw_os_error(5)).explain();
        assert!(told.contains("(erreur 5 du système)"), "{told}");
    }
}
