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
    /// The index of the selected step.
    selected: usize,
    /// The index of the first visible row: a step may take several.
    top: usize,
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
            selected: 0,
            top: 0,
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
        checklist.selected = first.unwrap_or(0);
        Ok(checklist)
    }

    /// Returns the rows to draw, each with the index of its step: the step itself (`None`), then its
    /// explanations.
    fn rows(&self, width: usize, session: &Session) -> Vec<(usize, Option<(String, Style)>)> {
        let mut rows = Vec::new();
        for (index, (step, line)) in self.steps.iter().zip(&self.lines).enumerate() {
            rows.push((index, None));
            let how = if index == self.selected {
                &step.how
            } else {
                ""
            };
            let explanations = [
                (line.why.as_str(), style(line.state, session)),
                (how, session.theme.note()),
            ];
            for (text, look) in explanations
                .into_iter()
                .filter(|(text, _)| !text.is_empty())
            {
                let lines = wrap(text, width).into_iter();
                rows.extend(lines.map(|text| (index, Some((text, look)))));
            }
        }
        rows
    }

    fn draw_steps(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let width = area.width.saturating_sub(6).min(90);
        let rows = self.rows(usize::from(width), session);
        let page = usize::from(area.height);
        // The selected step stays visible, with as many of its explanations as fit.
        let is_selected = |(index, _): &(usize, _)| *index == self.selected;
        let first = rows.iter().position(is_selected).unwrap_or(0);
        let end = rows
            .iter()
            .rposition(is_selected)
            .map_or(0, |last| last + 1);
        self.top = self.top.max(end.saturating_sub(page)).min(first);
        self.top = self.top.min(rows.len().saturating_sub(page));
        for (y, (index, explanation)) in (area.y..area.bottom()).zip(&rows[self.top..]) {
            match explanation {
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
        if rows.len() > self.top + page && page > 0 {
            let last = Rect::new(area.x, area.bottom() - 1, area.width, 1);
            canvas.right(last, "↓", canvas.theme.muted());
        }
    }

    fn draw_step(&self, canvas: &mut Canvas<'_>, row: Rect, index: usize, session: &Session) {
        let (Some(step), Some(line)) = (self.steps.get(index), self.lines.get(index)) else {
            return;
        };
        let theme = canvas.theme;
        let here = index == self.selected;
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
        // The day when it was done, or else the day when it is due.
        let day = match line.state {
            StepState::Done => line.done_on,
            _ => line.due,
        };
        let day = day.map(typography::short_date).unwrap_or_default();
        let state_and_days = format!("{:11}{day:15}{:>5}", line.state.label(), step.offset());
        let room = row.width.saturating_sub(used + 5);
        let room = Rect::new(row.right().saturating_sub(room + 1), row.y, room, 1);
        canvas.right(room, &state_and_days, state);
        canvas.click(row, ClickTarget::Row(index));
    }

    fn tick(&mut self, session: &mut Session) -> Outcome {
        let (Some(step), Some(line)) =
            (self.steps.get(self.selected), self.lines.get(self.selected))
        else {
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
        self.selected = self.selected.min(self.steps.len().saturating_sub(1));
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        let id = self.event.id;
        match action {
            _ if self.event.is_deleted() && action != Action::Back => {}
            Action::Up => self.selected = self.selected.saturating_sub(1),
            Action::Down => {
                self.selected = (self.selected + 1).min(self.steps.len().saturating_sub(1))
            }
            Action::Tick => return self.tick(session),
            Action::Modify => return Ok(vec![Effect::Navigate(Route::Form(Start::Event(id)))]),
            Action::Attest => return Ok(vec![Effect::Navigate(Route::Attest(id))]),
            Action::Sheet => return Ok(vec![Effect::Navigate(Route::Sheet(id))]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Row(row) if *row == self.selected => self.tick(session),
            ClickTarget::Row(row) => {
                self.selected = (*row).min(self.steps.len().saturating_sub(1));
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
