//! Draws the list of events, and the selected event beside it on a wide screen.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{Events, FROZEN, filters, rows};
use crate::domain::id::EventId;
use crate::domain::listing::Column;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, number, quoted};
use crate::screens::detail;
use crate::screens::home::empty_carnet;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, empty};
use crate::ui::list::cursor::count_label;
use crate::ui::list::grid::Grid;
use crate::ui::session::Session;

/// The minimum width at which the selected event is drawn beside the list.
const PANEL_MIN_WIDTH: u16 = 110;
/// The width of the panel, and its width on a wide screen.
const PANEL_WIDTHS: [u16; 2] = [40, 60];
/// The minimum width of a wide screen.
const WIDE: u16 = 180;

/// The event drawn beside the list in the last frames.
pub(super) struct SidePanel {
    id: EventId,
    /// The first visible row when it was drawn.
    top: Option<EventId>,
    lines: Vec<detail::StyledLine>,
}

impl Events {
    pub(super) fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let header = self.draw_header(canvas, area, session);
        let mut body = Rect {
            y: area.y + header,
            height: area.height.saturating_sub(header),
            ..area
        };
        if self.cursor.is_empty() {
            self.draw_empty(canvas, body, session);
            return;
        }
        let panel = (area.width >= PANEL_MIN_WIDTH).then(|| {
            let width = PANEL_WIDTHS[usize::from(area.width >= WIDE)];
            body.width -= width + 2;
            Rect::new(body.right() + 2, body.y, width, body.height)
        });
        // Rows first: a smaller page may change the selected one.
        self.draw_rows(canvas, body, session);
        if let Some(panel) = panel {
            canvas.upright(body.right(), body.y, body.height);
            self.draw_side_panel(canvas, panel, session);
        }
        if canvas.defer_expensive {
            canvas.has_deferred |= !self.cursor.has_ends();
        } else {
            // An error of the store is reported at the next key.
            let _ = self.cursor.read_ends(session);
        }
    }

    /// Draws the selected event. While input is still arriving, keeps the event drawn before; once the list scrolls, draws
    /// none, because the terminal scrolls whole lines cheaply only when nothing is beside them.
    fn draw_side_panel(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let Some(event) = self.current() else { return };
        let id = event.id;
        let more = format!("↓ la suite{NARROW}: Entrée");
        let top = self.cursor.rows().next().map(|event| event.id);
        let previous = self.side_panel.as_ref().filter(|panel| panel.id != id);
        if canvas.defer_expensive
            && let Some(previous) = previous
        {
            canvas.has_deferred = true;
            if previous.top == top {
                detail::draw_lines(canvas, area, &previous.lines, 0, &more);
            }
            return;
        }
        let lines = detail::lines(event, session, usize::from(area.width - 1));
        detail::draw_lines(canvas, area, &lines, 0, &more);
        self.side_panel = Some(SidePanel { id, top, lines });
    }

    /// Draws the title, the count, the order and the active filters. Returns how many lines they take.
    fn draw_header(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) -> u16 {
        let theme = canvas.theme;
        let query = self.query();
        let known = |count: Option<usize>| {
            count.map_or_else(|| "…".to_owned(), |count| number(count as u64))
        };
        let shown = match query.filter.is_empty() {
            true => count_label(self.total, "événement", "événements"),
            false => format!("{} sur {}", known(self.cursor.count()), known(self.total)),
        };
        let mut pieces = vec![(" Mes événements".to_owned(), theme.heading())];
        if let Some(view) = &self.view {
            pieces.push((format!(" · vue {}", quoted(view)), theme.accent()));
        }
        pieces.push((format!(" · {shown}"), theme.muted()));
        if !self.marks.is_empty() {
            let marks = count(self.marks.len() as u64, "marqué", "marqués");
            pieces.push((format!(" · • {marks}"), theme.focus()));
        }
        let pieces: Vec<_> = pieces
            .iter()
            .map(|(text, style)| (text.as_str(), *style))
            .collect();
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let sort = query.sort;
        let label = sort.column.label().to_lowercase();
        let order = format!("Tri{NARROW}: {label} {} ", sort.direction.arrow());
        canvas.right(Rect { height: 1, ..area }, &order, theme.muted());
        let chips = filters::chips(&query.filter, &session.references);
        if chips.is_empty() {
            return 1;
        }
        let mut x = area.x + 1;
        let y = area.y + 1;
        x += canvas.text(
            x,
            y,
            area.width,
            &format!("Filtres{NARROW}: "),
            theme.muted(),
        );
        for (index, chip) in chips.iter().enumerate() {
            let text = format!("{} ×", chip.label);
            let room = area.right().saturating_sub(x);
            let used = canvas.text(x, y, room, &text, theme.accent());
            canvas.click(
                Rect::new(x, y, clamp(text.width()), 1),
                ClickTarget::Chip(index),
            );
            x += used;
            if let Some(next) = chips.get(index + 1) {
                let between = if next.facet == chip.facet {
                    "  ou  "
                } else {
                    "  ·  "
                };
                x += canvas.text(x, y, area.right().saturating_sub(x), between, theme.muted());
            }
        }
        2
    }

    fn draw_empty(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let text = if self.total == Some(0) {
            empty_carnet(session)
        } else {
            "Aucun événement ne correspond à ces filtres.\n\nE les enlève tous, F permet d’en changer."
        };
        empty(canvas, area, text);
    }

    fn draw_rows(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let page = usize::from(area.height.saturating_sub(1));
        self.cursor.set_page(page, session);
        let columns = &self.layout.columns;
        let mut rows: Vec<_> = self
            .cursor
            .rows()
            .map(|event| rows::row(event, columns, self.marks.contains(&event.id), session))
            .collect();
        let sorted = self.query().sort;
        let mut divider = None;
        if sorted.column == Column::Date {
            rows::mark_months(&mut rows, self.cursor.rows());
            let today = typography::short_date(session.today());
            divider = rows::below_today(self.cursor.rows(), sorted.direction, session)
                .map(|place| (place, format!("aujourd’hui, {today}")));
        }
        let grid = Grid {
            columns: &rows::columns(columns, &rows),
            frozen: FROZEN.len(),
            stretch: columns
                .iter()
                .position(|column| *column == Column::Title)
                .unwrap_or(0),
            max_stretch: None,
            repeated: columns
                .iter()
                .position(|column| *column == Column::Category),
            offset: self.offset,
            rows: &rows,
            first: 0,
            selected: self.cursor.selected(),
            divider,
            sorted: columns
                .iter()
                .position(|column| *column == sorted.column)
                .map(|index| (index, sorted.direction.arrow())),
        };
        grid.draw(canvas, area);
    }
}
