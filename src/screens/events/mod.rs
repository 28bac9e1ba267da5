//! « Mes événements »: the list, a window on a query.

mod commands;
mod draw;
mod export;
mod filters;
mod models;
pub mod on_event;
pub mod publish;
mod rows;

pub use rows::attested;

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
use draw::Beside;

/// Under which the list's layout is remembered from one session to the next.
const MEMORY: &str = "list_layout";

/// The columns that stay while the others move: they are always shown, and first.
const FROZEN: [Column; 2] = [Column::Date, Column::Title];

/// The list of events.
pub struct Events {
    layout: Layout,
    window: ListCursor,
    /// The name of the view it shows, until it is changed.
    view: Option<String>,
    /// It is not the mediator's own: how it is laid out is not remembered.
    is_passing: bool,
    /// Its layout has changed, and is kept at the next pause: nobody waits for that.
    is_to_keep: bool,
    /// How many events there are, whatever the filter, once that is known.
    total: Option<usize>,
    offset: usize,
    marks: HashSet<EventId>,
    /// The event that stands beside the list, and what is told of it.
    beside: Option<Beside>,
}

/// How the list was before what is being typed or ticked, which it follows at once: closing without
/// an answer brings that back.
struct Snapshot {
    layout: Layout,
    view: Option<String>,
    is_to_keep: bool,
    /// What a letter too many hides is not lost.
    marks: HashSet<EventId>,
    selected: Option<EventId>,
}

impl Events {
    /// The list as it was left.
    pub fn new(session: &mut Session) -> Result<Self> {
        let layout = session.store.recall(MEMORY)?.unwrap_or_default();
        let mut events = Self::laid_out(layout, session)?;
        events.go_to_today(session)?;
        Ok(events)
    }

    /// A list with another filter and order, which leaves the mediator's own as it is.
    pub fn passing(query: Query, session: &mut Session) -> Result<Self> {
        let own: Layout = session.store.recall(MEMORY)?.unwrap_or_default();
        let mut events = Self::laid_out(Layout { query, ..own }, session)?;
        events.is_passing = true;
        Ok(events)
    }

    fn laid_out(mut layout: Layout, session: &Session) -> Result<Self> {
        freeze(&mut layout.columns);
        Ok(Self {
            window: ListCursor::new(layout.query.clone(), session)?,
            layout,
            view: None,
            is_passing: false,
            is_to_keep: false,
            total: session
                .store
                .count_if_known(&Query::default(), session.at())?,
            offset: 0,
            marks: HashSet::new(),
            beside: None,
        })
    }

    /// The selected event.
    pub fn current(&self) -> Option<&Event> {
        self.window.current()
    }

    /// In the order of dates, begins with the next event rather than with the end of the year.
    fn go_to_today(&mut self, session: &mut Session) -> Result<()> {
        let query = self.query();
        if query.sort.column != Column::Date || query.filter.period.is_some() {
            return Ok(());
        }
        let mut upcoming = query.clone();
        upcoming.filter.period = Some(Period::Upcoming);
        upcoming.sort.direction = Direction::Ascending;
        let next = session
            .store
            .page(&upcoming, session.at(), Edge::First, 1)?;
        match next.first() {
            // What comes before it stays in sight.
            Some(next) => self.window.around(&next.place, 5, session),
            None if query.sort.direction == Direction::Ascending => {
                self.window.act(Action::Last, session).map(drop)
            }
            None => Ok(()),
        }
    }

    fn query(&self) -> &Query {
        &self.layout.query
    }

    /// Takes another filter, order or set of columns, and has it remembered.
    fn relayout(&mut self, layout: Layout, session: &mut Session) -> Result<()> {
        self.set_layout(layout);
        self.window.set_query(self.layout.query.clone(), session)?;
        self.unmark_hidden(session)
    }

    fn set_layout(&mut self, layout: Layout) {
        self.layout = layout;
        self.view = None;
        freeze(&mut self.layout.columns);
        self.offset = 0;
        self.is_to_keep = !self.is_passing;
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            layout: self.layout.clone(),
            view: self.view.clone(),
            is_to_keep: self.is_to_keep,
            marks: self.marks.clone(),
            selected: self.window.current().map(|event| event.id),
        }
    }

    /// Is again as it was then.
    fn restore(&mut self, before: &Snapshot, session: &mut Session) -> Outcome {
        if self.layout != before.layout {
            self.marks.clone_from(&before.marks);
            self.relayout(before.layout.clone(), session)?;
            self.view.clone_from(&before.view);
            self.is_to_keep = before.is_to_keep;
            if let Some(id) = before.selected {
                self.show(id, session)?;
            }
        }
        Ok(Vec::new())
    }

    /// What the list does not show, no command is about.
    fn unmark_hidden(&mut self, session: &Session) -> Result<()> {
        if !self.marks.is_empty() {
            let query = &self.layout.query;
            self.marks = session.store.shown(query, session.at(), &self.marks)?;
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
        let most = self.layout.columns.len().saturating_sub(FROZEN.len() + 1);
        self.offset = if right {
            (self.offset + 1).min(most)
        } else {
            self.offset.saturating_sub(1)
        };
    }

    fn mark(&mut self, session: &mut Session) -> Result<()> {
        if let Some(id) = self.current().map(|event| event.id) {
            if !self.marks.remove(&id) {
                self.marks.insert(id);
            }
            self.window.act(Action::Down, session)?;
        }
        Ok(())
    }

    fn mark_all(&mut self, session: &mut Session) -> Result<()> {
        if self.marks.len() < session.store.count(self.query(), session.at())? {
            self.marks = session.store.identifiers(self.query(), session.at())?;
        } else {
            self.marks.clear();
        }
        Ok(())
    }
}

/// Puts the columns that stay first, and in their order.
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
            .count_if_known(&Query::default(), session.at())?;
        self.window.refresh(session)?;
        self.unmark_hidden(session)
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.total = session
            .store
            .count_if_known(&Query::default(), session.at())?;
        self.window.recount(session)
    }

    fn show(&mut self, id: EventId, session: &mut Session) -> Result<bool> {
        self.window.show(id, session)
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

    fn is_typing(&self) -> bool {
        self.is_to_keep
    }

    fn pause(&mut self, session: &mut Session) -> Result<()> {
        if self.is_to_keep {
            let now = session.now();
            session.store.remember(MEMORY, &self.layout, now)?;
            self.is_to_keep = false;
        }
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.window.act(action, session)? {
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

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Row(place) if *place == self.window.at() => {
                return self.act(Action::Accept, session);
            }
            ClickTarget::Row(place) => self.window.go(*place),
            ClickTarget::Header(index) => {
                if let Some(&column) = self.layout.columns.get(*index) {
                    return self.sort_by(column, session);
                }
            }
            ClickTarget::Chip(index) => return self.take_off(*index, session),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.paint(canvas, area, session);
    }
}
