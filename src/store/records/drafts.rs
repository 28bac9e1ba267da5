//! Drafts: what was typed in forms and not saved, outside the undo history. Those that older
//! versions stored under one key per form are read too, and moved to the common key at the next
//! write.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::event::EventField;
use crate::domain::id::{DraftId, EventId};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::sql::text::INSTANT;

/// The key under which drafts are remembered.
const DRAFTS: &str = "drafts";

/// The keys under which older versions remembered them.
const FORMER: [&str; 3] = ["form_drafts", "attestation_drafts", "settings_drafts"];

/// The form of an event, as [`Draft::form`] names it.
pub const EVENT_FORM: &str = "event";

/// The form of an attestation.
pub const ATTESTATION_FORM: &str = "attestation";

/// What was typed in a form and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its identifier.
    pub id: DraftId,
    /// The form in which it was typed.
    pub form: String,
    /// The subject of the form: the identifier of an event, of an entry…; none for a new one.
    pub subject: Option<String>,
    /// The revision of the subject that the form read, where it has revisions.
    #[serde(default)]
    pub revision: u32,
    /// For a new event, the title of the event it is a clone of.
    #[serde(default)]
    pub copied_from: Option<String>,
    /// The text of each field, by key; older versions used the index of the field, from 0.
    pub texts: BTreeMap<String, String>,
    /// The text of each field when the form was opened: what differs was typed.
    #[serde(default)]
    pub opened: Option<BTreeMap<String, String>>,
    /// The field that had the focus.
    #[serde(default)]
    pub focus: Option<String>,
    /// Whether the user chose to leave without saving: any window may resume it.
    pub abandoned: bool,
    /// The process of the window in which it was typed.
    #[serde(default)]
    pub window: u32,
}

impl Draft {
    /// Returns the text of a field.
    pub fn text(&self, key: &str) -> &str {
        self.texts.get(key).map_or("", String::as_str)
    }

    /// Returns the event that the form is about, if any.
    pub fn event(&self) -> Option<EventId> {
        let is_about_event = [EVENT_FORM, ATTESTATION_FORM].contains(&self.form.as_str());
        let subject = self.subject.as_deref().filter(|_| is_about_event)?;
        EventId::parse(subject)
    }
}

impl Store {
    /// Returns the drafts of every form, the last typed last.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        read(&self.connection)
    }

    /// Changes the drafts, outside any action, in one transaction: two windows do not lose each
    /// other's.
    pub fn amend_drafts(
        &self,
        change: impl FnOnce(&mut Vec<Draft>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        if self.is_read_only() {
            return Ok(());
        }
        self.begin_write()?;
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let mut drafts = self.drafts()?;
        change(&mut drafts);
        write(&transaction, &drafts, now)?;
        transaction.commit()?;
        self.keep_log()
    }
}

/// Replaces the drafts of every form.
pub(in crate::store) fn write(
    connection: &Connection,
    drafts: &[Draft],
    now: DateTime<Utc>,
) -> Result<()> {
    let (drafts, now) = (
        serde_json::to_string(drafts)?,
        now.format(INSTANT).to_string(),
    );
    for key in FORMER {
        connection.execute("DELETE FROM memory WHERE key = ?1", [key])?;
    }
    let sql = "REPLACE INTO memory (key, value, updated_at) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![DRAFTS, drafts, now])?;
    Ok(())
}

/// Reads the drafts of every form, the last typed last. Those that can't be decoded are left out.
pub(in crate::store) fn read(connection: &Connection) -> Result<Vec<Draft>> {
    let mut statement = connection.prepare_cached("SELECT value FROM memory WHERE key = ?1")?;
    let mut recall = |key: &str| -> Result<Option<Value>> {
        let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    };
    let mut drafts = Vec::new();
    for key in FORMER {
        let found = match recall(key)? {
            Some(Value::Array(events)) => events.into_iter().filter_map(event_draft).collect(),
            Some(Value::Object(forms)) => {
                let forms = forms.into_iter();
                let listed = forms.filter_map(|(name, draft)| listed_draft(key, &name, draft));
                listed.collect()
            }
            _ => Vec::new(),
        };
        drafts.extend::<Vec<Draft>>(found);
    }
    // Older versions gave few of them an identifier.
    for (draft, place) in drafts.iter_mut().zip(1..) {
        if draft.id == unnamed() {
            draft.id = DraftId::from_uuid(Uuid::from_u128(place));
        }
    }
    if let Some(Value::Array(current)) = recall(DRAFTS)? {
        let current = current.into_iter();
        drafts.extend(current.filter_map(|draft| serde_json::from_value(draft).ok()));
    }
    Ok(drafts)
}

fn unnamed() -> DraftId {
    DraftId::from_uuid(Uuid::nil())
}

/// Converts a draft of an event form from the format of older versions.
fn event_draft(draft: Value) -> Option<Draft> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct FormerValues {
        texts: BTreeMap<String, String>,
        entries: BTreeMap<String, String>,
        children: bool,
    }

    #[derive(Deserialize)]
    struct FormerEventDraft {
        #[serde(default = "unnamed")]
        id: DraftId,
        event: Option<(String, u32)>,
        #[serde(default)]
        cloned: Option<String>,
        values: FormerValues,
        #[serde(default)]
        opened: Option<FormerValues>,
        #[serde(default)]
        field: Option<String>,
        abandoned: bool,
        #[serde(default)]
        window: u32,
    }

    // The notes were stored under a key of their own.
    let key = |key: String| match key.as_str() {
        "notes" => EventField::Notes.key().to_owned(),
        _ => key,
    };
    let texts = |values: FormerValues| {
        let children = values.children.then(|| {
            let key = EventField::ChildrenWelcome.key();
            (key.to_owned(), "oui".to_owned())
        });
        let texts = values.texts.into_iter().chain(values.entries);
        texts
            .map(|(name, text)| (key(name), text))
            .chain(children)
            .collect()
    };
    let former: FormerEventDraft = serde_json::from_value(draft).ok()?;
    let (subject, revision) = former.event.unzip();
    Some(Draft {
        id: former.id,
        form: EVENT_FORM.to_owned(),
        subject,
        revision: revision.unwrap_or_default(),
        copied_from: former.cloned,
        texts: texts(former.values),
        opened: former.opened.map(texts),
        focus: former.field.map(key),
        abandoned: former.abandoned,
        window: former.window,
    })
}

/// Converts a draft of another form from the format of older versions: texts in the order of the
/// fields.
fn listed_draft(key: &str, name: &str, draft: Value) -> Option<Draft> {
    #[derive(Deserialize)]
    struct FormerShortDraft {
        texts: Vec<String>,
        #[serde(default)]
        opened: Vec<String>,
        #[serde(default)]
        window: u32,
    }

    let by_place = |texts: Vec<String>| {
        let texts = texts.into_iter().enumerate();
        texts
            .map(|(place, text)| (place.to_string(), text))
            .collect()
    };
    let (form, subject) = match name.split_once(' ') {
        _ if key == "attestation_drafts" => (ATTESTATION_FORM, Some(name)),
        Some((form, subject)) => (form, Some(subject).filter(|subject| *subject != "new")),
        None => (name, None),
    };
    let former: FormerShortDraft = serde_json::from_value(draft).ok()?;
    Some(Draft {
        id: unnamed(),
        form: form.to_owned(),
        subject: subject.map(str::to_owned),
        revision: 0,
        copied_from: None,
        texts: by_place(former.texts),
        opened: Some(former.opened)
            .filter(|opened| !opened.is_empty())
            .map(by_place),
        focus: None,
        abandoned: false,
        window: former.window,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-24T10:00:00Z".parse().unwrap()
    }

    fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn drafts_of_older_versions_are_read_and_moved_at_the_next_write() {
        let store = Store::in_memory().unwrap();
        let event = "01a05a43-fc00-795b-8117-6a951cad3788";
        let entry = "01a05a43-fc00-7c39-bfd0-1cc62be57801";
        let events = json!([{
            "event": [event, 3],
            "values": {"texts": {"title": "Café", "notes": "Vu"}, "entries": {"theme": entry}, "children": true},
            "opened": {"texts": {"title": "Thé"}},
            "field": "notes", "abandoned": true,
        }]);
        store.remember("form_drafts", &events, now()).unwrap();
        let attestations = json!({event: {"texts": ["17", "", "oui"], "window": 7}});
        store
            .remember("attestation_drafts", &attestations, now())
            .unwrap();
        let settings = json!({"profile": {"texts": ["Ceméa"]}, "step new": {"texts": ["Salle"]}});
        store.remember("settings_drafts", &settings, now()).unwrap();
        let read = store.drafts().unwrap();
        let about: Vec<(&str, Option<&str>)> = read
            .iter()
            .map(|draft| (&*draft.form, draft.subject.as_deref()))
            .collect();
        assert_eq!(
            about,
            [
                (EVENT_FORM, Some(event)),
                (ATTESTATION_FORM, Some(event)),
                ("profile", None),
                ("step", None)
            ]
        );
        let typed = [
            ("title", "Café"),
            ("internal_notes", "Vu"),
            ("theme", entry),
            ("children_welcome", "oui"),
        ];
        assert_eq!(read[0].texts, texts(&typed));
        assert_eq!(read[0].opened, Some(texts(&[("title", "Thé")])));
        assert_eq!(read[0].focus.as_deref(), Some("internal_notes"));
        assert_eq!((read[0].revision, read[0].abandoned), (3, true));
        assert_eq!(
            read[1].texts,
            texts(&[("0", "17"), ("1", ""), ("2", "oui")])
        );
        // Each gets an identifier, and keeps it when they are moved.
        store
            .amend_drafts(|drafts| drop(drafts.remove(1)), now())
            .unwrap();
        let kept = store.drafts().unwrap();
        assert_eq!(kept, [&read[..1], &read[2..]].concat());
        assert_eq!(
            store.recall::<Value>("form_drafts").unwrap(),
            None,
            "moved, not copied"
        );
    }
}
