//! The table of upcoming events against the steps of the check-list.

use ratatui::layout::Rect;

use super::{style, tick};
use crate::domain::event::Event;
use crate::domain::event::checklist::{Line, StepState};
use crate::domain::event::step::Step;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::record::Stored;
use crate::domain::text::typography;
use crate::domain::time::calendar::listed_date;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, empty, fit};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::cursor::{ListCursor, count_label};
use crate::ui::list::grid::needed_width;
use crate::ui::list::row::draw_row;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;

/// The table of upcoming events and steps.
pub struct Steps {
    cursor: ListCursor,
    steps: Vec<Stored<Step>>,
    /// The check-list of each visible event.
    lines: Vec<Vec<Line>>,
    /// The index of the selected step.
    step: usize,
}

/// The minimum width of the column of a step, which shows signs only.
const MIN_STEP_WIDTH: u16 = 4;
/// The width above which words are shown beside the signs.
const MAX_SIGNS_WIDTH: u16 = 7;

/// The minimum width of the column of titles, which takes what the steps leave.
const MIN_TITLE_WIDTH: u16 = 17;

impl Steps {
    /// Opens the table on the next event.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut table = Self {
            cursor: ListCursor::new(Query::upcoming_not_cancelled(), session)?,
            steps: Vec::new(),
            lines: Vec::new(),
            step: 0,
        };
        table.read(session)?;
        Ok(table)
    }

    fn read(&mut self, session: &Session) -> Result<()> {
        self.steps = session.active_steps();
        self.step = self.step.min(self.steps.len().saturating_sub(1));
        self.lines = self
            .cursor
            .rows()
            .map(|event| session.checklist(event))
            .collect::<Result<_>>()?;
        Ok(())
    }

    /// Returns the selected event and its check-list.
    fn selected(&self) -> Option<(&Event, &[Line])> {
        let event = self.cursor.current()?;
        let lines = self.lines.get(self.cursor.selected())?;
        Some((event, lines))
    }

    fn tick(&self, session: &mut Session) -> Outcome {
        let (Some((event, lines)), Some(step)) = (self.selected(), self.steps.get(self.step))
        else {
            return Ok(Vec::new());
        };
        match lines.get(self.step) {
            Some(line) => tick(event, step, line, session),
            None => Ok(Vec::new()),
        }
    }

    /// Returns the range of steps that fit in `width` cells, with the selected one, and the width of
    /// each: signs only when words would leave some steps out.
    fn columns(&self, width: u16) -> (std::ops::Range<usize>, u16) {
        let widest = self
            .steps
            .iter()
            .map(|step| step.short_label().chars().count());
        let wide = clamp(widest.max().unwrap_or(8)).clamp(8, 12) + 1;
        let all = clamp(self.steps.len()).max(1);
        let wide = if wide * all <= width || width / all < MIN_STEP_WIDTH {
            wide
        } else {
            (width / all).min(wide)
        };
        let fits = usize::from((width / wide).max(1));
        let first = (self.step + 1).saturating_sub(fits);
        (first..self.steps.len().min(first + fits), wide)
    }

    fn draw_table(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let dates: Vec<String> = self
            .cursor
            .rows()
            .map(|event| date(event, session))
            .collect();
        let date_width = needed_width("Date", dates.iter().map(String::as_str), u16::MAX) + 1;
        let before = 2 + date_width + MIN_TITLE_WIDTH.min(area.width / 3);
        let (steps, width) = self.columns(area.width.saturating_sub(before + 1));
        let titles = self.cursor.rows().map(|event| event.content.title.as_str());
        let title = 2 + date_width + needed_width("Titre", titles, u16::MAX) + 1;
        let slack = area
            .width
            .saturating_sub(before + 1 + width * clamp(steps.len()));
        let before = before + slack.min(title.saturating_sub(before));
        let left = |step: usize| area.x + before + width * clamp(step - steps.start);
        let title = Rect::new(area.x + 2 + date_width, area.y, before - date_width - 3, 1);
        self.draw_header(canvas, area, title, &steps, width, left);
        let theme = canvas.theme;
        let rows = self.cursor.rows().zip(&self.lines).zip(&dates).enumerate();
        for (y, (row, ((event, lines), date))) in (area.y + 1..area.bottom()).zip(rows) {
            let here = row == self.cursor.selected();
            let line = Rect::new(area.x, y, area.width, 1);
            let base = draw_row(canvas, line, row, here);
            canvas.text(area.x + 2, y, date_width - 1, date, base);
            canvas.text(title.x, y, title.width, &event.content.title, base);
            for step in steps.clone() {
                let Some(line) = lines.get(step) else {
                    continue;
                };
                let cell = Rect::new(left(step), y, width - 1, 1);
                let is_selected = here && step == self.step;
                let look = match line.state {
                    _ if is_selected => theme.button(),
                    StepState::Open => over(base, theme.muted()),
                    state => over(base, style(state, session)),
                };
                canvas.tint(cell, if is_selected { theme.button() } else { base });
                let text = cell_text(line, width > MAX_SIGNS_WIDTH);
                canvas.text(cell.x, y, cell.width, &text, look);
                if is_selected {
                    canvas.point_at(cell.as_position());
                }
                canvas.click(cell, ClickTarget::Cell(row, step));
            }
        }
    }

    /// Draws the header of the table: `width` is that of a step, and `left` gives its left edge.
    fn draw_header(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        title: Rect,
        steps: &std::ops::Range<usize>,
        width: u16,
        left: impl Fn(usize) -> u16,
    ) {
        let theme = canvas.theme;
        canvas.text(
            area.x + 2,
            area.y,
            title.x - area.x - 2,
            "Date",
            theme.muted(),
        );
        canvas.text(title.x, area.y, title.width, "Titre", theme.muted());
        for step in steps.clone() {
            let style = if step == self.step {
                theme.focus()
            } else {
                theme.muted()
            };
            let label = self.steps[step].short_label();
            let label: String = if width > MAX_SIGNS_WIDTH {
                label.to_owned()
            } else {
                label.chars().take(usize::from(width - 1)).collect()
            };
            canvas.text(left(step), area.y, width - 1, &label, style);
        }
        if steps.start > 0 {
            canvas.text(left(steps.start) - 1, area.y, 1, "‹", theme.focus());
        }
        if steps.end < self.steps.len() {
            canvas.text(area.right() - 1, area.y, 1, "›", theme.focus());
        }
    }

    fn draw_foot(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let (Some((event, lines)), Some(step)) = (self.selected(), self.steps.get(self.step))
        else {
            return;
        };
        let Some(line) = lines.get(self.step) else {
            return;
        };
        let theme = canvas.theme;
        canvas.rule(area.x, area.y, area.width);
        let (word, day) = match line.state {
            StepState::Done => ("", line.done_on),
            _ => ("échéance ", line.due),
        };
        let due = day
            .map(|day| {
                format!(
                    " · {word}{} ({})",
                    typography::long_date(day),
                    typography::relative_day(day, session.today())
                )
            })
            .unwrap_or_default();
        let state = format!(" {} {}", line.state.sign(), line.state.label());
        let label = format!("  {}{due}", step.label);
        let pieces = [
            (state.as_str(), style(line.state, session)),
            (label.as_str(), theme.text()),
        ];
        canvas.pieces(area.x, area.y + 1, area.width, &pieces);
        let why = if line.why.is_empty() {
            &step.how
        } else {
            &line.why
        };
        let title = format!(" {} · ", fit(&event.content.title, 40));
        let pieces = [
            (title.as_str(), theme.muted()),
            (why.as_str(), theme.note()),
        ];
        canvas.pieces(area.x, area.y + 2, area.width, &pieces);
    }
}

fn date(event: &Event, session: &Session) -> String {
    let date = event.content.date;
    let date = date.map(|date| listed_date(date, session.today()));
    date.unwrap_or_default()
}

/// Returns the text of a cell: the sign of the step's state, with a word or the due day.
fn cell_text(line: &Line, has_words: bool) -> String {
    if !has_words {
        return line.state.sign().to_owned();
    }
    let word = match line.state {
        StepState::Open => line
            .due
            .map(|due| due.format("%d/%m").to_string())
            .unwrap_or_default(),
        StepState::Late => "retard".to_owned(),
        StepState::Done | StepState::NotDue => String::new(),
    };
    format!("{} {word}", line.state.sign())
}

impl Screen for Steps {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Steps, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.cursor.refresh(session)?;
        self.read(session)
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.cursor.recount(session)
    }

    fn show(&mut self, id: EventId, session: &mut Session) -> Result<bool> {
        let shown = self.cursor.show(id, session)?;
        self.read(session)?;
        // Selects the first late step.
        let lines = self.selected().map(|(_, lines)| lines);
        let late = |line: &Line| line.state == StepState::Late;
        if let Some(step) = lines.and_then(|lines| lines.iter().position(late)) {
            self.step = step;
        }
        Ok(shown)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.cursor.act(action, session)? {
            self.read(session)?;
            return Ok(Vec::new());
        }
        match action {
            Action::Left => self.step = self.step.saturating_sub(1),
            Action::Right => self.step = (self.step + 1).min(self.steps.len().saturating_sub(1)),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            Action::Tick => return self.tick(session),
            Action::Accept => {
                if let Some(event) = self.cursor.current() {
                    return Ok(vec![Effect::Navigate(Route::Checklist(event.id))]);
                }
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Cell(row, step)
                if (*row, *step) == (self.cursor.selected(), self.step) =>
            {
                return self.tick(session);
            }
            ClickTarget::Cell(row, step) => {
                self.step = *step;
                self.cursor.select(*row);
            }
            row if self.cursor.click(row) => return self.act(Action::Accept, session),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let count = count_label(
            self.cursor.count(),
            "événement à venir",
            "événements à venir",
        );
        let count = format!(" · {count}");
        let pieces = [
            (" Check-list", theme.heading()),
            (count.as_str(), theme.muted()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.cursor.is_empty() || self.steps.is_empty() {
            let text = "Aucun événement à venir.\n\nChaque événement daté apparaîtra ici avec les étapes du mémento.";
            empty(canvas, body, text);
            return;
        }
        let foot = 3.min(body.height / 3);
        let page = body.height.saturating_sub(1 + foot);
        self.cursor.set_page(usize::from(page), session);
        if self.lines.len() != self.cursor.rows().len() {
            // An error of the store is reported at the next key.
            let _ = self.read(session);
        }
        let table = Rect {
            height: body.height - foot,
            ..body
        };
        self.draw_table(canvas, table, session);
        let room = Rect::new(area.x, body.bottom() - foot, area.width, foot);
        if foot == 3 {
            self.draw_foot(canvas, room, session);
        }
    }
}
