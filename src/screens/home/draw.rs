//! Draws the home screen: what there is to do and the week, which scroll; beside them the events of
//! the selected line, below them the year.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;

use super::year::BARS_HEIGHT;
use super::{Home, HomeRow};
use crate::domain::event::Event;
use crate::domain::home::{Notice, conflicts};
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::list::lines::Lines;
use crate::ui::session::Session;
use unicode_width::UnicodeWidthStr;

/// The minimum width at which the events of the selected line are drawn beside the list.
const WIDE: u16 = 110;
const SELECTION_MAX_WIDTH: u16 = 80;
/// The minimum width of the list at which an event of the week has its state in words, and its place.
const ROOMY: u16 = 76;
/// The width of the days of the coming week, unless one is wider.
const DAY_WIDTH: usize = 14;
/// The minimum height at which the year is drawn as bars.
const TALL: u16 = 30;

impl Home {
    pub(super) fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let has_bars = area.height >= TALL && self.has_events_this_year();
        let year_height = if has_bars { BARS_HEIGHT } else { 1 };
        let [mut body, _, year] = Layout::vertical([
            Constraint::Fill(1),
            Constraint::Length(1),
            Constraint::Length(year_height),
        ])
        .areas(area);
        let has_panel = area.width >= WIDE;
        if has_panel {
            let width = (area.width * 2 / 5).min(SELECTION_MAX_WIDTH);
            body.width -= width + 2;
            let beside = Rect::new(body.right() + 2, body.y, width, body.height);
            canvas.upright(body.right(), body.y, body.height);
            self.draw_selection(canvas, beside, session);
        }
        let lines = self.lines(body.width, has_panel, session);
        lines.draw(canvas, body, &mut self.selection);
        self.draw_year(canvas, year, session);
    }

    /// Returns what there is to do, and the coming week: a line for each of [`Home`]'s rows, in order.
    fn lines(&self, width: u16, has_panel: bool, session: &Session) -> Lines {
        let theme = session.theme;
        let (heading, text, muted) = (theme.heading(), theme.text(), theme.muted());
        let mut lines = Lines::default();
        let snoozed = snoozed_line(self.summary.put_off);
        lines.title(&[("Ce qui attend", heading), (&snoozed, muted)]);
        let is_awaited = !self.unsaved.is_empty() || self.conflicts > 0;
        if self.summary.notice_counts.is_empty() && !is_awaited {
            let sentence = match self.summary.put_off {
                0 => "Rien n’attend : tout est saisi, annoncé et attesté. Belle journée !",
                _ => "Rien d’autre n’attend. Belle journée !",
            };
            let sentence = typography::typeset(sentence);
            for line in wrap(&sentence, usize::from(width.saturating_sub(6))) {
                lines.title(&[("  ✓ ", theme.done()), (&line, text)]);
            }
        }
        for (_, sentence) in &self.unsaved {
            lines.row(&[("  ✎ ", theme.accent()), (sentence, text)]);
        }
        if self.conflicts > 0 {
            let look = theme.awaiting();
            lines.row(&[("  ! ", look), (&conflicts(self.conflicts), look)]);
        }
        for notice_count in &self.summary.notice_counts {
            let sign = format!("  {} ", notice_count.notice.sign());
            let look = style(notice_count.notice, session);
            let sentence = notice_count.notice.sentence(notice_count.count);
            let first = notice_count.first_sentence(session.today());
            let first = format!(", {first}");
            // What the first one is about is left out rather than cut.
            let room = usize::from(width).saturating_sub(7 + sentence.width());
            let has_room = first.len() > 2 && first.width() <= room;
            let first = if has_room { first } else { String::new() };
            lines.row(&[(&sign, look), (&sentence, look), (&first, muted)]);
            // Beside the list on a wide screen.
            if !has_panel && self.selected_row() == Some(HomeRow::Notice(notice_count.notice)) {
                for line in self.first_change_lines(width) {
                    lines.more(&[("    ", muted), (&line, muted)]);
                }
            }
        }
        if let Some(before) = self.old_notes {
            let sentence = format!("Notes d’avant le {}", typography::full_date(before));
            let once = ", à relire une fois l’an";
            lines.row(&[("  ○ ", muted), (&sentence, text), (once, muted)]);
        }
        lines.title(&[]);
        lines.title(&[("Les sept jours à venir", heading)]);
        if self.week.is_empty() {
            lines.title(&[("  Aucun événement.", muted)]);
        }
        let widths = self.week.iter().map(|event| day_of(event, session).width());
        let day_width = widths.max().unwrap_or(0).max(DAY_WIDTH);
        let mut day = None;
        for event in &self.week {
            let days = event.content.days();
            let shown = match days != day {
                true => day_of(event, session),
                false => String::new(),
            };
            add_event(
                &mut lines,
                event,
                &format!("{shown:day_width$}"),
                width,
                session,
            );
            day = days;
        }
        lines
    }

    /// Returns what has changed in the first event of the selected notice, in lines.
    fn first_change_lines(&self, width: u16) -> Vec<String> {
        match (self.first_events.first(), self.first_changes.first()) {
            (Some(event), Some(changes)) if !changes.is_empty() => {
                let text = format!("{}{NARROW}: {changes}", quoted(&event.content.title));
                wrap(&text, usize::from(width.saturating_sub(7)))
            }
            _ => Vec::new(),
        }
    }
}

/// Returns the day of an event of the coming week, or its days.
fn day_of(event: &Event, session: &Session) -> String {
    match event.content.days() {
        Some(days) if days.is_several() => days.listed(session.today()),
        Some(days) => typography::short_date(days.first),
        None => String::new(),
    }
}

/// Adds the line of an event of the coming week; its day is written once, on the day's first event.
fn add_event(lines: &mut Lines, event: &Event, day: &str, width: u16, session: &Session) {
    let theme = session.theme;
    let content = &event.content;
    let hours = content.short_hours().unwrap_or_default();
    let when = format!("  {day} {hours:17} ");
    let state = event.publication;
    let is_roomy = width >= ROOMY;
    let (state_label, place) = if is_roomy {
        let place = [content.venue.name.as_str(), &content.venue.commune];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        (
            format!("{:10} ", state.label()),
            format!("  {}", place.join(", ")),
        )
    } else {
        // The event beside the list says them in full.
        (String::new(), String::new())
    };
    let state_label = format!("{} {state_label}", state.sign());
    lines.row(&[
        (&when, theme.text()),
        (&state_label, theme.publication(state)),
        (&content.title, theme.text()),
        (&place, theme.muted()),
    ]);
}

/// Returns « 3 reportées ou écartées », or nothing.
fn snoozed_line(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(
            "  {}",
            typography::count(count as u64, "reportée ou écartée", "reportées ou écartées")
        ),
    }
}

fn style(notice: Notice, session: &Session) -> Style {
    let theme = session.theme;
    match notice {
        Notice::ToAttest | Notice::ToAnnounce | Notice::ToCorrect | Notice::LateSteps => {
            theme.awaiting()
        }
        Notice::ToEnter | Notice::Waiting | Notice::ToTransmit => theme.accent(),
        Notice::Drafts => theme.draft(),
    }
}
