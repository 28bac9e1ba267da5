//! The rows and columns of the list of events.

use chrono::Datelike;
use ratatui::style::Style;

use crate::domain::event::{Event, EventContent};
use crate::domain::listing::{Column, Direction};
use crate::domain::text::typography;
use crate::domain::time::day_span::DaySpan;
use crate::ui::list::grid::{GridColumn, GridRow, needed_width};
use crate::ui::session::Session;

/// The maximum width of a column.
const MAX_COLUMN_WIDTH: u16 = 24;

/// Returns the row of an event with these columns.
pub(super) fn row(event: &Event, columns: &[Column], marked: bool, session: &Session) -> GridRow {
    let cells = columns.iter().map(|&column| cell(event, column, session));
    GridRow {
        cells: cells.collect(),
        marked,
        prefix: prefix(&event.content, session),
        repeats: 0,
    }
}

/// Whether the days of an event are past.
fn is_past(event: &Event, session: &Session) -> bool {
    let last = event.content.ends_on();
    last.is_some_and(|last| last < session.today())
}

/// Marks the months that the row above says too, in the order of dates.
pub(super) fn mark_months<'e>(rows: &mut [GridRow], events: impl Iterator<Item = &'e Event>) {
    let mut above = None;
    for (row, event) in rows.iter_mut().zip(events) {
        let month = event.content.date.map(|date| (date.year(), date.month()));
        let is_several = event.content.days().is_some_and(DaySpan::is_several);
        if let (true, false, Some((date, _))) = (month == above, is_several, row.cells.first()) {
            // « mar. 24 nov. »: the third word and what follows.
            let month = date.match_indices(' ').nth(1);
            row.repeats = month.map_or(0, |(at, _)| date.len() - at);
        }
        above = month;
    }
}

/// Returns which row today stands above, in the order of dates; none where what comes and what is past
/// are not both visible.
pub(super) fn below_today<'e>(
    events: impl Iterator<Item = &'e Event>,
    direction: Direction,
    session: &Session,
) -> Option<usize> {
    let are_past = events.map(|event| event.content.date.map(|_| is_past(event, session)));
    let are_past: Vec<Option<bool>> = are_past.collect();
    let mut pairs = are_past.windows(2);
    // One that still goes on may stand among past ones: today is beside what comes.
    let place = match direction {
        Direction::Ascending => pairs.rposition(|pair| pair == [Some(true), Some(false)]),
        Direction::Descending => pairs.position(|pair| pair == [Some(false), Some(true)]),
    };
    place.map(|place| place + 1)
}

/// The separators between a type and the rest of a title.
const SEPARATORS: [&str; 4] = [" – ", " - ", "\u{202f}: ", " : "];

/// Returns how many bytes of a title say its type: « Café des parents – ».
fn prefix(content: &EventContent, session: &Session) -> usize {
    let label = session.references.label(content.category);
    let rest = content
        .title
        .strip_prefix(label)
        .filter(|_| !label.is_empty());
    let rest = rest.and_then(|rest| {
        let mut rests = SEPARATORS.iter().map(|between| rest.strip_prefix(between));
        rests.find_map(|rest| rest.filter(|rest| !rest.is_empty()))
    });
    rest.map_or(0, |rest| content.title.len() - rest.len())
}

fn cell(event: &Event, column: Column, session: &Session) -> (String, Style) {
    let theme = session.theme;
    let content = &event.content;
    let references = &session.references;
    let is_past = is_past(event, session);
    let plain = |text: String| match is_past {
        true => (text, theme.past()),
        false => (text, theme.text()),
    };
    match column {
        Column::Date => match content.days() {
            Some(days) => plain(days.listed(session.today())),
            None => ("sans date".to_owned(), theme.draft()),
        },
        Column::Hours => plain(content.short_hours().unwrap_or_default()),
        Column::Title => plain(content.title.clone()),
        Column::Category => plain(references.short_label(content.category).to_owned()),
        Column::Themes => {
            let themes =
                [content.theme, content.second_theme].map(|theme| references.short_label(theme));
            plain(
                themes
                    .into_iter()
                    .filter(|theme| !theme.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        }
        Column::Audience => plain(references.short_label(content.audience).to_owned()),
        Column::Venue => plain(content.venue.name.clone()),
        Column::Commune => plain(content.venue.commune.clone()),
        Column::Seats => plain(
            content
                .seats
                .map(|seats| typography::number(seats.into()))
                .unwrap_or_default(),
        ),
        Column::Publication => {
            let state = event.publication;
            (
                format!("{} {}", state.sign(), state.label()),
                theme.publication(state),
            )
        }
        Column::Attestation => attestation_cell(event, session),
        Column::Attendees => {
            let known = event.attestation.as_ref();
            plain(
                known
                    .map(|known| typography::number(known.attendees.into()))
                    .unwrap_or_default(),
            )
        }
    }
}

/// Returns the columns, as wide as the visible rows need.
pub(super) fn columns(columns: &[Column], rows: &[GridRow]) -> Vec<GridColumn> {
    let wide = |(index, column): (usize, &Column)| {
        let texts = rows
            .iter()
            .filter_map(|row| row.cells.get(index))
            .map(|(text, _)| text.as_str());
        let max_width = match column {
            Column::Title => u16::MAX,
            _ => MAX_COLUMN_WIDTH,
        };
        GridColumn {
            title: column.label().to_owned(),
            width: needed_width(column.label(), texts, max_width),
            at_right: matches!(column, Column::Seats | Column::Attendees),
        }
    };
    columns.iter().enumerate().map(wide).collect()
}

/// Returns the state of an attestation, with its number of attendees, and the style of both.
fn attestation_cell(event: &Event, session: &Session) -> (String, Style) {
    let state = event.attestation_state(session.now());
    let known = event.attestation.as_ref();
    let attendees = known
        .map(|known| format!(" {}", known.attendees))
        .unwrap_or_default();
    (
        format!("{} {}{attendees}", state.sign(), state.label()),
        session.theme.attestation(state),
    )
}
