//! Draws an import: its columns, then what each row would do.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Import, tally_sentence};
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count};
use crate::exchange::csv::import::{NO_TITLE, PlannedRow, RowOutcome};
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::list::row::{draw_bar, draw_row};
use crate::ui::theme::{Theme, over};

impl Import {
    pub(super) fn draw_all(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let rows = count(self.table.rows.len() as u64, "ligne", "lignes");
        let format = format!(" · {}, {rows}", self.table.format);
        let title = format!(" Importer {}", self.source.shown());
        canvas.pieces(
            area.x,
            area.y,
            area.width,
            &[(&title, theme.heading()), (&format, theme.muted())],
        );
        let room = area.height.saturating_sub(3);
        let needed = u16::try_from(self.table.header.len() + 1).unwrap_or(u16::MAX);
        let columns = needed.min(room / 2 + 1);
        self.draw_columns(canvas, Rect::new(area.x, area.y + 1, area.width, columns));
        let mut y = area.y + 1 + columns;
        for note in self.notes.iter().take(usize::from(room / 4)) {
            canvas.text(area.x + 1, y, area.width - 1, note, theme.note());
            y += 1;
        }
        canvas.rule(area.x, y, area.width);
        let rest = area.bottom().saturating_sub(y + 1);
        let reason_height = if self.on_rows && rest > 6 { 2 } else { 0 };
        let room = Rect::new(area.x, y + 1, area.width, rest - reason_height);
        self.draw_rows(canvas, room);
        // The reason of the selected row, in full.
        let row = self
            .order
            .get(self.row.index())
            .map(|&index| &self.plan.rows[index]);
        if let (Some(row), true) = (row, reason_height > 0) {
            let (_, _, style, why) = describe(row, theme);
            let lines = wrap(&why, usize::from(area.width.saturating_sub(2)));
            for (y, line) in (area.bottom() - reason_height..area.bottom()).zip(&lines) {
                canvas.text(area.x + 1, y, area.width - 1, line, style);
            }
        }
    }

    fn draw_columns(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let heads = [
            ("Colonne du fichier", 26u16),
            ("champ du carnet", 24),
            ("Exemple", u16::MAX),
        ];
        let mut x = area.x + 2;
        for (head, width) in heads {
            let room = area.right().saturating_sub(x).min(width);
            canvas.text(x, area.y, room, head, theme.muted());
            x = x.saturating_add(width.saturating_add(1)).min(area.right());
        }
        let visible = self.column.visible_in(area.height.saturating_sub(1));
        let columns = self
            .table
            .header
            .iter()
            .zip(self.mapping.targets())
            .enumerate()
            .skip(visible.start);
        for (y, (index, (name, target))) in (area.y + 1..area.bottom()).zip(columns) {
            let here = index == self.column.index() && !self.on_rows;
            let line = Rect::new(area.x, y, area.width, 1);
            let base = draw_bar(canvas, line, here);
            canvas.text(area.x + 2, y, 26, name, base);
            let (label, style) = match target {
                Some(column) => (column.header(), theme.done()),
                None => ("— laissée de côté", theme.muted()),
            };
            canvas.text(area.x + 29, y, 24, label, over(base, style));
            let sample = self
                .table
                .rows
                .iter()
                .filter_map(|row| row.cells.as_ref().ok()?.get(index))
                .find(|cell| !cell.trim().is_empty());
            let room = area.width.saturating_sub(55);
            let sample = sample.unwrap_or_default();
            let sample: String = sample.chars().take(usize::from(room) + 1).collect();
            canvas.text(
                area.x + 54,
                y,
                room,
                &crate::domain::text::displayable::line(&sample),
                over(base, theme.muted()),
            );
            canvas.click(line, ClickTarget::Field(index));
        }
    }

    fn draw_rows(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let (title, look) = if self.mapping.names_no_event() {
            (
                format!(" {NO_TITLE}{NARROW}: choisissez-la (Entrée)."),
                theme.awaiting(),
            )
        } else {
            (
                format!(" {}", tally_sentence(self.plan.tally())),
                theme.heading(),
            )
        };
        canvas.text(area.x, area.y, area.width, &title, look);
        let visible = self.row.visible_in(area.height.saturating_sub(1));
        for (y, place) in (area.y + 1..area.bottom()).zip(visible) {
            let row = &self.plan.rows[self.order[place]];
            let here = place == self.row.index() && self.on_rows;
            let line = Rect::new(area.x, y, area.width, 1);
            let base = draw_row(canvas, line, place, here);
            let (sign, word, style, why) = describe(row, theme);
            let number = format!("ligne {:<5}", row.line);
            let word = format!("{sign} {word:10}");
            let title = if row.title.is_empty() {
                "(sans titre)"
            } else {
                &row.title
            };
            let why = if why.is_empty() {
                String::new()
            } else {
                format!("  {why}")
            };
            let pieces = [
                (number.as_str(), over(base, theme.muted())),
                (word.as_str(), over(base, style)),
                (title, base),
                (why.as_str(), over(base, style)),
            ];
            // Reasons are aligned, whatever the length of the titles.
            let [number, word, title, why] = pieces;
            let x = area.x + 2;
            let used = canvas.pieces(x, y, area.width.saturating_sub(2), &[number, word]);
            let rest = area.width.saturating_sub(used + 3);
            if why.0.is_empty() {
                canvas.text(x + used, y, rest, title.0, title.1);
            } else {
                let room = MAX_TITLE_WIDTH.min(rest / 2);
                canvas.text(x + used, y, room, title.0, title.1);
                let rest = rest.saturating_sub(room);
                canvas.text(x + used + room, y, rest, why.0, why.1);
            }
        }
    }
}

/// The maximum width of a title before its reason.
const MAX_TITLE_WIDTH: u16 = 28;

/// Returns what a row would do: a sign, a word, a style, and the reason.
fn describe(row: &PlannedRow, theme: Theme) -> (&'static str, &'static str, Style, String) {
    match &row.outcome {
        RowOutcome::Refuse(reason) => ("✗", "refusée", theme.awaiting(), reason.clone()),
        RowOutcome::Create(_) if row.is_skipped => {
            ("–", "laissée", theme.muted(), row.remarks.join(" · "))
        }
        RowOutcome::Create(_) if !row.remarks.is_empty() => {
            ("⚠", "nouveau", theme.note(), row.remarks.join(" · "))
        }
        RowOutcome::Create(_) => ("+", "nouveau", theme.done(), String::new()),
        RowOutcome::Update { changed, .. } => {
            let changed: Vec<String> = changed
                .iter()
                .map(|column| column.header().to_lowercase())
                .collect();
            let changed = [vec![typography::list(&changed)], row.remarks.clone()].concat();
            ("~", "modifié", theme.accent(), changed.join(" · "))
        }
        RowOutcome::Same => ("=", "inchangé", theme.muted(), String::new()),
    }
}
