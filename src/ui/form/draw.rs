//! Draws the fields of a form in a column, each with what there is to say about it.

use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::Form;
use super::field::{FieldOption, FormField, Input};
use crate::domain::record::FieldKind;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::ui::canvas::{Canvas, ClickTarget, Cursor, clamp, wrap};
use crate::ui::theme::Theme;

/// How the fields follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Labels beside the fields, which follow at once: a long form.
    Dense,
    /// Labels beside the fields, with a row between them for what is said of each.
    Spaced,
    /// Sentences above the fields.
    Questions,
}

/// Something said about a field: beside it where that fits, else below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// What is wrong.
    Problem(String),
    /// What may be wrong.
    Warning(String),
    /// How it was understood, in full, then shorter.
    Understood(Vec<String>),
    /// What to type.
    Hint(String),
    /// That it has no value.
    Missing(String),
}

impl Note {
    /// Returns its texts, the longest first, and their sign and style.
    fn parts(&self, theme: Theme) -> (&[String], &'static str, Style) {
        match self {
            Self::Problem(text) => (std::slice::from_ref(text), "✗ ", theme.awaiting()),
            Self::Warning(text) => (std::slice::from_ref(text), "⚠ ", theme.note()),
            Self::Understood(texts) => (texts, "→ ", theme.accent()),
            Self::Hint(text) => (std::slice::from_ref(text), "", theme.note()),
            Self::Missing(text) => (std::slice::from_ref(text), "", theme.muted()),
        }
    }
}

/// The rows that a field takes.
#[derive(Default)]
struct FieldRows {
    /// The rows above its value.
    above: u16,
    height: u16,
    beside: Option<(String, Style)>,
    below: Vec<(String, Style)>,
}

impl FormField {
    /// Returns the width of its value, in `room` cells.
    fn width(&self, room: u16) -> u16 {
        let width = match (&self.input, self.kind) {
            (Input::Flag(_), _) => 7,
            (Input::Options(options, _), _) => {
                let labels = options.iter().map(|option| option.label.width() + 6);
                let offer = if self.is_offering() { 2 } else { 0 };
                clamp((labels.sum::<usize>() + offer).saturating_sub(2))
            }
            // A cell wider than the text, for the cursor.
            (_, FieldKind::Date) => clamp(self.text().width() + 1).clamp(12, 30),
            (_, FieldKind::Time | FieldKind::Number { .. }) => 12,
            _ => self.max_width,
        };
        width.min(room)
    }

    /// Returns the rows of its label, when that is above its value.
    fn sentence(&self, layout: Layout, room: u16) -> Vec<String> {
        match layout {
            Layout::Questions => wrap(&self.label, usize::from(room)),
            Layout::Dense | Layout::Spaced => Vec::new(),
        }
    }

    /// Lays it out with what is said about it; the title of its group takes `title_rows`.
    fn block(
        &self,
        layout: Layout,
        room: u16,
        notes: &[Note],
        theme: Theme,
        title_rows: u16,
    ) -> FieldRows {
        let mut block = FieldRows {
            above: clamp(self.sentence(layout, room).len())
                + if self.group.is_empty() { 0 } else { title_rows },
            ..FieldRows::default()
        };
        let rest = room.saturating_sub(self.width(room)).saturating_sub(2);
        for note in notes {
            let (texts, sign, style) = note.parts(theme);
            let mut beside = texts.iter().map(|text| format!("{sign}{text}"));
            let beside = beside.find(|text| text.width() <= usize::from(rest));
            let is_needed = matches!(note, Note::Problem(_) | Note::Warning(_));
            if block.beside.is_none() && beside.is_some() {
                block.beside = beside.map(|text| (text, style));
            } else if is_needed || layout != Layout::Dense {
                let text = texts.first().map_or("", String::as_str);
                let lines = wrap(text, usize::from(room).saturating_sub(sign.width()));
                let signs = std::iter::once(sign).chain(std::iter::repeat("  "));
                let lines = lines.iter().zip(signs);
                block
                    .below
                    .extend(lines.map(|(line, sign)| (format!("{sign}{line}"), style)));
            }
        }
        let below = clamp(block.below.len());
        let after_value = match layout {
            Layout::Dense => below,
            Layout::Spaced => below.max(1),
            // What is said of a question does not stick to the next one.
            Layout::Questions => below + 1,
        };
        block.height = block.above + self.rows + after_value;
        block
    }
}

impl Form {
    /// Returns what is said about a field: how it was understood and what is wrong, else what to
    /// type where it has the focus.
    pub fn notes(&self, index: usize, today: NaiveDate) -> Vec<Note> {
        let field = &self.fields[index];
        let mut notes = Vec::new();
        let understood = field.understood(today);
        if !understood.is_empty() {
            notes.push(Note::Understood(understood));
        }
        notes.extend(field.problem.clone().map(Note::Problem));
        let hint = match field.is_offering() {
            true => format!("Espace répond {}.", quoted(&field.offered)),
            false => field.hint.clone(),
        };
        if notes.is_empty() && index == self.focus && !hint.is_empty() {
            notes.push(Note::Hint(hint));
        }
        notes
    }

    /// Returns the rows that the fields take when nothing is said about them.
    pub fn height(&self, layout: Layout, theme: Theme) -> u16 {
        self.rows(layout, theme, 1)
    }

    fn rows(&self, layout: Layout, theme: Theme, title_rows: u16) -> u16 {
        let fields = self.fields.iter();
        let blocks = fields.map(|field| field.block(layout, u16::MAX, &[], theme, title_rows));
        blocks.map(|block| block.height).sum()
    }

    /// Returns the width of the labels, with the mark before and the gap after.
    fn label_width(&self, layout: Layout, width: u16) -> u16 {
        let labels = self.fields.iter();
        let labels = labels.map(|field| field.label.width() + 2 * usize::from(field.is_wanted));
        match layout {
            Layout::Questions => 3,
            _ => (clamp(labels.max().unwrap_or(0)) + 3).min(width / 2),
        }
    }

    /// Draws the fields in `area`, the focused one always in sight, with what is said about each.
    /// Returns the area of the focused value.
    pub fn draw(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        layout: Layout,
        notes: &[Vec<Note>],
    ) -> Rect {
        let labels = self.label_width(layout, area.width);
        let room = area.width.saturating_sub(labels + 1);
        let theme = canvas.theme;
        // An empty row parts the groups where there is room, whatever is said about the fields: what
        // is typed moves no group.
        let title_rows = match self.rows(layout, theme, 2) <= area.height {
            true => 2,
            false => 1,
        };
        // Where the fields scroll, a cell parts what is said of them from the mark of those below.
        let scrolls = self.rows(layout, theme, 1) > area.height;
        let said = room.saturating_sub(u16::from(scrolls));
        let fields = self.fields.iter().zip(notes);
        let blocks =
            fields.map(|(field, notes)| field.block(layout, said, notes, theme, title_rows));
        let blocks: Vec<FieldRows> = blocks.collect();
        let before = |index: usize| {
            blocks[..index]
                .iter()
                .map(|block| block.height)
                .sum::<u16>()
        };
        let (focused, total) = (before(self.focus), before(blocks.len()));
        let least = before(self.focus + 1).saturating_sub(area.height);
        self.top = self.top.clamp(least.min(focused), focused);
        self.top = self.top.min(total.saturating_sub(area.height));
        let mut at = Rect::default();
        for (index, block) in blocks.iter().enumerate() {
            let Some(offset) = before(index).checked_sub(self.top) else {
                continue;
            };
            if offset >= area.height {
                break;
            }
            let height = block.height.min(area.height - offset);
            let rows = Rect::new(area.x, area.y + offset, area.width, height);
            let value = self.draw_field(canvas, rows, index, block, layout, labels);
            if index == self.focus {
                at = value;
            }
        }
        if total > self.top + area.height {
            // In the column that the values leave free, so that it covers none.
            let last = Rect::new(area.x, area.bottom() - 1, area.width, 1);
            canvas.right(last, "↓", canvas.theme.muted());
        }
        at
    }

    fn draw_field(
        &mut self,
        canvas: &mut Canvas<'_>,
        rows: Rect,
        index: usize,
        block: &FieldRows,
        layout: Layout,
        labels: u16,
    ) -> Rect {
        let theme = canvas.theme;
        let is_focused = index == self.focus;
        let field = &self.fields[index];
        let room = rows.width.saturating_sub(labels + 1);
        let value = Rect {
            x: rows.x + labels,
            y: rows.y + block.above,
            width: field.width(room),
            height: field.rows,
        }
        .intersection(rows);
        let style = if is_focused {
            theme.focus()
        } else {
            theme.muted()
        };
        let star = match field.text().trim().is_empty() {
            true => theme.awaiting(),
            false => theme.muted(),
        };
        let sentence = field.sentence(layout, room);
        let top = value.y - clamp(sentence.len());
        // Where the last rows cut the field, nothing of it is drawn below them.
        let group_y = top.saturating_sub(1);
        if !field.group.is_empty() && group_y < rows.bottom() {
            canvas.text(rows.x + 1, group_y, room, field.group, theme.quiet_title());
        }
        for (y, line) in (top..value.y.min(rows.bottom())).zip(&sentence) {
            canvas.text(rows.x + 1, y, room, line, style);
        }
        if value.is_empty() {
            return value;
        }
        if sentence.is_empty() {
            let star = (if field.is_wanted { " *" } else { "" }, star);
            let pieces = [(field.label.as_str(), style), star];
            canvas.pieces(rows.x + 1, value.y, labels - 1, &pieces);
            if field.is_multiline() && is_focused && value.height > 1 {
                let count = count(
                    field.text().chars().count() as u64,
                    "caractère",
                    "caractères",
                );
                canvas.text(rows.x + 1, value.y + 1, labels - 2, &count, theme.muted());
            }
        }
        if is_focused {
            for y in top..=value.y {
                canvas.text(rows.x, y, 1, "▌", theme.focus());
            }
        }
        let end = Rect {
            y: top,
            height: value.bottom() - top,
            ..rows
        };
        canvas.click(end, ClickTarget::Field(index));
        self.draw_value(index, canvas, value);
        if let Some((text, style)) = &block.beside {
            canvas.text(value.right() + 2, value.y, room - value.width, text, *style);
        }
        for (y, (line, style)) in (value.bottom()..rows.bottom()).zip(&block.below) {
            canvas.text(value.x, y, room, line, *style);
        }
        value
    }

    /// Draws the value of a field, editable when it has the focus.
    fn draw_value(&mut self, index: usize, canvas: &mut Canvas<'_>, area: Rect) {
        let is_focused = index == self.focus;
        let theme = canvas.theme;
        let field = &mut self.fields[index];
        let style = theme.field(is_focused);
        if field.is_offering() && !field.is_turned() {
            if let Input::Text(text) = &mut field.input
                && is_focused
            {
                text.draw(canvas, area, true);
            }
            let style = style.patch(theme.offered());
            canvas.text(area.x, area.y, area.width, &offer(&field.offered), style);
            return;
        }
        if !is_focused && field.text().is_empty() && !field.is_turned() {
            let well = "▁".repeat(usize::from(area.width.min(WELL_WIDTH)));
            let (text, style) = match field.placeholder {
                "" => (well.as_str(), theme.border()),
                text => (text, theme.muted()),
            };
            canvas.text(area.x, area.y, area.width, text, style);
            return;
        }
        match &mut field.input {
            Input::Text(text) if is_focused => text.draw(canvas, area, true),
            Input::Text(text) => {
                let lines = match area.height {
                    1 => vec![text.text()],
                    _ => wrap(&text.text(), usize::from(area.width)),
                };
                for (y, line) in (area.y..area.bottom()).zip(&lines) {
                    canvas.text(area.x, y, area.width, line, theme.text());
                }
                if lines.len() > usize::from(area.height) {
                    let last = Rect::new(area.x, area.bottom().saturating_sub(1), area.width, 1);
                    canvas.right(last, " …", theme.muted());
                }
            }
            Input::Flag(flag) => {
                let text = if *flag { "[x] oui" } else { "[ ] non" };
                canvas.tint(area, style);
                canvas.text(area.x, area.y, area.width, text, style);
            }
            Input::Picked(options, chosen) => {
                let chosen = options.iter().find(|option| option.key == *chosen);
                let (label, look) = match chosen {
                    Some(option) => (option.label.as_str(), theme.text()),
                    None => ("Entrée pour choisir, ou tapez", theme.muted()),
                };
                canvas.tint(area, style);
                canvas.text(area.x, area.y, area.width, label, style.patch(look));
            }
            Input::Options(options, chosen) => {
                let offered = match chosen.is_empty() {
                    true => field.offered.as_str(),
                    false => "",
                };
                draw_options(canvas, options, (chosen, offered), area, is_focused);
            }
        }
    }
}

/// The width of the line that stands for an empty field.
const WELL_WIDTH: u16 = 24;

/// « oui ? »: an answer that is offered, not given.
fn offer(answer: &str) -> String {
    format!("{answer}{NARROW}?")
}

/// Draws every option, the chosen one highlighted and the offered one dim.
fn draw_options(
    canvas: &mut Canvas<'_>,
    options: &[FieldOption],
    (chosen, offered): (&str, &str),
    area: Rect,
    is_focused: bool,
) {
    let theme = canvas.theme;
    let mut x = area.x;
    for option in options {
        let (text, style) = if option.key == chosen {
            (format!("(•) {}", option.label), theme.field(is_focused))
        } else if option.key == offered {
            (format!("( ) {}", offer(&option.label)), theme.offered())
        } else {
            (format!("( ) {}", option.label), theme.muted())
        };
        x += canvas.text(x, area.y, area.right().saturating_sub(x), &text, style) + 2;
    }
    if is_focused {
        canvas.cursor = Some(Cursor::Shown(Position::new(area.x + 1, area.y)));
    }
}
