//! What is specific to the form of an event: it offers known places while a name is typed, splits
//! hours typed together, and copies values from one field to others.

use chrono::NaiveDate;

use super::content::content_of;
use super::{EventForm, index_of};
use crate::domain::event::{EventField, EventVenue};
use crate::domain::text::fold::plain_key;
use crate::domain::text::typography::{self, count};
use crate::domain::time::typed_date::parse_hours;
use crate::domain::time::typed_days::{parse_days, split_hours};
use crate::store::Result;
use crate::terminal::key::{Code, Key};
use crate::ui::dialog::picker::{Item, Picker, at_present};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::{Form, FormOwner};
use crate::ui::keymap::Action;
use crate::ui::route::Route;
use crate::ui::session::Session;

/// The number of letters from which known places are offered.
const LETTERS: usize = 3;

/// The maximum number of places in the picker.
const MAX_VENUES: usize = 200;

/// The maximum number of known places offered while typing.
const MAX_OFFERED_VENUES: usize = 6;

impl FormOwner for EventForm {
    const LEAVING: &'static str = "Quitter le formulaire";

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn save(&mut self, session: &mut Session) -> Outcome {
        self.save_event(session)
    }

    fn close(&mut self, _session: &mut Session) -> Outcome {
        // The first screen may offer the draft again.
        Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)])
    }

    fn check(&mut self, index: usize, session: &Session) {
        let field = EventField::ALL[index];
        let (_, problems) = self.content(session);
        let problem = problems.into_iter().find(|(wrong, _)| *wrong == field);
        if let Some(input) = self.form.field_mut(index) {
            // An empty title is no error until the event is saved.
            let problem = problem.filter(|_| field != EventField::Title);
            input.problem = problem.map(|(_, sentence)| sentence);
        }
    }

    fn typed(&mut self, session: &Session) -> Result<()> {
        self.offer_venues(session)
    }

    /// Handles a field that loses the focus: copies its value to others, and checks it.
    fn left(&mut self, index: usize, session: &Session) -> Result<()> {
        self.give_to_others(EventField::ALL[index], session);
        self.check(index, session);
        // Another date or start may make an hour valid.
        for hour in [EventField::Starts, EventField::Ends].map(index_of) {
            if self.form.fields()[hour].problem.is_some() {
                self.check(hour, session);
            }
        }
        self.find_clashes(session)?;
        self.form.touch();
        Ok(())
    }

    /// Offers as second theme those that are not the main one, or none.
    fn adapt_picker(&self, title: &mut String, items: &mut Vec<Item<String>>) {
        if self.field() != EventField::SecondTheme {
            return;
        }
        "Thématique secondaire, facultative".clone_into(title);
        let theme = self.text(EventField::Theme);
        items.retain(|item| item.value != theme);
        let none = Item::new(String::new(), "Aucune");
        items.insert(0, none.detail("Une seconde thématique n’est pas demandée."));
    }

    /// Opens the picker of the known places, if the focused field is the name of one.
    fn pick_other(&mut self, session: &Session) -> Outcome {
        if self.field() != EventField::VenueName {
            return Ok(Vec::new());
        }
        self.venues.clear();
        let known = session.store.venues("", MAX_VENUES)?;
        if known.is_empty() {
            let text = "Aucun lieu connu encore. Chaque lieu saisi sera proposé ensuite.";
            return Ok(vec![Effect::info(text)]);
        }
        let present = content_of(&self.form, session.today()).0.venue;
        let items = known.iter().enumerate().map(|(index, known)| {
            let venue = &known.venue;
            let address = format!("{}\n{} {}", venue.address, venue.postcode, venue.commune);
            let uses = count(known.uses as u64, "fois", "fois");
            Item::new(index, called(venue)).hint(uses).detail(address)
        });
        let here = known
            .iter()
            .position(|known| called(&known.venue) == called(&present));
        let items = at_present(items, &here.unwrap_or(usize::MAX));
        let pick = |form: &mut Self, session: &mut Session, index| {
            form.venues = session.store.venues("", MAX_VENUES)?;
            form.take_venue(index, session)
        };
        // The name can also be typed: the list offers, and takes nothing by itself.
        let picker = Picker::fill(
            "Lieux connus",
            items,
            false,
            pick,
            move |form: &mut Self, session, index| {
                let effects = pick(form, session, index)?;
                form.form.focus_on(index_of(EventField::VenueName));
                Ok(effects)
            },
        );
        Ok(vec![Effect::open(picker)])
    }

    /// A main theme is no longer the second one; several days begin on the day picked, and are as
    /// many.
    fn picked(&mut self, text: &str, session: &mut Session) -> Outcome {
        if self.field() == EventField::Date {
            let days =
                [&self.text(EventField::Date), text].map(|text| parse_days(text, session.today()));
            if let [Ok(before), Ok(picked)] = days {
                let days = before.moved_to(picked.first);
                return self.fill(&days.long(), session);
            }
        }
        if self.field() == EventField::Theme && self.text(EventField::SecondTheme) == text {
            self.set(EventField::SecondTheme, "");
        }
        self.fill(text, session)
    }

    fn run(&mut self, action: Action, session: &mut Session) -> Outcome {
        self.is_followed = action == Action::SaveAndNew;
        if !self.venues.is_empty() {
            match action {
                Action::Accept => return self.take_venue(self.venue, session),
                Action::Up | Action::Down => return self.select_venue(action == Action::Up),
                Action::Back => {
                    self.venues.clear();
                    return Ok(Vec::new());
                }
                _ => {}
            }
        }
        match action {
            Action::Save | Action::SaveAndNew => return self.save(session),
            Action::Back => return self.leave(session),
            _ => {}
        }
        // Hours typed together fill the next fields too, which are then skipped.
        let is_next = matches!(action, Action::Next | Action::Accept);
        let skipped = if is_next { self.split(session) } else { 0 };
        if action == Action::Accept && self.leaves_line() {
            // Leaving a known place empties its address, which is then to be filled.
            self.leave_known_venue();
            if let Some(index) = self.next_to_fill() {
                let step = self.form.go(index);
                return self.step(step, session);
            }
        }
        let step = self.form.act(action);
        self.skip(skipped);
        self.step(step, session)
    }
}

impl EventForm {
    /// Handles a key: an arrow also moves through the places offered.
    pub(super) fn arrow_or_key(&mut self, key: Key, session: &mut Session) -> Outcome {
        let is_plain = !key.ctrl && !key.alt && !key.shift;
        let is_arrow = is_plain && matches!(key.code, Code::Up | Code::Down);
        if is_arrow && !self.venues.is_empty() {
            return self.select_venue(key.code == Code::Up);
        }
        let is_next = is_arrow && key.code == Code::Down;
        let skipped = if is_next { self.split(session) } else { 0 };
        let step = self.form.key(key);
        self.skip(skipped);
        self.step(step, session)
    }

    /// Whether Entrée moves to another field.
    fn leaves_line(&self) -> bool {
        let field = self.form.focused();
        !field.is_picked() && !field.is_multiline()
    }

    /// Copies the value of a field, when it is left or saved, to the fields derived from it.
    pub(super) fn give_to_others(&mut self, field: EventField, session: &Session) {
        self.venues.clear();
        match field {
            EventField::Date => drop(self.split_date(session)),
            EventField::Starts => drop(self.split_starts()),
            EventField::VenueName => self.leave_known_venue(),
            _ => {}
        }
    }

    /// Splits hours typed together in the focused field; returns how many of the next fields it filled.
    fn split(&mut self, session: &Session) -> usize {
        match self.field() {
            EventField::Date => self.split_date(session),
            EventField::Starts => self.split_starts(),
            _ => 0,
        }
    }

    fn skip(&mut self, fields: usize) {
        for _ in 0..fields {
            self.form.go_next();
        }
    }

    /// Splits « 3 décembre à 18h » typed as the date into the date and hours.
    fn split_date(&mut self, session: &Session) -> usize {
        let Some((days, starts, ends)) = split_hours(&self.text(EventField::Date), session.today())
        else {
            return 0;
        };
        self.set(EventField::Date, &days.long());
        self.set(EventField::Starts, &typography::hour(starts));
        match ends {
            Some(ends) => {
                self.set(EventField::Ends, &typography::hour(ends));
                2
            }
            None => 1,
        }
    }

    /// Splits « 18h-19h30 » typed as the start into both hours.
    fn split_starts(&mut self) -> usize {
        let Some((starts, ends)) = parse_hours(&self.text(EventField::Starts)) else {
            return 0;
        };
        self.set(EventField::Starts, &typography::hour(starts));
        self.set(EventField::Ends, &typography::hour(ends));
        1
    }

    fn offer_venues(&mut self, session: &Session) -> Result<()> {
        if self.field() != EventField::VenueName {
            return Ok(());
        }
        let text = self.text(EventField::VenueName);
        self.venue = 0;
        self.venues = if text.trim().chars().count() >= LETTERS {
            session.store.venues(&text, MAX_OFFERED_VENUES)?
        } else {
            Vec::new()
        };
        Ok(())
    }

    fn select_venue(&mut self, up: bool) -> Outcome {
        let last = self.venues.len().saturating_sub(1);
        self.venue = if up {
            self.venue.saturating_sub(1)
        } else {
            (self.venue + 1).min(last)
        };
        Ok(Vec::new())
    }

    /// Fills in one of the places offered, and moves to the field below the place.
    pub(super) fn take_venue(&mut self, index: usize, session: &mut Session) -> Outcome {
        let Some(known) = self.venues.get(index).cloned() else {
            return Ok(Vec::new());
        };
        let venue = known.venue;
        self.set_venue(&venue);
        let step = self.form.go(index_of(EventField::Audience));
        let outcome = self.step(step, session);
        self.known_venue = Some(venue);
        outcome
    }

    fn set_venue(&mut self, venue: &EventVenue) {
        let kind = venue.kind.map(|kind| kind.to_string());
        self.set(EventField::VenueKind, kind.as_deref().unwrap_or_default());
        self.set(EventField::VenueName, &venue.name);
        self.set(EventField::Address, &venue.address);
        self.set(EventField::Postcode, &venue.postcode);
        self.set(EventField::Commune, &venue.commune);
    }

    /// Empties the address when the name is no longer that of the known place; a single corrected
    /// letter keeps it.
    fn leave_known_venue(&mut self) {
        let known = self.known_venue.take();
        let Some(known) = known.filter(|known| !known.name.is_empty()) else {
            return;
        };
        let name = self.text(EventField::VenueName);
        let begins = |text: &str| plain_key(text).chars().take(LETTERS).collect::<String>();
        if begins(&name) == begins(&known.name) {
            self.known_venue = Some(known);
            return;
        }
        let present = content_of(&self.form, NaiveDate::default()).0.venue;
        let untouched = EventVenue {
            name: known.name.clone(),
            ..present
        };
        if untouched == known {
            self.set_venue(&EventVenue {
                name,
                ..EventVenue::default()
            });
        }
    }

    /// Returns the next empty field, in a form that began with the values of the last event.
    fn next_to_fill(&self) -> Option<usize> {
        let kind = EventField::VenueKind;
        if self.field() == EventField::VenueName && self.text(kind).is_empty() {
            // Another place: its kind is above.
            return Some(index_of(kind)).filter(|_| self.is_alike);
        }
        let after = EventField::ALL
            .iter()
            .enumerate()
            .skip(self.form.focus() + 1);
        let is_empty = |field: &EventField| {
            EventField::REQUIRED.contains(field) && self.text(*field).trim().is_empty()
        };
        let mut empty = after.filter(|(_, field)| is_empty(field));
        empty
            .next()
            .map(|(index, _)| index)
            .filter(|_| self.is_alike)
    }
}

/// Returns the label of a place in a picker.
pub(super) fn called(venue: &EventVenue) -> String {
    let parts = [venue.name.as_str(), &venue.commune];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
