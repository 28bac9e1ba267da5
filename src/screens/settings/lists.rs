//! The lists of Réglages: reference entries, the attestation's questions, the check-list's steps.

use super::{Row, Settings, drafts, not_here};
use crate::actions::records;
use crate::domain::event::checklist::{Step, parse_offset};
use crate::domain::id::{EntryId, QuestionId, StepId};
use crate::domain::question::{Question as Asked, QuestionKind};
use crate::domain::record::{Entity, Record as _, Stored};
use crate::domain::reference::{Entry, ListKind};
use crate::domain::text::fold::sort_key;
use crate::domain::text::typography::{NARROW, quoted};
use crate::explain::Explain;
use crate::store::{Result, StoreError};
use crate::ui::dialog::fields::{Check, Fields};
use crate::ui::effect::{Effect, Outcome, Question};
use crate::ui::session::Session;

const ENTRY: [&str; 3] = ["Nom", "Nom court", "Définition"];
const QUESTION: [&str; 4] = ["Question", "Réponse", "Choix", "Réponse habituelle"];
const STEP: [&str; 4] = ["Étape", "Nom court", "Échéance", "Comment"];

/// A row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListRow {
    Entry(EntryId),
    Question(QuestionId),
    Step(StepId),
}

impl Row {
    /// The row of a list that the line shows, if it shows one.
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

/// Whether the line shows something no longer offered.
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

    /// Deletes a row of a list that nothing bears.
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

fn retire<R: Entity>(id: R::Id, gone: &str, session: &mut Session) -> Outcome {
    let Some(row) = session.store.row::<R>(id)? else {
        return Ok(Vec::new());
    };
    let now = session.now();
    records::retire(&mut session.store, now, &row, !row.retired)?;
    let told = if row.retired { "revient" } else { gone };
    let name = quoted(&row.name());
    Ok(vec![
        Effect::Changed,
        Effect::success(format!("{name} {told}.")),
    ])
}

fn remove<R: Entity>(id: R::Id, session: &mut Session) -> Outcome {
    let Some(row) = session.store.row::<R>(id)? else {
        return Ok(Vec::new());
    };
    let now = session.now();
    match records::delete(&mut session.store, now, &row) {
        Err(used @ StoreError::InUse(_)) => Ok(vec![Effect::info(format!(
            "{} R la retire sans rien perdre.",
            used.explain()
        ))]),
        deleted => {
            deleted?;
            let name = quoted(&row.name());
            Ok(vec![
                Effect::Changed,
                Effect::success(format!(
                    "{name}{NARROW}: suppression faite. Ctrl+Z rétablit."
                )),
            ])
        }
    }
}

fn shift<R: Entity>(id: R::Id, up: bool, session: &mut Session) -> Outcome {
    let now = session.now();
    if let Some(row) = session.store.row::<R>(id)? {
        records::shift(&mut session.store, now, &row, up)?;
    }
    Ok(vec![Effect::Changed])
}

/// Keeps what a form says of a row, or of a new one.
fn keep<R: Entity>(
    id: Option<R::Id>,
    session: &mut Session,
    write: impl FnOnce(&mut R),
) -> Result<()> {
    let now = session.now();
    let known = match id {
        Some(id) => Some(session.store.row::<R>(id)?.ok_or(StoreError::Stale)?),
        None => None,
    };
    let mut record = known
        .as_ref()
        .map(|known| known.record.clone())
        .unwrap_or_default();
    write(&mut record);
    match known {
        Some(known) => records::modify(&mut session.store, now, &known, &record),
        None => records::create(&mut session.store, now, &record).map(drop),
    }
}

/// The form of an entry, or of a new one.
pub(super) fn entry_form(
    entry: Option<&Stored<Entry>>,
    list: ListKind,
    session: &Session,
) -> Fields {
    let texts = entry.map_or_else(Default::default, |entry| {
        [&entry.label, &entry.short, &entry.definition].map(Clone::clone)
    });
    let id = entry.map(|entry| entry.id);
    let others = session.references.all(list);
    let others = others.filter(|other| Some(other.id) != id);
    let text = "Le nom est celui du site\u{202f}; le nom court sert aux colonnes étroites.";
    Fields::new(
        Question::Entry(id, list),
        list.label(),
        text,
        &ENTRY,
        &texts,
    )
    .kept_as(drafts::of_entry(id, list))
    .checked(name_check(
        others.map(|other| other.label.clone()).collect(),
    ))
}

/// The form of a question of the attestation, or of a new one.
pub(super) fn question_form(asked: Option<&Stored<Asked>>, session: &Session) -> Fields {
    let texts = asked.map_or_else(
        || {
            [
                String::new(),
                QuestionKind::YesNo.label().to_owned(),
                String::new(),
                String::new(),
            ]
        },
        |asked| {
            [
                asked.label.clone(),
                asked.kind.label().to_owned(),
                asked.choices.join(", "),
                asked.usual.clone(),
            ]
        },
    );
    let id = asked.map(|asked| asked.id);
    let others = session
        .questions
        .iter()
        .filter(|other| Some(other.id) != id);
    let unnamed = name_check(others.map(|other| other.label.clone()).collect());
    let text = "La réponse est oui/non, nombre, texte ou choix\u{202f}; les choix sont séparés par des virgules. La réponse habituelle est proposée d’avance.";
    Fields::new(
        Question::AttestationQuestion(id),
        "Question de l’attestation",
        text,
        &QUESTION,
        &texts,
    )
    .kept_as(drafts::of_question(id))
    .checked(move |texts| {
        if let Some(problem) = unnamed(texts) {
            return Some(problem);
        }
        let written = question_text(texts);
        let Some(written) = written else {
            return Some((
                1,
                "Au choix\u{202f}: oui/non, nombre, texte, choix.".to_owned(),
            ));
        };
        let (key, sentence) = written.problems().into_iter().next()?;
        let place = Asked::FIELDS.iter().position(|field| field.key == key);
        Some((place.unwrap_or(0), sentence))
    })
}

/// The form of a step, or of a new one.
pub(super) fn step_form(step: Option<&Stored<Step>>, session: &Session) -> Fields {
    let texts = step.map_or_else(Default::default, |step| {
        [
            step.label.clone(),
            step.short.clone(),
            step.offset(),
            step.how.clone(),
        ]
    });
    let id = step.map(|step| step.id);
    let others = session.steps.iter().filter(|other| Some(other.id) != id);
    let unnamed = name_check(others.map(|other| other.label.clone()).collect());
    let text = "L’échéance se compte depuis l’événement\u{202f}: J-30, J, J+1, ou rien.";
    Fields::new(
        Question::Step(id),
        "Étape de la check-list",
        text,
        &STEP,
        &texts,
    )
    .kept_as(drafts::of_step(id))
    .checked(move |texts| {
        unnamed(texts).or_else(|| {
            let typed = texts.get(2).map_or("", String::as_str);
            let sentence = "Par exemple J-30, J ou J+1, ou rien.".to_owned();
            parse_offset(typed).is_none().then_some((2, sentence))
        })
    })
}

/// Asks for a name that no other bears, accents, case and spaces aside.
fn name_check(others: Vec<String>) -> Check {
    let others: Vec<String> = others.iter().map(|label| sort_key(label)).collect();
    Box::new(move |texts| {
        let name = texts.first().map_or("", String::as_str);
        if name.is_empty() {
            return Some((0, "Un nom est nécessaire.".to_owned()));
        }
        others
            .contains(&sort_key(name))
            .then(|| (0, "Ce nom est déjà dans la liste.".to_owned()))
    })
}

/// What the form of a question says; `None` when its kind is not one.
fn question_text(texts: &[String]) -> Option<Asked> {
    let text = |index: usize| texts.get(index).map_or("", String::as_str);
    let choices = text(2).split(',').map(str::trim);
    Some(Asked {
        label: text(0).to_owned(),
        kind: QuestionKind::parse(text(1))?,
        choices: choices
            .filter(|choice| !choice.is_empty())
            .map(|choice| choice.replace('|', "/"))
            .collect(),
        usual: text(3).to_owned(),
    })
}

/// Keeps what the form of an entry says.
pub(super) fn set_entry(
    id: Option<EntryId>,
    list: ListKind,
    texts: &[String],
    session: &mut Session,
) -> Result<()> {
    let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
    keep(id, session, |entry| {
        *entry = Entry {
            list,
            label: text(0),
            short: text(1),
            definition: text(2),
        };
    })
}

/// Keeps what the form of a question says.
pub(super) fn set_question(
    id: Option<QuestionId>,
    texts: &[String],
    session: &mut Session,
) -> Result<()> {
    match question_text(texts) {
        Some(text) => keep(id, session, |asked| *asked = text),
        None => Ok(()),
    }
}

/// Keeps what the form of a step says.
pub(super) fn set_step(id: Option<StepId>, texts: &[String], session: &mut Session) -> Result<()> {
    let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
    keep(id, session, |step: &mut Step| {
        *step = Step {
            label: text(0),
            short: text(1),
            how: text(3),
            days: parse_offset(&text(2)).flatten(),
            role: step.role,
        };
    })
}
