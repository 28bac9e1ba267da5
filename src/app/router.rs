//! Navigation from screen to screen.

use super::App;
use crate::domain::id::{DraftId, EventId};
use crate::domain::text::typography::NARROW;
use crate::features;
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
    /// Closes the temporary list that a notice opened above the mediator's own.
    fn close_temporary_list(&mut self) {
        let Some((_, level)) = self.origin.take_if(|(_, level)| *level > 1) else {
            return;
        };
        let stack = &mut self.tabs[Tab::Events.index()];
        // Unless a screen of the tab has unsaved text.
        if stack.len() == level && !stack.iter().any(|screen| screen.has_unsaved_text()) {
            stack.truncate(level - 1);
        }
    }

    /// Closes the screens above the tab's own one, after storing their unsaved text as drafts.
    fn close_screens_above_tab(&mut self) -> Result<()> {
        let above = self.tabs[self.tab.index()].get_mut(1..).unwrap_or_default();
        if above.is_empty() {
            return Ok(());
        }
        let has_unsaved_text = above.iter().any(|screen| screen.has_unsaved_text());
        for screen in above {
            screen.autosave(&mut self.session)?;
        }
        self.tabs[self.tab.index()].truncate(1);
        if has_unsaved_text {
            let text = format!("Ce qui est tapé est gardé{NARROW}; l’Accueil le propose.");
            self.toast = Some(Toast::new(text, Tone::Info));
        }
        self.refresh()
    }

    /// Opens a tab, and creates its own screen the first time.
    pub(super) fn open_tab(&mut self, tab: Tab) -> Result<()> {
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

    /// Opens a screen above the current one.
    pub(super) fn push(&mut self, screen: impl Screen + 'static) {
        self.tabs[self.tab.index()].push(Box::new(screen));
    }

    /// Returns the drafts open in forms of this process, each with its tab.
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

    /// Goes to a route.
    pub(super) fn navigate(&mut self, route: Route) -> Result<()> {
        // The event just saved is selected on the screen that this returns to, and only there.
        let saved = self.session.last_saved.take();
        match route {
            Route::Tab(tab, event) => {
                self.close_temporary_list();
                let from = self.tab;
                if tab == from {
                    self.close_screens_above_tab()?;
                }
                self.open_tab(tab)?;
                self.origin = event.map(|_| (from, 1));
                let (screen, session) = self.screen();
                if let Some(id) = event {
                    screen.show(id, session)?;
                }
            }
            Route::List(query) => {
                self.close_temporary_list();
                let list = Events::temporary(query, &mut self.session)?;
                let from = self.tab;
                self.open_tab(Tab::Events)?;
                self.push(list);
                self.origin = Some((from, self.tabs[self.tab.index()].len()));
            }
            Route::Attest(id) => {
                let attest = Attest::new(id, &mut self.session)?;
                self.push(attest);
            }
            Route::AttestNext => match attest::next(&mut self.session)? {
                Some(attest) => self.push(attest),
                None => self.toast = Some(Toast::new("Aucune attestation à remplir.", Tone::Info)),
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
            Route::Back => self.go_back(saved)?,
            Route::Records(kind) => {
                let place = features::open(kind, &mut self.session)?;
                self.tabs[self.tab.index()].extend(place);
            }
            Route::Entries(list) => {
                let place = features::entries(list, &mut self.session)?;
                self.push(place);
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
            Route::Form(start) => self.open_form(start)?,
            Route::Import(source) => self.apply(import::read(source, None, &self.session))?,
        }
        Ok(())
    }

    /// Closes the screen on top, and selects the event just saved on the one below.
    fn go_back(&mut self, saved: Option<EventId>) -> Result<()> {
        let stack = &mut self.tabs[self.tab.index()];
        let level = stack.len();
        if level > 1 {
            stack.pop();
        }
        // Returns to the tab that the closed screen was opened from.
        if let Some((from, _)) = self.origin.take_if(|(_, height)| *height == level) {
            self.open_tab(from)?;
        }
        let (screen, session) = self.screen();
        let is_hidden = match saved {
            Some(id) => !screen.show(id, session)?,
            None => false,
        };
        if let (true, Some(toast)) = (is_hidden, &mut self.toast) {
            toast.text.push_str(" Les filtres de la liste le cachent.");
        }
        Ok(())
    }

    /// Opens the form, or the tab where that draft is open already.
    fn open_form(&mut self, start: Start) -> Result<()> {
        let open = self.open_drafts();
        let is_open = |(_, draft): &&(Tab, DraftId)| start == Start::Draft(*draft);
        if let Some((tab, _)) = open.iter().find(is_open) {
            return self.open_tab(*tab);
        }
        let form = EventForm::new(start, &mut self.session)?;
        let open: Vec<DraftId> = open.into_iter().map(|(_, draft)| draft).collect();
        let asks = form.on_open(&open, &self.session)?;
        self.push(form);
        asks.into_iter().try_for_each(|effect| self.apply(effect))
    }
}
