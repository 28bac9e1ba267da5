//! Going from a screen to another.

use super::App;
use crate::domain::id::DraftId;
use crate::domain::text::typography::NARROW;
use crate::features::venues::Venues;
use crate::screens::attest;
use crate::screens::attest::Attest;
use crate::screens::attestations::Attestations;
use crate::screens::backups::Backups;
use crate::screens::checklist::{Checklist, Steps};
use crate::screens::detail::Detail;
use crate::screens::events::Events;
use crate::screens::form::EventForm;
use crate::screens::history::History;
use crate::screens::home::Home;
use crate::screens::import;
use crate::screens::purge::Purge;
use crate::screens::series::Series;
use crate::screens::settings::Settings;
use crate::screens::sheet::Sheet;
use crate::store::Result;
use crate::ui::effect::{Toast, Tone};
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::tab::Tab;

impl App {
    /// Closes a list that a notice opened: the mediator's own is beneath it.
    fn close_passing_list(&mut self) {
        let Some((_, level)) = self.origin.take_if(|(_, level)| *level > 1) else {
            return;
        };
        let stack = &mut self.tabs[Tab::Events.index()];
        // What is typed above it stays.
        if stack.len() == level && !stack.iter().any(|screen| screen.holds_text()) {
            stack.truncate(level - 1);
        }
    }

    /// Closes what stands above the tab's own screen; what is typed there is kept for later.
    fn back_to_own_screen(&mut self) -> Result<()> {
        let above = self.tabs[self.tab.index()].get_mut(1..).unwrap_or_default();
        if above.is_empty() {
            return Ok(());
        }
        let holds_text = above.iter().any(|screen| screen.holds_text());
        for screen in above {
            screen.pause(&mut self.session)?;
        }
        self.tabs[self.tab.index()].truncate(1);
        if holds_text {
            let text = format!("Ce qui est tapé est gardé{NARROW}; l’Accueil le propose.");
            self.toast = Some(Toast::new(text, Tone::Plain));
        }
        self.refresh()
    }

    /// Shows another tab, its own screen made when one first goes there.
    pub(super) fn turn_to(&mut self, tab: Tab) -> Result<()> {
        let stack = &mut self.tabs[tab.index()];
        if stack.is_empty() {
            let session = &mut self.session;
            stack.push(match tab {
                Tab::Home => Box::new(Home::new(session)?),
                Tab::Events => Box::new(Events::new(session)?),
                Tab::Attestations => Box::new(Attestations::new(session)?),
                Tab::Checklist => Box::new(Steps::new(session)?),
                Tab::Settings => Box::new(Settings::new(session)?),
            });
        }
        self.tab = tab;
        Ok(())
    }

    /// Opens a screen above the one in hand.
    pub(super) fn push(&mut self, screen: impl Screen + 'static) {
        self.tabs[self.tab.index()].push(Box::new(screen));
    }

    /// What is being typed in the forms of this window, and in which tab.
    fn open_drafts(&self) -> Vec<(Tab, DraftId)> {
        let screens = Tab::ALL.into_iter().flat_map(|tab| {
            self.tabs[tab.index()]
                .iter()
                .map(move |screen| (tab, screen))
        });
        screens
            .filter_map(|(tab, screen)| Some((tab, screen.draft()?)))
            .collect()
    }

    /// Goes elsewhere.
    pub(super) fn go(&mut self, place: Route) -> Result<()> {
        // What was just saved is in hand where one goes back to, and nowhere later.
        let saved = self.session.last_saved.take();
        match place {
            Route::Tab(tab, event) => {
                self.close_passing_list();
                let from = self.tab;
                if tab == from {
                    self.back_to_own_screen()?;
                }
                self.turn_to(tab)?;
                self.origin = event.map(|_| (from, 1));
                let (screen, session) = self.screen();
                if let Some(id) = event {
                    screen.show(id, session)?;
                }
            }
            Route::List(query) => {
                self.close_passing_list();
                let list = Events::passing(query, &mut self.session)?;
                let from = self.tab;
                self.turn_to(Tab::Events)?;
                self.push(list);
                self.origin = Some((from, self.tabs[self.tab.index()].len()));
            }
            Route::Attest(id) => {
                let attest = Attest::new(id, &mut self.session)?;
                self.push(attest);
            }
            Route::AttestNext => match attest::next(&mut self.session)? {
                Some(attest) => self.push(attest),
                None => self.toast = Some(Toast::new("Aucune attestation à remplir.", Tone::Plain)),
            },
            Route::Checklist(id) => {
                let checklist = Checklist::new(id, &mut self.session)?;
                self.push(checklist);
            }
            Route::Series(id) => {
                let series = Series::new(id, &mut self.session)?;
                self.push(series);
            }
            Route::History(event) => {
                let history = History::new(event, &mut self.session)?;
                self.push(history);
            }
            Route::Sheet(id) => {
                let sheet = Sheet::new(id, &mut self.session)?;
                self.push(sheet);
            }
            Route::Back => {
                let stack = &mut self.tabs[self.tab.index()];
                let level = stack.len();
                if level > 1 {
                    stack.pop();
                }
                // Where one was brought from another tab, one goes back to it.
                if let Some((from, _)) = self.origin.take_if(|(_, brought)| *brought == level) {
                    self.turn_to(from)?;
                }
                let (screen, session) = self.screen();
                let is_hidden = match saved {
                    Some(id) => !screen.show(id, session)?,
                    None => false,
                };
                if let (true, Some(toast)) = (is_hidden, &mut self.toast) {
                    toast.text.push_str(" Les filtres de la liste le cachent.");
                }
            }
            Route::Venues => {
                let venues = Venues::new(&mut self.session)?;
                self.push(venues);
            }
            Route::Backups => {
                let backups = Backups::new(&mut self.session)?;
                self.push(backups);
            }
            Route::Purge(before) => {
                let purge = Purge::new(before, &mut self.session)?;
                self.push(purge);
            }
            Route::Detail(id, query) => {
                let detail = Detail::new(id, query, &mut self.session)?;
                self.push(detail);
            }
            Route::Form(start) => {
                let open = self.open_drafts();
                let held = |(_, draft): &&(Tab, DraftId)| start == Start::Draft(*draft);
                if let Some((tab, _)) = open.iter().find(held) {
                    return self.turn_to(*tab);
                }
                let form = EventForm::new(start, &mut self.session)?;
                let open: Vec<DraftId> = open.into_iter().map(|(_, draft)| draft).collect();
                let asks = form.on_open(&open, &self.session)?;
                self.push(form);
                asks.into_iter().try_for_each(|effect| self.apply(effect))?;
            }
            Route::Import(path) => self.apply(import::read(path, &self.session))?,
        }
        Ok(())
    }
}
