//! `carnet attester`: fills or corrects the attestation of an event.

use std::collections::BTreeMap;

use serde_json::json;

use crate::actions::attestations::{self, Declaration};
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, close, notify, print};
use crate::cli::lookup;
use crate::cli::values::Values;
use crate::domain::event::Event;
use crate::domain::event::attestation::{Attestation, MAX_ATTENDEES, NOT_GIVEN};
use crate::domain::event::doubt::Doubt;
use crate::domain::id::QuestionId;
use crate::domain::question::Question;
use crate::domain::record::Stored;
use crate::domain::text::displayable;
use crate::domain::text::fold::{fold, plain_key};
use crate::domain::text::typography::{self, NARROW, count, list, quoted};
use crate::store::{Moment, Store};

struct AttestOptions {
    /// The end of the identifier of the event.
    id: String,
    attendees: Option<u32>,
    /// Questions as they are named, with their answers.
    answers: Vec<(String, String)>,
    remark: Option<String>,
    /// When it was entered on the site, as typed; `Some(None)` for today.
    transmitted: Option<Option<String>>,
    /// Whether to declare in spite of doubts.
    is_confirmed: bool,
    json: bool,
}

impl AttestOptions {
    /// Whether something of the attestation is declared, besides its transmission.
    fn declares(&self) -> bool {
        self.attendees.is_some() || !self.answers.is_empty() || self.remark.is_some()
    }
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let answers = values.texts("reponse");
    let options = AttestOptions {
        id: values.text_argument().unwrap_or_default(),
        attendees: values.number("presents")?,
        answers: answers
            .iter()
            .map(|text| answer(text))
            .collect::<Result<_, _>>()?,
        remark: values.text("remarque"),
        transmitted: values.optional_text("transmise"),
        is_confirmed: values.switch("oui"),
        json: values.switch("json"),
    };
    if !options.declares() && options.transmitted.is_none() {
        return Err(missing_attendees());
    }
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(store, moment, &options)
    }))
}

/// Reads `1=oui`: a question, then its answer.
fn answer(text: &str) -> Result<(String, String), Failure> {
    let (question, answer) = text.split_once('=').ok_or_else(|| {
        Failure::Usage(format!(
            "Une réponse s’écrit 1=oui{NARROW}; {} n’en est pas une.",
            quoted(text)
        ))
    })?;
    Ok((question.to_owned(), answer.trim().to_owned()))
}

fn missing_attendees() -> Failure {
    Failure::Usage(format!(
        "Combien de présents{NARROW}? Ajoutez --presents N."
    ))
}

fn run(mut store: Store, moment: Moment, options: &AttestOptions) -> Outcome {
    let event = lookup::event(&store, &options.id)?;
    let questions = store.questions()?;
    let transmitted_on = match &options.transmitted {
        None => None,
        Some(None) => Some(moment.today),
        Some(Some(text)) => Some(lookup::date(text, moment.today)?),
    };
    if let Some(day) = transmitted_on.filter(|&day| day > moment.today) {
        return Err(Failure::Refused(format!(
            "Une attestation ne peut pas être transmise à l’avance, le {}. Rien n’a été changé.",
            typography::full_date(day)
        )));
    }
    let mut attestation = declared(&event, &questions, moment, options)?;
    if transmitted_on.is_some() {
        attestation.transmitted_on = transmitted_on;
    }
    let doubts = Doubt::of((&event).into(), &attestation, moment.now);
    if !doubts.is_empty() {
        let doubts = Doubt::sentences(&doubts).join(" ");
        if !options.is_confirmed {
            return Err(Failure::Refused(format!(
                "{doubts} Rien n’a été changé\u{202f}; ajoutez --oui pour le déclarer quand même."
            )));
        }
        notify(&doubts);
    }
    let declaration = attestations::declare(&mut store, moment.now, &event, &attestation)?;
    close(store);
    if options.json {
        return print(&format!("{}\n", object(&event, &questions, &attestation)));
    }
    notify_declared(declaration, &event, &questions, &attestation);
    Ok(())
}

/// Returns the attestation to declare.
fn declared(
    event: &Event,
    questions: &[Stored<Question>],
    moment: Moment,
    options: &AttestOptions,
) -> Result<Attestation, Failure> {
    let before = event.attestation.as_ref();
    if let (Some(before), false) = (before, options.declares()) {
        return Ok(before.clone());
    }
    let attendees = options
        .attendees
        .or(before.map(|before| before.attendees))
        .ok_or_else(missing_attendees)?;
    if attendees > MAX_ATTENDEES {
        return Err(Failure::Refused(format!(
            "Pas plus de {} présents. Rien n’a été changé.",
            typography::number(MAX_ATTENDEES.into())
        )));
    }
    let answers = answers(before, questions, &options.answers)?;
    let remark = match (&options.remark, before) {
        (Some(remark), _) => displayable::lines(remark.trim()).into_owned(),
        (None, Some(before)) => before.remark.clone(),
        (None, None) => String::new(),
    };
    Ok(Attestation::declared(
        before, attendees, answers, remark, moment.now,
    ))
}

/// Returns the answers: those given now, else the earlier ones.
fn answers(
    before: Option<&Attestation>,
    questions: &[Stored<Question>],
    given: &[(String, String)],
) -> Result<BTreeMap<QuestionId, String>, Failure> {
    let offered: Vec<&Stored<Question>> = questions.iter().filter(|it| !it.retired).collect();
    let mut answers = before.map_or_else(BTreeMap::new, |before| before.answers.clone());
    for (name, typed) in given {
        let question = question_named(&offered, name)?;
        let typed = displayable::line(typed).into_owned();
        let answer = question
            .options()
            .into_iter()
            .find(|option| fold(option) == fold(&typed))
            .unwrap_or(typed);
        if let Some(problem) = question.problem(&answer) {
            let choices: Vec<String> = question.options().iter().map(|it| quoted(it)).collect();
            let choices = match choices.as_slice() {
                [] => String::new(),
                choices => format!(" Au choix\u{202f}: {}.", list(choices)),
            };
            return Err(Failure::Refused(format!(
                "Réponse à {}\u{202f}: {problem}{choices} Rien n’a été changé.",
                quoted(&question.label)
            )));
        }
        if answer.is_empty() {
            answers.remove(&question.id);
        } else {
            answers.insert(question.id, answer);
        }
    }
    Ok(answers)
}

/// Returns the question of that number, in the order asked, or the only one that has all these words.
fn question_named<'q>(
    offered: &[&'q Stored<Question>],
    name: &str,
) -> Result<&'q Stored<Question>, Failure> {
    if let Ok(number) = name.trim().parse::<usize>() {
        let question = number.checked_sub(1).and_then(|index| offered.get(index));
        if let Some(question) = question {
            return Ok(question);
        }
    } else {
        let typed = plain_key(name);
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut found = offered.iter().filter(|question| {
            let label = plain_key(&question.label);
            !words.is_empty() && words.iter().all(|word| label.contains(word))
        });
        if let (Some(question), None) = (found.next(), found.next()) {
            return Ok(question);
        }
    }
    let questions: Vec<String> = (1..)
        .zip(offered)
        .map(|(number, question)| format!("{number} {}", quoted(&question.label)))
        .collect();
    Err(Failure::Usage(match questions.as_slice() {
        [] => "Aucune question n’est posée avec l’attestation\u{202f}: sans --reponse.".to_owned(),
        questions => format!(
            "Quelle question\u{202f}? {} n’en désigne pas une. Au choix\u{202f}: {}.",
            quoted(name.trim()),
            list(questions)
        ),
    }))
}

/// Says what was declared.
fn notify_declared(
    declaration: Declaration,
    event: &Event,
    questions: &[Stored<Question>],
    attestation: &Attestation,
) {
    let title = quoted(&event.content.title);
    let done = match declaration {
        Declaration::Unchanged => {
            notify(&format!(
                "L’attestation de {title} dit déjà cela. Rien n’a été changé."
            ));
            return;
        }
        Declaration::First => "remplie",
        Declaration::Transmission => "transmise",
        Declaration::Correction | Declaration::Return => "corrigée",
    };
    let attendees = count(attestation.attendees.into(), "présent", "présents");
    let date = match event.content.days() {
        Some(days) => format!(", {}", days.full()),
        None => String::new(),
    };
    notify(&format!(
        "Attestation {done}\u{202f}: {attendees} à {title}{date}."
    ));
    for (question, answer) in attestation.answers_to(questions) {
        let answer = answer.unwrap_or(NOT_GIVEN);
        notify(&format!("  {} → {answer}", question.label));
    }
    notify(&match attestation.transmitted_on {
        Some(day) => format!("Saisie sur le site le {}.", typography::full_date(day)),
        None => format!(
            "Une fois qu’elle est saisie sur le site\u{202f}: {}.",
            quoted(&format!("carnet attester {} --transmise", event.id.short()))
        ),
    });
}

fn object(
    event: &Event,
    questions: &[Stored<Question>],
    attestation: &Attestation,
) -> serde_json::Value {
    let answers: Vec<_> = attestation
        .answers_to(questions)
        .map(|(question, answer)| json!({ "question": question.label, "reponse": answer }))
        .collect();
    json!({
        "identifiant": event.id,
        "titre": event.content.title,
        "date": event.content.date,
        "presents": attestation.attendees,
        "reponses": answers,
        "remarque": attestation.remark,
        "remplie_le": attestation.filled_at,
        "corrigee_le": attestation.corrected_at,
        "transmise_le": attestation.transmitted_on,
    })
}
