//! « Mes événements »: the list, a window on a query.

mod commands;
mod draw;
mod filters;
mod rows;

use std::collections::HashSet;

use ratatui::layout::Rect;

use super::Screen;
use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::{Column, Direction, Period, Query, Sort};
use crate::domain::view::Layout;
use crate::store::Result;
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::effect::{Answer, Effect, Outcome, Place, Question};
use crate::tui::keymap::{Action, Context};
use crate::tui::session::Session;

/// Under which the list's layout is remembered from one session to the next.
const MEMORY: &str = "list_layout";

/// The columns that stay while the others move: they are always shown, and first.
const FROZEN: [Column; 2] = [Column::Date, Column::Title];

/// The list of events.
pub struct Events {
    layout: Layout,
    /// How many events the query shows, and how many there are.
    count: usize,
    total: usize,
    /// The row in hand, and the event it was when last read.
    at: usize,
    in_hand: Option<EventId>,
    /// The window: its first row, and the events it holds.
    top: usize,
    window: Vec<Event>,
    page: usize,
    offset: usize,
    marks: HashSet<EventId>,
    /// The words searched before the search now being typed.
    words_before: String,
    /// What the next answers are about.
    export_all: bool,
}

impl Events {
    /// The list as it was left.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut layout: Layout = session.store.recall(MEMORY)?.unwrap_or_default();
        freeze(&mut layout.columns);
        let mut events = Self {
            layout,
            count: 0,
            total: 0,
            at: 0,
            in_hand: None,
            top: 0,
            window: Vec::new(),
            page: 20,
            offset: 0,
            marks: HashSet::new(),
            words_before: String::new(),
            export_all: false,
        };
        events.refresh(session)?;
        events.go_to_today(session)?;
        Ok(events)
    }

    /// The event in hand.
    pub fn current(&self) -> Option<&Event> {
        self.window.get(self.at.checked_sub(self.top)?)
    }

    /// Puts the row `by` further in hand; answers its event.
    pub fn step(&mut self, by: isize, session: &mut Session) -> Result<Option<EventId>> {
        self.go(self.at.saturating_add_signed(by), session)?;
        Ok(self.current().map(|event| event.id))
    }

    /// In the order of dates, begins with the next event rather than with the end of the year.
    fn go_to_today(&mut self, session: &mut Session) -> Result<()> {
        let Sort { column, direction } = self.query().sort;
        if column != Column::Date || self.query().filter.period.is_some() {
            return Ok(());
        }
        let mut upcoming = self.query().clone();
        upcoming.filter.period = Some(Period::Upcoming);
        let upcoming = session.store.count(&upcoming, session.at())?;
        let next = match direction {
            Direction::Ascending => self.count - upcoming.min(self.count),
            Direction::Descending => upcoming.saturating_sub(1),
        };
        // What comes before it stays in sight.
        self.top = next.saturating_sub(5);
        self.go(next, session)
    }

    fn query(&self) -> &Query {
        &self.layout.query
    }

    fn go(&mut self, to: usize, session: &mut Session) -> Result<()> {
        self.at = to.min(self.count.saturating_sub(1));
        self.load(session)?;
        self.in_hand = self.current().map(|event| event.id);
        Ok(())
    }

    /// Reads the window that holds the row in hand.
    fn load(&mut self, session: &Session) -> Result<()> {
        let last_top = self.count.saturating_sub(self.page);
        let lowest = (self.at + 1).saturating_sub(self.page);
        self.top = self
            .top
            .clamp(lowest, self.at.max(lowest))
            .min(last_top.max(lowest));
        self.window =
            session
                .store
                .window(&self.layout.query, session.at(), self.top, self.page)?;
        Ok(())
    }

    /// Takes another filter, order or set of columns, and remembers it.
    fn relayout(&mut self, layout: Layout, session: &mut Session) -> Result<()> {
        self.layout = layout;
        freeze(&mut self.layout.columns);
        self.offset = 0;
        session
            .store
            .remember(MEMORY, &self.layout, session.now())?;
        self.refresh(session)
    }

    fn requery(&mut self, change: impl FnOnce(&mut Query), session: &mut Session) -> Result<()> {
        let mut layout = self.layout.clone();
        change(&mut layout.query);
        self.relayout(layout, session)
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
            self.go(self.at + 1, session)?;
        }
        Ok(())
    }

    fn mark_all(&mut self, session: &mut Session) -> Result<()> {
        if self.marks.is_empty() {
            let marks = &mut self.marks;
            session
                .store
                .for_each(&self.layout.query, session.at(), |event| {
                    marks.insert(event.id);
                    true
                })?;
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
        &[Context::List, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        let at = session.at();
        self.count = session.store.count(&self.layout.query, at)?;
        self.total = session.store.count(&Query::default(), at)?;
        if let Some(id) = self.in_hand
            && let Some(place) = session.store.position(&self.layout.query, at, id)?
        {
            self.at = place;
        }
        self.go(self.at, session)
    }

    fn show(&mut self, id: EventId, session: &mut Session) -> Result<()> {
        self.in_hand = Some(id);
        self.refresh(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        let page = self.page.max(2) - 1;
        match action {
            Action::Up => self.go(self.at.saturating_sub(1), session)?,
            Action::Down => self.go(self.at + 1, session)?,
            Action::PageUp => self.go(self.at.saturating_sub(page), session)?,
            Action::PageDown => self.go(self.at + page, session)?,
            Action::First => self.go(0, session)?,
            Action::Last => self.go(usize::MAX, session)?,
            Action::Left => self.move_columns(false),
            Action::Right => self.move_columns(true),
            Action::Mark => self.mark(session)?,
            Action::MarkAll => self.mark_all(session)?,
            Action::Back => self.marks.clear(),
            Action::New => return Ok(vec![Effect::Go(Place::Form(None))]),
            other => return self.command(other, session),
        }
        Ok(Vec::new())
    }

    fn hit(&mut self, hit: &Hit, session: &mut Session) -> Outcome {
        match hit {
            Hit::Row(place) if *place == self.at => return self.act(Action::Accept, session),
            Hit::Row(place) => self.go(*place, session)?,
            Hit::Header(index) => {
                if let Some(&column) = self.layout.columns.get(*index) {
                    self.sort_by(column, session)?;
                }
            }
            Hit::Chip(index) => self.take_off(*index, session)?,
            _ => {}
        }
        Ok(Vec::new())
    }

    fn answer(&mut self, question: Question, answer: Answer, session: &mut Session) -> Outcome {
        self.answered(question, answer, session)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.paint(canvas, area, session);
    }
}
