//! The check-list: of one event, and of all events to come against its steps.

mod steps;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Screen;
use crate::domain::checklist::{self, Line, Step, StepRole, StepState};
use crate::domain::event::Event;
use crate::domain::french::{self, NARROW, quoted};
use crate::domain::id::EventId;
use crate::store::{Result, StoreError};
use crate::tui::canvas::{Canvas, Hit, clamp, wrap};
use crate::tui::effect::{Effect, Outcome, Place, Start};
use crate::tui::keymap::{Action, Context};
use crate::tui::session::Session;
use crate::tui::theme::over;
pub use steps::Steps;

/// The check-list of an event.
pub struct Checklist {
    event: Event,
    steps: Vec<Step>,
    lines: Vec<Line>,
    at: usize,
}

impl Checklist {
    /// The check-list of an event, the first step still to be done in hand.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event is not there any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = session.store.event(id)?.ok_or(StoreError::Stale)?;
        let mut checklist = Self {
            event,
            steps: Vec::new(),
            lines: Vec::new(),
            at: 0,
        };
        checklist.refresh(session)?;
        let to_do = |line: &Line| matches!(line.state, StepState::Late | StepState::Open);
        checklist.at = checklist.lines.iter().position(to_do).unwrap_or(0);
        Ok(checklist)
    }

    fn tick(&mut self, session: &mut Session) -> Outcome {
        let (Some(step), Some(line)) = (self.steps.get(self.at), self.lines.get(self.at)) else {
            return Ok(Vec::new());
        };
        tick(&self.event, step, line, session)
    }
}

/// Ticks a step of an event, or takes its tick away; says why when Carnet ticks it by itself.
fn tick(event: &Event, step: &Step, line: &Line, session: &mut Session) -> Outcome {
    if !line.by_hand {
        let why = match line.why.as_str() {
            "" => "elle suivra ce que vous noterez de l’événement",
            why => why,
        };
        let text = format!("Carnet coche cette étape de lui-même{NARROW}: {why}.");
        return Ok(vec![Effect::tell(text)]);
    }
    let is_done = line.state == StepState::Done;
    let title = quoted(&event.content.title);
    if step.role == Some(StepRole::Publication) {
        let (id, label) = (event.id, format!("correction sur le site de {title}"));
        session
            .store
            .record(&label, session.clock.now(), |change| {
                change.correct_on_site(id)
            })?;
        return Ok(vec![Effect::Changed]);
    }
    let verb = if is_done { "retour sur" } else { "étape" };
    let label = format!("{verb} {} de {title}", quoted(&step.label));
    let (id, step_id, now) = (event.id, step.id, session.now());
    session.store.record(&label, now, |change| {
        if is_done {
            change.untick(id, step_id)
        } else {
            change.tick(id, step_id)
        }
    })?;
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

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        if let Some(event) = session.store.event(self.event.id)? {
            self.event = event;
        }
        self.steps = session.steps_asked();
        self.lines = session.checklist(&self.event)?;
        self.at = self.at.min(self.steps.len().saturating_sub(1));
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        let id = self.event.id;
        match action {
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(self.steps.len().saturating_sub(1)),
            Action::Tick => return self.tick(session),
            Action::Modify => return Ok(vec![Effect::Go(Place::Form(Start::Event(id)))]),
            Action::Attest => return Ok(vec![Effect::Go(Place::Attest(id))]),
            Action::Sheet => return Ok(vec![Effect::Go(Place::Sheet(id))]),
            Action::Back => return Ok(vec![Effect::Go(Place::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn hit(&mut self, hit: &Hit, session: &mut Session) -> Outcome {
        match hit {
            Hit::Row(row) if *row == self.at => self.tick(session),
            Hit::Row(row) => {
                self.at = (*row).min(self.steps.len().saturating_sub(1));
                Ok(Vec::new())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
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
                    french::long_date(date),
                    french::relative_day(date, session.today())
                )
            },
        );
        canvas.text(area.x + 1, area.y + 1, area.width, &when, theme.muted());
        let how = self.steps.get(self.at).map_or("", |step| &step.how);
        let how = wrap(how, usize::from(area.width.saturating_sub(6).min(90)));
        let mut y = area.y + 3;
        for (index, (step, line)) in self.steps.iter().zip(&self.lines).enumerate() {
            let here = index == self.at;
            let more = usize::from(!line.why.is_empty()) + if here { how.len() } else { 0 };
            if y + clamp(more) >= area.bottom() {
                break;
            }
            let row = Rect::new(area.x, y, area.width, 1);
            let base = if here { theme.selected() } else { Style::new() };
            canvas.tint(row, base);
            let mark = if here { "▌" } else { " " };
            canvas.text(area.x, y, 1, mark, over(base, theme.focus()));
            let state = over(base, style(line.state, session));
            let sign = format!("{} ", line.state.sign());
            let used = canvas.pieces(
                area.x + 2,
                y,
                area.width.saturating_sub(36),
                &[(&sign, state), (&step.label, base)],
            );
            // What is done is told by its day, what is not by the day it is due.
            let day = match line.state {
                StepState::Done => line.done_on,
                _ => line.due,
            };
            let day = day.map(french::short_date).unwrap_or_default();
            let told = format!("{:11}{day:15}{:>5}", line.state.label(), step.offset());
            let room = area.width.saturating_sub(used + 5);
            let room = Rect::new(area.right().saturating_sub(room + 1), y, room, 1);
            canvas.right(room, &told, state);
            canvas.hit(row, Hit::Row(index));
            y += 1;
            if !line.why.is_empty() {
                let width = area.width.saturating_sub(5);
                canvas.text(area.x + 4, y, width, &line.why, style(line.state, session));
                y += 1;
            }
            if here {
                for text in &how {
                    canvas.text(
                        area.x + 4,
                        y,
                        area.width.saturating_sub(5),
                        text,
                        theme.note(),
                    );
                    y += 1;
                }
            }
        }
    }
}
