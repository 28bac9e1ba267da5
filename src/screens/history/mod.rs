//! Historique: the actions, the changes of each, and the way back to any point.

pub(in crate::screens) mod changes;

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::domain::id::EventId;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, count_or, quoted};
use crate::domain::time::calendar::listed_date;
use crate::explain::Explain;
use crate::store::field_change::FieldChange;
use crate::store::{ActionState, HistoryEntry, Result};
use crate::ui::canvas::{Canvas, ClickTarget, empty, fit, width, wrap};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::row::draw_row;
use crate::ui::list::scroll::Scroll;
use crate::ui::list::selection::Selection;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;

/// The maximum number of changes of an action that are shown.
const MAX_CHANGES: usize = 500;

/// The maximum number of actions that a question names.
const MAX_NAMED: usize = 4;

/// The maximum width of the label of an action in a question.
const MAX_LABEL_WIDTH: usize = 58;

/// The mark of an undone action that can be redone.
const UNDONE: &str = "↶ ";

/// The mark of an undone action that can't be redone.
const LOST: &str = "× ";

/// The history screen.
pub struct History {
    /// The event whose history it is, with its title; none for the whole carnet.
    event: Option<(EventId, String)>,
    count: usize,
    selection: Selection,
    /// The visible actions, and their indexes.
    entries: Vec<HistoryEntry>,
    visible: Range<usize>,
    /// The changes of the selected action.
    changes: Vec<FieldChange>,
    /// Whether arrows scroll the changes of the selected action instead of the list.
    is_reading: bool,
    /// Which lines of the changes are visible.
    scroll: Scroll,
}

impl History {
    /// The history of an event, or of the whole carnet; the latest action is selected.
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
            selection: Selection::default(),
            entries: Vec::new(),
            visible: 0..0,
            changes: Vec::new(),
            is_reading: false,
            scroll: Scroll::default(),
        };
        history.refresh(session)?;
        Ok(history)
    }

    fn id(&self) -> Option<EventId> {
        self.event.as_ref().map(|(id, _)| *id)
    }

    fn selected_entry(&self) -> Option<&HistoryEntry> {
        let index = self.selection.index().checked_sub(self.visible.start)?;
        self.entries.get(index)
    }

    /// Moves in the list, or scrolls the changes of the selected action.
    fn travel(&mut self, action: Action, session: &Session) -> Result<()> {
        if self.is_reading {
            self.scroll.act(action);
            return Ok(());
        }
        if self.selection.act(action) {
            self.load(session)?;
        }
        Ok(())
    }

    /// Reads the visible actions, and the changes of the selected one.
    fn load(&mut self, session: &Session) -> Result<()> {
        self.scroll = Scroll::default();
        self.visible = self.selection.visible();
        let (first, count) = (self.visible.start, self.visible.len());
        self.entries = session.store.history(self.id(), first, count)?;
        self.changes = match self.selected_entry() {
            Some(entry) => session.store.field_changes(entry.id, MAX_CHANGES + 1)?,
            None => Vec::new(),
        };
        Ok(())
    }

    fn ask(&self, session: &Session) -> Outcome {
        let Some(entry) = self.selected_entry() else {
            return Ok(Vec::new());
        };
        let way = session.store.steps_to(entry)?;
        let steps = way.len() as u64;
        let (title, summary, end) = match entry.state {
            ActionState::InEffect => (
                "Revenir avant cette action",
                count(steps, "action sera annulée", "actions seront annulées"),
                "\nCtrl+Y pour rétablir.",
            ),
            ActionState::Undone => (
                "Rétablir jusqu’à cette action",
                count(steps, "action sera rétablie", "actions seront rétablies"),
                "",
            ),
            ActionState::Lost => {
                let text = format!(
                    "Cette action a été annulée, puis autre chose a été fait{NARROW}: elle ne peut plus être rétablie."
                );
                return Ok(vec![Effect::info(text)]);
            }
        };
        let mut text = format!("{summary}, dans tout le carnet{NARROW}:");
        // Naming one more takes no more room than « et 1 autre ».
        let named = if way.len() > MAX_NAMED + 1 {
            MAX_NAMED
        } else {
            way.len()
        };
        for label in &way[..named] {
            text.push_str(&format!("\n· {}", fit(label, MAX_LABEL_WIDTH)));
        }
        if way.len() > named {
            let others = count((way.len() - named) as u64, "autre", "autres");
            text.push_str(&format!("\n· et {others}"));
        }
        text.push_str(end);
        let (id, back) = (entry.id, entry.state == ActionState::InEffect);
        let confirm = Confirm::ask(title, text, "Y aller", move |_: &mut AnyScreen, session| {
            go_to_point(id, back, session)
        });
        Ok(vec![Effect::open(confirm.or_stay("Rester ici"))])
    }

    fn draw_entries(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if self.selection.visible_in(area.height) != self.visible {
            // A read error is reported at the next key.
            let _ = self.load(session);
        }
        let theme = canvas.theme;
        let day = |entry: &HistoryEntry| {
            listed_date(session.local(entry.at).date_naive(), session.today())
        };
        let days: Vec<String> = self.entries.iter().map(day).collect();
        let day_width = days.iter().map(|day| width(day)).max().unwrap_or(0);
        let entries = self.entries.iter().zip(days).enumerate();
        for (y, (index, (entry, day))) in (area.y..area.bottom()).zip(entries) {
            let index = self.visible.start + index;
            let line = Rect::new(area.x, y, area.width, 1);
            let base = draw_row(canvas, line, index, index == self.selection.index());
            if self.is_reading {
                canvas.text(line.x, y, 1, " ", base);
            }
            let local = session.local(entry.at);
            let hour = typography::hour(local.time());
            let when = format!("{day:day_width$} {hour:>8}  ");
            let (sign, look) = match entry.state {
                ActionState::InEffect => ("  ", theme.text()),
                ActionState::Undone => (UNDONE, theme.muted()),
                ActionState::Lost => (LOST, theme.muted()),
            };
            let pieces = [
                (when.as_str(), over(base, theme.muted())),
                (sign, over(base, theme.note())),
                (entry.label.as_str(), over(base, look)),
            ];
            canvas.pieces(area.x + 2, y, area.width.saturating_sub(3), &pieces);
        }
    }

    fn draw_changes(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let Some(entry) = self.selected_entry() else {
            return;
        };
        let width = usize::from(area.width);
        let mut lines: Vec<(String, Style)> = wrap(&entry.label, width)
            .into_iter()
            .map(|line| (line, theme.heading()))
            .collect();
        let state = match entry.state {
            ActionState::InEffect => String::new(),
            ActionState::Undone => {
                format!("{UNDONE}Annulé{NARROW}; Entrée pour rétablir jusqu’ici.")
            }
            ActionState::Lost => {
                format!("{LOST}Annulé, puis autre chose a été fait{NARROW}: ne se rétablit plus.")
            }
        };
        if !state.is_empty() {
            lines.extend(
                wrap(&state, width)
                    .into_iter()
                    .map(|line| (line, theme.note())),
            );
        }
        lines.push((String::new(), Style::new()));
        let (shown, hidden) = self.changes.split_at(self.changes.len().min(MAX_CHANGES));
        lines.extend(changes::lines(shown, session, width));
        if !hidden.is_empty() {
            let text = "… La suite est trop longue pour être montrée.";
            lines.push((text.to_owned(), theme.muted()));
        }
        let visible = self.scroll.visible(area.height, lines.len());
        for (y, (text, style)) in (area.y..).zip(&lines[visible.clone()]) {
            canvas.text(area.x, y, area.width, text, *style);
        }
        let below = lines.len() - visible.end;
        if below > 0 && area.height > 0 {
            // This line hides one more.
            let last = Rect::new(area.x, area.bottom() - 1, area.width, 1);
            canvas.fill(last, Style::new());
            let more = count(below as u64 + 1, "ligne", "lignes");
            let with = if self.is_reading { "" } else { ", avec Tab" };
            let text = format!("↓ encore {more}{with}");
            canvas.text(last.x, last.y, last.width, &text, theme.muted());
        }
        if visible.start > 0 {
            canvas.right(Rect { height: 1, ..area }, "↑", theme.muted());
        }
    }

    /// Returns what the marks mean, when the list shows some.
    fn legend(&self) -> String {
        let has = |state| self.entries.iter().any(|entry| entry.state == state);
        [
            (ActionState::Undone, UNDONE, "annulé, peut être rétabli"),
            (ActionState::Lost, LOST, "annulé pour de bon"),
        ]
        .into_iter()
        .filter(|(state, ..)| has(*state))
        .map(|(_, sign, meaning)| format!("{sign}{meaning}  "))
        .collect()
    }
}

/// Undoes or redoes actions one by one, until the one wanted is reached.
fn go_to_point(id: i64, back: bool, session: &mut Session) -> Outcome {
    let now = session.now();
    let mut steps = 0u64;
    let problem = loop {
        let known = session.store.history_entry(id)?;
        let reached = known.is_none_or(|known| (known.state == ActionState::InEffect) != back);
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
    let done = if back {
        count(steps, "action annulée", "actions annulées")
    } else {
        count(steps, "action rétablie", "actions rétablies")
    };
    Ok(vec![
        Effect::Changed,
        match problem {
            Some(problem) if steps == 0 => return Err(problem),
            Some(problem) => Effect::error(format!("{done}. {}", problem.cause())),
            None => Effect::success(format!("{done}.")),
        },
    ])
}

impl Screen for History {
    fn contexts(&self) -> &'static [Context] {
        &[Context::History, Context::Commands, Context::Everywhere]
    }

    fn is_available(&self, action: Action) -> bool {
        !matches!(action, Action::Accept | Action::Next) || self.count > 0
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.count = session.store.count_history(self.id())?;
        self.selection.reload(self.count, None);
        self.load(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Accept => return self.ask(session),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            Action::Next => self.is_reading = !self.is_reading,
            travel => self.travel(travel, session)?,
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.selection.click(target) {
            return self.ask(session);
        }
        self.load(session)?;
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let title = match &self.event {
            Some((_, title)) => format!(" Historique de {}", quoted(title)),
            None => " Historique".to_owned(),
        };
        let actions = count_or("aucune", self.count as u64, "action", "actions");
        let count = format!(" · {actions}");
        let pieces = [
            (title.as_str(), theme.heading()),
            (count.as_str(), theme.muted()),
        ];
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.count == 0 {
            canvas.pieces(area.x, area.y, area.width, &pieces);
            let text = "Rien n’a encore été fait.\n\nChaque changement apparaîtra ici, et pourra être annulé.";
            empty(canvas, body, text);
            return;
        }
        // Labels are long: the changes are below the list, not beside it.
        let below = (body.height / 2).saturating_sub(1);
        let list = Rect {
            height: body.height - below - 1,
            ..body
        };
        self.draw_entries(canvas, list, session);
        let legend = self.legend();
        let legend = canvas.right(Rect { height: 1, ..area }, &legend, theme.note());
        let room = area.width.saturating_sub(legend + 1);
        canvas.pieces(area.x, area.y, room, &pieces);
        canvas.rule(body.x, list.bottom(), body.width);
        let panel = Rect {
            x: body.x + 1,
            y: list.bottom() + 1,
            width: body.width.saturating_sub(2),
            height: below,
        };
        if self.is_reading {
            canvas.text(body.x, panel.y, 1, "▌", theme.focus());
            canvas.point_at(Position::new(body.x, panel.y));
        }
        self.draw_changes(canvas, panel, session);
    }
}
