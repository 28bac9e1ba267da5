//! « Mes événements »: the list of events, with its filter, order, columns, views and marks.

mod commands;
mod draw;
mod export;
mod filters;
mod models;
pub mod on_event;
pub mod publish;
mod rows;

use std::collections::HashSet;

use ratatui::layout::Rect;

use super::open_event::{due, is_about_event};
use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::{Column, Direction, Filter, Period, Query};
use crate::domain::view::Layout;
use crate::store::{Edge, Result};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::cursor::ListCursor;
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use draw::SidePanel;

/// The key of the list's layout in the store's memory.
const LAYOUT_KEY: &str = "list_layout";

/// The number of events looked at for one that does not go on since before today.
const MAX_GOING_ON: usize = 20;

/// The columns that never scroll: always shown, and first.
const FROZEN: [Column; 2] = [Column::Date, Column::Title];

/// The list of events.
pub struct Events {
    layout: Layout,
    cursor: ListCursor,
    /// The name of the view shown, until its layout is changed.
    view: Option<String>,
    /// Whether it is a temporary list, whose layout is not stored.
    is_temporary: bool,
    /// Whether its layout has changed since it was stored. The next autosave stores it.
    is_layout_unsaved: bool,
    /// How many events there are without any filter, once counted.
    total: Option<usize>,
    /// How many columns are scrolled past.
    offset: usize,
    marks: HashSet<EventId>,
    /// The event drawn beside the list.
    side_panel: Option<SidePanel>,
}

/// The state of the list before a dialog whose input it applies at once; closing the dialog without an
/// answer restores it.
struct Snapshot {
    layout: Layout,
    view: Option<String>,
    is_layout_unsaved: bool,
    /// Restored after each key: marks on rows hidden by a mistyped letter are not lost.
    marks: HashSet<EventId>,
    selected: Option<EventId>,
}

impl Events {
    /// The mediator's list, with the layout of the last session.
    pub fn new(session: &mut Session) -> Result<Self> {
        let layout = session.store.recall(LAYOUT_KEY)?.unwrap_or_default();
        let mut events = Self::with_layout(layout, session)?;
        events.go_to_today(session)?;
        Ok(events)
    }

    /// A temporary list with its own filter and order; the layout of the mediator's list stays.
    pub fn temporary(query: Query, session: &mut Session) -> Result<Self> {
        let own: Layout = session.store.recall(LAYOUT_KEY)?.unwrap_or_default();
        let mut events = Self::with_layout(Layout { query, ..own }, session)?;
        events.is_temporary = true;
        Ok(events)
    }

    fn with_layout(mut layout: Layout, session: &Session) -> Result<Self> {
        freeze(&mut layout.columns);
        Ok(Self {
            cursor: ListCursor::new(layout.query.clone(), session)?,
            layout,
            view: None,
            is_temporary: false,
            is_layout_unsaved: false,
            total: session
                .store
                .count_if_known(&Query::default(), session.moment())?,
            offset: 0,
            marks: HashSet::new(),
            side_panel: None,
        })
    }

    /// Returns the selected event.
    pub fn current(&self) -> Option<&Event> {
        self.cursor.current()
    }

    /// Selects the next event when the list is sorted by date and shows all dates.
    fn go_to_today(&mut self, session: &mut Session) -> Result<()> {
        let query = self.query();
        if query.sort.column != Column::Date || query.filter.period.is_some() {
            return Ok(());
        }
        let mut upcoming = query.clone();
        upcoming.filter.period = Some(Period::Upcoming);
        upcoming.sort.direction = Direction::Ascending;
        let first = session
            .store
            .page(&upcoming, session.moment(), Edge::First, MAX_GOING_ON)?;
        // What began long ago and goes on is far from today in the list.
        let today = Some(session.today());
        let mut begins = first.iter();
        let next = begins.find(|next| next.event.content.date >= today);
        match next.or(first.first()) {
            // With a few past events visible above it.
            Some(next) => self.cursor.around(&next.place, 5, session),
            None if query.sort.direction == Direction::Ascending => {
                self.cursor.act(Action::Last, session).map(drop)
            }
            None => Ok(()),
        }
    }

    fn query(&self) -> &Query {
        &self.layout.query
    }

    /// Applies another filter, order or set of columns.
    fn relayout(&mut self, layout: Layout, session: &mut Session) -> Result<()> {
        self.set_layout(layout);
        self.cursor.set_query(self.layout.query.clone(), session)?;
        self.unmark_hidden(session)
    }

    fn set_layout(&mut self, layout: Layout) {
        self.layout = layout;
        self.view = None;
        freeze(&mut self.layout.columns);
        self.offset = 0;
        self.is_layout_unsaved = !self.is_temporary;
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            layout: self.layout.clone(),
            view: self.view.clone(),
            is_layout_unsaved: self.is_layout_unsaved,
            marks: self.marks.clone(),
            selected: self.cursor.current().map(|event| event.id),
        }
    }

    /// Restores the state before a dialog.
    fn restore(&mut self, before: &Snapshot, session: &mut Session) -> Outcome {
        if self.layout != before.layout {
            self.marks.clone_from(&before.marks);
            self.relayout(before.layout.clone(), session)?;
            self.view.clone_from(&before.view);
            self.is_layout_unsaved = before.is_layout_unsaved;
            if let Some(id) = before.selected {
                self.show(id, session)?;
            }
        }
        Ok(Vec::new())
    }

    /// Unmarks the events that the list no longer shows, so that no command changes them.
    fn unmark_hidden(&mut self, session: &Session) -> Result<()> {
        if !self.marks.is_empty() {
            let query = &self.layout.query;
            self.marks = session.store.shown(query, session.moment(), &self.marks)?;
        }
        Ok(())
    }

    fn requery(&mut self, change: impl FnOnce(&mut Query), session: &mut Session) -> Outcome {
        let mut layout = self.layout.clone();
        change(&mut layout.query);
        self.relayout(layout, session)?;
        Ok(Vec::new())
    }

    fn refilter(&mut self, change: impl FnOnce(&mut Filter), session: &mut Session) -> Outcome {
        self.requery(|query| change(&mut query.filter), session)
    }

    fn move_columns(&mut self, right: bool) {
        let last = self.layout.columns.len().saturating_sub(FROZEN.len() + 1);
        self.offset = if right {
            (self.offset + 1).min(last)
        } else {
            self.offset.saturating_sub(1)
        };
    }

    fn mark(&mut self, session: &mut Session) -> Result<()> {
        if let Some(id) = self.current().map(|event| event.id) {
            if !self.marks.remove(&id) {
                self.marks.insert(id);
            }
            self.cursor.act(Action::Down, session)?;
        }
        Ok(())
    }

    fn mark_all(&mut self, session: &mut Session) -> Result<()> {
        if self.marks.len() < session.store.count(self.query(), session.moment())? {
            self.marks = session.store.identifiers(self.query(), session.moment())?;
        } else {
            self.marks.clear();
        }
        Ok(())
    }
}

/// Puts the frozen columns first, in their order.
fn freeze(columns: &mut Vec<Column>) {
    columns.retain(|column| !FROZEN.contains(column));
    columns.splice(0..0, FROZEN);
}

impl Screen for Events {
    fn contexts(&self) -> &'static [Context] {
        const ALL: [Context; 5] = [
            Context::Filtered,
            Context::Marked,
            Context::List,
            Context::Commands,
            Context::Everywhere,
        ];
        const MARKED: [Context; 4] = [ALL[1], ALL[2], ALL[3], ALL[4]];
        const FILTERED: [Context; 4] = [ALL[0], ALL[2], ALL[3], ALL[4]];
        match (self.query().filter.is_empty(), self.marks.is_empty()) {
            (false, false) => &ALL,
            (false, true) => &FILTERED,
            (true, false) => &MARKED,
            (true, true) => &MARKED[1..],
        }
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.total = session
            .store
            .count_if_known(&Query::default(), session.moment())?;
        self.cursor.refresh(session)?;
        self.unmark_hidden(session)
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.total = session
            .store
            .count_if_known(&Query::default(), session.moment())?;
        self.cursor.recount(session)
    }

    fn show(&mut self, id: EventId, session: &mut Session) -> Result<bool> {
        self.cursor.show(id, session)
    }

    fn unmark(&mut self) {
        self.marks.clear();
    }

    fn is_available(&self, action: Action) -> bool {
        match action {
            Action::Accept | Action::Mark | Action::MarkAll => self.current().is_some(),
            Action::Filter | Action::Search | Action::Sort | Action::Export => {
                self.total != Some(0)
            }
            _ => self.current().is_some() || !is_about_event(action),
        }
    }

    fn due(&self, session: &Session) -> Option<Action> {
        let event = self.current().filter(|_| self.marks.is_empty());
        event.and_then(|event| due(event, session.now()))
    }

    fn needs_autosave(&self) -> bool {
        self.is_layout_unsaved
    }

    fn autosave(&mut self, session: &mut Session) -> Result<()> {
        if self.is_layout_unsaved {
            let now = session.now();
            session.store.remember(LAYOUT_KEY, &self.layout, now)?;
            self.is_layout_unsaved = false;
        }
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.cursor.act(action, session)? {
            return Ok(Vec::new());
        }
        match action {
            Action::Left => self.move_columns(false),
            Action::Right => self.move_columns(true),
            Action::Mark => self.mark(session)?,
            Action::MarkAll => self.mark_all(session)?,
            Action::Back if self.marks.is_empty() => {
                return Ok(vec![Effect::Navigate(Route::Back)]);
            }
            Action::Back => self.marks.clear(),
            Action::New => return Ok(vec![Effect::Navigate(Route::Form(Start::Blank))]),
            other => return self.command(other, session),
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Header(index) => {
                if let Some(&column) = self.layout.columns.get(*index) {
                    return self.sort_by(column, session);
                }
            }
            ClickTarget::Chip(index) => return self.remove_chip(*index, session),
            row if self.cursor.click(row) => return self.act(Action::Accept, session),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.paint(canvas, area, session);
    }
}
