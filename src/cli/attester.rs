//! `carnet attester`: who came to an event, declared or corrected in one line.

use std::collections::BTreeMap;

use serde_json::json;

use super::arguments::{AttestOptions, Day, no_attendees};
use super::{Failure, Outcome, named, say, tell};
use crate::domain::event::Event;
use crate::domain::event::attestation::{Attestation, Doubt, MOST_ATTENDEES};
use crate::domain::id::QuestionId;
use crate::domain::question::Question;
use crate::domain::record::Stored;
use crate::domain::text::displayable;
use crate::domain::text::fold::{fold, sort_key};
use crate::domain::text::typography;
use crate::domain::text::typography::{count, list, quoted};
use crate::store::{Moment, Store};

pub(super) fn run(mut store: Store, at: Moment, options: &AttestOptions) -> Outcome {
    let event = named::event(&store, &options.id)?;
    let questions = store.questions()?;
    let transmitted_on = match &options.transmitted {
        None => None,
        Some(Day::Today) => Some(at.today),
        Some(Day::Typed(text)) => Some(named::date(text, at.today)?),
    };
    if let Some(day) = transmitted_on.filter(|&day| day > at.today) {
        return Err(Failure::Refused(format!(
            "Une attestation ne peut pas être transmise à l’avance, le {}. Rien n’a été changé.",
            typography::full_date(day)
        )));
    }
    let (mut attestation, doubts) = declared(&event, &questions, at, options)?;
    if transmitted_on.is_some() {
        attestation.transmitted_on = transmitted_on;
    }
    if !doubts.is_empty() {
        let doubts: Vec<String> = doubts.into_iter().map(Doubt::sentence).collect();
        let doubts = doubts.join(" ");
        if !options.sure {
            return Err(Failure::Refused(format!(
                "{doubts} Rien n’a été changé\u{202f}; ajoutez --oui pour le déclarer quand même."
            )));
        }
        tell(&doubts);
    }
    store.record(&label(&event, options), at.now, |change| {
        change.attest(event.id, &attestation)
    })?;
    super::close(store)?;
    if options.json {
        return say(&format!("{}\n", object(&event, &questions, &attestation)));
    }
    told(&event, &questions, &attestation);
    Ok(())
}

/// What is declared, and what is doubtful in it.
fn declared(
    event: &Event,
    questions: &[Stored<Question>],
    at: Moment,
    options: &AttestOptions,
) -> Result<(Attestation, Vec<Doubt>), Failure> {
    let before = event.attestation.as_ref();
    let declares =
        options.attendees.is_some() || !options.answers.is_empty() || options.remark.is_some();
    if let (Some(before), false) = (before, declares) {
        return Ok((before.clone(), Vec::new()));
    }
    let attendees = options
        .attendees
        .or(before.map(|before| before.attendees))
        .ok_or_else(no_attendees)?;
    if attendees > MOST_ATTENDEES {
        return Err(Failure::Refused(format!(
            "Pas plus de {} présents. Rien n’a été changé.",
            typography::number(MOST_ATTENDEES.into())
        )));
    }
    let answers = answers(before, questions, &options.answers)?;
    let remark = match (&options.remark, before) {
        (Some(remark), _) => displayable::lines(remark.trim()).into_owned(),
        (None, Some(before)) => before.remark.clone(),
        (None, None) => String::new(),
    };
    let doubts = options
        .attendees
        .map_or_else(Vec::new, |attendees| Doubt::of(event, attendees, at.now));
    let attestation = Attestation::declared(before, attendees, answers, remark, at.now);
    Ok((attestation, doubts))
}

/// The answers: those given now, else those given before, else the usual ones.
fn answers(
    before: Option<&Attestation>,
    questions: &[Stored<Question>],
    given: &[(String, String)],
) -> Result<BTreeMap<QuestionId, String>, Failure> {
    let offered: Vec<&Stored<Question>> = questions.iter().filter(|it| !it.retired).collect();
    let mut answers = before.map_or_else(BTreeMap::new, |before| before.answers.clone());
    for question in &offered {
        let usual = &question.usual;
        if !usual.is_empty() && question.problem(usual).is_none() {
            let answer = answers.entry(question.id);
            answer.or_insert_with(|| usual.clone());
        }
    }
    for (name, typed) in given {
        let question = asked(&offered, name)?;
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

/// The question of that number, in the order asked, or the one whose wording has all these words.
fn asked<'q>(
    offered: &[&'q Stored<Question>],
    name: &str,
) -> Result<&'q Stored<Question>, Failure> {
    if let Ok(number) = name.trim().parse::<usize>() {
        let question = number.checked_sub(1).and_then(|index| offered.get(index));
        if let Some(question) = question {
            return Ok(question);
        }
    } else {
        let typed = sort_key(name);
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut found = offered.iter().filter(|question| {
            let label = sort_key(&question.label);
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

/// What the action is called, for whoever takes it back.
fn label(event: &Event, options: &AttestOptions) -> String {
    let title = quoted(&event.content.title);
    let is_transmission =
        options.attendees.is_none() && options.answers.is_empty() && options.remark.is_none();
    match (&event.attestation, is_transmission) {
        (None, _) => format!("attestation de {title}"),
        (Some(_), false) => format!("correction de l’attestation de {title}"),
        (Some(_), true) => format!("transmission de l’attestation de {title}"),
    }
}

/// The answers with the wording of their questions, in the order asked; those of a question that
/// is gone are left out.
fn worded<'a>(
    questions: &'a [Stored<Question>],
    attestation: &'a Attestation,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    questions.iter().filter_map(|question| {
        let answer = attestation.answers.get(&question.id)?;
        Some((question.label.as_str(), answer.as_str()))
    })
}

fn told(event: &Event, questions: &[Stored<Question>], attestation: &Attestation) {
    let title = quoted(&event.content.title);
    if event.attestation.as_ref() == Some(attestation) {
        tell(&format!(
            "L’attestation de {title} dit déjà cela. Rien n’a été changé."
        ));
        return;
    }
    let done = match &event.attestation {
        None => "remplie",
        Some(_) => "corrigée",
    };
    let attendees = count(attestation.attendees.into(), "présent", "présents");
    let date = match event.content.date {
        Some(date) => format!(", {}", typography::full_date(date)),
        None => String::new(),
    };
    let done = match &event.attestation {
        Some(before) if same_but_transmission(before, attestation) => "transmise",
        _ => done,
    };
    tell(&format!(
        "Attestation {done}\u{202f}: {attendees} à {title}{date}."
    ));
    for (question, answer) in worded(questions, attestation) {
        tell(&format!("  {question} → {answer}"));
    }
    tell(&match attestation.transmitted_on {
        Some(day) => format!("Saisie sur le site le {}.", typography::full_date(day)),
        None => format!(
            "Une fois qu’elle est saisie sur le site\u{202f}: {}.",
            quoted(&format!("carnet attester {} --transmise", event.id.short()))
        ),
    });
}

fn same_but_transmission(before: &Attestation, now: &Attestation) -> bool {
    let transmitted_on = now.transmitted_on;
    let before = Attestation {
        transmitted_on,
        ..before.clone()
    };
    before == *now
}

fn object(
    event: &Event,
    questions: &[Stored<Question>],
    attestation: &Attestation,
) -> serde_json::Value {
    let answers: Vec<_> = worded(questions, attestation)
        .map(|(question, answer)| json!({ "question": question, "reponse": answer }))
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
