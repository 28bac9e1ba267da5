//! What is typed in a form and not saved: kept at each pause, found again, in one window at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::process;
use super::session::Session;
use crate::store::{Result, Store};

/// The drafts of forms of one kind, by what each form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drafts {
    /// Under which they are remembered.
    memory: &'static str,
}

/// The forms of Réglages.
pub const SETTINGS: Drafts = Drafts {
    memory: "settings_drafts",
};

/// All that is typed and not saved, carried from a store to the one that takes its place.
pub struct Carried(Vec<(&'static str, serde_json::Value)>);

impl Carried {
    /// What a store remembers; nothing of one that can't be read.
    pub fn of(store: &Store) -> Self {
        let kept = [
            "drafts",
            "attestation_drafts",
            "form_drafts",
            SETTINGS.memory,
        ];
        let found = kept
            .into_iter()
            .filter_map(|memory| Some((memory, store.recall(memory).ok().flatten()?)));
        Self(found.collect())
    }

    /// Has another store remember it.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn put_in(&self, store: &Store, now: DateTime<Utc>) -> Result<()> {
        let mut carried = self.0.iter();
        carried.try_for_each(|(memory, value)| store.remember(memory, value, now))
    }
}

/// What was typed in each field, and in which window.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Draft {
    /// What was typed.
    pub texts: Vec<String>,
    /// What the fields said when the form was opened.
    #[serde(default)]
    pub opened: Vec<String>,
    window: u32,
}

impl Draft {
    /// Whether no other window has it open.
    fn is_ours(&self) -> bool {
        self.window == process::id() || !process::is_alive(self.window)
    }
}

type Known = BTreeMap<String, Draft>;

impl Drafts {
    /// What was typed about `what`, unless another window has it open.
    pub fn of(self, what: &str, session: &Session) -> Result<Option<Draft>> {
        let mut drafts: Known = session.store.recall(self.memory)?.unwrap_or_default();
        Ok(drafts.remove(what).filter(Draft::is_ours))
    }

    /// What something was typed about and not saved, in no other window.
    pub fn left(self, session: &Session) -> Result<Vec<String>> {
        let drafts: Known = session.store.recall(self.memory)?.unwrap_or_default();
        let left = drafts.into_iter().filter(|(_, draft)| draft.is_ours());
        Ok(left.map(|(what, _)| what).collect())
    }

    /// Keeps what is typed in fields that said `opened`.
    pub fn keep(
        self,
        what: &str,
        texts: Vec<String>,
        opened: Vec<String>,
        session: &Session,
    ) -> Result<()> {
        let draft = Draft {
            texts,
            opened,
            window: process::id(),
        };
        let amend = |drafts: &mut Known| drop(drafts.insert(what.to_owned(), draft));
        session.store.amend(self.memory, amend, session.now())
    }

    /// Forgets what was typed, where something was.
    pub fn forget(self, what: &str, session: &Session) -> Result<()> {
        if self.of(what, session)?.is_none() {
            return Ok(());
        }
        let amend = |drafts: &mut Known| drop(drafts.remove(what));
        session.store.amend(self.memory, amend, session.now())
    }
}
