//! A window on a query: the few events in sight of a list of any length, and the one in hand.

use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::store::Result;
use crate::tui::keymap::Action;
use crate::tui::session::Session;

/// A window on a query.
pub struct Window {
    query: Query,
    /// How many events the query shows.
    count: usize,
    /// The row in hand, and the event it was when last read.
    at: usize,
    in_hand: Option<EventId>,
    /// The first row in sight, and the events from it on.
    top: usize,
    rows: Vec<Event>,
    page: usize,
}

impl Window {
    /// A window on the beginning of a query.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(query: Query, session: &Session) -> Result<Self> {
        let mut window = Self {
            query,
            count: 0,
            at: 0,
            in_hand: None,
            top: 0,
            rows: Vec::new(),
            page: 20,
        };
        window.refresh(session)?;
        Ok(window)
    }

    /// The query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// How many events the query shows.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The row in hand, from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The first row in sight, from 0.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The events in sight.
    pub fn rows(&self) -> &[Event] {
        &self.rows
    }

    /// The event in hand.
    pub fn current(&self) -> Option<&Event> {
        self.rows.get(self.at.checked_sub(self.top)?)
    }

    /// Shows another query; the event in hand stays in hand if it is there too.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn set_query(&mut self, query: Query, session: &Session) -> Result<()> {
        self.query = query;
        self.refresh(session)
    }

    /// Reads again; the event in hand stays in hand, wherever it has gone.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn refresh(&mut self, session: &Session) -> Result<()> {
        let at = session.at();
        self.count = session.store.count(&self.query, at)?;
        if let Some(id) = self.in_hand
            && let Some(place) = session.store.position(&self.query, at, id)?
        {
            self.at = place;
        }
        self.go(self.at, session)
    }

    /// Puts an event in hand, if the query shows it; answers whether it does.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn show(&mut self, id: EventId, session: &Session) -> Result<bool> {
        self.in_hand = Some(id);
        self.refresh(session)?;
        Ok(self.in_hand == Some(id))
    }

    /// Lets the event in hand go: the row stays, whatever event it then is.
    pub fn let_go(&mut self) {
        self.in_hand = None;
    }

    /// Goes back to the first row.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn rewind(&mut self, session: &Session) -> Result<()> {
        self.in_hand = None;
        self.go(0, session)
    }

    /// Puts a row in hand, the last one when there are fewer.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn go(&mut self, to: usize, session: &Session) -> Result<()> {
        self.at = to.min(self.count.saturating_sub(1));
        self.load(session)?;
        self.in_hand = self.current().map(|event| event.id);
        Ok(())
    }

    /// As [`Window::go`], with as many rows in sight above it as there are, up to `above`.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn go_below(&mut self, to: usize, above: usize, session: &Session) -> Result<()> {
        self.top = to.saturating_sub(above);
        self.go(to, session)
    }

    /// Does what a key that moves in a list says; answers whether it was one.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn act(&mut self, action: Action, session: &Session) -> Result<bool> {
        let page = self.page.max(2) - 1;
        let to = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => self.at + 1,
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => self.at + page,
            Action::First => 0,
            Action::Last => usize::MAX,
            _ => return Ok(false),
        };
        self.go(to, session)?;
        Ok(true)
    }

    /// Says how many rows are in sight, as drawing finds out.
    pub fn set_page(&mut self, page: usize, session: &Session) {
        let page = page.max(1);
        if page != self.page {
            self.page = page;
            // A store that can't be read now says so at the next key: draw what is known.
            let _ = self.load(session);
        }
    }

    fn load(&mut self, session: &Session) -> Result<()> {
        let last_top = self.count.saturating_sub(self.page);
        let lowest = (self.at + 1).saturating_sub(self.page);
        self.top = self
            .top
            .clamp(lowest, self.at.max(lowest))
            .min(last_top.max(lowest));
        self.rows = session
            .store
            .window(&self.query, session.at(), self.top, self.page)?;
        Ok(())
    }
}
