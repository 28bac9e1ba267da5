//! Forms not saved, as the store remembers them: each has a name of its own, as those of new events
//! have nothing else to tell them apart.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::values::Values;
use crate::domain::event::Field;
use crate::domain::id::{DraftId, EventId};
use crate::store::Result;
use crate::ui::drafts::EVENTS;
use crate::ui::process;
use crate::ui::session::Session;

/// A form not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    #[serde(default = "unnamed")]
    pub(super) id: DraftId,
    /// The event it modifies, with the revision it read; none for a new one.
    pub(super) event: Option<(EventId, u32)>,
    /// The title of the event it is a clone of.
    #[serde(default)]
    pub(super) cloned: Option<String>,
    pub(super) values: Values,
    /// What the form said as it was opened: what differs is what was typed.
    #[serde(default)]
    pub(super) opened: Option<Values>,
    /// The field in hand.
    #[serde(default)]
    pub(super) field: Option<Field>,
    /// The user left it without saving: it is not offered as the program starts.
    pub(super) abandoned: bool,
    /// The window it was typed in.
    #[serde(default)]
    pub(super) window: u32,
}

/// What is said of a draft that is no longer there to take up.
pub const TAKEN: &str = "Cette saisie a été reprise dans une autre fenêtre.";

/// The name of a draft that an older Carnet kept.
fn unnamed() -> DraftId {
    DraftId::from_uuid(Uuid::nil())
}

/// Names those that have none, by their place.
fn name(drafts: &mut [Draft]) {
    for (draft, place) in drafts.iter_mut().zip(1..) {
        if draft.id == unnamed() {
            draft.id = DraftId::from_uuid(Uuid::from_u128(place));
        }
    }
}

/// The forms not saved, the last typed last; those open in another window are left out.
pub fn left(session: &Session) -> Result<Vec<Draft>> {
    let mut drafts: Vec<Draft> = session.store.recall(EVENTS)?.unwrap_or_default();
    name(&mut drafts);
    drafts.retain(|draft| !draft.is_elsewhere());
    Ok(drafts)
}

/// The form left open by a crash or a closed window, if there is one to offer.
pub fn left_open(session: &Session) -> Result<Option<Draft>> {
    Ok(left(session)?.into_iter().rfind(|draft| !draft.abandoned))
}

/// What was last typed in the form of an event, or of a new one, and not saved; `open` are those being
/// typed in other forms of this window.
pub(super) fn last_of(
    event: Option<EventId>,
    open: &[DraftId],
    session: &Session,
) -> Result<Option<Draft>> {
    let mut drafts = left(session)?.into_iter();
    Ok(drafts.rfind(|draft| draft.event() == event && !open.contains(&draft.id)))
}

/// The draft of that name, unless another window took it up.
pub fn named(id: DraftId, session: &Session) -> Result<Option<Draft>> {
    Ok(left(session)?.into_iter().find(|draft| draft.id == id))
}

fn amend(change: impl FnOnce(&mut Vec<Draft>), session: &Session) -> Result<()> {
    let amend = |drafts: &mut Vec<Draft>| {
        name(drafts);
        change(drafts);
    };
    session.store.amend(EVENTS, amend, session.now())
}

/// Keeps a draft, as the last, in the place of what it was.
pub(super) fn keep(draft: Draft, session: &Session) -> Result<()> {
    let change = |drafts: &mut Vec<Draft>| {
        drafts.retain(|other| other.id != draft.id);
        drafts.push(draft);
    };
    amend(change, session)
}

/// Makes a draft this window's own: no other offers it any more.
pub(super) fn claim(draft: &Draft, session: &Session) -> Result<()> {
    let ours = Draft {
        abandoned: false,
        window: process::id(),
        ..draft.clone()
    };
    keep(ours, session)
}

/// Forgets a draft, unless another window took it up.
pub fn forget(id: DraftId, session: &Session) -> Result<()> {
    let change =
        |drafts: &mut Vec<Draft>| drafts.retain(|draft| draft.id != id || draft.is_elsewhere());
    amend(change, session)
}

impl Draft {
    /// Its name among the others.
    pub fn id(&self) -> DraftId {
        self.id
    }

    /// The event it modifies.
    pub(super) fn event(&self) -> Option<EventId> {
        self.event.map(|(id, _)| id)
    }

    /// Whether it is open in another window: it is not this one's to offer.
    fn is_elsewhere(&self) -> bool {
        !self.abandoned && self.window != process::id() && process::is_alive(self.window)
    }

    /// What it would be called.
    pub fn title(&self) -> &str {
        match self.values.text(Field::Title).trim() {
            "" => "sans titre",
            title => title,
        }
    }
}
