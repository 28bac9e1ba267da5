//! Handles the replies of dialogs, and asks the questions that can appear above any screen.

use super::App;
use crate::domain::id::DraftId;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::store::{Draft, OFFERED_ANSWERS};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::{AnyScreen, Beneath, Continuation, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::draft;
use crate::ui::route::{Route, Start};
use crate::ui::session::Session;
use crate::ui::tab::Tab;

impl App {
    /// Handles the reply of the layer on top.
    pub(super) fn reply(&mut self, reply: Reply) -> Outcome {
        match reply {
            Reply::Stay => Ok(Vec::new()),
            Reply::Proceed => match self.layers.last_mut() {
                Some(layer) => layer.proceed(&mut self.session),
                None => Ok(Vec::new()),
            },
            Reply::Follow(continuation) => {
                let depth = self.layers.len().saturating_sub(1);
                self.run_continuation(continuation, depth)
            }
            Reply::Close(continuation) => {
                self.close_layer(|app| app.run_continuation(continuation, app.layers.len()))
            }
            Reply::Run(action) => self.close_layer(|app| app.act(action)),
            Reply::CloseAndRun(continuation, action) => self.close_layer(|app| {
                let mut effects = app.run_continuation(continuation, app.layers.len())?;
                effects.extend(app.act(action)?);
                Ok(effects)
            }),
        }
    }

    /// Runs the continuation of an answer on what is beneath the layer at `depth`.
    fn run_continuation(&mut self, continuation: Continuation, depth: usize) -> Outcome {
        let stack = &mut self.tabs[self.tab.index()];
        let Some(screen) = stack.last_mut() else {
            return Ok(Vec::new());
        };
        let layer = self.layers[..depth].last_mut();
        let beneath = Beneath {
            layer: layer.map(Box::as_mut),
            screen: screen.as_mut(),
        };
        continuation(beneath, &mut self.session)
    }

    /// Closes the layer on top; puts it back, with its text, when `close` fails.
    fn close_layer(&mut self, close: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let Some(layer) = self.layers.pop() else {
            return Ok(Vec::new());
        };
        let outcome = close(self);
        if outcome.is_err() {
            self.layers.push(layer);
        }
        outcome
    }
}

/// Asks, when the program starts, whether to resume a form that was not saved.
pub(super) fn ask_to_resume(draft: &Draft) -> Confirm {
    let id = draft.id;
    let text = format!(
        "{} n’avait pas été enregistré.",
        quoted(draft::event_title(draft))
    );
    Confirm::ask(
        "Une saisie attend",
        text,
        "Reprendre",
        move |_: &mut AnyScreen, session| resume_draft(id, session),
    )
    .or_stay("Plus tard")
    .or("Effacer", move |_: &mut AnyScreen, session| {
        draft::forget(id, session)?;
        Ok(vec![Effect::Changed])
    })
}

fn resume_draft(id: DraftId, session: &Session) -> Outcome {
    if draft::find(id, session)?.is_none() {
        return Ok(vec![Effect::info(draft::TAKEN)]);
    }
    Ok(vec![
        Effect::Navigate(Route::Tab(Tab::Events, None)),
        Effect::Navigate(Route::Form(Start::Draft(id))),
    ])
}

/// Reports that the carnet was found to be damaged.
pub(super) fn report_damage() -> Confirm {
    let text = format!(
        "Une partie du fichier ne se lit plus{NARROW}: rien n’y sera écrit. Une sauvegarde peut prendre sa place{NARROW}; il sera gardé tel quel."
    );
    Confirm::ask(
        "Le carnet est abîmé",
        text,
        "Voir les sauvegardes",
        |_: &mut AnyScreen, _| Ok(vec![Effect::Navigate(Route::Backups)]),
    )
    .or_stay("Plus tard")
}

/// Says once that some answers of attestations may not have been given: an older version recorded
/// the usual ones in any case.
pub(super) fn report_offered_answers(attestations: u64) -> Confirm {
    let attestations = count(attestations, "attestation a", "attestations ont");
    let text = format!(
        "Jusqu’ici, la réponse habituelle était enregistrée même quand personne ne l’avait donnée. {attestations} une telle réponse, et rien ne dit si elle a été donnée{NARROW}: elle est laissée telle quelle, à corriger dans l’attestation si elle est fausse.\n\nDésormais, une question sans réponse reste non renseignée."
    );
    Confirm::message("Réponses des attestations", text).on_close(|_: &mut AnyScreen, session| {
        session.store.forget(OFFERED_ANSWERS)?;
        Ok(Vec::new())
    })
}
