//! What is typed in a form and not saved: kept at each pause, offered again, in one window at a time.

use super::{Form, Texts};
use crate::domain::event::EventField;
use crate::domain::id::DraftId;
use crate::store::{Draft, EVENT_FORM, Result};
use crate::ui::process;
use crate::ui::session::Session;

/// Where what is typed in a form is kept.
#[derive(Clone, Debug)]
pub struct DraftSlot {
    id: DraftId,
    form: &'static str,
    subject: Option<String>,
    revision: u32,
    copied_from: Option<String>,
    /// Whether the store has it.
    is_kept: bool,
}

/// The drafts of every form, the last typed last; those open in another window are left out.
pub fn drafts(session: &Session) -> Result<Vec<Draft>> {
    let mut drafts = session.store.drafts()?;
    drafts.retain(|draft| !is_elsewhere(draft));
    Ok(drafts)
}

/// The draft of that name, unless another window took it up.
pub fn find(id: DraftId, session: &Session) -> Result<Option<Draft>> {
    Ok(drafts(session)?.into_iter().find(|draft| draft.id == id))
}

/// What is said of a draft that is no longer there to take up.
pub const TAKEN: &str = "Cette saisie a été reprise dans une autre fenêtre.";

/// The form of an event left open by a crash or a closed window, if there is one to offer.
pub fn left_open(session: &Session) -> Result<Option<Draft>> {
    let mut drafts = drafts(session)?.into_iter();
    Ok(drafts.rfind(|draft| draft.form == EVENT_FORM && !draft.abandoned))
}

/// What an event that is only a draft would be called.
pub fn event_title(draft: &Draft) -> &str {
    match draft.text(EventField::Title.key()).trim() {
        "" => "sans titre",
        title => title,
    }
}

/// Forgets a draft, unless another window took it up.
pub fn forget(id: DraftId, session: &Session) -> Result<()> {
    let change =
        |drafts: &mut Vec<Draft>| drafts.retain(|draft| draft.id != id || is_elsewhere(draft));
    session.store.amend_drafts(change, session.now())
}

/// Whether it is open in another window.
fn is_elsewhere(draft: &Draft) -> bool {
    !draft.abandoned && draft.window != process::id() && process::is_alive(draft.window)
}

/// Keeps a draft as the last, in place of what it was.
fn keep(draft: Draft, session: &Session) -> Result<()> {
    let change = |drafts: &mut Vec<Draft>| {
        drafts.retain(|other| other.id != draft.id);
        drafts.push(draft);
    };
    session.store.amend_drafts(change, session.now())
}

impl Form {
    /// Keeps what is typed until it is saved or thrown away, under the name of the form and of what it
    /// is about.
    pub fn kept_as(mut self, form: &'static str, subject: Option<String>, id: DraftId) -> Self {
        self.slot = Some(DraftSlot {
            id,
            form,
            subject,
            revision: 0,
            copied_from: None,
            is_kept: false,
        });
        self
    }

    /// Has what is typed be about something else: the event was deleted, or read again.
    pub fn set_subject(&mut self, subject: Option<String>, revision: u32) {
        if let Some(slot) = &mut self.slot {
            slot.subject = subject;
            slot.revision = revision;
        }
    }

    /// Says what a new one is a copy of, by its title.
    pub fn set_copied_from(&mut self, title: Option<String>) {
        if let Some(slot) = &mut self.slot {
            slot.copied_from = title;
        }
    }

    /// The title of what a new one is a copy of.
    pub fn copied_from(&self) -> Option<&str> {
        self.slot.as_ref()?.copied_from.as_deref()
    }

    /// The name of its draft, which the store may not have.
    pub fn draft_id(&self) -> Option<DraftId> {
        self.slot.as_ref().map(|slot| slot.id)
    }

    /// Whether the store has a draft of it.
    pub fn has_draft(&self) -> bool {
        self.slot.as_ref().is_some_and(|slot| slot.is_kept)
    }

    /// Whether what is typed is kept.
    pub fn is_kept(&self) -> bool {
        self.slot.is_some()
    }

    /// Goes on with what was typed in the same form about the same thing, if something was. Returns
    /// whether something was.
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

    /// Goes on with a draft: no other window offers it any more.
    pub fn restore_draft(&mut self, draft: Draft, session: &Session) -> Result<()> {
        let ours = Draft {
            abandoned: false,
            window: process::id(),
            ..draft
        };
        keep(ours.clone(), session)?;
        if let Some(slot) = &mut self.slot {
            slot.id = ours.id;
            slot.subject.clone_from(&ours.subject);
            slot.revision = ours.revision;
            slot.copied_from.clone_from(&ours.copied_from);
            slot.is_kept = true;
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

    /// Texts by the keys of the fields: older versions kept them by the places of the fields.
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

    /// Whether something typed waits for a pause to be kept.
    pub fn needs_autosave(&self) -> bool {
        self.is_dirty && self.slot.is_some()
    }

    /// Keeps what was typed: the typing pauses, or the program stops.
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

    /// Keeps what was typed for later: any window may go on with it.
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
            window: process::id(),
        };
        keep(draft, session)?;
        slot.is_kept = true;
        Ok(())
    }

    /// Forgets what was kept of this form: it is saved, or thrown away.
    pub fn forget(&mut self, session: &Session) -> Result<()> {
        self.is_dirty = false;
        let kept = self.slot.as_mut().filter(|slot| slot.is_kept);
        match kept {
            Some(slot) => {
                slot.is_kept = false;
                forget(slot.id, session)
            }
            None => Ok(()),
        }
    }
}
