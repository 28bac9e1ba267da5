//! Which screen, which layers above it, what is being said; routes keys to whoever takes them.

mod dialogs;
mod foot;
mod frame;
mod mouse;
mod pending;
mod router;
pub mod run;
mod title_bar;

use chrono::NaiveDate;

use pending::Pending;
pub use pending::Waiting;

use crate::domain::text::typography::NARROW;
use crate::explain::Explain;
use crate::screens::settings;
use crate::store::{Note, Result, Reverted, StoreError};
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

/// The program, but for the terminal.
pub struct App {
    pub(super) session: Session,
    /// A tab each: its own screen, and those opened from it above; nothing until one first goes
    /// there.
    pub(super) tabs: [Vec<Box<dyn Screen>>; 5],
    pub(super) tab: Tab,
    pub(super) layers: Vec<Box<dyn Layer>>,
    pub(super) toast: Option<Toast>,
    pub(super) hits: ClickTargets,
    /// How many attestations wait to be filled.
    pub(super) to_attest: usize,
    /// The tab from which one was brought to this one, and how many screens this one then had.
    origin: Option<(Tab, usize)>,
    /// How many of the store's notes were told.
    notes_told: usize,
    /// The minute and the day when time was last looked at.
    minute: i64,
    today: NaiveDate,
    mouse: Option<bool>,
    copied: Option<String>,
    is_over: bool,
    /// Keys follow one another.
    pub(super) defer_expensive: bool,
    /// The last frame left something to be drawn once the hand rests.
    pub(super) has_deferred: bool,
    /// The user was told that what is typed can't be kept: leaving again is meant.
    leaves_anyway: bool,
    aside: Pending,
}

impl App {
    /// The program as it starts on a store.
    pub fn new(session: Session) -> Result<Self> {
        let mut app = Self {
            to_attest: session.store.to_attest(session.at())?,
            origin: None,
            notes_told: 0,
            minute: session.now().timestamp() / 60,
            today: session.today(),
            session,
            tabs: Default::default(),
            tab: Tab::Home,
            layers: Vec::new(),
            toast: None,
            hits: ClickTargets::new(),
            mouse: None,
            copied: None,
            is_over: false,
            defer_expensive: false,
            has_deferred: false,
            leaves_anyway: false,
            aside: Pending::default(),
        };
        app.turn_to(Tab::Home)?;
        if !app.session.is_introduced {
            let introduction = settings::introduction(&app.session);
            app.apply(Effect::open(introduction))?;
        } else if let Some(draft) = draft::left_open(&app.session)? {
            app.layers.push(Box::new(dialogs::resume(&draft)));
        }
        app.tell_notes();
        Ok(app)
    }

    /// Whether the program is to end.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Has the next frames leave what they can for when the hand rests, or be whole again.
    pub fn hurry(&mut self, defer_expensive: bool) {
        self.defer_expensive = defer_expensive;
    }

    /// Whether the last frame left something for when the hand rests.
    pub fn has_deferred(&self) -> bool {
        self.has_deferred
    }

    /// Whether the mouse is to be told to the program, when that has changed.
    pub fn take_mouse(&mut self) -> Option<bool> {
        self.mouse.take()
    }

    /// The text to send to the terminal's clipboard, if there is one.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Whether something typed waits for a pause to be kept.
    pub fn is_typing(&self) -> bool {
        let mut screens = self.tabs.iter().flatten();
        screens.any(|screen| screen.is_typing())
            || self.layers.iter().any(|layer| layer.is_typing())
    }

    /// Keeps what was typed: the typing pauses, or the program stops. Answers whether it could.
    pub fn pause(&mut self) -> bool {
        self.end_work();
        let session = &mut self.session;
        let screens = self.tabs.iter_mut().flatten();
        let mut paused: Vec<Result<()>> = screens.map(|screen| screen.pause(session)).collect();
        paused.extend(self.layers.iter_mut().map(|layer| layer.pause(session)));
        let mut kept = true;
        for error in paused.into_iter().filter_map(Result::err) {
            self.toast = Some(wrong(&self.session, error));
            kept = false;
        }
        self.leaves_anyway &= !kept;
        kept
    }

    /// Leaves, unless that would lose what is typed unasked.
    fn quit(&mut self) {
        if self.pause() || self.leaves_anyway {
            self.is_over = true;
            return;
        }
        self.leaves_anyway = true;
        if let Some(toast) = &mut self.toast {
            // First, since a long sentence is cut at its end.
            let warning = format!(
                "Ce qui est tapé n’est pas gardé{NARROW}: Ctrl+Q encore pour quitter quand même. "
            );
            toast.text.insert_str(0, &warning);
        }
    }

    /// Looks at what time and other windows have changed; answers whether anything has.
    ///
    /// Called once a second while nothing happens: it reads a number of the store, and the clock.
    pub fn poll_changes(&mut self) -> bool {
        let outcome = self.look();
        let is_changed = !matches!(outcome, Ok(false));
        if let Err(error) = outcome {
            self.toast = Some(wrong(&self.session, error));
        }
        is_changed
    }

    fn look(&mut self) -> Result<bool> {
        if !self.layers.is_empty() {
            return Ok(false);
        }
        let minute = self.session.now().timestamp() / 60;
        let is_outdated = self.session.is_outdated()?;
        let is_later = minute != self.minute && {
            self.minute = minute;
            // An event has ended, or the day has turned.
            self.to_attest != self.session.store.to_attest(self.session.at())?
                || self.today != self.session.today()
        };
        if is_outdated || is_later {
            self.today = self.session.today();
            self.refresh()?;
        }
        Ok(is_outdated || is_later)
    }

    /// Whether the day's copy is being made.
    pub fn is_copying(&mut self) -> bool {
        self.session.store.is_copying()
    }

    /// Gives up the day's copy that is being made.
    pub fn stop_copying(&self) {
        self.session.store.stop_copying();
    }

    /// Closes the store; what Mon compte says is kept for the next opening.
    ///
    /// # Errors
    /// What the store answers, or why there was none to go on with.
    pub fn close(self) -> Result<()> {
        if let Some(error) = self.aside.lost {
            return Err(error);
        }
        // Without it the next opening only counts anew.
        let _ = self.session.store.cache_home_summary(self.session.at());
        self.session.store.close()
    }

    /// Answers something the user did.
    pub fn input(&mut self, input: Input) {
        if let Some(input) = self.unless_waiting(input) {
            self.update(input);
        }
    }

    fn update(&mut self, input: Input) {
        let written = self.session.store.change_counter();
        let outcome = match input.clone() {
            Input::Key(key) => {
                self.toast = None;
                self.key(key)
            }
            Input::Paste(text) => self.paste(&text),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Focus(true) => self.catch_up().map(|()| Vec::new()),
            Input::Focus(false) | Input::Resize(..) => Ok(Vec::new()),
        };
        match outcome {
            Err(StoreError::Busy) if self.session.store.change_counter() == written => {
                self.wait_for_store(input);
            }
            outcome => {
                self.settle(outcome);
                self.tell_notes();
            }
        }
    }

    /// Says what the store did by itself, or could not do, after what is being said. Réglages goes
    /// on saying it.
    fn tell_notes(&mut self) {
        let notes = self.session.store.notes();
        let new = notes.get(self.notes_told.min(notes.len())..);
        // What failed says why: that no copy could be made either is in Réglages.
        let has_failed = matches!(&self.toast, Some(toast) if toast.tone == Tone::Wrong);
        let sentences: Vec<String> = new
            .unwrap_or_default()
            .iter()
            .filter(|note| !has_failed || !matches!(note, Note::BackupFailed(_)))
            .map(Explain::explain)
            .collect();
        self.notes_told = notes.len();
        if sentences.is_empty() {
            return;
        }
        let text = sentences.join(" ");
        match &mut self.toast {
            Some(toast) => toast.text.push_str(&format!(" {text}")),
            None => self.toast = Some(Toast::new(text, Tone::Plain)),
        }
    }

    pub(super) fn screen(&mut self) -> (&mut dyn Screen, &mut Session) {
        let stack = &mut self.tabs[self.tab.index()];
        let last = stack.len() - 1;
        (stack[last].as_mut(), &mut self.session)
    }

    /// Where keys have their meaning now, the nearest first.
    pub(super) fn contexts(&self) -> Vec<Context> {
        match self.layers.last() {
            Some(layer) => layer.contexts().to_vec(),
            None => self.screen_contexts(),
        }
    }

    /// Where the screen's keys have their meaning, whatever layers stand above it.
    pub(super) fn screen_contexts(&self) -> Vec<Context> {
        let screen = self.tabs[self.tab.index()].last();
        screen.map_or_else(Vec::new, |screen| screen.contexts().to_vec())
    }

    /// What can be done now, what matters most first: each line of the table with the context that
    /// gives it.
    pub(super) fn available(&self) -> Vec<(Context, &'static Binding)> {
        let mut available = keymap::here(&self.contexts());
        if self.layers.is_empty()
            && let Some(screen) = self.tabs[self.tab.index()].last()
        {
            available.retain(|(_, binding)| screen.is_available(binding.action));
            keymap::rank(&mut available, screen.due(&self.session));
        } else {
            keymap::rank(&mut available, None);
        }
        available
    }

    /// The place that is open: that of the screen, or of the tab it was opened from.
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
            // That of the event that the screen is about, when it is about one.
            Route::History(None) => {
                let subject = self.screen().0.subject();
                vec![Effect::Navigate(Route::History(subject))]
            }
            route => vec![Effect::Navigate(route.clone())],
        })
    }

    /// Reads again what another window has written; not while something is asked, whose answer is
    /// about what was in hand when it was.
    fn catch_up(&mut self) -> Result<()> {
        if self.layers.is_empty() && self.session.is_outdated()? {
            self.refresh()?;
        }
        Ok(())
    }

    fn refresh(&mut self) -> Result<()> {
        self.session.reload()?;
        self.to_attest = self.session.store.to_attest(self.session.at())?;
        for screen in self.tabs.iter_mut().flatten() {
            screen.refresh(&mut self.session)?;
        }
        Ok(())
    }

    /// What is selected of the text in hand, if something is.
    fn selection(&mut self) -> Option<String> {
        match self.layers.last() {
            Some(layer) => layer.selection(),
            None => self.screen().0.selection(),
        }
    }

    fn key(&mut self, key: Key) -> Outcome {
        // As everywhere else; where nothing is selected, it quits.
        if key == Key::ctrl('c')
            && let Some(text) = self.selection()
        {
            return Ok(vec![
                Effect::Copy(text),
                Effect::success("Copié. Ctrl+Q quitte Carnet."),
            ]);
        }
        let mut contexts = self.contexts();
        // A store that can't be read any more must not keep the user in.
        if let Err(error) = self.catch_up()
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
            // Beneath a layer nothing moves, but one can always leave.
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
                ))]);
            }
            Action::Palette if self.layers.is_empty() => {
                return Ok(vec![Effect::open(Palette::commands(&self.available()))]);
            }
            Action::Menu if self.layers.is_empty() => {
                let is_menu = |target: &ClickTarget| *target == ClickTarget::Action(action);
                let entry = self.hits.iter().find(|(_, target)| is_menu(target));
                let column = entry.map_or(0, |(area, _)| area.x);
                return Ok(vec![Effect::open(Palette::menu(self.open_place(), column))]);
            }
            _ => {}
        }
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.act(action);
            return self.reply(reply);
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
        self.show_returned(&undone)?;
        let text = format!("Annulé{NARROW}: {}. Ctrl+Y pour rétablir.", undone.label);
        Ok(vec![Effect::success(text)])
    }

    fn redo(&mut self) -> Outcome {
        let now = self.session.now();
        let Some(redone) = self.session.store.redo(now)? else {
            return Ok(vec![Effect::info("Rien à rétablir.")]);
        };
        self.show_returned(&redone)?;
        let text = format!("Rétabli{NARROW}: {}.", redone.label);
        Ok(vec![Effect::success(text)])
    }

    /// Reads again what an undo or a redo changed; what it brought back is in hand.
    fn show_returned(&mut self, reverted: &Reverted) -> Result<()> {
        self.refresh()?;
        if let Some(id) = reverted.returned {
            let (screen, session) = self.screen();
            // Hidden by a filter, it leaves the line in hand where it is.
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

    /// Does what an update asks for, and says what went wrong.
    fn settle(&mut self, outcome: Outcome) {
        let done = outcome.and_then(|effects| {
            effects
                .into_iter()
                .try_for_each(|effect| self.apply(effect))
        });
        if let Err(error) = done {
            self.toast = Some(wrong(&self.session, error));
        }
    }

    fn apply(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::Open(mut layer) => {
                layer.take_up(&self.session)?;
                self.layers.push(layer);
            }
            Effect::Close => {
                if let Some(mut layer) = self.layers.pop() {
                    // Saved it is, whether or not what was typed could be forgotten.
                    let _ = layer.forget(&self.session);
                }
            }
            Effect::Navigate(place) => self.go(place)?,
            Effect::Show(screen) => self.tabs[self.tab.index()].push(screen),
            Effect::Say(toast) => self.toast = Some(toast),
            Effect::Changed => self.refresh()?,
            Effect::Mouse(on) => self.mouse = Some(on),
            Effect::Copy(text) => self.copied = Some(text),
            Effect::Reopen(opened) => self.reopen(opened)?,
            Effect::Work(work) => self.work(work)?,
            Effect::Quit => self.quit(),
        }
        Ok(())
    }
}

/// What is said of an error of the store.
fn wrong(session: &Session, error: StoreError) -> Toast {
    Toast::new(session.store.cause(error).explain(), Tone::Wrong)
}
