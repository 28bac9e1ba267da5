//! What the layer on top answers, and the questions that are asked above any screen.

use super::App;
use crate::domain::id::DraftId;
use crate::domain::text::typography::{NARROW, quoted};
use crate::store::Draft;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::{AnyScreen, Beneath, Continuation, Layer, Leaving, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::draft;
use crate::ui::keymap::Action;
use crate::ui::route::{Route, Start};
use crate::ui::session::Session;
use crate::ui::tab::Tab;

impl App {
    /// Does what the layer on top says.
    pub(super) fn reply(&mut self, reply: Reply) -> Outcome {
        match reply {
            Reply::Stay => Ok(Vec::new()),
            Reply::Proceed => match self.layers.last_mut() {
                Some(layer) => layer.proceed(&mut self.session),
                None => Ok(Vec::new()),
            },
            Reply::Follow(continuation) => {
                let depth = self.layers.len().saturating_sub(1);
                self.go_on_with(continuation, depth)
            }
            Reply::Close(continuation) => self.close_layer(|app, layer| {
                let effects = app.go_on_with(continuation, app.layers.len())?;
                // Answered it is, whether or not what was typed could be forgotten.
                let _ = layer.forget(&app.session);
                Ok(effects)
            }),
            Reply::AskToLeave => Ok(vec![Effect::open(Confirm::leaving())]),
            Reply::Run(action) => self.close_layer(|app, _| app.act(action)),
            Reply::Leave(leaving) => self.close_layer(|app, _| app.leave_layer(leaving)),
        }
    }

    /// Runs what goes on with an answer, on what stands beneath the layer at `depth`.
    fn go_on_with(&mut self, continuation: Continuation, depth: usize) -> Outcome {
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

    /// Takes the layer on top away. What was typed there is still there when it could not be written.
    fn close_layer(&mut self, close: impl FnOnce(&mut Self, &mut dyn Layer) -> Outcome) -> Outcome {
        let Some(mut layer) = self.layers.pop() else {
            return Ok(Vec::new());
        };
        let outcome = close(self, layer.as_mut());
        if outcome.is_err() {
            self.layers.push(layer);
        }
        outcome
    }

    /// Leaves the layer on top, in which something is typed and not saved.
    fn leave_layer(&mut self, leaving: Leaving) -> Outcome {
        let Some(layer) = self.layers.last_mut() else {
            return Ok(Vec::new());
        };
        match leaving {
            Leaving::Save => {
                let reply = layer.act(Action::Save);
                return self.reply(reply);
            }
            Leaving::Keep => layer.put_off(&self.session)?,
            Leaving::Discard => layer.forget(&self.session)?,
        }
        let on_close = layer.on_close();
        self.layers.pop();
        let mut effects = self.go_on_with(on_close, self.layers.len())?;
        effects.push(Effect::Changed);
        Ok(effects)
    }
}

/// Asks, as the program starts, whether to take up a form that was not saved.
pub(super) fn resume(draft: &Draft) -> Confirm {
    let id = draft.id;
    let text = format!(
        "{} n’avait pas été enregistré.",
        quoted(draft::event_title(draft))
    );
    Confirm::ask(
        "Une saisie attend",
        text,
        "Reprendre",
        move |_: &mut AnyScreen, session| take_up(id, session),
    )
    .or_stay("Plus tard")
    .or("Effacer", move |_: &mut AnyScreen, session| {
        draft::forget(id, session)?;
        Ok(vec![Effect::Changed])
    })
}

fn take_up(id: DraftId, session: &Session) -> Outcome {
    if draft::find(id, session)?.is_none() {
        return Ok(vec![Effect::info(draft::TAKEN)]);
    }
    Ok(vec![
        Effect::Navigate(Route::Tab(Tab::Events, None)),
        Effect::Navigate(Route::Form(Start::Draft(id))),
    ])
}

/// Says, unasked, that the carnet turns out to be damaged.
pub(super) fn damaged() -> Confirm {
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
