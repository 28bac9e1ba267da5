//! Draws the form: its fields, what is wrong with them, and the advice for the focused one.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::EventForm;
use super::content::content_of;
use super::hooks::called;
use crate::domain::advice;
use crate::domain::event::{EventContent, EventField};
use crate::domain::text::typography::{self, NARROW, count, list, quoted};
use crate::domain::time::civil_time;
use crate::domain::time::civil_time::Occurrence;
use crate::domain::time::date_warning::DateWarning;
use crate::domain::time::typed_date::split_hours;
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::form::{Layout, Note};
use crate::ui::session::Session;

/// From this width on, the advice is beside the form.
const PANEL_MIN_WIDTH: u16 = 104;
const PANEL_WIDTH: u16 = 38;

impl EventForm {
    pub(super) fn draw_form(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_header(canvas, area, session);
        let mut body = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        if area.width >= PANEL_MIN_WIDTH {
            body.width -= PANEL_WIDTH + 3;
            canvas.upright(body.right() + 1, body.y, body.height);
            let panel = Rect::new(body.right() + 3, body.y, PANEL_WIDTH - 1, body.height);
            self.draw_advice(canvas, panel, true);
        } else if body.height > 12 {
            body.height -= 3;
            canvas.rule(body.x, body.bottom(), body.width);
            let panel = Rect::new(
                body.x + 1,
                body.bottom() + 1,
                body.width.saturating_sub(2),
                2,
            );
            self.draw_advice(canvas, panel, false);
        }
        self.draw_fields(canvas, body, session);
    }

    fn draw_header(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let title = match self.event {
            Some(_) => format!(
                " Modifier {}",
                quoted(
                    self.form
                        .opened()
                        .get(EventField::Title.key())
                        .map_or("", String::as_str)
                )
            ),
            None => " Nouvel événement".to_owned(),
        };
        let origin = self.origin.as_deref().unwrap_or_default();
        let pieces = [
            (title.as_str(), theme.heading()),
            ("  ", theme.text()),
            (origin, theme.note()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        if area.height < 2 {
            return;
        }
        let (content, _) = content_of(&self.form, session.today());
        let missing: Vec<String> = content
            .missing()
            .into_iter()
            .map(|field| field.label().to_lowercase())
            .collect();
        let enter = self.enter == Some(true);
        let state = self.publication.once_saved(&content, enter);
        let all = format!(" · manque pour le site{NARROW}: {}", list(&missing));
        let room = usize::from(area.width.saturating_sub(14));
        let missing_text = if missing.is_empty() {
            " · complet pour le site".to_owned()
        } else if all.width() <= room {
            all
        } else {
            let fields = count(missing.len() as u64, "champ", "champs");
            format!(" · il manque pour le site {fields} marqués d’une étoile")
        };
        let sign = format!(" {} {}", state.sign(), state.label());
        let pieces = [
            (sign.as_str(), theme.publication(state)),
            (missing_text.as_str(), theme.muted()),
        ];
        canvas.pieces(area.x, area.y + 1, area.width, &pieces);
    }

    fn draw_advice(&self, canvas: &mut Canvas<'_>, area: Rect, beside: bool) {
        let Some(advice) = advice::of(self.field(), &self.advice) else {
            return;
        };
        let theme = canvas.theme;
        let mut y = area.y;
        if beside {
            canvas.text(area.x, y, area.width, &advice.title, theme.heading());
            y += 2;
        }
        for line in wrap(&advice.text, usize::from(area.width)) {
            if y >= area.bottom() {
                return;
            }
            canvas.text(area.x, y, area.width, &line, theme.note());
            y += 1;
        }
    }

    /// Returns what is said about a field.
    fn notes(&self, index: usize, content: &EventContent, session: &Session) -> Vec<Note> {
        let (field, input) = (EventField::ALL[index], &self.form.fields()[index]);
        let mut notes = self.form.notes(index, session.today());
        // An end may be typed as a duration.
        if field == EventField::Ends
            && input.text().starts_with('+')
            && let Some(hour) = content.ends.map(typography::hour)
        {
            notes.insert(0, Note::Understood(vec![hour]));
        }
        if field == EventField::Date
            && let Some((date, starts, ends)) = split_hours(&input.text(), session.today())
        {
            let (day, hours) = (typography::long_date(date), typography::hours(starts, ends));
            notes.insert(0, Note::Understood(vec![format!("{day}, {hours}")]));
        }
        if input.problem.is_some() {
            return notes;
        }
        let zone = civil_time::zone(&session.profile.time_zone);
        match (field, content.date, content.starts) {
            (EventField::Date, Some(date), _) => {
                let warnings = session.warnings(date);
                notes.extend(
                    warnings
                        .iter()
                        .map(|warning| Note::Warning(warning.sentence())),
                );
            }
            (EventField::Starts, date, starts) => {
                if !self.clashes.is_empty() {
                    let clash = DateWarning::Clash(self.clashes.clone());
                    notes.push(Note::Warning(clash.sentence()));
                }
                if let (Some(date), Some(starts)) = (date, starts)
                    && civil_time::occurrence(date, starts, zone) == Occurrence::Twice
                {
                    let text =
                        "Cette nuit-là, cette heure est vécue deux fois. Carnet compte la seconde.";
                    notes.push(Note::Warning(text.to_owned()));
                }
            }
            _ => {}
        }
        notes
    }

    fn draw_fields(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let (content, _) = content_of(&self.form, session.today());
        let notes: Vec<_> = (0..EventField::ALL.len())
            .map(|index| self.notes(index, &content, session))
            .collect();
        let value = self.form.draw(canvas, area, Layout::Dense, &notes);
        if self.field() == EventField::VenueName {
            let height = area.bottom().saturating_sub(value.bottom());
            let rows = Rect::new(value.x, value.bottom(), value.width, height);
            self.draw_venues(canvas, rows);
        }
    }

    fn draw_venues(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let theme = canvas.theme;
        for (index, (y, known)) in (room.y..room.bottom()).zip(&self.venues).enumerate() {
            let line = Rect {
                y,
                height: 1,
                ..room
            };
            let style = if index == self.venue {
                theme.selected()
            } else {
                theme.raised()
            };
            canvas.fill(line, style);
            let mark = if index == self.venue { "▌" } else { " " };
            let venue = &known.venue;
            let uses = format!(" {NARROW}· {}", count(known.uses as u64, "fois", "fois"));
            let place = called(venue);
            let pieces = [
                (mark, style.patch(theme.focus())),
                (place.as_str(), style),
                (uses.as_str(), style.patch(theme.muted())),
            ];
            canvas.pieces(line.x, y, line.width, &pieces);
            canvas.click(line, ClickTarget::Row(index));
        }
    }
}
