//! The lists of Réglages: reference entries, the attestation's questions, the check-list's steps.

use super::{Row, Settings, drafts, not_here};
use crate::domain::event::checklist::{Step, parse_offset};
use crate::domain::id::{EntryId, QuestionId, StepId};
use crate::domain::question::{Question as Asked, QuestionKind};
use crate::domain::reference::{Entry, ListKind};
use crate::domain::text::fold::sort_key;
use crate::domain::text::typography::{NARROW, quoted};
use crate::explain::Explain;
use crate::store::{EntryText, Ordered, QuestionText, Result, StepText, StoreError};
use crate::ui::dialog::fields::{Check, Fields};
use crate::ui::effect::{Effect, Outcome, Question};
use crate::ui::session::Session;

const ENTRY: [&str; 3] = ["Nom", "Nom court", "Définition"];
const QUESTION: [&str; 4] = ["Question", "Réponse", "Choix", "Réponse habituelle"];
const STEP: [&str; 4] = ["Étape", "Nom court", "Échéance", "Comment"];

impl Row {
    /// The row of a list that the line shows, if it shows one.
    pub(super) fn ordered(self) -> Option<Ordered> {
        match self {
            Self::Entry(id, _) => Some(Ordered::Entry(id)),
            Self::Question(id) => Some(Ordered::Question(id)),
            Self::Step(id) => Some(Ordered::Step(id)),
            _ => None,
        }
    }
}

/// What a row of a list is called, and whether it is retired.
fn named(what: Ordered, session: &Session) -> Option<(String, bool)> {
    match what {
        Ordered::Entry(id) => session
            .references
            .get(id)
            .map(|entry| (entry.label.clone(), entry.retired)),
        Ordered::Question(id) => {
            question(id, session).map(|asked| (asked.label.clone(), asked.retired))
        }
        Ordered::Step(id) => step(id, session).map(|step| (step.label.clone(), step.retired)),
    }
}

pub(super) fn question(id: QuestionId, session: &Session) -> Option<&Asked> {
    session.questions.iter().find(|asked| asked.id == id)
}

pub(super) fn step(id: StepId, session: &Session) -> Option<&Step> {
    session.steps.iter().find(|step| step.id == id)
}

/// Whether the line shows something no longer offered.
pub(super) fn is_retired(row: Row, session: &Session) -> bool {
    row.ordered()
        .and_then(|what| named(what, session))
        .is_some_and(|(_, retired)| retired)
}

impl Settings {
    pub(super) fn retire(&mut self, session: &mut Session) -> Outcome {
        let Some(what) = self.row().ordered() else {
            return not_here("R retire une ligne d’une liste, plus bas.");
        };
        let Some((name, retired)) = named(what, session) else {
            return Ok(Vec::new());
        };
        let name = quoted(&name);
        let (verb, told) = if retired {
            ("retour", "revient")
        } else {
            match what {
                Ordered::Step(_) => ("retrait", "n’est plus dans la check-list"),
                Ordered::Question(_) => ("retrait", "n’est plus posée"),
                Ordered::Entry(_) => ("retrait", "n’est plus parmi les choix"),
            }
        };
        let now = session.now();
        session
            .store
            .record(&format!("{verb} de {name}"), now, |change| {
                change.retire(what, !retired)
            })?;
        Ok(vec![
            Effect::Changed,
            Effect::success(format!("{name} {told}.")),
        ])
    }

    /// Deletes a row of a list that nothing bears.
    pub(super) fn remove(&mut self, what: Ordered, session: &mut Session) -> Outcome {
        let Some((name, _)) = named(what, session) else {
            return Ok(Vec::new());
        };
        let (name, now) = (quoted(&name), session.now());
        let label = format!("suppression de {name}");
        match session
            .store
            .record(&label, now, |change| change.remove(what))
        {
            Err(used @ StoreError::InUse(_)) => Ok(vec![Effect::info(format!(
                "{} R la retire sans rien perdre.",
                used.explain()
            ))]),
            deleted => {
                deleted?;
                Ok(vec![
                    Effect::Changed,
                    Effect::success(format!(
                        "{name}{NARROW}: suppression faite. Ctrl+Z rétablit."
                    )),
                ])
            }
        }
    }

    pub(super) fn shift(&mut self, up: bool, session: &mut Session) -> Outcome {
        let Some(what) = self.row().ordered() else {
            return not_here("Cette ligne ne se déplace pas.");
        };
        let name = named(what, session).map(|(name, _)| quoted(&name));
        let label = format!("déplacement de {}", name.unwrap_or_default());
        let now = session.now();
        session
            .store
            .record(&label, now, |change| change.shift(what, up))?;
        Ok(vec![Effect::Changed])
    }
}

/// The form of an entry, or of a new one.
pub(super) fn entry_form(entry: Option<&Entry>, list: ListKind, session: &Session) -> Fields {
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
pub(super) fn question_form(asked: Option<&Asked>, session: &Session) -> Fields {
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
        if written.kind == QuestionKind::Choice && written.choices.len() < 2 {
            return Some((
                2,
                "Deux choix au moins, séparés par des virgules.".to_owned(),
            ));
        }
        let asked = Asked {
            id: QuestionId::from_uuid(uuid::Uuid::nil()),
            label: written.label,
            kind: written.kind,
            choices: written.choices,
            usual: String::new(),
            retired: false,
        };
        asked.problem(&written.usual).map(|problem| (3, problem))
    })
}

/// The form of a step, or of a new one.
pub(super) fn step_form(step: Option<&Step>, session: &Session) -> Fields {
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
fn question_text(texts: &[String]) -> Option<QuestionText> {
    let text = |index: usize| texts.get(index).map_or("", String::as_str);
    let choices = text(2).split(',').map(str::trim);
    Some(QuestionText {
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
    let entry = EntryText {
        label: text(0),
        short: text(1),
        definition: text(2),
    };
    let now = session.now();
    session
        .store
        .record(&label(id.is_some(), &entry.label), now, |change| match id {
            Some(id) => change.rename_entry(id, &entry),
            None => change.add_entry(EntryId::new(now), list, &entry),
        })
}

/// Keeps what the form of a question says.
pub(super) fn set_question(
    id: Option<QuestionId>,
    texts: &[String],
    session: &mut Session,
) -> Result<()> {
    let Some(text) = question_text(texts) else {
        return Ok(());
    };
    let now = session.now();
    session
        .store
        .record(&label(id.is_some(), &text.label), now, |change| match id {
            Some(id) => change.reword_question(id, &text),
            None => change.add_question(QuestionId::new(now), &text),
        })
}

/// Keeps what the form of a step says.
pub(super) fn set_step(id: Option<StepId>, texts: &[String], session: &mut Session) -> Result<()> {
    let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
    let step = StepText {
        label: text(0),
        short: text(1),
        how: text(3),
        days: parse_offset(&text(2)).flatten(),
    };
    let now = session.now();
    session
        .store
        .record(&label(id.is_some(), &step.label), now, |change| match id {
            Some(id) => change.reword_step(id, &step),
            None => change.add_step(StepId::new(now), &step),
        })
}

fn label(known: bool, name: &str) -> String {
    let verb = if known { "changement" } else { "ajout" };
    format!("{verb} de {}", quoted(name))
}
