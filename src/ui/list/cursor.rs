//! A cursor over the events of a query, or of one query after another: reads only the visible page of a
//! list of any length, and keeps the selected row.

use super::selection::Move;
use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::text::typography;
use crate::store::{Edge, OrderPlace, Placed, Result};
use crate::ui::canvas::ClickTarget;
use crate::ui::keymap::Action;
use crate::ui::session::Session;

/// The visible page of a list, and the selected row.
pub struct ListCursor {
    query: Query,
    /// The query whose events follow those of the first, in an order of their own.
    then: Option<Query>,
    /// How many events each query shows, once counted.
    counts: [Option<usize>; 2],
    /// The visible events.
    rows: Vec<ListedRow>,
    /// The index of the selected row in `rows`.
    selected: usize,
    /// Whether the next refresh follows the selected event to its new row.
    follows_event: bool,
    /// How many rows are visible.
    page: usize,
    /// The first and the last page, once read; forgotten when something changes.
    ends: [Option<Vec<ListedRow>>; 2],
}

/// An event, and its place in the list.
#[derive(Clone)]
struct ListedRow {
    event: Event,
    place: ListPlace,
}

/// A place in the list: the index of a query, and a place in its order.
#[derive(Clone)]
struct ListPlace {
    section: usize,
    place: OrderPlace,
}

/// « 12 événements », « aucun événement », or « … événements » while they are being counted.
pub fn count_label(count: Option<usize>, one: &str, several: &str) -> String {
    match count {
        Some(count) => typography::count_or("aucun", count as u64, one, several),
        None => format!("… {several}"),
    }
}

impl ListCursor {
    /// Opens a query on its first row.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(query: Query, session: &Session) -> Result<Self> {
        Self::open(query, None, session)
    }

    /// Opens a list of two queries, the events of the second after those of the first. No event is
    /// shown by both.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn in_two(query: Query, then: Query, session: &Session) -> Result<Self> {
        Self::open(query, Some(then), session)
    }

    fn open(query: Query, then: Option<Query>, session: &Session) -> Result<Self> {
        let mut list = Self {
            query,
            then,
            counts: [None, None],
            rows: Vec::new(),
            selected: 0,
            follows_event: true,
            page: 20,
            ends: [None, None],
        };
        list.recount(session)?;
        list.first(session)?;
        Ok(list)
    }

    /// Returns the query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Returns how many events the list shows; `None` while they are being counted.
    pub fn count(&self) -> Option<usize> {
        Some(self.counts[0]? + self.counts[1]?)
    }

    /// Returns how many events each query shows; `None` while they are being counted.
    pub fn counts(&self) -> [Option<usize>; 2] {
        self.counts
    }

    /// Returns the index of the visible row where the second query begins, if some of the first are
    /// visible above.
    pub fn second_from(&self) -> Option<usize> {
        let first = self.rows.iter().position(|row| row.place.section > 0);
        first.filter(|&first| first > 0)
    }

    /// Whether the query shows nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the index of the selected row among the visible ones.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Returns the visible events.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Event> {
        self.rows.iter().map(|row| &row.event)
    }

    /// Returns the selected event.
    pub fn current(&self) -> Option<&Event> {
        self.rows.get(self.selected).map(|row| &row.event)
    }

    /// Shows another query, from its first row.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn restart(&mut self, query: Query, session: &Session) -> Result<()> {
        self.query = query;
        self.recount(session)?;
        self.first(session)
    }

    /// Shows another query, and keeps the selected event if it is there too.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn set_query(&mut self, query: Query, session: &Session) -> Result<()> {
        let is_same_order = query.sort == self.query.sort;
        self.query = query;
        self.recount(session)?;
        let selected = self.current().map(|event| event.id);
        match selected {
            Some(id) => match self.place(id, session)? {
                Some(place) => self.around_place(&place, self.selected, session),
                None if is_same_order => self.refresh(session),
                None => self.first(session),
            },
            None => self.first(session),
        }
    }

    /// Reads the page again. The selected event stays selected wherever it has moved; if it is no longer
    /// in the list, the next one is selected.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn refresh(&mut self, session: &Session) -> Result<()> {
        self.recount(session)?;
        let Some(row) = self.rows.get(self.selected) else {
            return self.first(session);
        };
        let (id, previous) = (row.event.id, row.place.clone());
        let present = match self.follows_event {
            true => self.place(id, session)?,
            false => None,
        };
        self.follows_event = true;
        self.around_place(&present.unwrap_or(previous), self.selected, session)
    }

    /// Counts again, if the count is available without waiting.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn recount(&mut self, session: &Session) -> Result<()> {
        self.ends = [None, None];
        for section in 0..self.counts.len() {
            self.counts[section] = match self.section(section) {
                Some(query) => session.store.count_if_known(query, session.moment())?,
                None => Some(0),
            };
        }
        Ok(())
    }

    /// Selects an event. Returns false when the query does not show it.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn show(&mut self, id: EventId, session: &Session) -> Result<bool> {
        self.recount(session)?;
        match self.place(id, session)? {
            Some(place) => {
                let known = self.rows.iter().position(|row| row.event.id == id);
                self.around_place(&place, known.unwrap_or(self.selected), session)?;
                Ok(true)
            }
            None => {
                self.refresh(session)?;
                Ok(false)
            }
        }
    }

    /// Makes the next refresh keep the selected row rather than the selected event.
    pub fn release(&mut self) {
        self.follows_event = false;
    }

    /// Goes to the first row.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn first(&mut self, session: &Session) -> Result<()> {
        self.rows = self.end(Edge::First, session)?.to_vec();
        self.selected = 0;
        Ok(())
    }

    /// Goes to the last row.
    fn last(&mut self, session: &Session) -> Result<()> {
        self.rows = self.end(Edge::Last, session)?.to_vec();
        self.selected = self.rows.len().saturating_sub(1);
        Ok(())
    }

    /// Whether both ends of the list are read ahead, so that Début and Fin need no query.
    pub fn has_ends(&self) -> bool {
        self.ends.iter().all(Option::is_some)
    }

    /// Reads both ends of the list ahead.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn read_ends(&mut self, session: &Session) -> Result<()> {
        self.end(Edge::First, session)?;
        self.end(Edge::Last, session)?;
        Ok(())
    }

    /// Returns the page at an end of the list, read unless it was already.
    fn end(&mut self, edge: Edge<'_>, session: &Session) -> Result<&[ListedRow]> {
        let index = usize::from(matches!(edge, Edge::Last));
        if self.ends[index].is_none() {
            let section = match index {
                0 => 0,
                _ => usize::from(self.then.is_some()),
            };
            self.ends[index] = Some(self.read(section, edge, self.page, session)?);
        }
        Ok(self.ends[index].as_deref().unwrap_or_default())
    }

    /// Selects the row at a place of the order, or the next one if it is gone, with up to `above` rows
    /// visible above it.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn around(&mut self, place: &OrderPlace, above: usize, session: &Session) -> Result<()> {
        let place = place.clone();
        self.around_place(&ListPlace { section: 0, place }, above, session)
    }

    fn around_place(&mut self, at: &ListPlace, above: usize, session: &Session) -> Result<()> {
        let above = above.min(self.page.saturating_sub(1));
        let mut rows = self.read(at.section, Edge::Before(&at.place), above, session)?;
        self.selected = rows.len();
        let missing = self.page - rows.len();
        let below = self.read(at.section, Edge::At(&at.place), missing, session)?;
        rows.extend(below);
        self.selected = self.selected.min(rows.len().saturating_sub(1));
        self.rows = rows;
        self.fill(session)
    }

    /// Selects the clicked row. Returns true when it already was: the caller then opens it.
    pub fn click(&mut self, target: &ClickTarget) -> bool {
        match target {
            ClickTarget::Row(row) if *row == self.selected => return true,
            ClickTarget::Row(row) => self.select(*row),
            _ => {}
        }
        false
    }

    /// Selects a visible row.
    pub fn select(&mut self, row: usize) {
        self.selected = row.min(self.rows.len().saturating_sub(1));
    }

    /// Runs an action that moves in a list. Returns false for any other action.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn act(&mut self, action: Action, session: &Session) -> Result<bool> {
        match Move::of(action, self.page) {
            Some(Move::Up(by)) => self.up(by, session)?,
            Some(Move::Down(by)) => self.down(by, session)?,
            Some(Move::First) => self.first(session)?,
            Some(Move::Last) => self.last(session)?,
            None => return Ok(false),
        }
        Ok(true)
    }

    fn up(&mut self, by: usize, session: &Session) -> Result<()> {
        if let Some(row) = self.selected.checked_sub(by) {
            self.selected = row;
            return Ok(());
        }
        let Some(first) = self.rows.first() else {
            return Ok(());
        };
        let mut rows = self.before(first, by - self.selected, session)?;
        rows.append(&mut self.rows);
        rows.truncate(self.page);
        self.rows = rows;
        self.selected = 0;
        Ok(())
    }

    fn down(&mut self, by: usize, session: &Session) -> Result<()> {
        let Some(last) = self.rows.last() else {
            return Ok(());
        };
        let missing = (self.selected + by + 1).saturating_sub(self.rows.len());
        let more = self.after(last, missing, session)?;
        self.rows.extend(more);
        self.selected = (self.selected + by).min(self.rows.len() - 1);
        let over = self.rows.len().saturating_sub(self.page);
        self.rows.drain(..over);
        self.selected -= over;
        Ok(())
    }

    /// Sets how many rows are visible. Called when drawing, which knows the height.
    pub fn set_page(&mut self, page: usize, session: &Session) {
        let page = page.max(1);
        if page == self.page {
            return;
        }
        self.page = page;
        self.ends = [None, None];
        let over = (self.selected + 1).saturating_sub(page);
        self.rows.drain(..over);
        self.selected -= over;
        self.rows.truncate(page);
        // An error of the store is reported at the next key: draw the rows already read.
        let _ = self.fill(session);
    }

    /// Fills the page below the visible rows, then above if the list ends there.
    fn fill(&mut self, session: &Session) -> Result<()> {
        if let Some(last) = self.rows.last() {
            let missing = self.page.saturating_sub(self.rows.len());
            let below = self.after(last, missing, session)?;
            self.rows.extend(below);
        }
        let missing = self.page.saturating_sub(self.rows.len());
        let mut above = match self.rows.first() {
            Some(first) => self.before(first, missing, session)?,
            // The selected row was the last of the list.
            None => self.end(Edge::Last, session)?.to_vec(),
        };
        self.selected += above.len();
        above.append(&mut self.rows);
        self.rows = above;
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        Ok(())
    }

    fn section(&self, index: usize) -> Option<&Query> {
        match index {
            0 => Some(&self.query),
            1 => self.then.as_ref(),
            _ => None,
        }
    }

    /// Returns the place of an event; `None` when the list does not show it.
    fn place(&self, id: EventId, session: &Session) -> Result<Option<ListPlace>> {
        for (section, query) in (0..).map_while(|index| Some((index, self.section(index)?))) {
            if let Some(place) = session.store.place(query, session.moment(), id)? {
                return Ok(Some(ListPlace { section, place }));
            }
        }
        Ok(None)
    }

    fn before(&self, row: &ListedRow, count: usize, session: &Session) -> Result<Vec<ListedRow>> {
        let edge = Edge::Before(&row.place.place);
        self.read(row.place.section, edge, count, session)
    }

    fn after(&self, row: &ListedRow, count: usize, session: &Session) -> Result<Vec<ListedRow>> {
        let edge = Edge::After(&row.place.place);
        self.read(row.place.section, edge, count, session)
    }

    /// Reads up to `count` rows from an edge of a query, and on through the one that follows it, or
    /// that it follows.
    fn read(
        &self,
        mut section: usize,
        mut edge: Edge<'_>,
        count: usize,
        session: &Session,
    ) -> Result<Vec<ListedRow>> {
        let mut rows = Vec::new();
        while let Some(query) = self.section(section) {
            let missing = count - rows.len();
            let page = session.store.page(query, session.moment(), edge, missing)?;
            let mut page: Vec<ListedRow> = page
                .into_iter()
                .map(|Placed { event, place }| ListedRow {
                    event,
                    place: ListPlace { section, place },
                })
                .collect();
            if !edge.is_read_backwards() {
                rows.append(&mut page);
                (section, edge) = (section + 1, Edge::First);
                continue;
            }
            page.append(&mut rows);
            rows = page;
            let Some(previous) = section.checked_sub(1) else {
                break;
            };
            (section, edge) = (previous, Edge::Last);
        }
        Ok(rows)
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

    fn session(count: usize) -> Session {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let store = Store::in_memory().unwrap();
        let mut session = Session::new(store, clock, theme, PathBuf::from(".")).unwrap();
        for number in 0..count {
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

    fn titles(list: &ListCursor) -> Vec<&str> {
        list.rows()
            .map(|event| event.content.title.as_str())
            .collect()
    }

    /// Goes to an end of the list and returns the titles shown.
    fn go_to_end(list: &mut ListCursor, action: Action, session: &Session) -> Vec<String> {
        list.act(action, session).unwrap();
        let selected = list.current().unwrap().content.title.clone();
        let shown = titles(list);
        let end = match action {
            Action::First => shown.first(),
            _ => shown.last(),
        };
        assert_eq!(end, Some(&selected.as_str()));
        shown.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn ends_read_ahead_match_the_list() {
        let mut session = session(12);
        let mut list = ListCursor::new(Query::default(), &session).unwrap();
        list.set_page(4, &session);
        let check = |list: &mut ListCursor, session: &Session| {
            for action in [Action::Last, Action::First] {
                let read = go_to_end(list, action, session);
                list.read_ends(session).unwrap();
                assert!(list.has_ends());
                assert_eq!(go_to_end(list, action, session), read);
            }
        };
        check(&mut list, &session);
        // Ends read ahead are forgotten after a change, another query or another height.
        add(&mut session, "2025-01-01");
        add(&mut session, "2027-01-01");
        list.refresh(&session).unwrap();
        assert!(!list.has_ends());
        let last = go_to_end(&mut list, Action::Last, &session);
        assert_eq!(last.last().map(String::as_str), Some("2025-01-01"));
        check(&mut list, &session);
        list.set_page(6, &session);
        assert_eq!(go_to_end(&mut list, Action::Last, &session).len(), 6);
        check(&mut list, &session);
        list.set_query(Query::upcoming(), &session).unwrap();
        assert_eq!(go_to_end(&mut list, Action::Last, &session), ["2027-01-01"]);
        check(&mut list, &session);
    }
}
