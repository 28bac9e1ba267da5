//! The school year at the foot of the home screen: one line, or bars by month where there is room.

use std::cmp::Ordering;

use chrono::Datelike;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line;
use ratatui::widgets::{Bar, BarChart, BarGroup, Widget};

use super::Home;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::domain::time::calendar::school_year;
use crate::ui::canvas::{Canvas, clamp, fit};
use crate::ui::session::Session;

/// How many lines the year takes with its bars: the title, a space, the bars, the months.
pub(super) const BARS_HEIGHT: u16 = 9;

/// How many cells the bar of a figure takes.
const BAR_WIDTH: usize = 10;
/// How many cells each month takes, with the space after it.
const MONTH_WIDTH: u16 = 6;

impl Home {
    /// Whether the school year has an event to draw a bar of.
    pub(super) fn has_events_this_year(&self) -> bool {
        self.summary.overview.months.iter().any(|count| *count > 0)
    }

    pub(super) fn draw_year(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let label = format!(" Année {}", school_year(session.today()).label());
        let summary = format!("  {}", self.summary.year.sentence());
        let theme = canvas.theme;
        let pieces = [(label.as_str(), theme.heading()), (&summary, theme.muted())];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        if area.height < BARS_HEIGHT {
            return;
        }
        let below = Rect {
            x: area.x + 3,
            y: area.y + 2,
            width: area.width.saturating_sub(4),
            height: area.height - 2,
        };
        let [months, _, figures] = Layout::horizontal([
            Constraint::Length(12 * MONTH_WIDTH),
            Constraint::Length(3),
            Constraint::Fill(1),
        ])
        .areas(below);
        self.draw_months(canvas, months, session);
        if figures.width >= 30 {
            self.draw_figures(canvas, figures, session);
        }
    }

    /// Draws a bar for each month, from September; the months to come are dimmed.
    fn draw_months(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let current = place_of(session.today().month());
        let months = self.summary.overview.months;
        let most = months.iter().copied().max().unwrap_or(0);
        // The months are written below the bars.
        let height = u32::from(area.height.saturating_sub(1));
        let bars = (0..12u32).zip(months);
        let bars: Vec<Bar<'_>> = bars
            .map(|(place, count)| {
                let style = match place.cmp(&current) {
                    Ordering::Less => theme.done(),
                    Ordering::Equal => theme.accent(),
                    Ordering::Greater => theme.muted(),
                };
                let text = if count == 0 {
                    String::new()
                } else {
                    typography::number(count.into())
                };
                // The number stands in the first cell of its bar, where that cell is filled.
                let is_filled = count.saturating_mul(height) >= most;
                let value_style = match is_filled {
                    true => style.add_modifier(Modifier::REVERSED),
                    false => style,
                };
                let month = typography::short_month((place + 8) % 12 + 1);
                Bar::default()
                    .value(count.into())
                    .text_value(text)
                    .style(style)
                    .value_style(value_style)
                    .label(Line::styled(month, theme.muted()))
            })
            .collect();
        BarChart::default()
            .data(BarGroup::default().bars(&bars))
            .bar_width(MONTH_WIDTH - 1)
            .bar_gap(1)
            .render(area, canvas.buf);
    }

    /// Draws how many places were taken, and the most frequent themes.
    fn draw_figures(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let label_width = usize::from(area.width)
            .saturating_sub(BAR_WIDTH + 8)
            .min(36);
        let mut lines: Vec<(String, u64, u64, String)> = Vec::new();
        if let Some(percent) = self.summary.year.percent() {
            let text = format!("{percent}{NARROW}%");
            lines.push(("Places prises".to_owned(), percent, 100, text));
        }
        let themes = &self.summary.overview.themes;
        let most = themes.first().map_or(1, |(_, count)| *count).max(1);
        for (theme, count) in themes {
            let label = session.references.label(Some(*theme)).to_owned();
            let text = typography::number((*count).into());
            lines.push((label, (*count).into(), most.into(), text));
        }
        for (row, (label, value, all, text)) in area.rows().zip(lines) {
            let label = fit(&label, label_width).into_owned();
            let label_cells = clamp(label_width) + 1;
            canvas.text(row.x, row.y, label_cells, &label, theme.text());
            let filled = usize::try_from(value.min(all) * BAR_WIDTH as u64 / all).unwrap_or(0);
            let bar = format!("{}{}", "■".repeat(filled), "□".repeat(BAR_WIDTH - filled));
            let pieces = [
                (bar.as_str(), theme.done()),
                (" ", theme.muted()),
                (text.as_str(), theme.muted()),
            ];
            canvas.pieces(
                row.x + label_cells,
                row.y,
                row.width.saturating_sub(label_cells),
                &pieces,
            );
        }
    }
}

/// Returns the place of a month in the school year, from 0 for September.
fn place_of(month: u32) -> u32 {
    (month + 3) % 12
}
