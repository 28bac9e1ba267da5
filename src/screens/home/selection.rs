//! What the selected line of the home screen is about: the first events of a notice, or the event itself.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Home, HomeRow};
use crate::domain::event::announced;
use crate::domain::text::typography::{self, NARROW};
use crate::screens::detail;
use crate::store::Result;
use crate::ui::canvas::{Canvas, width, wrap};
use crate::ui::session::Session;

/// The maximum number of events of a notice that are shown.
const MAX_EVENTS: usize = 20;

impl Home {
    /// Reads the first events of the selected notice.
    pub(super) fn read_first_events(&mut self, session: &Session) -> Result<()> {
        self.first_events = match self.selected_row() {
            Some(HomeRow::Notice(notice)) => {
                let moment = session.moment();
                session.store.events_of_notice(notice, moment, MAX_EVENTS)?
            }
            _ => Vec::new(),
        };
        self.first_changes = match self.selected_row() {
            Some(HomeRow::Notice(notice)) => {
                let (store, references) = (&session.store, &session.references);
                let events = self.first_events.iter();
                let changes = events.map(|event| {
                    let changes = store.changes_of_notice(notice, event, references)?;
                    Ok(announced::sentences(&changes))
                });
                changes.collect::<Result<_>>()?
            }
            _ => Vec::new(),
        };
        Ok(())
    }

    pub(super) fn draw_selection(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if let Some(HomeRow::Event(id)) = self.selected_row()
            && let Some(event) = self.week.iter().find(|event| event.id == id)
        {
            let lines = detail::lines(event, session, usize::from(area.width - 1));
            let more = format!("↓ la suite{NARROW}: Entrée");
            detail::draw_lines(canvas, area, &lines, 0, &more);
            return;
        }
        let Some(selected) = self.selected_notice() else {
            return;
        };
        let theme = canvas.theme;
        let (sign, sentence) = (
            selected.notice.sign(),
            selected.notice.sentence(selected.count),
        );
        let title = format!("{sign} {}", typography::capitalised(&sentence));
        canvas.text(area.x, area.y, area.width, &title, theme.heading());
        let [_, rows @ ..] = &*area.rows().collect::<Vec<_>>() else {
            return;
        };
        let days: Vec<String> = self
            .first_events
            .iter()
            .map(|event| match event.content.days() {
                Some(days) => days.listed(session.today()),
                None => "sans date".to_owned(),
            })
            .collect();
        let day_width = days.iter().map(|day| width(day)).max().unwrap_or(0);
        let mut lines: Vec<Vec<(String, Style)>> = Vec::new();
        let text_width = usize::from(area.width).saturating_sub(day_width + 2);
        for (index, (event, day)) in self.first_events.iter().zip(&days).enumerate() {
            lines.push(vec![
                (format!("{day:day_width$}  "), theme.muted()),
                (event.content.title.clone(), theme.text()),
                (format!("  {}", event.content.venue.commune), theme.muted()),
            ]);
            let changes = self.first_changes.get(index).map_or("", String::as_str);
            let changes = wrap(changes, text_width).into_iter();
            lines.extend(changes.filter(|line| !line.is_empty()).map(|line| {
                let indent = " ".repeat(day_width + 2);
                vec![(format!("{indent}{line}"), theme.awaiting())]
            }));
        }
        for (row, line) in rows.iter().zip(&lines) {
            let pieces: Vec<(&str, Style)> = line
                .iter()
                .map(|(text, style)| (text.as_str(), *style))
                .collect();
            canvas.pieces(row.x, row.y, row.width, &pieces);
        }
        // Each late step counts, but its event is shown once.
        let shown = rows.len().min(lines.len());
        let has_more = shown < lines.len() || self.first_events.len() == MAX_EVENTS;
        if let (true, Some(last)) = (has_more, rows.get(shown.saturating_sub(1))) {
            canvas.fill(*last, Style::new());
            canvas.text(last.x, last.y, last.width, "… et d’autres", theme.muted());
        }
    }
}
