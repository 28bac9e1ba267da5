//! Going from a field to another, and what the one left gives to others.

use chrono::NaiveDate;

use super::{Form, Kind, LETTERS, kind};
use crate::domain::event::{EventVenue, Field};
use crate::domain::text::fold::sort_key;
use crate::domain::text::typography;
use crate::domain::time::typed_date::parse_hours;
use crate::terminal::key::{Code, Key};
use crate::ui::effect::Outcome;
use crate::ui::session::Session;

impl Form {
    /// Leaves the field in hand, for another or to save: what it says of others goes to them.
    pub(super) fn leave_field(&mut self) {
        self.venues.clear();
        self.split_hours();
        self.leave_known_place();
    }

    /// Goes to another field; the one left says what is wrong with it.
    pub(super) fn go(&mut self, to: usize, session: &mut Session) -> Outcome {
        self.leave_field();
        self.check(self.field(), session);
        // Another date, or another beginning, may put an hour right.
        for field in [Field::Starts, Field::Ends] {
            if self.problems.contains_key(&field) {
                self.check(field, session);
            }
        }
        self.find_clashes(session)?;
        self.unkept |= self.is_changed();
        self.land(to % Field::ALL.len());
        Ok(Vec::new())
    }

    /// Has a field in hand; dates and numbers are typed anew rather than mended.
    pub(super) fn land(&mut self, at: usize) {
        if let Some(left) = self.fields.get_mut(&self.field()) {
            left.select_none();
        }
        self.at = at;
        let field = self.field();
        if matches!(
            field,
            Field::Date | Field::Starts | Field::Ends | Field::Seats | Field::Postcode
        ) && let Some(typed) = self.fields.get_mut(&field)
        {
            typed.select_all();
        }
    }

    pub(super) fn go_to(&mut self, field: Field, session: &mut Session) -> Outcome {
        self.go(place_of(field), session)
    }

    /// Goes to the next field, past an end that the beginning just gave.
    pub(super) fn next(&mut self, session: &mut Session) -> Outcome {
        let step = if self.split_hours() { 2 } else { 1 };
        self.go(self.at + step, session)
    }

    pub(super) fn previous(&mut self, session: &mut Session) -> Outcome {
        self.go(self.at + Field::ALL.len() - 1, session)
    }

    /// « 18h-19h30 » typed as the beginning gives the end too; answers whether it did.
    pub(super) fn split_hours(&mut self) -> bool {
        if self.field() != Field::Starts {
            return false;
        }
        let Some((starts, ends)) = parse_hours(self.values.text(Field::Starts)) else {
            return false;
        };
        self.set_text(Field::Starts, typography::hour(starts));
        self.set_text(Field::Ends, typography::hour(ends));
        true
    }

    /// Another place than the known one does not keep its address; one letter corrected does.
    pub(super) fn leave_known_place(&mut self) {
        if self.field() != Field::VenueName {
            return;
        }
        let known = self.taken.take().filter(|known| !known.name.is_empty());
        let Some(known) = known else {
            return;
        };
        let name = self.values.text(Field::VenueName);
        let begins = |text: &str| sort_key(text).chars().take(LETTERS).collect::<String>();
        if begins(name) == begins(&known.name) {
            self.taken = Some(known);
            return;
        }
        let present = self.values.content(NaiveDate::default()).0.venue;
        let untouched = EventVenue {
            name: known.name.clone(),
            ..present
        };
        if untouched == known {
            self.values.set_entry(Field::VenueKind, None);
            for field in [Field::Address, Field::Postcode, Field::Commune] {
                self.set_text(field, String::new());
            }
        }
    }

    pub(super) fn arrow(&mut self, key: Key, session: &mut Session) -> Outcome {
        let up = key.code == Code::Up;
        if !self.venues.is_empty() {
            let last = self.venues.len() - 1;
            self.venue = if up {
                self.venue.saturating_sub(1)
            } else {
                (self.venue + 1).min(last)
            };
            return Ok(Vec::new());
        }
        let field = self.field();
        let inside = kind(field) == Kind::Lines
            && self
                .fields
                .get(&field)
                .is_some_and(|typed| typed.can_move(up));
        match (inside, up) {
            (true, _) => self.edit(|typed| typed.key(key), session),
            (false, true) => self.previous(session),
            (false, false) => self.next(session),
        }
    }

    /// Follows the wheel, which stops at both ends.
    pub(super) fn scroll(&mut self, up: bool, session: &mut Session) -> Outcome {
        if !self.venues.is_empty() {
            return self.arrow(Key::plain(if up { Code::Up } else { Code::Down }), session);
        }
        match (up, self.at) {
            (true, 0) => Ok(Vec::new()),
            (true, _) => self.previous(session),
            (false, at) if at + 1 == Field::ALL.len() => Ok(Vec::new()),
            (false, _) => self.next(session),
        }
    }

    pub(super) fn enter(&mut self, session: &mut Session) -> Outcome {
        if !self.venues.is_empty() {
            return self.take_venue(session);
        }
        match kind(self.field()) {
            Kind::List(_) => self.choose(session),
            Kind::Lines => self.edit(|typed| typed.key(Key::plain(Code::Enter)), session),
            Kind::Line | Kind::Flag => {
                // Another place has nothing of the last one's: that is to fill too.
                self.leave_known_place();
                match self.next_to_fill() {
                    Some(place) => self.go(place, session),
                    None => self.next(session),
                }
            }
        }
    }

    /// The next field to fill, in a form that keeps what the last event had: the others are.
    pub(super) fn next_to_fill(&self) -> Option<usize> {
        let after = Field::ALL.iter().enumerate().skip(self.at + 1);
        let empty = |field: &Field| Field::REQUIRED.contains(field) && !self.values.has(*field);
        let found = after
            .filter(|_| self.is_alike)
            .find(|(_, field)| empty(field));
        found.map(|(place, _)| place)
    }
}

/// The place of a field in [`Field::ALL`].
pub(super) fn place_of(field: Field) -> usize {
    let place = Field::ALL.iter().position(|&other| other == field);
    place.unwrap_or(0)
}
