//! Draws the form of an attestation.

use ratatui::layout::Rect;

use super::{ATTENDEES, Attest, REMARK};
use crate::domain::event::attestation::NOT_GIVEN;
use crate::domain::text::typography;
use crate::domain::text::typography::{count, quoted};
use crate::ui::canvas::Canvas;
use crate::ui::form::{Layout, Note};
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
        let used = self.draw_event(canvas, area, session);
        let fields = Rect {
            y: area.y + used,
            height: area.height.saturating_sub(used),
            ..area
        };
        let notes: Vec<_> = (0..self.form.fields().len())
            .map(|index| {
                let field = &self.form.fields()[index];
                let mut notes = self.form.notes(index, session.today());
                let is_question = ![ATTENDEES, REMARK].contains(&field.key.as_str());
                if notes.is_empty() && is_question && field.text().is_empty() {
                    notes.push(Note::Missing(NOT_GIVEN.to_owned()));
                }
                notes
            })
            .collect();
        self.form.draw(canvas, fields, Layout::Questions, &notes);
    }
}
