//! How Mon compte is drawn: what awaits and the week, of which a window is shown, and the year below.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Home, Row};
use crate::domain::event::Event;
use crate::domain::home::Notice;
use crate::domain::text::typography;
use crate::domain::text::typography::count;
use crate::domain::time::calendar::school_year;
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::session::Session;
use crate::ui::theme::over;

/// A line: pieces of text, each in its style, and where it leads.
struct Line {
    pieces: Vec<(String, Style)>,
    row: Option<Row>,
}

impl Line {
    fn new<const N: usize>(pieces: [(&str, Style); N], row: Option<Row>) -> Self {
        let pieces = pieces.map(|(text, style)| (text.to_owned(), style));
        Self {
            pieces: pieces.to_vec(),
            row,
        }
    }
}

impl Home {
    pub(super) fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let lines = self.lines(area.width, session);
        let mut page = usize::from(area.height.saturating_sub(2));
        // The line in hand stays in sight, with what stands above the first and below the last.
        let in_hand = self.in_hand();
        let here = lines
            .iter()
            .position(|line| line.row.is_some() && line.row == in_hand)
            .unwrap_or(0);
        let most = if self.at == 0 { 0 } else { here };
        let end = if self.at + 1 < self.rows.len() {
            here + 1
        } else {
            lines.len()
        };
        let least = |page: usize| end.saturating_sub(page).min(here);
        self.top = self.top.min(most).max(least(page));
        self.top = self.top.min(lines.len().saturating_sub(page));
        let goes_on = self.top + page < lines.len();
        if goes_on {
            // Its last line says so.
            page = page.saturating_sub(1);
            self.top = self.top.max(least(page));
        }
        let mut y = area.y;
        for line in lines.iter().skip(self.top).take(page) {
            self.draw_line(
                canvas,
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                line,
            );
            y += 1;
        }
        let theme = canvas.theme;
        if goes_on {
            canvas.text(area.x + 3, y, area.width, "↓ la suite", theme.muted());
            y += 1;
        }
        // The year is told whatever is in sight.
        let year = school_year(session.today()).label();
        let told = format!("  {}", self.known.year.sentence());
        let year = title(&format!("Année {year}"), &told, session);
        self.draw_line(
            canvas,
            Rect {
                y: y + 1,
                height: 1,
                ..area
            },
            &year,
        );
    }

    /// What awaits, and the coming week.
    fn lines(&self, width: u16, session: &Session) -> Vec<Line> {
        let theme = session.theme;
        let mut lines = vec![title(
            "Ce qui attend",
            &snoozed_line(self.known.put_off),
            session,
        )];
        if self.known.notice_counts.is_empty() && self.left.is_empty() {
            let text = match self.known.put_off {
                0 => "Rien n’attend : tout est saisi, annoncé et attesté. Belle journée !",
                _ => "Rien d’autre n’attend. Belle journée !",
            };
            let text = typography::typeset(text);
            for line in wrap(&text, usize::from(width.saturating_sub(6))) {
                let pieces = [("   ✓ ", theme.done()), (&line, theme.text())];
                lines.push(Line::new(pieces, None));
            }
        }
        for (left, told) in &self.left {
            let pieces = [("   ✎ ", theme.accent()), (told.as_str(), theme.text())];
            lines.push(Line::new(pieces, Some(Row::Left(*left))));
        }
        for standing in &self.known.notice_counts {
            let sign = format!("   {} ", standing.notice.sign());
            let look = style(standing.notice, session);
            let told = standing.notice.sentence(standing.count);
            let first = standing.first_sentence(session.today());
            let first = if first.is_empty() {
                first
            } else {
                format!(", {first}")
            };
            let pieces = [
                (sign.as_str(), look),
                (told.as_str(), look),
                (first.as_str(), theme.muted()),
            ];
            lines.push(Line::new(pieces, Some(Row::Notice(standing.notice))));
        }
        if let Some(before) = self.old_notes {
            let told = format!("Notes d’avant le {}", typography::full_date(before));
            let pieces = [
                ("   ○ ", theme.muted()),
                (told.as_str(), theme.text()),
                (", à relire une fois l’an", theme.muted()),
            ];
            lines.push(Line::new(pieces, Some(Row::OldNotes)));
        }
        lines.push(Line::new([], None));
        lines.push(title("Les sept jours à venir", "", session));
        if self.week.is_empty() {
            lines.push(Line::new([("   Aucun événement.", theme.muted())], None));
        }
        lines.extend(self.week.iter().map(|event| line_of(event, session)));
        lines
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, area: Rect, line: &Line) {
        let theme = canvas.theme;
        let place = line
            .row
            .and_then(|row| self.rows.iter().position(|known| *known == row));
        let here = place == Some(self.at);
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

fn title(title: &str, aside: &str, session: &Session) -> Line {
    let theme = session.theme;
    let title = format!(" {title}");
    Line::new([(&title, theme.heading()), (aside, theme.muted())], None)
}

/// An event of the coming week.
fn line_of(event: &Event, session: &Session) -> Line {
    let theme = session.theme;
    let content = &event.content;
    let day = content.date.map(typography::short_date).unwrap_or_default();
    let hours = content
        .starts
        .map(|starts| typography::hours(starts, content.ends))
        .unwrap_or_default();
    let place = [content.venue.name.as_str(), &content.venue.commune];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let place = format!("  {}", place.join(", "));
    let when = format!("   {day:14}  {hours:20}");
    let state = event.publication;
    let state_told = format!("{} {:11}", state.sign(), state.label());
    let pieces = [
        (when.as_str(), theme.text()),
        (state_told.as_str(), theme.publication(state)),
        (content.title.as_str(), theme.text()),
        (place.as_str(), theme.muted()),
    ];
    Line::new(pieces, Some(Row::Event(event.id)))
}

/// « 3 reportées ou écartées », or nothing.
fn snoozed_line(many: usize) -> String {
    match many {
        0 => String::new(),
        many => format!(
            "  {}",
            count(many as u64, "reportée ou écartée", "reportées ou écartées")
        ),
    }
}

fn style(notice: Notice, session: &Session) -> Style {
    let theme = session.theme;
    match notice {
        Notice::ToAttest | Notice::ToAnnounce | Notice::ToCorrect | Notice::LateSteps => {
            theme.awaiting()
        }
        Notice::ToEnter | Notice::Waiting => theme.accent(),
        Notice::ToTransmit => theme.done(),
        Notice::Drafts => theme.draft(),
    }
}
