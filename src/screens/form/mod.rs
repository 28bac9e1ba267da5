//! The form of an event: create, modify.

mod choose;
mod conflict;
pub mod drafts;
mod draw;
mod save;
mod screen;
mod start;
mod values;
mod walk;

use std::collections::BTreeMap;

use crate::domain::advice::{self, Advice};
use crate::domain::event::publication::Publication;
use crate::domain::event::{EventContent, Field, Venue};
use crate::domain::id::{DraftId, EventId};
use crate::domain::text::typography;
use crate::domain::time::civil_time;
use crate::domain::time::civil_time::Occurrence;
use crate::store::{KnownVenue, Result, StoreError};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome, Question, Route, Start};
use crate::ui::process;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::text_field::TextField;
use conflict::Theirs;
use drafts::Draft;
use start::{Given, given};
use values::{Kind, Values, kind};
use walk::place_of;

/// From how many letters on known places are offered.
const LETTERS: usize = 3;

/// The form.
pub struct Form {
    /// Where a new event comes from, in a sentence.
    origin: Option<String>,
    /// The title of the event that a new one is a clone of.
    cloned: Option<String>,
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
    /// Whether an event that lacks nothing is to be entered on the site; none until that was asked.
    enter: Option<bool>,
    /// Another event follows once these are known.
    again: bool,
    /// The known place that filled the fields of the place in hand.
    taken: Option<Venue>,
    /// It begins with what the last event had.
    is_alike: bool,
    /// What another window saved, while it is compared.
    theirs: Option<Theirs>,
    /// Under which name the store keeps its text, and whether it does.
    draft: DraftId,
    kept: bool,
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
        let left = match start {
            Start::Draft(id) => drafts::named(id, session)?,
            _ => None,
        };
        let event = match start {
            Start::Event(id) => Some(session.store.event(id)?.ok_or(StoreError::Stale)?),
            // What was typed of an event deleted since makes another.
            _ => match left.as_ref().and_then(Draft::event) {
                Some(id) => session.store.event(id)?,
                None => None,
            },
        };
        let Given {
            content: given,
            origin,
            cloned,
        } = given(start, session)?;
        let values = event
            .as_ref()
            .map(|event| Values::of(&event.content))
            .unwrap_or_default();
        let mut form = Self {
            origin,
            cloned,
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
            enter: None,
            again: false,
            taken: None,
            is_alike: false,
            theirs: None,
            draft: DraftId::new(session.now()),
            kept: false,
            top: 0,
        };
        // Another place than that of the copy or the model does not keep its address.
        form.taken = given.as_ref().map(|content| content.venue.clone());
        form.fill(given.map_or(values, |content| Values::of(&content)));
        form.find_clashes(session)?;
        if let Some(draft) = left {
            form.take_up(draft, session)?;
        }
        Ok(form)
    }

    /// What it should ask as it opens: whether to take up a draft of the same event, unless it is one
    /// of those `open` in this window.
    pub fn on_open(&self, open: &[DraftId], session: &Session) -> Outcome {
        // What begins with a copy or a model is not what was left, and a draft taken up is.
        if self.origin.is_some() || self.kept {
            return Ok(Vec::new());
        }
        Ok(match drafts::last_of(self.id(), open, session)? {
            Some(draft) if draft.values != self.values => vec![Effect::open(resume(&draft))],
            _ => Vec::new(),
        })
    }

    /// Goes on with what was typed and not saved.
    pub fn take_up(&mut self, draft: Draft, session: &Session) -> Result<()> {
        drafts::claim(&draft, session)?;
        self.draft = draft.id;
        self.kept = true;
        self.cloned = draft.cloned;
        self.event = match draft.event {
            Some((id, _)) if session.store.event(id)?.is_none() => None,
            event => event,
        };
        // What another window changed since is told from what was typed.
        if let Some(opened) = draft.opened {
            self.opened = opened;
        }
        self.fill(draft.values);
        // What was wrong is said again, and the field in hand is the one that was.
        for field in Field::ALL {
            self.check(field, session);
        }
        let wrong = || self.problems.keys().next().copied();
        let field = draft.field.or_else(wrong).unwrap_or(Field::Title);
        self.at = place_of(field);
        self.find_clashes(session)
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
                && let Occurrence::Never(after) = civil_time::occurrence(date, time, zone)
            {
                problems.push((
                    field,
                    format!(
                        "Cette nuit-là, les horloges avancent et cette heure n’existe pas. Essayez {}.",
                        typography::hour(after)
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
            // The first screen may still offer what was taken back.
            return Ok(vec![Effect::Changed, Effect::Navigate(Route::Back)]);
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

    /// Forgets what was kept of this form. What an earlier one left, and was put off, is not this one's to forget.
    fn forget(&mut self, session: &Session) -> Result<()> {
        if std::mem::take(&mut self.kept) {
            drafts::forget(self.draft, session)?;
        }
        Ok(())
    }

    fn keep(&mut self, abandoned: bool, session: &Session) -> Result<()> {
        let draft = Draft {
            id: self.draft,
            event: self.event,
            cloned: self.cloned.clone(),
            values: self.values.clone(),
            opened: Some(self.opened.clone()),
            field: Some(self.field()),
            abandoned,
            window: process::id(),
        };
        drafts::keep(draft, session)?;
        self.unkept = false;
        self.kept = true;
        Ok(())
    }
}

/// Asks whether to take up a form that was not saved.
fn resume(draft: &Draft) -> Confirm {
    let text = format!(
        "{} n’avait pas été enregistré.",
        typography::quoted(draft.title())
    );
    Confirm::new(
        Question::ResumeDraft(draft.id()),
        "Une saisie attend",
        text,
        "Reprendre",
        "Plus tard",
    )
    .or_discard("Effacer")
}
