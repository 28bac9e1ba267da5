//! The lists opened from Réglages: the entries of the reference lists, the questions of the
//! attestation, the steps of the check-list.

use super::record_place::Feature;
use crate::domain::event::step::Step;
use crate::domain::question::Question;
use crate::domain::reference::Entry;

impl Feature for Entry {
    const INTRODUCTION: &'static str =
        "Le nom est celui du site\u{202f}; le nom court sert aux colonnes étroites.";

    fn place(&self) -> &'static str {
        self.list.label()
    }

    fn form(&self) -> &'static str {
        self.list.key()
    }
}

impl Feature for Question {
    const INTRODUCTION: &'static str = "La réponse est oui/non, nombre, texte ou choix\u{202f}; les choix sont séparés par des virgules. La réponse habituelle est proposée\u{202f}; elle n’est comptée que si on la donne.";
}

impl Feature for Step {
    const INTRODUCTION: &'static str =
        "L’échéance se compte depuis l’événement\u{202f}: J-30, J, J+1, ou rien.";
}
