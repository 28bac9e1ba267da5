//! Draws the form of an attestation.

use ratatui::layout::Rect;

use super::Attest;
use super::{ATTENDEES, REMARK};
use crate::domain::text::typography;
use crate::domain::text::typography::{count, quoted};
use crate::ui::canvas::{Canvas, ClickTarget, clamp, wrap};
use crate::ui::session::Session;

impl Attest {
    fn draw_event(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) -> u16 {
        let theme = canvas.theme;
        let content = &self.event.content;
        let waiting = match self.waiting {
            0 => String::new(),
            waiting => format!(
                "  {}",
                count(waiting as u64, "autre attend", "autres attendent")
            ),
        };
        let title = format!(" Attestation de {}", quoted(&content.title));
        let pieces = [
            (title.as_str(), theme.heading()),
            (waiting.as_str(), theme.awaiting()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let mut when = content
            .date
            .map(|date| {
                format!(
                    "{}, {}",
                    typography::long_date(date),
                    typography::relative_day(date, session.today())
                )
            })
            .unwrap_or_else(|| "Sans date".to_owned());
        if let Some(starts) = content.starts {
            when.push_str(&format!(" · {}", typography::hours(starts, content.ends)));
        }
        let place = [content.venue.name.as_str(), &content.venue.commune];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        if !place.is_empty() {
            when.push_str(&format!(" · {}", place.join(", ")));
        }
        if let Some(seats) = content.seats {
            when.push_str(&format!(" · {}", count(seats.into(), "place", "places")));
        }
        canvas.text(area.x + 1, area.y + 1, area.width - 2, &when, theme.muted());
        3
    }

    pub(super) fn draw_attestation(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        session: &Session,
    ) {
        let theme = canvas.theme;
        let mut y = area.y + self.draw_event(canvas, area, session);
        // Questions are sentences: each is above its answer.
        let fits = usize::from(area.bottom().saturating_sub(y) / 3).max(1);
        let focus = self.form.focus();
        let first = (focus + 1).saturating_sub(fits);
        let width = area.width.saturating_sub(4).min(88);
        for index in first..self.form.fields().len() {
            let focused = index == focus;
            let style = if focused {
                theme.focus()
            } else {
                theme.muted()
            };
            let lines = wrap(&self.form.fields()[index].label, usize::from(width));
            if y + clamp(lines.len()) + 1 > area.bottom() {
                break;
            }
            let top = y;
            for line in &lines {
                let mark = if focused { "▌" } else { " " };
                canvas.text(area.x, y, 1, mark, theme.focus());
                canvas.text(area.x + 1, y, width, line, style);
                y += 1;
            }
            let field = &self.form.fields()[index];
            let room = match field.key.as_str() {
                ATTENDEES => 8,
                REMARK => width,
                _ if field.is_turned() => width,
                _ => 24,
            };
            if focused {
                canvas.text(area.x, y, 1, "▌", theme.focus());
            }
            let value = Rect::new(area.x + 3, y, room.min(width), 1);
            let used = self.form.draw_value(index, canvas, value);
            let field = &self.form.fields()[index];
            let (remark, look) = match &field.problem {
                Some(problem) => (format!("✗ {problem}"), theme.awaiting()),
                None if focused => (field.hint.clone(), theme.note()),
                None => (String::new(), theme.muted()),
            };
            let x = value.x + used + 2;
            if area.right().saturating_sub(x) > clamp(remark.chars().count()) {
                canvas.text(x, y, area.right().saturating_sub(x + 1), &remark, look);
            } else {
                y += 1;
                canvas.text(value.x, y, width, &remark, look);
            }
            canvas.click(
                Rect::new(area.x, top, area.width, y + 1 - top),
                ClickTarget::Field(index),
            );
            y += 2;
        }
    }
}
