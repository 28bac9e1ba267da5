//! The check-list: of one event, and of all events to come against its steps.

mod steps;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::open_event::{OpenEvent, draw_deleted, due, is_about_event};
use crate::actions;
use crate::domain::event::Event;
use crate::domain::event::checklist;
use crate::domain::event::checklist::{Line, Step, StepRole, StepState};
use crate::domain::id::EventId;
use crate::domain::record::Stored;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;
pub use steps::Steps;

/// The check-list of an event.
pub struct Checklist {
    event: OpenEvent,
    steps: Vec<Stored<Step>>,
    lines: Vec<Line>,
    at: usize,
    /// The first line in sight of those that the steps take.
    top: usize,
}

impl Checklist {
    /// The check-list of an event; in hand, the changes that the site or contacts do not know of, or
    /// else the first step still to be done.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event is not there any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let mut checklist = Self {
            event: OpenEvent::new(id, session)?,
            steps: Vec::new(),
            lines: Vec::new(),
            at: 0,
            top: 0,
        };
        checklist.refresh(session)?;
        let lines = &checklist.lines;
        let mut known = checklist.steps.iter().zip(lines);
        let to_tell = known.position(|(step, line)| {
            let tells = [Some(StepRole::Changes), Some(StepRole::Publication)];
            tells.contains(&step.role) && line.by_hand && line.state == StepState::Late
        });
        let to_do = |line: &Line| matches!(line.state, StepState::Late | StepState::Open);
        let first = to_tell.or_else(|| lines.iter().position(to_do));
        checklist.at = first.unwrap_or(0);
        Ok(checklist)
    }

    /// The lines that the steps take: of each, itself, then what is told of it.
    fn shown(&self, width: usize, session: &Session) -> Vec<(usize, Option<(String, Style)>)> {
        let mut shown = Vec::new();
        for (index, (step, line)) in self.steps.iter().zip(&self.lines).enumerate() {
            shown.push((index, None));
            let how = if index == self.at { &step.how } else { "" };
            let told = [
                (line.why.as_str(), style(line.state, session)),
                (how, session.theme.note()),
            ];
            for (text, look) in told.into_iter().filter(|(text, _)| !text.is_empty()) {
                let lines = wrap(text, width).into_iter();
                shown.extend(lines.map(|text| (index, Some((text, look)))));
            }
        }
        shown
    }

    fn draw_steps(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let width = area.width.saturating_sub(6).min(90);
        let shown = self.shown(usize::from(width), session);
        let page = usize::from(area.height);
        // The step in hand stays in sight, with what is told of it as far as there is room.
        let of_it = |(index, _): &(usize, _)| *index == self.at;
        let first = shown.iter().position(of_it).unwrap_or(0);
        let end = shown.iter().rposition(of_it).map_or(0, |last| last + 1);
        self.top = self.top.max(end.saturating_sub(page)).min(first);
        self.top = self.top.min(shown.len().saturating_sub(page));
        for (y, (index, told)) in (area.y..area.bottom()).zip(&shown[self.top..]) {
            match told {
                None => self.draw_step(
                    canvas,
                    Rect {
                        y,
                        height: 1,
                        ..area
                    },
                    *index,
                    session,
                ),
                Some((text, look)) => {
                    canvas.text(area.x + 4, y, width, text, *look);
                }
            }
        }
        if shown.len() > self.top + page && page > 0 {
            let last = Rect::new(area.x, area.bottom() - 1, area.width, 1);
            canvas.right(last, "↓", canvas.theme.muted());
        }
    }

    fn draw_step(&self, canvas: &mut Canvas<'_>, row: Rect, index: usize, session: &Session) {
        let (Some(step), Some(line)) = (self.steps.get(index), self.lines.get(index)) else {
            return;
        };
        let theme = canvas.theme;
        let here = index == self.at;
        let base = if here { theme.selected() } else { Style::new() };
        canvas.tint(row, base);
        let mark = if here { "▌" } else { " " };
        canvas.text(row.x, row.y, 1, mark, over(base, theme.focus()));
        let state = over(base, style(line.state, session));
        let sign = format!("{} ", line.state.sign());
        let used = canvas.pieces(
            row.x + 2,
            row.y,
            row.width.saturating_sub(36),
            &[(&sign, state), (&step.label, base)],
        );
        // What is done is told by its day, what is not by the day it is due.
        let day = match line.state {
            StepState::Done => line.done_on,
            _ => line.due,
        };
        let day = day.map(typography::short_date).unwrap_or_default();
        let told = format!("{:11}{day:15}{:>5}", line.state.label(), step.offset());
        let room = row.width.saturating_sub(used + 5);
        let room = Rect::new(row.right().saturating_sub(room + 1), row.y, room, 1);
        canvas.right(room, &told, state);
        canvas.click(row, ClickTarget::Row(index));
    }

    fn tick(&mut self, session: &mut Session) -> Outcome {
        let (Some(step), Some(line)) = (self.steps.get(self.at), self.lines.get(self.at)) else {
            return Ok(Vec::new());
        };
        tick(&self.event, step, line, session)
    }
}

/// Ticks a step of an event, or takes its tick away; says why when Carnet ticks it by itself.
fn tick(event: &Event, step: &Stored<Step>, line: &Line, session: &mut Session) -> Outcome {
    if !line.by_hand {
        let why = match line.why.as_str() {
            "" => "elle suivra ce que vous noterez de l’événement",
            why => why,
        };
        let text = format!("Carnet coche cette étape de lui-même{NARROW}: {why}.");
        return Ok(vec![Effect::info(text)]);
    }
    let now = session.now();
    actions::checklist::toggle(&mut session.store, now, event, step, line)?;
    Ok(vec![Effect::Changed])
}

/// The style of a step's state.
fn style(state: StepState, session: &Session) -> Style {
    match state {
        StepState::Done => session.theme.done(),
        StepState::Late => session.theme.awaiting(),
        StepState::Open => session.theme.text(),
        StepState::NotDue => session.theme.muted(),
    }
}

impl Screen for Checklist {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Checklist, Context::Commands, Context::Everywhere]
    }

    fn subject(&self) -> Option<EventId> {
        Some(self.event.id)
    }

    fn is_available(&self, action: Action) -> bool {
        !self.event.is_deleted() || !(action == Action::Tick || is_about_event(action))
    }

    fn due(&self, session: &Session) -> Option<Action> {
        let is_there = !self.event.is_deleted();
        due(&self.event, session.now()).filter(|_| is_there)
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.event.read_again(session)?;
        self.steps = session.steps_asked();
        self.lines = session.checklist(&self.event)?;
        self.at = self.at.min(self.steps.len().saturating_sub(1));
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        let id = self.event.id;
        match action {
            _ if self.event.is_deleted() && action != Action::Back => {}
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(self.steps.len().saturating_sub(1)),
            Action::Tick => return self.tick(session),
            Action::Modify => return Ok(vec![Effect::Navigate(Route::Form(Start::Event(id)))]),
            Action::Attest => return Ok(vec![Effect::Navigate(Route::Attest(id))]),
            Action::Sheet => return Ok(vec![Effect::Navigate(Route::Sheet(id))]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Row(row) if *row == self.at => self.tick(session),
            ClickTarget::Row(row) => {
                self.at = (*row).min(self.steps.len().saturating_sub(1));
                Ok(Vec::new())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if self.event.is_deleted() {
            draw_deleted(canvas, area);
            return;
        }
        let theme = canvas.theme;
        let content = &self.event.content;
        let title = format!(" Check-list de {}", quoted(&content.title));
        let (done, all) = (checklist::done(&self.lines), self.lines.len());
        let bar = format!("  {}{} ", "■".repeat(done), "□".repeat(all - done));
        let told = format!("{done}/{all}");
        let pieces = [
            (title.as_str(), theme.heading()),
            (bar.as_str(), theme.done()),
            (told.as_str(), theme.muted()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let when = content.date.map_or_else(
            || "Sans date".to_owned(),
            |date| {
                format!(
                    "{}, {}",
                    typography::long_date(date),
                    typography::relative_day(date, session.today())
                )
            },
        );
        canvas.text(area.x + 1, area.y + 1, area.width, &when, theme.muted());
        let list = Rect {
            y: area.y + 3,
            height: area.height.saturating_sub(3),
            ..area
        };
        self.draw_steps(canvas, list, session);
    }
}
