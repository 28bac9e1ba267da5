//! Draws the form of an attestation.

use ratatui::layout::Rect;

use super::queue::places_taken;
use super::{ATTENDEES, Attest, REMARK};
use crate::domain::event::attestation::{MAX_ATTENDEES, NOT_GIVEN};
use crate::domain::text::typography::{count, quoted};
use crate::screens::detail::when;
use crate::ui::canvas::{self, Canvas, clamp};
use crate::ui::form::{Layout, Note};
use crate::ui::session::Session;

/// The width from which the queue stands beside the form.
const WIDTH_WITH_QUEUE: u16 = 110;
/// The widest it is there.
const QUEUE_WIDTH: u16 = 44;
/// How many attestations that wait stand below the form, where they are not beside it.
const MAX_QUEUE_ROWS: u16 = 4;
/// The lines kept for what is said about the fields.
const ROOM_FOR_NOTES: u16 = 1;

/// Joins the parts that are not empty: on one line, else the day above the place. No part is broken,
/// but where it is too long for a line.
fn in_lines(days: &[String], place: &[String], width: usize) -> String {
    let join = |parts: &[String]| {
        let parts = parts.iter().filter(|part| !part.is_empty());
        let parts: Vec<String> = parts
            .map(|part| match canvas::width(part) + 2 <= width {
                true => part.replace(' ', NO_BREAK),
                false => part.clone(),
            })
            .collect();
        parts.join(&format!("{NO_BREAK}· "))
    };
    let all = join(&[days, place].concat());
    match canvas::width(&all) <= width {
        true => all,
        false => format!("{}\n{}", join(days), join(place)),
    }
}

/// A space at which no line breaks.
const NO_BREAK: &str = "\u{a0}";

impl Attest {
    /// Draws which event it is, and how many are to attest. Returns how many lines that takes.
    fn draw_event(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) -> u16 {
        let theme = canvas.theme;
        let content = &self.event.content;
        let line = Rect {
            width: area.width.saturating_sub(1),
            ..area
        };
        let position = canvas.right(line, &self.queue.position(), theme.awaiting());
        let title = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(position + 3),
            height: area.height.min(2),
            ..area
        };
        let text = format!("Attestation de {}", quoted(&content.title));
        let y = area.y + canvas.paragraph(title, &text, theme.heading());
        let place = [content.venue.name.as_str(), &content.venue.commune];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let seats = content.seats;
        let days = [when(content, session), content.hours().unwrap_or_default()];
        let place = [
            place.join(", "),
            seats.map_or_else(String::new, |seats| count(seats.into(), "place", "places")),
        ];
        let below = Rect {
            y,
            width: area.width.saturating_sub(2),
            height: (area.bottom().saturating_sub(y)).min(3),
            ..title
        };
        let text = in_lines(&days, &place, usize::from(below.width));
        let y = y + canvas.paragraph(below, &text, theme.muted());
        y + 1 - area.y
    }

    pub(super) fn draw_attestation(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        session: &Session,
    ) {
        let mut area = area;
        let is_beside = area.width >= WIDTH_WITH_QUEUE && !self.queue.is_empty();
        if is_beside {
            let width = (area.width / 3).min(QUEUE_WIDTH);
            area.width -= width + 1;
            canvas.upright(area.right(), area.y, area.height);
            let beside = Rect {
                x: area.right() + 2,
                width: width.saturating_sub(3),
                ..area
            };
            self.queue.draw_beside(canvas, beside, session);
        }
        let used = self.draw_event(canvas, area, session);
        let mut fields = Rect {
            y: area.y + used,
            height: area.height.saturating_sub(used),
            ..area
        };
        let needed = self.form.height(Layout::Questions, canvas.theme) + ROOM_FOR_NOTES;
        let room = fields.height.saturating_sub(needed);
        if !is_beside && !self.queue.is_empty() && room > 1 {
            let height = room.min(1 + MAX_QUEUE_ROWS.min(clamp(self.queue.len())));
            fields.height -= height;
            let below = Rect {
                x: area.x + 1,
                y: fields.bottom(),
                width: area.width.saturating_sub(2),
                height,
            };
            self.queue.draw_in_lines(canvas, below, session);
        }
        let mut notes: Vec<_> = (0..self.form.fields().len())
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
        let attendees = self.form.text(ATTENDEES).trim().parse().ok();
        let places = attendees
            .filter(|&attendees| attendees <= MAX_ATTENDEES)
            .and_then(|attendees| places_taken(attendees, &self.event));
        if let (Some(places), Some(notes)) = (places, notes.first_mut()) {
            notes.insert(0, Note::Understood(vec![places]));
        }
        self.form.draw(canvas, fields, Layout::Questions, &notes);
    }
}
