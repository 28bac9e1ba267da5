//! Where events stand on the national site: the state is asked, then what it would undo.

use crate::actions::publication::Reach;
use crate::actions::{self, Targets};
use crate::domain::event::is_link;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::Result;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Answer, Choice, Effect, Outcome, Question};
use crate::ui::session::Session;

/// The states to choose from, that of the event in hand first in hand: Entrée alone changes nothing
/// of it.
pub(super) fn states(present: Publication, subject: &str) -> Picker {
    let items = Publication::ALL.map(|state| {
        let hint = if state == present { "actuel" } else { "" };
        Item::new(
            Choice::Publication(state),
            format!("{} {}", state.sign(), state.label()),
        )
        .hint(hint)
    });
    let title = format!("Publication de {subject}");
    Picker::new(Question::Publication, title, items.to_vec()).at(&Choice::Publication(present))
}

/// Goes on with what was answered to a question about the state of events.
pub(super) fn answered(
    question: Question,
    answer: Answer,
    targets: &Targets,
    session: &mut Session,
) -> Outcome {
    match (question, answer) {
        (Question::Publication, Answer::One(Choice::Publication(state))) => {
            publish(state, targets, session)
        }
        (Question::PublishBack(state), Answer::Yes) => {
            let reach = Reach::of(state, targets, &session.store)?;
            write_all(state, targets, &reach.onward, reach.too_early, session)
        }
        (Question::PublishBack(state), Answer::No) => {
            let reach = Reach::of(state, targets, &session.store)?;
            let too_early = reach.too_early;
            write_all(state, targets, &reach.all(), too_early, session)
        }
        (Question::PublicLink, Answer::Text(link)) => publish_at(link.trim(), targets, session),
        _ => Ok(Vec::new()),
    }
}

fn publish(state: Publication, targets: &Targets, session: &mut Session) -> Outcome {
    if let (Targets::One { id, .. }, Publication::Published) = (targets, state) {
        let event = session.store.event(*id)?;
        let link = event.map(|event| event.public_link).unwrap_or_default();
        let hint = "L’adresse de la page de l’événement, ou rien.";
        return Ok(vec![Effect::open(ask_link(hint, &link))]);
    }
    let reach = Reach::of(state, targets, &session.store)?;
    let (onward, back, too_early) = (reach.onward.len(), reach.back.len(), reach.too_early);
    if onward + back == 0 && too_early > 0 {
        return Ok(vec![Effect::error(incomplete(&reach, targets))]);
    }
    if onward > 0 && back > 0 {
        return Ok(vec![Effect::open(Confirm::new(
            Question::PublishBack(state),
            "Publication",
            format!(
                "{} plus loin que {}, ou {}. Les y ramener aussi{NARROW}?",
                count(
                    back as u64,
                    "événement marqué est",
                    "événements marqués sont"
                ),
                quoted(state.label()),
                if back < 2 { "annulé" } else { "annulés" },
            ),
            "Seulement les autres",
            "Tous",
        ))]);
    }
    write_all(state, targets, &reach.all(), too_early, session)
}

fn publish_at(link: &str, targets: &Targets, session: &mut Session) -> Outcome {
    if link.is_empty() || is_link(link) {
        let state = Publication::Published;
        let text = write(state, Some(link), targets, targets.ids(), session)?;
        return Ok(vec![Effect::Changed, Effect::success(text)]);
    }
    let hint = "Une adresse commence par https://. Corrigez-la, ou laissez vide.";
    Ok(vec![Effect::open(ask_link(hint, link))])
}

/// Moves events to a state; `too_early` others are left, which lack something.
fn write_all(
    state: Publication,
    targets: &Targets,
    ids: &[EventId],
    too_early: usize,
    session: &mut Session,
) -> Outcome {
    let mut text = write(state, None, targets, ids, session)?;
    if too_early > 0 {
        let left = count(
            too_early as u64,
            "incomplet est laissé",
            "incomplets sont laissés",
        );
        text.push_str(&format!(" {left}."));
    }
    Ok(vec![Effect::Changed, Effect::success(text)])
}

/// Moves events to a state, and returns the sentence that says so.
pub fn write(
    state: Publication,
    link: Option<&str>,
    targets: &Targets,
    ids: &[EventId],
    session: &mut Session,
) -> Result<String> {
    let now = session.now();
    let subject =
        actions::publication::publish(&mut session.store, now, targets, ids, state, link)?;
    Ok(format!(
        "{subject}{NARROW}: {} {}.",
        state.sign(),
        state.label()
    ))
}

fn ask_link(hint: &str, link: &str) -> Prompt {
    Prompt::new(Question::PublicLink, "Page publique", hint, link)
}

/// Why none of the events can be entered on the site.
fn incomplete(reach: &Reach, targets: &Targets) -> String {
    match targets {
        Targets::One { .. } => {
            let missing: Vec<String> = reach
                .missing
                .iter()
                .map(|field| field.label().to_lowercase())
                .collect();
            format!("Pas encore à saisir{NARROW}: il manque {}.", list(&missing))
        }
        Targets::Marked(_) => {
            format!("Pas encore à saisir{NARROW}: ces événements sont incomplets.")
        }
    }
}
