//! The check-list of one event; `steps` is the table of all upcoming events against the steps.

mod steps;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::open_event::{OpenEvent, draw_deleted, due, is_about_event};
use crate::actions;
use crate::domain::event::Event;
use crate::domain::event::checklist::{Line, StepState};
use crate::domain::event::step::{Step, StepRole};
use crate::domain::id::EventId;
use crate::domain::record::Stored;
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::calendar::listed_date;
use crate::screens::detail::when;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, bar, wrap};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::Selection;
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
pub use steps::Steps;

/// The check-list of an event: what is late first, then the steps in their order. A step that is ticked
/// stays where it is as long as the screen is open.
pub struct Checklist {
    event: OpenEvent,
    steps: Vec<(Stored<Step>, Line)>,
    /// How many of the first steps were late.
    late: usize,
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
            late: 0,
            selection: Selection::default(),
        };
        checklist.refresh(session)?;
        let is_late = |line: &Line| line.state == StepState::Late;
        checklist.steps.sort_by_key(|(_, line)| !is_late(line));
        let steps = &checklist.steps;
        checklist.late = steps.iter().filter(|(_, line)| is_late(line)).count();
        let to_announce = steps.iter().position(|(step, line)| {
            let roles = [Some(StepRole::Changes), Some(StepRole::Publication)];
            roles.contains(&step.role) && line.by_hand && is_late(line)
        });
        let is_to_do = |(_, line): &(_, Line)| line.state.is_to_do();
        let first = to_announce.or_else(|| steps.iter().position(is_to_do));
        checklist.selection.select(first.unwrap_or(0));
        Ok(checklist)
    }

    fn draw_steps(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        // Every step is written whole where there is room, or else the selected one.
        let mut lines = self.lines(area.width, true, session);
        if lines.height() > usize::from(area.height) {
            lines = self.lines(area.width, false, session);
        }
        lines.draw(canvas, area, &mut self.selection);
    }

    /// Returns the lines of the steps; `whole`: none is cut at the end of its line.
    fn lines(&self, width: u16, whole: bool, session: &Session) -> Lines {
        let theme = session.theme;
        let room = usize::from(width).saturating_sub(SIGN_WIDTH + RIGHT_WIDTH + 4);
        let width = usize::from(width.saturating_sub(6).min(90));
        let mut lines = Lines::default();
        for (index, (step, line)) in self.steps.iter().enumerate() {
            if index == self.late && index > 0 {
                lines.title(&[]);
            }
            let state = style(line.state, session);
            let sign = format!(" {} ", line.state.sign());
            // The day when it was done, or else the day when it is due.
            let day = match line.state {
                StepState::Done => line.done_on,
                _ => line.due,
            };
            let day = day.map(|day| listed_date(day, session.today()));
            let day = day.unwrap_or_default();
            let right = format!("{:16}{day:15}{:>5}", state_label(line), step.offset());
            let is_selected = index == self.selection.index();
            let mut label = match whole || is_selected {
                true => wrap(&step.label, room),
                false => vec![step.label.clone()],
            }
            .into_iter();
            let first = label.next().unwrap_or_default();
            let pieces = [(sign.as_str(), state), (&first, theme.text())];
            lines.row_and_right(&pieces, right, state);
            for part in label {
                lines.more(&[("   ", theme.text()), (&part, theme.text())]);
            }
            let how = if is_selected { step.how.as_str() } else { "" };
            for (text, look) in [(line.why.as_str(), state), (how, theme.note())] {
                for part in wrap(text, width) {
                    if !part.is_empty() {
                        lines.more(&[("   ", look), (&part, look)]);
                    }
                }
            }
        }
        lines
    }

    fn tick(&mut self, session: &mut Session) -> Outcome {
        match self.steps.get(self.selection.index()) {
            Some((step, line)) => tick(&self.event, step, line, session),
            None => Ok(Vec::new()),
        }
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
        StepState::Soon => session.theme.soon(),
        StepState::Open => session.theme.text(),
        StepState::NotDue => session.theme.muted(),
    }
}

/// The cells of the sign before a step.
const SIGN_WIDTH: usize = 3;
/// The cells of the state, the day and the offset after it.
const RIGHT_WIDTH: usize = 36;

/// Returns the state in words: « 4 j de retard », « à faire ».
fn state_label(line: &Line) -> String {
    match line.days_late {
        Some(days) => format!("{days}{NARROW}j de retard"),
        None => line.state.label().to_owned(),
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
        let place = |id| self.steps.iter().position(|(step, _)| step.id == id);
        let lines = session.checklist(&self.event)?;
        let mut steps: Vec<_> = session.active_steps().into_iter().zip(lines).collect();
        steps.sort_by_key(|(step, _)| place(step.id).unwrap_or(usize::MAX));
        self.steps = steps;
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
        let title = format!("Check-list de {}", quoted(&content.title));
        let room = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            height: area.height.min(2),
            ..area
        };
        let y = area.y + canvas.paragraph(room, &title, theme.heading());
        let is_done = |(_, line): &&(_, Line)| line.state == StepState::Done;
        let (done, all) = (self.steps.iter().filter(is_done).count(), self.steps.len());
        let line = Rect { y, ..room };
        let progress = format!(" {done}/{all}");
        let progress = canvas.right(line, &progress, theme.muted());
        let line = Rect {
            width: line.width.saturating_sub(progress),
            ..line
        };
        let progress = progress + canvas.right(line, &bar(done, all), theme.done());
        let when = when(content, session);
        let left = room.width.saturating_sub(progress + 1);
        canvas.text(room.x, y, left, &when, theme.muted());
        let y = y + 2;
        let list = Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        self.draw_steps(canvas, list, session);
    }
}
