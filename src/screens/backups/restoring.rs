//! Restoring a backup: reads and compares it, asks for a confirmation, then replaces the carnet.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::domain::text::typography::{NARROW, count};
use crate::explain::{Explain as _, difference, log_kept, not_flushed, shown};
use crate::store::{Candidate, Difference, RestoreError, Store, StoreError};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

/// Reads a backup in full, and shows what restoring it would change.
pub(super) fn read(copy: PathBuf, session: &Session) -> Effect {
    let (base, now) = (session.store.path().to_owned(), session.now());
    let is_damaged = session.store.damage().is_some();
    Effect::Work(Work::uninterruptible(
        "Lecture de la sauvegarde",
        move |_| -> Finish {
            let read = Candidate::read(&copy, &base).and_then(|candidate| {
                let difference = compare(&candidate, &base, now)?;
                // In a damaged carnet, an empty difference does not mean that there is nothing to restore.
                let is_reliable = |found: &Difference| !(is_damaged && found.is_none());
                Ok((candidate, difference.filter(is_reliable)))
            });
            Box::new(move |_| {
                Ok(vec![match read {
                    Ok((_, Some(difference))) if difference.is_none() => Effect::info(format!(
                        "Cette copie dit la même chose que le carnet{NARROW}: rien à remettre."
                    )),
                    Ok((candidate, difference)) => {
                        Effect::open(ask(candidate, difference.as_ref()))
                    }
                    Err(error) => Effect::error(error.explain()),
                }])
            })
        },
    ))
}

/// Replaces the carnet with the backup that was read; the store is closed meanwhile.
fn restore(candidate: Candidate, session: &mut Session) -> Outcome {
    let (path, now) = (session.store.path().to_owned(), session.now());
    // Unsaved text is kept: it is more recent than the backup.
    let typed = session.store.drafts().unwrap_or_default();
    let open = std::mem::replace(&mut session.store, Store::in_memory()?);
    let closed = open.close();
    Ok(vec![Effect::Work(Work::uninterruptible(
        "Remise en place",
        move |_| -> Finish {
            let done = closed
                .map_err(RestoreError::from)
                .and_then(|()| candidate.put_in_place(now));
            let opened = Store::open_at(&path, now).inspect(|store| {
                // Of a damaged carnet, only this window could still read them.
                if done.is_ok() && !typed.is_empty() && store.drafts().is_ok_and(|it| it != typed) {
                    let _ = store.amend_drafts(|drafts| *drafts = typed, now);
                }
            });
            Box::new(move |_| {
                let message = match done {
                    Ok(replaced) => {
                        let mut text = match &replaced.moved_to {
                            None => format!(
                                "La copie est maintenant le carnet. Celui d’avant est gardé{NARROW}: c’est la sauvegarde choisie."
                            ),
                            Some(path) => format!(
                                "La copie est maintenant le carnet. Celui d’avant, abîmé, est gardé tel quel dans {}.",
                                shown(path)
                            ),
                        };
                        if let Some(path) = &replaced.log_kept {
                            text = format!("{text} {}", log_kept(path));
                        }
                        match &replaced.not_flushed {
                            None => Effect::success(text),
                            Some(error) => {
                                text = format!("{text} {}", not_flushed(error));
                                Effect::error(text)
                            }
                        }
                    }
                    Err(error) => Effect::error(error.explain()),
                };
                Ok(vec![Effect::Reopen(opened.map(Box::new)), message])
            })
        },
    ))])
}

/// Compares a backup with the carnet. Returns `None` when the carnet is too damaged for that.
fn compare(
    candidate: &Candidate,
    base: &Path,
    now: DateTime<Utc>,
) -> Result<Option<Difference>, StoreError> {
    let compared = Store::open_at(base, now).and_then(|present| candidate.compare(&present));
    match compared {
        Ok(difference) => Ok(Some(difference)),
        Err(StoreError::Damaged(_) | StoreError::NotAStore(_) | StoreError::Sqlite(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks whether to restore the backup. The dialog owns it, and deletes the files read when it is closed.
fn ask(candidate: Candidate, difference: Option<&Difference>) -> Confirm {
    let mut lines = vec![format!(
        "La copie a {}.",
        count(candidate.events, "événement", "événements")
    )];
    match difference {
        Some(difference) => lines.extend(difference::lines(difference)),
        None => lines.push(format!(
            "Le carnet est abîmé{NARROW}: il ne peut pas être comparé. Il sera gardé tel quel."
        )),
    }
    let candidate = Cell::new(Some(candidate));
    Confirm::ask(
        "Remettre cette sauvegarde",
        lines.join("\n"),
        "Remettre",
        move |_: &mut AnyScreen, session| match candidate.take() {
            Some(candidate) => restore(candidate, session),
            None => Ok(Vec::new()),
        },
    )
    .or_stay("Ne rien changer")
}
