//! The lists of Réglages: reference entries, questions of the attestation, steps of the check-list.

use super::{Row, Settings, not_here};
use crate::actions::records;
use crate::domain::event::step::Step;
use crate::domain::id::{EntryId, Id, QuestionId, StepId};
use crate::domain::question::Question as Asked;
use crate::domain::record::{Entity, Stored};
use crate::domain::reference::Entry;
use crate::domain::text::typography::{NARROW, quoted};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// The row of a list, by its identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListRow {
    Entry(EntryId),
    Question(QuestionId),
    Step(StepId),
}

impl Row {
    /// Returns the row of a list that the line shows, if any.
    pub(super) fn ordered(self) -> Option<ListRow> {
        match self {
            Self::Entry(id, _) => Some(ListRow::Entry(id)),
            Self::Question(id) => Some(ListRow::Question(id)),
            Self::Step(id) => Some(ListRow::Step(id)),
            _ => None,
        }
    }
}

pub(super) fn question(id: QuestionId, session: &Session) -> Option<&Stored<Asked>> {
    session.questions.iter().find(|asked| asked.id == id)
}

pub(super) fn step(id: StepId, session: &Session) -> Option<&Stored<Step>> {
    session.steps.iter().find(|step| step.id == id)
}

/// Whether the line shows something retired.
pub(super) fn is_retired(row: Row, session: &Session) -> bool {
    let retired = match row.ordered() {
        Some(ListRow::Entry(id)) => session.references.get(id).map(|row| row.retired),
        Some(ListRow::Question(id)) => question(id, session).map(|row| row.retired),
        Some(ListRow::Step(id)) => step(id, session).map(|row| row.retired),
        None => None,
    };
    retired == Some(true)
}

impl Settings {
    pub(super) fn retire(&mut self, session: &mut Session) -> Outcome {
        let Some(what) = self.row().ordered() else {
            return not_here("R retire une ligne d’une liste, plus bas.");
        };
        match what {
            ListRow::Entry(id) => retire::<Entry>(id, "n’est plus parmi les choix", session),
            ListRow::Question(id) => retire::<Asked>(id, "n’est plus posée", session),
            ListRow::Step(id) => retire::<Step>(id, "n’est plus dans la check-list", session),
        }
    }

    /// Deletes a row of a list that nothing refers to.
    pub(super) fn remove(&mut self, what: ListRow, session: &mut Session) -> Outcome {
        match what {
            ListRow::Entry(id) => remove::<Entry>(id, session),
            ListRow::Question(id) => remove::<Asked>(id, session),
            ListRow::Step(id) => remove::<Step>(id, session),
        }
    }

    pub(super) fn shift(&mut self, up: bool, session: &mut Session) -> Outcome {
        match self.row().ordered() {
            Some(ListRow::Entry(id)) => shift::<Entry>(id, up, session),
            Some(ListRow::Question(id)) => shift::<Asked>(id, up, session),
            Some(ListRow::Step(id)) => shift::<Step>(id, up, session),
            None => not_here("Cette ligne ne se déplace pas."),
        }
    }
}

fn retire<R: Entity>(id: Id<R>, gone: &str, session: &mut Session) -> Outcome {
    let Some(row) = session.store.row::<R>(id)? else {
        return Ok(Vec::new());
    };
    let now = session.now();
    records::retire(&mut session.store, now, &row, !row.retired)?;
    let state = if row.retired { "revient" } else { gone };
    let name = quoted(&row.name());
    Ok(vec![
        Effect::Changed,
        Effect::success(format!("{name} {state}.")),
    ])
}

fn remove<R: Entity>(id: Id<R>, session: &mut Session) -> Outcome {
    let Some(row) = session.store.row::<R>(id)? else {
        return Ok(Vec::new());
    };
    let now = session.now();
    records::delete(&mut session.store, now, &row)?;
    let name = quoted(&row.name());
    let text = format!("{name}{NARROW}: suppression faite. Ctrl+Z rétablit.");
    Ok(vec![Effect::Changed, Effect::success(text)])
}

fn shift<R: Entity>(id: Id<R>, up: bool, session: &mut Session) -> Outcome {
    let now = session.now();
    if let Some(row) = session.store.row::<R>(id)? {
        records::shift(&mut session.store, now, &row, up)?;
    }
    Ok(vec![Effect::Changed])
}
