//! The lists of Réglages: reference entries, questions of the attestation, steps of the check-list.
//! [`Listed`] is all that differs between them.

use super::{Row, Settings, not_here};
use crate::actions::records;
use crate::domain::event::step::Step;
use crate::domain::id::Id;
use crate::domain::question::Question;
use crate::domain::record::{Entity, Stored};
use crate::domain::reference::Entry;
use crate::domain::text::typography::{NARROW, quoted};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::{RecordForm, RowForm};
use crate::ui::session::Session;

/// A record in a list of Réglages.
trait Listed: Entity {
    /// The text above the fields of its form.
    const INTRODUCTION: &'static str;
    /// What becomes of a row that is retired.
    const GONE: &'static str;

    /// Returns the title of its form, and the name of its drafts.
    fn form(&self) -> (&'static str, &'static str);

    /// Returns the rows of its list.
    fn rows<'s>(&self, session: &'s Session) -> Vec<&'s Stored<Self>>;
}

impl Listed for Entry {
    const INTRODUCTION: &'static str =
        "Le nom est celui du site\u{202f}; le nom court sert aux colonnes étroites.";
    const GONE: &'static str = "n’est plus parmi les choix";

    fn form(&self) -> (&'static str, &'static str) {
        (self.list.label(), self.list.key())
    }

    fn rows<'s>(&self, session: &'s Session) -> Vec<&'s Stored<Self>> {
        session.references.all(self.list).collect()
    }
}

impl Listed for Question {
    const INTRODUCTION: &'static str = "La réponse est oui/non, nombre, texte ou choix\u{202f}; les choix sont séparés par des virgules. La réponse habituelle est proposée\u{202f}; elle n’est comptée que si on la donne.";
    const GONE: &'static str = "n’est plus posée";

    fn form(&self) -> (&'static str, &'static str) {
        ("Question de l’attestation", Self::TABLE)
    }

    fn rows<'s>(&self, session: &'s Session) -> Vec<&'s Stored<Self>> {
        session.questions.iter().collect()
    }
}

impl Listed for Step {
    const INTRODUCTION: &'static str =
        "L’échéance se compte depuis l’événement\u{202f}: J-30, J, J+1, ou rien.";
    const GONE: &'static str = "n’est plus dans la check-list";

    fn form(&self) -> (&'static str, &'static str) {
        ("Étape de la check-list", Self::TABLE)
    }

    fn rows<'s>(&self, session: &'s Session) -> Vec<&'s Stored<Self>> {
        session.steps.iter().collect()
    }
}

/// A row of a list, of any type.
pub(super) trait ListRow {
    /// Returns the form that modifies it, or that adds another to its list.
    fn form(&self, is_new: bool, session: &Session) -> RecordForm;

    /// Returns the name of the drafts of its form, and its identifier.
    fn draft(&self) -> (&'static str, String);

    /// Returns whether it is retired; none where it is not in the list any more.
    fn is_retired(&self, session: &Session) -> Option<bool>;

    /// Retires it, or offers it again.
    fn retire(&self, session: &mut Session) -> Outcome;

    /// Moves it one place up or down its list.
    fn shift(&self, up: bool, session: &mut Session) -> Outcome;

    /// Deletes it, unless something refers to it.
    fn delete(&self, session: &mut Session) -> Outcome;
}

/// The row of that identifier, in the list of a new record.
struct RowOf<R: Listed> {
    id: Id<R>,
    blank: R,
}

impl<R: Listed> ListRow for RowOf<R> {
    fn form(&self, is_new: bool, session: &Session) -> RecordForm {
        let (title, form) = self.blank.form();
        let rows = self.blank.rows(session).into_iter();
        let is_this = |row: &&Stored<R>| !is_new && row.id == self.id;
        let (this, others): (Vec<_>, Vec<_>) = rows.partition(is_this);
        RowForm {
            texts: (title, R::INTRODUCTION),
            form,
            row: this.first().copied(),
            blank: self.blank.clone(),
            taken: others.iter().map(|other| other.identity()).collect(),
            refusal: "Ce nom est déjà dans la liste.",
        }
        .open(session)
    }

    fn draft(&self) -> (&'static str, String) {
        (self.blank.form().1, self.id.to_string())
    }

    fn is_retired(&self, session: &Session) -> Option<bool> {
        let mut rows = self.blank.rows(session).into_iter();
        let row = rows.find(|row| row.id == self.id)?;
        Some(row.retired)
    }

    fn retire(&self, session: &mut Session) -> Outcome {
        let Some(row) = session.store.row(self.id)? else {
            return Ok(Vec::new());
        };
        let now = session.now();
        records::retire(&mut session.store, now, &row, !row.retired)?;
        let state = if row.retired { "revient" } else { R::GONE };
        let text = format!("{} {state}.", quoted(&row.name()));
        Ok(vec![Effect::Changed, Effect::success(text)])
    }

    fn shift(&self, up: bool, session: &mut Session) -> Outcome {
        let now = session.now();
        if let Some(row) = session.store.row(self.id)? {
            records::shift(&mut session.store, now, &row, up)?;
        }
        Ok(vec![Effect::Changed])
    }

    fn delete(&self, session: &mut Session) -> Outcome {
        let Some(row) = session.store.row(self.id)? else {
            return Ok(Vec::new());
        };
        let now = session.now();
        records::delete(&mut session.store, now, &row)?;
        let name = quoted(&row.name());
        let text = format!("{name}{NARROW}: suppression faite. Ctrl+Z rétablit.");
        Ok(vec![Effect::Changed, Effect::success(text)])
    }
}

impl Row {
    /// Returns the row of a list that the line shows, if any.
    pub(super) fn listed(self) -> Option<Box<dyn ListRow>> {
        Some(match self {
            Self::Entry(id, list) => {
                let blank = Entry {
                    list,
                    ..Entry::default()
                };
                Box::new(RowOf { id, blank })
            }
            Self::Question(id) => {
                let blank = Question::default();
                Box::new(RowOf { id, blank })
            }
            Self::Step(id) => {
                let blank = Step::default();
                Box::new(RowOf { id, blank })
            }
            _ => return None,
        })
    }
}

/// Returns the row with that identifier.
pub(super) fn find<R: Entity>(id: Id<R>, rows: &[Stored<R>]) -> Option<&Stored<R>> {
    rows.iter().find(|row| row.id == id)
}

impl Settings {
    pub(super) fn retire(&mut self, session: &mut Session) -> Outcome {
        match self.row().listed() {
            Some(row) => row.retire(session),
            None => not_here("R retire une ligne d’une liste, plus bas."),
        }
    }

    pub(super) fn shift(&mut self, up: bool, session: &mut Session) -> Outcome {
        match self.row().listed() {
            Some(row) => row.shift(up, session),
            None => not_here("Cette ligne ne se déplace pas."),
        }
    }
}
