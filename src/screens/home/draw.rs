//! Draws the home screen: what there is to do and the week, which scroll; beside them the events of
//! the selected line, below them the year.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;

use super::year::BARS_HEIGHT;
use super::{Home, HomeRow};
use crate::domain::event::Event;
use crate::domain::home::Notice;
use crate::domain::text::typography;
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::session::Session;
use crate::ui::theme::over;
use unicode_width::UnicodeWidthStr;

/// The minimum width at which the events of the selected line are drawn beside the list.
const WIDE: u16 = 110;
const SELECTION_MAX_WIDTH: u16 = 80;
/// The minimum width of the list at which an event of the week has its state in words, and its place.
const ROOMY: u16 = 76;
/// The minimum height at which the year is drawn as bars.
const TALL: u16 = 30;

/// A line of pieces of text, each with its style, and the row it belongs to.
pub(super) struct HomeLine {
    pieces: Vec<(String, Style)>,
    row: Option<HomeRow>,
}

impl HomeLine {
    fn new<const N: usize>(pieces: [(&str, Style); N], row: Option<HomeRow>) -> Self {
        let pieces = pieces.map(|(text, style)| (text.to_owned(), style));
        Self {
            pieces: pieces.to_vec(),
            row,
        }
    }
}

impl Home {
    pub(super) fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let year_height = if area.height >= TALL { BARS_HEIGHT } else { 1 };
        let [mut body, _, year] = Layout::vertical([
            Constraint::Fill(1),
            Constraint::Length(1),
            Constraint::Length(year_height),
        ])
        .areas(area);
        if area.width >= WIDE {
            let width = (area.width * 2 / 5).min(SELECTION_MAX_WIDTH);
            body.width -= width + 2;
            let beside = Rect::new(body.right() + 2, body.y, width, body.height);
            canvas.upright(body.right(), body.y, body.height);
            self.draw_selection(canvas, beside, session);
        }
        self.draw_list(canvas, body, session);
        self.draw_year(canvas, year, session);
    }

    /// Draws what there is to do and the week, scrolled so that the selected line is visible.
    fn draw_list(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let lines = self.lines(area.width, session);
        let mut page = usize::from(area.height);
        // With the lines above the first one and below the last.
        let selected = self.selected_row();
        let here = lines
            .iter()
            .position(|line| line.row.is_some() && line.row == selected)
            .unwrap_or(0);
        let max_top = if self.selected == 0 { 0 } else { here };
        let end = if self.selected + 1 < self.rows.len() {
            here + 1
        } else {
            lines.len()
        };
        let min_top = |page: usize| end.saturating_sub(page).min(here);
        self.top = self.top.min(max_top).max(min_top(page));
        self.top = self.top.min(lines.len().saturating_sub(page));
        let has_more = self.top + page < lines.len();
        if has_more {
            // The last line is taken by « la suite ».
            page = page.saturating_sub(1);
            self.top = self.top.max(min_top(page));
        }
        let mut y = area.y;
        for line in lines.iter().skip(self.top).take(page) {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            self.draw_line(canvas, row, line);
            y += 1;
        }
        if has_more {
            let muted = canvas.theme.muted();
            canvas.text(area.x + 3, y, area.width, "↓ la suite", muted);
        }
    }

    /// Returns what there is to do, and the coming week.
    fn lines(&self, width: u16, session: &Session) -> Vec<HomeLine> {
        let theme = session.theme;
        let mut lines = vec![title(
            "Ce qui attend",
            &snoozed_line(self.summary.put_off),
            session,
        )];
        if self.summary.notice_counts.is_empty() && self.unsaved.is_empty() {
            let text = match self.summary.put_off {
                0 => "Rien n’attend : tout est saisi, annoncé et attesté. Belle journée !",
                _ => "Rien d’autre n’attend. Belle journée !",
            };
            let text = typography::typeset(text);
            for line in wrap(&text, usize::from(width.saturating_sub(6))) {
                let pieces = [("   ✓ ", theme.done()), (&line, theme.text())];
                lines.push(HomeLine::new(pieces, None));
            }
        }
        for (unsaved, sentence) in &self.unsaved {
            let pieces = [("   ✎ ", theme.accent()), (sentence.as_str(), theme.text())];
            lines.push(HomeLine::new(pieces, Some(HomeRow::Unsaved(*unsaved))));
        }
        for notice_count in &self.summary.notice_counts {
            let sign = format!("   {} ", notice_count.notice.sign());
            let look = style(notice_count.notice, session);
            let sentence = notice_count.notice.sentence(notice_count.count);
            let first = notice_count.first_sentence(session.today());
            let first = format!(", {first}");
            // What the first one is about is left out rather than cut.
            let room = usize::from(width).saturating_sub(7 + sentence.width());
            let has_room = first.len() > 2 && first.width() <= room;
            let first = if has_room { first } else { String::new() };
            let pieces = [
                (sign.as_str(), look),
                (sentence.as_str(), look),
                (first.as_str(), theme.muted()),
            ];
            lines.push(HomeLine::new(
                pieces,
                Some(HomeRow::Notice(notice_count.notice)),
            ));
        }
        if let Some(before) = self.old_notes {
            let sentence = format!("Notes d’avant le {}", typography::full_date(before));
            let pieces = [
                ("   ○ ", theme.muted()),
                (sentence.as_str(), theme.text()),
                (", à relire une fois l’an", theme.muted()),
            ];
            lines.push(HomeLine::new(pieces, Some(HomeRow::OldNotes)));
        }
        lines.push(HomeLine::new([], None));
        lines.push(title("Les sept jours à venir", "", session));
        if self.week.is_empty() {
            lines.push(HomeLine::new(
                [("   Aucun événement.", theme.muted())],
                None,
            ));
        }
        let mut day = None;
        for event in &self.week {
            let date = event.content.date;
            lines.push(event_line(event, date != day, width, session));
            day = date;
        }
        lines
    }

    pub(super) fn draw_line(&self, canvas: &mut Canvas<'_>, area: Rect, line: &HomeLine) {
        let theme = canvas.theme;
        let place = line
            .row
            .and_then(|row| self.rows.iter().position(|known| *known == row));
        let here = place == Some(self.selected);
        let base = if here { theme.selected() } else { Style::new() };
        canvas.tint(area, base);
        let pieces: Vec<(&str, Style)> = line
            .pieces
            .iter()
            .map(|(text, style)| (text.as_str(), over(base, *style)))
            .collect();
        canvas.pieces(area.x, area.y, area.width.saturating_sub(1), &pieces);
        if here {
            canvas.text(area.x, area.y, 1, "▌", over(base, theme.focus()));
        }
        if let Some(place) = place {
            canvas.click(area, ClickTarget::Row(place));
        }
    }
}

pub(super) fn title(title: &str, note: &str, session: &Session) -> HomeLine {
    let theme = session.theme;
    let title = format!(" {title}");
    HomeLine::new([(&title, theme.heading()), (note, theme.muted())], None)
}

/// Returns the line of an event of the coming week; its day is written once, on the day's first event.
fn event_line(event: &Event, is_first: bool, width: u16, session: &Session) -> HomeLine {
    let theme = session.theme;
    let content = &event.content;
    let day = content.date.filter(|_| is_first);
    let day = day.map(typography::short_date).unwrap_or_default();
    let hours = content
        .starts
        .map(|starts| typography::hours(starts, content.ends))
        .unwrap_or_default();
    let when = format!("   {day:14} {hours:17} ");
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
    let pieces = [
        (when.as_str(), theme.text()),
        (state_label.as_str(), theme.publication(state)),
        (content.title.as_str(), theme.text()),
        (place.as_str(), theme.muted()),
    ];
    HomeLine::new(pieces, Some(HomeRow::Event(event.id)))
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
