//! Leaving a short form in which something is typed and not saved.

use super::App;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Answer, Effect, Outcome, Question};
use crate::ui::keymap::Action;

/// Asks what is to become of what is typed in a layer.
pub(super) fn ask() -> Confirm {
    let text = "Ce qui est tapé n’est pas enregistré. Gardé pour plus tard, il sera là à la prochaine ouverture.";
    Confirm::new(
        Question::Leave,
        "Fermer sans enregistrer",
        text,
        "Enregistrer",
        "Garder pour plus tard",
    )
    .or_discard("Effacer")
}

impl App {
    /// Does what was answered about leaving the layer on top.
    pub(super) fn leave_layer(&mut self, answer: Answer) -> Outcome {
        let Some(layer) = self.layers.last_mut() else {
            return Ok(Vec::new());
        };
        match answer {
            Answer::Yes => {
                let reply = layer.act(Action::Save);
                return self.reply(reply);
            }
            Answer::No => layer.put_off(&self.session)?,
            Answer::Discard => layer.forget(&self.session)?,
            _ => return Ok(Vec::new()),
        }
        let question = layer.question();
        self.layers.pop();
        let mut effects = self.answer(question, Answer::Closed)?;
        effects.push(Effect::Changed);
        Ok(effects)
    }
}
