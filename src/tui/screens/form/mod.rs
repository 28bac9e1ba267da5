//! The form of an event: create, modify.

mod choose;
mod conflict;
mod draft;
mod draw;
mod save;
mod screen;
mod start;
mod values;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Screen;
use crate::domain::advice::{self, Advice};
use crate::domain::civil_time::{self, Lived};
use crate::domain::event::{EventContent, Field, Venue};
use crate::domain::fold::sort_key;
use crate::domain::french;
use crate::domain::id::{DraftId, EventId};
use crate::domain::publication::Publication;
use crate::domain::typed_date::parse_hours;
use crate::store::{KnownVenue, Result, StoreError};
use crate::tui::effect::{Effect, Outcome, Place, Question, Start};
use crate::tui::key::{Code, Key};
use crate::tui::session::Session;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::text_field::TextField;
use conflict::Theirs;
use draft::Draft;
pub use draft::{GONE, find, forget, left_open, resume};
use start::given;
use values::{Kind, Values, kind};

/// From how many letters on known places are offered.
const LETTERS: usize = 3;

/// The form.
pub struct Form {
    /// Where a new event comes from, in a sentence.
    origin: Option<String>,
    /// The event it modifies, with the revision it read; none for a new one.
    event: Option<(EventId, u32)>,
    publication: Publication,
    /// As it was opened: what differs is unsaved.
    opened: Values,
    values: Values,
    fields: BTreeMap<Field, TextField>,
    /// The field in hand, by its place in [`Field::ALL`].
    at: usize,
    problems: BTreeMap<Field, String>,
    /// Known places that fit what is typed, and which is in hand.
    venues: Vec<KnownVenue>,
    venue: usize,
    advice: Vec<Advice>,
    /// What other events are held at the same hours.
    clashes: Vec<String>,
    unkept: bool,
    /// Whether a change to a member of a series goes to those to come; none until that was asked.
    scope: Option<Scope>,
    /// Another event follows once that is known.
    again: bool,
    /// The known place that filled the fields of the place in hand.
    taken: Option<Venue>,
    /// It begins with what the last event had.
    is_alike: bool,
    /// What another window saved, while it is compared.
    theirs: Option<Theirs>,
    /// The draft that the store keeps of it.
    draft: Option<DraftId>,
    top: u16,
}

/// To which members of a series a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    One,
    AllToCome,
}

impl Form {
    /// The form, beginning with what `start` gives.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event to modify is not there any more.
    pub fn new(start: Start, session: &mut Session) -> Result<Self> {
        let (event, draft) = match start {
            Start::Event(id) => {
                let event = session.store.event(id)?.ok_or(StoreError::Stale)?;
                (Some(event), None)
            }
            // What was typed of an event deleted since makes another.
            Start::Draft(id) => {
                let draft = find(id, session)?;
                let id = draft.as_ref().and_then(Draft::event);
                let event = id.map(|id| session.store.event(id)).transpose()?.flatten();
                (event, draft)
            }
            _ => (None, None),
        };
        let (given, origin) = given(start, session)?;
        let values = event
            .as_ref()
            .map(|event| Values::of(&event.content))
            .unwrap_or_default();
        let mut form = Self {
            origin,
            event: event.as_ref().map(|event| (event.id, event.revision)),
            publication: event
                .as_ref()
                .map(|event| event.publication)
                .unwrap_or_default(),
            opened: values.clone(),
            values: Values::default(),
            fields: BTreeMap::new(),
            at: 0,
            problems: BTreeMap::new(),
            venues: Vec::new(),
            venue: 0,
            advice: advice::all(),
            clashes: Vec::new(),
            unkept: given.is_some(),
            scope: None,
            again: false,
            taken: None,
            is_alike: false,
            theirs: None,
            draft: None,
            top: 0,
        };
        form.fill(given.map_or(values, |content| Values::of(&content)));
        form.find_clashes(session)?;
        if let Some(draft) = draft {
            form.take_up(draft, session)?;
        }
        Ok(form)
    }

    /// The event it modifies.
    fn id(&self) -> Option<EventId> {
        self.event.map(|(id, _)| id)
    }

    fn fill(&mut self, values: Values) {
        for field in Field::ALL {
            let text = values.text(field);
            match kind(field) {
                Kind::Line => drop(self.fields.insert(field, TextField::line(text))),
                Kind::Lines => drop(self.fields.insert(field, TextField::lines(text))),
                Kind::List(_) | Kind::Flag => {}
            }
        }
        self.values = values;
    }

    fn field(&self) -> Field {
        Field::ALL[self.at]
    }

    fn is_changed(&self) -> bool {
        self.values != self.opened
    }

    /// Goes to another field; the one left says what is wrong with it.
    fn go(&mut self, to: usize, session: &mut Session) -> Outcome {
        self.leave_field();
        self.check(self.field(), session);
        // Another date, or another beginning, may put an hour right.
        for field in [Field::Starts, Field::Ends] {
            if self.problems.contains_key(&field) {
                self.check(field, session);
            }
        }
        self.find_clashes(session)?;
        if let Some(left) = self.fields.get_mut(&self.field()) {
            left.select_none();
        }
        self.at = to % Field::ALL.len();
        self.unkept |= self.is_changed();
        // Dates and numbers are typed anew rather than mended.
        let field = self.field();
        if matches!(
            field,
            Field::Date | Field::Starts | Field::Ends | Field::Seats
        ) && let Some(typed) = self.fields.get_mut(&field)
        {
            typed.select_all();
        }
        Ok(Vec::new())
    }

    fn go_to(&mut self, field: Field, session: &mut Session) -> Outcome {
        self.go(place_of(field), session)
    }

    fn next(&mut self, session: &mut Session) -> Outcome {
        self.go(self.at + 1, session)
    }

    fn previous(&mut self, session: &mut Session) -> Outcome {
        self.go(self.at + Field::ALL.len() - 1, session)
    }

    /// Leaves the field in hand: other fields take what it says of them.
    fn leave_field(&mut self) {
        self.venues.clear();
        self.split_hours();
        self.leave_known_place();
    }

    /// « 18h-19h30 » typed as the beginning gives the end too.
    fn split_hours(&mut self) {
        if self.field() == Field::Starts
            && let Some((starts, ends)) = parse_hours(self.values.text(Field::Starts))
        {
            self.set_text(Field::Starts, french::hour(starts));
            self.set_text(Field::Ends, french::hour(ends));
        }
    }

    /// Another place than the known one does not keep its address; one letter corrected does.
    fn leave_known_place(&mut self) {
        if self.field() != Field::VenueName {
            return;
        }
        let Some(known) = self.taken.take() else {
            return;
        };
        let name = self.values.text(Field::VenueName);
        let begins = |text: &str| sort_key(text).chars().take(LETTERS).collect::<String>();
        if begins(name) == begins(&known.name) {
            self.taken = Some(known);
            return;
        }
        let present = self.values.content(NaiveDate::default()).0.venue;
        let untouched = Venue {
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

    fn set_text(&mut self, field: Field, text: String) {
        if let Some(typed) = self.fields.get_mut(&field) {
            typed.set(&text);
        }
        self.values.set_text(field, text);
        self.unkept = true;
    }

    /// The event that the form makes, and what is wrong with it where the mediator is.
    fn content(&self, session: &Session) -> (EventContent, Vec<(Field, String)>) {
        let (content, mut problems) = self.values.content(session.today());
        let zone = civil_time::zone(&session.profile.time_zone);
        for (field, time) in [(Field::Starts, content.starts), (Field::Ends, content.ends)] {
            if let (Some(date), Some(time)) = (content.date, time)
                && let Lived::Never(after) = civil_time::lived(date, time, zone)
            {
                problems.push((
                    field,
                    format!(
                        "Cette nuit-là, les horloges avancent et cette heure n’existe pas. Essayez {}.",
                        french::hour(after)
                    ),
                ));
            }
        }
        (content, problems)
    }

    /// Says what is wrong with a field, or no longer.
    fn check(&mut self, field: Field, session: &Session) {
        let (_, problems) = self.content(session);
        let problem = problems.into_iter().find(|(wrong, _)| *wrong == field);
        match problem {
            // A title not typed yet is no mistake until one saves.
            Some((Field::Title, _)) | None => self.problems.remove(&field),
            Some((_, sentence)) => self.problems.insert(field, sentence),
        };
    }

    fn find_clashes(&mut self, session: &Session) -> Result<()> {
        let (content, _) = self.values.content(session.today());
        self.clashes = session
            .store
            .clashes(&content, self.event.map(|(id, _)| id))?;
        Ok(())
    }

    /// Takes what the field in hand now says.
    fn typed(&mut self, session: &Session) -> Result<()> {
        let field = self.field();
        if let Some(typed) = self.fields.get(&field) {
            self.values.set_text(field, typed.text());
        }
        self.problems.remove(&field);
        self.unkept = true;
        if field == Field::VenueName {
            let text = self.values.text(field);
            self.venue = 0;
            self.venues = if text.trim().chars().count() >= LETTERS {
                session.store.venues(text, 6)?
            } else {
                Vec::new()
            };
        }
        Ok(())
    }

    fn edit(&mut self, edit: impl FnOnce(&mut TextField) -> bool, session: &Session) -> Outcome {
        let field = self.field();
        if self.fields.get_mut(&field).is_some_and(edit) {
            self.typed(session)?;
        }
        Ok(Vec::new())
    }

    fn arrow(&mut self, key: Key, session: &mut Session) -> Outcome {
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
        let lines = self.fields.get_mut(&field);
        if lines.is_some_and(|typed| typed.go_to_row(up)) {
            return Ok(Vec::new());
        }
        if up {
            self.previous(session)
        } else {
            self.next(session)
        }
    }

    /// Follows the wheel, which stops at both ends.
    fn scroll(&mut self, up: bool, session: &mut Session) -> Outcome {
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

    fn enter(&mut self, session: &mut Session) -> Outcome {
        if !self.venues.is_empty() {
            return self.take_venue(session);
        }
        match kind(self.field()) {
            Kind::List(_) => self.choose(session),
            Kind::Flag => self.toggle(session),
            Kind::Lines => self.edit(|typed| typed.key(Key::plain(Code::Enter)), session),
            Kind::Line => match self.next_to_fill() {
                Some(place) => self.go(place, session),
                None => self.next(session),
            },
        }
    }

    /// The next field to fill, in a form that keeps what the last event had: the others are.
    fn next_to_fill(&self) -> Option<usize> {
        let after = Field::ALL.iter().enumerate().skip(self.at + 1);
        let empty = |field: &Field| Field::REQUIRED.contains(field) && !self.values.has(*field);
        let found = after
            .filter(|_| self.is_alike)
            .find(|(_, field)| empty(field));
        found.map(|(place, _)| place)
    }

    fn toggle(&mut self, session: &mut Session) -> Outcome {
        self.values.children = !self.values.children;
        self.unkept = true;
        self.find_clashes(session)?;
        Ok(Vec::new())
    }

    fn leave(&mut self, session: &mut Session) -> Outcome {
        if !self.venues.is_empty() {
            self.venues.clear();
            return Ok(Vec::new());
        }
        if !self.is_changed() {
            self.forget(session)?;
            return Ok(vec![Effect::Go(Place::Back)]);
        }
        self.pause(session)?;
        let text = "Ce qui est tapé n’est pas enregistré. Gardé pour plus tard, il sera proposé à l’ouverture de ce formulaire.";
        let confirm = Confirm::new(
            Question::Leave,
            "Quitter le formulaire",
            text,
            "Enregistrer",
            "Garder pour plus tard",
        );
        Ok(vec![Effect::open(confirm.or_discard("Effacer"))])
    }
}

/// The place of a field in [`Field::ALL`].
fn place_of(field: Field) -> usize {
    let place = Field::ALL.iter().position(|&other| other == field);
    place.unwrap_or(0)
}
