//! The table of upcoming events against the steps of the check-list, those with a late step first.

use ratatui::layout::Rect;

use super::{SIGN_WIDTH, state_label, style, tick};
use crate::domain::event::Event;
use crate::domain::event::checklist::{Line, StepState};
use crate::domain::event::step::Step;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::record::Stored;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, empty, width, wrap};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::cursor::{ListCursor, count_label};
use crate::ui::list::grid::{draw_divider, needed_width, top};
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

/// How many lines are kept for a hint, so that the table rarely moves.
const RESERVED_HINT_LINES: u16 = 2;

/// The widest state of a step in words, with its day and what separates it from the title of the event.
const STATE_WIDTH: usize = 60;

/// The minimum width of the column of titles, which takes what the steps leave.
const MIN_TITLE_WIDTH: u16 = 17;

impl Steps {
    /// Opens the table on the first late step, or else on the next event.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut table = Self {
            cursor: ListCursor::in_two(
                Query::upcoming_late(true),
                Query::upcoming_late(false),
                session,
            )?,
            steps: Vec::new(),
            lines: Vec::new(),
            step: 0,
        };
        table.read(session)?;
        // SQLite finds again at each page what is late, which takes long among many events.
        session.store.prepare_filter()?;
        table.select_late();
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

    /// Selects the first late step of the selected event, if any.
    fn select_late(&mut self) {
        let lines = self.selected().map(|(_, lines)| lines);
        let late = |line: &Line| line.state == StepState::Late;
        if let Some(step) = lines.and_then(|lines| lines.iter().position(late)) {
            self.step = step;
        }
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
        let divider = self.cursor.second_from();
        let fits = usize::from(area.height.saturating_sub(1)) - usize::from(divider.is_some());
        let first = top(dates.len(), self.cursor.selected(), fits);
        let rows = self.cursor.rows().zip(&self.lines).zip(&dates).enumerate();
        let mut y = area.y;
        for (row, ((event, lines), date)) in rows.skip(first) {
            y += 1;
            if divider == Some(row) {
                let [_, others] = self.cursor.counts();
                let label = count_label(others, "sans retard", "sans retard");
                draw_divider(canvas, Rect::new(area.x, y, area.width, 1), &label);
                y += 1;
            }
            if y >= area.bottom() {
                break;
            }
            let here = row == self.cursor.selected();
            let line = Rect::new(area.x, y, area.width, 1);
            let base = draw_row(canvas, line, row, here);
            canvas.text(area.x + 2, y, date_width - 1, date, base);
            let text = session.title_within(&event.content, usize::from(title.width));
            canvas.text(title.x, y, title.width, text, base);
            for step in steps.clone() {
                let Some(line) = lines.get(step) else {
                    continue;
                };
                let cell = Rect::new(left(step), y, width - 1, 1);
                let is_selected = here && step == self.step;
                let look = match line.state {
                    _ if is_selected => theme.selected_cell(),
                    StepState::Open => over(base, theme.muted()),
                    state => over(base, style(state, session)),
                };
                let behind = if is_selected {
                    theme.selected_cell()
                } else {
                    base
                };
                canvas.tint(cell, behind);
                let text = cell_text(line, width);
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

    /// Draws the selected step, whole. Returns the number of lines that takes, the same for all steps
    /// but those that have much to say.
    fn draw_step(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) -> u16 {
        let (Some((event, lines)), Some(step)) = (self.selected(), self.steps.get(self.step))
        else {
            return 0;
        };
        let Some(line) = lines.get(self.step) else {
            return 0;
        };
        let theme = canvas.theme;
        let room = Rect {
            x: area.x + clamp(SIGN_WIDTH),
            width: area.width.saturating_sub(clamp(SIGN_WIDTH) + 1),
            ..area
        };
        let height = |text: &str| clamp(wrap(text, usize::from(room.width)).len());
        // A long title has lines of its own, after the state.
        let title_height = |title: &str| match width(title) + STATE_WIDTH > usize::from(room.width)
        {
            true => height(title),
            false => 0,
        };
        let titles = self.cursor.rows();
        let titles = titles.map(|event| title_height(&event.content.title));
        let state_height = 1 + titles.max().unwrap_or(0);
        let tallest = self.steps.iter().map(|step| {
            let hint = height(&step.how).min(RESERVED_HINT_LINES);
            height(&step.label) + state_height + hint
        });
        let why = match line.why.as_str() {
            "" => &step.how,
            why => why,
        };
        let needed = height(&step.label) + state_height + height(why);
        let all = tallest.max().unwrap_or(0).max(needed).min(area.height);
        let bottom = area.y + all;
        let below = |y: u16| Rect {
            y,
            height: bottom.saturating_sub(y),
            ..room
        };
        let state = style(line.state, session);
        canvas.text(area.x + 1, area.y, 1, line.state.sign(), state);
        let y = area.y + canvas.paragraph(below(area.y), &step.label, theme.heading());
        let day = match line.state {
            StepState::Done => line.done_on,
            _ => line.due,
        };
        let due = day.map(|day| {
            let (date, today) = (typography::long_date(day), session.today());
            match line.state {
                StepState::Late => format!(", échéance {date}"),
                StepState::Done => format!(" le {date}"),
                _ => format!(
                    ", échéance {date} ({})",
                    typography::relative_day(day, today)
                ),
            }
        });
        let words = format!("{}{}", state_label(line), due.unwrap_or_default());
        let title = &event.content.title;
        let has_own_lines = title_height(title) > 0;
        let after = match has_own_lines {
            true => String::new(),
            false => format!(" · {title}"),
        };
        let pieces = [(words.as_str(), state), (after.as_str(), theme.muted())];
        if y < bottom {
            canvas.pieces(room.x, y, room.width, &pieces);
        }
        let mut y = y + 1;
        if has_own_lines {
            y += canvas.paragraph(below(y), title, theme.muted());
        }
        canvas.paragraph(below(y), why, theme.note());
        all
    }
}

fn date(event: &Event, session: &Session) -> String {
    let days = event.content.days();
    let days = days.map(|days| days.listed(session.today()));
    days.unwrap_or_default()
}

/// Returns the text of a cell of a column of that width: the sign of the step's state, with how late it
/// is, or the due day where there is room.
fn cell_text(line: &Line, width: u16) -> String {
    let (sign, has_words) = (line.state.sign(), width > MAX_SIGNS_WIDTH);
    match (line.state, line.days_late) {
        (StepState::Late, Some(days)) if has_words => format!("{sign} {days}{NARROW}j"),
        (StepState::Late, None) if has_words => format!("{sign} changé"),
        // Three cells at least, besides the gap.
        (StepState::Late, Some(days)) if days < 10 || width > MIN_STEP_WIDTH && days < 100 => {
            format!("{sign} {days}")
        }
        (StepState::Late, Some(days)) => format!("{sign}{days}"),
        (StepState::Open | StepState::Soon, _) if has_words => {
            let due = line.due.map(|due| due.format(" %d/%m").to_string());
            format!("{sign}{}", due.unwrap_or_default())
        }
        _ => sign.to_owned(),
    }
}

impl Screen for Steps {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Steps, Context::Commands, Context::Everywhere]
    }

    fn is_available(&self, action: Action) -> bool {
        !matches!(action, Action::Accept | Action::Tick) || self.cursor.count() != Some(0)
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
        self.select_late();
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
        let late = match self.cursor.counts() {
            [Some(late), _] if late > 0 => format!(" · {late} en retard"),
            _ => String::new(),
        };
        let pieces = [
            (" Check-list", theme.heading()),
            (count.as_str(), theme.muted()),
            (late.as_str(), theme.awaiting()),
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
        let room = Rect {
            height: body.height / 2,
            ..body
        };
        let used = self.draw_step(canvas, room, session);
        let table = Rect {
            y: body.y + used,
            height: body.height.saturating_sub(used),
            ..body
        };
        let page = table.height.saturating_sub(1);
        self.cursor.set_page(usize::from(page), session);
        if self.lines.len() != self.cursor.rows().len() {
            // An error of the store is reported at the next key.
            let _ = self.read(session);
        }
        self.draw_table(canvas, table, session);
    }
}
