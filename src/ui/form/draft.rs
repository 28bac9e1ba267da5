//! Drafts of forms: saved at each pause, offered again, and resumed by one window at a time.

use super::{Form, Texts};
use crate::domain::event::EventField;
use crate::domain::id::DraftId;
use crate::platform::process;
use crate::store::{Draft, EVENT_FORM, Result};
use crate::ui::session::Session;

/// Where the draft of a form is saved.
#[derive(Clone, Debug)]
pub struct DraftSlot {
    id: DraftId,
    form: &'static str,
    subject: Option<String>,
    revision: u32,
    copied_from: Option<String>,
    /// Whether the store has the draft.
    is_stored: bool,
}

/// Returns the drafts of every form, the last typed last, without those open in another window. None is
/// resumed where the carnet can only be read.
pub fn drafts(session: &Session) -> Result<Vec<Draft>> {
    if session.store.is_read_only() {
        return Ok(Vec::new());
    }
    let mut drafts = session.store.drafts()?;
    drafts.retain(|draft| !is_elsewhere(draft));
    Ok(drafts)
}

/// Returns the draft with that identifier, unless another window resumed it.
pub fn find(id: DraftId, session: &Session) -> Result<Option<Draft>> {
    Ok(drafts(session)?.into_iter().find(|draft| draft.id == id))
}

/// The message when a draft can no longer be resumed.
pub const TAKEN: &str = "Cette saisie a été reprise dans une autre fenêtre.";

/// Returns the draft of an event left open by a crash or a closed window, if any.
pub fn left_open(session: &Session) -> Result<Option<Draft>> {
    let mut drafts = drafts(session)?.into_iter();
    Ok(drafts.rfind(|draft| draft.form == EVENT_FORM && !draft.abandoned))
}

/// Returns the title of an event that is only a draft.
pub fn event_title(draft: &Draft) -> &str {
    match draft.text(EventField::Title.key()).trim() {
        "" => "sans titre",
        title => title,
    }
}

/// Deletes a draft, unless another window resumed it.
pub fn forget(id: DraftId, session: &Session) -> Result<()> {
    let change =
        |drafts: &mut Vec<Draft>| drafts.retain(|draft| draft.id != id || is_elsewhere(draft));
    session.store.amend_drafts(change, session.now())
}

/// Whether it is open in another window.
fn is_elsewhere(draft: &Draft) -> bool {
    !draft.abandoned && draft.window != process::claim_id() && process::is_alive(draft.window)
}

/// Saves a draft as the last one, in place of its previous version.
fn keep(draft: Draft, session: &Session) -> Result<()> {
    let change = |drafts: &mut Vec<Draft>| {
        drafts.retain(|other| other.id != draft.id);
        drafts.push(draft);
    };
    session.store.amend_drafts(change, session.now())
}

impl Form {
    /// Saves what is typed as a draft, until it is saved or discarded; the draft is found again by
    /// the form and its subject.
    pub fn drafted_as(mut self, form: &'static str, subject: Option<String>, id: DraftId) -> Self {
        self.slot = Some(DraftSlot {
            id,
            form,
            subject,
            revision: 0,
            copied_from: None,
            is_stored: false,
        });
        self
    }

    /// Changes the subject of the draft: the event was deleted, or read again.
    pub fn set_subject(&mut self, subject: Option<String>, revision: u32) {
        if let Some(slot) = &mut self.slot {
            slot.subject = subject;
            slot.revision = revision;
        }
    }

    /// Sets the title of the event that a new one is a clone of.
    pub fn set_copied_from(&mut self, title: Option<String>) {
        if let Some(slot) = &mut self.slot {
            slot.copied_from = title;
        }
    }

    /// Returns the title of the event that a new one is a clone of.
    pub fn copied_from(&self) -> Option<&str> {
        self.slot.as_ref()?.copied_from.as_deref()
    }

    /// Returns the identifier of its draft, which the store may not have yet.
    pub fn draft_id(&self) -> Option<DraftId> {
        self.slot.as_ref().map(|slot| slot.id)
    }

    /// Whether the store has a draft of this form.
    pub fn has_draft(&self) -> bool {
        self.slot.as_ref().is_some_and(|slot| slot.is_stored)
    }

    /// Whether this form saves drafts.
    pub fn saves_draft(&self) -> bool {
        self.slot.is_some()
    }

    /// Resumes the draft of the same form with the same subject; returns whether there was one.
    pub fn resume(&mut self, session: &Session) -> Result<bool> {
        let Some(slot) = &self.slot else {
            return Ok(false);
        };
        let mut drafts = drafts(session)?.into_iter();
        let found = drafts.rfind(|draft| draft.form == slot.form && draft.subject == slot.subject);
        match found {
            Some(draft) => self.restore_draft(draft, session).map(|()| true),
            None => Ok(false),
        }
    }

    /// Resumes a draft: other windows no longer offer it.
    pub fn restore_draft(&mut self, draft: Draft, session: &Session) -> Result<()> {
        let ours = Draft {
            abandoned: false,
            window: process::claim_id(),
            ..draft
        };
        keep(ours.clone(), session)?;
        if let Some(slot) = &mut self.slot {
            slot.id = ours.id;
            slot.subject.clone_from(&ours.subject);
            slot.revision = ours.revision;
            slot.copied_from.clone_from(&ours.copied_from);
            slot.is_stored = true;
        }
        let texts = self.by_key(ours.texts);
        self.fill(&texts);
        if let Some(opened) = ours.opened {
            self.opened = self.by_key(opened);
        }
        let focus = ours.focus.and_then(|key| self.index_of(&key));
        self.return_to(focus.unwrap_or(0));
        Ok(())
    }

    /// Returns texts by the keys of the fields: older versions stored them by the indexes of the
    /// fields.
    fn by_key(&self, mut texts: Texts) -> Texts {
        if texts.len() != self.fields.len() || !texts.contains_key("0") {
            return texts;
        }
        let fields = self.fields.iter().enumerate();
        fields
            .filter_map(|(place, field)| {
                let text = texts.remove(&place.to_string())?;
                Some((field.key.clone(), text)).filter(|(_, text)| !text.is_empty())
            })
            .collect()
    }

    /// Whether a change waits for the next pause to be saved as a draft.
    pub fn needs_autosave(&self) -> bool {
        self.is_dirty && self.slot.is_some()
    }

    /// Saves the draft: typing has paused, or the program stops.
    pub fn autosave(&mut self, session: &Session) -> Result<()> {
        if self.is_dirty {
            if self.is_changed() {
                self.keep(false, session)?;
            } else {
                self.forget(session)?;
            }
        }
        self.is_dirty = false;
        Ok(())
    }

    /// Saves the draft for later: any window may resume it.
    pub fn keep_for_later(&mut self, session: &Session) -> Result<()> {
        self.keep(true, session)?;
        self.is_dirty = false;
        Ok(())
    }

    fn keep(&mut self, abandoned: bool, session: &Session) -> Result<()> {
        let focus = self.focused().key.clone();
        let (texts, opened): (Texts, Texts) = (self.texts(), self.opened.clone());
        let Some(slot) = &mut self.slot else {
            return Ok(());
        };
        let draft = Draft {
            id: slot.id,
            form: slot.form.to_owned(),
            subject: slot.subject.clone(),
            revision: slot.revision,
            copied_from: slot.copied_from.clone(),
            texts,
            opened: Some(opened),
            focus: Some(focus),
            abandoned,
            window: process::claim_id(),
        };
        keep(draft, session)?;
        slot.is_stored = true;
        Ok(())
    }

    /// Deletes the draft: the form is saved or discarded.
    pub fn forget(&mut self, session: &Session) -> Result<()> {
        self.is_dirty = false;
        let kept = self.slot.as_mut().filter(|slot| slot.is_stored);
        match kept {
            Some(slot) => {
                slot.is_stored = false;
                forget(slot.id, session)
            }
            None => Ok(()),
        }
    }
}
