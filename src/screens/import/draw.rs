//! Draws an import: its columns, then its rows (`rows`).

use ratatui::layout::Rect;

use super::Import;
use crate::domain::text::typography::{NARROW, count};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::list::row::draw_bar;
use crate::ui::session::Session;
use crate::ui::theme::over;

/// The height from which columns and rows are both shown.
const MIN_HEIGHT_FOR_BOTH: u16 = 30;

impl Import {
    pub(super) fn draw_all(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
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
        // In a low window, the columns leave their room to the rows that are being looked at.
        let is_folded = self.on_rows && area.height < MIN_HEIGHT_FOR_BOTH;
        let columns = if is_folded {
            1
        } else {
            needed.min(room / 2 + 1)
        };
        let place = Rect::new(area.x, area.y + 1, area.width, columns);
        if is_folded {
            self.draw_folded_columns(canvas, place);
        } else {
            self.draw_columns(canvas, place);
        }
        let mut y = area.y + 1 + columns;
        for note in self.notes.iter().take(usize::from(room / 4)) {
            canvas.text(area.x + 1, y, area.width - 1, note, theme.note());
            y += 1;
        }
        canvas.rule(area.x, y, area.width);
        let rest = area.bottom().saturating_sub(y + 1);
        self.draw_rows(canvas, Rect::new(area.x, y + 1, area.width, rest), session);
    }

    fn draw_folded_columns(&self, canvas: &mut Canvas<'_>, line: Rect) {
        let theme = canvas.theme;
        let targets = self.mapping.targets();
        let taken = targets.iter().flatten().count();
        let text = format!(
            " {} prises sur {}{NARROW}; Tab les montre.",
            count(taken as u64, "colonne", "colonnes"),
            targets.len()
        );
        let text = match taken {
            0 | 1 => text.replace("prises", "prise"),
            _ => text,
        };
        canvas.text(line.x, line.y, line.width, &text, theme.muted());
    }

    fn draw_columns(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let heads = [
            ("Colonne du fichier", 26u16),
            ("Champ du carnet", 24),
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
}
