//! The attestations to fill one after the other: which comes next, and how many are left.

use ratatui::layout::Rect;

use super::Attest;
use crate::domain::event::Event;
use crate::domain::event::attestation::AttestationState;
use crate::domain::id::EventId;
use crate::domain::listing::{Direction, Period, Query};
use crate::domain::text::typography;
use crate::domain::text::typography::count;
use crate::store::Result;
use crate::ui::canvas::{Canvas, bar, clamp, wrap};
use crate::ui::session::Session;

/// How many of those that wait are read: no screen shows more.
const MAX_QUEUE_EVENTS: usize = 20;

/// The squares of the bar of places taken.
const BAR_WIDTH: usize = 10;

/// The attestations to fill besides the one that is shown.
#[derive(Default)]
pub(super) struct Queue {
    /// How many were filled before it, one after the other.
    filled: usize,
    /// How many wait.
    waiting: usize,
    /// The first of them.
    next: Vec<Event>,
}

/// Returns the first events to attest: those that ended today, the last one first, which the mediator
/// remembers best, then the oldest.
fn first_to_attest(count: usize, session: &Session) -> Result<Vec<Event>> {
    let today = Some(session.today());
    let mut of_today = Query::to_attest();
    of_today.filter.period = Some(Period::Between(today, today));
    of_today.sort.direction = Direction::Descending;
    let mut events: Vec<Event> = Vec::new();
    for query in [of_today, Query::to_attest()] {
        let found = session.store.window(&query, session.moment(), 0, count)?;
        for event in found {
            if events.iter().all(|known| known.id != event.id) {
                events.push(event);
            }
        }
    }
    events.truncate(count);
    Ok(events)
}

/// Returns the form of the attestation to fill first, if any.
///
/// # Errors
/// The store could not be read.
pub fn next(session: &mut Session) -> Result<Option<Attest>> {
    match first_to_attest(1, session)?.first() {
        Some(event) => Attest::new(event.id, session).map(Some),
        None => Ok(None),
    }
}

impl Queue {
    /// Reads what waits besides an event; nothing where that event itself is not to be attested.
    pub(super) fn of(event: &Event, session: &Session) -> Result<Self> {
        if event.attestation_state(session.now()) != AttestationState::ToFill {
            return Ok(Self::default());
        }
        let id: EventId = event.id;
        let mut next = first_to_attest(MAX_QUEUE_EVENTS + 1, session)?;
        next.retain(|other| other.id != id);
        let to_fill = session.store.count(&Query::to_attest(), session.moment())?;
        Ok(Self {
            filled: 0,
            waiting: to_fill.saturating_sub(1),
            next,
        })
    }

    /// Reads again what waits besides an event.
    pub(super) fn reload(&mut self, event: &Event, session: &Session) -> Result<()> {
        *self = Self {
            filled: self.filled,
            ..Self::of(event, session)?
        };
        Ok(())
    }

    /// Returns the queue of the attestation that follows the one just filled.
    pub(super) fn following(self, filled: &Self) -> Self {
        Self {
            filled: filled.filled + 1,
            ..self
        }
    }

    /// Returns « 1/3 »: the place of what is shown among what is to fill; empty when it is alone.
    pub(super) fn position(&self) -> String {
        match self.filled + self.waiting {
            0 => String::new(),
            others => format!("{}/{}", self.filled + 1, others + 1),
        }
    }

    /// Returns how many wait.
    pub(super) fn len(&self) -> usize {
        self.waiting
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Draws what waits, each on a line.
    pub(super) fn draw_in_lines(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        canvas.text(area.x, area.y, area.width, "Ensuite", theme.muted());
        let rows = usize::from(area.height.saturating_sub(1));
        let (shown, left) = self.shown(rows);
        let mut y = area.y + 1;
        for event in shown {
            let date = date(event, session);
            let pieces = [
                (date.as_str(), theme.muted()),
                (event.content.title.as_str(), theme.text()),
            ];
            canvas.pieces(area.x, y, area.width, &pieces);
            y += 1;
        }
        if let Some(left) = left {
            canvas.text(area.x, y, area.width, &left, theme.muted());
        }
    }

    /// Draws what waits beside the form, each over some lines.
    pub(super) fn draw_beside(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        canvas.text(area.x, area.y, area.width, "Ensuite", theme.heading());
        let width = usize::from(area.width);
        let mut y = area.y + 2;
        for (index, event) in self.next.iter().enumerate() {
            let title = wrap(&event.content.title, width);
            let bottom = y + 1 + clamp(title.len());
            // Leaves a line for the number of remaining ones.
            if bottom + 2 > area.bottom() {
                let left = more(self.waiting.saturating_sub(index));
                canvas.text(area.x, y, area.width, &left, theme.muted());
                return;
            }
            let date = date(event, session);
            canvas.text(area.x, y, area.width, &date, theme.muted());
            for (y, line) in (y + 1..).zip(&title) {
                canvas.text(area.x, y, area.width, line, theme.text());
            }
            y = bottom + 1;
        }
    }

    /// Returns the events shown on so many lines, and « et 3 autres » where some are not.
    fn shown(&self, rows: usize) -> (&[Event], Option<String>) {
        if self.waiting <= rows && self.next.len() == self.waiting {
            return (&self.next, None);
        }
        let shown = self.next.len().min(rows.saturating_sub(1));
        // Another window may have attested some since they were read.
        let left = self.waiting.saturating_sub(shown);
        (&self.next[..shown], Some(more(left)))
    }
}

fn more(count: usize) -> String {
    format!("et {}", typography::count(count as u64, "autre", "autres"))
}

/// Returns the date and what separates it from the title.
fn date(event: &Event, session: &Session) -> String {
    let days = event.content.days();
    let days = days.map(|days| days.listed(session.today()));
    format!("{}  ", days.unwrap_or_default())
}

/// Returns « ■■■■■□□□□□ 12/24 places »; none for an event without places.
pub(super) fn places_taken(attendees: u32, event: &Event) -> Option<String> {
    let seats = event.content.seats.filter(|&seats| seats > 0)?;
    let taken = (u64::from(attendees) * BAR_WIDTH as u64 + u64::from(seats) / 2) / u64::from(seats);
    let taken = usize::try_from(taken).unwrap_or(BAR_WIDTH);
    let places = count(seats.into(), "place", "places");
    Some(format!(
        "{} {}/{places}",
        bar(taken, BAR_WIDTH),
        typography::number(attendees.into())
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::{Moment, Store};

    #[test]
    fn events_attested_elsewhere_since_they_were_read_are_not_counted() {
        let mut store = Store::in_memory().unwrap();
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let today = "2026-11-24".parse().unwrap();
        let moment = Moment { now, today };
        crate::demo::fill(&mut store, 3, 25, moment).unwrap();
        let queue = Queue {
            filled: 0,
            waiting: 1,
            next: store.window(&Query::default(), moment, 0, 3).unwrap(),
        };
        let (shown, left) = queue.shown(3);
        assert_eq!(shown.len(), 2);
        assert_eq!(left.as_deref(), Some(more(0).as_str()));
    }
}
