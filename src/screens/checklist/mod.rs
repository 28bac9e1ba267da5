//! The check-list of one event; `steps` is the table of all upcoming events against the steps.

mod steps;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::open_event::{OpenEvent, draw_deleted, due, is_about_event};
use crate::actions;
use crate::domain::event::Event;
use crate::domain::event::checklist;
use crate::domain::event::checklist::{Line, StepState};
use crate::domain::event::step::{Step, StepRole};
use crate::domain::id::EventId;
use crate::domain::record::Stored;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::calendar::listed_date;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::Selection;
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
pub use steps::Steps;

/// The check-list of an event.
pub struct Checklist {
    event: OpenEvent,
    steps: Vec<Stored<Step>>,
    lines: Vec<Line>,
    /// The selected step.
    selection: Selection,
}

impl Checklist {
    /// Opens the check-list of an event. Selects the step of a change to announce to contacts or to
    /// correct on the site, or else the first step to do.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event no longer exists.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let mut checklist = Self {
            event: OpenEvent::new(id, session)?,
            steps: Vec::new(),
            lines: Vec::new(),
            selection: Selection::default(),
        };
        checklist.refresh(session)?;
        let lines = &checklist.lines;
        let mut pairs = checklist.steps.iter().zip(lines);
        let to_announce = pairs.position(|(step, line)| {
            let roles = [Some(StepRole::Changes), Some(StepRole::Publication)];
            roles.contains(&step.role) && line.by_hand && line.state == StepState::Late
        });
        let to_do = |line: &Line| matches!(line.state, StepState::Late | StepState::Open);
        let first = to_announce.or_else(|| lines.iter().position(to_do));
        checklist.selection.select(first.unwrap_or(0));
        Ok(checklist)
    }

    fn draw_steps(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let width = usize::from(area.width.saturating_sub(6).min(90));
        let mut lines = Lines::default();
        for (index, (step, line)) in self.steps.iter().zip(&self.lines).enumerate() {
            let state = style(line.state, session);
            let sign = format!(" {} ", line.state.sign());
            // The day when it was done, or else the day when it is due.
            let day = match line.state {
                StepState::Done => line.done_on,
                _ => line.due,
            };
            let day = day.map(|day| listed_date(day, session.today()));
            let day = day.unwrap_or_default();
            let right = format!("{:11}{day:15}{:>5}", line.state.label(), step.offset());
            let pieces = [(sign.as_str(), state), (&step.label, theme.text())];
            lines.row_and_right(&pieces, right, state);
            let how = match index == self.selection.index() {
                true => step.how.as_str(),
                false => "",
            };
            for (text, look) in [(line.why.as_str(), state), (how, theme.note())] {
                for part in wrap(text, width) {
                    if !part.is_empty() {
                        lines.more(&[("   ", look), (&part, look)]);
                    }
                }
            }
        }
        lines.draw(canvas, area, &mut self.selection);
    }

    fn tick(&mut self, session: &mut Session) -> Outcome {
        let index = self.selection.index();
        let (Some(step), Some(line)) = (self.steps.get(index), self.lines.get(index)) else {
            return Ok(Vec::new());
        };
        tick(&self.event, step, line, session)
    }
}

/// Ticks or unticks a step of an event; explains why not when Carnet ticks it by itself.
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

/// Returns the style of a step's state.
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
        self.event.reload(session)?;
        self.steps = session.active_steps();
        self.lines = session.checklist(&self.event)?;
        self.selection.reload(self.steps.len(), None);
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        let id = self.event.id;
        match action {
            _ if self.event.is_deleted() && action != Action::Back => {}
            Action::Tick => return self.tick(session),
            Action::Modify => return Ok(vec![Effect::Navigate(Route::Form(Start::Event(id)))]),
            Action::Attest => return Ok(vec![Effect::Navigate(Route::Attest(id))]),
            Action::Sheet => return Ok(vec![Effect::Navigate(Route::Sheet(id))]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {
                self.selection.act(action);
            }
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.selection.click(target) {
            return self.tick(session);
        }
        Ok(Vec::new())
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
        let progress = format!("{done}/{all}");
        let pieces = [
            (title.as_str(), theme.heading()),
            (bar.as_str(), theme.done()),
            (progress.as_str(), theme.muted()),
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
