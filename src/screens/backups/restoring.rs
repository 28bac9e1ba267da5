//! A copy put in the place of the carnet: read and compared, told, and only then moved there.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::domain::text::typography::{NARROW, count};
use crate::explain::{Explain as _, difference, shown};
use crate::store::{Candidate, Difference, RestoreError, Store, StoreError};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

/// Reads a copy whole, and says what putting it back would change.
pub(super) fn read(copy: PathBuf, session: &Session) -> Effect {
    let (base, now) = (session.store.path().to_owned(), session.now());
    let is_damaged = session.store.damage().is_some();
    Effect::Work(Work::alone(
        "Lecture de la sauvegarde",
        move |_| -> Finish {
            let read = Candidate::read(&copy, &base).and_then(|candidate| {
                let difference = compare(&candidate, &base, now)?;
                // Damage that the comparison did not meet is no reason to put nothing back.
                let is_told = |told: &Difference| !(is_damaged && told.is_none());
                Ok((candidate, difference.filter(is_told)))
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

/// Puts the copy that was read in the place of the carnet, closed meanwhile.
fn put_back(candidate: Candidate, session: &mut Session) -> Outcome {
    let (path, now) = (session.store.path().to_owned(), session.now());
    // What is typed and not saved is of now, whatever the copy is of.
    let typed = session.store.drafts().unwrap_or_default();
    let open = std::mem::replace(&mut session.store, Store::in_memory()?);
    let closed = open.close();
    Ok(vec![Effect::Work(Work::alone(
        "Remise en place",
        move |_| -> Finish {
            let done = closed
                .map_err(RestoreError::from)
                .and_then(|()| candidate.put_in_place(now));
            let opened = Store::open_at(&path, now).and_then(|store| {
                if done.is_ok() && !typed.is_empty() {
                    store.amend_drafts(|drafts| *drafts = typed, now)?;
                }
                Ok(store)
            });
            Box::new(move |_| {
                let told = match done {
                    Ok(replaced) => Effect::success(match replaced.aside {
                        None => format!(
                            "La copie est maintenant le carnet. Celui d’avant est gardé{NARROW}: c’est la sauvegarde choisie."
                        ),
                        Some(aside) => format!(
                            "La copie est maintenant le carnet. Celui d’avant, abîmé, est gardé tel quel dans {}.",
                            shown(&aside)
                        ),
                    }),
                    Err(error) => Effect::error(error.explain()),
                };
                Ok(vec![Effect::Reopen(opened.map(Box::new)), told])
            })
        },
    ))])
}

/// What would change; `None` where the carnet is too damaged to be compared.
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

/// Asks whether the copy takes the place of the carnet; it goes with the dialog.
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
            Some(candidate) => put_back(candidate, session),
            None => Ok(Vec::new()),
        },
    )
    .or_stay("Ne rien changer")
}
