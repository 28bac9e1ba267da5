//! Sentences about a terminal that can't be used.

use super::{Explain, reason};
use crate::domain::text::typography::{NARROW, quoted};
use crate::terminal::TerminalError;

impl Explain for TerminalError {
    fn explain(&self) -> String {
        match self {
            Self::InputIsNotATerminal | Self::OutputIsNotATerminal => format!(
                "Carnet s’ouvre dans un terminal. Sans écran, utilisez par exemple {}{NARROW}; {} dit tout.",
                quoted("carnet liste"),
                quoted("carnet --help")
            ),
            Self::Setup(error) => format!(
                "Le terminal ne répond pas ({}). Le carnet n’a pas été touché{NARROW}; essayez dans une autre fenêtre de terminal.",
                reason(error)
            ),
            Self::Lost(error) => format!(
                "Le terminal ne répond plus ({}). Ce qui était enregistré l’est, et ce qui était tapé est gardé{NARROW}; rouvrez Carnet dans une autre fenêtre de terminal pour le reprendre.",
                reason(error)
            ),
        }
    }
}
