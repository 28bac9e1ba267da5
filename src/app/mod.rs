//! The application: tabs of screens, layers above them, the toast; routes each input to what handles it.
//!
//! ```text
//! run        the event loop
//! router     from screen to screen
//! frame      one frame: title_bar, screen, dialogs, toast, foot
//! title_bar  the tabs that fit, the menu of places
//! foot       the keys that matter now
//! effects    does what screens ask for
//! dialogs    the replies of dialogs
//! mouse      clicks and the wheel
//! pending    long work, a store that is locked
//! ```

mod dialogs;
mod effects;
mod foot;
mod frame;
mod mouse;
mod pending;
mod router;
pub mod run;
mod title_bar;

use std::cell::RefCell;

use chrono::NaiveDate;
use ratatui::layout::Position;

use pending::Pending;
pub use pending::Waiting;

use crate::domain::text::typography::NARROW;
use crate::explain::Explain;
use crate::screens::settings;
use crate::store::{Note, OFFERED_ANSWERS, Result, Reverted, StoreError};
use crate::terminal::input::Input;
use crate::terminal::key::Key;
use crate::ui::canvas::{ClickTarget, ClickTargets};
use crate::ui::dialog::Layer;
use crate::ui::dialog::help::Help;
use crate::ui::dialog::palette::Palette;
use crate::ui::effect::{Effect, Outcome, Toast, Tone};
use crate::ui::form::draft;
use crate::ui::keymap;
use crate::ui::keymap::{Action, Binding, Context};
use crate::ui::place::{PLACES, Place};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::tab::Tab;

/// The bindings that can be used, each with the context it comes from.
type AvailableBindings = Vec<(Context, &'static Binding)>;

/// The application, without its terminal.
pub struct App {
    pub(super) session: Session,
    /// The stack of screens of each tab, its own screen first; empty until the tab is first opened.
    pub(super) tabs: [Vec<Box<dyn Screen>>; 5],
    pub(super) tab: Tab,
    pub(super) layers: Vec<Box<dyn Layer>>,
    pub(super) toast: Option<Toast>,
    pub(super) click_targets: ClickTargets,
    /// How many attestations are to be filled.
    pub(super) to_attest: usize,
    /// The tab to return to when the current one closes a screen, and the height its stack must have then.
    origin: Option<(Tab, usize)>,
    /// How many of the store's notes were shown.
    shown_notes: usize,
    /// The minute of the last poll of the clock.
    minute: i64,
    /// The day of the last poll of the clock.
    today: NaiveDate,
    /// The bindings of the contexts beside them: every frame asks for those at its foot.
    bindings: RefCell<(Vec<Context>, AvailableBindings)>,
    /// Mouse capture to turn on or off.
    mouse: Option<bool>,
    /// Text to send to the terminal's clipboard.
    copied: Option<String>,
    is_over: bool,
    /// Input is still arriving: expensive parts of the screen are drawn later.
    pub(super) defer_expensive: bool,
    /// The last frame left expensive parts to draw at the next idle frame.
    pub(super) has_deferred: bool,
    /// The keys that the foot shows.
    pub(super) foot_keys: Vec<&'static Binding>,
    /// Where the hidden cursor was left by the last frame.
    pub(super) hidden_cursor: Option<Position>,
    /// The user was warned that unsaved text can't be stored: quitting again loses it.
    can_lose_text: bool,
    /// The count of the store's commits when the last input began, whose work may run still.
    commits: u64,
    pending: Pending,
}

impl App {
    /// Starts the application on a session.
    pub fn new(session: Session) -> Result<Self> {
        let mut app = Self {
            to_attest: session.store.to_attest(session.moment())?,
            commits: session.store.commits().count(),
            origin: None,
            shown_notes: 0,
            minute: session.now().timestamp() / 60,
            today: session.today(),
            session,
            tabs: Default::default(),
            tab: Tab::Home,
            layers: Vec::new(),
            toast: None,
            click_targets: ClickTargets::new(),
            bindings: RefCell::default(),
            mouse: None,
            copied: None,
            is_over: false,
            defer_expensive: false,
            has_deferred: false,
            foot_keys: Vec::new(),
            hidden_cursor: None,
            can_lose_text: false,
            pending: Pending::default(),
        };
        app.open_tab(Tab::Home)?;
        if app.session.store.is_read_only() {
            // Nothing to be filled or resumed.
        } else if !app.session.is_introduced {
            let introduction = settings::introduction(&app.session);
            app.apply(Effect::open(introduction))?;
        } else if let Some(draft) = draft::left_open(&app.session)? {
            app.layers.push(Box::new(dialogs::ask_to_resume(&draft)));
        }
        if let Some(attestations) = app.session.store.recall(OFFERED_ANSWERS)? {
            app.layers
                .push(Box::new(dialogs::report_offered_answers(attestations)));
        }
        app.show_notes();
        Ok(app)
    }

    /// Whether the program must end.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Sets whether the next frames leave out expensive parts, because input is still arriving.
    pub fn set_defer_expensive(&mut self, defer_expensive: bool) {
        self.defer_expensive = defer_expensive;
    }

    /// Whether the last frame left out expensive parts.
    pub fn has_deferred(&self) -> bool {
        self.has_deferred
    }

    /// Returns where to put the terminal's cursor, hidden, for screen readers and braille displays:
    /// on what the last frame showed as selected. None while a field shows the cursor.
    pub fn hidden_cursor(&self) -> Option<Position> {
        self.hidden_cursor
    }

    /// Takes the new state of mouse capture, if it has changed.
    pub fn take_mouse(&mut self) -> Option<bool> {
        self.mouse.take()
    }

    /// Takes the text to send to the terminal's clipboard, if there is one.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Whether something typed is not stored yet: the loop calls [`App::autosave`] soon.
    pub fn needs_autosave(&self) -> bool {
        let mut screens = self.tabs.iter().flatten();
        screens.any(|screen| screen.needs_autosave())
            || self.layers.iter().any(|layer| layer.needs_autosave())
    }

    /// Stores unsaved text as drafts. Called when the user pauses, and when the program ends. Returns
    /// whether all of it could be stored.
    pub fn autosave(&mut self) -> bool {
        self.end_work();
        if self.session.store.is_read_only() {
            return true;
        }
        let session = &mut self.session;
        let screens = self.tabs.iter_mut().flatten();
        let mut results: Vec<Result<()>> = screens.map(|screen| screen.autosave(session)).collect();
        results.extend(self.layers.iter_mut().map(|layer| layer.autosave(session)));
        let mut is_saved = true;
        for error in results.into_iter().filter_map(Result::err) {
            self.toast = Some(error_toast(&self.session, self.commits, error));
            is_saved = false;
        }
        self.can_lose_text &= !is_saved;
        is_saved
    }

    /// Refreshes the screens when another process has written to the store or time has changed what they
    /// show. Returns whether to draw again.
    ///
    /// Called once a second while idle: reads a counter of the store, and the clock, and lets the store
    /// tend its file.
    pub fn poll_changes(&mut self) -> bool {
        self.commits = self.session.store.commits().count();
        let tended = self.session.store.tend(self.session.now());
        let outcome = tended.and_then(|()| self.refresh_if_outdated());
        let is_changed = !matches!(outcome, Ok(false));
        if let Err(error) = outcome {
            self.toast = Some(error_toast(&self.session, self.commits, error));
        }
        is_changed
    }

    fn refresh_if_outdated(&mut self) -> Result<bool> {
        if !self.layers.is_empty() {
            return Ok(false);
        }
        let minute = self.session.now().timestamp() / 60;
        let is_outdated = self.session.is_outdated()?;
        let is_later = minute != self.minute && {
            self.minute = minute;
            // An event has ended, or the day has turned.
            self.to_attest != self.session.store.to_attest(self.session.moment())?
                || self.today != self.session.today()
        };
        if is_outdated || is_later {
            self.today = self.session.today();
            self.refresh()?;
        }
        Ok(is_outdated || is_later)
    }

    /// Whether the daily backup is being made.
    pub fn is_copying(&mut self) -> bool {
        self.session.store.is_copying()
    }

    /// Stops the daily backup that is being made.
    pub fn stop_copying(&self) {
        self.session.store.stop_copying();
    }

    /// Closes the store; caches the home summary for the next opening.
    ///
    /// # Errors
    /// The store could not be closed, or could not be reopened before.
    pub fn close(self) -> std::result::Result<(), CloseError> {
        if let Some(error) = self.pending.reopen_error {
            return Err(CloseError::NotReopened(error));
        }
        // Without the cache, the next opening only counts again.
        let _ = self.session.store.cache_home_summary(self.session.moment());
        self.session.store.close().map_err(CloseError::NotClosed)
    }

    /// Handles an input of the user.
    pub fn input(&mut self, input: Input) {
        if let Some(input) = self.queue_if_waiting(input) {
            self.update(input);
        }
    }

    fn update(&mut self, input: Input) {
        let counter = self.session.store.change_counter();
        self.commits = self.session.store.commits().count();
        let outcome = match input.clone() {
            Input::Key(key) => {
                self.toast = None;
                self.key(key)
            }
            Input::Paste(text) => self.paste(&text),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Focus(true) => self.refresh_if_written().map(|()| Vec::new()),
            Input::Focus(false) | Input::Resize(..) => Ok(Vec::new()),
        };
        match outcome {
            Err(StoreError::Busy) if self.session.store.change_counter() == counter => {
                self.wait_for_store(input);
            }
            outcome => {
                self.apply_outcome(outcome);
                self.show_notes();
            }
        }
    }

    /// Adds the new notes of the store to the toast: what it did by itself, or could not do. Réglages
    /// keeps showing them.
    fn show_notes(&mut self) {
        let notes = self.session.store.notes();
        let new = notes.get(self.shown_notes.min(notes.len())..);
        // After an error, the note of a failed backup would only repeat its cause.
        let has_failed = matches!(&self.toast, Some(toast) if toast.tone == Tone::Error);
        let sentences: Vec<String> = new
            .unwrap_or_default()
            .iter()
            .filter(|note| !has_failed || !matches!(note, Note::BackupFailed(_)))
            .map(Explain::explain)
            .collect();
        self.shown_notes = notes.len();
        if sentences.is_empty() {
            return;
        }
        let text = sentences.join(" ");
        match &mut self.toast {
            Some(toast) => toast.text.push_str(&format!(" {text}")),
            None => self.toast = Some(Toast::new(text, Tone::Info)),
        }
    }

    pub(super) fn screen(&mut self) -> (&mut dyn Screen, &mut Session) {
        let stack = &mut self.tabs[self.tab.index()];
        let last = stack.len() - 1;
        (stack[last].as_mut(), &mut self.session)
    }

    /// Returns the contexts in which keys are looked up now, the most specific first.
    pub(super) fn contexts(&self) -> Vec<Context> {
        match self.layers.last() {
            Some(layer) => layer.contexts().to_vec(),
            None => self.screen_contexts(),
        }
    }

    /// Returns the contexts of the screen, whatever layers are above it.
    pub(super) fn screen_contexts(&self) -> Vec<Context> {
        let screen = self.tabs[self.tab.index()].last();
        screen.map_or_else(Vec::new, |screen| screen.contexts().to_vec())
    }

    /// Returns the bindings that can be used now, the most useful first, each with the context it comes
    /// from.
    pub(super) fn available(&self) -> AvailableBindings {
        let contexts = self.contexts();
        let mut cached = self.bindings.borrow_mut();
        if cached.0 != contexts {
            *cached = (contexts.clone(), keymap::available(&contexts));
        }
        let mut available = cached.1.clone();
        drop(cached);
        let is_read_only = self.session.store.is_read_only();
        if self.layers.is_empty()
            && let Some(screen) = self.tabs[self.tab.index()].last()
        {
            available.retain(|(_, Binding { action, .. })| {
                let is_refused = is_read_only && screen.writes(*action, &self.session);
                !is_refused && screen.is_available(*action)
            });
            keymap::rank(&mut available, screen.due(&self.session));
        } else {
            available
                .retain(|(context, binding)| !(is_read_only && binding.action.writes_in(*context)));
            keymap::rank(&mut available, None);
        }
        available
    }

    /// Returns the index of the open place: that of the screen, or of the tab it was opened from.
    fn open_place(&self) -> Option<usize> {
        let contexts = self.screen_contexts();
        let place = |place: &Place| contexts.contains(&place.context);
        let of_tab = || {
            PLACES
                .iter()
                .position(|place| place.tab() == Some(self.tab))
        };
        PLACES.iter().position(place).or_else(of_tab)
    }

    /// Goes to a place, unless it is open already.
    fn go_to_place(&mut self, index: usize) -> Outcome {
        let is_open = |place: &Place| {
            place.tab().is_none() && self.screen_contexts().contains(&place.context)
        };
        let Some(place) = PLACES.get(index).filter(|place| !is_open(place)) else {
            return Ok(Vec::new());
        };
        Ok(match &place.route {
            // On a screen about an event, the history of that event.
            Route::History(None) => {
                let subject = self.screen().0.subject();
                vec![Effect::Navigate(Route::History(subject))]
            }
            route => vec![Effect::Navigate(route.clone())],
        })
    }

    /// Refreshes the screens when another process has written to the store. Not while a dialog is open:
    /// its answer is about what was selected when it opened.
    fn refresh_if_written(&mut self) -> Result<()> {
        if self.layers.is_empty() && self.session.is_outdated()? {
            self.refresh()?;
        }
        Ok(())
    }

    fn refresh(&mut self) -> Result<()> {
        self.session.reload()?;
        self.to_attest = self.session.store.to_attest(self.session.moment())?;
        for screen in self.tabs.iter_mut().flatten() {
            screen.refresh(&mut self.session)?;
        }
        Ok(())
    }

    /// Returns the selected part of the text being typed, if there is one.
    fn selection(&mut self) -> Option<String> {
        match self.layers.last() {
            Some(layer) => layer.selection(),
            None => self.screen().0.selection(),
        }
    }

    fn key(&mut self, key: Key) -> Outcome {
        // Ctrl+C copies the selected text; without a selection, it quits.
        if key == Key::ctrl('c')
            && let Some(text) = self.selection()
        {
            return Ok(vec![
                Effect::Copy(text),
                Effect::success("Copié. Ctrl+Q quitte Carnet."),
            ]);
        }
        let mut contexts = self.contexts();
        // The user must be able to quit even when the store can't be read any more.
        if let Err(error) = self.refresh_if_written()
            && keymap::action(&contexts, key) != Some(Action::Quit)
            && keymap::action(&[Context::Everywhere], key) != Some(Action::Quit)
        {
            return Err(error);
        }
        if let Some(action) = keymap::action(&contexts, key) {
            return self.act(action);
        }
        contexts = vec![Context::Everywhere];
        match keymap::action(&contexts, key) {
            // Beneath a layer, only these two keys work.
            Some(Action::Quit) => return self.act(Action::Quit),
            Some(Action::Help) => return self.act(Action::Help),
            _ => {}
        }
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.key(key);
            return self.reply(reply);
        }
        let (screen, session) = self.screen();
        screen.key(key, session)
    }

    fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Quit => return Ok(vec![Effect::Quit]),
            Action::Help
                if self
                    .layers
                    .iter()
                    .all(|layer| layer.contexts() != [Context::Help]) =>
            {
                return Ok(vec![Effect::open(Help::new(
                    &self.contexts(),
                    &self.available(),
                    self.session.store.is_read_only(),
                ))]);
            }
            Action::Palette if self.layers.is_empty() => {
                return Ok(vec![Effect::open(Palette::commands(&self.available()))]);
            }
            Action::Menu if self.layers.is_empty() => {
                let is_menu = |target: &ClickTarget| *target == ClickTarget::Action(action);
                let entry = self
                    .click_targets
                    .iter()
                    .find(|(_, target)| is_menu(target));
                let column = entry.map_or(0, |(area, _)| area.x);
                return Ok(vec![Effect::open(Palette::menu(self.open_place(), column))]);
            }
            _ => {}
        }
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.act(action);
            return self.reply(reply);
        }
        let (screen, session) = self.screen();
        if screen.writes(action, session) {
            session.store.ensure_not_read_only()?;
        }
        match action {
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Go(place) => self.go_to_place(place),
            action => {
                let (screen, session) = self.screen();
                screen.act(action, session)
            }
        }
    }

    fn undo(&mut self) -> Outcome {
        let now = self.session.now();
        let Some(undone) = self.session.store.undo(now)? else {
            return Ok(vec![Effect::info("Rien à annuler.")]);
        };
        self.show_reverted(&undone)?;
        let text = format!("Annulé{NARROW}: {}. Ctrl+Y pour rétablir.", undone.label);
        Ok(vec![Effect::success(text)])
    }

    fn redo(&mut self) -> Outcome {
        let now = self.session.now();
        let Some(redone) = self.session.store.redo(now)? else {
            return Ok(vec![Effect::info("Rien à rétablir.")]);
        };
        self.show_reverted(&redone)?;
        let text = format!("Rétabli{NARROW}: {}.", redone.label);
        Ok(vec![Effect::success(text)])
    }

    /// Refreshes the screens after an undo or a redo, and selects the event it brought back.
    fn show_reverted(&mut self, reverted: &Reverted) -> Result<()> {
        self.refresh()?;
        if let Some(id) = reverted.returned {
            let (screen, session) = self.screen();
            // When a filter hides it, the selection stays.
            screen.show(id, session)?;
        }
        Ok(())
    }

    fn paste(&mut self, text: &str) -> Outcome {
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.paste(text);
            return self.reply(reply);
        }
        let (screen, session) = self.screen();
        screen.paste(text, session)
    }
}

/// Why the store could not be closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// It could not be reopened before, in the place of the one that was closed.
    #[error(transparent)]
    NotReopened(StoreError),
    /// Something failed after all that was to be written was.
    #[error(transparent)]
    NotClosed(StoreError),
}

/// Returns the message of an error of the store, the count of its commits having been `before` when what
/// failed began.
fn error_toast(session: &Session, before: u64, error: StoreError) -> Toast {
    let error = session.store.cause(error);
    let text = match session.store.commits().count() > before {
        true => error.explain_after_commit(),
        false => error.explain(),
    };
    Toast::new(text, Tone::Error)
}
