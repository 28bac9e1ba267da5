//! The form of an event, to create or modify one.

mod content;
mod draw;
mod hooks;
mod preview;
mod save;

use ratatui::layout::Rect;

use crate::domain::advice::{self, Advice};
use crate::domain::event::publication::Publication;
use crate::domain::event::{EventContent, EventField, EventVenue};
use crate::domain::id::{DraftId, EventId};
use crate::domain::model::Model;
use crate::domain::text::typography;
use crate::domain::time::civil_time;
use crate::domain::time::civil_time::Occurrence;
use crate::domain::time::date_warning::USUAL_DAYS;
use crate::store::{Draft, EVENT_FORM, KnownVenue, Result, StoreError};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::{Form, FormOwner, FormScreen, draft};
use crate::ui::keymap::Context;
use crate::ui::route::Start;
use crate::ui::session::Session;
use content::{content_of, texts_of};

/// The form of an event.
pub struct EventForm {
    /// Where the values of a new event come from, in a sentence.
    origin: Option<String>,
    /// The event to modify, with the revision that was read; none for a new one.
    event: Option<(EventId, u32)>,
    publication: Publication,
    /// A field for each of the first [`EventField::IN_FORM`] of [`EventField::ALL`], in that order.
    form: Form,
    /// The known places that match what is typed, and the selected one.
    venues: Vec<KnownVenue>,
    venue: usize,
    advice: Vec<Advice>,
    /// The titles of the other events at the same hours.
    clashes: Vec<String>,
    /// The members of a series that a change applies to; none until it was asked.
    scope: Option<Scope>,
    /// Whether a complete event is to be entered on the site; none until it was asked.
    enter: Option<bool>,
    /// Whether it was asked if parents may come with their children, or the event was so already.
    children_asked: bool,
    /// Whether it was asked if the event lasts so many days, or it did already.
    length_asked: bool,
    /// Whether the form of a similar event follows once this one is saved.
    is_followed: bool,
    /// The known place that filled the fields.
    known_venue: Option<EventVenue>,
    /// Whether the form began with the values of the last event.
    is_alike: bool,
}

/// The members of a series that a change applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    One,
    AllToCome,
}

impl EventForm {
    /// A form that begins with the values of `start`.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event to modify does not exist any more.
    pub fn new(start: Start, session: &mut Session) -> Result<Self> {
        let left = match start {
            Start::Draft(id) => draft::find(id, session)?,
            _ => None,
        };
        let original = match start {
            Start::Copy(id) => session.store.event(id)?,
            _ => None,
        };
        let event = match start {
            Start::Event(id) => Some(session.store.event(id)?.ok_or(StoreError::Stale)?),
            // The draft of an event deleted since creates a new one.
            _ => match left.as_ref().and_then(Draft::event) {
                Some(id) => session.store.event(id)?,
                None => None,
            },
        };
        let id = DraftId::new(session.now());
        let mut form = Self {
            origin: None,
            event: None,
            publication: Publication::default(),
            form: Form::new(content::fields(&session.references)).drafted_as(EVENT_FORM, None, id),
            venues: Vec::new(),
            venue: 0,
            advice: advice::all(),
            clashes: Vec::new(),
            scope: None,
            enter: None,
            children_asked: event
                .as_ref()
                .or(original.as_ref())
                .is_some_and(|event| session.asks_about_children(&event.content)),
            length_asked: event
                .as_ref()
                .or(original.as_ref())
                .is_some_and(|event| is_long(&event.content)),
            is_followed: false,
            known_venue: None,
            is_alike: false,
        };
        if let Some(event) = event {
            form.set_event(Some((event.id, event.revision)));
            form.publication = event.publication;
            form.open_with(&event.content);
        }
        form.copy(start, session)?;
        form.find_clashes(session)?;
        if let Some(draft) = left {
            form.restore_draft(draft, session)?;
        }
        Ok(form)
    }

    /// Begins with the content of the cloned event, or of the model, if `start` names one.
    fn copy(&mut self, start: Start, session: &Session) -> Result<()> {
        let (content, origin) = match start {
            Start::Copy(id) => {
                let Some(event) = session.store.event(id)? else {
                    return Ok(());
                };
                let content = event.content.cloned_on(session.today());
                let title = event.content.title;
                let from = typography::quoted(&title);
                self.form.set_copied_from(Some(title));
                let origin = format!("Copie, sans attestation ni publication, de {from}.");
                (content, origin)
            }
            Start::Model(id) => {
                let Some(model) = session.store.row::<Model>(id)? else {
                    return Ok(());
                };
                let name = typography::quoted(&model.name);
                (model.record.content, format!("D’après le modèle {name}."))
            }
            Start::Blank | Start::Event(_) | Start::Draft(_) => return Ok(()),
        };
        // Nothing is typed yet: it is left without a question.
        self.open_with(&content);
        self.origin = Some(origin);
        // Picking another venue clears the address copied from the clone or the model.
        self.known_venue = Some(content.venue);
        Ok(())
    }

    fn open_with(&mut self, content: &EventContent) {
        let texts = texts_of(&self.form, content);
        self.form.open_with(texts);
    }

    /// Returns the question to ask when the form opens: whether to resume a draft of the same
    /// event, unless it is one of the drafts `open` in this window.
    pub fn on_open(&self, open: &[DraftId], session: &Session) -> Outcome {
        // Drafts are not offered when the form starts from a clone or a model, or already shows one.
        if self.origin.is_some() || self.form.has_draft() {
            return Ok(Vec::new());
        }
        let mut drafts = draft::drafts(session)?.into_iter();
        let last = drafts.rfind(|draft| {
            draft.form == EVENT_FORM && draft.event() == self.id() && !open.contains(&draft.id)
        });
        Ok(match last {
            Some(draft) if draft.texts != self.form.texts() => {
                vec![Effect::open(ask_to_resume(&draft))]
            }
            _ => Vec::new(),
        })
    }

    /// Resumes a draft.
    fn restore_draft(&mut self, draft: Draft, session: &Session) -> Result<()> {
        let (event, revision) = (draft.event(), draft.revision);
        let has_focus = draft.focus.is_some();
        self.form.restore_draft(draft, session)?;
        // A copy asks nothing that its original was asked.
        self.children_asked |= self.form.copied_from().is_some();
        self.set_event(match event {
            Some(id) if session.store.event(id)?.is_some() => Some((id, revision)),
            _ => None,
        });
        // The errors are shown again, and the focus is restored.
        for index in 0..EventField::IN_FORM {
            self.check(index, session);
        }
        let mut fields = self.form.fields().iter();
        let wrong = fields.position(|field| field.problem.is_some());
        if let Some(wrong) = wrong.filter(|_| !has_focus) {
            self.form.return_to(wrong);
        }
        self.find_clashes(session)
    }

    /// Returns the identifier of the event to modify.
    fn id(&self) -> Option<EventId> {
        self.event.map(|(id, _)| id)
    }

    fn set_event(&mut self, event: Option<(EventId, u32)>) {
        self.event = event;
        let (id, revision) = event.unzip();
        let subject = id.map(|id| id.to_string());
        self.form.set_subject(subject, revision.unwrap_or_default());
    }

    /// Returns the focused field.
    fn field(&self) -> EventField {
        EventField::ALL[self.form.focus()]
    }

    fn text(&self, field: EventField) -> String {
        self.form.text(field.key())
    }

    fn set(&mut self, field: EventField, text: &str) {
        self.form.set(field.key(), text);
    }

    /// Returns the event that the form describes, and what is wrong with it at the place of the
    /// mediator.
    fn content(&self, session: &Session) -> (EventContent, Vec<(EventField, String)>) {
        let (content, mut problems) = content_of(&self.form, session.today());
        let zone = civil_time::zone(&session.profile.time_zone);
        for (field, date, time) in [
            (EventField::Starts, content.date, content.starts),
            (EventField::Ends, content.ends_on(), content.ends),
        ] {
            if let (Some(date), Some(time)) = (date, time)
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

    fn find_clashes(&mut self, session: &Session) -> Result<()> {
        let (content, _) = content_of(&self.form, session.today());
        self.clashes = session.store.clashes(&content, self.id())?;
        Ok(())
    }
}

/// Whether an event lasts more days than usual, which may be a mistake.
fn is_long(content: &EventContent) -> bool {
    content.days().is_some_and(|days| days.count() > USUAL_DAYS)
}

/// Asks whether to resume an unsaved form.
fn ask_to_resume(draft: &Draft) -> Confirm {
    let id = draft.id;
    let title = typography::quoted(draft::event_title(draft));
    Confirm::ask(
        "Une saisie attend",
        format!("{title} n’avait pas été enregistré."),
        "Reprendre",
        move |form: &mut EventForm, session| match draft::find(id, session)? {
            Some(draft) => form.restore_draft(draft, session).map(|()| Vec::new()),
            None => Ok(vec![Effect::info(draft::TAKEN)]),
        },
    )
    .or_stay("Plus tard")
    .or("Effacer", move |_: &mut EventForm, session| {
        draft::forget(id, session)?;
        Ok(vec![Effect::Changed])
    })
}

/// Returns the index of a field in [`EventField::ALL`], which is that in the form.
fn index_of(field: EventField) -> usize {
    let index = EventField::ALL.iter().position(|&other| other == field);
    index.unwrap_or(0)
}

impl FormScreen for EventForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Everywhere]
    }

    fn reload(&mut self, session: &mut Session) -> Result<()> {
        self.find_clashes(session)
    }

    fn take_key(&mut self, key: Key, session: &mut Session) -> Outcome {
        self.arrow_or_key(key, session)
    }

    fn take_click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if let ClickTarget::Row(index) = target {
            return self.take_venue(*index, session);
        }
        let step = self.form.click(target);
        self.step(step, session)
    }

    fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_form(canvas, area, session);
    }
}
