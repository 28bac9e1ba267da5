//! What is typed in the form and not saved: kept at each pause, found again, in one window at a
//! time.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::values::Values;
use super::{Form, place_of};
use crate::domain::event::Field;
use crate::domain::french;
use crate::domain::id::{DraftId, EventId};
use crate::store::Result;
use crate::tui::effect::{Effect, Outcome, Question};
use crate::tui::process;
use crate::tui::session::Session;
use crate::tui::widgets::confirm::Confirm;

/// What is said of a draft that is not there any more.
pub const GONE: &str = "Cette saisie a été reprise dans une autre fenêtre.";

/// A form not saved, as the store remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    #[serde(default = "unnamed")]
    id: DraftId,
    /// The event it modifies, with the revision it read; none for a new one.
    event: Option<(EventId, u32)>,
    values: Values,
    /// The form as it was opened; older versions did not keep it.
    #[serde(default)]
    opened: Option<Values>,
    /// The field in hand.
    #[serde(default)]
    field: Option<Field>,
    /// The user left it without saving: it is offered again only where it was typed.
    abandoned: bool,
    /// The window it was typed in.
    #[serde(default)]
    window: u32,
}

impl Draft {
    /// What tells it from others.
    pub fn id(&self) -> DraftId {
        self.id
    }

    /// The event it modifies.
    pub fn event(&self) -> Option<EventId> {
        self.event.map(|(id, _)| id)
    }

    /// What it would be called.
    pub fn title(&self) -> &str {
        match self.values.text(Field::Title).trim() {
            "" => "sans titre",
            title => title,
        }
    }

    /// Whether it is open in another window: it is not this one's to offer.
    fn is_elsewhere(&self) -> bool {
        !self.abandoned && self.window != process::id() && process::is_alive(self.window)
    }
}

/// Under which the drafts are remembered.
const MEMORY: &str = "form_drafts";

/// The drafts, the last typed last.
#[derive(Default, Serialize, Deserialize)]
#[serde(from = "Vec<Draft>")]
struct Known(Vec<Draft>);

impl From<Vec<Draft>> for Known {
    /// Older versions named no draft: its place does, until they are written again.
    fn from(mut drafts: Vec<Draft>) -> Self {
        for (place, draft) in (1..).zip(&mut drafts) {
            if draft.id == unnamed() {
                draft.id = DraftId::from_uuid(Uuid::from_u128(place));
            }
        }
        Self(drafts)
    }
}

fn unnamed() -> DraftId {
    DraftId::from_uuid(Uuid::nil())
}

/// The forms not saved, those open in another window left out.
fn drafts(session: &Session) -> Result<Vec<Draft>> {
    let Known(mut drafts) = session.store.recall(MEMORY)?.unwrap_or_default();
    drafts.retain(|draft| !draft.is_elsewhere());
    Ok(drafts)
}

/// A form not saved, unless it is open in another window.
pub fn find(id: DraftId, session: &Session) -> Result<Option<Draft>> {
    let mut drafts = drafts(session)?.into_iter();
    Ok(drafts.find(|draft| draft.id == id))
}

/// The form left open by a crash or a closed window, if there is one to offer.
pub fn left_open(session: &Session) -> Result<Option<Draft>> {
    let mut drafts = drafts(session)?.into_iter();
    Ok(drafts.rfind(|draft| !draft.abandoned))
}

/// Keeps a draft, as the last.
fn keep(draft: Draft, session: &Session) -> Result<()> {
    let amend = |Known(drafts): &mut Known| {
        drafts.retain(|other| other.id != draft.id);
        drafts.push(draft);
    };
    session.store.amend(MEMORY, amend, session.now())
}

/// Forgets a draft, unless it is open in another window.
pub fn forget(id: DraftId, session: &Session) -> Result<()> {
    let amend = |Known(drafts): &mut Known| {
        drafts.retain(|draft| draft.id != id || draft.is_elsewhere());
    };
    session.store.amend(MEMORY, amend, session.now())
}

/// Asks whether to take up a form that was not saved.
pub fn resume(draft: &Draft) -> Confirm {
    let text = format!(
        "{} n’avait pas été enregistré.",
        french::quoted(draft.title())
    );
    // N, which many press for « nouveau » or as the first letter of a title, puts it off.
    Confirm::new(
        Question::ResumeDraft(draft.id),
        "Une saisie attend",
        text,
        "Reprendre",
        "Plus tard",
    )
    .or_discard("Effacer")
}

impl Form {
    /// What it should ask as it opens: whether to take up what was last typed in the form of the
    /// same event, or of a new one.
    pub fn on_open(&self, session: &Session) -> Outcome {
        // What begins with a copy or a model is not what was left, and a draft was taken up already.
        if self.origin.is_some() || self.draft.is_some() {
            return Ok(Vec::new());
        }
        let mut drafts = drafts(session)?.into_iter();
        let draft = drafts.rfind(|draft| draft.event() == self.id());
        Ok(match draft {
            Some(draft) if draft.values != self.values => vec![Effect::open(resume(&draft))],
            _ => Vec::new(),
        })
    }

    /// Goes on with what was typed and not saved; no other window offers it any more.
    pub(super) fn take_up(&mut self, draft: Draft, session: &Session) -> Result<()> {
        let ours = Draft {
            abandoned: false,
            window: process::id(),
            ..draft.clone()
        };
        keep(ours, session)?;
        self.draft = Some(draft.id);
        self.event = match draft.event {
            Some((id, _)) if session.store.event(id)?.is_none() => None,
            event => event,
        };
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

    /// Keeps what is typed; what an earlier form left, and was put off, stays.
    pub(super) fn keep(&mut self, abandoned: bool, session: &Session) -> Result<()> {
        let id = self.draft.unwrap_or_else(|| DraftId::new(session.now()));
        let draft = Draft {
            id,
            event: self.event,
            values: self.values.clone(),
            opened: Some(self.opened.clone()),
            field: Some(self.field()),
            abandoned,
            window: process::id(),
        };
        keep(draft, session)?;
        self.unkept = false;
        self.draft = Some(id);
        Ok(())
    }

    /// Forgets what was kept of this form.
    pub(super) fn forget(&mut self, session: &Session) -> Result<()> {
        if let Some(id) = self.draft {
            forget(id, session)?;
            self.draft = None;
        }
        Ok(())
    }
}
