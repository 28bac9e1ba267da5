//! A window on a query: the few events in sight of a list of any length, and the one in hand.

use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::text::typography;
use crate::store::{Edge, OrderPlace, Placed, Result};
use crate::ui::keymap::Action;
use crate::ui::session::Session;

/// A window on a query.
pub struct ListCursor {
    query: Query,
    /// How many events the query shows, once that is known.
    count: Option<usize>,
    /// The events in sight.
    rows: Vec<Placed>,
    /// The one in hand among them.
    at: usize,
    /// Whether the event in hand is to stay in hand wherever it goes.
    is_held: bool,
    page: usize,
    /// The first page and the last one, once read: they hold until something changes.
    ends: [Option<Vec<Placed>>; 2],
}

/// « 12 événements », or « … événements » while they are counted.
pub fn told(many: Option<usize>, one: &str, several: &str) -> String {
    match many {
        Some(many) => typography::count(many as u64, one, several),
        None => format!("… {several}"),
    }
}

impl ListCursor {
    /// A window on the beginning of a query.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(query: Query, session: &Session) -> Result<Self> {
        let mut window = Self {
            query,
            count: None,
            rows: Vec::new(),
            at: 0,
            is_held: true,
            page: 20,
            ends: [None, None],
        };
        window.recount(session)?;
        window.first(session)?;
        Ok(window)
    }

    /// The query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// How many events the query shows; `None` while that is being counted.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// Whether the query shows nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row in hand among those in sight, from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The events in sight.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Event> {
        self.rows.iter().map(|row| &row.event)
    }

    /// The event in hand.
    pub fn current(&self) -> Option<&Event> {
        self.rows.get(self.at).map(|row| &row.event)
    }

    /// Shows another query from its beginning.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn begin(&mut self, query: Query, session: &Session) -> Result<()> {
        self.query = query;
        self.recount(session)?;
        self.first(session)
    }

    /// Shows another query; the event in hand stays in hand if it is there too.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn set_query(&mut self, query: Query, session: &Session) -> Result<()> {
        let is_same_order = query.sort == self.query.sort;
        self.query = query;
        self.recount(session)?;
        let in_hand = self.current().map(|event| event.id);
        match in_hand {
            Some(id) => match session.store.place(&self.query, session.at(), id)? {
                Some(place) => self.around(&place, self.at, session),
                None if is_same_order => self.refresh(session),
                None => self.first(session),
            },
            None => self.first(session),
        }
    }

    /// Reads again; the event in hand stays in hand, wherever it has gone, and where it is no
    /// longer, the one that follows takes its place.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn refresh(&mut self, session: &Session) -> Result<()> {
        self.recount(session)?;
        let Some(in_hand) = self.rows.get(self.at) else {
            return self.first(session);
        };
        let (id, then) = (in_hand.event.id, in_hand.place.clone());
        let now = match self.is_held {
            true => session.store.place(&self.query, session.at(), id)?,
            false => None,
        };
        self.is_held = true;
        self.around(&now.unwrap_or(then), self.at, session)
    }

    /// Counts again, when that could not be done while one waits.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn recount(&mut self, session: &Session) -> Result<()> {
        self.ends = [None, None];
        self.count = session.store.count_if_known(&self.query, session.at())?;
        Ok(())
    }

    /// Puts an event in hand, if the query shows it; answers whether it does.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn show(&mut self, id: EventId, session: &Session) -> Result<bool> {
        self.recount(session)?;
        match session.store.place(&self.query, session.at(), id)? {
            Some(place) => {
                let known = self.rows.iter().position(|row| row.event.id == id);
                self.around(&place, known.unwrap_or(self.at), session)?;
                Ok(true)
            }
            None => {
                self.refresh(session)?;
                Ok(false)
            }
        }
    }

    /// Lets the event in hand go: the row stays, whatever event it then is.
    pub fn release(&mut self) {
        self.is_held = false;
    }

    /// Goes to the first row.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn first(&mut self, session: &Session) -> Result<()> {
        self.rows = self.end(Edge::First, session)?.to_vec();
        self.at = 0;
        Ok(())
    }

    /// Goes to the last row.
    fn last(&mut self, session: &Session) -> Result<()> {
        self.rows = self.end(Edge::Last, session)?.to_vec();
        self.at = self.rows.len().saturating_sub(1);
        Ok(())
    }

    /// Whether both ends of the list are known: the keys that go there have nothing to wait for.
    pub fn knows_ends(&self) -> bool {
        self.ends.iter().all(Option::is_some)
    }

    /// Reads both ends of the list.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn read_ends(&mut self, session: &Session) -> Result<()> {
        self.end(Edge::First, session)?;
        self.end(Edge::Last, session)?;
        Ok(())
    }

    /// The page at an end of the list, read unless it is known.
    fn end(&mut self, edge: Edge<'_>, session: &Session) -> Result<&[Placed]> {
        let which = usize::from(matches!(edge, Edge::Last));
        if self.ends[which].is_none() {
            self.ends[which] = Some(self.read(edge, self.page, session)?);
        }
        Ok(self.ends[which].as_deref().unwrap_or_default())
    }

    /// Puts the row at a place in hand, or the one after it where it is gone, with as many rows in
    /// sight above it as there are, up to `above`.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn around(&mut self, place: &OrderPlace, above: usize, session: &Session) -> Result<()> {
        let above = above.min(self.page.saturating_sub(1));
        let mut rows = self.read(Edge::Before(place), above, session)?;
        self.at = rows.len();
        let below = self.read(Edge::At(place), self.page - rows.len(), session)?;
        rows.extend(below);
        self.at = self.at.min(rows.len().saturating_sub(1));
        self.rows = rows;
        self.fill(session)
    }

    /// Puts a row in sight in hand.
    pub fn go(&mut self, row: usize) {
        self.at = row.min(self.rows.len().saturating_sub(1));
    }

    /// Does what a key that moves in a list says; answers whether it was one.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn act(&mut self, action: Action, session: &Session) -> Result<bool> {
        let page = self.page.max(2) - 1;
        match action {
            Action::Up => self.up(1, session)?,
            Action::Down => self.down(1, session)?,
            Action::PageUp => self.up(page, session)?,
            Action::PageDown => self.down(page, session)?,
            Action::First => self.first(session)?,
            Action::Last => self.last(session)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn up(&mut self, by: usize, session: &Session) -> Result<()> {
        if let Some(at) = self.at.checked_sub(by) {
            self.at = at;
            return Ok(());
        }
        let Some(first) = self.rows.first() else {
            return Ok(());
        };
        let mut rows = self.read(Edge::Before(&first.place), by - self.at, session)?;
        rows.append(&mut self.rows);
        rows.truncate(self.page);
        self.rows = rows;
        self.at = 0;
        Ok(())
    }

    fn down(&mut self, by: usize, session: &Session) -> Result<()> {
        let Some(last) = self.rows.last() else {
            return Ok(());
        };
        let missing = (self.at + by + 1).saturating_sub(self.rows.len());
        let more = self.read(Edge::After(&last.place), missing, session)?;
        self.rows.extend(more);
        self.at = (self.at + by).min(self.rows.len() - 1);
        let over = self.rows.len().saturating_sub(self.page);
        self.rows.drain(..over);
        self.at -= over;
        Ok(())
    }

    /// Says how many rows are in sight, as drawing finds out.
    pub fn set_page(&mut self, page: usize, session: &Session) {
        let page = page.max(1);
        if page == self.page {
            return;
        }
        self.page = page;
        self.ends = [None, None];
        let over = (self.at + 1).saturating_sub(page);
        self.rows.drain(..over);
        self.at -= over;
        self.rows.truncate(page);
        // A store that can't be read now says so at the next key: draw what is known.
        let _ = self.fill(session);
    }

    /// Fills the page below what is in sight, then above where the list ends.
    fn fill(&mut self, session: &Session) -> Result<()> {
        if let Some(last) = self.rows.last() {
            let missing = self.page.saturating_sub(self.rows.len());
            let below = self.read(Edge::After(&last.place), missing, session)?;
            self.rows.extend(below);
        }
        let missing = self.page.saturating_sub(self.rows.len());
        let mut above = match self.rows.first() {
            Some(first) => self.read(Edge::Before(&first.place), missing, session)?,
            // What was in hand was the last of all.
            None => self.read(Edge::Last, missing, session)?,
        };
        self.at += above.len();
        above.append(&mut self.rows);
        self.rows = above;
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        Ok(())
    }

    fn read(&self, edge: Edge<'_>, many: usize, session: &Session) -> Result<Vec<Placed>> {
        session.store.page(&self.query, session.at(), edge, many)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::clock::Clock;
    use crate::domain::event::EventContent;
    use crate::domain::event::publication::Publication;
    use crate::store::Store;
    use crate::ui::theme::{Background, Depth, Theme};

    fn session(many: usize) -> Session {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let store = Store::in_memory().unwrap();
        let mut session = Session::new(store, clock, theme, PathBuf::from(".")).unwrap();
        for number in 0..many {
            add(&mut session, &format!("2026-03-{:02}", number + 1));
        }
        session
    }

    fn add(session: &mut Session, date: &str) {
        let now = session.now();
        let content = EventContent {
            title: date.to_owned(),
            date: date.parse().ok(),
            ..EventContent::default()
        };
        let added = session.store.record("ajout", now, |change| {
            let id = EventId::new(now);
            change.create_event(id, &content, Publication::Draft, "Europe/Paris")
        });
        added.unwrap();
    }

    fn titles(window: &ListCursor) -> Vec<&str> {
        window
            .rows()
            .map(|event| event.content.title.as_str())
            .collect()
    }

    /// What going to an end shows, whether it was read ahead or not.
    fn goes(window: &mut ListCursor, action: Action, session: &Session) -> Vec<String> {
        window.act(action, session).unwrap();
        let at = window.current().unwrap().content.title.clone();
        let shown = titles(window);
        let end = match action {
            Action::First => shown.first(),
            _ => shown.last(),
        };
        assert_eq!(end, Some(&at.as_str()));
        shown.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn ends_read_ahead_are_those_of_the_list_as_it_is() {
        let mut session = session(12);
        let mut window = ListCursor::new(Query::default(), &session).unwrap();
        window.set_page(4, &session);
        let check = |window: &mut ListCursor, session: &Session| {
            for action in [Action::Last, Action::First] {
                let read = goes(window, action, session);
                window.read_ends(session).unwrap();
                assert!(window.knows_ends());
                assert_eq!(goes(window, action, session), read);
            }
        };
        check(&mut window, &session);
        // What is known of the ends does not outlive a change, another query or another height.
        add(&mut session, "2025-01-01");
        add(&mut session, "2027-01-01");
        window.refresh(&session).unwrap();
        assert!(!window.knows_ends());
        let last = goes(&mut window, Action::Last, &session);
        assert_eq!(last.last().map(String::as_str), Some("2025-01-01"));
        check(&mut window, &session);
        window.set_page(6, &session);
        assert_eq!(goes(&mut window, Action::Last, &session).len(), 6);
        check(&mut window, &session);
        window.set_query(Query::upcoming(), &session).unwrap();
        assert_eq!(goes(&mut window, Action::Last, &session), ["2027-01-01"]);
        check(&mut window, &session);
    }
}
