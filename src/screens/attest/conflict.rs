//! What is done when another window has declared meanwhile: both versions are shown, field by
//! field, and nothing is written over unseen.

use super::Attest;
use super::field::{About, AttestField, label};
use crate::domain::event::attestation::Attestation;
use crate::store::Result;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::versions::{Versioned, Versions};
use crate::ui::effect::{Choice, Effect, Outcome, Question};
use crate::ui::session::Session;
use crate::ui::text_field::TextField;

/// What a field says of an attestation, or of none yet.
pub(super) fn told(about: &About, attestation: Option<&Attestation>) -> String {
    match (about, attestation) {
        (About::Attendees, Some(known)) => known.attendees.to_string(),
        (About::Asked(asked), Some(known)) => {
            known.answers.get(&asked.id).cloned().unwrap_or_default()
        }
        (About::Asked(asked), None) => asked.usual.clone(),
        (About::Remark, Some(known)) => known.remark.clone(),
        (About::Attendees | About::Remark, None) => String::new(),
    }
}

impl Attest {
    /// What the fields say of what is declared now.
    pub(super) fn theirs(&self) -> Vec<String> {
        let known = self.event.attestation.as_ref();
        let told = |field: &AttestField| TextField::line(&told(&field.about, known)).text();
        let texts = self.fields.iter().map(told);
        texts.map(|text| text.trim().to_owned()).collect()
    }

    /// What to ask when what is declared now is not what was when the form was opened.
    pub(super) fn declared_elsewhere(&self, theirs: &[String]) -> Outcome {
        if self.event.attestation.is_none() {
            return Ok(vec![Effect::open(Confirm::new(
                Question::Elsewhere,
                "L’attestation a été retirée ailleurs",
                "Ce qui est tapé n’est pas encore enregistré.",
                "Enregistrer",
                "Laisser retirée",
            ))]);
        }
        let mine = self.texts();
        let fields = self.fields.iter().enumerate();
        let fields = fields
            .filter(|(index, _)| mine[*index] != theirs[*index])
            .map(|(index, field)| Versioned {
                index,
                label: label(field).to_owned(),
                mine: mine[index].clone(),
                theirs: theirs[index].clone(),
                keeps_mine: mine[index] != self.opened[index],
            });
        Ok(vec![Effect::open(Versions::new(
            Question::Versions,
            "L’attestation a aussi été remplie ailleurs",
            fields.collect(),
        ))])
    }

    /// Saves what was kept of each version; `theirs` are the fields of which the other is.
    pub(super) fn merged(&mut self, theirs: &[Choice], session: &mut Session) -> Outcome {
        // As the two versions were shown: what was declared since is another conflict.
        let shown = self.theirs();
        for choice in theirs {
            if let Choice::Index(index) = choice
                && let (Some(field), Some(text)) = (self.fields.get_mut(*index), shown.get(*index))
            {
                field.text.set(text);
            }
        }
        self.opened = shown;
        self.unkept = true;
        self.save(session)
    }

    /// Reads again what is declared: another window may have done so since the last key.
    pub(super) fn read_again(&mut self, session: &Session) -> Result<()> {
        self.event.read_again(session)
    }
}
