//! Draws the form: its fields, what is wrong with them, and the advice for the focused one.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::EventForm;
use super::content::content_of;
use super::hooks::called;
use super::preview;
use crate::domain::advice::{self, Advice};
use crate::domain::event::{EventContent, EventField};
use crate::domain::text::typography::{self, NARROW, count, list, quoted};
use crate::domain::time::civil_time;
use crate::domain::time::civil_time::Occurrence;
use crate::domain::time::date_warning::DateWarning;
use crate::domain::time::day_span::DaySpan;
use crate::domain::time::typed_days::{parse_days, split_hours};
use crate::screens::detail::draw_lines;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, wrap};
use crate::ui::form::{Layout, Note};
use crate::ui::session::Session;

/// From this width on, the advice and the page of the site are beside the form.
const PANEL_MIN_WIDTH: u16 = 104;
/// The width of the panel, and its width on a wide screen.
const PANEL_WIDTHS: [u16; 2] = [38, 60];
/// The minimum width of a wide screen.
const WIDE: u16 = 150;
/// What is said of an end past midnight.
const NEXT_DAY: &str = "le lendemain";
/// The minimum height of the page of the site.
const PAGE_MIN_HEIGHT: u16 = 8;

impl EventForm {
    pub(super) fn draw_form(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_header(canvas, area, session);
        let mut body = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        if area.width >= PANEL_MIN_WIDTH {
            let width = PANEL_WIDTHS[usize::from(area.width >= WIDE)];
            body.width -= width + 3;
            canvas.upright(body.right() + 1, body.y, body.height);
            let panel = Rect::new(body.right() + 3, body.y, width - 1, body.height);
            let advice = self.draw_advice(canvas, panel, true);
            self.draw_page(canvas, panel, advice, session);
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
        let enter = self.enter == Some(true);
        let state = self.publication.once_saved(&content, enter);
        let sign = format!(" {} {} · ", state.sign(), state.label());
        let missing = content.missing();
        let (all, left) = (EventField::REQUIRED.len(), missing.len());
        let filled = "■".repeat(all - left);
        let (rest, progress) = match left {
            0 => (String::new(), " complet pour le site".to_owned()),
            _ => (
                "□".repeat(left),
                format!(" {}/{all} pour le site", all - left),
            ),
        };
        let used = sign.width() + all + progress.width();
        let room = usize::from(area.width).saturating_sub(used + 1);
        let names = first_names(&missing, room);
        let pieces = [
            (sign.as_str(), theme.publication(state)),
            (filled.as_str(), theme.done()),
            (rest.as_str(), theme.muted()),
            (progress.as_str(), theme.text()),
            (names.as_str(), theme.muted()),
        ];
        canvas.pieces(area.x, area.y + 1, area.width, &pieces);
    }

    /// Draws the advice for the focused field. Returns the rows that any advice takes.
    fn draw_advice(&self, canvas: &mut Canvas<'_>, area: Rect, beside: bool) -> u16 {
        let theme = canvas.theme;
        let rows = |advice: &Advice| wrap(&advice.text, usize::from(area.width));
        if let Some(advice) = advice::of(self.field(), &self.advice) {
            let mut y = area.y;
            if beside {
                canvas.text(area.x, y, area.width, &advice.title, theme.heading());
                y += 2;
            }
            for (y, line) in (y..area.bottom()).zip(&rows(advice)) {
                canvas.text(area.x, y, area.width, line, theme.note());
            }
        }
        let longest = self.advice.iter().map(|advice| rows(advice).len()).max();
        clamp(longest.unwrap_or(0)) + 2
    }

    /// Draws the page of the site below the advice, where there is room.
    fn draw_page(&self, canvas: &mut Canvas<'_>, panel: Rect, below: u16, session: &Session) {
        let top = below + 1;
        if panel.height < top + PAGE_MIN_HEIGHT {
            return;
        }
        let theme = canvas.theme;
        let y = panel.y + top;
        canvas.text(
            panel.x,
            y,
            panel.width,
            "La page de l’évènement sur le site",
            theme.quiet_title(),
        );
        let page = Rect::new(panel.x, y + 2, panel.width, panel.bottom() - y - 2);
        let (content, _) = content_of(&self.form, session.today());
        let width = usize::from(page.width);
        let lines = preview::lines(&content, &session.references, theme, width);
        if lines.is_empty() {
            let text = "Elle se dessine au fil de la saisie.";
            canvas.text(page.x, page.y, page.width, text, theme.muted());
        }
        draw_lines(canvas, page, &lines, 0, "↓ la suite");
    }

    /// Returns what is said about a field.
    fn notes(&self, index: usize, content: &EventContent, session: &Session) -> Vec<Note> {
        let (field, input) = (EventField::ALL[index], &self.form.fields()[index]);
        let mut notes = self.form.notes(index, session.today());
        if field == EventField::Ends
            && let Some(understood) = end(content, &input.text())
        {
            notes.retain(|note| !matches!(note, Note::Understood(_)));
            notes.insert(0, Note::Understood(understood));
        }
        if field == EventField::Date
            && let Some((days, starts, ends)) = split_hours(&input.text(), session.today())
        {
            let (days, hours) = (days.long(), typography::hours(starts, ends));
            notes.insert(0, Note::Understood(vec![format!("{days}, {hours}")]));
        }
        if field == EventField::Date
            && let Ok(days) = parse_days(&input.text(), session.today())
            && days.is_several()
        {
            notes.insert(
                0,
                Note::Understood(several_days(days, &input.text(), session)),
            );
        }
        if input.problem.is_some() {
            return notes;
        }
        let zone = civil_time::zone(&session.profile.time_zone);
        match (field, content.date, content.starts) {
            (EventField::Date, Some(_), _) => {
                let warnings = content.days().map(|days| session.warnings(days));
                let warnings = warnings.iter().flatten();
                notes.extend(warnings.map(|warning| Note::Warning(warning.sentence())));
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
        let notes: Vec<_> = (0..EventField::IN_FORM)
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

/// Returns how an end was understood, in full, then shorter: an hour typed as a duration, and the
/// next day where it is past midnight. `None` where the text says it all, or the hour alone.
fn end(content: &EventContent, typed: &str) -> Option<Vec<String>> {
    let hour = typography::hour(content.ends?);
    let is_next_day = content.end_date.is_none() && content.schedule().is_past_midnight();
    if !is_next_day {
        // An end may be typed as a duration.
        return typed.starts_with('+').then(|| vec![hour]);
    }
    let hour = match hour == typed {
        true => String::new(),
        false => format!("{hour} "),
    };
    let day = content.ends_on();
    let dates = day.map(|day| [typography::long_date(day), typography::short_date(day)]);
    let dates = dates.into_iter().flatten();
    let mut understood: Vec<String> = dates
        .map(|date| format!("{hour}{NEXT_DAY}, {date}"))
        .collect();
    understood.push(format!("{hour}{NEXT_DAY}"));
    Some(understood)
}

/// Returns how several days were understood, in full, then shorter.
fn several_days(days: DaySpan, typed: &str, session: &Session) -> Vec<String> {
    let lasts = count(days.count().unsigned_abs(), "jour", "jours");
    let relative = days.relative(session.today());
    let lasts_when = format!("{lasts}, {relative}");
    match days.long() == typed {
        true => vec![lasts_when, lasts],
        false => vec![
            format!("{}, {lasts_when}", days.full()),
            format!("{}, {lasts}", days.long()),
            lasts,
        ],
    }
}

/// Returns « · manque : titre, date et 3 autres », with as many names as fit in `room`; empty where
/// none does.
fn first_names(missing: &[EventField], room: usize) -> String {
    let names = missing.iter().map(|field| field.label().to_lowercase());
    let names: Vec<String> = names.collect();
    let said = |shown: usize| {
        let mut names: Vec<String> = names.iter().take(shown).cloned().collect();
        let others = missing.len() - shown;
        if others > 0 {
            names.push(count(others as u64, "autre", "autres"));
        }
        format!(" · manque{NARROW}: {}", list(&names))
    };
    let mut fitting = (1..=missing.len()).rev().map(said);
    fitting
        .find(|text| text.width() <= room)
        .unwrap_or_default()
}
