//! Draws the form: its fields, what is wrong with them, and the advice for the focused one.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::content::{content_of, understood};
use super::pick::called;
use super::{EventForm, index_of};
use crate::domain::advice;
use crate::domain::event::{EventContent, EventField};
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::domain::time::civil_time;
use crate::domain::time::civil_time::Occurrence;
use crate::domain::time::date_warning::DateWarning;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, wrap};
use crate::ui::session::Session;

const LABELS: u16 = 26;
/// From this width on, the advice is beside the form.
const PANEL_MIN_WIDTH: u16 = 104;
const PANEL_WIDTH: u16 = 38;

/// A line below a field: an error or a warning.
struct Below {
    text: String,
    is_problem: bool,
}

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

    /// Returns the lines below a field, wrapped between words.
    fn below(&self, field: EventField, width: usize, session: &Session) -> Vec<Below> {
        let mut lines = Vec::new();
        for Below { text, is_problem } in self.drawn_below(field, session) {
            let mut sign = if is_problem { "✗" } else { "⚠" };
            for line in wrap(&text, width.saturating_sub(2)) {
                let text = format!("{sign} {line}");
                lines.push(Below { text, is_problem });
                sign = " ";
            }
        }
        lines
    }

    fn drawn_below(&self, field: EventField, session: &Session) -> Vec<Below> {
        let input = &self.form.fields()[index_of(field)];
        if let Some(sentence) = &input.problem {
            return vec![Below {
                text: sentence.clone(),
                is_problem: true,
            }];
        }
        let (content, _) = content_of(&self.form, session.today());
        let mut warnings = match (field, content.date) {
            (EventField::Date, Some(date)) => session.warnings(date),
            _ => Vec::new(),
        };
        if field == EventField::Starts && !self.clashes.is_empty() {
            warnings.push(DateWarning::Clash(self.clashes.clone()));
        }
        let warnings = warnings.iter().map(|warning| Below {
            text: warning.sentence(),
            is_problem: false,
        });
        let mut below: Vec<Below> = warnings.collect();
        let zone = civil_time::zone(&session.profile.time_zone);
        if let (EventField::Starts, Some(date), Some(starts)) =
            (field, content.date, content.starts)
            && civil_time::occurrence(date, starts, zone) == Occurrence::Twice
        {
            below.push(Below {
                text: "Cette nuit-là, cette heure est vécue deux fois. Carnet compte la seconde."
                    .to_owned(),
                is_problem: false,
            });
        }
        below
    }

    /// Returns the height of a field, with the lines below it and the gap after its group.
    fn height(&self, field: EventField, below: usize) -> u16 {
        let own = match field {
            EventField::Description => 5,
            EventField::Notes => 3,
            _ => 1,
        };
        let gap = matches!(
            field,
            EventField::Audience | EventField::Commune | EventField::SignupLink
        );
        own + clamp(below) + u16::from(gap)
    }

    fn draw_fields(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let width = usize::from(area.width.saturating_sub(LABELS + 1));
        let below: Vec<Vec<Below>> = EventField::ALL
            .iter()
            .map(|&field| self.below(field, width, session))
            .collect();
        let mut tops = Vec::new();
        let mut total = 0;
        for (field, below) in EventField::ALL.into_iter().zip(&below) {
            tops.push(total);
            total += self.height(field, below.len());
        }
        // The focused field and the next one are always visible.
        let focus = self.form.focus();
        let end = tops[focus] + self.height(self.field(), below[focus].len());
        self.top = self.top.clamp(end.saturating_sub(area.height), tops[focus]);
        self.top = self.top.min(total.saturating_sub(area.height));
        let mut dropdown = None;
        for (index, field) in EventField::ALL.into_iter().enumerate() {
            let Some(offset) = tops[index].checked_sub(self.top) else {
                continue;
            };
            if offset >= area.height {
                break;
            }
            let room = Rect::new(area.x, area.y + offset, area.width, area.height - offset);
            self.draw_field(canvas, room, index, &below[index], session);
            if index == focus && field == EventField::VenueName {
                dropdown = Some(Rect {
                    y: room.y + 1,
                    height: room.height - 1,
                    ..room
                });
            }
        }
        if total > self.top + area.height {
            let last = Rect::new(area.x, area.bottom() - 1, area.width, 1);
            canvas.right(last, "↓ ", canvas.theme.muted());
        }
        if let Some(room) = dropdown {
            self.draw_venues(canvas, room);
        }
    }

    fn draw_field(
        &mut self,
        canvas: &mut Canvas<'_>,
        room: Rect,
        index: usize,
        below: &[Below],
        session: &Session,
    ) {
        let theme = canvas.theme;
        let field = EventField::ALL[index];
        let focused = index == self.form.focus();
        let style = if focused {
            theme.focus()
        } else {
            theme.muted()
        };
        let mark = if focused { "▌" } else { " " };
        canvas.text(room.x, room.y, 1, mark, theme.focus());
        let required = if EventField::REQUIRED.contains(&field) {
            " *"
        } else {
            ""
        };
        let (content, _) = content_of(&self.form, session.today());
        let star = if content.has(field) {
            theme.muted()
        } else {
            theme.awaiting()
        };
        let pieces = [(field.label(), style), (required, star)];
        canvas.pieces(room.x + 1, room.y, LABELS - 2, &pieces);
        let own = match field {
            EventField::Description => 5,
            EventField::Notes => 3,
            _ => 1,
        }
        .min(room.height);
        let width = room.width.saturating_sub(LABELS + 1);
        let value = Rect::new(room.x + LABELS, room.y, width, own);
        canvas.click(
            Rect {
                height: own,
                ..room
            },
            ClickTarget::Field(index),
        );
        match field {
            EventField::ChildrenWelcome => {
                let used = self.form.draw_value(index, canvas, value);
                if focused {
                    let (x, width) = (value.x + used + 2, value.width.saturating_sub(used + 2));
                    let style = theme.field(true).patch(theme.muted());
                    let hint = &self.form.focused().hint;
                    canvas.text(x, value.y, width, hint, style);
                }
            }
            _ if self.form.fields()[index].is_picked() => {
                self.form.draw_value(index, canvas, value);
            }
            _ => self.draw_text(canvas, value, index, &content, session),
        }
        for (y, line) in (value.bottom()..room.bottom()).zip(below) {
            let style = if line.is_problem {
                theme.awaiting()
            } else {
                theme.note()
            };
            canvas.text(value.x, y, value.width, &line.text, style);
        }
    }

    fn draw_text(
        &mut self,
        canvas: &mut Canvas<'_>,
        value: Rect,
        index: usize,
        content: &EventContent,
        session: &Session,
    ) {
        let theme = canvas.theme;
        let (field, focused) = (EventField::ALL[index], index == self.form.focus());
        let text = self.form.fields()[index].text();
        let typed = match field {
            // The field is one cell wider than its text; the rest of the line shows the date that was parsed.
            EventField::Date => clamp(text.width() + 1).clamp(12, 20),
            EventField::Starts | EventField::Ends | EventField::Seats | EventField::Postcode => 12,
            _ => value.width,
        };
        let typed = typed.min(value.width);
        let area = Rect {
            width: typed,
            ..value
        };
        self.form.draw_value(index, canvas, area);
        let rest = value.width.saturating_sub(typed + 2);
        let input = &self.form.fields()[index];
        let understood = understood(input, field, content, session.today());
        let understood = understood.iter().map(|text| format!("→ {text}"));
        if let Some(text) = understood
            .into_iter()
            .find(|text| text.width() <= usize::from(rest))
        {
            canvas.text(value.x + typed + 2, value.y, rest, &text, theme.accent());
        }
        if input.is_multiline() && focused {
            let characters = text.chars().count();
            let count = count(characters as u64, "caractère", "caractères");
            let label = Rect::new(value.x - LABELS + 1, value.y + 1, LABELS - 2, 1);
            canvas.text(label.x, label.y, label.width, &count, theme.muted());
        }
        if field == EventField::Notes && text.is_empty() && !focused {
            let text = "Jamais de données sensibles ici.";
            canvas.text(value.x, value.y, value.width, text, theme.muted());
        }
    }

    fn draw_venues(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let theme = canvas.theme;
        for (index, (y, known)) in (room.y..room.bottom()).zip(&self.venues).enumerate() {
            let line = Rect::new(room.x + LABELS, y, room.width.saturating_sub(LABELS + 1), 1);
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
