//! What is typed of an attestation and not saved: kept at each pause, found again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::id::EventId;
use crate::store::Result;
use crate::tui::process;
use crate::tui::session::Session;

/// Under which the drafts are remembered, by event.
const MEMORY: &str = "attestation_drafts";

/// What was typed in each field, and in which window.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) texts: Vec<String>,
    /// What was declared when it was typed.
    #[serde(default)]
    pub(super) opened: Vec<String>,
    window: u32,
}

impl Draft {
    /// Whether no other window has it open.
    fn is_ours(&self) -> bool {
        self.window == process::id() || !process::is_alive(self.window)
    }
}

type Drafts = BTreeMap<EventId, Draft>;

/// What was typed for an event, unless another window has it open.
pub(super) fn of(event: EventId, session: &Session) -> Result<Option<Draft>> {
    let mut drafts: Drafts = session.store.recall(MEMORY)?.unwrap_or_default();
    Ok(drafts.remove(&event).filter(Draft::is_ours))
}

/// The events whose attestation was typed and not saved, in no other window.
pub fn left(session: &Session) -> Result<Vec<EventId>> {
    let drafts: Drafts = session.store.recall(MEMORY)?.unwrap_or_default();
    let left = drafts.iter().filter(|(_, draft)| draft.is_ours());
    Ok(left.map(|(event, _)| *event).collect())
}

/// Keeps what is typed for an event of which that was declared when it was opened.
pub(super) fn keep(
    event: EventId,
    texts: Vec<String>,
    opened: Vec<String>,
    session: &Session,
) -> Result<()> {
    let draft = Draft {
        texts,
        opened,
        window: process::id(),
    };
    let amend = |drafts: &mut Drafts| drop(drafts.insert(event, draft));
    session.store.amend(MEMORY, amend, session.now())
}

/// Forgets what was typed for an event.
pub(super) fn forget(event: EventId, session: &Session) -> Result<()> {
    let amend = |drafts: &mut Drafts| drop(drafts.remove(&event));
    session.store.amend(MEMORY, amend, session.now())
}
