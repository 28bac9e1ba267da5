//! Copying the carnet elsewhere: a USB key, a folder.

use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::explain::{Explain as _, shown};
use crate::store::BackupError;
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::paths;
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

const TITLE: &str = "Copier mon fichier";

/// Asks where to write a copy of the carnet.
pub fn ask_copy(session: &Session) -> Effect {
    let hint = format!(
        "Par exemple sur une clé USB{NARROW}: le dossier où l’écrire, ou le chemin d’un fichier."
    );
    let path = session.documents.to_string_lossy();
    Effect::open(prompt(hint, &path).selected())
}

fn prompt(hint: String, path: &str) -> Prompt {
    Prompt::ask(TITLE, hint, path, |_: &mut AnyScreen, session, typed| {
        copy_to(&typed, session)
    })
}

/// Writes a copy of the carnet; asks again, with the typed path, when that fails.
fn copy_to(typed: &str, session: &Session) -> Outcome {
    if typed.trim().is_empty() {
        return Ok(vec![Effect::info("Rien n’est copié.")]);
    }
    let (typed, now) = (typed.to_owned(), session.now());
    let path = paths::expand(&typed, &session.documents);
    Ok(vec![Effect::Work(Work::on_store(
        "Copie",
        move |store, _| -> Finish {
            let made = store.back_up_to(&path, false, now);
            Box::new(move |_| {
                Ok(vec![match made {
                    Ok(written) => Effect::success(format!(
                        "Copie écrite dans {} et vérifiée{NARROW}: {}.",
                        shown(&written.path),
                        typography::size(written.size)
                    )),
                    Err(error) => {
                        let mut wrong = error.explain();
                        if matches!(error, BackupError::AlreadyThere(_)) {
                            wrong.push_str(" Choisissez un autre nom.");
                        }
                        Effect::open(prompt(wrong, &typed).wrong())
                    }
                }])
            })
        },
    ))])
}
