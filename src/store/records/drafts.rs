//! What is typed in forms and not saved: nobody undoes it, and no copy of the carnet takes it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::{DraftId, EventId};
use crate::store::Store;
use crate::store::error::Result;

/// Under which drafts are remembered.
const DRAFTS: &str = "drafts";

/// The form of an event, as [`Draft::form`] names it.
pub const EVENT_FORM: &str = "event";

/// The form of an attestation.
pub const ATTESTATION_FORM: &str = "attestation";

/// What was typed in a form and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its name among the others.
    pub id: DraftId,
    /// Which form it was typed in.
    pub form: String,
    /// What the form is about: the identifier of an event, of an entry…; none for a new one.
    pub subject: Option<String>,
    /// The revision of the subject that the form read, where it has revisions.
    #[serde(default)]
    pub revision: u32,
    /// What each field says.
    pub texts: BTreeMap<String, String>,
    /// What each said when the form was opened: what differs was typed.
    #[serde(default)]
    pub opened: Option<BTreeMap<String, String>>,
    /// The field that had the focus.
    #[serde(default)]
    pub focus: Option<String>,
    /// Left without saving, on purpose: any window may go on with it.
    pub abandoned: bool,
    /// The process of the window it was typed in.
    #[serde(default)]
    pub window: u32,
}

impl Draft {
    /// What a field says.
    pub fn text(&self, key: &str) -> &str {
        self.texts.get(key).map_or("", String::as_str)
    }

    /// The event that the form is about, where it is about one.
    pub fn event(&self) -> Option<EventId> {
        let subject = self.subject.as_deref()?;
        [EVENT_FORM, ATTESTATION_FORM]
            .contains(&self.form.as_str())
            .then(|| EventId::parse(subject))?
    }
}

impl Store {
    /// The drafts of every form, the last typed last.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        Ok(self.recall(DRAFTS)?.unwrap_or_default())
    }

    /// Changes the drafts, outside any action; two windows that do at once both have their say.
    pub fn amend_drafts(
        &self,
        change: impl FnOnce(&mut Vec<Draft>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.amend(DRAFTS, change, now)
    }
}
