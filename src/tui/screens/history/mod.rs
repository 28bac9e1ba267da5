//! Historique: what was done, what each deed changed, and the way back to any point.

mod told;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Screen;
use crate::domain::french::{self, NARROW, count, quoted};
use crate::domain::id::EventId;
use crate::domain::trace::Trace;
use crate::explain::Explain;
use crate::store::{ActionState, Deed, Result};
use crate::tui::canvas::{Canvas, Hit, empty, wrap};
use crate::tui::effect::{Answer, Effect, Outcome, Place, Question};
use crate::tui::keymap::{Action, Context};
use crate::tui::session::Session;
use crate::tui::theme::over;
use crate::tui::widgets::confirm::Confirm;

/// The most changes of a deed that are read.
const MOST: usize = 200;

/// From this width on, what a deed changed stands beside the list.
const BESIDE: u16 = 100;

/// What was done.
pub struct History {
    /// The event it is about, with its title; none for the whole carnet.
    event: Option<(EventId, String)>,
    count: usize,
    at: usize,
    top: usize,
    page: usize,
    deeds: Vec<Deed>,
    /// What the deed in hand changed.
    traces: Vec<Trace>,
}

impl History {
    /// What was done to an event, or to the whole carnet; the latest deed in hand.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(event: Option<EventId>, session: &mut Session) -> Result<Self> {
        let event = match event {
            Some(id) => session
                .store
                .event(id)?
                .map(|event| (id, event.content.title)),
            None => None,
        };
        let mut history = Self {
            event,
            count: 0,
            at: 0,
            top: 0,
            page: 20,
            deeds: Vec::new(),
            traces: Vec::new(),
        };
        history.refresh(session)?;
        Ok(history)
    }

    fn id(&self) -> Option<EventId> {
        self.event.as_ref().map(|(id, _)| *id)
    }

    fn in_hand(&self) -> Option<&Deed> {
        self.deeds.get(self.at.checked_sub(self.top)?)
    }

    fn go(&mut self, to: usize, session: &Session) -> Result<()> {
        self.at = to.min(self.count.saturating_sub(1));
        self.load(session)
    }

    fn load(&mut self, session: &Session) -> Result<()> {
        let least = (self.at + 1).saturating_sub(self.page);
        self.top = self.top.clamp(least, self.at.max(least));
        self.deeds = session.store.deeds(self.id(), self.top, self.page)?;
        self.traces = match self.in_hand() {
            Some(deed) => session.store.traces(deed.id, MOST)?,
            None => Vec::new(),
        };
        Ok(())
    }

    fn ask(&self) -> Outcome {
        let Some(deed) = self.in_hand() else {
            return Ok(Vec::new());
        };
        let label = &deed.label;
        let (title, text) = match deed.state {
            ActionState::Standing => (
                "Revenir avant cette action",
                format!(
                    "Tout ce qui a été fait depuis dans le carnet sera annulé pas à pas, cette action comprise{NARROW}: {label}. Ctrl+Y rétablira."
                ),
            ),
            ActionState::TakenBack => (
                "Rétablir jusqu’à cette action",
                format!(
                    "Ce qui a été annulé sera rétabli pas à pas, cette action comprise{NARROW}: {label}."
                ),
            ),
            ActionState::Lost => {
                let text = format!(
                    "Cette action a été annulée, puis autre chose a été fait{NARROW}: elle ne peut plus être rétablie."
                );
                return Ok(vec![Effect::tell(text)]);
            }
        };
        let confirm = Confirm::new(Question::GoBackTo, title, text, "Y aller", "Rester ici");
        Ok(vec![Effect::open(confirm)])
    }

    /// Takes actions back, or makes them again, one by one, until the deed in hand is as wanted.
    fn go_to_point(&self, session: &mut Session) -> Outcome {
        let Some(deed) = self.in_hand().cloned() else {
            return Ok(Vec::new());
        };
        let back = deed.state == ActionState::Standing;
        let now = session.now();
        let mut steps = 0u64;
        let problem = loop {
            let known = session.store.deed(deed.id)?;
            let reached = known.is_none_or(|known| (known.state == ActionState::Standing) != back);
            if reached {
                break None;
            }
            let done = if back {
                session.store.undo(now)
            } else {
                session.store.redo(now)
            };
            match done {
                Ok(Some(_)) => steps += 1,
                Ok(None) => break None,
                Err(problem) => break Some(problem),
            }
        };
        let told = if back {
            count(steps, "action annulée", "actions annulées")
        } else {
            count(steps, "action rétablie", "actions rétablies")
        };
        Ok(vec![
            Effect::Changed,
            match problem {
                Some(problem) => Effect::fail(format!("{told}. {}", problem.explain())),
                None => Effect::say(format!("{told}.")),
            },
        ])
    }

    fn draw_deeds(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let page = usize::from(area.height).max(1);
        if page != self.page {
            self.page = page;
            // What can't be read now is said at the next key.
            let _ = self.load(session);
        }
        let theme = canvas.theme;
        for (y, (index, deed)) in (area.y..area.bottom()).zip(self.deeds.iter().enumerate()) {
            let index = self.top + index;
            let here = index == self.at;
            let line = Rect::new(area.x, y, area.width, 1);
            let base = if here { theme.selected() } else { Style::new() };
            canvas.tint(line, base);
            let mark = if here { "▌" } else { " " };
            canvas.text(area.x, y, 1, mark, over(base, theme.focus()));
            let local = session.local(deed.at);
            let when = format!(
                "{:14} {:>7}  ",
                french::short_date(local.date_naive()),
                french::hour(local.time())
            );
            let (sign, look) = match deed.state {
                ActionState::Standing => ("  ", theme.text()),
                ActionState::TakenBack => ("↶ ", theme.muted()),
                ActionState::Lost => ("× ", theme.muted()),
            };
            let pieces = [
                (when.as_str(), over(base, theme.muted())),
                (sign, over(base, theme.note())),
                (deed.label.as_str(), over(base, look)),
            ];
            canvas.pieces(area.x + 2, y, area.width.saturating_sub(3), &pieces);
            canvas.hit(line, Hit::Row(index));
        }
    }

    fn draw_traces(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let Some(deed) = self.in_hand() else { return };
        let mut y = area.y;
        let state = match deed.state {
            ActionState::Standing => "",
            ActionState::TakenBack => " (annulé, Ctrl+Y le rétablit)",
            ActionState::Lost => " (annulé)",
        };
        let title = format!("{}{state}", deed.label);
        for line in wrap(&title, usize::from(area.width)) {
            if y < area.bottom() {
                canvas.text(area.x, y, area.width, &line, theme.heading());
                y += 1;
            }
        }
        y += 1;
        for (text, style) in told::lines(&self.traces, session, usize::from(area.width)) {
            if y >= area.bottom() {
                return;
            }
            canvas.text(area.x, y, area.width, &text, style);
            y += 1;
        }
    }
}

impl Screen for History {
    fn contexts(&self) -> &'static [Context] {
        &[Context::History, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.count = session.store.count_deeds(self.id())?;
        self.go(self.at, session)
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
            Action::Accept => return self.ask(),
            Action::Back => return Ok(vec![Effect::Go(Place::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn hit(&mut self, hit: &Hit, session: &mut Session) -> Outcome {
        match hit {
            Hit::Row(row) if *row == self.at => self.ask(),
            Hit::Row(row) => {
                self.go(*row, session)?;
                Ok(Vec::new())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn answer(&mut self, question: Question, answer: Answer, session: &mut Session) -> Outcome {
        match (question, answer) {
            (Question::GoBackTo, Answer::Yes) => self.go_to_point(session),
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let title = match &self.event {
            Some((_, title)) => format!(" Historique de {}", quoted(title)),
            None => " Historique".to_owned(),
        };
        let many = format!(" · {}", count(self.count as u64, "action", "actions"));
        let pieces = [
            (title.as_str(), theme.heading()),
            (many.as_str(), theme.muted()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.count == 0 {
            let text = "Rien n’a encore été fait.\n\nChaque changement apparaîtra ici, et pourra être annulé.";
            empty(canvas, body, text);
            return;
        }
        if area.width >= BESIDE {
            let list = Rect {
                width: body.width * 11 / 20,
                ..body
            };
            canvas.upright(list.right(), body.y, body.height);
            let panel = Rect {
                x: list.right() + 2,
                width: body.width.saturating_sub(list.width + 3),
                ..body
            };
            self.draw_deeds(canvas, list, session);
            self.draw_traces(canvas, panel, session);
        } else {
            let below = (body.height / 2).saturating_sub(1);
            let list = Rect {
                height: body.height - below - 1,
                ..body
            };
            canvas.rule(body.x, list.bottom(), body.width);
            let panel = Rect {
                x: body.x + 1,
                y: list.bottom() + 1,
                width: body.width.saturating_sub(2),
                height: below,
            };
            self.draw_deeds(canvas, list, session);
            self.draw_traces(canvas, panel, session);
        }
    }
}
