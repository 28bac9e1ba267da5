//! Draws the rows of an import: each as it will be, and all that is to be said of the selected one.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Import, tally_sentence};
use crate::domain::event::EventContent;
use crate::domain::text::typography::{self, NARROW, count};
use crate::exchange::csv::import::{NO_TITLE, PlannedRow, RowOutcome};
use crate::ui::canvas::{Canvas, clamp, fit, width, wrap};
use crate::ui::list::row::draw_row;
use crate::ui::session::Session;
use crate::ui::theme::{Theme, over};

/// The width from which the selected row is shown beside the list.
const MIN_WIDTH_FOR_PANEL: u16 = 150;

/// The widths of the first columns, gaps included.
const STATE: u16 = 13;
const LINE: u16 = 7;

impl Import {
    pub(super) fn draw_rows(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let (title, look) = match self.mapping.names_no_event() {
            true => (
                format!(" {NO_TITLE}{NARROW}: choisissez-la (Entrée)."),
                theme.awaiting(),
            ),
            false => (format!(" {}", self.summary()), theme.heading()),
        };
        canvas.text(area.x, area.y, area.width, &title, look);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let list = self.draw_selected(canvas, body, session);
        let rows = Rect {
            y: list.y + 1,
            height: list.height.saturating_sub(1),
            ..list
        };
        let visible = self.row.visible_in(rows.height);
        let shown = self.order.get(visible.clone()).unwrap_or_default();
        let dates = shown
            .iter()
            .map(|&row| width(&days(&self.plan.rows[row], session)));
        let widths = Widths::of(list.width, clamp(dates.max().unwrap_or(0).max(12)) + 1);
        draw_header(canvas, list, &widths);
        for (y, place) in (rows.y..rows.bottom()).zip(visible) {
            let line = Rect::new(rows.x, y, rows.width, 1);
            let is_selected = place == self.row.index() && self.on_rows;
            let base = draw_row(canvas, line, place, is_selected);
            let row = &self.plan.rows[self.order[place]];
            draw_planned(canvas, line, row, &widths, (base, self.on_rows), session);
        }
    }

    /// Returns how many rows are new, changed, refused..., and how many are to be looked at.
    fn summary(&self) -> String {
        let is_doubtful = |row: &&PlannedRow| {
            row.content().is_some() && !row.is_skipped && !row.remarks.is_empty()
        };
        let doubtful = self.plan.rows.iter().filter(is_doubtful).count() as u64;
        let tally = tally_sentence(self.plan.tally());
        match doubtful {
            0 => tally,
            doubtful => format!("{tally} · {} à vérifier", typography::number(doubtful)),
        }
    }

    /// Draws all that is to be said of the selected row, beside the list or beneath it, and returns the
    /// place of the list.
    fn draw_selected(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) -> Rect {
        let row = self.order.get(self.row.index());
        let Some(row) = row.map(|&index| &self.plan.rows[index]) else {
            return area;
        };
        if !self.on_rows {
            return area;
        }
        if area.width >= MIN_WIDTH_FOR_PANEL {
            let width = (area.width / 3).min(60);
            let panel = Rect {
                x: area.right() - width,
                width,
                ..area
            };
            draw_lines(canvas, panel, &whole(row, canvas.theme, session));
            return Rect {
                width: area.width - width - 1,
                ..area
            };
        }
        let lines = whole(row, canvas.theme, session);
        let room = usize::from(area.width.saturating_sub(2));
        let needed: usize = lines.iter().map(|(text, _)| wrap(text, room).len()).sum();
        let height = clamp(needed).min(area.height.saturating_sub(3) * 2 / 3);
        let beneath = Rect {
            y: area.bottom() - height,
            height,
            ..area
        };
        draw_lines(canvas, beneath, &lines);
        Rect {
            height: area.height - height,
            ..area
        }
    }
}

fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[(String, Style)]) {
    let room = area.width.saturating_sub(2);
    let mut y = area.y;
    for (text, style) in lines {
        for line in wrap(text, usize::from(room)) {
            if y >= area.bottom() {
                return;
            }
            canvas.text(area.x + 1, y, room, &line, *style);
            y += 1;
        }
    }
}

/// The columns from the date on: the title takes what is left. The last one says what is to be looked at,
/// over what it shows otherwise where it has no room of its own.
struct Widths {
    date: u16,
    title: u16,
    place: u16,
    theme: u16,
    why: u16,
}

impl Widths {
    fn of(width: u16, date: u16) -> Self {
        let rest = width.saturating_sub(2 + STATE + LINE + date);
        let (place, theme, why) = match rest {
            ..60 => (rest * 2 / 5, 0, 0),
            60..100 => (rest * 3 / 10, rest * 3 / 10, 0),
            _ => (rest / 5, rest / 5, rest * 3 / 10),
        };
        Self {
            date,
            title: rest - place - theme - why,
            place,
            theme,
            why,
        }
    }
}

fn draw_header(canvas: &mut Canvas<'_>, area: Rect, widths: &Widths) {
    let muted = canvas.theme.muted();
    let heads = [
        ("État", STATE),
        ("Ligne", LINE),
        ("Date", widths.date),
        ("Titre", widths.title),
        ("Lieu", widths.place),
        ("Thématique", widths.theme),
        ("À vérifier", widths.why),
    ];
    let mut x = area.x + 2;
    for (head, width) in heads {
        canvas.text(x, area.y, width.saturating_sub(1), head, muted);
        x = x.saturating_add(width);
    }
}

fn draw_planned(
    canvas: &mut Canvas<'_>,
    line: Rect,
    row: &PlannedRow,
    widths: &Widths,
    (base, is_detailed): (Style, bool),
    session: &Session,
) {
    let theme = canvas.theme;
    let (sign, word, style) = state(row, theme);
    let why = problems(row).join(" · ");
    let content = row.content();
    let title = match row.title.as_str() {
        "" => "(sans titre)",
        title => title,
    };
    let why_style = over(base, style);
    let plain = over(base, theme.muted());
    let mut cells = vec![
        (format!("{sign} {word}"), STATE, over(base, style)),
        (row.line.to_string(), LINE, plain),
        (days(row, session), widths.date, base),
        (title.to_owned(), widths.title, base),
    ];
    let last = widths.place + widths.theme + widths.why;
    match content {
        // Nothing of it is known but what is wrong.
        None => cells.push((why, last, why_style)),
        Some(content) => {
            let venue = venue(content);
            let about = session.references.label(content.theme).to_owned();
            // Where the selected row is shown whole, the others need not say what is wrong.
            let is_why = !why.is_empty() && !is_detailed;
            cells.extend(match (widths.theme, widths.why, is_why) {
                (_, 0, true) => vec![(why, last, why_style)],
                (0, _, _) => vec![(venue, widths.place, plain)],
                (_, 0, false) => vec![(venue, widths.place, plain), (about, widths.theme, plain)],
                _ => vec![
                    (venue, widths.place, plain),
                    (about, widths.theme, plain),
                    (why, widths.why, why_style),
                ],
            });
        }
    }
    let mut x = line.x + 2;
    for (text, width, style) in cells {
        let room = line.right().saturating_sub(x).min(width.saturating_sub(1));
        canvas.text(x, line.y, room, &fit(&text, usize::from(room)), style);
        x = x.saturating_add(width);
    }
}

/// Returns the days of the event that a row is to be.
fn days(row: &PlannedRow, session: &Session) -> String {
    let days = row.content().and_then(EventContent::days);
    days.map_or_else(String::new, |days| days.listed(session.today()))
}

/// Returns where an event is: its place, else its commune.
fn venue(content: &EventContent) -> String {
    let parts = [&content.venue.name, &content.venue.commune];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.cloned().collect::<Vec<_>>().join(", ")
}

/// Returns a sign, a word and a style for what becomes of a row.
fn state(row: &PlannedRow, theme: Theme) -> (&'static str, &'static str, Style) {
    match &row.outcome {
        RowOutcome::Refuse(_) => ("✗", "refusée", theme.awaiting()),
        RowOutcome::Create(_) if row.is_skipped && row.is_alike() => {
            ("≈", "semblable", theme.muted())
        }
        RowOutcome::Create(_) if row.is_skipped => ("–", "laissée", theme.muted()),
        RowOutcome::Create(_) if !row.remarks.is_empty() => ("!", "nouveau", theme.note()),
        RowOutcome::Create(_) => ("✓", "nouveau", theme.done()),
        RowOutcome::Update { .. } if !row.remarks.is_empty() => ("!", "modifié", theme.note()),
        RowOutcome::Update { .. } => ("~", "modifié", theme.accent()),
        RowOutcome::Same => ("=", "inchangé", theme.muted()),
    }
}

/// Returns the columns that change, then all that is to be looked at.
fn problems(row: &PlannedRow) -> Vec<String> {
    match &row.outcome {
        RowOutcome::Refuse(reason) => vec![reason.clone()],
        RowOutcome::Update { changed, .. } => {
            let changed = changed.iter().map(|column| column.header().to_lowercase());
            let changed = typography::list(&changed.collect::<Vec<_>>());
            [vec![changed], row.remarks.clone()].concat()
        }
        RowOutcome::Create(_) | RowOutcome::Same => row.remarks.clone(),
    }
}

/// Returns a row whole: as it will be, then each of its problems.
fn whole(row: &PlannedRow, theme: Theme, session: &Session) -> Vec<(String, Style)> {
    let (sign, word, style) = state(row, theme);
    let title = match row.title.as_str() {
        "" => "(sans titre)",
        title => title,
    };
    let head = format!("{sign} Ligne {}, {word}{NARROW}: {title}", row.line);
    let mut lines = vec![(head, theme.heading())];
    if let Some(content) = row.content() {
        let date = content.date.map(|date| match content.end_date {
            Some(end) if end != date => format!(
                "du {} au {}",
                typography::long_date(date),
                typography::long_date(end)
            ),
            _ => typography::long_date(date),
        });
        let hours = content
            .starts
            .map(|starts| typography::hours(starts, content.ends));
        let seats = content
            .seats
            .map(|seats| count(seats.into(), "place", "places"));
        let theme_label = session.references.label(content.theme);
        let facts = [
            date,
            hours,
            Some(venue(content)),
            Some(theme_label.to_owned()),
            seats,
        ];
        let facts: Vec<String> = facts
            .into_iter()
            .flatten()
            .filter(|it| !it.is_empty())
            .collect();
        lines.push((facts.join(" · "), theme.text()));
    }
    if let RowOutcome::Update { changed, .. } = &row.outcome {
        let changed = changed.iter().map(|column| column.header().to_lowercase());
        let changed = typography::list(&changed.collect::<Vec<_>>());
        lines.push((format!("Change{NARROW}: {changed}."), theme.accent()));
    }
    let problems = match &row.outcome {
        RowOutcome::Refuse(reason) => vec![reason.clone()],
        _ => row.remarks.clone(),
    };
    lines.extend(problems.iter().map(|it| (format!("– {it}"), style)));
    if row.is_skipped {
        lines.push(("Espace la prend.".to_owned(), theme.muted()));
    }
    lines
}
